"""Pictures: no text meets another or leaves its picture, and each is as its reference."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib import image
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.transforms import Affine2D

from nationalreports.charts_drawing import (
    FORMS,
    NARROW,
    PIXELS,
    WIDE,
    Form,
    draw,
    font_of,
    picture,
)
from nationalreports.config import REPOSITORY

FONTS = REPOSITORY / "reports/_extensions/nationalreports/fonts"
REFERENCES = Path(__file__).parent / "pictures"

#: How far a picture may be from its reference: the mean difference of a grey, of 255.
TOLERANCE = 1.0


def panel(names: list[str], limit: float, heading: str = "", halves: Any = None) -> dict[str, Any]:
    own = {"heading": heading, "names": names, "limit": limit}
    return {**own, "halves": halves} if halves else own


def figure(kind: str, bars: list[tuple[str, float]], panels: Any, sign: str = "") -> dict[str, Any]:
    return {
        "id": kind,
        "kind": kind,
        "bars": bars,
        "labels": [f"{number}{sign}" for _, number in bars],
        "panels": panels,
        "withheld": False,
    }


THEMES = [("Therapies and health services", 5), ("Assessments and plans", 4), ("None", 0)]
WELL = [("Very well", 30), ("Fairly well", 42), ("Not very well", 20), ("Not at all well", 8)]
YEARS = [("2016", 58.6), ("2017", 64.9), ("2018", 60.1), ("2019", 60.4), ("2020", 58.0)]
SAMPLES = {
    "bars": figure("bars", THEMES, [panel([name for name, _ in THEMES], 6)]),
    "stacked": figure(
        "stacked",
        WELL,
        [panel([n for n, _ in WELL], 100, "", ["positive"] * 2 + ["negative"] * 2)],
        "%",
    ),
    "beside": figure(
        "beside",
        [*THEMES[:1], *WELL[:2]],
        [
            panel([THEMES[0][0]], 6, "Leaders: number of areas, out of 6"),
            panel(["Very well", "Fairly well"], 100, "Parents and carers: percentage of those"),
        ],
    ),
    "line": figure("line", YEARS, [panel([year for year, _ in YEARS], 100)], "%"),
}


def greys(drawn: Any) -> Any:
    """The picture as Agg paints it, as greys of 0 to 255, one a point."""
    canvas = FigureCanvasAgg(drawn)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., :3].astype(float).mean(axis=2)


@pytest.mark.parametrize("form", FORMS, ids=["wide", "narrow"])
@pytest.mark.parametrize("kind", SAMPLES)
def test_each_kind_of_picture_is_as_its_reference(kind: str, form: Form) -> None:
    with font_of(FONTS):
        drawn = greys(picture(SAMPLES[kind], form))
    reference = image.imread(REFERENCES / f"{kind}{form.suffix}.png") * 255
    assert drawn.shape == reference.shape
    assert np.abs(drawn - reference).mean() < TOLERANCE


def boxes(drawn: Any) -> list[tuple[str, Any]]:
    """Each text and its box in points; measured four times as large, where whole dots matter less
    (in SVG texts are outlines, and have no dots)."""
    drawn.set_dpi(4 * 72)
    renderer = FigureCanvasAgg(drawn).get_renderer()
    (axes,) = drawn.axes
    quarter = Affine2D().scale(1 / 4)
    return [
        (text.get_text(), text.get_window_extent(renderer).transformed(quarter))
        for text in axes.texts
    ]


def check(drawn: Any, form: Form) -> None:
    """Half a point is what rounding to dots of the measuring canvas may add."""
    found = boxes(drawn)
    width, height = drawn.get_size_inches() * 72
    for text, box in found:
        assert box.x0 >= -0.5 and box.x1 <= width + 0.5, f"{text!r} leaves the picture"
        assert box.y0 >= -0.5 and box.y1 <= height + 0.5, f"{text!r} leaves the picture"
    for (one, first), (other, second) in combinations(found, 2):
        across = min(first.x1, second.x1) - max(first.x0, second.x0)
        along = min(first.y1, second.y1) - max(first.y0, second.y0)
        assert across <= 0.5 or along <= 0.5, f"{one!r} meets {other!r}"
    assert width == pytest.approx(form.width)


NAMES = st.lists(
    st.text(alphabet="abcdefgijmpqwyABCMWÄÅ", min_size=1, max_size=40), min_size=1, max_size=12
).map(" ".join)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    names=st.lists(NAMES, min_size=1, max_size=9),
    data=st.data(),
    form=st.sampled_from(FORMS),
    kind=st.sampled_from(["bars", "beside"]),
)
def test_no_labels_of_bars_meet(names: list[str], data: Any, form: Form, kind: str) -> None:
    numbers = data.draw(st.lists(st.integers(0, 10_000), min_size=len(names), max_size=len(names)))
    bars = list(zip(names, numbers, strict=True))
    panels = [panel(names, max(numbers), heading=names[0] if kind == "beside" else "")]
    if kind == "beside" and len(names) > 1:
        panels = [panel(names[:1], numbers[0], names[0]), panel(names[1:], 100, names[-1])]
    with font_of(FONTS):
        check(picture(figure(kind, bars, panels), form), form)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    numbers=st.lists(st.integers(0, 100), min_size=2, max_size=9),
    names=st.lists(NAMES, min_size=9, max_size=9),
    form=st.sampled_from(FORMS),
)
def test_no_labels_of_a_stacked_bar_meet(numbers: list[int], names: list[str], form: Form) -> None:
    halves = (["positive"] * 3 + ["neutral"] * 2 + ["negative"] * 3 + ["neutral"])[: len(numbers)]
    bars = list(zip(names[: len(numbers)], numbers, strict=True))
    own = panel([name for name, _ in bars], 100, "", halves)
    with font_of(FONTS):
        drawn = picture(figure("stacked", bars, [own], "%"), form)
        check(drawn, form)
        # Nor does a line that leads to a label cross another label.
        (axes,) = drawn.axes
        for line in axes.lines:
            (x, _), ends = line.get_xdata(), line.get_ydata()
            _, height = drawn.get_size_inches() * 72
            low, high = height - max(ends), height - min(ends)
            for text, box in boxes(drawn):
                inside = box.x0 < x < box.x1 and min(high, box.y1) - max(low, box.y0) > 0.5
                assert not inside, f"a line crosses {text!r}"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    numbers=st.dictionaries(st.integers(1990, 2040), st.integers(0, 1000), min_size=2, max_size=30),
    form=st.sampled_from(FORMS),
)
def test_no_labels_of_a_line_meet_and_both_ends_have_theirs(
    numbers: dict[int, int], form: Form
) -> None:
    bars = [(str(year), numbers[year] / 10) for year in sorted(numbers)]
    own = panel([year for year, _ in bars], 100)
    with font_of(FONTS):
        drawn = picture(figure("line", bars, [own], "%"), form)
        check(drawn, form)
        assert {bars[0][0], bars[-1][0]} <= {text for text, _ in boxes(drawn)}


def test_text_is_large_enough_where_a_page_shows_the_picture() -> None:
    # A page shows the narrow form from 280 pixels on, the wide one from 540 on; see pictures.lua.
    assert NARROW.text * 280 / NARROW.width >= 12
    assert WIDE.text * 540 / WIDE.width >= 12


def test_drawings_are_made_anew_byte_for_byte_alike_and_none_of_what_is_withheld(
    tmp_path: Path,
) -> None:
    hidden = {**SAMPLES["bars"], "id": "hidden", "withheld": True}
    for name in ("stale.svg", "stale.png"):
        (tmp_path / name).write_text("")
    draw([*SAMPLES.values(), hidden], tmp_path, FONTS)
    first = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert sorted(first) == sorted(
        f"{kind}{end}" for kind in SAMPLES for end in (".svg", "-narrow.svg", ".png")
    )
    assert all(b"clip-path" not in content for content in first.values())
    draw(list(SAMPLES.values()), tmp_path, FONTS)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == first


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_picture_in_a_frame_has_its_size_and_a_free_margin_around(kind: str) -> None:
    with font_of(FONTS):
        shades = greys(picture(SAMPLES[kind], WIDE, frame=PIXELS))
    assert shades.shape == (640, 960)
    marked = np.argwhere(shades < 250)
    (top, left), (bottom, right) = marked.min(axis=0), marked.max(axis=0)
    assert top >= 10 and left >= 10 and bottom < 630 and right < 950
    # As large as fits; behind the longest bar there is room for its figure.
    assert right - left > 780 or bottom - top > 560
