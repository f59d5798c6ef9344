"""The headers of a table: over one row or two, each named once, and all of them known.

Rules TAB-0xx: see `rules.tables`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from nationalreports.cells import tidy_header
from nationalreports.problems import Problem

#: Faulty headers of one rule that are named one by one; a table of another kind has thousands.
NAMED = 20


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

    `optional=None` lets any header through that is named once. Of each rule the first `NAMED`
    headers have an error of their own, and the others one together.
    """
    counts: dict[str, int] = {}
    for rule, name, place in _faulty(names, filled, required, optional):
        counts[rule] = counts.get(rule, 0) + 1
        if counts[rule] > NAMED:
            continue
        value, message = name, ""
        if rule == "TAB-007":
            value, said = _likely(name, names, required)
            message = f"the column {name!r} is missing; add it{said}"
        elif rule == "TAB-016":
            message = (
                f"column {place} is blank and parts two tables; give each table a file of its own, "
                "or delete the column"
            )
        elif not name:
            message = f"column {place} has no header; name it, or delete the column"
        elif rule == "TAB-006":
            message = f"the header {name!r} stands twice; delete or rename one of the columns"
        else:
            allowed = ", ".join([*required, *(optional or ())])
            message = f"the column {name!r} is not known; delete or rename it; known: {allowed}"
        yield Problem("error", source, 1, name or str(place), rule, value, message)
    for rule, count in counts.items():
        if count > NAMED:
            message = f"{count - NAMED:,} more headers are such; see that this is the right table"
            yield Problem("error", source, 1, "", rule, "", message)


def _faulty(
    names: Sequence[str],
    filled: Sequence[bool],
    required: Sequence[str],
    optional: Sequence[str] | None,
) -> Iterator[tuple[str, str, int]]:
    """Rule, name and place of each header that is missing, blank, twice or unknown."""
    given = set(names)
    yield from (("TAB-007", name, 0) for name in required if name not in given)
    known = {*required, *(optional or ())}
    seen: set[str] = set()
    for place, name in enumerate(names, start=1):
        if not name:
            yield ("TAB-006" if filled[place - 1] else "TAB-016"), "", place
        elif name in seen:
            yield "TAB-006", name, place
        elif optional is not None and name not in known:
            yield "TAB-008", name, place
        seen.add(name)


def _likely(name: str, names: Sequence[str], required: Sequence[str]) -> tuple[str, str]:
    """The header that may be meant for the missing `name`, or ""; and what to say of the cause."""
    near = difflib.get_close_matches(name, [h for h in names if h not in required], 1, 0.8)
    said = f"; is {near[0]!r} meant for it?" if near else ""
    if names and names[0].startswith("sep="):
        said = "; delete the line 'sep=' above the headers"
    elif len(names) == 1 and any(mark in names[0] for mark in ";\t|"):
        said = "; the columns must be separated by commas"
    return (near[0] if near else ""), said
