"""Aggregates laid out for their rules: beside a count of its own, and beside their parts.

What is counted again here is counted in another way than `aggregation` does, and calls nothing of
it: a report that is cumulative must come out as the union of its parts.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from nationalreports.config import cumulative_windows
from nationalreports.crosschecks.cells import number

Tables = dict[str, pd.DataFrame]

_ALL = "all"
_FILES = {
    "areas_told": "themes.csv",
    "discussions_told": "discussions.csv",
    "count": "answers.csv",
}
_THEME = ["report", "question", "theme", "sector", "voice"]
_ANSWER = ["report", "survey", "group", "question", "answer"]


def lay_out_themes(laid: Any, config: Any, surveys: Any) -> Tables:
    """`themes` beside the areas visited; themes_again, counted anew; themes_of_parts."""
    themes = laid["themes"]
    themes = themes.assign(
        _told=number(themes["areas_told"]), _visited=number(themes["areas_visited"])
    )
    keys = ["report", "question", "theme"]
    both = themes[(themes["sector"] == _ALL) & (themes["voice"] == _ALL)]
    whole = both.drop_duplicates(keys).set_index(keys)["_told"]
    themes["_all"] = whole.reindex(pd.MultiIndex.from_frame(themes[keys])).to_numpy()
    tables = {"themes_of_parts": _of_parts(themes, _THEME, "_told", config)}
    if "visits" in laid:
        visits, reports = laid["visits"], config["reports"]
        areas = {
            key: visits.loc[
                visits["report"].isin(cumulative_windows(key, reports)), "area_code"
            ].nunique()
            for key in themes["report"].unique()
            if key in reports
        }
        themes["_areas"] = themes["report"].map(areas).astype(float)
        if {"counted_findings", "counted_codes"} <= set(laid):
            findings = laid["counted_findings"]
            letters = findings[findings["section"] != "discussion"]
            # By the area of the visit, not by that which the finding bears.
            told = visits[["visit_id", "area_code", "report"]].merge(
                letters[["visit_id", "finding_id"]], on="visit_id"
            )
            found = _told(told, "area_code", laid["counted_codes"], config, "visits")
            tables["themes_again"] = _against(themes, _THEME, "areas_told", found)
    return {"themes": themes, **tables}


def lay_out_discussions(laid: Any, config: Any, surveys: Any) -> Tables:
    """`discussions` beside those held; discussions_again, counted anew; discussions_of_parts."""
    discussions = laid["discussions"]
    discussions = discussions.assign(
        _told=number(discussions["discussions_told"]),
        _discussions=number(discussions["discussions"]),
    )
    tables = {"discussions_of_parts": _of_parts(discussions, _THEME, "_told", config)}
    if {"counted_findings", "counted_codes"} <= set(laid):
        held = laid["counted_findings"]
        held = held.loc[held["section"] == "discussion", ["finding_id", "visit_id", "date"]]
        windows = {key: entry["window"] for key, entry in config["reports"].items()}
        inside = pd.concat(
            [
                held[held["date"].between(str(window["start"]), str(window["end"]))].assign(
                    report=key
                )
                for key, window in windows.items()
            ]
        )
        number_held = {
            key: inside.loc[
                inside["report"].isin(cumulative_windows(key, config["reports"])), "visit_id"
            ].nunique()
            for key in config["reports"]
        }
        discussions["_held"] = discussions["report"].map(number_held).astype(float)
        found = _told(inside, "visit_id", laid["counted_codes"], config, "discussions")
        tables["discussions_again"] = _against(discussions, _THEME, "discussions_told", found)
    return {"discussions": discussions, **tables}


def lay_out_answers(laid: Any, config: Any, surveys: Any) -> Tables:
    """`answers`, single_answers and tick_all beside totals; answers_again; answers_of_parts."""
    answers = laid["answers"]
    answers = answers.assign(_count=number(answers["count"]), _base=number(answers["base"]))
    kinds = {
        f"{survey}: {question}": entry["type"]
        for survey, form in surveys.items()
        for question, entry in form["questions"].items()
    }
    kind = (answers["survey"] + ": " + answers["question"]).map(kinds)
    keys = _ANSWER[:-1]
    answers["_total"] = answers.groupby(keys)["_count"].transform("sum")
    tables = {
        "single_answers": answers[kind == "single"].drop_duplicates(keys),
        "tick_all_answers": answers[kind == "multiple"].drop_duplicates(keys),
        "answers_of_parts": _of_parts(answers, _ANSWER, "_count", config),
    }
    if {"counted_answers", "counted_bases"} <= set(laid):
        bases = _given(laid["counted_bases"], [], config, surveys)
        whole = bases.set_index(keys)["responses"]
        found = whole.reindex(pd.MultiIndex.from_frame(answers[keys])).fillna(0).to_numpy()
        answers["_base_again"] = found
        again = pd.Series(found, answers.index).astype(int).astype(str)
        answers["base_counted"] = answers["base"] + ", counted again: " + again
        given = _given(laid["counted_answers"], ["answer"], config, surveys)
        tables["answers_again"] = _against(
            answers, _ANSWER, "count", given.set_index(_ANSWER)["responses"]
        )
    return {"answers": answers, **tables}


def lay_out_context(laid: Any, config: Any, surveys: Any) -> Tables:
    """`context` with the report's day and that of the figure's publication as numbers."""
    context = laid["context"]
    dated = {key: str(report["date"]) for key, report in config["reports"].items()}
    # ISO dates compare as whole numbers: 20201110. A figure without a date is never citable.
    published = context["published"].where(context["published"] != "", "9999-12-31")
    return {
        "context": context.assign(
            _dated=number(context["report"].map(dated).str.replace("-", "")),
            _published=number(published.str.replace("-", "")),
        )
    }


def _told(
    told: pd.DataFrame, unit: str, codes: pd.DataFrame, config: dict[str, Any], evidence: str
) -> pd.Series:
    """How many of `unit` tell each theme in each report that uses this `evidence`, by `_THEME`.

    `told` has finding_id, the unit, and `report`, whose window it is in.
    """
    coded = told.merge(codes, on="finding_id")
    rows = []
    for key, report in config["reports"].items():
        if evidence not in report["evidence"]:
            continue
        own = coded[coded["report"].isin(cumulative_windows(key, config["reports"]))]
        own = own[own["theme"].isin(report.get("themes", own["theme"].unique()))]
        for sector, voice in ((0, 0), (0, 1), (1, 0), (1, 1)):
            part = own[(own["sector"] != "") | (not sector)]
            part = part[(part["voice"] != "") | (not voice)].assign(report=key)
            part = part if sector else part.assign(sector=_ALL)
            rows.append(part if voice else part.assign(voice=_ALL))
    spread = pd.concat(rows) if rows else coded.iloc[:0]
    return spread.drop_duplicates([*_THEME, unit]).groupby(_THEME).size()


def _given(
    counted: pd.DataFrame, more: list[str], config: dict[str, Any], surveys: dict[str, Any]
) -> pd.DataFrame:
    """Responses of all waves of each report, by report, survey, group, question and `more`."""
    parts = counted["question"].str.split(": ", n=1, expand=True).reindex(columns=[0, 1])
    counted = counted.assign(survey=parts[0], question=parts[1])
    grouping = counted["survey"].map({name: form["groups"] for name, form in surveys.items()})
    of_groups = (counted["group"] != "") & (grouping != counted["question"])
    spread = pd.concat([counted.assign(group=_ALL), counted[of_groups]])
    rows = [counted.iloc[:0].assign(report="")]
    for key, report in config["reports"].items():
        windows = cumulative_windows(key, config["reports"])
        names = report["surveys"] if "surveys" in report["evidence"] else []
        own = spread[spread["wave"].isin(windows) & spread["survey"].isin(names)]
        rows.append(own.assign(report=key))
    keys = [*_ANSWER[:-1], *more]
    return pd.concat(rows).groupby(keys)[["responses"]].sum().reset_index()


def _against(table: pd.DataFrame, keys: list[str], figure: str, found: pd.Series) -> pd.DataFrame:
    """Every row of `table` and of `found` once: `_figure` and `_again`, 0 where it is missing.

    The column named `figure` says both.
    """
    rows = table.drop_duplicates(keys)
    if "locator" not in rows:
        rows = rows.assign(locator=[f"row {row}" for row in rows.index])
    places = [name for name in ("source", "locator") if name in rows]
    again = found.rename("_again").rename_axis(keys).reset_index()
    again = again.astype(dict.fromkeys(keys, str))  # without rows they have no type
    both = rows[[*keys, *places, figure]].merge(again, on=keys, how="outer")
    both["_figure"] = number(both[figure]).fillna(0)
    both["_again"] = both["_again"].fillna(0).astype(float)
    if "source" in both:
        # Of a table without any row, no row says where it stands.
        known = both["source"].dropna().str.replace(r"[^/]+/[^/]+$", "", regex=True)
        folder = next(iter(known), "data/processed/confidential/aggregates/")
        both["source"] = both["source"].fillna(folder + both["report"] + "/" + _FILES[figure])
    told = [*places, figure]
    both[told] = both[told].astype(object).fillna("").astype(str)
    said = both[figure].where(both[figure] != "", "no row")
    both[figure] = said + ", counted again: " + both["_again"].astype(int).astype(str)
    return both


def _of_parts(
    table: pd.DataFrame, keys: list[str], figure: str, config: dict[str, Any]
) -> pd.DataFrame:
    """Rows of cumulative reports beside the same of each report that they are cumulative over."""
    rows = [table.iloc[:0].assign(_part=0.0)]
    reports = config["reports"]
    own = table.drop_duplicates(keys).set_index(keys)[figure]
    for key in table["report"].unique():
        for part in cumulative_windows(key, reports) if key in reports else []:
            if part != key:
                of_whole = table[table["report"] == key]
                wanted = pd.MultiIndex.from_frame(of_whole[keys].assign(report=part))
                found = of_whole.assign(_part=own.reindex(wanted).to_numpy())
                rows.append(found[found["_part"].notna()])
    return pd.concat(rows)
