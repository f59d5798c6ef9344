"""What generated letters say: sentences drawn at random from `demonstration/variants/`.

Written apart from the reader of letters, and never from it: the wording there and here must not
come from one hand, or a test could not fail.
"""

from __future__ import annotations

import datetime
import random
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from nationalreports.synthesis_text import read_demonstration

#: Stands where a note mark stands. A private character, which no wording holds.
NOTE = "\ue000"
SOFT_HYPHEN = "\u00ad"

_SLOT = re.compile(r"\{(\w+)\}")
_NUMBERS = {"count": (12, 480), "count2": (481, 1900), "small": (2, 11)}


@lru_cache
def pool(name: str) -> Any:
    """A file of wording: `findings` or `letters`."""
    return read_demonstration(f"variants/{name}.yaml")


def clean(text: str) -> str:
    """What a letter says where `text` stands in it, by the contract of `findings.csv`."""
    bare = text.replace(NOTE, "").replace(SOFT_HYPHEN, "")
    return " ".join(unicodedata.normalize("NFKC", bare).split())


def fill(pattern: str, chance: random.Random, area: str) -> str:
    """The pattern with every word in braces drawn; a capital slot starts with a capital."""

    def draw(match: re.Match[str]) -> str:
        name = match[1]
        if name in _NUMBERS:
            return str(chance.randint(*_NUMBERS[name]))
        if name == "percent":
            return chance.choice(["{}%", "{}%", "{} per cent", "just over {}%"]).format(
                chance.randint(11, 97)
            )
        if name == "day":
            when = datetime.date(2020, chance.randint(3, 9), chance.randint(1, 28))
            return in_words(when)
        if name == "area":
            return area
        slots = pool("findings")["slots"]
        key = re.sub(r"(_cap|\d)$", "", name)
        found = fill(chance.choice(slots.get(key) or slots[key.lower()]), chance, area)
        wants_capital = name.endswith("_cap") or (key not in slots and key[0].isupper())
        return capital(found) if wants_capital else found

    return _SLOT.sub(draw, pattern)


def capital(text: str) -> str:
    """The text with its first letter, after any quotation marks, as a capital."""
    return re.sub(r"^(\W*)(\w)", lambda m: m[1] + m[2].upper(), text)


def sentences(chance: random.Random, area: str) -> str:
    """A finding of one to five sentences."""
    wording = pool("findings")
    parts = [capital(fill(chance.choice(wording["openers"]), chance, area))]
    more = chance.choice([0, 0, 1, 1, 2, 2, 3, 4])
    for pattern in chance.sample(wording["further"], more):
        parts.append(capital(fill(pattern, chance, area)))
    return " ".join(parts)


def fragment(chance: random.Random, area: str) -> str:
    """A finding that goes on from its list's lead-in, in lower case and without a full stop."""
    return fill(chance.choice(pool("findings")["fragments"]), chance, area)


def with_subs(chance: random.Random, area: str) -> tuple[str, tuple[str, ...]]:
    """A finding with two to four sub-bullets."""
    wording = pool("findings")
    patterns = chance.sample(wording["subs"], chance.randint(2, 4))
    text = capital(fill(chance.choice(wording["lead_fragments"]), chance, area))
    return text, tuple(fill(pattern, chance, area) for pattern in patterns)


def priority(chance: random.Random, area: str) -> str:
    """One priority: an infinitive, a noun phrase or a sentence, with or without a full stop."""
    return fill(chance.choice(pool("findings")["priorities"]), chance, area)


def people(chance: random.Random) -> Iterator[tuple[str, str, str]]:
    """Invented people without end of use: title (may be empty), given and family name."""
    words = pool("letters")
    given, family = list(words["given"]), list(words["family"])
    chance.shuffle(given)
    chance.shuffle(family)
    for first, last in zip(given, family, strict=True):
        yield chance.choice(words["titles"]), first, last


def written_date(day: datetime.date, chance: random.Random) -> tuple[str, str]:
    """The day as a letter may write it, and the trait that this form is known by."""
    form, trait = chance.choice(pool("letters")["date_words"])
    ending = "th" if 11 <= day.day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    text = form.format(
        d=day.day,
        dd=f"{day.day:02}",
        th=ending,
        m=day.month,
        mm=f"{day.month:02}",
        y=day.year,
        yy=f"{day.year % 100:02}",
        Month=MONTHS[day.month - 1],
        Mon=MONTHS[day.month - 1][:3],
        Weekday=WEEKDAYS[day.weekday()],
    )
    return text, trait


MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
]  # fmt: skip
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def in_words(day: datetime.date) -> str:
    """The day as running text has it: 8 October 2020."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
