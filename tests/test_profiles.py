"""Profiles of sources: rows, blanks and answers, each worked out by hand on a small table."""

import random

import pandas as pd
import pytest

from nationalreports.profiles import ANY, profile, tally
from nationalreports.surveys import read_responses
from nationalreports.tables import write_table

COLUMNS = ["response_id", "survey", "area_code", "wave", "question", "answer"]
REPORTS = {
    "autumn": {"window": {"start": "2020-10-01", "end": "2020-10-31"}},
    "final": {"window": {"start": "2021-01-01", "end": "2021-03-31"}},
}
SURVEYS = {
    "families": {
        "questions": {
            "met": {"type": "single", "label": "Meeting", "answers": ["Yes", "No"]},
            "well": {
                "type": "single",
                "label": "How well",
                "answers": ["Well", "Badly"],
                "asked_if": {"question": "met", "answer": "Yes"},
            },
            "kept": {"type": "multiple", "label": "Kept", "answers": ["School", "Care", "None"]},
            "more": {"type": "text", "label": "More"},
        }
    }
}
ROWS = [
    "1 E1 autumn met Yes",
    "1 E1 autumn well Well",
    "1 E1 autumn kept School",
    "1 E1 autumn kept Care",
    "1 E1 autumn more Secret",
    "2 E1 autumn met Yes",
    "2 E1 autumn more Secret",
    "3 E2 autumn met No",
    "3 E2 autumn kept School",
    "4 E3 final met No",
]
SECRET = "Secret"


def responses(rows=ROWS):
    cells = [row.split() for row in rows]
    return pd.DataFrame(
        [[i, "families", area, wave, q, a] for i, area, wave, q, a in cells],
        columns=COLUMNS,
        dtype=str,
    )


def counted(rows=ROWS):
    table = tally(responses(rows), SURVEYS).drop(columns="survey")
    return {tuple(row[:4]): row[4] for row in table.to_numpy().tolist()}


def test_answers_are_counted_by_wave_and_area():
    assert counted() == {
        ("", "autumn", "E1", ANY): 2,
        ("", "autumn", "E2", ANY): 1,
        ("", "final", "E3", ANY): 1,
        ("met", "autumn", "E1", ANY): 2,
        ("met", "autumn", "E2", ANY): 1,
        ("met", "final", "E3", ANY): 1,
        ("met", "autumn", "E1", "Yes"): 2,
        ("met", "autumn", "E2", "No"): 1,
        ("met", "final", "E3", "No"): 1,
        ("well", "autumn", "E1", ANY): 1,
        ("well", "autumn", "E1", "Well"): 1,
        ("kept", "autumn", "E1", ANY): 1,
        ("kept", "autumn", "E2", ANY): 1,
        ("kept", "autumn", "E1", "School"): 1,
        ("kept", "autumn", "E1", "Care"): 1,
        ("kept", "autumn", "E2", "School"): 1,
        ("more", "autumn", "E1", ANY): 2,
    }


def test_a_row_that_stands_twice_counts_once():
    assert counted([*ROWS, *ROWS]) == counted()


def test_rows_of_any_order_count_alike():
    mixed = random.Random(7).sample(ROWS, len(ROWS))
    assert counted(mixed) == counted()


def test_the_file_is_counted_like_the_table(tmp_path):
    write_table(responses(), tmp_path / "responses.parquet")
    read = read_responses(tmp_path / "responses.parquet")
    assert (read.dtypes == "category").all()
    pd.testing.assert_frame_equal(tally(read, SURVEYS), tally(responses(), SURVEYS))


def test_nobody_counts_nothing():
    assert tally(responses([]), SURVEYS).empty


def test_a_survey_that_is_not_configured_is_passed_over():
    assert tally(responses(), {}).empty


def questions(rows=ROWS):
    found = profile({}, tally(responses(rows), SURVEYS), SURVEYS, REPORTS)["questions"]
    return {entry["question"]: entry for entry in found}


def test_a_routed_question_is_asked_of_those_led_to_it():
    waves = {wave["wave"]: wave for wave in questions()["well"]["waves"]}
    assert waves["autumn"] == {
        "wave": "autumn",
        "asked": 2,
        "answered": 1,
        "answers": [{"answer": "Well", "count": 1}, {"answer": "Badly", "count": 0}],
    }
    assert (waves["final"]["asked"], waves["final"]["answered"]) == (0, 0)


def test_more_answers_than_were_led_there_are_still_asked():
    """A leading answer that could not be read is set aside; what follows it stands."""
    (wave, _) = questions([*ROWS, "3 E2 autumn well Well", "5 E2 autumn well Well"])["well"][
        "waves"
    ]
    assert (wave["asked"], wave["answered"]) == (3, 3)


def test_answers_stand_in_the_order_of_the_questionnaire_by_wave():
    autumn, final = questions()["kept"]["waves"]
    assert [tuple(each.values()) for each in autumn["answers"]] == [
        ("School", 2),
        ("Care", 1),
        ("None", 0),
    ]
    assert (autumn["asked"], autumn["answered"], final["asked"], final["answered"]) == (3, 2, 1, 0)


def test_texts_are_counted_and_never_told():
    found = profile({}, tally(responses(), SURVEYS), SURVEYS, REPORTS)
    assert questions()["more"]["waves"][0] == {
        "wave": "autumn",
        "asked": 3,
        "answered": 2,
        "answers": [],
    }
    assert SECRET not in str(found)
    assert SECRET not in tally(responses(), SURVEYS).to_csv()


def test_a_survey_is_a_source_with_questions_for_columns():
    (source,) = profile({}, tally(responses(), SURVEYS), SURVEYS, REPORTS)["sources"]
    assert (source["source"], source["rows"]) == ("families", 4)
    assert source["waves"] == {"autumn": 3, "final": 1}
    missing = {column["name"]: column for column in source["columns"]}
    assert missing["kept"] == {"name": "kept", "missing": 2, "waves": {"autumn": 1, "final": 1}}
    assert missing["met"]["missing"] == 0


TABLES = {
    "visits": pd.DataFrame(
        [["v-1", "autumn"], ["v-2", "final"], ["v-3", ""]],
        columns=["visit_id", "report"],
        dtype=str,
    ),
    "findings": pd.DataFrame(
        [
            ["v-1", "", "health"],
            ["v-2", "", ""],
            ["d-1", "2020-10-05", ""],
            ["d-2", "2020-12-01", ""],
        ],
        columns=["visit_id", "date", "sector"],
        dtype=str,
    ),
    "codes": pd.DataFrame({"theme": ["waits", ""]}, dtype=str),
}


@pytest.mark.parametrize(
    ("name", "rows", "waves", "column", "missing"),
    [
        ("visits", 3, {"autumn": 1, "final": 1}, "report", (1, {"autumn": 0, "final": 0})),
        ("findings", 4, {"autumn": 2, "final": 1}, "sector", (3, {"autumn": 1, "final": 1})),
        ("codes", 2, {}, "theme", (1, {})),
    ],
)
def test_tables_have_rows_and_blanks_by_wave(name, rows, waves, column, missing):
    found = profile(TABLES, tally(responses([]), SURVEYS), {}, REPORTS)["sources"]
    source = {entry["source"]: entry for entry in found}[name]
    assert (source["rows"], source["waves"]) == (rows, waves)
    told = {entry["name"]: entry for entry in source["columns"]}[column]
    assert (told["missing"], told["waves"]) == missing
