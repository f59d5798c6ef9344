"""PDF files to lines with their positions on the page."""

from __future__ import annotations

import ctypes
import re
import threading
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_raw

from nationalreports.lines import PDF_HYPHEN, Document, Line, ScanError, UnreadableError, clean

# A baseline this much further down than the usual line begins a new paragraph.
PARAGRAPH_GAP = 1.2
# Running heads and page numbers are looked for among so many lines at the top and foot.
EDGE_LINES = 3


#: PDFium must not be called by two threads at a time, whatever document they read.
_PDFIUM = threading.Lock()


class _Placed(NamedTuple):
    """A line where it stands: points from the left and from the foot of its page."""

    text: str
    page: int
    left: float
    height: float
    size: int


def read_pdf(path: Path) -> Document:
    with _PDFIUM:
        return _read(path)


def _read(path: Path) -> Document:
    try:
        document = pdfium.PdfDocument(path)
    except (pdfium.PdfiumError, OSError, ValueError) as error:
        protected = "password" in str(error).lower()
        raise UnreadableError(
            "is protected by a password; save a copy without one"
            if protected
            else "is a damaged PDF; ask for the file again"
        ) from error
    pages: list[list[_Placed]] = []
    scanned: list[int] = []
    try:
        for number in range(1, len(document) + 1):
            page = document[number - 1]
            found = _placed_lines(page, number)
            if not found and any(
                pdf_object.type == pdfium_raw.FPDF_PAGEOBJ_IMAGE
                for pdf_object in page.get_objects(max_depth=3)
            ):
                scanned.append(number)
            pages.append(found)
    except (pdfium.PdfiumError, OSError, ValueError) as error:
        raise UnreadableError("is a damaged PDF; ask for the file again") from error
    finally:
        document.close()
    usual = _usual_steps(pages)
    lines = [line for placed in pages for line in _lines_of_page(placed, usual)]
    if not lines:
        if scanned:
            raise ScanError(
                "is a scan without text; ask for the Word file, or run text recognition and check"
            )
        raise UnreadableError("is a PDF without text; ask for the file again")
    return Document(tuple(lines), scanned_pages=tuple(scanned))


def _placed_lines(page: pdfium.PdfPage, number: int) -> list[_Placed]:
    """A page's lines. PDFium ends none at a divided word, so that its mark ends one here."""
    text_page = page.get_textpage()
    placed = []
    x, y = ctypes.c_double(), ctypes.c_double()
    start = 0
    # \x02 is an older form of the mark.
    whole = text_page.get_text_range().replace("\x02", PDF_HYPHEN)
    for raw in re.findall(rf"[^\r\n{PDF_HYPHEN}]*(?:{PDF_HYPHEN}|\r?\n|$)", whole):
        lead = len(raw) - len(raw.lstrip())
        text = clean(raw)
        if text:
            pdfium_raw.FPDFText_GetCharOrigin(text_page, start + lead, x, y)
            size = round(pdfium_raw.FPDFText_GetFontSize(text_page, start + lead))
            placed.append(_Placed(text, number, x.value, y.value, size))
        # PDFium counts UTF-16 units.
        start += len(raw.encode("utf-16-le", "surrogatepass")) // 2
    return placed


def _usual_steps(pages: list[list[_Placed]]) -> dict[int, float]:
    """The step from line to line within a paragraph, by size of type.

    It is the smallest step that is no exception: at least a tenth of those of its size.
    """
    steps: dict[int, list[float]] = {}
    for placed in pages:
        for above, below in pairwise(placed):
            if above.height - below.height > 1 and above.size == below.size:
                steps.setdefault(below.size, []).append(round(above.height - below.height, 1))
    usual = {}
    for size, found in steps.items():
        counts = Counter(round(step) for step in found)
        usual[size] = (
            min(step for step in found if counts[round(step)] >= max(2, len(found) / 10))
            if max(counts.values()) > 1
            else min(found)
        )
    return usual


def _lines_of_page(placed: list[_Placed], usual: dict[int, float]) -> list[Line]:
    """Lines with gaps: a step down larger than the usual one."""
    lines = []
    for place, line in enumerate(placed):
        step = placed[place - 1].height - line.height if place else 0.0
        # A size of type that stands on one line only has no usual step: leading is about 1.25.
        allowed = PARAGRAPH_GAP * usual.get(line.size, 1.25 * line.size)
        at_edge = place < EDGE_LINES or place >= len(placed) - EDGE_LINES
        lines.append(
            Line(
                line.text,
                line.page,
                f"page {line.page}",
                gap=place == 0 or step > allowed or step < -1,
                page_start=place == 0,
                indent=line.left,
                edge=line.height if at_edge else None,
            )
        )
    return _join_lone_bullets(lines)


def _join_lone_bullets(lines: list[Line]) -> list[Line]:
    """A bullet that the text layer has on a line of its own, put before its text."""
    joined: list[Line] = []
    for line in lines:
        if joined and re.fullmatch(r"[•●◼■▪◦○‣⁃\uf0b7\uf0a7\uf02d\uf0d8*–-]", joined[-1].text):
            joined[-1] = replace(joined[-1], text=f"{joined[-1].text} {line.text}")
        else:
            joined.append(line)
    return joined
