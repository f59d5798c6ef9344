"""What the reviewers' page says beside problems and rules, gathered from the run folder."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from nationalreports.comparison import changes, read_state
from nationalreports.disclosure import count_withheld, protect
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


def withheld(
    aggregates: Sequence[str],
    thresholds: dict[str, int],
    scale: Sequence[dict[str, Any]],
    surveys: dict[str, Any],
) -> list[dict[str, Any]]:
    """How much of each report is withheld, see `disclosure.count_withheld`.

    Worked out left of the wall from the `aggregates` (paths <report>/<table>.csv), because the page
    is made also where nothing may cross it. Nothing is written.
    """
    paths = [Path(path) for path in aggregates]
    found = []
    for report in dict.fromkeys(path.parent.name for path in paths):
        own = {path.stem: path.as_posix() for path in paths if path.parent.name == report}
        public = protect(read_tables(own), report, thresholds, scale, surveys)
        found += count_withheld(report, public)
    return found


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
