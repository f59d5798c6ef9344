"""Figures as pictures: each in a wide form and in a narrow one, for telephones.

All places are in points from the top left. Every text is measured before it is placed, so that none
meets another or leaves the picture. Colours are those of the Analysis Function's palette.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nationalreports.charts_colours import DARK_BLUE, RULE, TEXT, shades
from nationalreports.charts_panels import LINE, STACKED


@dataclass(frozen=True)
class Form:
    """A form of picture: `width` and size of `text`, in points; `beside`: labels stand left of
    their bars, not above them."""

    suffix: str
    width: float
    text: float
    beside: bool


#: Shown 680 pixels wide, with text of 16 pixels.
WIDE = Form("", 510, 12, beside=True)
#: Shown 320 pixels wide, text has 15 pixels; shown at 280 it still has 12.8.
NARROW = Form("-narrow", 240, 11, beside=False)
FORMS = (WIDE, NARROW)

#: Width and height of an image on GOV.UK (How to publish on GOV.UK, Images and videos).
PIXELS = (960, 640)

_SPACING = 1.35
_PAD = 4.0
_BAR = 15.0
_GAP = 9.0
_STACK = 34.0
#: The part of the width that names beside bars may take.
_NAMES = 0.42
#: Points that a picture in a frame leaves free on each side.
_MARGIN = 10.0


@dataclass
class Sheet:
    """What is to be drawn: texts (x, y of the top, lines, weight, alignment), boxes and lines."""

    form: Form
    height: float = 0.0
    texts: list[tuple[float, float, str, str, str]] = field(default_factory=list)
    boxes: list[tuple[float, float, float, float, str]] = field(default_factory=list)
    lines: list[tuple[list[float], list[float], str, float]] = field(default_factory=list)
    dots: list[tuple[float, float]] = field(default_factory=list)

    @property
    def line(self) -> float:
        """The height of one line of text."""
        return self.form.text * _SPACING

    def write(
        self, x: float, y: float, lines: Sequence[str], *, bold: bool = False, align: str = "left"
    ) -> float:
        """Put lines with their top at `y`; gives their bottom."""
        for number, text in enumerate(lines):
            weight = "bold" if bold else "normal"
            self.texts.append((x, y + number * self.line, text, weight, align))
        return y + len(lines) * self.line


def draw(figures: Sequence[Mapping[str, Any]], folder: Path, fonts: Path) -> None:
    """Write `<id>.svg`, `<id>-narrow.svg` and `<id>.png` of each figure that is not withheld.

    They are put into `folder`, anew. The PNG has the size that GOV.UK's publishing tool takes.
    `fonts` holds the font of the reports. Equal figures give equal bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for stale in [*folder.glob("*.svg"), *folder.glob("*.png")]:
        stale.unlink()
    with font_of(fonts):
        for figure in figures:
            for form in FORMS if not figure["withheld"] else ():
                drawn = io.StringIO()
                about = {"Date": None, "Creator": None, "Format": None, "Type": None}
                picture(figure, form).savefig(drawn, format="svg", metadata=about)
                path = folder / f"{figure['id']}{form.suffix}.svg"
                path.write_text(_lean(drawn.getvalue()), encoding="utf-8", newline="\n")
            if not figure["withheld"]:
                framed = picture(figure, WIDE, frame=PIXELS)
                path = folder / f"{figure['id']}.png"
                framed.savefig(path, format="png", metadata={"Software": None})


def _lean(text: str) -> str:
    """An SVG document without the white space that nothing needs: it stands in pages whole."""
    text = re.sub(r"\s*\n\s*", " ", text).replace("> <", "><")
    return re.sub(r' d="[^"]*"', lambda path: re.sub(r" ?([MLQCzZ]) ?", r"\1", path[0]), text)


def font_of(fonts: Path) -> Any:
    """A context in which matplotlib writes in the reports' font and in fixed bytes."""
    import matplotlib
    from matplotlib import font_manager

    # Once each: with every font that is added, matplotlib forgets all that it has looked up.
    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for path in sorted(fonts.glob("*.ttf")):
        if str(path) not in known:
            font_manager.fontManager.addfont(path)
    style: dict[Any, Any] = {
        "font.family": ["Source Sans 3", "sans-serif"],
        "svg.hashsalt": "nationalreports",
        "svg.fonttype": "path",
        "text.color": TEXT,
        "text.parse_math": False,
    }
    return matplotlib.rc_context(style)


def picture(figure: Mapping[str, Any], form: Form, *, frame: tuple[int, int] | None = None) -> Any:
    """One figure as a matplotlib figure, within `font_of`.

    It is as high as its marks are, or with `frame` (pixels) in the middle of one, as large as fits.
    """
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from matplotlib.patches import Rectangle

    sheet = lay_out(figure, form)
    width, height, dpi = form.width, sheet.height, 72.0
    if frame:
        scale = min(frame[0] / (width + 2 * _MARGIN), frame[1] / (height + 2 * _MARGIN))
        width, height, dpi = frame[0] / scale, frame[1] / scale, 72 * scale
    beside, above = (width - form.width) / 2, (height - sheet.height) / 2
    drawing = Figure(figsize=(width / 72, height / 72), dpi=dpi)
    axes = drawing.add_axes((0, 0, 1, 1))
    axes.set_xlim(-beside, form.width + beside)
    axes.set_ylim(sheet.height + above, -above)
    axes.axis("off")
    # A clip path's name comes from digits that are not drawn and differ between builds of Python.
    for x, y, width, height, colour in sheet.boxes:
        axes.add_patch(Rectangle((x, y), width, height, facecolor=colour, lw=0, clip_on=False))
    for xs, ys, colour, thickness in sheet.lines:
        axes.add_line(Line2D(xs, ys, color=colour, linewidth=thickness, clip_on=False))
    for x, y in sheet.dots:
        mark = Line2D([x], [y], marker="o", markersize=7, color=DARK_BLUE, clip_on=False)
        axes.add_line(mark)
    for x, y, text, weight, align in sheet.texts:
        # From the baseline, which is the same for all lines, whatever letters they have.
        axes.text(
            x,
            y + form.text,
            text,
            fontsize=form.text,
            fontweight=weight,
            ha=align,
            va="baseline",
        )
    return drawing


def lay_out(figure: Mapping[str, Any], form: Form) -> Sheet:
    """Where all marks of a figure stand."""
    sheet = Sheet(form)
    bottom = 2.0
    # All panels' bars begin at one place.
    start = _start([name for panel in figure["panels"] for name in panel["names"]], form)
    for panel, labels, numbers in _panels(figure):
        if bottom > 2.0:
            bottom += sheet.line
        if panel["heading"]:
            heading = wrap(panel["heading"], form.width - _PAD, form.text, bold=True)
            bottom = sheet.write(0, bottom, heading, bold=True) + _PAD
        if figure["kind"] == STACKED:
            bottom = _stack(sheet, bottom, panel, labels, numbers)
        elif figure["kind"] == LINE:
            bottom = _line(sheet, bottom, panel, labels, numbers)
        else:
            bottom = _bars(sheet, bottom, start, panel, labels, numbers)
    sheet.height = bottom + 2.0
    return sheet


def _panels(
    figure: Mapping[str, Any],
) -> Iterator[tuple[Mapping[str, Any], list[str], list[float]]]:
    start = 0
    for panel in figure["panels"]:
        end = start + len(panel["names"])
        numbers = [number for _, number in figure["bars"][start:end]]
        yield panel, figure["labels"][start:end], numbers
        start = end


def _start(names: Sequence[str], form: Form) -> float:
    """Where bars begin."""
    if not form.beside:
        return 1.0
    lines = [line for name in names for line in wrap(name, form.width * _NAMES, form.text)]
    return max(measure(line, form.text) for line in lines) + 3 * _PAD


def _bars(
    sheet: Sheet,
    top: float,
    start: float,
    panel: Mapping[str, Any],
    labels: Sequence[str],
    numbers: Sequence[float],
) -> float:
    """Bars from zero; a number stands at the end of its bar."""
    form = sheet.form
    room = form.width * _NAMES if form.beside else form.width - start - 1
    names = [wrap(name, room, form.text) for name in panel["names"]]
    length = (
        form.width
        - start
        - 2 * _PAD
        - max(measure(label, form.text, bold=True) for label in labels)
    )
    limit = max([panel["limit"], *numbers, 1])
    y = top
    for name, label, number in zip(names, labels, numbers, strict=True):
        if form.beside:
            height = max(len(name) * sheet.line, _BAR) + _GAP
            sheet.write(
                start - 2 * _PAD, y + (height - len(name) * sheet.line) / 2, name, align="right"
            )
            place = y + (height - _BAR) / 2
        else:
            place = sheet.write(start, y, name) + 2
            height = place + _BAR + _GAP - y
        width = number / limit * length
        sheet.boxes.append((start, place, width, _BAR, DARK_BLUE))
        sheet.write(start + width + _PAD, place + (_BAR - sheet.line) / 2, [label], bold=True)
        if not form.beside:
            sheet.lines.append(([start, start], [place - 1, place + _BAR + 1], RULE, 1))
        y += height
    if form.beside:
        sheet.lines.append(([start, start], [top + 2, y - 2], RULE, 1))
    return y


def _stack(
    sheet: Sheet,
    top: float,
    panel: Mapping[str, Any],
    labels: Sequence[str],
    numbers: Sequence[float],
) -> float:
    """One bar in parts. Labels of parts whose middle is in the left half stand above it, each to
    the right of a line from its part; the others below it, each to the left of its line: so no line
    meets a label, however narrow the parts."""
    form = sheet.form
    whole = max(sum(numbers), 1)
    left = [sum(numbers[:place]) / whole * form.width for place in range(len(numbers) + 1)]
    middles = [(left[n] + left[n + 1]) / 2 for n in range(len(numbers))]
    middles = [min(max(middle, 1.0), form.width - 1.0) for middle in middles]
    texts = [f"{label} {name}" for label, name in zip(labels, panel["names"], strict=True)]
    above = [n for n, middle in enumerate(middles) if middle < form.width / 2]
    y = top
    starts = {}
    for n in above:
        starts[n] = y + 1
        y = sheet.write(
            middles[n] + _PAD, y, wrap(texts[n], form.width - middles[n] - 2 * _PAD, form.text)
        )
        y += _PAD
    place = y + _PAD
    for n in above:
        sheet.lines.append(([middles[n]] * 2, [starts[n], place], TEXT, 0.8))
    for n, colour in enumerate(shades(panel["halves"])):
        # White between the parts, for eyes and printers that do not tell the colours apart.
        gap = min(1.0, (left[n + 1] - left[n]) / 4)
        sheet.boxes.append((left[n] + gap, place, left[n + 1] - left[n] - 2 * gap, _STACK, colour))
    y = place + _STACK + 2 * _PAD
    for n in range(len(above), len(numbers)):
        bottom = sheet.write(
            middles[n] - _PAD,
            y,
            wrap(texts[n], middles[n] - 2 * _PAD, form.text),
            align="right",
        )
        sheet.lines.append(([middles[n]] * 2, [place + _STACK, bottom - 1], TEXT, 0.8))
        y = bottom + _PAD
    return y


def _line(
    sheet: Sheet,
    top: float,
    panel: Mapping[str, Any],
    labels: Sequence[str],
    numbers: Sequence[float],
) -> float:
    """A line over years, from zero; where labels would meet, the ends keep theirs."""
    form = sheet.form
    height = 110.0
    years = [int(name) if name.isdecimal() else place for place, name in enumerate(panel["names"])]
    bold = [measure(label, form.text, bold=True) for label in labels]
    widths = [
        max(own, measure(name, form.text)) for own, name in zip(bold, panel["names"], strict=True)
    ]
    start, end = widths[0] / 2 + 2, form.width - widths[-1] / 2 - 2
    span = max(years[-1] - years[0], 1)
    xs = [start + (year - years[0]) / span * (end - start) for year in years]
    upper = top + sheet.line + 2 * _PAD
    ys = [upper + (1 - number / panel["limit"]) * height for number in numbers]
    base = upper + height
    sheet.lines.append(([0, form.width], [base, base], RULE, 1))
    sheet.lines.append((xs, ys, DARK_BLUE, 2.5))
    sheet.dots += list(zip(xs, ys, strict=True))
    for place in _apart(xs, widths):
        sheet.write(
            xs[place], ys[place] - sheet.line - _PAD, [labels[place]], bold=True, align="center"
        )
        sheet.write(xs[place], base + _PAD, [panel["names"][place]], align="center")
    return base + _PAD + sheet.line


def _apart(middles: Sequence[float], widths: Sequence[float]) -> list[int]:
    """Which labels are drawn: both ends, and as many between as stand clear."""
    last = len(middles) - 1
    kept = [0]
    for place in range(1, last):
        if all(
            abs(middles[place] - middles[other]) > (widths[place] + widths[other]) / 2 + _PAD
            for other in (kept[-1], last)
        ):
            kept.append(place)
    return [*kept, last]


def wrap(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """`text` in lines of at most `room` points; a word that is wider is broken."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if measure(longer, size, bold=bold) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        while measure(word, size, bold=bold) > room and len(word) > 1:
            part = len(word) - 1
            while part > 1 and measure(word[:part], size, bold=bold) > room:
                part -= 1
            lines.append(word[:part])
            word = word[part:]
        line = word
    return [*lines, line] if line or not lines else lines


def measure(text: str, size: float, *, bold: bool = False) -> float:
    """The width of `text` in points."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(size=size, weight="bold" if bold else "normal")
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width)
