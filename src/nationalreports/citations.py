"""Which official statistics a report may cite: those that had been published by its own date.

Rules REF-004 and 005: see `rules.areas`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from nationalreports.problems import Problem


def check_citations(
    kind: str, frame: pd.DataFrame, reports: dict[str, Any], *, source: str
) -> list[Problem]:
    """What the reports may not cite of a table of `read_reference` (`kind` is its key).

    A report's `cites` names the year it cites of each table; without it the newest year that had
    been published is taken. The rows that say when a year was published are those of local areas
    and England alike: the latest of them counts. The problem's row is the first of that year.
    """
    if frame.empty:
        return []
    years = {str(year): own["published"] for year, own in frame.groupby("time_period")}
    problems: list[Problem] = []
    for key, report in reports.items():
        if "reference" not in report["evidence"]:
            continue
        cited = report.get("cites", {}).get(kind)
        found = (
            _missing(key, str(report["date"]), years)
            if cited is None
            else _cited(f"reports.{key}.cites.{kind}", key, str(report["date"]), str(cited), years)
        )
        problems += [
            Problem("error", source, row, "published", rule, value, message)
            for rule, row, value, message in found
        ]
    return problems


def _cited(
    place: str, key: str, date: str, cited: str, years: dict[str, pd.Series]
) -> Iterator[tuple[str, int | str, str, str]]:
    if cited not in years:
        known = ", ".join(years)
        message = (
            f"the report {key} cites {cited}, which the file does not have (it has {known}); "
            f"add the rows, or correct {place} in config/config.yaml"
        )
        yield "REF-004", "", cited, message
        return
    days = years[cited]
    late = days[(days == "") | (days > date)]
    if len(late):
        value = str(late.iloc[0])
        when = f"was published on {value}" if value else "has no day of publication"
        message = (
            f"the report {key} of {date} cites {cited}, which {when}; a report cannot cite what "
            f"was published after it: correct {place} in config/config.yaml, or the day here"
        )
        yield "REF-004", int(str(late.index[0])), value, message


def _missing(
    key: str, date: str, years: dict[str, pd.Series]
) -> Iterator[tuple[str, int | str, str, str]]:
    if not any(((days != "") & (days <= date)).all() for days in years.values()):
        message = (
            f"the report {key} of {date} uses reference data, but no year in this file had been "
            "published by then; add earlier rows, correct the days of publication, or take "
            "reference out of the report's evidence"
        )
        yield "REF-005", "", "", message
