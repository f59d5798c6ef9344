"""The evidence workbook: every finding of the report's windows, by theme and area, in full."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd

from nationalreports.evidence import (
    EVIDENCE_COLUMNS,
    count_evidence,
    list_evidence,
    select_findings,
    write_evidence,
)

REPORTS: dict[str, Any] = {
    "one": {
        "window": {"start": "2020-10-01", "end": "2020-10-31"},
        "evidence": ["visits"],
        "cumulative_over": [],
    },
    "two": {
        "window": {"start": "2020-11-01", "end": "2020-11-30"},
        "evidence": ["discussions"],
        "cumulative_over": [],
    },
    "three": {
        "window": {"start": "2021-01-01", "end": "2021-01-31"},
        "evidence": ["visits", "discussions"],
        "cumulative_over": ["one", "two"],
        "themes": ["waits"],
    },
}
CODEBOOK: dict[str, Any] = {
    "questions": {"challenge": "Challenging", "plan": "Plans"},
    "sectors": {"health": "Health", "care": "Care"},
    "voices": {"leaders": "Leaders", "parents": "Parents and carers"},
    "themes": {
        "waits": {"label": "Waits", "questions": ["challenge"]},
        "staff": {"label": "Staff", "questions": ["challenge", "plan"]},
    },
}
TEXT = "=Families waited, and waited."


def _finding(key: str, visit: str, text: str, section: str = "told", date: str = "") -> list[str]:
    area = "" if section == "discussion" else f"E{visit[-1]}"
    return [key, visit, area, section, "1", text, f"{visit}.md", "line 3", date, ""]


def tables() -> dict[str, pd.DataFrame]:
    findings = [
        _finding("B1", "visit-b", "Staff left.", "priority"),
        _finding("A1", "visit-a", TEXT),
        _finding("A2", "visit-a", "Not coded."),
        _finding("C1", "visit-c", "More waits."),
        _finding("D1", "disc-1", "Leaders waited.", "discussion", "2020-11-05"),
    ]
    columns = ["finding_id", "visit_id", "area_code", "section", "position", "text", "source"]
    codes = [
        ["A1", "challenge", "waits", "health", "parents", "a b", "false"],
        ["A1", "challenge", "staff", "care", "leaders", "a b", "false"],
        ["B1", "plan", "staff", "care", "leaders", "b settled", "true"],
        ["C1", "challenge", "waits", "health", "leaders", "a", "false"],
        ["D1", "challenge", "waits", "health", "leaders", "a", "false"],
    ]
    visits = [
        ["visit-b", "Eb", "2020-10-07", "one"],
        ["visit-a", "Ea", "2020-10-08", "one"],
        ["visit-c", "Ec", "2021-01-05", "three"],
    ]
    return {
        "findings": pd.DataFrame(findings, columns=[*columns, "locator", "date", "sector"]),
        "codes": pd.DataFrame(
            codes,
            columns=["finding_id", *["question", "theme", "sector", "voice"], "coders", "settled"],
        ),
        "visits": pd.DataFrame(visits, columns=["visit_id", "area_code", "start_date", "report"]),
        "areas": pd.DataFrame(
            [["Ea", "Aham"], ["Eb", "Bham"], ["Ec", "Cham"]], columns=["area_code", "area_name"]
        ),
    }


def listed(report: str) -> pd.DataFrame:
    given = tables()
    themes = REPORTS[report].get("themes", list(CODEBOOK["themes"]))
    selected = select_findings(given, report, REPORTS)
    return list_evidence(selected, given["codes"], CODEBOOK, themes)


def test_findings_of_the_window_in_the_order_of_the_visits() -> None:
    selected = select_findings(tables(), "one", REPORTS)
    assert selected[["finding_id", "area"]].to_numpy().tolist() == [
        ["B1", "Bham"],
        ["A1", "Aham"],
        ["A2", "Aham"],
    ]


def test_a_cumulative_report_has_all_its_windows_and_discussions_last() -> None:
    selected = select_findings(tables(), "three", REPORTS)
    assert selected["area"].tolist() == ["Bham", "Aham", "Aham", "Cham", "disc-1"]


def test_a_report_has_its_own_kinds_of_evidence_alone() -> None:
    assert select_findings(tables(), "two", REPORTS)["finding_id"].tolist() == ["D1"]
    reports = {**REPORTS, "three": {**REPORTS["three"], "evidence": ["visits"]}}
    assert "D1" not in set(select_findings(tables(), "three", reports)["finding_id"])


def test_each_code_has_its_finding_in_full_and_who_gave_it() -> None:
    rows = listed("one")
    assert list(rows) == EVIDENCE_COLUMNS
    assert rows[["question", "theme", "area"]].to_numpy().tolist() == [
        ["Challenging", "Waits", "Aham"],
        ["Challenging", "Staff", "Aham"],
        ["Plans", "Staff", "Bham"],
    ]
    assert rows.iloc[0][["text", "voice", "sector", "locator", "coders"]].tolist() == [
        TEXT,
        "Parents and carers",
        "Health",
        "line 3",
        "a b",
    ]
    assert rows.iloc[2][["section", "coders", "settled"]].tolist() == [
        "priority",
        "b settled",
        "true",
    ]


def test_themes_that_the_report_leaves_out_are_left_out() -> None:
    assert set(listed("three")["theme"]) == {"Waits"}


def test_findings_are_counted_by_theme_and_area() -> None:
    selected = select_findings(tables(), "three", REPORTS)
    counts, figures = count_evidence(listed("three"), selected, CODEBOOK, ["waits"])
    assert figures == ["areas told", "discussions told", "Bham", "Aham", "Cham", "disc-1"]
    assert counts.to_numpy().tolist() == [["Challenging", "Waits", 2, 1, None, 1, 1, 1]]


def test_a_theme_that_nobody_told_has_its_row() -> None:
    selected = select_findings(tables(), "two", REPORTS)
    counts, figures = count_evidence(listed("two"), selected, CODEBOOK, ["waits", "staff"])
    assert figures == ["discussions told", "disc-1"]
    assert counts[["question", "theme", "discussions told"]].to_numpy().tolist() == [
        ["Challenging", "Waits", 1],
        ["Challenging", "Staff", 0],
        ["Plans", "Staff", 0],
    ]


def test_the_workbook_has_texts_as_text_and_what_is_not_coded(tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        write_evidence(tables(), "one", REPORTS, CODEBOOK, tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    book = openpyxl.load_workbook(tmp_path / "one.xlsx")
    assert book.sheetnames == ["Themes", "Evidence", "Not coded", "Read me"]
    sheet = book["Evidence"]
    cell = sheet.cell(2, EVIDENCE_COLUMNS.index("text") + 1)
    assert (cell.value, cell.data_type) == (TEXT, "s")
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:M4")
    assert cell.alignment.wrap_text
    assert not [c for s in book for row in s.iter_rows() for c in row if c.data_type == "f"]
    open_ones = list(book["Not coded"].iter_rows(min_row=2, values_only=True))
    assert [row[:3] for row in open_ones] == [("Aham", "told", "Not coded.")]


def test_a_report_without_evidence_gives_an_empty_workbook(tmp_path: Path) -> None:
    empty = {name: frame.iloc[:0] for name, frame in tables().items()}
    write_evidence(empty, "three", REPORTS, CODEBOOK, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book["Evidence"].max_row == 1
    assert book["Themes"].max_row == 2
