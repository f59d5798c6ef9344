"""Visits, areas, findings and codes laid out for their rules."""

from __future__ import annotations

from typing import Any

import pandas as pd

from nationalreports.areas import report_of
from nationalreports.config import cumulative_windows
from nationalreports.crosschecks.cells import number

Tables = dict[str, pd.DataFrame]


def lay_out_visits(laid: Any, config: Any, surveys: Any) -> Tables:
    """`visits`, each with the number of windows it starts in; told_visits, with its findings."""
    visits = laid["visits"]
    windows = [report["window"] for report in config["reports"].values()]
    inside = [
        sum(str(window["start"]) <= day <= str(window["end"]) for window in windows)
        for day in visits["start_date"]
    ]
    visits = visits.assign(_visit=visits["area_code"] + " " + visits["report"], _windows=inside)
    if "counted_findings" not in laid:
        return {"visits": visits}
    # Without findings that a decision excludes, the visit must still tell something.
    findings = laid["counted_findings"]
    told = findings.loc[findings["section"] == "told", "visit_id"].value_counts()
    of_reports = visits[visits["report"] != ""]
    counted = of_reports["visit_id"].map(told).fillna(0).astype(int)
    return {"visits": visits, "told_visits": of_reports.assign(_told=counted)}


def lay_out_areas(laid: Any, config: Any, surveys: Any) -> Tables:
    """real_areas: those that are not made up."""
    real = laid["areas"][laid["areas"]["fictional"] != "true"]
    # A series of fictional areas alone is a demonstration, not an incomplete list.
    return {"real_areas": real} if len(real) else {}


def lay_out_findings(laid: Any, config: Any, surveys: Any) -> Tables:
    """`findings` with the step from the one before; discussions_held; letter_findings."""
    findings = laid["findings"]
    position = number(findings["position"])
    order = position.sort_values(kind="stable").index
    keys = [findings["visit_id"], findings["section"]]
    before = position.loc[order].groupby([key.loc[order] for key in keys]).shift(fill_value=0)
    # What is no number is told by another rule.
    step = (position - before.reindex(findings.index)).fillna(1)
    held = findings[findings["section"] == "discussion"]
    reports = [report_of(day, config["reports"]) for day in held["date"]]
    letters = findings[findings["section"] != "discussion"]
    return {
        "findings": findings.assign(_step=step),
        "discussions_held": held.assign(_report=pd.Series(reports, held.index, dtype=str)),
        "letter_findings": letters.assign(_of=letters["visit_id"] + " " + letters["area_code"]),
    }


def lay_out_codes(laid: Any, config: Any, surveys: Any) -> Tables:
    """`codes` with question and theme as one, and whether a report covers the theme."""
    codes = laid["codes"]
    tables = {"codes": codes.assign(_theme=codes["question"] + ": " + codes["theme"])}
    if not {"findings", "visits"} <= set(laid):
        return tables
    findings, visits, reports = laid["findings"], laid["visits"], config["reports"]
    of_visit = dict(zip(visits["visit_id"], visits["report"], strict=True))
    windows = [
        report_of(day, reports) if section == "discussion" else of_visit.get(visit, "")
        for section, visit, day in zip(
            findings["section"], findings["visit_id"], findings["date"], strict=True
        )
    ]
    window = codes["finding_id"].map(dict(zip(findings["finding_id"], windows, strict=True)))
    covered = _covered(reports)
    tables["codes"]["_covered"] = [
        "yes" if covered.get(key) is None or theme in covered[key] else "no"
        for key, theme in zip(window, codes["theme"], strict=True)
    ]
    return tables


def _covered(reports: dict[str, Any]) -> dict[str, set[str]]:
    """The themes that reports over each window cover; windows of which all count are left out."""
    found: dict[str, set[str]] = {}
    whole: set[str] = set()
    for key, report in reports.items():
        for window in cumulative_windows(key, reports):
            found.setdefault(window, set()).update(report.get("themes", []))
            whole |= set() if "themes" in report else {window}
    return {window: themes for window, themes in found.items() if window not in whole}
