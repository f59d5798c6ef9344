"""From whom a number is to be kept: not from those who know it, nor twice what another says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nationalreports.disclosure.questions import NO_GROUP, Layout
from nationalreports.disclosure.targets import is_kept_from


def layout(*areas: str) -> Layout:
    """One block for each of `areas`: the areas, a letter each, whose people stand in it."""
    size = np.arange(len(areas)).reshape(-1, 1)
    members = tuple(frozenset({"p"}) for _ in areas)
    return Layout(members, tuple(map(frozenset, areas)), (NO_GROUP,), {}, size, len(areas))


def kept(people: set[int], areas: list[str], windows: list[set[int]]) -> bool:
    """Whether a number of `people` is to be kept from area A, beside the windows of reports."""
    return is_kept_from(frozenset(people), "A", layout(*areas), [frozenset(one) for one in windows])


@pytest.mark.parametrize(
    ("people", "areas", "windows", "expected"),
    [
        # One's own people alone, and one more person of somebody else.
        ({0}, ["A"], [{0}], False),
        ({0, 1}, ["A", "A"], [{0, 1}], False),
        ({0}, ["AB"], [{0}], True),
        ({0, 1}, ["A", "AB"], [{0, 1}], True),
        # Nobody of one's own: whatever stands in a window.
        ({1}, ["A", "B"], [{0, 1}], True),
        ({1}, ["A", "B"], [{1}], True),
        ({1}, ["A", "B"], [{0, 1}, {1}], True),
        # What is left is the window of a smaller report: it says, and is asked, the same.
        ({0, 1}, ["A", "B"], [{1}], False),
        ({0, 1}, ["A", "B"], [{0, 1}, {1}], False),
        # It is a part of a smaller window, or has a part that is one.
        ({0, 1, 2}, ["A", "B", "C"], [{1}], True),
        ({0, 1}, ["A", "B", "C"], [{1, 2}], True),
        # Of the same window, and of a larger one, it is the one to be asked.
        ({0, 1}, ["A", "B"], [{0, 1}], True),
        ({0, 1}, ["A", "B", "A"], [{0, 1}, {0, 1, 2}], True),
        ({0, 1, 2}, ["A", "B", "A"], [{0, 1}, {0, 1, 2}], False),
        # Of two windows with other people of one's own in each neither is the smaller.
        ({0, 1}, ["A", "B", "A"], [{0, 1}, {1, 2}], True),
        ({1, 2}, ["A", "B", "A"], [{0, 1}, {1, 2}], True),
    ],
)
def test_who_could_learn_something(
    people: set[int], areas: list[str], windows: list[set[int]], expected: bool
) -> None:
    assert kept(people, areas, windows) is expected


@given(
    st.lists(st.sampled_from(["A", "B", "AB", "BC"]), min_size=1, max_size=5),
    st.lists(st.sets(st.integers(0, 4), min_size=1), min_size=1, max_size=5),
    st.sets(st.integers(0, 4), min_size=1),
)
def test_what_is_not_asked_of_one_number_is_asked_of_another(
    areas: list[str], windows: list[set[int]], people: set[int]
) -> None:
    """Whoever is not asked about a number knows it all, or is asked about a window that leaves the
    same people without their own."""
    windows = [one & {*range(len(areas))} for one in windows]
    people &= {*range(len(areas))}
    own = {block for block, codes in enumerate(areas) if codes == "A"}
    if people - own and not kept(people, areas, windows):
        same = [one for one in windows if one - own == people - own and one < people]
        assert any(kept(one, areas, windows) for one in same)
