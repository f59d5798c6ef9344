"""Lines of a document that know where they stand: one form for all formats of letters."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# What a PDF's text layer has where a word was divided at a line end.
PDF_HYPHEN = "\ufffe"

_NOTE_MARK = re.compile(
    r"(?<=[^\W\d_]{2})(?<!km)(?<!cm)(?<!mm)(?<!ft)[⁰¹²³⁴-⁹]+|(?<=[.,;:!?)’”\"'*_])[⁰¹²³⁴-⁹]+"
    r"|(?<=[\w.,;:!?)’”\"'])\[\d{1,2}\]"
)
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


class UnreadableError(Exception):
    """The file cannot be read; the message says why and what to do."""


class ScanError(UnreadableError):
    """The file holds pictures of pages, and no text."""


@dataclass(frozen=True)
class Line:
    """A line of text, or a paragraph of a Word file.

    `row` counts lines, Word paragraphs (those with text) or PDF pages from 1; `locator` says the
    same in words. `gap`: white space stands above it. `page_start`: it opens a page.
    `edge`: its height on the page in points where it stands at the top or foot of a PDF page.
    `indent` is in columns, points or list levels: only comparable within a document. `marker`:
    the list marker, where the format has lists of its own. `width`: of a text, the column at
    which the line ends; 0 where lines are no matter of columns.
    """

    text: str
    row: int
    locator: str
    gap: bool = False
    page_start: bool = False
    indent: float = 0
    marker: str = ""
    heading: bool = False
    edge: float | None = None
    width: int = 0


@dataclass(frozen=True)
class Document:
    """A document's lines, and what a reader should be told about how it was read."""

    lines: tuple[Line, ...]
    tracked_changes: int = 0
    comments: int = 0
    scanned_pages: tuple[int, ...] = ()
    notes: int = 0
    unread: tuple[str, ...] = ()


def clean(text: str) -> str:
    """Text in NFKC with white space collapsed, without note marks and invisible characters."""
    text = _INVISIBLE.sub("", _NOTE_MARK.sub("", text))
    return " ".join(unicodedata.normalize("NFKC", text).split())
