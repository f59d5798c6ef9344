"""What published figures tell of a question: each one as rows of its programme.

A quantifier word adds nothing to its percentage, and none is printed without it. A figure that is
withheld adds nothing either: any of several reasons may hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np

from nationalreports.aggregation import ALL
from nationalreports.disclosure.blocks import Silent
from nationalreports.disclosure.primary import NOT_APPLICABLE
from nationalreports.disclosure.programme import Real, Whole
from nationalreports.disclosure.publications import Publication
from nationalreports.disclosure.questions import Knowledge, Layout

COUNT, BASE, PERCENT = "count", "base", "percent"

#: In place of a question: the number of responses.
RESPONSES = ""


class Figure(NamedTuple):
    """One figure as printed; `measure` is count, base or percent."""

    question: str
    group: str
    answer: str
    measure: str
    value: str


@lru_cache(maxsize=64)
def printed(publication: Publication, name: str) -> tuple[Figure, ...]:
    """What a publication prints of survey `name`, wherever, in a fixed order."""
    found: set[Figure] = set()
    answers = publication.public.get("answers")
    if answers is not None and len(answers):
        columns = ["survey", "question", "group", "answer", COUNT, BASE, PERCENT]
        # As lists: many small tables are read.
        for survey, question, group, answer, *values in zip(
            *(answers[column].tolist() for column in columns), strict=True
        ):
            if survey != name:
                continue
            for measure, value in zip((COUNT, BASE, PERCENT), values, strict=True):
                place = "" if measure == BASE else answer
                found.add(Figure(question, group, place, measure, value))
    summary = publication.public.get("summary")
    if summary is not None:
        for value in summary.loc[summary["item"] == f"responses_{name}", "value"]:
            found.add(Figure(RESPONSES, ALL, "", BASE, value))
    elsewhere = publication.elsewhere
    elsewhere = elsewhere[elsewhere["survey"] == name]
    columns = ["question", "group", "answer", "measure", "value"]
    for question, group, answer, measure, value in elsewhere[columns].itertuples(index=False):
        place = "" if measure == BASE else answer
        found.add(Figure(question, group, place, measure, str(value)))
    return tuple(sorted(found))


def unround(value: int, rounding: int) -> tuple[int, int]:
    """The smallest and the largest number that is printed as `value`; see `primary.round_to`.

    What is no multiple of `rounding` was printed without rounding, as in typed prose.
    """
    if value % rounding:
        return value, value
    return max(0, value - rounding // 2), value + (rounding - 1) // 2


def tell_published(
    know: Knowledge,
    layout: Layout,
    publications: Sequence[Publication],
    name: str,
    survey: Mapping[str, Any],
    silent: Silent,
) -> None:
    """All that the publications print of the questions of `layout`, and what that implies.

    Questions that the layout leaves out tell how many people there are at least, by group: those
    who answered, and of the own area those who did not (`silent`, see `blocks.Blocks`).
    """
    nobody = np.zeros(len(know.attackers))
    for publication in publications:
        blocks = layout.of(publication.key)
        if not blocks:
            continue
        figures, limits = printed(publication, name), publication.thresholds
        for figure in figures:
            if figure.question == RESPONSES or figure.question in layout.parts:
                _tell(know, layout, blocks, figure, limits)
        floors: dict[str, Real] = {}
        for (question, group), some in groupby(figures, key=lambda figure: figure[:2]):
            if question == RESPONSES:
                continue
            line = list(some)
            possible = _possible_lines(line, survey["questions"].get(question), limits)
            if possible and question in layout.parts and group in (ALL, *layout.groups):
                _tell_line(know, layout, blocks, question, group, possible)
            floor = _floor(line, possible, limits)
            more = silent.get((publication.key, question, group), nobody)
            floors[group] = np.maximum(floors.get(group, nobody), floor + more)
        parts = sum((floor for group, floor in floors.items() if group != ALL), nobody)
        floors[ALL] = np.maximum(floors.get(ALL, nobody), parts)
        for group in (ALL, *layout.groups):
            know.tell(layout.sized(blocks, group), floors.get(group, nobody))


def _tell(
    know: Knowledge,
    layout: Layout,
    blocks: Sequence[int],
    figure: Figure,
    limits: Mapping[str, int],
) -> None:
    question, group, answer, measure, value = figure
    if group != ALL and group not in layout.groups:
        return
    number = int(value) if value.isdecimal() else None
    if question == RESPONSES:
        if number is not None:
            _tell_rounded(know, layout.sized(blocks, group), number, limits, limits["minimum_base"])
        return
    base = layout.answered(question, blocks, group)
    if measure == PERCENT and value == NOT_APPLICABLE:
        know.tell(base, high=limits["percentage_base"] - 1)
    if number is None:
        return
    know.tell(base, limits["minimum_base"])
    if measure == BASE:
        _tell_rounded(know, base, number, limits, limits["minimum_base"])
    elif measure == PERCENT:
        know.tell(base, limits["percentage_base"])
    if measure == BASE:
        return
    if answer not in layout.parts[question].answers:
        if measure == COUNT:
            # Whoever gave an answer that the programme leaves out answered, and others did too.
            low, _ = unround(number, limits["rounding_base"])
            know.tell(base, max(low, limits["minimum_count"]) + limits["minimum_count"])
        return
    count = layout.counted(question, blocks, group, answer)
    know.tell(base - count, limits["minimum_count"])
    _tell_shares(know, layout, blocks, figure)
    if measure == COUNT:
        _tell_rounded(know, count, number, limits, limits["minimum_count"])
    else:
        know.tell(count, limits["minimum_count"])
        # Rounded half up: (2P - 1) base <= 200 count < (2P + 1) base.
        know.tell(200 * count - (2 * number - 1) * base, 0)
        know.tell(200 * count - (2 * number + 1) * base, high=-1)


def _tell_rounded(
    know: Knowledge, form: Whole, number: int, limits: Mapping[str, int], least: int
) -> None:
    low, high = unround(number, limits["rounding_base"])
    if number == 0 and high < least:
        # Nothing so small is shown but nought itself.
        high = 0
    else:
        know.tell(form, least)
    know.tell(form, low, high)


#: For each base that a line can have, the smallest and largest count of each answer.
_Possible = dict[int, dict[str, tuple[int, int]]]


def _possible_lines(
    line: Sequence[Figure], entry: Mapping[str, Any] | None, limits: Mapping[str, int]
) -> _Possible:
    """What the figures of one line tell together, tried out for each base that it can have.
    `entry` is the question's in the questionnaire, where that is to hand.

    It follows from the figures one by one, but a linear programme would not see it: people cannot
    be divided, and a percentage, rounded, leaves few counts to a base. Empty where no base is
    printed, or where what is printed elsewhere contradicts it.
    """
    shown = {(f.answer, f.measure): int(f.value) for f in line if f.value.isdecimal()}
    if ("", BASE) not in shown:
        return {}
    lowest, highest = unround(shown["", BASE], limits["rounding_base"])
    answers = entry["answers"] if entry else dict.fromkeys(f.answer for f in line if f.answer)
    possible: _Possible = {}
    for base in range(max(lowest, limits["minimum_base"]), highest + 1):
        counts = {answer: _possible(shown, answer, base, limits) for answer in answers}
        if entry and entry["type"] != "multiple":
            counts = _within(counts, base)
        if all(low <= high for low, high in counts.values()):
            possible[base] = counts
    return possible


def _floor(line: Sequence[Figure], possible: _Possible, limits: Mapping[str, int]) -> int:
    """How many people stand in a line at least."""
    shown = (f for f in line if f.measure != PERCENT and f.value.isdecimal())
    least = (unround(int(f.value), limits["rounding_base"])[0] for f in shown)
    return min(possible) if possible else max(least, default=0)


def _tell_line(
    know: Knowledge,
    layout: Layout,
    blocks: Sequence[int],
    question: str,
    group: str,
    possible: _Possible,
) -> None:
    total = layout.answered(question, blocks, group)
    know.tell(total, min(possible), max(possible))
    for answer in layout.parts[question].answers:
        count = layout.counted(question, blocks, group, answer)
        ranges = [(base, *counts[answer]) for base, counts in possible.items()]
        know.tell(count, min(low for _, low, _ in ranges), max(high for _, _, high in ranges))
        low, high = min(b - high for b, _, high in ranges), max(b - low for b, low, _ in ranges)
        know.tell(total - count, low, high)


def _possible(
    shown: Mapping[tuple[str, str], int], answer: str, base: int, limits: Mapping[str, int]
) -> tuple[int, int]:
    """The smallest and the largest count of `answer`, if `base` people answered."""
    low, high = 0, base
    if (answer, COUNT) in shown or (answer, PERCENT) in shown:
        low, high = limits["minimum_count"], base - limits["minimum_count"]
    if (answer, COUNT) in shown:
        least, most = unround(shown[answer, COUNT], limits["rounding_base"])
        low, high = max(low, least), min(high, most)
    if (answer, PERCENT) in shown:
        percent = shown[answer, PERCENT]
        least, most = -((1 - 2 * percent) * base // 200), ((2 * percent + 1) * base - 1) // 200
        low, high = max(low, least), min(high, most)
    return low, high


def _within(counts: Mapping[str, tuple[int, int]], base: int) -> dict[str, tuple[int, int]]:
    """`counts` of answers that sum to `base`, each narrowed by what the others leave."""
    least = sum(low for low, _ in counts.values())
    most = sum(high for _, high in counts.values())
    return {
        answer: (max(low, base - most + high), min(high, base - least + low))
        for answer, (low, high) in counts.items()
    }


def _tell_shares(know: Knowledge, layout: Layout, blocks: Sequence[int], figure: Figure) -> None:
    """No area gives more than half of a count that is shown."""
    count = layout.counted(figure.question, blocks, figure.group, figure.answer)
    know.tell(count, np.asarray(2 * know.own @ count, dtype=np.float64))

    def within(areas: frozenset[str]) -> list[int]:
        return [block for block in blocks if layout.areas[block] <= areas]

    # In a fixed order, so that the solver does the same in every process.
    known = dict.fromkeys(layout.areas[block] for block in blocks if len(layout.areas[block]) <= 2)
    for areas in known:
        part = layout.counted(figure.question, within(areas), figure.group, figure.answer)
        if len(areas) == 1:
            know.tell(count - 2 * part, 0)
        # Whoever knows one area of two knows what is left of both to be of the other.
        for code in sorted(areas) if len(areas) == 2 else ():
            low = np.full(len(know.attackers), -np.inf)
            if code in know.attackers:
                own = know.attackers.index(code)
                low[own] = -2 * int(know.own[own] @ part)
            know.tell(count - 2 * part, low)
