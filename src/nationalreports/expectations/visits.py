"""What visits and the list of areas must keep."""

# ruff: noqa: RUF012 (Great Expectations' models copy their defaults, so lists are safe in them)

from __future__ import annotations

from typing import ClassVar

import great_expectations.expectations as gxe

from nationalreports.expectations import FEWEST_AREAS, MOST_AREAS, WARNING, Notes, Severity


class VisitIdsAreUnique(gxe.ExpectColumnValuesToBeUnique):
    code: ClassVar[str] = "VIS-101"
    column: str = "visit_id"
    notes: Notes = "Each visit has an id of its own."
    remedy: ClassVar[str] = "give each visit its own id"


class VisitsEndAfterTheyStart(gxe.ExpectColumnPairValuesAToBeGreaterThanB):
    code: ClassVar[str] = "VIS-102"
    column_A: str = "end_date"
    column_B: str = "start_date"
    or_equal: bool | None = True
    notes: Notes = "No visit ends before it starts."
    remedy: ClassVar[str] = "correct one of the two dates"


class VisitsBelongToAReport(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "VIS-103"
    column: str = "report"
    about: ClassVar[str] = "start_date"
    notes: Notes = "Each visit starts in the window of one report."
    remedy: ClassVar[str] = "correct the start, or the windows in config/config.yaml"


class VisitedAreasAreKnown(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "VIS-104"
    column: str = "area_code"
    notes: Notes = "Each visited area stands in the list of areas."
    remedy: ClassVar[str] = "give a code that stands in reference/areas.csv"


class AreasAreVisitedOnce(gxe.ExpectCompoundColumnsToBeUnique):
    code: ClassVar[str] = "VIS-105"
    column_list: list[str] = ["area_code", "report"]
    severity: Severity = WARNING
    notes: Notes = "No area was visited twice for one report; it would be counted once."
    remedy: ClassVar[str] = "check that both visits took place"


class AreaCodesAreUnique(gxe.ExpectColumnValuesToBeUnique):
    code: ClassVar[str] = "VIS-111"
    column: str = "area_code"
    notes: Notes = "Each area stands in the list of areas once."
    remedy: ClassVar[str] = "delete the row that is not wanted"


class AllAreasAreListed(gxe.ExpectTableRowCountToBeBetween):
    code: ClassVar[str] = "VIS-112"
    min_value: int = FEWEST_AREAS
    max_value: int = MOST_AREAS
    severity: Severity = WARNING
    notes: Notes = "The list holds all real areas of England: 150 to 153, depending on the year."
    remedy: ClassVar[str] = "take the whole list of the year of the visits"


class VisitsStartInOneWindow(gxe.ExpectColumnValuesToBeBetween):
    code: ClassVar[str] = "VIS-106"
    column: str = "_windows"
    max_value: int = 1
    about: ClassVar[str] = "start_date"
    notes: Notes = "No visit starts in the windows of two reports."
    why: ClassVar[str] = "a visit in two windows counts in the report that is named first alone"
    remedy: ClassVar[str] = "part the windows in config/config.yaml"
    settled_by: ClassVar[tuple[str, ...]] = ()


class VisitsTellSomething(gxe.ExpectColumnValuesToBeBetween):
    code: ClassVar[str] = "VIS-107"
    column: str = "_told"
    min_value: int = 1
    about: ClassVar[str] = "visit_id"
    notes: Notes = "Each visit of a report has findings that inspectors were told."
    why: ClassVar[str] = (
        "its area counts among those visited, and would seem to be silent on every theme"
    )
    remedy: ClassVar[str] = "look at the visit's letter in letters.html: its findings were not seen"
    settled_by: ClassVar[tuple[str, ...]] = ("accept",)
