"""The blocks of a table gathered one after another, with what is found and counted on the way.

Rules TAB-0xx: see `rules.tables`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from nationalreports.blocks import Block, has_words_alone, headers_again, totals
from nationalreports.cells import tidy_header
from nationalreports.headers import Headers
from nationalreports.problems import Problem


class _Count:
    """How many cells are such, and the first row that has one."""

    def __init__(self, in_headers: int) -> None:
        self.cells = in_headers
        self.first = 1 if in_headers else 0

    def add(self, cells: npt.NDArray[np.int64], numbers: npt.NDArray[np.int64]) -> None:
        self.cells += int(cells.sum())
        if not self.first and cells.any():
            self.first = int(numbers[np.flatnonzero(cells)[0]])


class Gathering:
    """A table as it comes in.

    `shape`: faults that make it no table. `aside`: rows that were set aside. `ragged`: number and
    length of rows of another shape.
    """

    def __init__(
        self,
        headers: Headers,
        top: Sequence[Sequence[str]],
        required: Sequence[str],
        untrusted: set[int],
        source: str,
    ) -> None:
        """`top` are the header rows; `untrusted` the numbers of rows that are to be set aside."""
        self.headers, self.required, self.source = headers, required, source
        self.shape: list[Problem] = []
        self.aside: list[Problem] = []
        self.ragged: list[tuple[int, int]] = []
        self._heads = [[tidy_header(cell)[0].casefold() for cell in row] for row in top]
        self._untrusted = np.array(sorted(untrusted), np.int64)
        self._blocks: list[Block] = []
        self._last = len(top)
        self._worded: bool | None = None
        self._blank, self._first_blank = 0, 0
        self._spaced, self._unseen = _Count(headers.spaced), _Count(headers.unseen)

    def add(self, block: Block) -> None:
        """Count and look through a block, and keep its rows but for those set aside."""
        self.ragged += block.ragged
        if not len(block.numbers):
            return
        self._spaced.add(block.spaced, block.numbers)
        self._unseen.add(block.unseen, block.numbers)
        gaps = np.diff(block.numbers, prepend=self._last) - 1
        if gaps.any() and not self._blank:
            after = np.flatnonzero(gaps)[0]
            self._first_blank = int(block.numbers[after] - gaps[after])
        self._blank += int(gaps.sum())
        if self._worded is None:
            self._worded = has_words_alone(block.cells(0))
        for row, cells in headers_again(block, self._heads, self._last, self._worded):
            message = (
                "headers stand among the rows; keep one table a file: delete the row, or move it "
                "and what follows to a file of its own"
            )
            value = ", ".join(cell for cell in cells if cell)
            self.shape.append(Problem("error", self.source, row, "", "TAB-016", value, message))
        self._last = int(block.numbers[-1])
        summed = totals(block, self.headers.names, self.required)
        for place in np.flatnonzero(summed).tolist():
            message = "is a row of totals, and is set aside; delete the row"
            value = next(cell for cell in block.cells(place) if cell)
            row = int(block.numbers[place])
            self.aside.append(Problem("error", self.source, row, "", "TAB-017", value, message))
        keep = ~(summed | np.isin(block.numbers, self._untrusted))
        self._blocks.append(block if keep.all() else block.take(keep))

    def filled(self) -> list[bool]:
        """Of each column, whether anything stands in it."""
        return [
            any(pc.any(pc.not_equal(block.columns[place], "")).as_py() for block in self._blocks)
            for place in range(len(self.headers.names))
        ]

    def frame(self, width: int) -> pd.DataFrame:
        """The first `width` columns as strings, the index `row` as people see it."""
        columns = [
            pa.chunked_array([block.columns[place] for block in self._blocks], pa.large_string())
            for place in range(width)
        ]
        frame = pa.table(columns, names=self.headers.names[:width]).to_pandas()
        numbers = [block.numbers for block in self._blocks] or [np.array([], np.int64)]
        frame.index = pd.Index(np.concatenate(numbers), name="row")
        return frame

    def notes(self) -> list[Problem]:
        """What was made tidy or passed over, once a file with its number and first row."""
        noted = [
            (self._spaced.cells, self._spaced.first, "TAB-010", _SPACED),
            (self._unseen.cells, self._unseen.first, "TAB-022", _UNSEEN),
            (self._blank, self._first_blank, "TAB-021", _BLANK),
        ]
        return [
            Problem("info", self.source, first, "", rule, str(count), f"{message}; nothing to do")
            for count, first, rule, message in noted
            if count
        ]


_SPACED = "cells, from this row on, had spaces around them, doubled or of an odd kind: made tidy"
_UNSEEN = "cells, from this row on, had characters that nobody sees: these were removed"
_BLANK = "blank rows stand between rows with content, this one first: passed over"
