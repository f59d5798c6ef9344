"""PDF files to lines with their positions on the page."""

from __future__ import annotations

import ctypes
import re
import statistics
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_raw

from nationalreports.lines import PDF_HYPHEN, Document, Line, ScanError, UnreadableError, clean

# A baseline this much further down than the usual line begins a new paragraph.
PARAGRAPH_GAP = 1.2


def read_pdf(path: Path) -> Document:
    try:
        document = pdfium.PdfDocument(path)
    except (pdfium.PdfiumError, OSError, ValueError) as error:
        protected = "password" in str(error).lower()
        raise UnreadableError(
            "is protected by a password; save a copy without one"
            if protected
            else "is a damaged PDF; ask for the file again"
        ) from error
    lines: list[Line] = []
    scanned: list[int] = []
    try:
        for number in range(1, len(document) + 1):
            page = document[number - 1]
            found = _pdf_lines(page, number)
            if not found and any(
                pdf_object.type == pdfium_raw.FPDF_PAGEOBJ_IMAGE
                for pdf_object in page.get_objects(max_depth=3)
            ):
                scanned.append(number)
            lines += found
    except (pdfium.PdfiumError, OSError, ValueError) as error:
        raise UnreadableError("is a damaged PDF; ask for the file again") from error
    finally:
        document.close()
    if not lines:
        if scanned:
            raise ScanError(
                "is a scan without text; ask for the Word file, or run text recognition and check"
            )
        raise UnreadableError("is a PDF without text; ask for the file again")
    return Document(tuple(lines), scanned_pages=tuple(scanned))


def _pdf_lines(page: pdfium.PdfPage, number: int) -> list[Line]:
    """A page's lines with their positions: a gap is a step down larger than the usual one."""
    text_page = page.get_textpage()
    placed: list[tuple[str, float, float]] = []  # text, x, height of the baseline
    x, y = ctypes.c_double(), ctypes.c_double()
    start = 0
    for raw in text_page.get_text_range().split("\r\n"):
        lead = len(raw) - len(raw.lstrip())
        pdfium_raw.FPDFText_GetCharOrigin(text_page, start + lead, x, y)
        start += len(raw.encode("utf-16-le", "surrogatepass")) // 2 + 2
        # The mark of a divided word is no character (NFKC keeps it); \x02 is its older form.
        text = clean(raw.replace("\x02", PDF_HYPHEN))
        if text:
            placed.append((text, x.value, y.value))
    steps = [above[2] - below[2] for above, below in pairwise(placed) if above[2] - below[2] > 1]
    usual = statistics.median_low(steps) if steps else 0.0
    lines = []
    for place, (text, left, height) in enumerate(placed):
        step = placed[place - 1][2] - height if place else 0.0
        at_edge = place < 3 or place >= len(placed) - 3
        lines.append(
            Line(
                text,
                number,
                f"page {number}",
                gap=place == 0 or step > PARAGRAPH_GAP * usual or step < -1,
                page_start=place == 0,
                indent=left,
                edge=height if at_edge else None,
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
