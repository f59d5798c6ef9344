"""What else is withheld of a question where the audit fails: a fixed ladder, climbed step by step.

Which step comes next depends on the questionnaire and on which figures stand there already, never
on how large a figure is: equal published tables are mended alike. Rounding more coarsely is no
step. A second rounding of a number, chosen because the first one failed, tells where it lies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from nationalreports.aggregation import ALL
from nationalreports.disclosure.audit import Verdict
from nationalreports.disclosure.pairs import partners, together
from nationalreports.disclosure.primary import BASE, primary_reason
from nationalreports.disclosure.targets import Target

#: Why a figure is withheld that might be shown by itself. Confidential, like the primary reasons.
PAIR, MENDED = "pair", "mended"


@dataclass
class Line:
    """One question's figures in one report for one group ("all" too), and what of them is withheld.

    `counts` has the exact number of each answer, in the questionnaire's order. `withheld` gives the
    reason of each answer whose count is withheld, `percents` and `whole` those of the percentages
    and of the base; "" is shown.
    """

    counts: Mapping[str, int]
    base: int
    withheld: dict[str, str] = field(default_factory=dict)
    percents: str = ""
    whole: str = ""

    def withhold(self, answers: Iterable[str]) -> None:
        """Withhold `answers` and what goes with them."""
        for answer in together(list(self.counts), {*answers}):
            self.withheld.setdefault(answer, MENDED)

    def state(self) -> tuple[frozenset[str], bool, bool]:
        """What is withheld, without reasons: what the published table shows of it."""
        return frozenset(self.withheld), bool(self.percents), bool(self.whole)


#: The lines of a question by group.
Lines = dict[str, Line]

#: Group and answer of a figure that can be worked out, and a rung: what it withholds for one.
Place = tuple[str, str]
Rung = Callable[[Lines, str, str], None]

#: What the audit found can be worked out, and by whom ("outsider" or "insiders").
Failing = tuple[Target, str]


def first_line(
    counts: Mapping[str, int], base: int, largest: Mapping[str, int], thresholds: Mapping[str, int]
) -> Line:
    """A line as primary rules and fixed pairs leave it, before any audit.

    `largest`: of each answer, how many the one area gave that gave most.
    """
    reasons = {
        answer: primary_reason(count, base, largest.get(answer, 0), thresholds)
        for answer, count in counts.items()
    }
    line = Line(counts, base, {answer: why for answer, why in reasons.items() if why})
    for answer in together(list(counts), set(line.withheld)):
        line.withheld.setdefault(answer, PAIR)
    if base < thresholds["minimum_base"]:
        line.percents = line.whole = BASE
    return line


def withhold_all(lines: Lines) -> None:
    """Withhold the whole question: counts, percentages and bases of every group."""
    for group in lines:
        withhold_base(lines, group, "")


def climb(lines: Lines, group: str, answer: str, step: int, ladder: Sequence[Rung]) -> int:
    """Withhold what the next rung of the `ladder` after `step` asks for; return that rung.

    `group` and `answer` ("" where it is the base) are those of the figure that can be worked out.
    Rungs that change nothing are passed over. After the last one nothing is left of the question.
    """
    before = _state(lines)
    for number, rung in enumerate(ladder[step:], start=step + 1):
        rung(lines, group, answer)
        if _state(lines) != before:
            return number
    return len(ladder)


def _state(lines: Lines) -> list[tuple[frozenset[str], bool, bool]]:
    return [line.state() for line in lines.values()]


def _percents(lines: Lines, group: str, answer: str) -> None:
    if group in lines:
        lines[group].percents = lines[group].percents or MENDED


def _pair(lines: Lines, group: str, answer: str) -> None:
    if group in lines and answer in lines[group].counts:
        lines[group].withhold([answer])


def _answers(lines: Lines, group: str, answer: str) -> None:
    if group in lines:
        lines[group].withhold(lines[group].counts)


def _partner_lines(lines: Lines, group: str, answer: str) -> None:
    groups = [name for name in lines if name != ALL]
    for other in groups if group == ALL else partners(groups, group):
        _pair(lines, other, answer)


def _percents_of_all(lines: Lines, group: str, answer: str) -> None:
    _percents(lines, ALL, answer)


def _pair_of_all(lines: Lines, group: str, answer: str) -> None:
    _pair(lines, ALL, answer)


def withhold_base(lines: Lines, group: str, answer: str) -> None:
    """Withhold the line of `group` whole."""
    # Without its base a line has nothing to show: a percentage of an unknown base is one of it.
    if group in lines:
        _percents(lines, group, answer)
        _answers(lines, group, answer)
        lines[group].whole = lines[group].whole or MENDED


def _group_base(lines: Lines, group: str, answer: str) -> None:
    if group != ALL:
        withhold_base(lines, group, answer)


def _group_bases(lines: Lines, group: str, answer: str) -> None:
    for name in lines:
        _group_base(lines, name, answer)


def _all_but_base(lines: Lines, group: str, answer: str) -> None:
    """Of all together nothing but the base stays: the last figure that a reader would miss."""
    _percents(lines, ALL, answer)
    _answers(lines, ALL, answer)


def _question(lines: Lines, group: str, answer: str) -> None:
    withhold_all(lines)


_REST: Sequence[Rung] = (
    _answers,
    _partner_lines,
    _percents_of_all,
    _pair_of_all,
    _group_base,
    _group_bases,
    _all_but_base,
    _question,
)
LADDER: Sequence[Rung] = (_percents, _pair, *_REST)

#: For a figure that can be worked out without the percentages of its line as well: they would be
#: withheld for nothing. Whoever has the published table can see for themselves that this is so.
PAIR_FIRST: Sequence[Rung] = (_pair, _percents, *_REST)


def mend(
    lines: Lines,
    audits: Sequence[Callable[[Lines], Sequence[Verdict]]],
    before: Sequence[Callable[[], Sequence[Verdict]]],
) -> tuple[set[Failing], set[Failing]]:
    """Withhold of `lines` until no audit finds anything that they make known.

    Each of `audits` gives verdicts on everything published with `lines` among it; a later one is
    asked when all before it are content. `before` gives the same ones' verdicts where the report
    shows nothing at all. Returns what was told before, which cannot be mended here; and what still
    can be worked out where the whole question is withheld, because of other figures of the report.
    What an audit could not decide counts as failing.
    """
    known: dict[int, set[Failing]] = {}
    steps: dict[Place, int] = {}
    ladders: dict[Place, Sequence[Rung]] = {}
    while unmended := _next(lines, audits, before, known):
        places = {_place(target) for target, _ in unmended}
        if fresh := places - {*ladders}:
            trial = deepcopy(lines)
            for place in sorted(fresh):
                _percents(trial, *place)
            still = {_place(target) for target, _ in _next(trial, audits, before, known)}
            ladders.update({place: PAIR_FIRST if place in still else LADDER for place in fresh})
        start = deepcopy(lines)
        for place in sorted(places):
            # Each climbs from what stood before the round: one's step is no reason for another's.
            own = deepcopy(start)
            steps[place] = climb(own, *place, steps.get(place, 0), ladders[place])
            _join(lines, own)
        if _state(lines) == _state(start):
            return set().union(*known.values()), unmended
    return set().union(*known.values()), set()


def _place(target: Target) -> Place:
    return target.group, target.answer


def _next(
    lines: Lines,
    audits: Sequence[Callable[[Lines], Sequence[Verdict]]],
    before: Sequence[Callable[[], Sequence[Verdict]]],
    known: dict[int, set[Failing]],
) -> set[Failing]:
    """What is to be mended next."""
    for number, audit in enumerate(audits):
        failing = _failing(audit(lines), "fails", "not decided")
        if failing and number not in known:
            known[number] = _failing(before[number](), "fails")
        if found := failing - known.get(number, set()):
            return found
    return set()


def _failing(verdicts: Iterable[Verdict], *words: str) -> set[Failing]:
    return {
        (verdict.target, who)
        for verdict in verdicts
        for who, said in (("outsider", verdict.outsider), ("insiders", verdict.insiders))
        if said in words
    }


def _join(lines: Lines, others: Lines) -> None:
    for line, other in zip(lines.values(), others.values(), strict=True):
        line.withheld.update({a: r for a, r in other.withheld.items() if a not in line.withheld})
        line.percents = line.percents or other.percents
        line.whole = line.whole or other.whole
