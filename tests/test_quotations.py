"""Approved quotations: read with every fault told, and printed with the role alone."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from nationalreports.quotations import (
    PRINTED_COLUMNS,
    QUOTATION_COLUMNS,
    QUOTATIONS,
    make_quotation_fragments,
    printed_in,
    read_quotations,
)

REPORTS = ("october-2020", "final-2021")
GOOD = (
    "bus",
    "The bus never came for him",
    "parent of a child",
    "final-2021",
    "A. B.",
    "2021-04-03",
)


def put(root: Path, *rows: tuple[str, ...]) -> None:
    (root / QUOTATIONS).parent.mkdir(parents=True)
    pd.DataFrame(rows, columns=QUOTATION_COLUMNS).to_csv(root / QUOTATIONS, index=False)


def test_no_list_approves_nothing(tmp_path: Path) -> None:
    frame, problems = read_quotations(tmp_path, REPORTS)
    assert (len(frame), list(frame.columns), problems) == (0, QUOTATION_COLUMNS, [])


@pytest.mark.parametrize(
    ("place", "cell", "rule"),
    [
        (0, "Bus", "QUO-001"),
        (0, "../bus", "QUO-001"),
        (0, "bus", "QUO-001"),
        (1, "…", "QUO-002"),
        (1, "for 3 weeks", "QUO-002"),
        (2, "", "QUO-003"),
        (2, "Ann's mother", "QUO-003"),
        (2, "one of two parents", ""),
        (2, "a b c d e f g h i j k", "QUO-003"),
        (3, "", "QUO-004"),
        (3, "2021", "QUO-004"),
        (3, "october-2020", ""),
        (4, "–", "QUO-005"),
        (5, "soon", "QUO-006"),
    ],
)
def test_a_row_with_a_fault_is_told_by_row_and_column_and_approves_nothing(
    tmp_path: Path, place: int, cell: str, rule: str
) -> None:
    other = ("walk", *GOOD[1:])
    put(tmp_path, GOOD, (*other[:place], cell, *other[place + 1 :]))
    frame, problems = read_quotations(tmp_path, REPORTS)
    told = [(one.severity, one.rule, one.row, one.column) for one in problems]
    assert told == ([("error", rule, 3, QUOTATION_COLUMNS[place])] if rule else [])
    assert list(frame.index) == ([2] if rule else [2, 3])


def test_one_name_may_stand_in_two_reports(tmp_path: Path) -> None:
    put(tmp_path, GOOD, (*GOOD[:3], "october-2020", *GOOD[4:]))
    frame, problems = read_quotations(tmp_path, REPORTS)
    assert (len(frame), problems) == (2, [])


def test_a_report_gets_its_own_and_no_reviewer(tmp_path: Path) -> None:
    put(tmp_path, GOOD, ("walk", "We walked", *GOOD[2:3], "october-2020", *GOOD[4:]))
    frame, _ = read_quotations(tmp_path, REPORTS)
    own = printed_in(frame, "final-2021")
    assert list(own.columns) == PRINTED_COLUMNS
    assert own.to_numpy().tolist() == [list(GOOD[:3])]


def test_a_quotation_is_characters_and_its_role_whatever_it_says() -> None:
    text = "{{< meta facts.title >}} *never* <b>\n> `x`{=typst}"
    rows = pd.DataFrame([("bus", text, "parent")], columns=PRINTED_COLUMNS)
    ((name, made),) = make_quotation_fragments({"quotations": rows}).items()
    assert name == "quotation-bus"
    said, gap, role = made.splitlines()
    assert (gap, role) == (">", "> Parent")
    assert said.startswith("> “&#123;&#123;&#60; meta")
    assert not set("*<`{}") & set(said)


def test_a_report_without_quotations_has_no_fragment() -> None:
    assert make_quotation_fragments({}) == {}
