"""Texts compared as tools vary them, and joined cells read in one way or not at all."""

from itertools import permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nationalreports.survey_forms import (
    ambiguous_answers,
    columns_of,
    fold,
    headers_of,
    pieces,
    ways_to_read,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Very well", "very WELL"),
        ("Don't know", "Don’t know"),
        ('The "offer"', "The “offer”"),
        ("Part-time", "Part–time"),
        ("Very  well", " Very\u00a0well\n"),
        ("Which services?", "Which services?:"),
        ("Tick all.", "Tick all"),
        ("Which services - Care", "Which services: - Care"),
    ],
)
def test_what_differs_by_the_way_folds_to_the_same(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Very well", "Verywell"),
        ("Well", "Well?"),
        ("Cafe", "Café"),
        ("1.5", "15"),
        ("-", ""),
        (".", ""),
        (":", "."),
    ],
)
def test_what_differs_in_itself_does_not(one, other):
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_again_changes_nothing_and_leaves_something(text):
    assert fold(fold(text)) == fold(text)
    assert bool(fold(text)) == bool(text.strip())


def test_columns_of_both_layouts():
    form = {
        "id": "ID",
        "area": "Area",
        "submitted": "Day",
        "questions": {
            "a": {"header": "A", "type": "multiple", "answers": ["x", "y"]},
            "b": {"header": "B", "type": "multiple", "answers": ["x", "y"], "layout": "joined"},
            "c": {"header": "C", "type": "text"},
        },
    }
    assert columns_of(form) == [
        ("a", "x", "A - x"),
        ("a", "y", "A - y"),
        ("b", "x", "B"),
        ("b", "y", "B"),
        ("c", "", "C"),
    ]
    assert headers_of(form) == ["ID", "Area", "Day", "A - x", "A - y", "B", "C"]


@pytest.mark.parametrize(
    ("cell", "answers", "read"),
    [
        ("A", ["A", "B"], [(0,)]),
        ("A;B;", ["A", "B"], [(0, 1)]),
        ("B; A", ["A", "B"], [(1, 0)]),
        ("A;C", ["A", "B"], []),
        ("A;;B", ["A", "B"], []),
        (";", ["A", "B"], []),
        ("x; y;A;", ["A", "x; y"], [(1, 0)]),
        ("x;A;y", ["A", "x; y"], []),
        ("x", ["A", "x; y"], []),
        ("A;B", ["A", "B", "A;B"], [(0, 1), (2,)]),
    ],
)
def test_a_cell_is_read_as_whole_answers(cell, answers, read):
    ways = ways_to_read(pieces(cell, ";"), [pieces(answer, ";") for answer in answers])
    assert sorted(ways) == read


@pytest.mark.parametrize(
    ("answers", "ambiguous"),
    [
        (["A", "B"], False),
        (["A", "x;y"], False),
        (["A", "A;B"], False),
        (["A", "B", "A;B"], True),
        (["A;B", "C", "A", "B;C"], True),
        (["A", "a"], True),
        (["A;B", "A; b"], True),
    ],
)
def test_ambiguous_answers_are_known_beforehand(answers, ambiguous):
    assert ambiguous_answers([pieces(answer, ";") for answer in answers]) is ambiguous


answer_sets = st.lists(
    st.lists(st.sampled_from("abc"), min_size=1, max_size=3).map(tuple),
    min_size=1,
    max_size=4,
    unique=True,
)


@given(answer_sets)
def test_unambiguous_answers_are_always_read_back(answers):
    assume(not ambiguous_answers(answers))
    for length in range(1, len(answers) + 1):
        for chosen in permutations(range(len(answers)), length):
            cell = tuple(piece for number in chosen for piece in answers[number])
            assert ways_to_read(cell, answers) == [chosen]


@given(answer_sets)
def test_what_a_short_search_finds_ambiguous_is_refused(answers):
    cells = [sum(chosen, ()) for n in (1, 2, 3) for chosen in permutations(answers, n)]
    if any(len(ways_to_read(cell, answers)) > 1 for cell in cells):
        assert ambiguous_answers(answers)
