"""CSV files, row after row: the encoding proved, the delimiter known, every quotation mark closed.

A file is gone through twice and never held whole: once to prove that it is text, once for its rows.

Rules: TAB-002 not in the encoding, or control characters; TAB-004 quoting; TAB-011 another
delimiter; TAB-012 another encoding; TAB-018 too large; TAB-019 no line break at the end.
"""

from __future__ import annotations

import codecs
import csv
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nationalreports.cells import BROKEN, INVISIBLE, SPACES
from nationalreports.headers import join_headers
from nationalreports.problems import Problem, Severity, Unreadable

#: The largest file that is read, in bytes: five times a survey of a million responses.
LARGEST = 2_000_000_000

#: Rows handed on at a time; more of them take more memory and gain no time.
CHUNK = 20_000

_BLOCK = 1 << 20
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

    chunks: Iterator[list[list[str]]]
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
    return Delimited(_chunks(path, source, codec, delimiter), notes, odd, ended)


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


def _chunks(path: Path, source: str, codec: str, delimiter: str) -> Iterator[list[list[str]]]:
    """All rows, also blank ones, at most `CHUNK` at a time."""
    before = 0
    with path.open(encoding=codec, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        while True:
            rows: list[list[str]] = []
            try:
                rows.extend(itertools.islice(reader, CHUNK))
            except csv.Error as error:
                message = f"cannot be read as CSV ({error}); check the quotation marks in this row"
                row = before + len(rows) + 1
                raise _fault(source, "TAB-004", "", message, row=row) from error
            if not rows:
                return
            before += len(rows)
            yield rows


def _note(severity: Severity, source: str, rule: str, value: str, message: str) -> Problem:
    return Problem(severity, source, "", "", rule, value, message)


def _fault(source: str, rule: str, value: str, message: str, row: int | str = "") -> Unreadable:
    return Unreadable(Problem("error", source, row, "", rule, value, message))
