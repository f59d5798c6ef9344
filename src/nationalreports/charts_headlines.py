"""Titles of figures that analysts wrote as claims; one stands only where its claim holds.

They stand in `reports/headlines.yaml`, by report and figure: `text` and `claim`. Whether each holds
is listed with the other claims of the report, see `claims`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from nationalreports.charts import make_figures, possible_figures
from nationalreports.claims import HEADLINES, judge
from nationalreports.measures import Measures, make_measures

_FORM = "write, by report and figure, text: The headline, and claim: its condition"


def read_headlines(path: Path, report: str, known: Sequence[str]) -> dict[str, dict[str, str]]:
    """The headlines of `report`, by figure: `text` and `claim`; none without the file.

    `known` are the figures that the configuration allows. Raises `ValueError`, one line a fault
    with its remedy: for a figure that is not known, a headline without one of the two texts, and
    one with digits, which nobody would keep right.
    """
    if not path.is_file():
        return {}
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except yaml.YAMLError as error:
        text = " ".join(str(error).split())
        raise ValueError(f"{path.name}: cannot be read as YAML: {text}") from None
    if not isinstance(content, dict):
        raise ValueError(f"{path.name}: {_FORM}")
    # Sources may serve series that have fewer reports: others' headlines are left alone.
    faults = []
    own = content.get(report) or {}
    if not isinstance(own, dict):
        faults.append(f"{path.name}: {report}: {_FORM}")
        own = {}
    for figure, entry in own.items():
        place = f"{path.name}: {report}.{figure}"
        if figure not in known:
            faults.append(f"{place}: is no figure; one of: {', '.join(known)}")
        if not isinstance(entry, dict) or {*entry} != {"text", "claim"}:
            faults.append(f"{place}: {_FORM}")
        elif re.search(r"\d", str(entry["text"])):
            faults.append(f"{place}: has digits; say it in words, for the chart has the figures")
    if faults:
        raise ValueError("\n".join(faults))
    return {
        str(figure): {name: " ".join(str(text).split()) for name, text in entry.items()}
        for figure, entry in own.items()
    }


def with_headlines(
    figures: Sequence[Mapping[str, Any]],
    headlines: Mapping[str, Mapping[str, str]],
    measures: Measures,
) -> list[dict[str, Any]]:
    """`figures` with the headlines that hold as titles, which also open the alternative text."""
    titled = []
    for figure in figures:
        own = headlines.get(figure["id"])
        if own and not figure["withheld"] and judge(own["claim"], measures).holds:
            alt = f"{own['text'].rstrip('.')}. {figure['alt']}"
            figure = {**figure, "title": own["text"], "alt": alt, "headline": True}
        titled.append(dict(figure))
    return titled


def make_titled_figures(
    public: Mapping[str, pd.DataFrame], series: Sequence[Any], report: str, reports: str
) -> list[dict[str, Any]]:
    """The figures of `report` with the headlines that stand in the folder `reports`.

    `series` is the configuration, the codebook and the surveys. Exits with a line a fault of the
    headlines.
    """
    config, codebook, surveys = series
    figures = make_figures(public, codebook, surveys)
    known = possible_figures(codebook, surveys)
    try:
        own = read_headlines(Path(reports) / HEADLINES, report, known)
    except ValueError as error:
        raise SystemExit(str(error)) from None
    return with_headlines(figures, own, make_measures(public, config, codebook, surveys))
