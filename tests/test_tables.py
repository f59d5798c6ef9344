"""Strict reading of tables: cells as they stand, and an error for all that is not a table."""

import csv
import datetime
import io
import re
import tempfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nationalreports import delimited, tables
from nationalreports.delimited import CHUNK
from nationalreports.headers import NAMED
from nationalreports.tables import read_table, twins, write_table


def write(folder: Path, content: str | bytes, name: str = "t.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(path: Path, **columns):
    return read_table(path, source="data/raw/t.csv", **({"required": ["a", "b"]} | columns))


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_cells_are_text_as_it_stands(tmp_path, bom):
    text = "a,b\n007,NA\n1.50,\n1E5,None\n03/04/2020,null\n-0.0,N/A\n"
    frame, problems = read(write(tmp_path, bom + text.encode()))
    assert problems == []
    assert frame.to_dict("list") == {
        "a": ["007", "1.50", "1E5", "03/04/2020", "-0.0"],
        "b": ["NA", "", "None", "null", "N/A"],
    }
    assert list(frame.dtypes) == ["str", "str"]
    assert list(frame.index) == [2, 3, 4, 5, 6]
    assert frame.index.name == "row"


def test_rows_are_those_of_a_spreadsheet(tmp_path):
    text = 'a,b\r\n"two\r\nlines",1\r\n\r\n,\r\nx,2\r\n,\r\n'
    frame, problems = read(write(tmp_path, text))
    assert list(frame.index) == [2, 5]
    assert frame.loc[2, "a"] == "two\nlines"
    assert [(p.severity, p.rule, p.row, p.value) for p in problems] == [("info", "TAB-021", 3, "2")]


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
        ("a,b\n1,2\n".encode("utf-16-le"), "TAB-002", 1, ""),
        (b"a,b\n1,2\n3,\0\n", "TAB-002", 3, ""),
        (b'a,b\n1,2\n"3,4\n', "TAB-004", 3, ""),
        (b'a,b\n"1"x,2\n', "TAB-004", 2, ""),
        (b"a,b\n1,2\n3\n", "TAB-005", 3, ""),
        (b"a,b\n1,2,3\n", "TAB-005", 2, ""),
        (b"a,b,a\n1,2,3\n", "TAB-006", 1, "a"),
        (b"a,b,\n1,2,3\n", "TAB-006", 1, "3"),
        (b"a,b\nBristol, City of,2\n", "TAB-005", 2, ""),
        (b"a,,b\n1,,3\n", "TAB-016", 1, "2"),
        (b"a,b\n1,2\nA,B\n3,4\n", "TAB-016", 3, ""),
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
    _, problems = read(write(tmp_path, "a;c\n1;2\n"))
    assert "separated by commas" in problems[0].message
    _, problems = read(write(tmp_path, "sep=;\na;b\n1;2\n"))
    assert "delete the line 'sep='" in problems[0].message
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
    assert [(p.severity, p.rule, p.row) for p in problems] == [
        ("info", "TAB-010", 4),
        ("info", "TAB-021", 3),
    ]
    assert frame.to_dict("list") == {"a": ["7", "1.5", "y"], "b": ["2020-10-05", "x", ""]}
    assert list(frame.index) == [2, 4, 5]


def test_a_second_sheet_with_content_is_an_error(tmp_path):
    _, problems = read(workbook(tmp_path / "t.xlsx", [["a", "b"]], [["more"]]))
    assert [p.rule for p in problems] == ["TAB-009"]


def found(problems):
    return [(p.severity, p.rule, p.row, p.value) for p in problems]


def test_spaces_are_made_tidy_and_counted(tmp_path):
    text = 'a ,b\nx\u00a0y,1\n x,2\nx  y,"3\n\n4 "\nx,5\n'
    frame, problems = read(write(tmp_path, text))
    assert frame.to_dict("list") == {"a": ["x y", "x", "x y", "x"], "b": ["1", "2", "3\n\n4", "5"]}
    assert found(problems) == [("info", "TAB-010", 1, "5")]


def test_unseen_characters_are_removed_and_counted(tmp_path):
    frame, problems = read(write(tmp_path, "a,b\n1,2\nx\u200by,so\u00adft\n\ufeff3,4\n"))
    assert frame.to_dict("list") == {"a": ["1", "xy", "3"], "b": ["2", "soft", "4"]}
    assert found(problems) == [("info", "TAB-022", 3, "3")]


def test_a_row_of_unseen_characters_alone_is_blank(tmp_path):
    frame, problems = read(write(tmp_path, "a,b\n\u200b,\u00a0\n3,4\n"))
    assert list(frame.index) == [3]
    assert ("info", "TAB-021", 2, "1") in found(problems)


@pytest.mark.parametrize(
    "total",
    ["Total,", ",Grand total", "SUM,12", "Average:,3.5", "mean,£1,200", "n = 120,", "n=3,4"],
)
def test_a_row_of_totals_is_an_error_and_set_aside(tmp_path, total):
    text = "a,b\nx,1\n" + total.replace("£1,200", '"£1,200"') + "\ny,2\n"
    frame, problems = read(write(tmp_path, text))
    assert [(p.severity, p.rule, p.row) for p in problems] == [("error", "TAB-017", 3)]
    assert list(frame.index) == [2, 4]


@pytest.mark.parametrize(
    "row", ["Total,Yes", "Totality,1", "Mean streets,2", "Count Dracula,", "n=x,1"]
)
def test_a_row_that_only_begins_like_totals_is_kept(tmp_path, row):
    frame, problems = read(write(tmp_path, f"a,b\n{row}\n"))
    assert problems == []
    assert list(frame.index) == [2]


@pytest.mark.parametrize("second", ["Theme,Number", "c,d"])
def test_a_second_table_below_blank_rows_is_an_error(tmp_path, second):
    frame, problems = read(write(tmp_path, f"a,b\nx1,1\n,\n{second}\ny,2\n"))
    assert [(p.severity, p.rule, p.row) for p in problems] == [("error", "TAB-016", 4)]
    assert frame.empty


@pytest.mark.parametrize("text", ["a,b\nx,1\n\ny,2\n", "a,b\nx,y\n\nv,w\n", "a,b\nx,1\nv,w\n"])
def test_rows_below_a_blank_row_are_no_second_table(tmp_path, text):
    _, problems = read(write(tmp_path, text))
    assert not [p for p in problems if p.severity == "error"]


@pytest.mark.parametrize("ending", [b"", b"5"])
def test_a_file_that_may_be_cut_is_a_warning(tmp_path, ending):
    frame, problems = read(write(tmp_path, b"a,b\n1,2\n3,4" + ending))
    assert [(p.severity, p.rule, p.row) for p in problems] == [("warning", "TAB-019", 3)]
    assert list(frame.index) == [2, 3]
    _, problems = read(write(tmp_path, b"a,b\n1,2\n3"))
    assert [p.rule for p in problems] == ["TAB-019", "TAB-005"]


def test_two_rows_of_headers(tmp_path):
    text = "id,What helped?,,,Why?,\n,School,Council,Other,,\n7,x,,,since,\n"
    columns = ["id", "What helped? - School", "What helped? - Council", "What helped? - Other"]
    frame, problems = read(write(tmp_path, text), required=[*columns, "Why?"], header_rows=2)
    assert problems == []
    assert list(frame.columns) == [*columns, "Why?"]
    assert frame.loc[3].tolist() == ["7", "x", "", "", "since"]
    again = text + ",School,Council,Other,,\n"
    _, problems = read(write(tmp_path, again), required=columns, optional=None, header_rows=2)
    assert [(p.rule, p.row) for p in problems] == [("TAB-016", 4)]


@pytest.mark.parametrize("end", ["\n", "\r"])
def test_blocks_join_without_a_seam(tmp_path, monkeypatch, end):
    """In the quick way, and in the strict one, which lone carriage returns lead to."""
    monkeypatch.setattr(delimited, "_REGULAR", 8 * CHUNK)
    rows = 2 * CHUNK + 1
    lines = [f"r{n},{n % 3}" for n in range(rows)]
    lines[CHUNK - 1] = lines[2 * CHUNK] = ","
    lines[2 * CHUNK - 1] = "last, 1"
    lines.append("r,2")
    frame, problems = read(write(tmp_path, end.join(["a,b", *lines, ""])))
    assert found(problems) == [
        ("info", "TAB-010", 2 * CHUNK + 1, "1"),
        ("info", "TAB-021", CHUNK + 1, "2"),
    ]
    assert len(frame) == rows - 1
    assert frame.loc[rows + 2, "a"] == "r"


def test_a_fault_far_down_has_its_row(tmp_path):
    lines = ["1,2"] * (3 * CHUNK)
    lines[2 * CHUNK] = "1"
    _, problems = read(write(tmp_path, "a,b\n" + "\n".join(lines) + "\n"))
    assert [(p.rule, p.row) for p in problems] == [("TAB-005", 2 * CHUNK + 2)]
    lines[2 * CHUNK] = '"1"x,2'
    _, problems = read(write(tmp_path, "a,b\n" + "\n".join(lines) + "\n"))
    assert [(p.rule, p.row) for p in problems] == [("TAB-004", 2 * CHUNK + 2)]


def test_twins_are_files_of_the_same_bytes(tmp_path):
    one, two, three = (tmp_path / name for name in ["b.csv", "a.csv", "c.csv"])
    one.write_text("same")
    two.write_text("same")
    three.write_text("other")
    assert twins([one, two, three, tmp_path / "absent"]) == {one: two}
    three.write_text("same")
    assert twins([three, one, two]) == {one: two, three: two}


def test_only_files_that_may_be_alike_are_read_for_it(tmp_path, monkeypatch):
    one, two, three = (tmp_path / name for name in ["a.csv", "b.csv", "c.csv"])
    one.write_text("same")
    two.write_text("same")
    three.write_text("another size")
    opened = []
    opens = Path.open
    monkeypatch.setattr(Path, "open", lambda path, mode: opened.append(path) or opens(path, mode))
    assert twins([one, two, three]) == {two: one}
    assert opened == [one, two]
    monkeypatch.setattr(tables, "LARGEST", 3)
    assert twins([one, two, three]) == {}
    assert opened == [one, two]


@pytest.mark.parametrize("number", [NAMED, NAMED + 1])
@pytest.mark.parametrize(
    ("rule", "header"),
    [("TAB-008", lambda n: f"h{n}"), ("TAB-006", lambda _: "a"), ("TAB-016", lambda _: "")],
)
def test_of_thousands_of_faulty_headers_the_first_are_named(tmp_path, number, rule, header):
    names = ["a", *(header(n) for n in range(number)), "b"]
    frame, problems = read(write(tmp_path, ",".join(names) + "\n"))
    assert frame.empty
    assert {p.rule for p in problems} == {rule}
    assert len(problems) == number
    assert all(p.column for p in problems[:NAMED])
    if number > NAMED:
        assert (problems[-1].column, problems[-1].row) == ("", 1)
        assert problems[-1].message.startswith("1 more headers are such")


def test_of_many_missing_headers_the_first_are_named(tmp_path):
    wanted = [f"h{n:02}" for n in range(NAMED + 2)]
    _, problems = read(write(tmp_path, "a\n"), required=wanted, optional=["a"])
    assert [p.column for p in problems] == [*wanted[:NAMED], ""]
    assert problems[-1].message.startswith("2 more")


# Text as people write it: no controls, no halves of characters.
LETTERS = st.characters(
    codec="utf-8", exclude_categories=["Cc", "Cf", "Cs"], include_characters="\n"
)
CELLS = st.text(LETTERS, max_size=12)
ROWS = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=8)
)


def tidy(cell: str) -> str:
    return re.sub(" +", " ", re.sub(r"[^\S\n]", " ", cell)).strip()


@given(
    rows=ROWS,
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    delimiter=st.sampled_from(",;\t|"),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_table_that_csv_writes_comes_back(rows, quoting, end, delimiter, codec):
    # Python's csv before 3.13 leaves a line feed bare where it is not the end of rows.
    assume(end != "\r" or quoting == csv.QUOTE_ALL)
    # Each row begins with its number, so that none is blank, a total or like headers.
    headers = ["id", *[f"h{place}" for place in range(len(rows[0]) if rows else 1)]]
    table = [[str(number), *row] for number, row in enumerate(rows)]
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=quoting, lineterminator=end, delimiter=delimiter)
    writer.writerows([headers, *table])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        path.write_bytes(text.getvalue().encode(codec))
        frame, problems = read_table(path, source="t.csv", required=headers)
    assert {p.severity for p in problems} <= {"info"}, problems
    assert frame.to_numpy().tolist() == [[tidy(cell) for cell in row] for row in table]
    assert list(frame.index) == [number + 2 for number in range(len(table))]


PIECES = [b"a", b"b", b",", b"\n", b"\r", b'"', b";", b"\xff", b"\xef\xbb\xbf", b"\0", b" ", b"1"]


@given(
    st.one_of(st.binary(max_size=60), st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join)),
    st.sampled_from(["utf-8", "cp1252"]),
    st.sampled_from([1, 2]),
)
def test_no_bytes_raise_and_what_csv_refuses_gives_no_rows(content, encoding, header_rows):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        path.write_bytes(b"a,b\n" + content)
        for required in ["a", "b"], ["b"]:
            options = {"encoding": encoding, "header_rows": header_rows, "optional": None}
            frame, problems = read_table(path, source="t.csv", required=required, **options)
            assert all(isinstance(cell, str) for row in frame.to_numpy() for cell in row)
    try:
        rows = list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True))
    except (csv.Error, UnicodeDecodeError):
        refused = encoding == "utf-8"
    else:
        refused = any(len(row) == 1 and row[0].strip() for row in rows) and header_rows == 1
    if refused:
        assert frame.empty
        assert "error" in {p.severity for p in problems}


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
