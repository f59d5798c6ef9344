"""The problems of one export's rows, each with the digest of its row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath

import pandas as pd

from nationalreports.problems import Problem, Severity
from nationalreports.records import contents_of, of_cells

#: Problems of one rule in one file that are named row by row: as many as a sheet holds, to be put
#: right one by one or to be counted. Those beyond are counted here.
NAMED = 1_000_000

#: Rows whose contents are worked out at a time.
_AT_A_TIME = 50_000


class RowProblems:
    """Collects the problems of the file `source`; `listed` gives them.

    `frame` has the file's rows as read, without the columns that the survey drops.
    """

    def __init__(self, source: str, frame: pd.DataFrame) -> None:
        self.source = source
        self._frame = frame
        # Exports of two surveys may have the same columns, and rows of the same id.
        self._survey = PurePosixPath(source).parent.name
        self._problems: list[Problem] = []
        self._named: Counter[str] = Counter()
        self._more: Counter[tuple[Severity, str]] = Counter()

    def add(
        self,
        severity: Severity,
        rule: str,
        column: str,
        cells: pd.Series,
        message: str | Callable[[pd.Series], Iterable[str]],
    ) -> None:
        """A problem for each of `cells` (values, indexed by row), with one message or one a cell.

        A function of the cells is asked only for those that are named.
        """
        named = cells.iloc[: NAMED - self._named[rule]]
        texts = [message] * len(named) if isinstance(message, str) else message(named)
        records = self._records(rule, column, named)
        self._problems += [
            Problem(severity, self.source, int(row), column, rule, str(value), text, record)
            for row, value, text, record in zip(
                named.index.tolist(), named.tolist(), texts, records, strict=True
            )
        ]
        self._named[rule] += len(named)
        self._more[severity, rule] += len(cells) - len(named)

    def note(
        self, severity: Severity, rule: str, column: str, cells: pd.Series, message: str
    ) -> None:
        """One problem for all `cells` of a column, at the first of them, if there are any."""
        if len(cells):
            row, value = int(str(cells.index[0])), str(cells.iloc[0])
            self._problems.append(Problem(severity, self.source, row, column, rule, value, message))

    def _records(self, rule: str, column: str, cells: pd.Series) -> Iterator[str]:
        for start in range(0, len(cells), _AT_A_TIME):
            part = cells.iloc[start : start + _AT_A_TIME]
            contents = contents_of(self._frame.loc[part.index])
            yield from of_cells(rule, self._survey, column, part, contents)

    def listed(self) -> list[Problem]:
        """All of them, and for each rule that was not named to its end how many more there are."""
        more = [
            Problem(
                severity,
                self.source,
                "",
                "",
                rule,
                "",
                f"{number:,} more of this kind; the first {NAMED:,} are listed. Correct the "
                "export as a whole, or what config/surveys/ says of it",
            )
            for (severity, rule), number in self._more.items()
            if number
        ]
        return [*self._problems, *more]
