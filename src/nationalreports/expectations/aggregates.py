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


class AreasToldAreCountedAgain(gxe.ExpectColumnPairValuesToBeEqual):
    code: ClassVar[str] = "AGG-106"
    column_A: str = "_figure"
    column_B: str = "_again"
    about: ClassVar[str] = "areas_told"
    notes: Notes = "Areas told are those that a second count finds over all of the report's windows, each once."
    why: ClassVar[str] = "an area of two windows counted twice, or lost, would not be seen in a table by itself"
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"
    settled_by: ClassVar[tuple[str, ...]] = ()


class ThemesAreNoFewerThanInParts(gxe.ExpectColumnPairValuesAToBeGreaterThanB):
    code: ClassVar[str] = "AGG-107"
    column_A: str = "_told"
    column_B: str = "_part"
    or_equal: bool | None = True
    about: ClassVar[str] = "areas_told"
    notes: Notes = "A cumulative report has no theme from fewer areas than a report that it includes."
    why: ClassVar[str] = "what was published before would seem to be taken back"
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"
    settled_by: ClassVar[tuple[str, ...]] = ()


class TickedAnswersAddUpToTheirBaseAtLeast(gxe.ExpectColumnPairValuesAToBeGreaterThanB):
    code: ClassVar[str] = "AGG-114"
    column_A: str = "_total"
    column_B: str = "_base"
    or_equal: bool | None = True
    about: ClassVar[str] = "base"
    notes: Notes = "Answers to a question that takes several add up to at least those who answered."
    why: ClassVar[str] = "whoever answered ticked one, so a lower sum has lost answers"
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"
    settled_by: ClassVar[tuple[str, ...]] = ()


class AnswersAreCountedAgain(gxe.ExpectColumnPairValuesToBeEqual):
    code: ClassVar[str] = "AGG-115"
    column_A: str = "_figure"
    column_B: str = "_again"
    about: ClassVar[str] = "count"
    notes: Notes = "Answers are those that a second count finds over all of the report's waves, each response once."
    why: ClassVar[str] = "a response counted twice, or lost, would not be seen in a table by itself"
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"
    settled_by: ClassVar[tuple[str, ...]] = ()


class BasesAreCountedAgain(gxe.ExpectColumnPairValuesToBeEqual):
    code: ClassVar[str] = "AGG-116"
    column_A: str = "_base"
    column_B: str = "_base_again"
    about: ClassVar[str] = "base"
    notes: Notes = "A base is the responses to the question that a second count finds, each once."
    why: ClassVar[str] = "every percentage of the question rests on it"
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"
    settled_by: ClassVar[tuple[str, ...]] = ()


class AnswersAreNoFewerThanInParts(gxe.ExpectColumnPairValuesAToBeGreaterThanB):
    code: ClassVar[str] = "AGG-117"
    column_A: str = "_count"
    column_B: str = "_part"
    or_equal: bool | None = True
    about: ClassVar[str] = "count"
    notes: Notes = "A cumulative report has no answer from fewer responses than a report that it includes."
    why: ClassVar[str] = "what was published before would seem to be taken back"
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"
    settled_by: ClassVar[tuple[str, ...]] = ()


class DiscussionsAreUnique(gxe.ExpectCompoundColumnsToBeUnique):
    code: ClassVar[str] = "AGG-122"
    column_list: list[str] = ["report", "question", "theme", "sector", "voice"]
    notes: Notes = "Each theme of discussions is counted once a report, question, sector and voice."
    why: ClassVar[str] = "of two rows of one theme, a table would print either"
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"
    settled_by: ClassVar[tuple[str, ...]] = ()


class DiscussionsToldAreCountedAgain(gxe.ExpectColumnPairValuesToBeEqual):
    code: ClassVar[str] = "AGG-123"
    column_A: str = "_figure"
    column_B: str = "_again"
    about: ClassVar[str] = "discussions_told"
    notes: Notes = "Discussions told are those that a second count finds over all of the report's windows."
    why: ClassVar[str] = "a discussion counted twice, or lost, would not be seen in a table by itself"
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"
    settled_by: ClassVar[tuple[str, ...]] = ()


class DiscussionsHeldAreCountedOnce(gxe.ExpectColumnPairValuesToBeEqual):
    code: ClassVar[str] = "AGG-124"
    column_A: str = "_discussions"
    column_B: str = "_held"
    about: ClassVar[str] = "discussions"
    notes: Notes = "Discussions held are those of the report's windows, each counted once."
    why: ClassVar[str] = "“in 4 of 9 discussions” is only as right as the 9"
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"
    settled_by: ClassVar[tuple[str, ...]] = ()


class DiscussionsAreNoFewerThanInParts(gxe.ExpectColumnPairValuesAToBeGreaterThanB):
    code: ClassVar[str] = "AGG-125"
    column_A: str = "_told"
    column_B: str = "_part"
    or_equal: bool | None = True
    about: ClassVar[str] = "discussions_told"
    notes: Notes = "A cumulative report has no theme from fewer discussions than a report that it includes."
    why: ClassVar[str] = "what was published before would seem to be taken back"
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"
    settled_by: ClassVar[tuple[str, ...]] = ()
