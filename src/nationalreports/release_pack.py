"""What leaves of a report, gathered in one folder; and the digests of it, which people sign."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports.config import REPOSITORY, Series, is_seen_before
from nationalreports.facts import make_subtitle
from nationalreports.facts_phrases import join_words, read_summary
from nationalreports.ledger import sha256_of
from nationalreports.pack_page import make_page
from nationalreports.publication_index import FORMATS, make_index
from nationalreports.release_list import releases_with
from nationalreports.research_object import CRATE, make_crate
from nationalreports.tables import write_json

PUBLIC = Path("data/processed/public")
OUTPUT = Path("reports/output")

#: The public tables that go into the pack.
TABLES = ("themes", "discussions", "answers", "context", "summary")

#: The folder of the copies that some may see before the release, and the public list of reports.
BEFORE, LIST = "before_release", "list-of-reports.html"

#: The style sheet of the page that lists the reports, below the folder of the sources.
_STYLE = "_extensions/nationalreports/style.css"


def needed(report: str) -> list[str]:
    """What of the run folder there is no folder of `report` without: files, and that of figures."""
    names = [f"{OUTPUT.as_posix()}/{report}/figures"]
    names += [f"{OUTPUT.as_posix()}/{report}/{report}.{suffix}" for suffix in FORMATS]
    names += [f"{OUTPUT.as_posix()}/{report}/{name}" for name in _for_the_tool(report)]
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
    for name in _for_the_tool(report):
        shutil.copy(made / name, target)
    if (made / BEFORE).is_dir():
        shutil.copytree(made / BEFORE, target / BEFORE, ignore=inside)
    shutil.copytree(made / "data", target / "data", ignore=inside)
    for name in TABLES:
        shutil.copy(directory / PUBLIC / report / f"{name}.csv", target / "data")


def _for_the_tool(report: str) -> list[str]:
    """What GOV.UK's publishing tool takes, beside pictures and tables."""
    return [f"{report}.govspeak.md", "images.csv"]


def write_list(directory: Path, series: Series, reports: Sequence[str], pack: Path) -> None:
    """Write what the `pack` has for all its `reports`, and no others.

    The public page that lists them, the publisher's own page (`index.html`), and the description of
    the files for archives. Nothing in them is signed.
    """
    for key in reports:
        _check_copies(series.config["reports"][key], key, pack)
    public = {
        key: {name: read_table(directory / PUBLIC / key / f"{name}.csv") for name in TABLES}
        for key in reports
    }
    sizes = {
        key: {suffix: (pack / key / f"{key}.{suffix}").stat().st_size for suffix in FORMATS}
        for key in reports
    }
    style = style_of(series)
    page = make_index((series.config, series.codebook, series.surveys), public, sizes, style)
    (pack / LIST).write_text(page, encoding="utf-8", newline="\n")
    given = [
        {
            "key": key,
            "subtitle": _subtitle(series, key, public[key]),
            "titles": _titles(pack / key / "data/csv-metadata.json"),
            "supersedes": join_words([f"release {n}" for n in releases_with(pack.parent, key)]),
        }
        for key in reports
    ]
    files = {path.relative_to(pack).as_posix(): path for path in _files(pack)}
    sizes_of_files = {name: path.stat().st_size for name, path in files.items()}
    page = make_page(series.config, given, sizes_of_files, style)
    (pack / "index.html").write_text(page, encoding="utf-8", newline="\n")
    described = {
        path.relative_to(pack).as_posix(): (path.stat().st_size, sha256_of(path))
        for path in _files(pack)
    }
    write_json(make_crate(series.config, reports, described), pack / CRATE)


def style_of(series: Series) -> str:
    """The style sheet of the reports of a series, or else the repository's."""
    own = series.reports / _STYLE
    return (own if own.is_file() else REPOSITORY / "reports" / _STYLE).read_text(encoding="utf-8")


def _check_copies(entry: Mapping[str, Any], key: str, pack: Path) -> None:
    """Raise `shutil.Error` where copies to be seen before release are left over, or missing."""
    there = (pack / key / BEFORE).is_dir()
    if there == is_seen_before(entry):
        return
    where = (OUTPUT / key / BEFORE).as_posix()
    raise shutil.Error(
        f"{where}/ is left from other settings; delete it" if there else f"{where}/ is missing"
    )


def _subtitle(series: Series, key: str, public: Mapping[str, pd.DataFrame]) -> str:
    return make_subtitle(read_summary(public), bool(series.config["reports"][key]["surveys"]))


def _titles(path: Path) -> dict[str, str]:
    """The titles of a report's CSV files by name."""
    tables = json.loads(path.read_text(encoding="utf-8"))["tables"]
    return {own["url"]: own["dc:title"] for own in tables}


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


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
