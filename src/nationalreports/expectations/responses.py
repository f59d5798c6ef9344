"""What answers to the surveys must keep."""

# ruff: noqa: RUF012 (Great Expectations' models copy their defaults, so lists are safe in them)

from __future__ import annotations

from typing import ClassVar

import great_expectations.expectations as gxe

from nationalreports.expectations import WARNING, Notes, Severity

#: Questions with a list of answers from which on the same place in each is no chance. Whoever
#: spares the effort may fail to tell the things asked about apart (Krosnick, 1991, "Response
#: strategies for coping with the cognitive demands of attitude measures in surveys", Applied
#: Cognitive Psychology 5 (3)). That is known from batteries of like questions; here lists differ,
#: so that whoever means the answers seldom takes one place throughout: of 1,495 responses of the
#: demonstration, 3.
IN_LINE = 4

#: Part of its survey's median time under which a response is too fast. There is no agreed limit; a
#: half and a third of the median are in use. The lower one flags fewer honest people, and this is
#: a choice of this pipeline, to be read beside the answers themselves.
FASTEST = 1 / 3


class AnswersAreUnique(gxe.ExpectCompoundColumnsToBeUnique):
    code: ClassVar[str] = "SVY-101"
    column_list: list[str] = ["response_id", "question", "answer"]
    notes: Notes = "No response gives the same answer twice."
    why: ClassVar[str] = (
        "Two rows of one answer show that two people's responses came under one id, so that one "
        "of them is not counted."
    )
    remedy: ClassVar[str] = "look for the response in the exports; delete one of the two"
    settled_by: ClassVar[tuple[str, ...]] = ("exclude",)


class AnswersBelongToVisits(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "SVY-102"
    column: str = "_visit"
    about: ClassVar[str] = "area_code"
    notes: Notes = "Each response is from an area that was visited for the response's report."
    why: ClassVar[str] = (
        "People whose area was not visited for this report would be counted in it, and those of "
        "another report be told apart by subtraction."
    )
    remedy: ClassVar[str] = "correct the area, or add the visit to visits.csv"
    settled_by: ClassVar[tuple[str, ...]] = ("exclude",)


class AnswersAreToKnownQuestions(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "SVY-103"
    column: str = "_question"
    about: ClassVar[str] = "question"
    notes: Notes = "Each answer is to a question of its survey."
    why: ClassVar[str] = (
        "The answer is counted under no question; a column of the export was taken for what it "
        "is not."
    )
    remedy: ClassVar[str] = "run the ingest stage again, or correct config/surveys/"
    settled_by: ClassVar[tuple[str, ...]] = ("exclude",)


class AnswersAreKnown(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "SVY-104"
    column: str = "_answer"
    about: ClassVar[str] = "answer"
    notes: Notes = "Each answer is one of those that its question offers."
    why: ClassVar[str] = (
        "The answer has no line in any table, so that the shares of its question do not add up to "
        "100%."
    )
    remedy: ClassVar[str] = "correct the export, or the answers in config/surveys/"
    settled_by: ClassVar[tuple[str, ...]] = ("exclude",)


class SingleAnswersAreSingle(gxe.ExpectCompoundColumnsToBeUnique):
    code: ClassVar[str] = "SVY-105"
    column_list: list[str] = ["response_id", "question"]
    notes: Notes = "A question that takes one answer got one from each response."
    why: ClassVar[str] = (
        "One person is counted under two answers, and the shares add up to more than 100%."
    )
    remedy: ClassVar[str] = "look for the response in the exports; keep one of the answers"
    settled_by: ClassVar[tuple[str, ...]] = ("exclude",)


class RoutedAnswersFollowTheirRoute(gxe.ExpectColumnValuesToBeInSet):
    code: ClassVar[str] = "SVY-106"
    column: str = "_led"
    value_set: list[str] = ["yes"]
    about: ClassVar[str] = "question"
    notes: Notes = "A question is answered only by those whose other answer leads to it."
    why: ClassVar[str] = (
        "Its base would hold people who were not asked, and exceed the count of the leading answer."
    )
    remedy: ClassVar[str] = "correct the leading answer in the export, or delete this one"
    settled_by: ClassVar[tuple[str, ...]] = ("accept", "exclude")


class ExclusiveAnswersStandAlone(gxe.ExpectColumnValuesToBeBetween):
    code: ClassVar[str] = "SVY-107"
    column: str = "_ticked"
    max_value: int = 1
    about: ClassVar[str] = "answer"
    severity: Severity = WARNING
    notes: Notes = "An answer such as “None of these” is ticked alone."
    why: ClassVar[str] = "The response contradicts itself, and counts on both sides."
    remedy: ClassVar[str] = "export the survey again, or exclude the response"
    settled_by: ClassVar[tuple[str, ...]] = ("accept", "exclude")


class ResponsesAreOfOnePlace(gxe.ExpectColumnValuesToBeBetween):
    code: ClassVar[str] = "SVY-108"
    column: str = "_spots"
    max_value: int = 1
    about: ClassVar[str] = "area_code"
    notes: Notes = "All answers of a response are of one survey, one area and one wave."
    why: ClassVar[str] = "One person would count in two areas or two reports."
    remedy: ClassVar[str] = "run the ingest stage again"
    settled_by: ClassVar[tuple[str, ...]] = ()


class ResponsesVaryTheirPlaces(gxe.ExpectColumnValuesToBeBetween):
    code: ClassVar[str] = "SVY-111"
    column: str = "_in_line"
    max_value: int = IN_LINE - 1
    about: ClassVar[str] = "response_id"
    severity: Severity = WARNING
    notes: Notes = (
        f"No response to {IN_LINE} or more questions takes the answer at the same place in each."
    )
    why: ClassVar[str] = (
        "Whoever clicks straight down a form may not have read it (straight-lining)."
    )
    remedy: ClassVar[str] = "read the whole response; exclude it if nobody can have meant it"
    settled_by: ClassVar[tuple[str, ...]] = ("accept", "exclude")


class ResponsesTakeTheirTime(gxe.ExpectColumnValuesToBeBetween):
    code: ClassVar[str] = "SVY-112"
    column: str = "_of_median"
    min_value: float = FASTEST
    about: ClassVar[str] = "time"
    severity: Severity = WARNING
    notes: Notes = "No response took less than a third of the median time of its survey."
    why: ClassVar[str] = "Whoever is so fast cannot have read the questions."
    remedy: ClassVar[str] = "read the whole response; exclude it if nobody can have meant it"
    settled_by: ClassVar[tuple[str, ...]] = ("accept", "exclude")


class ResponsesEndAfterTheyStart(gxe.ExpectColumnValuesToBeBetween):
    code: ClassVar[str] = "SVY-113"
    column: str = "_seconds"
    min_value: int = 0
    about: ClassVar[str] = "started"
    severity: Severity = WARNING
    notes: Notes = "No response was submitted before it was started."
    why: ClassVar[str] = "One of the two times is wrong, and with it perhaps the day it counts by."
    remedy: ClassVar[str] = "check both times in the export, and `started` in config/surveys/"
    settled_by: ClassVar[tuple[str, ...]] = ("accept", "exclude")


class ResponsesAreNotCopied(gxe.ExpectColumnValuesToBeBetween):
    code: ClassVar[str] = "SVY-114"
    column: str = "_copies"
    max_value: int = 0
    about: ClassVar[str] = "copy_of"
    severity: Severity = WARNING
    notes: Notes = (
        "No two responses of an area say the very same, a longer free text included, or the very "
        "same in the same second."
    )
    why: ClassVar[str] = (
        "One person would count twice; that somebody answers twice, say as a parent and as a "
        "professional, is no fault, but then the answers differ."
    )
    remedy: ClassVar[str] = "exclude one of the two if the form was sent twice"
    settled_by: ClassVar[tuple[str, ...]] = ("accept", "exclude")


class AreasRespond(gxe.ExpectColumnPairValuesAToBeGreaterThanB):
    code: ClassVar[str] = "SVY-121"
    column_A: str = "responses"
    column_B: str = "at_least"
    about: ClassVar[str] = "area_code"
    or_equal: bool | None = True
    severity: Severity = WARNING
    notes: Notes = (
        "Each area visited for a report has at least as many responses as a published question "
        "needs (thresholds.minimum_base)."
    )
    why: ClassVar[str] = "The report would speak of families of an area that it hardly heard."
    remedy: ClassVar[str] = "check that the area's export is whole; say so in the report if it is"
    settled_by: ClassVar[tuple[str, ...]] = ("accept",)


class NoAreaOutweighsTheOthers(gxe.ExpectColumnPairValuesAToBeGreaterThanB):
    code: ClassVar[str] = "SVY-122"
    column_A: str = "of_all_others"
    column_B: str = "responses"
    about: ClassVar[str] = "area_code"
    or_equal: bool | None = True
    severity: Severity = WARNING
    notes: Notes = "No area gives more responses to a question than all others of the report."
    why: ClassVar[str] = "The figure would be that area's, printed as if it were of all."
    remedy: ClassVar[str] = "look at the range without this area before the report says “most”"
    settled_by: ClassVar[tuple[str, ...]] = ("accept",)
