"""Sheets for coders: what stands in them, and that they come back as they were filled in."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from nationalreports.coding import CODE, CODING_COLUMNS, agree, read_coding, text_digest
from nationalreports.coding_sheets import (
    SETTLING_COLUMNS,
    SHEET_COLUMNS,
    all_coders,
    coding_sheet,
    disagreements,
    settling_sheet,
    write_sheets,
    write_suggested_sheet,
)

CODEBOOK: dict[str, Any] = {
    "questions": {"challenge": "Challenging", "plan": "Plans"},
    "sectors": {"health": "Health", "care": "Care"},
    "voices": {"leaders": "Leaders", "parents": "Parents"},
    "themes": {
        "waits": {
            "label": "Waits",
            "questions": ["challenge"],
            "definition": "Waiting for help.",
            "suggest": ["waited"],
        },
        "staff": {
            "label": "Staff",
            "questions": ["challenge", "plan"],
            "definition": "Those who help.",
        },
    },
}
FORMULA = '=1+1, said "leaders"; they waited'
FINDINGS = pd.DataFrame(
    {
        "finding_id": ["v-00000001", "v-00000002", "v-00000003"],
        "visit_id": ["v"] * 3,
        "section": ["told", "told", "priority"],
        "position": ["1", "2", "1"],
        "text": [FORMULA, "Families waited.", "Staff left."],
        "source": ["data/raw/letters/v.md"] * 3,
        "locator": ["line 9", "line 10", "line 14"],
    }
)
F1, F2, F3 = FINDINGS["finding_id"]
WAITS = ("challenge", "waits", "health", "leaders")
STAFF = ("plan", "staff", "care", "parents")


def coded(*rows: tuple[str, str, tuple[str, ...]]) -> pd.DataFrame:
    cells = [(finding, coder, *code) for finding, coder, code in rows]
    table = pd.DataFrame(cells, columns=CODING_COLUMNS, dtype=str)
    return table.assign(suggested="false")


def test_sheet_has_what_its_coder_has_still_to_do() -> None:
    coding = coded((F1, "a", WAITS), (F2, "settled", WAITS), (F3, "b", WAITS))
    sheet = coding_sheet(FINDINGS, coding, "a")
    assert sheet["finding_id"].tolist() == [F3]
    assert list(sheet) == SHEET_COLUMNS
    assert sheet.iloc[0][["coder", *CODE]].tolist() == ["a", "", "", "", ""]
    assert sheet.iloc[0]["text_digest"] == text_digest("Staff left.")
    assert coding_sheet(FINDINGS, coding, "b")["finding_id"].tolist() == [F1]


def test_blind_sheet_tells_nothing_of_codes_or_suggestions(tmp_path: Path) -> None:
    coding = coded((F1, "b", WAITS), (F2, "b", STAFF))
    write_sheets(FINDINGS, coding, CODEBOOK, ["a"], tmp_path)
    text = (tmp_path / "coding_sheet_a.csv").read_text(encoding="utf-8")
    assert "suggested" not in text and "plan" not in text
    sheet = openpyxl.load_workbook(tmp_path / "coding_sheet_a.xlsx")["Coding"]
    assert [cell.value for cell in sheet[1]] == SHEET_COLUMNS
    assert {cell.value for row in sheet["C2:F4"] for cell in row} == {None}


def test_coders_are_those_configured_and_those_found() -> None:
    coding = coded((F1, "b", WAITS), (F2, "settled", WAITS))
    assert all_coders(coding, ["c"]) == ["b", "c"]
    assert all_coders(coded(), []) == ["a"]


def test_sheets_are_written_anew(tmp_path: Path) -> None:
    for stale in ("coding_sheet_gone.csv", "coding_sheet_gone.xlsx", "settling_sheet.csv"):
        (tmp_path / stale).write_text("x")
    write_sheets(FINDINGS, coded(), CODEBOOK, ["b"], tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "coding_sheet_b.csv",
        "coding_sheet_b.xlsx",
    ]


def test_workbook_offers_the_codes_of_the_codebook(tmp_path: Path) -> None:
    write_sheets(FINDINGS, coded(), CODEBOOK, ["a"], tmp_path)
    book = openpyxl.load_workbook(tmp_path / "coding_sheet_a.xlsx")
    assert book.sheetnames == ["Coding", "Codebook", "Read me"]
    sheet = book["Coding"]
    offered = {}
    for validation in sheet.data_validations.dataValidation:
        column = sheet[f"{str(validation.sqref)[0]}1"].value
        name, cells = validation.formula1.split("!")
        assert name == "'Codebook'"
        offered[column] = [row[0].value for row in book["Codebook"][cells.replace("$", "")]]
        assert f"{str(validation.sqref)[0]}2" in validation.sqref
        assert validation.showErrorMessage and not validation.showDropDown
    assert offered == {column: list(CODEBOOK[f"{column}s"]) for column in CODE}
    definitions = {row[1].value: row[3].value for row in book["Codebook"].iter_rows(min_row=2)}
    assert definitions["waits"] == "Waiting for help."
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A2", "$1:$1")
    assert sheet["G2"].alignment.wrap_text


def test_text_that_looks_like_a_formula_is_text_in_both_forms(tmp_path: Path) -> None:
    write_sheets(FINDINGS, coded(), CODEBOOK, ["a"], tmp_path)
    cell = openpyxl.load_workbook(tmp_path / "coding_sheet_a.xlsx")["Coding"]["G2"]
    assert (cell.value, cell.data_type) == (FORMULA, "s")
    table = pd.read_csv(tmp_path / "coding_sheet_a.csv", dtype=str, keep_default_na=False)
    assert table["text"].tolist() == [f"'{FORMULA}", "Families waited.", "Staff left."]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_sheets_are_the_same_each_run(tmp_path: Path, suffix: str) -> None:
    for folder in ("one", "two"):
        write_sheets(FINDINGS, coded(), CODEBOOK, ["a"], tmp_path / folder)
    name = f"coding_sheet_a.{suffix}"
    assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def filled(path: Path, *rows: tuple[int, str, tuple[str, ...]]) -> None:
    """Fill in rows of a sheet as a person does; a finding that is given again is a row more."""
    if path.suffix == ".csv":
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        for row, finding, code in rows:
            if row > len(table) + 1:
                table.loc[len(table)] = table[table["finding_id"] == finding].iloc[0]
            table.loc[row - 2, CODE] = list(code)
        table.to_csv(path, index=False)
        return
    book = openpyxl.load_workbook(path)
    sheet = book["Coding"]
    for row, finding, code in rows:
        for place, value in enumerate([finding, "a", *code], start=1):
            sheet.cell(row, place).value = value
    book.save(path)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_half_filled_sheet_with_a_row_added_comes_back(tmp_path: Path, suffix: str) -> None:
    write_sheets(FINDINGS, coded(), CODEBOOK, ["a"], tmp_path)
    folder = tmp_path / "data/raw/coding"
    folder.mkdir(parents=True)
    path = folder / f"coding_sheet_a.{suffix}"
    shutil.copy(tmp_path / path.name, path)
    filled(path, (2, F1, WAITS), (5, F1, STAFF))
    coding, problems = read_coding([path], FINDINGS, CODEBOOK, root=tmp_path)
    assert problems == []
    assert coding[CODING_COLUMNS].to_numpy().tolist() == [
        [F1, "a", *WAITS],
        [F1, "a", *STAFF],
    ]


def test_both_forms_of_one_sheet_are_one_coding(tmp_path: Path) -> None:
    write_sheets(FINDINGS, coded(), CODEBOOK, ["a"], tmp_path)
    paths = [tmp_path / f"coding_sheet_a.{suffix}" for suffix in ("csv", "xlsx")]
    for path in paths:
        filled(path, (2, F1, WAITS))
    coding, problems = read_coding(paths, FINDINGS, CODEBOOK, root=tmp_path)
    assert (len(coding), problems) == (1, [])


def test_suggested_sheet_gives_the_words_and_comes_back_marked(tmp_path: Path) -> None:
    paths = write_suggested_sheet(FINDINGS, coded((F3, "a", WAITS)), CODEBOOK, "a", tmp_path)
    assert [path.name for path in paths] == ["suggested_sheet_a.csv", "suggested_sheet_a.xlsx"]
    sheet = openpyxl.load_workbook(paths[1])["Coding"]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[0][6] == "suggested"
    assert [row[6] for row in cells[1:]] == ["waits (waited)"] * 2
    assert {cell for row in cells[1:] for cell in row[2:6]} == {None}
    filled(paths[1], (3, F2, WAITS))
    coding, (problem,) = read_coding(paths[1:], FINDINGS, CODEBOOK, root=tmp_path)
    assert coding["suggested"].tolist() == ["true"]
    assert (problem.severity, problem.rule) == ("info", "COD-010")


DIFFER = ((F1, "a", WAITS), (F1, "b", WAITS), (F1, "b", STAFF), (F2, "a", WAITS), (F2, "b", WAITS))


def test_settling_sheet_lists_all_codes_of_what_is_open() -> None:
    sheet = settling_sheet(FINDINGS, coded(*DIFFER))
    assert list(sheet) == SETTLING_COLUMNS
    assert sheet[["finding_id", "theme", "keep", "given_by"]].to_numpy().tolist() == [
        [F1, "waits", "", "a b"],
        [F1, "staff", "", "b"],
    ]
    assert set(sheet["coder"]) == {"settled"}


def test_what_is_settled_is_asked_no_more_but_stays_listed() -> None:
    coding = coded(*DIFFER, (F1, "settled", STAFF))
    assert settling_sheet(FINDINGS, coding).empty
    table = disagreements(FINDINGS, coding)
    assert table[["finding_id", "settled"]].to_numpy().tolist() == [[F1, "true"]]


def test_disagreements_give_each_coders_codes_and_where_the_finding_stands() -> None:
    (row,) = disagreements(FINDINGS, coded(*DIFFER, (F3, "c", STAFF))).to_dict("records")
    assert row["codes_a"] == "challenge / waits / health / leaders"
    assert row["codes_b"] == ("challenge / waits / health / leaders; plan / staff / care / parents")
    assert row["codes_c"] == ""
    assert (row["text"], row["locator"], row["settled"]) == (FORMULA, "line 9", "false")


def test_no_disagreements_is_a_table_without_rows() -> None:
    assert disagreements(FINDINGS, coded()).empty
    assert settling_sheet(FINDINGS, coded()).empty


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_settling_sheet_comes_back_and_settles(tmp_path: Path, suffix: str) -> None:
    blind = coded(*DIFFER)
    write_sheets(FINDINGS, blind, CODEBOOK, ["a", "b"], tmp_path)
    path = tmp_path / f"settling_sheet.{suffix}"
    if suffix == "csv":
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        table.assign(keep=["no", "yes"]).to_csv(path, index=False)
    else:
        book = openpyxl.load_workbook(path)
        for row, keep in ((2, "no"), (3, "yes")):
            book["Coding"].cell(row, SETTLING_COLUMNS.index("keep") + 1).value = keep
        book.save(path)
    decided, problems = read_coding([path], FINDINGS, CODEBOOK, root=tmp_path)
    assert problems == []
    codes, warnings = agree(pd.concat([blind, decided]))
    assert warnings == []
    assert codes[["finding_id", "theme", "coders", "settled"]].to_numpy().tolist() == [
        [F1, "staff", "b settled", "true"],
        [F2, "waits", "a b", "false"],
    ]
