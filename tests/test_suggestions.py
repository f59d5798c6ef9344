"""Suggested themes, with the words that triggered them."""

from typing import Any

import pytest

from nationalreports.suggestions import suggest, suggestion_text

CODEBOOK: dict[str, Any] = {
    "themes": {
        "waits": {"suggest": ["waiting list", "20 weeks", "parents' forum"]},
        "staff": {"suggest": ["staff", "C++"]},
        "other": {},
    }
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Staff left.", {"staff": ["staff"]}),
        ("STAFFING fell.", {}),
        ("The flagstaff stood.", {}),
        ("A waiting\u00a0 list grew.", {"waits": ["waiting list"]}),
        ("A waiting-list grew.", {"waits": ["waiting list"]}),
        ("The waiting, list", {}),
        ("within 20 weeks", {"waits": ["20 weeks"]}),
        ("within 120 weeks", {}),
        ("the parents’ forum", {"waits": ["parents' forum"]}),
        ("written in c++, they said", {"staff": ["C++"]}),
        ("written in cxx", {}),
        ("", {}),
    ],
)
def test_whole_words_in_any_case(text: str, found: dict[str, list[str]]) -> None:
    assert suggest(text, CODEBOOK) == found


def test_themes_and_words_come_in_the_order_of_the_codebook() -> None:
    text = "Staff said that the waiting list was over 20 weeks."
    assert suggestion_text(text, CODEBOOK) == "waits (waiting list, 20 weeks); staff (staff)"


def test_without_a_word_there_is_no_suggestion() -> None:
    assert suggestion_text("Nothing.", CODEBOOK) == ""
