"""The rules on the list of settled alarms of the leak scan. They stop a release, never a run.

None is settled by a decision: a row with a fault settles nothing, and the list can be put right.
"""

from __future__ import annotations

from nationalreports.rules import Rule

RULES = [
    Rule(
        "LEK-001",
        "Each settled alarm gives the words around the term, with the term in them.",
        "The row is bound to no sentence, so nobody could tell what was looked at; it settles "
        "nothing.",
        "error",
        "copy term and text from data/processed/confidential/leaks.csv as they stand there",
    ),
    Rule(
        "LEK-002",
        "A settled alarm with fewer than four words beside the term names its file.",
        "A term that stands alone, as in a cell or a heading, would be let through wherever it "
        "stands alone; the row settles nothing.",
        "error",
        "copy the file from data/processed/confidential/leaks.csv",
    ),
    Rule(
        "LEK-003",
        "Each settled alarm has a reason.",
        "Nobody could tell later why the words were taken for harmless; the row settles nothing.",
        "error",
        "write why the words tell nobody who or where",
    ),
    Rule(
        "LEK-004",
        "Each settled alarm has the name of the reviewer who looked at it.",
        "Nobody would stand by what was let through; the row settles nothing.",
        "error",
        "write the reviewer's name",
    ),
    Rule(
        "LEK-005",
        "Each settled alarm has the day of the review, and none that is still to come.",
        "Nobody could tell which form of the report was looked at; the row settles nothing.",
        "error",
        "write the day of the review, such as 2020-11-03",
    ),
]
