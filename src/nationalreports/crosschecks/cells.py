"""Rows and figures as rules need them: rows that keep their numbers, and texts as numbers."""

from __future__ import annotations

import pandas as pd


def numbered(frame: pd.DataFrame) -> pd.DataFrame:
    """With an index named `row`, so that a part of the table still knows its rows."""
    if frame.index.name == "row":
        return frame
    return frame.set_axis(pd.RangeIndex(2, len(frame) + 2, name="row"), axis="index")


def filled(frame: pd.DataFrame) -> pd.DataFrame:
    """With "" for what is missing. Columns that miss nothing, millions of rows long, are let be."""
    missing = {name: frame[name] for name in frame if frame[name].isna().any()}
    return frame.assign(
        **{
            # A category that there is not cannot be filled in.
            str(name): (column.astype(str) if column.dtype == "category" else column).fillna("")
            for name, column in missing.items()
        }
    )


def number(column: pd.Series) -> pd.Series:
    """As numbers; shorthand such as z is none."""
    return pd.to_numeric(column, errors="coerce").astype(float)
