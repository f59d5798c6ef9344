"""The workbook that analysts write a report from: who told what, in full. Confidential.

A sheet counts findings by theme and area, the next gives their full texts, and a third one what
has no agreed code and so counts nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports.aggregation import discussions_held
from nationalreports.config import cumulative_windows
from nationalreports.spreadsheets import Sheet, write_workbook

#: Where a finding stands, in the order of the evidence.
_WHERE = ["area", "section", "text", "visit_id", "source", "locator", "finding_id"]
EVIDENCE_COLUMNS = [
    *["question", "theme", "area", "voice", "sector", "text", "section", "visit_id"],
    *["source", "locator", "coders", "settled", "finding_id"],
]

_TOLD, _HELD = "areas told", "discussions told"
_WIDTHS = {
    **{"question": 30, "theme": 24, "area": 16, "voice": 14, "sector": 13, "text": 75},
    **{"section": 11, "visit_id": 22, "source": 40, "locator": 13, "finding_id": 32},
    **{"coders": 12, "settled": 9, _TOLD: 9, _HELD: 12},
}
_ABOUT = [
    "Confidential: names areas, and quotes letters that are never published.",
    "Sheet Themes: findings that tell of each theme, by area and by discussion; blank is none. A "
    "letter's silence is not absence. “areas told” is the figure of the report's table before "
    "disclosure control; an area is counted once, a finding under each question and theme it has.",
    "Sheet Evidence: a row for each code of a finding, with its full text, whose view it gives, "
    "where it stands, and who gave the code. Filter by theme, area, voice or sector.",
    "Sheet Not coded: findings of the same letters and discussions without an agreed code.",
    "Codes of themes that the report leaves out do not stand here.",
]


def select_findings(
    tables: dict[str, pd.DataFrame], report: str, reports: dict[str, Any]
) -> pd.DataFrame:
    """The findings that count in a report, by `visits` and `discussions` of all its windows.

    Adds `area`: the area's name, or the source of a discussion. Letters come first, by the start
    of their visits, then discussions by date; findings keep their order.
    """
    windows = cumulative_windows(report, reports)
    evidence = set(reports[report]["evidence"])
    findings = tables["findings"]
    visits = tables["visits"] if "visits" in evidence else tables["visits"].iloc[:0]
    visits = visits[visits["report"].isin(windows)].sort_values(["start_date", "visit_id"])
    names = tables["areas"].set_index("area_code")["area_name"]
    letters = findings[findings["section"] != "discussion"]
    told = visits[["visit_id", "area_code"]].merge(letters.drop(columns="area_code"), on="visit_id")
    told = told.assign(area=told["area_code"].map(names).fillna(told["area_code"]))
    held = discussions_held(windows, reports, findings)
    held = held if "discussions" in evidence else held.iloc[:0]
    held = held.assign(area=held["visit_id"]).sort_values(["date", "visit_id"], kind="stable")
    return pd.concat([told, held], ignore_index=True)


def list_evidence(
    selected: pd.DataFrame, codes: pd.DataFrame, codebook: dict[str, Any], themes: Sequence[str]
) -> pd.DataFrame:
    """A row for each code of the findings `selected`, with `EVIDENCE_COLUMNS`.

    In the order of the codebook's questions and themes, then that of `selected`. Question, theme,
    voice and sector are given by their labels.
    """
    own = codes[codes["theme"].isin(themes)]
    placed = selected.drop(columns="sector", errors="ignore").assign(_place=range(len(selected)))
    rows = placed.drop(columns=["question", "theme", "voice"], errors="ignore").merge(
        own, on="finding_id"
    )
    questions, order = list(codebook["questions"]), list(codebook["themes"])
    rows = rows.assign(
        _question=rows["question"].map(questions.index), _theme=rows["theme"].map(order.index)
    ).sort_values(["_question", "_theme", "_place", "sector", "voice"])
    rows = rows.assign(
        theme=[codebook["themes"][theme]["label"] for theme in rows["theme"]],
        **{
            column: [codebook[f"{column}s"][code] for code in rows[column]]
            for column in ("question", "sector", "voice")
        },
    )
    return rows[EVIDENCE_COLUMNS].astype(str).reset_index(drop=True)


def count_evidence(
    evidence: pd.DataFrame,
    selected: pd.DataFrame,
    codebook: dict[str, Any],
    themes: Sequence[str],
) -> tuple[pd.DataFrame, list[str]]:
    """Findings by question and theme (rows) and area or discussion (columns), and those columns.

    Every theme has its row under each of its questions, told or not. `areas told` and
    `discussions told`, where there are any, count the columns that tell of it. A cell without
    findings is None.
    """
    discussion = selected["section"] == "discussion"
    areas = list(dict.fromkeys(selected.loc[~discussion, "area"]))
    discussions = list(dict.fromkeys(selected.loc[discussion, "area"]))
    keys = ["question", "theme", "area"]
    counts = evidence.groupby(keys)["finding_id"].nunique().to_dict()
    rows = []
    for question, label in codebook["questions"].items():
        for theme in themes:
            entry = codebook["themes"][theme]
            if question not in entry["questions"]:
                continue
            told = {a: counts.get((label, entry["label"], a)) for a in [*areas, *discussions]}
            row = {"question": label, "theme": entry["label"]}
            row[_TOLD] = sum(told[area] is not None for area in areas)
            row[_HELD] = sum(told[source] is not None for source in discussions)
            rows.append(row | told)
    figures = [*([_TOLD] if areas else []), *([_HELD] if discussions else [])]
    figures += [*areas, *discussions]
    return pd.DataFrame(rows, columns=["question", "theme", *figures], dtype=object), figures


def write_evidence(
    tables: dict[str, pd.DataFrame],
    report: str,
    reports: dict[str, Any],
    codebook: dict[str, Any],
    path: Path,
) -> None:
    """Write the evidence of `report` to the workbook `path`.

    `tables`: visits, areas, findings and codes as they stand in confidential/.
    """
    themes = reports[report].get("themes", list(codebook["themes"]))
    selected = select_findings(tables, report, reports)
    evidence = list_evidence(selected, tables["codes"], codebook, themes)
    counts, figures = count_evidence(evidence, selected, codebook, themes)
    not_coded = selected.loc[~selected["finding_id"].isin(tables["codes"]["finding_id"]), _WHERE]
    sheets = [
        Sheet("Themes", counts, _WIDTHS, numbers=figures, freeze="C2"),
        Sheet("Evidence", evidence, _WIDTHS, printed="section"),
        Sheet("Not coded", not_coded.astype(str), _WIDTHS),
        Sheet(
            "Read me", pd.DataFrame({"About this workbook": _ABOUT}), {"About this workbook": 100}
        ),
    ]
    write_workbook(sheets, path, title=f"Evidence {report}")
