"""One report in one format: facts and fragments from the public tables, staged and rendered."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports.claims import judged
from nationalreports.facts import make_facts
from nationalreports.fragments import make_fragments
from nationalreports.rendering import render_embedded, render_quarto, stage
from nationalreports.sources import RenderingError


def make_report(
    public: dict[str, pd.DataFrame],
    files: dict[str, Path],
    output: Path,
    *,
    report: str,
    suffix: str,
    renderer: str,
    made_by: str,
    series: Sequence[Any],
    defaults: str,
) -> None:
    """Write the report `report` to `output`; exits with a line for a fault in its source.

    `files` gives the report's `source`, its `figures` (figures.json), the folder of `pictures` and
    what came of its `claims` (claims.csv).
    `series` is the configuration, the codebook and the surveys; `defaults` the folder of the format
    where the series has none of its own. The document's date is that of the report, so that a rerun
    gives the same bytes.
    """
    config, codebook, surveys = series
    entry = config["reports"][report]
    figures = json.loads(files["figures"].read_text(encoding="utf-8"))
    given = (entry, report, config, codebook, surveys, public, figures)
    staging = files["figures"].parent / suffix
    stage(
        files["source"].parent,
        staging,
        make_facts(*given, renderer=made_by),
        make_fragments(*given),
        files["pictures"],
        defaults=Path(defaults),
        claims=judged(files["claims"]),
    )
    timestamp = datetime.datetime.fromisoformat(f"{entry['date']}T00:00:00+00:00")
    render = render_quarto if renderer == "quarto" else render_embedded
    try:
        render(staging, report, suffix, output, timestamp=timestamp)
    except RenderingError as error:
        raise SystemExit(str(error)) from None
