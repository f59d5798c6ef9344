"""What published figures tell of a question: each one as rows of its programme.

A quantifier word adds nothing to its percentage, and none is printed without it. A figure that is
withheld adds nothing either: any of several reasons may hold.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np

from nationalreports.aggregation import ALL
from nationalreports.disclosure.programme import Whole
from nationalreports.disclosure.publications import Publication
from nationalreports.disclosure.questions import Knowledge, Layout

#: Shorthand of the Government Statistical Service: suppressed, and not applicable.
SUPPRESSED, NOT_APPLICABLE = "[c]", "[z]"

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


def printed(publication: Publication, name: str, questions: Collection[str]) -> list[Figure]:
    """What a publication prints of `questions` of survey `name`, wherever, in a fixed order."""
    found: set[Figure] = set()
    answers = publication.public.get("answers")
    if answers is not None and len(answers):
        own = answers[(answers["survey"] == name) & answers["question"].isin(questions)]
        columns = ["question", "group", "answer", COUNT, BASE, PERCENT]
        for question, group, answer, *values in own[columns].itertuples(index=False, name=None):
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
        if question in questions or question == RESPONSES:
            place = "" if measure == BASE else answer
            found.add(Figure(question, group, place, measure, str(value)))
    return sorted(found)


def unround(value: int, rounding: int) -> tuple[int, int]:
    """The smallest and the largest number that is printed as `value`; see `primary.round_to`.

    What is no multiple of `rounding` was printed without rounding, as in typed prose.
    """
    if value % rounding:
        return value, value
    return max(0, value - rounding // 2), value + (rounding - 1) // 2


def tell_published(
    know: Knowledge, layout: Layout, publications: Sequence[Publication], name: str
) -> None:
    """All that the publications print of the questions of `layout`, and what that implies."""
    for publication in publications:
        blocks = layout.of(publication.key)
        if not blocks:
            continue
        figures = printed(publication, name, layout.parts)
        for figure in figures:
            _tell(know, layout, blocks, figure, publication.thresholds)
        lines = groupby(figures, key=lambda figure: (figure.question, figure.group))
        for (question, group), line in lines:
            if question in layout.parts and (group == ALL or group in layout.groups):
                _tell_line(know, layout, blocks, question, group, list(line), publication)
        for group, floor in _floors(publication, name).items():
            if group == ALL or group in layout.groups:
                know.tell(layout.sized(blocks, group), floor)


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
    if measure == BASE or answer not in layout.parts[question].answers:
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


def _tell_line(
    know: Knowledge,
    layout: Layout,
    blocks: Sequence[int],
    question: str,
    group: str,
    line: Sequence[Figure],
    publication: Publication,
) -> None:
    """What the figures of one line tell together, tried out for each base that it can have.

    It follows from the figures one by one, but a linear programme would not see it: people cannot
    be divided, and a percentage, rounded, leaves few counts to a base.
    """
    limits, part = publication.thresholds, layout.parts[question]
    shown = {(f.answer, f.measure): int(f.value) for f in line if f.value.isdecimal()}
    if ("", BASE) not in shown:
        return
    lowest, highest = unround(shown["", BASE], limits["rounding_base"])
    possible: dict[int, dict[str, tuple[int, int]]] = {}
    for base in range(max(lowest, limits["minimum_base"]), highest + 1):
        counts = {a: _possible(shown, a, base, limits) for a in part.answers}
        if part.answers and not part.several:
            counts = _within(counts, base)
        if all(low <= high for low, high in counts.values()):
            possible[base] = counts
    if not possible:
        return
    total = layout.answered(question, blocks, group)
    know.tell(total, min(possible), max(possible))
    for answer in part.answers:
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

    known = {layout.areas[block] for block in blocks if len(layout.areas[block]) <= 2}
    for areas in known:
        part = layout.counted(figure.question, within(areas), figure.group, figure.answer)
        if len(areas) == 1:
            know.tell(count - 2 * part, 0)
        # Whoever knows one area of two knows what is left of both to be of the other.
        for code in areas if len(areas) == 2 else ():
            low = np.full(len(know.attackers), -np.inf)
            if code in know.attackers:
                own = know.attackers.index(code)
                low[own] = -2 * int(know.own[own] @ part)
            know.tell(count - 2 * part, low)


def _floors(publication: Publication, name: str) -> dict[str, int]:
    """How many people there are at least by group, by the figures of all questions of the survey.

    Questions that a programme leaves out tell of the others only by this.
    """
    answers = publication.public.get("answers")
    if answers is None or not len(answers):
        return {}
    own = answers[answers["survey"] == name]
    rounding = publication.thresholds["rounding_base"]
    floors: dict[tuple[str, str], int] = {}
    columns = ["question", "group", COUNT, BASE]
    for question, group, *values in own[columns].itertuples(index=False, name=None):
        for value in values:
            if value.isdecimal():
                floor = unround(int(value), rounding)[0]
                floors[question, group] = max(floors.get((question, group), 0), floor)
    largest: dict[str, int] = {}
    for (_, group), floor in floors.items():
        largest[group] = max(largest.get(group, 0), floor)
    groups = sum(floor for group, floor in largest.items() if group != ALL)
    return {**largest, ALL: max(largest.get(ALL, 0), groups)} if largest else {}
