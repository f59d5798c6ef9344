"""What a survey's YAML says of its export: columns, answers, and when two texts are the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

#: What an export is like unless its survey's YAML says otherwise (workflow/survey.schema.yaml).
DEFAULTS: dict[str, Any] = {
    "encoding": "utf-8",
    "header_rows": 1,
    "dates": "iso",
    "separator": ";",
    "blank": [],
    "not_ticked": [],
}

#: What ticks an answer of a `multiple` question, besides the answer's own text.
TICKS = ("Yes", "1", "X", "x")

#: Typographic marks and their plain forms; tools and word processors put one for the other.
_PLAIN = str.maketrans(
    {**dict.fromkeys("‘’‚‛`´ʼ", "'"), **dict.fromkeys("“”„‟", '"'), **dict.fromkeys("‐‑‒–—−", "-")}
)


class Column(NamedTuple):
    """A question with one of its answers ("" unless it takes several), and where both stand."""

    question: str
    answer: str
    header: str


def export_of(form: dict[str, Any]) -> dict[str, Any]:
    """What the YAML says of the export, with the defaults for what it leaves out."""
    return DEFAULTS | form.get("export", {})


def columns_of(form: dict[str, Any]) -> list[Column]:
    """The columns of answers: one a question, or one an answer where several may be ticked.

    In the joined layout the answers of a question share one header.
    """
    found = []
    for question, entry in form["questions"].items():
        header = entry["header"]
        if entry["type"] != "multiple":
            found.append(Column(question, "", header))
        elif entry.get("layout") == "joined":
            found += [Column(question, answer, header) for answer in entry["answers"]]
        else:
            found += [
                Column(question, answer, f"{header} - {answer}") for answer in entry["answers"]
            ]
    return found


def headers_of(form: dict[str, Any]) -> list[str]:
    """The headers that an export must have, once each, besides those that are dropped."""
    own = [form[key] for key in ("id", "area", "submitted", "started") if key in form]
    return list(dict.fromkeys([*own, *(column.header for column in columns_of(form))]))


def fold(text: str) -> str:
    """`text` without what tools change by the way: case, quotes, dashes, spaces, a last colon.

    Two headers or two answers of one question that are equal when folded cannot be told apart, so
    the configuration refuses them.
    """
    plain = " ".join(text.translate(_PLAIN).casefold().split())
    # In a header such as "Which? : - Care" the question's own end stands in the middle.
    return re.sub(r"[\s:.]+(?= - |$)", "", plain) or plain


def pieces(text: str, separator: str) -> tuple[str, ...]:
    """`text` cut at the separator, folded; one separator at the end is how a tool ends a cell."""
    cut = text.split(separator.strip() or separator)
    if len(cut) > 1 and not cut[-1].strip():
        cut.pop()
    return tuple(fold(piece) for piece in cut)


def ways_to_read(
    cell: tuple[str, ...], answers: Sequence[tuple[str, ...]]
) -> list[tuple[int, ...]]:
    """The ways, two at most, in which a cell's pieces are whole answers: their numbers in order.

    An answer that holds the separator has several pieces and is read back whole.
    """
    # Ways to read what follows each place, worked out from the end.
    ways: list[list[tuple[int, ...]]] = [[] for _ in cell] + [[()]]
    for place in range(len(cell) - 1, -1, -1):
        for number, answer in enumerate(answers):
            end = place + len(answer)
            if cell[place:end] == answer:
                ways[place] += [(number, *rest) for rest in ways[end]]
        del ways[place][2:]
    return ways[0]


def ambiguous_answers(answers: Sequence[tuple[str, ...]]) -> bool:
    """Whether answers, cut into pieces, may be joined in two ways to the same cell.

    Sardinas and Patterson's test (1953): follow what is left over when one answer begins another.
    """
    if len(set(answers)) < len(answers):
        return True
    left = _leftovers(answers, answers)
    seen: set[tuple[str, ...]] = set()
    while left:
        if left & set(answers):
            return True
        seen |= left
        left = (_leftovers(answers, left) | _leftovers(left, answers)) - seen
    return False


def _leftovers(
    begins: Iterable[tuple[str, ...]], wholes: Iterable[tuple[str, ...]]
) -> set[tuple[str, ...]]:
    """What follows in each of `wholes` after one of `begins`, where anything does."""
    return {
        whole[len(begin) :]
        for whole in wholes
        for begin in begins
        if len(whole) > len(begin) and whole[: len(begin)] == begin
    }
