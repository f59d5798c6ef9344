"""When a response was begun and submitted, to the second where the export says so.

Days decide where a response counts and are read strictly, in `survey_rows`. Times serve the rules
of survey quality alone: what is no time is blank, and never sets a response aside.
"""

from __future__ import annotations

import datetime
import re
from typing import Any

import numpy as np
import pandas as pd

from nationalreports.survey_forms import export_of, fold
from nationalreports.survey_problems import RowProblems
from nationalreports.survey_rows import day_number

#: The columns that `read_times` gives.
TIMES = ["submitted", "started", "seconds"]

_UNKNOWN = -1
_DAY = 86_400
_FRACTION = r"(:[0-9]{2}:[0-9]{2})\.[0-9]+"
_CLOCK = re.compile(
    r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?: ?([ap])\.?m\.?)?(Z|[+-][0-9]{2}:?[0-9]{2})?", re.I
)


def read_times(
    frame: pd.DataFrame, form: dict[str, Any], day: pd.Series, problems: RowProblems
) -> pd.DataFrame:
    """`TIMES` of each row of `frame` as strings, "" for what is not known.

    `submitted` and `started` are ISO days, or days and times to the second as the export's clock
    showed them ("2020-10-05T14:30:00"); `seconds` is the time between, in whole seconds, negative
    where the start is later; it is blank where either has no time of day, or where the two are of
    different time zones. `day` is each row's day of submission, as from `survey_rows.read_days`.
    A start that cannot be read is a warning.
    """
    end, end_zone, end_text = _clock(frame[form["submitted"]])
    none = pd.Series("", index=frame.index, dtype=str)
    times = pd.DataFrame(
        {"submitted": _day_texts(day) + end_text, "started": none, "seconds": none}
    )
    if "started" not in form:
        return times
    cells, export = frame[form["started"]], export_of(form)
    begun = _days(cells, export["dates"])
    unread = cells[(cells != "") & (begun == 0)]
    unread = unread[~unread.map(fold).isin({fold(text) for text in export["blank"]})]
    message = (
        "is no time, so how long the response took is not known; write it as 2020-10-05 14:30:00"
    )
    problems.add("warning", "SVY-018", str(cells.name), unread, message)
    start, start_zone, start_text = _clock(cells)
    known = (begun != 0) & (start != _UNKNOWN) & (end != _UNKNOWN) & (start_zone == end_zone)
    took = (day - begun) * _DAY + end - start
    times["started"] = (_day_texts(begun) + start_text).where(begun != 0, "")
    times["seconds"] = took.where(known, 0).astype(str).where(known, "")
    return times


def _days(cells: pd.Series, order: str) -> pd.Series:
    """The day of each cell as a number, 0 for none."""
    codes, texts = pd.factorize(cells.str.replace(r"[T, ].*", "", regex=True))
    days = np.array([day_number(text, order) for text in texts], dtype="int64")
    return pd.Series(days[codes], index=cells.index)


def _day_texts(days: pd.Series) -> pd.Series:
    codes, numbers = pd.factorize(days)
    texts = [datetime.date.fromordinal(day).isoformat() if day else "" for day in numbers]
    return _taken(texts, codes, days.index)


def _clock(cells: pd.Series) -> tuple[np.ndarray, np.ndarray, pd.Series]:
    """Of each cell the seconds since midnight or -1, the time zone, and the time in ISO form."""
    # Few distinct times of day are left once day and fractions of a second are gone.
    times = cells.str.replace(r"^[^T, ]*(?:T|,? )?", "", regex=True)
    times = times.str.replace(_FRACTION, r"\1", regex=True)
    codes, texts = pd.factorize(times)
    read = [_second_of_day(text) for text in texts]
    seconds = np.array([second for second, _ in read], dtype="int64")
    zones = np.array([zone for _, zone in read], dtype="U5")
    written = [_iso(second) if second != _UNKNOWN else "" for second in seconds.tolist()]
    return seconds[codes], zones[codes], _taken(written, codes, cells.index)


def _second_of_day(text: str) -> tuple[int, str]:
    found = _CLOCK.fullmatch(text)
    if not found:
        return _UNKNOWN, ""
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[4]:
        # 12 am is midnight, 12 pm noon.
        hour = hour % 12 + 12 * (found[4].lower() == "p") if 1 <= hour <= 12 else 24
    if hour > 23 or minute > 59 or second > 59:
        return _UNKNOWN, ""
    return hour * 3600 + minute * 60 + second, (found[5] or "").upper().replace(":", "")


def _iso(second: int) -> str:
    return f"T{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"


def _taken(texts: list[str], codes: np.ndarray, index: pd.Index) -> pd.Series:
    return pd.Series(pd.array(texts, dtype=str).take(codes), index=index)
