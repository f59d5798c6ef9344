"""The commands that sign reports off and release them, and what they print."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from nationalreports.approvals import ApprovalError, approvals_gate, approve, subject_now
from nationalreports.config import ConfigError, Series, load
from nationalreports.disclosure.planning import read_drafts
from nationalreports.ledger import LEDGER, RELEASE
from nationalreports.ledger_entries import settle
from nationalreports.registers import RefusedError, held, told_of
from nationalreports.release import ReleaseError, make_release
from nationalreports.signatures import Key, SignatureError, choose_key
from nationalreports.signers import ALLOWED, read_signers
from nationalreports.snakemaking import is_up_to_date


def run_approve(directory: Path, reports: Sequence[str], key: str | None) -> int:
    """Sign `reports` of the run folder off with the SSH key `key`; the exit status.

    Without `key` it is the one that git signs with, or the only one of the SSH agent that counts.
    """
    series = load(directory)
    _known(series, reports)
    settle(directory)
    if not is_up_to_date(directory):
        print(
            f"{', '.join(reports)}: not made from the data, decisions and settings that stand "
            "there now; run `make reports`, and read what it makes",
            file=sys.stderr,
        )
        return 1
    try:
        signers, _ = read_signers(series.folder / ALLOWED)
        chosen = choose_key(key, [signer.key for signer in signers], directory)
        # Whatever is in the way of one report is said before another is signed.
        subjects = [subject_now(directory, report) for report in reports]
        for about in subjects:
            _approve(directory, series, about, chosen)
    except (ApprovalError, SignatureError, OSError) as error:
        print(f"{told_of(error, directory)}\nNothing more was signed.", file=sys.stderr)
        return 1
    return 0


def _approve(directory: Path, series: Series, about: Mapping[str, Any], key: Key) -> None:
    now = datetime.datetime.now(datetime.UTC)
    path, signer, role = approve(directory, series.folder, about, key, now)
    print(f"{about['report']}: approved by {signer.name} ({role}) with the key {signer.key}")
    print(f"  files: {len(about['files'])}; the SHA-256 of their list: {about['manifest']}")
    print(f"  statement: {path.relative_to(directory).as_posix()} (confidential)")
    lacking = approvals_gate(directory, series.folder, [about], now)
    print("\n".join(f"  still to do: {line}" for line in lacking) or "  its approvals are complete")


def run_release(directory: Path, named: Sequence[str]) -> int:
    """Release the reports `named`, or all that are final; the exit status."""
    series = load(directory)
    _known(series, named)
    releases = directory / RELEASE
    try:
        releases.mkdir(exist_ok=True)
        with held(releases, directory):
            return _release(directory, series, named)
    except RefusedError as error:
        print(f"No pack was made. {error}", file=sys.stderr)
    except OSError as error:
        print(
            f"The release was broken off. {told_of(error, directory)}. A pack that stands in "
            f"{RELEASE.as_posix()}/ under a number is whole",
            file=sys.stderr,
        )
    return 1


def _release(directory: Path, series: Series, named: Sequence[str]) -> int:
    entries = series.config["reports"]
    final = [key for key, entry in entries.items() if entry.get("status") == "final"]
    reports = [key for key in entries if key in (named or final or entries)]
    # Before it is asked whether all is up to date, for that depends on the ledger.
    settle(directory)
    try:
        folder, gates = make_release(
            directory,
            series,
            lambda: read_drafts(directory, series.config, series.codebook),
            reports=reports,
            up_to_date=is_up_to_date(directory),
        )
    except ReleaseError as error:
        print(error, file=sys.stderr)
        return 1
    print("\n".join(line for gate in gates for line in gate.told()))
    print(f"The publishers' pack of {', '.join(reports)}:")
    print(f"  {folder.relative_to(directory).as_posix()}/")
    print(f"Its entries in the ledger: {LEDGER.as_posix()}/ (confidential; keep it, and a backup)")
    return 0


def _known(series: Series, named: Sequence[str]) -> None:
    reports = series.config["reports"]
    unknown = [key for key in named if key not in reports]
    if unknown:
        raise ConfigError(
            f"{', '.join(map(repr, unknown))}: no report of config/config.yaml; there are: "
            f"{', '.join(reports)}"
        )
