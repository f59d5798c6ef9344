"""Colours of charts, which can be told apart in grey print.

Source: Government Analysis Function, Data visualisation: colours in charts (2023); the orange tint
is a lighter form of its orange.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, product

from nationalreports.charts_panels import NEGATIVE, NEUTRAL, POSITIVE

#: The main colour of the palette.
DARK_BLUE = "#12436D"
BLUE = "#2073BC"
LIGHT_BLUE = "#6BACE6"
DARK_PINK = "#801650"
ORANGE = "#F46A25"
LIGHT_ORANGE = "#FBD0B8"
TEXT = "#0B0C0C"
RULE = "#8C8C8C"

#: How far apart in grey neighbouring parts of a bar are, at least: as the contrast ratio of the Web
#: Content Accessibility Guidelines.
GREY_CONTRAST = 1.5

#: From strong to weak for positive answers, from weak to strong for negative ones, by their number.
_RAMPS = {
    POSITIVE: {
        1: [[DARK_BLUE]],
        2: [[DARK_BLUE, BLUE], [DARK_BLUE, LIGHT_BLUE]],
        3: [[DARK_BLUE, BLUE, LIGHT_BLUE]],
    },
    NEGATIVE: {
        1: [[ORANGE], [DARK_PINK]],
        2: [[ORANGE, DARK_PINK], [LIGHT_ORANGE, DARK_PINK]],
        3: [[LIGHT_ORANGE, ORANGE, DARK_PINK]],
    },
}
_GREYS = ["#BFBFBF", "#6F777B", "#E3E3E3"]

#: The most answers of one half that a scale may have.
MOST_OF_A_HALF = 3


def shades(halves: Sequence[str]) -> list[str]:
    """A colour for each part of a bar, in order: blues, greys, and orange to dark pink.

    Neighbours differ by `GREY_CONTRAST`. Raises `ValueError` where no choice does, as with more
    parts of one half than `MOST_OF_A_HALF`.
    """
    for choice in _choices(halves):
        if all(contrast(one, other) >= GREY_CONTRAST for one, other in pairwise(choice)):
            return choice
    raise ValueError(f"no colours for parts of a bar that are {', '.join(halves)}")


def _choices(halves: Sequence[str]) -> Iterator[list[str]]:
    number = {half: list(halves).count(half) for half in (POSITIVE, NEGATIVE, NEUTRAL)}
    ramps = [_RAMPS[half].get(number[half], [[]]) for half in (POSITIVE, NEGATIVE)]
    greys = [list(choice) for choice in product(_GREYS, repeat=number[NEUTRAL])]
    for positive, negative, neutral in product(*ramps, greys):
        left = {POSITIVE: list(positive), NEGATIVE: list(negative), NEUTRAL: neutral[:]}
        if all(len(left[half]) == number[half] for half in left):
            yield [left[half].pop(0) for half in halves]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, which depends on their greys alone (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of `#RRGGBB` (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * p for weight, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
