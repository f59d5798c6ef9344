"""The audit of themes: what outsiders and single areas can work out of what is withheld.

Of each question and theme, every set of units (areas or discussions) that stand in the same
publications has for each row a set of numbers that may be. These are narrowed down until nothing
changes any more, by what an attacker knows: published numbers and all sums and differences of them;
that whoever tells a finer row tells the coarser ones; that a sector or a voice is told by those of
its parts; the rules themselves, by which a number is withheld. What is left contains what is true,
and may be more than a cleverer attacker would leave: the tests put every series of a few areas to
an attacker who overlooks nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from nationalreports.disclosure.allowing import KINDS, Allowed
from nationalreports.disclosure.narrowing import Numbers, least, narrow
from nationalreports.disclosure.telling import ALL_BUT_ONE, Row, Telling, primary
from nationalreports.disclosure.told_knowledge import Theme, know

COLUMNS = ["report", "table", "kind", "cell", "reason", "lower", "upper", "outsider", "insiders"]
INSIDER_COLUMNS = ["report", "table", "kind", "cell", "area_code", "lower", "upper", "verdict"]

#: Why a row is listed, as the public is told; never which rule applied.
REASONS = {
    "withheld": "It, or a number published with it, could tell of single areas.",
    "difference": "It is about those whom only one of the two publications covers.",
}

FAILS, BEFORE, UNDECIDED = "fails", "told before", "not decided"
FLAGGED, ALLOWED, SAFE = "flagged", "allowed", "safe"
#: From the gravest.
VERDICTS = [FAILS, BEFORE, UNDECIDED, FLAGGED, ALLOWED, SAFE]


class Target(NamedTuple):
    """Whose number is not to be known: of `units`, in the table of a draft.

    `name` begins the cell; `pair` are the two reports of a difference.
    """

    draft: Telling
    kind: str
    name: str
    units: frozenset[str]
    pair: tuple[str, str]


class Attacker(NamedTuple):
    """Somebody who knows what is published, and the rows of an own `area`, if there is one.

    `sizes`: how many others each block has; `numbers`: see `narrowing`, of others, then of the own.
    """

    area: str
    sizes: Sequence[int]
    numbers: Numbers


class Left(NamedTuple):
    """What is left of a number: its bounds, and whether it tells of each single unit of a block."""

    lower: int
    upper: int
    settled: bool


def audit_told(
    tellings: Sequence[Telling], codebook: Mapping[str, Any], allowed: Allowed
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The audit rows of one table (`COLUMNS`), and of each the worst insider (`INSIDER_COLUMNS`).

    `tellings`: all publications in their order, with what they show. An insider is an area that
    knows its own row; its bounds are of all others.
    """
    drafts = [telling for telling in tellings if not telling.released]
    targets = [target for draft in drafts for target in _targets(draft, tellings)]
    audit: list[tuple[str, ...]] = []
    insiders: list[tuple[str, ...]] = []
    for theme in dict.fromkeys(row[:2] for draft in drafts for row in draft.rows):
        used = know(theme, tellings, codebook, allowed)
        before = know(theme, [t for t in tellings if t.released], codebook, allowed)
        for line, worst in _audit_theme(used, before, targets, allowed):
            audit.append(line)
            insiders += [worst] if worst else []
    return (
        pd.DataFrame(audit, columns=COLUMNS, dtype=str),
        pd.DataFrame(insiders, columns=INSIDER_COLUMNS, dtype=str),
    )


def _targets(draft: Telling, tellings: Sequence[Telling]) -> Iterator[Target]:
    yield Target(draft, "withheld", "", draft.units, ("", ""))
    known = {telling.units for telling in tellings}
    for other in tellings[: tellings.index(draft)]:
        for one, two in ((draft, other), (other, draft)):
            between = one.units - two.units
            if between and between not in known:
                known.add(between)
                name = f"{one.key} less {two.key} / "
                yield Target(draft, "difference", name, between, (draft.report, other.report))


def _audit_theme(
    used: Theme, before: Theme, targets: Sequence[Target], allowed: Allowed
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...] | None]]:
    attackers = [one for area, one in _attackers(used).items() if one.area == area]
    earlier = _attackers(before) if before.tellings else {}
    for target in targets:
        place = (target.draft.report, target.draft.table, target.kind)
        for row in [row for row in used.rows if row in target.draft.rows]:
            if target.kind == "withheld" and row in target.draft.shown:
                continue
            about = (*place, target.name + " / ".join(row))
            found = []
            for one in attackers:
                if left := _look(used, one, target.units, row):
                    verdict = _verdict(used, target, left, one.area, allowed)
                    if verdict == FAILS and one.area in earlier:
                        then = _look(before, earlier[one.area], target.units, row)
                        told = then and _verdict(before, target, then, one.area, allowed)
                        verdict = BEFORE if told == FAILS else FAILS
                    found.append((one.area, left, verdict))
            reason = REASONS[target.kind]
            if not found or found[0][0]:
                # Corrected since: which earlier numbers still hold is not known to anyone.
                yield (*about, reason, "[x]", "[x]", UNDECIDED, UNDECIDED), None
                continue
            (_, left, outsider), *insiders = found
            bounds = (str(left.lower), str(left.upper))
            if not insiders:
                yield (*about, reason, *bounds, outsider, SAFE), None
                continue
            area, rest, insider = min(insiders, key=_gravest)
            line = (*about, reason, *bounds, outsider, insider)
            yield line, (*about, area, str(rest.lower), str(rest.upper), insider)


def _gravest(found: tuple[str, Left, str]) -> tuple[int, int]:
    _, left, verdict = found
    return VERDICTS.index(verdict), left.upper - left.lower


def _attackers(theme: Theme) -> dict[str, Attacker]:
    """The outsider, with no area, and each area; those that know the same go by the first."""
    own: dict[str, list[frozenset[str]]] = {}
    for area in ["", *sorted(set(theme.owners.values()) - {""})]:
        own[area] = [frozenset() for _ in theme.blocks]
    for place, block in enumerate(theme.blocks):
        for unit in block:
            area = theme.owners.get(unit, "")
            if area:
                own[area][place] |= {unit}
    kinds: dict[tuple[tuple[int, ...], ...], list[str]] = {}
    for area, blocks in own.items():
        counts = [tuple(len(theme.told[row] & mine) for row in theme.rows) for mine in blocks]
        kind = tuple((len(mine), *told) for mine, told in zip(blocks, counts, strict=True))
        kinds.setdefault(kind, []).append(area)
    found: dict[str, Attacker] = {}
    for kind, areas in kinds.items():
        sizes = [len(block) - mine for block, (mine, *_) in zip(theme.blocks, kind, strict=True)]
        others = [[(2 << size) - 1] * len(theme.rows) for size in sizes]
        known = [[1 << count for count in counts] for _, *counts in kind]
        one = Attacker(areas[0], sizes, narrow(others + known, theme.knowledge))
        found |= dict.fromkeys(areas, one)
    return found


def _look(theme: Theme, attacker: Attacker, units: frozenset[str], row: Row) -> Left | None:
    """What is left of a row's number among `units`, without those of the attacker's own area; none
    where these are no whole blocks, or nobody is left."""
    inside = [place for place, block in enumerate(theme.blocks) if block <= units]
    number = theme.rows.index(row)
    parts = [(attacker.sizes[p], attacker.numbers[p][number]) for p in inside if attacker.sizes[p]]
    if not parts or sum(len(theme.blocks[place]) for place in inside) < len(units):
        return None
    settled = any(values in (1, 1 << size) for size, values in parts)
    lower = sum(least(values) for _, values in parts)
    upper = sum(values.bit_length() - 1 for _, values in parts)
    return Left(lower, upper, settled)


def _verdict(theme: Theme, target: Target, left: Left, area: str, allowed: Allowed) -> str:
    exact = target.kind == "difference" and left.lower == left.upper
    if not (left.settled or exact):
        return SAFE
    pairs = (target.pair, target.pair[::-1])
    if not left.settled and any(("DIS-105", *pair) in allowed for pair in pairs):
        return ALLOWED
    flagged = False
    for telling in theme.tellings:
        for other in [other for other in theme.rows if other in telling.shown]:
            kind = primary(telling, other)
            leave = (KINDS.get(kind, ""), telling.report, telling.table, *other[:2])
            if leave in allowed and (area or kind != ALL_BUT_ONE):
                # What is shown by a reviewer's leave tells this too.
                return ALLOWED
            flagged |= kind == ALL_BUT_ONE
    return FLAGGED if area and flagged else FAILS
