"""What a figure by itself allows, on both sides of each threshold."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nationalreports.disclosure.primary import (
    largest_by_area,
    percentage,
    primary_reason,
    quantifier,
    round_to,
)

THRESHOLDS = {"minimum_base": 10, "minimum_count": 8, "rounding_base": 5, "percentage_base": 50}
SCALE: list[dict[str, Any]] = [
    {"from": 0, "word": "very few"},
    {"from": 10, "word": "a minority"},
    {"from": 30, "word": "a significant minority"},
    {"from": 50, "word": "half"},
    {"from": 51, "word": "a majority"},
    {"from": 75, "word": "most"},
    {"from": 91, "word": "almost all"},
]
#: With words that are true of nobody or everybody alone.
STRICT = [
    {"from": 0, "word": "none"},
    {"from": 1, "word": "some"},
    {"from": 60, "word": "many"},
    {"from": 100, "word": "all"},
]


@pytest.mark.parametrize(("value", "to"), [(0, 0), (2, 0), (3, 5), (7, 5), (8, 10), (12, 10)])
def test_rounding_to_five(value: int, to: int) -> None:
    assert round_to(value, 5) == to


def test_rounding_takes_halves_up() -> None:
    assert [round_to(n, 10) for n in (4, 5, 15, 25)] == [0, 10, 20, 30]


@pytest.mark.parametrize(
    ("count", "base", "percent"),
    [(1, 200, 1), (25, 1000, 3), (5, 1000, 1), (4, 1000, 0), (99, 200, 50), (50, 50, 100)],
)
def test_percentages_take_halves_up(count: int, base: int, percent: int) -> None:
    assert percentage(count, base) == percent


@pytest.mark.parametrize(
    ("percent", "word"),
    [
        (1, "very few"),
        (9, "very few"),
        (10, "a minority"),
        (29, "a minority"),
        (30, "a significant minority"),
        (49, "a significant minority"),
        (50, "half"),
        (51, "a majority"),
        (74, "a majority"),
        (75, "most"),
        (90, "most"),
        (91, "almost all"),
        (99, "almost all"),
    ],
)
def test_a_word_holds_from_its_bound(percent: int, word: str) -> None:
    assert quantifier(percent, SCALE) == word


@pytest.mark.parametrize(("percent", "word"), [(0, "some"), (1, "some"), (99, "many")])
def test_none_and_all_are_never_said_of_a_share_that_rounds_to_them(
    percent: int, word: str
) -> None:
    """9 of 4,000 are 0 percent, and 3,991 of them 100, but neither none nor all."""
    assert quantifier(percent, STRICT) == word
    assert quantifier(percentage(3991, 4000), STRICT) == "many"
    assert quantifier(percentage(9, 4000), STRICT) == "some"


@pytest.mark.parametrize(
    ("count", "base", "largest", "reason"),
    [
        (4, 9, 2, "base"),
        (9, 9, 2, "base"),
        (0, 10, 0, "small"),
        (7, 100, 2, "small"),
        (8, 100, 2, ""),
        (92, 100, 30, ""),
        (93, 100, 30, "complement"),
        (100, 100, 30, "complement"),
        # Half of a count is not more than half.
        (20, 100, 10, ""),
        (20, 100, 11, "dominated"),
        (21, 100, 10, ""),
        (21, 100, 11, "dominated"),
        # A window of one area.
        (50, 100, 50, "dominated"),
        # The smallest base of which an answer can be shown: as many gave it as did not.
        (8, 15, 4, "complement"),
        (8, 16, 4, ""),
    ],
)
def test_primary_reasons(count: int, base: int, largest: int, reason: str) -> None:
    assert primary_reason(count, base, largest, THRESHOLDS) == reason


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_what_may_be_shown_is_large_whoever_gave_it(count: int, rest: int, largest: int) -> None:
    if not primary_reason(count, count + rest, min(largest, count), THRESHOLDS):
        assert count >= 8
        assert rest >= 8
        assert count - min(largest, count) >= 4


def responses(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    columns = ["response_id", "area_code", "question", "answer"]
    return pd.DataFrame(rows, columns=columns, dtype=str)


def test_the_area_that_gave_most_by_group_and_answer() -> None:
    given = responses(
        ("1", "A", "kind", "x"),
        ("1", "A", "q", "yes"),
        ("2", "A", "kind", "y"),
        ("2", "A", "q", "yes"),
        ("3", "B", "kind", "x"),
        ("3", "B", "q", "yes"),
        ("4", "B", "q", "yes"),
        ("5", "B", "q", "yes"),
        ("5", "B", "q", "no"),
    )
    found = largest_by_area(given, "kind")
    # Responses 4 and 5 are in no group.
    assert found["all", "q", "yes"] == 3
    assert found["x", "q", "yes"] == 1
    assert found["y", "q", "yes"] == 1
    assert found["all", "q", "no"] == 1
    assert ("x", "q", "no") not in found


def test_a_survey_without_groups_and_one_without_responses() -> None:
    assert largest_by_area(responses(("1", "A", "q", "yes")), None) == {("all", "q", "yes"): 1}
    assert largest_by_area(responses(), None) == {}
