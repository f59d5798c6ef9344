"""Lines to passages: paragraphs and list items, whole again over line and page ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nationalreports.letter_wording import (
    PAGE_FURNITURE,
    area_of_title,
    is_closing,
    is_title,
    lead_in,
    parse_date,
    sector_of_heading,
    starts_part,
)
from nationalreports.lines import PDF_HYPHEN, Line

_BULLET = re.compile(r"\\?([•●◼■▪◦○‣⁃∙·*+–—-]|[\uf0a7\uf0b7\uf02d\uf0d8]|o(?=\s))\s+(?=\S)")
_NUMBER = re.compile(r"\(?(\d{1,2}|[a-z]|[ivx]{1,4})\\?[.)]\s+(?=\S)")
_SUB_BULLETS = "◦○‣⁃o"
_ENDED = re.compile(r"[.!?;:…][\"'”’)\]*_]*$")
_HYPHEN_END = re.compile(rf"([^\W_]+(?:-[^\W_]+)*)[-\u2010\u00ad{PDF_HYPHEN}]$")
# First halves that keep their hyphen when the letter itself does not show the word elsewhere.
_COMPOUND_FIRST = {
    "all", "co", "cross", "ex", "face", "fast", "full", "half", "hard", "high", "in", "key",
    "long", "low", "mid", "multi", "non", "one", "part", "post", "pre", "re", "self", "short", "so",
    "third", "to", "two", "three", "up", "well", "whole", "year", "on", "off", "out", "day",
}  # fmt: skip
_LINKS = {"to", "of", "the", "and", "in", "on", "by", "a", "up"}
# Joined without a hyphen far more often than with one, whatever the list above says.
_PREFIXES_THAT_FUSE = {"in", "re", "pre", "co", "ex", "so", "to", "up", "on", "out", "mid", "non"}
_INDENT_TOLERANCE = 1.5


@dataclass(frozen=True)
class Passage:
    """A paragraph (`marker` empty) or list item (`level` 0, or 1 below another item).

    `row` and `locator` are those of its first line. `mended`: locators at which it was joined
    again over a gap in the middle.
    """

    text: str
    row: int
    locator: str
    marker: str = ""
    level: int = 0
    heading: bool = False
    indent: float = 0
    page_start: bool = False
    mended: tuple[str, ...] = ()


def passages_of(lines: Sequence[Line]) -> list[Passage]:
    """The document's passages in order, without running heads and page numbers."""
    kept = drop_furniture(lines)
    words = _whole_words(kept)
    whole = mend(gather(kept, words), words)
    # Soft hyphens within a line, and marks of division that no line follows.
    marks = str.maketrans({"\u00ad": "", PDF_HYPHEN: "-"})
    return [replace(passage, text=passage.text.translate(marks)) for passage in whole]


def _whole_words(lines: Sequence[Line]) -> Counter[str]:
    """How often each word stands in the lines, without the halves of divided words."""
    words: Counter[str] = Counter()
    divided = False
    for line in lines:
        found = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text.lower())
        ends_divided = bool(_HYPHEN_END.search(line.text))
        words.update(found[int(divided) : len(found) - int(ends_divided)])
        divided = ends_divided
    return words


def drop_furniture(lines: Sequence[Line]) -> list[Line]:
    """The lines without page numbers and running heads; the next line then opens a page.

    A running head is a short line that stands alone, or at the edge of a PDF page, and comes
    again with other figures at most. Lead-ins, sector headings and list items may come again;
    the title and the date are kept where they first stand.
    """

    def key(line: Line) -> tuple[str, int | None]:
        height = None if line.edge is None else round(line.edge / 4)
        return re.sub(r"\d+", "#", line.text.casefold()), height

    def alone(place: int) -> bool:
        line = lines[place]
        before = line.gap or line.page_start
        after = place + 1 == len(lines) or lines[place + 1].gap or lines[place + 1].page_start
        return (before and after) or line.page_start or (after and line.edge is not None and before)

    def may_repeat(line: Line) -> bool:
        return bool(
            line.marker
            or len(line.text) > 120
            or starts_part(line.text, heading=line.heading)
            or (line.edge is None and (_ENDED.search(line.text) or split_marker(line.text)[0]))
        )

    seen = Counter(
        key(line)
        for place, line in enumerate(lines)
        if not may_repeat(line) and (alone(place) or line.edge is not None)
    )
    # A page's head need not stand at one height in all: what counts is standing alone.
    seen_text = Counter(
        key(line)[0] for place, line in enumerate(lines) if not may_repeat(line) and alone(place)
    )
    kept: list[Line] = []
    first_seen: set[str] = set()
    page_start = False
    for place, line in enumerate(lines):
        folded = key(line)[0]
        repeated = not may_repeat(line) and (
            (line.edge is not None and seen[key(line)] > 1)
            or (alone(place) and seen_text[folded] > 1)
        )
        number = bool(PAGE_FURNITURE.fullmatch(line.text)) and (
            alone(place) or line.edge is not None or not line.text.isdigit()
        )
        keep_first = line.text not in first_seen and (
            is_title(line.text) or parse_date(line.text) is not None
        )
        first_seen.add(line.text)
        if (repeated and not keep_first) or number:
            page_start = True
            continue
        kept.append(replace(line, gap=True, page_start=True) if page_start else line)
        page_start = False
    return kept


def split_marker(text: str) -> tuple[str, str]:
    """A line's list marker ("" where there is none) and the rest of it."""
    found = _BULLET.match(text)
    if found:
        return found[1], text[found.end() :]
    found = _NUMBER.match(text)
    if found:
        return f"{found[1]}.", text[found.end() :]
    return "", text


def join_text(first: str, second: str, words: Counter[str]) -> str:
    """Two ends of text in one: a divided word comes back whole, a compound keeps its hyphen.

    The letter's own words decide (`words`: how often each stands in it), then a short list.
    """
    found = _HYPHEN_END.search(first)
    following = re.match(r"[^\W_]+", second)
    if found and following:
        soft = first.endswith("\u00ad")
        return first[:-1] + ("" if soft else _hyphen(found[1], following[0], words)) + second
    if first.endswith("/") and not first.endswith(" /"):
        return first + second
    return f"{first} {second}"


def _hyphen(first: str, second: str, words: Counter[str]) -> str:
    if first[-1:].isdigit() or not second[:1].islower():
        return "-"
    first, second = first.lower(), second.lower()
    rest, _, last = first.rpartition("-")
    if rest and last in _LINKS:  # face-to-/face, one-on-/one
        return "-"
    whole, compound = words[first + second], words[f"{first}-{second}"]
    if whole != compound:
        return "-" if compound > whole else ""
    first = last
    if first in _PREFIXES_THAT_FUSE:
        return "-" if len(second) > 2 and words[second] and first not in ("in", "re") else ""
    if first in _COMPOUND_FIRST and len(second) > 2:
        return "-"
    both_words = words[second] and words[first] > 1 and len(first) > 2 and len(second) > 2
    return "-" if both_words else ""


# --- lines to passages --------------------------------------------------------------------


def gather(lines: Sequence[Line], words: Counter[str]) -> list[Passage]:
    """Lines that follow each other without a gap, put together; each list item by itself."""
    passages: list[Passage] = []
    base = sub = None  # first item of the list at hand, and of the list below it
    number = ""
    hanging = False
    for line in lines:
        marker, rest = (line.marker, line.text) if line.marker else split_marker(line.text)
        last = passages[-1] if passages else None
        if marker and not line.marker and not _is_marker(marker, line, last, base, number):
            marker, rest = "", line.text
        if marker:
            kind = _kind(marker)
            level, base, sub = _level(marker, line.indent, base, sub, last)
            number = marker if kind == "#" else number
            passages.append(
                Passage(
                    rest, line.row, line.locator, marker, level, False, line.indent, line.page_start
                )
            )
            continue
        if last and not line.gap and not line.page_start and not last.heading and not line.heading:
            if last.marker and line.indent > last.indent + 1:
                hanging = True
            if _runs_on(last, line, hanging):
                passages[-1] = replace(last, text=join_text(last.text, line.text, words))
                continue
        if starts_part(line.text, heading=line.heading) or line.text.endswith(":"):
            base = sub = None
            number = ""
        passages.append(
            Passage(
                line.text,
                line.row,
                line.locator,
                heading=line.heading,
                indent=line.indent,
                page_start=line.page_start,
            )
        )
    return passages


def _runs_on(last: Passage, line: Line, hanging: bool) -> bool:
    """Whether an unmarked line directly below a passage belongs to it."""
    ended = bool(_ENDED.search(last.text))
    if parse_date(line.text) or is_title(line.text) or area_of_title(last.text, 0):
        return False
    if starts_part(line.text) and (ended or not last.marker):
        return False
    if not last.marker:
        # A lead-in is a passage by itself, even with its paragraph's text right above.
        return not lead_in(last.text)
    if line.indent < last.indent - 1:
        return False
    return not (hanging and ended and line.indent <= last.indent + 1)


def _kind(marker: str) -> str:
    return "#" if marker[-1:] == "." else marker


def _is_marker(
    marker: str, line: Line, last: Passage | None, base: tuple | None, number: str
) -> bool:
    """Whether what looks like a marker is one, and not a wrapped line that begins so."""
    within = bool(last and not line.gap and not line.page_start)
    ended = not last or bool(_ENDED.search(last.text)) or bool(lead_in(last.text))
    if _kind(marker) == "#":
        first = marker in ("1.", "a.", "i.")
        return (first and (ended or not within)) or _follows(marker, number)
    if marker in "–—-+*" and within and not ended and base is not None and base[0] != marker:
        # A spaced dash at the start of a wrapped line; a deeper hyphen is a list below.
        return marker not in "–—" and line.indent > base[1] + _INDENT_TOLERANCE
    return True


def _follows(marker: str, number: str) -> bool:
    if not number:
        return False
    if marker[:-1].isdigit() and number[:-1].isdigit():
        step = int(marker[:-1]) - int(number[:-1])
        return step == 1 or (step == 0 and marker == "1.")  # Markdown may number each item 1.
    romans = ["i.", "ii.", "iii.", "iv.", "v.", "vi.", "vii.", "viii.", "ix.", "x."]
    if (
        marker in romans
        and number in romans[:-1]
        and romans.index(marker) == romans.index(number) + 1
    ):
        return True
    return len(marker) == len(number) == 2 and ord(marker[0]) - ord(number[0]) == 1


def _level(
    marker: str, indent: float, base: tuple | None, sub: tuple | None, last: Passage | None
) -> tuple[int, tuple, tuple | None]:
    """The level of a list item, by its indent, or by its marker where indents are lost."""
    kind = _kind(marker)
    if base is None or indent < base[1] - _INDENT_TOLERANCE:
        return 0, (kind, indent), None
    below = indent > base[1] + _INDENT_TOLERANCE
    if not below and kind != base[0]:
        opened = last is not None and last.marker != "" and last.text.endswith(":")
        running = sub is not None and sub[0] == kind and last is not None and last.level == 1
        below = kind in _SUB_BULLETS or opened or running
    if below:
        return 1, base, sub or (kind, indent)
    return 0, base, None


# --- passages over gaps -------------------------------------------------------------------


def mend(passages: Sequence[Passage], words: Counter[str]) -> list[Passage]:
    """Passages that a page break or a blank line divided in the middle, whole again."""
    whole: list[Passage] = []
    for place, passage in enumerate(passages):
        following = passages[place + 1] if place + 1 < len(passages) else None
        before = whole[-1] if whole else None
        if before is not None and _continues(before, passage, following):
            whole[-1] = _joined(before, passage, words)
        elif (
            len(whole) > 1
            and not passage.marker
            and passage.text[:1].islower()
            and whole[-2].marker
            and not _ENDED.search(whole[-2].text)
            and not (whole[-1].marker or _ENDED.search(whole[-1].text))
            and not starts_part(whole[-1].text, heading=whole[-1].heading)
        ):
            # A running head that stands once only, between the two halves: left over.
            whole[-2] = _joined(whole[-2], passage, words)
        else:
            whole.append(passage)
    return whole


def _joined(first: Passage, second: Passage, words: Counter[str]) -> Passage:
    return replace(
        first,
        text=join_text(first.text, second.text, words),
        mended=(*first.mended, second.locator),
    )


def _continues(before: Passage, passage: Passage, following: Passage | None) -> bool:
    """Whether an unmarked passage is the rest of the one before it."""
    if passage.marker or passage.heading or before.heading:
        return False
    ended = bool(_ENDED.search(before.text))
    lower = passage.text[:1].islower()
    if not before.marker:
        long_enough = len(before.text) > 40 and not before.text.endswith(",")
        whole = ended or not long_enough or is_title(before.text) or lead_in(before.text) != ""
        # Over a page a sentence may go on with a name; elsewhere a capital begins a paragraph.
        over_page = passage.page_start and not starts_part(passage.text)
        return (lower or over_page) and not whole
    if lower and not ended:
        return True
    if starts_part(passage.text) or sector_of_heading(passage.text) or passage.text.endswith(":"):
        return False
    if passage.indent > before.indent + 1:
        return True
    list_goes_on = following is not None and following.marker != ""
    complete = bool(_ENDED.search(passage.text))
    if not ended:
        return list_goes_on and complete
    # Divided between two sentences: only a page break says so.
    return passage.page_start and list_goes_on and complete and not is_closing(passage.text)
