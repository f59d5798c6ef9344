"""Whether what parts two groups of respondents hangs on one area: each left out in turn.

Areas are few and volunteered. A group may give an answer more often than another because of what
happened in one of them, so a report may compare the two in words only where it does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from nationalreports.config import cumulative_windows
from nationalreports.exclusion import without_excluded
from nationalreports.ingestion import read_tables
from nationalreports.tables import write_table

STEADY_COLUMNS = ["survey", "question", "answer", "group", "other", "steady"]
#: In how many areas both groups must have answered. Of two, each left out leaves the other alone,
#: so that the verdict would tell of both.
FEWEST_AREAS = 3


def find_steady(
    windows: Sequence[str],
    names: Sequence[str],
    responses: pd.DataFrame,
    surveys: dict[str, Any],
) -> pd.DataFrame:
    """For each answer and pair of groups whether the sign of the difference survives.

    With `STEADY_COLUMNS`, every cell a string. `group` and `other` are answers to the survey's
    grouping question, in its order. `steady` is "yes" where one of the two gives the answer more
    often, in percent of its base, and does so without any one area too; "no" where it does not,
    where without one area nobody is left of a group, and where both groups answered in fewer than
    `FEWEST_AREAS` areas.

    `names` are the surveys, `windows` the reports whose responses are counted together, `responses`
    as they stand in confidential/, without what is excluded.
    """
    rows: list[tuple[str, ...]] = []
    for name in names:
        form = surveys[name]
        own = responses[(responses["survey"] == name) & responses["wave"].isin(windows)]
        if form["groups"] and len(own):
            rows += _pairs(name, form, own)
    return pd.DataFrame(rows, columns=STEADY_COLUMNS, dtype=str)


def _pairs(name: str, form: dict[str, Any], own: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    grouping = form["groups"]
    chosen = own[own["question"] == grouping].drop_duplicates("response_id")
    group_of = dict(zip(chosen["response_id"], chosen["answer"], strict=True))
    keys = ["response_id", "area_code", "question", "answer"]
    given = own[keys].astype(str).drop_duplicates()
    given["group"] = given["response_id"].map(group_of)
    areas = sorted(own["area_code"].astype(str).unique())
    for question, entry in form["questions"].items():
        if entry["type"] == "text" or question == grouping:
            continue
        asked = given[given["question"] == question]
        people = asked.drop_duplicates("response_id")
        for answer in entry["answers"]:
            told = asked[asked["answer"] == answer]
            for pair in combinations(form["questions"][grouping]["answers"], 2):
                counts = [_by_area(told, group, areas) for group in pair]
                bases = [_by_area(people, group, areas) for group in pair]
                word = "yes" if is_steady(*counts, *bases) else "no"
                yield (name, question, answer, *pair, word)


def _by_area(rows: pd.DataFrame, group: str, areas: list[str]) -> np.ndarray:
    counts = rows.loc[rows["group"] == group, "area_code"].value_counts()
    return counts.reindex(areas, fill_value=0).to_numpy()


def is_steady(one: np.ndarray, other: np.ndarray, base: np.ndarray, other_base: np.ndarray) -> bool:
    """Whether the sign of `one` in `base` less `other` in `other_base` survives each area.

    The four go by area, in the same order: how many gave the answer, and how many answered. In
    whole numbers throughout. False where both groups answered in fewer than `FEWEST_AREAS` areas.
    """
    numbers = np.stack([one, other, base, other_base]).astype(object)
    whole = numbers.sum(axis=1)
    kept = [whole - numbers[:, place] for place in range(numbers.shape[1])]
    first, *rest = [_sign(*column) for column in [whole, *kept]]
    both = sum(bool(base and other) for base, other in numbers[2:].T)
    return both >= FEWEST_AREAS and first != 0 and all(sign == first for sign in rest)


def _sign(one: int, other: int, base: int, other_base: int) -> int:
    if not base or not other_base:
        return 0
    difference = one * other_base - other * base
    return (difference > 0) - (difference < 0)


def write_steady(
    paths: dict[str, str],
    output: Path,
    *,
    report: str,
    reports: dict[str, Any],
    surveys: dict[str, Any],
) -> None:
    """Write the table of the report `report` from the files `responses` and `excluded`."""
    tables = read_tables(paths)
    counted = without_excluded(tables, tables["excluded"])
    entry = reports[report]
    names = entry["surveys"] if "surveys" in entry["evidence"] else []
    windows = cumulative_windows(report, reports)
    write_table(find_steady(windows, names, counted["responses"], surveys), output)
