"""The scan of files for what must not come out, and the gate of a release that rests on it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pandas as pd

from nationalreports.days import today
from nationalreports.leaks.matching import Index, Terms, Text, always
from nationalreports.leaks.settled import SETTLED, is_settled, read_settled
from nationalreports.leaks.terms import TIDY, gather
from nationalreports.leaks.texts import Unread, texts_of
from nationalreports.problems import Problem
from nationalreports.tables import write_table

#: What may be shown to anybody: where there is a leak, and of what kind.
LEAK_COLUMNS = ["file", "place", "kind"]

#: What stands in the confidential list alone: the term, and the words around it.
ALARM_COLUMNS = [*LEAK_COLUMNS, "term", "text"]

LEAKS = TIDY / "leaks.csv"

#: The kind of what could not be read as its kind of file.
UNREAD = "unread"

_WITHHELD = "[name withheld]"

#: So many places of a file are named by the gate; the list has all.
_NAMED = 3


def scan(files: Path | Sequence[Path], terms: Terms, *, alarms: Path) -> pd.DataFrame:
    """Every place in the files where a term stands, with `LEAK_COLUMNS`.

    `files`: a folder, all of whose files are read and whose names count, or the files themselves.
    The terms stand in the file `alarms` alone, which gets `ALARM_COLUMNS` and is confidential; a
    name of a file, a sheet or a column that is a term itself is withheld from the columns returned.
    """
    index = Index(terms)
    found = find_alarms(files, index)
    write_table(found, alarms)
    return _open_to_all(found, index)[LEAK_COLUMNS]


def find_alarms(files: Path | Sequence[Path], index: Index) -> pd.DataFrame:
    """Every place in the files where a term stands, with `ALARM_COLUMNS`: confidential."""
    rows: list[tuple[str, str, str, str, str]] = []
    for path, name in _listed(files):
        texts: list[Text] = [Text(name, always("name of the file"), is_name=True)]
        for read in texts_of(path.name, path.read_bytes()):
            if isinstance(read, Unread):
                digest = hashlib.sha256(path.read_bytes()).hexdigest()
                text = f"{read.why}: {digest}"
                rows.append((name, read.place or "whole file", UNREAD, read.why, text))
            else:
                texts.append(read)
        rows += [(name, *found) for found in index.find(texts)]
    return pd.DataFrame(rows, columns=ALARM_COLUMNS, dtype=str).drop_duplicates(ignore_index=True)


def _open_to_all(alarms: pd.DataFrame, index: Index) -> pd.DataFrame:
    """The alarms with names that are terms themselves withheld from file, place and reason."""

    @cache
    def shown(text: str) -> str:
        parts = [_WITHHELD if _has_term(part, index) else part for part in text.split("/")]
        whole = "/".join(parts)
        return _WITHHELD if _has_term(whole, index) else whole

    return alarms.assign(**{name: alarms[name].map(shown) for name in ("file", "place")})


def _has_term(text: str, index: Index) -> bool:
    return any(index.find([Text(text, always(""), is_name=True)]))


def leak_gate(directory: Path, pack: Path) -> list[str]:
    """A line for each thing in `pack` that stands in the way of a release of the run `directory`.

    Leaves all alarms that nobody settled in `LEAKS`. The lines name no term.
    """
    settled, faults = read_settled(directory, today())
    lines = [_fault(fault) for fault in faults if fault.severity == "error"]
    try:
        index = Index(gather(directory))
    except FileNotFoundError as error:
        missing = Path(str(error.filename)).name
        return [
            *lines,
            f"leak scan: fail; {TIDY.as_posix()}/{missing} is missing; run `make reports`",
        ]
    found = find_alarms(pack, index)
    open_ = found[~is_settled(settled, found)]
    write_table(open_, directory / LEAKS)
    shown = _open_to_all(open_, index)
    for (file, kind), rows in shown.groupby(["file", "kind"], sort=False):
        lines.append(f"leak scan: fail; {file}: {_told(str(kind), rows)}")
    return lines


def _fault(fault: Problem) -> str:
    row = f", row {fault.row}" if fault.row else ""
    column = f", column {fault.column}" if fault.column else ""
    return f"leak scan: fail; {fault.rule}, {fault.source}{row}{column}: {fault.message}"


def _told(kind: str, rows: pd.DataFrame) -> str:
    places = "; ".join(dict.fromkeys(rows["place"].head(_NAMED)))
    more = f" and {len(rows) - _NAMED} more" if len(rows) > _NAMED else ""
    if kind == UNREAD:
        return (
            f"{rows['term'].iloc[0]} ({places}{more}), so it was searched as bare bytes; leave the "
            "file out, or save it as a kind that docs/leaks.md lists"
        )
    return (
        f"holds what must not come out, of the kind {kind}, at {len(rows)} places "
        f"({places}{more}); look at {LEAKS.as_posix()}, take it out of the source and "
        f"run `make reports`, or settle a false alarm in {SETTLED.as_posix()}"
    )


def _listed(files: Path | Sequence[Path]) -> list[tuple[Path, str]]:
    """Each file with the name that it is told by; of a folder, hidden ones as well."""
    if isinstance(files, Path):
        paths = sorted(path for path in files.rglob("*") if path.is_file())
        return [(path, path.relative_to(files).as_posix()) for path in paths]
    return [(path, path.name) for path in files]
