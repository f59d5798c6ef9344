"""What programs do to a letter's text on its way: odd characters, page ends, divided words."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from nationalreports.synthesis_variants import VariantLetter
from nationalreports.variant_wording import MONTHS, NOTE, SOFT_HYPHEN, pool

_LIGATURES = {"ffi": "ﬃ", "ffl": "ﬄ", "ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ"}
_ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]
_ROMAN += ["xiii", "xiv", "xv", "xvi"]


@dataclass
class Hand:
    """One writing of a letter: its chance, and the traits that it takes on."""

    chance: random.Random
    traits: list[str] = field(default_factory=list)

    def has(self, trait: str, likelihood: float) -> bool:
        if self.chance.random() < likelihood:
            self.traits.append(trait)
            return True
        return False


def label(numbering: str, number: int) -> str:
    """The mark of a numbered item, such as "(c)" for `(a)` and 3."""
    if "1" in numbering:
        return numbering.replace("1", str(number))
    if "i" in numbering:
        return numbering.replace("i", _ROMAN[number - 1])
    return numbering.replace("a", "abcdefghijklmnopqrstuvwxyz"[number - 1])


def odd_characters(hand: Hand) -> Callable[[str], str]:
    """A function that puts non-breaking spaces, ligatures or soft hyphens into a text."""
    spaces = hand.has("non-breaking spaces", 0.2)
    ligatures = hand.has("ligatures", 0.1)
    soft = hand.has("soft hyphens", 0.1)
    chance = hand.chance

    def disguise(text: str) -> str:
        if ligatures:
            text = re.sub("ffi|ffl|ff|fi|fl", lambda m: _LIGATURES[m[0]], text)
        if soft:
            text = re.sub(r"\w+", lambda m: SOFT_HYPHEN.join(divide(m[0])), text)
        if spaces:
            text = re.sub(" ", lambda _: "\u00a0" if chance.random() < 0.1 else " ", text)
        return text

    return disguise


@lru_cache
def _divisions() -> dict[str, tuple[str, str]]:
    pairs = [entry.split("-") for entry in pool("letters")["divided"]]
    return {"".join(pair): (pair[0], pair[1]) for pair in pairs}


def divide(word: str) -> tuple[str, ...]:
    """The word as two parts where the wording says that it may be divided, else whole."""
    known = _divisions().get(word.casefold())
    return (word[: len(known[0])], word[len(known[0]) :]) if known else (word,)


def wrap(text: str, width: int, first: str = "", rest: str = "", *, hyphens: bool = False) -> str:
    """The text in lines; with `hyphens`, long words are divided and compounds end lines.

    No line starts with a dash, since it would look like a bullet.
    """
    words = re.sub(r" (?=[–—-] )", "\0", text).split(" ")
    lines, line = [], first
    room = True  # nothing but the indent stands in the line so far
    for word in words:
        left = width - len(line) - (0 if room else 1)
        if len(word) <= left or (room and not hyphens):
            line += ("" if room else " ") + word
        else:
            head, tail = _split(word, left) if hyphens else ("", word)
            if head:
                line += ("" if room else " ") + head
            if line.strip():
                lines.append(line)
            line = rest + tail
        room = False
    return "\n".join([*lines, line]).replace("\0", " ")


def _split(word: str, room: int) -> tuple[str, str]:
    """The word as far as `room` characters go, and what follows on the next line."""
    bare = re.fullmatch(r"(\W*)(\w+)(.*)", word, re.DOTALL)
    if bare:
        parts = divide(bare[2])
        if len(parts) == 2 and len(bare[1] + parts[0]) + 1 <= room:
            return f"{bare[1]}{parts[0]}-", parts[1] + bare[3]
    for at in [m.end() for m in re.finditer(r"(?<=\w\w)-(?=\w\w)", word)][::-1]:
        if at <= room:
            return word[:at], word[at:]
    return "", word


def cut(text: str, chance: random.Random) -> tuple[str, str] | None:
    """The text in two where a page may end: in mid-sentence, before a word in lower case."""
    words = text.split(" ")
    fit = [
        i
        for i in range(3, len(words) - 1)
        if words[i][:1].islower() and words[i - 1][-1:].isalnum() and words[i].isalpha()
    ]
    if not fit:
        return None
    where = chance.choice(fit)
    return " ".join(words[:where]), " ".join(words[where:])


class Furniture:
    """What stands at the head and foot of each page of one letter; both may be empty."""

    def __init__(self, hand: Hand, letter: VariantLetter) -> None:
        words = pool("letters")
        when = f"{MONTHS[letter.start.month - 1]} {letter.start.year}"
        self._head = self._number = ""
        if hand.has("running head", 0.6):
            pattern = hand.chance.choice(words["running_heads"])
            self._head = pattern.format(area=letter.area_as_written, month_year=when)
        if hand.has("page numbers", 0.6):
            self._number = hand.chance.choice(words["page_numbers"])
        self._number_above = hand.has("page numbers above", 0.2) if self._number else False
        self._pages = hand.chance.randint(3, 4)
        self._page = 1

    def foot(self, page: int | str, pages: int | str) -> list[str]:
        """The lines below a page."""
        number = self._number.format(page=page, pages=pages)
        return [] if self._number_above or not number else [number]

    def head(self, page: int | str, pages: int | str) -> list[str]:
        """The lines above a page."""
        number = self._number.format(page=page, pages=pages) if self._number_above else ""
        return [line for line in (self._head, number) if line]

    def turn(self) -> list[str]:
        """The lines between this page and the next."""
        page = self._page
        self._page += 1
        return [*self.foot(page, self._pages), *self.head(page + 1, self._pages)]


def note_mark(text: str, mark: str) -> str:
    """The text with this mark where its note mark stands."""
    return text.replace(NOTE, mark)
