"""All problems as a workbook, to be filtered and sorted, and to copy records from for decisions."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from nationalreports.problems import COLUMNS, SETTLED_COLUMNS, open_errors
from nationalreports.spreadsheets import FIXED_TIME, text_of_cell
from nationalreports.tables import whole

#: Problems of a sheet, which holds 1,048,576 rows (Microsoft, Excel specifications and limits).
ROWS = 1_000_000

_WIDTHS = {
    **{"severity": 10, "source": 42, "row": 9, "column": 24, "rule": 10, "value": 30},
    **{"message": 90, "record": 20, "decision": 10, "reason": 50},
}

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
    columns = [*COLUMNS, *SETTLED_COLUMNS]
    # Rows are written to a file as they come, so that a million need not fit into memory.
    with whole(path) as part, tempfile.TemporaryDirectory() as folder:
        book = xlsxwriter.Workbook(str(part), {"constant_memory": True, "tmpdir": folder})
        book.set_properties(
            {"title": "Problems", "author": "nationalreports", "created": FIXED_TIME}
        )
        _explain(book, problems)
        bold = book.add_format({"bold": True})
        for start in range(0, max(len(problems), 1), ROWS):
            number = start // ROWS + 1
            sheet = book.add_worksheet("Problems" if number == 1 else f"Problems {number}")
            _fill(sheet, problems[columns].iloc[start : start + ROWS], bold)
        book.close()


def _explain(book: Workbook, problems: pd.DataFrame) -> None:
    sheet = book.add_worksheet("Read me")
    sheet.set_column(0, 0, 100)
    counts = [f"Problems: {len(problems):,}; errors to settle: {len(open_errors(problems)):,}."]
    for number, line in enumerate(["Problems", *counts, *_ABOUT]):
        look = {"bold": not number, "text_wrap": True, "valign": "top"}
        sheet.write_string(number, 0, line, book.add_format(look))


def _fill(sheet: Worksheet, problems: pd.DataFrame, bold: Format) -> None:
    for place, name in enumerate(problems.columns):
        sheet.set_column(place, place, _WIDTHS[name])
        sheet.write_string(0, place, name, bold)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(problems), len(problems.columns) - 1)
    row = problems.columns.get_loc("row")
    for line, cells in enumerate(problems.itertuples(index=False, name=None), start=1):
        for place, value in enumerate(cells):
            if not value:
                continue
            # As a number, a row sorts as one. All else is text, whatever it looks like.
            if place == row and value.isdecimal():
                sheet.write_number(line, place, int(value))
            else:
                sheet.write_string(line, place, text_of_cell(value))
