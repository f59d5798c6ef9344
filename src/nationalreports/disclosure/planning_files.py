"""Where a plan comes from and goes to: the run folder's tables, the ledger, files of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports.aggregation import who_told
from nationalreports.config import cumulative_windows
from nationalreports.disclosure.planning import plan_series
from nationalreports.disclosure.protecting import Plan, protect
from nationalreports.disclosure.publications import Draft
from nationalreports.exclusion import without_excluded
from nationalreports.ingestion import CONFIDENTIAL, read_tables
from nationalreports.ledger import read_ledger
from nationalreports.tables import write_tables

PUBLIC = Path("data/processed/public")
TABLES = ("themes", "discussions", "answers", "context", "summary")

#: Where each table of a plan stands, under confidential/.
_FILES = {
    **{name: f"disclosure/{name}.csv" for name in ("answers", "told", "summary", "audit")},
    "insiders": "audit_insiders.csv",
}

#: Seconds for one audit of one question; what is not decided by then is withheld.
SECONDS = 60.0


def plan_run(
    root: Path, config: dict[str, Any], codebook: dict[str, Any], surveys: dict[str, Any]
) -> None:
    """Plan all reports of the run folder `root`, and write the plan's files there."""
    drafts = _read_drafts(root, config["reports"], codebook)
    released = read_ledger(root)
    plan = plan_series(released, drafts, config, codebook, surveys, frozenset(), seconds=SECONDS)
    paths = {name: str(root / CONFIDENTIAL / file) for name, file in _FILES.items()}
    write_tables({name: getattr(plan, name) for name in _FILES}, paths)


def protect_run(root: Path, config: dict[str, Any], surveys: dict[str, Any]) -> None:
    """Write the public tables of all reports, and the audit, as the plan allows."""
    plan = read_plan(root)
    for report in config["reports"]:
        tables = _read_aggregates(root, report)
        shown = protect(tables, report, plan, config["thresholds"], config["quantifiers"], surveys)
        folder = root / PUBLIC / report
        write_tables(shown, {name: str(folder / f"{name}.csv") for name in shown})
    write_tables({"audit": plan.audit}, {"audit": str(root / PUBLIC / "audit.csv")})


def read_plan(root: Path) -> Plan:
    """The plan as `plan_run` wrote it."""
    paths = {name: str(root / CONFIDENTIAL / file) for name, file in _FILES.items()}
    return Plan(**read_tables(paths))


def _read_aggregates(root: Path, report: str) -> dict[str, pd.DataFrame]:
    folder = root / CONFIDENTIAL / "aggregates" / report
    return read_tables({name: str(folder / f"{name}.csv") for name in TABLES})


def _read_drafts(root: Path, reports: dict[str, Any], codebook: dict[str, Any]) -> list[Draft]:
    names = ("visits", "findings", "codes", "excluded")
    paths = {name: str(root / CONFIDENTIAL / f"{name}.csv") for name in names}
    tables = read_tables({**paths, "responses": str(root / CONFIDENTIAL / "responses.parquet")})
    counted = without_excluded(tables, tables["excluded"])
    return [_draft(root, key, reports, codebook, counted) for key in reports]


def _draft(
    root: Path,
    report: str,
    reports: dict[str, Any],
    codebook: dict[str, Any],
    counted: Mapping[str, pd.DataFrame],
) -> Draft:
    """A report with those whom its aggregates count, see `aggregation.aggregate`."""
    who = who_told(
        report, reports, counted["visits"], counted["findings"], counted["codes"], codebook
    )
    entry = reports[report]
    names: Sequence[str] = entry["surveys"] if "surveys" in entry["evidence"] else []
    given = counted["responses"]
    windows = cumulative_windows(report, reports)
    own = given[given["survey"].isin(names) & given["wave"].isin(windows)]
    return Draft(
        report=report,
        day=entry["date"],
        aggregates=_read_aggregates(root, report),
        responses=own[["response_id", "survey", "area_code", "question", "answer"]],
        areas=who.areas,
        told=who.told,
        discussions=who.discussions,
        discussions_told=who.discussions_told,
    )
