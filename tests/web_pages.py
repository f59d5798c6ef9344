"""Web pages for tests: the demonstration's reports, a small one, and the page that lists them."""

from __future__ import annotations

import datetime
from pathlib import Path

from public_tables import SERIES, SVG, make_public
from test_reports import EVIDENCE, staged

from nationalreports.config import REPOSITORY
from nationalreports.facts import make_facts
from nationalreports.publication_index import make_index
from nationalreports.rendering import render_embedded, stage

NOON = datetime.datetime(2020, 11, 10, 12, tzinfo=datetime.UTC)
STYLE = REPOSITORY / "reports/_extensions/nationalreports/style.css"

#: One of everything that a report may hold; cells that a CSV file has to quote, and one that a
#: spreadsheet would take for a formula.
SMALL = """## Main points {#points}

Text with [a link](https://example.org/page), a note[^note] and a reference to @fig-a-b.

::: {.callout-note}
## Reading this

A callout.
:::

![**Two bars**\\
Number of areas](figures/one.svg){#fig-a-b fig-alt="Bar chart. Calm: 4; “Rest”: 2."}

The figures are in @tbl-a-b.

### A *part*

- one
- two

## Annex {#annex}

::: {.before-table}
In place of a figure, a sign.
:::

| Theme, all | Areas |
|:---|---:|
| Calm &#38; &#8220;rest&#8221; &#34;x&#34; | 4 |
| &#61;SUM, 2 | &#91;c&#93; |

: Two bars {#tbl-a-b}

[^note]: The note.
"""


def small_staging(folder: Path) -> Path:
    """The staging folder of a small report."""
    sources, figures = folder / "sources", folder / "figures"
    sources.mkdir(parents=True)
    figures.mkdir()
    (sources / "small.qmd").write_text(SMALL, encoding="utf-8")
    (figures / "one.svg").write_text(SVG, encoding="utf-8")
    report = {**SERIES.config["reports"]["october-2020"], "title": "A small report"}
    facts = make_facts(report, "small", SERIES.config, SERIES.codebook, SERIES.surveys, {}, [])
    stage(sources, folder / "staging", facts, {}, figures, defaults=REPOSITORY / "reports")
    return folder / "staging"


def make_pages(folder: Path) -> dict[str, Path]:
    """Each report of the demonstration, the small one and `index`, as files in `folder`."""
    pages = {}
    for key, evidence in EVIDENCE.items():
        pages[key] = folder / f"{key}.html"
        render_embedded(
            staged(folder / key, key, evidence), key, "html", pages[key], timestamp=NOON
        )
    pages["small"] = folder / "small.html"
    staging = small_staging(folder / "small")
    render_embedded(staging, "small", "html", pages["small"], timestamp=NOON)
    public = {key: make_public(key, **evidence) for key, evidence in EVIDENCE.items()}
    sizes = {key: {"html": 500_000, "pdf": 200_000, "ods": 9_000} for key in EVIDENCE}
    series = (SERIES.config, SERIES.codebook, SERIES.surveys)
    pages["index"] = folder / "index.html"
    page = make_index(series, public, sizes, STYLE.read_text(encoding="utf-8"))
    pages["index"].write_text(page, encoding="utf-8", newline="\n")
    return pages
