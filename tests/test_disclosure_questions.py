"""What published figures and the questionnaire tell of a question, in rows of a programme."""

from __future__ import annotations

from fractions import Fraction
from math import floor

import numpy as np
import pandas as pd
import pytest
from survey_series import LIMITS, NAME, blocks_of, people, publish, responses, rounded, survey

from nationalreports.disclosure.figures import printed, tell_published, unround
from nationalreports.disclosure.publications import ELSEWHERE_COLUMNS, Publication
from nationalreports.disclosure.questions import (
    Knowledge,
    Layout,
    find_blocks,
    make_layout,
    tell_questionnaire,
)
from nationalreports.disclosure.targets import find_sets, find_targets, named_in

TWO = survey({"q": ["a", "b"]})


def pair(given: pd.DataFrame, *more: pd.DataFrame) -> list[Publication]:
    return [publish(f"r{n}", one, TWO) for n, one in enumerate((given, *more))]


def know(entry: dict, publications: list[Publication], *questions: str) -> tuple[Knowledge, Layout]:
    blocks = blocks_of(entry, publications)
    layout = make_layout(blocks, publications, entry, dict.fromkeys(questions, True))
    found = Knowledge(blocks, layout)
    tell_questionnaire(found, layout, entry)
    tell_published(found, layout, publications, NAME, entry, blocks.silent)
    return found, layout


@pytest.mark.parametrize("rounding", [1, 2, 3, 5, 10])
def test_a_rounded_figure_means_all_that_round_to_it(rounding: int) -> None:
    for value in range(0, 60, rounding):
        whole = [
            n
            for n in range(90)
            if floor(Fraction(n, rounding) + Fraction(1, 2)) * rounding == value
        ]
        assert unround(value, rounding) == (min(whole), max(whole))


def test_what_is_no_multiple_was_not_rounded() -> None:
    assert unround(37, 5) == (37, 37)


def test_own_figures_stand_at_their_variables() -> None:
    given = responses(people("A", 3, q="a"), people("A", 2, q="b"), people("B", 4, q="b"))
    found, layout = know(TWO, pair(given), "q")
    assert found.attackers == ("", "A", "B")
    count = layout.counted("q", [0], "all", "b")
    assert (found.own @ count).tolist() == [0, 2, 4]
    assert (found.own @ layout.answered("q", [0], "all")).tolist() == [0, 5, 4]
    assert (found.own @ layout.sized([0], "all")).tolist() == [0, 5, 4]
    assert int(count @ found.true) == 6


def test_the_size_of_a_group_is_the_count_of_its_answer() -> None:
    entry = survey({"g": ["x", "y"], "q": ["a", "b"]}, groups="g")
    given = responses(people("A", 3, g="x", q="a"), people("A", 2, g="y"), people("B", 4, q="b"))
    found, layout = know(entry, [publish("r", given, entry)], "g", "q")
    assert np.array_equal(layout.counted("g", [0], "all", "x"), layout.sized([0], "x"))
    assert int(layout.answered("g", [0], "all") @ found.true) == 5
    assert int(layout.sized([0], "all") @ found.true) == 9


def test_no_true_figures_are_ever_shut_out() -> None:
    # Two who were not asked have answered, and one gave "none" beside another answer.
    entry = survey(
        {"r": ["yes", "no"], "q": ["a", "none"]},
        multiple=["q"],
        q={"asked_if": {"question": "r", "answer": "yes"}, "exclusive": ["none"]},
    )
    given = responses(
        people("A", 9, r="yes", q="a"),
        people("A", 2, r="no", q=["a", "none"]),
        people("B", 9, r="no"),
    )
    found, _ = know(entry, [publish("r", given, entry)], "q", "r")
    assert found.fits(found.true).all()


def test_a_false_figure_tells_nothing() -> None:
    given = responses(people("A", 20, q="a"), people("B", 20, q="b"))
    wrong = pd.DataFrame(
        [("prose", NAME, "all", "q", "a", "count", "33")], columns=ELSEWHERE_COLUMNS
    )
    found, layout = know(TWO, [publish("r", given, TWO, elsewhere=wrong)], "q")
    assert found.fits(found.true).all()
    least, most = found.subtract(layout.counted("q", [0], "all", "a"))
    assert (least[0], most[0]) == (18, 22)


def test_figures_elsewhere_are_printed_too() -> None:
    given = responses(people("A", 20, q="a"), people("B", 20, q="b"))
    prose = pd.DataFrame(
        [
            ("chart", NAME, "all", "q", "a", "count", 21),
            ("prose", NAME, "all", "", "", "base", 40),
            ("prose", "another", "all", "q", "a", "count", 5),
        ],
        columns=ELSEWHERE_COLUMNS,
    )
    found = printed(publish("r", given, TWO, elsewhere=prose), NAME)
    assert ("q", "all", "a", "count", "21") in found
    assert ("", "all", "", "base", "40") in found
    assert not any(figure.value == "5" for figure in found)


def test_a_correction_may_have_changed_anybody() -> None:
    given = responses(people("A", 20, q="a"), people("B", 20, q="b"))
    first, second = pair(given, given)
    second = publish("r1", given, TWO, report="r0")
    final = publish("r2", given, TWO)
    blocks = blocks_of(TWO, [first, second, final])
    members, areas = find_blocks(blocks, [first, second, final])
    assert members == (
        frozenset({"r0", "r1", "r2"}),
        frozenset({"r0"}),
        frozenset({"r1", "r2"}),
    )
    assert set(areas) == {frozenset({"A", "B"})}


def test_without_a_correction_the_same_people_are_the_same() -> None:
    given = responses(people("A", 20, q="a"))
    publications = pair(given, given)
    assert len(find_blocks(blocks_of(TWO, publications), publications)[0]) == 1


def test_sets_are_what_subtraction_leaves() -> None:
    one, two, three = (people(area, 20, q="a") for area in "ABC")
    publications = pair(responses(one, two), responses(two, three))
    blocks = blocks_of(TWO, publications)
    layout = make_layout(blocks, publications, TWO, {"q": True})
    sets = {
        key: frozenset().union(*(layout.areas[block] for block in people_))
        for key, people_ in find_sets(layout, publications).items()
    }
    assert sets == {"r1 less r0": {"C"}, "r0 less r1": {"A"}, "r1 and r0": {"B"}}
    assert named_in("r1 and r0 less r2 less r3") == ["r1", "r0", "r2", "r3"]


def test_a_window_of_its_own_is_no_difference() -> None:
    one, two = (people(area, 20, q="a") for area in "AB")
    publications = pair(responses(one), responses(two), responses(one, two))
    blocks = blocks_of(TWO, publications)
    layout = make_layout(blocks, publications, TWO, {"q": True})
    assert find_sets(layout, publications) == {}


def test_targets_are_what_is_withheld_and_what_differs() -> None:
    entry = survey({"q": ["a", "b"]}, multiple=["q"])
    one, two = people("A", 20, q="a"), people("B", 20, q=["a", "b"])
    first = publish("r0", responses(one), entry, rounded(hide=[("all", "q", "b")]))
    second = publish("r1", responses(one, two), entry, rounded())
    publications = [first, second]
    layout = make_layout(blocks_of(entry, publications), publications, entry, {"q": True})
    found = find_targets(layout, publications, NAME, entry, "q")
    told = {(s.target.kind, s.target.key, s.target.group, s.target.answer) for s in found}
    assert told == {
        ("withheld", "r0", "all", "a"),
        ("complement", "r0", "all", "a"),
        ("withheld", "r0", "all", "b"),
        ("complement", "r0", "all", "b"),
        ("withheld", "r1", "all", "a"),
        ("complement", "r1", "all", "a"),
        ("difference", "r1 less r0", "all", ""),
        ("difference", "r1 less r0", "all", "a"),
        ("difference", "r1 less r0", "all", "b"),
        ("complement", "r1 less r0", "all", "a"),
        ("complement", "r1 less r0", "all", "b"),
    }


def test_groups_that_were_never_asked_are_no_targets() -> None:
    routed = {"asked_if": {"question": "g", "answer": "x"}}
    entry = survey({"g": ["x", "y"], "q": ["a", "b"]}, groups="g", q=routed)
    given = responses(people("A", 20, g="x", q="a"), people("B", 20, g="y"))
    publications = [publish("r", given, entry)]
    questions = {"g": True, "q": True}
    layout = make_layout(blocks_of(entry, publications), publications, entry, questions)
    found = find_targets(layout, publications, NAME, entry, "q")
    assert {sought.target.group for sought in found} == {"all", "x"}


def test_thresholds_are_those_a_publication_was_made_with() -> None:
    given = responses(people("A", 21, q="a"), people("B", 24, q="b"))
    coarse = {**LIMITS, "rounding_base": 10}
    found, layout = know(TWO, [publish("r", given, TWO, limits=coarse)], "q")
    least, most = found.subtract(layout.counted("q", [0], "all", "a"))
    # To the nearest 10, 20 is 15 to 24, and the base of 50 at least 45: 24 of them at most gave b.
    assert (least[0], most[0]) == (21, 24)


def test_own_people_who_left_a_question_out_are_people_beside_its_base() -> None:
    entry = survey({"q": ["a", "b"], "r": ["c", "d"]})
    given = responses(
        people("A", 30, q="a", r="c"),
        people("A", 4, q="b"),
        people("B", 40, q="b", r="d"),
        people("C", 30, q="a", r="c"),
        people("C", 30, r="d"),
    )
    # 130 is printed for r, so 128 answered it at least, more than q; four more in A did not.
    publications = [publish("r0", given, entry)]
    found, layout = know(entry, publications, "q")
    form = layout.sized(layout.of("r0"), "all")
    (row,) = [n for n, one in enumerate(found.rows.toarray()) if (one == form).all()]
    least = dict(zip(found.attackers, found.lows[:, row], strict=True))
    assert least["A"] == least["B"] + 4
    assert least["B"] == least[""]
