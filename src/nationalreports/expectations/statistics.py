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
    remedy: ClassVar[str] = "take the whole file as published; a row is missing, doubled or changed"


class AreaTimelinessAddsUp(gxe.ExpectColumnPairValuesToBeEqual):
    code: ClassVar[str] = "REF-102"
    column_A: str = "areas"
    column_B: str = "national"
    notes: Notes = "Plans issued, and those within 20 weeks, add up to the year's national figures."
    remedy: ClassVar[str] = "take the whole file as published; a row is missing, doubled or changed"


class StatisticsHaveAllAreas(gxe.ExpectColumnValuesToBeBetween):
    code: ClassVar[str] = "REF-103"
    column: str = "areas"
    min_value: int = FEWEST_AREAS
    max_value: int = MOST_AREAS
    about: ClassVar[str] = "new_la_code"
    severity: Severity = WARNING
    notes: Notes = "Each year has the figures of all real areas: 150 to 153, depending on the year."
    remedy: ClassVar[str] = "take the whole file as published"


class CitedAreasAreKnown(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "REF-104"
    column: str = "new_la_code"
    severity: Severity = WARNING
    notes: Notes = "Figures that may be cited are of areas known by their present or former code."
    remedy: ClassVar[str] = "add the code to former_codes in reference/areas.csv"


class TimelyPlansAreAmongPlans(gxe.ExpectColumnPairValuesAToBeGreaterThanB):
    code: ClassVar[str] = "REF-105"
    column_A: str = "_issued"
    column_B: str = "_timely"
    or_equal: bool | None = True
    about: ClassVar[str] = "NoExc20weekEHC"
    notes: Notes = "No more plans are issued within 20 weeks than are issued."
    remedy: ClassVar[str] = "compare the row with the file as published"


class RatesAgreeWithTheirFigures(gxe.ExpectColumnValuesToBeBetween):
    code: ClassVar[str] = "REF-106"
    column: str = "_rate_error"
    min_value: float = 0
    max_value: float = 0.051
    about: ClassVar[str] = "NoExc20weekRate"
    notes: Notes = "The published percentage is that of its two figures, to one decimal place."
    remedy: ClassVar[str] = "compare the row with the file as published"
