import pytest

from nationalreports.facts_phrases import (
    counted,
    grouped,
    join_words,
    moment,
    slugs,
    span,
    statistic,
)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2020-10-05", "2020-10-05", "on 5 October 2020"),
        ("2020-10-05", "2020-10-14", "between 5 and 14 October 2020"),
        ("2020-10-05", "2020-11-04", "between 5 October and 4 November 2020"),
        ("2020-10-05", "2021-10-05", "between 5 October 2020 and 5 October 2021"),
        (None, None, "on dates that are not given"),
    ],
)
def test_span_says_each_part_of_a_date_once(first, last, words):
    assert span(first, last) == words


@pytest.mark.parametrize(
    ("time", "words"),
    [
        ("2020-12-15T09:30", "9.30am on 15 December 2020"),
        ("2020-12-15T00:05", "12.05am on 15 December 2020"),
        ("2020-12-15T12:00", "12pm on 15 December 2020"),
        ("2021-01-01T23:00", "11pm on 1 January 2021"),
    ],
)
def test_a_moment_is_said_as_people_say_it(time, words):
    assert moment(time) == words


def test_slugs_are_distinct_words():
    assert slugs(["Yes, most days", "I didn’t", "Yes - most days!", "…"]) == {
        "Yes, most days": "yes_most_days",
        "I didn’t": "i_didnt",
        "Yes - most days!": "yes_most_days_2",
        "…": "answer",
    }


def test_a_figure_has_the_decimals_of_its_table_wherever_it_is_printed():
    assert statistic("58.0", "timeliness") == "58.0%"
    assert statistic("390109", "ehc_plans") == "390,109"


def test_numbers_have_commas_and_shorthand_stays():
    assert [grouped(text) for text in ("5", "1115", "[c]", "")] == ["5", "1,115", "[c]", ""]
    assert [counted(n, "visit") for n in (0, 1, 2, 1200)] == [
        "no visits",
        "1 visit",
        "2 visits",
        "1,200 visits",
    ]


def test_words_are_joined_as_in_a_sentence():
    assert [join_words(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
