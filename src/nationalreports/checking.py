"""Every rule put to every table of a run; the gate; and the page that reviewers decide from."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports.crosschecks import lay_out, read_aggregates
from nationalreports.problems import Problem, as_found, harmless, to_frame
from nationalreports.review import review_page, verdict
from nationalreports.tables import write_table
from nationalreports.validation import join_problems, summary, validate


def check_tables(
    tables: dict[str, pd.DataFrame],
    aggregates: Sequence[Path],
    config: dict[str, Any],
    codebook: dict[str, Any],
    surveys: dict[str, Any],
    root: Path,
) -> tuple[list[Problem], list[dict[str, Any]]]:
    """The problems and results of all rules, see `validation.validate`, in one process."""
    # Great Expectations takes seconds to import, so only the job that validates does.
    from nationalreports.rulebook import rules

    counted, problems = read_aggregates(aggregates, root=root)
    # The results of statistics that a run does not have would fail for want of rows.
    given = {name: frame for name, frame in tables.items() if len(frame) or name not in _OPTIONAL}
    laid = lay_out({**given, **counted}, config=config, surveys=surveys)
    found, results = validate(laid, rules(laid, config=config, codebook=codebook, surveys=surveys))
    return problems + found, results


_OPTIONAL = {"ehc_plans", "timeliness", "codes", "responses"}


def write_results(
    problems: list[Problem], results: list[dict[str, Any]], parts: Sequence[str], folder: Path
) -> None:
    """Write problems.csv, with those that ingest found (`parts`), and results.json to `folder`."""
    frames = [pd.read_csv(part, dtype=str, keep_default_na=False) for part in parts]
    joined = join_problems([*frames, to_frame(problems)])
    write_table(harmless(joined), folder / "problems.csv")
    text = json.dumps(results, ensure_ascii=False, indent=1, default=str)
    (folder / "results.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def write_page(
    problems: Path,
    results: Path,
    tables: dict[str, pd.DataFrame],
    coding: dict[str, Any],
    page: Path,
) -> None:
    """Write the reviewers' page, whatever the verdict; a "no" names what was not reached.

    `coding`: as from `review.coding_section`.
    """
    found = as_found(pd.read_csv(problems, dtype=str, keep_default_na=False))
    outcome = json.loads(results.read_text(encoding="utf-8"))
    may_go_on, _ = verdict(found, outcome)
    not_reached = [] if may_go_on else ["disclosure control", "charts", "the reports"]
    sources = [{"source": name, "rows": len(frame)} for name, frame in tables.items()]
    about = {"not_reached": not_reached, "coding": coding, "profile": {"sources": sources}}
    page.parent.mkdir(parents=True, exist_ok=True)
    html = review_page(found, outcome, about)
    page.write_text(html, encoding="utf-8", newline="\n")


def pass_gate(problems: Path, results: Path, gate: Path, drafts: Path) -> None:
    """Write `gate` if the figures may go on; else remove older drafts and exit with the reasons."""
    found = as_found(pd.read_csv(problems, dtype=str, keep_default_na=False))
    may_go_on, why = verdict(found, json.loads(results.read_text(encoding="utf-8")))
    if not may_go_on:
        # A draft of an earlier run must not be taken for a result of these data.
        shutil.rmtree(drafts, ignore_errors=True)
        raise SystemExit(f"{why}\n{summary(found)}")
    gate.write_text(f"{why}\n", encoding="utf-8")
