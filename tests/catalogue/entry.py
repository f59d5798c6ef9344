"""An entry of the catalogue: how a small series is spoilt, and what must come of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import openpyxl

#: What may come of a fault. "refuse": an error, and the file gives no rows. "set aside": an error,
#: and the row or cell is not counted. "normalise": nothing is lost, and what was changed is listed.
#: "escape": hostile text stays the characters it is. "accept": odd, but right, and nothing is said.
Outcome = Literal["refuse", "set aside", "normalise", "escape", "accept"]

#: What is done to the file at a path: its new bytes, or a change of it or of its folder.
Spoil = bytes | Callable[[Path], object]


@dataclass(frozen=True)
class Entry:
    """One faulty input.

    `put`: paths under data/raw/ (or config/) and what is done there, in order. `at`: row and
    column of the problem that must be reported (`ANY` leaves them open); `rule` is its code,
    `source` its file (the last one of `put` unless given) and `says` a piece of its remedy.
    `figures`: those of `series.FIGURES` that may differ from the unspoilt series, with their
    values; all others must be as they were.
    """

    name: str
    outcome: Outcome
    put: Mapping[str, Spoil]
    rule: str = ""
    row: str = ""
    column: str = ""
    says: str = ""
    figures: Mapping[str, int] = field(default_factory=dict)
    source: str = ""
    holds: str = ""

    @property
    def place(self) -> str:
        """The file that the problem must name."""
        named = self.source or list(self.put)[-1]
        return named if named.startswith("config/") else f"data/raw/{named}"


#: A row or column that the catalogue leaves open.
ANY = "*"


def remove(path: Path) -> None:
    """Take the file away."""
    path.unlink()


def swap(before: str, after: str, count: int = 1) -> Callable[[Path], object]:
    """Put `after` in the place of the first `before`; the file must hold it."""

    def spoil(path: Path) -> None:
        text = path.read_bytes().decode()
        assert before in text, (path, before)
        path.write_bytes(text.replace(before, after, count).encode())

    return spoil


def append(line: str) -> Callable[[Path], object]:
    """Add a line at the end."""
    return lambda path: path.write_bytes(path.read_bytes() + line.encode() + b"\n")


def in_bytes(change: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    """Change the file's bytes."""
    return lambda path: path.write_bytes(change(path.read_bytes()))


def encoded(encoding: str, mark: bytes = b"") -> Callable[[Path], object]:
    """Save the UTF-8 file in another encoding, with `mark` before it."""
    return in_bytes(lambda content: mark + content.decode().encode(encoding))


def in_turn(*spoils: Callable[[Path], object]) -> Callable[[Path], object]:
    """Several changes of one file, one after the other."""

    def spoil(path: Path) -> None:
        for change in spoils:
            change(path)

    return spoil


def in_rows(change: Callable[[list[list[str]]], object]) -> Callable[[Path], object]:
    """Change a CSV file's rows of cells; rows[0] is the header, so rows[n] is row n + 1."""

    def spoil(path: Path) -> None:
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
        change(rows)
        path.write_text(as_csv(rows), encoding="utf-8", newline="")

    return spoil


def cell(row: int, column: str, value: str) -> Callable[[Path], object]:
    """Write `value` into one cell of a CSV file; `row` as a spreadsheet counts."""

    def change(rows: list[list[str]]) -> None:
        rows[row - 1][rows[0].index(column)] = value

    return in_rows(change)


def rename(column: str, name: str) -> Callable[[Path], object]:
    """Give a column another header."""

    def change(rows: list[list[str]]) -> None:
        rows[0][rows[0].index(column)] = name

    return in_rows(change)


def as_csv(rows: Sequence[Sequence[str]], delimiter: str = ",") -> str:
    """Rows as the text of a CSV file."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue()


def delimited(delimiter: str) -> Callable[[Path], object]:
    """Save the CSV file with another delimiter."""

    def spoil(path: Path) -> None:
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
        path.write_text(as_csv(rows, delimiter), encoding="utf-8", newline="")

    return spoil


def as_workbook(
    source: str, change: Callable[[Any], object] = lambda book: None
) -> Callable[[Path], object]:
    """Save the rows of the CSV file `source`, which stands beside, as a workbook and change it.

    `change` is given the openpyxl workbook; its active sheet holds the rows as strings. The CSV
    file is removed.
    """

    def spoil(path: Path) -> None:
        beside = path.with_name(source)
        book = openpyxl.Workbook()
        for row in csv.reader(io.StringIO(beside.read_text(encoding="utf-8"))):
            book.active.append([value or None for value in row])
        change(book)
        book.save(path)
        beside.unlink()

    return spoil


def named(entries: Sequence[Entry]) -> Iterator[tuple[str, Entry]]:
    """Each entry with its name."""
    return ((entry.name, entry) for entry in entries)
