"""Disclosure control, on both sides of each threshold, and whatever the counts are."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nationalreports.aggregation import ANSWERS_COLUMNS
from nationalreports.disclosure import (
    count_withheld,
    make_audit,
    may_tell,
    percentage,
    protect,
    protect_answers,
    protect_summary,
    protect_told,
    quantifier,
    round_to,
)

THRESHOLDS = {
    "minimum_base": 10,
    "minimum_count": 8,
    "rounding_base": 5,
    "percentage_base": 50,
}
SCALE: list[dict[str, Any]] = [
    {"from": 0, "word": "very few"},
    {"from": 10, "word": "a minority"},
    {"from": 30, "word": "a significant minority"},
    {"from": 50, "word": "half"},
    {"from": 51, "word": "a majority"},
    {"from": 75, "word": "most"},
    {"from": 91, "word": "almost all"},
]
SINGLE = {("s", "q")}


def answers(*counts: int, base: int | None = None, group: str = "all") -> pd.DataFrame:
    total = sum(counts) if base is None else base
    rows = [("s", group, "q", f"a{n}", count, total) for n, count in enumerate(counts)]
    return pd.DataFrame(rows, columns=ANSWERS_COLUMNS).astype(str)


def shown(table: pd.DataFrame, single: set[tuple[str, str]] = SINGLE) -> pd.DataFrame:
    return protect_answers(table, THRESHOLDS, SCALE, single)[0]


def reasons(table: pd.DataFrame, single: set[tuple[str, str]] = SINGLE) -> dict[str, str]:
    hidden = protect_answers(table, THRESHOLDS, SCALE, single)[1]
    return dict(zip(hidden["cell"], hidden["reason"], strict=True))


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
        (0, "very few"),
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
        (100, "almost all"),
    ],
)
def test_word_holds_from_its_bound(percent: int, word: str) -> None:
    assert quantifier(percent, SCALE) == word


@pytest.mark.parametrize(
    ("told", "allowed"), [(0, False), (1, False), (2, True), (5, True), (6, False)]
)
def test_one_all_and_none_are_not_told(told: int, allowed: bool) -> None:
    assert may_tell(told, 6) is allowed
    table = pd.DataFrame({"told": [str(told)], "total": ["6"]})
    assert protect_told(table, "told", "total")["told"].tolist() == [
        str(told) if allowed else "[c]"
    ]


@pytest.mark.parametrize(("base", "withheld"), [(9, True), (10, False)])
def test_small_base_withholds_the_whole_question(base: int, withheld: bool) -> None:
    table = shown(answers(0, 0, base=base), set())
    assert (table["base"] == "[c]").all() == withheld


def test_small_base_hides_its_size_too() -> None:
    row = shown(answers(9, base=9), set()).iloc[0]
    assert row[["count", "base", "percent", "word"]].tolist() == ["[c]"] * 4


@pytest.mark.parametrize(
    ("count", "reason"), [(7, "count"), (8, ""), (92, ""), (93, "complement"), (100, "complement")]
)
def test_small_count_and_small_complement_are_withheld(count: int, reason: str) -> None:
    assert reasons(answers(count, base=100), set()) == (
        {"s / all / q / a0": reason} if reason else {}
    )


@pytest.mark.parametrize(
    ("base", "percent", "word"), [(49, "[z]", "[z]"), (50, "40", "a significant minority")]
)
def test_percentages_are_given_from_their_base_up(base: int, percent: str, word: str) -> None:
    row = shown(answers(20, base=base), set()).iloc[0]
    assert row[["count", "base", "percent", "word"]].tolist() == ["20", "50", percent, word]


def test_one_withheld_answer_takes_the_smallest_other_with_it() -> None:
    assert reasons(answers(40, 7, 20, 30)) == {
        "s / all / q / a1": "count",
        "s / all / q / a2": "subtraction",
    }


def test_answers_that_do_not_sum_to_the_base_do_not_take_others_with_them() -> None:
    assert list(reasons(answers(40, 7, 20, 30), set())) == ["s / all / q / a1"]


def test_one_withheld_group_takes_another_with_it() -> None:
    table = pd.concat(
        [
            answers(60, base=100),
            answers(7, base=20, group="x"),
            answers(20, base=40, group="y"),
            answers(30, base=40, group="z"),
        ]
    )
    assert reasons(table, set()) == {
        "s / x / q / a0": "count",
        "s / y / q / a0": "subtraction",
    }


GROUPS = st.lists(st.lists(st.integers(0, 60), min_size=3, max_size=3), min_size=1, max_size=4)


@given(GROUPS, st.booleans())
def test_nothing_small_is_published_and_nothing_can_be_subtracted(
    groups: list[list[int]], single: bool
) -> None:
    table = answers(*[sum(column) for column in zip(*groups, strict=True)])
    parts = [answers(*counts, group=f"g{n}") for n, counts in enumerate(groups)]
    table = pd.concat([table, *parts], ignore_index=True)
    public = shown(table, SINGLE if single else set())
    exact = table.astype({"count": int, "base": int})
    open_cells = exact[public["count"] != "[c]"]
    assert (open_cells["base"] >= 10).all()
    assert (open_cells["count"] >= 8).all()
    assert (open_cells["base"] - open_cells["count"] >= 8).all()
    assert (public.loc[public["count"] == "[c]", ["percent", "word"]] == "[c]").all(axis=None)
    numbers = public["count"][public["count"] != "[c]"].astype(int)
    assert (numbers % 5 == 0).all()
    withheld = public.assign(hidden=public["count"] == "[c]")
    lines = [
        ["survey", "question", "answer"],
        *([["survey", "group", "question"]] if single else []),
    ]
    for line in lines:
        assert (withheld.groupby(line)["hidden"].sum() != 1).all()


@pytest.mark.parametrize(
    ("value", "public"), [("0", "0"), ("9", "[c]"), ("10", "10"), ("12", "10"), ("13", "15")]
)
def test_numbers_of_responses_are_rounded_or_withheld(value: str, public: str) -> None:
    summary = pd.DataFrame([("visits", "6"), ("responses_s", value)], columns=["item", "value"])
    table = protect_summary(summary, THRESHOLDS).set_index("item")["value"]
    assert table.to_dict() == {"visits": "6", "responses_s": public, "status": "DRAFT"}


def test_audit_names_every_withheld_cell_and_no_exact_count() -> None:
    public, hidden = protect_answers(answers(40, 7, 20, 30), THRESHOLDS, SCALE, SINGLE)
    told = pd.DataFrame(
        [("q", "t", "all", "all", "[c]", "6"), ("q", "u", "all", "all", "3", "6")],
        columns=["question", "theme", "sector", "voice", "areas_told", "areas_visited"],
    )
    audit = make_audit("r", public, hidden, {"themes": told}, 5)
    assert audit[["table", "cell", "lower", "upper"]].to_numpy().tolist() == [
        ["answers", "s / all / q / a1", "0", "97"],
        ["answers", "s / all / q / a2", "0", "97"],
        ["themes", "q / t / all / all", "0", "6"],
    ]


def test_report_without_evidence_gives_empty_tables() -> None:
    keys = ["question", "theme", "sector", "voice"]
    tables = {
        "themes": pd.DataFrame(columns=[*keys, "areas_told", "areas_visited"], dtype=str),
        "discussions": pd.DataFrame(columns=[*keys, "discussions_told", "discussions"], dtype=str),
        "answers": pd.DataFrame(columns=ANSWERS_COLUMNS, dtype=str),
        "context": pd.DataFrame(columns=["measure"], dtype=str),
        "summary": pd.DataFrame(columns=["item", "value"], dtype=str),
    }
    public = protect(tables, "r", THRESHOLDS, SCALE, {})
    assert {name: len(table) for name, table in public.items() if len(table)} == {"summary": 1}
    assert list(public["answers"]) == [*ANSWERS_COLUMNS, "percent", "word"]


def test_one_withheld_base_is_not_to_be_had_from_the_other_groups():
    rows = [
        ("s", group, "q", answer, count, base)
        for group, base in (("all", 118), ("x", 60), ("y", 8), ("z", 50))
        for answer, count in (("a", base // 2), ("b", base - base // 2))
    ]
    answers = pd.DataFrame(
        rows, columns=["survey", "group", "question", "answer", "count", "base"]
    ).astype(str)
    thresholds = {"minimum_base": 10, "minimum_count": 1, "rounding_base": 5, "percentage_base": 50}
    public, _ = protect_answers(answers, thresholds, [{"from": 0, "word": "some"}], {("s", "q")})
    assert dict(zip(public["group"], public["base"], strict=True)) == {
        "all": "120",
        "x": "60",
        "y": "[c]",
        "z": "[c]",
    }


def test_what_is_withheld_is_counted_by_table() -> None:
    told = {"areas_told": ["1", "3", "6"], "areas_visited": ["6"] * 3}
    themes = pd.DataFrame({**dict.fromkeys(("question", "theme", "sector", "voice"), "x"), **told})
    given = {
        "themes": themes,
        "discussions": themes.iloc[:0].set_axis(
            ["question", "theme", "sector", "voice", "discussions_told", "discussions"], axis=1
        ),
        "answers": answers(9, 0, 91),
        "context": pd.DataFrame(),
        "summary": pd.DataFrame(columns=["item", "value"], dtype=str),
    }
    surveys = {"s": {"questions": {"q": {"type": "single"}}}}
    public = protect(given, "autumn", THRESHOLDS, SCALE, surveys)
    # Of the answers, 0 is small, and 9 goes with it: either could be had from the other.
    assert count_withheld("autumn", public) == [
        {
            "report": "autumn",
            "table": "themes",
            "cells": 3,
            "withheld": 2,
            "verdicts": {"not assessed": 2},
        },
        {
            "report": "autumn",
            "table": "answers",
            "cells": 3,
            "withheld": 2,
            "verdicts": {"not assessed": 2},
        },
    ]
