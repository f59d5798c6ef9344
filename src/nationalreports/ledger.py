"""The ledger of all that was ever released, and of whom it told: `data/ledger/`, confidential.

One folder an entry, `<number>-<report>`, numbered without a gap; one entry a report of a release.
Each holds the digest of the entry before it, so that nothing can be changed, taken out or put in
between unseen. Whoever reads it checks all of it first.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from nationalreports.disclosure.publications import Publication

LEDGER = Path("data/ledger")
RELEASE = Path("release")

#: What `<number>-<report>` says once more, with all else that is known of the entry.
ENTRY = "entry.json"

#: Entries of a release that was broken off between its parts, see `ledger_entries.settle`.
PENDING = "pending"

#: What an entry or a pack begins with while it is made.
MAKING = ".making-"

#: Keeps the ledger out of git, whichever folder it stands in.
IGNORE = ".gitignore"

_TOLD = ["question", "theme", "sector", "voice"]

#: The tables of an entry and the columns that each has at least. The first five are the public
#: ones; `audit` is the report's part of public/audit.csv; `excluded` is what reviewers left out.
TABLES: Mapping[str, Sequence[str]] = {
    "answers": ["survey", "group", "question", "answer", "count", "base", "percent", "word"],
    "themes": [*_TOLD, "areas_told", "areas_visited"],
    "discussions": [*_TOLD, "discussions_told", "discussions"],
    "summary": ["item", "value"],
    "steady": ["survey", "question", "answer", "group", "other", "steady"],
    "audit": ["report", "table", "cell"],
    "elsewhere": ["medium", "survey", "group", "question", "answer", "measure", "value"],
    "responses": ["response_id", "survey", "area_code", "question", "answer"],
    "areas": ["area_code"],
    "told": ["area_code", *_TOLD],
    "discussions_held": ["discussion"],
    "discussions_told": ["discussion", "area_code", *_TOLD],
    "excluded": ["table", "id", "rule", "record", "reason"],
}
PUBLIC_TABLES = ("answers", "themes", "discussions", "summary", "steady")
#: Tables that entries of earlier versions do not have; none of them ever gets one.
LATER = frozenset({"steady"})

_WORD = {"type": "string", "pattern": "^[a-z0-9-]+$"}
_NUMBER = {"type": "integer", "minimum": 1}
_DAY = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_SHA = {"type": "string", "pattern": "^[0-9a-f]{64}$"}

#: What `entry.json` says. `day` is the report's date; `reports` all reports of the same release;
#: `windows` the days that count in it, those of others included; `manifest` the SHA-256 of the
#: pack's manifest.json; `before` the digest of the entry before, empty for the first.
FACTS: Mapping[str, Any] = {
    "number": _NUMBER,
    "release": _NUMBER,
    "report": _WORD,
    "reports": {"type": "array", "items": _WORD, "minItems": 1},
    "day": _DAY,
    "thresholds": {"type": "object", "additionalProperties": {"type": "integer"}},
    "windows": {
        "type": "object",
        "additionalProperties": {
            "type": "object",
            "required": ["start", "end"],
            "properties": {"start": _DAY, "end": _DAY},
        },
    },
    "software": {"type": "string"},
    "manifest": _SHA,
    "sha256": {"type": "object", "additionalProperties": _SHA},
    "before": {"type": "string", "pattern": "^([0-9a-f]{64})?$"},
    "digest": _SHA,
}


class LedgerError(Exception):
    """The ledger cannot be trusted as it is; one line a fault, each with file and remedy."""


@dataclass(frozen=True)
class LedgerEntry:
    """An entry as it stands in `folder`, checked; `facts` has the keys of `FACTS`."""

    folder: Path
    facts: Mapping[str, Any]

    @property
    def content(self) -> tuple[Any, ...]:
        """All that the entry tells and of whom; alike for a release made once more.

        Its audit is another then, for there is one release more to compare with.
        """
        told = [file_of(name) for name in TABLES if name not in ("audit", "excluded")]
        files = [self.facts["sha256"].get(name) for name in told]
        return self.facts["day"], self.facts["thresholds"], files


def read_ledger(root: Path) -> list[Publication]:
    """All releases of the run folder `root`, in the order in which they were made.

    A publication's key is the number of the release and its report, as the pack has it:
    release/2/final-2021 is "2/final-2021".

    A release that says exactly what the one before it of the same report said, of the same people,
    tells an attacker nothing new, and is left out. Raises `LedgerError`.
    """
    latest: dict[str, LedgerEntry] = {}
    found = []
    for entry in read_entries(root):
        before = latest.get(entry.facts["report"])
        if before is None or before.content != entry.content:
            found.append(_publication(entry, root))
        latest[entry.facts["report"]] = entry
    return found


def read_entries(root: Path) -> list[LedgerEntry]:
    """All entries of the run folder `root`, each checked with its files. Raises `LedgerError`."""
    folder = root / LEDGER
    try:
        numbered = sorted(_numbered(folder, root)) if folder.exists() else []
        entries = []
        before = ""
        for place, (number, own) in enumerate(numbered, start=1):
            if number != place:
                lacking = number > place
                told = (
                    f"entry {place:04d} is missing" if lacking else "has a number that stands twice"
                )
                raise LedgerError(_line(folder if lacking else own, root, f"{told}; {_RESTORE}"))
            entries.append(LedgerEntry(own, _facts(own, root, number, before)))
            before = entries[-1].facts["digest"]
        _check_releases(entries, root)
    except OSError as error:
        where = Path(error.filename) if error.filename else folder
        message = "cannot be read; see that it stands there and that you may read it"
        raise LedgerError(_line(where, root, message)) from None
    return entries


def digest_of(facts: Mapping[str, Any]) -> str:
    """The digest of an entry: the SHA-256 of all its facts but the digest itself."""
    rest = {key: value for key, value in facts.items() if key != "digest"}
    text = json.dumps(rest, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def file_of(table: str) -> str:
    """The name of a table's file in an entry."""
    return f"{table}.parquet" if table == "responses" else f"{table}.csv"


def read_json(path: Path, root: Path, keys: Mapping[str, Any]) -> dict[str, Any]:
    """The object in `path`, with exactly `keys` (a schema each). Raises `LedgerError`."""
    schema = {
        "type": "object",
        "additionalProperties": False,
        "required": list(keys),
        "properties": dict(keys),
    }
    try:
        content = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_once)
        Draft202012Validator(schema).validate(content)
    except OSError:
        raise
    except Exception as error:
        # Whatever stands there, of whatever depth or encoding: what it says cannot be trusted.
        message = str(getattr(error, "message", error)).splitlines() or [""]
        told = f"is not as it was written ({message[0][:120]}); {_RESTORE}"
        raise LedgerError(_line(path, root, told)) from None
    return dict(content)


_RESTORE = "put the ledger back as it was, from a backup"
_NAME = re.compile(r"([0-9]{4,})-([a-z0-9-]+)")


def _line(path: Path, root: Path, message: str) -> str:
    name = path.relative_to(root) if path.is_relative_to(root) else path
    return f"{name.as_posix()}: {message}"


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"{key!r} stands there twice")
        found[key] = value
    return found


def _numbered(folder: Path, root: Path) -> Iterator[tuple[int, Path]]:
    """The number and the folder of each entry; anything else is a fault."""
    for path in folder.iterdir():
        named = _NAME.fullmatch(path.name)
        if path.is_symlink():
            message = "is a link; put what it points to in its place, or delete it"
            raise LedgerError(_line(path, root, message))
        if path.name == PENDING or path.name.startswith(MAKING):
            message = (
                "a release was broken off; `nationalreports run` and `nationalreports release` "
                "bring the ledger in order first"
            )
            raise LedgerError(_line(path, root, message))
        if named and path.is_dir():
            if path.name != f"{int(named[1]):04d}-{named[2]}":
                raise LedgerError(_line(path, root, f"is no name of an entry; {_RESTORE}"))
            yield int(named[1]), path
        elif path.name != IGNORE or not path.is_file():
            raise LedgerError(_line(path, root, "is no part of the ledger; move it elsewhere"))


def _facts(folder: Path, root: Path, number: int, before: str) -> dict[str, Any]:
    """What entry.json in `folder` says, after a look at all that stands in the folder."""
    here = {path.name: path for path in folder.iterdir()}
    files = {file_of(table) for table in TABLES}
    for name, path in sorted(here.items()):
        if path.is_symlink() or not path.is_file() or name not in {*files, ENTRY}:
            raise LedgerError(_line(path, root, "is no part of the ledger; move it elsewhere"))
    first = files - {file_of(table) for table in LATER}
    for name in (ENTRY, *sorted(first)):
        if name not in here:
            raise LedgerError(_line(folder / name, root, f"is missing; {_RESTORE}"))
    facts = read_json(here[ENTRY], root, FACTS)
    named = set(facts["sha256"])
    if facts["digest"] != digest_of(facts) or not first <= named <= files:
        raise LedgerError(_line(here[ENTRY], root, f"was changed since it was written; {_RESTORE}"))
    if (facts["number"], f"{number:04d}-{facts['report']}") != (number, folder.name):
        told = f"says that it is entry {facts['number']}, {facts['report']}; {_RESTORE}"
        raise LedgerError(_line(here[ENTRY], root, told))
    if facts["before"] != before:
        told = "does not follow on the entry before it, so one of them is another than it was"
        raise LedgerError(_line(here[ENTRY], root, f"{told}; {_RESTORE}"))
    if named != set(here) - {ENTRY}:
        odd = min(named ^ (set(here) - {ENTRY}))
        told = f"is missing; {_RESTORE}" if odd in named else "is no part of the entry; move it"
        raise LedgerError(_line(folder / odd, root, told))
    for name in sorted(named):
        if sha256_of(here[name]) != facts["sha256"][name]:
            told = f"was changed since it was written; {_RESTORE}"
            raise LedgerError(_line(here[name], root, told))
    return facts


def _check_releases(entries: Sequence[LedgerEntry], root: Path) -> None:
    """That no entry is missing at the end, which the chain alone would not show.

    Of each release all reports have their entries, and so has each pack that still stands there.
    """
    releases: dict[int, list[str]] = {}
    for entry in entries:
        releases.setdefault(int(entry.facts["release"]), []).append(entry.facts["report"])
    for entry in entries:
        lacking = set(entry.facts["reports"]) - set(releases[int(entry.facts["release"])])
        if lacking:
            told = f"release {entry.facts['release']} has no entry of {', '.join(sorted(lacking))}"
            raise LedgerError(_line(root / LEDGER, root, f"{told}; {_RESTORE}"))
    for pack in sorted((root / RELEASE).glob("[0-9]*/manifest.json")):
        name = pack.parent.name
        if name.isdecimal() and int(name) not in releases:
            told = (
                f"stands not in {LEDGER.as_posix()}, so nothing can be compared with it; "
                f"{_RESTORE}, or if the pack was never handed on, move it out of release/"
            )
            raise LedgerError(_line(pack.parent, root, told))


def _publication(entry: LedgerEntry, root: Path) -> Publication:
    # Planning, which the package disclosure brings in, reads the ledger.
    from nationalreports.disclosure.publications import Publication

    facts = entry.facts
    read = {
        table: _table(entry.folder / file_of(table), table, root)
        if file_of(table) in facts["sha256"]
        else pd.DataFrame(columns=list(TABLES[table]), dtype=str)
        for table in TABLES
    }
    return Publication(
        key=f"{int(facts['release'])}/{facts['report']}",
        report=facts["report"],
        day=facts["day"],
        released=True,
        thresholds={name: int(value) for name, value in facts["thresholds"].items()},
        responses=read["responses"],
        areas=frozenset(read["areas"]["area_code"]),
        told=read["told"],
        discussions=frozenset(read["discussions_held"]["discussion"]),
        discussions_told=read["discussions_told"],
        public={name: read[name] for name in PUBLIC_TABLES},
        elsewhere=read["elsewhere"],
    )


def _table(path: Path, table: str, root: Path) -> pd.DataFrame:
    try:
        if path.suffix == ".parquet":
            frame = pd.read_parquet(path)
        else:
            frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    except Exception:
        # Libraries raise errors of many kinds for what is no such file.
        raise LedgerError(_line(path, root, f"cannot be read as a table; {_RESTORE}")) from None
    for column in TABLES[table]:
        if column not in frame:
            raise LedgerError(_line(path, root, f"has no column {column!r}; {_RESTORE}"))
    return frame
