"""A small survey and drafts of reports on it, for tests of planning."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pandas as pd
import pytest

from nationalreports.aggregation import count_answers
from nationalreports.disclosure import planning_questions
from nationalreports.disclosure.audit import Verdict
from nationalreports.disclosure.blocks import Blocks
from nationalreports.disclosure.planning import plan_series
from nationalreports.disclosure.protecting import Plan, protect
from nationalreports.disclosure.publications import Draft, Publication
from nationalreports.disclosure.targets import Target

Audit = Callable[[str, Sequence[Publication]], list[Verdict]]

THRESHOLDS = {"minimum_base": 10, "minimum_count": 8, "rounding_base": 5, "percentage_base": 50}
CONFIG: dict[str, Any] = {
    "thresholds": THRESHOLDS,
    "quantifiers": [{"from": 0, "word": "few"}, {"from": 50, "word": "many"}],
}
CODEBOOK: dict[str, Any] = {"questions": {}, "sectors": {}, "voices": {}, "themes": {}}
SURVEYS: dict[str, Any] = {
    "s": {
        "groups": "kind",
        "questions": {
            "kind": {"type": "single", "answers": ["x", "y", "z"]},
            "met": {"type": "single", "answers": ["yes", "no"]},
            "worked": {
                "type": "single",
                "answers": ["well", "badly"],
                "asked_if": {"question": "met", "answer": "yes"},
            },
            "more": {"type": "text"},
        },
    }
}
TOLD = ["question", "theme", "sector", "voice"]


def people(area: str, number: int, **given: str) -> list[tuple[str, ...]]:
    """So many responses from an area, with the same answers each; blank ones are not answered."""
    ids = [f"{area}-{''.join(given.values())}-{n}" for n in range(number)]
    return [(i, "s", area, q, a) for i in ids for q, a in given.items() if a]


def gather(*rows: list[tuple[str, ...]]) -> pd.DataFrame:
    columns = ["response_id", "survey", "area_code", "question", "answer"]
    return pd.DataFrame([row for part in rows for row in part], columns=columns, dtype=str)


def area(code: str) -> list[tuple[str, ...]]:
    """Responses with nothing small or dominated in them, once there are three such areas."""
    return [
        row
        for kind in "xyz"
        for given in (["no"], ["yes", "well"], ["yes", "badly"])
        for row in people(code, 5, kind=kind, **dict(zip(("met", "worked"), given, strict=False)))
    ]


def draft(
    report: str, day: str, responses: pd.DataFrame, surveys: Mapping[str, Any] = SURVEYS
) -> Draft:
    number = responses["response_id"].nunique()
    empty = pd.DataFrame(columns=TOLD, dtype=str)
    counted = count_answers(["w"], ["s"], responses.assign(wave="w"), surveys)
    return Draft(
        report=report,
        day=day,
        aggregates={
            "answers": counted,
            "themes": empty.assign(areas_told=[], areas_visited=[]),
            "discussions": empty.assign(discussions_told=[], discussions=[]),
            "context": pd.DataFrame(),
            "summary": pd.DataFrame([("responses_s", str(number))], columns=["item", "value"]),
        },
        responses=responses,
        areas=frozenset(responses["area_code"]),
        told=empty.assign(area_code=[]),
        discussions_told=empty.assign(area_code=[], discussion=[]),
    )


def plan(
    drafts: Sequence[Draft],
    released: Sequence[Publication] = (),
    surveys: Mapping[str, Any] = SURVEYS,
    config: Mapping[str, Any] = CONFIG,
) -> Plan:
    return plan_series(released, drafts, config, CODEBOOK, surveys, (), seconds=10)


def public(one: Draft, planned: Plan) -> dict[str, pd.DataFrame]:
    scale = CONFIG["quantifiers"]
    return protect(dict(one.aggregates), one.report, planned, THRESHOLDS, scale, SURVEYS)


def release(one: Draft, planned: Plan, number: int) -> Publication:
    return Publication(
        key=f"{number}/{one.report}",
        report=one.report,
        day=one.day,
        released=True,
        thresholds=THRESHOLDS,
        responses=one.responses,
        areas=one.areas,
        told=one.told,
        discussions_told=one.discussions_told,
        public=public(one, planned),
    )


def withheld(planned: Plan, report: str, question: str) -> set[tuple[str, str]]:
    own = planned.answers[planned.answers["report"] == report]
    own = own[(own["question"] == question) & (own["count"] == "withheld")]
    return set(own[["group", "answer"]].itertuples(index=False, name=None))


def fails(question: str, group: str, answer: str, key: str) -> Verdict:
    target = Target("withheld", key, "s", question, group, answer)
    return Verdict(target, 3, 6, "fails", "A", 3, 5, "fails")


def put_audit(monkeypatch: pytest.MonkeyPatch, audit: Audit) -> None:
    """Put `audit` in the place of the real one; it is given question and publications."""

    def question(
        blocks: Blocks,
        publications: Sequence[Publication],
        name: str,
        survey: dict[str, Any],
        question: str,
        **options: object,
    ) -> list[Verdict]:
        return audit(question, publications)

    def responses(
        blocks: Blocks, publications: Sequence[Publication], name: str, **options: object
    ) -> list[Verdict]:
        return audit("", publications)

    # What an audit is asked would be lost in another process.
    monkeypatch.setattr(planning_questions, "_pool", lambda: ThreadPoolExecutor(2))
    monkeypatch.setattr(planning_questions, "audit_question", question)
    monkeypatch.setattr(planning_questions, "audit_responses", responses)
