"""What the official statistics must keep."""

from __future__ import annotations

from typing import ClassVar

import great_expectations.expectations as gxe

from nationalreports.expectations import FEWEST_AREAS, MOST_AREAS, WARNING, Notes, Severity


class AreaPlansAddUp(gxe.ExpectColumnPairValuesToBeEqual):
    code: ClassVar[str] = "REF-101"
    column_A: str = "areas"
    column_B: str = "national"
    about: ClassVar[str] = "Total_all"
    notes: Notes = "Plans of all areas add up to the national figure of their year and age."
    why: ClassVar[str] = (
        "A national figure of people with a plan that is worked out from a wrong or missing row "
        "would be printed as the official one."
    )
    remedy: ClassVar[str] = "take the whole file as published; a row is missing, doubled or changed"
    settled_by: ClassVar[tuple[str, ...]] = ("accept",)


class AreaTimelinessAddsUp(gxe.ExpectColumnPairValuesToBeEqual):
    code: ClassVar[str] = "REF-102"
    column_A: str = "areas"
    column_B: str = "national"
    notes: Notes = "Plans issued, and those within 20 weeks, add up to the year's national figures."
    why: ClassVar[str] = (
        "The printed percentage of plans issued within 20 weeks would differ from the "
        "Department's own for England."
    )
    remedy: ClassVar[str] = "take the whole file as published; a row is missing, doubled or changed"
    settled_by: ClassVar[tuple[str, ...]] = ("accept",)


class StatisticsHaveAllAreas(gxe.ExpectColumnValuesToBeBetween):
    code: ClassVar[str] = "REF-103"
    column: str = "areas"
    min_value: int = FEWEST_AREAS
    max_value: int = MOST_AREAS
    about: ClassVar[str] = "new_la_code"
    severity: Severity = WARNING
    notes: Notes = "Each year has the figures of all real areas: 150 to 153, depending on the year."
    why: ClassVar[str] = (
        "A year that lacks areas gives a total for part of England under England's name."
    )
    remedy: ClassVar[str] = "take the whole file as published"
    settled_by: ClassVar[tuple[str, ...]] = ("accept",)


class CitedAreasAreKnown(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "REF-104"
    column: str = "new_la_code"
    severity: Severity = WARNING
    notes: Notes = "Figures that may be cited are of areas known by their present or former code."
    why: ClassVar[str] = (
        "An area under a code that nobody knows cannot be told from one that is counted already, "
        "or is not real."
    )
    remedy: ClassVar[str] = "add the code to former_codes in reference/areas.csv"
    settled_by: ClassVar[tuple[str, ...]] = ("accept",)


class TimelyPlansAreAmongPlans(gxe.ExpectColumnPairValuesAToBeGreaterThanB):
    code: ClassVar[str] = "REF-105"
    column_A: str = "_issued"
    column_B: str = "_timely"
    or_equal: bool | None = True
    about: ClassVar[str] = "NoExc20weekEHC"
    notes: Notes = "No more plans are issued within 20 weeks than are issued."
    why: ClassVar[str] = (
        "More plans in time than plans at all is impossible: one of the two figures is wrong, and "
        "enters the national percentage."
    )
    remedy: ClassVar[str] = "compare the row with the file as published"
    settled_by: ClassVar[tuple[str, ...]] = ("accept",)


class RatesAgreeWithTheirFigures(gxe.ExpectColumnValuesToBeBetween):
    code: ClassVar[str] = "REF-106"
    column: str = "_rate_error"
    min_value: float = 0
    max_value: float = 0.051
    about: ClassVar[str] = "NoExc20weekRate"
    notes: Notes = "The published percentage is that of its two figures, to one decimal place."
    why: ClassVar[str] = (
        "Two figures and their percentage contradict each other, so at least one of the three was "
        "changed or mistyped."
    )
    remedy: ClassVar[str] = "compare the row with the file as published"
    settled_by: ClassVar[tuple[str, ...]] = ("accept",)
