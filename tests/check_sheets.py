"""A small check sheet, made and filled in, for tests of the gate."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd

from nationalreports.check_sheet import ABOUT, BY_HAND, BY_HAND_COLUMNS, FIGURES, FIGURES_COLUMNS
from nationalreports.check_sheet_reading import FILLED, MADE
from nationalreports.tables import write_table

SEED = "00ff00ff00ff00ff"

#: Printed figure, kind and exact count of each figure drawn.
DRAWN = [("59%", "percentage", "118"), ("120", "count", "118"), ("a majority", "word", "118")]

#: What a careful checker would fill in.
RIGHT: list[dict[str, Any]] = [
    {"Your figure": own, "Your name": "A Checker", "Date": "2026-11-20"}
    for own in ("59", "118", "A majority")
]


def made() -> pd.DataFrame:
    """All figures: those drawn, and one withheld."""
    rows = [
        {
            "No.": str(number),
            "Report": "one",
            "Printed": printed,
            "Kind": kind,
            "Count before": exact,
            "Formula": f"Responses by rule {number}",
            "Check": str(number),
            "Figure": f"{number:016x}",
        }
        for number, (printed, kind, exact) in enumerate(DRAWN, start=1)
    ]
    rows.append({"No.": "4", "Report": "one", "Printed": "[c]", "Kind": "count", "Figure": "f"})
    frame = pd.DataFrame(rows, columns=FIGURES_COLUMNS, dtype=object).fillna("").astype(str)
    return frame.assign(**{"All figures": SEED})


def fill(path: Path, rows: list[dict[str, Any]] | None = None, **changes: object) -> None:
    """Write the sheet as handed back; `rows` as filled, `changes` to cells such as `B2`."""
    book = openpyxl.Workbook()
    book.active.title = ABOUT
    sheet = book.create_sheet(BY_HAND)
    book.create_sheet(FIGURES)
    sheet.append(BY_HAND_COLUMNS)
    for number, own in enumerate(RIGHT if rows is None else rows, start=1):
        given: Mapping[str, Any] = {
            "Check": str(number),
            "Report": "one",
            "Where": "Summary: sentence",
            "What to work out": f"Responses by rule {number}. From: data/raw.",
            "Figure": f"{number:016x}",
            "All figures": SEED,
            **own,
        }
        sheet.append([given.get(column) for column in BY_HAND_COLUMNS])
    for cell, value in changes.items():
        sheet[cell] = value
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def put_into(run: Path) -> None:
    """Give the run folder `run` a check sheet that passes."""
    write_table(made(), run / MADE)
    fill(run / FILLED)


def work_out(run: Path) -> None:
    """Hand the sheet that a run made back with what a checker without a fault would find."""
    figures = pd.read_csv(run / MADE, dtype=str, keep_default_na=False)
    book = openpyxl.load_workbook(run / MADE.with_suffix(".xlsx"))
    sheet = book[BY_HAND]
    columns = [cell.value for cell in sheet[1]]
    own = {row["Figure"]: row for row in figures.to_dict("records")}
    for cells in sheet.iter_rows(min_row=2):
        row = dict(zip(columns, cells, strict=True))
        figure = own[row["Figure"].value]
        count = figure["Kind"] == "count" and figure["Count before"]
        row["Your figure"].value = figure["Count before"] if count else figure["Printed"]
        row["Your name"].value = "A Checker"
        row["Date"].value = "2020-11-20"
    (run / FILLED).parent.mkdir(parents=True, exist_ok=True)
    book.save(run / FILLED)
