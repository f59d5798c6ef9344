"""Rules of the reading of a person's own watch-list.

None is settled by a decision: a row set aside is a term that nobody looks for any more, so leaving
it out takes protection away. The file is the series' own, and can be put right.
"""

from __future__ import annotations

from nationalreports.rules import Rule

RULES = [
    Rule(
        "WAT-001",
        "Each term of the watch-list is of a visit in visits.csv, or of all visits.",
        "The row is set aside: the term that somebody wanted kept out of print is not looked for "
        "in any report.",
        "error",
        "give a visit_id of visits.csv, or leave the cell blank for all visits",
    ),
    Rule(
        "WAT-002",
        "Each term of the watch-list is of a known kind.",
        "The kind tells whoever checks a report what was found there, a person or a scheme; "
        "without it the row is set aside, and the term could be printed.",
        "error",
        "write one of the kinds that the message lists",
    ),
    Rule(
        "WAT-003",
        "Each term of the watch-list has at least three letters or digits.",
        "A shorter one would be found inside ordinary words everywhere and drown the true finds, "
        "so it is set aside and protects nothing.",
        "error",
        "write the term out, such as the full name for initials, or delete the row",
    ),
]
