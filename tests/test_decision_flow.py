"""Decisions as a reviewer makes them: from problems.csv to the gate, and to the counts."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from run_folders import RAW, REPOSITORY, planned, snakemake

from nationalreports.aggregation import aggregate
from nationalreports.checking import VALIDATION, check_tables, pass_gate, write_results
from nationalreports.config import load
from nationalreports.days import today
from nationalreports.decisions import DECISIONS, read_decisions
from nationalreports.exclusion import (
    find_excluded,
    without_excluded,
    write_excluded,
)
from nationalreports.ingestion import PARTS, areas_and_visits, read_tables, responses
from nationalreports.problems import Problem
from nationalreports.tables import write_json

EXPORT = Path("data/raw/surveys/parents_carers/2021-01-marlstead.csv")
QUESTION = "What support does your child have?"
CONFIDENTIAL = Path("data/processed/confidential")
#: What may settle the rule; the rest of what a result says is nothing to decisions.
RESULTS: list[dict[str, Any]] = [
    {
        **{"rule": "SVY-008", "settled_by": ["accept", "exclude"]},
        **{"state": "passed", "failing": 0, "notes": ""},
    }
]
NEVER: list[dict[str, Any]] = [RESULTS[0] | {"settled_by": []}]


@pytest.fixture(autouse=True)
def a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1606089600")  # 23 November 2020


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A run folder with one answer that is none, in the third row of an export."""
    for name in ("reference", "visits.csv"):
        given, put = RAW / name, tmp_path / "data/raw" / name
        put.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(given, put) if given.is_dir() else shutil.copy(given, put)
    head, rows = read(RAW.parents[1])
    rows[1][QUESTION] = "Something else"
    write(tmp_path, head, rows)
    put_profile(tmp_path)
    return tmp_path


def put_profile(root: Path) -> None:
    """What the run before this step left: nothing that a later run is compared with."""
    none = {"data": "0", "profile": {"sources": [], "questions": []}, "influence": []}
    (root / VALIDATION).mkdir(parents=True, exist_ok=True)
    write_json(none, root / VALIDATION / "sources.json")


def read(root: Path) -> tuple[list[str], list[dict[str, str]]]:
    with (root / EXPORT).open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
        return list(reader.fieldnames or []), rows


def write(root: Path, head: list[str], rows: list[dict[str, str]]) -> None:
    (root / EXPORT).parent.mkdir(parents=True, exist_ok=True)
    with (root / EXPORT).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, head)
        writer.writeheader()
        writer.writerows(rows)


def run(root: Path, results: list[dict[str, Any]] = RESULTS) -> list[dict[str, str]]:
    """Ingest, put the decisions to the problems, and give the problems of the survey's rows."""
    series = load(REPOSITORY)
    areas_and_visits(series.config["reports"], root)
    tables = read_tables({n: str(root / CONFIDENTIAL / f"{n}.csv") for n in ("areas", "visits")})
    responses([EXPORT.as_posix()], tables, series.surveys, root)
    parts = [str(root / PARTS / f"{part}.csv") for part in ("areas", "surveys")]
    told = [root / CONFIDENTIAL / f"{name}.parquet" for name in ("responses", "respondents")]
    write_excluded(root / "none", *told, root)
    excluded = read_tables({"e": str(root / CONFIDENTIAL / "excluded.csv")})["e"]
    write_results([], results, parts, excluded, root)
    return [row for row in problems(root) if row["rule"] == "SVY-008"]


def problems(root: Path) -> list[dict[str, str]]:
    with (root / VALIDATION / "problems.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def decided(root: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((root / VALIDATION / "decisions.json").read_text())
    return found


def decide(root: Path, problem: dict[str, str], word: str = "accept", until: str = "") -> None:
    row = [problem["rule"], problem["record"], word, "was meant so", "R. Viewer", "2020-11-10"]
    (root / DECISIONS).parent.mkdir(parents=True, exist_ok=True)
    with (root / DECISIONS).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [["rule", "record", "decision", "reason", "reviewer", "date", "until"], [*row, until]]
        )


def gate_opens(root: Path) -> bool:
    gate = root / VALIDATION / "gate.txt"
    gate.unlink(missing_ok=True)
    paths = [root / VALIDATION / name for name in ("problems.csv", "results.json")]
    try:
        pass_gate(*paths, gate, root)
    except SystemExit as told:
        assert "must be put right first" in str(told)
        return False
    return gate.is_file()


def test_an_accepted_problem_stops_nothing_and_says_why(root: Path) -> None:
    (problem,) = run(root)
    assert not gate_opens(root)
    decide(root, problem)
    (accepted,) = run(root)
    assert gate_opens(root)
    assert (accepted["severity"], accepted["decision"]) == ("error", "accept")
    assert accepted["reason"] == "accepted by R. Viewer on 10 November 2020: was meant so"
    (own,) = decided(root)
    assert (own["state"], own["problems"]) == ("in force", 1)


def test_a_decision_goes_with_its_row_and_with_no_other(root: Path) -> None:
    (problem,) = run(root)
    assert problem["row"] == "3"
    decide(root, problem)
    head, rows = read(root)
    # A new export: other rows first, columns in another order, what is dropped anew.
    moved = [{**row, "IP address": "203.0.113.9"} for row in rows[::-1]]
    write(root, head[::-1], moved)
    (accepted,) = run(root)
    assert (accepted["decision"], accepted["row"]) == ("accept", str(len(rows)))
    assert gate_opens(root)
    # The same fault in another row stands where the decided one stood.
    head, rows = read(root)
    rows[-3][QUESTION] = "Something else"
    write(root, head, rows)
    found = {row["row"]: row["decision"] for row in run(root)}
    assert found == {str(len(rows)): "accept", str(len(rows) - 1): ""}
    assert not gate_opens(root)


@pytest.mark.parametrize("column", ["Response ID", "submitted", QUESTION, "area_code"])
def test_any_change_of_the_row_brings_the_problem_back(root: Path, column: str) -> None:
    (problem,) = run(root)
    decide(root, problem)
    head, rows = read(root)
    others = {
        "Response ID": "PC-9999",
        "submitted": "2021-01-13",
        QUESTION: "Something new",
        "area_code": "E99000008",
    }
    rows[1][column] = others[column]
    write(root, head, rows)
    (again,) = run(root)
    assert again["decision"] == ""
    assert not gate_opens(root)
    assert [row["severity"] for row in problems(root) if row["rule"] == "DEC-010"] == ["info"]
    assert decided(root)[0]["state"] == "no longer matches"


def test_an_expired_decision_brings_the_problem_back(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (problem,) = run(root)
    decide(root, problem, until="2020-11-23")
    run(root)
    assert gate_opens(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1606176000")  # 24 November 2020
    (again,) = run(root)
    assert again["decision"] == ""
    assert not gate_opens(root)
    assert "DEC-011" in {row["rule"] for row in problems(root)}
    assert decided(root)[0]["state"] == "expired"


@pytest.mark.parametrize("word", ["accept", "exclude"])
def test_what_is_never_acceptable_stays(root: Path, word: str) -> None:
    (problem,) = run(root, NEVER)
    decide(root, problem, word)
    (still,) = run(root, NEVER)
    assert still["decision"] == ""
    assert not gate_opens(root)
    assert {row["severity"] for row in problems(root) if row["rule"] == "DEC-009"} == {"error"}


def test_a_decision_without_a_reviewer_is_listed_and_stops_the_gate(root: Path) -> None:
    (problem,) = run(root)
    decide(root, problem)
    path = root / DECISIONS
    path.write_text(path.read_text().replace("R. Viewer", ""))
    run(root)
    (fault,) = [row for row in problems(root) if row["rule"].startswith("DEC")]
    assert (fault["rule"], fault["row"], fault["column"]) == ("DEC-005", "2", "reviewer")
    assert fault["source"] == "data/raw/decisions.csv"
    assert len(fault["record"]) == 16
    assert not gate_opens(root)


def test_one_to_be_corrected_stops_the_gate_still(root: Path) -> None:
    (problem,) = run(root)
    decide(root, problem, "correct")
    (still,) = run(root)
    assert still["decision"] == "correct"
    assert still["reason"].startswith("to be corrected by R. Viewer")
    assert not gate_opens(root)


def test_every_problem_has_a_record_and_no_two_share_one(root: Path) -> None:
    head, rows = read(root)
    for row in rows[4:9]:
        row[QUESTION] = row["area_code"] = "Something else"
    rows[9]["submitted"] = "=SUM(1)"
    write(root, head, rows)
    run(root)
    found = problems(root)
    assert len(found) == 9
    assert all(len(row["record"]) == 16 for row in found)
    assert len({(row["rule"], row["record"]) for row in found}) == len(found)
    assert "192.0.2" not in (root / VALIDATION / "problems.csv").read_text()


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run folder with the tables of the demonstration."""
    folder = tmp_path_factory.mktemp("decided")
    shutil.copytree(RAW, folder / "data/raw")
    table = "data/processed/confidential/{}"
    wanted = [table.format("codes.csv"), table.format("responses.parquet")]
    done = snakemake(folder, *wanted)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def _tables(root: Path) -> dict[str, pd.DataFrame]:
    names = ["areas", "visits", "findings", "codes", "ehc_plans", "timeliness"]
    paths = {name: str(root / CONFIDENTIAL / f"{name}.csv") for name in names}
    return read_tables(paths | {"responses": str(root / CONFIDENTIAL / "responses.parquet")})


@pytest.mark.workflow
@pytest.mark.parametrize("rule", ["FND-109", "SVY-105"])
def test_what_is_excluded_is_missing_from_the_counts_and_stays_in_sight(
    demonstration: Path, tmp_path: Path, rule: str
) -> None:
    """A record that breaks a rule of tables, decided on by its digest, and counted without."""
    series, tables = load(REPOSITORY), _tables(demonstration)
    settings = series.config, series.codebook, series.surveys
    counting = "final-2021", series.config["reports"], series.codebook, series.surveys
    own, lost = (_copied_finding if rule == "FND-109" else _second_answer)(tables)
    table, keys, count = _COUNTS[rule]
    put_profile(tmp_path)

    found, results = check_tables(tables, [], *settings, tmp_path)
    of_rule = [problem for problem in found if problem.rule == rule]
    record = next(problem.record for problem in of_rule if own in _about(problem, tables))
    decide(tmp_path, {"rule": rule, "record": record}, "exclude")
    decisions, faults = read_decisions(tmp_path, today())
    assert faults == []
    excluded = find_excluded(decisions, tables["findings"], tables["responses"])
    assert excluded["id"].tolist() == [own]

    kept = without_excluded(tables, excluded)
    before, after = (aggregate(given, *counting)[table] for given in (tables, kept))
    missing = before[count].astype(int) - after[count].astype(int)
    parts = before[[name for name in ("sector", "voice", "group") if name in before]]
    changed = before.loc[(parts == "all").all(axis=1) & (missing != 0), keys].apply(tuple, axis=1)
    assert dict(zip(changed, missing[changed.index], strict=True)) == dict.fromkeys(lost, 1)

    again, _ = check_tables(tables | {"excluded": excluded}, [], *settings, tmp_path)
    assert [problem.record for problem in again if problem.rule == rule] == [
        problem.record for problem in of_rule
    ]
    told = [result | {"settled_by": ["accept", "exclude"]} for result in results]
    write_results(again, told, [], excluded, tmp_path)
    words = {row["record"]: row["decision"] for row in problems(tmp_path) if row["rule"] == rule}
    assert words.pop(record) == "exclude"
    assert set(words.values()) <= {""}


#: For each rule the counts that its records stand in: table, what a row is about, and its figure.
_COUNTS = {
    "FND-109": ("themes", ["question", "theme"], "areas_told"),
    "SVY-105": ("answers", ["question", "answer"], "count"),
}


def _copied_finding(tables: dict[str, pd.DataFrame]) -> tuple[str, set[Any]]:
    """Gives a finding the words of another; returns it with the themes that it alone tells."""
    findings, visits = tables["findings"], tables["visits"]
    letters = findings[findings["visit_id"].isin(visits["visit_id"])]
    told = tables["codes"].merge(letters[["finding_id", "area_code"]], on="finding_id")
    alone = told.drop_duplicates(["finding_id", "area_code", "question", "theme"])
    alone = alone[~alone.duplicated(["area_code", "question", "theme"], keep=False)]
    own = alone["finding_id"].iloc[0]
    other = next(text for key, text in findings[["finding_id", "text"]].to_numpy() if key != own)
    findings.loc[findings["finding_id"] == own, "text"] = other
    themes = alone.loc[alone["finding_id"] == own, ["question", "theme"]]
    return own, set(themes.itertuples(index=False, name=None))


def _second_answer(tables: dict[str, pd.DataFrame]) -> tuple[str, set[Any]]:
    """Has a response answer a question twice; returns it with all that it answers."""
    given = tables["responses"]
    late = given[(given["question"] == "learning") & (given["wave"] == "final-2021")].iloc[[0]]
    other = "I liked it" if late["answer"].iloc[0] != "I liked it" else "It was all right"
    given = tables["responses"] = pd.concat([given, late.assign(answer=other)], ignore_index=True)
    own = str(late["response_id"].iloc[0])
    answers = given.loc[given["response_id"] == own, ["question", "answer"]]
    return own, set(answers.itertuples(index=False, name=None))


def _about(problem: Problem, tables: dict[str, pd.DataFrame]) -> list[str]:
    """The id of the record that a problem names by its row, or by its value."""
    if problem.rule == "SVY-105":
        return [problem.value.split(", ")[0]]
    findings = tables["findings"]
    placed = (findings["source"] == problem.source) & (findings["text"] == problem.value)
    return findings.loc[placed, "finding_id"].tolist()


@pytest.mark.workflow
def test_what_depends_on_decisions_is_made_again_when_a_day_is_over(
    demonstration: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = (CONFIDENTIAL / "excluded.csv").as_posix()
    decide(demonstration, {"rule": "SVY-105", "record": "r" + "0" * 15}, until="2020-11-24")

    def rules() -> set[str]:
        return {job.rule for job in planned(demonstration, target)} - {"all"}

    assert rules() == {"exclude"}
    assert snakemake(demonstration, target).returncode == 0
    assert rules() == set()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1606176000")  # 24 November 2020
    # It could be the day of a decision.
    assert rules() == {"exclude"}
    assert snakemake(demonstration, target).returncode == 0
    assert rules() == set()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1606262400")  # 25 November 2020
    assert rules() == {"exclude"}
