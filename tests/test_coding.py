"""Coding: rows that cannot be used, and what counts where coders agree and where they do not."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from nationalreports.coding import (
    CODES_COLUMNS,
    CODING_COLUMNS,
    agree,
    coding_sheet,
    read_coding,
    write_sheets,
)
from nationalreports.problems import Problem

CODEBOOK: dict[str, Any] = {
    "questions": {"challenge": "Challenging", "plan": "Plans"},
    "sectors": {"health": "Health", "care": "Care"},
    "voices": {"leaders": "Leaders", "parents": "Parents"},
    "themes": {
        "waits": {"label": "Waits", "questions": ["challenge"]},
        "staff": {"label": "Staff", "questions": ["challenge", "plan"]},
    },
}
FINDINGS = pd.DataFrame(
    {"finding_id": ["F1", "F2", "F3"], "text": ["a", "b", "c"], "section": ["told"] * 3}
)
WAITS = ("challenge", "waits", "health", "leaders")
STAFF = ("plan", "staff", "care", "parents")


def read(root: Path, **files: list[tuple[str, ...]]) -> tuple[pd.DataFrame, list[Problem]]:
    folder = root / "data/raw/coding"
    folder.mkdir(parents=True)
    for name, rows in files.items():
        lines = [",".join(row) for row in [tuple(CODING_COLUMNS), *rows]]
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_coding(folder.iterdir(), FINDINGS, CODEBOOK, root=root)


def coded(*rows: tuple[str, str, tuple[str, ...]]) -> pd.DataFrame:
    cells = [(finding, coder, *code) for finding, coder, code in rows]
    return pd.DataFrame(cells, columns=CODING_COLUMNS, dtype=str)


def test_good_rows_of_all_files_are_read(tmp_path: Path) -> None:
    coding, problems = read(tmp_path, b=[("F2", "b", *STAFF)], a=[("F1", "a", *WAITS)])
    assert problems == []
    assert coding.to_numpy().tolist() == [["F1", "a", *WAITS], ["F2", "b", *STAFF]]


def test_code_that_a_coder_gave_twice_is_one_code(tmp_path: Path) -> None:
    coding, problems = read(tmp_path, a=[("F1", "a", *WAITS)], b=[("F1", "a", *WAITS)])
    assert (len(coding), problems) == (1, [])


def test_coder_who_gave_a_code_twice_agrees_with_no_other() -> None:
    codes, (problem,) = agree(coded(("F1", "a", WAITS), ("F1", "a", WAITS), ("F1", "b", STAFF)))
    assert codes.empty
    assert problem.rule == "COD-005"


def test_row_not_filled_in_yet_is_no_code(tmp_path: Path) -> None:
    coding, problems = read(tmp_path, a=[("F1", "a", "", "", "", ""), ("F2", "a", *WAITS)])
    assert (coding["finding_id"].tolist(), problems) == (["F2"], [])


@pytest.mark.parametrize(
    ("place", "column"),
    [(0, "finding_id"), (2, "question"), (3, "theme"), (4, "sector"), (5, "voice")],
)
def test_unknown_code_has_row_and_column(tmp_path: Path, place: int, column: str) -> None:
    wrong = ["F2", "a", *WAITS]
    wrong[place] = "wiats"
    coding, (problem,) = read(tmp_path, a=[("F1", "a", *WAITS), tuple(wrong)])
    assert coding["finding_id"].tolist() == ["F1"]
    assert (problem.source, problem.row) == ("data/raw/coding/a.csv", "3")
    assert (problem.severity, problem.rule) == ("error", "COD-003")
    assert (problem.column, problem.value) == (column, "wiats")


def test_message_for_an_unknown_theme_names_those_of_the_codebook(tmp_path: Path) -> None:
    _, (problem,) = read(tmp_path, a=[("F1", "a", "challenge", "x", "health", "leaders")])
    assert problem.message == "not in the codebook; one of: waits, staff"


def test_theme_that_is_not_of_the_question_is_set_aside(tmp_path: Path) -> None:
    rows = [("F1", "a", "plan", "waits", "health", "leaders"), ("F2", "a", *WAITS)]
    coding, (problem,) = read(tmp_path, a=rows)
    assert coding["finding_id"].tolist() == ["F2"]
    assert (problem.rule, problem.row, problem.column) == ("COD-004", "2", "theme")


@pytest.mark.parametrize("coder", ["", "../a", "a b"])
def test_coder_whose_name_can_name_no_sheet_is_an_error(tmp_path: Path, coder: str) -> None:
    coding, (problem,) = read(tmp_path, a=[("F1", coder, *WAITS), ("F2", "a", *WAITS)])
    assert coding["finding_id"].tolist() == ["F2"]
    assert (problem.row, problem.column, problem.rule) == ("2", "coder", "COD-006")


def test_no_row_but_those_of_settled_csv_settles(tmp_path: Path) -> None:
    coding, problems = read(tmp_path, settled=[("F1", "me", *WAITS)], a=[("F1", "a", *STAFF)])
    assert problems == []
    assert coding["coder"].tolist() == ["a", "settled"]


def test_other_files_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "coding"
    folder.mkdir()
    for name in ("README.md", "~$a.xlsx", "a.docx"):
        (folder / name).write_text("x")
    _, problems = read_coding(folder.iterdir(), FINDINGS, CODEBOOK, root=tmp_path)
    assert {(p.source, p.severity) for p in problems} == {
        ("coding/README.md", "info"),
        ("coding/~$a.xlsx", "info"),
        ("coding/a.docx", "error"),
    }


def test_codes_that_all_coders_gave_count() -> None:
    codes, problems = agree(coded(("F1", "a", WAITS), ("F1", "b", WAITS)))
    assert codes.to_numpy().tolist() == [["F1", *WAITS, "a b", "false"]]
    assert problems == []


def test_finding_coded_by_one_alone_counts() -> None:
    codes, problems = agree(coded(("F1", "a", WAITS), ("F2", "b", STAFF)))
    assert (codes["finding_id"].tolist(), problems) == (["F1", "F2"], [])


def test_disagreement_warns_and_only_the_common_codes_count() -> None:
    codes, (problem,) = agree(
        coded(("F1", "a", WAITS), ("F1", "a", STAFF), ("F1", "b", WAITS), ("F2", "a", WAITS))
    )
    assert codes[["finding_id", "theme"]].to_numpy().tolist() == [["F1", "waits"], ["F2", "waits"]]
    assert (problem.severity, problem.rule, problem.value) == ("warning", "COD-005", "F1")
    assert "(1 codes differ)" in problem.message


def test_settled_wins_over_agreement_and_ends_the_warning() -> None:
    codes, problems = agree(coded(("F1", "a", WAITS), ("F1", "b", WAITS), ("F1", "settled", STAFF)))
    assert codes.to_numpy().tolist() == [["F1", *STAFF, "settled", "true"]]
    assert problems == []


@pytest.mark.parametrize("coder", [None, "settled"])
def test_no_blind_codes_give_a_table_of_the_same_form(coder: str | None) -> None:
    codes, problems = agree(coded(*([("F1", coder, WAITS)] if coder else [])))
    assert list(codes) == CODES_COLUMNS
    assert (len(codes), problems) == (1 if coder else 0, [])


def test_sheet_has_what_its_coder_has_still_to_do() -> None:
    coding = coded(("F1", "a", WAITS), ("F2", "settled", WAITS), ("F3", "b", WAITS))
    assert coding_sheet(FINDINGS, coding, "a")["finding_id"].tolist() == ["F3"]
    assert coding_sheet(FINDINGS, coding, "b")["finding_id"].tolist() == ["F1"]


def test_sheets_are_written_anew_and_one_at_least(tmp_path: Path) -> None:
    (tmp_path / "coding_sheet_gone.csv").write_text("x")
    write_sheets(FINDINGS, coded(("F1", "b", WAITS)), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["coding_sheet_b.csv"]
    write_sheets(FINDINGS, coded(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["coding_sheet_a.csv"]
