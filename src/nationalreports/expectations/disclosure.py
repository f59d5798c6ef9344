"""What a reviewer must allow before it is told: numbers that tell of single areas.

Not faults of the data: planning withholds what these rules find, all but DIS-104, until a decision
accepts it.
"""

# ruff: noqa: RUF012 (Great Expectations' models copy their defaults, so lists are safe in them)

from __future__ import annotations

from typing import ClassVar

import great_expectations.expectations as gxe

from nationalreports.expectations import INFO, WARNING, Notes, Severity


class ThemesAreToldByMoreThanOne(gxe.ExpectColumnValuesToNotBeInSet):
    code: ClassVar[str] = "DIS-101"
    column: str = "kind"
    value_set: list[str] = ["one"]
    about: ClassVar[str] = "theme"
    shown: ClassVar[str] = "told"
    severity: Severity = INFO
    notes: Notes = "A theme is told in more than one area, and in discussions of more than one."
    why: ClassVar[str] = (
        "“Reported in 1 of the 6 areas' letters” is about one area, which its neighbours may know. "
        "The number is withheld as [c], and with it those of the theme's sectors and voices."
    )
    remedy: ClassVar[str] = (
        "leave it withheld; accept it, and say in the reason why, if the area agreed that this is "
        "printed"
    )
    settled_by: ClassVar[tuple[str, ...]] = ("accept",)


class ThemesAreNotToldByAll(gxe.ExpectColumnValuesToNotBeInSet):
    code: ClassVar[str] = "DIS-102"
    column: str = "kind"
    value_set: list[str] = ["all"]
    about: ClassVar[str] = "theme"
    shown: ClassVar[str] = "told"
    severity: Severity = INFO
    notes: Notes = "A theme is not told in every area, or in every discussion."
    why: ClassVar[str] = (
        "“Reported in the letters of all 6 areas” says of each of them what its letter tells. The "
        "number is withheld as [c], and with it those of the theme's sectors and voices."
    )
    remedy: ClassVar[str] = (
        "leave it withheld; accept it, and say in the reason why, if nothing in it could be held "
        "against any of the areas"
    )
    settled_by: ClassVar[tuple[str, ...]] = ("accept",)


class ThemesAreNotToldByNone(gxe.ExpectColumnValuesToNotBeInSet):
    code: ClassVar[str] = "DIS-103"
    column: str = "kind"
    value_set: list[str] = ["none"]
    about: ClassVar[str] = "theme"
    shown: ClassVar[str] = "told"
    severity: Severity = INFO
    notes: Notes = "A theme is told in some area, or in some discussion."
    why: ClassVar[str] = (
        "“Reported in none of the areas' letters” says of each of them that its letter is silent, "
        "and would be read as if there were nothing to tell. The number is withheld as [c]."
    )
    remedy: ClassVar[str] = (
        "leave it withheld; accept it, and say in the reason why, if the silence itself is to be "
        "reported"
    )
    settled_by: ClassVar[tuple[str, ...]] = ("accept",)


class ThemesAreNotToldByAllButOne(gxe.ExpectColumnValuesToNotBeInSet):
    code: ClassVar[str] = "DIS-104"
    column: str = "kind"
    value_set: list[str] = ["all but one"]
    about: ClassVar[str] = "theme"
    shown: ClassVar[str] = "told"
    severity: Severity = WARNING
    notes: Notes = "A theme is told in fewer than all areas but one, and likewise discussions."
    why: ClassVar[str] = (
        "“Reported in 5 of the 6 areas' letters” is printed, but the one area that did not tell it "
        "knows from this that all others did."
    )
    remedy: ClassVar[str] = (
        "look at the findings: accept it, and say in the reason why, if the others may be known to "
        "tell this; otherwise leave the theme out of the report, under `themes` in "
        "config/config.yaml"
    )
    settled_by: ClassVar[tuple[str, ...]] = ("accept",)


class ReportsDoNotOverlap(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "DIS-105"
    column: str = "beside"
    value_set: list[str] = [""]
    about: ClassVar[str] = "areas_told"
    shown: ClassVar[str] = "told"
    severity: Severity = WARNING
    notes: Notes = (
        "No two reports are about some of the same areas, or discussions, and some others."
    )
    why: ClassVar[str] = (
        "Whoever subtracts one report's number of areas from the other's has that of the areas "
        "between them. Until it is accepted, the later report shows no number of areas at all."
    )
    remedy: ClassVar[str] = (
        "accept it, and say in the reason why, if the areas between the two reports may be known "
        "as a group: the later report then shows a number where the earlier does, and where that "
        "of the areas between them is at least two and leaves at least two; otherwise leave all "
        "of them withheld"
    )
    settled_by: ClassVar[tuple[str, ...]] = ("accept",)
