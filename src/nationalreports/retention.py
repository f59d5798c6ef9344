"""How long sources are kept, and what is deleted when: only what is due, and only when told.

What is deleted is noted in `data/deleted.csv` first. A source is then moved away whole and deleted
behind that, so that no run meets half of it, and a deletion that was broken off goes on when the
command is given again.
"""

from __future__ import annotations

import calendar
import datetime
import os
import shlex
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nationalreports.handing_on import HANDED_ON, REGISTER, REGISTER_COLUMNS, settle
from nationalreports.ledger import IGNORE, LEDGER
from nationalreports.registers import (
    RefusedError,
    flush,
    owner_alone,
    read_register,
    refuse_links,
    shown,
    whoami,
    write_register,
)
from nationalreports.run_facts import of_files

RAW = Path("data/raw")
DELETED = Path("data/deleted.csv")
DELETED_COLUMNS = ["what", "files", "digest", "date", "by"]

#: Where a source stands while it is being deleted.
DELETING = Path("data/.deleting")

#: Years that sources are kept after the last report where the configuration does not say.
YEARS = 3

#: Of data/raw, what tells of no person and no letter; notes besides.
_REFERENCE, _NOTES = "reference", "README"

#: What a run makes from sources and what quotes them. Reports and public tables are not among it.
MADE = ("data/processed/confidential", "data/processed/validation", "reports/validation")
#: Records of the runs, with names of files and settings, and a sign of a run that is under way.
_CACHE, _LOCKS = ".snakemake", Path(".snakemake/locks")

#: The register stays: it holds no finding, and says who is to be asked to delete a copy.
_STAYS = (REGISTER.name, IGNORE)


@dataclass(frozen=True)
class Source:
    """A file or folder with a last day of its own; `name` is its path under the run folder."""

    name: str
    last: datetime.date

    def is_due(self, day: datetime.date) -> bool:
        """Whether it may be deleted on `day`: its last day is over."""
        return day > self.last


def last_day(reports: Mapping[str, Any], years: int) -> datetime.date:
    """The day `years` after the latest date of `reports`, those of the configuration.

    29 February has its anniversary on the 28th in a year without one.
    """
    latest = max(datetime.date.fromisoformat(report["date"]) for report in reports.values())
    year = min(latest.year + years, datetime.MAXYEAR)
    return latest.replace(
        year=year, day=min(latest.day, calendar.monthrange(year, latest.month)[1])
    )


def find_sources(
    root: Path, reports: Mapping[str, Any], retention: Mapping[str, Any]
) -> list[Source]:
    """What stands in the run folder `root` now and has to be deleted some day, by name.

    Each file and folder of data/raw (of `surveys`, each survey) but reference data and notes, the
    ledger, and what was handed on. `retention`: that of the configuration.
    """
    default = last_day(reports, retention.get("years", YEARS))
    own = {
        name: datetime.date.fromisoformat(day)
        for name, day in retention.get("delete_after", {}).items()
    }
    names = [path.relative_to(root).as_posix() for path in _standing(root)]
    return [Source(name, own.get(name, default)) for name in sorted(names)]


def list_sources(
    root: Path, reports: Mapping[str, Any], retention: Mapping[str, Any], day: datetime.date
) -> list[str]:
    """What to print of all sources: each with its last day, and whether it is due on `day`."""
    sources = find_sources(root, reports, retention)
    years = retention.get("years", YEARS)
    lines = [f"Kept for {years} years after the last report, unless config/config.yaml says else."]
    width = max((len(shown(source.name)) for source in sources), default=0)
    lines += [f"{'source':{width}}  delete after"] if sources else ["No source stands here."]
    lines += [
        f"{shown(source.name):{width}}  {source.last}    "
        f"{'due' if source.is_due(day) else 'not due'}"
        for source in sources
    ]
    absent = sorted(set(retention.get("delete_after", {})) - {source.name for source in sources})
    lines += [
        f"config/config.yaml: retention.delete_after: {shown(name)} does not stand here; it was "
        "deleted, or its path is another"
        for name in absent
    ]
    if (root / DELETING).exists():
        lines.append("A deletion was broken off; give its command again to finish it.")
    if due := [shlex.quote(source.name) for source in sources if source.is_due(day)]:
        lines.append(f"To delete what is due: nationalreports retention --delete {' '.join(due)}")
    return lines


def delete_sources(
    root: Path,
    names: Iterable[str],
    reports: Mapping[str, Any],
    retention: Mapping[str, Any],
    day: datetime.date,
) -> list[str]:
    """Delete the sources `names`, with what was made from them, and return what to say of it.

    Raises `RefusedError` where any of them is not due on `day`, is unknown, or holds a link; none
    is deleted then. What an earlier command began to delete is finished too. Raises `OSError`.
    """
    known = {source.name: source for source in find_sources(root, reports, retention)}
    noted = read_register(root / DELETED, DELETED_COLUMNS, root)
    given = list(dict.fromkeys(name.rstrip("/") for name in names))
    gone = {row["what"]: row["date"] for row in noted}
    asked = [known[name] for name in given if name in known]
    _refuse(given, known, gone, asked, day)
    _refuse_run(root)
    names_asked = [source.name for source in asked]
    for path in [*(root / name for name in names_asked), root / DELETING, *_made(root)]:
        refuse_links(path, root)
    with owner_alone():
        if HANDED_ON.as_posix() in names_asked:
            settle(root)
        parts = {name: _parts(root, name) for name in names_asked}
        files = {name: sorted(_files(own, root)) for name, own in parts.items()}
        _note(root, files, noted, day)
        # Before the sources: were they gone already, nothing would say that it has to go too.
        for path in _made(root) if set(names_asked) - {HANDED_ON.as_posix()} else ():
            shutil.rmtree(path)
        (root / DELETING).mkdir(exist_ok=True)
        for place, path in enumerate(path for own in parts.values() for path in own):
            _move(path, root / DELETING, place)
        shutil.rmtree(root / DELETING)
    return _said(root, files, [name for name in given if name not in known], gone)


def _standing(root: Path) -> Iterator[Path]:
    raw, surveys = root / RAW, root / RAW / "surveys"
    for path in raw.iterdir() if raw.is_dir() else ():
        if path == surveys and path.is_dir() and not path.is_symlink():
            yield from path.iterdir()
        elif path.name != _REFERENCE and not path.name.startswith(_NOTES):
            yield path
    if (root / LEDGER).exists() or (root / LEDGER).is_symlink():
        yield root / LEDGER
    if _parts(root, HANDED_ON.as_posix()) or (root / HANDED_ON).is_symlink():
        yield root / HANDED_ON


def _parts(root: Path, name: str) -> list[Path]:
    """What is deleted of a source: all of it, but of what was handed on, not the register."""
    if name != HANDED_ON.as_posix():
        return [root / name]
    folder = root / name
    if folder.is_symlink():
        return [folder]
    own = sorted(folder.iterdir()) if folder.is_dir() else []
    return [path for path in own if path.name not in _STAYS]


def _refuse(
    given: Sequence[str],
    known: Mapping[str, Source],
    gone: Mapping[str, str],
    asked: Sequence[Source],
    day: datetime.date,
) -> None:
    faults = [
        f"{shown(name)}: is no source; one of: {', '.join(map(shown, known)) or 'none is left'}"
        for name in given
        if name not in known and name not in gone
    ]
    faults += [
        f"{shown(source.name)}: is not due; it may be deleted after {source.last}. If that is "
        "wrong, correct `retention` in config/config.yaml"
        for source in asked
        if not source.is_due(day)
    ]
    if faults:
        raise RefusedError("\n".join(["Nothing was deleted.", *faults]))


def _refuse_run(root: Path) -> None:
    if (root / _LOCKS).is_dir() and any((root / _LOCKS).iterdir()):
        raise RefusedError(
            f"{_LOCKS.as_posix()}/: a run is under way; wait for its end, or if there is none, "
            "delete the folder. Nothing was deleted."
        )


def _made(root: Path) -> list[Path]:
    return [path for name in (*MADE, _CACHE) if os.path.lexists(path := root / name)]


def _files(paths: Iterable[Path], root: Path) -> Iterator[str]:
    """All files in `paths`, relative to `root`. A link or a device among them is refused."""
    for path in paths:
        name = path.relative_to(root).as_posix()
        mode = path.lstat().st_mode
        if stat.S_ISDIR(mode):
            yield from _files(path.iterdir(), root)
        elif stat.S_ISREG(mode):
            yield name
        else:
            raise RefusedError(
                f"{shown(name)}: is a link or a device, and what it leads to would stay; delete "
                "both by hand first. Nothing was deleted."
            )


def _note(
    root: Path,
    files: Mapping[str, Sequence[str]],
    noted: list[dict[str, str]],
    day: datetime.date,
) -> None:
    """Note what is to be deleted; once, where the command was broken off after its note."""
    rows = list(noted)
    for name, paths in files.items():
        told = {"what": name, "files": str(len(paths)), "digest": of_files(paths, root)}
        told |= {"date": day.isoformat(), "by": whoami()}
        if [row for row in noted if row["what"] == name][-1:] != [told]:
            rows.append(told)
    if rows != noted:
        write_register(root / DELETED, DELETED_COLUMNS, rows, root)


def _move(path: Path, folder: Path, place: int) -> None:
    # What an earlier command left there has the same numbers.
    while os.path.lexists(folder / str(place)):
        place += 1
    path.rename(folder / str(place))
    flush(path.parent)


def _said(
    root: Path, files: Mapping[str, Sequence[str]], before: Iterable[str], gone: Mapping[str, str]
) -> list[str]:
    lines = [f"{shown(name)}: deleted; files: {len(paths):,}" for name, paths in files.items()]
    lines += [f"{shown(name)}: was deleted on {shown(gone[name])}" for name in before]
    lines.append(f"Noted in {DELETED.as_posix()}.")
    if LEDGER.as_posix() in files:
        lines.append(
            "The ledger is gone: no later release can be protected against differencing, that is, "
            "against subtracting one report from another. The series is closed; release nothing "
            "more of it. While packs stand in release/, runs and releases are refused."
        )
    if HANDED_ON.as_posix() in files:
        rows = read_register(root / REGISTER, REGISTER_COLUMNS, root)
        for to, area in dict.fromkeys((row["to"], row["area"]) for row in rows):
            lines.append(f"Ask {shown(to)} to delete what was handed on of {shown(area)}.")
    lines += [
        f"{name.as_posix()}/ holds copies of letters or answers too; it has a day of its own."
        for name in (LEDGER, HANDED_ON)
        if files and name in [path.relative_to(root) for path in _standing(root)]
    ]
    lines.append("Backups, and what git has of these files, are not reached from here.")
    return lines
