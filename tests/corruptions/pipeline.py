"""Checks that break themselves."""

from __future__ import annotations

from random import Random

from corruptions.damage import TIDY, Corruption, Place, Run
from nationalreports.validation import PIPELINE


def _column_lost(run: Run, rng: Random) -> Place:
    """A tidy table without a column that a rule looks at."""
    name = f"{TIDY}/visits.csv"
    rows = run.rows(name)
    lost = rows[0].index("end_date")
    run.save(name, [row[:lost] + row[lost + 1 :] for row in rows])
    return Place("data/raw/visits.csv", "", "", value="VIS-102")


CORRUPTIONS = [Corruption(PIPELINE, "a check looks at a column that is not there", _column_lost)]
