"""What stands in the parts of an XLSX file that no table can show: formulas, merged cells, errors.

The parts are streamed from the zip through expat. A document type, and so any entity of its own,
is refused. What a part says of its cells is proved here before calamine lays out a grid for it,
which one stray cell in the last row and column would make larger than any memory.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from typing import IO, Any
from xml.parsers import expat

#: Most rows and columns of a sheet (ECMA-376; Excel's own limits).
_ROWS, _COLUMNS = 1_048_576, 16_384

#: From here on a spreadsheet no longer holds every digit of a number (15 are kept).
_DIGITS_LOST = 1e15

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ENCODINGS = {"", "utf-8", "us-ascii", "ascii"}


class Corrupt(Exception):
    """A part is not as the standard has it."""


@dataclass(frozen=True)
class Sheet:
    """A worksheet, its part in the zip, and whether people see it."""

    name: str
    part: str
    visible: bool


@dataclass
class Contents:
    """What a sheet's cells hold: `rows` and `columns` reach to the last filled ones.

    `formulas`, `errors` and `long_numbers` list row (from 1), column (from 0) and the text there.
    `merged` holds ranges such as "A1:C1".
    """

    rows: int = 0
    columns: int = 0
    formulas: list[tuple[int, int, str]] = field(default_factory=list)
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    long_numbers: list[tuple[int, int, str]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)


def list_sheets(archive: zipfile.ZipFile) -> list[Sheet]:
    """The worksheets in the order of their tabs, without charts and macros. May raise `Corrupt`."""
    sheets: list[dict[str, str]] = []
    links: dict[str, dict[str, str]] = {}

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            sheets.append({key.rpartition(":")[2]: value for key, value in attributes.items()})

    def link(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            links[attributes.get("Id", "")] = attributes

    _walk(archive, "xl/workbook.xml", sheet)
    _walk(archive, "xl/_rels/workbook.xml.rels", link)
    found = []
    for entry in sheets:
        target = links.get(entry.get("id", ""), {})
        if target.get("Type", "").endswith("/worksheet"):
            part = posixpath.normpath(posixpath.join("/xl", target.get("Target", ""))).lstrip("/")
            visible = entry.get("state", "visible") == "visible"
            found.append(Sheet(entry.get("name", ""), part, visible))
    if len({sheet.name for sheet in found}) < len(found):
        raise Corrupt("two sheets have one name")
    return found


def look_through(archive: zipfile.ZipFile, sheet: Sheet) -> Contents:
    """What the cells of a sheet hold. May raise `Corrupt`, and what expat and zipfile raise."""
    reader = _Reader()
    _walk(archive, sheet.part, reader.start, reader.end, reader.text)
    return reader.contents


class _Reader:
    """Follows the elements of a sheet and keeps the place of the cell that it is in."""

    def __init__(self) -> None:
        self.contents = Contents()
        self.row = 0
        self.column = -1
        self.kind = ""
        self.value: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._place(attributes.get("r"))
            self.kind = attributes.get("t", "n")
            self.value = None
        elif name == "row":
            number = int(attributes.get("r", self.row + 1))
            if not self.row < number <= _ROWS:
                raise Corrupt("rows out of order")
            self.row, self.column = number, -1
        elif name in ("v", "is", "f") and self.column >= 0:
            self.contents.rows = self.row
            self.contents.columns = max(self.contents.columns, self.column + 1)
            if name == "v" and self.kind in ("n", "e"):
                self.value = []
            elif name == "f":
                self.contents.formulas.append((self.row, self.column, ""))
        elif name == "mergeCell":
            self.contents.merged.append(attributes.get("ref", ""))

    def text(self, data: str) -> None:
        if self.value is not None:
            self.value.append(data)

    def end(self, name: str) -> None:
        if name != "v" or self.value is None:
            return
        value = "".join(self.value).strip()
        self.value = None
        # What a formula came to is told as a formula.
        formulas = self.contents.formulas
        if not value or (formulas and formulas[-1][:2] == (self.row, self.column)):
            return
        if self.kind == "e":
            self.contents.errors.append((self.row, self.column, value))
        elif abs(float(value)) >= _DIGITS_LOST:
            self.contents.long_numbers.append((self.row, self.column, value))

    def _place(self, reference: str | None) -> None:
        """Take the place of the next cell; cells may leave their reference out."""
        before = self.column
        self.column += 1
        if reference is not None:
            match = _REFERENCE.fullmatch(reference)
            if not match or int(match[2]) != self.row:
                raise Corrupt("a cell has an impossible place")
            self.column = -1
            for letter in match[1]:
                self.column = (self.column + 1) * 26 + ord(letter) - ord("A")
        if not before < self.column < _COLUMNS or not self.row:
            raise Corrupt("cells out of order")


def _walk(
    archive: zipfile.ZipFile, part: str, start: Any, end: Any = None, text: Any = None
) -> None:
    """Call `start(name, attributes)`, `end(name)` and `text(data)`, names without their prefix."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise Corrupt("a part has a document type")

    def declare(_: str, encoding: str | None, __: int) -> None:
        if (encoding or "").lower() not in _ENCODINGS:
            raise Corrupt("a part is not UTF-8")

    parser.StartDoctypeDeclHandler = refuse
    parser.XmlDeclHandler = declare
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    if end:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
        parser.CharacterDataHandler = text
    with archive.open(part) as stream:
        _parse(parser, stream)


def _parse(parser: Any, stream: IO[bytes]) -> None:
    block = stream.read(1 << 16)
    if block[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in block[:4]:
        raise Corrupt("a part is not UTF-8")
    while block:
        parser.Parse(block, False)
        block = stream.read(1 << 16)
    parser.Parse(b"", True)
