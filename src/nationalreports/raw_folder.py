"""What stands in `data/raw` and could not be read: said before a run, which would pass over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

#: Raw files that no run can do without.
_NEEDED = ("visits.csv", "reference/areas.csv")

#: Files beside the folders.
_FILES = (
    "visits.csv",
    "watchlist.csv",
    "decisions.csv",
    "check_sheet.xlsx",
    "leaks_settled.csv",
    "quotations.csv",
)

#: How names of files begin that are no data: hidden ones, Office's lock files, and notes.
_APART = (".", "~$", "README")

#: The folders whose files are read; `surveys` has a folder a survey.
_FOLDERS = ("letters", "findings", "coding", "reference")
_SURVEYS = "surveys"


def is_apart(path: Path) -> bool:
    """Whether the file's name says that it is no data."""
    return path.name.startswith(_APART)


def folder_faults(root: Path) -> list[str]:
    """A line for each path in the run folder `root` that is missing, or that no stage can read.

    A line names the path and says what to do. What is in the files is the readers' affair.
    """
    raw = root / "data/raw"
    faults = [
        f"data/raw/{name}: is missing; the run cannot start without it"
        for name in _NEEDED
        if not (raw / name).is_file()
    ]
    if raw.is_dir():
        faults += [f"{_shown(path.relative_to(root))}: {said}" for path, said in _unread(raw)]
    return faults


def _shown(path: Path) -> str:
    """The path in Unicode; a byte of its name that is none is written out as \\udcff."""
    return path.as_posix().encode(errors="backslashreplace").decode()


def _unread(raw: Path, *within: str) -> Iterator[tuple[Path, str]]:
    """Each path below the folder `within` of `raw` that is not read, and what to say of it."""
    for path in sorted(raw.joinpath(*within).iterdir()):
        place = (*within, path.name)
        if _shown(Path(path.name)) != path.name:
            # No table holds such a name, so a problem of the file could not be listed.
            yield path, "the name is not in UTF-8; rename it with plain letters"
        elif set("{}") & set(path.name):
            # Snakemake takes braces for wildcards, and stops without saying which file it means.
            yield path, "the name has a brace; rename it without"
        elif path.name.startswith("."):
            continue
        elif path.is_dir():
            if place in {(_SURVEYS,), *((name,) for name in _FOLDERS)} or within == (_SURVEYS,):
                yield from _unread(raw, *place)
            elif within:
                yield path, f"is a folder; move its files to data/raw/{'/'.join(within)}/"
            else:
                known = ", ".join([*_FOLDERS, _SURVEYS])
                yield path, f"no such folder is read; name it as one of {known}, or move it away"
        elif not path.is_file():
            yield (
                path,
                "is a link that leads nowhere; put the file itself there, or delete the link",
            )
        elif is_apart(path):
            continue
        elif not within and (csv := f"{path.stem}.csv") in _FILES and path.name not in _FILES:
            yield path, f"is not read; save it as CSV (UTF-8) under the name {csv}, and delete this"
        elif not within and path.name not in _FILES:
            known = ", ".join([*_FOLDERS, f"{_SURVEYS}/<survey>"])
            yield path, f"is not read here; move it to one of the folders {known}, or away"
        elif within == (_SURVEYS,):
            yield path, "is not read here; move it to the folder of its survey"
