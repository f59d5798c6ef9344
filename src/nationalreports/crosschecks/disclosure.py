"""What reviewers must allow before it is told, laid out for its rules (DIS-101 to DIS-105)."""

from __future__ import annotations

from typing import Any

import pandas as pd

from nationalreports.config import cumulative_windows
from nationalreports.disclosure.allowing import (
    OVERLAP_COLUMNS,
    TELLING_COLUMNS,
    Window,
    overlaps,
    tellings,
)

Tables = dict[str, pd.DataFrame]

_TOLD = ["unit", "area_code", "question", "theme"]


def lay_out_tellings(laid: Any, config: Any, surveys: Any) -> Tables:
    """tellings: of themes and of discussions, see `allowing.tellings`."""
    made = [pd.DataFrame(columns=TELLING_COLUMNS, dtype=str)]
    for table in [name for name in ("themes", "discussions") if name in laid]:
        counted = laid[table]
        for report in [key for key in config["reports"] if key in set(counted["report"])]:
            own = counted[counted["report"] == report].drop(columns="report")
            made.append(tellings(own, _told(laid, table, report, config), report, table))
    return {"tellings": pd.concat(made, ignore_index=True)}


def lay_out_overlaps(laid: Any, config: Any, surveys: Any) -> Tables:
    """overlapping_reports, see `allowing.overlaps`; each stands in the later report's table."""
    none: frozenset[str] = frozenset()
    windows = []
    if "visits" not in laid:
        return {}
    for key, report in config["reports"].items():
        visits, held = _evidence(laid, key, config)
        areas = frozenset(visits["area_code"]) if "visits" in report["evidence"] else none
        uses = "discussions" in report["evidence"]
        talks = frozenset(held["visit_id"]) if uses else none
        windows.append(Window(key, str(report["date"]), areas, talks))
    pairs = overlaps(windows)
    source = "data/processed/confidential/aggregates/" + pairs["report"] + "/themes.csv"
    table = pairs[OVERLAP_COLUMNS].assign(source=source, locator="")
    return {"overlapping_reports": table}


def _evidence(laid: Any, key: str, config: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The visits in the windows of a report, and the findings from discussions in them."""
    visits, reports = laid["visits"], config["reports"]
    windows = cumulative_windows(key, reports)
    findings = laid.get("counted_findings", pd.DataFrame(columns=["section", "visit_id", "date"]))
    held = findings[findings["section"] == "discussion"]
    inside = pd.Series(False, held.index)
    for window in windows:
        days = reports[window]["window"]
        inside |= held["date"].between(str(days["start"]), str(days["end"]))
    return visits[visits["report"].isin(windows)], held[inside]


def _told(laid: Any, table: str, key: str, config: Any) -> pd.DataFrame:
    """Which areas, or discussions, tell each theme of a report under each question."""
    if not {"visits", "counted_findings", "counted_codes"} <= set(laid):
        return pd.DataFrame(columns=_TOLD)
    visits, held = _evidence(laid, key, config)
    findings = laid["counted_findings"]
    if table == "themes":
        letters = findings[findings["section"] != "discussion"]
        held = letters[letters["visit_id"].isin(visits["visit_id"])]
        held = held.assign(visit_id=held["area_code"])
    told = held[["finding_id", "visit_id", "area_code"]].merge(
        laid["counted_codes"], on="finding_id"
    )
    of_report = config["reports"][key].get("themes", list(told["theme"].unique()))
    told = told[told["theme"].isin(of_report)].rename(columns={"visit_id": "unit"})
    return told[_TOLD].drop_duplicates()
