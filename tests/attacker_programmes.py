"""What an attacker has in hand, and how it works with it: publications, and programmes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

#: More people than there are.
_MANY = 20_000


@dataclass(frozen=True)
class Seen:
    """A publication as the world sees it (`public`, `beside`), and whose answers it counts.

    `people`: for each survey a person's (area, answers), where answers are (question, answer).
    """

    key: str
    report: str
    areas: frozenset[str]
    public: Mapping[str, pd.DataFrame]
    beside: Sequence[Mapping[str, str]]
    thresholds: Mapping[str, int]
    people: Mapping[str, Mapping[str, tuple[str, frozenset[tuple[str, str]]]]]
    told: pd.DataFrame = field(default_factory=pd.DataFrame)


def people_of(responses: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Each survey's people with their area and answers."""
    given: dict[tuple[str, str, str], set[tuple[str, str]]] = defaultdict(set)
    columns = ["survey", "response_id", "area_code", "question", "answer"]
    for survey, person, area, question, answer in zip(
        *(responses[column].tolist() for column in columns), strict=True
    ):
        given[survey, person, area].add((question, answer))
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for (survey, person, area), answers in given.items():
        found[survey][person] = (area, frozenset(answers))
    return dict(found)


@dataclass(frozen=True)
class Given:
    """A number that is given away: what is left of it, by whom, before this publication too?"""

    kind: str
    what: str
    area: str
    lower: int
    upper: int

    def __str__(self) -> str:
        who = f"insider {self.area}" if self.area else "outsider"
        return f"{self.kind} {self.what}: {self.lower} to {self.upper}, {who}"


#: Unknowns by number, each with its weight.
Terms = dict[int, int]


class Programme:
    """All that is known of one survey: unknown whole numbers, and inequalities between them."""

    def __init__(self) -> None:
        self.lower: list[float] = []
        self.upper: list[float] = []
        self.rows: list[tuple[Terms, float, float]] = []

    def unknown(self, fixed: int | None = None) -> int:
        self.lower.append(0 if fixed is None else fixed)
        self.upper.append(_MANY if fixed is None else fixed)
        return len(self.lower) - 1

    def know(self, terms: Terms, low: float, high: float) -> None:
        self.rows.append((terms, low, high))

    def solver(self) -> Callable[[np.ndarray], np.ndarray | None]:
        """Gives the point at which an objective is smallest; None where no point is found."""
        width = len(self.lower)
        data, at, ends = [], [], [0]
        for terms, _, _ in self.rows:
            data += terms.values()
            at += terms.keys()
            ends.append(len(data))
        matrix = csr_array((data, at, ends), shape=(len(self.rows), width), dtype=float)
        limits = LinearConstraint(
            matrix, [low for _, low, _ in self.rows], [high for _, _, high in self.rows]
        )
        box, whole = Bounds(self.lower, self.upper), np.ones(width)

        def smallest(objective: np.ndarray) -> np.ndarray | None:
            # With its presolve, the solver within scipy calls points the best that are not: a
            # number would pass for narrower than it is.
            found = milp(
                objective,
                integrality=whole,
                bounds=box,
                constraints=limits,
                options={"time_limit": 20, "presolve": False},
            )
            return None if found.x is None or found.status != 0 else np.round(found.x)

        return smallest


def plus(*many: tuple[Terms, int]) -> Terms:
    total: Terms = defaultdict(int)
    for terms, factor in many:
        for column, weight in terms.items():
            total[column] += factor * weight
    return {column: weight for column, weight in total.items() if weight}
