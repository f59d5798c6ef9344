"""A workbook's form, read back from its bytes and by a reader of spreadsheets."""

import io
import zipfile
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from nationalreports.opendocument import Sheet, write_workbook

SHEETS = [
    Sheet("Cover", ["A title", "Status: DRAFT", "=1+1"]),
    Sheet(
        "Table 1",
        ["Table 1: Answers", "This worksheet contains one table."],
        "answers",
        ["Answer", "Number", "Percentage"],
        [["=HYPERLINK(1)", "1115", "58.0"], ["<b> & \x07", "[c]", "[z]"]],
        frozenset({1, 2}),
        links=["Cover", ""],
    ),
]
OFFICE, TABLE, TEXT, STYLE, FO, LINK = (
    *(f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table")),
    *(f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("text", "style")),
    "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}",
    "{http://www.w3.org/1999/xlink}",
)


@pytest.fixture
def made(tmp_path):
    path = tmp_path / "a.ods"
    write_workbook(SHEETS, path, title="A title", publisher="A body", day="2020-11-10")
    return path


@pytest.fixture
def content(made):
    return ElementTree.fromstring(zipfile.ZipFile(made).read("content.xml"))


def rows_of(path, sheet):
    return CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()


def test_a_reader_of_spreadsheets_reads_numbers_as_numbers_and_the_rest_as_text(made):
    assert CalamineWorkbook.from_path(made).sheet_names == ["Cover", "Table 1"]
    assert rows_of(made, "Table 1") == [
        ["Table 1: Answers", "", ""],
        ["This worksheet contains one table.", "", ""],
        ["Answer", "Number", "Percentage"],
        ["=HYPERLINK(1)", 1115, 58.0],
        ["<b> & �", "[c]", "[z]"],
    ]


def test_nothing_is_a_formula_merged_repeated_or_hidden(content):
    attributes = {name for element in content.iter() for name in element.attrib}
    for name in ("formula", "number-columns-spanned", "number-rows-spanned", "visibility"):
        assert f"{TABLE}{name}" not in attributes
    assert not [e for e in content.iter() if e.tag.endswith(("covered-table-cell", "filter"))]


def test_cells_show_thousands_and_decimals_as_the_report_prints_them(content):
    cells = [e for e in content.iter(f"{TABLE}table-cell") if f"{OFFICE}value" in e.attrib]
    shown = {cell.get(f"{OFFICE}value"): cell.findtext(f"{TEXT}p") for cell in cells}
    assert shown == {"1115": "1,115", "58.0": "58.0"}
    assert {cell.get(f"{TABLE}style-name") for cell in cells} == {"figure0", "figure1"}


def test_the_table_is_marked_named_and_has_one_header_row(content):
    (marked,) = content.iter(f"{TABLE}database-range")
    assert marked.attrib == {
        f"{TABLE}name": "answers",
        f"{TABLE}target-range-address": "'Table 1'.A3:'Table 1'.C5",
        f"{TABLE}contains-header": "true",
    }
    (header,) = content.iter(f"{TABLE}table-header-rows")
    assert ["".join(cell.itertext()) for cell in header.iter(f"{TABLE}table-cell")] == [
        *["Answer", "Number", "Percentage"],
    ]


def test_links_lead_to_sheets(content):
    (link,) = content.iter(f"{TEXT}a")
    assert link.get(f"{LINK}href") == "#'Cover'.A1"


def test_every_style_that_is_used_is_there(content):
    styles = {e.get(f"{STYLE}name") for e in content.iter(f"{STYLE}style")}
    used = {value for e in content.iter() if (value := e.get(f"{TABLE}style-name")) is not None}
    assert used and used <= styles


def test_the_package_begins_with_its_type_and_lists_its_parts(made):
    package = zipfile.ZipFile(made)
    first = package.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert made.read_bytes()[30:84] == b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
    manifest = ElementTree.fromstring(package.read("META-INF/manifest.xml"))
    listed = {value for e in manifest for key, value in e.attrib.items() if "full-path" in key}
    names = set(package.namelist())
    assert listed == (names - {"mimetype", "META-INF/manifest.xml"}) | {"/"}


def test_properties_name_title_publisher_language_and_day(made):
    meta = zipfile.ZipFile(made).read("meta.xml").decode()
    for said in ("A title", "A body", "en-GB", "2020-11-10T00:00:00"):
        assert f">{said}<" in meta


def test_equal_sheets_give_equal_bytes_whatever_the_clock_says(made, tmp_path, monkeypatch):
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    again = tmp_path / "b.ods"
    write_workbook(SHEETS, again, title="A title", publisher="A body", day="2020-11-10")
    assert again.read_bytes() == made.read_bytes()
    assert {i.date_time[0] for i in zipfile.ZipFile(io.BytesIO(made.read_bytes())).infolist()} == {
        1980
    }


def test_a_column_beyond_z_has_two_letters(tmp_path):
    path = tmp_path / "wide.ods"
    names = [f"c{n}" for n in range(28)]
    write_workbook(
        [Sheet("S", ["T"], "wide", names, [names])], path, title="", publisher="", day="2020-01-01"
    )
    text = zipfile.ZipFile(path).read("content.xml").decode()
    assert "'S'.A2:'S'.AB3" in text
