"""Settled alarms: bound to the words around the term, and refused where they would settle more."""

import datetime
from pathlib import Path

import pandas as pd
import pytest

from nationalreports.leaks.settled import SETTLED, SETTLED_COLUMNS, is_settled, read_settled

DAY = datetime.date(2020, 11, 3)
TEXT = "the printers at Bath Press in Somerset Street"
GOOD = ("Bath", TEXT, "", "A printer.", "A. Reviewer", "2020-11-03")


def put(root: Path, *rows: tuple[str, ...]) -> None:
    (root / SETTLED).parent.mkdir(parents=True, exist_ok=True)
    pd.DataFrame(rows, columns=SETTLED_COLUMNS).to_csv(root / SETTLED, index=False)


def settles(root: Path, term: str, text: str, file: str) -> bool:
    rows, problems = read_settled(root, DAY)
    assert problems == []
    alarms = pd.DataFrame([(file, term, text)], columns=["file", "term", "text"])
    return bool(is_settled(rows, alarms).iloc[0])


def test_no_list_settles_nothing(tmp_path: Path) -> None:
    rows, problems = read_settled(tmp_path, DAY)
    assert (len(rows), problems) == (0, [])


@pytest.mark.parametrize(
    ("term", "text", "settled"),
    [
        ("Bath", TEXT, True),
        ("BATH", TEXT.upper().replace(" ", "\u00a0"), True),
        ("Bath", "the leaders at Bath Press in Somerset Street", False),
        ("Bath", "Bath", False),
        ("Somerset", TEXT, False),
    ],
)
def test_an_alarm_is_settled_by_the_words_around_it(
    tmp_path: Path, term: str, text: str, settled: bool
) -> None:
    put(tmp_path, GOOD)
    assert settles(tmp_path, term, text, "a.html") is settled


@pytest.mark.parametrize(("file", "settled"), [("x/a.csv", True), ("x/b.csv", False)])
def test_a_row_with_a_file_settles_in_it_alone(tmp_path: Path, file: str, settled: bool) -> None:
    put(tmp_path, ("Bath", "Bath", "x/a.csv", *GOOD[3:]))
    assert settles(tmp_path, "Bath", "Bath", file) is settled


@pytest.mark.parametrize(
    ("place", "cell", "rule"),
    [
        (0, "", "LEK-001"),
        (0, "Bury", "LEK-001"),
        (1, "Bathing in the sea at all times", "LEK-001"),
        (1, "at Bath Press in Somerset", ""),
        (1, "at Bath Press in", "LEK-002"),
        (3, "–", "LEK-003"),
        (4, "", "LEK-004"),
        (5, "3.11.2020", "LEK-005"),
        (5, "2020-11-04", "LEK-005"),
    ],
)
def test_a_row_with_a_fault_is_told_by_row_and_column_and_settles_nothing(
    tmp_path: Path, place: int, cell: str, rule: str
) -> None:
    put(tmp_path, GOOD, (*GOOD[:place], cell, *GOOD[place + 1 :]))
    rows, problems = read_settled(tmp_path, DAY)
    told = [(problem.rule, problem.row) for problem in problems]
    assert told == ([(rule, 3)] if rule else [])
    assert list(rows.index) == ([2] if rule else [2, 3])


def test_a_list_without_a_column_is_a_problem_of_the_file(tmp_path: Path) -> None:
    put(tmp_path, GOOD)
    (tmp_path / SETTLED).write_text("term,text\nBath,at Bath\n")
    rows, problems = read_settled(tmp_path, DAY)
    assert len(rows) == 0
    assert {problem.severity for problem in problems} == {"error"}
