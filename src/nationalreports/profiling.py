"""A run's tables to data/processed/validation/sources.json: what stands in them, and what hangs on
one area. Great Expectations is not needed for it, and the page need not read the tables again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nationalreports.exclusion import without_excluded
from nationalreports.influence import influence
from nationalreports.ingestion import read_tables
from nationalreports.profiles import profile, tally
from nationalreports.run_facts import of_files
from nationalreports.surveys import read_responses
from nationalreports.tables import write_json


def write_profile(
    tables: dict[str, str],
    responses: str,
    excluded: str,
    surveys: dict[str, Any],
    reports: dict[str, Any],
    path: Path,
) -> None:
    """Write to `path`, with the keys `data` (a digest of all tables), `profile` and `influence`.

    `tables`: the paths of confidential/'s CSV tables by name. `responses`: responses.parquet.
    `excluded`: excluded.csv. The profile is of all that was read; what one area weighs, of what
    counts.
    """
    read = read_responses(Path(responses))
    out = read_tables({"excluded": excluded})
    kept = without_excluded({"responses": read}, **out)["responses"]
    counts = tally(read, surveys)
    counted = counts if kept is read else tally(kept, surveys)
    made = {
        "data": of_files([*tables.values(), responses]),
        "profile": profile(read_tables(tables), counts, surveys, reports),
        "influence": influence(counted, reports, surveys),
    }
    write_json(made, path)
