"""What is to be known of one question of a survey: its figures by block and group of respondents,
and what any answers to the questionnaire must obey, whatever is published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from nationalreports.aggregation import ALL
from nationalreports.disclosure.blocks import NO_GROUP, Blocks
from nationalreports.disclosure.programme import Programme, Real, Solver, Whole
from nationalreports.disclosure.publications import Publication

#: Nobody takes more people than this, or ten times those of the survey, to stand in one cell. It
#: keeps the programmes finite, and is far from every limit that an audit asks for.
CEILING = 1_000_000

#: In the place of a variable: a figure that is 0 by the questionnaire.
_NONE = -1


@dataclass(frozen=True)
class Part:
    """One question's variables: `count` by block, group and answer, `base` by block and group, or
    None where it is the sum of the counts, as of the grouping question. `answers` is empty where
    the base alone matters. `several`: one may give several answers.
    """

    answers: tuple[str, ...]
    count: Whole
    base: Whole | None
    several: bool


@dataclass(frozen=True)
class Layout:
    """Where each figure by block and group stands among the `width` variables of a programme.

    `members` are the publications that count a block, `areas` those whose people may stand in it;
    blocks that only a correction may have made come last. `groups` ends with `NO_GROUP`.
    """

    members: tuple[frozenset[str], ...]
    areas: tuple[frozenset[str], ...]
    groups: tuple[str, ...]
    parts: Mapping[str, Part]
    size: Whole
    width: int

    def of(self, key: str) -> list[int]:
        """The blocks that publication `key` counts."""
        return [block for block, keys in enumerate(self.members) if key in keys]

    def counted(self, question: str, blocks: Sequence[int], group: str, answer: str) -> Whole:
        """The form of the number of people in `blocks` and `group` ("all" too) with `answer`."""
        part = self.parts[question]
        return self._sum(part.count[:, :, part.answers.index(answer)], blocks, group)

    def answered(self, question: str, blocks: Sequence[int], group: str) -> Whole:
        """The form of the base: how many answered the question."""
        part = self.parts[question]
        if part.base is not None:
            return self._sum(part.base, blocks, group)
        sums = [self.counted(question, blocks, group, answer) for answer in part.answers]
        return np.sum(sums, axis=0, dtype=np.int64)

    def sized(self, blocks: Sequence[int], group: str) -> Whole:
        """The form of the number of people."""
        return self._sum(self.size, blocks, group)

    def _sum(self, places: Whole, blocks: Sequence[int], group: str) -> Whole:
        own = places[list(blocks)]
        chosen = (own if group == ALL else own[:, self.groups.index(group)]).ravel()
        form = np.zeros(self.width, np.int64)
        np.add.at(form, chosen[chosen != _NONE], 1)
        return form


def find_blocks(
    blocks: Blocks, publications: Sequence[Publication]
) -> tuple[tuple[frozenset[str], ...], tuple[frozenset[str], ...]]:
    """The publications and the areas of each block, those that a correction may have made included.

    Of two publications of one report with the same areas, nobody is told what the second one
    changed. So there may be people who stand in it and what came after alone, and people who stand
    in what came before alone, whether there are or not. `publications` are in order of release.
    """
    people = blocks.sizes.groupby("block")["area_code"].agg(frozenset)
    areas = {keys: people.get(number, frozenset()) for number, keys in enumerate(blocks.members)}
    order = [publication.key for publication in publications]
    for number, newer in enumerate(publications):
        for older in publications[:number]:
            if (older.report, older.areas) != (newer.report, newer.areas):
                continue
            before = frozenset(order[:number])
            for keys in blocks.members:
                if {older.key, newer.key} <= keys:
                    own = people.get(blocks.members.index(keys), frozenset())
                    for part in (keys & before, keys - before):
                        areas[part] = areas.get(part, frozenset()) | own
    return tuple(areas), tuple(areas.values())


def find_questions(survey: Mapping[str, Any], question: str) -> dict[str, bool]:
    """The questions that an audit of `question` looks at: whole, or (False) by their base alone."""
    questions = {question: True}
    if survey["groups"]:
        questions[survey["groups"]] = True
    routing = survey["questions"][question].get("asked_if")
    while routing:
        questions[routing["question"]] = True
        routing = survey["questions"][routing["question"]].get("asked_if")
    for other, entry in survey["questions"].items():
        if entry["type"] != "text" and entry.get("asked_if", {}).get("question") in questions:
            questions.setdefault(other, False)
    return questions


def make_layout(
    blocks: Blocks,
    publications: Sequence[Publication],
    survey: Mapping[str, Any],
    questions: Mapping[str, bool],
) -> Layout:
    """The variables of `questions`: each whole, or by its base alone where that is False."""
    members, areas = find_blocks(blocks, publications)
    grouping = survey["groups"]
    named = tuple(survey["questions"][grouping]["answers"]) if grouping else ()
    shape = (len(members), len(named) + 1)
    width = 0

    def take(*more: int) -> Whole:
        nonlocal width
        places = np.arange(width, width + int(np.prod([*shape, *more]))).reshape(*shape, *more)
        width = width + places.size
        return places

    size = take()
    parts = {}
    for question, in_full in questions.items():
        entry = survey["questions"][question]
        answers = tuple(entry["answers"]) if in_full else ()
        if question == grouping:
            # The group is the answer: everybody in it gave it, and nobody else did.
            count = np.full((*shape, len(answers)), _NONE, np.int64)
            for number in range(len(answers)):
                count[:, number, number] = size[:, number]
            parts[question] = Part(answers, count, None, False)
        else:
            # The sum of the counts is a variable of its own, which keeps the rows short.
            several = entry["type"] == "multiple"
            parts[question] = Part(answers, take(len(answers)), take(), several)
    return Layout(members, areas, (*named, NO_GROUP), parts, size, width)


class Knowledge:
    """What each attacker knows of a question, as rows of a programme that grow.

    `attackers` are "" (the outsider) and the code of each area with people in the survey: its
    insider also knows `own`, the area's own figures (a row an attacker, a column a variable; zeros
    for the outsider). `true` are the true figures: what they breach would tell an attacker nothing
    true, and is left out.
    """

    def __init__(self, blocks: Blocks, layout: Layout) -> None:
        self.attackers = blocks.attackers
        self.own = _known(blocks, layout, self.attackers[1:])
        self.true: Whole = self.own.sum(axis=0)
        self._rows: dict[bytes, tuple[Whole, Real, Real]] = {}
        self._programmes: dict[tuple[int, ...], Programme] = {}
        number = len(self.attackers)
        ceiling = max(CEILING, 10 * int(blocks.sizes["size"].sum()))
        self._least = self.own
        self._most = np.full((number, layout.width), ceiling, np.int64)
        block_of = _block_of(layout)
        for block, areas in enumerate(layout.areas):
            for attacker, code in enumerate(self.attackers):
                if areas <= {code}:
                    own = block_of == block
                    self._most[attacker, own] = self.own[attacker, own]

    def tell(self, form: Whole, low: float | Real = -np.inf, high: float | Real = np.inf) -> None:
        """That `form` lies between `low` and `high`; arrays have an entry for each attacker."""
        number, value = len(self.attackers), int(form @ self.true)
        lows, highs = np.full(number, low, float), np.full(number, high, float)
        lows[lows > value], highs[highs < value] = -np.inf, np.inf
        if not form.any() or (np.isinf(lows).all() and np.isinf(highs).all()):
            return
        key = form.tobytes()
        if key in self._rows:
            _, other_lows, other_highs = self._rows[key]
            lows, highs = np.maximum(lows, other_lows), np.minimum(highs, other_highs)
        self._rows[key] = (form, lows, highs)

    def tell_of_people(self, form: Whole) -> None:
        """That `form` is not negative, of any set of people: so also of those not in one's area."""
        self.tell(form, (self.own @ form).astype(float))

    @cached_property
    def rows(self) -> csr_array:
        """The forms told of, once all is told."""
        forms = [form for form, _, _ in self._rows.values()]
        return csr_array(np.array(forms, np.int64).reshape(-1, self.own.shape[1]))

    @cached_property
    def lows(self) -> Real:
        """The lower limits of `rows`, a row an attacker."""
        return np.array([low for _, low, _ in self._rows.values()]).reshape(self._shape).T

    @cached_property
    def highs(self) -> Real:
        """The upper limits of `rows`, a row an attacker."""
        return np.array([high for _, _, high in self._rows.values()]).reshape(self._shape).T

    def digest(self, *more: bytes) -> bytes:
        """The same where what each attacker knows, the true figures and `more` are the same."""
        found = sha256(repr((self.attackers, self.own.shape, len(self._rows))).encode())
        for key in self._rows:
            found.update(key)
        for part in more:
            found.update(part)
        for numbers in (self.own, self._least, self._most, self.lows, self.highs):
            found.update(numbers.tobytes())
        return found.digest()

    def subtract(self, form: Whole) -> tuple[Real, Real]:
        """Limits of `form` by attacker, from what was told of it and by subtracting one thing told
        from another: a quick look before a programme is solved."""
        least = np.full(len(self.attackers), -np.inf)
        most = np.full(len(self.attackers), np.inf)
        if form.tobytes() in self._rows:
            _, least, most = self._rows[form.tobytes()]
        for more, lows, highs in self._rows.values():
            other = self._rows.get((more - form).tobytes())
            if other is not None:
                least = np.maximum(least, lows - other[2])
                most = np.minimum(most, highs - other[1])
        return least, most

    @property
    def _shape(self) -> tuple[int, int]:
        return len(self._rows), len(self.attackers)

    def programme(self, attackers: Sequence[int]) -> Programme:
        """What fits all that the `attackers`, by number, know, as if they told each other nothing
        but had to agree: what fits here, fits what each of them knows. To be asked when all is
        told."""
        chosen = sorted(attackers)
        key = tuple(chosen)
        if key not in self._programmes:
            self._programmes[key] = Programme(
                self.rows,
                self.lows[chosen].max(axis=0),
                self.highs[chosen].min(axis=0),
                self._least[chosen].max(axis=0),
                self._most[chosen].min(axis=0),
                self._solver,
            )
        return self._programmes[key]

    @cached_property
    def _solver(self) -> Solver:
        return Solver(self.rows)

    def fits(self, values: Whole) -> npt.NDArray[np.bool_]:
        """Which attackers' knowledge `values` fit."""
        fits = np.all((self._least <= values) & (values <= self._most), axis=1)
        sums = self.rows @ values
        return np.asarray(fits & np.all((self.lows <= sums) & (sums <= self.highs), axis=1))


def _block_of(layout: Layout) -> Whole:
    """The block of each variable."""
    block_of = np.zeros(layout.width, np.int64)
    for part in layout.parts.values():
        for places in (part.count, part.base):
            if places is not None:
                for block, own in enumerate(places):
                    block_of[own[own != _NONE]] = block
    for block, own in enumerate(layout.size):
        block_of[own] = block
    return block_of


def _known(blocks: Blocks, layout: Layout, codes: Sequence[str]) -> Whole:
    """Each area's own figures, after a row of zeros."""
    known = np.zeros((len(codes) + 1, layout.width), np.int64)
    numbers = {code: number + 1 for number, code in enumerate(codes)}
    # People whose group is no answer of the questionnaire are in none that is published.
    groups = {group: number for number, group in enumerate(layout.groups)}

    def add(table: pd.DataFrame, column: str, places: Whole, answers: Sequence[str] = ()) -> None:
        where = [table["block"].to_numpy(int), table["group"].map(groups).fillna(-1).to_numpy(int)]
        value = table[column].to_numpy(int)
        rows = table["area_code"].map(numbers).to_numpy(int)
        if answers:
            where.append(table["answer"].map({a: n for n, a in enumerate(answers)}).to_numpy(int))
        variables = places[tuple(where)]
        there = variables != _NONE
        np.add.at(known, (rows[there], variables[there]), value[there])

    add(blocks.sizes, "size", layout.size)
    for question, part in layout.parts.items():
        if np.isin(part.count, layout.size).any():
            continue
        own = blocks.counts[blocks.counts["question"] == question]
        if part.answers:
            listed = own["answer"].isin(part.answers)
            add(own[listed], "count", part.count, part.answers)
        if part.base is not None:
            add(blocks.bases[blocks.bases["question"] == question], "base", part.base)
    return known


def tell_questionnaire(know: Knowledge, layout: Layout, survey: Mapping[str, Any]) -> None:
    """What holds of any people's answers, by block and group.

    The base is at most the people, and of a question asked by the answer to another at most those
    who gave that; of a question with several answers it is at least each count and at most their
    sum, and who gave an exclusive answer gave no other.
    """
    for question, part in layout.parts.items():
        entry = survey["questions"][question]
        routing = entry.get("asked_if")
        exclusive = entry.get("exclusive", [])
        for block in range(len(layout.members)):
            for group in layout.groups:
                base = layout.answered(question, [block], group)
                know.tell_of_people(layout.sized([block], group) - base)
                if routing and routing["question"] in layout.parts:
                    asked = routing["question"], [block], group, routing["answer"]
                    know.tell_of_people(layout.counted(*asked) - base)
                if part.base is None or not part.answers:
                    continue
                counts = {a: layout.counted(question, [block], group, a) for a in part.answers}
                know.tell_of_people(np.sum(list(counts.values()), axis=0) - base)
                if not part.several:
                    know.tell_of_people(base - np.sum(list(counts.values()), axis=0))
                    continue
                alone = np.sum([counts[a] for a in exclusive], axis=0, dtype=np.int64)
                for answer in part.answers:
                    know.tell_of_people(base - alone - (answer not in exclusive) * counts[answer])
