"""A small release for tests of the ledger: who stands in it, and what is printed of them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from nationalreports.disclosure.publications import Draft
from nationalreports.ledger import PUBLIC_TABLES, TABLES
from nationalreports.ledger_entries import NewEntry, make_entry, put_pending
from nationalreports.release import EXCLUDED
from nationalreports.release_gates import AUDIT
from nationalreports.release_pack import PUBLIC
from nationalreports.tables import write_table

THRESHOLDS = {"minimum_base": 10, "minimum_count": 8}
WINDOWS = {"one": {"start": "2020-10-05", "end": "2020-10-14"}}

TOLD = ("challenge", "therapies", "health", "all")


def draft(report: str = "one", *, people: int = 3, area: str = "E06000023") -> Draft:
    """Who stands in a report: `people` responses of `area`, which tells one theme."""
    answers = ["Yes", "No", "Either / or\r\n“both”"]
    rows = [
        (f"s-{number}", "s", area, "2020-10", "q", answers[number % 3]) for number in range(people)
    ]
    columns = ["response_id", "survey", "area_code", "wave", "question", "answer"]
    return Draft(
        report=report,
        day="2020-11-10",
        aggregates={},
        responses=pd.DataFrame(rows, columns=columns),
        areas=frozenset({area, "E09000001"}),
        told=pd.DataFrame([(area, *TOLD)], columns=TABLES["told"]),
        discussions=frozenset({"notes-2", "notes-1"}),
        discussions_told=pd.DataFrame([("notes-1", "", *TOLD)], columns=TABLES["discussions_told"]),
    )


def public(count: str = "25") -> dict[str, pd.DataFrame]:
    """Public tables, by name."""
    rows = {
        "answers": [("s", "all", "q", "Yes", count, "50", "50", "half")],
        "themes": [(*TOLD, "2", "6")],
        "discussions": [(*TOLD, "[c]", "3")],
        "summary": [("visits", "6"), ("responses_s", "50")],
        "steady": [("s", "q", "Yes", "One", "Two", "yes")],
    }
    return {name: pd.DataFrame(own, columns=TABLES[name], dtype=str) for name, own in rows.items()}


def audit(report: str = "one", outsider: str = "safe", insiders: str = "safe") -> pd.DataFrame:
    """The audit of a report with one cell."""
    cell = "s / all / q / No"
    row = (report, "answers", "withheld", cell, "why", "8", "20", outsider, insiders)
    columns = ["report", "table", "kind", "cell", "reason", "lower", "upper", "outsider"]
    return pd.DataFrame([row], columns=[*columns, "insiders"])


def elsewhere() -> pd.DataFrame:
    """One figure of the prose."""
    row = ("prose", "s", "all", "q", "Yes", "count", "25")
    return pd.DataFrame([row], columns=TABLES["elsewhere"])


def entry(report: str = "one", *, people: int = 3, count: str = "25") -> NewEntry:
    """An entry to be written."""
    return make_entry(
        draft(report, people=people),
        public(count),
        elsewhere(),
        audit=audit(report),
        excluded=pd.DataFrame(columns=TABLES["excluded"]),
        thresholds=THRESHOLDS,
        windows=WINDOWS,
    )


def put_pack(root: Path, *entries: NewEntry, release: int, stands: bool = True) -> Path:
    """Make a pack and its pending entries; the pack takes its name if it `stands`."""
    staging = root / "release" / f".making-{release}"
    staging.mkdir(parents=True)
    manifest = staging / "manifest.json"
    manifest.write_text(f'{{"release": {release}}}')
    put_pending(root, entries, staging=staging, release=release, manifest=manifest)
    return staging.rename(root / f"release/{release}") if stands else staging


def put_tables(root: Path, *reports: str) -> None:
    """The tables that a release takes, of reports that pass the gate of the audit."""
    for report in reports:
        for name in PUBLIC_TABLES:
            write_table(public()[name], root / PUBLIC / report / f"{name}.csv")
        (root / PUBLIC / report / "context.csv").write_text("measure,time_period,value,published\n")
    write_table(pd.concat([audit(report) for report in reports]), root / AUDIT)
    write_table(pd.DataFrame(columns=TABLES["excluded"]), root / EXCLUDED)
