"""Coders' files: ids, themes, names of coders, and sheets that come back as they went."""

from __future__ import annotations

import csv
from pathlib import Path

from catalogue.entry import (
    ANY,
    Entry,
    append,
    as_workbook,
    cell,
    delimited,
    encoded,
    in_rows,
    in_turn,
    rename,
    swap,
)  # fmt: skip
from catalogue.series import RAW, TOLD, finding_id

A, B, SETTLED = "coding/coder_a.csv", "coding/coder_b.csv", "coding/settled.csv"
FIRST = finding_id("2020-10-bristol", TOLD["2020-10-bristol"][0])
FOURTH = finding_id("2020-10-dorset", TOLD["2020-10-dorset"][1])
BOOK = "coding/coder_a.xlsx"


def _first(name: str, column: str, value: str, rule: str, says: str = "") -> Entry:
    """Coder a's row 2 is set aside; coder b's code of that finding stands alone, and counts."""
    return Entry(name, "set aside", {A: cell(2, column, value)}, rule, "2", column, says)


def _settled(name: str, column: str, value: str, says: str = "") -> Entry:
    """The settled row is set aside; what the coders gave differs, so the finding has no code."""
    return Entry(name, "set aside", {SETTLED: cell(2, column, value)}, "COD-003", "2", column, says,
                 {"codes": 3})  # fmt: skip


def _blank_sheet(path: Path) -> None:
    """Coder a's file with the codes taken out, as a sheet that went out and came back."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    for row in rows[1:]:
        row[2:] = [""] * 4
    path.write_text("\n".join(",".join(row) for row in rows) + "\n", encoding="utf-8")


def _with_further_columns(rows: list[list[str]]) -> None:
    for number, row in enumerate(rows):
        row += ["section", "text"] if not number else ["told", "Text, with a comma"]


ENTRIES = [
    _first("an id of no finding", "finding_id", "2020-10-bristol-00000000", "COD-003",
           "copy it from the sheet"),
    _first("an id with another visit's name", "finding_id",
           FIRST.replace("bristol", "dorset"), "COD-003", "copy it from the sheet"),
    _first("an id that a spreadsheet took for a number", "finding_id", "1.234E+567", "COD-003",
           ""),
    _first("an id that a spreadsheet took for a date", "finding_id", "01/10/2020", "COD-003", ""),
    _first("an id in capital letters", "finding_id", FIRST.upper(), "COD-003", ""),
    _first("an id cut at its end", "finding_id", FIRST[:-1], "COD-003", ""),
    _first("a theme that is not in the codebook", "theme", "transport", "COD-003", "codebook"),
    _first("a theme misspelt", "theme", "comunication", "COD-003", "communication"),
    _first("a theme by its label", "theme", "Communication with families", "COD-003", "codebook"),
    _first("a theme under a question where it does not count", "theme", "isolation", "COD-004",
           "codebook"),
    _first("a question that is not in the codebook", "question", "success", "COD-003",
           "worked_well"),
    _first("a sector that is not in the codebook", "sector", "Health", "COD-003", "health"),
    _first("a voice that is not in the codebook", "voice", "inspectors", "COD-003", "leaders"),
    _first("a half-filled row", "theme", "", "COD-003", ""),
    _first("a row without a voice", "voice", "", "COD-003", ""),
    _first("a coder without a name", "coder", "", "COD-006", "letters"),
    _first("a coder's name that leads out of the folder", "coder", "../x", "COD-006", "letters"),
    _first("a coder's name with a space", "coder", "a b", "COD-006", "letters"),
    _first("a coder's name that is code", "coder", "<script>", "COD-006", "letters"),
    Entry("other codes of a coder in another's file", "set aside", {A: in_turn(cell(
          2, "coder", "b"), cell(2, "sector", "care"))}, "COD-008", ANY, "finding_id", "keep",
          {"codes": 3}, B),
    Entry("a row of another coder in a coder's file", "accept", {A: cell(2, "coder", "b")},
          "COD-015", "2", "coder", "pasted"),
    _first("a coder who calls herself settled", "coder", "settled", "COD-006", ""),
    _settled("a settled code whose theme is unknown", "theme", "breaks", "codebook"),
    _settled("a settled code of no finding", "finding_id", "2020-10-dorset-00000000", ""),
    # One finding may hold two things: both settled codes count.
    Entry("a finding settled as two things", "accept", {SETTLED: append(
          f"{FOURTH},settled,experience,short_breaks,care,parents_carers")},
          figures={"codes": 5}),
    Entry("a settled code that nobody gave", "accept", {SETTLED: append(
          f"{FIRST},settled,plan,workforce,joint,leaders")}),
    Entry("a finding settled in two files with other codes", "set aside",
          {"coding/settled_2.csv": RAW[SETTLED].replace("care,", "joint,").encode()}, "COD-008",
          "2", "finding_id", "keep", {"codes": 3}),
    Entry("a code given twice by one coder", "accept", {A: append(
          f"{FIRST},a,worked_well,communication,joint,leaders")}),
    Entry("a second code that the other coder did not give", "normalise", {A: append(
          f"{FIRST},a,challenge,communication,joint,leaders")}, "COD-005", "", "finding_id",
          "settle", source="coding/"),
    Entry("a sheet that came back blank", "accept", {A: _blank_sheet}),
    Entry("a sheet that came back half filled", "accept", {A: in_turn(
          *(cell(5, column, "") for column in ("question", "theme", "sector", "voice")))}),
    Entry("a sheet with its further columns", "accept", {A: in_rows(_with_further_columns)}),
    Entry("a coder's workbook", "accept", {BOOK: as_workbook("coder_a.csv")}),
    Entry("a formula in a coder's workbook", "set aside", {BOOK: as_workbook(
          "coder_a.csv", lambda book: book.active.__setitem__("D2", "=D3"))}, "TAB-013", "2",
          "theme", "value"),
    Entry("a coder's file with semicolons", "normalise", {A: delimited(";")}, "TAB-011", ANY, ANY,
          ""),
    Entry("a coder's file in UTF-16", "normalise", {A: encoded("utf-16")}, "TAB-012", ANY, ANY,
          ""),
    Entry("a coder's file without a column", "refuse", {A: rename("voice", "view")}, "TAB-007",
          "1", "voice", "add it"),
    Entry("a coder's file twice", "refuse", {"coding/coder_a2.csv": RAW[A].encode()}, "COD-007",
          "", "", ""),
    Entry("settled codes twice", "refuse", {"coding/settled2.csv": RAW[SETTLED].encode()},
          "COD-007", "", "", "delete"),
    Entry("a coding file of another kind", "refuse", {"coding/coder_c.txt": b"x"}, "COD-002", "",
          "", "save"),
    Entry("a suffix in capital letters among the coding", "accept", {"coding/coder_a.CSV": RAW[
          A].encode(), A: Path.unlink}),
    Entry("a folder among the coding", "refuse", {"coding/coder_c.csv": Path.mkdir}, ANY, "", "",
          ""),
    Entry("a theme with a space after it", "normalise", {A: swap(
          "communication,", "communication ,")}, "TAB-010", ANY, ANY, ""),
    Entry("a coder who codes alone", "accept", {B: Path.unlink}),
    Entry("a coder's file without rows", "accept", {B: in_rows(
          lambda rows: rows.__delitem__(slice(1, None)))}),
]  # fmt: skip
