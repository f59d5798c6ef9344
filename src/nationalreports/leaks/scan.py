"""The scan of files for what must not come out, and the gate of a release that rests on it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from nationalreports.days import today
from nationalreports.leaks.matching import Index, Terms, Text, always, is_found_by_capitals
from nationalreports.leaks.settled import SETTLED, fits, is_settled, read_settled
from nationalreports.leaks.terms import TIDY, gather
from nationalreports.leaks.texts import Unread, texts_of
from nationalreports.problems import Problem
from nationalreports.tables import whole

#: What may be shown to anybody: where there is a leak, and of what kind.
LEAK_COLUMNS = ["file", "place", "kind"]

#: What stands in the confidential list alone: the term, and the words around it.
ALARM_COLUMNS = [*LEAK_COLUMNS, "term", "text"]

LEAKS = TIDY / "leaks.csv"

#: Terms that are not looked for, or with a capital letter alone: kind, term and why. Confidential.
LEFT_OUT = TIDY / "leaks_left_out.csv"

#: The kind of what could not be read as its kind of file.
UNREAD = "unread"

_WITHHELD = "[name withheld]"

#: So many places of a file are named by the gate; the list has all.
_NAMED = 3


@dataclass(frozen=True)
class Outcome:
    """What a scan found: a line for each thing that stops a release, and warnings that do not.

    No line names a term.
    """

    stops: list[str]
    warnings: list[str]


def scan(files: Path | Sequence[Path], terms: Terms, *, alarms: Path) -> pd.DataFrame:
    """Every place in the files where a term stands, with `LEAK_COLUMNS`.

    `files`: a folder, all of whose files are read and whose names count, or the files themselves.
    The terms stand in the file `alarms` alone, which gets `ALARM_COLUMNS` and is confidential; a
    name of a file, a sheet or a column that is a term itself is withheld from the columns returned.
    """
    index = Index(terms)
    found = find_alarms(files, index)
    _write_for_owner(found, alarms)
    return _open_to_all(found, index)[LEAK_COLUMNS]


def leaks_gate(directory: Path, pack: Path) -> list[str]:
    """What in `pack` stands in the way of a release of the run `directory`, see `look_through`."""
    return look_through(directory, pack).stops


def look_through(
    directory: Path, pack: Path, progress: Callable[[str], object] = lambda line: None
) -> Outcome:
    """Look through the folder `pack` for what the run folder `directory` knows to be confidential.

    Leaves all alarms that nobody settled in `LEAKS`, readable by its owner alone. `progress` is
    told the number of each file.
    """
    settled, faults = read_settled(directory, today())
    stops = [_fault(fault) for fault in faults if fault.severity == "error"]
    if not pack.is_dir():
        return Outcome([*stops, "there is no such folder to look through; name one"], [])
    try:
        terms = gather(directory)
    except FileNotFoundError as error:
        missing = Path(str(error.filename)).name
        line = f"{TIDY.as_posix()}/{missing} is missing; run `make reports`"
        return Outcome([*stops, line], [])
    index = Index(terms)
    found = find_alarms(pack, index, progress)
    open_ = found[~is_settled(settled, found)]
    _write_for_owner(open_, directory / LEAKS)
    shown = _open_to_all(open_, index)
    for (file, kind), rows in shown.groupby(["file", "kind"], sort=False):
        stops.append(f"{file}: {_told(str(kind), rows)}")
    unused = settled.index[~fits(settled, found)]
    warnings = [
        f"{SETTLED.as_posix()}, row {row}: settles no alarm of this folder; delete the row, or "
        "leave it where the words may come again"
        for row in unused
    ]
    return Outcome(stops, warnings + _partly(terms, directory))


def _partly(terms: Terms, directory: Path) -> list[str]:
    """A warning of terms that are not looked for everywhere, which are left in `LEFT_OUT`."""
    rows = [(*term, f"not looked for: {why}") for term, why in terms.left_out]
    rows += [
        (*term, "a common word: found with a capital letter and in names of files alone")
        for term in terms.names
        if is_found_by_capitals(term)
    ]
    _write_for_owner(pd.DataFrame(rows, columns=["kind", "term", "why"]), directory / LEFT_OUT)
    if not rows:
        return []
    return [
        f"{len(terms.left_out)} terms are not looked for, and {len(rows) - len(terms.left_out)} "
        f"are common words and looked for with a capital alone; see {LEFT_OUT.as_posix()}"
    ]


def find_alarms(
    files: Path | Sequence[Path],
    index: Index,
    progress: Callable[[str], object] = lambda line: None,
) -> pd.DataFrame:
    """Every place in the files where a term stands, with `ALARM_COLUMNS`: confidential."""
    rows: list[tuple[str, str, str, str, str]] = []
    listed = _listed(files)
    for number, (path, name) in enumerate(listed, start=1):
        progress(f"{number} of {len(listed)} files")
        texts: list[Text] = [Text(name, always("name of the file"), is_name=True)]
        for read, digest in _read(path):
            if isinstance(read, Unread):
                text = f"{read.why}: {digest}"
                rows.append((name, read.place or "whole file", UNREAD, read.why, text))
            else:
                texts.append(read)
        rows += [(name, *found) for found in index.find(texts)]
    return pd.DataFrame(rows, columns=ALARM_COLUMNS, dtype=str).drop_duplicates(ignore_index=True)


def _read(path: Path) -> Iterator[tuple[Text | Unread, str]]:
    """What a file, or an empty folder, holds besides its name, with the digest of its bytes."""
    if path.is_symlink():
        yield Unread("", "is a link to another place"), str(path.readlink())
    elif not path.is_dir():
        try:
            content = path.read_bytes() if path.is_file() else None
        except OSError:
            content = None
        if content is None:
            yield Unread("", "cannot be opened"), ""
            return
        digest = hashlib.sha256(content).hexdigest()
        for read in texts_of(path.name, content):
            yield read, digest


def _write_for_owner(alarms: pd.DataFrame, path: Path) -> None:
    """Write the alarms to a file that its owner alone can read, from its first byte."""
    with whole(path) as part:
        part.touch(0o600)
        # Half of a pair of surrogates, as a script may hold, is no character of UTF-8.
        alarms.to_csv(part, index=False, lineterminator="\n", errors="backslashreplace")


def _open_to_all(alarms: pd.DataFrame, index: Index) -> pd.DataFrame:
    """The alarms with names that are terms themselves withheld from file, place and reason."""

    @cache
    def shown(text: str) -> str:
        parts = [_WITHHELD if _has_term(part, index) else part for part in text.split("/")]
        whole = "/".join(parts)
        return _WITHHELD if _has_term(whole, index) else whole

    return alarms.assign(
        **{name: alarms[name].map(shown) for name in ("file", "place")},
        term=alarms["term"].where(alarms["kind"] == UNREAD, ""),
    ).assign(number=_numbers(alarms))


def _numbers(alarms: pd.DataFrame) -> pd.Series:
    """The row of each alarm in `LEAKS` as a spreadsheet shows it: an identifier without a term."""
    return pd.Series(range(2, len(alarms) + 2), alarms.index, dtype=int)


def _has_term(text: str, index: Index) -> bool:
    return any(index.find([Text(text, always(""), is_name=True)]))


def _fault(fault: Problem) -> str:
    row = f", row {fault.row}" if fault.row else ""
    column = f", column {fault.column}" if fault.column else ""
    return f"{fault.rule}, {fault.source}{row}{column}: {fault.message}"


def _told(kind: str, rows: pd.DataFrame) -> str:
    places = "; ".join(dict.fromkeys(rows["place"].head(_NAMED)))
    more = f" and {len(rows) - _NAMED} more" if len(rows) > _NAMED else ""
    if kind == UNREAD:
        return (
            f"{rows['term'].iloc[0]} ({places}{more}), so nobody knows what it holds; leave the "
            "file out, or save it as a kind that docs/leaks.md lists"
        )
    return (
        f"holds what must not come out, of the kind {kind}, at {len(rows)} places "
        f"({places}{more}); look at {LEAKS.as_posix()}, row {rows['number'].iloc[0]}, take it out "
        f"of the source and run `make reports`, or settle a false alarm in {SETTLED.as_posix()}"
    )


def _listed(files: Path | Sequence[Path]) -> list[tuple[Path, str]]:
    """Each file, and each empty folder, with the name that it is told by; hidden ones as well."""
    if isinstance(files, Path):
        found = sorted(files.rglob("*"))
        holding = {path.parent for path in found}
        paths = [path for path in found if path not in holding]
        return [(path, _name(path.relative_to(files))) for path in paths]
    return [(path, _name(Path(path.name))) for path in files]


def _name(path: Path) -> str:
    """A path in Unicode; a byte of it that is none is written out."""
    return path.as_posix().encode(errors="backslashreplace").decode()
