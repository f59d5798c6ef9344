"""What leaves of a report, gathered in one folder; and the digests of it, which people sign."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports.config import REPOSITORY, Series
from nationalreports.ledger import sha256_of
from nationalreports.publication_index import FORMATS, make_index

PUBLIC = Path("data/processed/public")
OUTPUT = Path("reports/output")

#: The public tables that go into the pack.
TABLES = ("themes", "discussions", "answers", "context", "summary")

#: The style sheet of the page that lists the reports, below the folder of the sources.
_STYLE = "_extensions/nationalreports/style.css"


def needed(report: str) -> list[str]:
    """What of the run folder there is no folder of `report` without: files, and that of figures."""
    names = [f"{OUTPUT.as_posix()}/{report}/figures"]
    names += [f"{OUTPUT.as_posix()}/{report}/{report}.{suffix}" for suffix in FORMATS]
    names.append(f"{OUTPUT.as_posix()}/{report}/data/csv-metadata.json")
    # Of `steady` only what the prose says is published; the ledger keeps it.
    return names + [f"{PUBLIC.as_posix()}/{report}/{table}.csv" for table in (*TABLES, "steady")]


def fill_report(directory: Path, report: str, target: Path) -> None:
    """Make `target`, the folder of `report` in the publishers' pack, from the run folder.

    All that leaves of the report is put here and nowhere else: people sign what this makes, and a
    release makes it again and holds it to what was signed. So it gives the same bytes each time.
    """
    made = directory / OUTPUT / report
    inside = shutil.ignore_patterns(".*")
    shutil.copytree(made / "figures", target / "figures", ignore=inside)
    for suffix in FORMATS:
        shutil.copy(made / f"{report}.{suffix}", target)
    shutil.copytree(made / "data", target / "data", ignore=inside)
    for name in TABLES:
        shutil.copy(directory / PUBLIC / report / f"{name}.csv", target / "data")


def write_list(directory: Path, series: Series, reports: Sequence[str], pack: Path) -> None:
    """Write `index.html` of the `pack`: the page that lists its reports, and no others."""
    public = {
        key: {name: read_table(directory / PUBLIC / key / f"{name}.csv") for name in TABLES}
        for key in reports
    }
    sizes = {
        key: {suffix: (pack / key / f"{key}.{suffix}").stat().st_size for suffix in FORMATS}
        for key in reports
    }
    own = series.reports / _STYLE
    style = own if own.is_file() else REPOSITORY / "reports" / _STYLE
    page = make_index(
        (series.config, series.codebook, series.surveys),
        public,
        sizes,
        style.read_text(encoding="utf-8"),
    )
    (pack / "index.html").write_text(page, encoding="utf-8", newline="\n")


def digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file below `folder`, by its path in the folder above it."""
    return {
        path.relative_to(folder.parent).as_posix(): sha256_of(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def digest_of_all(files: Mapping[str, str]) -> str:
    """One SHA-256 of files: of what `sha256sum` prints of them in the order of their names."""
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(files.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def read_table(path: Path) -> pd.DataFrame:
    """A table as it stands, all cells strings."""
    frame: Any = pd.read_csv(path, dtype=str, keep_default_na=False)
    return pd.DataFrame(frame)
