"""Sentences that say how many or how much, and carry no claim."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nationalreports.prose import GENERAL, Prose
from nationalreports.sources import Line

#: Words for quantities, comparisons, superlatives and change. Each with the ends it may have.
_QUANTITIES = """
    most mostly majority minority half halves third thirds quarter quarters
    many few fewer fewest several numerous
    more less least
    all every none nobody everyone everybody
    nearly almost mainly largely chiefly predominantly overwhelmingly
    often rarely seldom usually frequently commonly generally typically always never widely
    sometimes occasionally hardly scarcely barely
    widespread common commonest rare rarest frequent
    higher highest lower lowest larger largest smaller smallest greater greatest bigger biggest
    better best worse worst longer longest shorter shortest faster slower stronger weaker
    likelier likeliest
    increase increases increased increasing rise rises rose risen rising
    grow grows grew grown growing growth
    decrease decreases decreased decreasing decline declines declined declining
    fall falls fell fallen falling drop drops dropped dropping
    reduce reduces reduced reducing reduction
    double doubled doubling triple tripled tripling trebled quadrupled halved halving
    outnumbered exceeded percent percentage
""".split()  # noqa: SIM905, a list of words reads worse
_NUMBERS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|(?:a )?dozen"
#: Who and what is counted in these reports.
_COUNTED = (
    r"areas?|letters?|visits?|discussions?|parents?|carers?|famil(?:y|ies)|young (?:people|person)|"
    r"respondents?|responses?"
)
_WORD = re.compile(
    rf"\b(?:{'|'.join(_QUANTITIES)}|than|twice|per\s+cent|no\s+one|"
    r"as\s+(?:many|few|much|often)\s+as|"
    rf"(?:{_NUMBERS})[\s-](?:fifth|sixth|eighth|tenth)s?|a\s+(?:fifth|sixth|eighth|tenth)|"
    rf"(?:{_NUMBERS})\s+(?:in|out\s+of|of)\s+(?:every\s+)?(?:{_NUMBERS}|a\s+hundred)|"
    rf"(?:no|both|{_NUMBERS})\s+(?:(?:of|the|these|those|other|further|local|volunteer)\s+){{0,3}}"
    rf"(?:{_COUNTED}))\b",
    re.IGNORECASE,
)
#: No quantities, though they hold such a word.
_HARMLESS = re.compile(
    r"\b(?:at all|after all|first of all|above all|all the same|all of England|more or less|"
    r"rather than|other than|no longer|all right|at (?:most|least)|higher education|"
    r"most (?:vulnerable|recent(?:ly)?)|"
    r"half[- ](?:terms?|days?)|half an hour|(?:first|second|latter) half|"
    r"third[- ](?:part(?:y|ies)|sector)|"
    r"(?:f[ae]ll|fallen|falling|falls) (?:back|behind|ill|short|within|under|into|apart|asleep)|"
    r"gr(?:ow|ows|ew|own|owing) up|dropp?(?:s|ed|ing)?[- ](?:in|off)|"
    r"g(?:i|a)v(?:e|es|en|ing) rise to|double[- ]check\w*|one another)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"\"[^\"\n]*\"|“[^”\n]*”")
_NOT_READ = re.compile(r"\{\{<.*?>\}\}|\{[^{}]*\}|\]\([^()]*\)|\[\^[\w-]+\]|`[^`\n]*`", re.DOTALL)
#: The end of a sentence, of a paragraph, of a heading or of an item of a list.
_END = re.compile(
    r"(?<=[.!?])[*_\]\)\"”’]*(?:\{[^{}]*\})?(?=\s+[^a-z\s]|\s*$)|\n[ \t]*(?=\n)"
    r"|\n(?=[ \t]*(?:[-*+]|#+|\d+\.)\s)",
)
#: What marks an item of a list or a heading.
_MARKER = re.compile(r"^(?:[-*+]|#+|\d+\.)\s+")


@dataclass(frozen=True)
class Unclaimed:
    """A sentence with the `words` that ask for a claim."""

    line: Line
    sentence: str
    words: tuple[str, ...]


def find_unclaimed(prose: Prose) -> list[Unclaimed]:
    """Sentences of the prose that say a quantity and stand in no claim, in order.

    Left out is what carries a claim, what is marked as general (`[…]{.general}`, or a
    block `::: {.general}`), what stands in
    double quotes (a question of a survey, a title), and what is put in by shortcodes.
    """
    text = prose.text
    seen = text
    for span in prose.spans():
        if span.value("claim") is not None or span.has_class(GENERAL):
            seen = _blank(seen, span.start, span.end)
    for start, end in prose.general_blocks():
        seen = _blank(seen, start, end)
    for pattern in (_NOT_READ, _QUOTED, _HARMLESS):
        seen = pattern.sub(lambda match: _spaces(match[0]), seen)
    found = []
    for start, end in _sentences(text):
        words = [match[0].lower() for match in _WORD.finditer(seen, start, end)]
        if words:
            first = start + len(text[start:end]) - len(text[start:end].lstrip())
            sentence = _MARKER.sub("", " ".join(text[start:end].split()))
            distinct = tuple(dict.fromkeys(" ".join(word.split()) for word in words))
            found.append(Unclaimed(prose.line_at(first), sentence, distinct))
    return found


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _END.finditer(text):
        yield start, match.end()
        start = match.end()
    yield start, len(text)


def _spaces(text: str) -> str:
    """As long as `text`, with its line ends alone."""
    return re.sub(r"[^\n]", " ", text)


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + _spaces(text[start:end]) + text[end:]
