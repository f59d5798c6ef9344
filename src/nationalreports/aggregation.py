"""From findings and responses to counts: of areas, of discussions, of answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from nationalreports.areas import report_of
from nationalreports.config import cumulative_windows

#: In the columns sector, voice and group: whichever it is.
ALL = "all"

THEMES_COLUMNS = ["question", "theme", "sector", "voice", "areas_told", "areas_visited"]
DISCUSSIONS_COLUMNS = ["question", "theme", "sector", "voice", "discussions_told", "discussions"]
ANSWERS_COLUMNS = ["survey", "group", "question", "answer", "count", "base"]
CONTEXT_COLUMNS = ["measure", "time_period", "value", "published"]

#: What a row of themes or discussions is about.
THEME_KEYS = ["question", "theme", "sector", "voice"]


class WhoTold(NamedTuple):
    """Whom a report's counts of themes and discussions are of.

    `areas` were visited in its windows; `told` has a row (`area_code, question, theme, sector,
    voice`) for each count that an area is in, "all" in sector and voice included. `discussions`
    are the ids of those held; `discussions_told` has `discussion, area_code` and the same.
    """

    areas: frozenset[str]
    told: pd.DataFrame
    discussions: frozenset[str]
    discussions_told: pd.DataFrame


def count_themes(
    windows: Sequence[str],
    visits: pd.DataFrame,
    findings: pd.DataFrame,
    codes: pd.DataFrame,
    codebook: dict[str, Any],
    themes: Sequence[str],
) -> pd.DataFrame:
    """Areas whose letters tell of each theme, with `THEMES_COLUMNS`.

    `windows` are the reports whose visits count. An area is counted once however often it was
    visited. There is a row for every question, theme, sector and voice that may be told, so that
    a row's absence tells nothing. No rows without visits.
    """
    told, areas = _areas_told(windows, visits, findings, codes, codebook, themes)
    table = _count(told, "area_code", codebook, themes)
    table["areas_visited"] = len(areas)
    rows = table.rename(columns={"told": "areas_told"})[THEMES_COLUMNS].astype(str)
    return rows if len(areas) else rows.iloc[:0]


def count_discussions(
    windows: Sequence[str],
    reports: dict[str, Any],
    findings: pd.DataFrame,
    codes: pd.DataFrame,
    codebook: dict[str, Any],
    themes: Sequence[str],
) -> pd.DataFrame:
    """Discussions that tell of each theme, with `DISCUSSIONS_COLUMNS`; else as `count_themes`."""
    told, discussions = _discussions_told(windows, reports, findings, codes, codebook, themes)
    table = _count(told, "discussion", codebook, themes)
    table["discussions"] = len(discussions)
    rows = table.rename(columns={"told": "discussions_told"})[DISCUSSIONS_COLUMNS].astype(str)
    return rows if len(discussions) else rows.iloc[:0]


def who_told(
    report: str,
    reports: dict[str, Any],
    visits: pd.DataFrame,
    findings: pd.DataFrame,
    codes: pd.DataFrame,
    codebook: dict[str, Any],
) -> WhoTold:
    """Whom the themes and discussions of `report` are counted from, see `WhoTold`.

    `reports` are those of the configuration; the tables are those that `aggregate` counts.
    """
    windows = cumulative_windows(report, reports)
    themes = reports[report].get("themes", list(codebook["themes"]))
    visits, findings = _evidence(reports[report], visits, findings)
    told, areas = _areas_told(windows, visits, findings, codes, codebook, themes)
    in_talks, talks = _discussions_told(windows, reports, findings, codes, codebook, themes)
    return WhoTold(frozenset(areas), told, frozenset(talks), in_talks)


def _evidence(
    entry: dict[str, Any], visits: pd.DataFrame, findings: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The visits and findings that a report uses."""
    evidence = set(entry["evidence"])
    if "discussions" not in evidence:
        findings = findings[findings["section"] != "discussion"]
    return (visits if "visits" in evidence else visits.iloc[:0]), findings


def _areas_told(
    windows: Sequence[str],
    visits: pd.DataFrame,
    findings: pd.DataFrame,
    codes: pd.DataFrame,
    codebook: dict[str, Any],
    themes: Sequence[str],
) -> tuple[pd.DataFrame, list[str]]:
    """The areas in each count of themes, and all areas visited."""
    visited = visits[visits["report"].isin(windows)]
    letters = findings[
        findings["visit_id"].isin(visited["visit_id"]) & (findings["section"] != "discussion")
    ]
    told = letters[["finding_id", "area_code"]].merge(codes, on="finding_id")
    return _spread(told, ["area_code"], codebook, themes), list(visited["area_code"].unique())


def _discussions_told(
    windows: Sequence[str],
    reports: dict[str, Any],
    findings: pd.DataFrame,
    codes: pd.DataFrame,
    codebook: dict[str, Any],
    themes: Sequence[str],
) -> tuple[pd.DataFrame, list[str]]:
    """The discussions in each count, and all that were held."""
    held = discussions_held(windows, reports, findings).rename(columns={"visit_id": "discussion"})
    told = held[["finding_id", "discussion", "area_code"]].merge(codes, on="finding_id")
    units = ["discussion", "area_code"]
    return _spread(told, units, codebook, themes), list(held["discussion"].unique())


def discussions_held(
    windows: Sequence[str], reports: dict[str, Any], findings: pd.DataFrame
) -> pd.DataFrame:
    """The findings from discussions in `windows`, by their `date`."""
    notes = findings[findings["section"] == "discussion"]
    return notes[notes["date"].map(lambda day: report_of(day, reports)).isin(windows)]


def _spread(
    told: pd.DataFrame, units: list[str], codebook: dict[str, Any], themes: Sequence[str]
) -> pd.DataFrame:
    """Every count of the report that each of `units` is in, once."""
    # A finding counts under its own sector and voice, and under "all" of either.
    spread = pd.concat(
        [
            told,
            told.assign(sector=ALL),
            told.assign(voice=ALL),
            told.assign(sector=ALL, voice=ALL),
        ]
    )
    rows = spread.merge(_grid(codebook, themes), on=THEME_KEYS)
    return rows[[*units, *THEME_KEYS]].drop_duplicates(ignore_index=True)


def _grid(codebook: dict[str, Any], themes: Sequence[str]) -> pd.DataFrame:
    """Every question, theme, sector and voice that may be told."""
    return pd.DataFrame(
        [
            (question, theme, sector, voice)
            for question, theme, sector, voice in product(
                codebook["questions"],
                themes,
                [ALL, *codebook["sectors"]],
                [ALL, *codebook["voices"]],
            )
            if question in codebook["themes"][theme]["questions"]
        ],
        columns=THEME_KEYS,
    )


def _count(
    told: pd.DataFrame, unit: str, codebook: dict[str, Any], themes: Sequence[str]
) -> pd.DataFrame:
    counts = told.groupby(THEME_KEYS)[unit].nunique().rename("told").reset_index()
    table = _grid(codebook, themes).merge(counts, on=THEME_KEYS, how="left")
    table["told"] = table["told"].fillna(0).astype(int)
    return table


def count_answers(
    windows: Sequence[str],
    names: Sequence[str],
    responses: pd.DataFrame,
    surveys: dict[str, Any],
) -> pd.DataFrame:
    """Answers to each question of the surveys `names`, with `ANSWERS_COLUMNS`.

    The base of a question is those who answered it ("Prefer not to say" included); of a question
    with several answers, those who ticked at least one. `group` is "all" or an answer to the
    survey's grouping question. Every answer of the questionnaire has a row, given or not.
    """
    rows: list[tuple[object, ...]] = []
    for name in names:
        survey = surveys[name]
        own = responses[(responses["survey"] == name) & responses["wave"].isin(windows)]
        if own.empty:
            continue
        grouping = survey["groups"]
        # Numbers of responses, not their ids: a million responses have ten million answers.
        person, people = pd.factorize(own["response_id"])
        own = own.assign(person=person)[["question", "answer", "person"]]
        members = {ALL: np.ones(len(people), dtype=bool)}
        for answer in survey["questions"][grouping]["answers"] if grouping else []:
            chosen = own[(own["question"] == grouping) & (own["answer"] == answer)]
            members[answer] = np.isin(np.arange(len(people)), chosen["person"])
        for question, entry in survey["questions"].items():
            if entry["type"] == "text":
                continue
            asked = own[own["question"] == question].drop_duplicates(["person", "answer"])
            for group, belongs in members.items():
                if question == grouping and group != ALL:
                    continue
                given = asked[belongs[asked["person"].to_numpy()]]
                base = given["person"].nunique()
                counts = given["answer"].value_counts()
                rows.extend(
                    (name, group, question, answer, int(counts.get(answer, 0)), base)
                    for answer in entry["answers"]
                )
    return pd.DataFrame(rows, columns=ANSWERS_COLUMNS).astype(str)


def find_context(
    date: str,
    plans: pd.DataFrame,
    timeliness: pd.DataFrame,
    areas: pd.DataFrame,
    cites: Mapping[str, int] = MappingProxyType({}),
) -> pd.DataFrame:
    """National figures that had been published by `date`, with `CONTEXT_COLUMNS`.

    `cites` is the last year wanted of a measure; where there is none, all years published are.

    They are worked out from the rows of real local areas. `ehc_plans`: people with a plan;
    `timeliness`: percentage of plans issued within 20 weeks, without exceptions, to one decimal.
    A row without a day of publication cannot be cited.
    """
    fictional = set(areas.loc[areas["fictional"] == "true", "area_code"])
    rows: list[tuple[str, str, str, str]] = []
    for year, own in _citable(plans[plans["characteristic_age"] == "Total"], date, fictional):
        plans_held = pd.to_numeric(own["Total_ehc"], errors="coerce")
        # A total without one area would pass for the national one, so such a year is not cited.
        if plans_held.notna().all():
            rows.append(("ehc_plans", year, str(int(plans_held.sum())), own["published"].max()))
    for year, own in _citable(timeliness, date, fictional):
        figures = (
            own[["TotNoExcEHC", "NoExc20weekEHC"]].apply(pd.to_numeric, errors="coerce").dropna()
        )
        issued, timely = (int(figures[column].sum()) for column in figures)
        if issued:
            # Half up in whole numbers: binary fractions would round some halves down.
            tenths = (2000 * timely + issued) // (2 * issued)
            rows.append(
                ("timeliness", year, f"{tenths // 10}.{tenths % 10}", own["published"].max())
            )
    wanted = [row for row in rows if int(row[1]) <= cites.get(row[0], int(row[1]))]
    return pd.DataFrame(wanted, columns=CONTEXT_COLUMNS, dtype=str)


def _citable(rows: pd.DataFrame, date: str, fictional: set[str]) -> Any:
    local = rows[
        (rows["geographic_level"] == "Local authority") & ~rows["new_la_code"].isin(fictional)
    ]
    # A year of which one area's row may not be cited yet would give a national total without it.
    late = local[(local["published"] == "") | (local["published"] > date)]
    local = local[~local["time_period"].isin(late["time_period"])]
    return local.groupby("time_period")


def count_areas(areas: pd.DataFrame, date: str) -> str:
    """How many local areas England has, by the official list as it had been published by `date`.

    "[x]", not available, where an area was published later or on no known day: a part of the list
    would pass for the whole.
    """
    real = areas[areas["fictional"] != "true"]
    if real.empty or "published" not in real:
        return "[x]"
    known = (real["published"] != "") & (real["published"] <= date)
    return str(real["area_code"].nunique()) if known.all() else "[x]"


def summarise(
    date: str,
    windows: Sequence[str],
    names: Sequence[str],
    reports: dict[str, Any],
    visits: pd.DataFrame,
    areas: pd.DataFrame,
    findings: pd.DataFrame,
    responses: pd.DataFrame,
) -> pd.DataFrame:
    """What the report of `date` rests on, with the columns `item` and `value`."""
    visited = visits[visits["report"].isin(windows)]
    held = discussions_held(windows, reports, findings)
    fictional = set(areas.loc[areas["fictional"] == "true", "area_code"])
    concerned = set(visited["area_code"]) | set(held["area_code"])
    # Notes that name no area are as synthetic as the series that they stand in.
    synthetic = bool(concerned & fictional) or (bool(len(held)) and bool(fictional))
    rows = [
        ("areas_in_england", count_areas(areas, date)),
        ("visits", str(visited["visit_id"].nunique())),
        ("discussions", str(held["visit_id"].nunique())),
        ("synthetic", str(synthetic).lower()),
        ("first_visit", visited["start_date"].min() if len(visited) else "[z]"),
        ("last_visit", visited["end_date"].max() if len(visited) else "[z]"),
        ("first_discussion", held["date"].min() if len(held) else "[z]"),
        ("last_discussion", held["date"].max() if len(held) else "[z]"),
    ]
    for name in names:
        own = responses[(responses["survey"] == name) & responses["wave"].isin(windows)]
        rows.append((f"responses_{name}", str(own["response_id"].nunique())))
    return pd.DataFrame(rows, columns=["item", "value"], dtype=str)


def aggregate(
    tables: dict[str, pd.DataFrame],
    report: str,
    reports: dict[str, Any],
    codebook: dict[str, Any],
    surveys: dict[str, Any],
) -> dict[str, pd.DataFrame]:
    """All counts of a report: themes, discussions, answers, context and summary.

    `report` is its key in `reports`; `tables` are those of confidential/ by name. A kind of
    evidence that the report does not use gives a table without rows.
    """
    entry = reports[report]
    windows = cumulative_windows(report, reports)
    evidence = set(entry["evidence"])
    themes = entry.get("themes", list(codebook["themes"]))
    visits, findings = _evidence(entry, tables["visits"], tables["findings"])
    codes = tables["codes"]
    names = entry["surveys"] if "surveys" in evidence else []
    plans, timeliness = tables["ehc_plans"], tables["timeliness"]
    cites = entry.get("cites", {})
    context = find_context(entry["date"], plans, timeliness, tables["areas"], cites)
    return {
        "themes": count_themes(windows, visits, findings, codes, codebook, themes),
        "discussions": count_discussions(windows, reports, findings, codes, codebook, themes),
        "answers": count_answers(windows, names, tables["responses"], surveys),
        "context": context if "reference" in evidence else context.iloc[:0],
        "summary": summarise(
            entry["date"],
            windows,
            names,
            reports,
            visits,
            tables["areas"],
            findings,
            tables["responses"],
        ),
    }
