"""Where the claims of a report stand, by what pandoc reads, which makes the pages and the PDF.

Prose is written in Quarto's syntax, and pandoc alone says what a source is: a bracket over two
items of a list, a comma among attributes or a space before `=` make no span, whatever they look
like. So each attribute gets a number, pandoc reads the text, and every number has to come back on a
span.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pypandoc

from nationalreports.markdown import escape_value
from nationalreports.prose import Prose, Span, fill, is_hidden, put_facts
from nationalreports.sources import READER, RenderingError, find_fact

#: What is, or was meant for, the attribute: `claims` and `Claim` as well.
_LIKE = re.compile(r"(?<!\w)claims?(?=\s*=)", re.IGNORECASE)
_QUOTED = re.compile(r"=[\"']")
#: Where pandoc's elements with attributes have them.
_ATTRIBUTES_AT = {
    **dict.fromkeys(["Span", "Div", "Link", "Image", "Code", "CodeBlock", "Table", "Figure"], 0),
    "Header": 1,
}
_ELEMENTS = {
    "Div": "a block",
    "Header": "a heading",
    "Link": "a link",
    "Image": "a picture",
    "Code": "code",
    "CodeBlock": "code",
    "Table": "a table",
    "Figure": "a picture",
}

_FORM = 'write [The sentence.]{claim="…"} in one paragraph, the condition in straight quotes'


@dataclass(frozen=True)
class Claim:
    """A sentence and its condition, and where they stand. `fault` says why there is none."""

    file: str
    line: int
    sentence: str
    condition: str
    fault: str = ""


@dataclass(frozen=True)
class _Found:
    """An attribute that pandoc read: the element it is on, its key without the number, its value,
    how many like it are there `together`, and whether a condition hides it. `opening` is the number
    that was put behind the bracket with which the element begins."""

    element: str
    key: str
    value: str
    together: int
    hidden: bool
    opening: str


@dataclass
class _Reading:
    """What pandoc read of a text: attributes by their numbers, and the numbers that are in code.

    `prefix` stands before each number, and nowhere in the text.
    """

    prefix: str
    facts: Mapping[str, Any]
    attributes: dict[int, list[_Found]] = field(default_factory=dict)
    code: set[int] = field(default_factory=set)

    def walk(self, node: Any, *, hidden: bool = False, accounts: bool = False) -> None:
        """Read what is in a part of pandoc's tree, which may be the parts of `accounts`."""
        if isinstance(node, list):
            for part in node:
                self.walk(part, hidden=hidden, accounts=accounts)
        if not isinstance(node, dict):
            return
        element, content = node.get("t", ""), node.get("c")
        accounts_of_it = False
        if element in _ATTRIBUTES_AT and content is not None:
            _, classes, attributes = content[_ATTRIBUTES_AT[element]]
            if element == "Div":
                accounts_of_it = "accounts" in classes
                hidden = hidden or is_hidden(classes, attributes, self.facts)
                hidden = hidden or (accounts and self._untold(dict(attributes).get("theme", "")))
            self._note(element, attributes, self._opening(element, content), hidden)
        if element in ("Code", "CodeBlock") and content is not None:
            self.code |= {int(number) for number in re.findall(rf"{self.prefix}(\d+)", content[1])}
        self.walk(content, hidden=hidden, accounts=accounts_of_it)

    def _untold(self, theme: str) -> bool:
        """Whether an account is left out, as the filter accounts.lua does without a count."""
        try:
            reported = find_fact(f"facts.{theme}.reported", self.facts)
        except KeyError:
            return False
        return re.search(r"\d", str(reported)) is None

    def _note(self, element: str, attributes: list[list[str]], opening: str, hidden: bool) -> None:
        parts = [re.fullmatch(rf"(.*)-{self.prefix}(\d+)", key) for key, _ in attributes]
        own = [(part, value) for part, (_, value) in zip(parts, attributes, strict=True) if part]
        for part, value in own:
            found = _Found(element, part[1], value, len(own), hidden, opening)
            self.attributes.setdefault(int(part[2]), []).append(found)

    def _opening(self, element: str, content: Any) -> str:
        match content:
            case [_, [{"t": "Span", "c": [[_, [mark], _], []]}, *_]] if element == "Span":
                return str(mark).removeprefix(self.prefix)
        return ""


def find_claims(prose: Prose, facts: Mapping[str, Any]) -> list[Claim]:
    """The claims of a report's prose, in order; `facts` fill its sentences.

    What looks like a claim, and is none to pandoc or is on no bracketed sentence, is a claim with a
    fault, as nobody would judge it otherwise. Left out are claims in comments, in code, and in
    blocks that a condition on facts hides. Raises `RenderingError` where pandoc reads no text.
    """
    source = prose.source
    places = list(_LIKE.finditer(source))
    if not places:
        return []
    prefix = "n"
    while f"{prefix}0" in source or f"-{prefix}" in source:
        prefix += "n"
    numbers = {place.end(): f"-{prefix}{number}" for number, place in enumerate(places)}
    own = {
        number: span
        for span in prose.spans()
        for number, place in enumerate(places)
        if span.end - len(span.attributes) - 2 < place.start() < span.end
    }
    brackets = {span.start + 1: f"[]{{.{prefix}{number}}}" for number, span in own.items()}
    plain, marked = (
        _read(_insert(source, marks), prefix, facts, prose)
        for marks in (numbers, {**numbers, **brackets})
    )
    claims = []
    for number, place in enumerate(places):
        found = plain.attributes.get(number, [])
        if all(one.hidden for one in found) if found else number in plain.code:
            continue
        span = own.get(number)
        opening = [one.opening for one in marked.attributes.get(number, [])]
        fault = _fault(found, source[place.end() :][:9]) or _bracket_fault(number, span, opening)
        line = prose.line_at(span.start if span else place.start())
        sentence = fill(span.text if span else line.text, facts)
        condition = "" if fault else " ".join(found[0].value.split())
        claims.append(Claim(line.file, line.number, sentence, condition, fault))
    return claims


def _fault(found: Sequence[_Found], after: str) -> str:
    """What is wrong with an attribute, and the remedy; empty where it is a claim."""
    if not found:
        return f"the claim is text to pandoc, and no attribute; {_FORM}"
    one = found[0]
    if one.element != "Span":
        return f"the claim stands on {_ELEMENTS[one.element]}; {_FORM}"
    if one.together > 1:
        return "the sentence carries two claims; join them with `and`"
    if one.key != "claim":
        return f'the attribute is called "{one.key}"; write claim="…"'
    if not _QUOTED.match(after):
        return f"the condition has no straight quotes around it; {_FORM}"
    return ""


def _bracket_fault(number: int, span: Span | None, opening: Sequence[str]) -> str:
    if span is None:
        return f"the claim stands on no sentence in brackets; {_FORM}"
    if not opening or set(opening) != {str(number)}:
        return (
            "it is not clear at which bracket the sentence begins; write brackets that are only "
            r"characters as \[ and \], and none in code"
        )
    return ""


def _insert(text: str, marks: Mapping[int, str]) -> str:
    for position in sorted(marks, reverse=True):
        text = text[:position] + marks[position] + text[position:]
    return text


def _read(text: str, prefix: str, facts: Mapping[str, Any], prose: Prose) -> _Reading:
    """`text` with its facts as pandoc reads it."""
    result = subprocess.run(
        [pypandoc.get_pandoc_path(), "--from", READER, "--to", "json"],
        input=put_facts(text, facts, escape_value) + "\n",
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if result.returncode:
        said = " ".join(result.stderr.split())
        raise RenderingError(f"{prose.lines[0].file}: pandoc: {said}")
    reading = _Reading(prefix, facts)
    # Not the metadata: nobody reads a claim there.
    reading.walk(json.loads(result.stdout)["blocks"])
    return reading
