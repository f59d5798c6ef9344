"""The audit of survey answers: what can be worked out of what must not be known.

A verdict "safe" rests on whole numbers that fit everything known and lie far enough apart; each
solution found counts for every target and every attacker whose knowledge it fits. A verdict "fails"
rests on limits that the solver proved. What neither shows in time is "not decided".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from nationalreports.disclosure.blocks import Blocks
from nationalreports.disclosure.figures import RESPONSES, tell_published
from nationalreports.disclosure.programme import Programme, Whole, find_largest, find_limits
from nationalreports.disclosure.publications import Publication
from nationalreports.disclosure.questions import (
    CEILING,
    Knowledge,
    Layout,
    find_questions,
    make_layout,
    tell_questionnaire,
)
from nationalreports.disclosure.targets import Sought, Target, find_kept, find_targets
from nationalreports.disclosure.witnesses import Moves, keep_latest, make_moves, recall, remember

SAFE, FAILS, NOT_DECIDED = "safe", "fails", "not decided"

#: With fewer whole numbers left, a figure is known.
WIDTH = 5

#: Steps of a walk that may show nothing new: from the true figures, and from a solution of a
#: programme.
_PATIENCE, _SHORT_PATIENCE = 10, 2

#: So many audits without bounds are remembered, the latest: mending often asks the same again.
_AUDITS = 400
_decided: dict[bytes, list[Verdict]] = {}

#: Steps aside on the way to more, or less, of one target.
_TRIES = 5


@dataclass(frozen=True)
class Verdict:
    """What can be worked out of a target.

    `lower` and `upper` are the smallest and the largest number that an outsider can take it for.
    `area` is the area whose insiders can tell most, `insider_lower` and `insider_upper` what they
    can take the rest of the target, without their own people, for: worked out where the verdict is
    that it fails, else the range that is sure to be possible. None: not asked for, not worked out
    in time, or without limit. `area` is "" where no area's insiders are to be kept from it.
    """

    target: Target
    lower: int | None
    upper: int | None
    outsider: str
    area: str
    insider_lower: int | None
    insider_upper: int | None
    insiders: str


def audit_question(
    blocks: Blocks,
    publications: Sequence[Publication],
    name: str,
    survey: Mapping[str, Any],
    question: str,
    *,
    seconds: float,
    bounds: bool,
) -> list[Verdict]:
    """The verdicts on all targets of `question` of survey `name`, given all `publications`.

    `publications` are in order of release, and those that `blocks` were made of. They should have
    the figures of the survey's grouping question, of the question that decides who is asked this
    one, and of those that this one decides about, as far as they are published. `seconds` is the
    time for all; `bounds` asks for bounds too, which takes longer.
    """
    layout = make_layout(blocks, publications, survey, find_questions(survey, question))
    sought = find_targets(layout, publications, name, survey, question)
    return _audit(blocks, publications, name, survey, layout, sought, seconds, bounds)


def audit_responses(
    blocks: Blocks,
    publications: Sequence[Publication],
    name: str,
    *,
    seconds: float,
    bounds: bool,
) -> list[Verdict]:
    """The verdicts on the numbers of responses; else as `audit_question`."""
    # All groups together: their sizes are figures of the grouping question.
    survey: dict[str, Any] = {"groups": None, "questions": {}}
    layout = make_layout(blocks, publications, survey, {})
    sought = find_targets(layout, publications, name, survey, RESPONSES)
    return _audit(blocks, publications, name, survey, layout, sought, seconds, bounds)


def _audit(
    blocks: Blocks,
    publications: Sequence[Publication],
    name: str,
    survey: Mapping[str, Any],
    layout: Layout,
    sought: Sequence[Sought],
    seconds: float,
    bounds: bool,
) -> list[Verdict]:
    if not sought:
        return []
    know = Knowledge(blocks, layout)
    tell_questionnaire(know, layout, survey)
    # One's own people who left a question out are people beside those who answered it.
    tell_published(know, layout, publications, name, survey, blocks.silent)
    applies = find_kept(sought, know.attackers, layout, publications)
    key = know.digest(applies.tobytes(), *(one.told() for one in sought))
    if not bounds and key in _decided:
        return _decided[key]
    question = sought[0].target.question
    moves = Moves(know.rows, make_moves(layout, survey, question))
    earlier = recall(name, question, know)
    search = _Search(know, sought, applies, moves, earlier, monotonic() + seconds)
    search.decide()
    remember(name, question, know, search.found)
    if bounds:
        search.find_bounds()
    found = search.verdicts()
    if not bounds and not any(NOT_DECIDED in (one.outsider, one.insiders) for one in found):
        keep_latest(_decided, key, found, _AUDITS)
    return found


class _Search:
    """The state of an audit: the range of each target seen in solutions, and proved limits.

    Arrays have a row for each attacker and a column for each target. Values are of whole targets,
    an insider's own people included. `applies` tells which are to be kept from whom; `earlier` are
    solutions of earlier audits to try, `found` those that served in this one.
    """

    def __init__(
        self,
        know: Knowledge,
        sought: Sequence[Sought],
        applies: NDArray[np.bool_],
        moves: Moves,
        earlier: Sequence[Whole],
        deadline: float,
    ) -> None:
        self.know, self.sought, self.moves, self.deadline = know, sought, moves, deadline
        self.applies, self.earlier = applies, earlier
        self.forms = np.array([one.form for one in sought], np.int64)
        changes = csr_array(self.forms) @ csr_array(moves.moves.T)
        self.changes = changes.toarray().astype(np.int32)
        self.lot = np.random.default_rng(0)
        self.found: list[Whole] = []
        self.minimum = np.array([one.minimum for one in sought])
        self.own = know.own @ self.forms.T
        true = self.forms @ know.true
        shape = self.own.shape
        self.low = np.tile(true, (shape[0], 1))
        self.high = self.low.copy()
        self.least = np.full(shape, -np.inf)
        self.most = np.full(shape, np.inf)
        self._asked: NDArray[np.bool_] | None = None

    def safe(self) -> NDArray[np.bool_]:
        wide = self.high - self.low + 1 >= WIDTH
        return np.asarray(wide & (self.high - self.own >= self.minimum))

    def fails(self) -> NDArray[np.bool_]:
        narrow = self.most - self.least + 1 < WIDTH
        return np.asarray(narrow | (self.most - self.own < self.minimum))

    def decide(self) -> None:
        """Show of each target that it is safe or fails, for the outsider and for insiders."""
        everybody = range(len(self.know.attackers))
        # What all insiders' knowledge allows at once serves them all, and the outsider.
        self._wander(list(everybody), self.know.true, _PATIENCE)
        for target in map(int, np.flatnonzero(self._open().any(axis=0))):
            least, most = self.know.subtract(self.forms[target])
            self.least[:, target] = np.maximum(self.least[:, target], least)
            self.most[:, target] = np.minimum(self.most[:, target], most)
            self._asked = None
        for values in self.earlier:
            if not self._open().any():
                break
            if len(fits := np.flatnonzero(self.know.fits(values))):
                self._see(values)
                self._wander([*map(int, fits)], values, 1)
        outsider = self.know.programme([0])
        for left in map(int, np.flatnonzero(self._open().any(axis=0))):
            if self._open()[0, left]:
                # What an outsider can tell, all can: nobody else need be asked.
                self._limit(0, left, *self._linear(outsider, left))
            insiders = np.argsort(-self.own[1:, left], kind="stable") + 1
            self._settle([0, *map(int, insiders)], left)

    def _settle(self, attackers: Sequence[int], target: int) -> None:
        """Decide one target for `attackers`: the outsider, then by how much of it is their own.

        Solutions are looked for that fit what all know together. Where there are too few, the first
        one is asked alone: what an outsider can tell, all can, and of insiders one is enough. The
        others follow in halves.
        """
        still = [attacker for attacker in attackers if self._open()[attacker, target]]
        if not still:
            return
        programme = self.know.programme(still)
        if len(still) == 1:
            self._decide_one(programme, still[0], target)
            return
        form = self.forms[target]
        least, most = self._linear(programme, target)
        if most - least + 1 >= WIDTH:
            for sign, limit in ((1, most), (-1, -least)):
                enough = self._enough(still, target, sign)
                # Where there cannot be enough for all, fewer of them are asked next.
                if limit >= enough and self._open()[still, target].any():
                    found = find_largest(
                        programme,
                        sign * form,
                        self.deadline,
                        whole=True,
                        patient=False,
                        enough=enough,
                    )
                    self._start_from(still, found.values)
        half = len(still) // 2 + 1
        for part in (still[:1], still[1:half], still[half:]):
            self._settle(part, target)

    def _open(self) -> NDArray[np.bool_]:
        """What is to be decided yet. One area whose insiders can tell is enough."""
        if self._asked is None:
            fails = self.fails() & self.applies
            self._asked = self.applies & ~fails
            self._asked[1:] &= ~fails.any(axis=0)
        return self._asked & ~self.safe()

    def _wander(self, attackers: Sequence[int], values: Whole, patience: int) -> None:
        """Look for solutions far apart, walking from `values` over what fits the knowledge of all
        `attackers`: towards more or less of one target after another, by the move that leads
        furthest, or by any where none does; until `patience` steps have shown nothing new."""
        programme, place = self.know.programme(attackers), np.array(attackers)
        idle, one, up, tries = 0, -1, False, 0
        fresh, number_open = True, int((still := self._open()).sum())
        while idle < patience and monotonic() < self.deadline:
            if fresh:
                left = np.flatnonzero(still[place].any(axis=0))
                change = self.changes[left]
            if not len(left):
                return
            backward, forward = self.moves.reach(programme, values)
            onward, back = change * forward, change * backward
            rise, fall = np.maximum(onward, back), np.minimum(onward, back)
            now, cells = self.forms[left] @ values, np.ix_(place, left)
            self.low[cells] = np.minimum(self.low[cells], now + fall.min(axis=1))
            self.high[cells] = np.maximum(self.high[cells], now + rise.max(axis=1))
            before, number_open = number_open, int((still := self._open()).sum())
            fresh = number_open != before
            idle = 0 if fresh else idle + 1
            if one not in left or tries >= _TRIES:
                one, tries, up = int(self.lot.choice(left)), 0, bool(self.lot.integers(2))
            number = int(np.searchsorted(left, one))
            gain = rise[number] if up else -fall[number]
            if gain.any():
                move = self.lot.choice(np.flatnonzero(gain == gain.max()))
                towards = (change[number, move] > 0) == up
                times = (forward if towards else backward)[move]
            else:
                tries += 1
                free = np.flatnonzero((change[number] == 0) & (forward > backward))
                if not len(free):
                    continue
                move = self.lot.choice(free)
                times = self.lot.integers(backward[move], forward[move] + 1)
            values = values + times * self.moves.moves[move]

    def _decide_one(self, programme: Programme, attacker: int, target: int) -> None:
        form = self.forms[target]
        if attacker:
            self._limit(attacker, target, *self._linear(programme, target))
        for sign in (1, -1):
            if self._open()[attacker, target]:
                found = find_largest(
                    programme,
                    sign * form,
                    self.deadline,
                    whole=True,
                    enough=self._enough([attacker], target, sign),
                )
                self._start_from([attacker], found.values)
                limits = (-np.inf, found.limit) if sign == 1 else (-found.limit, np.inf)
                self._limit(attacker, target, *limits)

    def _linear(self, programme: Programme, target: int) -> tuple[float, float]:
        form = self.forms[target]
        most = find_largest(programme, form, self.deadline, whole=False)
        least = find_largest(programme, -form, self.deadline, whole=False)
        self._see(most.values)
        self._see(least.values)
        return -least.limit, most.limit

    def _limit(self, attacker: int, target: int, least: float, most: float) -> None:
        """Insiders know all that an outsider knows, so an outsider's limits are limits to them."""
        rows = slice(None) if attacker == 0 else slice(attacker, attacker + 1)
        self.least[rows, target] = np.maximum(self.least[rows, target], least)
        self.most[rows, target] = np.minimum(self.most[rows, target], most)
        self._asked = None

    def _see(self, values: Whole | None) -> None:
        """Count a solution for every target and every attacker whose knowledge it fits."""
        if values is None:
            return
        fits = self.know.fits(values)
        seen = self.forms @ values
        self.low[fits] = np.minimum(self.low[fits], seen)
        self.high[fits] = np.maximum(self.high[fits], seen)

    def _enough(self, attackers: Sequence[int], target: int, sign: int) -> float:
        """Which value of a target, or of it negated, shows that it is safe from all `attackers`."""
        rows = list(attackers)
        if sign == -1:
            return float(-(self.high[rows, target] - WIDTH + 1).min())
        wide = self.low[rows, target] + WIDTH - 1
        return float(np.maximum(wide, self.own[rows, target] + self.minimum[target]).max())

    def _start_from(self, attackers: Sequence[int], values: Whole | None) -> None:
        if values is None:
            return
        still = self._open().sum()
        self._see(values)
        self._wander(attackers, values, _SHORT_PATIENCE)
        if self._open().sum() < still:
            self.found.append(values)

    def find_bounds(self) -> None:
        """The outsider's limits of every target, and of those that fail its worst insiders'."""
        self._bound(0, range(len(self.sought)))
        fails = (self.fails() & self.applies)[1:].any(axis=0)
        for attacker in range(1, len(self.know.attackers)):
            worst = [t for t in map(int, np.flatnonzero(fails)) if self._worst(t) == attacker]
            self._bound(attacker, worst)

    def _bound(self, attacker: int, targets: Sequence[int]) -> None:
        programme = self.know.programme([attacker])
        for target in targets:
            seen = int(self.low[attacker, target]), int(self.high[attacker, target])
            least, most = find_limits(programme, self.forms[target], self.deadline, seen)
            self._limit(attacker, target, least, most)

    def _worst(self, target: int) -> int:
        """The attacker, by number, of the area that can tell most; 0 where there is none."""
        rows = np.flatnonzero(self.applies[1:, target]) + 1
        fails, safe = self.fails()[rows, target], self.safe()[rows, target]
        left = (self.high - self.low)[rows, target]
        order = np.lexsort((left, safe, ~fails))
        return int(rows[order[0]]) if len(rows) else 0

    def verdicts(self) -> list[Verdict]:
        fails, safe = self.fails(), self.safe()

        def word(attacker: int, target: int) -> str:
            if fails[attacker, target]:
                return FAILS
            return SAFE if safe[attacker, target] else NOT_DECIDED

        found = []
        for number, one in enumerate(self.sought):
            worst = self._worst(number)
            own = int(self.own[worst, number])
            least, most = self.least[worst, number] - own, self.most[worst, number] - own
            insiders = word(worst, number) if worst else SAFE
            if insiders != FAILS:
                least, most = self.low[worst, number] - own, self.high[worst, number] - own
            found.append(
                Verdict(
                    one.target,
                    _whole(self.least[0, number]),
                    _whole(self.most[0, number]),
                    word(0, number),
                    self.know.attackers[worst],
                    _whole(least) if worst else None,
                    _whole(most) if worst else None,
                    insiders,
                )
            )
        return found


def _whole(limit: float) -> int | None:
    """A limit as a number of people, so 0 at least: one that was had by subtraction may lie lower.
    None where there is none, or only that of the programme."""
    return max(0, int(limit)) if abs(limit) < CEILING else None
