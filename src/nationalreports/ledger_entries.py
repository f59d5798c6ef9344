"""What a release writes into the ledger, and how both come to stand or neither.

Entries are pending before the pack takes its name, and are moved into the ledger after it. Whatever
is broken off between is brought in order by the next command, see `settle`.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports.disclosure.publications import Draft
from nationalreports.ledger import (
    ENTRY,
    IGNORE,
    LEDGER,
    MAKING,
    PENDING,
    PUBLIC_TABLES,
    RELEASE,
    TABLES,
    LedgerError,
    digest_of,
    file_of,
    read_entries,
    read_json,
    sha256_of,
)
from nationalreports.tables import write_json, write_table

#: Says of which pack the pending entries are: the folder it is made in, its number, and the
#: SHA-256 of its manifest.
PACK = "pack.json"
_PACK_KEYS: Mapping[str, Any] = {
    "release": {"type": "integer", "minimum": 1},
    "staging": {"type": "string", "pattern": r"^\.making-[A-Za-z0-9_]+$"},
    "manifest": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
}

#: What a pack's folder is called once it is certain that it is not to be published.
_DROPPED = "-dropped"


@dataclass(frozen=True)
class NewEntry:
    """An entry to be written: its `tables` by name (`ledger.TABLES`), and what is said of it."""

    report: str
    day: str
    thresholds: Mapping[str, int]
    windows: Mapping[str, Mapping[str, str]]
    tables: Mapping[str, pd.DataFrame]


def make_entry(
    draft: Draft,
    public: Mapping[str, pd.DataFrame],
    elsewhere: pd.DataFrame,
    *,
    audit: pd.DataFrame,
    excluded: pd.DataFrame,
    thresholds: Mapping[str, int],
    windows: Mapping[str, Mapping[str, str]],
) -> NewEntry:
    """The entry of one report: who stands in `draft`, and what is told of them.

    `public` are the report's public tables by name as they are published, `elsewhere` the figures
    printed in another place (`publications.ELSEWHERE_COLUMNS`), `audit` its rows of
    public/audit.csv, `excluded` confidential/excluded.csv. `windows` has `start` and `end` (ISO) of
    each report whose evidence counts.
    """
    own = {
        **{name: public[name] for name in PUBLIC_TABLES},
        "audit": audit,
        "elsewhere": elsewhere,
        "responses": draft.responses[TABLES["responses"]].astype(str),
        "areas": pd.DataFrame({"area_code": sorted(draft.areas)}, dtype=str),
        "told": draft.told,
        "discussions_held": pd.DataFrame({"discussion": sorted(draft.discussions)}, dtype=str),
        "discussions_told": draft.discussions_told,
        "excluded": excluded,
    }
    # A table of nothing may come without its columns, and could not be read again.
    tables = {
        name: frame if len(frame.columns) else pd.DataFrame(columns=list(TABLES[name]))
        for name, frame in own.items()
    }
    return NewEntry(draft.report, draft.day, dict(thresholds), dict(windows), tables)


def put_pending(
    root: Path, entries: Sequence[NewEntry], *, staging: Path, release: int, manifest: Path
) -> None:
    """Write `entries` as pending: to be moved into the ledger once release `release` stands.

    `staging` is the folder in release/ that the pack is made in, and `manifest` its finished
    manifest.json. All of it is on the disk when this returns. Raises `LedgerError`.
    """
    settled = read_entries(root)
    folder = root / LEDGER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / IGNORE).write_text("*\n", encoding="utf-8", newline="\n")
    making = folder / f"{MAKING}{PENDING}"
    making.mkdir()
    before = settled[-1].facts["digest"] if settled else ""
    pack = {"release": release, "staging": staging.name, "manifest": sha256_of(manifest)}
    for number, entry in enumerate(entries, start=len(settled) + 1):
        own = making / f"{number:04d}-{entry.report}"
        for name in TABLES:
            write_table(entry.tables[name], own / file_of(name))
        facts = {
            "number": number,
            "release": release,
            "report": entry.report,
            "reports": [other.report for other in entries],
            "day": entry.day,
            "thresholds": entry.thresholds,
            "windows": entry.windows,
            "software": f"nationalreports {importlib.metadata.version('nationalreports')}",
            "manifest": pack["manifest"],
            "sha256": {file_of(name): sha256_of(own / file_of(name)) for name in TABLES},
            "before": before,
        }
        before = digest_of(facts)
        write_json({**facts, "digest": before}, own / ENTRY)
    write_json(pack, making / PACK)
    making.replace(folder / PENDING)
    _flush(folder)


def settle(root: Path) -> None:
    """Bring the ledger of the run folder `root` in order after a release, finished or broken off.

    Pending entries are moved into the ledger where their pack stands under its number, and dropped
    together with it where it was still being made, for then nothing was published. Raises
    `LedgerError` where neither is found: only a person can say whether the pack was handed on.
    """
    folder = root / LEDGER
    for left in folder.glob(f"{MAKING}*"):
        shutil.rmtree(left)
    pending = folder / PENDING
    if not pending.is_dir():
        for left in (root / RELEASE).glob(f"{MAKING}*{_DROPPED}"):
            shutil.rmtree(left)
        return
    if not (pending / PACK).exists():
        # All entries were moved, and the last step alone was not reached.
        pending.rmdir()
        return
    pack = read_json(pending / PACK, root, _PACK_KEYS)
    staging = root / RELEASE / pack["staging"]
    dropped = staging.with_name(staging.name + _DROPPED)
    # By this rename the pack can take its number no more, even if it is still being made.
    with contextlib.suppress(FileNotFoundError):
        staging.replace(dropped)
    if dropped.is_dir():
        pending.replace(folder / f"{MAKING}{_DROPPED}")
        shutil.rmtree(folder / f"{MAKING}{_DROPPED}")
        shutil.rmtree(dropped)
        return
    manifest = root / RELEASE / str(pack["release"]) / "manifest.json"
    if not manifest.is_file() or sha256_of(manifest) != pack["manifest"]:
        name = f"{RELEASE.as_posix()}/{pack['release']}"
        raise LedgerError(
            f"{(LEDGER / PENDING).as_posix()}: was written for {name}, which does not stand there "
            "as it was made; put it back, or if it was never handed on, delete "
            f"{(LEDGER / PENDING).as_posix()}"
        )
    for own in sorted(path for path in pending.iterdir() if path.is_dir()):
        own.replace(folder / own.name)
        for path in (folder / own.name).iterdir():
            path.chmod(path.stat().st_mode & ~0o222)
    (pending / PACK).unlink()
    pending.rmdir()


def _flush(folder: Path) -> None:
    """See that all in `folder` is on the disk, lest a power cut take it and leave the pack."""
    paths = [folder, *folder.rglob("*")]
    for path in paths if os.name == "posix" else []:  # elsewhere folders cannot be opened
        own = os.open(path, os.O_RDONLY)
        try:
            os.fsync(own)
        finally:
            os.close(own)
