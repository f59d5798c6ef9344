"""The worked example of docs/disclosure.md: its figures are what the pipeline prints and finds."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest

from nationalreports.config import REPOSITORY
from nationalreports.disclosure.audit import audit_question
from nationalreports.disclosure.blocks import make_blocks
from nationalreports.disclosure.planning import plan_series
from nationalreports.disclosure.protecting import show_answers
from nationalreports.disclosure.publications import Draft, Publication

THRESHOLDS = {"minimum_base": 10, "minimum_count": 8, "rounding_base": 5, "percentage_base": 50}
SCALE = [{"from": 0, "word": "some"}]
ADDED = "E99000010"
KEYS = ["question", "theme", "sector", "voice"]


def read_example() -> tuple[list[list[str]], list[list[str]]]:
    """The rows of the two tables of the example, its bases last."""
    text = (REPOSITORY / "docs/disclosure.md").read_text(encoding="utf-8")
    example = text[text.index("## A worked example") : text.index("## What was not done")]
    tables = re.findall(r"(?:^\|.*\n)+", example, re.MULTILINE)
    rows = [
        [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]
        for table in tables
    ]
    return rows[0], rows[1]


RAW, MENDED = read_example()
ANSWERS = [row[0] for row in RAW[:-1]]
SURVEY: dict[str, Any] = {
    "title": "Survey",
    "groups": None,
    "questions": {"informed": {"type": "single", "answers": ANSWERS}},
}


def responses() -> dict[str, pd.DataFrame]:
    """Of each report, those of nine areas alike in size, and in the second of a tenth."""
    rows = []
    for answer, old, added in ((row[0], int(row[1]), int(row[5])) for row in RAW[:-1]):
        areas = [f"E9900000{n % 9 + 1}" for n in range(old)] + [ADDED] * added
        rows += [(area, answer) for area in areas]
    frame = pd.DataFrame(rows, columns=["area_code", "answer"])
    frame = frame.assign(
        response_id=[f"r{n}" for n in range(len(frame))], survey="s", question="informed"
    )
    return {"first": frame[frame["area_code"] != ADDED], "second": frame}


def draft(report: str, own: pd.DataFrame) -> Draft:
    base = str(len(own))
    counts = [(a, str((own["answer"] == a).sum())) for a in ANSWERS]
    answers = [("s", "all", "informed", answer, count, base) for answer, count in counts]
    columns = ["survey", "group", "question", "answer", "count", "base"]
    tables = {
        "answers": pd.DataFrame(answers, columns=columns),
        "themes": pd.DataFrame(columns=[*KEYS, "areas_told", "areas_visited"], dtype=str),
        "discussions": pd.DataFrame(columns=[*KEYS, "discussions_told", "discussions"], dtype=str),
        "summary": pd.DataFrame([("responses_s", base)], columns=["item", "value"]),
    }
    day = {"first": "2020-11-10", "second": "2021-06-16"}[report]
    return Draft(report, day, tables, own, frozenset(own["area_code"]))


DRAFTS = [draft(report, own) for report, own in responses().items()]


def subtracted(answers: list[pd.DataFrame]) -> list[str]:
    """What can be worked out of the added area from these public answers, the base last."""
    published = [
        Publication(
            *(one.report, one.report, one.day, False, THRESHOLDS, one.responses, one.areas),
            public={"answers": table},
        )
        for one, table in zip(DRAFTS, answers, strict=True)
    ]
    blocks = make_blocks("s", SURVEY, published)
    found = audit_question(blocks, published, "s", SURVEY, "informed", seconds=60, bounds=True)
    bounds = {
        one.target.answer: f"{one.lower} to {one.upper}"
        for one in found
        if one.target.kind == "difference"
    }
    return [bounds[answer] for answer in [*ANSWERS, ""]]


def all_shown(one: Draft) -> pd.DataFrame:
    answers = one.aggregates["answers"]
    plan = answers.assign(count="shown", base="shown", percent="shown")
    return show_answers(answers, plan, THRESHOLDS, SCALE)


def test_rounding_and_thresholds_alone_print_the_first_table_and_tell_what_it_says() -> None:
    shown = [all_shown(one) for one in DRAFTS]
    for column, table in zip((2, 4), shown, strict=True):
        printed = [f"{row.count_} ({row.percent}%)" for row in _rows(table)]
        assert printed == [row[column] for row in RAW[:-1]]
        assert {*table["base"]} == {RAW[-1][column]}
    for place, one in zip((1, 3), DRAFTS, strict=True):
        assert str(len(one.responses)) == RAW[-1][place]
        assert [*one.aggregates["answers"]["count"]] == [row[place] for row in RAW[:-1]]
    assert subtracted(shown) == [row[6] for row in RAW]


@pytest.fixture(scope="module")
def published() -> list[pd.DataFrame]:
    config = {
        "thresholds": THRESHOLDS,
        "quantifiers": SCALE,
        "reports": {one.report: {} for one in DRAFTS},
    }
    codebook: dict[str, Any] = {"questions": {}, "themes": {}, "sectors": {}, "voices": {}}
    plan = plan_series([], DRAFTS, config, codebook, {"s": SURVEY}, frozenset(), seconds=60)
    return [
        show_answers(
            one.aggregates["answers"],
            plan.answers[plan.answers["report"] == one.report],
            THRESHOLDS,
            SCALE,
        )
        for one in DRAFTS
    ]


def test_the_pipeline_leaves_the_first_report_and_mends_the_second(
    published: list[pd.DataFrame],
) -> None:
    first, second = published
    assert first.equals(all_shown(DRAFTS[0]))
    assert [*second["count"]] == [row[1] for row in MENDED[:-1]]
    assert [*second["percent"]] == [row[2] for row in MENDED[:-1]]
    assert {*second["base"]} == {MENDED[-1][1]}


def test_what_is_left_to_subtract_is_what_the_second_table_says(
    published: list[pd.DataFrame],
) -> None:
    assert subtracted(published) == [row[3] for row in MENDED]
    for row in MENDED:
        lower, upper = map(int, row[3].split(" to "))
        assert upper - lower + 1 >= 5 and upper >= 8


def _rows(table: pd.DataFrame) -> Any:
    return table.rename(columns={"count": "count_"}).itertuples()
