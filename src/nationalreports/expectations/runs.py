"""What must not change from the last run to this one without somebody's knowing why."""

from __future__ import annotations

from typing import ClassVar

import great_expectations.expectations as gxe

from nationalreports.comparison import ERRORS, POINTS, ROWS_LEAST, ROWS_SHARE
from nationalreports.expectations import WARNING, Notes, Severity


class RowsDoNotJump(gxe.ExpectColumnPairValuesAToBeGreaterThanB):
    code: ClassVar[str] = "RUN-101"
    column_A: str = "_allowed"
    column_B: str = "_change"
    or_equal: bool | None = True
    about: ClassVar[str] = "rows"
    severity: Severity = WARNING
    notes: Notes = (
        f"No source has over {100 // ROWS_SHARE}%, and {ROWS_LEAST} rows or more, more or fewer "
        "than in the last run; coding alone may grow."
    )
    why: ClassVar[str] = "A file that is missing, cut short or given twice changes every figure."
    remedy: ClassVar[str] = "compare the files with those delivered before; accept it if it is so"
    settled_by: ClassVar[tuple[str, ...]] = ("accept",)


class SharesDoNotJump(gxe.ExpectColumnPairValuesAToBeGreaterThanB):
    code: ClassVar[str] = "RUN-102"
    column_A: str = "_allowed"
    column_B: str = "_change"
    or_equal: bool | None = True
    about: ClassVar[str] = "share"
    severity: Severity = WARNING
    notes: Notes = (
        f"No answer's share has moved by over {POINTS} percentage points since the last run, and "
        f"by over {ERRORS} standard errors of the difference."
    )
    why: ClassVar[str] = "Answers that an export names or numbers otherwise move without a word."
    remedy: ClassVar[str] = "compare the exports, and the answers in config/surveys/, with before"
    settled_by: ClassVar[tuple[str, ...]] = ("accept",)


class MissingRatesDoNotJump(gxe.ExpectColumnPairValuesAToBeGreaterThanB):
    code: ClassVar[str] = "RUN-103"
    column_A: str = "_allowed"
    column_B: str = "_change"
    or_equal: bool | None = True
    about: ClassVar[str] = "share"
    severity: Severity = WARNING
    notes: Notes = (
        f"No column's or question's share of missing values has moved by over {POINTS} percentage "
        f"points since the last run, and by over {ERRORS} standard errors of the difference."
    )
    why: ClassVar[str] = "A column that got lost, or was shifted, leaves a question unanswered."
    remedy: ClassVar[str] = "look at the column in the files delivered now and before"
    settled_by: ClassVar[tuple[str, ...]] = ("accept",)
