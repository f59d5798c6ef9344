"""The publishers' pack: made whole by one rename, or not at all."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports.check_sheet_elsewhere import find_elsewhere, unanswered
from nationalreports.check_sheet_reading import MADE, check_sheet_gate
from nationalreports.claims import claims_file, failing, read_claims
from nationalreports.config import cumulative_windows
from nationalreports.days import today
from nationalreports.decisions import DECISION_COLUMNS, DECISIONS, read_decisions
from nationalreports.disclosure.publications import Draft
from nationalreports.ledger import PUBLIC_TABLES, read_entries
from nationalreports.ledger_entries import NewEntry, make_entry, put_pending, settle
from nationalreports.problems import is_settled, open_errors

VALIDATION = Path("data/processed/validation")
PUBLIC = Path("data/processed/public")
AUDIT = PUBLIC / "audit.csv"
EXCLUDED = Path("data/processed/confidential/excluded.csv")
INDEX = Path("reports/output/index.html")

#: The public tables that go into the pack.
_TABLES = ("themes", "discussions", "answers", "context", "summary")

#: What a report is made as: the page, the print, and the workbook of its tables.
_FORMATS = ("html", "pdf", "ods")


#: Warnings that say that coding is not complete.
_UNFINISHED = {
    "COD-005": "codes not settled",
    "COD-014": "findings half settled",
    "FND-111": "findings not coded",
}


#: Verdicts of the audit that a release may go on with; any other word stops it.
_PASSED = ("safe", "allowed", "flagged", "told before")


class ReleaseError(Exception):
    """A gate is not passed; the text names each and what to do next."""


def make_release(
    directory: Path,
    config: dict[str, Any],
    drafts: Callable[[], Sequence[Draft]],
    *,
    up_to_date: bool,
) -> Path:
    """Make `release/<number>/` of all reports and their public tables, and return it.

    With it each report has its entry in the ledger, or there is neither. `drafts` reads who stands
    in the reports, as planning read them; it is asked once all gates are passed. `up_to_date`:
    whether a run would find nothing to make; each gate by itself may be an older one. The reports
    keep their DRAFT mark: nothing here signs them off. Raises `ReleaseError` and `LedgerError`.
    """
    settle(directory)
    # First of all, for a run stops at a ledger that is not in order too.
    number = _next_number(directory)
    reports = config["reports"]
    failed = _failed_gates(directory, list(reports))
    if not up_to_date:
        failed.append(
            "reports: fail; not made from the data, decisions and settings that stand there now, "
            "or the last run did not reach its end; run `make reports`"
        )
    if failed:
        raise ReleaseError("No pack was made.\n" + "\n".join(failed))
    parent = directory / "release"
    entries = _entries(directory, config, drafts())
    parent.mkdir(exist_ok=True)
    target = parent / str(number)
    staging = Path(tempfile.mkdtemp(prefix=".making-", dir=parent))
    try:
        for key in reports:
            _copy_report(directory, key, staging / key)
        shutil.copy(directory / INDEX, staging)
        hashes = {
            path.relative_to(staging).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(staging.rglob("*"))
            if path.is_file()
        }
        manifest = json.dumps({"status": "DRAFT", "sha256": hashes}, indent=1)
        (staging / "manifest.json").write_text(manifest + "\n", encoding="utf-8", newline="\n")
        staging.chmod(0o755)
        put_pending(
            directory,
            entries,
            staging=staging,
            release=number,
            manifest=staging / "manifest.json",
        )
        staging.rename(target)
    finally:
        # Also after a failure: the pack may have taken its name even so.
        try:
            settle(directory)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    return target


def _next_number(directory: Path) -> int:
    """The number after those of all packs that stand there and all that the ledger knows."""
    parent = directory / "release"
    known = [int(entry.facts["release"]) for entry in read_entries(directory)]
    if parent.is_dir():
        known += [int(path.name) for path in parent.iterdir() if path.name.isdecimal()]
    return max(known, default=0) + 1


def _entries(directory: Path, config: dict[str, Any], drafts: Sequence[Draft]) -> list[NewEntry]:
    """What the ledger is to keep of each report."""
    reports = config["reports"]
    own = {draft.report: draft for draft in drafts}
    audit, made, excluded = (_read(directory / path) for path in (AUDIT, MADE, EXCLUDED))
    entries = []
    for key in reports:
        public = {name: _read(directory / PUBLIC / key / f"{name}.csv") for name in PUBLIC_TABLES}
        entries.append(
            make_entry(
                own[key],
                public,
                find_elsewhere(made, key, public["answers"]),
                audit=audit[audit["report"] == key],
                excluded=excluded,
                thresholds=config["thresholds"],
                windows={
                    name: reports[name]["window"] for name in cumulative_windows(key, reports)
                },
            )
        )
    return entries


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def _failed_gates(directory: Path, reports: list[str]) -> list[str]:
    failed = []
    if not (directory / VALIDATION / "gate.txt").is_file():
        failed.append("validation: fail; run `make reports` and settle the errors it lists")
    problems = directory / VALIDATION / "problems.csv"
    if not problems.is_file():
        failed.append("coding complete: fail; problems.csv is missing; run `make reports`")
    else:
        found = _read(problems)
        # An older gate may outlive a run that was broken off before its own verdict.
        errors = len(open_errors(found))
        if errors:
            failed.append(f"validation: fail; errors to settle: {errors}; then run `make reports`")
        # What a reviewer accepted is known to be unfinished; what is left out is no gap.
        rules = found.loc[~is_settled(found), "rule"]
        for rule, what in _UNFINISHED.items():
            if (rules == rule).any():
                failed.append(
                    f"coding complete: fail; {what} ({rule}): {int((rules == rule).sum())}"
                )
    failed += check_sheet_gate(directory, today())
    failed += _decisions_since(directory)
    failed += _disclosure(directory)
    failed += _typed_figures(directory, reports)
    failed += _claims(directory, reports)
    if not (directory / INDEX).is_file():
        failed.append(f"reports: fail; {INDEX.as_posix()} is missing; run `make reports`")
    for key in reports:
        names = [f"reports/output/{key}/{key}.{suffix}" for suffix in _FORMATS]
        names.append(f"reports/output/{key}/data/csv-metadata.json")
        names += [f"{PUBLIC.as_posix()}/{key}/{table}.csv" for table in (*_TABLES, "steady")]
        for name in names:
            if not (directory / name).is_file():
                failed.append(f"reports: fail; {name} is missing; run `make reports`")
    return failed


def _disclosure(directory: Path) -> list[str]:
    """What to say of figures that others could work out, by the audit of all that is printed."""
    audit = _read(directory / AUDIT) if (directory / AUDIT).is_file() else pd.DataFrame()
    verdicts = [name for name in ("outsider", "insiders") if name in audit]
    if len(verdicts) < 2:
        return [
            f"disclosure: fail; {AUDIT.as_posix()} is missing or unfinished; run `make reports`"
        ]
    open_ = audit[~audit[verdicts].isin(_PASSED).all(axis=1)]
    lines = []
    for report, rows in open_.groupby("report", sort=False):
        failed = int((rows[verdicts] == "fails").any(axis=1).sum())
        first = rows.iloc[0]
        lines.append(
            f"disclosure: fail; {report}: {len(rows)} cells are not safe ({failed} can be worked "
            f"out, {len(rows) - failed} are not decided), such as {first['table']} / "
            f"{first['cell']}; look at {AUDIT.as_posix()} and print less of them: drop the "
            "question or the group from the report, or its window from what it is cumulative over; "
            "then run `make reports`"
        )
    return lines


def _typed_figures(directory: Path, reports: list[str]) -> list[str]:
    """What to say of printed figures that stand in no public table."""
    if not (directory / MADE).is_file():  # the check sheet's own gate says so
        return []
    made = _read(directory / MADE)
    lines = []
    for key in reports:
        path = directory / PUBLIC / key / "answers.csv"
        if path.is_file():  # else missing, which is said of it below
            lines += [f"typed figures: fail; {own}" for own in unanswered(made, key, _read(path))]
    return lines


def _claims(directory: Path, reports: list[str]) -> list[str]:
    """What to say of sentences that the figures do not bear out."""
    lines = []
    for key in reports:
        found = read_claims(directory, key)
        if found is None:
            where = claims_file(key).as_posix()
            lines.append(f"claims: fail; {where} is missing; run `make reports`")
            continue
        lines += [f"claims: fail; {line}" for line in failing(found)]
    return lines


def _decisions_since(directory: Path) -> list[str]:
    """What to say of decisions that are others now than when the gate was passed."""
    path = directory / VALIDATION / "decisions.json"
    decided = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
    given, faults = read_decisions(directory, today())
    now = given[DECISION_COLUMNS].to_dict("records")
    then = [{name: own[name] for name in DECISION_COLUMNS} for own in decided]
    if now != then or any(fault.severity == "error" for fault in faults):
        return [
            f"decisions: fail; {DECISIONS.as_posix()} was changed since the last run; run "
            "`make reports`"
        ]
    present = today().isoformat()
    over = [own for own in decided if own["state"] == "in force" and "" < own["until"] < present]
    if not over:
        return []
    return [f"decisions: fail; expired since the last run: {len(over)}; run `make reports`"]


def _copy_report(directory: Path, key: str, target: Path) -> None:
    made = directory / "reports/output" / key
    inside = shutil.ignore_patterns(".*")
    shutil.copytree(made / "figures", target / "figures", ignore=inside)
    for suffix in _FORMATS:
        shutil.copy(made / f"{key}.{suffix}", target)
    shutil.copytree(made / "data", target / "data", ignore=inside)
    for name in _TABLES:
        shutil.copy(directory / PUBLIC / key / f"{name}.csv", target / "data")
