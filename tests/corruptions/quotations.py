"""Approved quotations: one row of them that approves nothing."""

from __future__ import annotations

from corruptions.damage import Corruption, Damage, put
from corruptions.files import QUOTATIONS
from nationalreports.quotations import QUOTATION_COLUMNS

GOOD = {
    "quotation": "garden",
    "text": "We grew beans in the garden and counted them together",
    "role": "parent of a child",
    "report": "final-2021",
    "reviewer": "A. Reviewer",
    "date": "2021-04-03",
}


def _row(column: str, value: str) -> Damage:
    """A list of one good row and one with another cell in `column`, which is at fault."""
    rows = [GOOD, GOOD | {"quotation": "beans", column: value}]
    lines = [",".join(QUOTATION_COLUMNS), *(",".join(row.values()) for row in rows)]
    return put(QUOTATIONS, "\n".join([*lines, ""]).encode(), row=3, column=column)


CORRUPTIONS = [
    Corruption("QUO-001", "a quotation's name is given twice", _row("quotation", "garden")),
    Corruption("QUO-001", "a quotation's name leads out of its folder", _row(
               "quotation", "../index")),
    Corruption("QUO-002", "a quotation has no words", _row("text", "…")),
    Corruption("QUO-002", "a quotation holds a figure", _row("text", "We waited 14 weeks")),
    Corruption("QUO-003", "a quotation has no role", _row("role", "")),
    Corruption("QUO-003", "a role holds a name", _row("role", "parent in Harrowmere")),
    Corruption("QUO-004", "a quotation is for no report", _row("report", "final")),
    Corruption("QUO-005", "nobody approved a quotation", _row("reviewer", "")),
    Corruption("QUO-006", "a quotation's day is in British order", _row("date", "03/04/2021")),
]  # fmt: skip
