"""What may be told of themes: in how many areas, and in how many discussions.

Areas were promised that nothing published tells of one of them. Numbers of areas are exact, so
what must not be known is whether one area tells a theme. Rules, in the order in which they apply:

- Told in one area, in all or in none: withheld (DIS-101 to DIS-103). All of these are held until a
  reviewer allows them, since each says of every area, or of the one, what its letter holds. In all
  but one: published, and flagged (DIS-104). Discussions likewise, with all that are of one area
  taken for one.
- Where an earlier publication covers some of the same areas and some others, both numbers give that
  of the areas between them by subtraction: withheld, unless a reviewer accepts that the two reports
  stand side by side (DIS-105) and each number that follows could be printed itself, and be known to
  the areas among which it lies.
- What is withheld takes every finer row with it, and breakdowns are withheld by fixed pairs, which
  depend on the codebook alone: that one of a pair is withheld tells of neither (Wong and others,
  2007, on what the choice of a second cell gives away).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from nationalreports.aggregation import ALL, THEME_KEYS
from nationalreports.disclosure.allowing import KINDS, Allowed
from nationalreports.disclosure.publications import Draft, Publication
from nationalreports.disclosure.telling import (
    ALL_BUT_ONE,
    EVERY,
    MOST_BLOCKS,
    NONE,
    NUMBERS,
    ONE,
    Row,
    Telling,
    blocks_of,
    derivable,
    is_coarser,
    is_safe,
    of_draft,
    of_released,
    partners_of,
    primary,
)
from nationalreports.disclosure.told_audit import audit_told

PLAN_COLUMNS = ["report", "table", *THEME_KEYS, "shown", "reason"]

SHOWN, WITHHELD = "shown", "withheld"

#: Of each number that tells of single areas the rule by which a reviewer allows it.
RULES = {kind: KINDS[kind] for kind in (ONE, EVERY, NONE)}


def plan_told(
    released: Sequence[Publication],
    drafts: Sequence[Draft],
    codebook: Mapping[str, Any],
    allowed: Allowed,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Which rows of themes and discussions each draft shows, and the audit of what it does not.

    `released` and `drafts` in the order of their days; each draft is planned against all releases
    and the drafts before it. `allowed`: as from `allowing.allowed_by`.

    Returns rows of `PLAN_COLUMNS`, where `reason` is confidential; audit rows of
    `told_audit.COLUMNS`; and rows of `told_audit.INSIDER_COLUMNS`, of the area that can work out
    the most of each cell.
    """
    plan: list[tuple[str, ...]] = []
    audits = []
    for table in NUMBERS:
        earlier = [of_released(release, table) for release in released]
        for draft in drafts:
            own = of_draft(draft, table)
            reasons = decide(own, earlier, codebook, allowed)
            shown = {row: len(own.of(row)) for row in own.rows if not reasons[row]}
            earlier.append(own.showing(shown))
            for row in own.rows:
                flag = ALL_BUT_ONE if primary(own, row) == ALL_BUT_ONE else ""
                state = (SHOWN, flag) if row in shown else (WITHHELD, reasons[row])
                plan.append((own.report, table, *row, *state))
        audits.append(audit_told(earlier, codebook, allowed))
    audit, insiders = (pd.concat(parts, ignore_index=True) for parts in zip(*audits, strict=True))
    return pd.DataFrame(plan, columns=PLAN_COLUMNS, dtype=str), audit, insiders


def decide(
    own: Telling, earlier: Sequence[Telling], codebook: Mapping[str, Any], allowed: Allowed
) -> dict[Row, str]:
    """Why each row of `own` is withheld; "" where it is shown."""
    reasons = {
        row: _by_structure(row, codebook) or _by_itself(own, row, earlier, allowed)
        for row in own.rows
    }
    partners = {row: _partners(row, codebook) for row in own.rows}
    themes: dict[tuple[str, str], list[Row]] = {}
    for row in own.rows:
        themes.setdefault(row[:2], []).append(row)
    for rows in themes.values():
        _complete(rows, reasons, partners)
    return reasons


def _by_structure(row: Row, codebook: Mapping[str, Any]) -> str:
    """Why a row is withheld whatever its number; "" where it is not.

    Numbers of sectors and those of voices, with one's own row, can settle a withheld number of both
    together: brute force over all series of five areas found such. So those are never shown.
    """
    sector, voice = row[2:]
    if ALL not in (sector, voice):
        return "of a sector and a voice"
    # Without a second sector, or voice, there is no pair to hide the one number in.
    of = codebook["sectors" if voice == ALL else "voices"]
    return "without a pair" if (sector, voice) != (ALL, ALL) and len(of) == 1 else ""


def _by_itself(own: Telling, row: Row, earlier: Sequence[Telling], allowed: Allowed) -> str:
    kind = primary(own, row)
    accepted = (RULES.get(kind), own.report, own.table, *row[:2]) in allowed
    if kind in RULES and not (accepted and row[2:] == (ALL, ALL)):
        return kind
    if kind in (EVERY, NONE):
        # Who allows it allows what it says of every area; subtraction adds nothing.
        return ""
    if any(_published(own, row, other) for other in earlier):
        return ""
    for other in earlier:
        # What another report has no row of, for it is not about the theme, it tells nothing of.
        if own.units & other.units and own.units != other.units and row in other.rows:
            pairs = {(own.report, other.report), (other.report, own.report)}
            if not any(("DIS-105", *pair) in allowed for pair in pairs):
                return f"beside {other.key}"
            if row not in other.shown:
                return f"withheld in {other.key}"
            if not _is_nested(own, other):
                return f"partly of the same as {other.key}"
            if not _difference_is_safe(own, other, row):
                return f"subtracted from {other.key}"
    return "" if _sets_are_safe(own, row, earlier) else "subtracted from several reports"


def _published(own: Telling, row: Row, other: Telling) -> bool:
    """Whether the same number of the same areas stands in an earlier publication."""
    return own.units == other.units and other.shown.get(row) == len(own.of(row))


def _is_nested(own: Telling, other: Telling) -> bool:
    return own.units > other.units or other.units > own.units


def _difference_is_safe(own: Telling, other: Telling, row: Row) -> bool:
    """Whether the number may be known of those whom one of the two covers and the other does not.

    Only where one covers all of the other's: where each covers some that the other does not, what
    is known of both differences together settles more (found by brute force).
    """
    outer, inner = (own, other) if own.units > other.units else (other, own)
    between = outer.units - inner.units
    if not is_safe(outer.of(row) & between, between, outer.owners):
        return False
    # A part of what was published before is a difference itself.
    return outer is own or is_safe(own.of(row), own.units, own.owners)


def _sets_are_safe(own: Telling, row: Row, earlier: Sequence[Telling]) -> bool:
    """Whether every set of areas is safe whose number follows from this row with all earlier ones.

    Pairs of reports are looked at before this: it is about three reports and more.
    """
    linked = [other for other in earlier if row in other.shown]
    tellings = [*linked, own]
    blocks = blocks_of([telling.units for telling in tellings])
    if len(linked) < 2 or len(blocks) < 3:
        return True
    if len(blocks) > MOST_BLOCKS:
        return False
    masks, numbers = tuple(blocks), tuple(range(len(tellings)))
    new = derivable(masks, numbers) - derivable(masks, numbers[:-1])
    told = frozenset().union(*(telling.of(row) & telling.units for telling in tellings))
    owners = {unit: area for telling in tellings for unit, area in telling.owners.items()}
    for places in new:
        units = frozenset().union(*(blocks[masks[place]] for place in places))
        if units != own.units and not is_safe(told & units, units, owners):
            return False
    return True


def _complete(rows: list[Row], reasons: dict[Row, str], partners: Mapping[Row, list[Row]]) -> None:
    """Withhold, with each row of a theme withheld, the finer ones and its partners."""
    waiting = [row for row in rows if reasons[row]]
    while waiting:
        row = waiting.pop()
        finer = [(other, "within a row withheld") for other in rows if is_coarser(row, other)]
        paired = [(other, "paired with a row withheld") for other in partners[row]]
        for other, why in [*finer, *paired]:
            if other in reasons and not reasons[other]:
                reasons[other] = why
                waiting.append(other)


def _partners(row: Row, codebook: Mapping[str, Any]) -> list[Row]:
    question, theme, sector, voice = row
    sectors = partners_of(sector, list(codebook["sectors"]))
    voices = partners_of(voice, list(codebook["voices"]))
    return [(question, theme, other, voice) for other in sectors] + [
        (question, theme, sector, other) for other in voices
    ]
