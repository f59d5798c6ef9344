"""What a printed figure can stand for: arithmetic and comparisons over all its values at once.

Truth has three values, as in Kleene's strong logic: True and False where every value says so, None
where some say one and some the other.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

Truth = bool | None

#: Exact but for the two infinities, which only bound and are never reached.
Bound = Fraction | float


@dataclass(frozen=True)
class Interval:
    """All numbers from `low` to `high`, both included; an infinite bound means without limit."""

    low: Bound
    high: Bound

    @property
    def is_one_value(self) -> bool:
        return self.low == self.high


ANYTHING = Interval(-math.inf, math.inf)


def exactly(value: int | Fraction) -> Interval:
    """The interval that holds `value` alone."""
    return Interval(Fraction(value), Fraction(value))


def between(low: int | Fraction, high: int | Fraction | None) -> Interval:
    """From `low` to `high`; without an upper limit where that is None."""
    return Interval(Fraction(low), math.inf if high is None else Fraction(high))


def negate(one: Interval) -> Interval:
    """The values of -x."""
    return Interval(-one.high, -one.low)


def add(one: Interval, other: Interval) -> Interval:
    """The values of x + y."""
    return Interval(_sum(one.low, other.low), _sum(one.high, other.high))


def subtract(one: Interval, other: Interval) -> Interval:
    """The values of x - y."""
    return add(one, negate(other))


def multiply(one: Interval, other: Interval) -> Interval:
    """The values of x * y."""
    corners = [_product(x, y) for x in (one.low, one.high) for y in (other.low, other.high)]
    return Interval(min(corners), max(corners))


def divide(one: Interval, other: Interval) -> Interval:
    """The values of x / y; anything at all where y may be 0."""
    if other.low <= 0 <= other.high:
        return ANYTHING
    return multiply(one, Interval(_inverse(other.high), _inverse(other.low)))


def is_less(one: Interval, other: Interval) -> Truth:
    """Whether x < y."""
    if one.high < other.low:
        return True
    return False if one.low >= other.high else None


def is_equal(one: Interval, other: Interval) -> Truth:
    """Whether x = y."""
    if one.high < other.low or other.high < one.low:
        return False
    return True if one.is_one_value and other.is_one_value else None


def deny(truth: Truth) -> Truth:
    """Not, which leaves open what is open."""
    return None if truth is None else not truth


def all_true(truths: Iterable[Truth]) -> Truth:
    """And: False where one is, else open where one is."""
    found = list(truths)
    if False in found:
        return False
    return None if None in found else True


def any_true(truths: Iterable[Truth]) -> Truth:
    """Or: True where one is, else open where one is."""
    return deny(all_true(deny(truth) for truth in truths))


# Infinities are kept out of exact arithmetic: a long fraction does not fit into a float.


def _sum(one: Bound, other: Bound) -> Bound:
    if isinstance(one, float):
        return one
    return other if isinstance(other, float) else one + other


def _product(one: Bound, other: Bound) -> Bound:
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        return one * other
    if one == 0 or other == 0:
        return Fraction(0)
    return math.inf if (one > 0) == (other > 0) else -math.inf


def _inverse(bound: Bound) -> Bound:
    return Fraction(0) if isinstance(bound, float) else 1 / bound
