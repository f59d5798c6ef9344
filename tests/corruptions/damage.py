"""What can be done to the files of a valid run, and where it must be reported."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
from catalogue.entry import ANY, as_csv

from nationalreports.ingestion import CONFIDENTIAL

TIDY = CONFIDENTIAL.as_posix()
AGGREGATES = f"{TIDY}/aggregates"
RESPONSES, RESPONDENTS = f"{TIDY}/responses.parquet", f"{TIDY}/respondents.parquet"

#: Tidy tables that have the rows of one raw file.
_MADE_OF = {
    f"{TIDY}/visits.csv": "data/raw/visits.csv",
    f"{TIDY}/areas.csv": "data/raw/reference/areas.csv",
}

#: A row of a table, by column.
Row = dict[str, str]
#: A file, or several of which one is drawn.
Files = str | Sequence[str]


@dataclass(frozen=True)
class Place:
    """Where a problem must stand; `ANY` leaves a part open. `value` and `says` are parts of what
    it says. Of an answer, `response` is the response's id, which its record must be of."""

    source: str
    row: str | int = ANY
    column: str = ANY
    value: str = ""
    says: str = ""
    response: str = ""


@dataclass
class Run:
    """A run folder, and the names of the files that were damaged."""

    root: Path
    damaged: list[str] = field(default_factory=list)
    #: A change of the configuration past the check that would refuse it.
    settings: Callable[[dict[str, Any]], object] | None = None

    @property
    def changed(self) -> list[str]:
        """Those that ingest reads."""
        return [name for name in self.damaged if not name.startswith("data/")]

    @property
    def kind(self) -> str:
        """What was damaged: raw files, tidy tables or aggregates."""
        name = self.damaged[-1]
        if self.settings:
            return "settings"
        return "raw" if self.changed else "aggregates" if name.startswith(AGGREGATES) else "tidy"

    def path(self, name: str) -> Path:
        """The file of this name, which is about to be damaged."""
        self.damaged.append(name)
        return self.root / self.source(name)

    @staticmethod
    def source(name: str) -> str:
        """The file's path as problems name it."""
        return name if name.startswith(("data/", "config/")) else f"data/raw/{name}"

    def rows(self, name: str) -> list[list[str]]:
        """The cells of a CSV file; rows[0] is the header."""
        text = self.path(name).read_text(encoding="utf-8-sig")
        return list(csv.reader(io.StringIO(text)))

    def save(self, name: str, rows: list[list[str]]) -> None:
        """Write a CSV file."""
        self.path(name).write_text(as_csv(rows), encoding="utf-8", newline="")


Damage = Callable[[Run, Random], Place]


@dataclass(frozen=True)
class Corruption:
    """One thing wrong: the rule meant for it, what it is in words, and how it is done.

    `also` are the rules whose errors may stand beside it, as they follow from the same fault.
    """

    rule: str
    what: str
    damage: Damage
    also: Sequence[str] = ()


def one_of(files: Files, rng: Random) -> str:
    """A file of `files`."""
    return files if isinstance(files, str) else rng.choice(list(files))


def drawn(rows: list[list[str]], rng: Random, where: Callable[[Row], bool] | None = None) -> int:
    """The number of a row, as a spreadsheet counts, for which `where` holds."""
    header = rows[0]
    numbers = [
        number
        for number, row in enumerate(rows[1:], 2)
        if where is None or where(dict(zip(header, row, strict=True)))
    ]
    assert numbers, "no row can be damaged so"
    return rng.choice(numbers)


def changed(old: Row, cells: dict[str, str | Callable[[Row], str]]) -> list[str]:
    """The cells of a row of which some are others, given as texts or as functions of the row."""
    new = {name: cell if isinstance(cell, str) else cell(old) for name, cell in cells.items()}
    assert new != {name: old[name] for name in new}, (old, new)
    return [new.get(name, old[name]) for name in old]


def cell(
    files: Files,
    column: str,
    value: str | Callable[[Row], str],
    where: Callable[[Row], bool] | None = None,
    **also: str | Callable[[Row], str],
) -> Damage:
    """Another value in a column of a row drawn; `also` are further cells of that row."""

    def damage(run: Run, rng: Random) -> Place:
        name = one_of(files, rng)
        rows = run.rows(name)
        number = drawn(rows, rng, where)
        old = dict(zip(rows[0], rows[number - 1], strict=True))
        rows[number - 1] = changed(old, {column: value, **also})
        run.save(name, rows)
        return _tidy_place(name, rows, number, column) or Place(run.source(name), number, column)

    return damage


def first(name: str, **cells: str) -> Damage:
    """Other cells in the first row, so that it is set aside and all below it move up."""

    def damage(run: Run, rng: Random) -> Place:
        rows = run.rows(name)
        rows[1] = changed(dict(zip(rows[0], rows[1], strict=True)), dict(cells))
        run.save(name, rows)
        return Place(run.source(name), 2)

    return damage


def row_added(
    files: Files,
    column: str,
    where: Callable[[Row], bool] | None = None,
    cells: dict[str, str | Callable[[Row], str]] | None = None,
) -> Damage:
    """A row drawn once more at the end, with other `cells`; reported there, at `column`."""

    def damage(run: Run, rng: Random) -> Place:
        name = one_of(files, rng)
        rows = run.rows(name)
        old = dict(zip(rows[0], rows[drawn(rows, rng, where) - 1], strict=True))
        rows.append(changed(old, cells) if cells else list(old.values()))
        run.save(name, rows)
        number = len(rows)
        return _tidy_place(name, rows, number, column) or Place(run.source(name), number, column)

    return damage


def rows_left_out(
    files: Files, where: Callable[[Row], bool], place: Place, count: int = 1
) -> Damage:
    """Some rows fewer."""

    def damage(run: Run, rng: Random) -> Place:
        name = one_of(files, rng)
        rows = run.rows(name)
        for _ in range(count):
            del rows[drawn(rows, rng, where) - 1]
        run.save(name, rows)
        return place

    return damage


def spoilt(
    files: Files,
    spoil: Callable[[Path], object],
    row: str | int = "",
    column: str = "",
    **rest: str,
) -> Damage:
    """A change of a file as the catalogue makes it (`catalogue.entry.swap` and the like)."""

    def damage(run: Run, rng: Random) -> Place:
        name = one_of(files, rng)
        spoil(run.path(name))
        return Place(run.source(name), row, column, **rest)

    return damage


def put(name: str, content: bytes, row: str | int = "", column: str = "", **rest: str) -> Damage:
    """A further file."""
    return spoilt(name, lambda path: path.write_bytes(content), row, column, **rest)


def copied(source: str, name: str, **rest: str) -> Damage:
    """The same file once more under another name; reported there."""

    def damage(run: Run, rng: Random) -> Place:
        content = (run.root / run.source(source)).read_bytes()
        run.path(name).write_bytes(content)
        return Place(run.source(name), "", "", **rest)

    return damage


def with_column(name: str, column: str, value: str, **rest: str) -> Damage:
    """A further column, blank but for one row drawn; reported there."""

    def damage(run: Run, rng: Random) -> Place:
        rows = run.rows(name)
        number = drawn(rows, rng)
        for place, row in enumerate(rows):
            row.append(column if not place else value if place == number - 1 else "")
        run.save(name, rows)
        return Place(run.source(name), number, column, **rest)

    return damage


def in_turn(*damages: Damage) -> Damage:
    """Several, one after the other; the last one's place is reported."""

    def damage(run: Run, rng: Random) -> Place:
        places = [each(run, rng) for each in damages]
        return places[-1]

    return damage


def told(damage: Damage, **place: str | int) -> Damage:
    """The same damage, reported at another place than where it was done."""
    return lambda run, rng: replace(damage(run, rng), **place)


def answers(change: Callable[[pd.DataFrame, int], pd.DataFrame], where: str = "") -> Damage:
    """A change of the tidy responses at a row drawn; `where` is a condition of `DataFrame.query`.

    The problem must be about the response of that row, and stand where its export has it.
    """

    def damage(run: Run, rng: Random) -> Place:
        frame = pd.read_parquet(run.path(RESPONSES))
        number = rng.choice(list(frame.query(where).index if where else frame.index))
        response = str(frame.loc[number, "response_id"])
        change(frame, number).to_parquet(run.path(RESPONSES), index=False)
        exports = pd.read_parquet(run.root / RESPONDENTS).set_index("response_id")
        source, locator = exports.loc[response, ["source", "locator"]]
        return Place(source, locator.removeprefix("row "), response=response)

    return damage


def _tidy_place(name: str, rows: list[list[str]], number: int, column: str) -> Place | None:
    """Of a tidy table made of one raw file, or whose rows say where they come from: that place."""
    if not name.startswith(TIDY) or "locator" not in rows[0]:
        return None
    row = dict(zip(rows[0], rows[number - 1], strict=True))
    line = re.fullmatch(r"[a-z]+ ([0-9]+)", row["locator"])
    source = row.get("source") or _MADE_OF[name]
    return Place(source, line[1] if line else row["locator"], column)
