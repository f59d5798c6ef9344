"""The ladder: fixed steps, until an audit is content or nothing is left."""

from collections.abc import Callable, Iterator
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from nationalreports.disclosure.audit import Verdict
from nationalreports.disclosure.mending import (
    LADDER,
    PAIR_FIRST,
    Failing,
    Line,
    Lines,
    climb,
    first_line,
    mend,
)
from nationalreports.disclosure.targets import Target

THRESHOLDS = {"minimum_base": 10, "minimum_count": 8, "rounding_base": 5, "percentage_base": 50}
GROUPS = ["all", "x", "y", "z"]


def line(*counts: int, base: int | None = None, largest: int = 0) -> Line:
    numbers = {f"a{n}": count for n, count in enumerate(counts)}
    total = sum(counts) if base is None else base
    return first_line(numbers, total, dict.fromkeys(numbers, largest), THRESHOLDS)


def plain() -> Lines:
    """Four answers and three groups, of which nothing is withheld by itself."""
    return {group: line(20, 20, 20, 20) for group in GROUPS}


def verdict(group: str, answer: str, outsider: str = "fails", insiders: str = "fails") -> Verdict:
    target = Target("withheld", "r", "s", "q", group, answer)
    return Verdict(target, 0, 9, outsider, "A", 0, 9, insiders)


def hidden(lines: Lines) -> dict[str, list[str]]:
    """By group what is withheld: answers, "%" and the base."""
    return {
        group: [
            *sorted(line.withheld),
            *(["%"] if line.percents else []),
            *(["base"] if line.whole else []),
        ]
        for group, line in lines.items()
        if line.withheld or line.percents or line.whole
    }


def mended(
    lines: Lines, *audits: Callable[[Lines], list[Verdict]], before: list[Verdict] | None = None
) -> tuple[set[Failing], set[Failing]]:
    """As `mend`, where nothing but `before` could be worked out before the report."""
    return mend(lines, audits, [lambda: before or []] * len(audits))


def test_a_line_before_any_audit() -> None:
    assert line(40, 7, 20, 30).withheld == {"a0": "pair", "a1": "small"}
    assert line(40, 20, 30).withheld == {}
    assert line(7, 20, 30).withheld == {"a0": "small", "a1": "pair", "a2": "pair"}
    assert line(20, 90, base=97).withheld == {"a0": "pair", "a1": "complement"}
    assert line(20, 40, 40, largest=11).withheld == {
        **{"a0": "dominated", "a1": "pair", "a2": "pair"},
    }
    assert hidden({"x": line(3, 2, 2, 2)}) == {"x": ["a0", "a1", "a2", "a3", "%", "base"]}
    assert line(5, 5).whole == ""


def test_the_steps_for_a_group() -> None:
    lines, steps = plain(), [0]
    said = []
    while steps[-1] < len(LADDER):
        steps.append(climb(lines, "y", "a3", steps[-1], LADDER))
        said.append(hidden(lines))
    every = ["a0", "a1", "a2", "a3"]
    pair = ["a2", "a3"]
    assert steps == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    assert said == [
        {"y": ["%"]},
        {"y": [*pair, "%"]},
        {"y": [*every, "%"]},
        # The last two groups are partners.
        {"y": [*every, "%"], "z": pair},
        {"all": ["%"], "y": [*every, "%"], "z": pair},
        {"all": [*pair, "%"], "y": [*every, "%"], "z": pair},
        {"all": [*pair, "%"], "y": [*every, "%", "base"], "z": pair},
        {"all": [*pair, "%"], **{group: [*every, "%", "base"] for group in "xyz"}},
        {"all": [*every, "%"], **{group: [*every, "%", "base"] for group in "xyz"}},
        {group: [*every, "%", "base"] for group in GROUPS},
    ]


def test_the_first_group_of_three_takes_the_pair_of_the_others() -> None:
    lines = plain()
    assert climb(lines, "x", "a0", 3, LADDER) == 4
    assert hidden(lines) == {"y": ["a0", "a1"], "z": ["a0", "a1"]}


def test_for_all_respondents_every_group_has_its_pair_withheld() -> None:
    lines = plain()
    assert climb(lines, "all", "a1", 3, LADDER) == 4
    assert hidden(lines) == {group: ["a0", "a1"] for group in "xyz"}


def test_steps_that_change_nothing_are_passed_over() -> None:
    lines = plain()
    assert climb(lines, "all", "", 0, LADDER) == 1
    # No answer has failed, so there is no pair of it.
    assert climb(lines, "all", "", 1, LADDER) == 3
    # Of all together there is no own base before the groups': those go first.
    assert climb(lines, "all", "", 3, LADDER) == 8
    assert climb(lines, "all", "", 8, LADDER) == 10


def test_a_figure_that_the_report_does_not_have_costs_it_the_question() -> None:
    lines = plain()
    assert climb(lines, "w", "a0", 0, LADDER) == 5
    lines = {group: line for group, line in plain().items() if group != "all"}
    assert climb(lines, "w", "a0", 0, LADDER) == 8
    assert all(line.whole for line in lines.values())


def wants(group: str, answer: str, until: Callable[[Lines], bool]) -> Callable[..., list[Verdict]]:
    return lambda lines: [] if until(lines) else [verdict(group, answer)]


def test_mending_stops_where_the_audit_is_content() -> None:
    lines = plain()
    assert mended(lines, wants("x", "a0", lambda own: "a1" in own["x"].withheld)) == (set(), set())
    assert hidden(lines) == {"x": ["a0", "a1"]}
    assert lines["x"].withheld == {"a0": "mended", "a1": "mended"}


def test_a_reason_stays_when_more_is_withheld() -> None:
    lines = {"all": line(20, 20, 40, 7)}
    climb(lines, "all", "a0", 2, LADDER)
    said = {"a0": "mended", "a1": "mended", "a2": "pair", "a3": "small"}
    assert lines["all"].withheld == said


def test_what_failed_before_is_not_mended() -> None:
    lines = plain()
    told = [verdict("x", "a0", insiders="safe")]
    known, left = mended(lines, lambda own: told, before=told)
    assert {(target.group, who) for target, who in known} == {("x", "outsider")}
    assert hidden(lines) == {}
    assert left == set()


def test_what_other_figures_of_the_report_tell_is_returned_when_nothing_is_left() -> None:
    lines = plain()
    known, left = mended(lines, lambda own: [verdict("x", "a0", insiders="safe")])
    assert known == set()
    assert {(target.group, who) for target, who in left} == {("x", "outsider")}
    assert all(line.whole for line in lines.values())


def test_percentages_stay_where_withholding_them_alone_would_not_help() -> None:
    lines = plain()

    def audit(own: Lines) -> list[Verdict]:
        needs_pair = [] if own["x"].withheld else [verdict("x", "a0")]
        needs_percents = [] if own["y"].percents else [verdict("y", "a0")]
        return needs_pair + needs_percents

    mended(lines, audit)
    assert hidden(lines) == {"x": ["a0", "a1"], "y": ["%"]}


def test_percentages_come_after_the_pair_where_neither_is_enough() -> None:
    lines, steps = plain(), [0]
    for _ in range(3):
        steps.append(climb(lines, "y", "a3", steps[-1], PAIR_FIRST))
    assert steps == [0, 1, 2, 3]
    assert hidden(lines) == {"y": ["a0", "a1", "a2", "a3", "%"]}


def test_what_insiders_come_to_know_is_mended_though_outsiders_knew_it() -> None:
    def audit(lines: Lines) -> list[Verdict]:
        return [verdict("x", "a0", insiders="safe" if lines["x"].percents else "fails")]

    lines = plain()
    mended(lines, audit, before=[verdict("x", "a0", insiders="safe")])
    assert hidden(lines) == {"x": ["%"]}


def test_what_is_not_decided_is_withheld_to_the_end() -> None:
    lines = plain()
    open_still = [verdict("x", "a0", outsider="not decided")]
    known, left = mended(lines, lambda own: open_still, before=open_still)
    assert known == {(verdict("x", "a0").target, "insiders")}
    assert left == {(verdict("x", "a0").target, "outsider")}
    assert all(line.whole for line in lines.values())


def test_two_figures_of_a_line_climb_one_step_each() -> None:
    lines = plain()

    def audit(lines: Lines) -> list[Verdict]:
        return [] if lines["x"].percents else [verdict("x", "a0"), verdict("x", "a3")]

    mended(lines, audit)
    assert hidden(lines) == {"x": ["%"]}


def test_a_later_audit_is_asked_once_the_first_one_is_content() -> None:
    lines = plain()
    asked = []

    def later(own: Lines) -> list[Verdict]:
        asked.append(hidden(own))
        return [] if own["all"].percents else [verdict("all", "elsewhere")]

    mended(lines, wants("x", "a0", lambda own: bool(own["x"].percents)), later)
    assert asked[0] == {"x": ["%"]}
    assert hidden(lines) == {"all": ["%"], "x": ["%"]}


TABLES = st.lists(st.lists(st.integers(0, 40), min_size=3, max_size=3), min_size=1, max_size=4)
CELLS = st.tuples(st.sampled_from(GROUPS), st.sampled_from(["a0", "a1", "a2", ""]))


@given(TABLES, st.lists(st.lists(CELLS, max_size=4), max_size=30))
def test_the_ladder_ends_and_pairs_hold_whatever_fails(
    tables: list[list[int]], failing: list[list[tuple[str, str]]]
) -> None:
    lines = {group: line(*counts) for group, counts in zip(GROUPS, tables, strict=False)}
    given = iter(failing)

    def audit(own: Lines) -> list[Verdict]:
        bare = all(line.whole for line in own.values())
        return [] if bare else [verdict(*cell) for cell in next(given, [])]

    mended(lines, audit)
    for own in lines.values():
        assert ("a1" in own.withheld) == ("a2" in own.withheld)
        assert "a0" not in own.withheld or "a1" in own.withheld
        # Nothing stands without its base.
        assert not own.whole or (len(own.withheld) == 3 and own.percents)


@given(TABLES, st.randoms(use_true_random=False), CELLS, st.integers(0, 8))
def test_equal_published_tables_are_mended_alike(
    one: list[list[int]], random: Random, cell: tuple[str, str], stop: int
) -> None:
    """Other true values give the same pattern where primary rules do."""
    other = [[random.randint(*((0, 7) if n < 8 else (8, 40))) for n in row] for row in one]
    pair = [
        {group: line(*counts) for group, counts in zip(GROUPS, tables, strict=False)}
        for tables in (one, other)
    ]
    assume(hidden(pair[0]) == hidden(pair[1]))
    for lines in pair:
        rounds = iter([[verdict(*cell)]] * stop)

        def audit(own: Lines, rounds: Iterator[list[Verdict]] = rounds) -> list[Verdict]:
            return [] if all(line.whole for line in own.values()) else next(rounds, [])

        mended(lines, audit)
    assert hidden(pair[0]) == hidden(pair[1])
