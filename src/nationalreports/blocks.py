"""Rows of a table, a block at a time: cells tidied, and rows found that do not belong to it.

Rules TAB-0xx: see `rules.tables`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from nationalreports.cells import tidy_column
from nationalreports.delimited import Chunk
from nationalreports.problems import Problem

#: How a row of totals begins, as spreadsheets and survey tools name it.
_TOTAL = r"(?i)^((grand |sub-?)?totals?|sum|averages?|mean|count|n ?= ?[0-9][0-9, ]*):?$"
_NUMBER = re.compile(r"[-+£(]*[0-9][0-9.,]*[%)]*")

#: Ragged rows named one by one; a file of another shape would give one for each of its rows.
NAMED = 20


@dataclass(frozen=True)
class Block:
    """The rows of a block that are not blank, by column, with the numbers that people see.

    `ragged`: number and length of rows of another shape. `spaced` and `unseen`: for each row, how
    many of its cells had their spaces or their unseen characters changed.
    """

    columns: list[pa.LargeStringArray]
    numbers: npt.NDArray[np.int64]
    ragged: list[tuple[int, int]]
    spaced: npt.NDArray[np.int64]
    unseen: npt.NDArray[np.int64]

    def take(self, keep: npt.NDArray[np.bool_]) -> Block:
        """Only the rows that `keep` has as true."""
        mask = pa.array(keep)
        columns = [column.filter(mask) for column in self.columns]
        parts = self.numbers[keep], self.ragged, self.spaced[keep], self.unseen[keep]
        return Block(columns, *parts)

    def cells(self, place: int) -> list[str]:
        """The cells of one row."""
        return [column[place].as_py() for column in self.columns]


def lay(chunk: Chunk, first: int, headers: Sequence[str], *, odd: bool) -> Block:
    """Rows, or columns of them, as a block; the first row has the number `first`.

    A row may be shorter by columns without a header at the end, or longer by blank cells. `odd` is
    that of `cells.tidy_column`.
    """
    width = len(headers)
    numbers: Sequence[int] = range(first, first + length(chunk))
    ragged: list[tuple[int, int]] = []
    if chunk and isinstance(chunk[0], list):
        if {len(row) for row in chunk} - {width}:
            numbers, chunk, ragged = _even(chunk, first, headers)
        chunk = [pa.array(cells, pa.large_string()) for cells in zip(*chunk, strict=True)]
    columns = list(chunk) or [pa.array([], pa.large_string())] * width
    spaced, unseen = np.zeros(len(numbers), np.int64), np.zeros(len(numbers), np.int64)
    for place, cells in enumerate(columns):
        columns[place], spaces, signs = tidy_column(cells, odd=odd)
        spaced += _mask(spaces)
        unseen += _mask(signs)
    block = Block(columns, np.array(numbers, np.int64), ragged, spaced, unseen)
    filled = ~_all_blank(columns, len(numbers))
    return block if filled.all() else block.take(filled)


def length(chunk: Chunk) -> int:
    """How many rows a chunk has."""
    return len(chunk) if not chunk or isinstance(chunk[0], list) else len(chunk[0])


def _even(
    rows: list[list[str]], first: int, headers: Sequence[str]
) -> tuple[list[int], list[list[str]], list[tuple[int, int]]]:
    """The rows that are not blank at the same width, their numbers, and which were ragged."""
    width = len(headers)
    least = max((place for place, name in enumerate(headers, start=1) if name), default=0)
    numbers, even, ragged = [], [], []
    for number, row in enumerate(rows, start=first):
        if not any(cell.strip() for cell in row):
            continue
        # A comma too few or too many moves values to other columns: nothing is filled up.
        if len(row) < least or any(cell.strip() for cell in row[width:]):
            ragged.append((number, len(row)))
        numbers.append(number)
        even.append((row + [""] * (width - len(row)))[:width])
    return numbers, even, ragged


def _all_blank(columns: list[pa.LargeStringArray], length: int) -> npt.NDArray[np.bool_]:
    blank = np.ones(length, np.bool_)
    for column in columns:
        if not blank.any():
            break
        blank &= _mask(pc.equal(column, ""))
    return blank


def _mask(values: pa.BooleanArray) -> npt.NDArray[np.bool_]:
    return values.to_numpy(zero_copy_only=False).astype(np.bool_)


def ragged_problems(ragged: Sequence[tuple[int, int]], width: int, source: str) -> list[Problem]:
    """An error for each of the first ragged rows, and one for the rest."""
    problems = []
    for number, length in ragged[:NAMED]:
        message = (
            f"the row has {length} cells, the header {width}; put cells that hold commas into "
            "quotation marks"
        )
        problems.append(Problem("error", source, number, "", "TAB-005", "", message))
    if len(ragged) > NAMED:
        message = (
            f"{len(ragged) - NAMED} more rows are of another length than the header; correct the "
            "file"
        )
        problems.append(Problem("error", source, "", "", "TAB-005", "", message))
    return problems


def totals(block: Block, headers: Sequence[str], required: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Which rows are totals: they begin as one, and hold nothing but numbers or lack an entry.

    A row that begins with such a word by chance (an answer, say) has all required columns filled,
    and not only with numbers.
    """
    found = np.zeros(len(block.numbers), np.bool_)
    if not found.size:
        return found
    begins = reduce(lambda cells, more: pc.if_else(pc.equal(cells, ""), more, cells), block.columns)
    needed = [headers.index(name) for name in required if name in headers]
    for place in np.flatnonzero(_mask(pc.match_substring_regex(begins, _TOTAL))).tolist():
        cells = block.cells(place)
        rest = [cell for cell in cells if cell][1:]
        lacks = any(not cells[column] for column in needed)
        found[place] = lacks or all(_NUMBER.fullmatch(cell) for cell in rest)
    return found


def headers_again(
    block: Block, heads: Sequence[Sequence[str]], before: int, worded: bool
) -> list[tuple[int, list[str]]]:
    """Number and cells of rows that are headers again, or those of a second table.

    `heads` are the cells of the header rows, case folded; `before` is the number of the last filled
    row above the block. Of a second table are taken to be the headers that follow a blank row and
    hold words without a digit, unless the first row of the table itself does (`worded`).
    """
    again = np.zeros(len(block.numbers), np.bool_)
    for head in heads:
        place = next((place for place, cell in enumerate(head) if cell), None)
        if place is None:
            continue
        like = pc.equal(pc.utf8_lower(block.columns[place]), head[place].lower())
        for row in np.flatnonzero(_mask(like)).tolist():
            cells = [cell.casefold() for cell in block.cells(row)]
            again[row] |= cells[: len(head)] == head
    if not worded:
        for row in np.flatnonzero(np.diff(block.numbers, prepend=before) > 1).tolist():
            again[row] |= has_words_alone(block.cells(row))
    return [(int(block.numbers[row]), block.cells(row)) for row in np.flatnonzero(again).tolist()]


def has_words_alone(cells: Sequence[str]) -> bool:
    """Whether two cells or more are filled, and all of them without a digit: as headers are."""
    filled = [cell for cell in cells if cell]
    return len(filled) > 1 and not any(c.isdigit() for cell in filled for c in cell)
