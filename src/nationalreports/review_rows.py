"""The problems that the reviewers' page holds: within what a browser opens at once."""

from __future__ import annotations

import bisect
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from nationalreports.inert import inert
from nationalreports.problems import is_settled

#: Of each rule, the problems held at most; the rest stand in problems.xlsx and problems.csv.
SHOWN = 1000

#: The problems that stand in the page itself, for a browser without JavaScript.
STATIC = 100

#: What each decision does, for the one who is to take it.
DOES = {
    "accept": "Accept: the record stays in the figures, and this stands in the way no more.",
    "exclude": "Exclude: the record is left out of every figure.",
    "correct": "Correct: asks for the source to be put right; until it is, nothing is settled.",
}

_RANK = {"error": 0, "warning": 1, "info": 2}

#: What no line of CSV and no spreadsheet can take for anything else than a word.
_RECORD = "[0-9a-z]{16}"

#: Characters of a text that are shown.
_LENGTHS = {"source": 200, "column": 120, "value": 200, "message": 500, "reason": 500, "row": 40}


@dataclass(frozen=True)
class Held:
    """What the page holds of the problems.

    `data` is JSON for the page's script; `first` the rows that stand in the page itself; `shown`
    of `found` problems are held, at most `limit` of a rule; `cut` has the keys rule, shown, found
    and left of each rule of which some are not held.
    """

    data: str
    first: list[dict[str, Any]]
    shown: int
    found: int
    limit: int
    cut: list[dict[str, Any]]


def hold(problems: pd.DataFrame, rules: Mapping[str, Mapping[str, Any]], room: int) -> Held:
    """The first `SHOWN` problems of each rule as JSON of at most `room` bytes, or else fewer.

    `problems`: as in problems.csv, where `decision` and `reason` may be missing. `rules`: by code,
    with `sentence`, `why` and `settled_by`. Open problems come first, the gravest first, and else
    in the order given. Texts that problems share (of a rule, a file, a decision) are held once.
    """
    ordered = _ordered(problems)
    known = json.dumps(_of_rules(rules, ordered), ensure_ascii=False)
    place = ordered.groupby("rule", sort=False).cumcount().to_numpy()
    limit = _limit(ordered, place, known, room)
    held = ordered[place < limit]
    found = ordered["rule"].value_counts()
    shown = held["rule"].value_counts()
    return Held(
        data=_as_json(held, known),
        first=[
            {str(name): value for name, value in row.items()}
            for row in held.head(STATIC).to_dict("records")
        ],
        shown=len(held),
        found=len(ordered),
        limit=limit,
        cut=[
            {"rule": rule, "shown": int(shown.get(rule, 0)), "found": int(count)}
            for rule, count in found.sort_index().items()
            if count > shown.get(rule, 0)
        ],
    )


def decision_lines(
    rule: str, record: str, settled_by: tuple[str, ...] | list[str]
) -> list[tuple[str, str]]:
    """What a decision on a problem does, and its line for data/raw/decisions.csv, each in turn.

    Those that may settle it, then the one that asks for a correction. None where `rule` or `record`
    is not what `decisions` takes: a line of theirs could say something else than it shows.
    """
    if not re.fullmatch(r"[A-Z]+-[0-9]{3}", rule) or not re.fullmatch(_RECORD, record):
        return []
    return [
        (does, f"{rule},{record},{decision},,,,")
        for decision, does in DOES.items()
        if decision in settled_by or decision == "correct"
    ]


def _ordered(problems: pd.DataFrame) -> pd.DataFrame:
    """The problems as they are shown: texts cut and inert, the open and gravest first."""
    shown = {
        name: _each(problems[name], length) if name in problems.columns else ""
        for name, length in _LENGTHS.items()
    }
    plain = {name: _each(problems[name], 40) for name in ("severity", "rule")}
    record = _each(problems["record"], 40) if "record" in problems.columns else ""
    decision = problems["decision"].astype(str) if "decision" in problems.columns else ""
    frame = problems[[]].assign(**plain, **shown, record=record, decision=decision)
    rank = frame["severity"].map(_RANK).fillna(0) + 3 * is_settled(frame)
    return frame.iloc[np.argsort(rank.to_numpy(), kind="stable")].reset_index(drop=True)


def _each(texts: pd.Series, length: int) -> list[str]:
    seen: dict[object, str] = {}
    return [
        seen[text] if text in seen else seen.setdefault(text, inert(text, length))
        for text in texts.tolist()
    ]


def _limit(ordered: pd.DataFrame, place: np.ndarray, known: str, room: int) -> int:
    """How many problems of each rule fit into `room` bytes of JSON, at most `SHOWN`."""

    def size(limit: int) -> int:
        return len(_as_json(ordered[place < limit], known).encode())

    if size(SHOWN) <= room:
        return SHOWN
    return max(bisect.bisect_right(range(SHOWN), room, key=size) - 1, 0)


def _as_json(held: pd.DataFrame, known: str) -> str:
    texts, sources, columns, decisions = _Numbers(), _Numbers(), _Numbers(), _Numbers()
    decisions.of(("", ""))
    names = ["severity", "rule", "message", "source", "row", "column", "value", "record"]
    rows = [
        [
            texts.of((severity, rule, message)),
            sources.of(source),
            int(row) if row.isdecimal() and row.isascii() and len(row) < 10 else row,
            columns.of(column),
            value,
            record,
            decisions.of((decision, reason)),
        ]
        for severity, rule, message, source, row, column, value, record, decision, reason in held[
            [*names, "decision", "reason"]
        ].itertuples(index=False, name=None)
    ]
    parts = {
        "texts": list(texts.seen),
        "sources": list(sources.seen),
        "columns": list(columns.seen),
        "decisions": list(decisions.seen),
        "does": DOES,
        "rows": rows,
    }
    return f'{_dump(parts)[:-1]},"rules":{_escaped(known)}}}'


class _Numbers:
    """Numbers things in the order in which they are first met."""

    def __init__(self) -> None:
        self.seen: dict[Any, int] = {}

    def of(self, thing: Any) -> int:
        return self.seen.setdefault(thing, len(self.seen))


def _of_rules(rules: Mapping[str, Mapping[str, Any]], ordered: pd.DataFrame) -> dict[str, Any]:
    """What the page says of each rule that found something; nothing of one it does not know."""
    return {
        code: {
            "sentence": inert(rules[code].get("sentence", ""), 500),
            "why": inert(rules[code].get("why", ""), 500),
            "settled_by": list(rules[code].get("settled_by", ())),
        }
        for code in ordered["rule"].unique()
        if code in rules
    }


def _dump(thing: Any) -> str:
    return _escaped(json.dumps(thing, ensure_ascii=False, separators=(",", ":")))


def _escaped(text: str) -> str:
    """JSON that can end no element of the page it stands in."""
    return text.replace("<", "\\u003c").replace(">", "\\u003e")
