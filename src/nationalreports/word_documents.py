"""Word files to lines, through pandoc's tree."""

from __future__ import annotations

import json
import re
import struct
import zipfile
from pathlib import Path

import pypandoc

from nationalreports.letter_wording import (
    is_item_number,
    is_salutation,
    is_table_head,
    sector_of_heading,
)
from nationalreports.lines import Document, Line, UnreadableError, clean

# A letter has a few pages. Far more than this is a file made to fill the memory.
LARGEST_UNPACKED = 200_000_000


def _check_zip(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError, struct.error) as error:
        raise UnreadableError(
            "is not a Word file that can be opened (damaged, or protected by a password); "
            "open it in Word and save it again as .docx"
        ) from error
    if unpacked > LARGEST_UNPACKED:
        raise UnreadableError("unpacks to far more than a letter; save it again without pictures")
    if not any(name.startswith("word/") for name in names):
        raise UnreadableError("is a zip file, but not a Word file; save it as .docx")


def _unread_parts(path: Path) -> tuple[str, ...]:
    """What the letter's text has that pandoc leaves out, or shows though nobody sees it."""
    with zipfile.ZipFile(path) as archive:
        try:
            body = archive.read("word/document.xml")
        except (KeyError, zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
            return ()
    found = []
    if b"txbxContent" in body:
        found.append("text boxes, whose text was not read")
    if re.search(rb"<w:vanish(?: w:val=\"(?:1|true)\")?\s*/>", body):
        found.append("hidden text, which was read as if it could be seen")
    return tuple(found)


def read_word(path: Path) -> Document:
    """Word through pandoc, which unlike python-docx sees tracked insertions and list numbers."""
    _check_zip(path)
    try:
        tree = json.loads(
            pypandoc.convert_file(
                str(path), "json", format="docx+styles", extra_args=["--track-changes=all"]
            )
        )
    except (RuntimeError, OSError, ValueError) as error:
        raise UnreadableError(
            "is a damaged Word file; open it in Word and save it again as .docx"
        ) from error
    reader = _WordReader()
    reader.read_blocks(tree["blocks"], level=0, marker="")
    return Document(
        tuple(reader.lines),
        reader.tracked_changes,
        reader.comments,
        notes=reader.notes,
        unread=_unread_parts(path),
    )


class _WordReader:
    """Walks pandoc's tree and keeps its paragraphs as lines. Gathers, so it is a class."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.paragraphs = self.tracked_changes = self.comments = self.notes = 0
        self.in_body = False

    def read_blocks(self, blocks: list, *, level: float, marker: str, style: str = "") -> None:
        """Blocks in order; `marker` belongs to the first paragraph among them."""
        for block in blocks:
            kind, content = block["t"], block.get("c")
            if kind in ("Para", "Plain"):
                self._add(content, level, marker, style)
                marker = ""
            elif kind == "Header":
                self._add(content[2], level, marker, style, heading=True)
                marker = ""
            elif kind == "LineBlock":
                for inlines in content:
                    self._add(inlines, level, marker, style)
                    marker = ""
            elif kind == "Div":
                styles = dict(content[0][2])
                self.read_blocks(
                    content[1], level=level, marker=marker, style=styles.get("custom-style", style)
                )
                marker = ""
            elif kind == "BlockQuote":
                self.read_blocks(content, level=level, marker=marker, style=style)
                marker = ""
            elif kind == "BulletList":
                for item in content:
                    self.read_blocks(item, level=level + 1, marker="•", style=style)
            elif kind == "OrderedList":
                for number, item in enumerate(content[1], start=content[0][0]):
                    self.read_blocks(item, level=level + 1, marker=f"{number}.", style=style)
            elif kind == "CodeBlock":
                self._add([{"t": "Str", "c": content[1]}], level, marker, style)
            elif kind == "Table":
                self._read_table(content, level, style)
            elif kind == "Figure":
                self.read_blocks(content[2], level=level, marker=marker, style=style)

    def _read_table(self, content: list, level: float, style: str) -> None:
        """A table's cells row by row; after the salutation, each of its last column an item.

        What stands left of it is the item's number, or a heading, once for the rows it spans.
        """
        heads, rows = _table_rows(content)
        if not self.in_body or any(is_salutation(_plain(cell)) for row in rows for cell in row):
            for row in heads + rows:
                for cell in row:
                    self.read_blocks(cell, level=level, marker="", style=style)
            return
        # pandoc takes the first row for a head whether it is one or not.
        named = bool(heads) and is_table_head([clean(_plain(cell)) for cell in heads[0]])
        for row in heads if named else []:
            self.read_blocks(row[-1], level=level, marker="", style=style)
        heading = ""
        for row in rows if named else heads + rows:
            *left, last = row
            marker = "•"
            for cell in left:
                text = clean(_plain(cell))
                if is_item_number(text):
                    continue
                if text != heading:
                    self.read_blocks(cell, level=level, marker="", style=style)
                    heading = text
            if sector_of_heading(clean(_plain(last))):
                marker = ""
            # A list that opens its cell holds the items; one below a paragraph is part of it.
            listed = bool(last) and last[0]["t"] in ("BulletList", "OrderedList")
            self.read_blocks(last, level=level + (not listed), marker=marker, style=style)

    def _add(
        self, inlines: list, level: float, marker: str, style: str, *, heading: bool = False
    ) -> None:
        raw = self._text(inlines)
        if not raw.strip():
            return
        self.paragraphs += 1
        self.in_body = self.in_body or is_salutation(clean(raw))
        if marker and (deeper := re.search(r"list.*\s([2-9])$", style, re.IGNORECASE)):
            # Styles such as "List Bullet 2" are lists of their own to pandoc, one level deep.
            level = max(level, int(deeper[1]))
        kinds = {inline["t"] for inline in inlines if inline["t"] not in ("Space", "LineBreak")}
        bold = kinds <= {"Strong"} and len(raw) <= 100
        # The odd part sets a list item's further paragraphs apart from its marker's own.
        continued = re.match(r"list continue", style, re.IGNORECASE) is not None
        level = max(level, 1) if continued else level
        indent = level if marker or not level else level + 0.75
        for part, text in enumerate(raw.split("\n")):
            if clean(text):
                self.lines.append(
                    Line(
                        clean(text),
                        self.paragraphs,
                        f"paragraph {self.paragraphs}",
                        gap=part == 0,
                        indent=2 * (indent if part == 0 else level),
                        marker=marker if part == 0 else "",
                        heading=heading or bold,
                    )
                )

    def _text(self, inlines: list) -> str:
        parts = []
        for inline in inlines:
            kind, content = inline["t"], inline.get("c")
            if kind == "Str":
                parts.append(content)
            elif kind in ("Space", "SoftBreak"):
                parts.append(" ")
            elif kind == "LineBreak":
                parts.append("\n")
            elif kind == "Span":
                parts.append(self._span(content))
            elif kind == "Quoted":
                mark = "'" if content[0]["t"] == "SingleQuote" else '"'
                parts.append(mark + self._text(content[1]) + mark)
            elif kind == "Link":
                parts.append(self._text(content[1]))
            elif kind in ("Emph", "Strong", "Underline", "SmallCaps", "Subscript"):
                parts.append(self._text(content))
            elif kind == "Superscript":
                inner = self._text(content)
                # A raised number is a note mark; a raised "th" is text.
                parts.append("" if inner.strip().isdigit() else inner)
            elif kind in ("Code", "Math"):
                parts.append(content[1])
            elif kind == "Note":
                self.notes += 1
        return "".join(parts)

    def _span(self, content: list) -> str:
        classes = content[0][1]
        if "comment-start" in classes:
            self.comments += 1
            return ""
        if any(name.startswith("paragraph-") for name in classes):
            self.tracked_changes += 1
            return ""
        if "deletion" in classes:
            self.tracked_changes += 1
            return ""
        if "insertion" in classes:
            self.tracked_changes += 1
        return self._text(content[1])


def _table_rows(content: list) -> tuple[list[list[list]], list[list[list]]]:
    """The blocks of each cell, by row: those of the head, and all others."""
    heads = [[cell[4] for cell in row[1]] for row in content[3][1]]
    bodies = [row for body in content[4] for row in (*body[2], *body[3])]
    return heads, [[cell[4] for cell in row[1]] for row in (*bodies, *content[5][1])]


def _plain(blocks: list) -> str:
    """The words of blocks, to tell what a cell is."""
    found: list[str] = []

    def walk(node: object) -> None:
        if isinstance(node, dict):
            if node.get("t") == "Str":
                found.append(node["c"])
            elif node.get("t") in ("Space", "SoftBreak", "LineBreak"):
                found.append(" ")
            else:
                walk(node.get("c"))
        elif isinstance(node, list):
            for part in node:
                walk(part)

    walk(blocks)
    return "".join(found)
