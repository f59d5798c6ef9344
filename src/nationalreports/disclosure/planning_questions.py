"""What of each question of a survey is shown, in one report after the other.

The questions of a survey do not depend on each other, but for the number of responses and the
grouping question, which come first and stand beside the others in every audit.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import partial
from multiprocessing import get_context
from typing import Any

import pandas as pd

from nationalreports.aggregation import ALL
from nationalreports.disclosure.audit import Verdict, audit_question, audit_responses
from nationalreports.disclosure.blocks import Blocks
from nationalreports.disclosure.mending import (
    Failing,
    Line,
    Lines,
    first_line,
    mend,
    withhold_all,
    withhold_base,
)
from nationalreports.disclosure.primary import BASE, SUPPRESSED
from nationalreports.disclosure.protecting import (
    PLAN_ANSWERS,
    PLAN_SUMMARY,
    PUBLIC_ANSWERS,
    SHOWN,
    WITHHELD,
    show_answers,
    show_summary,
)
from nationalreports.disclosure.publications import Draft, Publication
from nationalreports.disclosure.targets import Target
from nationalreports.disclosure.witnesses import Solutions, learn, remembered

#: Questions at a time.
_WORKERS = 2

#: In place of a question: the number of responses.
RESPONSES = ""

#: Verdicts that a report must not leave.
UNSAFE = ("fails", "not decided")

#: Report, question, group and answer of what is withheld for what another question tells; without
#: answer it is the group's whole line, without group the whole question.
Forced = tuple[str, str, str, str]

#: Confidential reason of what a release withheld that its draft repeats.
AS_RELEASED = "as released"


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
    responses), public tables by report, the last verdicts, what failed before the report came out,
    and by report what fails with the whole question withheld, for other figures tell it."""

    question: str
    rows: list[tuple[str, ...]] = field(default_factory=list)
    public: dict[str, pd.DataFrame] = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)
    known: set[Failing] = field(default_factory=set)
    left: dict[str, set[Failing]] = field(default_factory=dict)


def plan_survey(survey: Survey) -> list[Found]:
    """The number of responses, then each question in the questionnaire's order.

    Where a question tells something though it is withheld whole, figures that it is linked to are
    withheld too, one after the other, and all questions are planned anew.
    """
    forced: frozenset[Forced] = frozenset()
    while True:
        planned = _plan_all(survey, forced)
        more = forced | set(_still_to_withhold(survey, planned, forced))
        if more == forced:
            return list(planned.values())
        forced = more


def _plan_all(survey: Survey, forced: frozenset[Forced]) -> dict[str, Found]:
    questions = [key for key, entry in survey.entry["questions"].items() if entry["type"] != "text"]
    total = _plan(survey, forced, {}, RESPONSES)
    done: dict[str, Found] = {}
    # Questions that are ready together do not look at each other: side by side they are the same.
    with _pool() as pool:
        while waiting := [key for key in questions if key not in done]:
            ready = [key for key in waiting if not {*linked(survey.entry, key)} - {*done}]
            plan = partial(_plan_apart, survey, forced, {RESPONSES: total, **done})
            for key, (found, solutions) in zip(ready, pool.map(plan, ready), strict=True):
                done[key] = found
                learn(solutions)
    everything = {RESPONSES: total, **{key: done[key] for key in questions}}
    audit = partial(_verdicts, survey, survey.steps[-1], everything, bounds=True)
    # Processes anew, which know what the others have learnt: the same whichever is asked what.
    with _pool() as pool:
        for found, verdicts in zip(everything.values(), pool.map(audit, everything), strict=True):
            found.verdicts = verdicts
    return everything


def _plan_apart(
    survey: Survey, forced: frozenset[Forced], done: Mapping[str, Found], question: str
) -> tuple[Found, Solutions]:
    """As `_plan`, with the solutions that this process remembers of the question."""
    return _plan(survey, forced, done, question), remembered(survey.name, question)


def _pool() -> Executor:
    """Processes where they can be copied off this one; else threads, which share one core more or
    less: a process started afresh would run the job's script again."""
    if sys.platform == "linux":
        return ProcessPoolExecutor(_WORKERS, get_context("fork"))
    return ThreadPoolExecutor(_WORKERS)


def _still_to_withhold(
    survey: Survey, planned: Mapping[str, Found], forced: frozenset[Forced]
) -> Iterator[Forced]:
    """For each figure that can be worked out after all is mended, what to withhold next."""
    mended = [step.draft.report for step in survey.steps if step.same is None]
    known = set[Failing]().union(*(found.known for found in planned.values()))
    for found in planned.values():
        failing = {(report, one) for report, ones in found.left.items() for one, _ in ones}
        told = {(v.target, "outsider") for v in found.verdicts if v.outsider in UNSAFE}
        told |= {(v.target, "insiders") for v in found.verdicts if v.insiders in UNSAFE}
        # Several questions may tell together what none of them tells.
        failing |= {(report, one) for one, _ in told - known for report in mended}
        for report, target in sorted(failing, key=str):
            ways = [(report, *way) for way in _ways(survey.entry, target)]
            yield from [way for way in ways if way not in forced][:1]


def _ways(entry: Mapping[str, Any], target: Target) -> Iterator[tuple[str, str, str]]:
    """Question, group and answer of what may tell a figure of another question, nearest first."""
    others = [key for key, one in entry["questions"].items() if one["type"] != "text"]
    links = linked(entry, target.question) if target.question in others else []
    if target.question == entry["groups"] and target.answer:
        # How many people a group has is told by who of them answered what.
        yield from ((key, target.answer, "") for key in others if key != target.question)
    if entry["groups"] in links and target.group != ALL:
        yield entry["groups"], ALL, target.group
    yield from ((key, "", "") for key in [*links, RESPONSES, target.question])
    yield from ((key, "", "") for key in others)


def linked(entry: Mapping[str, Any], question: str) -> list[str]:
    """The questions whose figures those of `question` say something of: the grouping question, and
    the questions whose answer decides whether it is asked."""
    found = [entry["groups"]] if entry["groups"] not in (None, question) else []
    routing = entry["questions"][question].get("asked_if")
    while routing and routing["question"] not in (question, *found):
        found.append(routing["question"])
        routing = entry["questions"][routing["question"]].get("asked_if")
    return found


def _plan(
    survey: Survey, forced: frozenset[Forced], done: Mapping[str, Found], question: str
) -> Found:
    """What of a question is shown in each report, beside what is `done` already."""
    found = Found(question)
    others = [] if question == RESPONSES else linked(survey.entry, question)
    # What is to be found of the questions that it is linked to depends on this one as well.
    beside = {key: done[key] for key in (RESPONSES, *others) if key in done}
    for step in survey.steps:
        report = step.draft.report
        lines = _lines(survey, step, question)
        if step.same is None:
            _withhold_forced(lines, forced, report, question)
            about = (question, *others)
            given = {**beside, question: found}
            step = _with_earlier(step, given)
            bare = _show(survey, step.draft, question, _bare(lines))
            untold = {key: _untold(one, report) for key, one in beside.items()}
            untold[question] = replace(found, public={**found.public, report: bare})
            known, left = mend(
                lines,
                [partial(_audit, survey, step, given, question, key) for key in about],
                [partial(_verdicts, survey, step, untold, key, bounds=False) for key in about],
            )
            found.known |= known
            found.left[report] = left
        else:
            _repeat(lines, step.same, survey.name, question)
        found.rows += _plan_rows(survey, report, question, lines)
        found.public[report] = _show(survey, step.draft, question, lines)
    # One write, as questions are planned side by side.
    sys.stderr.write(f"disclosure control: {survey.name}, {question or 'responses'}: planned\n")
    return found


def _withhold_forced(lines: Lines, forced: frozenset[Forced], report: str, question: str) -> None:
    for _, _, group, answer in sorted(one for one in forced if one[:2] == (report, question)):
        if answer:
            lines[group].withhold([answer])
        elif group:
            withhold_base(lines, group, answer)
        else:
            withhold_all(lines)


def _bare(lines: Lines) -> Lines:
    bare = deepcopy(lines)
    withhold_all(bare)
    return bare


def _untold(found: Found, report: str) -> Found:
    """A question as it would stand had the draft of `report` withheld all of it."""
    if report not in found.public:
        return found
    table = found.public[report]
    figures = [name for name in ("count", "base", "percent", "word", "value") if name in table]
    hidden = table.assign(**dict.fromkeys(figures, SUPPRESSED))
    return replace(found, public={**found.public, report: hidden})


def _lines(survey: Survey, step: Step, question: str) -> Lines:
    """The figures of a draft as primary rules and pairs leave them."""
    if question == RESPONSES:
        values = step.draft.aggregates["summary"].set_index("item")["value"]
        number = int(values[f"responses_{survey.name}"])
        small = number < survey.thresholds["minimum_base"]
        # It has no answers and no percentages, so only the base's step of the ladder says anything.
        return {ALL: Line({}, number, percents=BASE, whole=BASE if small else "")}
    table = _of(step.draft.aggregates["answers"], survey.name, question)
    lines = {}
    for group, rows in table.groupby("group", sort=False):
        counts = dict(zip(rows["answer"], rows["count"].astype(int), strict=True))
        largest = {a: step.largest.get((str(group), question, a), 0) for a in counts}
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
    survey: Survey,
    step: Step,
    given: Mapping[str, Found],
    question: str,
    about: str,
    lines: Lines,
) -> list[Verdict]:
    """The verdicts by `step` on figures of `about`, with `lines` for those of `question`."""
    shown = _show(survey, step.draft, question, lines)
    own = Found(question, public={**given[question].public, step.draft.report: shown})
    return _verdicts(survey, step, {**given, question: own}, about, bounds=False)


def _verdicts(
    survey: Survey, step: Step, given: Mapping[str, Found], about: str, *, bounds: bool
) -> list[Verdict]:
    """The verdicts by `step` on figures of `about`, beside the drafts' tables in `given`."""
    published = [
        one if one.released or one.public else replace(one, public=_public(one.key, given))
        for one in step.published
    ]
    options: dict[str, Any] = {"seconds": survey.seconds, "bounds": bounds}
    if about == RESPONSES:
        return audit_responses(step.blocks, published, survey.name, **options)
    return audit_question(step.blocks, published, survey.name, survey.entry, about, **options)


def _with_earlier(step: Step, given: Mapping[str, Found]) -> Step:
    """With the tables of the drafts before it, which stay as they are: they are read once."""
    *earlier, own = step.published
    filled = [
        one if one.released else replace(one, public=_public(one.key, given)) for one in earlier
    ]
    return replace(step, published=(*filled, own))


def _public(report: str, given: Mapping[str, Found]) -> dict[str, pd.DataFrame]:
    """The public tables of a draft, as far as `given` has them."""
    parts: dict[str, list[pd.DataFrame]] = {"answers": [], "summary": []}
    for question, found in given.items():
        if report in found.public:
            name = "summary" if question == RESPONSES else "answers"
            parts[name].append(found.public[report])
    empty = {
        "answers": pd.DataFrame(columns=PUBLIC_ANSWERS, dtype=str),
        "summary": pd.DataFrame(columns=["item", "value"], dtype=str),
    }
    return {
        name: pd.concat(tables, ignore_index=True) if tables else empty[name]
        for name, tables in parts.items()
    }


def _show(survey: Survey, draft: Draft, question: str, lines: Lines) -> pd.DataFrame:
    rows = _plan_rows(survey, draft.report, question, lines)
    if question == RESPONSES:
        table = draft.aggregates["summary"]
        plan = pd.DataFrame(rows, columns=PLAN_SUMMARY, dtype=str)
        return show_summary(table[table["item"].isin(plan["item"])], plan, survey.thresholds)
    plan = pd.DataFrame(rows, columns=PLAN_ANSWERS, dtype=str)
    own = _of(draft.aggregates["answers"], survey.name, question)
    return show_answers(own, plan, survey.thresholds, survey.scale)


def _plan_rows(survey: Survey, report: str, question: str, lines: Lines) -> list[tuple[str, ...]]:
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
