"""The form of a workbook as XLSX, read back from its bytes and by a reader of spreadsheets."""

import zipfile
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from test_opendocument import SHEETS

from nationalreports.openxml import write_workbook


@pytest.fixture
def made(tmp_path: Path) -> Path:
    path = tmp_path / "a.xlsx"
    write_workbook(SHEETS, path, title="A title", publisher="A body")
    return path


def test_numbers_are_numbers_and_the_rest_is_text(made: Path) -> None:
    assert CalamineWorkbook.from_path(made).get_sheet_by_name("Table 1").to_python() == [
        ["Table 1: Answers", "", ""],
        ["This worksheet contains one table.", "", ""],
        ["Answer", "Number", "Percentage"],
        ["=HYPERLINK(1)", 1115, 58.0],
        ["<b> & �", "[c]", "[z]"],
    ]
    sheet = openpyxl.load_workbook(made)["Table 1"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert [sheet["B4"].number_format, sheet["C4"].number_format] == ["#,##0", "#,##0.0"]


def test_the_table_has_a_name_and_a_header_and_nothing_is_merged_or_filtered(made: Path) -> None:
    book = openpyxl.load_workbook(made)
    sheet = book["Table 1"]
    assert {own.name: (own.ref, own.headerRowCount) for own in sheet.tables.values()} == {
        "answers": ("A3:C5", 1)
    }
    assert sheet.print_title_rows == "$3:$3"
    assert sheet["A4"].hyperlink.location == "'Cover'!A1"
    parts = zipfile.ZipFile(made)
    text = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
    for never in ("<autoFilter", "mergeCell", 'hidden="1"', "<f>", "<pane"):
        assert never not in text
    assert not book["Cover"].tables


def test_properties_say_title_publisher_and_language(made: Path) -> None:
    about = openpyxl.load_workbook(made).properties
    assert (about.title, about.creator, about.language) == ("A title", "A body", "en-GB")


def test_equal_sheets_give_equal_bytes(made: Path, tmp_path: Path) -> None:
    write_workbook(SHEETS, tmp_path / "b.xlsx", title="A title", publisher="A body")
    assert made.read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    parts = zipfile.ZipFile(made).infolist()
    assert {part.date_time[0] for part in parts} == {1980}
