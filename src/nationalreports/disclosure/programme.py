"""Linear and integer programmes: how large and how small a figure can be, given what is known.

The solver is HiGHS, as scipy brings it. Every variable is a whole number of people.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from time import monotonic

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

Whole = NDArray[np.int64]
Real = NDArray[np.float64]

#: Under so many whole numbers left, or with the largest under `NEAR_TOP`, the integer programme is
#: asked as well: the linear one lets people be divided, and its limits lie up to a few too wide.
NEAR_WIDTH, NEAR_TOP = 20, 16

#: Into how many parts an integer programme is divided before it gives up, where it may.
NODES = 100

#: The solver's own tolerance, with room to spare: limits are widened by it before they are rounded.
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Programme:
    """Whole numbers `x` with `least <= x <= most` and `low <= rows @ x <= high`.

    `low` and `high` may be infinite.
    """

    rows: csr_array
    low: Real
    high: Real
    least: Whole
    most: Whole

    def holds(self, values: Whole) -> bool:
        """Whether `values` fit, worked out in whole numbers."""
        sums = self.rows @ values
        return bool(
            np.all(values >= self.least)
            and np.all(values <= self.most)
            and np.all(sums >= self.low)
            and np.all(sums <= self.high)
        )


@dataclass(frozen=True)
class Found:
    """What was found of the largest value of a form. `limit`: it is proved to be no larger, and is
    infinite where time ran out. `values`: whole numbers that fit and, in an integer programme
    solved to its end, reach the limit; none from a linear programme.
    """

    limit: float
    values: Whole | None = None


UNKNOWN = Found(math.inf)


def find_largest(
    programme: Programme, form: Whole, deadline: float, *, whole: bool, patient: bool = True
) -> Found:
    """How large `form @ x` can be; `whole` asks the integer programme, else the linear one.

    `deadline` is a time of `time.monotonic`. An integer programme that is not `patient` gives up
    after `NODES` parts, with the limit proved and the best solution found so far: the same on a
    slow machine as on a fast one.
    """
    left = deadline - monotonic()
    if left <= 0:
        return UNKNOWN
    result = milp(
        -form.astype(float),
        integrality=np.full(len(form), int(whole)),
        bounds=Bounds(programme.least.astype(float), programme.most.astype(float)),
        constraints=LinearConstraint(programme.rows, programme.low, programme.high),
        options={"time_limit": left} | ({} if patient else {"node_limit": NODES}),
    )
    if not whole:
        return Found(_floor(-result.fun)) if result.status == 0 else UNKNOWN
    values = None
    if result.x is not None:
        # The solver's numbers are whole but for its tolerance; only whole ones that fit count.
        rounded = np.rint(result.x).astype(np.int64)
        values = rounded if programme.holds(rounded) else None
    bound = result.mip_dual_bound
    return Found(math.inf if bound is None else _floor(-bound), values)


def _floor(value: float) -> float:
    if not math.isfinite(value):
        return math.inf
    return math.floor(value + TOLERANCE * max(1.0, abs(value)))


def find_limits(
    programme: Programme, form: Whole, deadline: float, seen: tuple[int, int]
) -> tuple[float, float]:
    """The smallest and the largest value of `form @ x`; solutions have them as far as `seen`.

    By linear programme, rounded inwards; near the limit of what fails by integer programme. Where
    that gives up, the true limit may lie further in. A side without result in time is infinite.
    """
    high = find_largest(programme, form, deadline, whole=False).limit
    low = -find_largest(programme, -form, deadline, whole=False).limit
    if high - low + 1 >= NEAR_WIDTH and high >= NEAR_TOP:
        return low, high
    if low < seen[0]:
        below = find_largest(programme, -form, deadline, whole=True, patient=False)
        low = max(low, -below.limit)
    if high > seen[1]:
        above = find_largest(programme, form, deadline, whole=True, patient=False)
        high = min(high, above.limit)
    return low, high
