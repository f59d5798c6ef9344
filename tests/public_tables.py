"""Small public tables in their exact forms, for tests of what stands right of the wall."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports.config import REPOSITORY, load

SERIES = load(REPOSITORY)
REPORTS = list(SERIES.config["reports"])

SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="640" height="240" viewBox="0 0 640 240">
<rect x="200" y="30" width="320" height="40" fill="#12436D"/>
<rect x="200" y="100" width="220" height="40" fill="#12436D"/>
<rect x="200" y="170" width="120" height="40" fill="#12436D"/></svg>
"""

VISIT_DATES = {
    "october-2020": ("2020-10-05", "2020-10-14"),
    "final-2021": ("2020-10-05", "2021-03-11"),
}


def make_public(
    key: str,
    *,
    visits: int = 6,
    notes: int = 0,
    surveyed: bool = True,
    withheld: bool = False,
    all_told: bool = False,
) -> dict[str, pd.DataFrame]:
    """The public tables of report `key` of the demonstration, with made-up counts.

    With one visit every theme is withheld, as the rules ask. `withheld`: all figures are that could
    be, of themes and of surveys. `all_told`: every area or discussion told every theme, and
    reviewers let it be printed.
    """
    report = SERIES.config["reports"][key]
    questions = [
        (question, theme)
        for theme, entry in SERIES.codebook["themes"].items()
        for question in entry["questions"]
    ]
    themes = [
        (q, t, "all", "all", _told(n, visits), str(visits)) for n, (q, t) in enumerate(questions)
    ]
    discussions = [
        (q, t, "all", "all", _told(n, notes), str(notes)) for n, (q, t) in enumerate(questions)
    ]
    first, last = VISIT_DATES.get(key, ("2020-10-05", "2020-10-14"))
    summary = {
        "areas_in_england": "151",
        "visits": str(visits),
        "discussions": str(notes),
        "synthetic": "true",
        "first_visit": first if visits else "[z]",
        "last_visit": (last if visits > 1 else first) if visits else "[z]",
        "first_discussion": "2020-11-03" if notes else "[z]",
        "last_discussion": "2020-11-27" if notes else "[z]",
        "status": "DRAFT",
    }
    answers: list[tuple[str, ...]] = []
    if surveyed:
        for name in report["surveys"]:
            summary[f"responses_{name}"] = "765" if name == "parents_carers" else "[c]"
            answers += _answers(name)
    plans = [
        ("ehc_plans", "2019", "354000", "2019-05-31"),
        ("ehc_plans", "2020", "390109", "2020-05-31"),
    ]
    tables = {
        "themes": _frame(
            "question theme sector voice areas_told areas_visited", themes if visits else []
        ),
        "discussions": _frame(
            "question theme sector voice discussions_told discussions", discussions if notes else []
        ),
        "answers": _frame("survey group question answer count base percent word", answers),
        "context": _frame(
            "measure time_period value published",
            [*plans, ("timeliness", "2019", "60.4", "2020-05-31")],
        ),
        "summary": _frame("item value", list(summary.items())),
        "quotations": _frame("quotation text role", []),
    }
    for name, told, base in (
        ("themes", "areas_told", "areas_visited"),
        ("discussions", "discussions_told", "discussions"),
    ):
        if withheld or all_told:
            tables[name][told] = "[c]" if withheld else tables[name][base]
    if withheld:
        tables["answers"][["count", "base", "percent", "word"]] = "[c]"
        responses = tables["summary"]["item"].str.startswith("responses_")
        tables["summary"].loc[responses, "value"] = "[c]"
    return tables


def make_figures(
    key: str, public: Mapping[str, pd.DataFrame], folder: Path
) -> list[dict[str, Any]]:
    """A `figures.json` for these tables, and a plain picture for each figure in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    figures = []
    for source, told, base in (
        ("themes", "areas_told", "areas_visited"),
        ("discussions", "discussions_told", "discussions"),
    ):
        table = public[source]
        for question, label in SERIES.codebook["questions"].items():
            rows = table[table["question"] == question] if len(table) else table
            if not len(table):
                continue
            cells = [
                [SERIES.codebook["themes"][row["theme"]]["label"], row[told], row[base]]
                for row in rows.to_dict("records")
            ]
            figures.append(_figure(f"{source}-{question}", source, question, "", label, cells))
    for name in SERIES.config["reports"][key]["surveys"]:
        for question, entry in SERIES.surveys[name]["questions"].items():
            table = public["answers"]
            chosen = (
                table[
                    (table["survey"] == name)
                    & (table["question"] == question)
                    & (table["group"] == "all")
                ]
                if len(table)
                else table
            )
            cells = chosen[["answer", "count", "base", "percent"]].to_numpy().tolist()
            if entry["type"] != "text":
                figures.append(
                    _figure(f"{name}-{question}", "answers", question, name, entry["label"], cells)
                )
    for figure in figures:
        if not figure["withheld"]:
            (folder / f"{figure['id']}.svg").write_text(SVG, encoding="utf-8")
    return figures


def _told(index: int, total: int) -> str:
    told = (index * 5 + 3) % (total + 1)
    return "[c]" if told in (0, 1, total) else str(told)


def _answers(name: str) -> list[tuple[str, ...]]:
    survey = SERIES.surveys[name]
    groups = ["all"]
    if survey["groups"]:
        groups += survey["questions"][survey["groups"]]["answers"]
    words = {60: "a majority", 20: "a minority", 10: "a minority", 5: "very few"}
    rows: list[tuple[str, ...]] = []
    for index, (question, entry) in enumerate(survey["questions"].items()):
        if entry["type"] == "text":
            continue
        base = {"parents_carers": 205, "young_people": 35}[name]
        for group in groups:
            for place, answer in enumerate(entry["answers"]):
                percent = [60, 20, 10, 5, 5, 5][place]
                count = str(5 * round(base * percent / 500))
                if (index + place) % 7 == 6 or (base < 50 and place > 1):
                    rows.append((name, group, question, answer, "[c]", str(base), "[c]", "[c]"))
                elif base < 50:
                    rows.append((name, group, question, answer, count, str(base), "[z]", "[z]"))
                else:
                    word = words[percent]
                    rows.append(
                        (name, group, question, answer, count, str(base), str(percent), word)
                    )
    return rows


def _figure(
    identifier: str, source: str, question: str, survey: str, label: str, rows: list[list[str]]
) -> dict[str, Any]:
    withheld = not any(row[1].isdecimal() for row in rows)
    last = ["Areas", "Of"] if source == "themes" else ["Discussions", "Of"]
    columns = ["Answer", "Count", "Base", "Percentage"] if survey else ["Theme", *last]
    return {
        "id": identifier,
        "source": source,
        "question": question,
        "survey": survey,
        "title": "" if withheld else f"{label}: “{rows[0][0]}” stands first",
        "subtitle": "Number by answer"
        if survey
        else "Number of areas whose letters report the theme",
        "note": "",
        "alt": f"Bar chart. {'; '.join(': '.join(row[:2]) for row in rows)}.",
        "columns": columns,
        "rows": rows,
        "withheld": withheld,
    }


def _frame(columns: str, rows: list[Any]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns.split(), dtype=str)
