"""The check sheet as handed back: what makes a release refuse it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from random import Random
from typing import Any

import openpyxl
from catalogue.entry import ANY, remove

from corruptions.damage import TIDY, Corruption, Damage, Place, Run, cell, spoilt, told
from corruptions.files import SHEET

MADE = f"{TIDY}/check_sheet.csv"
BY_HAND = "To work out by hand"


def _filled(column: str, value: Any) -> Damage:
    """Another cell in a row drawn of what was to be worked out by hand."""

    def change(sheet: Any, number: int) -> int:
        place = [one.value for one in sheet[1]].index(column) + 1
        old = sheet.cell(number, place).value
        sheet.cell(number, place).value = value(old) if callable(value) else value
        assert sheet.cell(number, place).value != old
        return number

    return _handed_back(change)


def _handed_back(change: Callable[[Any, int], int | str]) -> Damage:
    """A change of the sheet at a row drawn; it gives the row that must be reported."""

    def damage(run: Run, rng: Random) -> Place:
        path = run.path(SHEET)
        book = openpyxl.load_workbook(path)
        sheet = book[BY_HAND]
        row = change(sheet, rng.randrange(2, sheet.max_row + 1))
        book.save(path)
        return Place(run.source(SHEET), row)

    return damage


def _lost(sheet: Any, number: int) -> str:
    sheet.delete_rows(number)
    return ""


def _twice(sheet: Any, number: int) -> int:
    sheet.append([one.value for one in sheet[number]])
    return int(sheet.max_row)


CORRUPTIONS = [
    Corruption("CHK-001", "the filled sheet is missing", spoilt(SHEET, remove)),
    Corruption("CHK-002", "a row is of a sheet of older figures", told(_filled(
               "All figures", "0ff00ff00ff00ff0"), row="")),
    Corruption("CHK-003", "a row of the sheet is lost", _handed_back(_lost)),
    Corruption("CHK-004", "a row of the sheet stands twice", _handed_back(_twice)),
    Corruption("CHK-004", "a row is of a figure that was not drawn", _filled(
               "Figure", "00000000000000ff"), ("CHK-003",)),
    Corruption("CHK-005", "a row asks for something easier", _filled(
               "What to work out", "Copy the figure from the report")),
    Corruption("CHK-006", "a row has no figure", _filled("Your figure", None)),
    Corruption("CHK-007", "a row has no name", _filled("Your name", "  ")),
    Corruption("CHK-008", "a row has no day", _filled("Date", None)),
    Corruption("CHK-008", "a row's day is still to come", _filled(
               "Date", datetime.date(2999, 11, 24))),
    Corruption("CHK-009", "a checker's figure is another than the printed one", _filled(
               "Your figure", "60%")),
    Corruption("CHK-010", "a printed figure is of unknown origin", told(cell(
               MADE, "Kind", "not traced", lambda row: not row["Check"]), row="", column=ANY)),
]  # fmt: skip
