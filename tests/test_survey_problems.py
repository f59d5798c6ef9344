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
