"""The words of a rendered report as tests ask of them: those of the scale, and shares of areas."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any


def wrong_words(text: str, scale: Sequence[Mapping[str, Any]]) -> list[str]:
    """Words of the scale that stand before a percentage that they do not stand for."""
    words = "|".join(sorted((step["word"] for step in scale), key=len, reverse=True))
    wrong = []
    for match in re.finditer(rf"\b({words}) \((\d+)%", text, re.IGNORECASE):
        meant = [step["word"] for step in scale if step["from"] <= int(match[2])][-1]
        if match[1].lower() != meant:
            wrong.append(match[0])
    return wrong


def bare_words(text: str, scale: Sequence[Mapping[str, Any]]) -> list[str]:
    """Words of the scale without a percentage and outside quotes, each with the word behind it.

    "The most common answer" is no share.
    """
    text = re.sub(r"“[^”]*”|‘[^’]*’", "“”", text)
    words = "|".join(sorted((step["word"] for step in scale), key=len, reverse=True))
    return [
        " ".join(match[0].split())
        for match in re.finditer(
            rf"\b(?:{words})\b(?! \(\d| common)(?:\W+\w+)?", text, re.IGNORECASE
        )
    ]


def area_percentages(text: str) -> list[str]:
    """Percentages of areas, of their letters, or of discussions and visits."""
    share = r"\d%|\bper\s?cent|\bpercentages?|\b(?:half|third|quarter|proportion|share)s?"
    units = r"(?:areas|local areas|letters|areas’ letters|discussions|visits)"
    of = rf"(?:{share})\)? (?:of|in) (?:all )?(?:the )?(?:\w+ )?{units}\b(?!’ )"
    return [match[0] for match in re.finditer(of, text, re.IGNORECASE)]


def right_of_the_wall(workflow: Path) -> list[str]:
    """The rules that make a report from public tables."""
    names = ("claims", "chart", "download", "render")
    paths = [workflow / f"rules/{name}.smk" for name in names]
    text = "\n".join(path.read_text(encoding="utf-8") for path in paths if path.is_file())
    return re.findall(r"^rule (\w+):", text, re.MULTILINE)


class Blocks(HTMLParser):
    """A page's paragraphs, items and captions as plain text, each whole."""

    _KINDS = ("p", "li", "figcaption", "caption")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._depth = 0
        self.feed(text)
        self.found = [own for text in self.found if (own := " ".join(text.split()))]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._KINDS:
            self._depth += 1
            self.found.append("")
        elif tag == "br" and self._depth:
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._KINDS:
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._depth:
            self.found[-1] += data
