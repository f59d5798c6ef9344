"""XLSX files: the one visible sheet, row by row, and all in the file that a table cannot show.

Rules TAB-0xx: see `rules.tables`.
"""

from __future__ import annotations

import datetime
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook

from nationalreports.cells import BROKEN
from nationalreports.problems import Problem, Unreadable
from nationalreports.workbook_parts import Contents, Corrupt, Sheet, list_sheets, look_through

#: Bytes that the parts may unpack to; and from where on a ratio to the file's size is suspect.
LARGEST, SUSPECT, RATIO = 1_000_000_000, 50_000_000, 200

#: Cells of the grid that is laid out in memory, with blank ones: some 2 GB.
MOST_CELLS = 25_000_000

#: What odd bytes in the zip or its parts are known to raise in zipfile, expat and calamine.
_ODD = (
    *(Corrupt, CalamineError, expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError),
    *(NotImplementedError, RuntimeError, ValueError, LookupError, OverflowError),
)

_BROKEN = re.compile(f"[{BROKEN}]")
_DEFECT = "cannot be read as XLSX; open it in a spreadsheet and save it again, unprotected"


class CellFault(NamedTuple):
    """A cell that does not hold what it shows. `row` counts from 1, `column` from 0."""

    row: int
    column: int
    rule: str
    value: str
    message: str


@dataclass(frozen=True)
class Workbook:
    """The rows of the sheet; what makes it no table; and single cells that cannot be trusted."""

    rows: Iterator[list[str]]
    faults: list[Problem]
    cells: list[CellFault]


def open_workbook(path: Path, *, source: str, beside: Sequence[str] = ()) -> Workbook:
    """Read the first visible sheet of an XLSX file; raises `Unreadable` (TAB-001, TAB-018).

    Sheets named in `beside` are passed over: those that the pipeline itself put there.
    """
    _check_kind(path, source)
    try:
        with zipfile.ZipFile(path) as archive:
            _check_size(archive, source)
            _check_parts(archive)
            sheets = {
                sheet: look_through(archive, sheet)
                for sheet in list_sheets(archive)
                if sheet.name not in beside
            }
        first = next((sheet for sheet in sheets if sheet.visible), None)
        faults = list(_sheet_faults(sheets, first, source))
        if first is None:
            return Workbook(iter([]), faults, [])
        contents = sheets[first]
        if contents.rows * contents.columns > MOST_CELLS:
            message = (
                f"the sheet reaches to row {contents.rows:,} and column {contents.columns:,}; "
                "delete what stands far off the table, or split it into several files"
            )
            raise _fault(source, "TAB-018", "", message)
        with CalamineWorkbook.from_path(str(path)) as workbook:
            grid = workbook.get_sheet_by_name(first.name).to_python(skip_empty_area=False)
    except _ODD as error:
        raise _fault(source, "TAB-001", "", _DEFECT) from error
    faults += _merge_faults(contents, source)
    return Workbook(_rows(grid, source), faults, sorted(_cell_faults(contents)))


def _check_kind(path: Path, source: str) -> None:
    with path.open("rb") as file:
        start = file.read(8)
    if start == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        message = (
            "is protected by a password, or an old .xls file under this name; open it in a "
            "spreadsheet and save it as XLSX without a password"
        )
        raise _fault(source, "TAB-001", "", message)


def _check_size(archive: zipfile.ZipFile, source: str) -> None:
    """By what the zip says of its parts, before any is unpacked."""
    unpacked = sum(entry.file_size for entry in archive.infolist())
    packed = sum(entry.compress_size for entry in archive.infolist())
    if unpacked > LARGEST:
        message = f"unpacks to {unpacked:,} bytes, more than {LARGEST:,}; split it into files"
        raise _fault(source, "TAB-018", f"{unpacked:,}", message)
    if unpacked > SUSPECT and unpacked > RATIO * packed:
        message = (
            f"unpacks to {unpacked:,} bytes from {packed:,}, as only files made to do harm do; ask "
            "for it again as CSV"
        )
        raise _fault(source, "TAB-018", f"{unpacked:,}", message)


def _check_parts(archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    if len(set(names)) < len(names):
        raise Corrupt("two parts have one name")
    # Unpacks each part, no further than the size that it gives itself, and proves its checksum.
    if archive.testzip():
        raise Corrupt("a part is damaged")


def _sheet_faults(
    sheets: dict[Sheet, Contents], first: Sheet | None, source: str
) -> Iterable[Problem]:
    full = [sheet for sheet in sheets if sheet != first and sheets[sheet].rows]
    for sheet in full:
        if not sheet.visible:
            message = (
                "a hidden sheet has content; show it, and move it to another file or delete it"
            )
            yield Problem("error", source, "", "", "TAB-015", sheet.name, message)
    if further := ", ".join(sheet.name for sheet in full if sheet.visible):
        message = "only the first sheet is read; move these sheets to files of their own"
        yield Problem("error", source, "", "", "TAB-009", further, message)


def _merge_faults(contents: Contents, source: str) -> Iterable[Problem]:
    for number, ranges in enumerate(contents.merged):
        if number == 20:
            message = f"{len(contents.merged) - 20} more ranges are merged; unmerge all cells"
            yield Problem("error", source, "", "", "TAB-014", "", message)
            return
        message = f"the cells {ranges} are merged; unmerge them and fill each of them in"
        first = "".join(c for c in ranges.partition(":")[0] if c.isdigit())
        yield Problem("error", source, first and int(first), "", "TAB-014", ranges, message)


def _cell_faults(contents: Contents) -> Iterable[CellFault]:
    for row, column, _ in contents.formulas:
        message = "the cell holds a formula; paste it as a value"
        yield CellFault(row, column, "TAB-013", "", message)
    for row, column, value in contents.errors:
        message = "the cell holds an error of the spreadsheet; put the right value in"
        yield CellFault(row, column, "TAB-020", value, message)
    for row, column, value in contents.long_numbers:
        message = (
            "a spreadsheet keeps 15 digits of a number, so some of these are lost; format the "
            "column as text and put the right value in"
        )
        yield CellFault(row, column, "TAB-020", value, message)


def _rows(grid: list[list[Any]], source: str) -> Iterator[list[str]]:
    for number, row in enumerate(grid, start=1):
        cells = [_cell_text(cell) for cell in row]
        # XML cannot hold most of these as they are, but a workbook can escape them: _x0001_.
        if found := _BROKEN.search("".join(cells)):
            value = f"U+{ord(found.group()):04X}"
            message = "holds a control character; delete it"
            raise Unreadable(Problem("error", source, number, "", "TAB-002", value, message))
        yield cells


def _cell_text(cell: object) -> str:
    """A spreadsheet's cell as text: whole numbers without a point, dates as ISO dates."""
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return str(cell)


def _fault(source: str, rule: str, value: str, message: str) -> Unreadable:
    return Unreadable(Problem("error", source, "", "", rule, value, message))
