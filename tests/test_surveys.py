"""Survey exports to responses: each answer once, and an error for each cell that is none."""

import time

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nationalreports import survey_problems
from nationalreports.headers import NAMED as NAMED_HEADERS
from nationalreports.problems import Problem
from nationalreports.surveys import (
    RESPONDENT_COLUMNS,
    RESPONSE_COLUMNS,
    ingest_surveys,
    write_respondents,
    write_responses,
)

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
    rows, _, problems = ingest_surveys(files, {"families": FORM}, VISITS, AREAS, root=root)
    return rows, problems


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
        ("1.2E+11,,E1,2020-10-05,Yes,,,,", "error", "SVY-003", "ID", 0),
        ("2,,Three,2020-10-05,Yes,,,,", "error", "SVY-005", "area_code", 0),
        ("2,,E1,05/10/2020,Yes,,,,", "error", "SVY-007", "submitted", 0),
        ("2,,E1,44109,Yes,,,,", "error", "SVY-007", "submitted", 0),
        ("2,,E1,2025-10-05,Yes,,,,", "warning", "SVY-015", "submitted", 1),
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
    frame, _, problems = ingest_surveys([], {"families": FORM}, VISITS, AREAS, root=tmp_path)
    assert [(p.severity, p.rule) for p in problems] == [("warning", "SVY-012")]
    assert list(frame.columns) == RESPONSE_COLUMNS


def test_the_order_of_rows_does_not_matter(tmp_path):
    rows = [f"{n},,E1,2020-10-05,Yes,Well,1,,{n}" for n in range(9)]
    forward, _ = ingest(tmp_path, *rows)
    backward, _ = ingest(tmp_path, *reversed(rows))
    assert forward.equals(backward)


def test_the_same_file_twice_is_one_error_and_read_once(tmp_path):
    rows = [f"{n},,E1,2020-10-05,Yes,Well,1,," for n in range(300)]
    text = "\n".join([HEADER, *rows]) + "\n"
    frame, problems = ingest(tmp_path, *rows, more={"families/b.csv": text})
    assert [(p.severity, p.rule, p.source, p.value) for p in problems] == [
        ("error", "SVY-013", "surveys/families/b.csv", "a.csv")
    ]
    assert frame["response_id"].nunique() == 300


def test_an_export_without_responses_is_said(tmp_path):
    frame, problems = ingest(tmp_path)
    assert frame.empty
    assert found(problems) == [("warning", "SVY-016", "", "")]


def test_days_of_two_orders_refuse_the_whole_file(tmp_path):
    rows = [f"{number},,E1,{day}/10/2020,Yes,,,," for number, day in enumerate(["05", "06"])]
    form = FORM | {"export": {"dates": "month-first"}}
    folder = tmp_path / "surveys/families"
    folder.mkdir(parents=True)
    for name, more in (("a", "8,,E1,25/10/2020,Yes,,,,"), ("b", "9,,E1,10/25/2020,Yes,,,,")):
        ids = [row.replace(",,E1", f"{name},,E1") for row in rows]
        (folder / f"{name}.csv").write_text("\n".join([HEADER, *ids, more, ""]), encoding="utf-8")
    frame, _, problems = ingest_surveys(
        sorted(folder.iterdir()), {"families": form}, VISITS, AREAS, root=tmp_path
    )
    (problem,) = [p for p in problems if p.severity == "error"]
    assert (problem.rule, problem.source, problem.row) == ("SVY-017", "surveys/families/a.csv", 4)
    assert set(frame["response_id"]) == {"families-0b", "families-1b", "families-9"}


def test_only_headers_that_mean_nothing_of_the_survey_are_told(tmp_path):
    header = HEADER.upper().replace("MORE?", "ELSE?") + "".join(f",x{n}" for n in range(30))
    frame, problems = ingest(tmp_path, "1" + "," * header.count(","), header=header)
    assert frame.empty
    unknown = [p.column for p in problems if p.rule == "TAB-008"]
    assert unknown == ["ELSE?", *(f"x{n}" for n in range(19)), ""]
    assert [p.column for p in problems if p.rule == "TAB-007"] == ["More?"]


def test_many_headers_that_differ_by_the_way_are_all_taken(tmp_path):
    questions = {
        f"q{n}": {"header": f"Question {n}", "type": "text"} for n in range(NAMED_HEADERS + 5)
    }
    form = FORM | {"questions": questions, "drop": []}
    folder = tmp_path / "surveys/families"
    folder.mkdir(parents=True)
    header = ",".join(["id", "AREA_CODE", "Submitted", *(f"QUESTION {n}." for n in range(25))])
    row = "1,E1,2020-10-05," + ",".join("a" * 25)
    (folder / "a.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    frame, _, problems = ingest_surveys(
        [folder / "a.csv"], {"families": form}, VISITS, AREAS, root=tmp_path
    )
    assert {p.rule for p in problems} == {"SVY-014"}
    assert len(frame) == 25


def test_headers_that_differ_by_the_way_are_taken_and_counted(tmp_path):
    header = HEADER.replace("Met online?", "MET online?:").replace("on? - School", "on? – school")
    header = header.replace("Email", "EMAIL")
    frame, problems = ingest(tmp_path, GOOD, header=header)
    assert found(problems) == [
        ("info", "SVY-014", 1, "EMAIL"),
        ("info", "SVY-014", 1, "MET online?:"),
        ("info", "SVY-014", 1, "What carried on? – school"),
    ]
    assert "'What carried on? - School'" in problems[2].message
    assert len(frame) == 5


@pytest.mark.parametrize(
    "header",
    [
        # Both could be meant.
        HEADER.replace("More?", "more?") + ",MORE?",
        # One is right, so the other is another column.
        HEADER + ",MORE?",
    ],
)
def test_headers_that_cannot_be_told_apart_are_refused(tmp_path, header):
    frame, problems = ingest(tmp_path, GOOD + ",x", header=header)
    assert frame.empty
    assert {p.rule for p in problems} <= {"TAB-007", "TAB-008"}
    assert all(p.column.lower() == "more?" for p in problems)
    assert problems


def test_what_is_dropped_is_in_no_problem(tmp_path):
    rows = ["1,a@b.c,E9,never,Perhaps,Well,?,?,", "1,a@b.c,E1,2020-10-05,Yes,,,,"]
    frame, problems = ingest(tmp_path, *rows, "x,a@b.c", GOOD)
    assert problems
    assert "a@b.c" not in repr(problems) + frame.to_csv()


def test_a_problem_of_a_dropped_column_says_no_value(tmp_path, monkeypatch):
    def read_table(path, *, source, required, optional, **_):
        frame = pd.DataFrame(columns=[*required, *optional], dtype=str)
        return frame, [Problem("error", source, 2, "EMAIL", "TAB-013", "a@b.c", "no formula")]

    monkeypatch.setattr("nationalreports.surveys.read_table", read_table)
    _, problems = ingest(tmp_path, GOOD)
    assert [(p.rule, p.value) for p in problems] == [("TAB-013", "")]


def test_a_file_that_is_wrong_throughout_is_listed_in_part(tmp_path, monkeypatch):
    monkeypatch.setattr(survey_problems, "NAMED", 1_000)
    rows = [f"{n},,E1,2020-10-05,maybe {n},,,," for n in range(1_005)]
    frame, problems = ingest(tmp_path, *rows)
    assert frame.empty
    assert [p.rule for p in problems].count("SVY-008") == 1_001
    (rest,) = [p for p in problems if p.rule == "SVY-008" and p.row == ""]
    assert rest.severity == "error"
    assert "5 more" in rest.message


def test_surveys_follow_each_other_and_the_written_table_is_strings(tmp_path):
    folder = tmp_path / "surveys/young"
    folder.mkdir(parents=True)
    (folder / "a.csv").write_text(f"{HEADER}\n{GOOD}\n\n", encoding="utf-8")
    ingest(tmp_path, GOOD, "2,,E2,2021-01-30,No,,,,Yes")
    files = sorted((tmp_path / "surveys").rglob("*.csv"))
    forms = {"young": FORM, "families": FORM}
    frame, _, problems = ingest_surveys(files, forms, VISITS, AREAS, root=tmp_path)
    assert problems == []
    write_responses(frame, tmp_path / "out/responses.parquet")
    read = pd.read_parquet(tmp_path / "out/responses.parquet")
    assert list(read.columns) == RESPONSE_COLUMNS
    assert set(read.dtypes) == {pd.StringDtype(na_value=float("nan"))}
    assert read.to_numpy().tolist() == frame.to_numpy().tolist()
    ids = ["young-1"] * 5 + ["families-1"] * 5 + ["families-2"] * 2
    assert read["response_id"].tolist() == ids
    assert read["answer"].tolist()[-2:] == ["No", "Yes"]
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["responses.parquet"]


def test_respondents_stand_where_their_rows_do(tmp_path):
    rows = ["9,,E1,2020-10-05 10:00,,,,,", "x,,E9,2020-10-05,,,,,", "2,,E2,2021-01-30,Yes,,,,"]
    ingest(tmp_path, *rows, more={"families/b.csv": f"{HEADER}\n{GOOD}\n"})
    files = sorted((tmp_path / "surveys/families").iterdir())
    _, people, _ = ingest_surveys(files, {"families": FORM}, VISITS, AREAS, root=tmp_path)
    write_respondents(people, tmp_path / "respondents.parquet")
    read = pd.read_parquet(tmp_path / "respondents.parquet")
    assert list(read.columns) == RESPONDENT_COLUMNS
    a, b = "surveys/families/a.csv", "surveys/families/b.csv"
    assert read.drop(columns="survey").to_numpy().tolist() == [
        ["families-1", "E1", "autumn", b, "row 2", "2020-10-05T10:00:00", "", ""],
        ["families-2", "E2", "spring", a, "row 4", "2021-01-30", "", ""],
        ["families-9", "E1", "autumn", a, "row 2", "2020-10-05T10:00:00", "", ""],
    ]
    assert set(read["survey"]) == {"families"}
    none = ingest_surveys([], {}, VISITS, AREAS, root=tmp_path)[1]
    write_respondents(none, tmp_path / "none.parquet")
    assert pd.read_parquet(tmp_path / "none.parquet").empty


def test_no_responses_are_written_as_a_table_without_rows(tmp_path):
    frame, _, _ = ingest_surveys([], {}, VISITS, AREAS, root=tmp_path)
    write_responses(frame, tmp_path / "responses.parquet")
    read = pd.read_parquet(tmp_path / "responses.parquet")
    assert list(read.columns) == RESPONSE_COLUMNS
    assert read.empty


def test_a_write_that_fails_leaves_the_former_table(tmp_path, monkeypatch):
    path = tmp_path / "responses.parquet"
    path.write_bytes(b"former")
    monkeypatch.setattr("pyarrow.parquet.ParquetWriter.write_table", lambda *_: 1 / 0)
    frame, _ = ingest(tmp_path, GOOD)
    with pytest.raises(ZeroDivisionError):
        write_responses(frame, path)
    assert path.read_bytes() == b"former"
    assert not list(tmp_path.glob(".*"))


people = st.lists(
    st.tuples(
        st.text("019aZé-", min_size=1, max_size=4),
        st.sampled_from(["", "Yes", "No"]),
        st.sampled_from(["", "Well", "Badly"]),
        st.booleans(),
        st.booleans(),
        st.sampled_from(["", "Yes", "None", "School"]),
    ),
    unique_by=lambda person: person[0],
    max_size=8,
)


@settings(max_examples=40, deadline=None)
@given(people)
def test_every_answer_comes_out_once_sorted_by_response_then_question(tmp_path_factory, told):
    rows, expected = [], []
    for own, met, worked, school, care, more in told:
        worked = worked if met == "Yes" else ""
        rows.append(f"{own},,E1,2020-10-05,{met},{worked},{'X' * school},{'X' * care},{more}")
        said = [("met", met), ("worked", worked), ("kept", "School" * school)]
        said += [("kept", "Care" * care), ("more", more)]
        expected += [(f"families-{own}", q, answer) for q, answer in said if answer]
    frame, problems = ingest(tmp_path_factory.mktemp("run"), *rows)
    assert {p.rule for p in problems} <= ({"SVY-010"} if rows else {"SVY-016"})
    expected.sort(key=lambda row: row[0])
    columns = ["response_id", "question", "answer"]
    assert list(frame[columns].itertuples(index=False, name=None)) == expected


def test_many_responses_take_little_time(tmp_path):
    rows = [f"{n},,E{n % 2 + 1},2020-10-05,Yes,Well,1,,text" for n in range(50_000)]
    started = time.process_time()
    frame, problems = ingest(tmp_path, *rows)
    assert problems == []
    assert len(frame) == 200_000
    assert time.process_time() - started < 10
