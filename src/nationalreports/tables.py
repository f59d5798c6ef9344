"""Tables as people hand them in, read strictly; tables as the pipeline makes them, written whole.

Nothing is guessed: no type, no missing value, no delimiter. A cell is the text that stands in it.

Rules: TAB-001 the file cannot be opened; TAB-002 not UTF-8, or NUL; TAB-003 empty; TAB-004 quoting;
TAB-005 ragged rows; TAB-006 headers blank or twice; TAB-007 a header missing; TAB-008 a header
unknown; TAB-009 more than one sheet.
"""

from __future__ import annotations

import csv
import datetime
import difflib
import hashlib
import io
import os
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from nationalreports.problems import Problem

#: Rows of cells with the number that a person sees beside each.
_Rows = list[tuple[int, list[str]]]

#: Ragged rows named one by one; a file of another shape would give one for each of its rows.
_RAGGED_NAMED = 20


class _Unreadable(Exception):
    """The file has no rows to give; carries the problem that says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def read_table(
    path: Path,
    *,
    source: str,
    required: Sequence[str],
    optional: Sequence[str] | None = (),
    encoding: str = "utf-8",
    header_rows: int = 1,
    beside: Sequence[str] = (),
) -> tuple[pd.DataFrame, list[Problem]]:
    """Read a CSV file (UTF-8, commas) or the first sheet of an XLSX file.

    Returns the table and what is wrong with it. Every cell is a string, as it stands but for white
    space around it; blank is "". The index, named `row`, is the row as a spreadsheet shows it: the
    header is 1, a quoted line break adds none, and blank rows are passed over but counted. Columns
    are those of the file; `optional` ones that the file lacks are added, blank. `optional=None`
    lets any further column through. Sheets named in `beside` are not read: those that the pipeline
    put into a workbook which now comes back.

    A table whose shape cannot be trusted comes back with no rows and the required columns, and an
    error for each fault. Nothing is raised for bad data. `source` is the name used in problems.
    """
    empty = pd.DataFrame(
        columns=[*required, *(optional or ())], dtype=str, index=pd.Index([], name="row", dtype=int)
    )
    try:
        rows = _rows(path, source, beside)
    except _Unreadable as reason:
        return empty, [reason.problem]
    (_, header), body = rows[0], rows[1:]
    header = _without_blank_end(header, body)
    problems = [
        *_header_problems(header, source, required, optional),
        *_ragged_problems(header, body, source),
    ]
    if problems:
        return empty, problems
    width = len(header)
    frame = pd.DataFrame(
        [cells[:width] for _, cells in body],
        columns=header,
        index=pd.Index([number for number, _ in body], name="row", dtype=int),
        dtype=str,
    )
    for column in optional or ():
        if column not in frame:
            frame[column] = ""
    return frame, []


def twins(paths: Iterable[Path]) -> dict[Path, Path]:
    """Each path whose bytes stand in an earlier one (in sorted order) too, with that earlier one.

    What cannot be opened is left to the reader of that file, which says why.
    """
    firsts: dict[bytes, Path] = {}
    twice: dict[Path, Path] = {}
    for path in sorted(paths):
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").digest()
        except OSError:
            continue
        if firsts.setdefault(digest, path) != path:
            twice[path] = firsts[digest]
    return twice


def write_table(frame: pd.DataFrame, path: Path) -> None:
    """Write `frame` without its index to a `.csv` (UTF-8, LF) or `.parquet` file, all or nothing.

    It is written under another name and then moved into place, so that a run that is interrupted
    leaves the former table or none, never half of one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if path.suffix == ".parquet":
            frame.to_parquet(part, index=False)
        else:
            # A lone carriage return is written without quotation marks and would part the row.
            text = frame.replace({"\r\n?": "\n"}, regex=True)
            text.to_csv(part, index=False, lineterminator="\n", encoding="utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _rows(path: Path, source: str, beside: Sequence[str]) -> _Rows:
    """The rows that are not blank, numbered from 1; the first one is the header."""
    readers: dict[str, Callable[[Path, str], list[list[str]]]] = {
        ".csv": _csv_rows,
        ".xlsx": partial(_xlsx_rows, beside=beside),
    }
    if path.suffix.lower() not in readers:
        raise _fault(source, "TAB-001", path.suffix, "is neither CSV nor XLSX; save it as one")
    if not path.is_file():
        raise _fault(source, "TAB-001", "", "the file is missing; put it there")
    try:
        cells = readers[path.suffix.lower()](path, source)
    except OSError as error:
        message = f"cannot be opened ({error.strerror}); check the file and who may read it"
        raise _fault(source, "TAB-001", "", message) from error
    rows = [(number, row) for number, row in enumerate(cells, start=1) if any(row)]
    if not rows:
        raise _fault(source, "TAB-003", "", "the file is empty; it needs a row of headers")
    if rows[0][0] != 1:
        message = f"the headers must stand in row 1; delete the {rows[0][0] - 1} blank row(s) above"
        raise _fault(source, "TAB-006", "", message)
    return rows


def _csv_rows(path: Path, source: str) -> list[list[str]]:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = "is not UTF-8; save it as CSV UTF-8"
        value = repr(content[error.start : error.end])[2:-1]
        raise _fault(source, "TAB-002", value, message, row=line) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        message = "holds a NUL character; save it as CSV UTF-8 again"
        raise _fault(source, "TAB-002", "NUL", message, row=line)
    rows: list[list[str]] = []
    try:
        rows.extend(
            [cell.strip() for cell in row]
            for row in csv.reader(io.StringIO(text, newline=""), strict=True)
        )
    except csv.Error as error:
        message = f"cannot be read as CSV ({error}); check the quotation marks in this row"
        raise _fault(source, "TAB-004", "", message, row=len(rows) + 1) from error
    return rows


def _xlsx_rows(path: Path, source: str, beside: Sequence[str]) -> list[list[str]]:
    try:
        with CalamineWorkbook.from_path(str(path)) as workbook:
            names = [
                sheet.name
                for sheet in workbook.sheets_metadata
                if sheet.typ == SheetTypeEnum.WorkSheet and sheet.name not in beside
            ]
            sheets = {
                name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
                for name in names
            }
    except (CalamineError, zipfile.BadZipFile) as error:
        message = "cannot be read as XLSX; open it in a spreadsheet and save it again, unprotected"
        raise _fault(source, "TAB-001", "", message) from error
    full = [name for name in names[1:] if any(cell != "" for row in sheets[name] for cell in row)]
    if full:
        message = "only the first sheet is read; move these sheets to files of their own"
        raise _fault(source, "TAB-009", ", ".join(full), message)
    return [[_cell_text(cell) for cell in row] for row in sheets[names[0]]] if names else []


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
    return str(cell).strip()


def _without_blank_end(header: list[str], body: _Rows) -> list[str]:
    """The headers without those at the end under which nothing stands: spreadsheets leave them."""
    width = len(header)
    while width and not header[width - 1] and not any("".join(c[width - 1 :]) for _, c in body):
        width -= 1
    return header[:width]


def _header_problems(
    header: list[str], source: str, required: Sequence[str], optional: Sequence[str] | None
) -> Iterable[Problem]:
    if missing := [name for name in required if name not in header]:
        separated = len(header) == 1 and any(mark in header[0] for mark in ";\t|")
        hint = "; the columns must be separated by commas" if separated else ""
        for name in missing:
            near = difflib.get_close_matches(name, [h for h in header if h not in required], 1, 0.8)
            hint = hint or (f"; is {near[0]!r} meant for it?" if near else "")
            message = f"the column {name!r} is missing; add it{hint}"
            yield Problem("error", source, 1, name, "TAB-007", near[0] if near else "", message)
    for place, name in enumerate(header, start=1):
        if not name:
            message = f"column {place} has no header; name it, or delete the column"
            yield Problem("error", source, 1, str(place), "TAB-006", "", message)
        elif header.index(name) != place - 1:
            message = f"the header {name!r} stands twice; delete or rename one of the columns"
            yield Problem("error", source, 1, name, "TAB-006", name, message)
        elif optional is not None and name not in required and name not in optional:
            allowed = ", ".join([*required, *optional])
            message = f"the column {name!r} is not known; delete or rename it; known: {allowed}"
            yield Problem("error", source, 1, name, "TAB-008", name, message)


def _ragged_problems(header: list[str], body: _Rows, source: str) -> Iterable[Problem]:
    width = len(header)
    # A comma too few or too many moves values to other columns: nothing is filled up.
    ragged = [(number, cells) for number, cells in body if len(cells) < width or any(cells[width:])]
    for number, cells in ragged[:_RAGGED_NAMED]:
        message = (
            f"the row has {len(cells)} cells, the header {width}; put cells that hold commas into "
            "quotation marks"
        )
        yield Problem("error", source, number, "", "TAB-005", "", message)
    if len(ragged) > _RAGGED_NAMED:
        message = f"{len(ragged) - _RAGGED_NAMED} more rows are of another length than the header"
        yield Problem("error", source, "", "", "TAB-005", "", f"{message}; correct the file")


def _fault(source: str, rule: str, value: str, message: str, row: int | str = "") -> _Unreadable:
    return _Unreadable(Problem("error", source, row, "", rule, value, message))


def write_tables(frames: Mapping[str, pd.DataFrame], paths: Mapping[str, str]) -> None:
    """Write each of `frames` to the path of the same name."""
    for name, frame in frames.items():
        write_table(frame, Path(paths[name]))
