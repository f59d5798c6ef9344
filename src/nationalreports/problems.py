"""What is wrong with the data: one row a problem, in words that say what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

Severity = Literal["error", "warning", "info"]

COLUMNS = ["severity", "source", "row", "column", "rule", "value", "message", "record"]

#: What follows `COLUMNS` once decisions have been put to the problems, see `decisions`.
SETTLED_COLUMNS = ["decision", "reason"]

#: Decisions after which a problem stops nothing. One to "correct" is an instruction only.
SETTLING = ("accept", "exclude")

#: How a cell begins that a spreadsheet takes for a formula (OWASP, CSV Injection, 2024).
_FORMULA = "'*[=+\\-@\t\r\n＝＋－＠]"

_TEXTS = ["source", "column", "value", "message", "reason"]


# With slots: a million problems of one file must fit into memory.
@dataclass(frozen=True, slots=True)
class Problem:
    """One problem, as it stands in `data/processed/validation/problems.csv`.

    `source` is the file's path under the run folder, with forward slashes. `row` is the row as a
    person sees it: of a spreadsheet (the header is row 1), a line of text, a paragraph of a Word
    file or a page of a PDF; empty where the whole file is meant. `rule` is the rule's code.
    `value` is what stands there; `message` says what is wrong and what to do. `record` is the
    digest of the record that a decision names (see `records`).

    People open problems.csv in a spreadsheet, which would run a text that begins with = + - @ or a
    tab as a formula. There such a text has an apostrophe before it, see `harmless`; the pipeline
    takes it away again on reading, see `as_found`. A `Problem` itself never has it.
    """

    severity: Severity
    source: str
    row: int | str
    column: str
    rule: str
    value: str
    message: str
    record: str = ""


class Unreadable(Exception):
    """A file has nothing to give; carries the problem that says why. Raised within readers only."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def to_frame(problems: Iterable[Problem]) -> pd.DataFrame:
    """The problems as a frame of strings with the columns `COLUMNS`, in the order given."""
    given = list(problems)
    cells = {name: [str(getattr(problem, name)) for problem in given] for name in COLUMNS}
    return pd.DataFrame(cells, dtype=str)


def open_errors(problems: pd.DataFrame) -> pd.DataFrame:
    """The errors that stop the gate: those that no decision accepts or excludes.

    `problems` may not have been put to any decisions, and then has no column of them.
    """
    return problems[(problems["severity"] == "error") & ~is_settled(problems)]


def is_settled(problems: pd.DataFrame) -> pd.Series:
    """Which problems a decision in force accepts or excludes, as True."""
    if "decision" not in problems:
        return pd.Series(False, index=problems.index)
    return problems["decision"].isin(SETTLING)


def harmless(problems: pd.DataFrame) -> pd.DataFrame:
    """The problems with an apostrophe before each text that a spreadsheet would take for a formula.

    One is put also before apostrophes in front of such a text, so that `as_found` is its inverse.
    """
    return _each_text(problems, f"^(?={_FORMULA})", "'")


def as_found(problems: pd.DataFrame) -> pd.DataFrame:
    """The problems as they were before `harmless`."""
    return _each_text(problems, f"^'(?={_FORMULA})", "")


def _each_text(problems: pd.DataFrame, pattern: str, put: str) -> pd.DataFrame:
    # Not by pandas' own `replace`, whose engine knows no look ahead; each text once, for a million
    # problems of one kind say much the same.
    texts = {}
    for name in (name for name in _TEXTS if name in problems):
        changed = {cell: re.sub(pattern, put, cell) for cell in problems[name].unique()}
        texts[name] = problems[name].map(changed).astype(str)
    return problems.assign(**texts)
