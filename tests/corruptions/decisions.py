"""Reviewers' decisions: one row of them wrong, or on what is not so any more."""

from __future__ import annotations

from random import Random

import pandas as pd

from corruptions.damage import (
    RESPONDENTS,
    RESPONSES,
    Corruption,
    Damage,
    Place,
    Row,
    Run,
    cell,
    row_added,
)
from corruptions.files import DECISIONS
from nationalreports import checking
from nationalreports.records import of_responses


def _decided(column: str, value: str, *rules: str, **also: str) -> Damage:
    """Another cell in a decision drawn, or in one drawn of those on `rules`."""

    def one(row: Row) -> bool:
        return not rules or row["rule"] in rules

    return cell(DECISIONS, column, value, one, **also)


def _needless(run: Run, rng: Random) -> Place:
    """A response is left out as answering in line that does not so."""
    told_of = [pd.read_parquet(run.root / name) for name in (RESPONSES, RESPONDENTS)]
    problems = pd.read_csv(run.root / checking.VALIDATION / "problems.csv", dtype=str)
    ids = sorted(told_of[0]["response_id"].unique())
    told = set(problems["record"])
    record = rng.choice([r for r in of_responses("SVY-111", ids, *told_of) if r not in told])
    return row_added(DECISIONS, "decision", lambda row: row["rule"] == "SVY-111",
                     {"record": record, "decision": "exclude"})(run, rng)  # fmt: skip


CORRUPTIONS = [
    Corruption("DEC-001", "a decision's rule is no code", _decided("rule", "SVY-8")),
    Corruption("DEC-001", "a decision is on a rule that there is not", _decided("rule", "SVY-999")),
    Corruption("DEC-002", "a spreadsheet took a decision's record for a number", _decided(
               "record", "1.23457E+15")),
    Corruption("DEC-003", "a decision is to ignore", _decided("decision", "ignore")),
    Corruption("DEC-004", "a decision's reason is a dash", _decided("reason", "–")),
    Corruption("DEC-005", "a decision names no reviewer", _decided("reviewer", "")),
    Corruption("DEC-006", "a decision's day is in British order", _decided("date", "10/11/2020")),
    Corruption("DEC-006", "a decision's day is still to come", _decided("date", "2999-11-10")),
    Corruption("DEC-007", "a decision's last day is no day", _decided("until", "2020-11-31")),
    Corruption("DEC-007", "a decision ends before it is made", _decided("until", "2020-11-09")),
    Corruption("DEC-008", "a record is accepted and to be corrected", row_added(
               DECISIONS, "decision", cells={"decision": "correct"})),
    Corruption("DEC-009", "a statistic is left out that may only be accepted", _decided(
               "decision", "exclude", "REF-113", "LET-018", "SVY-121")),
    Corruption("DEC-010", "a decision is on a record that changed", _decided(
               "record", "r0123456789abcde")),
    Corruption("DEC-010", "a response was left out that changed", _decided(
               "record", "r0123456789abcde", "SVY-111", decision="exclude")),
    Corruption("DEC-011", "a decision has expired", _decided("until", "2020-11-30")),
    Corruption("DEC-012", "a response is left out with which nothing is wrong", _needless),
]  # fmt: skip
