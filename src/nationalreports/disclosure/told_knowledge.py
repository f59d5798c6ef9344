"""What an attacker knows of one question and theme from everything published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from nationalreports.aggregation import ALL
from nationalreports.disclosure.allowing import Allowed
from nationalreports.disclosure.narrowing import Fact, Knowledge
from nationalreports.disclosure.telling import (
    MOST_BLOCKS,
    Row,
    Telling,
    blocks_of,
    derivable,
    is_coarser,
    partners_of,
)


class Theme(NamedTuple):
    """One question and theme over the publications that agree on who tells it.

    `blocks` are the units that stand in the same publications, as one number of each is known or
    not; the parts of `knowledge` are the blocks without an insider's own units, then those.
    """

    tellings: Sequence[Telling]
    rows: Sequence[Row]
    told: Mapping[Row, frozenset[str]]
    owners: Mapping[str, str]
    blocks: Sequence[frozenset[str]]
    knowledge: Knowledge


def know(
    theme: tuple[str, str],
    tellings: Sequence[Telling],
    codebook: Mapping[str, Any],
    allowed: Allowed,
) -> Theme:
    """What follows of `theme` from `tellings`, in their order.

    A publication of which a unit tells otherwise by now (a correction) is left out: its numbers are
    of another state of things, and nobody is told which.
    """
    used = [t for t in tellings if _holds(t, theme, tellings)]
    rows = list(dict.fromkeys(row for t in used for row in t.rows if row[:2] == theme))
    told = {row: frozenset(u for t in used for u in t.of(row)) for row in rows}
    owners = {unit: area for t in used for unit, area in t.owners.items()}
    found = blocks_of([t.units for t in used]) if used else {}
    masks, blocks = tuple(found), list(found.values())
    facts: list[Fact] = []
    either: list[list[Fact]] = []
    for number, row in enumerate(rows):
        facts += _published(number, row, used, masks, told, blocks)
    for place, telling in enumerate(used):
        for group in _groups(rows, telling, codebook):
            facts_of = [_withheld(rows, row, place, used, blocks, allowed) for row in group]
            if all(facts_of):
                either.append([fact for fact in facts_of if fact])
    finer = [
        (rows.index(one), rows.index(two)) for one in rows for two in rows if is_coarser(one, two)
    ]
    unions = _unions(rows, told, codebook)
    return Theme(used, rows, told, owners, blocks, Knowledge(facts, either, finer, unions))


def _holds(telling: Telling, theme: tuple[str, str], tellings: Sequence[Telling]) -> bool:
    later = tellings[tellings.index(telling) + 1 :]
    rows = [row for row in telling.rows if row[:2] == theme]
    return all(
        telling.of(row) & both == other.of(row) & both
        for other in later
        for both in [telling.units & other.units]
        if both
        for row in rows
        if row in other.rows
    )


def _parts(places: Sequence[int], blocks: Sequence[frozenset[str]]) -> tuple[int, ...]:
    """The parts of these blocks: the units of others, and an insider's own."""
    return (*places, *(place + len(blocks) for place in places))


def _published(
    number: int,
    row: Row,
    used: Sequence[Telling],
    masks: tuple[int, ...],
    told: Mapping[Row, frozenset[str]],
    blocks: Sequence[frozenset[str]],
) -> Iterator[Fact]:
    showing = tuple(n for n, telling in enumerate(used) if row in telling.shown)
    if len(blocks) <= MOST_BLOCKS:
        sets = sorted(derivable(masks, showing))
    else:
        sets = [tuple(place for place, mask in enumerate(masks) if mask >> n & 1) for n in showing]
    for places in sets:
        units = frozenset().union(*(blocks[place] for place in places))
        yield Fact(number, _parts(places, blocks), 1 << len(told[row] & units))


def _groups(
    rows: Sequence[Row], telling: Telling, codebook: Mapping[str, Any]
) -> Iterator[list[Row]]:
    """Rows withheld of which one at least tells of single units by itself."""
    for row in rows:
        question, theme, sector, voice = row
        if row in telling.shown or row not in telling.rows:
            continue
        if (sector, voice) == (ALL, ALL):
            yield [row]
        elif (question, theme, ALL, ALL) in telling.shown and voice == ALL:
            others = partners_of(sector, list(codebook["sectors"]))
            yield from [[row, *((question, theme, s, ALL) for s in others)]] if others else []
        elif (question, theme, ALL, ALL) in telling.shown and sector == ALL:
            others = partners_of(voice, list(codebook["voices"]))
            yield from [[row, *((question, theme, ALL, v) for v in others)]] if others else []


def _withheld(
    rows: Sequence[Row],
    row: Row,
    place: int,
    used: Sequence[Telling],
    blocks: Sequence[frozenset[str]],
    allowed: Allowed,
) -> Fact | None:
    """What is known of a number withheld for its own sake; none where it need not be anything."""
    own = used[place]
    units = own.units
    others = [t for t in used[:place] if t.units & units]
    if any(t.units == units for t in others) or row not in rows:
        return None
    if len(others) == 1 and others[0].units < units and row in others[0].shown:
        if ("DIS-105", own.report, others[0].report) not in allowed:
            return None
        units -= others[0].units
        values = {0, 1, len(units) - 1, len(units)}
    elif not others:
        values = {0, 1, len(units)}
    else:
        return None
    areas = [own.owners.get(unit, "") for unit in units]
    if len(set(areas) - {""}) < len([area for area in areas if area]):
        # Several of one area count as one, so more numbers may be withheld.
        return None
    places = [n for n, block in enumerate(blocks) if block <= units]
    return Fact(rows.index(row), _parts(places, blocks), sum(1 << n for n in values if n >= 0))


def _unions(
    rows: Sequence[Row], told: Mapping[Row, frozenset[str]], codebook: Mapping[str, Any]
) -> list[tuple[int, tuple[int, ...]]]:
    """The rows that their parts make up: not where a finding has no sector, or no voice."""
    found = []
    for row in rows:
        question, theme, sector, voice = row
        by_sector = [(question, theme, s, voice) for s in codebook["sectors"]]
        by_voice = [(question, theme, sector, v) for v in codebook["voices"]]
        for whole, parts in ((sector, by_sector), (voice, by_voice)):
            if whole != ALL or not parts or not set(parts) <= set(rows):
                continue
            if told[row] == frozenset().union(*(told[part] for part in parts)):
                found.append((rows.index(row), tuple(rows.index(part) for part in parts)))
    return found
