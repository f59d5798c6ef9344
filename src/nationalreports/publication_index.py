"""The page that lists the reports of a series, each with what it rests on and its files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from nationalreports.facts import make_facts
from nationalreports.inert import page_template
from nationalreports.ingestion import read_tables
from nationalreports.tables import whole

_TEMPLATE = Path(__file__).with_suffix(".html")

#: What the files of a report are called, by the end of their names, in the order of the page.
FORMATS = {
    "html": "Web page",
    "pdf": "PDF",
    "ods": "Data tables (ODS)",
    "xlsx": "Data tables (XLSX)",
}


def make_index(
    series: Sequence[Any],
    public: Mapping[str, Mapping[str, pd.DataFrame]],
    sizes: Mapping[str, Mapping[str, int]],
    style: str,
) -> str:
    """The page as one HTML file; its links lead from the folder above those of the reports.

    `series` is the configuration, the codebook and the surveys. `public` has the public tables of
    each report to be listed, `sizes` the bytes of its files by format (a key of `FORMATS`); a
    format that is not there is not linked to. `style` is the style sheet of the reports.
    """
    config, codebook, surveys = series
    reports = []
    for key, entry in config["reports"].items():
        if key not in public:
            continue
        facts = make_facts(entry, key, config, codebook, surveys, public[key], [])["facts"]
        reports.append(
            {
                "key": key,
                "facts": facts,
                "responses": _responses(entry, facts),
                "files": [
                    (f"{key}/{key}.{suffix}", name, size_of(sizes[key][suffix]))
                    for suffix, name in FORMATS.items()
                    if suffix in sizes[key]
                ],
            }
        )
    return page_template(_TEMPLATE).render(
        series=config["series"],
        reports=reports,
        draft=any(report["facts"]["has"]["draft"] for report in reports),
        synthetic=any(report["facts"]["has"]["synthetic"] for report in reports),
        style=Markup(style),
    )


def _responses(entry: Mapping[str, Any], facts: Mapping[str, Any]) -> list[str]:
    """`Survey of parents and carers: about 765 responses`, for each survey of a report."""
    if not facts["has"]["surveys"]:
        return []
    used = [facts["surveys"][name] for name in entry["surveys"]]
    return [f"{survey['title']}: {survey['responses']}" for survey in used]


def size_of(bytes_: int) -> str:
    """A file's size as readers know it, in thousands of bytes: `480 KB`."""
    return f"{max(1, round(bytes_ / 1_000)):,} KB"


def write_index(
    public: Sequence[Path],
    files: Sequence[Path],
    output: Path,
    *,
    series: Sequence[Any],
    style: Path,
) -> None:
    """Write `output`, see `make_index`, whole or not at all.

    `public` are the public tables, `…/<report>/<table>.csv`; `files` those of the reports,
    `…/<report>/<report>.<format>`; `style` is a file.
    """
    tables: dict[str, dict[str, pd.DataFrame]] = {}
    for path in public:
        tables.setdefault(path.parent.name, {}).update(read_tables({path.stem: str(path)}))
    sizes: dict[str, dict[str, int]] = {report: {} for report in tables}
    for path in files:
        sizes[path.stem][path.suffix[1:]] = path.stat().st_size
    page = make_index(series, tables, sizes, style.read_text(encoding="utf-8"))
    with whole(output) as part:
        part.write_text(page, encoding="utf-8", newline="\n")
