"""The gates of a release that look at what a run left: each passes, or says what to do next."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports.check_sheet_elsewhere import unanswered
from nationalreports.check_sheet_reading import MADE, check_sheet_gate
from nationalreports.claims import claims_file, failing, read_claims
from nationalreports.days import today
from nationalreports.decisions import DECISION_COLUMNS, DECISIONS, read_decisions
from nationalreports.facts_phrases import read_summary
from nationalreports.ledger import read_entries
from nationalreports.problems import is_settled, open_errors
from nationalreports.release_pack import OUTPUT, PUBLIC, needed, read_table

VALIDATION = Path("data/processed/validation")
AUDIT = PUBLIC / "audit.csv"
INDEX = OUTPUT / "index.html"

#: Warnings that say that coding is not complete.
_UNFINISHED = {
    "COD-005": "codes not settled",
    "COD-014": "findings half settled",
    "FND-111": "findings not coded",
}

#: Verdicts of the audit that a release may go on with; any other word stops it.
_PASSED = ("safe", "allowed", "flagged", "told before")


@dataclass(frozen=True)
class Gate:
    """A gate and what stands in its way, a line each with what to do next; none where it passes."""

    name: str
    lines: Sequence[str] = ()

    def told(self) -> list[str]:
        """`claims: pass`, or a line `claims: fail; …` for each reason."""
        failed = [f"{self.name}: fail; {line}" for line in self.lines]
        return failed or [f"{self.name}: pass"]


def ask(name: str, lines: Callable[[], Sequence[str]]) -> Gate:
    """The gate of what `lines` gives; one that cannot be asked does not pass."""
    try:
        found = lines()
    except FileNotFoundError as error:
        found = [f"{Path(str(error.filename)).name} is missing; run `make reports`"]
    except Exception as error:
        # Of whatever kind: nobody knows what this gate would have said.
        why = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        found = [
            f"cannot be asked ({why}); run `make reports`, and tell the maintainers if it stays"
        ]
    return Gate(name, [line.removeprefix(f"{name}: fail; ") for line in found])


def gates_of_run(
    directory: Path, config: Mapping[str, Any], reports: Sequence[str], *, up_to_date: bool
) -> list[Gate]:
    """The gates of `reports` that need no pack. `up_to_date`: a run would find nothing to make."""
    return [
        ask("validation", lambda: validation_gate(directory)),
        ask("coding complete", lambda: coding_gate(directory)),
        ask("decisions", lambda: decisions_gate(directory)),
        ask("claims", lambda: claims_gate(directory, reports)),
        ask("typed figures", lambda: typed_gate(directory, reports)),
        ask("check sheet", lambda: check_sheet_gate(directory, today())),
        ask("disclosure", lambda: disclosure_gate(directory, reports)),
        ask("order", lambda: order_gate(directory, config, reports)),
        ask("reports", lambda: reports_gate(directory, reports, up_to_date=up_to_date)),
    ]


def validation_gate(directory: Path) -> list[str]:
    """What to say of errors in the data."""
    lines = []
    if not (directory / VALIDATION / "gate.txt").is_file():
        lines.append("run `make reports` and settle the errors it lists")
    problems = directory / VALIDATION / "problems.csv"
    # An older gate may outlive a run that was broken off before its own verdict.
    errors = len(open_errors(read_table(problems))) if problems.is_file() else 0
    if errors:
        lines.append(f"errors to settle: {errors}; then run `make reports`")
    return lines


def coding_gate(directory: Path) -> list[str]:
    """What to say of findings without agreed codes."""
    problems = directory / VALIDATION / "problems.csv"
    if not problems.is_file():
        return ["problems.csv is missing; run `make reports`"]
    found = read_table(problems)
    # What a reviewer accepted is known to be unfinished; what is left out is no gap.
    rules = found.loc[~is_settled(found), "rule"]
    return [
        f"{what} ({rule}): {int((rules == rule).sum())}; hand the codes in, or settle them, in "
        "data/raw/coding/, and run `make reports`"
        for rule, what in _UNFINISHED.items()
        if (rules == rule).any()
    ]


def decisions_gate(directory: Path) -> list[str]:
    """What to say of decisions that are others now than when the gate was passed."""
    path = directory / VALIDATION / "decisions.json"
    decided = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
    given, faults = read_decisions(directory, today())
    now = given[DECISION_COLUMNS].to_dict("records")
    then = [{name: own[name] for name in DECISION_COLUMNS} for own in decided]
    if now != then or any(fault.severity == "error" for fault in faults):
        return [f"{DECISIONS.as_posix()} was changed since the last run; run `make reports`"]
    present = today().isoformat()
    over = [own for own in decided if own["state"] == "in force" and "" < own["until"] < present]
    return [f"expired since the last run: {len(over)}; run `make reports`"] if over else []


def claims_gate(directory: Path, reports: Sequence[str]) -> list[str]:
    """What to say of sentences that the figures do not bear out."""
    lines = []
    for key in reports:
        found = read_claims(directory, key)
        if found is None:
            lines.append(f"{claims_file(key).as_posix()} is missing; run `make reports`")
        else:
            remedy = "say in the source what the figures bear out, and run `make reports`"
            lines += [f"{line}; {remedy}" for line in failing(found)]
    return lines


def typed_gate(directory: Path, reports: Sequence[str]) -> list[str]:
    """What to say of printed figures that stand in no public table."""
    if not (directory / MADE).is_file():  # the check sheet's own gate says so
        return []
    made = read_table(directory / MADE)
    lines = []
    for key in reports:
        path = directory / PUBLIC / key / "answers.csv"
        if path.is_file():  # else missing, which the gate of the reports says
            lines += unanswered(made, key, read_table(path))
    return lines


def disclosure_gate(directory: Path, reports: Sequence[str]) -> list[str]:
    """What to say of figures that others could work out, by the audit of all that is printed."""
    audit = read_table(directory / AUDIT) if (directory / AUDIT).is_file() else pd.DataFrame()
    verdicts = [name for name in ("outsider", "insiders") if name in audit]
    if len(verdicts) < 2:
        return [f"{AUDIT.as_posix()} is missing or unfinished; run `make reports`"]
    open_ = audit[~audit[verdicts].isin(_PASSED).all(axis=1) & audit["report"].isin(list(reports))]
    lines = []
    for report, rows in open_.groupby("report", sort=False):
        failed = int((rows[verdicts] == "fails").any(axis=1).sum())
        first = rows.iloc[0]
        lines.append(
            f"{report}: {len(rows)} cells are not safe ({failed} can be worked "
            f"out, {len(rows) - failed} are not decided), such as {first['table']} / "
            f"{first['cell']}; look at {AUDIT.as_posix()} and print less of them: drop the "
            "question or the group from the report, or its window from what it is cumulative over; "
            "then run `make reports`"
        )
    return lines


def order_gate(directory: Path, config: Mapping[str, Any], reports: Sequence[str]) -> list[str]:
    """What to say of reports whose turn has not come: an earlier one was never released.

    Earlier is one with an earlier date; of two of the same day, the first in the configuration.
    """
    entries = config["reports"]
    order = sorted(entries, key=lambda key: entries[key]["date"])
    known = {entry.facts["report"] for entry in read_entries(directory)} | set(reports)
    lines = []
    for key in reports:
        lacking = [other for other in order[: order.index(key)] if other not in known]
        if lacking:
            lines.append(
                f"{key}: {', '.join(lacking)} comes first and was never released; run "
                f"`nationalreports release {' '.join(lacking)}`, or release them together"
            )
    return lines


def reports_gate(directory: Path, reports: Sequence[str], *, up_to_date: bool = True) -> list[str]:
    """What to say of reports that are drafts, not there, or not of what stands there now."""
    lines = []
    if not (directory / INDEX).is_file():
        lines.append(f"{INDEX.as_posix()} is missing; run `make reports`")
    for key in reports:
        missing = [name for name in needed(key) if not (directory / name).exists()]
        lines += [f"{name} is missing; run `make reports`" for name in missing]
        summary = directory / PUBLIC / key / "summary.csv"
        # A table without a status is a draft's.
        told = read_summary({"summary": read_table(summary)}) if summary.is_file() else {}
        if told and told.get("status", "DRAFT") == "DRAFT":
            lines.append(
                f"{key} is made as a draft; write `status: final` under reports.{key} in "
                f"config/config.yaml, run `make reports`, and have it read and approved"
            )
    if not up_to_date:
        lines.append(
            "not made from the data, decisions and settings that stand there now, or the last run "
            "did not reach its end; run `make reports`"
        )
    return lines
