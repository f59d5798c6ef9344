"""Numbers that may be, narrowed down by what is known of their sums.

A set of whole numbers is one integer, of which bit n stands for the number n. Each part of a series
has for each row such a set; parts and rows go by their places.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

#: For each part the sets of its rows.
Numbers = list[list[int]]


class Fact(NamedTuple):
    """The numbers of `row` in `parts` add up to one of `values`."""

    row: int
    parts: tuple[int, ...]
    values: int


class Knowledge(NamedTuple):
    """`facts` all hold; of each of `either` one at least does. `finer` are pairs of rows of which
    the second is part of the first; each of `unions` is a row and the rows that make it up."""

    facts: Sequence[Fact]
    either: Sequence[Sequence[Fact]]
    finer: Sequence[tuple[int, int]]
    unions: Sequence[tuple[int, tuple[int, ...]]]


def narrow(numbers: Numbers, known: Knowledge) -> Numbers:
    """`numbers` without what cannot be, as far as these steps tell; the given ones are kept."""
    left = [list(part) for part in numbers]
    before: Numbers = []
    while left != before:
        before = [list(part) for part in left]
        for fact in known.facts:
            _apply(fact, left)
        for facts in known.either:
            open_ones = [fact for fact in facts if sum_of(left, fact) & fact.values]
            if len(open_ones) == 1:
                _apply(open_ones[0], left)
        for part in left:
            for coarse, fine in known.finer:
                part[fine] &= (1 << part[coarse].bit_length()) - 1
                part[coarse] &= -1 << least(part[fine])
            for whole, pieces in known.unions:
                tops = [part[piece].bit_length() - 1 for piece in pieces]
                part[whole] &= (1 << sum(tops) + 1) - 1
                for piece, top in zip(pieces, tops, strict=True):
                    part[piece] &= -1 << max(least(part[whole]) - (sum(tops) - top), 0)
    return left


def sum_of(numbers: Numbers, fact: Fact) -> int:
    """What the numbers of the fact's parts can add up to."""
    return _sums([numbers[part][fact.row] for part in fact.parts])


def least(numbers: int) -> int:
    """The smallest of a set."""
    return max((numbers & -numbers).bit_length() - 1, 0)


def _apply(fact: Fact, numbers: Numbers) -> None:
    for part in fact.parts:
        others = _sums([numbers[other][fact.row] for other in fact.parts if other != part])
        own = numbers[part][fact.row]
        may_be = 0
        for n in range(own.bit_length()):
            # What the others would have to add up to, if this were n.
            if own >> n & 1 and others & fact.values >> n:
                may_be |= 1 << n
        numbers[part][fact.row] = may_be


def _sums(sets: Sequence[int]) -> int:
    total = 1
    for one in sets:
        wider = 0
        for n in range(one.bit_length()):
            if one >> n & 1:
                wider |= total << n
        total = wider
    return total
