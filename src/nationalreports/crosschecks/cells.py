"""Rows and figures as rules need them: rows that keep their numbers, and texts as numbers."""

from __future__ import annotations

import pandas as pd


def numbered(frame: pd.DataFrame) -> pd.DataFrame:
    """With an index named `row`, so that a part of the table still knows its rows."""
    if frame.index.name == "row":
        return frame
    return frame.set_axis(pd.RangeIndex(2, len(frame) + 2, name="row"), axis="index")


def number(column: pd.Series) -> pd.Series:
    """As numbers; shorthand such as z is none."""
    return pd.to_numeric(column, errors="coerce").astype(float)
