"""What the counts of the aggregate stage must keep."""

# ruff: noqa: RUF012 (Great Expectations' models copy their defaults, so lists are safe in them)

from __future__ import annotations

from typing import ClassVar

import great_expectations.expectations as gxe

from nationalreports.expectations import Notes


class ThemesAreCounts(gxe.ExpectColumnValuesToMatchRegex):
    code: ClassVar[str] = "AGG-101"
    column: str = "areas_told"
    regex: str = r"^[0-9]+$"
    notes: Notes = "Areas are counted."
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"


class ThemesAreToldByVisitedAreas(gxe.ExpectColumnPairValuesAToBeGreaterThanB):
    code: ClassVar[str] = "AGG-102"
    column_A: str = "_visited"
    column_B: str = "_told"
    or_equal: bool | None = True
    about: ClassVar[str] = "areas_told"
    notes: Notes = "No theme is told by more areas than were visited."
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"


class ThemesAreUnique(gxe.ExpectCompoundColumnsToBeUnique):
    code: ClassVar[str] = "AGG-103"
    column_list: list[str] = ["report", "question", "theme", "sector", "voice"]
    about: ClassVar[str] = "theme"
    notes: Notes = "Each theme is counted once a report, question, sector and voice."
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"


class PartsOfThemesAreNoMoreThanAll(gxe.ExpectColumnPairValuesAToBeGreaterThanB):
    code: ClassVar[str] = "AGG-104"
    column_A: str = "_all"
    column_B: str = "_told"
    or_equal: bool | None = True
    about: ClassVar[str] = "areas_told"
    notes: Notes = "No sector or voice has a theme from more areas than all of them together."
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"


class VisitedAreasAreCountedOnce(gxe.ExpectColumnPairValuesToBeEqual):
    code: ClassVar[str] = "AGG-105"
    column_A: str = "_visited"
    column_B: str = "_areas"
    about: ClassVar[str] = "areas_visited"
    notes: Notes = "Areas visited are those of the report's windows, each counted once."
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"


class AnswersAreAmongTheirBase(gxe.ExpectColumnPairValuesAToBeGreaterThanB):
    code: ClassVar[str] = "AGG-111"
    column_A: str = "_base"
    column_B: str = "_count"
    or_equal: bool | None = True
    about: ClassVar[str] = "count"
    notes: Notes = "No answer is given by more than answered the question."
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"


class SingleAnswersAddUpToTheirBase(gxe.ExpectColumnPairValuesToBeEqual):
    code: ClassVar[str] = "AGG-112"
    column_A: str = "_total"
    column_B: str = "_base"
    about: ClassVar[str] = "base"
    notes: Notes = "Answers to a question that takes one answer add up to those who answered."
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"


class AnswersAreCountedOnce(gxe.ExpectCompoundColumnsToBeUnique):
    code: ClassVar[str] = "AGG-113"
    column_list: list[str] = ["report", "survey", "group", "question", "answer"]
    about: ClassVar[str] = "answer"
    notes: Notes = "Each answer is counted once a report, survey and group."
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"


class ThemesAreAmongDiscussions(gxe.ExpectColumnPairValuesAToBeGreaterThanB):
    code: ClassVar[str] = "AGG-121"
    column_A: str = "_discussions"
    column_B: str = "_told"
    or_equal: bool | None = True
    about: ClassVar[str] = "discussions_told"
    notes: Notes = "No theme is told in more discussions than were held."
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"


class CitedFiguresWerePublished(gxe.ExpectColumnPairValuesAToBeGreaterThanB):
    code: ClassVar[str] = "AGG-131"
    column_A: str = "_dated"
    column_B: str = "_published"
    or_equal: bool | None = True
    about: ClassVar[str] = "published"
    notes: Notes = "A report cites only what was published by its own date."
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"
