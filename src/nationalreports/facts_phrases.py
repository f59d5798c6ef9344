"""Words and numbers in the form in which reports print them, and rows of the public tables."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

MONTHS = """
January February March April May June July August September October November December
""".split()  # noqa: SIM905, a column of names reads worse
NUMBER_WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


def read_summary(public: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """`summary.csv` as item and value; `[z]` (not applicable) is left out."""
    frame = public.get("summary")
    if frame is None or frame.empty:
        return {}
    pairs = zip(frame["item"], frame["value"], strict=True)
    return {str(item): str(value) for item, value in pairs if value not in ("[z]", "")}


def all_voices(frame: pd.DataFrame | None) -> pd.DataFrame:
    """The rows of a theme table that count any sector and any voice."""
    if frame is None or frame.empty:
        return pd.DataFrame(columns=["question", "theme"])
    return frame[(frame["sector"] == "all") & (frame["voice"] == "all")]


def answer_rows(
    public: Mapping[str, pd.DataFrame], survey: str, question: str, group: str = "all"
) -> dict[str, dict[str, str]]:
    """The rows of `answers.csv` of one question and group, by answer."""
    frame = public.get("answers")
    if frame is None or frame.empty:
        return {}
    wanted = (
        (frame["survey"] == survey) & (frame["question"] == question) & (frame["group"] == group)
    )
    rows = frame[wanted].astype(str).to_dict("records")
    return {row["answer"]: {str(name): cell for name, cell in row.items()} for row in rows}


def number(text: object) -> int:
    """The whole number that `text` shows; 0 where it is withheld (`[c]`), missing or not one."""
    shown = str(text if text is not None else "").strip().replace(",", "")
    return int(shown) if shown.isdecimal() else 0


def is_number(text: object) -> bool:
    """Whether a cell shows a figure rather than shorthand such as `[c]`."""
    return re.fullmatch(r"\d+(\.\d+)?", str(text).strip().replace(",", "")) is not None


def slug(text: str) -> str:
    """`text` as a key: lower-case letters, digits and single underscores."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_") or "answer"


def slugs(texts: Iterable[str]) -> dict[str, str]:
    """Each text's own slug, in order; equal ones get `_2`, `_3` and so on."""
    found: dict[str, str] = {}
    for text in texts:
        base, candidate, count = slug(text), slug(text), 1
        while candidate in found.values():
            count += 1
            candidate = f"{base}_{count}"
        found[text] = candidate
    return found


def grouped(text: object) -> str:
    """A whole number with a comma for thousands; anything else, such as `[c]`, as it stands."""
    shown = str(text)
    return f"{int(shown):,}" if shown.isdecimal() else shown


def counted(count: int, noun: str) -> str:
    """For instance `1 visit`, `6 visits`, `no visits`."""
    return f"{count} {noun}" if count == 1 else f"{f'{count:,}' if count else 'no'} {noun}s"


def join_words(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`; nothing for none."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def long_date(day: object) -> str:
    """An ISO day or a date as `10 November 2020`."""
    date = datetime.date.fromisoformat(str(day))
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def moment(time: object) -> str:
    """A time of the form 2020-12-15T09:30 as `9.30am on 15 December 2020`."""
    at = datetime.datetime.fromisoformat(str(time))
    hour = f"{(at.hour - 1) % 12 + 1}{f'.{at.minute:02}' if at.minute else ''}"
    return f"{hour}{'am' if at.hour < 12 else 'pm'} on {long_date(at.date())}"


def month(day: object) -> str:
    """An ISO day as `May 2020`: reference data are often dated by month alone."""
    date = datetime.date.fromisoformat(str(day))
    return f"{MONTHS[date.month - 1]} {date.year}"


def span(first: str | None, last: str | None) -> str:
    """Two ISO days as `between 5 and 14 October 2020`, or `on` the one day."""
    if not first or not last:
        return "on dates that are not given"
    start, end = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    if start == end:
        return f"on {long_date(start)}"
    opening = f"{start.day}"
    if (start.year, start.month) != (end.year, end.month):
        opening += f" {MONTHS[start.month - 1]}"
    if start.year != end.year:
        opening += f" {start.year}"
    return f"between {opening} and {long_date(end)}"


def statistic(value: str, measure: str) -> str:
    """An official figure as every sentence, table and chart prints it: `390,109`, `58.0%`.

    The decimals are those of the table, so that one figure is the same everywhere.
    """
    return f"{grouped(value)}%" if measure == "timeliness" else grouped(value)
