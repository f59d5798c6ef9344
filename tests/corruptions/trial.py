"""A valid series as the workflow would run it, and what is said of a copy with one thing wrong."""

from __future__ import annotations

import contextlib
import copy
import hashlib
import pickle
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import check_sheets
import pandas as pd
import pytest
from catalogue import series
from catalogue.entry import as_csv
from ledger_samples import put_tables
from run_folders import RAW, REPOSITORY

from corruptions.damage import AGGREGATES, Run
from nationalreports import checking, crosschecks, rulebook
from nationalreports.aggregation import aggregate
from nationalreports.checking import VALIDATION
from nationalreports.claims import CLAIMS_COLUMNS, claims_file
from nationalreports.config import Series, load
from nationalreports.days import today
from nationalreports.decisions import DECISION_COLUMNS, DECISIONS
from nationalreports.exclusion import write_excluded
from nationalreports.ingestion import CONFIDENTIAL, PARTS
from nationalreports.leaks.settled import read_settled
from nationalreports.problems import COLUMNS, Problem, as_found, to_frame
from nationalreports.profiling import write_profile
from nationalreports.release_gates import INDEX, gates_of_run
from nationalreports.release_pack import PUBLIC
from nationalreports.tables import write_tables

#: The tables that are profiled, and those that rules are put to: see workflow/rules/validate.smk.
PROFILED = ["areas", "visits", "findings", "codes", "ehc_plans", "timeliness"]
CHECKED = ("responses.parquet", "respondents.parquet", "excluded.csv")
#: Readers of one file each, and the slowest measure: asked for the same thing again and again.
SLOW = [
    "nationalreports.ingestion.measure_agreement",
    "nationalreports.ingestion.read_reference",
    "nationalreports.letters.read_letter",
    "nationalreports.coding.read_table",
    "nationalreports.surveys.read_table",
    "nationalreports.crosschecks.read_table",
    "nationalreports.comparison.read_state",
]
LARGE = 10_000_000
#: The most that a file may have here: the digest of one that really is too large takes 10 seconds.
LARGEST = 20_000_000
#: What is laid out for any rule, as it takes no time.
QUICK = ("visits", "areas", "findings", "codes")
#: What is laid out from another table that is laid out before: a table that lacks it has no rows.
LAID_FROM = {"answers": "responses", "answers_again": "responses"}
#: Which of what the series has by right is decided on, one row each.
DECIDED = ["DIS-105", "LET-018", "REF-113", "SVY-111", "SVY-121"]


@dataclass(frozen=True)
class Valid:
    """The demonstration as read, counted and decided on, and all that is said of it."""

    root: Path
    series: Series
    problems: pd.DataFrame
    #: What the rules put to its tables gave.
    found: list[Problem]
    results: list[dict[str, Any]]
    #: Of each function that lays tables out, the tables that it gave.
    laid: dict[Callable[..., Any], set[str]]


@contextlib.contextmanager
def valid_run(root: Path) -> Iterator[Valid]:
    """The demonstration run in `root`, with decisions and a filled check sheet; readers remember
    what they read until it is left."""
    shutil.copytree(RAW, root / "data/raw")
    shutil.copytree(REPOSITORY / "config", root / "config")
    form = load(root)
    reports = form.config["reports"]
    with pytest.MonkeyPatch.context() as patch:
        # Workbooks for coders are slow to write, and no rule looks at them.
        patch.setattr("nationalreports.ingestion.write_sheets", lambda *_: None)
        # The same goes for reviewers' problems as a workbook.
        patch.setattr("nationalreports.checking.write_problem_book", lambda *_: None)
        patch.setattr("nationalreports.delimited.LARGEST", LARGEST)
        for slow in SLOW:
            patch.setattr(slow, remembered(resolve_name(slow)))
        series.ingest(root, form)
        exclude(root)
        tables = tables_of(root)
        for report in reports:
            counts = aggregate(tables, report, reports, form.codebook, form.surveys)
            folder = root / AGGREGATES / report
            write_tables(counts, {name: str(folder / f"{name}.csv") for name in counts})
        profile(root, form)
        laid: dict[Callable[..., Any], set[str]] = {}
        found, results = checked(root, form, watching(laid), lambda _: True)
        decide(root, settled(root, found, results))
        problems = settled(root, found, results)
        checking.pass_gate(*gate_of(root), root / VALIDATION / "gate.txt", root)
        check_sheets.put_into(root)
        yield Valid(root, form, problems, found, results, laid)


def exclude(root: Path) -> None:
    """What decisions leave out, as the rule `exclude` does it."""
    read = ("findings.csv", "responses.parquet", "respondents.parquet")
    write_excluded(*(root / CONFIDENTIAL / name for name in read), root)


def profile(root: Path, form: Series) -> None:
    """What stands in the tables, as the rule `profile` does it."""
    # In the run folder, as the digest of the data names the paths.
    with contextlib.chdir(root):
        write_profile(
            {name: str(CONFIDENTIAL / f"{name}.csv") for name in PROFILED},
            str(CONFIDENTIAL / "responses.parquet"),
            str(CONFIDENTIAL / "excluded.csv"),
            form.surveys,
            form.config["reports"],
            VALIDATION / "sources.json",
        )


def tables_of(root: Path) -> dict[str, pd.DataFrame]:
    """The tables that rules are put to, by name."""
    paths = [root / CONFIDENTIAL / name for name in (*(f"{n}.csv" for n in PROFILED), *CHECKED)]
    return series.read_tables({path.stem: str(path) for path in paths})


def checked(
    root: Path, form: Series, layouts: dict[str, Any], concerned: Callable[[str], bool]
) -> tuple[list[Problem], list[dict[str, Any]]]:
    """What `check_tables` gives for the tables `concerned`, where they are laid out so."""
    whole = rulebook.rules

    def chosen(*given: object, **known: object) -> dict[str, list[object]]:
        return {t: kept for t, kept in whole(*given, **known).items() if concerned(t)}

    aggregates = sorted((root / AGGREGATES).rglob("*.csv"))
    settings = form.config, form.codebook, form.surveys
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crosschecks, "_LAYOUTS", layouts)
        patch.setattr(rulebook, "rules", chosen)
        return checking.check_tables(tables_of(root), aggregates, *settings, root)


def watching(laid: dict[Callable[..., Any], set[str]]) -> dict[str, Any]:
    """The layouts, each of which says in `laid` which tables it gives."""

    def watched(lay: Callable[..., Any]) -> Callable[..., Any]:
        def watch(*given: Any) -> Any:
            tables = lay(*given)
            laid[lay] = set(tables)
            return tables

        return watch

    return {name: list(map(watched, lays)) for name, lays in crosschecks._LAYOUTS.items()}


def checked_for(valid: Valid, root: Path, form: Series, rule: str) -> list[Problem]:
    """What is found in the tables that keep `rule`; for a rule of the pipeline's own, in visits."""
    tables = {result["table"] for result in valid.results if result["rule"] == rule} or {"visits"}
    needed = tables | {LAID_FROM[table] for table in tables & set(LAID_FROM)}
    layouts = {
        name: [lay for lay in lays if name in QUICK or valid.laid[lay] & needed]
        for name, lays in crosschecks._LAYOUTS.items()
    }
    found, _ = checked(root, form, layouts, tables.__contains__)
    return found


def settled(root: Path, found: list[Problem], results: list[dict[str, Any]]) -> pd.DataFrame:
    """problems.csv once the decisions of the run folder are put to all problems."""
    parts = [str(path) for path in sorted((root / PARTS).glob("*.csv"))]
    checking.write_results(found, results, parts, tables_of(root)["excluded"], root)
    return as_found(pd.read_csv(gate_of(root)[0], dtype=str, keep_default_na=False))


def gate_of(root: Path) -> tuple[Path, Path]:
    """What the gate looks at."""
    return root / VALIDATION / "problems.csv", root / VALIDATION / "results.json"


def decide(root: Path, problems: pd.DataFrame) -> None:
    """A decision on a problem of each of `DECIDED`, as a reviewer would copy it."""
    rows = [DECISION_COLUMNS]
    for rule in DECIDED:
        record = problems.loc[problems["rule"] == rule, "record"].iloc[0]
        rows.append([rule, record, "accept", "It is so.", "A Reviewer", "2020-11-10", ""])
    (root / DECISIONS).write_text(as_csv(rows), encoding="utf-8", newline="")


def remembered(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, with its answer to the same input kept; most files are those of the valid run.

    A file counts as the same if its name, its folder and its bytes are.
    """
    kept: dict[bytes, bytes] = {}

    def part(given: object) -> object:
        if not isinstance(given, Path):
            return given
        return (given.parts[-2:], given.read_bytes()) if given.is_file() else ""

    def answer(*given: Any, **named: Any) -> Any:
        paths = [each for each in given if isinstance(each, Path) and each.is_file()]
        if any(path.stat().st_size > LARGE for path in paths):
            return function(*given, **named)
        parts = [*map(part, given), *((name, part(each)) for name, each in named.items())]
        key = hashlib.sha256(pickle.dumps(parts)).digest()
        if key not in kept:
            kept[key] = pickle.dumps(function(*given, **named))
        return pickle.loads(kept[key])

    return answer


def reported(valid: Valid, run: Run, rule: str) -> pd.DataFrame:
    """What is reported of a damaged run that is not of the valid one; `rule` is to be among it."""
    root = run.root
    if rule.startswith("CHK-"):
        return refused(root, valid.series)
    if rule.startswith("LEK-"):
        return to_frame(read_settled(root, today())[1])
    if rule.startswith("DEC-"):
        # Rules look at the tables whole, whatever is decided, so they find what they found.
        exclude(root)
        problems = settled(root, valid.found, valid.results)
    else:
        problems = read_and_checked(valid, run, rule)
    known = set(map(tuple, valid.problems[COLUMNS].to_numpy()))
    new = [row not in known for row in map(tuple, problems[COLUMNS].to_numpy())]
    return problems[new]


def read_and_checked(valid: Valid, run: Run, rule: str) -> pd.DataFrame:
    """What readers say of a damaged run, and the tables that keep `rule`."""
    root = run.root
    form = load(root) if any(name.startswith("config/") for name in run.changed) else valid.series
    problems = series.ingest(root, form, run.changed)
    if run.settings:
        form = replace(form, config=copy.deepcopy(form.config))
        run.settings(form.config)
    if rule.startswith("RUN-"):
        profile(root, form)
    if not is_of_reader(rule):
        problems = pd.concat([problems, to_frame(checked_for(valid, root, form, rule))])
    return problems


def hand_in(root: Path, reports: list[str]) -> None:
    """All else that a release asks for: something in place of each report and its tables."""
    for key in reports:
        output = root / "reports/output" / key
        for folder in ("figures", "data"):
            (output / folder).mkdir(parents=True)
        for suffix in ("html", "pdf", "ods", "xlsx", "govspeak.md"):
            (output / f"{key}.{suffix}").write_text("")
        (output / "images.csv").write_text("")
        (output / "data/csv-metadata.json").write_text("")
        no_claims = pd.DataFrame(columns=CLAIMS_COLUMNS, dtype=str)
        write_tables({key: no_claims}, {key: str(root / claims_file(key))})
    (root / INDEX).write_text("")
    put_tables(root, *reports)
    for key in reports:
        with (root / PUBLIC / key / "summary.csv").open("a") as summary:
            summary.write("status,final\n")


def refused(root: Path, form: Series) -> pd.DataFrame:
    """What a release is refused for before there is a pack, as problems; nothing if it is not."""
    reports = list(form.config["reports"])
    hand_in(root, reports)
    gates = gates_of_run(root, form.config, reports, up_to_date=True)
    lines = [line for gate in gates for line in gate.told() if gate.lines]
    form_of = r"check sheet: fail; ([A-Z]+-\d+), (.+?)(?:, row (\d+))?: (.+)"
    said = [re.fullmatch(form_of, line) for line in lines]
    assert all(said), lines
    return to_frame([Problem("error", m[2], m[3] or "", "", m[1], "", m[4]) for m in said if m])


def is_of_reader(rule: str) -> bool:
    """Codes below 101 are the readers'."""
    return rule[-3:].isdigit() and int(rule[-3:]) < 101
