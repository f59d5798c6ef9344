"""The rules on the check sheet that people fill in. They stop a release, never a run."""

from __future__ import annotations

from nationalreports.rules import Rule

RULES = [
    Rule(
        "CHK-001",
        "The check sheet is filled in and handed back.",
        "Figures that nobody worked out by hand would be released.",
        "error",
        "fill in data/processed/confidential/check_sheet.xlsx and save it as "
        "data/raw/check_sheet.xlsx",
    ),
    Rule(
        "CHK-002",
        "The filled check sheet belongs to the figures that are printed now.",
        "Figures have changed since they were worked out by hand.",
        "error",
        "take the new sheet in data/processed/confidential, fill it in and save it as "
        "data/raw/check_sheet.xlsx",
    ),
    Rule(
        "CHK-003",
        "Each figure drawn has its row in the filled sheet.",
        "A figure left out would count as checked.",
        "error",
        "put the row back: copy it from data/processed/confidential/check_sheet.xlsx",
    ),
    Rule(
        "CHK-004",
        "Each row of the filled sheet is one of those drawn, and stands there once.",
        "Two figures for one row cannot both be the checker's.",
        "error",
        "delete the row",
    ),
    Rule(
        "CHK-005",
        "What a row asks for is as it was drawn.",
        "Another figure than the one drawn would be checked.",
        "error",
        "copy the row's given columns from data/processed/confidential/check_sheet.xlsx",
    ),
    Rule(
        "CHK-006",
        "Each row has the checker's own figure.",
        "A figure that nobody worked out would count as checked.",
        "error",
        "fill it in",
    ),
    Rule(
        "CHK-007",
        "Each row has the checker's name.",
        "Nobody could be asked how the figure was worked out.",
        "error",
        "fill it in",
    ),
    Rule(
        "CHK-008",
        "Each row has the day of the check, and none that is still to come.",
        "Nobody could tell whether the figure was checked before or after a change.",
        "error",
        "write the day, such as 24/11/2026",
    ),
    Rule(
        "CHK-009",
        "The checker's figure is the printed one, or the exact number that is rounded to it.",
        "Either the report or the check is wrong.",
        "error",
        "work it out once more, and find out which of the two is wrong before either is changed",
    ),
    Rule(
        "CHK-010",
        "Each printed figure is explained by a cell of the public tables.",
        "A figure of unknown origin has not passed disclosure control.",
        "error",
        "find where it comes from: sheet Figures, column Kind, ‘not traced’; take figures from "
        "facts alone",
    ),
]
