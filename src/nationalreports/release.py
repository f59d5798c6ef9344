"""The publishers' pack: made whole by one rename, or not at all."""

from __future__ import annotations

import hashlib
import html
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports.check_sheet_reading import check_sheet_gate
from nationalreports.days import today
from nationalreports.decisions import DECISION_COLUMNS, DECISIONS, read_decisions
from nationalreports.problems import is_settled, open_errors

VALIDATION = Path("data/processed/validation")
PUBLIC = Path("data/processed/public")

#: The public tables that go into the pack.
_TABLES = ("themes", "discussions", "answers", "context", "summary")


#: Warnings that say that coding is not complete.
_UNFINISHED = {
    "COD-005": "codes not settled",
    "COD-014": "findings half settled",
    "FND-111": "findings not coded",
}


class ReleaseError(Exception):
    """A gate is not passed; the text names each and what to do next."""


def make_release(directory: Path, config: dict[str, Any], *, up_to_date: bool) -> Path:
    """Make `release/<number>/` of all reports and their public tables, and return it.

    `up_to_date`: whether a run would find nothing to make; each gate by itself may be an older one.
    The reports keep their DRAFT mark: nothing here signs them off. Raises `ReleaseError`.
    """
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
    parent.mkdir(exist_ok=True)
    numbers = [int(path.name) for path in parent.iterdir() if path.name.isdecimal()]
    target = parent / str(max(numbers, default=0) + 1)
    staging = Path(tempfile.mkdtemp(prefix=".making-", dir=parent))
    try:
        for key in reports:
            _copy_report(directory, key, staging / key)
        (staging / "index.html").write_text(_index(config), encoding="utf-8", newline="\n")
        hashes = {
            path.relative_to(staging).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(staging.rglob("*"))
            if path.is_file()
        }
        manifest = json.dumps({"status": "DRAFT", "sha256": hashes}, indent=1)
        (staging / "manifest.json").write_text(manifest + "\n", encoding="utf-8", newline="\n")
        staging.chmod(0o755)
        staging.rename(target)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    return target


def _failed_gates(directory: Path, reports: list[str]) -> list[str]:
    failed = []
    if not (directory / VALIDATION / "gate.txt").is_file():
        failed.append("validation: fail; run `make reports` and settle the errors it lists")
    problems = directory / VALIDATION / "problems.csv"
    if not problems.is_file():
        failed.append("coding complete: fail; problems.csv is missing; run `make reports`")
    else:
        found = pd.read_csv(problems, dtype=str, keep_default_na=False)
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
    for key in reports:
        names = [f"reports/output/{key}/{key}.{suffix}" for suffix in ("html", "pdf")]
        names += [f"{PUBLIC.as_posix()}/{key}/{table}.csv" for table in _TABLES]
        for name in names:
            if not (directory / name).is_file():
                failed.append(f"reports: fail; {name} is missing; run `make reports`")
    return failed


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
    shutil.copytree(made / "figures", target / "figures")
    for suffix in ("html", "pdf"):
        shutil.copy(made / f"{key}.{suffix}", target)
    (target / "data").mkdir()
    for name in _TABLES:
        shutil.copy(directory / PUBLIC / key / f"{name}.csv", target / "data")


def _index(config: dict[str, Any]) -> str:
    title = html.escape(config["series"]["title"])
    items = "\n".join(
        f'<li>{html.escape(report["title"])}: <a href="{key}/{key}.html">HTML</a>, '
        f'<a href="{key}/{key}.pdf">PDF</a></li>'
        for key, report in config["reports"].items()
    )
    return (
        f'<!doctype html>\n<html lang="en-GB">\n<head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title></head>\n'
        f"<body><main><h1>{title}</h1>\n<p>Draft: not signed off for publication.</p>\n"
        f"<ul>\n{items}\n</ul></main></body>\n</html>\n"
    )
