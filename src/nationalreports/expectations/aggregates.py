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
    why: ClassVar[str] = (
        "A table with anything but whole numbers of areas cannot be compared, protected or "
        "printed rightly."
    )
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"
    settled_by: ClassVar[tuple[str, ...]] = ()


class ThemesAreToldByVisitedAreas(gxe.ExpectColumnPairValuesAToBeGreaterThanB):
    code: ClassVar[str] = "AGG-102"
    column_A: str = "_visited"
    column_B: str = "_told"
    or_equal: bool | None = True
    about: ClassVar[str] = "areas_told"
    notes: Notes = "No theme is told by more areas than were visited."
    why: ClassVar[str] = "“Reported in 7 of the 6 areas' letters” would be printed."
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"
    settled_by: ClassVar[tuple[str, ...]] = ()


class ThemesAreUnique(gxe.ExpectCompoundColumnsToBeUnique):
    code: ClassVar[str] = "AGG-103"
    column_list: list[str] = ["report", "question", "theme", "sector", "voice"]
    about: ClassVar[str] = "theme"
    notes: Notes = "Each theme is counted once a report, question, sector and voice."
    why: ClassVar[str] = (
        "A theme would be printed with two numbers of areas, of which one at most is right."
    )
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"
    settled_by: ClassVar[tuple[str, ...]] = ()


class PartsOfThemesAreNoMoreThanAll(gxe.ExpectColumnPairValuesAToBeGreaterThanB):
    code: ClassVar[str] = "AGG-104"
    column_A: str = "_all"
    column_B: str = "_told"
    or_equal: bool | None = True
    about: ClassVar[str] = "areas_told"
    notes: Notes = "No sector or voice has a theme from more areas than all of them together."
    why: ClassVar[str] = (
        "A part larger than its whole means that areas were counted under the wrong sector or "
        "voice."
    )
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"
    settled_by: ClassVar[tuple[str, ...]] = ()


class VisitedAreasAreCountedOnce(gxe.ExpectColumnPairValuesToBeEqual):
    code: ClassVar[str] = "AGG-105"
    column_A: str = "_visited"
    column_B: str = "_areas"
    about: ClassVar[str] = "areas_visited"
    notes: Notes = "Areas visited are those of the report's windows, each counted once."
    why: ClassVar[str] = (
        "All counts of areas are read against this number: with a wrong one, each of them misleads."
    )
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"
    settled_by: ClassVar[tuple[str, ...]] = ()


class AnswersAreAmongTheirBase(gxe.ExpectColumnPairValuesAToBeGreaterThanB):
    code: ClassVar[str] = "AGG-111"
    column_A: str = "_base"
    column_B: str = "_count"
    or_equal: bool | None = True
    about: ClassVar[str] = "count"
    notes: Notes = "No answer is given by more than answered the question."
    why: ClassVar[str] = (
        "A share above 100% would be printed, and what may be withheld was worked out from wrong "
        "counts."
    )
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"
    settled_by: ClassVar[tuple[str, ...]] = ()


class SingleAnswersAddUpToTheirBase(gxe.ExpectColumnPairValuesToBeEqual):
    code: ClassVar[str] = "AGG-112"
    column_A: str = "_total"
    column_B: str = "_base"
    about: ClassVar[str] = "base"
    notes: Notes = "Answers to a question that takes one answer add up to those who answered."
    why: ClassVar[str] = (
        "Some responses are counted twice or not at all, and every percentage of the question is "
        "wrong."
    )
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"
    settled_by: ClassVar[tuple[str, ...]] = ()


class AnswersAreCountedOnce(gxe.ExpectCompoundColumnsToBeUnique):
    code: ClassVar[str] = "AGG-113"
    column_list: list[str] = ["report", "survey", "group", "question", "answer"]
    about: ClassVar[str] = "answer"
    notes: Notes = "Each answer is counted once a report, survey and group."
    why: ClassVar[str] = (
        "An answer would have two counts, and one could give away what is withheld of the other."
    )
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"
    settled_by: ClassVar[tuple[str, ...]] = ()


class ThemesAreAmongDiscussions(gxe.ExpectColumnPairValuesAToBeGreaterThanB):
    code: ClassVar[str] = "AGG-121"
    column_A: str = "_discussions"
    column_B: str = "_told"
    or_equal: bool | None = True
    about: ClassVar[str] = "discussions_told"
    notes: Notes = "No theme is told in more discussions than were held."
    why: ClassVar[str] = (
        "A theme would be told in more discussions than took place, since findings were counted "
        "as discussions."
    )
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"
    settled_by: ClassVar[tuple[str, ...]] = ()


class CitedFiguresWerePublished(gxe.ExpectColumnPairValuesAToBeGreaterThanB):
    code: ClassVar[str] = "AGG-131"
    column_A: str = "_dated"
    column_B: str = "_published"
    or_equal: bool | None = True
    about: ClassVar[str] = "published"
    notes: Notes = "A report cites only what was published by its own date."
    why: ClassVar[str] = (
        "Readers would find a figure in a report that was not public on the report's date."
    )
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"
    settled_by: ClassVar[tuple[str, ...]] = ()


class AreasToldAreCountedAgain(gxe.ExpectColumnPairValuesToBeEqual):
    code: ClassVar[str] = "AGG-106"
    column_A: str = "_figure"
    column_B: str = "_again"
    about: ClassVar[str] = "areas_told"
    notes: Notes = (
        "Areas told are those that a second count finds over all windows of the report, each once."
    )
    why: ClassVar[str] = (
        "An area of two windows counted twice, or lost, would not be seen in a table by itself."
    )
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"
    settled_by: ClassVar[tuple[str, ...]] = ()


class ThemesAreNoFewerThanInParts(gxe.ExpectColumnPairValuesAToBeGreaterThanB):
    code: ClassVar[str] = "AGG-107"
    column_A: str = "_told"
    column_B: str = "_part"
    or_equal: bool | None = True
    about: ClassVar[str] = "areas_told"
    notes: Notes = (
        "A cumulative report has no theme from fewer areas than a report that it includes."
    )
    why: ClassVar[str] = "What was published before would seem to be taken back."
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"
    settled_by: ClassVar[tuple[str, ...]] = ()


class TickedAnswersAddUpToTheirBaseAtLeast(gxe.ExpectColumnPairValuesAToBeGreaterThanB):
    code: ClassVar[str] = "AGG-114"
    column_A: str = "_total"
    column_B: str = "_base"
    or_equal: bool | None = True
    about: ClassVar[str] = "base"
    notes: Notes = "Answers to a question that takes several add up to at least those who answered."
    why: ClassVar[str] = "Whoever answered ticked one, so a lower sum has lost answers."
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"
    settled_by: ClassVar[tuple[str, ...]] = ()


class AnswersAreCountedAgain(gxe.ExpectColumnPairValuesToBeEqual):
    code: ClassVar[str] = "AGG-115"
    column_A: str = "_figure"
    column_B: str = "_again"
    about: ClassVar[str] = "count"
    notes: Notes = (
        "Answers are those that a second count finds over all waves of the report, each response "
        "once."
    )
    why: ClassVar[str] = (
        "A response counted twice, or lost, would not be seen in a table by itself."
    )
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"
    settled_by: ClassVar[tuple[str, ...]] = ()


class BasesAreCountedAgain(gxe.ExpectColumnPairValuesToBeEqual):
    code: ClassVar[str] = "AGG-116"
    column_A: str = "_base"
    column_B: str = "_base_again"
    about: ClassVar[str] = "base"
    shown: ClassVar[str] = "base_counted"
    notes: Notes = "A base is the responses to the question that a second count finds, each once."
    why: ClassVar[str] = "Every percentage of the question rests on it."
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"
    settled_by: ClassVar[tuple[str, ...]] = ()


class AnswersAreNoFewerThanInParts(gxe.ExpectColumnPairValuesAToBeGreaterThanB):
    code: ClassVar[str] = "AGG-117"
    column_A: str = "_count"
    column_B: str = "_part"
    or_equal: bool | None = True
    about: ClassVar[str] = "count"
    notes: Notes = (
        "A cumulative report has no answer from fewer responses than a report that it includes."
    )
    why: ClassVar[str] = "What was published before would seem to be taken back."
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"
    settled_by: ClassVar[tuple[str, ...]] = ()


class DiscussionsAreUnique(gxe.ExpectCompoundColumnsToBeUnique):
    code: ClassVar[str] = "AGG-122"
    about: ClassVar[str] = "theme"
    column_list: list[str] = ["report", "question", "theme", "sector", "voice"]
    notes: Notes = "Each theme of discussions is counted once a report, question, sector and voice."
    why: ClassVar[str] = "Of two rows of one theme, a table would print either."
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"
    settled_by: ClassVar[tuple[str, ...]] = ()


class DiscussionsToldAreCountedAgain(gxe.ExpectColumnPairValuesToBeEqual):
    code: ClassVar[str] = "AGG-123"
    column_A: str = "_figure"
    column_B: str = "_again"
    about: ClassVar[str] = "discussions_told"
    notes: Notes = (
        "Discussions told are those that a second count finds over all of the report's windows."
    )
    why: ClassVar[str] = (
        "A discussion counted twice, or lost, would not be seen in a table by itself."
    )
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"
    settled_by: ClassVar[tuple[str, ...]] = ()


class DiscussionsHeldAreCountedOnce(gxe.ExpectColumnPairValuesToBeEqual):
    code: ClassVar[str] = "AGG-124"
    column_A: str = "_discussions"
    column_B: str = "_held"
    about: ClassVar[str] = "discussions"
    notes: Notes = "Discussions held are those of the report's windows, each counted once."
    why: ClassVar[str] = "“in 4 of 9 discussions” is only as right as the 9."
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"
    settled_by: ClassVar[tuple[str, ...]] = ()


class DiscussionsAreNoFewerThanInParts(gxe.ExpectColumnPairValuesAToBeGreaterThanB):
    code: ClassVar[str] = "AGG-125"
    column_A: str = "_told"
    column_B: str = "_part"
    or_equal: bool | None = True
    about: ClassVar[str] = "discussions_told"
    notes: Notes = (
        "A cumulative report has no theme from fewer discussions than a report that it includes."
    )
    why: ClassVar[str] = "What was published before would seem to be taken back."
    remedy: ClassVar[str] = "report it as a fault of the aggregate stage"
    settled_by: ClassVar[tuple[str, ...]] = ()
