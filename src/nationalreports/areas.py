"""Local areas, the visits to them, and the official statistics about them.

Rules: VIS-001 an id missing or of another form; VIS-002 an id twice; VIS-003 a date; VIS-004 ends
before it starts; VIS-005 a former area code taken as its successor; VIS-006 an unknown area code;
VIS-007 in no report's window; VIS-008 areas.csv itself. REF-001 year or level; REF-002 published;
REF-003 a figure that is no number.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports.area_names import match_area
from nationalreports.problems import Problem
from nationalreports.tables import read_table

AREA_COLUMNS = ["area_code", "area_name", "region", "former_codes", "fictional"]
VISIT_COLUMNS = ["visit_id", "area_code", "start_date", "end_date"]

#: Columns of the Department for Education's files ("Education, health and care plans", 2022
#: release) that the pipeline reads: those that say what a row is about, and its figures.
REFERENCE_COLUMNS = {
    "ehc_plans": (
        ["time_period", "geographic_level", "new_la_code", "la_name", "characteristic_age"],
        ["Total_all", "Total_ehc"],
    ),
    "timeliness": (
        ["time_period", "geographic_level", "new_la_code", "la_name"],
        ["TotNoExcEHC", "NoExc20weekEHC", "NoExc20weekRate"],
    ),
}

_LEVELS = ("National", "Regional", "Local authority")

#: Shorthand of official statistics for what is no figure: not applicable, not available, withheld.
_NO_FIGURE = ("z", "x", "c", "[z]", "[x]", "[c]")


def read_areas(path: Path, *, root: Path) -> tuple[pd.DataFrame, list[Problem]]:
    """The local areas: `area_code`, `area_name`, `region`, `former_codes`, `fictional`, then the
    file's other columns as they stand.

    `former_codes` are those of the areas that it replaced, parted by spaces. `fictional` is "true"
    or "false"; blank means "false". All strings, sorted by code. A code that stands twice, or a row
    without code or name, is an error and set aside.
    """
    source = path.relative_to(root).as_posix()
    frame, problems = read_table(path, source=source, required=AREA_COLUMNS[:3], optional=None)
    for column in AREA_COLUMNS[3:]:
        if column not in frame:
            frame[column] = ""
    frame["fictional"] = frame["fictional"].str.lower().replace("", "false")
    faults = {
        "area_code": (
            ~frame["area_code"].str.fullmatch(r"[A-Z][0-9]{8}"),
            "give its nine-character code, such as E06000001",
        ),
        "area_name": (frame["area_name"] == "", "give the area's name"),
        "fictional": (~frame["fictional"].isin(["true", "false"]), "write true or false"),
    }
    for column, (wrong, remedy) in faults.items():
        for row in frame.index[wrong]:
            value = str(frame.loc[row, column])
            message = f"{value!r} is no {column}; {remedy}"
            problems.append(Problem("error", source, row, column, "VIS-008", value, message))
    for row in frame.index[frame["area_code"].duplicated() & (frame["area_code"] != "")]:
        code = str(frame.loc[row, "area_code"])
        message = f"the area {code} stands twice; delete one of the rows"
        problems.append(Problem("error", source, row, "area_code", "VIS-008", code, message))
    kept = frame.drop(index=[p.row for p in problems if p.rule == "VIS-008"])
    others = [column for column in kept.columns if column not in AREA_COLUMNS]
    return kept[[*AREA_COLUMNS, *others]].sort_values("area_code"), problems


def resolve_area(code: str, areas: pd.DataFrame) -> tuple[str, list[str]]:
    """The present area code that `code` stands for, "" if none or several do, and the candidates.

    Candidates are the successors of a former code or, for what is no code at all, the areas that
    have this name.
    """
    if code in set(areas["area_code"]):
        return code, [code]
    former = areas["former_codes"].str.findall(r"[A-Z]\d{8}")
    successors = sorted(areas.loc[[code in codes for codes in former], "area_code"])
    if len(successors) == 1:
        return successors[0], successors
    return "", successors or (match_area(code, areas) if code else [])


def unknown_area(code: str, candidates: list[str], areas: pd.DataFrame) -> str:
    """What to say of an area code that stands for no area, or for several."""
    names = dict(zip(areas["area_code"], areas["area_name"], strict=True))
    listed = ", ".join(f"{c} ({names.get(c, '')})" for c in candidates[:5])
    if not code:
        return "the area code is missing; give one that stands in reference/areas.csv"
    if candidates:
        return f"{code!r} is no present area code; choose between {listed}"
    return f"{code!r} is not known; give a code that stands in reference/areas.csv"


def read_visits(
    path: Path, areas: pd.DataFrame, reports: dict[str, Any], *, root: Path
) -> tuple[pd.DataFrame, list[Problem]]:
    """The visits: `visit_id`, `area_code`, `start_date`, `end_date`, `report`; index: file row.

    `reports` are those of the configuration; `report` is the one whose window holds the start
    (windows do not overlap), "" if none does, which is an error. A former area code with one
    successor is taken as that, with a warning. Rows without a usable id, area or date are errors
    and set aside.
    """
    source = path.relative_to(root).as_posix()
    frame, problems = read_table(path, source=source, required=VISIT_COLUMNS)
    kept: dict[Any, list[str]] = {}
    seen: dict[str, Any] = {}
    for row, visit_id, given, start, end in frame[VISIT_COLUMNS].itertuples(name=None):
        area, candidates = resolve_area(given, areas)
        faults = list(_visit_faults(visit_id, seen, start, end))
        if not area:
            faults.append(("area_code", "VIS-006", given, unknown_area(given, candidates, areas)))
        problems += [Problem("error", source, row, *fault) for fault in faults]
        seen.setdefault(visit_id, row)
        if faults:
            continue
        if area != given:
            message = f"{given} is a former code, taken as {area}; write {area} in the file"
            problems.append(Problem("warning", source, row, "area_code", "VIS-005", given, message))
        report = report_of(start, reports)
        if not report:
            message = "lies in no report's window; correct it, or the windows in config/config.yaml"
            problems.append(Problem("error", source, row, "start_date", "VIS-007", start, message))
        kept[row] = [visit_id, area, start, end, report]
    visits = pd.DataFrame.from_dict(
        kept, orient="index", columns=[*VISIT_COLUMNS, "report"], dtype=str
    )
    return visits.rename_axis("row"), problems


def report_of(day: str, reports: dict[str, Any]) -> str:
    """The key of the report whose window holds the ISO date `day`, or ""."""
    for key, report in reports.items():
        if str(report["window"]["start"]) <= day <= str(report["window"]["end"]):
            return str(key)
    return ""


def is_date(text: str) -> bool:
    """Whether `text` is a day of the calendar in the form 2020-10-05."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _visit_faults(
    visit_id: str, seen: dict[str, Any], start: str, end: str
) -> Iterable[tuple[str, str, str, str]]:
    if not re.fullmatch(r"[a-z0-9-]+", visit_id):
        yield (
            "visit_id",
            "VIS-001",
            visit_id,
            "an id has small letters, digits and hyphens; give one",
        )
    elif visit_id in seen:
        message = f"the id stands in row {seen[visit_id]} too; give each visit an id of its own"
        yield "visit_id", "VIS-002", visit_id, message
    for column, day in (("start_date", start), ("end_date", end)):
        if not is_date(day):
            yield column, "VIS-003", day, "is no date; write it as 2020-10-05"
    if is_date(start) and is_date(end) and end < start:
        yield "end_date", "VIS-004", end, f"lies before the start, {start}; correct one of them"


def read_reference(path: Path, kind: str, *, root: Path) -> tuple[pd.DataFrame, list[Problem]]:
    """Official statistics of `kind` "ehc_plans" or "timeliness", as strings; index: file row.

    Columns are those of the file, which must have `REFERENCE_COLUMNS[kind]` and `published`. The
    latter comes back as an ISO date: a month stands for its last day, blank for never citable.
    Rows of unknown year or level are errors and set aside; so is a figure that is neither a number
    nor shorthand such as z, which comes back blank.
    """
    source = path.relative_to(root).as_posix()
    about, figures = REFERENCE_COLUMNS[kind]
    frame, problems = read_table(
        path, source=source, required=[*about, *figures, "published"], optional=None
    )

    def report(wrong: pd.Series, column: str, rule: str, message: str) -> None:
        for row, value in frame.loc[wrong, column].items():
            problems.append(Problem("error", source, str(row), column, rule, value, message))

    years = frame["time_period"].str.fullmatch(r"[12][0-9]{3}").astype(bool)
    report(~years, "time_period", "REF-001", "is no year; write it as 2020")
    levels = frame["geographic_level"].isin(_LEVELS)
    report(~levels, "geographic_level", "REF-001", f"must be one of: {', '.join(_LEVELS)}")
    published = frame["published"].map({p: _last_day(p) for p in frame["published"].unique()})
    wrong = published.isna()
    report(
        wrong, "published", "REF-002", "is no date; write 2020-05-07, or 2020-05 for its last day"
    )
    for column in figures:
        number = pd.to_numeric(frame[column], errors="coerce").notna()
        no_number = ~number & ~frame[column].isin(_NO_FIGURE)
        report(no_number, column, "REF-003", "is no number; correct it, or write z or x")
        frame[column] = frame[column].mask(no_number, "")
    frame["published"] = published.fillna("").astype(str)
    return frame[years & levels], problems


def _last_day(published: str) -> str | None:
    """The ISO date that a `published` cell means, "" for blank, None for what is no date."""
    if re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", published):
        year, month = map(int, published.split("-"))
        return f"{published}-{calendar.monthrange(year, month)[1]:02d}" if year else None
    return published if not published or is_date(published) else None
