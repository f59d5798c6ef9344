"""What safety costs: figures withheld, rounding, and time as areas grow.

    python benchmarks/disclosure.py [FIGURE]

The price: on the demonstration and on 20 series drawn by `tests/disclosure_series.py`, the share of
counts withheld and how far shown counts lie from the true ones, as the pipeline publishes them;
beside thresholds alone, beside all rounded to 10, and beside tau-ARGUS (PyPI `pytauargus`, optimal
secondary suppression of each table by itself, single-choice questions alone). "Given away" is the
number of figures that an outsider, as `tests/attacker.py` has it, can then work out.

The time: planning two reports of which the second counts more areas, for 10 to 151 areas, as a
multiple of that for 10. FIGURE, such as docs/disclosure-cost.svg, is the file to draw them into.
"""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from nationalreports.config import REPOSITORY, load

sys.path.insert(0, str(REPOSITORY / "tests"))
import disclosure_runs as runs
import disclosure_series as series
from attacker import Attack, Seen
from disclosure_runs import Tables

KINDS = ("one added area", "two added areas", "an area that withdraws", "a correction")
SEEDS = range(5)
AREAS = (10, 25, 50, 100, 151)
TIMES = 3
#: An area's respondents, and how many reports count them: the first all but the last two areas.
RESPONDENTS, ADDED = 40, 2


def rounded_to_ten(tables: Tables, limits: dict[str, int]) -> pd.DataFrame:
    """Every count and base to the nearest 10, none withheld; no percentages."""
    answers = tables["answers"]
    shown = answers[["count", "base"]].map(lambda value: str(runs.rounded(int(value), 10)))
    return answers.assign(**shown, percent="[c]", word="[c]")


def by_tau_argus(tables: Tables, limits: dict[str, int]) -> pd.DataFrame | None:
    """Each single-choice question as one table of group by answer; counts are exact."""
    answers = tables["answers"].assign(percent="[c]", word="[c]")
    parts = []
    for _, own in answers.groupby(["survey", "question"], sort=False):
        of = own.astype({"count": int, "base": int})
        total = of[of["group"] == "all"]
        if int(total["count"].sum()) != int(total["base"].iloc[0]):
            continue
        parts.append(own.assign(count=_suppressed(of, limits["minimum_count"])))
    return pd.concat(parts) if parts else None


def _suppressed(own: pd.DataFrame, least: int) -> list[str]:
    from pytauargus import protect

    answers = list(dict.fromkeys(own["answer"]))
    counts = {(g, a): n for g, a, n in own[["group", "answer", "count"]].itertuples(index=False)}
    groups = [g for g in dict.fromkeys(own["group"]) if g != "all"]
    rest = {a: counts["all", a] - sum(counts[g, a] for g in groups) for a in answers}
    # Those in no group are not printed, but stand in the total.
    cells = {(f"g{n}", a): counts[g, a] for n, g in enumerate(groups) for a in answers}
    cells |= {("none", a): n for a, n in rest.items()}
    names = {answer: f"a{n}" for n, answer in enumerate(answers)}
    rows = [(g, names[a]) for (g, a), n in cells.items() for _ in range(n)]
    people = pd.DataFrame(rows, columns=["group", "answer"]).assign(n=1.0)
    variables = ["group", "answer"] if groups else ["answer"]
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        done = protect(
            people[[*variables, "n"]],
            variables,
            response="n",
            safety_rules=f"FREQ({least},30)",
            suppress="OPT(1)",
            workdir=folder,
        )
        found = done.tables[0].dataframe()
    group = found["group"] if groups else pd.Series("Total", found.index)
    state = dict(zip(zip(group, found["answer"], strict=True), found["status"], strict=True))
    place = {"all": "Total", **{g: f"g{n}" for n, g in enumerate(groups)}}
    shown = []
    for g, a, n in own[["group", "answer", "count"]].itertuples(index=False):
        # A cell that nobody is in is not in the table that tau-ARGUS makes: it is under the least.
        safe = state.get((place[g], names[a]), "U") == "S"
        shown.append(str(n) if safe else "[c]")
    return shown


def as_published(tables: list[Tables], public: list[Tables]) -> pd.DataFrame:
    """Of all cells their true and their printed count."""
    keys = ["survey", "group", "question", "answer"]
    pairs = zip(tables, public, strict=True)
    parts = [true["answers"].merge(shown["answers"], on=keys) for true, shown in pairs]
    return pd.concat(parts, ignore_index=True)


def _price(cells: pd.DataFrame) -> str:
    shown = cells[cells["count_y"] != "[c]"]
    error = (shown["count_y"].astype(int) - shown["count_x"].astype(int)).abs().mean()
    return f"{len(cells):7,} {1 - len(shown) / len(cells):9.0%} {error:15.2f}"
