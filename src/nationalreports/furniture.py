"""List markers, and what stands on pages but is no text: page numbers and running heads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from nationalreports.letter_wording import PAGE_FURNITURE, is_title, parse_date, starts_part
from nationalreports.lines import Line

_BULLET = re.compile(
    r"\\?([•●◼■▪◦○‣⁃∙·➢►▶✓✔❖»→⇒*+–—‒―−-]|[\uf0a7\uf0b7\uf02d\uf0d8]|o(?=\s))\s+(?=\S)"
)
_NUMBER = re.compile(r"\(?(\d{1,2}|[a-z]|[ivx]{1,5})\\?[.)]\s+(?=\S)")
#: How a sentence ends, or a bullet that is written like a part of one.
ENDED = re.compile(r"[.!?;:…][\"'”’)\]*_]*$")
#: A longer line is text, whatever stands beside it.
LONGEST_HEAD = 80


def split_marker(text: str) -> tuple[str, str]:
    """A line's list marker ("" where there is none) and the rest of it."""
    found = _BULLET.match(text)
    if found:
        return found[1], text[found.end() :]
    found = _NUMBER.match(text)
    if found:
        return f"{found[1]}.", text[found.end() :]
    return "", text


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

    def apart(place: int) -> bool:
        # A figure may be the first or the last word of a page.
        above = lines[place].gap or lines[place].page_start
        return above and (
            place + 1 == len(lines) or lines[place + 1].gap or lines[place + 1].page_start
        )

    def may_repeat(line: Line) -> bool:
        return bool(
            line.marker
            or line.text[:1].islower()  # the rest of a sentence
            or len(line.text) > 120
            or starts_part(line.text, heading=line.heading)
            or (line.edge is None and (ENDED.search(line.text) or split_marker(line.text)[0]))
        )

    beside = lone_heads(lines)
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
    page_start = titled = False
    for place, line in enumerate(lines):
        folded = key(line)[0]
        repeated = not may_repeat(line) and (
            (line.edge is not None and seen[key(line)] > 1)
            or (alone(place) and seen_text[folded] > 1)
        )
        number = bool(PAGE_FURNITURE.fullmatch(line.text)) and (
            apart(place) if line.text.isdigit() else True
        )
        title = is_title(line.text)
        # A running head may look like a title, but the letter's own comes first.
        keep_first = line.text not in first_seen and (
            (title and not titled) or parse_date(line.text) is not None
        )
        titled = titled or title
        first_seen.add(line.text)
        if (repeated and not keep_first) or number or place in beside:
            page_start = True
            continue
        kept.append(replace(line, gap=True, page_start=True) if page_start else line)
        page_start = False
    return kept


def lone_heads(lines: Sequence[Line]) -> set[int]:
    """Places of lines next to a page number of a text file that read like a head that stands once.

    Each is short, no sentence, and shares its block (between two gaps or page ends) with the number
    alone or has a block to itself.
    """

    def opens(place: int) -> bool:
        return place >= len(lines) or lines[place].gap or lines[place].page_start

    def may_be_head(place: int) -> bool:
        line = lines[place]
        return (
            line.edge is None
            and not line.marker
            and len(line.text) <= LONGEST_HEAD
            and not ENDED.search(line.text)
            and not line.text[:1].islower()
            and not split_marker(line.text)[0]
            and not starts_part(line.text, heading=line.heading)
            and parse_date(line.text) is None
        )

    found: set[int] = set()
    for place, line in enumerate(lines):
        if line.edge is not None or not PAGE_FURNITURE.fullmatch(line.text):
            continue
        if line.text.isdigit() and not (opens(place) and opens(place + 1)):
            continue
        if place + 1 < len(lines) and opens(place + 2) and may_be_head(place + 1):
            found.add(place + 1)
        elif place > 1 and opens(place - 1) and may_be_head(place - 1):
            found.add(place - 1)
    return found


def join_lone_bullets(lines: Sequence[Line]) -> list[Line]:
    """A bullet on a line of its own, put before its text."""
    joined: list[Line] = []
    for line in lines:
        if joined and re.fullmatch(r"[•●◼■▪◦○‣⁃\uf0b7\uf0a7\uf02d\uf0d8*–-]", joined[-1].text):
            joined[-1] = replace(joined[-1], text=f"{joined[-1].text} {line.text}")
        else:
            joined.append(line)
    return joined
