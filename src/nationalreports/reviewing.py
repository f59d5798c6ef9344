"""What the reviewers' page says beside problems and rules, gathered from the run folder."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports.comparison import changes, read_state
from nationalreports.disclosure.words import TABLES, audit_words
from nationalreports.ingestion import read_tables
from nationalreports.ledger import read_ledger
from nationalreports.rules.registry import readers_rules
from nationalreports.run_facts import run_facts


def gather(
    folder: Path,
    coding: dict[str, Any],
    plan: Mapping[str, pd.DataFrame] | None,
    released: int,
    minimum_count: int,
    raw: Iterable[str],
    settings: str,
    renderer: str,
) -> dict[str, Any]:
    """All keys of the page but `not_reached`, see `review.review_page`.

    `folder`: data/processed/validation, as the rules left it. `coding`: as from
    `review.coding_section`. `plan`: as from `read_plan`. `released`: as from `count_released`.
    `minimum_count`: of the thresholds of disclosure control. The others as for `run_facts`.
    """
    state = read_state(folder / "profile.json")
    measured, changed = _read(folder / "sources.json"), changes(state)
    decisions = _read(folder / "decisions.json")
    compared = f"the run of {changed['since']}" if changed["since"] else changed["note"]
    return {
        "rules": {code: asdict(rule) for code, rule in readers_rules().items()},
        "decisions": decisions,
        "changes": changed,
        "profile": measured["profile"],
        "influence": measured["influence"],
        "disclosure": None
        if plan is None
        else audit_words(plan, decisions, released, minimum_count),
        "coding": coding,
        "run": [
            *run_facts(raw, settings, renderer),
            ("Rules put to the data", state["current"]["made"] if state["current"] else ""),
            ("Last run", compared),
        ],
    }


def read_plan(paths: Sequence[str]) -> dict[str, pd.DataFrame] | None:
    """The tables of the plan by name, see `words.TABLES`, from its files in that order.

    None where one is missing: the page is made also where the run stopped before.
    """
    if not all(Path(path).is_file() for path in paths):
        return None
    return read_tables(dict(zip(TABLES, paths, strict=True)))


def count_released(root: Path) -> int:
    """How many reports stand in the ledger of the run folder `root`."""
    return len(read_ledger(root))


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
