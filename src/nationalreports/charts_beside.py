"""What leaders said beside what families answered: two panels of one figure, each with its unit.

Which survey question is about the same matter as a theme says `asked` in the codebook.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from nationalreports.aggregation import ALL
from nationalreports.charts_panels import BESIDE, answer_panel, values
from nationalreports.facts_phrases import answer_rows, grouped

#: The voice that counts as leaders'; a series without it has no such figures.
LEADERS = "leaders"


def beside_figures(
    public: Mapping[str, pd.DataFrame],
    codebook: Mapping[str, Any],
    surveys: Mapping[str, Mapping[str, Any]],
) -> Iterator[dict[str, Any]]:
    """A figure for each theme with `asked`, where the report has rows for both sides.

    It is withheld where one side has no published figure: the other side's figures stand in a chart
    of their own. Form as of `charts.make_figures`; `question` is the theme, and there are also
    `asked` as in the codebook and `told`, the questions of the leaders' rows.
    """
    for theme, entry in codebook["themes"].items():
        asked = entry.get("asked")
        # A codebook may serve series that have other surveys.
        questions = surveys.get(asked["survey"], {}).get("questions", {}) if asked else {}
        if not asked or questions.get(asked["question"], {}).get("type", "text") == "text":
            continue
        survey, question = surveys[asked["survey"]], questions[asked["question"]]
        told = _told(public["themes"], theme)
        records = list(answer_rows(public, asked["survey"], asked["question"]).values())
        if told and records:
            yield _figure(theme, entry["label"], codebook, told, asked, survey, question, records)


def _told(table: pd.DataFrame, theme: str) -> list[dict[Any, str]]:
    rows = (table["theme"] == theme) & (table["sector"] == ALL) & (table["voice"] == LEADERS)
    return list(table[rows].astype(str).to_dict("records"))


def _figure(
    theme: str,
    label: str,
    codebook: Mapping[str, Any],
    told: list[dict[Any, str]],
    asked: Mapping[str, str],
    survey: Mapping[str, Any],
    question: Mapping[str, Any],
    records: list[dict[str, str]],
) -> dict[str, Any]:
    leaders, who = codebook["voices"][LEADERS], survey["respondents"]
    families = f"{who[0].upper()}{who[1:]}"
    of = told[0]["areas_visited"]
    names = [f"{leaders}: {codebook['questions'][row['question']]}" for row in told]
    counted = [
        (name, int(row["areas_told"]))
        for name, row in zip(names, told, strict=True)
        if row["areas_told"].isdecimal()
    ]
    counted.sort(key=lambda bar: -bar[1])
    panel = answer_panel(records, {**question, "scale": None}, who)
    answered = [(f"{families}: {answer}", number) for answer, number in panel.bars]
    bars = [*counted, *answered]
    labels = [*(str(number) for _, number in counted), *panel.labels]
    base = records[0]["base"]
    about = f" (about {grouped(base)})" if base.isdecimal() else ""
    missing = []
    if len(counted) < len(told):
        missing.append(f"{leaders}: numbers of areas that are withheld are not shown.")
    if len(answered) < len(records):
        missing.append(f"{families}: answers without a published figure are not shown.")
    areas, people = f"Number of areas, out of {of}", f"{panel.unit} who answered"
    return {
        "id": f"beside-{theme}",
        "kind": BESIDE,
        "source": "beside",
        "question": theme,
        "survey": "",
        "asked": dict(asked),
        "told": [row["question"] for row in told],
        "title": f"{label}: what {leaders[0].lower()}{leaders[1:]} said, and what {who} answered"
        if counted and answered
        else "",
        "subtitle": f"{leaders}: {areas[0].lower()}{areas[1:]}, in whose letters {leaders.lower()} "
        f"told the theme. {families}: “{question['header']}” {people}{about}, by answer.",
        "note": " ".join(missing),
        "alt": f"Two bar charts with separate units. The first has the {areas[0].lower()}"
        f"{areas[1:]}, the second the {panel.unit[0].lower()}{panel.unit[1:]}. "
        + values([name for name, _ in bars], labels),
        "columns": ["Who, and what", "Number", "Out of", "Percentage"],
        "rows": [
            *(
                [name, row["areas_told"], row["areas_visited"], "[z]"]
                for name, row in zip(names, told, strict=True)
            ),
            *(
                [f"{families}: {row['answer']}", row["count"], row["base"], row["percent"]]
                for row in records
            ),
        ],
        "withheld": not (counted and answered),
        "bars": bars,
        "labels": labels,
        "panels": [
            {
                "heading": f"{leaders}: {areas[0].lower()}{areas[1:]}",
                "names": [name.removeprefix(f"{leaders}: ") for name, _ in counted],
                "limit": int(of) if of.isdecimal() else 1,
            },
            panel.drawn(f"{families}: {people[0].lower()}{people[1:]}"),
        ],
    }
