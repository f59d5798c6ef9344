"""What the official statistics must keep."""

# ruff: noqa: RUF012 (Great Expectations' models copy their defaults, so lists are safe in them)

from __future__ import annotations

from typing import ClassVar

import great_expectations.expectations as gxe

from nationalreports.expectations import FEWEST_AREAS, MOST_AREAS, WARNING, Notes, Severity

#: Percentages of ages are published to four or five decimal places.
SHARE_ERROR = 0.0001


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


class RegionPlansAddUp(gxe.ExpectColumnPairValuesToBeEqual):
    code: ClassVar[str] = "REF-107"
    column_A: str = "areas"
    column_B: str = "regional"
    notes: Notes = "Plans of a region's areas add up to the region's figure of their year and age."
    why: ClassVar[str] = "Two faults that cancel out in the national sum show in the regions."
    remedy: ClassVar[str] = "take the whole file as published; a row is missing, doubled or changed"
    settled_by: ClassVar[tuple[str, ...]] = ("accept",)


class RegionTimelinessAddsUp(gxe.ExpectColumnPairValuesToBeEqual):
    code: ClassVar[str] = "REF-108"
    column_A: str = "areas"
    column_B: str = "regional"
    notes: Notes = "Plans issued, and those within 20 weeks, add up to each region's figures."
    why: ClassVar[str] = "Two faults that cancel out in the national sum show in the regions."
    remedy: ClassVar[str] = "take the whole file as published; a row is missing, doubled or changed"
    settled_by: ClassVar[tuple[str, ...]] = ("accept",)


class AgesAddUp(gxe.ExpectColumnPairValuesToBeEqual):
    code: ClassVar[str] = "REF-109"
    column_A: str = "_ages"
    column_B: str = "_total"
    about: ClassVar[str] = "figure"
    notes: Notes = "Plans of all ages add up to the total of their year and place."
    why: ClassVar[str] = "The total is what reports cite; one that its ages deny may be any number."
    remedy: ClassVar[str] = "compare the rows of this place with the file as published"
    settled_by: ClassVar[tuple[str, ...]] = ("accept",)


class SharesAgreeWithTheirFigures(gxe.ExpectColumnValuesToBeBetween):
    code: ClassVar[str] = "REF-110"
    column: str = "_share_error"
    min_value: float = 0
    max_value: float = SHARE_ERROR
    about: ClassVar[str] = "share"
    notes: Notes = "The published percentage of an age is that of its figure in the total."
    why: ClassVar[str] = "Figure and percentage are published together, so one of them was changed."
    remedy: ClassVar[str] = "compare the row with the file as published"
    settled_by: ClassVar[tuple[str, ...]] = ("accept",)


class ListedAreasHaveFigures(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "REF-111"
    column: str = "_there"
    value_set: list[str] = ["True"]
    about: ClassVar[str] = "new_la_code"
    severity: Severity = WARNING
    notes: Notes = (
        "Each real area of reference/areas.csv has figures, under its own or a former code, in "
        "every year up to the list's own."
    )
    why: ClassVar[str] = "A national figure worked out without an area is not the nation's."
    remedy: ClassVar[str] = "take the whole file as published, or complete the area's former codes"
    settled_by: ClassVar[tuple[str, ...]] = ("accept",)


class PlansAreNotKnownToBeWrong(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "REF-112"
    column: str = "known_wrong"
    value_set: list[str] = [""]
    severity: Severity = WARNING
    notes: Notes = (
        "No row of plans is one that reference.known_wrong in config.yaml lists as wrong."
    )
    why: ClassVar[str] = "Its publisher says that it is wrong, and every sum holds it."
    remedy: ClassVar[str] = "cite no figure of this area and year, and say so beside sums"
    settled_by: ClassVar[tuple[str, ...]] = ("accept",)


class TimelinessIsNotKnownToBeWrong(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "REF-113"
    column: str = "known_wrong"
    value_set: list[str] = [""]
    severity: Severity = WARNING
    notes: Notes = (
        "No row of timeliness is one that reference.known_wrong in config.yaml lists as wrong."
    )
    why: ClassVar[str] = "Its publisher says that it is wrong, and every sum holds it."
    remedy: ClassVar[str] = "cite no figure of this area and year, and say so beside sums"
    settled_by: ClassVar[tuple[str, ...]] = ("accept",)
