"""A report's source as one text: includes and facts put in, and every reference checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: What Markdown is read: raw HTML, TeX and raw blocks stay characters.
READER = "markdown-raw_html-raw_tex-raw_attribute-native_divs+fenced_divs+table_attributes"


class RenderingError(Exception):
    """A report cannot be made from its source; the text names file, line and remedy."""


@dataclass(frozen=True)
class Line:
    """One line of a source, and where it stands."""

    file: str
    number: int
    text: str

    def fail(self, message: str) -> RenderingError:
        return RenderingError(f"{self.file}, line {self.number}: {message}")


#: A block of code, code in a line, and a comment.
_COMMENT = re.compile(
    r"^(?P<fence>[ ]{0,3}(?:```+|~~~+)).*?^(?P=fence)"
    r"|(?P<tick>`+)(?:(?!\n[ \t]*\n).)*?(?P=tick)(?!`)"
    r"|<!--(?P<comment>.*?)-->",
    re.DOTALL | re.MULTILINE,
)
_SHORTCODE = re.compile(r"\{\{<\s*(.*?)\s*>\}\}")
_CONDITION = re.compile(r"\b(?:when|unless)-meta=\"([^\"]*)\"")
_LABEL = re.compile(r"\{[^{}]*#((?:fig|tbl)-[\w-]+)[^{}]*\}")
_REFERENCE = re.compile(r"(?<![\w;&])@((?:fig|tbl|sec|eq|lst|thm)-[\w-]*\w)")


def assemble(folder: Path, name: str, metadata: Mapping[str, Any]) -> str:
    """The source `name` in `folder` as Markdown without shortcodes.

    `metadata` holds the facts, their strings already escaped. Knows `{{< meta a.b >}}` and, on a
    line of its own, `{{< include file >}}` (from the staging folder). Raises `RenderingError` for
    any other shortcode, a missing key or file, and a reference to no figure or table.
    """
    lines = _read(folder, name, ())
    filled = [Line(line.file, line.number, _fill(line, metadata)) for line in lines]
    labels: dict[str, Line] = {}
    for line in filled:
        for label in _LABEL.findall(line.text):
            if label in labels:
                raise line.fail(f"the label {label!r} stands twice; rename one of them")
            labels[label] = line
    for line in filled:
        for reference in _REFERENCE.findall(line.text):
            if reference not in labels:
                raise line.fail(f"@{reference} refers to no figure or table of this report")
    return "\n".join(line.text for line in filled) + "\n"


def without_comments(text: str) -> str:
    """`text` with each comment `<!-- … -->` that is not in code as spaces, its lines kept.

    Quarto shows no comment, and the embedded renderer's reader takes it for characters.
    """

    def blank(match: re.Match[str]) -> str:
        code = match["comment"] is None
        return match[0] if code else re.sub(r"[^\n]", " ", match[0])

    return _COMMENT.sub(blank, text)


def shortcodes(text: str) -> list[str]:
    """The contents of the shortcodes in `text`, and the keys of its conditions as `meta` ones."""
    return _SHORTCODE.findall(text) + [f"meta {key}" for key in _CONDITION.findall(text)]


def find_fact(key: str, metadata: Mapping[str, Any]) -> Any:
    """The value at a dotted key; raises `KeyError` where there is none."""
    value: Any = metadata
    for part in key.split("."):
        if not isinstance(value, Mapping):
            raise KeyError(key)
        value = value[part]
    return value


def _read(folder: Path, name: str, including: tuple[str, ...]) -> list[Line]:
    content = without_comments((folder / name).read_text(encoding="utf-8"))
    lines: list[Line] = []
    for number, text in enumerate(content.splitlines(), start=1):
        line = Line(name, number, text)
        match = _SHORTCODE.fullmatch(text.strip())
        words = match.group(1).split() if match else []
        if not words or words[0] != "include":
            lines.append(line)
            continue
        included = " ".join(words[1:]).lstrip("/")
        if included in (*including, name):
            raise line.fail(f"{included} includes itself")
        if not (folder / included).is_file() or ".." in Path(included).parts:
            raise line.fail(f"the file to include, {included!r}, does not exist")
        # Blank lines keep what is included from running into the text around it.
        lines += [Line(name, number, ""), *_read(folder, included, (*including, name))]
        lines.append(Line(name, number, ""))
    return lines


def _fill(line: Line, metadata: Mapping[str, Any]) -> str:
    for key in _CONDITION.findall(line.text):
        if not isinstance(_look_up(line, key, metadata), bool):
            raise line.fail(f"{key!r} is a text; a condition needs one of facts.has")

    def value(match: re.Match[str]) -> str:
        words = match.group(1).split()
        if words[:1] == ["include"]:
            raise line.fail("an include must stand on a line of its own")
        if len(words) != 2 or words[0] != "meta":
            raise line.fail(f"unknown shortcode {match.group(0)}; known: meta, include")
        found = _look_up(line, words[1], metadata)
        if not isinstance(found, str):
            raise line.fail(f"{words[1]!r} is not a text; only texts can be printed")
        return found

    filled = _SHORTCODE.sub(value, line.text)
    if "{{<" in filled:
        raise line.fail("a shortcode is not closed on its line; write {{< … >}} on one line")
    return filled


def _look_up(line: Line, key: str, metadata: Mapping[str, Any]) -> Any:
    try:
        return find_fact(key, metadata)
    except KeyError:
        raise line.fail(f"there is no fact {key!r}; facts.py and config/ say which exist") from None
