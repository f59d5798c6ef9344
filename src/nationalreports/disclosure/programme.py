"""Linear and integer programmes: how large and how small a figure can be, given what is known.

The solver is HiGHS. Every variable is a whole number of people.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from time import monotonic

import highspy
import numpy as np
from numpy.typing import NDArray
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


#: The number that the solver has for its primal simplex method.
_PRIMAL = 4

#: These programmes are small and hardly ever need a search: what prepares one takes longer.
_INTEGER: dict[str, str | bool] = {
    "presolve": "off",
    "mip_heuristic_run_feasibility_jump": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_shifting": True,
}


@dataclass(frozen=True)
class Programme:
    """Whole numbers `x` with `least <= x <= most` and `low <= rows @ x <= high`.

    `low` and `high` may be infinite. `solver` may be shared by programmes of the same rows.
    `linear` has what linear programmes found of the forms that were asked.
    """

    rows: csr_array
    low: Real
    high: Real
    least: Whole
    most: Whole
    solver: Solver
    linear: dict[bytes, Found] = field(default_factory=dict, init=False, repr=False)

    def holds(self, values: Whole) -> bool:
        """Whether `values` fit, worked out in whole numbers."""
        sums = self.rows @ values
        return bool(
            np.all(values >= self.least)
            and np.all(values <= self.most)
            and np.all(sums >= self.low)
            and np.all(sums <= self.high)
        )


class Solver:
    """HiGHS with the rows of some programmes. One solved after another starts from where the last
    one ended, which is near; the limits found do not depend on it."""

    def __init__(self, rows: csr_array) -> None:
        self._linear = _start(rows)
        # Mostly another form is asked of the same limits: where the last one ended still fits.
        self._linear.setOptionValue("simplex_strategy", _PRIMAL)
        self._integer = _start(rows)
        columns = np.arange(rows.shape[1], dtype=np.int32)
        kind = np.full(len(columns), highspy.HighsVarType.kInteger)
        self._integer.changeColsIntegrality(len(columns), columns, kind)
        for option, value in _INTEGER.items():
            self._integer.setOptionValue(option, value)
        self._known: dict[bool, Programme] = {}

    def largest(
        self,
        programme: Programme,
        form: Whole,
        seconds: float,
        *,
        whole: bool,
        nodes: int | None,
        enough: float,
    ) -> tuple[float, Real | None]:
        """The proved limit of `form @ x`, infinite if there is none, and the best `x` found: an
        integer programme stops after so many `nodes`, or with what is `enough`."""
        highs = self._integer if whole else self._linear
        self._ask(highs, programme, whole)
        columns = np.arange(len(form), dtype=np.int32)
        highs.changeColsCost(len(columns), columns, form.astype(float))
        # The limit is of the time since the model was made.
        highs.setOptionValue("time_limit", highs.getRunTime() + seconds)
        highs.setOptionValue("mip_max_nodes", highspy.kHighsIInf if nodes is None else nodes)
        highs.setOptionValue("objective_target", enough - 0.5)
        highs.run()
        info, status = highs.getInfo(), highs.getModelStatus()
        values = None
        if info.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible):
            values = np.array(highs.getSolution().col_value)
        if whole:
            return _floor(info.mip_dual_bound), values
        if status != highspy.HighsModelStatus.kOptimal:
            return math.inf, None
        return _floor(info.objective_function_value), values

    def _ask(self, highs: highspy.Highs, programme: Programme, whole: bool) -> None:
        """Make the limits those of `programme`."""
        known = self._known.get(whole)
        if known is programme:
            return
        for row in range(len(programme.low)):
            low, high = programme.low[row], programme.high[row]
            if known is None or known.low[row] != low or known.high[row] != high:
                highs.changeRowBounds(row, low, high)
        columns = np.arange(len(programme.least), dtype=np.int32)
        least, most = programme.least.astype(float), programme.most.astype(float)
        highs.changeColsBounds(len(columns), columns, least, most)
        self._known[whole] = programme


class _Silent(highspy.Highs):
    """HiGHS without the callbacks that its own `__init__` sets up: that prints a banner to the
    process's output, before any option can forbid it."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()
        self.silent()


def _start(rows: csr_array) -> highspy.Highs:
    highs, model = _Silent(), highspy.HighsLp()
    highs.setOptionValue("threads", 1)
    model.num_row_, model.num_col_ = rows.shape
    zero = np.zeros(rows.shape[1])
    model.col_cost_, model.col_lower_, model.col_upper_ = zero, zero, zero
    model.row_lower_ = np.full(rows.shape[0], -highspy.kHighsInf)
    model.row_upper_ = np.full(rows.shape[0], highspy.kHighsInf)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_ = rows.indptr, rows.indices
    model.a_matrix_.value_ = rows.data.astype(float)
    model.sense_ = highspy.ObjSense.kMaximize
    highs.passModel(model)
    return highs


@dataclass(frozen=True)
class Found:
    """What was found of the largest value of a form. `limit`: it is proved to be no larger, and is
    infinite where time ran out. `values`: whole numbers that fit and, in an integer programme
    solved to its end, reach the limit, or what was enough; a linear one may have none.
    """

    limit: float
    values: Whole | None = None


UNKNOWN = Found(math.inf)


def find_largest(
    programme: Programme,
    form: Whole,
    deadline: float,
    *,
    whole: bool,
    patient: bool = True,
    enough: float = math.inf,
) -> Found:
    """How large `form @ x` can be; `whole` asks the integer programme, else the linear one.

    `deadline` is a time of `time.monotonic`. An integer programme that is not `patient` gives up
    after `NODES` parts, with the limit proved and the best solution found so far: the same on a
    slow machine as on a fast one. Any stops at a solution of which the form is `enough`.
    """
    left = deadline - monotonic()
    if left <= 0:
        return UNKNOWN
    nodes = None if patient else NODES
    # Most linear programmes end at whole numbers, or can be rounded to such.
    first = _find_by_linear(programme, form, left)
    limit, values = first.limit, first.values
    if not whole or (values is not None and form @ values >= min(limit, enough)):
        return first
    more, best = programme.solver.largest(
        programme, form, left, whole=True, nodes=nodes, enough=enough
    )
    return Found(min(limit, more), _whole(programme, best))


def _find_by_linear(programme: Programme, form: Whole, seconds: float) -> Found:
    key = form.tobytes()
    if key not in programme.linear:
        limit, best = programme.solver.largest(
            programme, form, seconds, whole=False, nodes=None, enough=math.inf
        )
        found = Found(limit, _whole(programme, best))
        if math.isinf(limit):
            return found
        programme.linear[key] = found
    return programme.linear[key]


def _whole(programme: Programme, values: Real | None) -> Whole | None:
    """The solver's numbers are whole but for its tolerance; only whole ones that fit count."""
    if values is None:
        return None
    rounded = np.rint(values).astype(np.int64)
    return rounded if programme.holds(rounded) else None


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
