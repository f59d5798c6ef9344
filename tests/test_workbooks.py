"""Workbooks: what no table can show is an error with its place, and odd files never raise."""

import datetime
import io
import random
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest

from nationalreports import workbooks
from nationalreports.tables import read_table

XMLNS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = "xl/worksheets/sheet1.xml"
TABLE = [["a", "b"], [1, "x"], [2, "y"]]


def book(rows=TABLE, change=lambda workbook: None) -> bytes:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    change(workbook)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def sheet(*rows: str, after: str = "", before: str = "") -> bytes:
    """A workbook whose sheet has just this XML."""
    xml = f"{before}<worksheet {XMLNS}><sheetData>{''.join(rows)}</sheetData>{after}</worksheet>"
    return packed(parts(book()) | {SHEET: xml.encode()})


def cells(number: int, *values: str) -> str:
    made = (f'<c r="{chr(65 + place)}{number}"{value}</c>' for place, value in enumerate(values))
    return f'<row r="{number}">{"".join(made)}</row>'


def text(value: str) -> str:
    return f' t="inlineStr"><is><t>{value}</t></is>'


HEADERS = cells(1, text("a"), text("b"))


def read(folder: Path, content: bytes, **options):
    path = folder / "t.xlsx"
    path.write_bytes(content)
    return read_table(path, source="t.xlsx", required=["a", "b"], **options)


def told(problems) -> list[tuple]:
    return [(p.severity, p.rule, p.row, p.column, p.value) for p in problems]


def test_formulas_are_errors_and_their_rows_set_aside(tmp_path):
    rows = [["a", "b"], ["=1+1", "x"], ["2", "y"], [3, "=SUM(A2:A3)"]]
    frame, problems = read(tmp_path, book(rows))
    assert told(problems) == [
        ("error", "TAB-013", 2, "a", ""),
        ("error", "TAB-013", 4, "b", ""),
    ]
    assert "paste it as a value" in problems[0].message
    assert frame.to_numpy().tolist() == [["2", "y"]]


def test_a_formula_with_the_value_it_came_to_is_an_error_all_the_same(tmp_path):
    content = sheet(HEADERS, cells(2, "><f>1+1</f><v>2</v>", ' t="e"><f>1/0</f><v>#DIV/0!</v>'))
    frame, problems = read(tmp_path, content)
    assert [p.rule for p in problems] == ["TAB-013", "TAB-013"]
    assert frame.empty


def test_a_formula_in_the_headers_leaves_no_table(tmp_path):
    frame, problems = read(tmp_path, book([["a", "=B2"], [1, 2]]))
    assert ("error", "TAB-013", 1) in [(p.severity, p.rule, p.row) for p in problems]
    assert frame.empty


def test_text_that_begins_like_a_formula_is_text(tmp_path):
    def as_text(workbook):
        workbook.active["B2"].value = "=1+1"
        workbook.active["B2"].data_type = "s"

    frame, problems = read(tmp_path, book(change=as_text))
    assert problems == []
    assert frame.loc[2, "b"] == "=1+1"


def test_merged_cells_are_errors_with_their_range(tmp_path):
    frame, problems = read(tmp_path, book(change=lambda w: w.active.merge_cells("A2:B3")))
    assert ("error", "TAB-014", 2, "", "A2:B3") in told(problems)
    assert frame.empty


def test_many_faults_of_one_kind_do_not_flood_the_list(tmp_path):
    frame, problems = read(tmp_path, book([["a", "b"], *[["=1", n] for n in range(50)], [1, 2]]))
    assert [p.rule for p in problems] == ["TAB-013"] * 21
    assert problems[-1].message.startswith("30 more")
    assert frame.to_numpy().tolist() == [["1", "2"]]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_with_content_is_an_error(tmp_path, state):
    def hide(workbook, value):
        workbook.create_sheet("notes").sheet_state = state
        workbook["notes"]["C3"] = value

    frame, problems = read(tmp_path, book(change=lambda w: hide(w, "kept back")))
    assert told(problems) == [("error", "TAB-015", "", "", "notes")]
    assert frame.empty
    assert read(tmp_path, book(change=lambda w: hide(w, None)))[1] == []


def test_the_first_visible_sheet_is_read(tmp_path):
    def hide(workbook):
        workbook.create_sheet("before", 0).sheet_state = "hidden"
        workbook.active = 1

    frame, problems = read(tmp_path, book(change=hide))
    assert problems == []
    assert len(frame) == 2


@pytest.mark.parametrize("value", ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?"])
def test_error_values_are_errors_and_never_blanks(tmp_path, value):
    frame, problems = read(
        tmp_path,
        sheet(
            HEADERS,
            cells(2, "><v>1</v>", f' t="e"><v>{value}</v>'),
            cells(3, "><v>2</v>", text(value)),
        ),
    )
    assert told(problems) == [("error", "TAB-020", 2, "b", value)]
    assert frame.to_numpy().tolist() == [["2", value]]


@pytest.mark.parametrize(
    ("number", "lost"),
    [
        ("999999999999999", False),
        ("-999999999999999", False),
        ("1000000000000000", True),
        ("-1000000000000000", True),
        ("1.23457E+19", True),
        ("1.1000000000000001", False),
        ("0.30000000000000004", False),
    ],
)
def test_numbers_of_more_than_15_digits_have_lost_some(tmp_path, number, lost):
    _, problems = read(tmp_path, sheet(HEADERS, cells(2, text("x"), f"><v>{number}</v>")))
    assert told(problems) == ([("error", "TAB-020", 2, "b", number)] if lost else [])


def test_values_are_text(tmp_path):
    day, minute = datetime.date(2020, 4, 3), datetime.datetime(2020, 4, 3, 9, 30)
    rows = [
        ["a", "b"],
        [day, minute],
        ["03/04/2020", "007"],
        [1e5, 0.1],
        [True, "1E5"],
        ["None", "NA"],
    ]
    frame, problems = read(tmp_path, book(rows))
    assert problems == []
    assert frame.to_numpy().tolist() == [
        ["2020-04-03", "2020-04-03T09:30:00"],
        ["03/04/2020", "007"],
        ["100000", "0.1"],
        ["Yes", "1E5"],
        ["None", "NA"],
    ]


def test_a_control_character_that_a_workbook_escapes_is_an_error(tmp_path):
    _, problems = read(tmp_path, sheet(HEADERS, cells(2, text("x"), text("_x0001_"))))
    assert told(problems) == [("error", "TAB-002", 2, "", "U+0001")]
    frame, problems = read(tmp_path, sheet(HEADERS, cells(2, text("x"), text("y_x000D_&#10;z"))))
    assert problems == []
    assert frame.loc[2, "b"] == "y\nz"


def test_a_table_that_does_not_begin_in_the_corner_is_told(tmp_path):
    _, problems = read(tmp_path, book([[], [None, "a", "b"], [None, 1, 2]]))
    assert [p.rule for p in problems] == ["TAB-006"]
    _, problems = read(tmp_path, book([[None, "a", "b"], [None, 1, 2]]))
    assert [p.rule for p in problems] == ["TAB-016"]


def test_tables_side_by_side_and_below_are_told(tmp_path):
    side = [["a", "b", None, "a2"], [1, 2, None, 3]]
    assert [p.rule for p in read(tmp_path, book(side), optional=None)[1]] == ["TAB-016"]
    below = [["a", "b"], [1, 2], [], ["theme", "areas"], ["x", 3]]
    assert [(p.rule, p.row) for p in read(tmp_path, book(below))[1]] == [("TAB-016", 4)]


@pytest.mark.parametrize("far", ["XFD1048576", "XFD2000", "Z1048576"])
def test_a_stray_cell_far_off_does_not_take_all_memory(tmp_path, far):
    _, problems = read(tmp_path, book(change=lambda w: w.active.__setitem__(far, "stray")))
    assert [p.rule for p in problems] == ["TAB-018"]
    assert "far off" in problems[0].message


def test_a_zip_bomb_is_not_unpacked(tmp_path, monkeypatch):
    bomb = packed(parts(book()) | {"xl/media/image.bin": b"\0" * 60_000_000})
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    _, problems = read(tmp_path, bomb)
    assert [p.rule for p in problems] == ["TAB-018"]
    assert "harm" in problems[0].message


def test_size_limits_hold_on_both_sides(tmp_path, monkeypatch):
    content = book()
    total = sum(len(part) for part in parts(content).values())
    monkeypatch.setattr(workbooks, "LARGEST", total)
    assert read(tmp_path, content)[1] == []
    monkeypatch.setattr(workbooks, "LARGEST", total - 1)
    assert [p.rule for p in read(tmp_path, content)[1]] == ["TAB-018"]


def test_a_part_that_is_larger_than_it_says_is_damaged(tmp_path):
    content = bytearray(packed(parts(book()) | {"z": b"\0" * 1_000_000}))
    at = content.rindex(b"PK\x01\x02")
    assert struct.unpack_from("<L", content, at + 24) == (1_000_000,)
    struct.pack_into("<L", content, at + 24, 10)
    assert [p.rule for p in read(tmp_path, bytes(content))[1]] == ["TAB-001"]


DOCTYPE = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
FAR = '<row r="1"><c r="ZZZ1"><v>1</v></c></row>'


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK",
        b"PK\x03\x04",
        b"a,b\n1,2\n",
        b"<html><table></table></html>",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000,
        packed({}),
        packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b""}),
        packed({"xl/workbook.bin": b"\0"}),
        sheet(HEADERS, before=DOCTYPE),
        sheet(HEADERS, before='<?xml version="1.0" encoding="utf-16"?>'),
        sheet(FAR),
        sheet(HEADERS, HEADERS),
        sheet(cells(2, text("x")), HEADERS),
        sheet('<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>'),
        sheet('<row r="1"><c r="A7"><v>1</v></c></row>'),
        sheet('<row r="99999999999999999999"><c><v>1</v></c></row>'),
        sheet('<row r="-1"><c><v>1</v></c></row>'),
        sheet('<row r="1"><c><v>one</v></c></row>'),
        sheet('<c r="A1"><v>1</v></c>'),
        sheet('<row r="1"><c t="s"><v>99</v></c></row>'),
    ],
)
def test_odd_files_are_errors_with_a_remedy(tmp_path, content):
    frame, problems = read(tmp_path, content)
    assert [(p.severity, p.rule) for p in problems] == [("error", "TAB-001")]
    assert "save it" in problems[0].message
    assert frame.empty


def test_a_workbook_with_any_part_missing_is_read_or_told(tmp_path):
    whole = parts(book())
    for name in whole:
        frame, problems = read(tmp_path, packed({k: v for k, v in whole.items() if k != name}))
        assert {p.rule for p in problems} <= {"TAB-001"}
        assert len(frame) == (0 if problems else 2), name


def test_a_cut_workbook_is_an_error(tmp_path):
    content = book()
    for end in range(0, len(content) - 1, 97):
        _, problems = read(tmp_path, content[:end])
        assert [p.rule for p in problems] == ["TAB-001"], end


def test_flipped_bytes_never_raise_nor_change_a_cell(tmp_path):
    """Of the zip: its checksums tell, or the byte was one that means nothing."""
    content, chance = book(), random.Random(7)
    right = read(tmp_path, content)[0]
    for _ in range(400):
        odd = bytearray(content)
        odd[chance.randrange(len(odd))] ^= 1 << chance.randrange(8)
        frame, problems = read(tmp_path, bytes(odd))
        assert problems or frame.equals(right)


def test_flipped_bytes_within_the_parts_never_raise(tmp_path):
    whole, chance = parts(book()), random.Random(8)
    for _ in range(400):
        name = chance.choice(sorted(whole))
        part = bytearray(whole[name])
        for _ in range(chance.randint(1, 3)):
            part[chance.randrange(len(part))] = chance.choice(b'<>/="& 09aAZ\0\xff')
        read(tmp_path, packed(whole | {name: bytes(part)}))
