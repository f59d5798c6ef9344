"""Cells to answers: exact, loose by the way, joined, blank; what is none is set aside."""

import pandas as pd
import pytest

from nationalreports.survey_answers import NONE, read_answers
from nationalreports.survey_forms import columns_of
from nationalreports.survey_problems import RowProblems


def form_of(export=None, **questions):
    own = {"id": "ID", "area": "Area", "submitted": "Day", "drop": [], "questions": questions}
    return own | ({"export": export} if export else {})


SINGLE = {"header": "Q", "type": "single", "answers": ["Well", "None", "N/A", "Don't know"]}
TICKED = {"header": "Q", "type": "multiple", "answers": ["Care", "No help"]}
JOINED = {"header": "Q", "type": "multiple", "layout": "joined"}
JOINED |= {"answers": ["Care", "Short breaks; nights"]}
TEXT = {"header": "Q", "type": "text"}


def said(form, *cells):
    """What each row says, and the problems, one row after another of the columns' cells."""
    columns = columns_of(form)
    headers = list(dict.fromkeys(column.header for column in columns))
    rows = [cell if isinstance(cell, tuple) else (cell,) for cell in cells]
    frame = pd.DataFrame(rows, columns=headers, index=range(2, len(rows) + 2), dtype=str)
    problems = RowProblems("f.csv", frame)
    answers = read_answers(frame, form, problems)
    told = [[] for _ in rows]
    for column, given in zip(columns, answers.given, strict=True):
        entry = form["questions"][column.question]
        for row, number in enumerate(given):
            if number != NONE:
                if column.answer:
                    told[row].append(column.answer)
                elif entry["type"] == "text":
                    told[row].append(answers.texts[column.question].iloc[row])
                else:
                    told[row].append(entry["answers"][number])
    return told, [(p.severity, p.rule, p.row, p.value) for p in problems.listed()]


@pytest.mark.parametrize(
    ("cell", "answer", "rule"),
    [
        ("Well", "Well", None),
        ("None", "None", None),
        ("N/A", "N/A", None),
        ("", None, None),
        ("well", "Well", "SVY-014"),
        ("Don’t know", "Don't know", "SVY-014"),
        ("Well.", "Well", "SVY-014"),
        ("NA", None, "SVY-008"),
        ("null", None, "SVY-008"),
        ("-", None, "SVY-008"),
        (".", None, "SVY-008"),
        ("0", None, "SVY-008"),
        ("Wel", None, "SVY-008"),
    ],
)
def test_single_answers(cell, answer, rule):
    told, problems = said(form_of(q=SINGLE), cell)
    assert told == [[answer] if answer else []]
    assert [p[1] for p in problems] == ([rule] if rule else [])


def test_loose_cells_are_counted_once_a_column():
    form = form_of(q=SINGLE)
    frame = pd.DataFrame({"Q": ["Well", "WELL", "none", "Well"]}, index=range(2, 6), dtype=str)
    problems = RowProblems("f.csv", frame)
    read_answers(frame, form, problems)
    (note,) = problems.listed()
    assert (note.severity, note.row, note.value) == ("info", 3, "WELL")
    assert note.message.startswith("2 cells")


@pytest.mark.parametrize(
    ("cell", "ticked", "rule"),
    [
        ("Care", True, None),
        ("1", True, None),
        ("x", True, None),
        ("Yes", True, None),
        ("", False, None),
        ("CARE", True, "SVY-014"),
        ("0", False, "SVY-008"),
        ("No", False, "SVY-008"),
        ("No help", False, "SVY-008"),
        ("2", False, "SVY-008"),
    ],
)
def test_ticks(cell, ticked, rule):
    told, problems = said(form_of(q=TICKED), (cell, ""))
    assert told == [["Care"] if ticked else []]
    assert [p[1] for p in problems] == ([rule] if rule else [])


def test_declared_marks_for_not_ticked_count_in_ticked_columns_alone():
    scale = {"header": "S", "type": "single", "answers": ["No", "0"]}
    form = form_of({"not_ticked": ["0", "no"]}, q=TICKED, s=scale)
    assert said(form, ("0", "1", "0"), ("No", "No", "No")) == ([["No help", "0"], ["No"]], [])


def test_declared_blanks_are_no_answer_anywhere():
    form = form_of({"blank": ["-", "Not asked"]}, q=TICKED, s=SINGLE | {"header": "S"})
    form["questions"]["t"] = TEXT | {"header": "T"}
    assert said(form, ("-", "not asked", "-", "-"), ("", "1", "Well", "- no")) == (
        [[], ["No help", "Well", "- no"]],
        [],
    )


@pytest.mark.parametrize(
    ("cell", "answers", "rule"),
    [
        ("Care;", ["Care"], None),
        ("Care;Short breaks; nights;", ["Care", "Short breaks; nights"], None),
        ("Short breaks; nights;Care", ["Care", "Short breaks; nights"], None),
        ("", [], None),
        ("care;", ["Care"], "SVY-014"),
        ("Short breaks;Care;nights", [], "SVY-008"),
        ("Short breaks", [], "SVY-008"),
        ("Care;Care;", [], "SVY-008"),
        ("Care;Something else;", [], "SVY-008"),
        ("Care,Short breaks; nights", [], "SVY-008"),
    ],
)
def test_joined_answers(cell, answers, rule):
    told, problems = said(form_of(q=JOINED), cell)
    assert told == [answers]
    assert [(p[1], p[3]) for p in problems] == ([(rule, cell)] if rule else [])


def test_a_cell_that_could_be_read_in_two_ways_is_refused():
    form = form_of(q=JOINED | {"answers": ["A", "B", "A;B"]})
    assert said(form, "A;B")[1] == [("error", "SVY-008", 2, "A;B")]


def test_another_separator_may_be_declared():
    form = form_of({"separator": ", "}, q=JOINED)
    assert said(form, "Care, Short breaks; nights") == ([["Care", "Short breaks; nights"]], [])


ROUTED = {
    "met": {"header": "M", "type": "single", "answers": ["Yes", "No"]},
    "kept": JOINED | {"header": "K", "asked_if": {"question": "met", "answer": "Yes"}},
    "why": TEXT | {"header": "W", "asked_if": {"question": "kept", "answer": "Care"}},
}


@pytest.mark.parametrize(
    ("cells", "answers", "rules"),
    [
        (("Yes", "Care;", "w"), ["Yes", "Care", "w"], []),
        (("No", "", ""), ["No"], []),
        (
            ("No", "Care;Short breaks; nights", ""),
            ["No"],
            [("SVY-009", "Care;Short breaks; nights")],
        ),
        (("Yes", "Short breaks; nights", "w"), ["Yes", "Short breaks; nights"], [("SVY-009", "w")]),
        # What was led to by an answer that is set aside is set aside with it.
        (("No", "Care", "w"), ["No"], [("SVY-009", "Care"), ("SVY-009", "w")]),
        # Whom an unknown answer leads on to is not known.
        (("Perhaps", "Care", "w"), ["Care", "w"], [("SVY-008", "Perhaps")]),
        (("Yes", "Other", "w"), ["Yes", "w"], [("SVY-008", "Other")]),
    ],
)
def test_routing(cells, answers, rules):
    told, problems = said(form_of(**ROUTED), cells)
    assert told == [answers]
    assert [(p[1], p[3]) for p in problems] == rules
