"""One report in one format: facts and fragments from the public tables, staged and rendered."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports.claims import judged
from nationalreports.facts import Facts, make_facts
from nationalreports.fragments import make_fragments
from nationalreports.govspeak import write_govspeak
from nationalreports.rendering import read_document, render_embedded, render_quarto, stage
from nationalreports.sources import RenderingError
from nationalreports.tables import whole, write_table


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
    embargoed: bool = False,
) -> None:
    """Write the report `report` to `output`; exits with a line for a fault in its source.

    `files` gives the report's `source`, its `figures` (figures.json), the folder of `pictures` and
    what came of its `claims` (claims.csv).
    `series` is the configuration, the codebook and the surveys; `defaults` the folder of the format
    where the series has none of its own. `embargoed`: each page says until when. The document's
    date is that of the report, so that a rerun gives the same bytes.
    """
    name = f"{suffix}-embargoed" if embargoed else suffix
    staging = files["figures"].parent / name
    _stage(public, files, staging, report, made_by, series, defaults, embargoed=embargoed)
    timestamp = datetime.datetime.fromisoformat(
        f"{series[0]['reports'][report]['date']}T00:00:00+00:00"
    )
    render = render_quarto if renderer == "quarto" else render_embedded
    try:
        render(staging, report, suffix, output, timestamp=timestamp)
    except RenderingError as error:
        raise SystemExit(str(error)) from None


def make_govspeak(
    public: dict[str, pd.DataFrame],
    files: dict[str, Path],
    output: Path,
    images: Path,
    *,
    report: str,
    made_by: str,
    series: Sequence[Any],
    defaults: str,
) -> None:
    """Write the report as Govspeak to `output`, and the list of its `images` (CSV).

    Columns of the list: file, figure, alternative_text. Parameters as of `make_report`.
    """
    staging = files["figures"].parent / "govspeak"
    facts = _stage(public, files, staging, report, made_by, series, defaults)
    try:
        text, shown = write_govspeak(read_document(staging, report), facts["facts"])
    except RenderingError as error:
        raise SystemExit(str(error)) from None
    with whole(output) as part:
        part.write_text(text, encoding="utf-8", newline="\n")
    columns = ["file", "figure", "alternative_text"]
    rows = [[image.file, image.figure, image.alternative_text] for image in shown]
    write_table(pd.DataFrame(rows, columns=columns, dtype=str), images)


def _stage(
    public: Mapping[str, pd.DataFrame],
    files: Mapping[str, Path],
    staging: Path,
    report: str,
    made_by: str,
    series: Sequence[Any],
    defaults: str,
    *,
    embargoed: bool = False,
) -> Facts:
    """Make the staging folder of a report, and give its facts."""
    config, codebook, surveys = series
    figures = json.loads(files["figures"].read_text(encoding="utf-8"))
    given = (config["reports"][report], report, config, codebook, surveys, public, figures)
    facts = make_facts(*given, renderer=made_by, embargoed=embargoed)
    stage(
        files["source"].parent,
        staging,
        facts,
        make_fragments(*given),
        files["pictures"],
        defaults=Path(defaults),
        claims=judged(files["claims"]),
    )
    return facts
