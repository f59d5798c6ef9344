"""What answers to the surveys must keep."""

# ruff: noqa: RUF012 (Great Expectations' models copy their defaults, so lists are safe in them)

from __future__ import annotations

from typing import ClassVar

import great_expectations.expectations as gxe

from nationalreports.expectations import Notes


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
