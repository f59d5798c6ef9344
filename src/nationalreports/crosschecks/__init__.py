"""Tables laid out for their rules: what a rule compares stands in one row.

A rule looks at one table. Where it concerns several, or several rows, what it compares is worked
out here, in columns whose names start with "_" or in tables of totals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports.comparison import lay_out_runs
from nationalreports.crosschecks.aggregates import (
    lay_out_answers,
    lay_out_context,
    lay_out_discussions,
    lay_out_themes,
)
from nationalreports.crosschecks.cells import filled, numbered
from nationalreports.crosschecks.disclosure import lay_out_overlaps, lay_out_tellings
from nationalreports.crosschecks.findings import (
    lay_out_areas,
    lay_out_codes,
    lay_out_findings,
    lay_out_visits,
)
from nationalreports.crosschecks.responses import lay_out_responses
from nationalreports.crosschecks.statistics import (
    lay_out_listed,
    lay_out_plans,
    lay_out_timeliness,
)
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

    Known are visits, areas, findings, codes, responses, respondents (as they stand in
    confidential/), ehc_plans, timeliness (as from `read_reference`), the aggregates themes,
    answers, discussions and context, as from `read_aggregates`, and run_rows, run_answers and
    run_missing, as from `comparison.compare`. A table that is not there is left
    out; but rules across tables need both, so give themes with visits, responses with visits, codes
    with findings. Nothing given is changed.

    The tables counted_findings, counted_codes and counted_responses are those that the aggregates
    were counted from, without what decisions exclude; where they are not given, they are the whole
    ones. Whoever counts again to compare uses them; rules on records use the whole.
    """
    given = {name: numbered(filled(frame)) for name, frame in tables.items()}
    for name in ("findings", "codes", "responses"):
        if name in given:
            given.setdefault(f"counted_{name}", given[name])
    laid = dict(given)
    for name, layouts in _LAYOUTS.items():
        for lay in layouts if name in given else []:
            laid |= lay(laid, config, surveys)
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


_LAYOUTS: dict[str, list[Callable[[Any, Any, Any], dict[str, pd.DataFrame]]]] = {
    "visits": [lay_out_visits],
    "areas": [lay_out_areas, lay_out_listed],
    "findings": [lay_out_findings],
    "codes": [lay_out_codes],
    "responses": [lay_out_responses],
    "ehc_plans": [lay_out_plans],
    "timeliness": [lay_out_timeliness],
    "themes": [lay_out_themes, lay_out_tellings, lay_out_overlaps],
    "answers": [lay_out_answers],
    "discussions": [lay_out_discussions],
    "context": [lay_out_context],
    "run_rows": [lay_out_runs],
}
