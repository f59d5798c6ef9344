"""Charts in the style of the Government Analysis Function, with words and a table for each.

Horizontal bars from zero in one colour, labelled directly; title and subtitle are text of the
page. Source: Government Analysis Function, Data visualisation: charts (2023).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports.aggregation import ALL

#: The main colour of the Analysis Function's palette.
BLUE = "#12436D"
TEXT = "#0B0C0C"

_TOLD = {
    "themes": ("areas_told", "areas_visited", "areas", "areas’ letters"),
    "discussions": ("discussions_told", "discussions", "discussions", "discussions"),
}


def make_figures(
    public: Mapping[str, pd.DataFrame], codebook: dict[str, Any], surveys: dict[str, Any]
) -> list[dict[str, Any]]:
    """What each figure shows and says, from the public tables alone.

    A figure is a dictionary with id, source, question, survey, title, subtitle, note (what the
    chart leaves out, unlike its table), alt, columns and rows (the table of the annex, as printed),
    withheld (nothing in it may be published), and bars: pairs of a label and a number, with the
    unit of the axis.
    """
    return [
        *_theme_figures("themes", public["themes"], codebook),
        *_theme_figures("discussions", public["discussions"], codebook),
        *_answer_figures(public["answers"], surveys),
    ]


def _theme_figures(
    source: str, table: pd.DataFrame, codebook: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    told, total, unit, of_unit = _TOLD[source]
    overall = table[(table["sector"] == ALL) & (table["voice"] == ALL)]
    for question, rows in overall.groupby("question", sort=False):
        label = codebook["questions"][question]
        cells = [
            (codebook["themes"][row["theme"]]["label"], row[told], row[total])
            for row in rows.to_dict("records")
        ]
        bars = [(name, int(number)) for name, number, _ in cells if number.isdecimal()]
        bars.sort(key=lambda bar: -bar[1])
        of = cells[0][2]
        title = f"{bars[0][0]}: reported in {bars[0][1]} of the {of} {of_unit}" if bars else ""
        yield {
            "id": f"{source}-{question}",
            "source": source,
            "question": question,
            "survey": "",
            "title": title,
            "subtitle": f"{label}: number of {unit}, out of {of}, by theme.",
            # True of one, of all and of none, and of a count that another report would undo.
            "note": f"Themes whose count would tell what single {unit} said are not shown."
            if len(bars) < len(cells)
            else "",
            "alt": f"Bar chart of {len(bars)} themes, by number of {unit} out of {of}. "
            + "; ".join(f"{name}: {number}" for name, number in bars)
            + ".",
            "columns": ["Theme", f"Number of {unit}", "Out of"],
            "rows": [list(cell) for cell in cells],
            "withheld": not bars,
            "bars": bars,
            "axis": f"Number of {unit}",
            "limit": int(of),
        }


def _answer_figures(answers: pd.DataFrame, surveys: dict[str, Any]) -> Iterator[dict[str, Any]]:
    overall = answers[answers["group"] == ALL]
    for (name, question), rows in overall.groupby(["survey", "question"], sort=False):
        survey = surveys[str(name)]
        entry, who = survey["questions"][question], survey["respondents"]
        records = rows.to_dict("records")
        base = records[0]["base"]
        of, about = (f" of about {base}", f" (about {base})") if base.isdecimal() else ("", "")
        as_percent = _in_percent(records)
        figure, about_top, sign = ("percent", "", "%") if as_percent else ("count", "about ", "")
        bars = [(row["answer"], int(row[figure])) for row in records if row[figure].isdecimal()]
        unit = f"Percentage of {who}" if as_percent else f"Number of {who}"
        more = " More than one answer could be given." if entry["type"] == "multiple" else ""
        top = max(bars, key=lambda bar: bar[1]) if bars else ("", 0)
        yield {
            "id": f"{name}-{question}",
            "source": "answers",
            "question": question,
            "survey": name,
            "title": f"{entry['label']}: {about_top}{top[1]}{sign}{of} answered “{top[0]}”"
            if bars
            else "",
            "subtitle": f"“{entry['header']}” {unit} who answered{about}, by answer.{more}",
            "note": "Answers without a published figure are not shown."
            if len(bars) < len(records)
            else "",
            "alt": f"Bar chart of {len(bars)} answers, {unit[0].lower()}{unit[1:]}. "
            + "; ".join(f"{answer}: {number}{sign}" for answer, number in bars)
            + ".",
            "columns": ["Answer", "Number", "Base", "Percentage"],
            "rows": [[row[k] for k in ("answer", "count", "base", "percent")] for row in records],
            "withheld": not bars,
            "bars": bars,
            "axis": unit,
            "limit": 100 if as_percent else max((number for _, number in bars), default=1),
        }


def _in_percent(records: Sequence[Mapping[Any, Any]]) -> bool:
    """Whether a chart shows percentages: where each count that is shown has one."""
    shown = [row["percent"].isdecimal() for row in records if row["count"].isdecimal()]
    return any(row["percent"].isdecimal() for row in records) and all(shown)


def draw(figures: list[dict[str, Any]], folder: Path, fonts: Path) -> None:
    """Write `<id>.svg` into `folder`, anew, for each figure that is not withheld.

    `fonts` holds the font of the reports. Equal figures give equal bytes.
    """
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import font_manager, pyplot

    for path in sorted(fonts.glob("*.ttf")):
        font_manager.fontManager.addfont(path)
    style: dict[Any, Any] = {
        "font.family": ["Source Sans 3", "sans-serif"],
        "font.size": 12,
        "svg.hashsalt": "nationalreports",
        "svg.fonttype": "path",
        "text.color": TEXT,
        "text.parse_math": False,
    }
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob("*.svg"):
        stale.unlink()
    with matplotlib.rc_context(style):
        for figure in figures:
            if figure["withheld"]:
                continue
            drawing = _bars(figure)
            drawing.savefig(
                folder / f"{figure['id']}.svg", metadata={"Date": None, "Creator": None}
            )
            pyplot.close(drawing)


def _bars(figure: dict[str, Any]) -> Any:
    import textwrap

    from matplotlib import pyplot

    labels = [textwrap.fill(name, 30) for name, _ in figure["bars"]]
    values = [number for _, number in figure["bars"]]
    lines = sum(label.count("\n") + 1.9 for label in labels)
    drawing, axes = pyplot.subplots(figsize=(7.2, 0.22 * lines + 0.2), layout="constrained")
    places = range(len(values))
    # A clip path's name comes from digits that are not drawn and differ between builds of Python.
    axes.barh(places, values, color=BLUE, height=0.66, clip_on=False)
    axes.set_yticks(places, labels)
    axes.invert_yaxis()
    axes.set_xlim(0, figure["limit"] * 1.08)
    sign = "%" if figure["limit"] == 100 and figure["axis"].startswith("Percentage") else ""
    for place, value in zip(places, values, strict=True):
        axes.text(value + figure["limit"] * 0.01, place, f"{value}{sign}", va="center")
    # The labels give every value, so an axis of numbers would only repeat them.
    axes.xaxis.set_visible(False)
    axes.tick_params(axis="y", length=0)
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
    axes.spines["left"].set_color("#BFBFBF")
    return drawing


def write_figures(figures: list[dict[str, Any]], path: Path) -> None:
    """Write what the figures show and say as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(figures, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
