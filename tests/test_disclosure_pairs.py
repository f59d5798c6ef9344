"""Fixed partners, by place alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nationalreports.disclosure.pairs import pairs, partners, together

FOUR, FIVE = list("abcd"), list("abcde")


def test_pairs_are_counted_from_the_end() -> None:
    assert pairs(FOUR) == [("a", "b"), ("c", "d")]
    assert pairs(FIVE) == [("b", "c"), ("d", "e")]
    assert pairs(["a"]) == pairs([]) == []


@pytest.mark.parametrize(
    ("names", "withheld", "all_withheld"),
    [
        (FOUR, "c", "cd"),
        (FOUR, "b", "ab"),
        (FOUR, "ad", "abcd"),
        (FIVE, "e", "de"),
        (FIVE, "b", "bc"),
        (FIVE, "a", "abc"),
        (FIVE, "ae", "abcde"),
        (FIVE, "", ""),
        (["a"], "a", "a"),
        (list("abc"), "a", "abc"),
    ],
)
def test_what_is_withheld_together(names: list[str], withheld: str, all_withheld: str) -> None:
    assert together(names, set(withheld)) == set(all_withheld)


def test_partners_of_one() -> None:
    assert partners(FIVE, "a") == ["b", "c"]
    assert partners(FIVE, "b") == ["c"]
    assert partners(["a"], "a") == []


@given(st.integers(1, 9), st.data())
def test_nothing_is_withheld_alone_and_nothing_more_is_asked_for_again(
    number: int, data: st.DataObject
) -> None:
    names = [f"a{n}" for n in range(number)]
    withheld = data.draw(st.sets(st.sampled_from(names), min_size=1))
    found = together(names, withheld)
    assert withheld <= found
    assert len(found) > 1 or number == 1
    assert together(names, found) == found
    # Whoever sees what is withheld cannot tell which of a pair it began with.
    assert all({one, other} <= found or not {one, other} & found for one, other in pairs(names))
