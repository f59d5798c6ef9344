"""Workbooks for people to fill in or to read: text stays text, and the bytes are the same each run.

A finding's text may begin with "=", which a spreadsheet would take for a formula. In a workbook it
is stored as text; in a CSV file, which cannot say what is text, an apostrophe stands before it.
"""

from __future__ import annotations

import io
import math
import os
import re
import shutil
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import openpyxl
import pandas as pd
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

#: No file may tell when it was made, or the same content would not have the same bytes. The
#: earliest day that a ZIP package can hold.
FIXED_TIME = datetime(1980, 1, 1, tzinfo=UTC)

#: The part of a package that says when it was made.
_PROPERTIES = "docProps/core.xml"

#: Most characters that a cell of a workbook holds (Microsoft, Excel specifications and limits).
LONGEST_CELL = 32_767

#: Characters with which a spreadsheet takes a cell of a CSV file for a formula (OWASP, CSV
#: injection).
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")

#: Rows below the table that have its drop-down lists too, for rows that a person adds.
_ROWS_TO_ADD = 500

_WIDTH = 12

#: Points of a line of text, and of the highest row that Excel has.
_LINE, _HIGHEST_ROW = 15, 409

#: How cells look, by what is in them. Named, since styling each cell anew takes most of the time.
_TEXT, _FIGURE, _HEAD, _FIGURE_HEAD = "Text", "Figure", "Head of text", "Head of figures"
_TO_FILL = "To fill in"
_FILLS = {_HEAD: "F3F2F1", _FIGURE_HEAD: "F3F2F1", _TO_FILL: "FFF7BF"}
_LOOKS = {
    name: {
        "font": Font(name="Calibri", size=11, bold=name in (_HEAD, _FIGURE_HEAD)),
        "fill": PatternFill("solid", fgColor=_FILLS[name]) if name in _FILLS else PatternFill(),
        "border": Border(bottom=Side(style="thin", color="B1B4B6")),
        "alignment": Alignment(
            vertical="top",
            horizontal="center" if name in (_FIGURE, _FIGURE_HEAD) else None,
            wrap_text=True,
        ),
    }
    for name in (_TEXT, _FIGURE, _HEAD, _FIGURE_HEAD, _TO_FILL)
}


@dataclass(frozen=True)
class Sheet:
    """One table of a workbook; its header stays in sight and is printed on every page.

    `widths`: of columns, in characters. `lists`: for a column, the cells that its drop-down list
    offers, such as `'Codebook'!$B$2:$B$5`, or `"yes,no"`. `numbers`: columns whose cells are
    numbers. `freeze`: the cell whose left and upper neighbours stay in sight. `printed`: the last
    column that is printed; those behind it would make the print too small to read. `fill`: columns
    that a person is to fill in, tinted.
    """

    name: str
    frame: pd.DataFrame
    widths: Mapping[str, int] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)
    numbers: Sequence[str] = ()
    freeze: str = "A2"
    printed: str = ""
    fill: Sequence[str] = ()


def write_workbook(sheets: Sequence[Sheet], path: Path, *, title: str) -> None:
    """Write `sheets` to the XLSX file `path`, all or nothing. No cell is a formula."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    workbook.properties.title = title
    workbook.properties.creator = "nationalreports"
    for name, look in _LOOKS.items():
        workbook.add_named_style(NamedStyle(name, **look))
    for sheet in sheets:
        _fill(workbook.create_sheet(sheet.name), sheet, title)
    saved = io.BytesIO()
    workbook.save(saved)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(repack(saved.getvalue()))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def as_text_in_csv(frame: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """`frame` with an apostrophe before each cell of `columns` that would pass for a formula."""
    marked = frame.copy()
    for column in columns:
        risky = marked[column].str.startswith(FORMULA_MARKS)
        marked[column] = marked[column].mask(risky, "'" + marked[column])
    return marked


def repack(package: bytes) -> bytes:
    """A ZIP package with the same parts, fixed dates, and stored rather than compressed.

    Compressed bytes differ between builds of zlib, and so between machines.
    """
    packed = io.BytesIO()
    repack_into(io.BytesIO(package), packed)
    return packed.getvalue()


def repack_into(package: IO[bytes], packed: IO[bytes]) -> None:
    """Like `repack`, from file to file: a large sheet need not fit into memory."""
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(packed, "w") as new:
        for part in old.infolist():
            info = zipfile.ZipInfo(part.filename, FIXED_TIME.timetuple()[:6])
            info.create_system = 3  # else the system that runs this
            if part.filename == _PROPERTIES:
                new.writestr(info, _fixed(old.read(part)), zipfile.ZIP_STORED)
                continue
            info.file_size = part.file_size
            with old.open(part) as content, new.open(info, "w") as target:
                shutil.copyfileobj(content, target)


def text_of_cell(value: object) -> str:
    """The text of `value` as a cell can hold it: no control characters, and cut with a note."""
    text = ILLEGAL_CHARACTERS_RE.sub("\ufffd", str(value))
    if len(text) > LONGEST_CELL:
        note = "… (cut here: a cell holds no more; see the source)"
        text = text[: LONGEST_CELL - len(note)] + note
    return text


def _fixed(part: bytes) -> bytes:
    """A part with its dates of making replaced: openpyxl writes the present time when it saves."""
    stamp = FIXED_TIME.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + stamp, part)


def _fill(worksheet: Worksheet, sheet: Sheet, title: str) -> None:
    columns = [str(column) for column in sheet.frame]
    for place, column in enumerate(columns, start=1):
        number = column in sheet.numbers
        _set(worksheet, 1, place, column, _FIGURE_HEAD if number else _HEAD)
        letter = get_column_letter(place)
        worksheet.column_dimensions[letter].width = sheet.widths.get(column, _WIDTH)
        for row, value in enumerate(sheet.frame[column], start=2):
            look = _TO_FILL if column in sheet.fill else _TEXT
            _set(worksheet, row, place, value, _FIGURE if number else look)
        if column in sheet.lists:
            _offer(worksheet, letter, sheet.lists[column], len(sheet.frame))
    # LibreOffice does not fit the height of rows to wrapped text by itself.
    widths = [sheet.widths.get(column, _WIDTH) for column in columns]
    for row, cells in enumerate([columns, *sheet.frame.itertuples(index=False)], start=1):
        worksheet.row_dimensions[row].height = _height(cells, widths)
    worksheet.freeze_panes = sheet.freeze
    rows = len(sheet.frame) + 1
    worksheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{rows}"
    printed = columns.index(sheet.printed) + 1 if sheet.printed else len(columns)
    worksheet.print_area = f"A1:{get_column_letter(printed)}{rows}"
    worksheet.print_title_rows = "1:1"
    worksheet.page_setup.orientation = "landscape"
    worksheet.page_setup.paperSize = worksheet.PAPERSIZE_A4
    worksheet.page_setup.fitToHeight = 0
    worksheet.sheet_properties.pageSetUpPr.fitToPage = True
    # An ampersand begins a code in headers and footers.
    worksheet.oddHeader.left.text = f"{title}: {sheet.name}".replace("&", "&&")
    worksheet.oddFooter.left.text = "Confidential"
    worksheet.oddFooter.right.text = "Page &P of &N"


def _set(worksheet: Worksheet, row: int, place: int, value: object, look: str) -> None:
    cell = worksheet.cell(row, place)
    cell.style = look
    if look == _FIGURE:
        cell.value = value
        return
    text = text_of_cell(value)
    cell.value = text or None
    if text:
        cell.data_type = "s"


def _height(cells: Iterable[object], widths: Sequence[int]) -> int:
    """Points that the highest cell of a row needs, a tenth of each line lost to the wrapping."""
    lines = [
        math.ceil(len(str(cell)) * 1.1 / width) for cell, width in zip(cells, widths, strict=True)
    ]
    return min(_LINE * max([1, *lines]), _HIGHEST_ROW)


def _offer(worksheet: Worksheet, letter: str, offered: str, rows: int) -> None:
    validation = DataValidation(
        type="list", formula1=offered, allow_blank=True, showErrorMessage=True
    )
    validation.errorTitle = "Not in the list"
    validation.error = "Choose one of the list. The sheet Codebook explains them."
    validation.add(f"{letter}2:{letter}{rows + 1 + _ROWS_TO_ADD}")
    worksheet.add_data_validation(validation)
