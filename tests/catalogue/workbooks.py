"""Workbooks: sheets, merged cells, formulas, dates, numbers; and files that are no workbooks."""

from __future__ import annotations

import datetime
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from catalogue.entry import ANY, Entry, Outcome, as_workbook, in_bytes, in_turn, remove
from catalogue.series import FAMILIES, NO_FAMILIES, SUPPORT, WITHOUT_P09

BOOK = "surveys/parents_carers/autumn.xlsx"


def _book(
    name: str,
    outcome: Outcome,
    change: Callable[[Any], object],
    rule: str = "",
    row: str = ANY,
    column: str = ANY,
    says: str = "",
    figures: dict[str, int] | None = None,
) -> Entry:
    """The export of parents and carers as a workbook with a change."""
    if figures is None:
        figures = NO_FAMILIES if outcome == "refuse" else {}
    put = {BOOK: as_workbook("autumn.csv", change)}
    return Entry(name, outcome, put, rule, row, column, says, figures)


def _cell(place: str, value: Any, form: str = "") -> Callable[[Any], object]:
    def change(book: Any) -> None:
        book.active[place] = value
        if form:
            book.active[place].number_format = form

    return change


def _dates(book: Any) -> None:
    for row in range(2, 14):
        day = datetime.datetime.fromisoformat(book.active[f"C{row}"].value)
        book.active[f"C{row}"] = day


def _further(content: bool, state: str = "visible", name: str = "Notes") -> Callable[[Any], object]:
    def change(book: Any) -> None:
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        if content:
            sheet["B3"] = "Response ID"

    return change


def _empty_first(book: Any) -> None:
    book.create_sheet("Cover", 0)


def _hidden_first(book: Any) -> None:
    """The data on the second, the visible sheet; other data on a hidden one before it."""
    sheet = book.create_sheet("Old", 0)
    for row in book.worksheets[1].iter_rows(values_only=True):
        sheet.append(row)
    sheet.sheet_state = "hidden"
    book.active = 1


def _error(place: str, value: str) -> Callable[[Any], object]:
    def change(book: Any) -> None:
        book.active[place] = value
        book.active[place].data_type = "e"

    return change


def _text(place: str, value: str) -> Callable[[Any], object]:
    def change(book: Any) -> None:
        book.active[place] = value
        book.active[place].data_type = "s"

    return change


def _hidden_row(book: Any) -> None:
    book.active.row_dimensions[10].hidden = True


def _two_tables(book: Any) -> None:
    book.active["A16"], book.active["B16"] = "Question", "Answers"
    book.active["A17"], book.active["B17"] = "Support", 12


def _halved(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _bomb(path: Path) -> None:
    """A workbook whose sheet unpacks to 60 MB of blanks."""
    whole = path.with_name("whole")
    shutil.move(path, whole)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            content = old.read(part)
            if part.endswith("sheet1.xml"):
                content = content.replace(b"</worksheet>", b" " * 60_000_000 + b"</worksheet>")
            new.writestr(part, content, compresslevel=1)
    whole.unlink()


def _nested(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as outer:
        outer.writestr("export.zip", b"PK\x05\x06" + bytes(18))


def _without_sheets(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("[Content_Types].xml", "<Types/>")


#: The first bytes of an OLE file: an old .xls, or an .xlsx with a password.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1528)

_PLAIN = as_workbook("autumn.csv")

ENTRIES = [
    _book("a workbook of strings", "accept", lambda book: None),
    _book("days as real dates", "accept", _dates),
    _book("a formula", "set aside", _cell("E10", '="Very "&"well"'), "TAB-013", "10", SUPPORT,
          "value", figures=WITHOUT_P09),
    _book("a formula without a stored result in an id", "set aside", _cell("A10", "=A9"),
          "TAB-013", "10", "Response ID", "value", figures=WITHOUT_P09),
    _book("text that begins with an equals sign", "escape", _text("L3", "=1+1"),
          figures={"more": 3}),
    _book("an error value", "set aside", _error("E10", "#N/A"), "TAB-020", "10", SUPPORT, "",
          figures=WITHOUT_P09),
    _book("an error value from a lost reference", "set aside", _error("B10", "#REF!"), "TAB-020",
          "10", "Area", "", figures=WITHOUT_P09),
    _book("merged headers", "refuse", lambda book: book.active.merge_cells("F1:H1"), "TAB-014",
          ANY, ANY, "F1:H1"),
    _book("merged answers", "refuse", lambda book: book.active.merge_cells("E9:E10"), "TAB-014",
          ANY, ANY, "E9:E10"),
    _book("a second sheet with content", "refuse", _further(True), "TAB-009", ANY, ANY, "sheet"),
    _book("a second sheet without content", "accept", _further(False)),
    _book("a hidden sheet with content", "refuse", _further(True, "hidden"), "TAB-015", ANY, ANY,
          ""),
    _book("a very hidden sheet with content", "refuse", _further(True, "veryHidden"), "TAB-015",
          ANY, ANY, ""),
    _book("a hidden sheet before the data", "refuse", _hidden_first, "TAB-015", ANY, ANY, ""),
    _book("an empty sheet before the data", "refuse", _empty_first, ANY, ANY, ANY, ""),
    _book("a second table on the sheet", "refuse", _two_tables, "TAB-016", ANY, ANY, ""),
    _book("a title over the headers", "refuse", lambda book: book.active.insert_rows(1),
          "TAB-006", ANY, ANY, "row 1"),
    _book("a hidden row", "accept", _hidden_row),
    _book("a day as a serial number", "set aside", _cell("C10", 44117), "SVY-007", "10",
          "Submitted", "2020-10-05", WITHOUT_P09),
    _book("a day as text in American order", "set aside", _cell("C10", "10/13/2020"), "SVY-007",
          "10", "Submitted", "", WITHOUT_P09),
    _book("an id of more than 15 digits as a number", "set aside",
          _cell("A10", 12345678901234567890), "TAB-020", "10", "Response ID", "",
          figures=WITHOUT_P09),
    _book("an id as a number", "accept", _cell("A10", 9)),
    _book("an id as a fraction", "accept", _cell("A10", 9.5)),
    _book("an area code as a number", "set aside", _cell("B10", 6000059), "SVY-005", "10", "Area",
          "", WITHOUT_P09),
    _book("ticks as the word TRUE", "accept", _cell("H10", True)),
    _book("a tick as the number 1", "accept", _cell("H10", 1)),
    _book("a tick as the number 0", "set aside", _cell("H10", 0), "SVY-008", "10",
          "What helped? - None", "", {"helped: None": 1}),
    _book("an answer as a number", "set aside", _cell("E10", 3), "SVY-008", "10", SUPPORT, "",
          {"support: Not well": 2}),
    _book("a number shown as a percentage", "set aside", _cell("E10", 0.5, "0%"), "SVY-008", "10",
          SUPPORT, "", {"support: Not well": 2}),
    _book("a day of the wrong kind in an answer", "set aside",
          _cell("E10", datetime.date(2020, 3, 4)), "SVY-008", "10", SUPPORT, "",
          {"support: Not well": 2}),
    _book("a line break in a header", "normalise",
          _cell("E1", "How well were\nyou supported?"), "TAB-010"),
    _book("a non-breaking space in a cell", "normalise", _cell("E10", "Not\xa0well"), "TAB-010"),
    _book("a header unknown in a workbook", "refuse", _cell("M1", "E-mail"), "TAB-008", "1",
          "E-mail", ""),
    _book("a cell with content beyond the headers", "refuse", _cell("N10", "see P08"), ANY, ANY,
          ANY, ""),
    Entry("a workbook with a password", "refuse", {FAMILIES: remove, BOOK: OLE}, "TAB-001", "", "",
          "save it", NO_FAMILIES),
    Entry("half a workbook", "refuse", {BOOK: in_turn(_PLAIN, in_bytes(_halved))}, "TAB-001", "",
          "", "save it", NO_FAMILIES),
    Entry("an empty file with the name of a workbook", "refuse", {FAMILIES: remove, BOOK: b""},
          "TAB-001", "", "", "", NO_FAMILIES),
    Entry("a CSV file with the name of a workbook", "refuse",
          {FAMILIES: remove, BOOK: b"Response ID,Area\nP01,E06000023\n"}, "TAB-001", "", "", "",
          NO_FAMILIES),
    Entry("an archive within an archive", "refuse", {FAMILIES: remove, BOOK: _nested}, "TAB-001",
          "", "", "", NO_FAMILIES),
    Entry("a workbook without sheets", "refuse", {FAMILIES: remove, BOOK: _without_sheets},
          "TAB-001", "", "", "", NO_FAMILIES),
    Entry("a zip bomb", "refuse", {BOOK: in_turn(_PLAIN, _bomb)}, "TAB-018", "", "", "",
          NO_FAMILIES),
]  # fmt: skip
