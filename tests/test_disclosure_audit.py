"""What an outsider, and insiders, can work out of what must not be known."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import floor
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from survey_series import (
    LIMITS,
    NAME,
    Figures,
    blocks_of,
    people,
    publish,
    responses,
    rounded,
    survey,
)

from nationalreports.disclosure.audit import Verdict, audit_question, audit_responses
from nationalreports.disclosure.publications import ELSEWHERE_COLUMNS, Publication

#: `make sweep` sets it.
SWEEP = int(os.environ.get("DISCLOSURE_SEEDS", "0"))
HIDDEN = ("[c]", "[c]", "[c]")


def show(table: Mapping[Any, tuple[str, str, str]]) -> Figures:
    """Count, base and percentage as `table` has them by answer, or by group and answer."""
    return lambda group, question, answer, number, base: table.get(
        (group, answer), table.get(answer, HIDDEN)
    )


def audit(
    entry: dict[str, Any], publications: list[Publication], question: str = "q", **more: Any
) -> dict[tuple[str, str, str, str], Verdict]:
    blocks = blocks_of(entry, publications)
    options = {"seconds": 60.0, "bounds": True, **more}
    verdicts = audit_question(blocks, publications, NAME, entry, question, **options)
    return {(v.target.kind, v.target.key, v.target.group, v.target.answer): v for v in verdicts}


def outside(verdict: Verdict) -> tuple[int | None, int | None, str]:
    return verdict.lower, verdict.upper, verdict.outsider


ENTRY = survey({"q": ["a", "b"]})


def test_one_added_area_with_percentages_is_known() -> None:
    first = responses(people("A", 13, q="a"), people("B", 10, q="a"), people("B", 77, q="b"))
    later = pd.concat([first, responses(people("C", 8, q="a"), people("C", 42, q="b"))])
    publications = [
        # Of 98 to 102 people 23 percent are 23 people: 22.95 of 102, and less than 23.03 of 98.
        publish("p", first, ENTRY, show({"a": ("25", "100", "23")})),
        # Of 148 to 152 people 21 percent are 31 or 32 people: 30.34 of 148 to 32.68 of 152.
        publish("r", later, ENTRY, show({"a": ("30", "150", "21")})),
    ]
    verdict = audit(ENTRY, publications)["difference", "r less p", "all", "a"]
    assert outside(verdict) == (8, 9, "fails")
    assert verdict.insiders == "fails"
    assert verdict.area in {"A", "B"}


def test_one_added_area_with_counts_alone_is_safe() -> None:
    first = responses(people("A", 13, q="a"), people("B", 10, q="a"), people("B", 17, q="b"))
    later = pd.concat([first, responses(people("C", 8, q="a"), people("C", 2, q="b"))])
    publications = [
        publish("p", first, ENTRY, show({"a": ("25", "[c]", "[c]")})),  # 23 to 27
        publish("r", later, ENTRY, show({"a": ("30", "[c]", "[c]")})),  # 28 to 32
    ]
    verdict = audit(ENTRY, publications)["difference", "r less p", "all", "a"]
    assert outside(verdict) == (1, 9, "safe")


def added_two(own: int, other: int) -> Verdict:
    """The number of two added areas who gave one answer, which 23 gave before."""
    first = responses(people("A", 13, q="a"), people("B", 10, q="a"), people("B", 20, q="b"))
    more = responses(people("C", own, q="a"), people("D", other, q="a"), people("D", 20, q="b"))
    publications = [
        publish("p", first, ENTRY, show({"a": ("25", "[c]", "[c]")})),  # 23 to 27
        publish("r", pd.concat([first, more]), ENTRY, show({"a": ("35", "[c]", "[c]")})),  # to 37
    ]
    return audit(ENTRY, publications)["difference", "r less p", "all", "a"]


def test_of_two_added_areas_each_may_know_the_other() -> None:
    verdict = added_two(7, 5)
    # 33 to 37 less 23 to 27, so 6 to 14; less their own 7, at most 7 are left for the other area.
    assert outside(verdict) == (6, 14, "safe")
    assert (verdict.area, verdict.insiders) == ("C", "fails")
    assert (verdict.insider_lower, verdict.insider_upper) == (0, 7)


def test_of_two_added_areas_neither_need_know_the_other() -> None:
    # Less 6 of their own, up to 8 are left for the other area, and so the other way round.
    assert added_two(6, 6).insiders == "safe"


def test_an_area_is_not_kept_from_its_own_figures() -> None:
    first = responses(people("A", 13, q="a"), people("B", 13, q="a"))
    later = pd.concat([first, responses(people("C", 13, q="a"))])
    shown = show({"a": ("[c]", "[c]", "[c]")})
    publications = [publish("p", first, ENTRY, shown), publish("r", later, ENTRY, shown)]
    verdict = audit(ENTRY, publications)["difference", "r less p", "all", "a"]
    assert verdict.area != "C"
    assert verdict.insiders == "safe"


def test_an_area_knows_a_window_of_its_own() -> None:
    first = responses(people("A", 8, q="a"), people("A", 8, q="b"))
    later = pd.concat([first, responses(people("B", 6, q="a"), people("C", 6, q="a"))])
    exact = {**LIMITS, "rounding_base": 1}
    publications = [
        publish("p", first, ENTRY, show({}), limits=exact),
        publish("r", later, ENTRY, show({"a": ("20", "[c]", "[c]")}), limits=exact),
    ]
    verdict = audit(ENTRY, publications)["difference", "r less p", "all", "a"]
    # Outsiders know that the first area gave at most half of the 20; its insiders, that it gave 8.
    assert outside(verdict) == (10, 20, "safe")
    assert (verdict.area, verdict.insiders) == ("A", "fails")
    assert (verdict.insider_lower, verdict.insider_upper) == (12, 12)


def one_added(first: Figures, later: Figures) -> dict[tuple[str, str, str, str], Verdict]:
    """Two reports, of which the second adds the 20 people of area C."""
    before = [people("A", 10, q="a"), people("B", 12, q="a"), people("A", 13, q="b")]
    before.append(people("B", 15, q="b"))
    added = [people("C", 8, q="a"), people("C", 12, q="b")]
    publications = [
        publish("p", responses(*before), ENTRY, first),
        publish("r", responses(*before, *added), ENTRY, later),
    ]
    return audit(ENTRY, publications)


def test_what_is_left_to_the_one_added_area_is_what_the_smaller_report_shows() -> None:
    # 44 percent of 48 to 52 people are 21 to 23: without their own 8, C's insiders know "a" so.
    shown = show({"a": ("20", "50", "44"), "b": ("30", "50", "56")})
    verdicts = one_added(shown, show({}))
    for kind in ("withheld", "complement"):
        verdict = verdicts[kind, "r", "all", "a"]
        assert (verdict.area != "C", verdict.insiders) == (True, "safe")


def test_what_the_smaller_report_withholds_the_added_area_must_not_learn() -> None:
    # 43 percent of 68 to 72 people are 29 to 31 (29.24 to 31.0), so 21 to 23 without C's own 8.
    verdicts = one_added(show({}), show({"a": ("30", "70", "43"), "b": ("40", "70", "57")}))
    verdict = verdicts["withheld", "p", "all", "a"]
    assert (verdict.area, verdict.insiders) == ("C", "fails")
    assert (verdict.insider_lower, verdict.insider_upper) == (21, 23)


THREE = survey({"q": ["a", "b", "c"]})


def withheld(bases: str, a: str, b: str, limits: Mapping[str, int] = LIMITS) -> Verdict:
    found = responses(people("A", 15, q="a"), people("B", 15, q="a"), people("A", 10, q="b"))
    found = pd.concat([found, responses(people("B", 10, q="b"), people("B", 4, q="c"))])
    shown = show({"a": (a, bases, "[c]"), "b": (b, bases, "[c]"), "c": ("[c]", bases, "[c]")})
    publications = [publish("p", found, THREE, shown, limits=limits)]
    return audit(THREE, publications)["withheld", "p", "all", "c"]


def test_a_withheld_cell_is_what_the_total_leaves() -> None:
    # 53 to 57 less 28 to 32 less 18 to 22, and nobody is less than none.
    assert outside(withheld("55", "30", "20")) == (0, 11, "safe")
    exact = {**LIMITS, "rounding_base": 1}
    assert outside(withheld("54", "30", "20", exact)) == (4, 4, "fails")


def test_the_complement_of_a_large_share_is_withheld_too() -> None:
    entry = survey({"q": ["a", "none"]}, multiple=["q"], q={"exclusive": ["none"]})
    found = responses(people("A", 25, q="a"), people("B", 26, q="a"), people("B", 9, q="none"))
    shown = show({"a": ("50", "60", "[c]"), "none": ("[c]", "60", "[c]")})
    verdicts = audit(entry, [publish("p", found, entry, shown)])
    # 58 to 62 answered and 48 to 52 of them ticked "a": they cannot have ticked "none". As "a" is
    # shown, at least 8 did not tick it.
    assert outside(verdicts["withheld", "p", "all", "none"])[:2] == (8, 14)
    assert outside(verdicts["complement", "p", "all", "none"])[:2] == (48, 52)
    both = survey({"q": ["a", "none"]}, multiple=["q"])
    verdicts = audit(both, [publish("p", found, both, shown)])
    # Were both ticked by some, any number from those without "a" up to all may have ticked "none".
    assert outside(verdicts["withheld", "p", "all", "none"])[:2] == (8, 62)


def test_a_question_asked_of_some_tells_how_many_they_are() -> None:
    routed = {"asked_if": {"question": "r", "answer": "yes"}}
    entry = survey({"r": ["yes", "no"], "q": ["a", "b"]}, q=routed)
    found = responses(
        people("A", 15, r="yes", q="a"), people("B", 15, r="yes", q="b"), people("B", 6, r="no")
    )
    exact = {**LIMITS, "rounding_base": 1}
    answered = {"yes": ("[c]", "36", "[c]"), "no": ("[c]", "36", "[c]")}
    shown = show({**answered, "a": ("15", "30", "[c]"), "b": ("15", "30", "[c]")})
    publications = [publish("p", found, entry, shown, limits=exact)]
    verdict = audit(entry, publications, "r")["withheld", "p", "all", "no"]
    # 30 were asked because they had said yes, so at most 6 of 36 said no.
    assert outside(verdict) == (0, 6, "fails")


#: Of 310 people 88 gave "a". 88 to 92 of 308 would be 29 percent or more; so there are 309 or more.
NARROW = {"a": ("90", "310", "28"), "b": ("[c]", "310", "[c]")}


def test_percentages_of_a_follow_up_narrow_how_many_were_asked() -> None:
    routed = {"asked_if": {"question": "r", "answer": "yes"}}
    entry = survey({"r": ["yes", "no"], "q": ["a", "b"]}, q=routed)
    found = responses(
        people("A", 44, r="yes", q="a"),
        people("B", 44, r="yes", q="a"),
        people("B", 222, r="yes", q="b"),
        people("B", 6, r="no"),
    )
    shown = show({**NARROW, "yes": ("[c]", "[c]", "[c]"), "no": ("[c]", "[c]", "[c]")})
    prose = [("prose", NAME, "all", "r", "", "base", "316")]
    elsewhere = pd.DataFrame(prose, columns=ELSEWHERE_COLUMNS)
    publications = [publish("p", found, entry, shown, elsewhere=elsewhere)]
    verdict = audit(entry, publications, "r")["withheld", "p", "all", "no"]
    assert outside(verdict) == (0, 7, "fails")


def test_percentages_narrow_how_many_responses_there_are() -> None:
    first = responses(people("A", 44, q="a"), people("B", 44, q="a"), people("B", 222, q="b"))
    later = pd.concat([first, responses(people("C", 3, q="b"), people("D", 3, q="b"))])
    exact = {**LIMITS, "rounding_base": 1}
    publications = [
        publish("p", first, ENTRY, show(NARROW)),
        publish("r", later, ENTRY, show({}), total="316", limits=exact),
    ]
    blocks = blocks_of(ENTRY, publications)
    found = audit_responses(blocks, publications, NAME, seconds=60, bounds=True)
    assert [outside(one) for one in found] == [(0, 7, "fails")]


def test_groups_are_parts_of_all() -> None:
    entry = survey({"g": ["x", "y"], "q": ["a", "b"]}, groups="g")
    found = responses(
        people("A", 12, g="x", q="a"),
        people("B", 12, g="x", q="b"),
        people("A", 5, g="y", q="a"),
        people("B", 9, g="y", q="b"),
    )
    exact = {**LIMITS, "rounding_base": 1}
    shown = {("all", "a"): ("17", "38", "[c]"), ("x", "a"): ("12", "24", "[c]")}
    publications = [publish("p", found, entry, show(shown), limits=exact)]
    verdict = audit(entry, publications)["withheld", "p", "y", "a"]
    # The 5 that group "x" leaves of all, or some of them are in no group.
    assert outside(verdict) == (0, 5, "fails")
    assert verdict.insiders == "fails"


def test_what_prose_prints_is_known() -> None:
    found = responses(people("A", 15, q="a"), people("B", 15, q="b"))
    prose = pd.DataFrame(
        [
            ("prose", NAME, "all", "q", "a", "count", "15"),
            ("chart", NAME, "all", "q", "a", "base", "31"),
        ],
        columns=ELSEWHERE_COLUMNS,
    )
    verdicts = audit(ENTRY, [publish("p", found, ENTRY, show({}), elsewhere=prose)])
    assert outside(verdicts["withheld", "p", "all", "a"]) == (13, 17, "safe")
    exact = prose.assign(value=["14", "30"])
    found = responses(people("A", 14, q="a"), people("B", 16, q="b"))
    verdicts = audit(ENTRY, [publish("p", found, ENTRY, show({}), elsewhere=exact)])
    assert outside(verdicts["withheld", "p", "all", "a"]) == (14, 14, "fails")


def test_a_correction_does_not_tell_whom_it_changed() -> None:
    first = responses(people("A", 15, q="a"), people("B", 15, q="b"), people("B", 10, q="a"))
    second = first[first["response_id"] != first["response_id"].iloc[0]]
    shown = show({"a": ("25", "40", "[c]"), "b": ("15", "40", "[c]")})
    publications = [
        publish("1/p", first, ENTRY, shown, report="p"),
        publish("2/p", second, ENTRY, shown, report="p"),
    ]
    verdict = audit(ENTRY, publications)["difference", "1/p less 2/p", "all", "a"]
    # As far as anybody knows, all 27 may have been exchanged for others.
    assert outside(verdict) == (0, 27, "safe")


def test_what_is_not_decided_in_time_is_said_so() -> None:
    first = responses(people("A", 13, q="a"), people("B", 10, q="a"), people("B", 20, q="b"))
    later = pd.concat([first, responses(people("C", 8, q="a"), people("D", 42, q="b"))])
    shown = show({"a": ("25", "[c]", "[c]")})
    publications = [publish("p", first, ENTRY, shown), publish("r", later, ENTRY, shown)]
    verdicts = audit(ENTRY, publications, seconds=0.0).values()
    assert {verdict.outsider for verdict in verdicts} <= {"not decided", "fails"}
    assert "not decided" in {verdict.outsider for verdict in verdicts}


def test_the_number_of_responses_differs_too() -> None:
    first = responses(people("A", 20, q="a"), people("B", 20, q="a"))
    later = pd.concat([first, responses(people("C", 4, q="a"), people("D", 4, q="a"))])
    exact = {**LIMITS, "rounding_base": 1}
    for number, verdict in (("48", (8, 8, "fails")), ("[c]", (0, None, "safe"))):
        publications = [
            publish("p", first, ENTRY, show({}), total="40", limits=exact),
            publish("r", later, ENTRY, show({}), total=number, limits=exact),
        ]
        blocks = blocks_of(ENTRY, publications)
        found = audit_responses(blocks, publications, NAME, seconds=60, bounds=True)
        assert [outside(one) for one in found] == [verdict]
        assert (found[0].target.question, found[0].target.group) == ("", "all")


def test_verdicts_go_from_one_process_to_another() -> None:
    verdict = added_two(6, 6)
    assert pickle.loads(pickle.dumps(verdict)) == verdict


# --- beside every table that fits -----------------------------------------------------------------

TINY = {"minimum_base": 3, "minimum_count": 2, "rounding_base": 3, "percentage_base": 6}

Shares = dict[str, tuple[str, str, str]]


def near(value: int) -> int:
    return floor(Fraction(value, 3) + Fraction(1, 2)) * 3


def percent(count: int, base: int) -> int:
    return floor(Fraction(100 * count, base) + Fraction(1, 2))


def may_show(counts: Mapping[str, int]) -> bool:
    return 2 * max(counts.values(), default=0) <= sum(counts.values())


def draw_figures(given: pd.DataFrame, several: bool, flags: Iterable[int]) -> Shares:
    """Figures that the rules allow, as far as `flags` wants them (0 none, 1 count, 2 both)."""
    base = given["response_id"].nunique()
    shown = {}
    for answer, flag in zip("ab", flags, strict=True):
        own = given[given["answer"] == answer]
        count, by_area = len(own), own["area_code"].value_counts().to_dict()
        small = min(count, base - count) < 2 or base < 3 or not may_show(by_area)
        share = "[z]" if base < 6 else str(percent(count, base))
        shown[answer] = (
            "[c]" if small or not flag else str(near(count)),
            "[c]" if base < 3 else str(near(base)),
            "[c]" if small or flag < 2 else share,
        )
    return shown


def all_that_fits(
    windows: list[Shares], given: list[pd.DataFrame], several: bool, insider: str
) -> np.ndarray:
    """Every table that fits what is published: columns are a, b and base of the people of the first
    window, then of those added. An insider's own area is counted."""
    later = given[1]
    parts = [given[0], later[~later["response_id"].isin(given[0]["response_id"])]]
    most = int(windows[1]["a"][1]) + 1
    areas = [set(part["area_code"]) for part in parts]
    own = [part[part["area_code"] == insider] for part in parts]
    mine = [
        [*(int((part["answer"] == answer).sum()) for answer in "ab"), part["response_id"].nunique()]
        for part in own
    ]
    axes = [np.arange(most + 1)] * (3 if several else 2)
    block = np.stack(np.meshgrid(*axes, indexing="ij"), -1).reshape(-1, len(axes))
    if not several:
        block = np.column_stack([block, block.sum(axis=1)])
    options = []
    for (a, b, n), others in zip(mine, (area - {insider} for area in areas), strict=True):
        rest = block - [a, b, n]
        ok = (rest >= 0).all(axis=1) & (rest[:, :2].max(axis=1) <= rest[:, 2])
        ok &= (rest[:, 2] <= rest[:, 0] + rest[:, 1]) & (block[:, 2] <= most)
        options.append(block[ok & ((rest == 0).all(axis=1) if not others else True)])
    first, added = options
    both = np.column_stack([np.repeat(first, len(added), axis=0), np.tile(added, (len(first), 1))])
    fits = np.ones(len(both), bool)
    for number, shown in enumerate(windows):
        tables = both[:, :3] if number == 0 else both[:, :3] + both[:, 3:]
        base = tables[:, 2]
        for place, answer in enumerate("ab"):
            count, (printed, total, share) = tables[:, place], shown[answer]
            if total != "[c]":
                fits &= ((2 * base + 3) // 6 * 3 == int(total)) & (base >= 3)
            if share == "[z]":
                fits &= base < 6
            elif share != "[c]":
                fits &= (base >= 6) & ((200 * count + base) // (2 * base).clip(1) == int(share))
            if printed != "[c]":
                fits &= ((2 * count + 3) // 6 * 3 == int(printed)) & (count >= 2)
                fits &= base - count >= 2
                fits &= 2 * sum(m[place] for m in mine[: number + 1]) <= count
                for area in set().union(*areas) - {insider}:
                    alone = [n for n in range(number + 1) if areas[n] - {insider} <= {area}]
                    rest = sum((both[:, 3 * n + place] - mine[n][place] for n in alone), 0 * count)
                    fits &= 2 * rest <= count
    return both[fits]


answers = st.lists(
    st.tuples(st.sampled_from("ABCD"), st.sampled_from(["a", "b", "ab"])), min_size=6, max_size=10
)
flags = st.tuples(*[st.integers(0, 2)] * 4)


@settings(
    max_examples=120 if SWEEP else 30,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much],
)
@given(answers, flags, st.booleans())
def test_bounds_are_those_of_all_tables_that_fit(
    given_: list[tuple[str, str]], wanted: tuple[int, ...], several: bool
) -> None:
    columns = ["response_id", "survey", "area_code", "question", "answer"]
    rows = [
        (f"{number}", NAME, area, "q", answer)
        for number, (area, ticked) in enumerate(given_)
        for answer in (ticked if several else ticked[0])
    ]
    later = pd.DataFrame(rows, columns=columns, dtype=str)
    first = later[later["area_code"].isin(["A", "B"])]
    added = later[~later["area_code"].isin(["A", "B"])]
    entry = survey({"q": ["a", "b"]}, multiple=["q"] if several else [])
    windows = [draw_figures(first, several, wanted[:2]), draw_figures(later, several, wanted[2:])]
    assume(len(first) and len(added))
    assume("[c]" not in (windows[0]["a"][1], windows[1]["a"][1]))
    publications = [
        publish(key, part, entry, show(figures), limits=TINY)
        for key, part, figures in zip("pr", (first, later), windows, strict=True)
    ]
    verdicts = audit(entry, publications)
    tables = {
        insider: all_that_fits(windows, [first, later], several, insider)
        for insider in ("", *sorted(set(later["area_code"])))
    }
    areas = {"p": {"A", "B"}, "r less p": {"C", "D"}, "r": {"A", "B", "C", "D"}}
    for (kind, key, _, answer), verdict in verdicts.items():
        own = [0, 3] if key == "r" else [0] if key == "p" else [3]
        place = {"a": 0, "b": 1, "": 2}[answer]

        found = values(tables[""], kind, own, place)
        assert (verdict.lower, verdict.upper) == (found.min(), found.max())
        assert verdict.outsider == ("fails" if fails(found) else "safe")
        inside = set(later["area_code"]) & areas[key]
        told = set()
        for insider in sorted(set(later["area_code"]) - (inside if len(inside) == 1 else set())):
            mine = later[later["area_code"] == insider] if insider in inside else later.iloc[:0]
            count, base = int((mine["answer"] == answer).sum()), mine["response_id"].nunique()
            theirs = base - count if kind == "complement" else count if answer else base
            if key == "r" and set(added["area_code"]) == {insider}:
                # What is left is the window of the first report, which says what is to be known.
                continue
            if fails(values(tables[insider], kind, own, place) - theirs):
                told.add(insider)
        assert verdict.insiders == ("fails" if told else "safe")
        assert not told or verdict.area in told


def values(fits: np.ndarray, kind: str, parts: list[int], place: int) -> np.ndarray:
    number = sum(fits[:, start + place] for start in parts)
    return sum(fits[:, start + 2] for start in parts) - number if kind == "complement" else number


def fails(left: np.ndarray) -> bool:
    return bool(left.max() - left.min() + 1 < 5 or left.max() < 2)


@settings(max_examples=10, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("ABCDEF"), st.sampled_from("abc")), min_size=60, max_size=90
    ),
    st.sets(st.tuples(st.just("all"), st.just("q"), st.sampled_from("abc"))),
)
def test_one_more_publication_never_widens_bounds(
    given_: list[tuple[str, str]], hidden: set[tuple[str, str, str]]
) -> None:
    entry = survey({"q": ["a", "b", "c"]})
    columns = ["response_id", "survey", "area_code", "question", "answer"]
    rows = [(f"{n}", NAME, area, "q", answer) for n, (area, answer) in enumerate(given_)]
    everybody = pd.DataFrame(rows, columns=columns, dtype=str)
    publications = [
        publish(
            key, everybody[everybody["area_code"].isin(list(areas))], entry, rounded(hide=hidden)
        )
        for key, areas in (("p", "ABC"), ("q", "BCDE"), ("r", "ABCDEF"))
    ]
    fewer, more = (audit(entry, publications[:number]) for number in (2, 3))
    for target, before in fewer.items():
        after = more.get(target)
        assert before.lower is not None
        if after is None or after.lower is None:
            continue
        assert after.lower >= before.lower
        assert before.upper is None or (after.upper is not None and after.upper <= before.upper)
        assert after.outsider == "fails" or before.outsider == "safe"


@settings(max_examples=10, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("ABCD"), st.sampled_from("xyz"), st.sampled_from(["a", "b", "ab"])
        ),
        min_size=60,
        max_size=90,
    ),
    st.booleans(),
)
def test_bounds_contain_the_true_figure(given_: list[tuple[str, str, str]], several: bool) -> None:
    entry = survey(
        {"g": ["x", "y"], "q": ["a", "b"]}, groups="g", multiple=["q"] if several else []
    )
    rows = []
    for number, (area, group, ticked) in enumerate(given_):
        rows += [(f"{number}", NAME, area, "g", group)] if group != "z" else []
        given_answers = ticked if several else ticked[0]
        rows += [(f"{number}", NAME, area, "q", answer) for answer in given_answers]
    columns = ["response_id", "survey", "area_code", "question", "answer"]
    later = pd.DataFrame(rows, columns=columns, dtype=str)
    first = later[later["area_code"].isin(["A", "B"])]
    publications = [publish("p", first, entry, rounded()), publish("r", later, entry, rounded())]
    chosen = later[later["question"] == "g"].set_index("response_id")["answer"]
    for (kind, key, group, answer), verdict in audit(entry, publications).items():
        window = {"p": "AB", "r": "ABCD", "r less p": "CD"}[key]
        own = later[later["area_code"].isin(list(window)) & (later["question"] == "q")]
        if group != "all":
            own = own[own["response_id"].map(chosen) == group]

        assert verdict.lower is not None
        assert verdict.lower <= true(own, kind, answer)
        assert verdict.upper is None or true(own, kind, answer) <= verdict.upper
        if not verdict.area:
            continue
        assert verdict.insider_lower is not None
        rest = true(own[own["area_code"] != verdict.area], kind, answer)
        assert verdict.insider_lower <= rest
        assert verdict.insider_upper is None or rest <= verdict.insider_upper


def true(rows: pd.DataFrame, kind: str, answer: str) -> int:
    count, base = int((rows["answer"] == answer).sum()), rows["response_id"].nunique()
    return base - count if kind == "complement" else count if answer else base
