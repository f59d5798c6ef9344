"""What reviewers decided about problems: read, put to the problems, and what holds no longer.

A decision names a rule and the digest of a record (see `records`), so it holds for that record with
those values alone. Rules: DEC-001 the rule; DEC-002 the record; DEC-003 the decision; DEC-004 no
reason; DEC-005 no reviewer; DEC-006 its day; DEC-007 its last day; DEC-008 two that contradict each
other; DEC-009 not allowed; DEC-010 matches no problem; DEC-011 expired; DEC-012 leaves out a record
with which nothing is wrong.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pandas as pd

from nationalreports.areas import is_date
from nationalreports.problems import Problem, Severity
from nationalreports.records import DIGEST, LENGTH, bind
from nationalreports.tables import read_table

DECISION_COLUMNS = ["rule", "record", "decision", "reason", "reviewer", "date", "until"]

#: Where decisions stand in a run folder.
DECISIONS = Path("data/raw/decisions.csv")

#: What a reviewer can decide, with the word for what was decided.
_WORDS = {"accept": "accepted", "exclude": "excluded", "correct": "to be corrected"}

_SOURCE = DECISIONS.as_posix()
_HELD, _EXPIRED, _REFUSED = "in force", "expired", "refused"
_UNMATCHED = "no longer matches"


def read_decisions(root: Path, day: datetime.date) -> tuple[pd.DataFrame, list[Problem]]:
    """The decisions of the run folder `root` by `day`, and what is wrong with them.

    `DECISION_COLUMNS` as strings, rules in capitals, records and decisions in small letters, then
    `state`: "in force", "expired" where `until` lies before `day`, or "refused" where the row has
    an error or contradicts another one in force. Index: the file's row. No file is no decisions.
    """
    path = root / DECISIONS
    empty = pd.DataFrame(columns=[*DECISION_COLUMNS, "state"], dtype=str)
    if not path.exists():
        return empty, []
    needed, optional = DECISION_COLUMNS[:-1], DECISION_COLUMNS[-1:]
    given, problems = read_table(path, source=_SOURCE, required=needed, optional=optional)
    decisions = given[DECISION_COLUMNS].assign(
        rule=given["rule"].str.upper(),
        record=given["record"].str.lower(),
        decision=given["decision"].str.lower(),
        state=_HELD,
    )
    for row, *cells in decisions[DECISION_COLUMNS].itertuples(name=None):
        own = dict(zip(DECISION_COLUMNS, cells, strict=True))
        faults = list(_faults(own, day))
        problems += [
            Problem("error", _SOURCE, row, column, rule, own[column], message)
            for column, rule, message in faults
        ]
        if faults:
            decisions.loc[row, "state"] = _REFUSED
        elif own["until"] and own["until"] < day.isoformat():
            decisions.loc[row, "state"] = _EXPIRED
    holding = decisions[decisions["state"] == _HELD]
    for _, rows in holding.groupby(["rule", "record"]):
        if len(set(rows["decision"])) > 1:
            decisions.loc[rows.index, "state"] = _REFUSED
            message = "another row decides otherwise on this record, so neither holds; keep one"
            problems += [
                Problem("error", _SOURCE, row, "decision", "DEC-008", word, message)
                for row, word in zip(rows.index.tolist(), rows["decision"], strict=True)
            ]
    return decisions, bind(problems, {_SOURCE: given})


def settle(
    problems: pd.DataFrame,
    decisions: pd.DataFrame,
    settled_by: Mapping[str, Collection[str]],
    excluded: pd.DataFrame,
) -> tuple[pd.DataFrame, list[dict[str, object]], list[Problem]]:
    """The problems with the decisions on them, the decisions with what came of each, and problems.

    `problems`: as from `validation.join_problems`. `decisions`: as from `read_decisions`.
    `settled_by`: of every rule what may settle it; a rule that is not among them cannot be settled.
    `excluded`: as from `exclusion.find_excluded`, what is really left out of the figures.

    Added to the problems are the columns `decision`, of one in force, and `reason`, which says who
    decided when and why. Each decision has its columns, `state` as in `read_decisions` or "no
    longer matches", and `problems`, the number that it settles.
    """
    keys = problems["rule"] + " " + problems["record"]
    matches = keys.value_counts().to_dict()
    known = {*settled_by, *problems["rule"]}
    left_out = set(excluded["rule"] + " " + excluded["record"])
    decided: list[dict[str, object]] = []
    found: list[Problem] = []
    said: dict[str, tuple[str, str]] = {}
    # The latest of several that agree gives the reason.
    for row, *cells in decisions.sort_values("date", kind="stable").itertuples(name=None):
        own = dict(zip(decisions.columns, cells, strict=True))
        key, state, number = f"{own['rule']} {own['record']}", own["state"], 0
        if state != _REFUSED:
            matched = matches.get(key, 0)
            allowed = settled_by.get(own["rule"], ())
            state, fault = _judge(own, matched, key in left_out, allowed, own["rule"] in known)
            if fault:
                severity, column, rule, message = fault
                value = own[column]
                found.append(Problem(severity, _SOURCE, row, column, rule, value, message))
            if state == _HELD:
                said[key], number = (own["decision"], _in_words(own)), matched
        decided.append({"row": row, **own, "state": state, "problems": number})
    found += _without_decision(left_out, decisions)
    on = [said.get(key, ("", "")) for key in keys]
    settled = problems.assign(
        decision=pd.Series([word for word, _ in on], problems.index, dtype=str),
        reason=pd.Series([reason for _, reason in on], problems.index, dtype=str),
    )
    decided.sort(key=lambda own: int(str(own.pop("row"))))
    return settled, decided, bind(found, {_SOURCE: decisions.drop(columns="state")})


def _judge(
    own: Mapping[str, str], matched: int, left_out: bool, allowed: Collection[str], known: bool
) -> tuple[str, tuple[Severity, str, str, str] | None]:
    """What becomes of a well-formed decision; and severity, column, rule and message of a fault."""
    word, rule = own["decision"], own["rule"]
    if not known:
        message = "no rule has this code; copy rule and record from problems.csv"
        return _REFUSED, ("error", "rule", "DEC-001", message)
    if own["state"] == _EXPIRED:
        message = (
            f"was the last day of this decision, and its problem ({rule}) counts again; put it "
            "right, or decide anew in a further row"
        )
        return _EXPIRED, ("warning", "until", "DEC-011", message) if matched else None
    if not matched and left_out:
        message = (
            "leaves a record out of the figures with which nothing is wrong any more; delete this "
            "decision"
        )
        return _UNMATCHED, ("error", "decision", "DEC-012", message)
    if not matched:
        back = "; what it left out counts again" if word == "exclude" else ""
        message = (
            f"no problem of {rule} has this record: it was put right, or the data under the "
            f"decision changed{back}. Look at the problems of {rule}, then delete this decision or "
            "make it anew"
        )
        if word == "exclude":
            return _UNMATCHED, ("warning", "record", "DEC-010", message)
        return _UNMATCHED, ("info", "record", "DEC-010", message)
    if word != "correct" and word not in allowed:
        may = f"only {' or '.join(sorted(allowed))} settles it" if allowed else "nothing settles it"
        message = (
            f"is not allowed for {rule}: {may}, short of putting it right; the problem stays as it "
            "is. Delete this decision"
        )
        return _REFUSED, ("error", "decision", "DEC-009", message)
    if word == "exclude" and is_of_tables(rule) and not left_out:
        message = (
            f"is not possible for {rule}: what it is about is no response and no finding, which "
            "alone can be left out of the figures. Correct the data, or decide otherwise"
        )
        return _REFUSED, ("error", "decision", "DEC-009", message)
    return _HELD, None


def _without_decision(left_out: set[str], decisions: pd.DataFrame) -> list[Problem]:
    """What is wrong where the figures miss a record for which no decision in force asks any more.

    Decisions may be edited, or a day may pass, between the counting and this.
    """
    asking = decisions[(decisions["state"] == _HELD) & (decisions["decision"] == "exclude")]
    message = (
        "was left out of the figures by a decision that has gone or is over since they were "
        "counted; run `make reports` again"
    )
    return [
        Problem("error", _SOURCE, "", "record", "DEC-012", key, message)
        for key in sorted(left_out - set(asking["rule"] + " " + asking["record"]))
    ]


def is_of_tables(rule: str) -> bool:
    """Whether a rule is one put to tables. Readers, whose codes lie below 101, set aside a record
    themselves; what tables have counts until it is left out."""
    number = rule.rpartition("-")[2]
    return number.isdecimal() and int(number) > 100


def _faults(own: Mapping[str, str], day: datetime.date) -> Iterator[tuple[str, str, str]]:
    """Column, rule and message of each fault of one row."""
    if not re.fullmatch(r"[A-Z]+-[0-9]{3}", own["rule"]):
        yield "rule", "DEC-001", "is no rule's code; copy rule and record from problems.csv"
    if not DIGEST.fullmatch(own["record"]):
        message = (
            f"is no record, which is r and {LENGTH - 1} digits of 0 to 9 and a to f; copy it from "
            "problems.csv"
        )
        yield "record", "DEC-002", message
    if own["decision"] not in _WORDS:
        yield "decision", "DEC-003", f"is no decision; write one of: {', '.join(_WORDS)}"
    if not re.search(r"\w", own["reason"]):
        yield "reason", "DEC-004", "the decision has no reason; write why it was decided so"
    if not re.search(r"\w", own["reviewer"]):
        yield "reviewer", "DEC-005", "nobody stands by the decision; write the reviewer's name"
    if not is_date(own["date"]):
        yield "date", "DEC-006", "is no day; write the day of the decision as 2020-11-03"
    elif own["date"] > day.isoformat():
        message = f"lies in the future (today is {day.isoformat()}); correct the day"
        yield "date", "DEC-006", message
    if own["until"] and not is_date(own["until"]):
        message = "is no day; write the last day of the decision as 2020-12-31, or leave it blank"
        yield "until", "DEC-007", message
    elif own["until"] and is_date(own["date"]) and own["until"] < own["date"]:
        message = f"lies before the day of the decision, {own['date']}; correct one of them"
        yield "until", "DEC-007", message


def _in_words(own: Mapping[str, str]) -> str:
    until = f", until {_day(own['until'])}" if own["until"] else ""
    said = f"{_WORDS[own['decision']]} by {own['reviewer']} on {_day(own['date'])}{until}"
    return f"{said}: {own['reason']}"


def _day(text: str) -> str:
    day = datetime.date.fromisoformat(text)
    return f"{day.day} {day:%B %Y}"
