"""Word files to lines, through pandoc's tree."""

from __future__ import annotations

import json
import re
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypandoc

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
    return Document(tuple(reader.lines), reader.tracked_changes, reader.comments)


class _WordReader:
    """Walks pandoc's tree and keeps its paragraphs as lines. Gathers, so it is a class."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.paragraphs = self.tracked_changes = self.comments = 0

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
                for cell in _table_cells(content):
                    self.read_blocks(cell, level=level, marker="", style=style)
            elif kind == "Figure":
                self.read_blocks(content[2], level=level, marker=marker, style=style)

    def _add(
        self, inlines: list, level: float, marker: str, style: str, *, heading: bool = False
    ) -> None:
        raw = self._text(inlines)
        if not raw.strip():
            return
        self.paragraphs += 1
        if marker and (deeper := re.search(r"list.*\s([2-9])$", style, re.IGNORECASE)):
            # Styles such as "List Bullet 2" are lists of their own to pandoc, one level deep.
            level = max(level, int(deeper[1]))
        kinds = {inline["t"] for inline in inlines if inline["t"] not in ("Space", "LineBreak")}
        bold = kinds <= {"Strong"} and len(raw) <= 100
        # The odd half sets a list item's further paragraphs apart from its marker's own.
        indent = level if marker or not level else level + 0.5
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


def _table_cells(content: list) -> Iterator[list]:
    """The blocks of each cell, row by row: head, bodies, foot."""
    rows = list(content[3][1])
    for body in content[4]:
        rows += body[2] + body[3]
    for row in rows + content[5][1]:
        for cell in row[1]:
            yield cell[4]
