"""Themes that a finding may hold, by the words of the codebook; only when a person asks for them.

A suggestion is a hint with its reason, never a code. It anchors the coder who sees it, so sheets
used to measure agreement carry none.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any


def suggest(text: str, codebook: dict[str, Any]) -> dict[str, list[str]]:
    """Themes with those of their words (`suggest` in the codebook) that stand in `text`.

    A word or phrase is found as a whole, in capitals or not, whatever the spaces, apostrophes and
    dashes between its parts. Themes and words come in the order of the codebook.
    """
    plain = _plain(text)
    found = {
        theme: [
            word
            for word in entry.get("suggest", [])
            if re.search(rf"(?<!\w){re.escape(_plain(word))}(?!\w)", plain)
        ]
        for theme, entry in codebook["themes"].items()
    }
    return {theme: words for theme, words in found.items() if words}


def suggestion_text(text: str, codebook: dict[str, Any]) -> str:
    """The suggestions on one line: `wellbeing (anxious, stress); isolation (friends)`."""
    found = suggest(text, codebook)
    return "; ".join(f"{theme} ({', '.join(words)})" for theme, words in found.items())


def _plain(text: str) -> str:
    """Text as it is compared: folded, with plain apostrophes and single spaces for dashes."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return " ".join(re.sub(r"[\s\-\u2010-\u2015]+", " ", folded).split())
