"""Printed reports for tests: the series', one with every figure withheld, and a long one."""

from __future__ import annotations

import datetime
import fcntl
import random
import shutil
from pathlib import Path

import pandas as pd
import pytest
from public_tables import SERIES, SVG, make_figures, make_public

from nationalreports.config import REPOSITORY
from nationalreports.facts import make_facts
from nationalreports.fragments import make_fragments
from nationalreports.rendering import describe, render_embedded, render_quarto, stage

NOON = datetime.datetime(2020, 11, 10, 12, tzinfo=datetime.UTC)
#: Whose samples the tests look at; `long` is no report of the series.
SAMPLES = ["october-2020", "november-2020", "final-2021", "withheld", "long"]
WORDS = ("services", "families", "areas", "leaders", "plans", "letters", "carers", "support")
EVIDENCE = {
    "october-2020": {"visits": 6},
    "november-2020": {"visits": 0, "notes": 7, "surveyed": False},
    "final-2021": {"visits": 10},
    "withheld": {"visits": 4},
}


def make_sample(name: str, folder: Path, renderer: str = "embedded") -> tuple[Path, Path]:
    """The HTML and the PDF of the sample `name`, written to `folder`."""
    key = "october-2020" if name == "withheld" else name
    if name == "long":
        staging = _long(folder)
    else:
        public = make_public(key, **EVIDENCE[name])
        if name == "withheld":
            public |= {table: _withheld(public[table]) for table in ("themes", "answers")}
        staging = _staged(folder, key, public)
    render = render_quarto if renderer == "quarto" else render_embedded
    outputs = folder / f"{key}.html", folder / f"{key}.pdf"
    for output in outputs:
        render(staging, key, output.suffix[1:], output, timestamp=NOON)
    return outputs


def shared_sample(
    name: str, factory: pytest.TempPathFactory, renderer: str = "embedded"
) -> tuple[Path, Path]:
    """As `make_sample`, but rendered once a test run. Nobody may change these files.

    pytest-xdist gives each worker a folder of its own below that of the run: the run's is shared,
    and the lock makes other workers wait for the one that renders.
    """
    base = factory.getbasetemp()
    if base.name.startswith("popen-"):
        base = base.parent
    folder = base / "pdf_samples" / f"{name}-{renderer}"
    folder.parent.mkdir(exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            making = folder.with_suffix(".making")
            shutil.rmtree(making, ignore_errors=True)
            making.mkdir()
            make_sample(name, making, renderer)
            making.rename(folder)
    key = "october-2020" if name == "withheld" else name
    return folder / f"{key}.html", folder / f"{key}.pdf"


def _staged(folder: Path, key: str, public: dict[str, pd.DataFrame]) -> Path:
    figures = make_figures(key, public, folder / "figures")
    for figure in figures:
        figure["alt"] = figure["alt"].replace("Bar chart.", "Bar chart of the answers given.")
    report = SERIES.config["reports"][key]
    parts = (report, key, SERIES.config, SERIES.codebook, SERIES.surveys, public, figures)
    stage(
        SERIES.reports,
        folder / "staging",
        make_facts(*parts, renderer=describe("embedded")),
        make_fragments(*parts),
        folder / "figures",
        defaults=REPOSITORY / "reports",
    )
    return folder / "staging"


def _withheld(table: pd.DataFrame) -> pd.DataFrame:
    shown = [c for c in ("areas_told", "count", "percent", "word") if c in table]
    return table.assign(**dict.fromkeys(shown, "[c]"))


def _long(folder: Path) -> Path:
    """Sections, lists, charts and tables of many lengths, so that each meets a page's end."""
    sources, figures = folder / "sources", folder / "figures"
    for path in (sources, figures):
        path.mkdir(parents=True)
    (figures / "one.svg").write_text(SVG, encoding="utf-8")
    draw = random.Random(20201110)

    def prose(words: int) -> str:
        return " ".join(draw.choice(WORDS) for _ in range(words)) + "."

    parts = []
    for number in range(36):
        parts.append(f"{'##' if number % 3 == 0 else '###'} Section {number} of {prose(3)}")
        parts.append(prose(draw.randint(5, 120)))
        if number % 4 == 1:
            parts.append("\n".join(f"- {prose(6)}" for _ in range(draw.randint(2, 9))))
        if number % 3 == 1:
            parts.append(
                f'![Figure {number} of {prose(4)}](figures/one.svg){{#fig-f{number} fig-alt="Bars: '
                f'three of them, of sample {number}."}}\n\nThe figures are in sample {number}.'
            )
        if number % 3 == 2:
            rows = 130 if number == 17 else draw.randint(2, 24)
            parts.append("::: {.before-table}\nIn place of a figure, a dash means nothing.\n:::")
            lines = [f"| {prose(4)} | {number} | {row} |" for row in range(rows)]
            head = ["| Theme | Sample | Number of areas |", "|:---|---:|---:|"]
            caption = f": Table of sample {number} {{#tbl-t{number}}}"
            parts.append("\n".join([*head, *lines, "", caption]))
            parts.append(prose(12))
    parts.append("The last one is @tbl-t35, and @fig-f34 is before it.[^note]")
    parts.append("[^note]: A footnote that says nothing.")
    (sources / "long.qmd").write_text("\n\n".join(parts), encoding="utf-8")
    report = SERIES.config["reports"]["october-2020"]
    facts = make_facts(report, "long", SERIES.config, SERIES.codebook, SERIES.surveys, {}, [])
    stage(sources, folder / "staging", facts, {}, figures, defaults=REPOSITORY / "reports")
    shutil.rmtree(sources)
    return folder / "staging"
