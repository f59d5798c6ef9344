"""Workbooks: text stays text, nothing is cut without a word, and the bytes do not change."""

import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from nationalreports.spreadsheets import (
    LONGEST_CELL,
    Sheet,
    as_text_in_csv,
    write_workbook,
)


def written(path: Path, *values: str) -> list[object]:
    write_workbook([Sheet("One", pd.DataFrame({"text": values}))], path, title="A & B")
    rows = openpyxl.load_workbook(path)["One"].iter_rows(min_row=2)
    return [(cell.value, cell.data_type) for (cell,) in rows]


@pytest.mark.parametrize(
    "text", ["=SUM(A1)", "+1", "007", "1e5", "=", "<b>&", " x ", "#N/A", "TRUE"]
)
def test_text_stays_the_text_it_is(tmp_path: Path, text: str) -> None:
    assert written(tmp_path / "a.xlsx", text) == [(text, "s")]


def test_characters_that_no_workbook_holds_are_seen(tmp_path: Path) -> None:
    assert written(tmp_path / "a.xlsx", "a\x01b") == [("a\ufffdb", "s")]


def test_text_that_is_too_long_says_that_it_was_cut(tmp_path: Path) -> None:
    whole, cut = written(tmp_path / "a.xlsx", "x" * LONGEST_CELL, "x" * (LONGEST_CELL + 1))
    assert whole == ("x" * LONGEST_CELL, "s")
    assert len(cut[0]) == LONGEST_CELL
    assert "cut here" in cut[0]


def test_bytes_hold_no_time(tmp_path: Path) -> None:
    written(tmp_path / "a.xlsx", "x")
    written(tmp_path / "b.xlsx", "x")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.xlsx") as package:
        assert {info.date_time[0] for info in package.infolist()} == {1980}
        assert b"1980-01-01T" in package.read("docProps/core.xml")


def test_numbers_are_numbers_and_none_is_blank(tmp_path: Path) -> None:
    frame = pd.DataFrame({"n": [3, None], "t": ["3", ""]}, dtype=object)
    write_workbook([Sheet("One", frame, numbers=["n"])], tmp_path / "a.xlsx", title="A")
    rows = openpyxl.load_workbook(tmp_path / "a.xlsx")["One"].iter_rows(min_row=2, values_only=True)
    assert list(rows) == [(3, "3"), (None, None)]


def test_long_text_gets_a_high_row(tmp_path: Path) -> None:
    frame = pd.DataFrame({"text": ["short", "word " * 40, "word " * 9000]})
    write_workbook([Sheet("One", frame, {"text": 50})], tmp_path / "a.xlsx", title="A")
    heights = openpyxl.load_workbook(tmp_path / "a.xlsx")["One"].row_dimensions
    assert [heights[row].height for row in (2, 3, 4)] == [15, 75, 409]


def test_nothing_is_left_beside_the_workbook(tmp_path: Path) -> None:
    written(tmp_path / "folder/a.xlsx", "x")
    assert [path.name for path in (tmp_path / "folder").iterdir()] == ["a.xlsx"]


def test_what_a_spreadsheet_would_calculate_is_marked_in_csv() -> None:
    frame = pd.DataFrame({"text": ["=1", "-1", "@x", "+x", "a=1", ""], "id": ["-1"] * 6})
    marked = as_text_in_csv(frame, ["text"])
    assert marked["text"].tolist() == ["'=1", "'-1", "'@x", "'+x", "a=1", ""]
    assert marked["id"].tolist() == frame["id"].tolist()
    assert frame["text"].iloc[0] == "=1"
