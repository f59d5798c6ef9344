"""Lines to passages: paragraphs and list items, whole again over line and page ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from nationalreports.furniture import ENDED, LONGEST_HEAD, split_marker
from nationalreports.hyphens import join_text, whole_words
from nationalreports.letter_wording import (
    area_of_title,
    closes_letter,
    is_closing,
    is_note,
    is_open,
    is_salutation,
    is_title,
    lead_in,
    parse_date,
    sector_of_heading,
    starts_part,
)
from nationalreports.lines import PDF_HYPHEN, Line

_ROMANS = [
    f"{tens}{ones}."
    for tens in ("", "x")
    for ones in ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
]
# A wrapped line may begin with one of these.
_DASHES = "–—‒―−"
_SUB_BULLETS = "◦○‣⁃o"
_INDENT_TOLERANCE = 1.5
# Where no item is wrapped, a line set further in than this is centred or set right.
_DEEPEST_UNKNOWN = 12
# Points between the narrowest and the widest number of a list.
_WIDEST_NUMBER = 16


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
    """The passages in order. `lines` have no running heads or page numbers: `drop_furniture`."""
    words = whole_words(lines)
    whole = mend(gather(lines, words), words, _wrapping_of(lines).hang)
    # Soft hyphens within a line, and marks of division that no line follows.
    marks = str.maketrans({"\u00ad": "", PDF_HYPHEN: "-"})
    return [replace(passage, text=passage.text.translate(marks)) for passage in whole]


# --- lines to passages --------------------------------------------------------------------


def gather(lines: Sequence[Line], words: Counter[str]) -> list[Passage]:
    """Lines that follow each other without a gap, put together; each list item by itself."""
    passages: list[Passage] = []
    base = sub = None  # first item of the list at hand, and of the list below it
    below_before: set[tuple[str, str]] = set()  # marks of lists, and of lists below them
    number = first_number = ""
    hanging = False
    wrapping = _wrapping_of(lines)
    above: Line | None = None
    for place, line in enumerate(lines):
        marker, rest = (line.marker, line.text) if line.marker else split_marker(line.text)
        last = passages[-1] if passages else None
        if marker and not line.marker:
            deliberate = above is not None and wrapping.is_deliberate(above, line)
            # Deeper than the lines that items go on with: a list below.
            hang = max(wrapping.hang or 0, 0)
            deliberate = deliberate or bool(base and line.indent > base[1] + hang + 1)
            running = sub == (_kind(marker), line.indent)
            # Where items stand apart, a dash right below a line that goes on is that line's.
            dash = (
                marker in _DASHES and wrapping.spaced and not deliberate and _is_within(last, line)
            )
            if dash or not (running or _is_marker(marker, line, last, base, number, deliberate)):
                marker, rest = "", line.text
        above = line
        if marker:
            kind = _kind(marker)
            counted = kind == "#" and _follows(marker, first_number)
            if base and base[0] == "#" and counted and line.indent - base[1] < _WIDEST_NUMBER:
                base = (base[0], max(base[1], line.indent))  # numbers set to the right
            again = base is not None and _comes_again(base, lines[place + 1 :])
            again = again or (base is not None and (base[0], kind) in below_before)
            level, base, sub = _level(marker, line, base, sub, last, again)
            if level and base:
                below_before.add((base[0], kind))
            first_number = marker if kind == "#" and level == 0 else first_number
            number = marker if kind == "#" else number
            passages.append(
                Passage(
                    rest, line.row, line.locator, marker, level, False, line.indent, line.page_start
                )
            )
            continue
        if last and not line.gap and not line.page_start and not last.heading and not line.heading:
            hanging = not wrapping.flush and (hanging or line.indent > last.indent + 1)
            below = lines[place + 1] if place + 1 < len(lines) else None
            if _runs_on(last, line, below, hanging, wrapping.flush):
                passages[-1] = replace(last, text=join_text(last.text, line.text, words))
                continue
        # The rest of an item that a page or a blank line divides leaves its list open.
        goes_on = last and last.marker and line.text[:1].islower() and not ENDED.search(last.text)
        if not goes_on and ((line.gap and not line.page_start) or starts_part(line.text)):
            base = sub = None
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


@dataclass(frozen=True)
class _Wrapping:
    """How list items are wrapped: `flush` to the margin or hanging by `hang`, and at which column.

    `hang` is None where no item is wrapped; `width` is 0 where lines are not wrapped, so that each
    begins where it does on purpose. `spaced`: white space stands above nearly all items.
    """

    flush: bool
    hang: float | None
    width: int
    spaced: bool

    def is_deliberate(self, above: Line, line: Line) -> bool:
        """Whether a line with a dash begins there though it had room on the line above."""
        # A dash stays with the word after it.
        first = " ".join(line.text.split(" ", 2)[:2])
        return above.width > 0 and (not self.width or above.width + 1 + len(first) <= self.width)


#: Fewer line ends within items than these may be a page's and not a wrapped text's.
_FEWEST_WRAPS = 3
_NEARLY_ALL = 0.8


def _wrapping_of(lines: Sequence[Line]) -> _Wrapping:
    flush, item = False, None
    widths: list[int] = []
    gaps: list[bool] = []
    hangs: Counter[float] = Counter()
    for above, line in pairwise(lines):
        if above.marker or split_marker(above.text)[0]:
            item = above
            gaps.append(above.gap or above.page_start)
        if item is not None and line.gap and not line.page_start and line.indent <= item.indent:
            item = None  # below its list
        within = not (line.gap or line.page_start or line.marker or split_marker(line.text)[0])
        if item is None or not within:
            continue
        widths.append(above.width)
        hangs[line.indent - item.indent] += 1
        flush = flush or (line.indent <= item.indent + 1 and not ENDED.search(above.text))
    hang = max(hangs, key=lambda step: hangs[step]) if hangs else None
    spaced = sum(gaps) >= _NEARLY_ALL * len(gaps)
    return _Wrapping(flush, hang, max(widths) if len(widths) >= _FEWEST_WRAPS else 0, spaced)


def _runs_on(last: Passage, line: Line, below: Line | None, hanging: bool, flush: bool) -> bool:
    """Whether an unmarked line directly below a passage belongs to it."""
    ended = bool(ENDED.search(last.text))
    if is_salutation(last.text) or parse_date(last.text):
        return False
    date = parse_date(line.text) is not None and not last.marker
    # A title may begin on the line above it.
    begun = not last.marker and not ended and len(last.text) <= LONGEST_HEAD
    if date or (is_title(line.text) and not begun) or area_of_title(last.text, 0):
        return False
    if last.marker and line.indent > last.indent + 1 and not line.heading:
        return True  # hanging under its bullet, whatever it says
    if last.marker and ended and closes_letter(line.text):
        return False
    new = ended or (not last.marker and not line.text[:1].islower())
    if new and starts_part(line.text) and _starts_here(last, line, below):
        return False
    if not last.marker:
        # A lead-in is a passage by itself, even with its paragraph's text right above.
        return not lead_in(last.text) or (line.text[:1].islower() and not is_open(last.text))
    if line.indent < last.indent - 1:
        opens = below is not None and below.indent > last.indent  # a list below the item
        leads = line.text.endswith(":") and not opens
        return flush and not (ended and (is_closing(line.text) or leads))
    apart = ended or not line.text[:1].islower()
    return not (hanging and apart and line.indent <= last.indent + 1)


def _starts_here(last: Passage, line: Line, below: Line | None) -> bool:
    """Of a line under a list item that reads like a heading: whether something follows it."""
    if not last.marker or line.heading or is_open(line.text) or not lead_in(line.text):
        return True
    return below is not None and (
        not below.gap or bool(below.marker or split_marker(below.text)[0])
    )


def _kind(marker: str) -> str:
    return "#" if marker[-1:] == "." else marker


def _is_marker(
    marker: str,
    line: Line,
    last: Passage | None,
    base: tuple | None,
    number: str,
    deliberate: bool,
) -> bool:
    """Whether what looks like a marker is one, and not a wrapped line that begins so.

    `base`: marker and indent of the list at hand. `deliberate`: the line was begun for its own
    sake, since there was room on the line above.
    """
    within = bool(last and not line.gap and not line.page_start)
    ended = not last or bool(ENDED.search(last.text)) or bool(lead_in(last.text))
    if _kind(marker) == "#":
        first = marker in ("1.", "a.", "i.")
        return (first and (ended or not within)) or _follows(marker, number)
    if marker in "–—‒―−-+*" and within and not ended and base is not None and base[0] != marker:
        if deliberate and line.indent > base[1] + _INDENT_TOLERANCE:
            return True
        # A spaced dash at the start of a wrapped line; a deeper hyphen is a list below.
        return marker not in _DASHES and line.indent > base[1] + _INDENT_TOLERANCE
    return True


def _is_within(last: Passage | None, line: Line) -> bool:
    """Whether a line stands right below a passage that does not end a sentence or lead on."""
    apart = line.gap or line.page_start
    return last is not None and not apart and not ENDED.search(last.text) and not lead_in(last.text)


def _follows(marker: str, number: str) -> bool:
    if not number:
        return False
    if marker[:-1].isdigit() and number[:-1].isdigit():
        step = int(marker[:-1]) - int(number[:-1])
        return step == 1 or (step == 0 and marker == "1.")  # Markdown may number each item 1.
    if marker in _ROMANS and number in _ROMANS[:-1]:
        return _ROMANS.index(marker) == _ROMANS.index(number) + 1
    return len(marker) == len(number) == 2 and ord(marker[0]) - ord(number[0]) == 1


def _level(
    marker: str,
    line: Line,
    base: tuple | None,
    sub: tuple | None,
    last: Passage | None,
    again: bool,
) -> tuple[int, tuple, tuple | None]:
    """The level of a list item, by its indent, or by its marker where indents are lost.

    `again`: the marker of the list at hand comes again further down.
    """
    kind, indent = _kind(marker), line.indent
    if base is None or indent < base[1] - _INDENT_TOLERANCE:
        return 0, (kind, indent), None
    below = indent > base[1] + _INDENT_TOLERANCE
    if not below and kind != base[0]:
        opened = last is not None and last.marker != "" and not ENDED.search(last.text)
        opened = opened or (last is not None and last.text.endswith(":"))
        running = sub is not None and sub[0] == kind and last is not None and last.level == 1
        below = kind in _SUB_BULLETS or opened or running or again
    if below:
        return 1, base, sub or (kind, indent)
    return 0, base, None


def _comes_again(base: tuple, lines: Sequence[Line]) -> bool:
    """Whether an item with this marker and indent follows before the list ends."""
    for line in lines:
        marker = line.marker or split_marker(line.text)[0]
        if marker and (_kind(marker), line.indent) == base:
            return True
        if not marker and line.gap and not line.page_start and not line.text[:1].islower():
            return False
    return False


# --- passages over gaps -------------------------------------------------------------------


def mend(passages: Sequence[Passage], words: Counter[str], hang: float | None) -> list[Passage]:
    """Passages that a page break or a blank line divided in the middle, whole again."""
    whole: list[Passage] = []
    for place, passage in enumerate(passages):
        following = passages[place + 1] if place + 1 < len(passages) else None
        before = whole[-1] if whole else None
        between = (
            len(whole) > 1
            and not passage.marker
            and passage.text[:1].islower()
            and whole[-2].marker
            and not ENDED.search(whole[-2].text)
            and not (whole[-1].marker or ENDED.search(whole[-1].text))
            and len(whole[-1].text) <= LONGEST_HEAD
            and not starts_part(whole[-1].text, heading=whole[-1].heading)
        )
        if between:
            # A running head that stands once only, between the two halves: left over.
            whole[-2] = _joined(whole[-2], passage, words)
        elif before is not None and _continues(before, passage, following, hang):
            whole[-1] = _joined(before, passage, words)
        else:
            whole.append(passage)
    return whole


def _joined(first: Passage, second: Passage, words: Counter[str]) -> Passage:
    return replace(
        first,
        text=join_text(first.text, second.text, words),
        mended=(*first.mended, second.locator),
    )


def _continues(
    before: Passage, passage: Passage, following: Passage | None, hang: float | None
) -> bool:
    """Whether an unmarked passage is the rest of the one before it."""
    if passage.marker or passage.heading or before.heading or is_note(passage.text):
        return False
    ended = bool(ENDED.search(before.text))
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
    step = passage.indent - before.indent
    # Numbers of different widths hang their text at different depths.
    if hang is None:
        within = 1 < step <= _DEEPEST_UNKNOWN
    else:
        within = step > 1 and abs(step - hang) <= max(_INDENT_TOLERANCE, 0.4 * hang)
    if within:
        return True
    list_goes_on = following is not None and following.marker != ""
    complete = bool(ENDED.search(passage.text))
    if not ended:
        return list_goes_on and complete
    # Divided between two sentences: only a page break says so.
    return passage.page_start and list_goes_on and complete and not is_closing(passage.text)
