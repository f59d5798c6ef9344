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

from nationalreports.furniture import join_lone_bullets, split_marker
from nationalreports.letter_wording import PAGE_FURNITURE
from nationalreports.lines import PDF_HYPHEN, Document, Line, ScanError, UnreadableError, clean

# A baseline this much further down than the usual line begins a new paragraph.
PARAGRAPH_GAP = 1.2
# Running heads and page numbers are looked for among so many lines at the top and foot.
EDGE_LINES = 3


_TIGHT_MARK = re.compile(
    r"^([•●◼■▪◦‣⁃∙*–—](?=[\w“\"‘'(])|\(?(?:[a-z]|[ivx]{1,5})[.)](?=\d)|\(?\d{1,2}\)(?=\d)"
    r"|\(?(?:\d{1,2}|[a-z]|[ivx]{1,5})[.)]"
    r"(?=[^\W\d_][^\W\d_ ]|[^\W\d_]\s|[\"'“‘(]|\d{4}\s|\d{1,2}-[a-z]))"
)
# A bullet that is drawn, in points: its width, and how far from it the text may begin.
SMALLEST_BULLET, LARGEST_BULLET, FURTHEST_BULLET = 1.5, 9, 30
# A figure raised by a third of a letter's height is a note mark; old-style figures rise less.
RAISED = 0.3
SAME_HEIGHT = 1.5
# Type so much smaller than the letter's own is that of notes.
NOTE_SIZE = 0.93

#: PDFium must not be called by two threads at a time, whatever document they read.
_PDFIUM = threading.Lock()


class _Placed(NamedTuple):
    """A line where it stands: points from the left and from the foot of its page.

    `noted`: it began with a raised figure.
    """

    text: str
    page: int
    left: float
    height: float
    size: int
    noted: bool = False


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
            found = _with_drawn_bullets(_placed_lines(page, number), page)
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
    pages, notes = _without_notes(pages)
    usual = _usual_steps(pages)
    lines = [line for placed in pages for line in _lines_of_page(placed, usual)]
    if not lines:
        if scanned:
            raise ScanError(
                "is a scan without text; ask for the Word file, or run text recognition and check"
            )
        raise UnreadableError("is a PDF without text; ask for the file again")
    return Document(tuple(lines), scanned_pages=tuple(scanned), notes=notes)


def _without_notes(pages: list[list[_Placed]]) -> tuple[list[list[_Placed]], int]:
    """The pages without the notes at their feet, and how many there were.

    A note begins with a raised figure, or a figure alone, in type smaller than the letter's own;
    all smaller type below it, but for page numbers at the very foot, is of notes. One in the
    letter's own type stays where it is, marked as a note.
    """
    sizes = Counter(line.size for placed in pages for line in placed for _ in line.text)
    own = sizes.most_common(1)[0][0] if sizes else 0
    kept, notes = [], 0
    for placed in pages:
        lines: list[_Placed] = []
        in_notes = False
        for line in placed:
            small = line.size <= NOTE_SIZE * own
            if line.noted and not small:
                line = line._replace(text=f"[1] {line.text}")
            begins = small and (line.noted or bool(re.match(r"\d{1,2}(?:\s|$)|[*†‡]", line.text)))
            low = bool(lines) and line.height < lines[-1].height
            in_notes = (in_notes and small) or (begins and low)
            notes += begins and low
            if not in_notes or PAGE_FURNITURE.fullmatch(line.text):
                lines.append(line)
        kept.append(lines)
    return kept, notes


def _placed_lines(page: pdfium.PdfPage, number: int) -> list[_Placed]:
    """A page's lines. PDFium ends none at a divided word, so that its mark ends one here.

    Raised figures are note marks, not text. PDFium ends a line at one, so that what follows it at
    the same height is put back.
    """
    text_page = page.get_textpage()
    placed: list[_Placed] = []
    start = 0
    after_mark = lone_mark = False
    # \x02 is an older form of the mark.
    whole = text_page.get_text_range().replace("\x02", PDF_HYPHEN)
    for raw in re.findall(rf"[^\r\n{PDF_HYPHEN}]*(?:{PDF_HYPHEN}|\r?\n|$)", whole):
        lead = len(raw) - len(raw.lstrip())
        kept, marked = _without_note_marks(text_page, raw, start)
        # A list's mark may have lost the space after it.
        text = _TIGHT_MARK.sub(r"\1 ", clean(kept))
        if text:
            shown = lead + (len(kept.rstrip()) < len(raw.rstrip()) and raw.strip()[:1].isdigit())
            left, height = _origin(text_page, start + shown)
            size = round(pdfium_raw.FPDFText_GetFontSize(text_page, start + shown))
            above = placed[-1] if placed else None
            noted = raw.lstrip()[:1] != kept.lstrip()[:1]
            if above and after_mark and abs(above.height - height) < SAME_HEIGHT:
                placed[-1] = above._replace(text=clean(f"{above.text} {text}"))
            else:
                placed.append(_Placed(text, number, left, height, size, noted or lone_mark))
        after_mark, lone_mark = marked, marked and not text
        # PDFium counts UTF-16 units.
        start += len(raw.encode("utf-16-le", "surrogatepass")) // 2
    return placed


def _with_drawn_bullets(placed: list[_Placed], page: pdfium.PdfPage) -> list[_Placed]:
    """The lines with a mark where a disc or square of a bullet's size is drawn to their left."""
    drawn = []
    for shape in page.get_objects(filter=[pdfium_raw.FPDF_PAGEOBJ_PATH], max_depth=4):
        left, bottom, right, top = shape.get_bounds()
        width, height = right - left, top - bottom
        if SMALLEST_BULLET < width < LARGEST_BULLET and 0.7 < width / max(height, 0.1) < 1.4:
            drawn.append((right, (bottom + top) / 2))
    marked = []
    for line in placed:
        beside = any(
            0 < line.left - right < FURTHEST_BULLET
            and -1 < middle - line.height < max(line.size, LARGEST_BULLET)
            for right, middle in drawn
        )
        text = f"• {line.text}" if beside and not split_marker(line.text)[0] else line.text
        marked.append(line._replace(text=text))
    return marked


def _origin(text_page: pdfium.PdfTextPage, index: int) -> tuple[float, float]:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium_raw.FPDFText_GetCharOrigin(text_page, index, x, y)
    return x.value, y.value


def _without_note_marks(text_page: pdfium.PdfTextPage, raw: str, start: int) -> tuple[str, bool]:
    """A line without raised figures of one or two digits, and whether it ended in one."""
    kept, last = "", 0
    ended = False
    for found in re.finditer(r"(?<!\d)\d{1,2}(?!\d)", raw):
        if _is_raised(text_page, start + found.start(), raw, found.start(), start):
            kept += raw[last : found.start()]
            last = found.end()
            ended = not raw[found.end() :].strip()
    return kept + raw[last:], ended


def _is_raised(text_page: pdfium.PdfTextPage, index: int, raw: str, place: int, start: int) -> bool:
    """Whether a figure's foot stands well above the foot of the letters beside it.

    One that PDFium has on a line of its own is held against the letter that comes next.
    """
    beside = [n for n, char in enumerate(raw) if char.isalpha() and char not in "gjpqyQJ"]
    alone = raw.strip().isdigit()
    if not (beside or alone):
        return False
    near = start + (min(beside, key=lambda n: abs(n - place)) if beside else len(raw) + 1)
    figure, letter = _box(text_page, index), _box(text_page, near)
    rise, height = figure[0] - letter[0], letter[1] - letter[0]
    return RAISED * height < rise < height + SAME_HEIGHT


def _box(text_page: pdfium.PdfTextPage, index: int) -> tuple[float, float]:
    """Foot and top of a character."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium_raw.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
    return bottom.value, top.value


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
                gap=place == 0
                or step > allowed
                or step < -1
                or line.size != placed[place - 1].size,
                page_start=place == 0,
                indent=line.left,
                edge=line.height if at_edge else None,
            )
        )
    return _part_tight_circles(join_lone_bullets(lines))


def _part_tight_circles(lines: list[Line]) -> list[Line]:
    """The bullet "o" that has lost the space after it, where others at its indent are bullets."""
    circles = {round(line.indent) for line in lines if re.match(r"o(?: |[A-Z])", line.text)}
    return [
        replace(line, text=f"o {line.text[1:]}")
        if line.gap and round(line.indent) in circles and re.match(r"o[^\W_]", line.text)
        else line
        for line in lines
    ]
