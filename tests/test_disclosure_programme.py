"""The smallest and the largest value of a figure, by linear and by integer programme."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import product
from time import monotonic

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from nationalreports.disclosure.programme import Programme, Solver, find_largest, find_limits


def programme(
    rows: list[list[int]], low: list[float], high: list[float], most: int = 9
) -> Programme:
    width = len(rows[0])
    matrix = csr_array(np.array(rows, np.int64))
    return Programme(
        matrix,
        np.array(low, float),
        np.array(high, float),
        np.zeros(width, np.int64),
        np.full(width, most, np.int64),
        Solver(matrix),
    )


def soon() -> float:
    return monotonic() + 60


def test_people_cannot_be_divided() -> None:
    odd = programme([[2]], [-np.inf], [5])
    form = np.array([2])
    assert find_largest(odd, form, soon(), whole=False).limit == 5
    found = find_largest(odd, form, soon(), whole=True)
    assert found.limit == 4
    assert found.values is not None
    assert found.values.tolist() == [2]


def test_programmes_of_the_same_rows_share_a_solver() -> None:
    one = programme([[1, 1]], [0], [5])
    other = replace(one, high=np.array([7.0]), most=np.array([4, 9]))
    form = np.array([2, 1])
    for _ in range(2):
        for whole in (False, True):
            assert find_largest(one, form, soon(), whole=whole).limit == 10
            assert find_largest(other, form, soon(), whole=whole).limit == 11


def test_what_is_enough_need_not_be_the_largest() -> None:
    odd = programme([[2, 2]], [-np.inf], [11])
    form = np.array([1, 1])
    found = find_largest(odd, form, soon(), whole=True, enough=3)
    assert found.values is not None
    assert odd.holds(found.values)
    assert form @ found.values >= 3
    # A limit is one of all solutions, whenever the solver stopped.
    assert found.limit >= 5
    found = find_largest(odd, form, soon(), whole=True, enough=6)
    assert (found.limit, int(form @ (0 if found.values is None else found.values))) == (5, 5)


def test_a_linear_limit_is_rounded_inwards() -> None:
    # At most two and a half people.
    assert find_largest(programme([[2]], [0], [5]), np.array([1]), soon(), whole=False).limit == 2
    assert find_limits(programme([[2]], [3], [5]), np.array([1]), soon(), (2, 2)) == (2, 2)


def test_no_time_proves_nothing() -> None:
    for whole in (False, True):
        found = find_largest(programme([[1]], [0], [5]), np.array([1]), monotonic(), whole=whole)
        assert (found.limit, found.values) == (math.inf, None)


def test_the_integer_programme_is_not_asked_far_from_the_limit() -> None:
    # 2x lies between 1 and 99, so far from any limit that one more does not matter.
    wide = programme([[2]], [1], [99], most=100)
    assert find_limits(wide, np.array([2]), soon(), (2, 2)) == (1, 99)
    assert find_limits(programme([[2]], [1], [15]), np.array([2]), soon(), (4, 4)) == (2, 14)


@pytest.mark.parametrize(("values", "holds"), [([3, 1], True), ([3, 2], False), ([-1, 0], False)])
def test_only_what_fits_holds(values: list[int], holds: bool) -> None:
    limited = programme([[1, 1]], [-np.inf], [4])
    assert limited.holds(np.array(values)) is holds


numbers = st.integers(-3, 3)


@given(
    st.lists(st.lists(numbers, min_size=3, max_size=3), min_size=1, max_size=3),
    st.lists(st.integers(0, 4), min_size=3, max_size=3),
    st.lists(st.integers(0, 2), min_size=3, max_size=3),
    # With at most 5 each, always near enough to the limit for the integer programme.
    st.lists(st.integers(-1, 1), min_size=3, max_size=3),
)
def test_limits_are_those_of_all_solutions(
    rows: list[list[int]], true: list[int], slack: list[int], form: list[int]
) -> None:
    sums = np.array(rows) @ np.array(true)
    slacks = np.array(slack[: len(rows)])
    small = programme(rows, list(sums - slacks), list(sums + slacks[::-1]), most=5)
    values = [
        int(np.dot(form, one))
        for one in product(range(6), repeat=3)
        if np.all(sums - slacks <= np.array(rows) @ one)
        and np.all(np.array(rows) @ one <= sums + slacks[::-1])
    ]
    seen = int(np.dot(form, true))
    limits = find_limits(small, np.array(form), soon(), (seen, seen))
    assert limits == (min(values), max(values))
