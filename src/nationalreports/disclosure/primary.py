"""What one figure by itself allows: thresholds, rounding, and words for percentages.

Sources: minimum base, Ofsted's Parent View (a question is shown from 10 responses up); minimum
count and its complement, OpenSAFELY (counts up to 7 are redacted); one area giving more than half,
the dominance rule of the European handbook on statistical disclosure control (Hundepool and others,
2012); rounding and percentages from unrounded counts, Ofqual; counts alone under the percentage
base, as percentages of small groups mislead. All but dominance, which is fixed, are set in
`config.yaml`, `thresholds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from nationalreports.aggregation import ALL

#: Government Statistical Service shorthand (2023): suppressed, and not applicable.
SUPPRESSED = "[c]"
NOT_APPLICABLE = "[z]"

#: Why a figure is withheld by itself. Confidential: which one holds tells how large a figure is.
BASE, SMALL, COMPLEMENT, DOMINATED = "base", "small", "complement", "dominated"


def round_to(value: int, base: int) -> int:
    """`value` to the nearest multiple of `base`, halves up."""
    return (2 * value + base) // (2 * base) * base


def percentage(count: int, base: int) -> int:
    """`count` as a whole percentage of `base`, halves up, in whole numbers throughout."""
    return (200 * count + base) // (2 * base)


def quantifier(percent: int, scale: Sequence[dict[str, Any]]) -> str:
    """The word for a printed percentage; `scale` has the lowest percentage of each word, rising.

    A share that is printed is never nobody and never everybody (`primary_reason` withholds these),
    though it may round to 0 or to 100 percent. So a word that holds for 0 or for 100 alone, such as
    "none" or "all", is never given: the words of 1 and of 99 percent stand in.
    """
    inside = min(max(percent, 1), 99)
    return str([step["word"] for step in scale if step["from"] <= inside][-1])


def primary_reason(count: int, base: int, largest: int, thresholds: Mapping[str, int]) -> str:
    """Why the count of an answer may not be shown; "" where it may.

    `largest`: how many of `count` the one area gave that gave most. A count of 0 is small. From a
    window of one area nothing is shown: it gives the whole of every count.
    """
    if base < thresholds["minimum_base"]:
        return BASE
    if count < thresholds["minimum_count"]:
        return SMALL
    if base - count < thresholds["minimum_count"]:
        return COMPLEMENT
    if 2 * largest > count:
        return DOMINATED
    return ""


def largest_by_area(responses: pd.DataFrame, grouping: str | None) -> dict[tuple[str, ...], int]:
    """How many the one area gave that gave most, by group ("all" too), question and answer.

    `responses` (`response_id, area_code, question, answer`) are of one survey and window;
    `grouping` is the survey's grouping question.
    """
    given = responses[["response_id", "area_code", "question", "answer"]].drop_duplicates()
    chosen = given[given["question"] == grouping].drop_duplicates("response_id")
    groups = given["response_id"].map(chosen.set_index("response_id")["answer"])
    both = pd.concat([given.assign(group=ALL), given.assign(group=groups).dropna(subset="group")])
    keys = ["group", "question", "answer"]
    numbers = both.groupby([*keys, "area_code"]).size().groupby(level=keys).max()
    rows = numbers.rename("number").reset_index()
    return {(g, q, a): int(n) for g, q, a, n in rows.itertuples(index=False, name=None)}
