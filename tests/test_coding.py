"""Coding: rows that cannot be used, and what counts where coders agree and where they do not."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from nationalreports.agreement import measure_agreement
from nationalreports.coding import (
    CODES_COLUMNS,
    CODING_COLUMNS,
    agree,
    is_coder,
    progress,
    read_coding,
    text_digest,
)
from nationalreports.coding_sheets import disagreements, settling_sheet
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
    {
        "finding_id": ["F1", "F2", "F3"],
        "text": ["a", "b", "c"],
        "section": ["told"] * 3,
        "visit_id": ["V"] * 3,
    }
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
    assert coding[CODING_COLUMNS].to_numpy().tolist() == [["F1", "a", *WAITS], ["F2", "b", *STAFF]]
    assert set(coding["suggested"]) == {"false"}


def test_code_that_a_coder_gave_twice_is_one_code(tmp_path: Path) -> None:
    again = [("F1", "a", *WAITS), ("F2", "b", *WAITS)]
    coding, problems = read(tmp_path, a=[("F1", "a", *WAITS)], b=again)
    assert (coding["finding_id"].tolist(), problems) == (["F1", "F2"], [])


def test_coder_who_gave_a_code_twice_agrees_with_no_other() -> None:
    codes, (problem,) = agree(coded(("F1", "a", WAITS), ("F1", "a", WAITS), ("F1", "b", STAFF)))
    assert codes.empty
    assert problem.rule == "COD-005"


def test_row_not_filled_in_yet_is_no_code(tmp_path: Path) -> None:
    coding, problems = read(tmp_path, a=[("F1", "a", "", "", "", ""), ("F2", "a", *WAITS)])
    assert (coding["finding_id"].tolist(), problems) == (["F2"], [])


def file_of(own: int, others: int) -> list[tuple[str, ...]]:
    """A file with as many rows of coder a, and below them of coder b."""
    codes = [(find, *WAITS[:2], sector, voice) for find in ("F1", "F2", "F3")
             for sector in ("health", "care") for voice in ("leaders", "parents")]  # fmt: skip
    names = ["a"] * own + ["b"] * others
    return [(code[0], name, *code[1:]) for code, name in zip(codes, names, strict=False)]


@pytest.mark.parametrize(("own", "others", "said"), [(3, 1, True), (2, 1, False), (9, 3, True)])
def test_rows_of_another_coder_in_a_coders_file_are_said(
    tmp_path: Path, own: int, others: int, said: bool
) -> None:
    coding, problems = read(tmp_path, a=file_of(own, others))
    assert len(coding) == own + others
    assert [(p.severity, p.rule, p.row, p.column, p.value) for p in problems] == [
        ("warning", "COD-015", str(own + 2), "coder", "b")
    ] * said
    if said:
        assert f"{others} of the {own + others} rows are by b" in problems[0].message


def test_a_name_spelt_otherwise_is_no_stranger(tmp_path: Path) -> None:
    rows = [("F1", "a", *WAITS)] * 3 + [("F2", "A", *WAITS)]
    _, problems = read(tmp_path, a=rows)
    assert [p.rule for p in problems] == ["COD-013"]


def test_without_findings_all_rows_wait_and_nothing_is_raised(tmp_path: Path) -> None:
    folder = tmp_path / "data/raw/coding"
    folder.mkdir(parents=True)
    lines = [",".join(row) for row in [tuple(CODING_COLUMNS), ("v-00000001", "a", *WAITS)]]
    (folder / "a.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    none = FINDINGS[:0]
    coding, (problem,) = read_coding(folder.iterdir(), none, CODEBOOK, root=tmp_path)
    assert (coding.empty, problem.rule) == (True, "COD-003")
    assert agree(coding)[0].empty
    assert progress(none, coding).empty
    assert settling_sheet(none.assign(source="", locator=""), coding).empty
    assert disagreements(none.assign(source="", locator=""), coding).empty
    assert set(measure_agreement(coding, none, CODEBOOK)["alpha"]) == {""}


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


@pytest.mark.parametrize("coder", ["", "../a", "a b", "settled", "Settled"])
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


def test_settled_code_keeps_who_had_given_it_before() -> None:
    codes, _ = agree(
        coded(("F1", "z", WAITS), ("F1", "b", STAFF), ("F1", "settled", WAITS), ("F2", "z", STAFF))
    )
    assert codes[["finding_id", "coders", "settled"]].to_numpy().tolist() == [
        ["F1", "z settled", "true"],
        ["F2", "z", "false"],
    ]


def test_rows_of_one_visit_without_findings_are_one_line(tmp_path: Path) -> None:
    known = FINDINGS.assign(finding_id=["v-one-0000000a", "v-one-0000000b", "v-one-0000000c"])
    folder = tmp_path / "coding"
    folder.mkdir()
    ids = ["v-two-0000000a", "v-two-0000000b", "v-one-0000000d", "v-one-0000000a", "v-two-000000"]
    lines = [",".join(CODING_COLUMNS), *(",".join([i, "a", *WAITS]) for i in ids)]
    (folder / "a.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    coding, problems = read_coding(folder.iterdir(), known, CODEBOOK, root=tmp_path)
    assert coding["finding_id"].tolist() == ["v-one-0000000a"]
    assert {(p.row, p.severity, p.rule) for p in problems} == {
        ("2", "error", "COD-003"),
        ("4", "error", "COD-003"),
        ("6", "error", "COD-003"),
    }
    (waiting,) = [p.message for p in problems if p.row == "2"]
    assert "2 rows wait" in waiting and "v-two" in waiting


def test_row_with_some_cells_of_a_code_is_an_error(tmp_path: Path) -> None:
    coding, (problem,) = read(tmp_path, a=[("F1", "a", "challenge", "waits", "", "leaders")])
    assert coding.empty
    assert (problem.rule, problem.row, problem.column) == ("COD-003", "2", "sector")
    assert "blank" in problem.message


def test_same_file_twice_is_read_once(tmp_path: Path) -> None:
    rows = [("F1", "a", *WAITS)]
    coding, (problem,) = read(tmp_path, a=rows, a_copy=rows)
    assert len(coding) == 1
    assert (problem.source, problem.rule) == ("data/raw/coding/a_copy.csv", "COD-007")
    assert "a.csv" in problem.message


def test_files_that_differ_on_a_coders_codes_are_an_error_and_neither_counts(
    tmp_path: Path,
) -> None:
    coding, (problem,) = read(
        tmp_path,
        one=[("F1", "a", *WAITS), ("F2", "a", *STAFF)],
        three=[("F1", "a", *WAITS)],
        two=[("F3", "a", *STAFF), ("F1", "a", *WAITS), ("F1", "a", *STAFF)],
    )
    assert coding["finding_id"].tolist() == ["F2", "F3"]
    assert (problem.source, problem.row) == ("data/raw/coding/two.csv", "3")
    assert (problem.severity, problem.rule, problem.value) == ("error", "COD-008", "F1")
    assert "one.csv" in problem.message


def test_files_that_hold_different_findings_or_coders_are_no_contradiction(tmp_path: Path) -> None:
    coding, problems = read(
        tmp_path, one=[("F1", "a", *WAITS)], two=[("F1", "b", *STAFF), ("F2", "a", *STAFF)]
    )
    assert (len(coding), problems) == (3, [])


def test_one_coder_in_two_spellings_does_not_agree_with_herself(tmp_path: Path) -> None:
    coding, (problem,) = read(
        tmp_path, one=[("F1", "ann", *WAITS)], two=[("F1", "Ann", *WAITS), ("F2", "b", *WAITS)]
    )
    assert coding["coder"].tolist() == ["ann", "b"]
    assert (problem.source, problem.row, problem.rule) == (
        "data/raw/coding/two.csv",
        "2",
        "COD-013",
    )


def write(root: Path, name: str, header: list[str], *rows: tuple[str, ...]) -> None:
    (root / "coding").mkdir(exist_ok=True)
    lines = [",".join(header), *(",".join(row) for row in rows)]
    (root / "coding" / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_all(root: Path) -> tuple[pd.DataFrame, list[Problem]]:
    return read_coding((root / "coding").iterdir(), FINDINGS, CODEBOOK, root=root)


def test_text_that_has_changed_since_it_was_coded_warns(tmp_path: Path) -> None:
    header = [*CODING_COLUMNS, "text_digest"]
    rows = [
        ("F1", "a", *WAITS, text_digest("a").upper()),
        ("F2", "a", *WAITS, text_digest("b.")),
        ("F3", "a", *WAITS, ""),
    ]
    write(tmp_path, "a.csv", header, *rows)
    coding, (problem,) = read_all(tmp_path)
    assert len(coding) == 3
    assert (problem.severity, problem.rule) == ("warning", "COD-009")
    assert (problem.row, problem.value) == ("3", "F2")


@pytest.mark.parametrize(
    ("name", "column"), [("a.csv", "suggested"), ("suggested_sheet_a.csv", "other")]
)
def test_codes_from_suggestions_are_marked_and_told(tmp_path: Path, name: str, column: str) -> None:
    write(tmp_path, name, [*CODING_COLUMNS, column], ("F1", "a", *WAITS, ""))
    write(tmp_path, "b.csv", CODING_COLUMNS, ("F1", "b", *WAITS))
    coding, (problem,) = read_all(tmp_path)
    assert coding.set_index("coder")["suggested"].to_dict() == {"a": "true", "b": "false"}
    assert (problem.severity, problem.rule) == ("info", "COD-010")
    assert "left out of the agreement" in problem.message


def test_of_a_settling_sheet_the_kept_rows_count(tmp_path: Path) -> None:
    rows = [
        ("F1", "settled", *WAITS, "yes"),
        ("F1", "settled", *STAFF, "No"),
        ("F2", "settled", *WAITS, ""),
        ("F3", "settled", *WAITS, "Yes"),
        ("F3", "settled", *STAFF, ""),
    ]
    write(tmp_path, "settling_sheet.csv", [*CODING_COLUMNS, "keep"], *rows)
    coding, (problem,) = read_all(tmp_path)
    assert coding[["finding_id", "coder", "theme"]].to_numpy().tolist() == [
        ["F1", "settled", "waits"],
        ["F3", "settled", "waits"],
    ]
    assert (problem.severity, problem.rule, problem.row) == ("warning", "COD-014", "5")
    assert "1 of the 2 rows" in problem.message


def test_finding_of_which_nothing_is_kept_stays_open_with_a_warning(tmp_path: Path) -> None:
    write(tmp_path, "settled.csv", [*CODING_COLUMNS, "keep"], ("F1", "x", *WAITS, "no"))
    coding, (problem,) = read_all(tmp_path)
    assert coding.empty
    assert problem.rule == "COD-014"


def test_keep_is_yes_or_no(tmp_path: Path) -> None:
    write(tmp_path, "settled.csv", [*CODING_COLUMNS, "keep"], ("F1", "x", *WAITS, "maybe"))
    coding, (problem,) = read_all(tmp_path)
    assert coding.empty
    assert (problem.severity, problem.rule, problem.column) == ("error", "COD-014", "keep")


def test_progress_tells_each_finding_apart() -> None:
    found = pd.DataFrame(
        {"finding_id": ["A", "B", "C", "D", "E"], "visit_id": ["V"] * 5, "section": ["told"] * 5}
    )
    rows = [("A", "b", WAITS), ("A", "a", WAITS), ("B", "a", WAITS), ("B", "b", STAFF)]
    rows += [("C", "a", STAFF), ("D", "a", STAFF), ("D", "b", WAITS), ("D", "settled", WAITS)]
    table = progress(found, coded(*rows))
    assert table[["coders", "state"]].to_numpy().tolist() == [
        ["a b", "agreed"],
        ["a b", "differ"],
        ["a", "one coder"],
        ["a b", "settled"],
        ["", "not coded"],
    ]


def test_progress_of_nothing_coded() -> None:
    assert progress(FINDINGS, coded())["state"].tolist() == ["not coded"] * 3


@pytest.mark.parametrize(
    ("name", "may"),
    [("a", True), ("Ann-2_b", True), ("", False), ("a b", False), ("settled", False)],
)
def test_names_of_coders(name: str, may: bool) -> None:
    assert is_coder(name) is may
