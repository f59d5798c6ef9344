"""The formula of Flesch and Kincaid, worked by hand."""

import pytest

from nationalreports.reading_age import find_reading_age


def test_the_formula_is_that_of_flesch_and_kincaid():
    # 12 words in 2 sentences; 7 and 7 syllables.
    text = ["The cat sat on the red mat.", "Children were happy all day."]
    assert find_reading_age(text) == pytest.approx(0.39 * 6 + 11.8 * 14 / 12 - 15.59 + 5)


def test_long_words_and_long_sentences_ask_for_older_readers():
    easy = ["We asked them.", "They told us."]
    long_sentence = ["We asked them and they told us."]
    long_words = ["We interrogated representatives.", "They elaborated."]
    assert find_reading_age(easy) < find_reading_age(long_sentence)
    assert find_reading_age(long_sentence) < find_reading_age(long_words)


@pytest.mark.parametrize("text", [[], [""], ["…"]])
def test_no_words_have_no_age(text):
    assert find_reading_age(text) == 0


def test_figures_and_possessives_are_words():
    assert find_reading_age(["We saw 6 areas’ plans."]) > find_reading_age(["We saw."])
