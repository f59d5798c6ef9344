"""Words divided at line ends: whole again, or compounds that keep their hyphen.

A word list decides where the letter itself does not: "communi-/cation" makes a word and
"half-/term" does not, while both of its halves are words. The list is that of the PyPI package
symspellpy (MIT): 82,765 words, British and American.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from nationalreports.lines import PDF_HYPHEN, Line

_HYPHEN_END = re.compile(rf"([^\W_]+(?:-[^\W_]+)*)[-\u2010\u00ad{PDF_HYPHEN}]$")
_LINKS = {"to", "of", "the", "and", "in", "on", "by", "a", "up", "or"}
# Endings that are words too, but make no compound with what stands before them.
_ENDINGS = {
    "able", "ally", "ance", "ant", "ants", "ate", "ated", "ent", "ful", "hood", "ion", "ions",
    "less", "man", "men", "ness", "ship", "ships", "ward", "wards",
}  # fmt: skip
#: A shorter half is a piece of a word far more often than a word.
_SHORTEST_HALF = 3
LONGEST_LEFT_WHOLE = 2
# Further back than this no word that ends a line can begin.
LONGEST_WORD = 80
_SHORT_FIRST_HALVES = {"co", "up", "on", "in", "of", "re", "ex"}


def join_text(first: str, second: str, words: Counter[str]) -> str:
    """Two ends of text in one: a divided word comes back whole, a compound keeps its hyphen.

    The letter's own words decide (`words`, as from `whole_words`), then a word list.
    """
    found = _HYPHEN_END.search(first[-LONGEST_WORD:])
    following = re.match(r"[^\W_]+", second)
    if found and following:
        soft = first.endswith("\u00ad")
        return first[:-1] + ("" if soft else _hyphen(found[1], following[0], words)) + second
    if first.endswith("/") and not first.endswith(" /"):
        return first + second
    return f"{first} {second}"


def ends_divided(text: str) -> bool:
    """Whether a line ends in the first part of a word."""
    return bool(_HYPHEN_END.search(text[-LONGEST_WORD:]))


def whole_words(lines: Sequence[Line]) -> Counter[str]:
    """How often each word stands in the lines, without the halves of divided words."""
    words: Counter[str] = Counter()
    divided = False
    for line in lines:
        found = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text.replace("\u00ad", "").lower())
        divided_here = ends_divided(line.text)
        words.update(found[int(divided) : len(found) - int(divided_here)])
        divided = divided_here
    return words


def _hyphen(first: str, second: str, words: Counter[str]) -> str:
    if words[(first + second).lower()] > words[f"{first}-{second}".lower()]:
        return ""
    capitals = first.isupper() and second.isupper() and len(second) > 1
    if first[-1:].isdigit() or not (second[:1].islower() or capitals):
        return "-"
    # No rule of hyphenation leaves two letters for the next line: follow-/up.
    if len(second) <= LONGEST_LEFT_WHOLE:
        return "-"
    first, second = first.lower(), second.lower()
    rest, _, last = first.rpartition("-")
    if rest and last in _LINKS:  # face-to-/face, one-on-/one
        return "-"
    whole, compound = words[first + second], words[f"{first}-{second}"]
    if whole != compound:
        return "-" if compound > whole else ""
    if len(last) == 1:  # X-/ray
        return "-"
    if last + second in _word_list():
        return ""
    return "-" if _is_half(last) and _is_half(second) and second not in _ENDINGS else ""


def _is_half(word: str) -> bool:
    long_enough = len(word) >= _SHORTEST_HALF or word in _SHORT_FIRST_HALVES or word in _LINKS
    return long_enough and word in _word_list()


@cache
def _word_list() -> frozenset[str]:
    """The words of the list; "pre", "non" and the like, which stand before hyphens, as well."""
    source = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt")
    words = {line.split(" ")[0] for line in source.read_text("utf-8-sig").splitlines()}
    words -= {"afterschool", "lipreading"}  # after-school, lip-reading, as they are written here
    return frozenset(words | {"pre", "non", "multi", "inter", "neuro", "anti", "mid", "semi"})
