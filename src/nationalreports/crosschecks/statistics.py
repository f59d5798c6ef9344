"""Official statistics laid out for their rules: parts beside their sums, and what is known wrong.

Shorthand such as z, for what is not applicable, counts as nothing in a sum. But c is a figure that
is withheld: the sum over its area is not known, and so nothing is compared with it.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from nationalreports.crosschecks.cells import number

Tables = dict[str, pd.DataFrame]

_LOCAL, _TOTAL = "Local authority", "Total"


def lay_out_plans(laid: Any, config: Any, surveys: Any) -> Tables:
    """Plans of areas, regions and ages beside their sums; shares; what is known to be wrong."""
    plans = laid["ehc_plans"]
    figures = [name for name in ("Total_all", "Total_ehc") if name in plans]
    keys = ["time_period", "characteristic_age"]
    place = [
        name
        for name in ("time_period", "geographic_level", "region_code", "region_name", "new_la_code")
        if name in plans
    ]
    return {
        "plan_totals": _totals(plans, keys, figures, "National"),
        **_regions("plan_regions", plans, keys, figures),
        "plan_ages": _ages(plans, place, figures),
        "plan_shares": _shares(plans, place, figures),
        "known_wrong_plans": known_wrong(plans, "ehc_plans", config),
    }


def lay_out_timeliness(laid: Any, config: Any, surveys: Any) -> Tables:
    """Timeliness of areas and regions beside their sums; rates; what is known to be wrong."""
    rows = laid["timeliness"]
    issued, timely = number(rows["TotNoExcEHC"]), number(rows["NoExc20weekEHC"])
    published, worked_out = number(rows["NoExc20weekRate"]), timely / issued * 100
    figures = rows.assign(
        _issued=issued, _timely=timely, _rate_error=(published - worked_out).abs()
    )
    local = rows[rows["geographic_level"] == _LOCAL]
    years = local.groupby("time_period", as_index=False).agg(areas=("new_la_code", "nunique"))
    names = ["TotNoExcEHC", "NoExc20weekEHC"]
    return {
        # No rate can be worked out where nothing was issued, and shorthand such as z is no figure.
        "timeliness": figures[figures["_rate_error"].notna()],
        "timeliness_totals": _totals(rows, ["time_period"], names, "National"),
        **_regions("timeliness_regions", rows, ["time_period"], names),
        "statistics_areas": years,
        "cited_areas": local[local["published"] != ""],
        "known_wrong_timeliness": known_wrong(rows, "timeliness", config),
    }


def lay_out_listed(laid: Any, config: Any, surveys: Any) -> Tables:
    """listed_areas: each area of the list in each year up to the list's, and whether it is there.

    An area stands in a year under its own code or those of its predecessors. What areas there will
    be after its day, the list cannot know; a year that has not half of them is no whole file, which
    another rule tells.
    """
    areas = laid["areas"]
    real = areas[areas["fictional"] != "true"]
    day = max(real["published"], default="") if "published" in real else ""
    rows: list[list[str]] = []
    for name in ("ehc_plans", "timeliness"):
        if name not in laid:
            continue
        local = laid[name][laid[name]["geographic_level"] == _LOCAL]
        for year, own in local[local["time_period"] <= day[:4]].groupby("time_period"):
            present = set(own["new_la_code"])
            there = [
                bool(present & {code, *former.split()})
                for code, former in zip(real["area_code"], real["former_codes"], strict=True)
            ]
            if 2 * sum(there) < len(there):
                continue
            rows += [
                [f"data/raw/reference/{name}.csv", "", f"{code} of {year}", str(found)]
                for code, found in zip(real["area_code"], there, strict=True)
            ]
    columns = ["source", "locator", "new_la_code", "_there"]
    return {"listed_areas": pd.DataFrame(rows, columns=columns, dtype=str)}


def known_wrong(rows: pd.DataFrame, table: str, config: dict[str, Any]) -> pd.DataFrame:
    """`rows` with `known_wrong`: why the configuration says that a row's figures are, or ""."""
    why = {
        (str(entry["year"]), entry["area_code"]): entry["why"]
        for entry in config.get("reference", {}).get("known_wrong", [])
        if entry["table"] == table
    }
    said = [why.get(key, "") for key in zip(rows["time_period"], rows["new_la_code"], strict=True)]
    return rows.assign(known_wrong=pd.Series(said, index=rows.index, dtype=str))


def _totals(rows: pd.DataFrame, keys: list[str], figures: list[str], level: str) -> pd.DataFrame:
    """Of each key and figure: the sum over `areas` and the figure of `level`, side by side."""
    long = rows.melt([*keys, "geographic_level"], figures, "figure", "value")
    place = [*keys, "figure"]
    withheld = long["value"].eq("c").groupby([long[name] for name in place]).transform("any")
    long = long[~withheld].assign(value=number(long["value"]))
    sums = long.pivot_table("value", place, "geographic_level", aggfunc="sum")
    sums = sums.reindex(columns=[_LOCAL, level])
    sums = sums.set_axis(["areas", level.lower()], axis="columns")
    return sums.fillna(0).reset_index()


def _regions(name: str, rows: pd.DataFrame, keys: list[str], figures: list[str]) -> Tables:
    """Sums by region; no table where the file does not say which region an area is in."""
    regions = rows[rows["geographic_level"].isin([_LOCAL, "Regional"])]
    column = next((c for c in ("region_code", "region_name") if c in rows), None)
    if column is None or not (regions["geographic_level"] == "Regional").any():
        return {}
    return {name: _totals(regions, [*keys, column], figures, "Regional")}


def _ages(plans: pd.DataFrame, place: list[str], figures: list[str]) -> pd.DataFrame:
    """The rows of all ages together, once a figure, beside the sum of the rows of each age."""
    is_total = plans["characteristic_age"] == _TOTAL
    parts = []
    for figure in figures:
        # A figure that is withheld or not available leaves the sum unknown; z is none.
        value = number(plans[figure]).mask(plans[figure] == "z", 0)
        sums = value[~is_total].groupby([plans.loc[~is_total, name] for name in place])
        whole = sums.sum().where(sums.count() == sums.size())
        rows = plans[is_total]
        found = whole.reindex(pd.MultiIndex.from_frame(rows[place])).to_numpy()
        told = (
            figure + " " + rows[figure] + ", the ages " + pd.Series(found, rows.index).astype(str)
        )
        parts.append(rows.assign(figure=told, _total=value[is_total], _ages=found))
    both = pd.concat(parts)
    return both[both["_ages"].notna() & both["_total"].notna()]


def _shares(plans: pd.DataFrame, place: list[str], figures: list[str]) -> pd.DataFrame:
    """The rows with a published percentage, once a figure, and how far it is from its figures."""
    parts = []
    for figure in figures:
        if f"{figure}_pc" not in plans:
            continue
        rows = plans[plans["characteristic_age"] == _TOTAL].drop_duplicates(place)
        whole = number(rows[figure]).set_axis(pd.MultiIndex.from_frame(rows[place]))
        of = whole.reindex(pd.MultiIndex.from_frame(plans[place])).to_numpy()
        error = (number(plans[f"{figure}_pc"]) - 100 * number(plans[figure]) / of).abs()
        told = f"{figure}_pc " + plans[f"{figure}_pc"]
        parts.append(plans.assign(share=told, _share_error=error)[error.notna()])
    return pd.concat(parts) if parts else plans.iloc[:0].assign(share="", _share_error=0.0)
