"""What the reviewers' page says beside problems and rules, gathered from the run folder."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports.comparison import changes, read_state
from nationalreports.ingestion import read_tables
from nationalreports.rules.registry import readers_rules
from nationalreports.run_facts import run_facts


def gather(
    folder: Path,
    coding: dict[str, Any],
    disclosure: list[dict[str, Any]],
    raw: Iterable[str],
    settings: str,
    renderer: str,
) -> dict[str, Any]:
    """All keys of the page but `not_reached`, see `review.review_page`.

    `folder`: data/processed/validation, as the rules left it. `coding`: as from
    `review.coding_section`. `disclosure`: as from `withheld`. The others as for `run_facts`.
    """
    state = read_state(folder / "profile.json")
    measured, changed = _read(folder / "sources.json"), changes(state)
    compared = f"the run of {changed['since']}" if changed["since"] else changed["note"]
    return {
        "rules": {code: asdict(rule) for code, rule in readers_rules().items()},
        "decisions": _read(folder / "decisions.json"),
        "changes": changed,
        "profile": measured["profile"],
        "influence": measured["influence"],
        "disclosure": disclosure,
        "coding": coding,
        "run": [
            *run_facts(raw, settings, renderer),
            ("Rules put to the data", state["current"]["made"] if state["current"] else ""),
            ("Last run", compared),
        ],
    }


def withheld(answers: str, told: str) -> list[dict[str, Any]]:
    """How much of each table of a report is withheld, from the plan's files at these paths.

    Each has `report`, `table`, `cells`, `withheld` and `verdicts`. Tables without rows are left
    out.
    """
    plan = read_tables({"answers": answers, "told": told})
    cells = pd.concat(
        [
            plan["answers"][["report", "count"]].assign(table="answers"),
            plan["told"][["report", "table", "shown"]].rename(columns={"shown": "count"}),
        ]
    )
    found = []
    for (report, table), rows in cells.groupby(["report", "table"]):
        row = {"report": report, "table": table, "cells": len(rows)}
        found.append({**row, "withheld": int((rows["count"] == "withheld").sum()), "verdicts": {}})
    return found


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
