"""Each rule catches what it is meant to catch: one thing wrong in a valid series, and its rule.

How entries are written stands in the package `corruptions`. CORRUPTION_SEEDS=n draws n places for
each of them instead of one. At the end of a run, `conftest` prints what was caught as a table.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from types import SimpleNamespace

import conftest
import pandas as pd
import pytest
from catalogue.entry import ANY
from corruptions.damage import Corruption, Place, Run
from corruptions.entries import CORRUPTIONS
from corruptions.trial import DECIDED, Valid, refused, reported, tables_of, valid_run

from nationalreports import records
from nationalreports.problems import COLUMNS
from nationalreports.rule_list import all_rules

SEEDS = int(os.environ.get("CORRUPTION_SEEDS", "1"))
#: What the demonstration has by right: spaces in a name, a finding over two pages, a few responses
#: that happen to lie in line, areas with few young people, figures that are known to be wrong, and
#: numbers that tell of single areas.
OWN = {"TAB-010", "LET-018", "SVY-111", "SVY-121", "REF-113"}
OWN |= {f"DIS-{n}" for n in range(101, 106)}


@pytest.fixture(scope="module")
def valid(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valid]:
    with valid_run(tmp_path_factory.mktemp("valid") / "series") as made:
        yield made


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


def test_no_rule_is_without_a_corruption() -> None:
    assert len(CORRUPTIONS) >= 60
    assert {corruption.rule for corruption in CORRUPTIONS} == set(all_rules())
    names = [(corruption.rule, corruption.what) for corruption in CORRUPTIONS]
    assert sorted(set(names)) == sorted(names)


def test_a_valid_series_breaks_no_rule(valid: Valid) -> None:
    told = valid.problems
    assert set(told["rule"]) == OWN, described(told)
    assert set(told["severity"]) == {"info", "warning"}
    settled = told.loc[told["decision"] == "accept", "rule"]
    assert sorted(settled) == sorted(DECIDED)


def test_a_valid_series_passes_the_gates_of_a_release(valid: Valid, folder: Path) -> None:
    shutil.copytree(valid.root, folder)
    assert refused(folder, valid.series).empty


def listed(*others: str) -> list[str]:
    """What is printed after a run of two corruptions, and of `others`."""
    tried = [
        ["SVY-006", "raw", "an area not visited", "data/raw/surveys/a.csv, row 7, area_code"],
        ["COD-101", "tidy", "a code of no finding", ""],
    ]
    given = [("tests/test_corruptions.py::a", [("corruption", row)]) for row in tried]
    reports = [
        SimpleNamespace(nodeid=node, user_properties=properties, when="call")
        for node, properties in [*given, *((other, []) for other in others)]
    ]
    said: list[str] = []
    conftest.pytest_terminal_summary(
        SimpleNamespace(
            getreports=lambda outcome: reports if outcome == "passed" else [],
            section=said.append,
            write_line=said.append,
        )
    )
    return [" ".join(line.split()) for line in said]


def test_what_was_caught_is_listed_by_rule() -> None:
    assert listed() == [
        "2 rules, 2 corruptions, 1 missed",
        "COD-101 tidy a code of no finding NOT CAUGHT",
        "SVY-006 raw an area not visited data/raw/surveys/a.csv, row 7, area_code",
    ]


def test_among_other_tests_it_is_listed_two_to_a_line() -> None:
    assert listed("tests/test_areas.py::b") == [
        "2 rules, 2 corruptions, 1 missed",
        "COD-101 a code of no finding NOT CAUGHT SVY-006 an area not visited",
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
