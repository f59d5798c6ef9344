"""What safety costs: figures withheld, rounding, and time as areas grow.

    python benchmarks/disclosure.py [FIGURE]

The price: on the demonstration and on 20 series drawn by `tests/disclosure_series.py`, the share of
counts withheld and how far shown counts lie from the true ones, as the pipeline publishes them;
beside thresholds alone, beside all rounded to 10, and beside tau-ARGUS (PyPI `pytauargus`, optimal
secondary suppression of each table by itself, single-choice questions alone). "Given away" is the
number of figures that an outsider, as `tests/attacker.py` has it, can then work out.

The time, of the processor, so that what else runs does not count: planning two reports of which the
second counts more areas, for 10 to 151 areas, as a multiple of that for 10. FIGURE, such as
docs/disclosure-cost.svg, is the file to draw them into.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from nationalreports.config import REPOSITORY, load
from nationalreports.disclosure import plan_series

sys.path.insert(0, str(REPOSITORY / "tests"))
import disclosure_runs as runs
import disclosure_series as series
from attacker import Attack
from attacker_programmes import Seen
from disclosure_runs import Tables

KINDS = ("one added area", "two added areas", "an area that withdraws", "a correction")
SEEDS = range(5)
AREAS = (10, 25, 50, 100, 151)
#: What is planned for the figure: an area's respondents, questions, and areas that are added.
RESPONDENTS, QUESTIONS, ADDED = 40, 2, 2
Limits = Mapping[str, int]


def rounded_to_ten(tables: Tables, limits: Limits) -> Tables:
    """Every count and base to the nearest 10, none withheld; no percentages."""
    answers = tables["answers"]
    shown = answers[["count", "base"]].map(lambda value: str(runs.rounded(int(value), 10)))
    answers = answers.assign(count=shown["count"], base=shown["base"], percent="[c]", word="[c]")
    return {"answers": answers, "summary": runs.rounded_responses(tables["summary"], 10)}


def by_tau_argus(tables: Tables, limits: Limits) -> Tables:
    """Each single-choice question as one table of group by answer; counts are exact."""
    answers = tables["answers"].assign(percent="[c]", word="[c]")
    parts = [answers.iloc[:0]]
    for _, own in answers.groupby(["survey", "question"], sort=False):
        of = own.astype({"count": int, "base": int})
        total = of[of["group"] == "all"]
        if int(total["count"].sum()) == int(total["base"].iloc[0]) > 0:
            parts.append(own.assign(count=_suppressed(of, limits["minimum_count"])))
    return {"answers": pd.concat(parts), "summary": tables["summary"]}


def _suppressed(own: pd.DataFrame, least: int) -> list[str]:
    """The counts of one table as tau-ARGUS shows them."""
    import pytauargus

    answers = {answer: f"a{n}" for n, answer in enumerate(dict.fromkeys(own["answer"]))}
    groups = {g: f"g{n}" for n, g in enumerate(dict.fromkeys(own["group"])) if g != "all"}
    triples = list(own[["group", "answer", "count"]].itertuples(index=False, name=None))
    # Those in no group are not printed, but stand in the total.
    rest = {answer: n for group, answer, n in triples if group == "all"}
    for group, answer, number in triples:
        rest[answer] -= number if group != "all" else 0
    cells = [(groups[g], answers[a], n) for g, a, n in triples if g != "all"]
    cells += [("none", answers[answer], number) for answer, number in rest.items()]
    people = [(g, a, 1.0) for g, a, number in cells for _ in range(number)]
    variables = ["group", "answer"] if groups else ["answer"]
    # It leaves notes of its own in the working folder.
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        done = pytauargus.protect(
            pd.DataFrame(people, columns=["group", "answer", "n"])[[*variables, "n"]],
            variables,
            response="n",
            safety_rules=f"FREQ({least},30)",
            suppress="OPT(1)",
            workdir=folder,
        )
        found = pd.DataFrame(done.tables[0].dataframe())
    place = found["group"] if groups else pd.Series("Total", found.index)
    state = dict(zip(zip(place, found["answer"], strict=True), found["status"], strict=True))
    # A cell that nobody is in is not in the table that tau-ARGUS makes: it is under the least.
    return [
        str(number) if state.get((groups.get(g, "Total"), answers[a]), "U") == "S" else "[c]"
        for g, a, number in triples
    ]


#: Of each way: how it prints the tables, and its rounding. The pipeline's plan is worked out apart.
WAYS: dict[str, tuple[Callable[[Tables, Limits], Tables], int]] = {
    "thresholds alone": (runs.by_thresholds, 5),
    "all rounded to 10": (rounded_to_ten, 10),
    "tau-ARGUS, single choice": (by_tau_argus, 1),
}
PIPELINE = "pipeline"


def _cells(tables: Tables, public: Tables) -> pd.DataFrame:
    """Of all printed cells the true and the printed count."""
    keys = ["survey", "group", "question", "answer"]
    return tables["answers"].merge(public["answers"], on=keys, suffixes=("", "_shown"))


def _price(parts: list[pd.DataFrame]) -> str:
    cells = pd.concat(parts, ignore_index=True)
    shown = cells[cells["count_shown"] != "[c]"]
    error = (shown["count_shown"].astype(int) - shown["count"].astype(int)).abs().mean()
    return f"{len(cells):7,} {1 - len(shown) / len(cells):9.0%} {error:9.2f}"


def _outsider(one: series.Series, publications: list[Seen], *, rules: bool) -> int:
    """How many figures all publications together give away to an outsider."""
    few = series.THRESHOLDS["minimum_count"]
    return sum(
        len(
            Attack(name, entry, publications, rules=rules, few=few).given_away(
                "", len(publications)
            )
        )
        for name, entry in one.surveys.items()
    )


def _prices_of_drawn() -> None:
    drawn = [series.draw(kind, seed) for kind in KINDS for seed in SEEDS]
    print(
        f"{len(drawn)} drawn series          cells  withheld  rounding  given away to an outsider"
    )
    for way, (printed, rounding) in WAYS.items():
        cells, known = [], 0
        for one in drawn:
            tables = [series.aggregates(one, step) for step in one.steps]
            public = [printed(own, one.thresholds) for own in tables]
            cells += map(_cells, tables, public)
            limits = dict(one.thresholds) if rounding == 5 else dict.fromkeys(one.thresholds, 0)
            seen = [
                replace(runs.seen(one, n, own), thresholds={**limits, "rounding_base": rounding})
                for n, own in enumerate(public)
            ]
            known += _outsider(one, seen, rules=False)
        print(f"{way:25} {_price(cells)} {known:6,}", flush=True)
    cells, known = [], 0
    for one in drawn:
        publications = runs.published(one)
        tables = [series.aggregates(one, step) for step in one.steps]
        cells += map(_cells, tables, [dict(seen.public) for seen in publications])
        known += _outsider(one, publications, rules=True)
    print(f"{PIPELINE:25} {_price(cells)} {known:6,}", flush=True)


def _prices_of_demonstration() -> None:
    """Of its survey tables, which the pipeline makes in a folder of their own."""
    loaded = load(REPOSITORY)
    reports = list(loaded.config["reports"])
    with tempfile.TemporaryDirectory() as name:
        shutil.copytree(REPOSITORY / "data/raw", Path(name) / "data/raw")
        wanted = [f"data/processed/public/{report}/answers.csv" for report in reports]
        command = [sys.executable, "-m", "snakemake", "--snakefile", REPOSITORY / "Snakefile"]
        command += ["--directory", name, "--cores", "2", "--quiet", "all", "--", *wanted]
        subprocess.run(command, check=True, capture_output=True)
        read = partial(pd.read_csv, dtype=str, keep_default_na=False)
        folder = Path(name) / "data/processed"
        tables = [
            {
                table: read(folder / "confidential/aggregates" / report / f"{table}.csv")
                for table in ("answers", "themes", "summary")
            }
            for report in reports
        ]
        public = [
            {"answers": read(folder / "public" / report / "answers.csv")} for report in reports
        ]
    print("demonstration             cells  withheld  rounding")
    limits = loaded.config["thresholds"]
    for way, (printed, _) in WAYS.items():
        print(f"{way:25} {_price([_cells(own, printed(own, limits)) for own in tables])}")
    print(f"{PIPELINE:25} {_price(list(map(_cells, tables, public)))}")


def _draft(name: str, day: str, survey: dict[str, Any], people: pd.DataFrame) -> tuple[Any, Any]:
    areas = tuple(sorted(set(people["area_code"])))
    step = series.Step(name, day, areas, people, pd.DataFrame(columns=series.TOLD_COLUMNS))
    one = series.Series("", 0, False, {series.SURVEY: survey}, (step,))
    return one, runs.draft(one, step)


def plan_time(areas: int, questions: int, reports: int) -> float:
    """Processor seconds to plan so many reports, each of more areas than the one before it."""
    random = np.random.default_rng(areas)
    entries: dict[str, Any] = {"group": {"type": "single", "answers": ["g0", "g1", "g2"]}}
    for number in range(questions - 1):
        kind = "multiple" if number % 5 == 4 else "single"
        entries[f"q{number}"] = {"type": kind, "answers": [f"a{n}" for n in range(5)]}
    people = [f"E{area:08d}-{n}" for area in range(areas) for n in range(RESPONDENTS)]
    rows: list[tuple[str, str, str, str, str]] = []
    for question, entry in entries.items():
        share = random.dirichlet([1.0] * len(entry["answers"]))
        given = random.choice(entry["answers"], size=len(people), p=share)
        rows += [
            (person, series.SURVEY, person.split("-")[0], question, answer)
            for person, answer in zip(people, given, strict=True)
        ]
    responses = pd.DataFrame(rows, columns=series.RESPONSES_COLUMNS, dtype=str)
    survey = {"title": "", "groups": "group", "questions": entries}
    drafts = []
    for number in range(reports):
        inside = sorted(set(responses["area_code"]))[: areas - ADDED * (reports - 1 - number)]
        own = responses[responses["area_code"].isin(inside)].reset_index(drop=True)
        one, draft = _draft(f"report-{number}", f"2021-0{number + 1}-01", survey, own)
        drafts.append(draft)
    began = _spent()
    plan_series([], drafts, one.config, one.codebook, one.surveys, runs.ALLOWED, seconds=60.0)
    return _spent() - began


def _spent() -> float:
    """Processor seconds of this process and of those that it has waited for."""
    return sum(os.times()[:4])


def _measured(areas: int, questions: int, reports: int) -> float:
    """`plan_time` in a process of its own."""
    command = [sys.executable, __file__, "--plan", str(areas), str(questions), str(reports)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def draw_times(times: Mapping[int, float], path: Path) -> None:
    """The time for so many areas as a multiple of that for the fewest, as a picture."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    mpl.rcParams["svg.hashsalt"] = "disclosure"
    figure = Figure(figsize=(6.4, 3.2), layout="constrained")
    axes = figure.subplots()
    first = times[min(times)]
    axes.plot(list(times), [seconds / first for seconds in times.values()], "o-", color="#12436D")
    axes.set(xlabel="Areas", xticks=list(times), ylim=(0, None))
    axes.set_title(f"Time to plan two reports, {min(times)} areas = 1", loc="left")
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, metadata={"Date": None})


def main(figure: str = "") -> None:
    """Print the price of safety and its cost as areas grow; draw the cost into `figure`."""
    _prices_of_demonstration()
    _prices_of_drawn()
    times = {areas: _measured(areas, QUESTIONS, 2) for areas in AREAS}
    print(f"two reports, {QUESTIONS} questions, by areas")
    for areas, seconds in times.items():
        print(f"{areas:4} {seconds:7.1f} s {seconds / times[AREAS[0]]:6.2f} times")
    seconds = _measured(10, 25, 3)
    print(f"three reports, 25 questions, 10 areas: {seconds:.1f} s, of all cores together")
    if figure:
        draw_times(times, Path(figure))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--plan"]:
        print(plan_time(*map(int, sys.argv[2:])))
    else:
        main(*sys.argv[1:])
