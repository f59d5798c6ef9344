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
    areas = ["", *sorted({area for t in used.tellings for area in t.owners.values()} - {""})]
    known = {area: _work_out(used, area) for area in areas}
    known_before = {area: _work_out(before, area) for area in areas} if before.tellings else {}
    for target in targets:
        for row in used.rows:
            of_draft = row in target.draft.rows
            if not of_draft or (target.kind == "withheld" and row in target.draft.shown):
                continue
            place = (target.draft.report, target.draft.table, target.kind)
            cell = target.name + " / ".join(row)
            found = []
            for area in areas:
                left = _look(used, known[area], target.units, row, area)
                if left is None:
                    continue
                verdict = _verdict(used, target, row, left, area, allowed)
                if verdict == FAILS and area in known_before:
                    earlier = _look(before, known_before[area], target.units, row, area)
                    if earlier and _verdict(before, target, row, earlier, area, allowed) == FAILS:
                        verdict = BEFORE
                found.append((area, left, verdict))
            if not found or found[0][0] != "":
                # Corrected since: which earlier figures still hold is not known to anyone.
                yield (*place, cell, REASONS[target.kind], "[x]", "[x]", UNDECIDED, UNDECIDED), None
                continue
            outsider = found.pop(0)
            worst = min(
                found,
                key=lambda one: (VERDICTS.index(one[2]), one[1].upper - one[1].lower),
                default=None,
            )
            bounds = (str(outsider[1].lower), str(outsider[1].upper))
            insiders = worst[2] if worst else SAFE
            line = (*place, cell, REASONS[target.kind], *bounds, outsider[2], insiders)
            yield line, worst and (*place, cell, worst[0], *map(str, worst[1][:2]), worst[2])


def _work_out(theme: Theme, area: str) -> Numbers:
    """The numbers that may be, of each block's units but the area's, and then of the area's own."""
    others: Numbers = []
    own: Numbers = []
    for block in theme.blocks:
        mine = frozenset(unit for unit in block if area and theme.owners.get(unit) == area)
        others.append([(2 << len(block - mine)) - 1] * len(theme.rows))
        own.append([1 << len(theme.told[row] & mine) for row in theme.rows])
    return narrow(others + own, theme.knowledge)


def _look(theme: Theme, known: Numbers, units: frozenset[str], row: Row, area: str) -> Left | None:
    """What is left of a row's number among `units`, without those of `area`; none without any."""
    parts, number = [], theme.rows.index(row)
    for place, block in enumerate(theme.blocks):
        rest = [unit for unit in block if not area or theme.owners.get(unit) != area]
        if block <= units and rest:
            parts.append((len(rest), known[place][number]))
    if not parts or not units <= frozenset().union(*theme.blocks):
        return None
    settled = any(values in (1, 1 << size) for size, values in parts)
    lower = sum(least(values) for _, values in parts)
    upper = sum(values.bit_length() - 1 for _, values in parts)
    return Left(lower, upper, settled)


def _verdict(
    theme: Theme, target: Target, row: Row, left: Left, area: str, allowed: Allowed
) -> str:
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
