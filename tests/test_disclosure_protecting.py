"""Public tables from aggregates and a plan: shorthand, rounding, percentages and words."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest

from nationalreports.aggregation import ANSWERS_COLUMNS
from nationalreports.disclosure.protecting import (
    AUDIT_COLUMNS,
    INSIDER_COLUMNS,
    PLAN_ANSWERS,
    PLAN_SUMMARY,
    PLAN_TOLD,
    Plan,
    protect,
)

THRESHOLDS = {"minimum_base": 10, "minimum_count": 8, "rounding_base": 5, "percentage_base": 50}
SCALE: list[dict[str, Any]] = [{"from": 0, "word": "few"}, {"from": 50, "word": "many"}]
TOLD = ["question", "theme", "sector", "voice"]


def plan(
    answers: Sequence[str] = (), told: Sequence[str] = (), summary: Sequence[str] = ()
) -> Plan:
    """Of report "r"; each row as words parted by blanks."""
    tables = [
        pd.DataFrame([row.split() for row in rows], columns=columns, dtype=str)
        for rows, columns in (
            (answers, PLAN_ANSWERS),
            (told, PLAN_TOLD),
            (summary, PLAN_SUMMARY),
            ([], AUDIT_COLUMNS),
            ([], INSIDER_COLUMNS),
        )
    ]
    return Plan(*tables)


def aggregates(**tables: pd.DataFrame) -> dict[str, pd.DataFrame]:
    empty = {
        "themes": [*TOLD, "areas_told", "areas_visited"],
        "discussions": [*TOLD, "discussions_told", "discussions"],
        "answers": ANSWERS_COLUMNS,
        "context": ["measure"],
        "summary": ["item", "value"],
    }
    return {n: pd.DataFrame(columns=c, dtype=str) for n, c in empty.items()} | tables


def answers(*counts: int, base: int) -> dict[str, pd.DataFrame]:
    rows = [("s", "all", "q", f"a{n}", str(count), str(base)) for n, count in enumerate(counts)]
    return aggregates(answers=pd.DataFrame(rows, columns=ANSWERS_COLUMNS))


def shown(tables: dict[str, pd.DataFrame], rows: list[str]) -> list[list[str]]:
    public = protect(tables, "r", plan(rows), THRESHOLDS, SCALE, {"s": {}})["answers"]
    assert list(public) == [*ANSWERS_COLUMNS, "percent", "word"]
    return public[["count", "base", "percent", "word"]].to_numpy().tolist()


@pytest.mark.parametrize(
    ("base", "percent", "word"), [(49, "[z]", "[z]"), (50, "44", "few"), (44, "[z]", "[z]")]
)
def test_percentages_are_given_from_their_base_up(base: int, percent: str, word: str) -> None:
    found = shown(answers(22, base=base), ["r s all q a0 shown shown shown -"])
    assert found == [["20", str(5 * round(base / 5)), percent, word]]


def test_what_is_withheld_is_marked_and_nothing_else() -> None:
    rows = [
        "r s all q a0 shown shown shown -",
        "r s all q a1 withheld shown withheld small",
        "r s all q a2 shown shown withheld mended",
    ]
    assert shown(answers(52, 7, 41, base=100), rows) == [
        ["50", "100", "52", "many"],
        ["[c]", "100", "[c]", "[c]"],
        ["40", "100", "[c]", "[c]"],
    ]


def test_a_percentage_of_a_withheld_count_is_withheld_whatever_the_plan_says() -> None:
    assert shown(answers(52, base=100), ["r s all q a0 withheld shown shown -"]) == [
        ["[c]", "100", "[c]", "[c]"]
    ]


def test_what_no_row_of_the_plan_allows_is_withheld() -> None:
    every = [["[c]"] * 4]
    assert shown(answers(52, base=100), []) == every
    assert shown(answers(52, base=100), ["other s all q a0 shown shown shown -"]) == every
    assert shown(answers(52, base=100), ["r s x q a0 shown shown shown -"]) == every


def test_answers_of_a_survey_that_is_not_configured_are_withheld() -> None:
    rows = plan(["r s all q a0 shown shown shown -"])
    public = protect(answers(52, base=100), "r", rows, THRESHOLDS, SCALE, {})
    assert public["answers"]["count"].tolist() == ["[c]"]


@pytest.mark.parametrize("table", ["themes", "discussions"])
def test_numbers_of_areas_and_discussions_are_exact_or_withheld(table: str) -> None:
    number, whole = aggregates()[table].columns[-2:]
    rows = [["q", "t", "all", "all", "3", "6"], ["q", "t", "care", "all", "1", "6"]]
    given = aggregates(**{table: pd.DataFrame(rows, columns=[*TOLD, number, whole])})
    told = plan(told=[f"r {table} q t all all shown -", f"r {table} q t care all withheld one"])
    public = protect(given, "r", told, THRESHOLDS, SCALE, {})[table]
    assert public[number].tolist() == ["3", "[c]"]
    assert public[whole].tolist() == ["6", "6"]
    # What is shown of themes says nothing of discussions.
    other = plan(
        told=[f"r {'themes' if table == 'discussions' else 'discussions'} q t all all shown -"]
    )
    assert protect(given, "r", other, THRESHOLDS, SCALE, {})[table][number].tolist() == ["[c]"] * 2


@pytest.mark.parametrize(
    ("value", "state", "public"),
    [("12", "shown", "10"), ("13", "shown", "15"), ("13", "withheld", "[c]")],
)
def test_numbers_of_responses_are_rounded_or_withheld(value: str, state: str, public: str) -> None:
    items = pd.DataFrame([("visits", "6"), ("responses_s", value)], columns=["item", "value"])
    rows = plan(summary=[f"r responses_s {state}"])
    found = protect(aggregates(summary=items), "r", rows, THRESHOLDS, SCALE, {})["summary"]
    said = dict(zip(found["item"], found["value"], strict=True))
    assert said == {"visits": "6", "responses_s": public, "status": "DRAFT"}


def test_the_summary_says_whether_the_report_is_final() -> None:
    found = protect(aggregates(), "r", plan(), THRESHOLDS, SCALE, {}, "final")["summary"]
    assert found.to_numpy().tolist()[-1] == ["status", "final"]


def test_a_report_without_evidence_gives_empty_tables_and_official_statistics_pass() -> None:
    context = pd.DataFrame({"measure": ["ehc_plans"], "value": ["390109"]})
    public = protect(aggregates(context=context), "r", plan(), THRESHOLDS, SCALE, {})
    assert {name: len(table) for name, table in public.items() if len(table)} == {
        "context": 1,
        "summary": 1,
    }
    assert public["context"].equals(context)
