"""Local areas, the visits to them, and the official statistics about them.

Rules VIS-0xx and REF-0xx: see `rules.areas`. REF-004 and 005 are put in `citations`.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports.area_names import match_area, successors
from nationalreports.problems import Problem
from nationalreports.raw_folder import is_apart
from nationalreports.records import bind, contents_of, of_group
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

_CODE = r"[A-Z][0-9]{8}"

#: Shorthand of official statistics for what is no figure: not applicable, not available, withheld.
_NO_FIGURE = ("z", "x", "c", "[z]", "[x]", "[c]")


def read_areas(path: Path, *, root: Path) -> tuple[pd.DataFrame, list[Problem]]:
    """The local areas: `area_code`, `area_name`, `region`, `former_codes`, `fictional`, then the
    file's other columns as they stand.

    `former_codes` are those of the areas that it replaced, parted by spaces; a further column
    `former_names`, their names parted by semicolons. `fictional` is "true" or "false"; blank means
    "false". All strings, sorted by code. A code that stands twice, a former code that is none or
    that is a present one, or a row without code or name, is an error and set aside.
    """
    source = path.relative_to(root).as_posix()
    given, problems = read_table(path, source=source, required=AREA_COLUMNS[:3], optional=None)
    frame = given.copy()
    for column in AREA_COLUMNS[3:]:
        if column not in frame:
            frame[column] = ""
    frame["fictional"] = frame["fictional"].str.lower().replace("", "false")
    faults = {
        "area_code": (
            ~frame["area_code"].str.fullmatch(_CODE),
            "give its nine-character code, such as E06000001",
        ),
        "area_name": (frame["area_name"] == "", "give the area's name"),
        "former_codes": (
            ~frame["former_codes"].str.fullmatch(rf"({_CODE}( {_CODE})*)?"),
            "give nine-character codes with a space between them",
        ),
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
    present = set(frame["area_code"])
    for row in frame.index:
        for code in sorted(present & set(str(frame.loc[row, "former_codes"]).split())):
            message = f"{code} is the code of a present area too; delete it in one of the two rows"
            problems.append(Problem("error", source, row, "former_codes", "VIS-008", code, message))
    kept = frame.drop(index=[p.row for p in problems if p.rule == "VIS-008"])
    others = [column for column in kept.columns if column not in AREA_COLUMNS]
    kept = kept[[*AREA_COLUMNS, *others]].sort_values("area_code")
    return kept, bind(problems, {source: given})


def resolve_area(code: str, areas: pd.DataFrame) -> tuple[str, list[str]]:
    """The present area code that `code` stands for, "" if none or several do, and the candidates.

    Candidates are the successors of a former code or, for what is no code at all, the areas that
    have this name, or whose predecessors had it. A code in small letters is a candidate only.
    """
    present = set(areas["area_code"])
    if code in present:
        return code, [code]
    former = areas["former_codes"].str.findall(_CODE)
    found = sorted(areas.loc[[code in codes for codes in former], "area_code"])
    if len(found) == 1:
        return found[0], found
    if found or not code:
        return "", found
    if code.upper() in present:
        return "", [code.upper()]
    return "", match_area(code, areas) or successors(code, areas)


def unknown_area(code: str, candidates: list[str], areas: pd.DataFrame) -> str:
    """What to say of an area code that stands for no area, or for several."""
    names = dict(zip(areas["area_code"], areas["area_name"], strict=True))
    listed = ", ".join(f"{c} ({names.get(c, '')})" for c in candidates[:5])
    if not code:
        return "the area code is missing; give one that stands in reference/areas.csv"
    if len(candidates) == 1:
        return f"{code!r} is no present area code; write the code of the area, perhaps {listed}"
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
    and set aside. A table without rows is a warning: a series may have discussions alone.
    """
    source = path.relative_to(root).as_posix()
    frame, problems = read_table(path, source=source, required=VISIT_COLUMNS)
    if frame.empty and not any(problem.severity == "error" for problem in problems):
        message = "has no visits, so no letter or response counts; add them if there were any"
        problems.append(Problem("warning", source, "", "", "VIS-009", "", message))
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
    return visits.rename_axis("row"), bind(problems, {source: frame})


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


def read_reference(
    path: Path, kind: str, areas: pd.DataFrame, *, root: Path
) -> tuple[pd.DataFrame, list[Problem]]:
    """Official statistics of `kind` "ehc_plans" or "timeliness", as strings; index: file row.

    Columns are those of the file, which must have `REFERENCE_COLUMNS[kind]` and `published`. The
    latter comes back as an ISO date: a month stands for its last day, blank for never citable.
    Rows of unknown year or level, and local rows without a code, are errors and set aside. So are
    rows of one year, place and age that differ in their figures, under the present or a former code
    of `areas`; of equal ones the first stays. A figure that is neither a whole number (a rate: a
    percentage) nor shorthand such as z is an error and comes back blank, as does a day of
    publication that is none, or that lies before the year the row is about.
    """
    source = path.relative_to(root).as_posix()
    about, figures = REFERENCE_COLUMNS[kind]
    given, problems = read_table(
        path, source=source, required=[*about, *figures, "published"], optional=None
    )
    frame = given.copy()

    def report(wrong: pd.Series, column: str, rule: str, message: str) -> None:
        for row, value in frame.loc[wrong, column].items():
            problems.append(Problem("error", source, str(row), column, rule, value, message))

    years = frame["time_period"].str.fullmatch(r"[12][0-9]{3}").astype(bool)
    report(~years, "time_period", "REF-001", "is no year; write it as 2020")
    levels = frame["geographic_level"].isin(_LEVELS)
    report(~levels, "geographic_level", "REF-001", f"is no level; write {', '.join(_LEVELS)}")
    local = frame["geographic_level"] == "Local authority"
    uncoded = local & ~frame["new_la_code"].str.fullmatch(_CODE).astype(bool)
    message = "is no area's code; give the nine-character code of the area"
    report(uncoded, "new_la_code", "REF-008", message)
    published = frame["published"].map({p: _last_day(p) for p in frame["published"].unique()})
    message = "is no date; write 2020-05-07, or 2020-05 for its last day"
    report(published.isna(), "published", "REF-002", message)
    published = published.fillna("").astype(str)
    early = years & (published != "") & (published < frame["time_period"])
    message = "lies before the year that the row is about; correct one of the two, as in 2020-05-07"
    report(early, "published", "REF-002", message)
    for column in figures:
        no_number = ~_numbers(frame[column], column) & ~frame[column].isin(_NO_FIGURE)
        report(no_number, column, "REF-003", "is no number; correct it, or write z or x")
        frame[column] = frame[column].mask(no_number, "")
    frame["published"] = published.mask(early, "")
    frame = frame[years & levels & ~uncoded]
    twice, faults = _rows_twice(frame, figures, areas, source)
    return frame.drop(index=twice), bind(problems + faults, {source: given})


def _numbers(column: pd.Series, name: str) -> pd.Series:
    """Which cells are plain numbers: whole ones of people and plans, or percentages."""
    if not name.endswith("Rate"):
        return column.str.fullmatch(r"[0-9]+").astype(bool)
    plain = column.str.fullmatch(r"[0-9]{1,3}(\.[0-9]+)?").astype(bool)
    return plain & (pd.to_numeric(column.where(plain), errors="coerce") <= 100)


def _rows_twice(
    frame: pd.DataFrame, figures: list[str], areas: pd.DataFrame, source: str
) -> tuple[list[Any], list[Problem]]:
    """The rows to be set aside as their year, place and age stand twice, and what to say of it."""
    keys = ["time_period", "geographic_level", "region_code", "region_name", "characteristic_age"]
    known = frame.reindex(columns=[*keys, "new_la_code"], fill_value="")
    level = known["geographic_level"]
    places = known["new_la_code"].where(level == "Local authority", "")
    # A region's rows are told apart by its name; an area's region may be written in two ways.
    regional = level == "Regional"
    for column in ("region_code", "region_name"):
        known[column] = known[column].where(regional, "")
    present = set(known["time_period"] + " " + places)
    # A code of no area stays itself; "" would stand for the nation.
    successor = {code: resolve_area(code, areas)[0] or code for code in places.unique() if code}
    # Two former codes of one area are two areas of their year; one beside the present is not.
    known["new_la_code"] = [
        successor[code] if code and f"{year} {successor[code]}" in present else code
        for year, code in zip(known["time_period"], places, strict=True)
    ]
    aside: set[Any] = set()
    problems = []
    for _, rows in known[known.duplicated(keep=False)].groupby(list(known.columns)):
        first, *others = rows.index
        alike = len(frame.loc[rows.index, figures].drop_duplicates()) == 1
        aside |= set(others if alike else rows.index)
        for row in others:
            told = "" if alike else " with other figures, so that neither counts"
            message = f"the same year and place stand in row {first} too{told}; delete one"
            value = str(frame.loc[row, "new_la_code"])
            # Of all these rows: when another one changes, this may be no copy of it any more.
            own = contents_of(frame.loc[[row]])
            record = of_group("REF-007", frame.loc[rows.index], own)
            problems.append(
                Problem("error", source, str(row), "new_la_code", "REF-007", value, message, record)
            )
    return sorted(aside), problems


def check_reference(paths: Iterable[Path], *, root: Path) -> list[Problem]:
    """An error for each file in the reference folder that no reader takes."""
    known = ["areas.csv", *(f"{kind}.csv" for kind in REFERENCE_COLUMNS)]
    message = f"is not read; rename it to one of {', '.join(known)}, or move it elsewhere"
    return [
        Problem("error", path.relative_to(root).as_posix(), "", "", "REF-006", path.name, message)
        for path in sorted(paths)
        if path.name not in known and not is_apart(path)
    ]


def _last_day(published: str) -> str | None:
    """The ISO date that a `published` cell means, "" for blank, None for what is no date."""
    if re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", published):
        year, month = map(int, published.split("-"))
        return f"{published}-{calendar.monthrange(year, month)[1]:02d}" if year else None
    return published if not published or is_date(published) else None
