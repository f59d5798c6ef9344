"""Figures printed in another place than a table, and those that no table answers for.

From the check sheet, which has every printed figure with the cell that it prints.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from nationalreports.check_sheet_cells import COUNT, PERCENTAGE, TYPED
from nationalreports.disclosure.publications import ELSEWHERE_COLUMNS

_KEYS = ["survey", "group", "question", "answer"]
_TABLE = "answers.csv / "

#: How many figures of a report are named; the others are counted.
_NAMED = 5


def find_elsewhere(made: pd.DataFrame, report: str, answers: pd.DataFrame) -> pd.DataFrame:
    """The survey figures that `report` prints in its text, charts and alternative texts.

    `made` are all figures of the check sheet (`check_sheet.FIGURES_COLUMNS`), `answers` the
    report's public answers. Columns: `ELSEWHERE_COLUMNS`; a base has no answer. Each is named once
    a medium. A figure in a table of the report is its public table's and not among them.
    """
    keys = _cells(answers)
    rows = []
    for row in _of(made, report):
        name, _, measure = row["Cell"].removeprefix(_TABLE).rpartition(" / ")
        if _is_survey_figure(row) and row["In"] != "table" and name in keys:
            rows.append((_medium(row), *keys[name], measure, _plain(row["Printed"])))
    found = pd.DataFrame(rows, columns=ELSEWHERE_COLUMNS, dtype=str)
    return found.drop_duplicates(ignore_index=True)


def unanswered(made: pd.DataFrame, report: str, answers: pd.DataFrame) -> list[str]:
    """A line for each printed figure of `report` that no audit can see: typed into the report's
    source, or other than what stands in the public `answers`. The check sheet's gate itself names
    those that are traced to nothing.
    """
    keys = _cells(answers)
    values = {
        (name, measure): row[measure]
        for row in _records(answers)
        for measure in ("count", "base", "percent")
        for name in (_name(row, _KEYS), _name(row, _KEYS[:3]))
    }
    lines = []
    for row in _of(made, report):
        where = f"{report}, section ‘{row['Section']}’, “{row['Sentence or text']}”"
        if row["Kind"] == TYPED:
            lines.append(
                f"{where}: {row['Printed']!r} is typed in the source, so nothing can check what it "
                "tells; take it from a fact, or say it without a number"
            )
        elif _is_survey_figure(row):
            name, _, measure = row["Cell"].removeprefix(_TABLE).rpartition(" / ")
            if name not in keys or values[name, measure] != _plain(row["Printed"]):
                lines.append(
                    f"{where}: {row['Printed']!r} stands in no public table ({row['Cell']}); run "
                    "`make reports`"
                )
    more = len(lines) - _NAMED
    rest = [f"{report}: {more} more; see sheet Figures of the check sheet"] if more > 0 else []
    return lines[:_NAMED] + rest


def _of(made: pd.DataFrame, report: str) -> list[dict[str, str]]:
    return _records(made[made["Report"] == report])


def _records(frame: pd.DataFrame) -> list[dict[str, str]]:
    return [{str(k): str(v) for k, v in row.items()} for row in frame.to_dict("records")]


def _is_survey_figure(row: Mapping[str, Any]) -> bool:
    return (
        row["Cell"].startswith(_TABLE)
        and row["Kind"] in (COUNT, PERCENTAGE)
        and row["Withheld"] == "no"
    )


def _cells(answers: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Each cell's name in the check sheet, and the survey, group, question and answer it is of.

    An answer may itself hold what parts the names, so they are not taken apart again.
    """
    found: dict[str, tuple[str, ...]] = {}
    for row in _records(answers):
        found[_name(row, _KEYS)] = tuple(row[key] for key in _KEYS)
        found[_name(row, _KEYS[:3])] = (*(row[key] for key in _KEYS[:3]), "")
    return found


def _name(row: Mapping[str, str], keys: list[str]) -> str:
    return " / ".join(row[key] for key in keys)


def _medium(row: Mapping[str, str]) -> str:
    if row["In"] == "text":
        return "prose"
    return "alternative text" if row["Where"].startswith("alternative text") else "chart"


def _plain(printed: str) -> str:
    return re.sub(r"[,%\s]", "", printed)
