"""Themes: what is withheld, and that nobody who has everything published works out one area."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations_with_replacement, product
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nationalreports.disclosure.publications import Draft, Publication
from nationalreports.disclosure.telling import Row, Telling, partners_of
from nationalreports.disclosure.themes import decide, plan_told

ALL = "all"
TOP = (ALL, ALL)
TWO: dict[str, Any] = {
    "sectors": {"health": "Health", "care": "Care"},
    "voices": {"leaders": "Leaders", "parents": "Parents"},
}
SECTORS: dict[str, Any] = {"sectors": {"health": "Health", "care": "Care"}, "voices": {}}
THREE: dict[str, Any] = {"sectors": dict.fromkeys("abc", ""), "voices": {}}
FOUR: dict[str, Any] = {"sectors": dict.fromkeys("abcd", ""), "voices": {}}
#: That every report may stand beside every other.
SIDE_BY_SIDE = frozenset(("DIS-105", f"r{m}", f"r{n}") for m in range(3) for n in range(3))
NO_RESPONSES = pd.DataFrame(columns=["response_id", "survey", "area_code", "question", "answer"])
KEYS = ["question", "theme", "sector", "voice"]


def grid(codebook: dict[str, Any], themes: str = "t") -> list[Row]:
    sectors, voices = [ALL, *codebook["sectors"]], [ALL, *codebook["voices"]]
    return [("q", theme, s, v) for theme in themes for s in sectors for v in voices]


def spread(cells: dict[str, set[tuple[str, str]]], theme: str = "t") -> set[tuple[str, Row]]:
    """Who tells which rows, from the sectors and voices that each tells."""
    return {
        (unit, ("q", theme, sector, voice))
        for unit, told in cells.items()
        for s, v in told
        for sector in {s, ALL} - {""}
        for voice in {v, ALL} - {""}
    }


def draft(
    report: str,
    units: str,
    told: set[tuple[str, Row]],
    codebook: dict[str, Any] = TWO,
    owners: dict[str, str] | None = None,
) -> Draft:
    """A draft on areas that are named by one letter each, or with `owners` on discussions."""
    rows = grid(codebook, "".join(sorted({row[1] for _, row in told} | {"t"})))
    table, unit = ("discussions", "discussion") if owners else ("themes", "area_code")
    counts = pd.DataFrame(rows, columns=KEYS, dtype=str)
    cells = [(u, *row) for u, row in sorted(told) if u in units]
    tellers = pd.DataFrame(cells, columns=[unit, *KEYS], dtype=str)
    if owners:
        tellers["area_code"] = tellers["discussion"].map(owners)
        whom = {"discussions": frozenset(units), "discussions_told": tellers}
    else:
        whom = {"areas": frozenset(units), "told": tellers}
    return Draft(report, f"2021-0{int(report[1:]) + 1}-01", {table: counts}, NO_RESPONSES, **whom)


def released(made: Draft, plan: pd.DataFrame) -> Publication:
    """A draft as it was released under a plan."""
    own = plan[(plan["report"] == made.report) & (plan["table"] == "themes")]
    told = made.told.groupby(KEYS)["area_code"].nunique()
    public = own[KEYS].assign(
        areas_told=[
            str(told.get(tuple(row), 0)) if shown == "shown" else "[c]"
            for *row, shown in own[[*KEYS, "shown"]].itertuples(index=False, name=None)
        ]
    )
    return Publication(
        f"1/{made.report}", made.report, made.day, True, {}, NO_RESPONSES, made.areas, made.told,
        public={"themes": public},
    )  # fmt: skip


def told_by(tellers: str, cell: tuple[str, str] = ("health", "leaders")) -> set[tuple[str, Row]]:
    return spread({unit: {cell} for unit in tellers})


def shown(plan: pd.DataFrame, report: str = "r0") -> dict[tuple[str, str], str]:
    """The confidential reason of each sector and voice, or "shown" with what is flagged."""
    own = plan[plan["report"] == report]
    columns = own[["sector", "voice", "shown", "reason"]].itertuples(index=False, name=None)
    return {
        (s, v): f"shown {why}".strip() if state == "shown" else why for s, v, state, why in columns
    }


def one(units: str, told: set[tuple[str, Row]], *allowed: tuple[str, ...]) -> dict[Any, str]:
    return shown(plan_told([], [draft("r0", units, told)], TWO, frozenset(allowed))[0])


@pytest.mark.parametrize(
    ("tellers", "said"),
    [("", "none"), ("a", "one"), ("ab", "shown"), ("abcd", "shown all but one"), ("abcde", "all")],
)
def test_one_all_and_none_are_withheld_and_all_but_one_is_flagged(tellers: str, said: str) -> None:
    assert one("abcde", told_by(tellers))[TOP] == said


@pytest.mark.parametrize(
    ("tellers", "rule"), [("", "DIS-103"), ("a", "DIS-101"), ("abcde", "DIS-102")]
)
def test_a_reviewer_allows_one_row_of_one_report(tellers: str, rule: str) -> None:
    own = (rule, "r0", "themes", "q", "t")
    plan = one("abcde", told_by(tellers), own)
    assert plan.pop(TOP) == "shown"
    assert not any(said.startswith("shown") for said in plan.values())
    for other in (("DIS-101", "r1", *own[2:]), (rule, "r0", "discussions", "q", "t")):
        assert one("abcde", told_by(tellers), other)[TOP] != "shown"


def test_a_pair_of_sectors_is_shown_or_withheld_together() -> None:
    both = {unit: {("health", "leaders"), ("care", "parents")} for unit in "ab"}
    plan = one("abcde", spread(both))
    assert plan[TOP] == plan["health", ALL] == plan["care", ALL] == "shown"
    assert plan[ALL, "leaders"] == plan[ALL, "parents"] == "shown"
    assert plan["health", "leaders"] == "of a sector and a voice"
    plan = one("abcde", spread({**both, "b": {("health", "leaders")}}))
    assert plan[TOP] == "shown"
    assert plan["care", ALL] == "one"
    assert plan["health", ALL] == "paired with a row withheld"


def test_what_is_withheld_takes_its_parts_with_it() -> None:
    plan = one("abcde", told_by("abc") | told_by("de", ("care", "parents")))
    assert plan[TOP] == "all"
    assert plan["health", ALL] == "within a row withheld"


def test_pairs_are_fixed_from_the_end_of_the_codebook() -> None:
    assert partners_of("a", "abcd") == ["b"]
    assert partners_of("d", "abcd") == ["c"]
    # The first of an odd number has no partner of its own, so three go together.
    assert partners_of("a", "abcde") == ["b", "c"]
    assert partners_of("e", "abcde") == ["d"]
    assert partners_of("a", "a") == partners_of(ALL, "abc") == []


def test_a_later_report_shows_nothing_until_its_overlap_is_accepted() -> None:
    told = told_by("abfg")
    made = [draft("r0", "abcde", told), draft("r1", "abcdefghi", told)]
    assert shown(plan_told([], made, TWO, frozenset())[0], "r1")[TOP] == "beside r0"
    assert shown(plan_told([], made, TWO, SIDE_BY_SIDE)[0], "r1")[TOP] == "shown"
    assert shown(plan_told([], made, TWO, SIDE_BY_SIDE)[0], "r0")[TOP] == "shown"


@pytest.mark.parametrize(
    ("tellers", "said"),
    [
        ("ab", "subtracted from r0"),
        ("abf", "subtracted from r0"),
        ("abfg", "shown"),
        ("abfgh", "subtracted from r0"),
        ("abfghi", "subtracted from r0"),
        ("afg", "withheld in r0"),
    ],
)
def test_the_areas_between_two_reports_are_told_of_as_if_printed(tellers: str, said: str) -> None:
    told = told_by(tellers)
    made = [draft("r0", "abcde", told), draft("r1", "abcdefghi", told)]
    assert shown(plan_told([], made, TWO, SIDE_BY_SIDE)[0], "r1")[TOP] == said


def test_reports_each_with_areas_of_its_own_show_nothing_together() -> None:
    told = told_by("abef")
    made = [draft("r0", "abcde", told), draft("r1", "defgh", told)]
    plan = plan_told([], made, TWO, SIDE_BY_SIDE)[0]
    assert shown(plan, "r1")[TOP] == "partly of the same as r0"


def test_a_theme_that_the_earlier_report_is_not_about_is_told_by_itself() -> None:
    told = told_by("abf") | spread({unit: {("health", "leaders")} for unit in "abfg"}, "z")
    first, last = draft("r0", "abcde", told_by("ab")), draft("r1", "abcdefghi", told)
    plan = plan_told([], [first, last], TWO, frozenset())[0]
    assert shown(plan[plan["theme"] == "z"], "r1")[TOP] == "shown"
    assert shown(plan[plan["theme"] == "t"], "r1")[TOP] == "beside r0"


def test_what_three_reports_leave_between_them_counts_too() -> None:
    # r0 and r1 are apart, and r2 covers both and four areas more.
    def last(tellers: str) -> str:
        made = [
            draft(f"r{n}", units, told_by(tellers))
            for n, units in enumerate(("abcd", "efgh", "abcdefghijkl"))
        ]
        return shown(plan_told([], made, TWO, SIDE_BY_SIDE)[0], "r2")[TOP]

    assert last("abefij") == "shown"
    assert last("abefi") == "subtracted from several reports"


def test_what_was_released_is_counted_with() -> None:
    told = told_by("abf")
    first, last = draft("r0", "abcde", told), draft("r1", "abcdefghi", told)
    before = released(first, plan_told([], [first], TWO, frozenset())[0])
    plan, audit, _ = plan_told([before], [last], TWO, SIDE_BY_SIDE)
    assert shown(plan, "r1")[TOP] == "subtracted from 1/r0"
    between = audit[audit["cell"] == "r1 less 1/r0 / q / t / all / all"]
    assert between[["lower", "upper", "outsider"]].to_numpy().tolist() == [["0", "4", "safe"]]


def test_the_same_number_of_the_same_areas_may_be_told_again() -> None:
    told = told_by("abfg")
    made = [draft("r0", "abcde", told), draft("r1", "abcdefghi", told)]
    plan = plan_told([], made, TWO, SIDE_BY_SIDE)[0]
    before = [released(one, plan) for one in made]
    again = plan_told(before, made, TWO, frozenset())[0]
    assert again["shown"].tolist() == plan["shown"].tolist()
    # With a finding more in the briefing, it is another number beside the later report's.
    more = [draft("r0", "abcde", told_by("abcfg")), draft("r1", "abcdefghi", told_by("abcfg"))]
    changed = plan_told(before, more, TWO, frozenset())[0]
    assert shown(changed, "r0")[TOP] == "beside 1/r1"


OWNERS = {"a": "E1", "b": "E1", "c": "E2", "d": "E3", "e": "", "f": ""}


@pytest.mark.parametrize(
    ("tellers", "said"),
    [
        ("ab", "one"),  # of one area
        ("ef", "shown"),  # of nobody known
        ("cdef", "shown all but one"),  # those that are silent are of one area
        ("abc", "shown"),
        ("abcde", "shown all but one"),
    ],
)
def test_discussions_of_one_area_count_as_one(tellers: str, said: str) -> None:
    every = spread({unit: {("health", "leaders")} for unit in "abcdef"}, "z")
    made = draft("r0", "abcdef", told_by(tellers) | every, TWO, OWNERS)
    plan, _, _ = plan_told([], [made], TWO, frozenset())
    assert shown(plan[plan["theme"] == "t"])[TOP] == said


def audited(audit: pd.DataFrame, cell: str) -> list[str]:
    (row,) = audit.loc[audit["cell"] == cell, ["lower", "upper", "outsider", "insiders"]].to_numpy()
    return [str(part) for part in row]


def test_the_audit_tells_what_is_left_of_a_number() -> None:
    both = {u: {("health", "leaders"), ("care", "parents")} for u in "ab"}
    made = draft("r0", "abcde", spread({**both, "b": {("health", "leaders")}}))
    _, audit, insiders = plan_told([], [made], TWO, frozenset())
    # All told 2: health and care are withheld as a pair, of which one is 0 or 1.
    assert audited(audit, "q / t / care / all") == ["0", "2", "safe", "safe"]
    assert "q / t / all / all" not in set(audit["cell"])
    own = insiders[insiders["cell"] == "q / t / care / all"]
    # To area b, which tells, one of the four others tells a sector or none does.
    assert own[["area_code", "lower", "upper"]].to_numpy().tolist() == [["a", "0", "1"]]
    assert set(audit["reason"]) == {
        "It, or a number published with it, could tell of single areas."
    }


def test_the_audit_knows_what_reviewers_allow() -> None:
    made = draft("r0", "abcde", set())
    allowed = frozenset({("DIS-103", "r0", "themes", "q", "t")})
    _, audit, _ = plan_told([], [made], TWO, allowed)
    # That none tells the theme says so of each sector.
    assert audited(audit, "q / t / care / all") == ["0", "0", "allowed", "allowed"]
    told = told_by("abfg")
    pair = [draft("r0", "abcde", told), draft("r1", "abcdefghi", told)]
    _, audit, _ = plan_told([], pair, TWO, SIDE_BY_SIDE)
    assert audited(audit, "r1 less r0 / q / t / all / all") == ["2", "2", "allowed", "allowed"]


def test_the_audit_finds_what_was_told_before_there_were_rules() -> None:
    told = told_by("abf")
    first, last = draft("r0", "abcde", told), draft("r1", "abcdef", told)
    bare = plan_told([], [first], TWO, frozenset())[0].assign(shown="shown")
    before = [released(first, bare), released(last, bare.assign(report="r1"))]
    _, audit, _ = plan_told(before, [last], TWO, frozenset())
    # Area f alone is in the one and not in the other.
    assert audited(audit, "r1 less 1/r0 / q / t / all / all")[:3] == ["1", "1", "told before"]


CELLS = [("health", "leaders"), ("health", "parents"), ("care", "leaders"), ("", "parents")]


@st.composite
def series(draw: st.DrawFn) -> list[Draft]:
    cells = {unit: draw(st.sets(st.sampled_from(CELLS))) for unit in "abcdefghi"}
    inner = draw(st.integers(2, 6))
    outer = draw(st.integers(inner, 9))
    told = spread(cells)
    return [draft("r0", "abcdefghi"[:inner], told), draft("r1", "abcdefghi"[:outer], told)]


@given(series(), st.booleans())
@settings(max_examples=60, deadline=None)
def test_bounds_hold_the_true_number_and_nothing_fails(made: list[Draft], side: bool) -> None:
    plan, audit, insiders = plan_told([], made, TWO, SIDE_BY_SIDE if side else frozenset())
    assert not set(audit["outsider"]) & {"fails", "told before", "not decided"}
    assert not set(audit["insiders"]) & {"fails", "told before", "not decided"}
    by_report = {one.report: one for one in made}
    for line in audit.to_dict("records"):
        row = tuple(line["cell"].split(" / ")[-4:])
        of = by_report[line["report"]]
        units = of.areas
        if line["kind"] == "difference":
            units -= by_report["r0"].areas
        true = {u for u, *r in of.told.itertuples(index=False, name=None) if tuple(r) == row}
        assert int(line["lower"]) <= len(true & units) <= int(line["upper"]), line
    assert set(insiders["cell"]) <= set(audit["cell"])
    counted = plan[plan["shown"] == "shown"]
    for report, *row in counted[["report", *KEYS]].itertuples(index=False, name=None):
        told = by_report[report].told
        number = (told[KEYS] == row).all(axis=1).sum()
        assert 2 <= number < len(by_report[report].areas)


def worlds(codebook: dict[str, Any], sizes: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    """Every series of areas that tell or do not: of each block the rows that its areas tell.

    Areas of a block are alike to everybody but themselves, so their order does not matter.
    """
    cells = list(product(codebook["sectors"], codebook["voices"] or [""]))
    patterns = {
        tuple(any(row[2] in (s, ALL) and row[3] in (v, ALL) for s, v in told) for row in rows)
        for rows in [grid(codebook)]
        for told in _subsets(cells)
    }
    blocks = [list(combinations_with_replacement(sorted(patterns), size)) for size in sizes]
    yield from product(*blocks)


def _subsets(cells: list[Any]) -> Iterator[list[Any]]:
    for taken in product((False, True), repeat=len(cells)):
        yield [cell for cell, is_in in zip(cells, taken, strict=True) if is_in]


def published(
    codebook: dict[str, Any], windows: Sequence[str], counts: tuple[tuple[int, ...], ...]
) -> tuple[Any, ...]:
    """What the reports show where so many areas of each block tell each row."""
    rows = grid(codebook)
    units = {str(b): [f"{b}{n}" for n in range(99)] for b in range(len(counts))}
    earlier: list[Telling] = []
    for number, window in enumerate(windows):
        areas = frozenset(u for b in window for u in units[b][: SIZES[int(b)]])
        told = {
            row: frozenset(u for b in window for u in units[b][: counts[int(b)][place]])
            for place, row in enumerate(rows)
        }
        name = f"r{number}"
        own = Telling(name, name, "themes", False, areas, {u: u for u in areas}, told, tuple(rows))
        why = decide(own, earlier, codebook, SIDE_BY_SIDE)
        earlier.append(own.showing({row: len(told[row]) for row in rows if not why[row]}))
    return tuple(tuple(own.shown.get(row) for row in rows) for own in earlier)


#: How many areas each block of the series has that is tried.
SIZES: list[int] = []


def leaks(codebook: dict[str, Any], windows: Sequence[str], sizes: list[int]) -> list[Any]:
    """What an attacker works out who knows the rules, and tries every series there can be.

    Each is who it is that knows (a block and an own row, or nobody), of which block, and which row:
    all of its areas are known to tell, or none is, the own one left aside. Left out is what all but
    one tell, to that one: it is published, and flagged.
    """
    SIZES[:] = sizes
    kept: dict[Any, Any] = {}
    alike = defaultdict(list)
    for world in worlds(codebook, sizes):
        counts = tuple(tuple(map(sum, zip(*block, strict=True))) for block in world)
        if counts not in kept:
            kept[counts] = published(codebook, windows, counts)
        alike[kept[counts]].append((world, counts))
    found = []
    for out, those in alike.items():
        views: dict[Any, list[Any]] = {("", ()): [counts for _, counts in those]}
        for world, counts in those:
            for block, areas in enumerate(world):
                for own in set(areas):
                    views.setdefault((str(block), own), []).append(counts)
        for (block, own), seen in views.items():
            for other, size in enumerate(sizes):
                mine = own if str(other) == block else (0,) * len(out[0])
                rest = size - (str(other) == block)
                for place in range(len(out[0])):
                    left = {counts[other][place] - mine[place] for counts in seen}
                    if rest and left in ({0}, {rest}) and not is_flagged(out, windows, own, left):
                        found.append((block, own, other, grid(codebook)[place]))
    return found


def is_flagged(out: Any, windows: Sequence[str], own: tuple[bool, ...], left: set[int]) -> bool:
    """Whether it follows from a number of all areas but one, which is one's own."""
    return left != {0} and any(
        shown[place] == sum(SIZES[int(b)] for b in window) - 1 and not tells
        for shown, window in zip(out, windows, strict=True)
        for place, tells in enumerate(own)
    )


@pytest.mark.parametrize(
    ("codebook", "windows", "sizes"),
    [
        (TWO, ["0"], [4]),
        (TWO, ["0"], [5]),
        (FOUR, ["0"], [4]),
        (THREE, ["0"], [5]),
        (SECTORS, ["0"], [6]),
        (SECTORS, ["0", "01"], [3, 4]),
        (SECTORS, ["0", "01"], [4, 4]),
        (SECTORS, ["0", "01"], [3, 1]),
        (SECTORS, ["01", "0"], [3, 4]),
        (SECTORS, ["01", "12"], [2, 2, 2]),
        (SECTORS, ["0", "1", "01"], [3, 4]),
    ],
    ids=str,
)
def test_no_attacker_settles_any_area(
    codebook: dict[str, Any], windows: list[str], sizes: list[int]
) -> None:
    assert leaks(codebook, windows, sizes) == []


def test_the_attacker_finds_what_a_single_withheld_row_tells(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("nationalreports.disclosure.themes.partners_of", lambda part, parts: [])
    assert leaks(SECTORS, ["0"], [4])


def test_the_attacker_finds_what_sectors_and_voices_tell_of_both_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("nationalreports.disclosure.themes._by_structure", lambda *given: "")
    found = {row[2:] for *_, row in leaks(TWO, ["0"], [5])}
    assert found == set(product(*TWO.values()))


def test_the_attacker_finds_what_reports_with_areas_of_their_own_tell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def sides(own: Telling, other: Telling, row: Row) -> bool:
        pairs = ((own, other), (other, own))
        parts = [(one.of(row), one.units - two.units) for one, two in pairs]
        return all(2 <= len(told & units) <= len(units) - 2 for told, units in parts if units)

    assert leaks(SECTORS, ["01", "12"], [4, 1, 4]) == []
    monkeypatch.setattr("nationalreports.disclosure.themes._is_nested", lambda *given: True)
    monkeypatch.setattr("nationalreports.disclosure.themes._difference_is_safe", sides)
    assert leaks(SECTORS, ["01", "12"], [4, 1, 4])


def test_the_attacker_finds_what_subtraction_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "nationalreports.disclosure.themes._difference_is_safe", lambda *given: True
    )
    assert leaks(SECTORS, ["0", "01"], [3, 4])
