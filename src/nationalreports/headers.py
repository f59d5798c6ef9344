"""The headers of a table: over one row or two, each named once, and all of them known.

Rules: TAB-006 blank or twice; TAB-007 missing; TAB-008 unknown; TAB-016 a blank column parts two
tables.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from nationalreports.cells import tidy_header
from nationalreports.problems import Problem


class Headers(NamedTuple):
    """The name of each column; how many header cells had their spaces or unseen signs changed."""

    names: list[str]
    spaced: int
    unseen: int


def join_headers(rows: Sequence[Sequence[str]]) -> Headers:
    """The headers from the first row, or from the question in row 1 and the option in row 2.

    Under a question that spans columns its cell is blank but for the first, so a blank cell above
    an option takes the question to its left: "<question> - <option>". A column with a blank cell
    in both rows has no header.
    """
    width = max(map(len, rows), default=0)
    cells = [[tidy_header(cell) for cell in [*row, *[""] * (width - len(row))]] for row in rows]
    names = [name for name, _, _ in cells[0]] if cells else []
    question = ""
    for place, (option, _, _) in enumerate(cells[1] if len(cells) > 1 else []):
        question = names[place] or question
        if option:
            names[place] = f"{question} - {option}" if question else option
    flat = [cell for row in cells for cell in row]
    return Headers(names, sum(spaced for _, spaced, _ in flat), sum(un for _, _, un in flat))


def header_problems(
    names: Sequence[str],
    filled: Sequence[bool],
    source: str,
    required: Sequence[str],
    optional: Sequence[str] | None,
) -> Iterable[Problem]:
    """What is wrong with the headers; `filled` says of each column whether anything stands in it.

    `optional=None` lets any header through that is named once.
    """
    if missing := [name for name in required if name not in names]:
        separated = len(names) == 1 and any(mark in names[0] for mark in ";\t|")
        hint = "; the columns must be separated by commas" if separated else ""
        if names and names[0].startswith("sep="):
            hint = "; delete the line 'sep=' above the headers"
        for name in missing:
            near = difflib.get_close_matches(name, [h for h in names if h not in required], 1, 0.8)
            said = hint or (f"; is {near[0]!r} meant for it?" if near else "")
            message = f"the column {name!r} is missing; add it{said}"
            yield Problem("error", source, 1, name, "TAB-007", near[0] if near else "", message)
    known = {*required, *(optional or ())}
    for place, name in enumerate(names, start=1):
        if not name and not filled[place - 1]:
            message = (
                f"column {place} is blank and parts two tables; give each table a file of its own, "
                "or delete the column"
            )
            yield Problem("error", source, 1, str(place), "TAB-016", "", message)
        elif not name:
            message = f"column {place} has no header; name it, or delete the column"
            yield Problem("error", source, 1, str(place), "TAB-006", "", message)
        elif names.index(name) != place - 1:
            message = f"the header {name!r} stands twice; delete or rename one of the columns"
            yield Problem("error", source, 1, name, "TAB-006", name, message)
        elif optional is not None and name not in known:
            allowed = ", ".join([*required, *optional])
            message = f"the column {name!r} is not known; delete or rename it; known: {allowed}"
            yield Problem("error", source, 1, name, "TAB-008", name, message)
