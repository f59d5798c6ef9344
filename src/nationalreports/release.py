"""The publishers' pack: made whole by one rename, or not at all."""

from __future__ import annotations

import contextlib
import datetime
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from nationalreports.accessibility import accessibility_gate
from nationalreports.approvals import approvals_gate, subject
from nationalreports.check_sheet_elsewhere import find_elsewhere
from nationalreports.check_sheet_reading import MADE
from nationalreports.config import Series, cumulative_windows
from nationalreports.disclosure.publications import Draft
from nationalreports.leaks.scan import leaks_gate
from nationalreports.ledger import MAKING, PUBLIC_TABLES, RELEASE, read_entries
from nationalreports.ledger_entries import NewEntry, make_entry, put_pending, settle
from nationalreports.links import links_gate
from nationalreports.printed_figures import figures_gate
from nationalreports.release_gates import AUDIT, Gate, ask, gates_of_run
from nationalreports.release_list import write_release_list
from nationalreports.release_pack import (
    PUBLIC,
    digests,
    fill_report,
    needed,
    read_table,
    style_of,
    write_list,
)

EXCLUDED = Path("data/processed/confidential/excluded.csv")


class ReleaseError(Exception):
    """A gate is not passed; the text says of each whether it is, and what to do next."""


def make_release(
    directory: Path,
    series: Series,
    drafts: Callable[[], Sequence[Draft]],
    *,
    reports: Sequence[str],
    up_to_date: bool,
) -> tuple[Path, list[Gate]]:
    """Make `release/<number>/` of `reports`, and return it with the gates that were passed.

    With it each report has its entry in the ledger, or there is neither. `drafts` reads who stands
    in the reports, as planning read them; it is asked once all gates are passed. `up_to_date`:
    whether a run would find nothing to make; each gate by itself may be an older one. People have
    signed the bytes that the pack has. Raises `ReleaseError` and `LedgerError`.
    """
    settle(directory)
    # A release that was broken off may stand there, and not be listed yet.
    write_release_list(directory / RELEASE, style_of(series))
    # First of all, for a run stops at a ledger that is not in order too.
    number = _next_number(directory)
    gates = gates_of_run(directory, series.config, reports, up_to_date=up_to_date)
    with _staging(directory) as staging:
        gates += _gates_of_pack(directory, series, reports, staging)
        if any(gate.lines for gate in gates):
            told = "\n".join(line for gate in gates for line in gate.told())
            raise ReleaseError(f"No pack was made.\n{told}")
        entries = _entries(directory, series.config, reports, drafts())
        manifest = _write_manifest(staging)
        staging.chmod(0o755)
        put_pending(directory, entries, staging=staging, release=number, manifest=manifest)
        target = directory / RELEASE / str(number)
        staging.rename(target)
    write_release_list(directory / RELEASE, style_of(series))
    return target, gates


@contextlib.contextmanager
def _staging(directory: Path) -> Iterator[Path]:
    """A folder in release/ to make the pack in; whatever became of it is settled at the end."""
    parent = directory / RELEASE
    parent.mkdir(exist_ok=True)
    for left in parent.glob(f"{MAKING}*"):
        shutil.rmtree(left)
    staging = Path(tempfile.mkdtemp(prefix=MAKING, dir=parent))
    try:
        yield staging
    finally:
        # Also after a failure: the pack may have taken its name even so.
        try:
            settle(directory)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
            with contextlib.suppress(OSError):  # other releases stand there
                parent.rmdir()


def _gates_of_pack(
    directory: Path, series: Series, reports: Sequence[str], pack: Path
) -> list[Gate]:
    """Fill `pack`, and ask the gates that look at what is in it."""
    now = datetime.datetime.now(datetime.UTC)
    questions: dict[str, Callable[[], Sequence[str]]] = {
        "leaks": lambda: leaks_gate(directory, pack),
        "accessibility": lambda: accessibility_gate(pack),
        "links": lambda: links_gate(pack),
        "figures": lambda: figures_gate(directory, pack, reports, series.reports),
        "approvals": lambda: approvals_gate(
            directory,
            series.folder,
            [subject(directory, key, digests(pack / key)) for key in reports],
            now,
        ),
    }
    try:
        for key in reports:
            fill_report(directory, key, pack / key)
        write_list(directory, series, reports, pack)
    except (FileNotFoundError, shutil.Error) as error:
        missing = [
            name for key in reports for name in needed(key) if not (directory / name).exists()
        ]
        why = ", ".join(missing) or str(error)
        line = f"cannot be asked, for the pack cannot be filled ({why}); run `make reports`"
        return [Gate(name, [line]) for name in questions]
    return [ask(name, lines) for name, lines in questions.items()]


def _write_manifest(pack: Path) -> Path:
    """Write `manifest.json` of all that is in `pack`, and return its path."""
    hashes = {name.partition("/")[2]: digest for name, digest in digests(pack).items()}
    path = pack / "manifest.json"
    text = json.dumps({"status": "final", "sha256": hashes}, indent=1)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
    return path


def _next_number(directory: Path) -> int:
    """The number after those of all packs that stand there and all that the ledger knows."""
    parent = directory / RELEASE
    known = [int(entry.facts["release"]) for entry in read_entries(directory)]
    if parent.is_dir():
        known += [int(path.name) for path in parent.iterdir() if path.name.isdecimal()]
    return max(known, default=0) + 1


def _entries(
    directory: Path, config: dict[str, Any], reports: Sequence[str], drafts: Sequence[Draft]
) -> list[NewEntry]:
    """What the ledger is to keep of each report."""
    own = {draft.report: draft for draft in drafts}
    audit, made, excluded = (read_table(directory / path) for path in (AUDIT, MADE, EXCLUDED))
    entries = []
    for key in reports:
        public = {
            name: read_table(directory / PUBLIC / key / f"{name}.csv") for name in PUBLIC_TABLES
        }
        entries.append(
            make_entry(
                own[key],
                public,
                find_elsewhere(made, key, public["answers"]),
                audit=audit[audit["report"] == key],
                excluded=excluded,
                thresholds=config["thresholds"],
                windows={
                    name: config["reports"][name]["window"]
                    for name in cumulative_windows(key, config["reports"])
                },
            )
        )
    return entries
