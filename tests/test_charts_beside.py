"""Leaders beside families: two units, from the public tables alone, and what is missing said."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from nationalreports.charts_beside import beside_figures

CODEBOOK: dict[str, Any] = {
    "questions": {"challenge": "What was hard", "plan": "Plans"},
    "voices": {"leaders": "Leaders"},
    "themes": {
        "waits": {"label": "Waits", "asked": {"survey": "s", "question": "how"}},
        "staff": {"label": "Staff"},
    },
}
SURVEYS: dict[str, Any] = {
    "s": {
        "respondents": "parents and carers",
        "questions": {"how": {"type": "single", "label": "Waiting", "header": "How long?"}},
    }
}
ANSWERS = ["survey", "group", "question", "answer", "count", "base", "percent", "word"]
TOLD = ["question", "theme", "sector", "voice", "areas_told", "areas_visited"]
LONG = ("s", "all", "how", "Long", "600", "1000", "60", "a majority")
SHORT = ("s", "all", "how", "Short", "400", "1000", "40", "a significant minority")


def figures(told: list[tuple[str, ...]], answers: list[tuple[str, ...]]) -> list[dict[str, Any]]:
    rows = [
        *told,
        # Of another theme, voice or sector: none of these is what leaders said of it.
        ("challenge", "staff", "all", "leaders", "5", "6"),
        ("challenge", "waits", "all", "all", "6", "6"),
        ("challenge", "waits", "health", "leaders", "1", "6"),
    ]
    group = ("s", "X", "how", "Long", "60", "100", "60", "a majority")
    public = {
        "themes": pd.DataFrame(rows, columns=TOLD, dtype=str),
        "answers": pd.DataFrame([*answers, group], columns=ANSWERS, dtype=str),
    }
    return list(beside_figures(public, CODEBOOK, SURVEYS))


def test_leaders_counts_and_families_answers_stand_in_two_panels_with_their_own_units() -> None:
    told = [("challenge", "waits", "all", "leaders", "3", "6")]
    told.append(("plan", "waits", "all", "leaders", "4", "6"))
    (figure,) = figures(told, [LONG, SHORT])
    assert figure["id"] == "beside-waits"
    assert figure["bars"] == [
        ("Leaders: Plans", 4),
        ("Leaders: What was hard", 3),
        ("Parents and carers: Long", 60),
        ("Parents and carers: Short", 40),
    ]
    assert figure["labels"] == ["4", "3", "60%", "40%"]
    assert [panel["heading"] for panel in figure["panels"]] == [
        "Leaders: number of areas, out of 6",
        "Parents and carers: percentage of parents and carers who answered",
    ]
    assert [panel["limit"] for panel in figure["panels"]] == [6, 100]
    assert figure["rows"] == [
        ["Leaders: What was hard", "3", "6", "[z]"],
        ["Leaders: Plans", "4", "6", "[z]"],
        ["Parents and carers: Long", "600", "1000", "60"],
        ["Parents and carers: Short", "400", "1000", "40"],
    ]
    assert "(about 1,000)" in figure["subtitle"]
    assert (figure["note"], figure["withheld"]) == ("", False)


def test_what_is_withheld_is_no_bar_and_is_said_to_be_missing() -> None:
    told = [("challenge", "waits", "all", "leaders", "3", "6")]
    told.append(("plan", "waits", "all", "leaders", "[c]", "6"))
    (figure,) = figures(told, [LONG, (*SHORT[:4], "[c]", "1000", "[c]", "[c]")])
    assert [name for name, _ in figure["bars"]] == [
        "Leaders: What was hard",
        "Parents and carers: Long",
    ]
    assert figure["note"] == (
        "Leaders: numbers of areas that are withheld are not shown. "
        "Parents and carers: answers without a published figure are not shown."
    )
    assert ["Leaders: Plans", "[c]", "6", "[z]"] in figure["rows"]


@pytest.mark.parametrize("side", ["leaders", "families"])
def test_a_side_without_a_published_figure_withholds_the_figure(side: str) -> None:
    told = [("challenge", "waits", "all", "leaders", "[c]" if side == "leaders" else "3", "6")]
    answer = LONG if side == "leaders" else (*LONG[:4], "[c]", "[c]", "[c]", "[c]")
    (figure,) = figures(told, [answer])
    assert (figure["withheld"], figure["title"]) == (True, "")


def test_a_report_without_one_of_the_two_sides_has_no_such_figure() -> None:
    assert figures([], [LONG]) == []
    assert figures([("challenge", "waits", "all", "leaders", "3", "6")], []) == []
