"""Intervals hold every value that arithmetic on their members can give; truth has three values."""

from __future__ import annotations

import itertools
import math
import operator
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nationalreports.intervals import (
    ANYTHING,
    Interval,
    Truth,
    add,
    all_true,
    any_true,
    between,
    deny,
    divide,
    exactly,
    is_equal,
    is_less,
    multiply,
    negate,
    subtract,
)

NUMBERS = st.fractions(-50, 50, max_denominator=6)
TRUTHS: list[Truth] = [True, False, None]


@st.composite
def members(draw: st.DrawFn) -> tuple[Interval, Fraction]:
    """An interval, at times without an upper limit, and one of its values."""
    low, high, inside = sorted(draw(st.tuples(NUMBERS, NUMBERS, NUMBERS)))[:3]
    low, inside, high = sorted((low, high, inside))
    unlimited = draw(st.booleans())
    return Interval(low, math.inf if unlimited else high), inside


@pytest.mark.parametrize(
    ("on_intervals", "on_numbers"),
    [
        (add, operator.add),
        (subtract, operator.sub),
        (multiply, operator.mul),
        (divide, operator.truediv),
    ],
)
@given(members(), members())
def test_what_members_give_is_inside(
    on_intervals: Callable[[Interval, Interval], Interval],
    on_numbers: Callable[[Fraction, Fraction], Fraction],
    one: tuple[Interval, Fraction],
    other: tuple[Interval, Fraction],
) -> None:
    found = on_intervals(one[0], other[0])
    if on_numbers is operator.truediv and other[1] == 0:
        assert found == ANYTHING
        return
    assert found.low <= on_numbers(one[1], other[1]) <= found.high


@given(members(), members())
def test_what_is_said_of_intervals_is_so_of_members(
    one: tuple[Interval, Fraction], other: tuple[Interval, Fraction]
) -> None:
    assert is_less(one[0], other[0]) in (None, one[1] < other[1])
    assert is_equal(one[0], other[0]) in (None, one[1] == other[1])
    assert negate(one[0]).low <= -one[1] <= negate(one[0]).high


@pytest.mark.parametrize(
    ("one", "other", "less", "equal"),
    [
        (between(1, 2), between(3, 4), True, False),
        (between(1, 3), between(3, 4), None, None),
        (between(3, 4), between(1, 3), False, None),
        (between(1, 4), between(2, 3), None, None),
        (exactly(3), exactly(3), False, True),
        (between(5, None), between(1, 4), False, False),
        (between(5, None), between(6, None), None, None),
    ],
)
def test_comparisons_are_settled_where_no_value_says_otherwise(
    one: Interval, other: Interval, less: Truth, equal: Truth
) -> None:
    assert is_less(one, other) is less
    assert is_equal(one, other) is equal


def test_bounds_are_as_near_as_can_be() -> None:
    assert multiply(between(2, 3), Interval(Fraction(-1), Fraction(4))) == between(-3, 12)
    assert divide(between(1, 2), between(2, 4)) == Interval(Fraction(1, 4), Fraction(1))
    assert divide(exactly(1), between(2, None)) == Interval(Fraction(0), Fraction(1, 2))
    assert divide(exactly(1), exactly(0)) == ANYTHING
    assert multiply(exactly(0), between(1, None)) == exactly(0)


def test_long_numbers_meet_no_limit() -> None:
    huge = exactly(10**400)
    assert multiply(huge, between(1, None)).high == math.inf
    assert add(huge, between(1, None)).high == math.inf


@pytest.mark.parametrize("truths", list(itertools.product(TRUTHS, repeat=2)))
def test_three_valued_logic_is_kleenes(truths: tuple[Truth, Truth]) -> None:
    """What is open is either, and a result is settled where both ways give the same."""
    ways = [
        way
        for way in itertools.product([True, False], repeat=2)
        if all(truth in (None, value) for truth, value in zip(truths, way, strict=True))
    ]

    def settled(results: set[bool]) -> Truth:
        return results.pop() if len(results) == 1 else None

    assert all_true(truths) is settled({all(way) for way in ways})
    assert any_true(truths) is settled({any(way) for way in ways})
    assert deny(truths[0]) is settled({not way[0] for way in ways})
    assert deny(all_true(truths)) is any_true([deny(truth) for truth in truths])


def test_of_nothing_all_are_true_and_none_is() -> None:
    assert all_true([]) is True and any_true([]) is False
