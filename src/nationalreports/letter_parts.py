"""Passages of a letter to its parts: title, date, what inspectors were told, priorities.

Every passage gets a part (head, boilerplate, told, priority, closing, sign-off); what fits none
is reported, never dropped in silence.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple, cast

from nationalreports.hyphens import ends_divided, join_text
from nationalreports.letter_wording import (
    TITLE_FORMS,
    announces,
    area_of_title,
    date_within,
    is_ambiguous_date,
    is_boilerplate,
    is_closing,
    is_context_heading,
    is_note,
    is_open,
    is_salutation,
    is_sign_off,
    is_title,
    last_sentence,
    lead_in,
    leads_to_whom,
    parse_date,
    section_of,
    sector_of_heading,
)
from nationalreports.lines import Line
from nationalreports.passages import Passage

Section = Literal["told", "priority"]
#: What a passage is: every passage of a letter has one of these.
Part = Literal[
    "head",
    "lead-in",
    "sector heading",
    "told",
    "priority",
    "closing",
    "sign-off",
    "note",
    "left over",
]


RemarkKind = Literal["left over", "lost item", "unknown list", "mended", "empty item"]


@dataclass(frozen=True)
class Item:
    """A finding as the letter has it: one list item with all that stands below it.

    `marked`: it is a list item, and not a paragraph.
    """

    section: Section
    sector: str
    text: str
    row: int
    locator: str
    mended: tuple[str, ...] = ()
    marked: bool = True


@dataclass(frozen=True)
class Remark:
    """Something to tell about a passage: what `letters` makes a problem of."""

    kind: RemarkKind
    row: int
    locator: str
    text: str


class Reading(NamedTuple):
    """Items in order, remarks, and the part of each passage (as many as there are passages)."""

    items: list[Item]
    remarks: list[Remark]
    parts: list[Part]


def dates_of(lines: Sequence[Line]) -> list[tuple[datetime.date, int, bool]]:
    """The dates that stand on a line of their own: date, row, and whether there is doubt.

    Doubt is left by a date in figures, and by one that shares its line.
    """
    head = next((n for n, line in enumerate(lines) if is_salutation(line.text)), len(lines))
    dates: dict[datetime.date, tuple[int, bool]] = {}
    for place, line in enumerate(lines):
        date = parse_date(line.text)
        # In the letter's text a wrapped line may hold a date and nothing else.
        alone = line.gap and (place + 1 == len(lines) or lines[place + 1].gap)
        # So may the end of a title.
        titled = place > 0 and not line.gap and is_title(lines[place - 1].text)
        if date is not None and not titled and (place < head or alone):
            dates.setdefault(date, (line.row, is_ambiguous_date(line.text)))
    if not dates:
        # In the head, a date may share its line with a second column.
        for line in lines[:head]:
            date = date_within(line.text)
            if date is not None:
                dates.setdefault(date, (line.row, True))
    if not dates:
        # A narrow column may divide it.
        for line, below in pairwise(lines[:head]):
            date = date_within(f"{line.text} {below.text}")
            if date is not None:
                dates.setdefault(date, (line.row, True))
    return [(date, row, doubt) for date, (row, doubt) in dates.items()]


def titles_of(lines: Sequence[Line], passages: Sequence[Passage]) -> list[tuple[str, int]]:
    """The areas that title lines name, with their rows; the surest form of title alone."""
    # A title over two lines is whole in its passage: its first line alone names half an area.
    whole = [(passage.text, passage.row) for passage in passages if not passage.marker]
    single = [(line.text, line.row) for line in lines if not ends_divided(line.text)]
    double = [
        (join_text(line.text, below.text, Counter()), line.row) for line, below in pairwise(lines)
    ]
    for form in range(TITLE_FORMS):
        for candidates in (whole, single, double):
            found = [(area_of_title(text, form), row) for text, row in candidates]
            named = [(area, row) for area, row in found if area]
            if named:
                return named
    return []


def items_of(passages: Sequence[Passage]) -> Reading:
    """The findings in order, what is to be told about passages that fit nowhere, and all parts.

    Findings are list items after the salutation. What stands right above a list leads into it,
    whatever its words; words tell what inspectors were told from the priorities, and from whom
    they met. The first unmarked passage after the priorities that is neither continuation nor
    heading ends them.
    """
    items: list[Item] = []
    remarks: list[Remark] = []
    parts: list[Part] = []
    part: Literal["head", "told", "priority", "closing", "sign-off"] = "head"
    sector = ""
    whom = False
    body = _start_of_body(passages)

    def left_over(kind: RemarkKind, passage: Passage) -> Part:
        remarks.append(Remark(kind, passage.row, passage.locator, passage.text))
        return "left over"

    while len(parts) < len(passages):
        place = len(parts)
        passage = passages[place]
        opens = "" if passage.marker else lead_in(passage.text, heading=passage.heading)
        if part == "told" and _leads_as_item(passages, place):
            opens = "priority"
        opening = bool(opens) and _leads_somewhere(passages, place)
        named = "" if passage.marker else sector_of_heading(passage.text)
        here: Part = part
        if part == "head" and not opening and not named and place >= body:
            opening = _above_list(passages, place)
            opens = "told" if opening else ""
            if opening and not section_of(last_sentence(passage.text)):
                left_over("unknown list", passage)
        if opens == "priority" and part == "head":
            opening = False  # what visits aim at, before any finding
        if is_note(passage.text) and not passage.marker:
            here = "note"
        elif part == "sign-off":
            # An annex may hold more: said, never taken or dropped in silence.
            here = left_over("left over", passage) if opening else part
        elif named and not opening and part in ("head", "told", "priority") and place >= body:
            sector, here = named, "sector heading"
            if part == "head" and place + 1 < len(passages) and passages[place + 1].marker:
                part = "told"
        elif opening:
            if part == "told" and opens == "priority":
                # A heading right above its lead-in names the priorities' sector.
                sector = sector if parts[-1:] == ["sector heading"] else ""
            part = cast(Section, opens)
            here = "lead-in"
        elif part in ("told", "priority"):
            if passage.marker or _in_paragraphs(passages, place):
                end = _end_of_item(passages, place) if passage.marker else place + 1
                section: Section = "told" if part == "told" else "priority"
                found, sector, empty = _items(passages[place:end], section, sector)
                items += found
                remarks += empty
                parts += [section] * (end - place)
                continue
            if is_closing(passage.text):
                here = part = "sign-off" if is_sign_off(passage.text) else "closing"
            elif _above_list(passages, place):
                here = "lead-in"
                said = section_of(last_sentence(passage.text))
                if not said:
                    remarks.append(
                        Remark("unknown list", passage.row, passage.locator, passage.text)
                    )
                if (said == "priority" and part == "told") or not passage.text.endswith(":"):
                    sector = ""  # another section, or a heading of something else
                part = cast(Section, said) if said else part
            else:
                here = left_over("left over", passage)
        elif part == "closing":
            if is_sign_off(passage.text):
                here = part = "sign-off"
            elif passage.marker:
                here = left_over("lost item", passage)
            elif not is_closing(passage.text):
                here = left_over("left over", passage)
        elif place >= body and passage.marker:
            if not whom:
                here = left_over("left over", passage)
        elif place >= body:
            aims = opens == "priority" and "priorit" not in passage.text.lower()
            whom = leads_to_whom(passage.text) or aims
            long_paragraph = len(passage.text) > 60 and bool(re.search(r"[.!?]$", passage.text))
            if long_paragraph and not is_boilerplate(passage.text):
                here = left_over("left over", passage)
        parts.append(here)
    for item in items:
        remarks += [Remark("mended", item.row, place, item.text) for place in item.mended]
    return Reading(items, remarks, parts)


def _start_of_body(passages: Sequence[Passage]) -> int:
    """The first passage after the salutation; without one, after the title; else there is none."""
    for starts in (is_salutation, is_title):
        for place, passage in enumerate(passages):
            if not passage.marker and starts(passage.text):
                return place + 1
    return len(passages)


def _above_list(passages: Sequence[Passage], place: int) -> bool:
    """Whether an unmarked passage leads into the list below it, by where it stands."""
    passage = passages[place]
    if passage.marker or is_title(passage.text) or leads_to_whom(passage.text):
        return False
    if is_context_heading(passage.text):
        return False
    followed = place + 1 < len(passages) and passages[place + 1].marker != ""
    ended = re.search(r"[.!?][\"'”’)]*$", passage.text)
    return followed and (not ended or announces(passage.text))


def _leads_as_item(passages: Sequence[Passage], place: int) -> bool:
    """Whether a list item leads into the priorities, which stand below it at its own level."""
    passage = passages[place]
    following = passages[place + 1] if place + 1 < len(passages) else None
    own_level = following is not None and following.marker and following.level == 0
    asks = passage.marker and passage.level == 0 and is_open(passage.text)
    return bool(own_level and asks and lead_in(passage.text) == "priority")


def _leads_somewhere(passages: Sequence[Passage], place: int) -> bool:
    """Whether a list, a sector heading, another lead-in or a paragraph to take comes next."""
    if place + 1 >= len(passages):
        return False
    following = passages[place + 1]
    return not is_closing(following.text) or following.marker != ""


def _in_paragraphs(passages: Sequence[Passage], place: int) -> bool:
    """Whether a section without any list gives its findings as paragraphs, this being one."""
    passage = passages[place]
    if is_closing(passage.text) or not re.search(r"[.!?][\"'”’)]*$", passage.text):
        return False

    def leads(other: Passage) -> str:
        return "" if other.marker else lead_in(other.text, heading=other.heading)

    start = place
    while start and not leads(passages[start]):
        if passages[start].marker:
            return False
        start -= 1
    for other in passages[start + 1 :]:
        if other.marker:
            return False
        if leads(other):
            # What stands between a heading and its lead-in is no finding.
            return leads(other) != leads(passages[start])
        if is_closing(other.text):
            break
    return True


def _end_of_item(passages: Sequence[Passage], place: int) -> int:
    end = place + 1
    while end < len(passages) and passages[end].marker and passages[end].level > 0:
        end += 1
    return end


def _items(
    passages: Sequence[Passage], section: Section, sector: str
) -> tuple[list[Item], str, list[Remark]]:
    """A list item with its sub-items as one finding; under a sector as item, each one its own."""
    first = passages[0]
    named = sector_of_heading(first.text)
    if named and len(passages) > 1:
        groups = [[passage] for passage in passages[1:]]
        sector = named
    else:
        groups = [list(passages)]
    items, empty = [], []
    for group in groups:
        text = " ".join(passage.text for passage in group)
        mended = tuple(locator for passage in group for locator in passage.mended)
        if any(char.isalnum() for char in text):
            first, marked = group[0], group[0].marker != ""
            items.append(Item(section, sector, text, first.row, first.locator, mended, marked))
        else:
            empty.append(Remark("empty item", group[0].row, group[0].locator, text))
    return items, sector, empty
