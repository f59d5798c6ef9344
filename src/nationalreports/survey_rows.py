"""Whose response a row is: its id, its area, its day, and so the wave that it belongs to."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from functools import partial

import numpy as np
import pandas as pd

from nationalreports.areas import resolve_area, unknown_area
from nationalreports.survey_problems import RowProblems

#: Days between a response and its area's visit beyond which the day is surely misread or of another
#: series: a two-digit year read as another, a clock that was never set.
FARTHEST = 366

#: An id that a spreadsheet took for a number and rounded.
_ROUNDED = r"[0-9](?:[.,][0-9]+)?[Ee]\+[0-9]+"

_TIME = (
    r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_HALVED = r"(?:0?[1-9]|1[0-2]):[0-5][0-9](?::[0-5][0-9])? ?[AaPp]\.?[Mm]\.?"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[/.-][0-9]{1,2}[/.-](?:[0-9]{4}|[0-9]{2})"

#: A day, or a day and a time.
_SUBMITTED = rf"(?:{_DAY})(?:(?:T|,? )(?:{_TIME}|{_HALVED}))?"

_ORDERED = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_SERIAL = re.compile(r"[1-9][0-9]{4}(\.[0-9]+)?")
_OTHER_ORDER = {"day-first": "month-first", "month-first": "day-first"}


def read_ids(
    ids: pd.Series, earlier: list[tuple[str, pd.Series]], problems: RowProblems
) -> pd.Series:
    """Which rows have an id of their own, as True; `ids` is the column, indexed by row.

    `earlier` are the survey's files read before, with their ids: an id is unique over all of them.
    A missing id, one that a spreadsheet rounded and one that stood before are errors.
    """
    column = str(ids.name)
    blank = ids == ""
    message = "the response has no id; give it one"
    problems.add("error", "SVY-003", column, ids[blank], message)
    rounded = ids.str.fullmatch(_ROUNDED).astype(bool)
    message = (
        "is an id that a spreadsheet rounded, so that others may have become equal to it; "
        "export again and open the file as text"
    )
    problems.add("error", "SVY-003", column, ids[rounded], message)
    again = ids.duplicated()
    for _, others in earlier:
        again |= ids.isin(others)
    again &= ~blank & ~rounded
    places = partial(_first_places, [*earlier, (problems.source, ids)])
    problems.add("error", "SVY-004", column, ids[again], places)
    return ~(blank | rounded | again)


def _first_places(files: list[tuple[str, pd.Series]], cells: pd.Series) -> Iterable[str]:
    places: dict[str, str] = {}
    for source, ids in files:
        for row, value in ids[ids.isin(cells)].drop_duplicates().items():
            places.setdefault(value, f"{source}, row {row}")
    for value in cells:
        yield f"the id stands in {places[value]} too; delete one of the two, or correct the id"


def read_areas_of(
    cells: pd.Series, areas: pd.DataFrame, visits: pd.DataFrame, problems: RowProblems
) -> pd.Series:
    """The present code of each row's area, "" where it has none that was visited.

    A former code with one successor is taken as that, with one warning a code. A name is no code:
    the error lists the areas that it may mean.
    """
    column = str(cells.name)
    present = set(areas["area_code"])
    former = {code for codes in areas["former_codes"] for code in codes.split()}
    resolved = {
        code: code if code in present else resolve_area(code, areas)[0] if code in former else ""
        for code in cells.unique()
    }
    found = cells.map(resolved).astype(str)

    def say(named: pd.Series) -> Iterable[str]:
        told = {code: resolve_area(code, areas)[1] for code in named.unique()}
        return [unknown_area(code, told[code], areas) for code in named]

    unknown = found == ""
    problems.add("error", "SVY-005", column, cells[unknown], say)
    # One warning a code and file: the remedy is one replacement.
    former_ones = cells[(found != cells) & ~unknown]
    for code in former_ones.unique():
        message = f"{code} is a former code, taken as {resolved[code]}; replace it in the file"
        problems.note("warning", "SVY-011", column, former_ones[former_ones == code], message)
    elsewhere = ~unknown & ~found.isin(visits["area_code"])
    message = "the area was not visited; correct the code, or add the visit to visits.csv"
    problems.add("error", "SVY-006", column, cells[elsewhere], message)
    return found.mask(elsewhere, "")


def read_days(cells: pd.Series, order: str, survey: str, problems: RowProblems) -> pd.Series:
    """The day of each row as a number (`date.toordinal`), 0 where it is none.

    ISO days are always read: nothing else begins with a year. Days such as 03/04/2020 or 3.4.20 are
    read in the `order` that the survey declares, "day-first" or "month-first", and never under
    "iso"; a year of two digits is then one of this century. The time of day may be given with am
    or pm, and counts for nothing.

    Where a day can be read only in the other order, no row has a day: those that can be read in the
    declared order are then hardly the days that were meant.
    """
    whole = cells.str.fullmatch(_SUBMITTED).astype(bool)
    text = cells.str.replace(r"[T, ].*", "", regex=True).where(whole, "")
    day = text.map({part: day_number(part, order) for part in text.unique()}).astype("int64")
    no_day = day == 0
    if order in _OTHER_ORDER:
        other = {part for part in text[no_day].unique() if day_number(part, _OTHER_ORDER[order])}
        against = cells[text.isin(other)]
        message = _two_orders(len(against), order, survey)
        problems.note("error", "SVY-017", str(cells.name), against, message)
        if len(against):
            no_day &= ~text.isin(other)
            day = day * 0
    problems.add(
        "error",
        "SVY-007",
        str(cells.name),
        cells[no_day],
        lambda named: [_why_no_day(value, order, survey) for value in named],
    )
    return day


def _two_orders(number: int, order: str, survey: str) -> str:
    first, other = order.split("-")[0], _OTHER_ORDER[order]
    return (
        f"is no day with the {first} first, nor are {number:,} in all, but with the "
        f"{other.split('-')[0]} first; the others may be wrong days, so the whole file is set "
        f"aside: say `dates: {other}` under {_place(survey)} if the tool writes so, else correct "
        "these days"
    )


def _place(survey: str) -> str:
    return f"`export` in config/surveys/{survey}.yaml"


def day_number(text: str, order: str) -> int:
    """The day that `text` means (`date.toordinal`), 0 if none; `order` as for `read_days`."""
    if parts := _ORDERED.fullmatch(text):
        first, second, year = int(parts[1]), int(parts[3]), int(parts[4])
        day, month = (second, first) if order == "month-first" else (first, second)
        if order == "iso":
            return 0
        year += 2000 if len(parts[4]) == 2 else 0
    elif parts := _ISO.fullmatch(text):
        year, month, day = map(int, parts.groups())
    else:
        return 0
    try:
        return datetime.date(year, month, day).toordinal()
    except ValueError:
        return 0


def _why_no_day(value: str, order: str, survey: str) -> str:
    text = re.split(r"[T, ]", value)[0]
    if _SERIAL.fullmatch(value):
        return (
            "is a spreadsheet's serial number, not a day; give the column a date format such as "
            "2020-10-05 and save the file again"
        )
    if order == "iso" and _ORDERED.fullmatch(text):
        return (
            "may have the day or the month first; find out which the tool writes, and say so as "
            f"`dates: day-first` or `dates: month-first` under {_place(survey)}"
        )
    return "is no day; write it as 2020-10-05 or 2020-10-05 14:30"


def find_waves(
    cells: pd.Series, area: pd.Series, day: pd.Series, visits: pd.DataFrame, problems: RowProblems
) -> pd.Series:
    """The report of each row's visit; of an area's several visits, of that which started nearest.

    `cells` is the column of days as given, for the one warning about those that are farther than
    `FARTHEST` days from every visit of their area. The rows have an area and a day.
    """
    of_area: dict[str, list[tuple[int, str]]] = {}
    for code, start, report in visits.sort_values("start_date")[
        ["area_code", "start_date", "report"]
    ].itertuples(index=False, name=None):
        began = datetime.date.fromisoformat(start).toordinal()
        of_area.setdefault(code, []).append((began, report))
    pairs = pd.DataFrame({"area": area, "day": day})
    once = pairs.drop_duplicates()
    nearest = [
        min(of_area[code], key=lambda visit, on=on: abs(visit[0] - on))  # type: ignore[misc]
        for code, on in once.itertuples(index=False, name=None)
    ]
    known = pd.MultiIndex.from_frame(once)
    number = known.get_indexer(pd.MultiIndex.from_frame(pairs))
    starts = np.array([start for start, _ in nearest], dtype="int64")
    far = np.abs(starts[number] - day.to_numpy()) > FARTHEST if len(day) else np.zeros(0, bool)
    message = (
        f"{int(far.sum()):,} responses are more than {FARTHEST} days from their area's visit, the "
        "first in this row; check the order of days and months, the year, and the area"
    )
    problems.note("warning", "SVY-015", str(cells.name), cells[far], message)
    reports = pd.Categorical(pd.Series([report for _, report in nearest], dtype=str))
    wave = pd.Categorical.from_codes(reports.codes[number], reports.categories)
    return pd.Series(wave, index=area.index)
