"""CSV files opened: encodings proved, delimiters by the headers alone, sizes before reading."""

from pathlib import Path

import pytest

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


def test_rows_come_in_chunks(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("a\n" + "1\n" * delimited.CHUNK)
    options = {"required": ["a"], "encoding": "utf-8", "header_rows": 1}
    opened = delimited.open_delimited(path, source="t.csv", **options)
    assert [len(rows) for rows in opened.chunks] == [delimited.CHUNK, 1]


def test_a_quotation_mark_left_open_is_told_by_its_row(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text('a,b\n1,2\n"3,4\n5,6\n')
    options = {"required": ["a"], "encoding": "utf-8", "header_rows": 1}
    opened = delimited.open_delimited(path, source="t.csv", **options)
    with pytest.raises(Unreadable) as raised:
        list(opened.chunks)
    assert (raised.value.problem.rule, raised.value.problem.row) == ("TAB-004", 3)
