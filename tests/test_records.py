"""Digests of records: the same wherever a record stands, another once it says another thing."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nationalreports.problems import Problem
from nationalreports.records import (
    DIGEST,
    bind,
    bind_files,
    contents_of,
    digest,
    of_findings,
    of_group,
    of_responses,
    of_rows,
)

CELL = st.text(st.sampled_from('ab",[]\\ é'), max_size=3)
ROWS = st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=6)
SOURCE = "data/raw/f.csv"


def table(rows, first=2):
    index = pd.RangeIndex(first, len(rows) + first, name="row")
    return pd.DataFrame(rows, columns=["a", "b", "c"], index=index, dtype=str)


def problem(row, rule="X-001", column="a", value="v", message="m", source=SOURCE, record=""):
    return Problem("error", source, row, column, rule, value, message, record)


def bound(frame, *problems):
    return [p.record for p in bind(problems, {SOURCE: frame})]


@given(ROWS, st.randoms(use_true_random=False))
def test_neither_order_nor_place_matters(rows, random):
    before = bound(table(rows), *(problem(n + 2) for n in range(len(rows))))
    order = list(range(len(rows)))
    random.shuffle(order)
    moved = table([rows[n] for n in order], first=9)[["c", "a", "b"]]
    after = bound(moved, *(problem(n + 9) for n in range(len(rows))))
    assert [before[n] for n in order] == after
    assert all(DIGEST.fullmatch(record) for record in before)


@given(ROWS, st.data())
def test_any_value_matters_and_of_that_row_alone(rows, data):
    frame = table(rows)
    every = [problem(n + 2) for n in range(len(rows))]
    before = bound(frame, *every)
    row = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.sampled_from("abc"))
    changed = frame.copy()
    changed.loc[row + 2, column] += "x"
    after = bound(changed, *every)
    assert after[row] != before[row]
    assert [r for n, r in enumerate(after) if n != row] == [
        r for n, r in enumerate(before) if n != row
    ]


@given(ROWS)
def test_rows_have_the_same_digest_only_if_they_are_the_same(rows):
    records = bound(table(rows), *(problem(n + 2) for n in range(len(rows))))
    assert len(set(records)) == len(set(rows))


@pytest.mark.parametrize(
    "other",
    [{"rule": "X-002"}, {"column": "b"}, {"value": "w"}],
    ids=lambda other: next(iter(other)),
)
def test_rule_column_and_value_matter(other):
    one, two = bound(table([("1", "2", "3")]), problem(2), problem(2, **other))
    assert one != two


def test_the_message_of_a_row_does_not_matter():
    one, two = bound(table([("1", "2", "3")]), problem(2), problem("2", message="row 7 too"))
    assert one == two


def test_what_is_not_of_one_row_as_read_stays_without():
    frame = table([("1", "2", "3")])
    others = [
        problem(""),
        problem(3),
        problem("page 2"),
        problem(2, rule="TAB-010"),
        problem(2, source="data/raw/other.csv"),
    ]
    assert bound(frame, *others) == [""] * len(others)
    assert bound(frame, problem(2, record="given")) == ["given"]


def test_a_file_counts_with_all_its_bytes(tmp_path):
    path = tmp_path / SOURCE
    path.parent.mkdir(parents=True)
    path.write_bytes(b"one")
    (first,) = bind_files([problem("")], tmp_path)
    assert len(first.record) == 16
    assert bind_files([first], tmp_path) == [first]
    for other in ({"rule": "X-2"}, {"column": "b"}, {"value": "w"}, {"message": "n"}):
        (changed,) = bind_files([problem("", **other)], tmp_path)
        assert changed.record != first.record, other
    (changed,) = bind_files([problem("3")], tmp_path)
    assert changed.record != first.record
    path.write_bytes(b"One")
    (changed,) = bind_files([problem("")], tmp_path)
    assert changed.record != first.record


def test_a_folder_counts_with_all_its_files(tmp_path):
    folder = tmp_path / "data/raw/coding"
    (folder / "deep").mkdir(parents=True)
    records = []
    for name, text in (("a.csv", "1"), ("a.csv", "2"), ("deep/b.csv", "2"), ("c.csv", "")):
        (folder / name).write_text(text)
        records += [
            p.record for p in bind_files([problem("", source="data/raw/coding/")], tmp_path)
        ]
    (folder / "c.csv").rename(folder / "d.csv")
    records += [p.record for p in bind_files([problem("", source="data/raw/coding/")], tmp_path)]
    assert len(set(records)) == 5


def test_a_missing_file_has_a_digest_too(tmp_path):
    (found,) = bind_files([problem("")], tmp_path)
    assert len(found.record) == 16


def test_a_group_has_one_digest_in_whatever_order():
    frame = table([("1", "2", "3"), ("4", "5", "6")])
    whole = of_group("X-1", frame)
    assert of_group("X-1", frame.iloc[::-1]) == whole
    others = [of_group("X-2", frame), of_group("X-1", frame.iloc[:1]), of_group("X-1", frame, "y")]
    assert len({whole, *others}) == 4


def test_of_tables_places_do_not_count_but_all_else_does():
    frame = pd.DataFrame({"id": ["a"], "text": ["t"], "source": ["s"], "locator": ["row 2"]})
    (one,) = of_rows("X-101", frame)
    assert of_rows("X-101", frame.assign(source="z", locator="row 3")) == [one]
    assert of_rows("X-101", frame.assign(text="u")) != [one]


def test_what_was_worked_out_for_rules_is_no_part_of_a_finding():
    frame = pd.DataFrame({"finding_id": ["a"], "text": ["t"]})
    assert of_findings("X-101", frame.assign(_near=0.9)) == of_findings("X-101", frame)
    assert of_findings("X-101", frame.assign(text="u")) != of_findings("X-101", frame)


ANSWERS = pd.DataFrame(
    [
        ("r1", "s", "E1", "w", "q1", "Yes"),
        ("r1", "s", "E1", "w", "q2", "No"),
        ("r2", "s", "E1", "w", "q1", "Yes"),
    ],
    columns=["response_id", "survey", "area_code", "wave", "question", "answer"],
)


def test_a_response_is_all_that_it_answers():
    one, two = of_responses("X-101", ["r1", "r2"], ANSWERS)
    assert one != two
    assert of_responses("X-101", ["r2", "r1"], ANSWERS.iloc[::-1]) == [two, one]
    changed = ANSWERS.assign(answer=["Yes", "Yes", "Yes"])
    assert of_responses("X-101", ["r1", "r2"], changed)[0] != one
    assert of_responses("X-101", ["r1", "r2"], changed)[1] == two


def test_no_part_runs_into_another():
    assert digest("ab", "c") != digest("a", "bc")
    assert contents_of(table([("a", "", "b")])) != contents_of(table([("a", "b", "")]))


def test_no_spreadsheet_takes_a_digest_for_a_number():
    """Sixteen hex digits alone would be a number, such as 0012 or 12e4, once in some 180."""
    made = [digest("X-001", number) for number in range(3000)]
    assert [record for record in made if not (record[0] == "r" and DIGEST.fullmatch(record))] == []
    assert {len(record) for record in made} == {16}
