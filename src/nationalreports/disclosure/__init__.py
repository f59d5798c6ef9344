"""Disclosure control: what may be published of the counts, and what must be withheld.

`planning` decides it for all reports of a series, left of the wall; `protecting` makes the public
tables from that.
"""

from nationalreports.disclosure.planning import plan_series
from nationalreports.disclosure.primary import (
    NOT_APPLICABLE,
    SUPPRESSED,
    percentage,
    quantifier,
    round_to,
)
from nationalreports.disclosure.protecting import Plan, protect

__all__ = [
    "NOT_APPLICABLE",
    "SUPPRESSED",
    "Plan",
    "percentage",
    "plan_series",
    "protect",
    "quantifier",
    "round_to",
]
