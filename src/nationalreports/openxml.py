"""Workbooks for readers in the Office Open XML format (.xlsx), of the sheets of `opendocument`.

The same form: title in A1, then one table with one header row, marked as a table with a name, so
that a screen reader says its headers; nothing merged, hidden, filtered or empty (Analysis Function,
Releasing statistics in spreadsheets, 2023).
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from pathlib import Path

import openpyxl
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table, TableColumn
from openpyxl.worksheet.worksheet import Worksheet

from nationalreports.opendocument import FIGURE, Sheet
from nationalreports.spreadsheets import repack, text_of_cell
from nationalreports.tables import whole

#: Characters of the narrowest column and of the widest, and points of a line of text.
_NARROWEST, _WIDEST, _LINE = 12, 80, 15


def write_workbook(
    sheets: Sequence[Sheet], path: Path, *, title: str, publisher: str, language: str = "en-GB"
) -> None:
    """Write `sheets` to the `.xlsx` file `path`, see `whole`; equal arguments give equal bytes.

    `title`, `publisher` and `language` are the document's properties. No cell is a formula.
    """
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    workbook.properties.title = text_of_cell(title)
    workbook.properties.creator = text_of_cell(publisher)
    workbook.properties.language = language
    for number, sheet in enumerate(sheets, start=1):
        _fill(workbook.create_sheet(sheet.name), sheet, number)
    saved = io.BytesIO()
    workbook.save(saved)
    with whole(path) as part:
        part.write_bytes(repack(saved.getvalue()))


def _fill(worksheet: Worksheet, sheet: Sheet, number: int) -> None:
    widths = _widths(sheet)
    for place, width in enumerate(widths, start=1):
        worksheet.column_dimensions[get_column_letter(place)].width = width
    for row, line in enumerate(sheet.lines, start=1):
        # What stands alone on a sheet wraps; above a table, the columns are too narrow for that.
        alone = not sheet.columns and row > 1
        _text(worksheet, row, 1, line, size=14 if row == 1 else 11, bold=row == 1, wrap=alone)
        if alone:
            worksheet.row_dimensions[row].height = _height([line], widths)
    _print(worksheet)
    if not sheet.columns:
        return
    first = len(sheet.lines) + 1
    for place, name in enumerate(sheet.columns, start=1):
        _text(worksheet, first, place, name, bold=True, right=place - 1 in sheet.figures)
    for row, cells in enumerate(sheet.rows, start=first + 1):
        for place, cell in enumerate(cells, start=1):
            figure = place - 1 in sheet.figures
            if figure and (match := FIGURE.fullmatch(cell)):
                _number(worksheet, row, place, cell, len(match[1] or ""))
            else:
                _text(worksheet, row, place, cell, right=figure)
        if sheet.links:
            _link(worksheet, row, sheet.links[row - first - 1])
    for row, cells in enumerate([sheet.columns, *sheet.rows], start=first):
        # LibreOffice does not fit the height of rows to wrapped text by itself.
        worksheet.row_dimensions[row].height = _height(cells, widths)
    worksheet.print_title_rows = f"{first}:{first}"
    _mark(worksheet, sheet, first, number)


def _mark(worksheet: Worksheet, sheet: Sheet, first: int, number: int) -> None:
    """Let programs know where the table is, what it is called, and which row is its header."""
    last = f"{get_column_letter(len(sheet.columns))}{first + len(sheet.rows)}"
    table = Table(id=number, name=sheet.mark, displayName=sheet.mark, ref=f"A{first}:{last}")
    # Given here, or openpyxl adds buttons that filter.
    table.tableColumns = [
        TableColumn(id=place, name=text_of_cell(name))
        for place, name in enumerate(sheet.columns, start=1)
    ]
    worksheet.add_table(table)


def _print(worksheet: Worksheet) -> None:
    """Printed across, each sheet as wide as the page, and on as many pages as it needs."""
    worksheet.page_setup.orientation = "landscape"
    worksheet.page_setup.paperSize = worksheet.PAPERSIZE_A4
    worksheet.page_setup.fitToHeight = 0
    worksheet.sheet_properties.pageSetUpPr.fitToPage = True


def _text(
    worksheet: Worksheet,
    row: int,
    place: int,
    text: str,
    *,
    size: int = 11,
    bold: bool = False,
    right: bool = False,
    wrap: bool = True,
) -> None:
    cell = worksheet.cell(row, place)
    cell.value = text_of_cell(text)
    cell.data_type = "s"  # else a text that begins with "=" is a formula
    cell.font = Font(name="Arial", size=size, bold=bold)
    cell.alignment = Alignment("right" if right else None, "top", wrap_text=wrap)


def _number(worksheet: Worksheet, row: int, place: int, figure: str, decimals: int) -> None:
    cell = worksheet.cell(row, place)
    cell.value = float(figure) if decimals else int(figure)
    cell.number_format = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    cell.font = Font(name="Arial", size=11)
    cell.alignment = Alignment("right", "top")


def _link(worksheet: Worksheet, row: int, sheet: str) -> None:
    cell = worksheet.cell(row, 1)
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{sheet}'!A1")
    cell.font = Font(name="Arial", size=11, color="0563C1", underline="single")


def _widths(sheet: Sheet) -> list[int]:
    """Of each column in characters: its longest cell, as far as that is not too wide to read."""
    if not sheet.columns:
        return [_WIDEST]
    columns = zip(sheet.columns, *sheet.rows, strict=True)
    longest = (max(map(len, cells)) for cells in columns)
    return [min(_WIDEST, max(_NARROWEST, math.ceil(1.1 * length) + 2)) for length in longest]


def _height(cells: Sequence[str], widths: Sequence[int]) -> int:
    """Points that the highest cell of a row needs, a tenth of each line lost to the wrapping."""
    lines = [math.ceil(len(cell) * 1.1 / width) for cell, width in zip(cells, widths, strict=True)]
    return _LINE * max([1, *lines])
