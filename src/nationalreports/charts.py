"""What the figures of a report show and say: words, a table and numbers for each.

`charts_drawing` draws them, `charts_headlines` gives them the titles that analysts wrote. Each kind
is chosen for its question. Source: Government Analysis Function, Data visualisation: charts (2023).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports.aggregation import ALL
from nationalreports.charts_beside import beside_figures
from nationalreports.charts_panels import BARS, LINE, STACKED, answer_panel, main_point, values
from nationalreports.facts_phrases import grouped, is_number, statistic

_TOLD = {
    "themes": ("areas_told", "areas_visited", "areas", "areas’ letters"),
    "discussions": ("discussions_told", "discussions", "discussions", "discussions"),
}


def make_figures(
    public: Mapping[str, pd.DataFrame],
    codebook: Mapping[str, Any],
    surveys: Mapping[str, Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """What each figure shows and says, from the public tables alone.

    A figure is a dictionary with id, kind (`bars`, `stacked`, `beside` or `line`), source,
    question, survey, title, subtitle, note (what is to be known of the picture alone, such as what
    it leaves out, unlike its table), alt, columns and rows (the table of the annex, as printed),
    withheld (nothing in it may be published), headline (whether an analyst wrote the title), bars
    (pairs of the name in the table's first column and a number), labels (their numbers as drawn),
    and panels, see `charts_panels`.
    """
    figures = [
        *_theme_figures("themes", public["themes"], codebook),
        *_theme_figures("discussions", public["discussions"], codebook),
        *_answer_figures(public["answers"], surveys),
        *beside_figures(public, codebook, surveys),
        *_timeliness(public.get("context")),
    ]
    return [{**figure, "headline": False} for figure in figures]


def _theme_figures(
    source: str, table: pd.DataFrame, codebook: Mapping[str, Any]
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
        labels = [str(number) for _, number in bars]
        yield {
            "id": f"{source}-{question}",
            "kind": BARS,
            "source": source,
            "question": question,
            "survey": "",
            "title": f"{bars[0][0]}: reported in {bars[0][1]} of the {of} {of_unit}"
            if bars
            else "",
            "subtitle": f"{label}: number of {unit}, out of {of}, by theme.",
            # True of one, of all and of none, and of a count that another report would undo.
            "note": f"Themes whose count would tell what single {unit} said are not shown."
            if len(bars) < len(cells)
            else "",
            "alt": f"Bar chart of {len(bars)} themes, by number of {unit} out of {of}, the largest "
            f"first. {main_point(bars)}{values([name for name, _ in bars], labels)}",
            "columns": ["Theme", f"Number of {unit}", "Out of"],
            "rows": [list(cell) for cell in cells],
            "withheld": not bars,
            "bars": bars,
            "labels": labels,
            "panels": [{"heading": "", "names": [n for n, _ in bars], "limit": int(of)}],
        }


def _answer_figures(
    answers: pd.DataFrame, surveys: Mapping[str, Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    overall = answers[answers["group"] == ALL]
    for (name, question), rows in overall.groupby(["survey", "question"], sort=False):
        survey = surveys[str(name)]
        entry = survey["questions"][question]
        records = rows.astype(str).to_dict("records")
        panel = answer_panel(records, entry, survey["respondents"])
        bars = panel.bars
        base = records[0]["base"]
        known = grouped(base) if base.isdecimal() else ""
        of, about = (f" of about {known}", f" (about {known})") if known else ("", "")
        about_top = "about " if bars and not panel.sign else ""
        more = " More than one answer could be given." if entry["type"] == "multiple" else ""
        top = max(bars, key=lambda bar: bar[1]) if bars else ("", 0)
        unit = panel.unit
        if panel.kind == STACKED:
            chart = f"Stacked bar of {len(bars)} answers on a scale"
            key = "Blue parts are positive answers, orange and dark pink parts negative ones."
            order = ""
        else:
            chart = f"Bar chart of {len(bars)} answers"
            key = ""
            order = ", the largest first" if entry["type"] == "multiple" else ""
        yield {
            "id": f"{name}-{question}",
            "kind": panel.kind,
            "source": "answers",
            "question": question,
            "survey": name,
            "title": f"{entry['label']}: {about_top}{top[1]:,}{panel.sign}{of} answered “{top[0]}”"
            if bars
            else "",
            "subtitle": f"“{entry['header']}” {unit} who answered{about}, by answer.{more}",
            "note": key
            if len(bars) == len(records)
            else f"{key} Answers without a published figure are not shown.".strip(),
            "alt": f"{chart}, {unit[0].lower()}{unit[1:]}{order}. {main_point(bars)}"
            + values([answer for answer, _ in bars], panel.labels),
            "columns": ["Answer", "Number", "Base", "Percentage"],
            "rows": [[row[k] for k in ("answer", "count", "base", "percent")] for row in records],
            "withheld": not bars,
            "bars": bars,
            "labels": panel.labels,
            "panels": [panel.drawn("")],
        }


def _timeliness(context: pd.DataFrame | None) -> Iterator[dict[str, Any]]:
    """The line of plans issued in time; none of fewer than two years, which are a sentence."""
    frame = pd.DataFrame() if context is None else context
    rows = [] if frame.empty else frame.astype(str).to_dict("records")
    shown = sorted(
        (row["time_period"], row["value"])
        for row in rows
        if row["measure"] == "timeliness" and is_number(row["value"])
    )
    if len(shown) < 2:
        return
    bars = [(year, float(value)) for year, value in shown]
    labels = [statistic(value, "timeliness") for _, value in shown]
    (first, _), (last, _) = shown[0], shown[-1]
    way = bars[-1][1] - bars[0][1]
    moved = "lower than" if way < 0 else "higher than" if way > 0 else "the same as"
    yield {
        "id": "timeliness",
        "kind": LINE,
        "source": "context",
        "question": "timeliness",
        "survey": "",
        "title": f"Plans issued within the time limit: {labels[-1]} in {last}, {labels[0]} in "
        f"{first}",
        "subtitle": "Percentage of new education, health and care plans issued within the legal "
        "time limit, leaving exceptions aside, in England, by year.",
        "note": "The axis starts at zero.",
        "alt": f"Line chart of the percentage of plans issued in time, by year. The share in "
        f"{last} was {moved} that in {first}. " + values([year for year, _ in shown], labels),
        "columns": ["Year", "Percentage"],
        "rows": [[year, value] for year, value in shown],
        "withheld": False,
        "bars": bars,
        "labels": labels,
        "panels": [{"heading": "", "names": [year for year, _ in shown], "limit": 100}],
    }


def possible_figures(
    codebook: Mapping[str, Any], surveys: Mapping[str, Mapping[str, Any]]
) -> list[str]:
    """The ids of all figures that the configuration allows, whatever the data hold."""
    return [
        *(f"{source}-{question}" for source in _TOLD for question in codebook["questions"]),
        *(
            f"{name}-{question}"
            for name, survey in surveys.items()
            for question, entry in survey["questions"].items()
            if entry["type"] != "text"
        ),
        *(f"beside-{theme}" for theme, entry in codebook["themes"].items() if "asked" in entry),
        "timeliness",
    ]


def write_figures(figures: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Write what the figures show and say as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(figures, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
