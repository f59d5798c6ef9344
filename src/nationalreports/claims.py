"""Claims of the reports' prose, held to the figures of the public tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nationalreports.claim_language import ClaimError, evaluate
from nationalreports.measures import Measures

HOLDS, FALSE, OPEN, UNREADABLE = (
    "holds",
    "does not hold",
    "not settled",
    "cannot be read",
)
Word = Literal["holds", "does not hold", "not settled", "cannot be read"]


@dataclass(frozen=True)
class Verdict:
    """What came of a condition: `verdict` in words, and the `figures` that it rests on.

    Of a condition that cannot be read, `figures` says why, and what to do.
    """

    verdict: Word
    figures: str

    @property
    def holds(self) -> bool | None:
        """True where the condition holds for all that the figures can stand for, False where it
        does for none, None where that is open or the condition cannot be read."""
        return {HOLDS: True, FALSE: False}.get(self.verdict)


def judge(expression: str, measures: Measures) -> Verdict:
    """Hold one condition to the figures; never raises for what stands in it."""
    try:
        judged = evaluate(expression, measures)
    except ClaimError as error:
        return Verdict("cannot be read", str(error))
    if judged.unsteady:
        return Verdict(
            "not settled",
            f"{judged.figures}; {judged.unsteady} compares groups: one area alone may make the "
            f"difference; write steady({judged.unsteady.split('; ')[0]})",
        )
    if judged.truth is None:
        return Verdict("not settled", judged.figures)
    return Verdict("holds" if judged.truth else "does not hold", judged.figures)
