"""What a head of statistics signs: true of plan and audit, and never more than they say."""

from __future__ import annotations

from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from nationalreports.disclosure.words import LIMITS, audit_words

ANSWERS = ["report", "survey", "group", "question", "answer", "count", "base", "percent", "reason"]
TOLD = ["report", "table", "question", "theme", "sector", "voice", "shown", "reason"]
AUDIT = ["report", "table", "kind", "cell", "reason", "lower", "upper", "outsider", "insiders"]
INSIDERS = ["report", "table", "kind", "cell", "area_code", "lower", "upper", "insiders"]

SAFE = ("answers", "withheld", "s / all / q / No", "0", "20", "safe", "safe")
VERDICTS = ["safe", "fails", "not decided", "told before", "allowed", "flagged", ""]


def make_plan(
    audit: list[tuple[str, ...]] | None = None, insiders: list[tuple[str, ...]] | None = None
) -> dict[str, pd.DataFrame]:
    """A plan of one report with two answers of a question, one of them withheld.

    `audit`: rows of table, kind, cell, lower, upper, outsider, insiders.
    """

    def frame(columns: list[str], rows: list[tuple[str, ...]]) -> pd.DataFrame:
        return pd.DataFrame(rows, columns=columns, dtype=str)

    given = [SAFE] if audit is None else audit
    return {
        "answers": frame(
            ANSWERS,
            [
                ("r", "s", "all", "q", "Yes", "shown", "shown", "withheld", "mended"),
                ("r", "s", "all", "q", "No", "withheld", "shown", "withheld", "small"),
                ("r", "s", "all", "q", "Maybe", "withheld", "shown", "withheld", "pair"),
            ],
        ),
        "told": frame(
            TOLD,
            [
                ("r", "themes", "q", "t", "all", "all", "shown", "all but one"),
                ("r", "themes", "q", "u", "all", "all", "withheld", "one"),
                ("r", "themes", "q", "u", "care", "all", "withheld", "within a row withheld"),
            ],
        ),
        "summary": frame(["report", "item", "shown"], [("r", "responses_s", "shown")]),
        "audit": frame(AUDIT, [("r", *row[:3], "public", *row[3:]) for row in given]),
        "insiders": frame(INSIDERS, [("r", *row) for row in insiders or []]),
    }


def told(*audit: tuple[str, ...], **changes: Any) -> dict[str, Any]:
    plan = make_plan([*audit], changes.pop("insiders", None))
    return audit_words(plan, changes.get("decisions", []), changes.get("releases", 0), 8)


def test_what_is_safe_is_attested_with_its_number_and_the_thresholds() -> None:
    words = told(SAFE, SAFE)
    assert words["protected"] is True
    assert words["statement"] == [
        "Numbers of people that are withheld, left of a base, or between reports: 2. Of these, "
        "none can be worked out to fewer than 5 whole numbers, or to numbers under 8 alone: "
        "neither by a reader who has everything published, nor by any one area that also knows "
        "its own row exactly.",
        "Nothing was released before: the audit read the drafts of this run.",
    ]
    assert words["limits"] == LIMITS


def test_what_is_not_safe_is_told_first_and_left_out_of_what_is_attested() -> None:
    late = (*SAFE[:5], "not decided", "safe")
    before = (*SAFE[:5], "safe", "told before")
    words = told(SAFE, late, before, (*SAFE[:5], "safe", "fails"))
    assert words["protected"] is False
    first, second, _ = words["statement"]
    assert first == (
        "Numbers of people that are withheld, left of a base, or between reports: 4. Of these, "
        "1 can be worked out and must not be published so; 1 could not be decided in time; the "
        "figures that they hang on are withheld; 1 can be worked out from earlier releases alone, "
        "which nothing can undo."
    )
    assert second.startswith("Of the other 1, none can be worked out")
    assert [row["insiders"] for row in words["exceptions"]["rows"]] == [
        "fails",
        "safe",
        "told before",
    ]


def test_themes_have_a_statement_of_their_own_and_decisions_are_named() -> None:
    row = ("themes", "withheld", "q / t / all / all", "6", "6", "allowed", "flagged")
    decision = {"rule": "DIS-102", "decision": "accept", "state": "in force", "problems": 1}
    decision |= {"reason": "agreed", "reviewer": "R", "date": "2020-11-05", "until": ""}
    others = [
        {**decision, "rule": "VIS-101"},
        {**decision, "state": "expired"},
        {**decision, "decision": "correct"},
    ]
    words = told(SAFE, row, decisions=[decision, *others])
    assert words["protected"] is True
    assert words["statement"][1:3] == [
        "Numbers of areas and discussions that must not be known: 1. Of these, 1 can be worked "
        "out as a reviewer’s decision allows.",
        "No other is left.",
    ]
    assert words["allowed"] == [
        {
            "rule": "DIS-102",
            "reason": "agreed",
            "reviewer": "R",
            "date": "2020-11-05",
            "until": "",
            "problems": 1,
        }
    ]


def test_figures_shown_and_withheld_are_counted_by_kind_with_the_reasons() -> None:
    found = [
        (row["table"], row["shown"], row["withheld"], row["reasons"]) for row in told()["reports"]
    ]
    assert found == [
        ("answers: numbers", 1, 2, {"a small number": 1, "goes with a withheld one": 1}),
        (
            "answers: percentages and words",
            0,
            3,
            {"its number is withheld": 2, "could be worked out from others": 1},
        ),
        ("answers: bases", 1, 0, {}),
        ("themes", 1, 2, {"told in one alone": 1, "part of a withheld one": 1}),
        ("numbers of responses", 1, 0, {}),
    ]


def test_verdicts_are_counted_for_outsiders_and_insiders_apart() -> None:
    (row,) = told(SAFE, (*SAFE[:5], "safe", ""), (*SAFE[:5], "fails", "safe"))["audited"]
    assert row == {
        "table": "answers",
        "kind": "Withheld figures",
        "cells": 3,
        "outsider": {"safe": 2, "fails": 1},
        "insiders": {"safe": 2},
    }


def test_the_cells_of_which_most_can_be_worked_out_come_first_whoever_can() -> None:
    unknown = ("answers", "withheld", "x", "[x]", "[x]", "safe", "safe")
    area = ("answers", "withheld", "s / all / q / No", "E09000001", "3", "8", "safe")
    theme = ("themes", "withheld", "t", "0", "1", "safe", "safe")
    alike = ("answers", "withheld", "s / all / q / No", "E09000002", "0", "20", "safe")
    words = told(SAFE, unknown, theme, insiders=[area, alike])
    assert [
        (row["who"], row["lower"], row["upper"], row["numbers"]) for row in words["narrowest"]
    ] == [
        ("area E09000001", 3, 8, 6),
        ("an outsider", 0, 20, 21),
    ]


def test_nothing_to_protect_is_said_plainly() -> None:
    words = told(releases=1)
    assert words["statement"] == [
        "No number of people is withheld, and none lies between two reports.",
        "The audit read the drafts of this run and the one report released before.",
    ]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["answers", "summary", "themes", "discussions"]),
            st.sampled_from(VERDICTS),
            st.sampled_from(VERDICTS),
        ),
        max_size=12,
    )
)
def test_none_is_only_said_of_cells_that_are_safe_for_both(
    verdicts: list[tuple[str, str, str]],
) -> None:
    rows = [(table, "withheld", "c", "0", "9", *both) for table, *both in verdicts]
    words = told(*rows)
    people = [both for table, *both in verdicts if table in ("answers", "summary")]
    areas = [both for table, *both in verdicts if table not in ("answers", "summary")]
    for own, mark in ((people, "can be worked out to fewer"), (areas, "settles whether")):
        safe = sum(set(both) <= {"safe", ""} and "safe" in both for both in own)
        said = [sentence for sentence in words["statement"] if f"none {mark}" in sentence]
        assert len(said) == bool(safe)
        if said:
            number = f": {safe}. Of these, none" if safe == len(own) else f"the other {safe}, none"
            assert number in said[0]
    bad = {"fails", "not decided", "told before"}
    assert words["protected"] == (not any(bad & {*both} for _, *both in verdicts))
