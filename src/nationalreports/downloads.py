"""What readers may take away with a report: tables as CSV files, and all of them as a workbook.

CSV is for programs: RFC 4180, as the Tabular data standard of the UK government asks, in UTF-8
without a byte order mark, which some programs take for a part of the first column's name. What the
columns hold says `csv-metadata.json`, in the form of CSV on the Web (W3C, 2015). The workbook is
for people; `opendocument` says by which guidance.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports import opendocument, openxml
from nationalreports.aggregation import ALL
from nationalreports.facts_phrases import long_date, month, read_summary, statistic
from nationalreports.fragments import MEASURES
from nationalreports.markdown import SHORTHAND
from nationalreports.opendocument import Sheet
from nationalreports.spreadsheets import as_text_in_csv
from nationalreports.tables import write_json, write_table

#: The public tables, which are handed on as they are, and what they are called.
PUBLIC_TABLES = {
    "themes": "Areas whose letters report a theme, by question, sector and voice",
    "discussions": "Discussions that raised a theme, by question, sector and voice",
    "answers": "Answers to surveys, by group",
    "context": "National statistics, as published by the date of the report",
    "summary": "The evidence of the report",
}

#: Columns of the public tables that hold figures.
_FIGURES = {
    *["areas_told", "areas_visited", "discussions_told", "discussions"],
    *["count", "base", "percent"],
}

#: What stands for all sectors, voices and respondents in the public tables.
_ALL = {"sector": "All sectors", "voice": "All voices", "group": "All respondents"}

#: The notes that apply to a figure, by its source.
_NOTES = {
    "themes": ["volunteers", "withheld", "areas"],
    "discussions": ["volunteers", "withheld", "areas"],
    "answers": ["volunteers", "withheld", "base", "rounding"],
    "beside": ["volunteers", "withheld", "areas", "base", "rounding"],
    "context": ["official"],
}

_CONTACT = "the publisher, through the contact page of its website"


@dataclass(frozen=True)
class Table:
    """A table to take away. `figures`: places of the columns that hold numbers or shorthand.

    `about` says what is counted, of whom. `notes`: keys of `make_notes`. All cells are strings, as
    in the public tables.
    """

    mark: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    figures: frozenset[int]
    notes: Sequence[str] = ()
    about: str = ""


def make_notes(config: Mapping[str, Any]) -> dict[str, str]:
    """The notes of the workbook, by key, in their order."""
    rounding = config["thresholds"]["rounding_base"]
    scale = config["quantifiers"]
    upper = [f"under {step['from']}%" for step in scale[1:]] + ["100%"]
    words = [
        f"{step['word']}: from {step['from']}% to {bound}"
        for step, bound in zip(scale, upper, strict=True)
    ]
    return {
        "volunteers": "The areas and people who took part chose to do so. They are not a random "
        "sample, and may not be representative of England.",
        "withheld": "A figure is withheld for one of several reasons. So a missing figure may be "
        "small or large.",
        "areas": "Counts of areas and of discussions are never turned into percentages. A theme "
        "that a letter does not mention may still matter in that area.",
        "base": "The base is the number of people who answered the question, those who chose not "
        "to say included.",
        "rounding": f"Numbers of people are rounded to the nearest {rounding}. Percentages are "
        "worked out from exact numbers and rounded to whole ones. They may not add up to 100.",
        "words": f"The words for shares mean: {'; '.join(words)}.",
        "official": "Official statistics of the Department for Education describe all of England. "
        "They are given as revised later, and may differ from those first published.",
    }


def make_tables(
    report: Mapping[str, Any],
    codebook: Mapping[str, Any],
    surveys: Mapping[str, Mapping[str, Any]],
    public: Mapping[str, pd.DataFrame],
    figures: Sequence[Mapping[str, Any]],
) -> list[Table]:
    """The tables of the workbook: those of the annex, and the public tables with their labels.

    A table without a row, and a figure of which nothing is published, are left out.
    """
    tables = [_evidence(report, surveys, public), *map(figure_table, published(figures))]
    for name, unit in (("themes", "areas"), ("discussions", "discussions")):
        tables.append(_told(name, unit, codebook, public))
    tables += [_answers(surveys, public), _context(public)]
    return [table for table in tables if table.rows]


def published(figures: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The figures of `figures.json` that show something."""
    return [figure for figure in figures if not figure["withheld"]]


def figure_table(figure: Mapping[str, Any]) -> Table:
    """The table of a figure, as the annex prints it."""
    return Table(
        mark=figure["id"].replace("-", "_"),
        title=figure["title"],
        columns=figure["columns"],
        rows=[[str(cell) for cell in row] for row in figure["rows"]],
        figures=frozenset(range(1, len(figure["columns"]))),
        notes=_NOTES[figure["source"]],
        about=figure["subtitle"],
    )


def _evidence(
    report: Mapping[str, Any],
    surveys: Mapping[str, Mapping[str, Any]],
    public: Mapping[str, pd.DataFrame],
) -> Table:
    summary = read_summary(public)
    rows = []
    for item, label in (("visits", "Visits to local areas"), ("discussions", "Discussions")):
        name = item.removesuffix("s")
        days = [summary.get(f"{end}_{name}", "") for end in ("first", "last")]
        if summary.get(item, "0") != "0":
            rows.append([label, *(long_date(day) if day else "[x]" for day in days), summary[item]])
    for name in report["surveys"]:
        if shown := summary.get(f"responses_{name}"):
            rows.append([surveys[name]["title"], "[z]", "[z]", shown])
    columns = ["Evidence", "First day", "Last day", "Number"]
    notes = ["volunteers", "rounding"]
    return Table("evidence", PUBLIC_TABLES["summary"], columns, rows, frozenset({3}), notes)


def _told(
    name: str, unit: str, codebook: Mapping[str, Any], public: Mapping[str, pd.DataFrame]
) -> Table:
    sectors = {**codebook.get("sectors", {}), ALL: _ALL["sector"]}
    voices = {**codebook.get("voices", {}), ALL: _ALL["voice"]}
    rows = [
        [
            codebook["questions"][row[0]],
            codebook["themes"][row[1]]["label"],
            sectors[row[2]],
            voices[row[3]],
            *row[4:],
        ]
        for row in _rows(public.get(name))
    ]
    columns = ["Question", "Theme", "Sector", "Voice", f"Number of {unit}", "Out of"]
    notes = ["volunteers", "withheld", "areas"]
    return Table(name, PUBLIC_TABLES[name], columns, rows, frozenset({4, 5}), notes)


def _answers(surveys: Mapping[str, Mapping[str, Any]], public: Mapping[str, pd.DataFrame]) -> Table:
    rows = []
    for name, group, question, *rest in _rows(public.get("answers")):
        survey = surveys[name]
        label = survey["questions"][question]["label"]
        shown = _ALL["group"] if group == ALL else group
        rows.append([survey["title"], shown, label, *rest])
    columns = ["Survey", "Group", "Question", "Answer", "Number", "Base", "Percentage", "Word"]
    notes = ["volunteers", "withheld", "base", "rounding", "words"]
    places = frozenset({4, 5, 6})
    return Table("answers", PUBLIC_TABLES["answers"], columns, rows, places, notes)


def _context(public: Mapping[str, pd.DataFrame]) -> Table:
    rows = []
    for measure, year, value, day in sorted(_rows(public.get("context"))):
        kind = "Percentage" if statistic(value, measure).endswith("%") else "Number"
        rows.append([MEASURES.get(measure, measure), year, month(day), kind, value])
    columns = ["Measure", "Year", "First published", "Kind of figure", "England"]
    return Table("context", PUBLIC_TABLES["context"], columns, rows, frozenset({4}), ["official"])


def _rows(frame: pd.DataFrame | None) -> list[list[str]]:
    return [] if frame is None else [[str(cell) for cell in row] for row in frame.to_numpy()]


def make_sheets(
    report: Mapping[str, Any],
    config: Mapping[str, Any],
    summary: Mapping[str, str],
    tables: Sequence[Table],
) -> list[Sheet]:
    """The sheets of the workbook: cover, contents, notes, and one for each table.

    `summary`: as from `facts.read_summary`. What the report says of itself on every page, that it
    is a draft or synthetic, stands on every sheet with figures.
    """
    status = summary.get("status", "DRAFT")
    marks = ["This is a draft: not signed off for publication."] if status == "DRAFT" else []
    marks += [_SYNTHETIC] if summary.get("synthetic") == "true" else []
    names = [f"Table {number}" for number in range(1, len(tables) + 1)]
    titles = [f"{name}: {table.title}" for name, table in zip(names, tables, strict=True)]
    series = config["series"]
    cover = [
        f"{report['title']}: data tables",
        f"Status: {status}",
        *marks,
        f"Date: {long_date(report['date'])}",
        f"Published by: {series['publisher']}",
        f"Series: {series['title']}",
        "This workbook holds the tables of the report, one on each sheet. The sheet Contents lists "
        "them. The sheet Notes explains the figures.",
        *(f"{sign} in place of a figure means: {it}." for sign, it in SHORTHAND.items()),
        f"Contact: {series.get('contact', _CONTACT)}",
    ]
    notes = make_notes(config)
    used = [key for key in notes if any(key in table.notes for table in tables)]
    numbers = {key: f"note {place}" for place, key in enumerate(used, start=1)}
    contents = [["Notes", "Notes on the figures"], *map(list, zip(names, titles, strict=True))]
    return [
        Sheet("Cover", cover),
        Sheet(
            *("Contents", ["Contents", _HELD], "contents", ["Sheet", "Title"], contents),
            links=["Notes", *names],
        ),
        Sheet(
            *("Notes", ["Notes on the figures", _HELD], "notes", ["Note", "Text"]),
            [[number, notes[key]] for key, number in numbers.items()],
        ),
        *(
            Sheet(
                name,
                [title, _HELD, *marks, *_about(table, numbers)],
                table.mark,
                table.columns,
                table.rows,
                table.figures,
            )
            for name, title, table in zip(names, titles, tables, strict=True)
        ),
    ]


_HELD = "This worksheet contains one table."
_SYNTHETIC = "The findings are synthetic and the areas fictional."


def _about(table: Table, numbers: Mapping[str, str]) -> Iterator[str]:
    """What is to be known before a table is read, a sentence a row."""
    if table.about:
        yield table.about
    cells = {cell for row in table.rows for cell in row}
    for sign, meaning in SHORTHAND.items():
        if sign in cells:
            yield f"{sign} in place of a figure means: {meaning}."
    marks = [f"[{numbers[key]}]" for key in numbers if key in table.notes]
    yield f"Notes that apply: {', '.join(marks)}."


def write_downloads(
    public: Mapping[str, pd.DataFrame],
    files: Mapping[str, Path],
    folder: Path,
    ods: Path,
    xlsx: Path,
    *,
    report: str,
    series: Sequence[Any],
) -> None:
    """Write the CSV files of the report `report` into `folder`, anew, and its two workbooks.

    `public` holds the public tables by name; `files` where each of them stands, and the report's
    `figures` (figures.json). `series`: configuration, codebook and surveys.
    """
    config, codebook, surveys = series
    entry = config["reports"][report]
    figures = json.loads(files["figures"].read_text(encoding="utf-8"))
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".making-", dir=folder.parent))
    try:
        for figure in published(figures):
            table = figure_table(figure)
            frame = pd.DataFrame(table.rows, columns=list(table.columns), dtype=str)
            frame = as_text_in_csv(frame, frame.columns[:1])
            write_table(frame, staging / f"{figure['id']}.csv")
        for name in PUBLIC_TABLES:
            shutil.copy(files[name], staging / f"{name}.csv")
        write_json(describe(public, figures), staging / "csv-metadata.json")
        staging.chmod(0o755)
        shutil.rmtree(folder, ignore_errors=True)
        staging.rename(folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    tables = make_tables(entry, codebook, surveys, public, figures)
    sheets = make_sheets(entry, config, read_summary(public), tables)
    title, publisher = f"{entry['title']}: data tables", config["series"]["publisher"]
    day = str(entry["date"])
    opendocument.write_workbook(sheets, ods, title=title, publisher=publisher, day=day)
    openxml.write_workbook(sheets, xlsx, title=title, publisher=publisher)


def describe(
    public: Mapping[str, pd.DataFrame], figures: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """The CSV files as a table group of CSV on the Web: titles, columns, types and shorthand."""
    groups = [
        *(
            (figure["id"], table.title, table.columns, table.figures)
            for figure in published(figures)
            for table in [figure_table(figure)]
        ),
        *(
            (name, title, list(public[name]), _places(public[name]))
            for name, title in PUBLIC_TABLES.items()
        ),
    ]
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en-GB"}],
        "tables": [
            {
                "url": f"{name}.csv",
                "dc:title": title,
                "tableSchema": {
                    "columns": [
                        {"titles": column}
                        | ({"datatype": "number", "null": list(SHORTHAND)} if n in places else {})
                        for n, column in enumerate(columns)
                    ]
                },
            }
            for name, title, columns, places in groups
        ],
    }


def _places(frame: pd.DataFrame) -> frozenset[int]:
    return frozenset(place for place, name in enumerate(frame) if name in _FIGURES)
