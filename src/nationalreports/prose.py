"""The prose of a report's sources as people wrote it: its lines, and the spans with attributes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nationalreports.sources import Line, find_fact, without_comments

#: Made for each report by `fragments`; nobody writes there.
GENERATED = "_generated/"

#: The class of what is not about the data.
GENERAL = "general"

_INCLUDE = re.compile(r"\s*\{\{<\s*include\s+/?(\S+)\s*>\}\}\s*")
_META = re.compile(r"\{\{<\s*meta\s+(\S+)\s*>\}\}")
_FENCE = re.compile(r"\s*:{3,}\s*(.*?)\s*:*\s*")
_CLASS = re.compile(r"(?<!\S)\.([\w-]+)")
_VALUE = re.compile(r"([\w-]+)=[\"']([^\"']*)[\"']")
_GENERAL_BLOCK = re.compile(rf"(?<![\w.-])\.{GENERAL}(?![\w-])|^{GENERAL}$")
_ATTRIBUTES = re.compile(r"\]\{([^{}]*)\}")
_BRACKET = re.compile(r"\\.|[\[\]]|\n[ \t]*(?=\n)", re.DOTALL)


@dataclass(frozen=True)
class Span:
    """A bracketed span: its text and attributes as they stand there, between `start` and `end` of
    the prose, and the line at which it begins."""

    line: Line
    text: str
    attributes: str
    start: int
    end: int

    def has_class(self, name: str) -> bool:
        return re.search(rf"(?<!\S)\.{re.escape(name)}(?!\S)", self.attributes) is not None

    def value(self, key: str) -> str | None:
        """The value of an attribute; None without it."""
        found = re.search(rf"(?<![\w-]){key}\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", self.attributes)
        return None if found is None else found[1] if found[1] is not None else found[2]


@dataclass(frozen=True)
class Prose:
    """The lines of a report that are shown, in the order of the report, and their whole `text`.

    What a condition hides, and the marks of blocks, are blank lines. `general` has the places, from
    0, of lines in blocks that are marked as not about the data. `written` has the lines that are
    blank here as people wrote them; each is as long as its line here.
    """

    lines: Sequence[Line]
    general: frozenset[int] = frozenset()
    written: Mapping[int, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def source(self) -> str:
        """All that people wrote, hidden or not; each character where it stands in `text`."""
        return "\n".join(
            self.written.get(place, line.text) for place, line in enumerate(self.lines)
        )

    def line_at(self, position: int) -> Line:
        """The line in which the character at `position` of the text stands."""
        starts = [0]
        for line in self.lines:
            starts.append(starts[-1] + len(line.text) + 1)
        return self.lines[min(bisect_right(starts, position), len(self.lines)) - 1]

    def general_blocks(self) -> Iterator[tuple[int, int]]:
        """Where in the text each line of a general block begins and ends."""
        start = 0
        for place, line in enumerate(self.lines):
            if place in self.general:
                yield start, start + len(line.text)
            start += len(line.text) + 1

    def spans(self) -> Iterator[Span]:
        """All bracketed spans with attributes, in order; one within another comes before it.

        By signs alone, hidden or not: what pandoc makes of them, `claim_reading` asks.
        """
        text = self.source
        for match in _ATTRIBUTES.finditer(text):
            start = _opening(text, match.start())
            if start is not None:
                yield Span(
                    self.line_at(start),
                    text[start + 1 : match.start()],
                    match[1],
                    start,
                    match.end(),
                )


def read_prose(folders: Sequence[Path], name: str, facts: Mapping[str, Any]) -> Prose:
    """The source `name` with what it includes, each file from the first of `folders` that has it.

    `facts` as from `facts.make_facts` say which conditions hold. What is generated is left out. A
    file that is missing is left out as well: rendering says so, with its line.
    """
    lines: list[Line] = []
    general: set[int] = set()
    written: dict[int, str] = {}
    opened: list[str] = []
    for line in _lines(folders, name, ()):
        fence = _FENCE.fullmatch(line.text)
        if fence and fence[1]:
            opened.append(fence[1])
        elif fence and opened:
            opened.pop()
        if any(_GENERAL_BLOCK.search(block) for block in opened):
            general.add(len(lines))
        if fence or any(_hides(block, facts) for block in opened):
            written[len(lines)] = line.text
            line = Line(line.file, line.number, " " * len(line.text))
        lines.append(line)
    return Prose(lines, frozenset(general), written)


def fill(text: str, facts: Mapping[str, Any]) -> str:
    """`text` on one line, with the facts that it prints."""
    return " ".join(put_facts(text, facts, str).split())


def put_facts(text: str, facts: Mapping[str, Any], form: Callable[[str], str]) -> str:
    """`text` with the facts that it prints, each in this `form`."""

    def fact(match: re.Match[str]) -> str:
        try:
            found = find_fact(match[1], facts)
        except KeyError:
            return match[0]
        return form(found) if isinstance(found, str) else match[0]

    return _META.sub(fact, text)


def is_hidden(
    classes: Sequence[str], attributes: Iterable[Sequence[str]], facts: Mapping[str, Any]
) -> bool:
    """Whether a block with these classes and pairs of key and value is not shown in this report.

    Conditions that are on something else than facts, such as `when-format`, may show it somewhere.
    """
    visible = "content-visible" in classes
    if not visible and "content-hidden" not in classes:
        return False
    holds = True
    for key, name in attributes:
        if key not in ("when-meta", "unless-meta"):
            return False
        try:
            found = find_fact(name, facts) is True
        except KeyError:
            found = False
        holds = holds and found == (key == "when-meta")
    return holds != visible


def _lines(folders: Sequence[Path], name: str, including: tuple[str, ...]) -> Iterator[Line]:
    paths = [folder / name for folder in folders if (folder / name).is_file()]
    if not paths or name in including or name.startswith(GENERATED):
        return
    content = without_comments(paths[0].read_text(encoding="utf-8"))
    for number, text in enumerate(content.splitlines(), start=1):
        match = _INCLUDE.fullmatch(text)
        yield Line(name, number, "" if match else text)
        if match:
            yield from _lines(folders, match[1], (*including, name))
            # What is included does not run into the text around it.
            yield Line(name, number, "")


def _hides(block: str, facts: Mapping[str, Any]) -> bool:
    """Whether a block that opens with these signs is not shown in this report."""
    return is_hidden(_CLASS.findall(block.strip("{} ")), _VALUE.findall(block), facts)


def _opening(text: str, closing: int) -> int | None:
    """The bracket that the one at `closing` closes; None where there is none in its paragraph."""
    # From the paragraph's beginning, so that escaped brackets are known as such.
    blank = list(re.finditer(r"\n[ \t]*\n", text[:closing]))
    opened: list[int] = []
    for match in _BRACKET.finditer(text, blank[-1].end() if blank else 0, closing):
        if match[0] == "[":
            opened.append(match.start())
        elif match[0] == "]" and opened:
            opened.pop()
    return opened[-1] if opened else None
