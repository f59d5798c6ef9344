"""The filled check sheet, read back as a gate for release.

Rules: CHK-001 to CHK-010, see `rules.check_sheet`; and those of `tables`, for a file or a cell that
cannot be trusted.
"""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pandas as pd

from nationalreports.check_sheet import (
    ABOUT,
    BY_HAND_COLUMNS,
    CHECKER,
    DAY,
    FIGURE,
    FIGURES,
)
from nationalreports.check_sheet_cells import COUNT, PERCENTAGE, UNTRACED
from nationalreports.facts_phrases import NUMBER_WORDS
from nationalreports.problems import Problem
from nationalreports.rules.check_sheet import RULES
from nationalreports.tables import read_table

MADE = Path("data/processed/confidential/check_sheet.csv")
FILLED = Path("data/raw/check_sheet.xlsx")

_REMEDIES = {rule.code: rule.remedy for rule in RULES}

#: How people write a day, and how spreadsheets hand it on. Day before month, as in Britain.
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y")


def check_sheet_gate(directory: Path, today: datetime.date) -> list[str]:
    """A line for each thing that stands in the way of a release in the run folder `directory`."""
    if not (directory / MADE).is_file():
        return [f"check sheet: fail; {MADE.as_posix()} is missing; run `make reports`"]
    made = pd.read_csv(directory / MADE, dtype=str, keep_default_na=False)
    return [
        f"check sheet: fail; {problem.rule}, {problem.source}"
        + (f", row {problem.row}" if problem.row else "")
        + f": {problem.message}"
        for problem in read_check_sheet(directory / FILLED, made, today, source=FILLED.as_posix())
    ]


def read_check_sheet(
    path: Path, made: pd.DataFrame, today: datetime.date, *, source: str
) -> list[Problem]:
    """What is wrong with the filled sheet at `path`; nothing where all agree.

    `made` is the table of all figures beside the sheet that was made (`check_sheet.FIGURES_COLUMNS`
    and `All figures`). Every problem is an error. Names are not looked at but for their being
    there: any person may be a checker.
    """
    problems = list(_untraced(made))
    drawn = made[made["Check"] != ""]
    if drawn.empty:  # as in a series without evidence yet
        return problems
    if not path.is_file():
        problems.append(_problem("CHK-001", source, "", "", "", "the filled sheet is missing"))
        return problems
    rows, faults = read_table(
        path, source=source, required=BY_HAND_COLUMNS, optional=None, beside=(ABOUT, FIGURES)
    )
    # Spaces made tidy are nothing to a gate; a row set aside would only be named missing again.
    if faults := [fault for fault in faults if fault.severity == "error"]:
        return problems + faults
    others = rows.loc[rows["All figures"] != made["All figures"].iloc[0], "All figures"]
    if len(others):
        message = "the sheet belongs to other figures; they have changed since it was made"
        return [*problems, _problem("CHK-002", source, "", "All figures", others.iloc[0], message)]
    return problems + list(_rows(rows, drawn, today, source))


def _untraced(made: pd.DataFrame) -> Iterator[Problem]:
    unknown = made[made["Kind"] == UNTRACED]
    for report, rows in unknown.groupby("Report", sort=False):
        first = rows["Sentence or text"].iloc[0]
        message = f"figures explained by no table: {len(rows)}, such as in “{first}”"
        value = ", ".join(rows["Printed"].head(5))
        yield _problem("CHK-010", MADE.as_posix(), "", "Kind", value, f"{report}: {message}")


def _rows(
    rows: pd.DataFrame, drawn: pd.DataFrame, today: datetime.date, source: str
) -> Iterator[Problem]:
    asked = {row["Figure"]: row for row in _records(drawn)}
    seen: set[str] = set()
    for number, row in zip(rows.index, _records(rows), strict=True):
        figure = row["Figure"]
        if figure not in asked or figure in seen:
            message = "stands there twice" if figure in seen else "no such figure was drawn"
            yield _problem("CHK-004", source, number, "Figure", figure, message)
            continue
        seen.add(figure)
        given = asked[figure]
        if row["Check"] != given["Check"] or not row["What to work out"].startswith(
            " ".join(given["Formula"].split())
        ):
            yield _problem(
                "CHK-005", source, number, "What to work out", row["Check"], "is not as drawn"
            )
        yield from _filled(row, given, today, number, source)
    for figure, given in asked.items():
        if figure not in seen:
            message = f"the row of check {given['Check']} is missing"
            yield _problem("CHK-003", source, "", "Figure", figure, message)


def _records(frame: pd.DataFrame) -> list[dict[str, str]]:
    return [{str(k): str(v) for k, v in row.items()} for row in frame.to_dict("records")]


def _filled(
    row: dict[str, str], given: dict[str, str], today: datetime.date, number: int, source: str
) -> Iterator[Problem]:
    check = f"check {given['Check']}"
    if not row[FIGURE]:
        yield _problem("CHK-006", source, number, FIGURE, "", f"{check} has no figure")
    elif not agrees(row[FIGURE], given["Printed"], given["Kind"], given["Count before"]):
        message = f"{check} gives {row[FIGURE]!r}, the report prints {given['Printed']!r}"
        yield _problem("CHK-009", source, number, FIGURE, row[FIGURE], message)
    if not row[CHECKER]:
        yield _problem("CHK-007", source, number, CHECKER, "", f"{check} has no name")
    day = read_day(row[DAY])
    if day is None or day > today:
        said = f"{row[DAY]!r} is no day" if row[DAY] and day is None else "has no day"
        said = f"{row[DAY]!r} is still to come" if day else said
        yield _problem("CHK-008", source, number, DAY, row[DAY], f"{check}: {said}")


def agrees(own: str, printed: str, kind: str, exact: str) -> bool:
    """Whether a checker's figure is the printed one.

    Signs, commas and "about" are passed over; a spreadsheet turns 58% into 0.58; a number of people
    may be the exact one, of which rounding is the machine's part; words are compared as words.
    """
    wanted = _number(printed)
    given = _number(own)
    if wanted is None or given is None:
        return _words(own) == _words(printed)
    allowed = {wanted}
    if kind == COUNT and exact.isdecimal():
        allowed.add(Decimal(exact))
    candidates = {given}
    if "%" in printed or kind == PERCENTAGE:
        # Exactly 1 is 1%: all of a base is never published, so 100% cannot be meant.
        candidates |= {100 * given} if "%" not in own and given < 1 else set()
    elif "%" in own:
        return False
    return bool(allowed & candidates)


def read_day(text: str) -> datetime.date | None:
    """The day that `text` gives, or None."""
    plain = text.partition("T")[0].strip()
    for form in _DAYS:
        with contextlib.suppress(ValueError):
            return datetime.datetime.strptime(plain, form).date()
    return None


def _number(text: str) -> Decimal | None:
    plain = re.sub(r"^(about|of)\s+", "", text.strip().casefold())
    if plain in NUMBER_WORDS:
        return Decimal(NUMBER_WORDS.index(plain))
    plain = re.sub(r"(?<=\d)[,\s](?=\d{3}\b)", "", plain).rstrip("% ")
    with contextlib.suppress(InvalidOperation):
        number = Decimal(plain)
        return number if number.is_finite() else None
    return None


def _words(text: str) -> str:
    return " ".join(text.strip(" ‘’“”'\"").casefold().split())


def _problem(
    rule: str, source: str, row: int | str, column: str, value: str, message: str
) -> Problem:
    return Problem("error", source, row, column, rule, value, f"{message}; {_REMEDIES[rule]}")
