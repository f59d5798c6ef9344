"""The rules that the data must keep, from visits to published figures, in the pipeline's order.

Each rule is a class; `rulebook` says which table keeps which. `notes` is what it expects, `code`
its lasting name, `severity` how grave a breach is (an error unless it says otherwise), and `remedy`
what to do about one. `about` names the column to look at where the compared one is worked out in
`crosschecks`. Codes below 100 belong to the reading of files; those of rules start at 101.

A class, never a dictionary: Great Expectations drops an invalid dictionary without a word. Great
Expectations takes seconds to import, so only the validating job loads this module.
"""

# ruff: noqa: RUF012 (Great Expectations' models copy their defaults, so lists are safe in them)

from __future__ import annotations

from typing import ClassVar

import great_expectations.expectations as gxe
from great_expectations.expectations.metadata_types import FailureSeverity

ERROR = FailureSeverity.CRITICAL
WARNING = FailureSeverity.WARNING
INFO = FailureSeverity.INFO

Severity = FailureSeverity
Notes = str | list[str] | None

#: Areas with a children's services authority in England: 152 from 2013, 151 from April 2019 and
#: 150 to 153 with every reorganisation since 2009 (Office for National Statistics, register).
FEWEST_AREAS, MOST_AREAS = 150, 153

#: Findings outside of this many characters are seldom one finding of a letter: the real ones of
#: 2020 run from about 60 to 600.
SHORT_TEXT, LONG_TEXT = 20, 2000


# Visits and areas


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


# Findings


class FindingIdsAreUnique(gxe.ExpectColumnValuesToBeUnique):
    code: ClassVar[str] = "FND-101"
    column: str = "finding_id"
    notes: Notes = "No finding stands twice in one letter or discussion."
    remedy: ClassVar[str] = "delete one of the two in the source"


class FindingIdsComeFromTheText(gxe.ExpectColumnValuesToMatchRegex):
    code: ClassVar[str] = "FND-102"
    column: str = "finding_id"
    regex: str = r"^[a-z0-9-]+-[0-9a-f]{8}$"
    notes: Notes = "A finding's id is that of its visit and eight digits made from its text."
    remedy: ClassVar[str] = "run the ingest stage again; ids are never written by hand"


class FindingsHaveWords(gxe.ExpectColumnValuesToMatchRegex):
    code: ClassVar[str] = "FND-103"
    column: str = "text"
    regex: str = r"[^\W_]"
    notes: Notes = "Each finding has words."
    remedy: ClassVar[str] = "look at the place in the source"


class FindingsHaveAUsualLength(gxe.ExpectColumnValueLengthsToBeBetween):
    code: ClassVar[str] = "FND-104"
    column: str = "text"
    min_value: int = SHORT_TEXT
    max_value: int = LONG_TEXT
    severity: Severity = WARNING
    notes: Notes = f"A finding has {SHORT_TEXT} to {LONG_TEXT} characters."
    remedy: ClassVar[str] = "check that it is one whole finding, not a part of one or several"


class FindingsStandInAKnownSection(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "FND-105"
    column: str = "section"
    value_set: list[str] = ["told", "priority", "discussion"]
    notes: Notes = "A finding is something told, a priority, or from a discussion."
    remedy: ClassVar[str] = "run the ingest stage again"


class FindingsHaveAPosition(gxe.ExpectColumnValuesToMatchRegex):
    code: ClassVar[str] = "FND-106"
    column: str = "position"
    regex: str = r"^[1-9][0-9]*$"
    notes: Notes = "Positions count from 1."
    remedy: ClassVar[str] = "run the ingest stage again"


class FindingsHaveAKnownSector(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "FND-107"
    column: str = "sector"
    notes: Notes = "A finding's sector, where it has one, stands in the codebook."
    remedy: ClassVar[str] = "use a sector of config/codebook.yaml"


class FindingsConcernKnownAreas(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "FND-108"
    column: str = "area_code"
    notes: Notes = "A finding's area, where it has one, stands in the list of areas."
    remedy: ClassVar[str] = "give a code that stands in reference/areas.csv"


class FindingsAreNotCopied(gxe.ExpectColumnValuesToBeUnique):
    code: ClassVar[str] = "FND-109"
    column: str = "text"
    severity: Severity = WARNING
    notes: Notes = "No two letters or discussions give a finding in the very same words."
    remedy: ClassVar[str] = "check that it was not pasted from another source"


class DiscussionsBelongToAReport(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "FND-110"
    column: str = "_report"
    about: ClassVar[str] = "date"
    notes: Notes = "Each discussion took place in the window of a report; else it counts nowhere."
    remedy: ClassVar[str] = "correct the date, or the windows in config/config.yaml"


class FindingsAreCoded(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "FND-111"
    column: str = "finding_id"
    severity: Severity = WARNING
    notes: Notes = "Each finding has an agreed code; else it counts under no theme."
    remedy: ClassVar[str] = "code it, or settle its codes in coding/settled.csv"


# Codes


class CodesBelongToFindings(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "COD-101"
    column: str = "finding_id"
    notes: Notes = "Each coded finding exists."
    remedy: ClassVar[str] = "code the finding anew: its text has changed, or it is gone"


class CodesAnswerKnownQuestions(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "COD-102"
    column: str = "question"
    notes: Notes = "Each code's question stands in the codebook."
    remedy: ClassVar[str] = "use a question of config/codebook.yaml"


class CodesNameKnownThemes(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "COD-103"
    column: str = "_theme"
    about: ClassVar[str] = "theme"
    notes: Notes = "Each code's theme stands in the codebook, under the code's question."
    remedy: ClassVar[str] = "use a theme that config/codebook.yaml has under this question"


class CodesNameKnownSectors(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "COD-104"
    column: str = "sector"
    notes: Notes = "Each code's sector, where it has one, stands in the codebook."
    remedy: ClassVar[str] = "use a sector of config/codebook.yaml"


class CodesNameKnownVoices(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "COD-105"
    column: str = "voice"
    notes: Notes = "Each code's voice, where it has one, stands in the codebook."
    remedy: ClassVar[str] = "use a voice of config/codebook.yaml"


class CodesAreUnique(gxe.ExpectCompoundColumnsToBeUnique):
    code: ClassVar[str] = "COD-106"
    column_list: list[str] = ["finding_id", "question", "theme", "sector", "voice"]
    notes: Notes = "No finding has the same code twice."
    remedy: ClassVar[str] = "delete one of the two"


# Survey responses


class AnswersAreUnique(gxe.ExpectCompoundColumnsToBeUnique):
    code: ClassVar[str] = "SVY-101"
    column_list: list[str] = ["response_id", "question", "answer"]
    notes: Notes = "No response gives the same answer twice."
    remedy: ClassVar[str] = "look for the response in the exports; delete one of the two"


class AnswersBelongToVisits(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "SVY-102"
    column: str = "_visit"
    about: ClassVar[str] = "area_code"
    notes: Notes = "Each response is from an area that was visited for the response's report."
    remedy: ClassVar[str] = "correct the area, or add the visit to visits.csv"


class AnswersAreToKnownQuestions(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "SVY-103"
    column: str = "_question"
    about: ClassVar[str] = "question"
    notes: Notes = "Each answer is to a question of its survey."
    remedy: ClassVar[str] = "run the ingest stage again, or correct config/surveys/"


class AnswersAreKnown(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "SVY-104"
    column: str = "_answer"
    about: ClassVar[str] = "answer"
    notes: Notes = "Each answer is one of those that its question offers."
    remedy: ClassVar[str] = "correct the export, or the answers in config/surveys/"


class SingleAnswersAreSingle(gxe.ExpectCompoundColumnsToBeUnique):
    code: ClassVar[str] = "SVY-105"
    column_list: list[str] = ["response_id", "question"]
    notes: Notes = "A question that takes one answer got one from each response."
    remedy: ClassVar[str] = "look for the response in the exports; keep one of the answers"


# Official statistics


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


# Aggregates


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
