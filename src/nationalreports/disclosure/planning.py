"""What of each report is shown: primary rules, fixed pairs, and mending until the audit passes.

Reports are planned in order of their dates, each against all releases in the ledger and the drafts
before it. What is published already cannot be changed, so it is the later report that is mended.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from nationalreports.aggregation import who_told
from nationalreports.config import cumulative_windows
from nationalreports.days import today
from nationalreports.decisions import read_decisions
from nationalreports.disclosure.allowing import Allowed, allowed_by
from nationalreports.disclosure.audit import Verdict
from nationalreports.disclosure.blocks import make_blocks
from nationalreports.disclosure.mending import Failing
from nationalreports.disclosure.planning_questions import (
    RESPONSES,
    Step,
    Survey,
    plan_survey,
)
from nationalreports.disclosure.primary import SUPPRESSED, largest_by_area
from nationalreports.disclosure.protecting import (
    ANSWER_KEYS,
    AUDIT_COLUMNS,
    INSIDER_COLUMNS,
    PLAN_ANSWERS,
    PLAN_SUMMARY,
    SHOWN,
    TOLD_KEYS,
    WITHHELD,
    Plan,
    read_aggregates,
    write_plan,
)
from nationalreports.disclosure.publications import Draft, Publication
from nationalreports.disclosure.targets import Target, named_in
from nationalreports.disclosure.themes import plan_told
from nationalreports.exclusion import without_excluded
from nationalreports.ingestion import CONFIDENTIAL, read_tables
from nationalreports.ledger import LedgerError, read_ledger

#: Why a figure must not be known, in words that tell no more than that it is withheld.
REASONS = {
    "withheld": "a figure that the report withholds",
    "complement": "all others of the base of a figure that the report withholds",
    "difference": "a figure of people who stand in one report and not in another",
}
WHO = ("outsider", "insiders")
_NOT_WORKED_OUT = "[x]"

#: Seconds for one audit of one question; what is not decided by then is withheld.
SECONDS = 60.0

_One = TypeVar("_One", Publication, Draft)


def plan_series(
    released: Sequence[Publication],
    drafts: Sequence[Draft],
    config: Mapping[str, Any],
    codebook: dict[str, Any],
    surveys: Mapping[str, Any],
    allowed: Allowed,
    *,
    seconds: float,
) -> Plan:
    """What of each draft is shown beside all that was `released`, and what can be made of it.

    `config`, `codebook` and `surveys` as in `config.Series`. `allowed`: what reviewers allow of
    themes, see `themes.plan_told`. `seconds` is the time for one audit of one question; what is not
    decided in it is withheld. A draft that repeats a release is shown as that was: its
    answers where it has the same people, its themes where it has the same told rows.
    """
    released = [_countable(one, surveys) for one in released]
    drafts = sorted((_countable(one, surveys) for one in drafts), key=lambda one: one.day)
    same, same_told = (
        {one.report: _last(one, released, config["thresholds"], is_same) for one in drafts}
        for is_same in (_same_answers, _same_told)
    )
    named = {one.key: report for report, one in same.items() if one}
    answers: list[tuple[str, ...]] = []
    summary: list[tuple[str, ...]] = []
    audit: list[tuple[str, ...]] = []
    insiders: list[tuple[str, ...]] = []
    for name, entry in surveys.items():
        survey = _survey(name, entry, released, drafts, same, config, seconds)
        if not survey.steps:
            continue
        planned = plan_survey(survey)
        keys = [one.key for one in survey.steps[-1].published]
        known = set[Failing]().union(*(found.known for found in planned))
        if all(step.same for step in survey.steps):
            known |= {
                (one.target, who) for found in planned for one in found.verdicts for who in WHO
            }
        for found in planned:
            (summary if found.question == RESPONSES else answers).extend(found.rows)
            for verdict in found.verdicts:
                place = _place(verdict.target, keys, named)
                audit.append((*place, *_outcome(verdict, known)))
                insiders.append((*place[:4], *_insiders(verdict, known)))
    order = [one.report for one in drafts]
    answers.sort(key=lambda row: order.index(row[0]))
    told, audit_told, insiders_told = plan_told(released, drafts, codebook, allowed)
    return Plan(
        _frame(answers, PLAN_ANSWERS),
        _told_as_released(told, same_told),
        _frame(summary, PLAN_SUMMARY),
        pd.concat([_frame(audit, AUDIT_COLUMNS), audit_told], ignore_index=True),
        pd.concat([_frame(insiders, INSIDER_COLUMNS), insiders_told], ignore_index=True),
    )


def _frame(rows: list[tuple[str, ...]], columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns, dtype=str)


def _countable(one: _One, surveys: Mapping[str, Any]) -> _One:
    """With responses to what is counted alone: free text is published nowhere, and who corrects a
    comment is no other person. A response without an answer that counts keeps one blank row."""
    rows = one.responses[["response_id", "survey", "area_code", "question", "answer"]].astype(str)
    inside = pd.Series(False, rows.index)
    for name, survey in surveys.items():
        counted = [key for key, entry in survey["questions"].items() if entry["type"] != "text"]
        inside |= (rows["survey"] == name) & rows["question"].isin(counted)
    blank = rows[~rows["response_id"].isin(rows.loc[inside, "response_id"])]
    blank = blank.assign(question="", answer="")
    kept = pd.concat([rows[inside], blank]).drop_duplicates(ignore_index=True)
    return replace(one, responses=kept)


def _last(
    draft: Draft,
    released: Sequence[Publication],
    thresholds: Mapping[str, int],
    is_same: Callable[[Publication, Draft], bool],
) -> Publication | None:
    """The last release of the report with the same areas and `thresholds` that `is_same`."""
    for one in reversed(released):
        if (
            one.report == draft.report
            and dict(one.thresholds) == dict(thresholds)
            and (one.areas, one.discussions) == (draft.areas, draft.discussions)
            and is_same(one, draft)
        ):
            return one
    return None


def _same_answers(one: Publication, draft: Draft) -> bool:
    """Whether `draft` has the people of `one`, and its table of answers.

    A corrected code leaves all figures of the surveys as they were released: planned anew, others
    would be withheld, and readers of both would know more.
    """
    return _alike(one.responses, draft.responses) and _alike_keys(one, draft, "answers")


def _same_told(one: Publication, draft: Draft) -> bool:
    """Whether `draft` has the told rows of `one`, and its tables of themes and discussions."""
    return (
        _alike(one.told, draft.told)
        and _alike(one.discussions_told, draft.discussions_told)
        and _alike_keys(one, draft, "themes")
        and _alike_keys(one, draft, "discussions")
    )


def _alike_keys(one: Publication, draft: Draft, table: str) -> bool:
    keys = ANSWER_KEYS if table == "answers" else TOLD_KEYS
    return _alike(one.public[table][keys], draft.aggregates[table][keys])


def _alike(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    """Whether two tables have the same rows, in whatever order."""
    if len(one) != len(other) or not len(one):
        return len(one) == len(other)
    # Digests of rows: those of a large survey would not fit into memory as they are.
    mine, theirs = (
        np.sort(pd.util.hash_pandas_object(table[sorted(table.columns)].astype(str), index=False))
        for table in (one, other)
    )
    return np.array_equal(mine, theirs)


def _survey(
    name: str,
    entry: dict[str, Any],
    released: Sequence[Publication],
    drafts: Sequence[Draft],
    same: Mapping[str, Publication | None],
    config: Mapping[str, Any],
    seconds: float,
) -> Survey:
    steps = []
    published = list(released)
    for draft in drafts:
        if not draft.aggregates["summary"]["item"].eq(f"responses_{name}").any():
            continue
        if same[draft.report] is None:
            published.append(_publication(draft, config["thresholds"]))
        own = draft.responses[draft.responses["survey"] == name]
        blocks = make_blocks(name, entry, published)
        largest = largest_by_area(own, entry["groups"])
        steps.append(
            Step(
                _without_people(draft),
                same[draft.report],
                tuple(map(_without_people, published)),
                blocks,
                largest,
            )
        )
    return Survey(name, entry, steps, config["thresholds"], config["quantifiers"], seconds)


def _without_people(one: _One) -> _One:
    """Without responses: blocks have counted them, and a question is planned in another process."""
    return replace(one, responses=one.responses.iloc[:0])


def _publication(draft: Draft, thresholds: Mapping[str, int]) -> Publication:
    return Publication(
        key=draft.report,
        report=draft.report,
        day=draft.day,
        released=False,
        thresholds=thresholds,
        responses=draft.responses,
        areas=draft.areas,
        told=draft.told,
        discussions=draft.discussions,
        discussions_told=draft.discussions_told,
    )


def _place(
    target: Target, order: Sequence[str], named: Mapping[str, str]
) -> tuple[str, str, str, str, str]:
    """Report, table, kind, cell and reason. A release that a draft repeats goes by its name."""
    keys = named_in(target.key)
    last = max(keys, key=order.index)
    table, cell = "answers", [target.survey, target.group, target.question, target.answer]
    if target.question == RESPONSES:
        table, cell = "summary", [f"responses_{target.survey}"]
    if len(keys) > 1:
        said = re.split("( less | and )", target.key)
        cell.insert(0, "".join(named.get(word, word) for word in said))
    text = " / ".join(part for part in cell if part)
    return named.get(last, last), table, target.kind, text, REASONS[target.kind]


def _outcome(verdict: Verdict, known: set[Failing]) -> tuple[str, str, str, str]:
    bounds = (_bound(verdict.lower), _bound(verdict.upper))
    return (*bounds, _said(verdict, "outsider", known), _said(verdict, "insiders", known))


def _insiders(verdict: Verdict, known: set[Failing]) -> tuple[str, str, str, str]:
    bounds = (_bound(verdict.insider_lower), _bound(verdict.insider_upper))
    return (verdict.area, *bounds, _said(verdict, "insiders", known))


def _said(verdict: Verdict, who: str, known: set[Failing]) -> str:
    said = verdict.outsider if who == WHO[0] else verdict.insiders
    return "told before" if said == "fails" and (verdict.target, who) in known else said


def _bound(value: int | None) -> str:
    return _NOT_WORKED_OUT if value is None else str(value)


def _told_as_released(told: pd.DataFrame, same: Mapping[str, Publication | None]) -> pd.DataFrame:
    """The plan of themes and discussions, with what repeats a release as it was shown there."""
    told = told.copy()
    for report, release in same.items():
        if release is None:
            continue
        for table in ("themes", "discussions"):
            public = release.public[table]
            withheld = public.loc[public.iloc[:, -2] == SUPPRESSED, TOLD_KEYS]
            hidden = set(withheld.itertuples(index=False, name=None))
            own = told[(told["report"] == report) & (told["table"] == table)]
            for index, *key in own[TOLD_KEYS].itertuples(name=None):
                told.loc[index, "shown"] = WITHHELD if tuple(key) in hidden else SHOWN
    return told


def plan_run(
    root: Path, config: dict[str, Any], codebook: dict[str, Any], surveys: dict[str, Any]
) -> None:
    """Plan all reports of the run folder `root`, and write the plan's files there.

    A ledger that cannot be trusted ends the program with the reason.
    """
    try:
        released = read_ledger(root)
    except LedgerError as error:
        raise SystemExit(str(error)) from None
    drafts = read_drafts(root, config, codebook)
    decisions, _ = read_decisions(root, today())
    allowed = allowed_by(decisions, drafts)
    write_plan(
        plan_series(released, drafts, config, codebook, surveys, allowed, seconds=SECONDS), root
    )


def read_drafts(root: Path, config: dict[str, Any], codebook: dict[str, Any]) -> list[Draft]:
    """The reports of the run folder `root` with whom they count, without what is excluded."""
    names = ("visits", "findings", "codes", "excluded")
    paths = {name: str(root / CONFIDENTIAL / f"{name}.csv") for name in names}
    tables = read_tables({**paths, "responses": str(root / CONFIDENTIAL / "responses.parquet")})
    counted = without_excluded(tables, tables["excluded"])
    reports = config["reports"]
    return [_draft(root, key, reports, codebook, counted) for key in reports]


def _draft(
    root: Path,
    report: str,
    reports: dict[str, Any],
    codebook: dict[str, Any],
    counted: Mapping[str, pd.DataFrame],
) -> Draft:
    """A report with those whom its aggregates count, see `aggregation.aggregate`."""
    who = who_told(
        report, reports, counted["visits"], counted["findings"], counted["codes"], codebook
    )
    entry = reports[report]
    names: Sequence[str] = entry["surveys"] if "surveys" in entry["evidence"] else []
    given = counted["responses"]
    windows = cumulative_windows(report, reports)
    own = given[given["survey"].isin(names) & given["wave"].isin(windows)]
    return Draft(
        report=report,
        day=entry["date"],
        aggregates=read_aggregates(root, report),
        responses=own[["response_id", "survey", "area_code", "question", "answer"]],
        areas=who.areas,
        told=who.told,
        discussions=who.discussions,
        discussions_told=who.discussions_told,
    )
