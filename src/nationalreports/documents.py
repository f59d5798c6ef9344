"""Read a document (Markdown, text, Word or PDF) into lines that know where they stand.

One form for all four formats, so that one reading of it gives the same result for each: what
belongs together is settled afterwards, in `passages`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from nationalreports.furniture import join_lone_bullets
from nationalreports.letter_wording import (
    is_item_number,
    is_salutation,
    is_table_head,
    sector_of_heading,
)
from nationalreports.lines import Document, Line, UnreadableError, clean
from nationalreports.pdf_documents import read_pdf
from nationalreports.word_documents import read_word

# A letter has a few pages. Far more than this is a mistake, or a file made to fill the memory.
LARGEST_FILE = 20_000_000
LONGEST_LETTER = 200_000  # characters
LONGEST_PARAGRAPH = 10_000
TAB_WIDTH = 4


def read_document(path: Path) -> Document:
    """Read a file by its suffix. Raises UnreadableError (ScanError) with reason and remedy."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UnreadableError(
                f"is larger than {LARGEST_FILE // 1_000_000} MB; save it without pictures"
            )
        return _of_a_letters_length(READERS[path.suffix.lower()](path))
    except OSError as error:
        raise UnreadableError(f"cannot be opened ({error.strerror}); check the file") from error
    except RecursionError as error:
        raise UnreadableError("is nested too deeply for a letter; save it as plain text") from error


def _of_a_letters_length(document: Document) -> Document:
    """The document. Raises UnreadableError for one too long, before any pattern is tried."""
    for line in document.lines:
        if len(line.text) > LONGEST_PARAGRAPH:
            raise UnreadableError(
                f"has a paragraph of {len(line.text):,} characters ({line.locator}), far more than "
                "a letter's; check the file, and divide the paragraph if it is right"
            )
    length = sum(len(line.text) for line in document.lines)
    if length > LONGEST_LETTER:
        raise UnreadableError(
            f"has {length:,} characters, far more than a letter; keep one letter a file"
        )
    return document


def decode(content: bytes) -> str:
    """Bytes as text: UTF-8 with or without mark, UTF-16 with one. Raises UnreadableError."""
    if len(content) > 8 * LONGEST_LETTER:
        raise UnreadableError("is far longer than a letter; keep one letter a file")
    if not content.strip():
        raise UnreadableError("is empty; put the letter there")
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UnreadableError(
            f"is not UTF-8 text (line {line}); save it as UTF-8, or as .docx or .pdf if it is one"
        ) from error
    control = re.search("[\x00-\x08\x0e-\x1b\x7f]", text)
    if control:
        line = text[: control.start()].count("\n") + 1
        raise UnreadableError(
            f"holds binary data (line {line}); save it as UTF-8 text, or with its true suffix"
        )
    return text


def _text_lines(text: str, *, markdown: bool) -> Iterator[Line]:
    """The lines of a text that are not blank; a form feed opens a page."""
    gap, page_start = True, False
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if markdown and "-->" in text:
        # Comments keep their line breaks, so that the lines below keep their numbers.
        text = re.sub(r"<!--.*?-->", lambda found: "\n" * found[0].count("\n"), text, flags=re.S)
    for row, raw in enumerate(text.split("\n"), start=1):
        if "\f" in raw:
            gap = page_start = True
        columns = raw.replace("\f", "").replace("\xa0", " ").expandtabs(TAB_WIDTH)
        body = columns.lstrip()
        heading = False
        if re.fullmatch(r"\s*([-*_=~]\s*){3,}", body):
            gap = True
            continue
        if markdown:
            body = re.sub(r"^(>\s?)+", "", body)
            heading = bool(re.match(r"#{1,6}\s", body)) or bool(
                re.fullmatch(r"(\*\*|__)(?!\s).{1,100}(?<!\s)\1\s*\\?", body.strip())
            )
            body = re.sub(r"^#{1,6}\s+|\s+#+\s*$", "", body) if heading else body
            body = re.sub(r"\\$", "", body.rstrip())
            body = re.sub(r"^([*_]{1,3})(?!\s)([^*_]+)(?<!\s)\1$", r"\2", body.rstrip())
        body = clean(body) if body.strip() else ""
        if not body:
            gap = True
            continue
        yield Line(
            body,
            row,
            f"line {row}",
            gap=gap,
            page_start=page_start,
            indent=len(columns) - len(columns.lstrip()),
            width=len(columns.rstrip()),
            heading=heading,
        )
        gap, page_start = heading, False


def strip_markup(text: str) -> str:
    """A Markdown paragraph's text without its inline markup."""
    text = re.sub(r"!\[[^\]]{0,300}\]\([^)]{0,500}\)", "", text)
    text = re.sub(r"\[\^[^\]]+\]|<sup>\s*\[?\d{1,2}\]?\s*</sup>", "", text)
    text = re.sub(r"\[([^\]]{0,300})\]\((?:[^()]|\([^)]{0,300}\)){0,500}\)", r"\1", text)
    text = re.sub(r"<((?:https?://|mailto:)[^>\s]+|[^>\s@]+@[^>\s]{1,500})>", r"\1", text)
    text = re.sub(r"</?(?:b|i|u|em|strong|span|sup|sub|br|p|a|div)\b[^>]*>", " ", text)
    text = re.sub(r"~~[^~]{1,500}~~", "", re.sub(r"^\[[ xX]\]\s", "", text))
    for _ in range(2):  # emphasis within emphasis
        text = re.sub(r"(?<!\\)(\*{1,3})(?=\S)(.{1,2000}?)(?<=[^\s\\])\1", r"\2", text)
        text = re.sub(r"(?<![\w\\])(_{1,3})(?=\S)(.{1,2000}?)(?<=[^\s\\])\1(?!\w)", r"\2", text)
    text = re.sub(r"`([^`]+)`", r"\1", text)
    text = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)
    return clean(html.unescape(text))


def _read_markdown(path: Path) -> Document:
    text = re.sub(r"^( {0,3})\[\^(\w{1,10})\]:", r"\1[\2]", decode(path.read_bytes()), flags=re.M)
    return Document(tuple(_with_tables(list(_text_lines(text, markdown=True)))))


def _with_tables(lines: list[Line]) -> Iterator[Line]:
    """The lines with Markdown's tables as Word's are read: each row's last cell is an item.

    What stands left of it is the item's number, or a heading, once for the rows that it spans.
    """
    in_body, rows_before, heading = False, 0, ""
    for line in lines:
        in_body = in_body or is_salutation(line.text)
        if not (in_body and re.fullmatch(r"\|.+\|", line.text)):
            yield line
            rows_before, heading = 0, ""
            continue
        *left, last = (clean(cell) for cell in re.split(r"(?<!\\)\|", line.text[1:-1]))
        rows_before += 1
        if all(re.fullmatch(r":?-+:?", cell) for cell in (*left, last)):
            continue
        if rows_before == 1 and is_table_head([*left, last]):
            yield replace(line, text=last, gap=True)
            continue
        for cell in left:
            if not is_item_number(cell) and cell != heading:
                heading = cell
                yield replace(line, text=cell, gap=True)
        yield replace(line, text=last, gap=True, marker="" if sector_of_heading(last) else "•")


def _read_text(path: Path) -> Document:
    lines = list(_text_lines(decode(path.read_bytes()), markdown=False))
    return Document(tuple(join_lone_bullets(lines)))


READERS: dict[str, Callable[[Path], Document]] = {
    ".md": _read_markdown,
    ".txt": _read_text,
    ".docx": read_word,
    ".pdf": read_pdf,
}
