"""The filled check sheet: what spreadsheets and people do to it passes; a wrong figure does not."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import check_sheets
import openpyxl
import pytest

from nationalreports.check_sheet_reading import (
    FILLED,
    MADE,
    agrees,
    check_sheet_gate,
    read_check_sheet,
    read_day,
)
from nationalreports.problems import Problem
from nationalreports.rules.check_sheet import RULES

TODAY = datetime.date(2026, 11, 24)

#: Columns of the sheet by letter.
CHECK, TASK, FIGURE, NAME, DATE, DIGEST, ALL = "AEFGHJK"


def read(tmp_path: Path, **changes: object) -> list[Problem]:
    path = tmp_path / "check_sheet.xlsx"
    check_sheets.fill(path, **changes)  # type: ignore[arg-type]
    return read_check_sheet(path, check_sheets.made(), TODAY, source="data/raw/check_sheet.xlsx")


def codes(problems: list[Problem]) -> list[str]:
    return [problem.rule for problem in problems]


def test_a_sheet_rightly_filled_has_no_problem(tmp_path: Path) -> None:
    assert read(tmp_path) == []


@pytest.mark.parametrize(
    ("cell", "value", "rule"),
    [
        (f"{FIGURE}2", None, "CHK-006"),
        (f"{FIGURE}2", "58%", "CHK-009"),
        (f"{FIGURE}3", 119, "CHK-009"),
        (f"{FIGURE}4", "most", "CHK-009"),
        (f"{NAME}3", "  ", "CHK-007"),
        (f"{DATE}3", None, "CHK-008"),
        (f"{DATE}3", "yesterday", "CHK-008"),
        (f"{DATE}3", datetime.datetime(2026, 11, 25), "CHK-008"),
        (f"{TASK}2", "Something easier", "CHK-005"),
        (f"{CHECK}2", "7", "CHK-005"),
        (f"{ALL}2", "another", "CHK-002"),
    ],
)
def test_each_fault_is_found_in_its_row(
    tmp_path: Path, cell: str, value: object, rule: str
) -> None:
    (problem,) = read(tmp_path, **{cell: value})
    assert problem.rule == rule
    assert problem.row == ("" if rule == "CHK-002" else int(cell[1:]))


def test_a_figure_that_differs_is_told_with_the_printed_one(tmp_path: Path) -> None:
    (problem,) = read(tmp_path, **{f"{FIGURE}2": "58%"})
    assert "'58%'" in problem.message
    assert "'59%'" in problem.message


def test_a_row_that_is_missing_and_one_that_was_never_drawn(tmp_path: Path) -> None:
    assert codes(read(tmp_path, rows=check_sheets.RIGHT[:2])) == ["CHK-003"]
    assert codes(read(tmp_path, **{f"{DIGEST}2": "stranger"})) == ["CHK-004", "CHK-003"]
    assert codes(read(tmp_path, **{f"{DIGEST}3": f"{1:016x}"})) == ["CHK-004", "CHK-003"]


def test_the_order_of_rows_is_nothing_to_it(tmp_path: Path) -> None:
    path = tmp_path / "check_sheet.xlsx"
    check_sheets.fill(path)
    book = openpyxl.load_workbook(path)
    sheet = book["To work out by hand"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for place, row in enumerate(reversed(rows), start=2):
        for column, value in enumerate(row, start=1):
            sheet.cell(place, column).value = value
    book.save(path)
    assert read_check_sheet(path, check_sheets.made(), TODAY, source="x") == []


@pytest.mark.parametrize("value", ["=1+1", '=HYPERLINK("http://example.org")', "#REF!"])
def test_a_formula_is_no_figure_of_ones_own(tmp_path: Path, value: str) -> None:
    problems = read(tmp_path, **{f"{FIGURE}2": value})
    assert problems
    assert not set(codes(problems)) & {"CHK-006"}


def test_a_missing_column_and_a_file_that_is_no_workbook(tmp_path: Path) -> None:
    assert codes(read(tmp_path, **{f"{DIGEST}1": "Something"})) == ["TAB-007"]
    path = tmp_path / "check_sheet.xlsx"
    path.write_bytes(b"not a workbook")
    assert codes(read_check_sheet(path, check_sheets.made(), TODAY, source="x")) == ["TAB-001"]


def test_hostile_text_is_compared_as_text(tmp_path: Path) -> None:
    (problem,) = read(tmp_path, **{f"{FIGURE}2": "<script>alert(1)</script>\u202e"})
    assert problem.rule == "CHK-009"


@pytest.mark.parametrize(
    ("own", "printed", "kind", "exact"),
    [
        *[(own, "58%", "percentage", "") for own in ("58%", "58", "58 %", "0.58", " 58.0 ")],
        *[(own, "1,145", "count", "1146") for own in ("1145", "1,145", "1 145", "about 1,145")],
        ("1146", "1,145", "count", "1146"),
        ("Six", "6", "count", "6"),
        ("6", "six", "count", "6"),
        ("a  MAJORITY", "a majority", "word", "118"),
        ("‘Very well’", "Very well", "claim", "30"),
        ("58", "58.0%", "statistic", "58.0"),
        ("0.604", "60.4%", "statistic", "60.4"),
    ],
)
def test_what_people_and_spreadsheets_write_agrees(
    own: str, printed: str, kind: str, exact: str
) -> None:
    assert agrees(own, printed, kind, exact)


@pytest.mark.parametrize(
    ("own", "printed", "kind", "exact"),
    [
        ("59", "58%", "percentage", "118"),
        ("118", "58%", "percentage", "118"),
        ("0.58", "58", "count", "60"),
        ("58%", "58", "count", "58"),
        ("1", "100%", "percentage", ""),
        ("580", "58%", "percentage", ""),
        ("1,14", "114", "count", "114"),
        ("NaN", "58%", "percentage", ""),
        ("Infinity", "58", "count", "58"),
        ("a minority", "a significant minority", "word", ""),
        ("", "58", "count", "58"),
    ],
)
def test_another_figure_does_not_agree(own: str, printed: str, kind: str, exact: str) -> None:
    assert not agrees(own, printed, kind, exact)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-11-03", "2026-11-03T14:30:00", "03/11/2026", "3/11/26", "3.11.2026"),
        *("3 November 2026", "3 Nov 2026"),
    ],
)
def test_days_are_read_as_they_are_written_in_britain(text: str) -> None:
    assert read_day(text) == datetime.date(2026, 11, 3)


@pytest.mark.parametrize("text", ["", "soon", "31/02/2026", "11/2026", "46000"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_day(text) is None


def test_the_gate_names_what_stands_in_its_way(tmp_path: Path) -> None:
    (line,) = check_sheet_gate(tmp_path, TODAY)
    assert "check_sheet.csv is missing; run `make reports`" in line
    check_sheets.put_into(tmp_path)
    assert check_sheet_gate(tmp_path, TODAY) == []
    check_sheets.fill(tmp_path / FILLED, **{f"{FIGURE}2": 58})
    (line,) = check_sheet_gate(tmp_path, TODAY)
    assert line.startswith("check sheet: fail; CHK-009, data/raw/check_sheet.xlsx, row 2: ")
    (tmp_path / FILLED).unlink()
    (line,) = check_sheet_gate(tmp_path, TODAY)
    assert "CHK-001" in line
    assert "save it as data/raw/check_sheet.xlsx" in line


def test_a_figure_that_no_table_explains_stops_a_release(tmp_path: Path) -> None:
    check_sheets.put_into(tmp_path)
    frame = check_sheets.made()
    frame.loc[3, "Kind"] = "not traced"
    frame.to_csv(tmp_path / MADE, index=False)
    (line,) = check_sheet_gate(tmp_path, TODAY)
    assert "CHK-010" in line


def test_nothing_is_asked_where_nothing_was_drawn(tmp_path: Path) -> None:
    none: Any = check_sheets.made().assign(Check="")
    assert read_check_sheet(tmp_path / "none.xlsx", none, TODAY, source="x") == []


def test_every_rule_says_what_to_do() -> None:
    assert [rule.code for rule in RULES] == [f"CHK-{number:03}" for number in range(1, 11)]
    assert all(rule.severity == "error" and not rule.settled_by for rule in RULES)
