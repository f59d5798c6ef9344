"""The language of claims: what it says, what it refuses, and that it never says too much."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nationalreports.claim_language import LONGEST, ClaimError, evaluate, parse
from nationalreports.intervals import Interval, Truth, between, deny, exactly
from nationalreports.measures import Measure, Measures


def figure(low: int, high: int, printed: int | None = None, group: str = "") -> Measure:
    shown = None if printed is None else Fraction(printed)
    return Measure(between(low, high), shown, f"{low} to {high}", "a family", group)


MEASURES = Measures(
    {
        "x.four": figure(4, 4, 4),
        "x.three": figure(3, 3, 3),
        "x.also": figure(3, 3, 3),
        "x.open": figure(0, 6),
        "apart.six": Measure(exactly(6), Fraction(6), "6"),
        "apart.half": Measure(between(50, 51), Fraction(50), "50%"),
        "q.yes.groups.one.percent": figure(60, 61, 60, "one"),
        "q.yes.groups.two.percent": figure(40, 41, 40, "two"),
        "q.yes.groups.three.percent": figure(20, 21, 20, "three"),
        "q.no.groups.two.percent": figure(1, 2, 1, "two"),
    },
    {
        ("q.yes.groups.one.percent", "q.yes.groups.two.percent"): True,
        ("q.yes.groups.two.percent", "q.yes.groups.one.percent"): True,
        ("q.yes.groups.one.percent", "q.yes.groups.three.percent"): False,
    },
)


def truth(text: str) -> Truth:
    return evaluate(text, MEASURES).truth


def refused(text: str) -> str:
    with pytest.raises(ClaimError) as caught:
        evaluate(text, MEASURES)
    assert len(str(caught.value).splitlines()) == 1
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("x.four > 3", True),
        ("x.four < 4", False),
        ("x.four <= 4 and x.four >= 4", True),
        ("x.four == 4", True),
        ("x.four != 4", False),
        ("x.four > 0.5 * apart.six", True),
        ("x.four > 0.7 * apart.six", False),
        ("3 < x.four <= 4", True),
        ("3 < x.four < 4", False),
        ("x.four + 2 * x.three == 10", True),
        ("-(x.four - 5) == +1", True),
        ("x.four / apart.six == 2 / 3", True),
        ("0.1 + 0.2 + 0 * x.four == 0.3", True),
        ("x.open > 2", None),
        ("x.open < 7", True),
        ("x.open > 6", False),
        ("x.open == 3", None),
        ("not x.open > 6", True),
        ("x.open > 2 or x.four == 4", True),
        ("x.open > 2 and x.four == 5", False),
        ("x.open > 2 or x.four == 5", None),
        ("x.four / x.open > 0", None),
        ("apart.half >= 50", True),
        ("apart.half > 50", None),
        ("printed(apart.half) == 50", True),
        ("printed(x.open) < 1000", None),
        ("x.four\n  >\n3", True),
    ],
)
def test_conditions_say_what_they_say_in_mathematics(text: str, wanted: Truth) -> None:
    assert truth(text) is wanted


@pytest.mark.parametrize(
    ("values", "places"),
    [
        # Values are x, then its siblings; a pair is an interval that is not shown.
        ([5, 4, 3], (1, 1)),
        ([4, 5, 3], (2, 2)),
        ([3, 5, 4], (3, 3)),
        ([4, 4, 3], (1, 2)),
        ([4, 4, 4], (1, 3)),
        ([4, (0, 6), 3], (1, 2)),
        ([(0, 6), 4, 3], (1, 3)),
    ],
)
def test_equal_figures_share_the_places_that_they_take_up(
    values: list[int | tuple[int, int]], places: tuple[int, int]
) -> None:
    made = {}
    for number, value in enumerate(values):
        shown = isinstance(value, int)
        low, high = (value, value) if isinstance(value, int) else value
        made[f"x.n{number}"] = figure(low, high, low if shown else None)
    made["other.far"] = Measure(exactly(100), Fraction(100), "100", "another family")
    for place in range(1, len(values) + 1):
        inside = places[0] <= place <= places[1]
        tied = all(isinstance(value, int) for value in values)
        open_ = False if tied else None
        wanted = (True if places[0] == places[1] else open_) if inside else False
        for function in ("rank", "rank_shown") if tied else ("rank",):
            found = evaluate(f"{function}(x.n0) == {place}", Measures(made))
            assert found.truth is wanted
            assert evaluate(f"{place} != {function}(x.n0)", Measures(made)).truth is deny(wanted)
            assert ("equal to it" in found.figures) == (4 in values[1:] and values[0] == 4)


def test_first_together_with_others_is_said_by_places_up_to_the_last_of_them() -> None:
    three = Measures({"x.a": figure(4, 4, 4), "x.b": figure(4, 4, 4), "x.c": figure(2, 2, 2)})
    for text, wanted in (
        ("rank_shown(x.a) == 1", False),
        ("rank_shown(x.a) <= 2", True),
        ("rank_shown(x.a) <= 1", None),
        ("x.a == x.b and rank_shown(x.a) <= 2", True),
        ("rank_shown(x.a) == rank_shown(x.b)", None),
    ):
        assert evaluate(text, three).truth is wanted, text
    said = evaluate("rank_shown(x.a) == 1", three).figures
    assert "rank_shown(x.a) is 1 to 2, as x.b is equal to it" in said


def test_a_rank_among_those_shown_leaves_out_what_is_withheld() -> None:
    made = {"x.a": figure(4, 4, 4), "x.b": figure(3, 3, 3), "x.c": figure(0, 6)}
    assert evaluate("rank(x.a) == 1", Measures(made)).truth is None
    assert evaluate("rank_shown(x.a) == 1", Measures(made)).truth is True
    assert "rank_shown(x.a) is 1" in evaluate("rank_shown(x.a) == 1", Measures(made)).figures


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("steady(q.yes.groups.one.percent > q.yes.groups.two.percent)", True),
        ("steady(q.yes.groups.two.percent < q.yes.groups.one.percent)", True),
        ("steady(q.yes.groups.one.percent < q.yes.groups.two.percent)", None),
        ("steady(q.yes.groups.one.percent > q.yes.groups.three.percent)", None),
        # No sentence may say that a difference hangs on one area.
        ("not steady(q.yes.groups.one.percent > q.yes.groups.three.percent)", None),
        ("steady(q.yes.groups.two.percent > q.yes.groups.three.percent)", None),
    ],
)
def test_groups_are_compared_where_no_area_makes_the_difference(text: str, wanted: Truth) -> None:
    found = evaluate(text, MEASURES)
    assert found.truth is wanted and not found.unsteady


def test_a_comparison_of_groups_by_itself_is_told() -> None:
    text = "q.yes.groups.one.percent > q.yes.groups.two.percent"
    assert evaluate(text, MEASURES).unsteady == text
    assert not evaluate("q.yes.groups.one.percent > 50", MEASURES).unsteady


ONE, TWO = "q.yes.groups.one.percent", "q.yes.groups.two.percent"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # Parted by a number, by two, by words for the printed, by a detour and the wrong way round.
        (f"{ONE} > 50 and {TWO} < 50", True),
        (f"{ONE} >= 60 and not {TWO} >= 60", True),
        (f"{ONE} > 55 and {TWO} > 30", True),
        (f"printed({ONE}) >= 50 and printed({TWO}) < 50", True),
        (f"{TWO} > q.all.percent and {ONE} > 50", True),
        # Of all the group is a part, and the other survey asked other people.
        (f"{ONE} > q.all.percent", True),
        (f"{ONE} > t.all.percent", True),
        ("q.all.percent > t.all.percent", True),
        # True of both alike, of one, or borne out.
        (f"{ONE} > 30 and {TWO} > 30", False),
        (f"{ONE} > 50 or {TWO} > 50", False),
        (f"{ONE} > 50 and areas > 2", False),
        ("q.all.percent > 2 * areas", False),
        (f"{ONE} > 50 and {TWO} < 50 and steady({ONE} > {TWO})", False),
    ],
)
def test_groups_are_not_compared_by_way_of_something_else(text: str, told: bool) -> None:
    more = {
        "q.all.percent": figure(30, 31, 30, "q all"),
        "t.all.percent": figure(10, 11, 10, "t all"),
        "areas": Measure(exactly(6), Fraction(6), "6"),
    }
    found = evaluate(text, Measures({**MEASURES.figures, **more}, MEASURES.steady))
    assert found.truth is True and bool(found.unsteady) is told


@pytest.mark.parametrize(
    ("sign", "says"), [("−", "write -"), ("≥", "write >="), ("×", "write *"), ("≠", "write !=")]
)
def test_signs_of_word_processors_are_named_with_those_to_write(sign: str, says: str) -> None:
    assert says in refused(f"x.four {sign} 3")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty"),
        ("x.fur > 3", "there is no figure 'x.fur'; did you mean x.four"),
        ("x > 3", "did you mean x.four or x.three or x.also?"),
        ("x.four", "x.four is a figure, not a condition"),
        ("rank(x.four)", "is a figure, not a condition"),
        ("not x.four", "x.four stands in not x.four where a condition belongs"),
        ("x.four > 1 + (x.three > 1)", "x.three > 1 stands in 1 + (x.three > 1) where a figure"),
        ("x.four and x.three > 1", "where a condition belongs"),
        ("x.four > 3 >", "not complete or not in order"),
        ("x.four = 3", "write == for equal"),
        ("(x.four > 3", "not complete"),
        ("x.four ** 2 > 3", "x.four ** 2 is no part of the language"),
        ("x.four // 2 > 1", "is no part of the language"),
        ("x.four is 3", "figures are compared with"),
        ("x.four in x.three", "figures are compared with"),
        ("rang(x.four) == 1", "there is no function 'rang'; did you mean rank?"),
        ("rank(x.four + 1) == 1", "rank is put to the name of a figure"),
        ("rank(x.four, x.three) == 1", "rank is put to the name of a figure"),
        ("rank(apart.six) == 1", "apart.six has no rank"),
        ("steady(x.four)", "steady is put to a comparison of two groups"),
        ("steady(x.four > x.three)", "only percentages of two groups"),
        ("steady(1 < x.four < 3)", "steady is put to"),
        ("steady(q.yes.groups.one.percent > q.no.groups.two.percent)", "of one answer"),
        ("2 > 1", "names no figure"),
        ("x.four > 99999999999999999999", "a number is too large"),
        ("x.four > 1e999", "a number is too large"),
        ("x.four > True", "True is no part of the language"),
        ("x.four > 1j", "no part of the language"),
        ("x.four > “3”", "'“' is no part of the language"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(text: str, says: str) -> None:
    assert says in refused(text)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "().__class__.__bases__[0].__subclasses__()",
        "x.four.__class__ > 3",
        "(lambda: 1)() > 0",
        "[x.four for x in (1, 2)] > 1",
        "x.four > 3 if 1 else 2",
        "(y := 3) > x.four",
        "f'{x.four}' > 3",
        "x.four > 3; import os",
        "x.four > 3 # and more",
        "x.four > 9 ** 9 ** 9",
        "x.four > 3\x00",
        "print(x.four) > 3",
        "eval(x.four) > 3",
        "rank(*x.four) > 3",
        "rank(figure=x.four) > 3",
        "x.four @ x.three > 3",
        "await x.four > 3",
        "x.four > ...",
        "ｘ.four > 3",
        "(" * 250 + "x.four > 3" + ")" * 200,
        "-" * 400 + "x.four > 3",
        "not " * 110 + "x.four > 3",
        "x" + ".a" * 240 + " > 3",
        "x.four > 3" + " and x.four > 3" * 40,
    ],
)
def test_hostile_conditions_are_refused_in_a_line(text: str) -> None:
    assert refused(text)


@given(st.text(max_size=LONGEST + 20) | st.text("x.four()<>=!+-*/ 0129andort_,", max_size=60))
def test_whatever_stands_there_is_read_or_refused(text: str) -> None:
    try:
        found = evaluate(text, MEASURES)
    except ClaimError as error:
        assert "\n" not in str(error)
    else:
        assert found.truth in (True, False, None)


# Truth: what holds of the intervals holds of every number in them.

NAMES = ["f.a", "f.b", "f.c"]
FIGURES = st.sampled_from([*NAMES, "1", "2", "0.5", "3"])
SUMS = st.recursive(
    FIGURES,
    lambda inner: st.builds("({} {} {})".format, inner, st.sampled_from("+-*/"), inner),
    max_leaves=4,
)
RANKS = st.builds("rank({})".format, st.sampled_from(NAMES))
ORDERS = ["<", "<=", ">", ">="]
# That equal figures stand in no place alone is a rule of ours, and has a test of its own.
COMPARED = st.builds(
    "{} {} {}".format, SUMS, st.sampled_from([*ORDERS, "==", "!="]), SUMS
) | st.builds("{} {} {}".format, RANKS, st.sampled_from(ORDERS), SUMS)
CONDITIONS = st.recursive(
    COMPARED,
    lambda inner: (
        st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or"]), inner)
        | st.builds("(not {})".format, inner)
    ),
    max_leaves=3,
)


def at(text: str, values: tuple[int, ...]) -> set[bool]:
    """What Python itself makes of a condition at these numbers: both, where ties let it be either.

    Empty where it divides by nothing.
    """
    named = dict(zip(NAMES, values, strict=True))
    found = set()
    # The places of equal figures, in every order.
    for order in itertools.permutations(NAMES):
        ranked = sorted(order, key=lambda name: -named[name])
        places = {name: place for place, name in enumerate(ranked, start=1)}
        plain = text.replace("0.5", "Fraction(1, 2)")
        for name in NAMES:
            plain = plain.replace(f"rank({name})", str(places[name]))
            plain = plain.replace(name, f"Fraction({named[name]})")
        try:
            found.add(eval(plain, {"Fraction": Fraction}))
        except ZeroDivisionError:
            return set()
    return found


@given(CONDITIONS, st.tuples(*[st.tuples(st.integers(0, 4), st.integers(0, 2))] * 3))
def test_what_holds_holds_for_every_number_and_what_does_not_for_none(
    text: str, ranges: tuple[tuple[int, int], ...]
) -> None:
    made = {
        name: Measure(between(low, low + width), None, "", "f")
        for name, (low, width) in zip(NAMES, ranges, strict=True)
    }
    try:
        found = evaluate(text, Measures(made)).truth
    except ClaimError:
        return
    for values in itertools.product(*(range(low, low + width + 1) for low, width in ranges)):
        seen = at(text, values)
        if found is not None and seen:
            assert seen == {found}, values


def test_parsing_runs_nothing_and_names_are_taken_as_they_stand() -> None:
    tree = parse("x.four > 3")
    assert type(tree).__name__ == "Compare"
    assert isinstance(MEASURES.figures["x.four"].interval, Interval)
