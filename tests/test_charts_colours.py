"""Colours: neighbouring parts of a bar can be told apart in grey, for every scale allowed."""

from __future__ import annotations

from itertools import pairwise, product

import pytest

from nationalreports.charts_colours import MOST_OF_A_HALF, contrast, luminance, shades


def test_luminance_and_contrast_are_those_of_the_guidelines() -> None:
    # Worked out by hand from WCAG 2.2: black and white, and #767676, the lightest grey at 4.5:1.
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#767676") == pytest.approx(4.54, abs=0.005)
    assert luminance("#FF0000") == pytest.approx(0.2126)


@pytest.mark.parametrize(
    ("positive", "between", "negative", "after"),
    product(range(1, MOST_OF_A_HALF + 1), range(3), range(1, MOST_OF_A_HALF + 1), range(3)),
)
def test_neighbours_differ_in_grey_on_every_scale(
    positive: int, between: int, negative: int, after: int
) -> None:
    halves = ["positive"] * positive + ["neutral"] * between
    halves += ["negative"] * negative + ["neutral"] * after
    chosen = shades(halves)
    assert len(chosen) == len(halves)
    assert all(contrast(one, other) >= 1.5 for one, other in pairwise(chosen))
    by_half = {
        half: {c for c, h in zip(chosen, halves, strict=True) if h == half} for half in halves
    }
    assert not by_half["positive"] & by_half["negative"]


def test_more_parts_of_a_half_than_there_are_colours_is_refused() -> None:
    with pytest.raises(ValueError, match="no colours"):
        shades(["positive"] * (MOST_OF_A_HALF + 1))
