"""Survey exports to responses: each answer once, and an error for each cell that is none."""

import time

import pandas as pd
import pytest

from nationalreports.surveys import RESPONSE_COLUMNS, ingest_surveys

FORM = {
    "id": "ID",
    "area": "area_code",
    "submitted": "submitted",
    "drop": ["Email"],
    "groups": None,
    "questions": {
        "met": {"header": "Met online?", "type": "single", "answers": ["Yes", "No"]},
        "worked": {
            "header": "Did it work?",
            "type": "single",
            "answers": ["Well", "Badly"],
            "asked_if": {"question": "met", "answer": "Yes"},
        },
        "kept": {"header": "What carried on?", "type": "multiple", "answers": ["School", "Care"]},
        "more": {"header": "More?", "type": "text"},
    },
}
HEADER = "ID,Email,area_code,submitted,Met online?,Did it work?,What carried on? - School,"
HEADER += "What carried on? - Care,More?"
GOOD = "1,a@b.c,E1,2020-10-05 10:00,Yes,Well,School,X,=1+1"
VISITS = pd.DataFrame(
    [
        ["E1", "2020-10-05", "autumn"],
        ["E2", "2020-10-06", "autumn"],
        ["E2", "2021-02-01", "spring"],
    ],
    columns=["area_code", "start_date", "report"],
)
AREAS = pd.DataFrame(
    [["E1", "One", ""], ["E2", "Two", "E10000002"], ["E3", "Three", ""]],
    columns=["area_code", "area_name", "former_codes"],
)


def ingest(root, *rows, header=HEADER, more=None):
    folder = root / "surveys" / "families"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "a.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    for name, text in (more or {}).items():
        path = root / "surveys" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    files = [p for p in (root / "surveys").rglob("*") if p.is_file()]
    return ingest_surveys(files, {"families": FORM}, VISITS, AREAS, root=root)


def found(problems):
    return [(p.severity, p.rule, p.row, p.column) for p in problems]


def test_answers_become_rows(tmp_path):
    frame, problems = ingest(tmp_path, GOOD, "2,,E2,2021-01-30,,,1,,")
    assert problems == []
    assert list(frame.columns) == RESPONSE_COLUMNS
    assert frame[["response_id", "wave", "question", "answer"]].to_numpy().tolist() == [
        ["families-1", "autumn", "met", "Yes"],
        ["families-1", "autumn", "worked", "Well"],
        ["families-1", "autumn", "kept", "School"],
        ["families-1", "autumn", "kept", "Care"],
        ["families-1", "autumn", "more", "=1+1"],
        ["families-2", "spring", "kept", "School"],
    ]
    assert set(frame["survey"]) == {"families"}
    assert "a@b.c" not in frame.to_csv()


@pytest.mark.parametrize(
    ("row", "severity", "rule", "column", "kept"),
    [
        (",,E1,2020-10-05,Yes,,,,", "error", "SVY-003", "ID", 0),
        ("1,,E1,2020-10-05,Yes,,,,", "error", "SVY-004", "ID", 0),
        ("2,,E9,2020-10-05,Yes,,,,", "error", "SVY-005", "area_code", 0),
        ("2,,E3,2020-10-05,Yes,,,,", "error", "SVY-006", "area_code", 0),
        ("2,,E1,05/10/2020,Yes,,,,", "error", "SVY-007", "submitted", 0),
        ("2,,E1,2020-02-30,Yes,,,,", "error", "SVY-007", "submitted", 0),
        ("2,,E1,,Yes,,,,", "error", "SVY-007", "submitted", 0),
        ("2,,E1,2020-10-05,yes,,X,,", "info", "SVY-014", "Met online?", 2),
        ("2,,E1,2020-10-05,Yess,,X,,", "error", "SVY-008", "Met online?", 1),
        ("2,,E1,2020-10-05,Yes,,No,,", "error", "SVY-008", "What carried on? - School", 1),
        ("2,,E1,2020-10-05,No,Well,,,", "error", "SVY-009", "Did it work?", 1),
        ("2,,E1,2020-10-05,,Well,1,,", "error", "SVY-009", "Did it work?", 1),
        ("2,,E1,2020-10-05,maybe,Well,,,", "error", "SVY-008", "Met online?", 1),
        ("2,,E1,2020-10-05,,,,,", "info", "SVY-010", "", 0),
        ("2,,E10000002,2020-10-05,Yes,,,,", "warning", "SVY-011", "area_code", 1),
    ],
)
def test_faulty_rows(tmp_path, row, severity, rule, column, kept):
    frame, problems = ingest(tmp_path, GOOD, row)
    assert found(problems) == [(severity, rule, 3, column)]
    assert len(frame) == 5 + kept
    assert problems[0].source == "surveys/families/a.csv"


@pytest.mark.parametrize(
    ("header", "rule", "column"),
    [
        (HEADER.replace("More?", "Else?"), {"TAB-007", "TAB-008"}, {"More?", "Else?"}),
        (HEADER + ",IP", {"TAB-008"}, {"IP"}),
    ],
)
def test_other_columns_than_the_survey_has(tmp_path, header, rule, column):
    frame, problems = ingest(tmp_path, "1" + "," * header.count(","), header=header)
    assert {p.rule for p in problems} == rule
    assert {p.column for p in problems} == column
    assert frame.empty


def test_ids_are_unique_over_all_files_of_a_survey(tmp_path):
    _, problems = ingest(tmp_path, GOOD, more={"families/b.csv": f"{HEADER}\n{GOOD}\n\n"})
    assert [(p.rule, p.source, p.row) for p in problems] == [
        ("SVY-004", "surveys/families/b.csv", 2)
    ]
    assert "surveys/families/a.csv, row 2" in problems[0].message


def test_files_of_no_survey_are_errors_and_notes_are_skipped(tmp_path):
    _, problems = ingest(
        tmp_path, GOOD, more={"others/x.csv": "a\n", "families/README.md": "", "families/x.pdf": ""}
    )
    assert sorted((p.severity, p.rule) for p in problems) == [
        ("error", "SVY-001"),
        ("error", "TAB-001"),
        ("info", "SVY-002"),
    ]


def test_a_survey_without_an_export_warns(tmp_path):
    frame, problems = ingest_surveys([], {"families": FORM}, VISITS, AREAS, root=tmp_path)
    assert [(p.severity, p.rule) for p in problems] == [("warning", "SVY-012")]
    assert list(frame.columns) == RESPONSE_COLUMNS


def test_the_order_of_rows_does_not_matter(tmp_path):
    rows = [f"{n},,E1,2020-10-05,Yes,Well,1,,{n}" for n in range(9)]
    forward, _ = ingest(tmp_path, *rows)
    backward, _ = ingest(tmp_path, *reversed(rows))
    assert forward.equals(backward)


def test_many_responses_take_little_time(tmp_path):
    rows = [f"{n},,E{n % 2 + 1},2020-10-05,Yes,Well,1,,text" for n in range(50_000)]
    started = time.process_time()
    frame, problems = ingest(tmp_path, *rows)
    assert problems == []
    assert len(frame) == 200_000
    assert time.process_time() - started < 10
