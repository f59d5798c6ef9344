"""Words as they are compared: alike however they are typed, and names told from plain words."""

import pytest

from nationalreports.leaks.words import JOINT, is_common, views, words_of


@pytest.mark.parametrize(
    "written",
    [
        "North Yorkshire",
        "NORTH YORKSHIRE",
        "north\nyorkshire",
        "North\u00a0Yorkshire",
        "North\u2009Yorkshire",
        "North-Yorkshire",
        "North\u2013Yorkshire",
        "Nor\u00adth York\u200bshire",
        "N\u00f6rth Yorksh\u00edre",
        "No\u0308rth Yorkshire",
        "Ｎｏｒｔｈ Ｙｏｒｋｓｈｉｒｅ",
        "𝐍𝐨𝐫𝐭𝐡 𝐘𝐨𝐫𝐤𝐬𝐡𝐢𝐫𝐞",
        "N\u043erth Y\u043erkshire",  # Cyrillic o
        "N\u03bfrth Y\u03bfrkshire",  # Greek omicron
        "\ufeffNorth_Yorkshire",
        "“North” (Yorkshire)",
    ],
)
def test_what_looks_alike_is_alike(written: str) -> None:
    assert words_of(written) == ["north", "yorkshire"]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("o\ufb03ce of \ufb01eld", ["office", "of", "field"]),
        ("Telford & Wrekin", ["telford", "and", "wrekin"]),
        ("Harrowmere’s", ["harrowmere", "s"]),
        ("Straße Łódź Ærø", ["strasse", "lodz", "aero"]),
        ("PC-0778, 2020-10-x", ["pc", "0778", "2020", "10", "x"]),
        ("…–—!", []),
        ("", []),
    ],
)
def test_words_are_parted_at_what_is_no_letter_or_digit(written: str, words: list[str]) -> None:
    assert words_of(written) == words


@pytest.mark.parametrize("hyphen", ["-", "\u2010", "\u00ad", "\ufffe", "\x02"])
def test_a_word_divided_at_a_line_end_is_seen_whole_and_in_its_halves(hyphen: str) -> None:
    seen = [words_of(view) for view in views(f"in Harrow{hyphen}\n   mere they")]
    assert ["in", "harrowmere", "they"] in seen
    if hyphen == "-":
        assert ["in", "harrow", "mere", "they"] in seen


def test_a_joint_is_seen_closed_and_open() -> None:
    assert [words_of(view) for view in views(f"Nor{JOINT}th")] == [["north"], ["nor", "th"]]


def test_all_views_of_a_text_are_as_long_as_it() -> None:
    text = f"Har-\n  row{JOINT}{JOINT}mere and Stock\ufffeton"
    assert len(views(text)) > 2
    assert {len(view) for view in views(text)} == {len(text)}


@pytest.mark.parametrize("word", ["reading", "bath", "bury", "sale", "hope", "grace", "will"])
def test_words_of_english_prose_are_common(word: str) -> None:
    assert is_common((word,))


@pytest.mark.parametrize("word", ["york", "kent", "london", "surrey", "harrowmere", "hartlepool"])
def test_names_of_places_are_not(word: str) -> None:
    assert not is_common((word,))
    assert not is_common(("the", word))
