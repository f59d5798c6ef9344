"""What is wrong with the data: one row a problem, in words that say what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from typing import Literal

import pandas as pd

Severity = Literal["error", "warning", "info"]

COLUMNS = ["severity", "source", "row", "column", "rule", "value", "message", "record"]

#: How a cell begins that a spreadsheet takes for a formula (OWASP, CSV Injection, 2024).
_FORMULA = "'*[=+\\-@\t\r\n＝＋－＠]"

_TEXTS = ["source", "column", "value", "message"]


@dataclass(frozen=True)
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
    rows = [[str(field) for field in astuple(problem)] for problem in problems]
    return pd.DataFrame(rows, columns=COLUMNS, dtype=str)


def harmless(problems: pd.DataFrame) -> pd.DataFrame:
    """The problems with an apostrophe before each text that a spreadsheet would take for a formula.

    One is put also before apostrophes in front of such a text, so that `as_found` is its inverse.
    """
    return _each_text(problems, f"^(?={_FORMULA})", "'")


def as_found(problems: pd.DataFrame) -> pd.DataFrame:
    """The problems as they were before `harmless`."""
    return _each_text(problems, f"^'(?={_FORMULA})", "")


def _each_text(problems: pd.DataFrame, pattern: str, put: str) -> pd.DataFrame:
    # Not by pandas' own `replace`, whose engine knows no look ahead.
    texts = {
        name: pd.Series([re.sub(pattern, put, cell) for cell in problems[name]], dtype=str)
        for name in _TEXTS
    }
    return problems.assign(
        **{name: cells.set_axis(problems.index) for name, cells in texts.items()}
    )
