"""Tables laid out for their rules: what a rule compares stands in one row.

A rule looks at one table. Where it concerns several, or several rows, what it compares is worked
out here, in columns whose names start with "_" or in tables of totals.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports.areas import report_of
from nationalreports.comparison import lay_rows, lay_shares
from nationalreports.config import cumulative_windows
from nationalreports.problems import Problem
from nationalreports.tables import read_table

#: The columns of each table of aggregates.
AGGREGATES = {
    "themes": ["question", "theme", "sector", "voice", "areas_told", "areas_visited"],
    "discussions": ["question", "theme", "sector", "voice", "discussions_told", "discussions"],
    "answers": ["survey", "group", "question", "answer", "count", "base"],
    "context": ["measure", "time_period", "value", "published"],
}


def lay_out(
    tables: dict[str, pd.DataFrame], *, config: dict[str, Any], surveys: dict[str, Any]
) -> dict[str, pd.DataFrame]:
    """`tables` with what their rules compare, and the tables made for that.

    Known are visits, areas, findings, codes, responses (as they stand in confidential/),
    ehc_plans, timeliness (as from `read_reference`), and the aggregates themes, answers,
    discussions and context, as from `read_aggregates`; and run_rows, run_answers and run_missing,
    as from `comparison.compare`. A table that is not there is left out; but rules across tables
    need both, so give themes with visits, responses with visits, codes with findings. Nothing given
    is changed.
    """
    given = {name: _numbered(frame.fillna("")) for name, frame in tables.items()}
    laid = dict(given)
    for name, lay in _LAYOUTS.items():
        if name in given:
            laid |= lay(given, config, surveys)
    return laid


def read_aggregates(
    paths: Iterable[Path], *, root: Path
) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """The tables <report>/<table>.csv among `paths`, those of one name in one table.

    Added are `report`, the folder's name, and `source` and `locator`, where each row stands. Files
    of other names are passed over.
    """
    parts: dict[str, list[pd.DataFrame]] = {}
    problems: list[Problem] = []
    for path in sorted(paths):
        if path.stem not in AGGREGATES:
            continue
        source = path.relative_to(root).as_posix()
        frame, found = read_table(
            path, source=source, required=AGGREGATES[path.stem], optional=None
        )
        problems += found
        place = {"report": path.parent.name, "source": source}
        frame = frame.assign(**place, locator=[f"row {row}" for row in frame.index])
        parts.setdefault(path.stem, []).append(frame)
    return {name: pd.concat(found, ignore_index=True) for name, found in parts.items()}, problems


def _numbered(frame: pd.DataFrame) -> pd.DataFrame:
    """With an index named `row`, so that a part of the table still knows its rows."""
    if frame.index.name == "row":
        return frame
    return frame.set_axis(pd.RangeIndex(2, len(frame) + 2, name="row"), axis="index")


def _number(column: pd.Series) -> pd.Series:
    return pd.to_numeric(column, errors="coerce").astype(float)


def _visits(given: Any, config: Any, surveys: Any) -> dict[str, pd.DataFrame]:
    visits = given["visits"]
    return {"visits": visits.assign(_visit=visits["area_code"] + " " + visits["report"])}


def _areas(given: Any, config: Any, surveys: Any) -> dict[str, pd.DataFrame]:
    real = given["areas"][given["areas"]["fictional"] != "true"]
    # A series of fictional areas alone is a demonstration, not an incomplete list.
    return {"real_areas": real} if len(real) else {}


def _findings(given: Any, config: Any, surveys: Any) -> dict[str, pd.DataFrame]:
    held = given["findings"][given["findings"]["section"] == "discussion"]
    reports = [report_of(day, config["reports"]) for day in held["date"]]
    return {"discussions_held": held.assign(_report=pd.Series(reports, held.index, dtype=str))}


def _codes(given: Any, config: Any, surveys: Any) -> dict[str, pd.DataFrame]:
    codes = given["codes"]
    return {"codes": codes.assign(_theme=codes["question"] + ": " + codes["theme"])}


def _responses(given: Any, config: Any, surveys: Any) -> dict[str, pd.DataFrame]:
    responses = given["responses"]
    question = responses["survey"] + ": " + responses["question"]
    kinds = _kinds(surveys)
    kind = question.map(kinds).fillna("")
    responses = responses.assign(
        _visit=responses["area_code"] + " " + responses["wave"], _question=question
    )
    choices = responses[kind.isin(["single", "multiple"])]
    return {
        "responses": responses,
        "choices": choices.assign(_answer=choices["_question"] + ": " + choices["answer"]),
        "single_choices": responses[kind == "single"],
    }


def _kinds(surveys: dict[str, Any]) -> dict[str, str]:
    return {
        f"{survey}: {question}": entry["type"]
        for survey, form in surveys.items()
        for question, entry in form["questions"].items()
    }


def _ehc_plans(given: Any, config: Any, surveys: Any) -> dict[str, pd.DataFrame]:
    plans = given["ehc_plans"]
    return {"plan_totals": _totals(plans, ["time_period", "characteristic_age"], ["Total_all"])}


def _timeliness(given: Any, config: Any, surveys: Any) -> dict[str, pd.DataFrame]:
    rows = given["timeliness"]
    issued, timely = _number(rows["TotNoExcEHC"]), _number(rows["NoExc20weekEHC"])
    published, worked_out = _number(rows["NoExc20weekRate"]), timely / issued * 100
    figures = rows.assign(
        _issued=issued, _timely=timely, _rate_error=(published - worked_out).abs()
    )
    local = rows[rows["geographic_level"] == "Local authority"]
    years = local.groupby("time_period", as_index=False).agg(areas=("new_la_code", "nunique"))
    return {
        # No rate can be worked out where nothing was issued, and shorthand such as z is no figure.
        "timeliness": figures[figures["_rate_error"].notna()],
        "timeliness_totals": _totals(rows, ["time_period"], ["TotNoExcEHC", "NoExc20weekEHC"]),
        "statistics_areas": years,
        "cited_areas": local[local["published"] != ""],
    }


def _totals(rows: pd.DataFrame, keys: list[str], figures: list[str]) -> pd.DataFrame:
    """Of each key and figure: the sum over `areas` and the `national` figure, side by side."""
    long = rows.melt([*keys, "geographic_level"], figures, "figure", "value")
    long["value"] = _number(long["value"])
    sums = long.pivot_table("value", [*keys, "figure"], "geographic_level", aggfunc="sum")
    sums = sums.reindex(columns=["Local authority", "National"])
    sums = sums.set_axis(["areas", "national"], axis="columns")
    return sums.fillna(0).reset_index()


def _themes(given: Any, config: Any, surveys: Any) -> dict[str, pd.DataFrame]:
    themes = given["themes"]
    themes = themes.assign(
        _told=_number(themes["areas_told"]), _visited=_number(themes["areas_visited"])
    )
    keys = ["report", "question", "theme"]
    both = themes[(themes["sector"] == "all") & (themes["voice"] == "all")]
    whole = both.drop_duplicates(keys).set_index(keys)["_told"]
    themes["_all"] = whole.reindex(pd.MultiIndex.from_frame(themes[keys])).to_numpy()
    if "visits" in given:
        visits, reports = given["visits"], config["reports"]
        areas = {
            key: visits.loc[
                visits["report"].isin(cumulative_windows(key, reports)), "area_code"
            ].nunique()
            for key in themes["report"].unique()
            if key in reports
        }
        themes["_areas"] = themes["report"].map(areas).astype(float)
    return {"themes": themes}


def _answers(given: Any, config: Any, surveys: Any) -> dict[str, pd.DataFrame]:
    answers = given["answers"]
    answers = answers.assign(_count=_number(answers["count"]), _base=_number(answers["base"]))
    kinds = _kinds(surveys)
    kind = (answers["survey"] + ": " + answers["question"]).map(kinds)
    single = answers[kind == "single"]
    keys = ["report", "survey", "group", "question"]
    total = single.groupby(keys)["_count"].transform("sum")
    return {
        "answers": answers,
        "single_answers": single.assign(_total=total).drop_duplicates(keys),
    }


def _discussions(given: Any, config: Any, surveys: Any) -> dict[str, pd.DataFrame]:
    discussions = given["discussions"]
    return {
        "discussions": discussions.assign(
            _told=_number(discussions["discussions_told"]),
            _discussions=_number(discussions["discussions"]),
        )
    }


def _context(given: Any, config: Any, surveys: Any) -> dict[str, pd.DataFrame]:
    context = given["context"]
    dated = {key: str(report["date"]) for key, report in config["reports"].items()}
    # ISO dates compare as whole numbers: 20201110. A figure without a date is never citable.
    published = context["published"].where(context["published"] != "", "9999-12-31")
    return {
        "context": context.assign(
            _dated=_number(context["report"].map(dated).str.replace("-", "")),
            _published=_number(published.str.replace("-", "")),
        )
    }


def _runs(given: Any, config: Any, surveys: Any) -> dict[str, pd.DataFrame]:
    shares = ("run_answers", "run_missing")
    laid = {name: lay_shares(given[name]) for name in shares if name in given}
    return {"run_rows": lay_rows(given["run_rows"]), **laid}


_LAYOUTS = {
    "visits": _visits,
    "areas": _areas,
    "findings": _findings,
    "codes": _codes,
    "responses": _responses,
    "ehc_plans": _ehc_plans,
    "timeliness": _timeliness,
    "themes": _themes,
    "answers": _answers,
    "discussions": _discussions,
    "context": _context,
    "run_rows": _runs,
}
