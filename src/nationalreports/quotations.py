"""Free text that a person lets a report print: `data/raw/quotations.csv`, and how it is printed.

Nothing else of what people wrote may stand in a report; the leak scan holds it to that. Rules
QUO-0xx: see `rules.quotations`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pandas as pd

from nationalreports.areas import is_date
from nationalreports.markdown import escape
from nationalreports.problems import Problem
from nationalreports.records import bind
from nationalreports.tables import read_table

QUOTATION_COLUMNS = ["quotation", "text", "role", "report", "reviewer", "date"]

#: What of them may be known to everybody.
PRINTED_COLUMNS = ["quotation", "text", "role"]

#: Where the list stands in a run folder.
QUOTATIONS = Path("data/raw/quotations.csv")

# A role in small letters, such as "parent of a child at a special school", holds no name.
_ROLE = re.compile(r"[a-z]+(?:[ -][a-z]+){0,9}")


def read_quotations(root: Path, reports: Collection[str]) -> tuple[pd.DataFrame, list[Problem]]:
    """The approved quotations of the run folder `root`, with `QUOTATION_COLUMNS`; none if no file.

    `reports`: the keys of the series' reports, of which each row names one. A row with a fault is
    an error and set aside.
    """
    path = root / QUOTATIONS
    if not path.exists():
        return pd.DataFrame(columns=QUOTATION_COLUMNS, dtype=str), []
    source = QUOTATIONS.as_posix()
    frame, problems = read_table(path, source=source, required=QUOTATION_COLUMNS)
    seen: set[tuple[str, str]] = set()
    kept = []
    for row, *cells in frame[QUOTATION_COLUMNS].itertuples(name=None):
        own = dict(zip(QUOTATION_COLUMNS, map(str, cells), strict=True))
        faults = list(_faults(own, seen, reports))
        seen.add((own["report"], own["quotation"]))
        problems += [
            Problem("error", source, row, column, rule, own[column], message)
            for column, rule, message in faults
        ]
        kept += [] if faults else [row]
    return frame.loc[kept, QUOTATION_COLUMNS], bind(problems, {source: frame})


def printed_in(quotations: pd.DataFrame, report: str) -> pd.DataFrame:
    """The quotations that a report may print, with `PRINTED_COLUMNS`: no reviewer and no day."""
    return quotations.loc[quotations["report"] == report, PRINTED_COLUMNS]


def make_quotation_fragments(public: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """Name and Markdown of a fragment for each quotation of a report: the text, then the role."""
    quotations = public.get("quotations", pd.DataFrame(columns=PRINTED_COLUMNS))
    return {
        f"quotation-{name}": f"> “{escape(text)}”\n>\n> {escape(role[:1].upper() + role[1:])}"
        for name, text, role in quotations[PRINTED_COLUMNS].itertuples(index=False, name=None)
    }


def _faults(
    own: Mapping[str, str], seen: set[tuple[str, str]], reports: Collection[str]
) -> Iterator[tuple[str, str, str]]:
    """Column, rule and message of each fault of one row."""
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", own["quotation"]):
        message = "is no name for a fragment; write small letters, digits and hyphens"
        yield "quotation", "QUO-001", message
    elif (own["report"], own["quotation"]) in seen:
        yield "quotation", "QUO-001", "stands there twice for one report; give it another name"
    if not re.search(r"[^\W\d_]", own["text"]):
        yield "text", "QUO-002", "holds no words; copy what was written, or delete the row"
    elif re.search(r"\d", own["text"]):
        message = "holds a figure, which no table bears out; choose other words of the same text"
        yield "text", "QUO-002", message
    if not _ROLE.fullmatch(own["role"]):
        message = "must be a role in at most ten words of small letters, such as: parent of a child"
        yield "role", "QUO-003", message
    if own["report"] not in reports:
        yield "report", "QUO-004", f"is no report; write one of: {', '.join(reports)}"
    if not re.search(r"\w", own["reviewer"]):
        yield "reviewer", "QUO-005", "nobody stands by the row; write the reviewer's name"
    if not is_date(own["date"]):
        yield "date", "QUO-006", "is no day; write the day of the review as 2020-11-03"
