"""Rules of the reading of approved quotations.

None is settled by a decision: the list is itself what people decided, and can be put right.
"""

from __future__ import annotations

from nationalreports.rules import Rule

RULES = [
    Rule(
        "QUO-001",
        "Each quotation has a name of its own in its report.",
        "The report's source asks for a quotation by name, and could get other words than those "
        "that were approved for the place; the row is set aside.",
        "error",
        "write small letters, digits and hyphens that no other row of the report has",
    ),
    Rule(
        "QUO-002",
        "Each quotation has words, and no figures.",
        "A figure in it would stand beside those of the report, and nobody could lead it back to a "
        "table; without words there is nothing to approve. The row is set aside.",
        "error",
        "copy the words that were written, without those that hold a figure",
    ),
    Rule(
        "QUO-003",
        "Each quotation has a role, in at most ten words of small letters.",
        "The role is all that is printed of whoever said it; a name or a number would tell who or "
        "where. The row is set aside.",
        "error",
        "write a role that many people have, such as: parent of a child",
    ),
    Rule(
        "QUO-004",
        "Each quotation is approved for one of the reports.",
        "Nobody could tell in which report the words were approved, so they stand in none.",
        "error",
        "write the report as it is named in config/config.yaml",
    ),
    Rule(
        "QUO-005",
        "Each quotation has the name of the reviewer who approved it.",
        "Nobody would stand by the words that leave; the row is set aside.",
        "error",
        "write the reviewer's name",
    ),
    Rule(
        "QUO-006",
        "Each quotation has the day on which it was approved.",
        "Nobody could tell which form of the report it was approved for; the row is set aside.",
        "error",
        "write the day, such as 2020-11-03",
    ),
]
