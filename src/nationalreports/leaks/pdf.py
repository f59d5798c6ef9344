"""What a PDF file holds: the text of its pages, and every string that stands beside it.

PDFium reads the pages. All other strings are those of the file's objects, whatever they are for:
bookmarks, alternative texts, comments, forms, names. Earlier states that a file keeps are read too.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pikepdf
import pypdfium2

from nationalreports.leaks.archives import NotOfItsKind

#: The place of the metadata in XML.
XMP = "XMP metadata"

_KEYS = {
    "/Alt": "alternative text",
    "/ActualText": "text in another's place",
    "/E": "expansion of a short form",
    "/Contents": "comment",
    "/TU": "name of a form field",
    "/JS": "script",
    "/RC": "comment",
}
# Where a long string may stand as a stream.
_SCRIPTS = ("/JS", "/RC", "/XFA")
_INFO = ("/Title", "/Author", "/Subject", "/Keywords", "/Creator", "/Producer")


class Attached(NamedTuple):
    """A file that the PDF carries."""

    name: str
    content: bytes


def pdf_parts(content: bytes) -> Iterator[tuple[str, str | Attached]]:
    """Place and text of each part, and the files attached. Raises `NotOfItsKind` for no PDF."""
    try:
        states = list(_states(content))
        for number, state in enumerate(states):
            earlier = "" if number == len(states) - 1 else f"earlier state {number + 1}, "
            for place, part in [*_pages(state), *_objects(state)]:
                yield (place if place == XMP else f"{earlier}{place}"), part
    except (pypdfium2.PdfiumError, pikepdf.PdfError, RecursionError) as error:
        raise NotOfItsKind("is a PDF file that cannot be read, or none") from error


def _states(content: bytes) -> Iterator[bytes]:
    """The file as it was when it was first written, and after each change put behind it."""
    ends = [found.end() for found in re.finditer(rb"%%EOF\s*", content)]
    for end in ends[:-1]:
        try:
            pikepdf.open(io.BytesIO(content[:end])).close()
        except pikepdf.PdfError:
            continue  # two ends of one state, as a file made for fast reading has
        yield content[:end]
    yield content


def _pages(content: bytes) -> Iterator[tuple[str, str]]:
    with pypdfium2.PdfDocument(content) as document:
        for number, page in enumerate(document, start=1):
            words = page.get_textpage()
            # A page's text is read whole, off its edges too.
            yield f"page {number}", words.get_text_range()


def _objects(content: bytes) -> Iterator[tuple[str, str | Attached]]:
    with pikepdf.open(io.BytesIO(content)) as document:
        info = document.trailer.get("/Info")
        for listed in document.objects:
            one: Any = listed
            is_info = info is not None and one.objgen == info.objgen != (0, 0)
            yield from _strings(one, "metadata" if is_info else "", 0)
            if isinstance(one, pikepdf.Stream):
                yield from _stream(one)
            elif isinstance(one, pikepdf.Dictionary) and "/EF" in one:
                name = str(one.get("/UF", one.get("/F", "attachment")))
                for stream in one["/EF"].values():
                    yield f"attachment {name}", Attached(name, bytes(stream.read_bytes()))
        for number, page in enumerate(document.pages, start=1):
            for marks in _marked(page):
                yield from _strings(marks, f"page {number}, marked text", 0)


def _marked(page: Any) -> Iterator[Any]:
    """What the marks within a page's content carry, such as the text that stands for a picture."""
    try:
        found = pikepdf.parse_content_stream(page, "BDC DP")
    except pikepdf.PdfParsingError:
        return
    for instruction in found:
        for operand in instruction.operands:
            if isinstance(operand, pikepdf.Dictionary):
                yield operand


def _strings(one: Any, place: str, depth: int) -> Iterator[tuple[str, str]]:
    """Each string directly in an object; objects that it names are visited by themselves."""
    if depth > 20:
        return
    if isinstance(one, pikepdf.String):
        yield place or "string of the file", str(one)
    elif isinstance(one, pikepdf.Array):
        for entry in one:
            if not getattr(entry, "is_indirect", False):
                yield from _strings(entry, place, depth + 1)
    elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        bookmark = "/Dest" in one or ("/Title" in one and "/Parent" in one and "/A" in one)
        for key in one.keys():  # noqa: SIM118 - a stream has no other way
            inner: Any = one.get(key)
            if key in _SCRIPTS and isinstance(inner, pikepdf.Stream):
                written = inner.read_bytes().decode("utf-8", errors="replace")
                yield _KEYS.get(key, "form"), written
            if getattr(inner, "is_indirect", False):
                continue
            own = _KEYS.get(key, "bookmark" if key == "/Title" and bookmark else "")
            own = "metadata" if key in _INFO and not bookmark else own
            yield from _strings(inner, place or own or key.lstrip("/"), depth + 1)


def _stream(one: Any) -> Iterator[tuple[str, str]]:
    if one.get("/Type") == "/Metadata":
        yield XMP, one.read_bytes().decode("utf-8", errors="replace")
