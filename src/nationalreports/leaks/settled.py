"""False alarms of the leak scan that a person looked at: `data/raw/leaks_settled.csv`.

A row is bound to the words around the term, so that the same word in another sentence is a new
alarm. Rules LEK-001 to LEK-005: see `rules.leaks`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from nationalreports.areas import is_date
from nationalreports.leaks.words import words_of
from nationalreports.problems import Problem
from nationalreports.records import bind
from nationalreports.tables import read_table

SETTLED_COLUMNS = ["term", "text", "file", "reason", "reviewer", "date"]

#: Where the list stands in a run folder. Its terms are as confidential as all of data/raw.
SETTLED = Path("data/raw/leaks_settled.csv")

_SOURCE = SETTLED.as_posix()

#: With fewer words around it, a term alone would be let through wherever it stands alone.
FEWEST_WORDS = 4


def read_settled(root: Path, day: datetime.date) -> tuple[pd.DataFrame, list[Problem]]:
    """The settled alarms of the run folder `root`, and what is wrong with them by `day`.

    `SETTLED_COLUMNS` as strings; `file` may be blank, for any file. A row with an error is left
    out. Index: the file's row. No file is no settled alarms.
    """
    path = root / SETTLED
    if not path.exists():
        return pd.DataFrame(columns=SETTLED_COLUMNS, dtype=str), []
    given, problems = read_table(path, source=_SOURCE, required=SETTLED_COLUMNS)
    kept = []
    for row, *cells in given[SETTLED_COLUMNS].itertuples(name=None):
        own = dict(zip(SETTLED_COLUMNS, map(str, cells), strict=True))
        faults = list(_faults(own, day))
        problems += [
            Problem("error", _SOURCE, row, column, rule, own[column], message)
            for column, rule, message in faults
        ]
        if not faults:
            kept.append(row)
    return given.loc[kept, SETTLED_COLUMNS], bind(problems, {_SOURCE: given})


def is_settled(settled: pd.DataFrame, alarms: pd.DataFrame) -> pd.Series:
    """Which `alarms` (file, term, text) are settled: alike in words, and of the file if named."""
    known = set(_keys(settled))
    own = [key in known or (*key[:2], "") in known for key in _keys(alarms)]
    return pd.Series(own, alarms.index, dtype=bool)


def fits(settled: pd.DataFrame, alarms: pd.DataFrame) -> pd.Series:
    """Which of the `settled` rows settle any of the `alarms`; the others may be out of date."""
    known = {own for key in _keys(alarms) for own in (key, (*key[:2], ""))}
    return pd.Series([key in known for key in _keys(settled)], settled.index, dtype=bool)


_Key = tuple[tuple[str, ...], tuple[str, ...], str]


def _keys(frame: pd.DataFrame) -> list[_Key]:
    """Term and text of each row by their words, and its file."""
    cells = frame[["term", "text", "file"]].itertuples(index=False, name=None)
    return [(_key(term), _key(text), file) for term, text, file in cells]


def _key(text: str) -> tuple[str, ...]:
    return tuple(words_of(text))


def _faults(own: Mapping[str, str], day: datetime.date) -> Iterator[tuple[str, str, str]]:
    """Column, rule and message of each fault of one row."""
    term, text = (f" {' '.join(words_of(own[name]))} " for name in ("term", "text"))
    if not term.strip() or term not in text:
        message = "does not hold the term; copy term and text from leaks.csv as they stand there"
        yield "text", "LEK-001", message
    elif not own["file"] and len(text.split()) - len(term.split()) < FEWEST_WORDS:
        message = (
            f"the text has fewer than {FEWEST_WORDS} words beside the term, so it would let the "
            "term through in any file; copy the file from leaks.csv"
        )
        yield "file", "LEK-002", message
    if not re.search(r"\w", own["reason"]):
        yield "reason", "LEK-003", "the row has no reason; write why the words tell nobody"
    if not re.search(r"\w", own["reviewer"]):
        yield "reviewer", "LEK-004", "nobody stands by the row; write the reviewer's name"
    if not is_date(own["date"]):
        yield "date", "LEK-005", "is no day; write the day of the review as 2020-11-03"
    elif own["date"] > day.isoformat():
        message = f"lies in the future (today is {day.isoformat()}); correct the day"
        yield "date", "LEK-005", message
