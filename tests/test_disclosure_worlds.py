"""An attacker who knows the algorithm itself: on tiny series, every world that would have been
published alike.

Of each world that fits the published figures it asks what the pipeline would have published. What
is left of a protected number are its values in those worlds of which that is what stands in print.
"""

import os
from collections import defaultdict
from functools import cache
from itertools import product

import numpy as np
import pandas as pd
import pytest
from disclosure_runs import planned, rounded
from disclosure_series import SURVEY, Series, Step

SWEEP = int(os.environ.get("DISCLOSURE_SEEDS", "0"))
ENOUGH = 5
LIMITS = {"minimum_base": 4, "minimum_count": 2, "rounding_base": 2, "percentage_base": 1000}
#: Areas of the two blocks: the first report counts the first block, the second both.
BLOCKS = (("E01", "E02", "E03"), ("E11", "E12", "E13"))

#: How many people of each block gave each answer.
World = tuple[tuple[int, ...], ...]
#: The rows of a public table.
Rows = list[dict[str, str]]


def series_of(world: World, kind: str) -> Series:
    """The series in which answers are spread over a block's areas as evenly as can be."""
    answers = [f"a{n}" for n in range(len(world[0]))]
    question = {"header": "q", "label": "q", "type": kind, "answers": answers}
    rows = []
    for areas, counts in zip(BLOCKS, world, strict=True):
        people = 0
        for answer, count in zip(answers, counts, strict=True):
            for _ in range(count):
                area = areas[people % len(areas)]
                rows.append((f"{area}-{people}", SURVEY, area, "q", answer))
                people += 1
    columns = ["response_id", "survey", "area_code", "question", "answer"]
    responses = pd.DataFrame(rows, columns=columns, dtype=str)
    told = pd.DataFrame(columns=["area_code", "question", "theme", "sector", "voice"], dtype=str)
    steps = []
    for number in range(2):
        areas = tuple(area for block in BLOCKS[: number + 1] for area in block)
        own = responses[responses["area_code"].isin(areas)].reset_index(drop=True)
        steps.append(Step(f"report-{number + 1}", f"2020-0{number + 1}-01", areas, own, told))
    survey = {"title": "Survey", "groups": None, "questions": {"q": question}}
    return Series("tiny", 0, False, {SURVEY: survey}, tuple(steps), LIMITS)


@cache
def outcome(world: World, kind: str) -> tuple[str, ...]:
    """All that is published of a world, the audit too."""
    return tuple(
        table.to_csv()
        for publication, plan in planned(series_of(world, kind))
        for table in (publication.public["answers"], publication.public["summary"], plan.audit)
    )


def figures(world: World) -> list[tuple[list[int], int]]:
    """Of each publication the counts of the answers, and the base."""
    both = [sum(counts) for counts in zip(*world, strict=True)]
    return [(list(counts), sum(counts)) for counts in (world[0], both)]


def fits(world: World, tables: list[Rows]) -> bool:
    """Whether a world may be the one of which the tables show what they show."""
    to, few = LIMITS["rounding_base"], LIMITS["minimum_count"]
    for (counts, base), rows in zip(figures(world), tables, strict=True):
        for count, row in zip(counts, rows, strict=True):
            if row["base"] != "[c]" and int(row["base"]) != rounded(base, to):
                return False
            if row["count"] == "[c]":
                continue
            if int(row["count"]) != rounded(count, to) or count < few or base - count < few:
                return False
    return True


def protected(world: World, tables: list[Rows]) -> dict[str, int]:
    """The values in a world of what is withheld, and of the people whom the second report adds."""
    found = {f"added a{n}": count for n, count in enumerate(world[1])}
    found["added base"] = sum(world[1])
    for number, ((counts, base), rows) in enumerate(zip(figures(world), tables, strict=True)):
        for count, row in zip(counts, rows, strict=True):
            if row["count"] == "[c]":
                found[f"{number} {row['answer']}"] = count
                found[f"{number} not {row['answer']}"] = base - count
    return found


def enough(values: set[int]) -> bool:
    return len(values) >= ENOUGH and max(values) >= LIMITS["minimum_count"]


def told_by_the_pattern(truth: World, kind: str, most: int, limit: int) -> list[str]:
    """What the figures leave open and their pattern does not; worlds have at most `most` an answer.

    Of the worlds that fit, `limit` are tried in an order drawn at random.
    """
    printed = planned(series_of(truth, kind))
    tables = [publication.public["answers"].to_dict("records") for publication, _ in printed]
    spread = product(range(most + 1), repeat=len(truth[0]))
    worlds = [world for world in product(list(spread), repeat=2) if fits(world, tables)]
    open_to_all: dict[str, set[int]] = defaultdict(set)
    for world in worlds:
        for name, value in protected(world, tables).items():
            open_to_all[name].add(value)
    wanted = {name for name, values in open_to_all.items() if enough(values)}
    left: dict[str, set[int]] = defaultdict(set)
    order = np.random.default_rng(0).permutation(len(worlds))[:limit]
    for number in order:
        if not any(not enough(left[name]) for name in wanted):
            break
        if outcome(worlds[number], kind) == outcome(truth, kind):
            for name, value in protected(worlds[number], tables).items():
                left[name].add(value)
    return sorted(
        f"{name}: {sorted(left[name])} of {sorted(open_to_all[name])}"
        for name in wanted
        if not enough(left[name])
    )


TRUTHS = [
    ((7, 3), (6, 1)),
    ((9, 1), (2, 3)),
    ((5, 5), (1, 1)),
    ((4, 4, 3), (3, 1, 0)),
    ((4, 1, 2), (2, 2, 4)),
]


@pytest.mark.parametrize("truth", TRUTHS[: None if SWEEP else 1])
def test_the_pattern_of_what_is_withheld_tells_no_more_than_the_figures(truth):
    most = 9 if len(truth[0]) == 2 else 4
    assert told_by_the_pattern(truth, "single", most, 2000 if SWEEP else 150) == []
