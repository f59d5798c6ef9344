"""How far a survey result hangs on one area: each area left out in turn.

Areas and respondents are volunteers, so margins of error would mislead. Reviewers see instead the
mean in which each area counts alike, and how far the result moves without one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from nationalreports.config import cumulative_windows
from nationalreports.profiles import ANY


def influence(
    counts: pd.DataFrame, reports: dict[str, Any], surveys: dict[str, Any]
) -> list[dict[str, Any]]:
    """For each report, survey, question and answer, how far the percentage hangs on one area.

    `counts`: as from `profiles.tally`; a report's windows are counted together. `base` is those who
    answered the question (of several answers, who ticked at least one), `areas` the number of areas
    that they are from. In percent of the base, not rounded: `pooled`, all respondents together;
    `equal_area`, the mean of the areas' percentages; `lowest` and `highest`, the least and the most
    that `pooled` becomes without one area, and `lowest_without` and `highest_without`, the code of
    that area, of several the first. With one area alone these four are None and "". Questions that
    nobody answered, and texts, are left out.
    """
    rows: list[dict[str, Any]] = []
    for report, entry in reports.items():
        windows = cumulative_windows(report, reports)
        counted = counts[counts["wave"].isin(windows)]
        for survey in entry["surveys"] if "surveys" in entry["evidence"] else []:
            own = counted[counted["survey"] == survey]
            for question, asked in surveys[survey]["questions"].items():
                about = {
                    "report": report,
                    "survey": survey,
                    "question": question,
                    "label": asked["label"],
                }
                answers = asked.get("answers", [])
                rows += [about | row for row in _answers(own, question, answers)]
    return rows


def _answers(counts: pd.DataFrame, question: str, answers: Sequence[str]) -> list[dict[str, Any]]:
    own = counts[counts["question"] == question]
    if own.empty:
        return []
    by_area = own.pivot_table("count", "area_code", "answer", aggfunc="sum", fill_value=0)
    base = by_area[ANY]
    areas, bases = list(base.index), base.to_numpy()
    return [
        {"answer": answer, **leave_one_out(areas, by_area[answer].to_numpy(), bases)}
        if answer in by_area
        else {"answer": answer, **leave_one_out(areas, np.zeros_like(bases), bases)}
        for answer in answers
    ]


def leave_one_out(areas: Sequence[str], given: np.ndarray, bases: np.ndarray) -> dict[str, Any]:
    """How far the percentage `given` of `bases` hangs on one of `areas`, see `influence`.

    The three go by area, in the order of the areas' codes; each base is at least 1.
    """
    count, base = given.sum(), bases.sum()
    found: dict[str, Any] = {
        "areas": len(areas),
        "base": int(base),
        "pooled": float(100 * count / base),
        "equal_area": float(np.mean(100 * given / bases)),
        "lowest": None,
        "lowest_without": "",
        "highest": None,
        "highest_without": "",
    }
    if len(areas) > 1:
        without = 100 * (count - given) / (base - bases)
        least, most = int(without.argmin()), int(without.argmax())
        found |= {"lowest": float(without[least]), "lowest_without": areas[least]}
        found |= {"highest": float(without[most]), "highest_without": areas[most]}
    return found
