"""The problems of one export's rows, listed as far as a person reads, and counted beyond."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

import pandas as pd

from nationalreports.problems import Problem, Severity

#: Problems of one rule in one file that are named row by row. A file that is wrong throughout has
#: one for every cell: a million lines say no more than these and their number.
NAMED = 1_000


class RowProblems:
    """Collects the problems of the file `source`; `listed` gives them."""

    def __init__(self, source: str) -> None:
        self.source = source
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
        self._problems += [
            Problem(severity, self.source, int(str(row)), column, rule, str(value), text)
            for (row, value), text in zip(named.items(), texts, strict=True)
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
