"""Archives, and the workbooks and documents that are archives of XML: their parts, and cells."""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

#: More than this is not unpacked: a few kilobytes can be made to fill a disk.
LARGEST = 500_000_000


class NotOfItsKind(Exception):
    """The bytes are not what the file's name says; the message says what they are not."""


@dataclass(frozen=True)
class Members:
    """An archive's parts by name, None where one cannot be unpacked, and the archive's comments."""

    parts: Mapping[str, bytes | None]
    comment: str

    def is_xml(self, name: str) -> bool:
        """Whether a part is XML, whatever it is called."""
        start = (self.parts[name] or b"")[:200].lstrip(b"\xef\xbb\xbf \r\n\t")
        return start.startswith(b"<?xml") or name.endswith((".rels", ".vml"))


def members(content: bytes) -> Members:
    """The parts of a ZIP file. Raises `NotOfItsKind` for what is none."""
    parts: dict[str, bytes | None] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listed = archive.infolist()
            said = [archive.comment, *(one.comment + one.extra for one in listed)]
            left = LARGEST
            for one in listed:
                left -= one.file_size
                try:
                    part = archive.read(one) if left >= 0 else None
                except (
                    RuntimeError,
                    zipfile.BadZipFile,
                    zlib.error,
                    NotImplementedError,
                    EOFError,
                ):
                    part = None
                # Two parts of one name: neither may hide the other.
                name = one.filename if one.filename not in parts else f"{one.filename} (again)"
                parts[name] = part
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise NotOfItsKind("is no ZIP file or workbook, as its name says") from error
    return Members(parts, b" ".join(said).decode("utf-8", errors="replace"))


def where_in_book(name: str, parts: Mapping[str, bytes | None]) -> Callable[[int], str] | None:
    """How to tell a place in a workbook's part that holds cells; None of any other part."""
    source = (parts[name] or b"").decode("utf-8", errors="replace")
    if name == "content.xml" and "<table:table " in source:
        return lambda offset: _ods_cell(source[:offset])
    if name == "xl/sharedStrings.xml":
        return lambda offset: _shared(source[:offset], parts)
    if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
        sheet = _sheet_names(parts).get(name, name)
        return lambda offset: f"sheet {sheet}{_cell(source[:offset])}"
    return None


def _ods_cell(before: str) -> str:
    start = before.rfind("<table:table ")
    if start < 0:
        return "content.xml"
    named = re.search(r'table:name="([^"]*)"', before[start:])
    row = _counted(before[start:], "row")
    last_row = max(before.rfind("<table:table-row"), start)
    column = _counted(before[last_row:], "column")
    cell = f", cell {_letters(column)}{row}" if row and column else ""
    return f"sheet {html.unescape(named[1]) if named else ''}{cell}"


def _counted(text: str, what: str) -> int:
    """The number of the last row or cell, those that stand for several counted as so many."""
    tag = "table-row" if what == "row" else "(?:covered-)?table-cell"
    found = re.findall(rf"<table:{tag}\b[^>]*", text)
    again = [re.search(rf'number-{what}s-repeated="(\d+)"', one) for one in found]
    # The last one's repetitions come after it.
    return sum(int(one[1]) if one else 1 for one in again[:-1]) + bool(found)


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def _cell(before: str) -> str:
    found = re.findall(r'<c\b[^>]*?\br="([A-Z]+\d+)"', before)
    return f", cell {found[-1]}" if found else ""


def _shared(before: str, parts: Mapping[str, bytes | None]) -> str:
    """The first cell that shows a shared string; a string that no cell shows stays in the file."""
    number = len(re.findall(r"<si[\s>]", before)) - 1
    wanted = re.compile(rf'<c\b(?=[^>]*\bt="s")[^>]*?\br="([A-Z]+\d+)"[^>]*>\s*<v>{number}</v>')
    for part, sheet in _sheet_names(parts).items():
        if found := wanted.search((parts.get(part) or b"").decode("utf-8", errors="replace")):
            return f"sheet {sheet}, cell {found[1]}"
    return "xl/sharedStrings.xml, in no cell"


def _sheet_names(parts: Mapping[str, bytes | None]) -> dict[str, str]:
    """The sheets' names by their parts."""
    book = (parts.get("xl/workbook.xml") or b"").decode("utf-8", errors="replace")
    links = (parts.get("xl/_rels/workbook.xml.rels") or b"").decode("utf-8", errors="replace")
    targets = {}
    for link in re.findall(r"<Relationship\b[^>]*>", links):
        own = dict(re.findall(r'(\w+)="([^"]*)"', link))
        target = own.get("Target", "").lstrip("/")
        targets[own.get("Id", "")] = target if target.startswith("xl/") else f"xl/{target}"
    names = {}
    for sheet in re.findall(r"<sheet\b[^>]*>", book):
        own = dict(re.findall(r'([\w:]+)="([^"]*)"', sheet))
        names[targets.get(own.get("r:id", ""), "")] = html.unescape(own.get("name", ""))
    return names
