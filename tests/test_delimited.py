"""CSV files opened: encodings proved, delimiters by the headers alone, sizes before reading."""

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nationalreports import delimited
from nationalreports.problems import Problem, Unreadable
from nationalreports.tables import read_table


def read(folder: Path, content: bytes, encoding: str = "utf-8", required=("a", "b"), **options):
    path = folder / "t.csv"
    path.write_bytes(content)
    return read_table(path, source="t.csv", required=required, encoding=encoding, **options)


def only(problems: list[Problem]) -> tuple:
    (problem,) = problems
    return problem.severity, problem.rule, problem.row


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig"])
def test_utf_8_is_read_with_and_without_its_mark(tmp_path, codec):
    frame, problems = read(tmp_path, "a,b\n£,don’t\n".encode(codec))
    assert problems == []
    assert frame.loc[2].tolist() == ["£", "don’t"]


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-be"])
def test_utf_16_is_read_by_its_mark(tmp_path, codec):
    mark = b"\xfe\xff" if codec == "utf-16-be" else b""
    frame, problems = read(tmp_path, mark + "a,b\n£,𝄞\n".encode(codec))
    assert only(problems) == ("info", "TAB-012", "")
    assert frame.loc[2].tolist() == ["£", "𝄞"]


def test_cp1252_is_read_where_it_is_declared(tmp_path):
    content = "a,b\n£,don’t\n".encode("cp1252")
    frame, problems = read(tmp_path, content, "cp1252")
    assert only(problems) == ("info", "TAB-012", "")
    assert frame.loc[2].tolist() == ["£", "don’t"]
    frame, problems = read(tmp_path, content)
    assert only(problems) == ("error", "TAB-002", 2)
    assert problems[0].value == r"\xa3"
    assert frame.empty


@pytest.mark.parametrize("byte", [0x81, 0x8D, 0x8F, 0x90, 0x9D])
def test_bytes_without_a_meaning_in_cp1252_are_errors(tmp_path, byte):
    _, problems = read(tmp_path, b'a,b\n"1\n\n",2\n\n3,\x80' + bytes([byte]) + b"\n", "cp1252")
    assert only(problems) == ("error", "TAB-002", 4)
    assert problems[0].value == rf"\x{byte:02x}"


@pytest.mark.parametrize("content", ["a,b\ndon’t,1\n".encode(), b"\xef\xbb\xbfa,b\n1,2\n"])
def test_utf_8_declared_as_cp1252_is_an_error(tmp_path, content):
    _, problems = read(tmp_path, content, "cp1252")
    assert only(problems) == ("error", "TAB-002", "")
    assert "take the declaration away" in problems[0].message


def test_plain_ascii_may_be_declared_as_cp1252(tmp_path):
    frame, problems = read(tmp_path, b"a,b\n1,2\n", "cp1252")
    assert len(frame) == 1
    assert only(problems)[:2] == ("info", "TAB-012")


@pytest.mark.parametrize("mark", "\0\x01\x08\x0b\x0c\x0e\x1f\x7f\x80\x85\x9f")
def test_control_characters_are_errors_with_their_row(tmp_path, mark):
    content = f'a,b\n"two\nlines",1\n\nx,y{mark}\n'.encode()
    frame, problems = read(tmp_path, content)
    assert only(problems) == ("error", "TAB-002", 4)
    assert frame.empty


def test_utf_16_that_is_cut_is_an_error(tmp_path):
    _, problems = read(tmp_path, "a,b\n1,2\n".encode("utf-16")[:-1])
    assert only(problems)[:2] == ("error", "TAB-002")


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_another_delimiter_is_taken_only_if_all_headers_fit(tmp_path, mark):
    frame, problems = read(tmp_path, f'a{mark}b\n1{mark}"2,{mark}3"\n'.encode())
    assert only(problems) == ("info", "TAB-011", "")
    assert problems[0].value == mark
    assert frame.loc[2].tolist() == ["1", f"2,{mark}3".strip()]
    _, problems = read(tmp_path, f"a{mark}c\n1{mark}2\n".encode(), optional=None)
    assert {p.rule for p in problems} == {"TAB-007"}


def test_a_comma_is_the_delimiter_where_it_fits(tmp_path):
    frame, problems = read(tmp_path, b"a,b\n1;2,3|4\n")
    assert problems == []
    assert frame.loc[2].tolist() == ["1;2", "3|4"]


def test_no_delimiter_is_chosen_where_two_fit(tmp_path):
    _, problems = read(tmp_path, b"x|a;a;y|a\n1\n", required=["a"], optional=None)
    assert [p.rule for p in problems] == ["TAB-007"]


def test_a_file_over_the_limit_is_not_read(tmp_path, monkeypatch):
    content = b"a,b\n1,2\n"
    monkeypatch.setattr(delimited, "LARGEST", len(content))
    assert read(tmp_path, content)[1] == []
    monkeypatch.setattr(delimited, "LARGEST", len(content) - 1)
    monkeypatch.setattr(delimited, "_blocks", None)
    assert only(read(tmp_path, content)[1]) == ("error", "TAB-018", "")


def test_a_file_of_gigabytes_is_refused_at_once(tmp_path):
    path = tmp_path / "t.csv"
    with path.open("wb") as file:
        file.truncate(delimited.LARGEST + 1)  # a hole: it takes no room
    assert only(read_table(path, source="t.csv", required=["a"])[1]) == ("error", "TAB-018", "")


def test_a_workbook_by_the_name_of_a_csv_file_is_told(tmp_path):
    _, problems = read(tmp_path, b"PK\x03\x04rest")
    assert only(problems) == ("error", "TAB-001", "")


def opened(folder: Path, content: str, **options):
    path = folder / "t.csv"
    path.write_text(content, newline="")
    options = {"required": ["a"], "encoding": "utf-8", "header_rows": 1} | options
    return list(delimited.open_delimited(path, source="t.csv", **options).chunks)


def test_regular_rows_come_as_columns_and_the_rest_as_rows(tmp_path):
    content = 'a,b\r\n1,2\r\n"x ""y"" ,\r\nz",\r\n3,4"\r\n5,6'
    heads, columns, rows = opened(tmp_path, content)
    assert heads == [["a", "b"]]
    assert [column.to_pylist() for column in columns] == [["1", 'x "y" ,\r\nz'], ["2", ""]]
    assert rows == [["3", '4"'], ["5", "6"]]


@pytest.mark.parametrize("odd", ["", "1", "1,2,3", '"1" ,2', "1,2\r3,4", '1"2,3'])
def test_what_is_not_regular_is_left_to_the_strict_reader(tmp_path, odd):
    try:
        parts = opened(tmp_path, f"a,b\n1,2\n{odd}\n")
    except Unreadable:
        return
    assert [type(part[0]) for part in parts][-1] is list


def test_a_cell_longer_than_csv_takes_is_refused(tmp_path):
    longest = csv.field_size_limit()
    assert len(opened(tmp_path, f"a,b\n1,{'x' * longest}\n")) == 2
    with pytest.raises(Unreadable):
        opened(tmp_path, f"a,b\n1,{'x' * (longest + 1)}\n")


def test_the_strict_reader_hands_on_chunks(tmp_path):
    parts = opened(tmp_path, "a\r" + "1\r" * (delimited.CHUNK + 1))
    assert [len(part) for part in parts] == [1, delimited.CHUNK, 1]


@given(
    st.lists(
        st.sampled_from(["a", "é", ",", '"', '""', "\n", "\r\n", "\r", " ", ";"]), max_size=40
    ),
    st.integers(1, 6),
)
def test_the_quick_way_reads_what_strict_csv_reads(pieces, block):
    """Also where blocks end within a row."""
    content = "a,b\n" + "".join(pieces)
    strict, refused = [], False
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    try:
        strict.extend(reader)
    except csv.Error:
        refused = True
    before = delimited._REGULAR
    delimited._REGULAR = block
    read = []
    try:
        with tempfile.TemporaryDirectory() as folder:
            for part in opened(Path(folder), content):
                if isinstance(part[0], list):
                    read += part
                else:
                    columns = [column.to_pylist() for column in part]
                    read += [list(row) for row in zip(*columns, strict=True)]
    except Unreadable as reason:
        assert refused
        assert reason.problem.row == len(strict) + 1
    else:
        assert not refused
        assert read == strict
    finally:
        delimited._REGULAR = before


def test_a_quotation_mark_left_open_is_told_by_its_row(tmp_path):
    with pytest.raises(Unreadable) as raised:
        opened(tmp_path, 'a,b\n1,2\n"3,4\n5,6\n')
    assert (raised.value.problem.rule, raised.value.problem.row) == ("TAB-004", 3)
