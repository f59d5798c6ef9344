"""Tables as people hand them in, read strictly; tables as the pipeline makes them, written whole.

Nothing is guessed: no type, no missing value. A cell is the text that stands in it, but for white
space that is made tidy, counted and listed. Files are read in blocks, each at once laid out by
column, so that a million rows fit.

Rules TAB-0xx: see `rules.tables`.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports.blocks import NAMED, lay, length, ragged_problems
from nationalreports.cells import is_blank
from nationalreports.delimited import CHUNK, LARGEST, Chunk, open_delimited
from nationalreports.gathering import Gathering
from nationalreports.headers import header_problems, join_headers
from nationalreports.problems import Problem, Unreadable
from nationalreports.raw_folder import is_apart
from nationalreports.workbooks import CellFault, open_workbook


@dataclass(frozen=True)
class _Opened:
    """A file's rows in chunks, from its first; what to know of it, and what makes it no table.

    `odd` and `ended` as in `Delimited`; `cells` are those that cannot be trusted.
    """

    chunks: Iterator[Chunk]
    odd: bool
    ended: bool = True
    notes: list[Problem] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)
    cells: list[CellFault] = field(default_factory=list)


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
    """Read a CSV file or the visible sheet of an XLSX file.

    Returns the table and what is wrong with it. Every cell is a string as it stands, but for white
    space around it, spaces that come doubled or are no plain ones, and characters that show
    nothing: these are made tidy, counted and listed. Blank is "". The index, named `row`, is the
    row as a spreadsheet shows it: the header is 1, a quoted line break adds none, and blank rows
    are passed over but counted. Columns are those of the file; `optional` ones that the file lacks
    are added, blank. `optional=None` lets any further column through. Sheets of a workbook that are
    named in `beside` are not read: those that the pipeline itself put there.

    A CSV file is UTF-8, or UTF-16 with its mark, or cp1252 where `encoding="cp1252"` declares it.
    With `header_rows=2` the question stands in row 1 and the option in row 2, see `join_headers`.

    A table whose shape cannot be trusted comes back with no rows and the required columns, and an
    error for each fault; a row that cannot be trusted is set aside alone. Nothing is raised for bad
    data. `source` is the name used in problems.
    """
    empty = pd.DataFrame(
        columns=[*required, *(optional or ())], dtype=str, index=pd.Index([], name="row", dtype=int)
    )
    try:
        opened = _open(path, source, required, encoding, header_rows, beside)
        table, last = _gather(opened, source, required, header_rows)
    except Unreadable as reason:
        return empty, [reason.problem]
    except OSError as error:
        message = f"cannot be opened ({error.strerror}); check the file and who may read it"
        return empty, [Problem("error", source, "", "", "TAB-001", "", message)]
    notes = list(opened.notes)
    if not opened.ended:
        message = "no line break ends the last row, as if the file were cut; see that it is whole"
        notes.append(Problem("warning", source, last, "", "TAB-019", "", message))
    names, filled = table.headers.names, table.filled()
    width = len(names)
    # Spreadsheets leave columns at the end that have neither a header nor anything below it.
    while width and not names[width - 1] and not filled[width - 1]:
        width -= 1
    in_cells = list(_cell_problems(opened.cells, names, source))
    faults = [
        *opened.faults,
        *(problem for problem in in_cells if problem.row in range(1, header_rows + 1)),
        *header_problems(names[:width], filled, source, required, optional),
        *ragged_problems(table.ragged, width, source),
        *table.shape,
    ]
    if faults:
        return empty, [*notes, *faults]
    frame = table.frame(width)
    for column in optional or ():
        if column not in frame:
            frame[column] = ""
    return frame, [*notes, *in_cells, *table.aside, *table.notes()]


def twins(paths: Iterable[Path]) -> dict[Path, Path]:
    """Each path whose bytes stand in an earlier one (in sorted order) too, with that earlier one.

    What cannot be opened, or is too large to be read, is left to the reader of that file, which
    says why.
    """
    sizes: dict[Path, int] = {}
    for path in sorted(paths):
        with contextlib.suppress(OSError):
            sizes[path] = path.stat().st_size
    alike = Counter(sizes.values())
    firsts: dict[bytes, Path] = {}
    twice: dict[Path, Path] = {}
    for path, size in sizes.items():
        # Files of different sizes differ: most folders need not be read for this at all.
        if alike[size] == 1 or size > LARGEST:
            continue
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").digest()
        except OSError:
            continue
        if firsts.setdefault(digest, path) != path:
            twice[path] = firsts[digest]
    return twice


def to_read(
    paths: Iterable[Path], *, root: Path, apart: str, twice: str
) -> tuple[list[Path], list[Problem]]:
    """The files of a folder that are to be read, sorted, and what to say of the others.

    Of a file whose name says that it is no data there is an info by the rule `apart`; of one with
    the bytes of an earlier one, an error by the rule `twice`.
    """
    problems = []
    kept = []
    for path in sorted(paths):
        if is_apart(path):
            message = "skipped, as its name says that it is no data; nothing to do"
            source = path.relative_to(root).as_posix()
            problems.append(Problem("info", source, "", "", apart, "", message))
        else:
            kept.append(path)
    copies = twins(kept)
    for path, first in copies.items():
        source, other = (file.relative_to(root).as_posix() for file in (path, first))
        message = f"is the same file as {other}, and not read; delete one of the two"
        problems.append(Problem("error", source, "", "", twice, first.name, message))
    return [path for path in kept if path not in copies], problems


@contextlib.contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A path to write to, which takes the place of `path` at the end, if all went well.

    So a run that is interrupted leaves the former file or none, never half of one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def write_table(frame: pd.DataFrame, path: Path) -> None:
    """Write `frame` without its index to a `.csv` (UTF-8, LF) or `.parquet` file, see `whole`."""
    with whole(path) as part:
        if path.suffix == ".parquet":
            frame.to_parquet(part, index=False)
        else:
            # A lone carriage return is written without quotation marks and would part the row.
            text = frame.replace({"\r\n?": "\n"}, regex=True)
            text.to_csv(part, index=False, lineterminator="\n", encoding="utf-8")


def write_json(content: Any, path: Path) -> None:
    """Write `content` as JSON (UTF-8, LF, keys in the order given), see `whole`."""
    with whole(path) as part:
        text = json.dumps(content, ensure_ascii=False, indent=1)
        part.write_text(text + "\n", encoding="utf-8", newline="\n")


def write_tables(frames: Mapping[str, pd.DataFrame], paths: Mapping[str, str]) -> None:
    """Write each of `frames` to the path of the same name."""
    for name, frame in frames.items():
        write_table(frame, Path(paths[name]))


def _open(
    path: Path,
    source: str,
    required: Sequence[str],
    encoding: str,
    header_rows: int,
    beside: Sequence[str],
) -> _Opened:
    kind = path.suffix.lower()
    if kind not in (".csv", ".xlsx"):
        message = "is neither CSV nor XLSX; open it in a spreadsheet and save it as one of them"
        raise _fault(source, "TAB-001", path.suffix, message)
    if not path.is_file():
        raise _fault(source, "TAB-001", "", "the file is missing; put it there")
    if kind == ".csv":
        file = open_delimited(
            path, source=source, required=required, encoding=encoding, header_rows=header_rows
        )
        return _Opened(file.chunks, file.odd, file.ended, notes=file.notes)
    book = open_workbook(path, source=source, beside=beside)
    chunks = iter(lambda: list(itertools.islice(book.rows, CHUNK)), [])
    return _Opened(chunks, odd=True, faults=book.faults, cells=book.cells)


def _gather(
    opened: _Opened, source: str, required: Sequence[str], header_rows: int
) -> tuple[Gathering, int]:
    """All that stands in the file, and the number of its last row."""
    top = next(opened.chunks, [])
    if not top or is_blank(top[0]):
        _refuse_without_headers(itertools.chain(top, *opened.chunks), source)
    heads, body = top[:header_rows], top[header_rows:]
    untrusted = {fault.row for fault in opened.cells}
    table = Gathering(join_headers(heads), heads, required, untrusted, source)
    last = len(heads)
    for rows in itertools.chain([body], opened.chunks):
        table.add(lay(rows, last + 1, table.headers.names, odd=opened.odd))
        last += length(rows)
    return table, last


def _refuse_without_headers(rows: Iterable[list[str]], source: str) -> None:
    for number, row in enumerate(rows, start=1):
        if not is_blank(row):
            above = "blank row" if number == 2 else f"{number - 1} blank rows"
            message = f"the headers must stand in row 1; delete the {above} above them"
            raise _fault(source, "TAB-006", "", message)
    raise _fault(source, "TAB-003", "", "the file is empty; it needs a row of headers")


def _cell_problems(
    cells: Sequence[CellFault], names: Sequence[str], source: str
) -> Iterable[Problem]:
    """An error for each cell, and of a rule with many, one for the rest."""
    counts: dict[str, int] = {}
    for cell in cells:
        counts[cell.rule] = counts.get(cell.rule, 0) + 1
        if counts[cell.rule] <= NAMED:
            name = names[cell.column] if cell.column < len(names) else ""
            column = name or f"column {cell.column + 1}"
            yield Problem(
                "error", source, cell.row, column, cell.rule, cell.value, f"{cell.message}{_ASIDE}"
            )
    for rule, count in counts.items():
        if count > NAMED:
            message = f"{count - NAMED} more cells are such; correct them all"
            yield Problem("error", source, "", "", rule, "", message)


_ASIDE = "; until then the row is set aside"


def _fault(source: str, rule: str, value: str, message: str) -> Unreadable:
    return Unreadable(Problem("error", source, "", "", rule, value, message))
