"""Words of a text as they are compared: without case, accents, and what only looks different.

Words are parted at whatever is neither letter nor digit, an underscore too. Characters that show
nothing belong to the word around them and are dropped: soft hyphens, zero-width ones, and `JOINT`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from nationalreports.lines import PDF_HYPHEN

#: Stands in a text for what is no part of it but may stand within a word, such as a tag. A text is
#: looked through with its joints closed, and once more with them open (`closed`, `opened`).
JOINT = "\ue000"

#: How many words in a row make a run (issue "Nothing confidential leaves").
RUN = 8

_UNSEEN = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
_UNSEEN += f"\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff{JOINT}"
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
WORD = re.compile(rf"(?:[^\W_][{_MARKS}{_UNSEEN}]*)+")

_LINE_END = re.compile(rf"(?<=[^\W_])(?:[-\u2010\u00ad{PDF_HYPHEN}\x02][{_UNSEEN}]*\s*\n\s*)(?=\w)")
# What a PDF's text layer has in the place of a hyphen, where it keeps the line whole.
_PDF_END = re.compile(rf"(?<=[^\W_])[{PDF_HYPHEN}\x02]\s*(?=\w)")

# Letters set apart, such as "H a r r o w": four or more by themselves, whatever stands between.
_APART = re.compile(r"(?<![^\W_])[^\W\d_](?:[\W_]+[^\W\d_](?![^\W_])){3,}")
_BETWEEN = re.compile(r"[\W_]+")

# Letters of other scripts that are printed as a Latin one is (Unicode, confusables.txt, the ones
# that stand in for a small or capital Latin letter), and letters that no accent is taken from.
_ALIKE = str.maketrans(
    {
        **dict(zip("аеорсухіјѕһԁԛԝвнкмтгѵ", "aeopcyxijshdqwbhkmtrv", strict=True)),
        **dict(zip("αενορτυικχηβμζγ", "aevoptuikxnbmzy", strict=True)),
        **{"ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"},
        **{"ɑ": "a", "ɡ": "g", "ɩ": "i", "ս": "u", "օ": "o"},
    }
)

# Words too short to say whether they are names.
_LONGEST_LINK = 3


@cache
def folded(word: str) -> str:
    """One word as it is compared; "" where nothing of it is left.

    >>> folded("Brontë"), folded("Ｎｏｒｔｈ"), folded("Har\u00adrow")
    ('bronte', 'north', 'harrow')
    """
    if word == "&":
        return "and"
    # Folding the case of a character may bring an accent of its own.
    plain = unicodedata.normalize("NFKD", word).casefold()
    plain = unicodedata.normalize("NFKD", plain).translate(_ALIKE)
    return "".join(char for char in plain if char.isalnum())


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared.

    >>> words_of("Telford & Wrekin’s hub")
    ['telford', 'and', 'wrekin', 's', 'hub']
    """
    return [word for found in raw_words(text) if (word := folded(found))]


def raw_words(text: str) -> list[str]:
    """The words of a text as they stand there, and "&" as a word of its own."""
    return _RAW.findall(text)


def raw_places(text: str) -> Iterator[re.Match[str]]:
    """As `raw_words`, with where each stands."""
    return _RAW.finditer(text)


_RAW = re.compile(rf"{WORD.pattern}|&")


def views(text: str) -> list[str]:
    """The text in each form in which its words may be meant, all of one length with it.

    As it stands, with joints closed; with them open; with words whole again that a hyphen divides
    at a line's end; and with letters that are set apart put together.
    """
    found = [text]
    if JOINT in text:
        found.append(text.replace(JOINT, " "))
    for pattern in (_LINE_END, _PDF_END):
        whole = pattern.sub(lambda gap: JOINT * len(gap[0]), found[0])
        if whole != found[0] and whole not in found:
            found.append(whole)
    whole = _APART.sub(_together, text)
    return found if whole == text else [*found, whole]


def _together(letters: re.Match[str]) -> str:
    return _BETWEEN.sub(lambda gap: JOINT * len(gap[0]), letters[0])


def is_common(words: tuple[str, ...]) -> bool:
    """Whether English prose has these words in small letters, so that they may be no name.

    A word of the list counts that has another form there, as "reading" has "read" and "bath"
    "baths"; names of places stand in the list without ("york"). Short words count as they are.
    """
    return all(_is_common(word) for word in words)


@cache
def _is_common(word: str) -> bool:
    if word.isdecimal():
        return False
    known = _word_list()
    if word not in known:
        return False
    if len(word) <= _LONGEST_LINK:
        return True
    forms = {word + end for end in ("s", "es", "ed", "ing")}
    if word.endswith("e"):
        forms |= {f"{word}d", f"{word[:-1]}ing"}
    if word.endswith("y"):
        forms |= {f"{word[:-1]}{end}" for end in ("ies", "ied", "ier")}
    for end in ("s", "ed", "ing"):
        if stem := word.removesuffix(end):
            forms |= {stem, f"{stem}e"} if stem != word else set()
    return bool(forms & known)


@cache
def _word_list() -> frozenset[str]:
    source = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt")
    lines = source.read_text("utf-8-sig").splitlines()
    return frozenset(line.split(" ")[0] for line in lines)
