"""Which release of each report is current. A released pack is never changed, so it stands beside.

`release/releases.csv` and `release/index.html` are made anew from the packs that stand there, so
that they are right again after anything that came between.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from nationalreports.facts_phrases import long_date
from nationalreports.inert import page_template
from nationalreports.research_object import CRATE
from nationalreports.tables import whole, write_table

_TEMPLATE = Path(__file__).with_suffix(".html")

COLUMNS = ["release", "report", "title", "date", "state", "superseded_by", "revision"]


@dataclass(frozen=True)
class _Released:
    release: int
    report: str
    title: str
    date: str
    revision: str


def releases_with(folder: Path, report: str) -> list[int]:
    """The numbers of the releases in `folder` that hold `report`, in their order."""
    return [own.release for own in _read(folder) if own.report == report]


def make_release_list(folder: Path) -> pd.DataFrame:
    """A row for each report of each release in `folder`, the latest release first.

    Columns: `release` (number), `report`, `title`, `date` (ISO), `state` (current or superseded),
    `superseded_by` (the number of the next release that holds the report, or empty) and `revision`
    (the last note on what was changed, or empty).
    """
    released = _read(folder)
    rows = []
    for own in reversed(released):
        later = [
            other.release
            for other in released
            if other.report == own.report and other.release > own.release
        ]
        state = "superseded" if later else "current"
        by = str(min(later)) if later else ""
        rows.append([str(own.release), own.report, own.title, own.date, state, by, own.revision])
    return pd.DataFrame(rows, columns=COLUMNS, dtype=str)


def write_release_list(folder: Path, style: str) -> None:
    """Write releases.csv and index.html of the releases in `folder`, each whole or not at all.

    Where there is no release, there is no list. `style` is the style sheet of the reports.
    """
    found = make_release_list(folder)
    if found.empty:
        return
    page = page_template(_TEMPLATE).render(
        rows=[
            {**row, "date": long_date(row["date"]) if row["date"] else ""}
            for row in found.to_dict("records")
        ],
        style=Markup(style),
    )
    write_table(found, folder / "releases.csv")
    with whole(folder / "index.html") as part:
        part.write_text(page, encoding="utf-8", newline="\n")


def _read(folder: Path) -> list[_Released]:
    """What each pack in `folder` says that it holds, in the order of releases."""
    packs = sorted(
        (path for path in folder.glob("*") if path.name.isdecimal()),
        key=lambda path: int(path.name),
    )
    return [own for pack in packs for own in _read_pack(pack)]


def _read_pack(pack: Path) -> list[_Released]:
    if not (pack / CRATE).is_file():
        return []  # made before packs were described
    graph: list[dict[str, Any]] = json.loads((pack / CRATE).read_text(encoding="utf-8"))["@graph"]
    return [
        _Released(
            int(pack.name),
            own["identifier"],
            own["name"],
            own["datePublished"],
            own["correction"][-1] if own.get("correction") else "",
        )
        for own in graph
        if own["@type"] == "Dataset" and "identifier" in own
    ]
