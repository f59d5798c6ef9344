"""All problems as a workbook, to be filtered and sorted, and to copy records from for decisions."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import openpyxl
import pandas as pd
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from nationalreports.problems import COLUMNS, SETTLED_COLUMNS, open_errors
from nationalreports.spreadsheets import repack_into, text_of_cell
from nationalreports.tables import whole

#: Problems of a sheet, which holds 1,048,576 rows (Microsoft, Excel specifications and limits).
ROWS = 1_000_000

_WIDTHS = {
    **{"severity": 10, "source": 42, "row": 9, "column": 24, "rule": 10, "value": 30},
    **{"message": 90, "record": 20, "decision": 10, "reason": 50},
}

#: How texts begin that openpyxl takes for a formula or for an error value.
_NOT_TEXT = ("=", "#")

_ABOUT = [
    "Confidential: quotes letters, notes and answers that are never published.",
    "All problems of the last run, as in problems.csv; each has its file, its row as a person sees "
    "it (the header is row 1), and what to do. An error stops the run unless it is decided on.",
    "To decide on a problem, copy its rule and record into data/raw/decisions.csv, with the "
    "decision (accept, exclude or correct), a reason, your name and the date; data/raw/README.md "
    "of the project says how. The columns decision and reason show the decisions in force.",
    "This workbook is made anew by each run: nothing that is written into it is kept or read.",
]


def write_problem_book(problems: pd.DataFrame, path: Path) -> None:
    """Write `problems` to the XLSX file `path`, all or nothing; equal problems give equal bytes.

    Columns: those of `problems.COLUMNS` and `SETTLED_COLUMNS`. A sheet that says what this is comes
    first, then the problems, `ROWS` a sheet. No cell is a formula.
    """
    book = openpyxl.Workbook(write_only=True)
    book.properties.title = "Problems"
    book.properties.creator = "nationalreports"
    about = book.create_sheet("Read me")
    about.column_dimensions["A"].width = 100
    counts = [f"Problems: {len(problems):,}; errors to settle: {len(open_errors(problems)):,}."]
    for number, line in enumerate(["Problems", *counts, *_ABOUT]):
        cell = WriteOnlyCell(about, value=line)
        cell.font = Font(name="Calibri", size=11, bold=not number)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        about.append([cell])
    columns = [*COLUMNS, *SETTLED_COLUMNS]
    for start in range(0, max(len(problems), 1), ROWS):
        number = start // ROWS + 1
        sheet = book.create_sheet("Problems" if number == 1 else f"Problems {number}")
        _fill(sheet, problems[columns].iloc[start : start + ROWS])
    with tempfile.TemporaryFile() as saved, whole(path) as part, part.open("wb") as packed:
        book.save(saved)
        repack_into(saved, packed)


def _fill(sheet: WriteOnlyWorksheet, problems: pd.DataFrame) -> None:
    names = list(problems.columns)
    for place, name in enumerate(names, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS[name]
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(names))}{len(problems) + 1}"
    head = [WriteOnlyCell(sheet, value=name) for name in names]
    for cell in head:
        cell.font = Font(name="Calibri", size=11, bold=True)
    sheet.append(head)
    row = names.index("row")
    for cells in problems.itertuples(index=False, name=None):
        line: list[object] = list(_texts(sheet, cells))
        # As a number, a row sorts as one.
        if cells[row].isdecimal():
            line[row] = int(cells[row])
        sheet.append(line)


def _texts(sheet: WriteOnlyWorksheet, cells: Iterable[str]) -> Iterator[object]:
    for value in cells:
        text = text_of_cell(value)
        if text.startswith(_NOT_TEXT):
            cell = WriteOnlyCell(sheet, value=text)
            cell.data_type = "s"
            yield cell
        else:
            yield text or None
