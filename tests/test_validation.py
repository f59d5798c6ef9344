"""Rules put to tables: rows found, broken checks told apart, and the list put in order."""

import itertools
from dataclasses import asdict

import great_expectations.expectations as gxe
import pandas as pd
import pytest
from great_expectations.expectations.metadata_types import FailureSeverity

from nationalreports import validation
from nationalreports.problems import COLUMNS, Problem, to_frame
from nationalreports.validation import PIPELINE, join_problems, problem_line, validate


class IsKnown(gxe.ExpectColumnValuesToBeInSet):
    code = "TST-101"
    remedy = "write a"
    why = "Other letters are lost."
    settled_by = ("exclude",)
    column: str = "letter"
    notes: str | list[str] | None = "Letters are a."


class IsWarnedOf(IsKnown):
    code = "TST-102"
    severity: FailureSeverity = FailureSeverity.WARNING


FRAME = pd.DataFrame({"letter": ["a", "b", "c"]}, dtype=str)


def found(problems):
    return [(p.severity, p.source, p.row, p.column, p.rule, p.value) for p in problems]


@pytest.mark.parametrize(
    ("frame", "places"),
    [
        (FRAME, [("letters", 3), ("letters", 4)]),
        (FRAME.set_axis(pd.Index([2, 7, 9], name="row")), [("letters", 7), ("letters", 9)]),
        (
            FRAME.assign(source=["x", "y", "z"], locator=["row 5", "line 6", "page 2, item 3"]),
            [("y", 6), ("z", "page 2, item 3")],
        ),
    ],
)
def test_problems_say_where_they_stand(frame, places):
    problems, results = validate({"letters": frame}, {"letters": [IsKnown(value_set=["a"])]})
    assert [(p.source, p.row) for p in problems] == places
    assert [(p.severity, p.column, p.rule, p.value) for p in problems] == [
        ("error", "letter", "TST-101", "b"),
        ("error", "letter", "TST-101", "c"),
    ]
    assert problems[0].message == "breaks the rule: Letters are a. Write a."
    assert [(r["state"], r["checked"], r["failing"]) for r in results] == [("failed", 3, 2)]


def test_results_say_what_a_reviewer_decides_from():
    _, (result,) = validate({"letters": FRAME}, {"letters": [IsKnown(value_set=["a"])]})
    told = {key: result[key] for key in ("notes", "why", "remedy", "settled_by")}
    assert told == {
        "notes": "Letters are a.",
        "why": "Other letters are lost.",
        "remedy": "write a",
        "settled_by": ["exclude"],
    }


def test_severities_are_ours():
    problems, _ = validate({"letters": FRAME}, {"letters": [IsWarnedOf(value_set=["a", "b"])]})
    assert [p.severity for p in problems] == ["warning"]


def test_all_rows_are_given_however_many():
    frame = pd.DataFrame({"letter": ["b"] * 3000}, dtype=str)
    problems, _ = validate({"letters": frame}, {"letters": [IsKnown(value_set=["a"])]})
    assert [p.row for p in problems] == list(range(2, 3002))


def test_a_check_that_breaks_is_an_error_of_the_pipeline_and_alone():
    rules = {"letters": [IsKnown(value_set=["a"], column="absent"), IsWarnedOf(value_set=["a"])]}
    problems, results = validate({"letters": FRAME}, rules)
    assert [(p.severity, p.rule, p.value) for p in problems[:1]] == [("error", PIPELINE, "TST-101")]
    assert "absent" in problems[0].message
    assert "\n" not in problems[0].message
    assert [result["state"] for result in results] == ["broken", "failed"]


def test_a_table_that_cannot_be_checked_breaks_all_of_its_rules(monkeypatch):
    def fail(*_, **__):
        raise RuntimeError("out of order")

    monkeypatch.setattr("great_expectations.ExpectationSuite", fail)
    problems, results = validate({"letters": FRAME}, {"letters": [IsKnown(value_set=["a"])]})
    assert [(p.rule, p.value) for p in problems] == [(PIPELINE, "TST-101")]
    assert "out of order" in problems[0].message
    assert [result["state"] for result in results] == ["broken"]


def test_the_tables_stay_as_they_were():
    frame = FRAME.copy()
    validate({"letters": frame}, {"letters": [IsKnown(value_set=["a"])]})
    pd.testing.assert_frame_equal(frame, FRAME)


def test_great_expectations_is_not_imported_by_importing_this():
    names = vars(validation)
    assert not any("great_expectations" in str(getattr(v, "__name__", "")) for v in names.values())


PARTS = [
    to_frame([Problem("warning", "a.csv", 2, "x", "A-1", "", "m")]),
    to_frame([Problem("error", "b.csv", 10, "x", "A-1", "", "m")]),
    to_frame([Problem("error", "b.csv", 9, "x", "A-1", "", "m")] * 2),
    to_frame([Problem("info", "a.csv", "", "", "A-1", "", "m")]),
    to_frame([]),
]


@pytest.mark.parametrize("parts", list(itertools.permutations(PARTS, 5))[::17])
def test_problems_are_joined_in_one_order_each_once(parts):
    joined = join_problems(parts)
    assert list(joined.columns) == COLUMNS
    assert joined[["severity", "source", "row"]].to_numpy().tolist() == [
        ["error", "b.csv", "9"],
        ["error", "b.csv", "10"],
        ["warning", "a.csv", "2"],
        ["info", "a.csv", ""],
    ]


def test_settled_problems_stay_so_when_joined():
    frame = join_problems(PARTS).assign(decision=["accept", "correct", "exclude", ""], reason="")
    assert join_problems([frame])["decision"].tolist() == ["accept", "correct", "exclude", ""]


def test_a_problem_in_a_line_is_short_and_cannot_drive_a_terminal():
    long = Problem("error", "a.csv", 3, "", "A-1", "\x1b[2J" + "v" * 500, "m\x1b[2J")
    line = problem_line(asdict(long))
    assert line.startswith("a.csv, row 3: ")
    assert line.isprintable()
    assert len(line) < 120


def test_validating_opens_no_connection(monkeypatch):
    opened = []

    def refuse(*address, **_):
        opened.append(address)
        raise OSError("no network here")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(f"socket.socket.{name}", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    validate({"letters": FRAME}, {"letters": [IsKnown(value_set=["a", "b", "c"])]})
    assert opened == []
