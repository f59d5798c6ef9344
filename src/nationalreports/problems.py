"""What is wrong with the data: one row a problem, in words that say what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from typing import Literal

import pandas as pd

Severity = Literal["error", "warning", "info"]

COLUMNS = ["severity", "source", "row", "column", "rule", "value", "message"]


@dataclass(frozen=True)
class Problem:
    """One problem, as it stands in `data/processed/validation/problems.csv`.

    `source` is the file's path under the run folder, with forward slashes. `row` is the row as a
    person sees it: of a spreadsheet (the header is row 1), a line of text, a paragraph of a Word
    file or a page of a PDF; empty where the whole file is meant. `rule` is the rule's code.
    `value` is what stands there; `message` says what is wrong and what to do.
    """

    severity: Severity
    source: str
    row: int | str
    column: str
    rule: str
    value: str
    message: str


class Unreadable(Exception):
    """A file has nothing to give; carries the problem that says why. Raised within readers only."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def to_frame(problems: Iterable[Problem]) -> pd.DataFrame:
    """The problems as a frame of strings with the columns `COLUMNS`, in the order given."""
    rows = [[str(field) for field in astuple(problem)] for problem in problems]
    return pd.DataFrame(rows, columns=COLUMNS, dtype=str)
