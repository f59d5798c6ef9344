"""Settled alarms of the leak scan: one row of them that settles nothing."""

from __future__ import annotations

from corruptions.damage import Corruption, Damage, put
from corruptions.files import ALARMS
from nationalreports.leaks.settled import SETTLED_COLUMNS

GOOD = {
    "term": "Bath",
    "text": "The report was printed by Bath Press of the same town",
    "file": "",
    "reason": "A printer and no area.",
    "reviewer": "A. Reviewer",
    "date": "2020-11-03",
}


def _row(column: str, **cells: str) -> Damage:
    """A list of one good row and one with other cells, of which `column` is at fault."""
    rows = [GOOD, GOOD | cells]
    lines = [
        ",".join(SETTLED_COLUMNS),
        *(",".join(row[c] for c in SETTLED_COLUMNS) for row in rows),
    ]
    return put(ALARMS, "\n".join([*lines, ""]).encode(), row=3, column=column)


CORRUPTIONS = [
    Corruption("LEK-001", "a settled alarm's text lacks the term", _row("text", term="Bury")),
    Corruption("LEK-001", "a settled alarm has no text", _row("text", text="")),
    Corruption("LEK-002", "a term that stands alone is settled in any file", _row(
               "file", text="Bath Press")),
    Corruption("LEK-003", "a settled alarm's reason is a dash", _row("reason", reason="–")),
    Corruption("LEK-004", "a settled alarm names no reviewer", _row("reviewer", reviewer="")),
    Corruption("LEK-005", "a settled alarm's day is still to come", _row(
               "date", date="2999-11-03")),
    Corruption("LEK-005", "a settled alarm's day is in British order", _row(
               "date", date="03/11/2020")),
]  # fmt: skip
