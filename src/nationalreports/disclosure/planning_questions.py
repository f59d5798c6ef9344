"""What of each question of a survey is shown, in one report after the other.

The questions of a survey do not depend on each other, but for the number of responses and the
grouping question, which come first and stand beside the others in every audit.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import pandas as pd

from nationalreports.aggregation import ALL
from nationalreports.disclosure.audit import Verdict, audit_question, audit_responses
from nationalreports.disclosure.blocks import Blocks
from nationalreports.disclosure.mending import Failing, Line, Lines, first_line, mend
from nationalreports.disclosure.primary import BASE, SUPPRESSED
from nationalreports.disclosure.protecting import (
    PLAN_ANSWERS,
    PLAN_SUMMARY,
    SHOWN,
    WITHHELD,
    show_answers,
    show_summary,
)
from nationalreports.disclosure.publications import Draft, Publication

#: Questions at a time. The solver works outside Python's lock, so threads share the cores.
_WORKERS = 2

#: In place of a question: the number of responses.
RESPONSES = ""

#: Confidential reason of what a release withheld that its draft repeats.
AS_RELEASED = "as released"

#: Public tables by name of the table, then by report.
Public = dict[str, dict[str, pd.DataFrame]]


@dataclass(frozen=True)
class Step:
    """A report to be planned.

    `same` is the release that it repeats, if there is one; `published` is all that is published
    when it comes out, itself last unless it repeats a release, with the `blocks` of that;
    `largest` as from `primary.largest_by_area`.
    """

    draft: Draft
    same: Publication | None
    published: Sequence[Publication]
    blocks: Blocks
    largest: Mapping[tuple[str, ...], int]


@dataclass(frozen=True)
class Survey:
    """One survey with all that planning its questions needs; `steps` in order of date."""

    name: str
    entry: dict[str, Any]
    steps: Sequence[Step]
    thresholds: Mapping[str, int]
    scale: Sequence[dict[str, Any]]
    seconds: float


@dataclass
class Found:
    """What was decided of a question: plan rows (`PLAN_ANSWERS`, or `PLAN_SUMMARY` of the number of
    responses), public tables by report, the last verdicts, and what failed whatever is shown."""

    question: str
    rows: list[tuple[str, ...]] = field(default_factory=list)
    public: dict[str, pd.DataFrame] = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)
    known: set[Failing] = field(default_factory=set)


def plan_survey(survey: Survey) -> list[Found]:
    """The number of responses, then each question in the questionnaire's order."""
    questions = [key for key, entry in survey.entry["questions"].items() if entry["type"] != "text"]
    total = _plan(survey, {}, RESPONSES)
    beside: Public = {"summary": total.public}
    done = {}
    for key in questions:
        if key == survey.entry["groups"]:
            done[key] = _plan(survey, beside, key)
            beside = {**beside, "answers": done[key].public}
    others = [key for key in questions if key not in done]
    # Each question is planned by itself, so the order in which they are ready decides nothing.
    with ThreadPoolExecutor(_WORKERS) as pool:
        done.update(zip(others, pool.map(partial(_plan, survey, beside), others), strict=True))
    return [total, *(done[key] for key in questions)]


def _plan(survey: Survey, beside: Public, question: str) -> Found:
    found = Found(question)
    for step in survey.steps:
        report = step.draft.report
        lines = _lines(survey, step, question)
        if step.same is not None:
            _repeat(lines, step.same, survey.name, question)
        else:
            audit = partial(_audit, survey, beside, found, step)
            found.known |= mend(lines, audit)
        found.rows += _plan_rows(survey, report, question, lines)
        found.public[report] = _show(survey, step.draft, question, lines)
        print(
            f"disclosure control: {report}, {survey.name}, {question or 'responses'}",
            file=sys.stderr,
            flush=True,
        )
    found.verdicts = _audit(survey, beside, found, survey.steps[-1], None, bounds=True)
    return found


def _lines(survey: Survey, step: Step, question: str) -> Lines:
    """The figures of a draft as primary rules and pairs leave them."""
    if question == RESPONSES:
        table = step.draft.aggregates["summary"].set_index("item")["value"]
        number = int(table[f"responses_{survey.name}"])
        small = number < survey.thresholds["minimum_base"]
        # It has no answers and no percentages, so only the base's step of the ladder says anything.
        return {ALL: Line({}, number, percents=BASE, whole=BASE if small else "")}
    table = _of(step.draft.aggregates["answers"], survey.name, question)
    lines = {}
    for group, rows in table.groupby("group", sort=False):
        counts = dict(zip(rows["answer"], rows["count"].astype(int), strict=True))
        largest = {answer: step.largest.get((group, question, answer), 0) for answer in counts}
        lines[str(group)] = first_line(
            counts, int(rows["base"].iloc[0]), largest, survey.thresholds
        )
    return lines


def _of(table: pd.DataFrame, name: str, question: str) -> pd.DataFrame:
    return table[(table["survey"] == name) & (table["question"] == question)]


def _repeat(lines: Lines, release: Publication, name: str, question: str) -> None:
    """Withhold what `release` withheld, and nothing else."""
    if question == RESPONSES:
        shown = release.public["summary"].set_index("item")["value"]
        lines[ALL].whole = AS_RELEASED if shown[f"responses_{name}"] == SUPPRESSED else ""
        return
    table = _of(release.public["answers"], name, question)
    for group, line in lines.items():
        own = table[table["group"] == group].set_index("answer")
        hidden = own.index[own["count"] == SUPPRESSED]
        line.withheld = {answer: line.withheld.get(answer, AS_RELEASED) for answer in hidden}
        rates = own.loc[own["count"] != SUPPRESSED, "percent"]
        line.percents = AS_RELEASED if rates.eq(SUPPRESSED).any() else ""
        line.whole = AS_RELEASED if own["base"].eq(SUPPRESSED).any() else ""


def _audit(
    survey: Survey, beside: Public, found: Found, step: Step, lines: Lines | None, *, bounds: bool
) -> list[Verdict]:
    """The verdicts by `step`, with the draft's `lines` as they stand now, or all as it is found."""
    own = dict(found.public)
    if lines is not None:
        own[step.draft.report] = _show(survey, step.draft, found.question, lines)
    options: dict[str, Any] = {"seconds": survey.seconds, "bounds": bounds}
    if found.question == RESPONSES:
        given = _with(step, {"summary": own})
        return audit_responses(step.blocks, given, survey.name, **options)
    answers = beside.get("answers", {})
    joined = {
        report: pd.concat([answers[report], table]) if report in answers else table
        for report, table in own.items()
    }
    given = _with(step, {**beside, "answers": joined})
    return audit_question(
        step.blocks, given, survey.name, survey.entry, found.question, **options
    )


def _with(step: Step, tables: Public) -> list[Publication]:
    """All that is published by `step`; of drafts, what `tables` has of them."""
    return [
        one
        if one.released
        else replace(one, public={name: given[one.key] for name, given in tables.items()})
        for one in step.published
    ]


def _show(survey: Survey, draft: Draft, question: str, lines: Lines) -> pd.DataFrame:
    rows = _plan_rows(survey, draft.report, question, lines)
    if question == RESPONSES:
        table = draft.aggregates["summary"]
        plan = pd.DataFrame(rows, columns=PLAN_SUMMARY, dtype=str)
        return show_summary(table[table["item"].isin(plan["item"])], plan, survey.thresholds)
    plan = pd.DataFrame(rows, columns=PLAN_ANSWERS, dtype=str)
    own = _of(draft.aggregates["answers"], survey.name, question)
    return show_answers(own, plan, survey.thresholds, survey.scale)


def _plan_rows(
    survey: Survey, report: str, question: str, lines: Lines
) -> list[tuple[str, ...]]:
    def word(reason: str) -> str:
        return WITHHELD if reason else SHOWN

    if question == RESPONSES:
        return [(report, f"responses_{survey.name}", word(lines[ALL].whole))]
    return [
        (
            *(report, survey.name, group, question, answer),
            *(word(line.withheld.get(answer, "")), word(line.whole)),
            # Where the count is withheld, so is what it could be worked out from.
            word(line.percents or line.withheld.get(answer, "")),
            line.withheld.get(answer, "") or line.percents,
        )
        for group, line in lines.items()
        for answer in line.counts
    ]
