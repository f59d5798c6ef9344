"""Findings from tables: one a row, each with a place and an id, and an error for each bad cell."""

import pandas as pd
import pytest

from nationalreports.letters import finding_id
from nationalreports.notes import FINDING_COLUMNS, read_findings

HEADER = "source_id,source_type,date,area_code,sector,text"
GOOD = "d-1,discussion,2020-11-03,,health,Waits were long."
CODEBOOK = {
    "sectors": {"health": "Health"},
    "questions": {"plan": ""},
    "themes": {"waits": {}},
    "voices": {"leaders": ""},
}
AREAS = pd.DataFrame(
    [["E06000059", "Dorset", "E10000009"]], columns=["area_code", "area_name", "former_codes"]
)


def read(root, *rows, header=HEADER, name="notes.csv"):
    (root / name).write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return read_findings(root.glob("*"), root=root, codebook=CODEBOOK, areas=AREAS)


def test_findings_have_the_columns_of_findings(tmp_path):
    frame, problems = read(
        tmp_path, GOOD, "d-0,interview,2020-11-04,E06000059,health,Other.", GOOD[:-6] + "short."
    )
    assert problems == []
    assert list(frame.columns) == FINDING_COLUMNS
    assert frame[["visit_id", "position", "locator", "section"]].to_numpy().tolist() == [
        ["d-0", "1", "row 3", "discussion"],
        ["d-1", "1", "row 2", "discussion"],
        ["d-1", "2", "row 4", "discussion"],
    ]
    assert frame["finding_id"][1] == finding_id("d-1", "Waits were long.")


@pytest.mark.parametrize(
    ("row", "rule", "column", "kept"),
    [
        ("D 2,discussion,2020-11-03,,health,Text.", "FND-002", "source_id", 1),
        ("d-2,chat,2020-11-03,,health,Text.", "FND-003", "source_type", 1),
        ("d-2,discussion,3 Nov 2020,,health,Text.", "FND-004", "date", 1),
        ("d-2,discussion,2020-11-31,,health,Text.", "FND-004", "date", 1),
        ("d-2,discussion,2020-11-03,E00,health,Text.", "FND-005", "area_code", 1),
        ("d-2,discussion,2020-11-03,,schools,Text.", "FND-006", "sector", 1),
        ("d-2,discussion,2020-11-03,,health,...", "FND-007", "text", 1),
        ("d-1,discussion,2020-11-03,,health,waits WERE long", "FND-008", "text", 1),
        ("d-2,discussion,2020-11-03,E10000009,health,Text.", "FND-009", "area_code", 2),
    ],
)
def test_faulty_rows(tmp_path, row, rule, column, kept):
    frame, problems = read(tmp_path, GOOD, row)
    assert [(p.rule, p.source, p.row, p.column) for p in problems] == [
        (rule, "notes.csv", 3, column)
    ]
    assert len(frame) == kept


def test_codes_that_a_table_brings_along_are_kept_and_checked(tmp_path):
    header = f"{HEADER},question,theme,voice"
    frame, problems = read(
        tmp_path, f"{GOOD},plan,waits,leaders", f"{GOOD[:-1]}!,plan,waitings,", header=header
    )
    assert [(p.rule, p.column) for p in problems] == [("FND-010", "theme"), ("FND-008", "text")]
    assert frame[["question", "theme", "voice"]].to_numpy().tolist() == [
        ["plan", "waits", "leaders"]
    ]


def test_notes_are_skipped_and_listed(tmp_path):
    (tmp_path / "README.md").write_text("about")
    _, problems = read(tmp_path, GOOD)
    assert [(p.severity, p.rule) for p in problems] == [("info", "FND-001")]


def test_the_same_file_twice_is_one_error_and_read_once(tmp_path):
    read(tmp_path, GOOD, name="a.csv")
    read(tmp_path, "notes that are no table", header="", name="README.csv")
    read(tmp_path, "notes that are no table", header="", name="README too.csv")
    frame, problems = read(tmp_path, GOOD, name="b.csv")
    errors = [p for p in problems if p.severity == "error"]
    assert [(p.source, p.rule) for p in errors] == [("b.csv", "FND-011")]
    assert "a.csv" in errors[0].message
    assert list(frame["source"]) == ["a.csv"]
