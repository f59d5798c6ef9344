"""problems.xlsx: every problem, as text that does nothing, and the same bytes each time."""

import time
import zipfile

import openpyxl
import pytest

from nationalreports import problem_book
from nationalreports.problem_book import write_problem_book
from nationalreports.problems import COLUMNS, SETTLED_COLUMNS, Problem, to_frame


def problems(*values, row=2):
    found = [
        Problem("error", "data/raw/a.csv", row, "q", "SVY-008", value, "write one", "12345678" * 2)
        for value in values
    ]
    return to_frame(found).assign(decision="", reason="")


def written(frame, path):
    write_problem_book(frame, path)
    return openpyxl.load_workbook(path)


def test_all_problems_stand_there_after_a_sheet_that_says_what_it_is(tmp_path):
    book = written(
        problems("a", "b").assign(decision=["accept", ""], reason=["why", ""]), tmp_path / "p.xlsx"
    )
    assert book.sheetnames == ["Read me", "Problems"]
    assert "errors to settle: 1" in book["Read me"]["A2"].value
    head, *rows = book["Problems"].iter_rows(values_only=True)
    assert list(head) == [*COLUMNS, *SETTLED_COLUMNS]
    one = ("error", "data/raw/a.csv", 2, "q", "SVY-008", "a", "write one", "1234567812345678")
    assert rows == [(*one, "accept", "why"), (*one[:5], "b", *one[6:], None, None)]


def test_the_header_stays_in_sight_and_filters(tmp_path):
    sheet = written(problems("a", "b"), tmp_path / "p.xlsx")["Problems"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:J3"
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["G"].width > sheet.column_dimensions["C"].width > 5


@pytest.mark.parametrize("text", ["=1+1", "=HYPERLINK(1)", "+1", "-1", "@x", "#N/A", "007", "1e5"])
def test_no_cell_is_anything_but_text(tmp_path, text):
    sheet = written(problems(text), tmp_path / "p.xlsx")["Problems"]
    assert (sheet["F2"].value, sheet["F2"].data_type) == (text, "s")


def test_what_a_cell_cannot_hold_is_replaced_or_cut(tmp_path):
    sheet = written(problems("a\x00b", "x" * 40_000), tmp_path / "p.xlsx")["Problems"]
    assert sheet["F2"].value == "a\ufffdb"
    assert len(sheet["F3"].value) <= 32_767
    assert "cut here" in sheet["F3"].value


def test_a_row_that_is_no_number_stays_what_it_is(tmp_path):
    frame = problems("a", row="page 2, item 3")
    assert written(frame, tmp_path / "p.xlsx")["Problems"]["C2"].value == "page 2, item 3"
    assert written(problems("a", row=""), tmp_path / "p.xlsx")["Problems"]["C2"].value is None


def test_more_than_a_sheet_holds_go_on_in_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(problem_book, "ROWS", 2)
    book = written(problems(*"abcde"), tmp_path / "p.xlsx")
    assert book.sheetnames == ["Read me", "Problems", "Problems 2", "Problems 3"]
    values = [
        [row[5] for row in book[name].iter_rows(min_row=2, values_only=True)]
        for name in book.sheetnames[1:]
    ]
    assert values == [["a", "b"], ["c", "d"], ["e"]]


def test_no_problems_are_a_sheet_without_rows(tmp_path):
    book = written(problems(), tmp_path / "p.xlsx")
    assert book["Problems"].max_row == 1


def test_equal_problems_give_equal_bytes(tmp_path):
    write_problem_book(problems("a", "=b"), tmp_path / "one.xlsx")
    time.sleep(2.1)  # a ZIP package dates its parts to two seconds
    write_problem_book(problems("a", "=b"), tmp_path / "two.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.xlsx", "two.xlsx"]


def test_a_text_that_looks_like_an_escape_stays_as_it_is(tmp_path):
    """Excel reads _x0041_ as A, unless the underscore is escaped itself."""
    write_problem_book(problems("a_x0041_b"), tmp_path / "p.xlsx")
    with zipfile.ZipFile(tmp_path / "p.xlsx") as package:
        assert b"a_x005F_x0041_b" in package.read("xl/worksheets/sheet2.xml")


def test_many_problems_take_little_space(tmp_path):
    """A hundred thousand were 60 MB, more than a mail or a shared drive takes gladly."""
    write_problem_book(problems(*map(str, range(2000))), tmp_path / "p.xlsx")
    assert (tmp_path / "p.xlsx").stat().st_size < 2000 * 60
