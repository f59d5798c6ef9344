"""Strict reading of tables: cells as they stand, and an error for all that is not a table."""

import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from nationalreports.tables import read_table, write_table


def write(folder: Path, content: str | bytes, name: str = "t.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(path: Path, **columns):
    return read_table(path, source="data/raw/t.csv", **({"required": ["a", "b"]} | columns))


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_cells_are_text_as_it_stands(tmp_path, bom):
    frame, problems = read(write(tmp_path, bom + "a,b\n007, NA\u00a0\n1.50,\n".encode()))
    assert problems == []
    assert frame.to_dict("list") == {"a": ["007", "1.50"], "b": ["NA", ""]}
    assert list(frame.index) == [2, 3]
    assert frame.index.name == "row"


def test_rows_are_those_of_a_spreadsheet(tmp_path):
    frame, _ = read(write(tmp_path, 'a,b\r\n"two\r\nlines",1\r\n\r\n,\r\nx,2\r\n'))
    assert list(frame.index) == [2, 5]
    assert frame.loc[2, "a"] == "two\r\nlines"


def test_optional_columns_are_added_blank_and_any_may_be_let_through(tmp_path):
    path = write(tmp_path, "a,b\n1,2\n")
    assert list(read(path, optional=["c"])[0].columns) == ["a", "b", "c"]
    further = write(tmp_path, "a,z,b\n1,9,2\n")
    assert list(read(further, optional=None)[0].columns) == ["a", "z", "b"]


def test_blank_columns_at_the_end_are_passed_over(tmp_path):
    frame, problems = read(write(tmp_path, "a,b,,\n1,2,,\n"))
    assert problems == []
    assert list(frame.columns) == ["a", "b"]


@pytest.mark.parametrize(
    ("content", "rule", "row", "column"),
    [
        (b"", "TAB-003", "", ""),
        (b"\n\n", "TAB-003", "", ""),
        (b"\na,b\n1,2\n", "TAB-006", "", ""),
        ("a,b\n1,\xe9\n".encode("latin-1"), "TAB-002", 2, ""),
        ("a,b\n1,2\n".encode("utf-16"), "TAB-002", 1, ""),
        (b"a,b\n1,2\n3,\0\n", "TAB-002", 3, ""),
        (b'a,b\n1,2\n"3,4\n', "TAB-004", 3, ""),
        (b'a,b\n"1"x,2\n', "TAB-004", 2, ""),
        (b"a,b\n1,2\n3\n", "TAB-005", 3, ""),
        (b"a,b\n1,2,3\n", "TAB-005", 2, ""),
        (b"a,b,a\n1,2,3\n", "TAB-006", 1, "a"),
        (b"a,b,\n1,2,3\n", "TAB-006", 1, "3"),
        (b"a\n1\n", "TAB-007", 1, "b"),
        (b"a,b,c\n1,2,3\n", "TAB-008", 1, "c"),
    ],
)
def test_what_is_not_a_table_is_an_error(tmp_path, content, rule, row, column):
    frame, problems = read(write(tmp_path, content))
    assert [(p.severity, p.rule, p.row, p.column) for p in problems] == [
        ("error", rule, row, column)
    ]
    assert frame.empty
    assert list(frame.columns) == ["a", "b"]


def test_other_delimiters_and_near_misses_are_explained(tmp_path):
    _, problems = read(write(tmp_path, "a;b\n1;2\n"))
    assert "separated by commas" in problems[0].message
    _, problems = read(write(tmp_path, "Area_code\nx\n"), required=["area_code"])
    assert "'Area_code'" in problems[0].message


def test_a_file_of_another_shape_does_not_flood_the_list(tmp_path):
    _, problems = read(write(tmp_path, "a,b\n" + "1\n" * 100))
    assert len(problems) == 21
    assert problems[-1].message.startswith("80 more")


@pytest.mark.parametrize(("name", "rule"), [("t.pdf", "TAB-001"), ("t.xlsx", "TAB-001")])
def test_files_that_are_no_tables_are_errors(tmp_path, name, rule):
    _, problems = read(write(tmp_path, b"%PDF", name))
    assert [p.rule for p in problems] == [rule]
    _, problems = read(tmp_path / "absent.csv")
    assert [p.rule for p in problems] == ["TAB-001"]


def workbook(path: Path, *sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    for number, rows in enumerate(sheets):
        sheet = book.active if number == 0 else book.create_sheet()
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_a_workbook_reads_as_its_csv_would(tmp_path):
    rows = [["a", "b"], [7, datetime.date(2020, 10, 5)], [None, None], [1.5, " x "], ["y", None]]
    frame, problems = read(workbook(tmp_path / "t.xlsx", rows, []))
    assert problems == []
    assert frame.to_dict("list") == {"a": ["7", "1.5", "y"], "b": ["2020-10-05", "x", ""]}
    assert list(frame.index) == [2, 4, 5]


def test_a_second_sheet_with_content_is_an_error(tmp_path):
    _, problems = read(workbook(tmp_path / "t.xlsx", [["a", "b"]], [["more"]]))
    assert [p.rule for p in problems] == ["TAB-009"]


def test_what_is_written_reads_the_same(tmp_path):
    frame = pd.DataFrame({"a": ['"q", and\nmore', "é", "c\rd"], "b": ["", "NA", "001"]}, dtype=str)
    path = tmp_path / "new" / "t.csv"
    write_table(frame, path)
    again, problems = read(path)
    assert problems == []
    assert again.reset_index(drop=True).equals(frame.replace("c\rd", "c\nd"))
    assert b"\r" not in path.read_bytes()
    assert [p.name for p in path.parent.iterdir()] == ["t.csv"]


def test_a_failed_write_leaves_the_former_table(tmp_path, monkeypatch):
    path = tmp_path / "t.csv"
    path.write_text("former")

    def fail(_, target, **__):
        Path(target).write_text("half")
        raise RuntimeError

    monkeypatch.setattr(pd.DataFrame, "to_csv", fail)
    with pytest.raises(RuntimeError):
        write_table(pd.DataFrame(), path)
    assert path.read_text() == "former"
    assert [p.name for p in tmp_path.iterdir()] == ["t.csv"]
