"""What a reviewer must allow before it is told, and what decisions in force allow.

The same rows are laid out for validation, which lists them as problems (DIS-101 to DIS-105), and
for planning, which asks what was decided on each; so both give a row one digest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from nationalreports.aggregation import ALL
from nationalreports.disclosure.publications import Draft
from nationalreports.records import of_rows

#: ("DIS-101" to "DIS-103", report, table, question, theme), or ("DIS-105", later report, earlier).
Allowed = frozenset[tuple[str, ...]]

#: What a number of areas or discussions tells of single ones, with the rule of each.
KINDS = {"one": "DIS-101", "all": "DIS-102", "none": "DIS-103", "all but one": "DIS-104"}

TELLING_COLUMNS = ["report", "table", "question", "theme", "number", "kind", "tellers", "told"]
OVERLAP_COLUMNS = ["report", "beside", "areas", "discussions", "told"]

_UNITS = ("areas", "discussions")


class Window(NamedTuple):
    """Whom one report is about: the areas visited, and the discussions held."""

    report: str
    day: str
    areas: frozenset[str]
    discussions: frozenset[str]


def tellings(counted: pd.DataFrame, told: pd.DataFrame, report: str, table: str) -> pd.DataFrame:
    """The rows of one table of a report that tell of single areas, with `TELLING_COLUMNS`.

    `counted` has `question, theme, sector, voice`, the number that tells and that of all, as they
    stand in aggregates/; `told` has `unit, area_code, question, theme`, each once. `told` (the
    column) is what the problem shows; `tellers` binds a decision to those whom it is about. What
    else `counted` has, such as where a row stands, is kept.
    """
    both = counted[(counted["sector"] == ALL) & (counted["voice"] == ALL)]
    number, whole = _numbers(both)
    unit = "areas" if table == "themes" else table
    owners = told[["unit", "area_code"]].drop_duplicates()
    found = []
    for key, *row in both[["question", "theme", number, whole]].itertuples(name=None):
        question, theme, n, of = map(str, row)
        own = told[(told["question"] == question) & (told["theme"] == theme)]
        kind = _kind(n, of, set(own["unit"]), owners)
        if kind:
            tellers = " ".join(sorted(set(own["unit"] + "=" + own["area_code"])))
            words = f"{report}: {question} / {theme}, told in {n} of {of} {unit}"
            found.append(
                (key, report, table, question, theme, f"{n} of {of}", kind, tellers, words)
            )
    made = pd.DataFrame(found, columns=["_key", *TELLING_COLUMNS]).set_index("_key")
    places = [name for name in ("source", "locator") if name in both]
    return made.astype(str).join(both[places]).reset_index(drop=True)


def overlaps(windows: Iterable[Window]) -> pd.DataFrame:
    """The pairs of reports that share some areas or discussions but not all: `OVERLAP_COLUMNS`.

    `report` is the later of each pair. The numbers alone bind a decision, so that it outlasts a
    change in who they are.
    """
    ordered = sorted(windows, key=lambda window: window.day)
    rows = []
    for place, later in enumerate(ordered):
        for earlier in ordered[:place]:
            pairs = [(later.areas, earlier.areas), (later.discussions, earlier.discussions)]
            if any(one & other and one != other for one, other in pairs):
                said = [_together(*pair, unit) for pair, unit in zip(pairs, _UNITS, strict=True)]
                words = "; ".join(part for part in said if part)
                words = f"{later.report} beside {earlier.report}: {words}"
                rows.append((later.report, earlier.report, *said, words))
    return pd.DataFrame(rows, columns=OVERLAP_COLUMNS, dtype=str)


def allowed_by(decisions: pd.DataFrame, drafts: Sequence[Draft]) -> Allowed:
    """What reviewers allow to be told of `drafts`.

    `decisions`: as from `decisions.read_decisions`; those in force that accept a row of `tellings`
    or `overlaps` count.
    """
    accepted = decisions[(decisions["state"] == "in force") & (decisions["decision"] == "accept")]
    keys = set(zip(accepted["rule"], accepted["record"], strict=True))
    allowed: set[tuple[str, ...]] = set()
    windows = [Window(d.report, d.day, d.areas, d.discussions) for d in drafts]
    pairs = overlaps(windows)
    for record, row in zip(of_rows("DIS-105", pairs), _cells(pairs), strict=True):
        if ("DIS-105", record) in keys:
            allowed.add(("DIS-105", *row[:2]))
    for draft in drafts:
        for table, told, unit in (
            ("themes", draft.told, "area_code"),
            ("discussions", draft.discussions_told, "discussion"),
        ):
            if not len(draft.aggregates.get(table, ())):
                continue
            if len(told):
                told = told[(told["sector"] == ALL) & (told["voice"] == ALL)]
            both = told.rename(columns={unit: "unit"}).assign(area_code=told.get("area_code"))
            both = both.reindex(columns=["unit", "area_code", "question", "theme"]).astype(str)
            rows = tellings(draft.aggregates[table], both, draft.report, table)
            for kind, rule in KINDS.items():
                own = rows.loc[rows["kind"] == kind, TELLING_COLUMNS]
                for record, row in zip(of_rows(rule, own), _cells(own), strict=True):
                    if (rule, record) in keys:
                        allowed.add((rule, *row[:4]))
    return frozenset(allowed)


def _numbers(counted: pd.DataFrame) -> tuple[str, str]:
    if "areas_told" in counted:
        return "areas_told", "areas_visited"
    return "discussions_told", "discussions"


def _kind(number: str, whole: str, told: set[str], owners: pd.DataFrame) -> str:
    """Which of `KINDS` a number is; "" if none. Broken numbers have a rule of their own."""
    if not (number.isdecimal() and whole.isdecimal()) or whole == "0":
        return ""
    n, of = int(number), int(whole)
    telling = owners["unit"].isin(told)
    if n == 0:
        return "none"
    if n == 1 or _are_one(owners[telling]):
        return "one"
    if n == of:
        return "all"
    # Of discussions that tell nothing at all nobody knows the area: each is its own.
    silent = owners[~telling]
    known = silent["unit"].nunique() == of - n
    return "all but one" if n == of - 1 or (known and _are_one(silent)) else ""


def _are_one(units: pd.DataFrame) -> bool:
    areas = set(units["area_code"])
    return len(areas) == 1 and areas != {""}


def _together(one: frozenset[str], other: frozenset[str], unit: str) -> str:
    """How many each is about, in words; "" where none is in both, or all are."""
    if not one & other or one == other:
        return ""
    said = f"{len(one)} {unit} and {len(other)}, {len(one & other)} of them in both"
    nested = one > other or other > one
    return said if nested else f"{said} and some in one alone, which cannot be accepted"


def _cells(rows: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    yield from rows.astype(str).itertuples(index=False, name=None)
