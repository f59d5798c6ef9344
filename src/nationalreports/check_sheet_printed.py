"""All that a report prints, piece by piece, with each fact in it marked by its key.

The report is made once more by the renderer's own path, with invisible marks around every fact.
What comes out is the page's whole text, so nothing that is printed can be left out: a piece that
holds no fact is a piece all the same. A claim that a source marks as such would come out as a
span with its key, and can be marked in the same way.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from nationalreports.markdown import escape
from nationalreports.rendering import METADATA_FILE, render_embedded

#: What numbers of figures, tables and footnotes are marked with.
NUMBERING = "numbering"

#: A mark opens with a character of its own, counted from here, and is closed by `_CLOSE`: private
#: characters, which no text that is printed has (`fragments.escape` takes them out).
_FIRST, _CLOSE = 0xF0000, "\ue000"
_MARK = re.compile(f"[{chr(_FIRST)}-{chr(_FIRST + 0xFFFD)}{_CLOSE}]")


@dataclass(frozen=True)
class Span:
    """A part of a piece's text that is one fact."""

    key: str
    start: int
    end: int


@dataclass(frozen=True)
class Piece:
    """One text of a report.

    `section` is the heading above it. `owner` is the id of the figure or table that it belongs to
    (`fig-…`, `tbl-…`); `row` and `column` count the cells of a table's body from 0, and are -1 for
    all else; `head` are the texts at the head of its row and column. `part` says what it is:
    `text`, `caption`, `head` (of a column), `cell` or `alt`.
    """

    section: str
    owner: str
    part: str
    text: str
    spans: tuple[Span, ...] = ()
    row: int = -1
    column: int = -1
    head: tuple[str, str] = ("", "")


def read_printed(
    staging: Path,
    report: str,
    questions: Mapping[str, Any],
    themes: Mapping[str, Any],
    *,
    timestamp: datetime.datetime,
) -> list[Piece]:
    """The pieces of `report`, in the order of the page, from its staging folder.

    `questions` and `themes` are those of the codebook. Marks what stands in the folder, so it is to
    be a folder of its own. Raises `RenderingError` as the renderer does.
    """
    keys = [NUMBERING]
    path = staging / METADATA_FILE
    metadata = json.loads(path.read_text(encoding="utf-8"))
    facts = metadata["facts"]
    for question in questions:
        _mark_list(staging / f"_generated/themes-{question}.md", question, facts, themes, keys)
    marked = {name: _marked(name, value, keys) for name, value in metadata.items()}
    path.write_text(json.dumps(marked, ensure_ascii=False), encoding="utf-8")
    page = staging / f"{report}-marked.html"
    render_embedded(staging, report, "html", page, timestamp=timestamp)
    return read_pieces(page.read_text(encoding="utf-8"), keys)


def read_pieces(page: str, keys: list[str] | None = None) -> list[Piece]:
    """The pieces of an HTML page; `keys` are those of the marks in it, by their numbers."""
    walker = _Walker(keys or [NUMBERING])
    walker.feed(page)
    walker.close()
    walker.flush()
    return walker.pieces


def _wrap(key: str, text: str, keys: list[str]) -> str:
    keys.append(key)
    return f"{chr(_FIRST + len(keys) - 1)}{text}{_CLOSE}"


def _marked(key: str, value: Any, keys: list[str]) -> Any:
    if isinstance(value, Mapping):
        return {name: _marked(f"{key}.{name}", entry, keys) for name, entry in value.items()}
    return value if isinstance(value, bool) else _wrap(key, value, keys)


def _mark_list(
    path: Path,
    question: str,
    facts: Mapping[str, Any],
    themes: Mapping[str, Any],
    keys: list[str],
) -> None:
    """Mark the counts in a list of themes, which `fragments` prints without a fact."""
    labels = {escape(entry["label"]): theme for theme, entry in themes.items()}

    def mark(match: re.Match[str]) -> str:
        theme = labels[match[2]]
        kind = next(
            kind
            for kind in ("themes", "discussions")
            if facts[kind][question][theme]["reported"] == match[3]
        )
        return match[1] + _wrap(f"facts.{kind}.{question}.{theme}.reported", match[3], keys)

    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)^(- \*\*(.+?)\*\*: )(.+)$", mark, text), encoding="utf-8")


#: Tags within a text; any other parts one text from the next.
_INLINE = {
    *("a", "abbr", "b", "br", "cite", "code", "del", "em", "i", "ins", "mark", "q", "small"),
    *("span", "strong", "sub", "sup", "u"),
}
_NEVER_CLOSED = {"br", "hr", "img", "input", "link", "meta"}
#: `details` hold a copy of a table in the annex, made by `web.lua` as the page is written.
_LEFT_OUT = {"style", "script", "details"}
_CELLS = {"td", "th"}


class _Walker(HTMLParser):
    """Collects the text between the tags of blocks, wherever it stands."""

    def __init__(self, keys: list[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self._keys = keys
        self._open: list[tuple[str, str, bool]] = []  # tag, id, whether it is marked as a number
        self._buffer: list[str] = []
        self._section = ""
        self._columns: list[str] = []
        self._row, self._column, self._row_head = -1, -1, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._left_out():
            self._open += [] if tag in _NEVER_CLOSED else [(tag, "", False)]
            return
        given = {name: value or "" for name, value in attrs}
        if tag not in _INLINE:
            self.flush()
        if tag == "img":
            self._buffer.append(given.get("alt", ""))
            self.flush(part="alt")
        if tag == "table":
            self._columns, self._row = [], -1
        if tag == "tr":
            self._column, self._row_head = -1, ""
            self._row += self._within("tbody")
        if tag in _CELLS:
            self._column += 1
        if tag == "br":
            self._buffer.append(" ")
        if tag in _NEVER_CLOSED:
            return
        numbers = "number" in given.get("class", "").split() or tag == "sup"
        numbers = numbers or re.match("#(fig|tbl)-", given.get("href", "")) is not None
        if numbers:
            self._buffer.append(chr(_FIRST))
        self._open.append((tag, given.get("id", ""), numbers))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self.flush()
        while self._open:
            closed, _, numbers = self._open.pop()
            if numbers:
                self._buffer.append(_CLOSE)
            if closed == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self._left_out():
            self._buffer.append(data)

    def flush(self, part: str = "") -> None:
        """Make a piece of the text so far, if there is any."""
        text, spans = self._unmarked()
        if not text:
            return
        tags = {tag for tag, _, _ in self._open}
        owner = next(
            (name for _, name, _ in reversed(self._open) if re.match("(fig|tbl)-", name)), ""
        )
        if not part:
            part = "caption" if tags & {"caption", "figcaption"} else "text"
            if tags & _CELLS:
                part = "cell" if "tbody" in tags else "head"
        row = column = -1
        if part == "cell":
            row, column = self._row, self._column
            self._row_head = self._row_head or text
        elif part == "head":
            self._columns.append(text)
        if tags & {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self._section = text
        named = self._columns[column] if 0 <= column < len(self._columns) else ""
        head = (self._row_head, named) if part == "cell" else ("", "")
        self.pieces.append(Piece(self._section, owner, part, text, spans, row, column, head))

    def _left_out(self) -> bool:
        return any(tag in _LEFT_OUT for tag, _, _ in self._open)

    def _within(self, tag: str) -> bool:
        return any(opened == tag for opened, _, _ in self._open)

    def _unmarked(self) -> tuple[str, tuple[Span, ...]]:
        tidy = " ".join("".join(self._buffer).split())
        self._buffer = []
        parts: list[str] = []
        opened: list[tuple[str, int]] = []
        spans = []
        length = last = 0
        for match in _MARK.finditer(tidy):
            parts.append(tidy[last : match.start()])
            length += match.start() - last
            last = match.end()
            if match[0] != _CLOSE:
                opened.append((self._keys[ord(match[0]) - _FIRST], length))
            elif opened:
                key, start = opened.pop()
                spans.append(Span(key, start, length))
        return "".join([*parts, tidy[last:]]), tuple(spans)
