"""Where a text stands in a table: the row as a spreadsheet shows it, and the column's header."""

from __future__ import annotations

import csv
import io
from bisect import bisect_right
from functools import cache

from nationalreports.leaks.matching import Text


def csv_texts(source: str, delimiter: str) -> list[Text]:
    """The whole of a CSV file as one text, whose places are rows (the header is 1) and columns."""

    @cache
    def rows() -> tuple[list[int], list[str]]:
        """Where each row begins, and the first one's cells."""
        starts, quoted = [0], False
        for place, line in _lines(source):
            quoted ^= line.count('"') % 2 == 1
            if not quoted:
                starts.append(place + len(line))
        return starts, next(csv.reader(io.StringIO(source), delimiter=delimiter), [])

    def place(offset: int) -> str:
        starts, header = rows()
        row = bisect_right(starts, offset)
        cell, quoted = 0, False
        for char in source[starts[row - 1] : offset]:
            quoted ^= char == '"'
            cell += char == delimiter and not quoted
        name = header[cell] if cell < len(header) and row > 1 else ""
        return f"row {row}, column {name or cell + 1}"

    return [Text(source, place)]


def _lines(source: str) -> list[tuple[int, str]]:
    found, place = [], 0
    for line in io.StringIO(source, newline=""):
        found.append((place, line))
        place += len(line)
    return found
