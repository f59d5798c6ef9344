"""Whom each count of themes and discussions is of, publication by publication, as sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
import pandas as pd

from nationalreports.aggregation import ALL, THEME_KEYS
from nationalreports.disclosure.publications import Draft, Publication

#: Question, theme, sector and voice.
Row = tuple[str, str, str, str]

#: Of each table the column of units, and that of the number that tells.
UNITS = {"themes": "area_code", "discussions": "discussion"}
NUMBERS = {"themes": "areas_told", "discussions": "discussions_told"}

#: What a number can tell of single areas by itself.
ONE, EVERY, NONE, ALL_BUT_ONE = "one", "all", "none", "all but one"

#: More blocks than this have too many sets to look at each.
MOST_BLOCKS = 12


@dataclass(frozen=True)
class Telling:
    """One table of one publication. A unit is a visited area, or a discussion.

    `owners` gives the area of each unit, "" where none is known; `told` the units that tell each
    row, where there are any; `shown` the rows whose number is published, with it.
    """

    key: str
    report: str
    table: str
    released: bool
    units: frozenset[str]
    owners: Mapping[str, str]
    told: Mapping[Row, frozenset[str]]
    rows: tuple[Row, ...]
    shown: Mapping[Row, int] = field(default_factory=dict)

    def of(self, row: Row) -> frozenset[str]:
        """The units that tell `row`."""
        return self.told.get(row, frozenset())

    def showing(self, shown: Mapping[Row, int]) -> Telling:
        """The same with these rows published."""
        return replace(self, shown=shown)


def of_released(release: Publication, table: str) -> Telling:
    """The `table` of a release, with what was published of it."""
    public = release.public.get(table, pd.DataFrame(columns=[*THEME_KEYS, NUMBERS[table]]))
    numbers = zip(_rows(public), public[NUMBERS[table]].astype(str), strict=True)
    shown = {row: int(number) for row, number in numbers if number.isdecimal()}
    return _telling(release, release.key, True, table, _rows(public)).showing(shown)


def of_draft(draft: Draft, table: str) -> Telling:
    """The `table` of a draft, nothing of which is published yet."""
    counted = draft.aggregates.get(table, pd.DataFrame(columns=THEME_KEYS))
    return _telling(draft, draft.report, False, table, _rows(counted))


def is_of_one(units: frozenset[str], owners: Mapping[str, str]) -> bool:
    """Whether `units` are one, or are all of one area."""
    areas = {owners.get(unit, "") for unit in units}
    return len(units) == 1 or (len(areas) == 1 and areas != {""})


def is_safe(told: frozenset[str], units: frozenset[str], owners: Mapping[str, str]) -> bool:
    """Whether it may be known how many of `units` tell, also by the areas among them.

    Told by more than one area and not by all but one: what an area knows of itself would leave all
    others as telling, or as silent.
    """
    silent = units - told
    return bool(told and silent) and not any(is_of_one(part, owners) for part in (told, silent))


def _telling(
    of: Publication | Draft, key: str, released: bool, table: str, rows: list[Row]
) -> Telling:
    told = of.told if table == "themes" else of.discussions_told
    units = of.areas if table == "themes" else of.discussions
    owners = {unit: unit for unit in units} if table == "themes" else {}
    telling: dict[Row, set[str]] = {}
    if len(told):
        cells = zip(_rows(told), told[UNITS[table]], told["area_code"], strict=True)
        for row, unit, area in cells:
            telling.setdefault(row, set()).add(str(unit))
            owners[str(unit)] = str(area)
    sets = {row: frozenset(tellers) & units for row, tellers in telling.items()}
    return Telling(key, of.report, table, released, units, owners, sets, tuple(rows))


def _rows(table: pd.DataFrame) -> list[Row]:
    columns = [table[name].astype(str).tolist() for name in THEME_KEYS]
    return list(zip(*columns, strict=True))


def blocks_of(windows: Sequence[frozenset[str]]) -> dict[int, frozenset[str]]:
    """The units by the `windows` that they are in; bit n of a key stands for window n."""
    found: dict[int, set[str]] = {}
    for unit in sorted(frozenset().union(*windows)):
        mask = sum(1 << n for n, window in enumerate(windows) if unit in window)
        found.setdefault(mask, set()).add(unit)
    return {mask: frozenset(units) for mask, units in sorted(found.items())}


@cache
def derivable(masks: tuple[int, ...], shown: tuple[int, ...]) -> frozenset[tuple[int, ...]]:
    """The sets of blocks whose number follows by adding and subtracting published ones.

    `masks`: the windows of each block, as keys of `blocks_of`; `shown`: the windows of which the
    number is published. Each set is named by the places of its blocks.
    """
    sums = np.array([[mask >> n & 1 for mask in masks] for n in shown], dtype=float)
    sets = np.arange(1, 1 << len(masks))
    chosen = (sets[:, None] >> np.arange(len(masks)) & 1).astype(float)
    if not len(sums):
        return frozenset()
    within = chosen @ np.linalg.pinv(sums) @ sums
    known = chosen[np.isclose(within, chosen).all(axis=1)]
    return frozenset(tuple(int(n) for n in np.flatnonzero(line)) for line in known)


def is_coarser(row: Row, other: Row) -> bool:
    """Whether whoever tells `other` also tells `row`, which is another one."""
    parts = zip(row, other, strict=True)
    return row != other and all(mine in (its, ALL) for mine, its in parts)


def primary(own: Telling, row: Row) -> str:
    """What the number of a row would say of single areas by itself; "" where nothing."""
    told = own.of(row)
    if not told:
        return NONE
    if is_of_one(told, own.owners):
        return ONE
    if told == own.units:
        return EVERY
    return ALL_BUT_ONE if is_of_one(own.units - told, own.owners) else ""


def partners_of(part: str, parts: Sequence[str]) -> list[str]:
    """The other ones of the fixed group of `part`: pairs from the end, the first of an odd number
    with the next pair. "all" has none."""
    if part == ALL:
        return []
    odd = len(parts) % 2
    groups = [list(parts[:3])] if odd else []
    groups += [list(parts[n : n + 2]) for n in range(3 if odd else 0, len(parts), 2)]
    return [other for group in groups if part in group for other in group if other != part]
