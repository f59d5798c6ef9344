"""Problems of rows: named up to a number, counted beyond."""

import pandas as pd
import pytest

from nationalreports import survey_problems
from nationalreports.survey_problems import RowProblems

NAMED = 1_000


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """The limit is what a sheet holds; the tests need not."""
    monkeypatch.setattr(survey_problems, "NAMED", NAMED)


def cells(number, start=2):
    return pd.Series([f"v{n}" for n in range(number)], index=range(start, number + start))


def told():
    return RowProblems("f.csv", pd.DataFrame({"A": cells(60_000), "B": cells(60_000)[::-1]}))


@pytest.mark.parametrize(("number", "lines"), [(0, 0), (NAMED, NAMED), (NAMED + 1, NAMED + 1)])
def test_all_are_named_up_to_the_limit(number, lines):
    problems = told()
    problems.add("error", "SVY-003", "ID", cells(number), "wrong")
    assert len(problems.listed()) == lines


def test_the_rest_is_counted_over_all_columns_in_one_line_of_the_same_severity():
    problems = told()
    problems.add("error", "SVY-008", "A", cells(NAMED - 1), "wrong")
    problems.add("error", "SVY-008", "B", cells(50_000), "wrong")
    problems.add("info", "SVY-010", "", cells(1), "silent")
    *named, silent, rest = problems.listed()
    assert [p.column for p in named] == ["A"] * (NAMED - 1) + ["B"]
    assert silent.rule == "SVY-010"
    assert (rest.severity, rest.rule, rest.row, rest.value) == ("error", "SVY-008", "", "")
    assert "49,999 more" in rest.message


def test_messages_are_made_for_the_named_alone():
    asked = []
    problems = told()
    problems.add(
        "error", "SVY-004", "ID", cells(NAMED * 2), lambda named: asked.append(len(named)) or named
    )
    assert asked == [NAMED]
    assert problems.listed()[1].message == "v1"


def test_a_note_stands_at_the_first_cell_and_for_none_is_not_made():
    problems = told()
    problems.note("info", "SVY-014", "A", cells(3, start=7), "3 cells")
    problems.note("info", "SVY-014", "B", cells(0), "0 cells")
    (note,) = problems.listed()
    assert (note.row, note.column, note.value, note.message) == (7, "A", "v0", "3 cells")


def test_each_problem_has_the_digest_of_its_row_and_survey_wherever_it_stands(monkeypatch):
    """Two surveys may have the same columns, and a response of the same id that says the same."""
    monkeypatch.setattr(survey_problems, "_AT_A_TIME", 2)
    frame = pd.DataFrame({"B": list("vwxyz"), "A": list("vvvzz")}, index=range(2, 7), dtype=str)

    def records(source):
        problems = RowProblems(source, frame)
        for column in ("A", "B"):
            problems.add("error", "SVY-008", column, frame[column], "wrong")
        return {problem.record for problem in problems.listed()}

    one, other = (records(f"data/raw/surveys/{survey}/f.csv") for survey in ("a", "b"))
    assert (len(one), len(other), one & other) == (10, 10, set())
    assert records("data/raw/surveys/a/g.csv") == one


def test_what_is_about_many_rows_is_left_to_the_file():
    problems = told()
    problems.note("info", "SVY-014", "A", cells(3), "3 cells")
    assert problems.listed()[0].record == ""
