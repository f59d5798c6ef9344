"""CSV files, row after row: the encoding proved, the delimiter known, every quotation mark closed.

A file is gone through twice and never held whole: once to prove that it is text, once for its rows.

Rules TAB-0xx: see `rules.tables`.
"""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from nationalreports.cells import BROKEN, INVISIBLE, SPACES, is_blank
from nationalreports.headers import join_headers
from nationalreports.problems import Problem, Severity, Unreadable

#: The largest file that is read, in bytes: five times a survey of a million responses.
LARGEST = 2_000_000_000

#: Rows handed on at a time: with more of them the cells no longer fit the processor's cache.
CHUNK = 5_000

#: Rows of cells, or the columns of as many rows.
Chunk: TypeAlias = list[list[str]] | list[pa.LargeStringArray]

_BLOCK = 1 << 20
_REGULAR = 1 << 22
_ORDINARY = bytes(range(0x20, 0x7F)) + b"\t\n\r"
_BROKEN = re.compile(f"[{BROKEN}]")
_ODD = re.compile(f"[{SPACES}{INVISIBLE}]")
_NAMES = {";": "semicolons", "\t": "tabs", "|": "upright strokes"}


@dataclass(frozen=True)
class Delimited:
    """An opened CSV file: its rows in chunks, what to know about it, and whether it is `odd`.

    `odd`: somewhere stand `cells.SPACES` or `cells.INVISIBLE`. `ended`: the last row has its line
    break. Going through `chunks` raises `Unreadable` where quotation marks do not pair (TAB-004).
    """

    chunks: Iterator[Chunk]
    notes: list[Problem]
    odd: bool
    ended: bool


def open_delimited(
    path: Path, *, source: str, required: Sequence[str], encoding: str, header_rows: int
) -> Delimited:
    """Prove the text of a CSV file, choose its delimiter, and open it.

    The delimiter is a comma, unless only with another of `; tab |` the headers hold all `required`.
    Raises `Unreadable` with TAB-001, TAB-002 or TAB-018.
    """
    if (size := path.stat().st_size) > LARGEST:
        message = f"the file has {size:,} bytes, more than {LARGEST:,}; split it into several files"
        raise _fault(source, "TAB-018", f"{size:,}", message)
    codec = _codec(path, source, encoding)
    odd, ended = _prove(path, source, codec)
    notes = []
    if codec in ("utf-16", "cp1252"):
        name = {"utf-16": "UTF-16", "cp1252": "Windows-1252, as declared"}[codec]
        message = f"read as {name}; nothing to do, though UTF-8 is safer"
        notes.append(_note("info", source, "TAB-012", codec, message))
    delimiter = _delimiter(path, codec, required, header_rows)
    if delimiter != ",":
        message = f"read with {_NAMES[delimiter]} between the cells, not commas; nothing to do"
        notes.append(_note("info", source, "TAB-011", delimiter, message))
    chunks = _chunks(path, source, codec, delimiter, header_rows)
    return Delimited(chunks, notes, odd, ended)


def _codec(path: Path, source: str, encoding: str) -> str:
    """The name of the codec that reads the file: by its mark, else as declared."""
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith(b"PK\x03\x04"):
        message = "is a workbook under the name of a CSV file; name it .xlsx"
        raise _fault(source, "TAB-001", path.suffix, message)
    marked = "utf-16" if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ""
    if start.startswith(codecs.BOM_UTF8):
        marked = "utf-8"
    if encoding == "cp1252" and (marked or _is_utf_8_beyond_ascii(path)):
        message = (
            f"is {(marked or 'utf-8').upper()}, not cp1252 as declared, and would come out garbled "
            "(â€™); take the declaration away"
        )
        raise _fault(source, "TAB-002", "", message)
    codec = marked or encoding
    return "utf-8-sig" if codec == "utf-8" else codec


def _is_utf_8_beyond_ascii(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    beyond = False
    try:
        for block in _blocks(path):
            beyond |= not decoder.decode(block, not block).isascii()
    except UnicodeDecodeError:
        return False
    return beyond


def _prove(path: Path, source: str, codec: str) -> tuple[bool, bool]:
    """Whether the text has odd characters, and ends with a line break; raises for broken ones."""
    decoder = codecs.getincrementaldecoder(codec)()
    seen: set[str] = set()
    last = "\n"
    try:
        for block in _blocks(path):
            text = decoder.decode(block, not block)
            last = text[-1:] or last
            # What is left when the ordinary is taken away: much faster than to look for the rest.
            seen.update(text.encode().translate(None, _ORDINARY).decode())
    except UnicodeDecodeError:
        raise _first_broken(path, source, codec) from None
    strange = "".join(seen)
    if _BROKEN.search(strange):
        raise _first_broken(path, source, codec)
    return bool(_ODD.search(strange)), last in "\r\n"


def _blocks(path: Path) -> Iterator[bytes]:
    """The file block by block, and b"" at its end."""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block
    yield b""


def _first_broken(path: Path, source: str, codec: str) -> Unreadable:
    """The problem of the first cell with a byte or character that is no text."""
    # A byte that cannot be decoded comes as half a character (PEP 383); UTF-16 knows no such way.
    errors, broken = "surrogateescape", _BROKEN
    if codec == "utf-16":
        errors, broken = "replace", re.compile(f"[{BROKEN}\ufffd]")
    number, value = 0, ""
    try:
        with path.open(encoding=codec, errors=errors, newline="") as file:
            for row in csv.reader(file):
                number += 1
                if found := broken.search("".join(row)):
                    value = found.group()
                    break
    except (csv.Error, UnicodeError):
        number += 1
    if codec == "utf-16":
        message = "holds what is no text; save the file as CSV UTF-8 again"
    elif "\udc80" <= value <= "\udcff":
        name = "cp1252" if codec == "cp1252" else "UTF-8"
        message = f"the row is not {name}; save the file as CSV UTF-8"
        if codec != "cp1252":
            message += " (for a survey, or declare its encoding)"
        return _fault(source, "TAB-002", rf"\x{ord(value) - 0xDC00:02x}", message, row=number)
    else:
        message = "holds a control character; delete it, or save the file as CSV UTF-8 again"
    shown = "NUL" if value == "\0" else f"U+{ord(value):04X}" if value else ""
    return _fault(source, "TAB-002", shown, message, row=number)


def _delimiter(path: Path, codec: str, required: Sequence[str], header_rows: int) -> str:
    fitting = []
    for mark in [",", *_NAMES]:
        try:
            with path.open(encoding=codec, newline="") as file:
                rows = list(itertools.islice(csv.reader(file, delimiter=mark), header_rows))
        except csv.Error:
            continue
        if set(required) <= set(join_headers(rows).names):
            fitting.append(mark)
    return fitting[0] if len(fitting) == 1 else ","


def _chunks(
    path: Path, source: str, codec: str, delimiter: str, header_rows: int
) -> Iterator[Chunk]:
    """All rows, also blank ones: the headers, then blocks of regular rows, then what is left."""
    read = 0
    # How far the file is read, in bytes; only of use, and only right, where it is UTF-8.
    place = len(codecs.BOM_UTF8) if _starts_with(path, codecs.BOM_UTF8) else 0

    def lines(file: Iterable[str]) -> Iterator[str]:
        nonlocal place
        for line in file:
            place += len(line.encode())
            yield line

    def rows(file: Iterable[str], most: int) -> Iterator[list[list[str]]]:
        nonlocal read
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        while True:
            chunk: list[list[str]] = []
            try:
                chunk.extend(itertools.islice(reader, most))
            except csv.Error as error:
                message = f"cannot be read as CSV ({error}); check the quotation marks in this row"
                row = read + len(chunk) + 1
                raise _fault(source, "TAB-004", "", message, row=row) from error
            if not chunk:
                return
            read += len(chunk)
            yield chunk

    with path.open(encoding=codec, newline="") as file:
        heads = next(rows(lines(file), header_rows), [])
        if heads:
            yield heads
        if codec != "utf-8-sig" or not heads or is_blank(heads[0]):
            yield from rows(file, CHUNK)
            return
    for columns, size in _regular(path, delimiter, max(map(len, heads)), place):
        place += size
        read += len(columns[0])
        yield columns
    with path.open("rb") as rest:
        rest.seek(place)
        yield from rows(io.TextIOWrapper(rest, "utf-8", newline=""), CHUNK)


def _starts_with(path: Path, mark: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(mark)) == mark


def _regular(
    path: Path, delimiter: str, width: int, start: int
) -> Iterator[tuple[list[pa.LargeStringArray], int]]:
    """Columns of the rows of a UTF-8 file from the byte `start` on, with the bytes that they take.

    Ends before the first row that is not regular: of `width` cells, each one either whole in
    quotation marks or without any, with a line break at its end. On these the parser of pyarrow
    and the strict one of Python's csv agree (RFC 4180), and pyarrow's takes a third of the time.
    """
    mark = re.escape(delimiter)
    cell = rf'(?:"[^"]*+(?:""[^"]*+)*+"|[^"\r\n{mark}]*+)'
    regular = re.compile(rf"(?:{mark.join([cell] * width)}\r?\n)*+".encode())
    names = [str(place) for place in range(width)]
    with path.open("rb") as file:
        file.seek(start)
        held = b""
        while block := file.read(_REGULAR):
            held += block
            end = regular.match(held).end()  # type: ignore[union-attr]
            if not end:
                return
            table = pyarrow.csv.read_csv(
                pa.py_buffer(held[:end]),
                read_options=pyarrow.csv.ReadOptions(column_names=names, block_size=end + 1),
                parse_options=pyarrow.csv.ParseOptions(
                    delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False
                ),
                convert_options=pyarrow.csv.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.large_string())
                ),
            )
            columns = [column.combine_chunks() for column in table.columns]
            if any(_longest(column) > csv.field_size_limit() for column in columns):
                return
            held = held[end:]
            yield columns, end


def _longest(column: pa.LargeStringArray) -> int:
    return pc.max(pc.binary_length(column)).as_py() or 0


def _note(severity: Severity, source: str, rule: str, value: str, message: str) -> Problem:
    return Problem(severity, source, "", "", rule, value, message)


def _fault(source: str, rule: str, value: str, message: str, row: int | str = "") -> Unreadable:
    return Unreadable(Problem("error", source, row, "", rule, value, message))
