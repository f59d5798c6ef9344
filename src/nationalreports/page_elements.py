"""The elements of a web page, as the gates of a release look at them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

#: Elements that have no end, and so no text of their own.
_EMPTY = (
    *("area", "base", "br", "col", "embed", "hr", "img", "input"),
    *("link", "meta", "source", "track", "wbr"),
)


@dataclass
class Element:
    """One element: its tag, its attributes ("" for one without a value) and the line it begins in.

    `text` is all that stands in it, `inside` the elements that it stands in, the outermost first.
    """

    tag: str
    attributes: Mapping[str, str]
    line: int
    inside: tuple[Element, ...] = field(repr=False)
    text: str = ""


def read_elements(text: str) -> list[Element]:
    """All elements of a page, in the order of their first tags."""
    return _Reader(text).found


class _Reader(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[Element] = []
        self._open: list[Element] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        element = Element(tag, given, self.getpos()[0], tuple(self._open))
        self.found.append(element)
        if tag not in _EMPTY:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        # An end closes all that was left open in its element; one without a beginning, nothing.
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place].tag == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data
