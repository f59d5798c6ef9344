"""Every rule put to every table of a run; the gate; and the page that reviewers decide from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports.comparison import keep_run, run_tables
from nationalreports.crosschecks import lay_out, read_aggregates
from nationalreports.days import today
from nationalreports.decisions import read_decisions, settle
from nationalreports.drafts import remove_drafts
from nationalreports.exclusion import without_excluded
from nationalreports.problem_book import write_problem_book
from nationalreports.problems import Problem, as_found, harmless, to_frame
from nationalreports.records import bind_files
from nationalreports.review import review_page, verdict
from nationalreports.run_summary import run_summary
from nationalreports.tables import whole, write_json, write_table
from nationalreports.validation import join_problems, validate

VALIDATION = Path("data/processed/validation")


def check_tables(
    tables: dict[str, pd.DataFrame],
    aggregates: Sequence[Path],
    config: dict[str, Any],
    codebook: dict[str, Any],
    surveys: dict[str, Any],
    root: Path,
) -> tuple[list[Problem], list[dict[str, Any]]]:
    """The problems and results of all rules, see `validation.validate`, in one process.

    The tables are looked at whole, so that a problem that decisions exclude stays in sight; what
    was counted is counted again without the records of the table `excluded`, if there is one, as
    from `exclusion.find_excluded`.
    """
    # Great Expectations takes seconds to import, so only the job that validates does.
    from nationalreports.rulebook import rules

    counted, problems = read_aggregates(aggregates, root=root)
    # The results of statistics that a run does not have would fail for want of rows.
    given = {name: frame for name, frame in tables.items() if len(frame) or name not in _OPTIONAL}
    excluded = given.pop("excluded", pd.DataFrame())
    if len(excluded):
        counted |= {
            f"counted_{name}": frame
            for name, frame in without_excluded(given, excluded).items()
            if name in _COUNTED
        }
    earlier = run_tables(root / VALIDATION)
    laid = lay_out({**given, **counted, **earlier}, config=config, surveys=surveys)
    found, results = validate(laid, rules(laid, config=config, codebook=codebook, surveys=surveys))
    return bind_files(problems + found, root), results


_OPTIONAL = {"ehc_plans", "timeliness", "codes", "responses", "respondents"}
_COUNTED = {"findings", "codes", "responses"}


def write_results(
    problems: list[Problem],
    results: list[dict[str, Any]],
    parts: Sequence[str],
    excluded: pd.DataFrame,
    root: Path,
) -> None:
    """Write problems.csv and .xlsx, results.json and decisions.json of the run folder `root`.

    `parts`: the problems that ingest found. The decisions of the run folder are put to all of them,
    see `decisions.settle`; `excluded`: as from `exclusion.find_excluded`. What came of the run is
    kept too, for the next one to be compared with.
    """
    folder = root / VALIDATION
    frames = [pd.read_csv(part, dtype=str, keep_default_na=False) for part in parts]
    decisions, faults = read_decisions(root, today())
    faults = bind_files(faults, root)
    joined = join_problems([*frames, to_frame(problems)])
    settled, decided, found = settle(joined, decisions, settled_by(results), excluded)
    listed = join_problems([settled, to_frame(faults + found)])
    write_table(harmless(listed), folder / "problems.csv")
    write_problem_book(listed, folder / "problems.xlsx")
    for name, entries in (("results", results), ("decisions", decided)):
        text = json.dumps(entries, ensure_ascii=False, indent=1, default=str)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8", newline="\n")
    keep_run(folder, listed, results)


def settled_by(results: list[dict[str, Any]]) -> dict[str, Sequence[str]]:
    """For each rule which decisions of a reviewer may settle a breach of it.

    Every rule that there is, those included that were put to no table of this run.
    """
    from nationalreports.rule_list import all_rules

    told = {code: rule.settled_by for code, rule in all_rules().items()}
    return told | {result["rule"]: result["settled_by"] for result in results}


def write_page(problems: Path, results: Path, about: dict[str, Any], page: Path) -> None:
    """Write the reviewers' page, whatever the verdict, and beside it summary.json for machines.

    `about`: what the page says beside problems and rules, as from `reviewing.gather`. A "no" names
    what was not reached.
    """
    found = as_found(pd.read_csv(problems, dtype=str, keep_default_na=False))
    outcome = json.loads(results.read_text(encoding="utf-8"))
    may_go_on, _ = verdict(found, outcome)
    not_reached = [] if may_go_on else ["disclosure control", "charts", "the reports"]
    about = {**about, "not_reached": not_reached}
    with whole(page) as part:
        part.write_text(review_page(found, outcome, about), encoding="utf-8", newline="\n")
    summed = run_summary(found, outcome, about)
    write_json(summed, page.with_name("summary.json"))


def pass_gate(problems: Path, results: Path, gate: Path, root: Path) -> None:
    """Write `gate` if the figures may go on; else remove older drafts and exit with the reason.

    `root`: the run folder. The errors are listed by the command that was given, and in the page.
    """
    found = as_found(pd.read_csv(problems, dtype=str, keep_default_na=False))
    may_go_on, why = verdict(found, json.loads(results.read_text(encoding="utf-8")))
    if not may_go_on:
        remove_drafts(root)
        raise SystemExit(f"{why} See reports/validation/index.html.")
    gate.write_text(f"{why}\n", encoding="utf-8")
