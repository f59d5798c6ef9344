"""Solutions next to the true figures: small moves of people that fit all that is known.

Most of what is safe is shown so, much faster than by solving programmes. A move adds or takes away
people, or lets some of them change answer, group or block.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array, eye_array, vstack

from nationalreports.disclosure.programme import Programme, Whole
from nationalreports.disclosure.questions import Knowledge, Layout

#: Longer moves show nothing that matters, and lead far away.
_LONGEST = 40

_ROUNDING = 1e-9

#: Of so many sets of true figures solutions are remembered, and so many of each: the latest.
_SETS, _EACH = 400, 60

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

#: Survey and question, and of which true figures.
_Place = tuple[str, str, int, bytes]
Solutions = dict[_Place, list[Whole]]

_remembered: Solutions = {}


def recall(name: str, question: str, know: Knowledge) -> list[Whole]:
    """Solutions that served in earlier audits of the same true figures, newest first.

    Those audits knew other published figures: some solutions may fit nobody's knowledge now. They
    save time, and change no verdict.
    """
    return list(reversed(_remembered.get(_place(name, question, know), [])))


def remember(name: str, question: str, know: Knowledge, solutions: Sequence[Whole]) -> None:
    """Keep `solutions` for the next audit of the same true figures."""
    place = _place(name, question, know)
    keep_latest(_remembered, place, [*_remembered.get(place, []), *solutions][-_EACH:], _SETS)


def remembered(name: str, question: str) -> Solutions:
    """All that is remembered of a question, to be learnt in another process."""
    return {place: found for place, found in _remembered.items() if place[:2] == (name, question)}


def learn(solutions: Solutions) -> None:
    """Remember what another process did, in place of what is known of the same figures."""
    for place, found in solutions.items():
        keep_latest(_remembered, place, found, _SETS)


def keep_latest(kept: dict[_Key, _Value], key: _Key, value: _Value, number: int) -> None:
    """Put `value` last in `kept`, and forget all but the last `number`."""
    kept.pop(key, None)
    kept[key] = value
    for oldest in list(kept)[:-number]:
        kept.pop(oldest, None)


def _place(name: str, question: str, know: Knowledge) -> _Place:
    return name, question, know.own.shape[1], know.own.tobytes()


def make_moves(layout: Layout, survey: Mapping[str, Any], question: str) -> Whole:
    """Moves of people who answer `question` ("" for none) in small steps, one a row."""
    shape = layout.size.shape
    # Of small numbers, as they stay under 128: sorting is the work here.
    unit = np.eye(layout.width, dtype=np.int8)
    size = unit[layout.size.ravel()].reshape(*shape, 1, layout.width)
    kinds = [size]
    if question and question != survey["groups"]:
        part = layout.parts[question]
        count = unit[part.count.ravel()].reshape(*part.count.shape, layout.width)
        base = 0 if part.base is None else unit[part.base.ravel()].reshape(size.shape)
        above = 0 * size
        routing = survey["questions"][question].get("asked_if")
        while routing:
            asked = layout.parts[routing["question"]]
            places = asked.count[:, :, asked.answers.index(routing["answer"])]
            own = np.where(places.ravel()[:, None] < 0, 0, unit[places.ravel()])
            above = above + own.reshape(size.shape)
            routing = survey["questions"][routing["question"]].get("asked_if")
        kinds += [count + base, count + base + above + size]
        if part.several:
            kinds.append(count)
    moves: list[NDArray[np.int8]] = []
    for kind in kinds:
        moves.append(kind.reshape(-1, layout.width))
        for axes in ((0,), (1,), (2,), (0, 2), (1, 2), (0, 1)):
            moved = kind
            for axis in axes:
                pairs = list(combinations(range(moved.shape[axis]), 2))
                one, other = ([pair[side] for pair in pairs] for side in (0, 1))
                moved = moved.take(one, axis) - moved.take(other, axis)
            moves.append(moved.reshape(-1, layout.width))
    found = np.concatenate(moves)
    # Each row as one value: by columns it takes many times as long.
    rows = np.ascontiguousarray(found[found.any(axis=1)]).view(f"V{layout.width}")
    return np.unique(rows).view(np.int8).reshape(-1, layout.width).astype(np.int64)


class Moves:
    """How far each of `moves` leads, before it breaks a row of a programme or a variable's limits.

    All programmes asked must have the same `rows`.
    """

    def __init__(self, rows: csr_array, moves: Whole) -> None:
        self.moves = moves
        self._rows = vstack([rows, eye_array(moves.shape[1], dtype=np.int64)], format="csr")
        change = csc_array(self._rows @ csr_array(moves.T))
        change.eliminate_zeros()
        self._start, self._rate = change.indptr[:-1], 1 / change.data
        # Where in what is left below of each row, and then above, stands the limit of each way.
        up, height = change.data > 0, change.shape[0]
        self._back = change.indices + np.where(up, 0, height)
        self._forth = change.indices + np.where(up, height, 0)

    def reach(
        self, programme: Programme, values: Whole
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """How many times each move can be made from `values`: undone (not above 0), and forward.

        Each result is worked out from whole numbers, so `values` still fit after it.
        """
        sums = self._rows @ values
        below = np.concatenate([programme.low, programme.least]) - sums
        above = np.concatenate([programme.high, programme.most]) - sums
        left = np.concatenate([below, above])
        backward, forward = left[self._back] * self._rate, left[self._forth] * self._rate
        least = np.ceil(np.maximum.reduceat(backward, self._start) - _ROUNDING)
        most = np.floor(np.minimum.reduceat(forward, self._start) + _ROUNDING)
        return (
            np.maximum(least, -_LONGEST).astype(np.int32),
            np.minimum(most, _LONGEST).astype(np.int32),
        )
