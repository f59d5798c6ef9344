"""Each rule catches what it is meant to catch: one thing wrong in a valid series, and its rule.

How entries are written stands in the package `corruptions`. CORRUPTION_SEEDS=n draws n places for
each of them instead of one. At the end of a run, `conftest` prints what was caught as a table.
"""

from __future__ import annotations

import ast
import copy
import hashlib
import os
import pickle
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from pkgutil import resolve_name
from random import Random
from types import SimpleNamespace
from typing import Any

import conftest
import pandas as pd
import pytest
from catalogue import series
from catalogue.entry import ANY
from corruptions.damage import AGGREGATES, Corruption, Place, Run
from corruptions.entries import CORRUPTIONS
from run_folders import RAW, REPOSITORY

from nationalreports import checking, records, rulebook
from nationalreports.aggregation import aggregate
from nationalreports.config import Series, load
from nationalreports.ingestion import CONFIDENTIAL
from nationalreports.problems import COLUMNS, to_frame
from nationalreports.tables import write_tables
from nationalreports.validation import PIPELINE

SEEDS = int(os.environ.get("CORRUPTION_SEEDS", "1"))
#: Readers of one file each, and the slowest measure: asked for the same thing again and again.
SLOW = [
    "nationalreports.ingestion.measure_agreement",
    "nationalreports.ingestion.read_reference",
    "nationalreports.letters.read_letter",
    "nationalreports.coding.read_table",
    "nationalreports.surveys.read_table",
]
LARGE = 10_000_000
#: What the demonstration has by right: spaces in a name, a finding over two pages, a few responses
#: that happen to lie in line, areas with few young people, and figures that are known to be wrong.
OWN = {"TAB-010", "LET-018", "SVY-111", "SVY-121", "REF-113"}


@dataclass(frozen=True)
class Valid:
    """The demonstration as read and counted, and all that is said of it."""

    root: Path
    series: Series
    problems: pd.DataFrame


@pytest.fixture(scope="module")
def valid(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valid]:
    root = tmp_path_factory.mktemp("valid") / "series"
    shutil.copytree(RAW, root / "data/raw")
    shutil.copytree(REPOSITORY / "config", root / "config")
    form = load(root)
    with pytest.MonkeyPatch.context() as patch:
        # Workbooks for coders are slow to write, and no rule looks at them.
        patch.setattr("nationalreports.ingestion.write_sheets", lambda *_: None)
        for slow in SLOW:
            patch.setattr(slow, remembered(resolve_name(slow)))
        problems = series.ingest(root, form)
        tables = tables_of(root)
        for report in form.config["reports"]:
            counts = aggregate(tables, report, form.config["reports"], form.codebook, form.surveys)
            folder = root / AGGREGATES / report
            write_tables(counts, {name: str(folder / f"{name}.csv") for name in counts})
        yield Valid(root, form, pd.concat([problems, checked(root, form, "")]))


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


def tables_of(root: Path) -> dict[str, pd.DataFrame]:
    """All tidy tables of a run folder, by name."""
    folder = root / CONFIDENTIAL
    paths = [*folder.glob("*.csv"), *folder.glob("*.parquet")]
    return series.read_tables({path.stem: str(path) for path in sorted(paths)})


def checked(root: Path, form: Series, rule: str) -> pd.DataFrame:
    """The problems that `check_tables` finds in the tables that keep `rule`, "" for all tables."""
    whole = rulebook.rules

    def concerned(*given: object, **known: object) -> dict[str, list[object]]:
        made = whole(*given, **known)
        return {
            table: kept
            for table, kept in made.items()
            if rule in ("", *(one.code for one in kept)) or (rule == PIPELINE and table == "visits")
        }

    aggregates = sorted((root / AGGREGATES).rglob("*.csv"))
    settings = form.config, form.codebook, form.surveys
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rulebook, "rules", concerned)
        problems, _ = checking.check_tables(tables_of(root), aggregates, *settings, root)
    return to_frame(problems)


def reported(valid: Valid, run: Run, rule: str) -> pd.DataFrame:
    """What is reported of a damaged run that is not of the valid one; `rule` is to be among it."""
    root = run.root
    form = load(root) if any(name.startswith("config/") for name in run.changed) else valid.series
    problems = series.ingest(root, form, run.changed)
    if run.settings:
        form = replace(form, config=copy.deepcopy(form.config))
        run.settings(form.config)
    if not is_of_reader(rule):
        problems = pd.concat([problems, checked(root, form, rule)])
    known = set(map(tuple, valid.problems[COLUMNS].to_numpy()))
    new = [row not in known for row in map(tuple, problems[COLUMNS].to_numpy())]
    return problems[new]


def is_of_reader(rule: str) -> bool:
    """Codes below 101 are the readers'."""
    return rule[-3:].isdigit() and int(rule[-3:]) < 101


def at(problems: pd.DataFrame, rule: str, place: Place, root: Path) -> pd.DataFrame:
    """Those of the rule that stand at the place."""
    wanted = problems["rule"].eq(rule)
    for column in ("source", "row", "column"):
        given = str(getattr(place, column))
        wanted &= problems[column].eq(given) | (given == ANY)
    wanted &= problems["value"].str.contains(place.value, regex=False)
    wanted &= problems["message"].str.contains(place.says, regex=False)
    if place.response:
        tables = tables_of(root)
        told = (tables[name] for name in ("responses", "respondents"))
        wanted &= problems["record"].isin(records.of_responses(rule, [place.response], *told))
    return problems[wanted]


def rules_in_code() -> set[str]:
    """Every code that stands in the package, as a text of its own."""
    codes = {PIPELINE}
    for path in (REPOSITORY / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and re.fullmatch("[A-Z]{3}-[0-9]{3}", node.value)
            ):
                codes.add(node.value)
    return codes


def test_no_rule_is_without_a_corruption() -> None:
    assert len(CORRUPTIONS) >= 60
    assert {corruption.rule for corruption in CORRUPTIONS} == rules_in_code()
    names = [(corruption.rule, corruption.what) for corruption in CORRUPTIONS]
    assert sorted(set(names)) == sorted(names)


def test_a_valid_series_breaks_no_rule(valid: Valid) -> None:
    told = valid.problems
    assert set(told["rule"]) == OWN, described(told)
    assert set(told["severity"]) == {"info", "warning"}


def test_what_was_caught_is_listed_by_rule() -> None:
    tried = [
        ["SVY-006", "raw", "an area not visited", "data/raw/surveys/a.csv, row 7, area_code"],
        ["COD-101", "tidy", "a code of no finding", ""],
    ]
    reports = [SimpleNamespace(user_properties=[("corruption", row)]) for row in tried]
    said: list[str] = []
    conftest.pytest_terminal_summary(
        SimpleNamespace(
            getreports=lambda outcome: reports if outcome == "passed" else [],
            section=said.append,
            write_line=said.append,
        )
    )
    assert [" ".join(line.split()) for line in said] == [
        "2 rules, 2 corruptions, 1 missed",
        "COD-101 tidy a code of no finding NOT CAUGHT",
        "SVY-006 raw an area not visited data/raw/surveys/a.csv, row 7, area_code",
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A run folder that is gone afterwards: some hundreds of them would fill a disk."""
    yield tmp_path / "series"
    shutil.rmtree(tmp_path, ignore_errors=True)


@pytest.mark.parametrize("seed", range(SEEDS))
@pytest.mark.parametrize("corruption", CORRUPTIONS, ids=lambda one: f"{one.rule}: {one.what}")
def test_a_corruption_is_caught_by_the_rule_meant_for_it(
    valid: Valid,
    corruption: Corruption,
    seed: int,
    folder: Path,
    record_property: pytest.RecordProperty,
) -> None:
    shutil.copytree(valid.root, folder)
    run = Run(folder)
    place = corruption.damage(run, Random(f"{corruption.rule} {corruption.what} {seed}"))
    new = reported(valid, run, corruption.rule)
    told = at(new, corruption.rule, place, folder)
    row = [corruption.rule, run.kind, corruption.what, shown(told)]
    record_property("corruption", row)
    assert len(told), f"not reported at {place}; but:\n{described(new)}"
    errors = new[new["severity"] == "error"]
    others = errors[~errors["rule"].isin([corruption.rule, *corruption.also])]
    assert others.empty, f"and errors that nobody expects:\n{described(others)}"


def shown(told: pd.DataFrame) -> str:
    """Where the first of them stands, for the table; "" where there is none."""
    if told.empty:
        return ""
    source, row, column = told.iloc[0][["source", "row", "column"]]
    return ", ".join([source, *([f"row {row}"] if row else []), *([column] if column else [])])


def described(problems: pd.DataFrame) -> str:
    return problems[["severity", *COLUMNS[1:6], "message"]].head(12).to_string()
