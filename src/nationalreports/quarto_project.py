"""What a run leaves in `reports/`, so that `quarto render` and `quarto preview` work there.

The folder `_generated/` holds, for each report, its facts and fragments, and beside them the names
that the sources include. The format's filter `generated.lua` puts a report's own into their place,
and stops where one of the files that they were made from has changed since.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports.claims import HEADLINES, judged
from nationalreports.facts import make_facts
from nationalreports.fragments import make_fragments
from nationalreports.ingestion import read_tables
from nationalreports.rendering import make_metadata

TABLES = ("themes", "discussions", "answers", "context", "summary", "quotations")
FACTS_FILE = "facts.json"
MADE_FROM_FILE = "made_from.json"


def write_project(
    root: Path, output: Path, *, series: Sequence[Any], folders: Mapping[str, str]
) -> None:
    """Write the folder `output` from the public tables of all reports in the run folder `root`.

    `series` is the configuration, the codebook and the surveys; `folders` says where the files of
    these stand (`config`) and the reports' sources (`reports`).
    """
    config, codebook, surveys = series
    settings = [
        *sorted(Path(folders["config"]).rglob("*.yaml")),
        *Path(folders["reports"]).glob(HEADLINES),
    ]
    partial = output.with_name(f".{output.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    for key, report in config["reports"].items():
        tables = {name: root / f"data/processed/public/{key}/{name}.csv" for name in TABLES}
        figures = root / f"data/processed/render/{key}/figures.json"
        claims = root / f"data/processed/render/{key}/claims.csv"
        public = read_tables({name: str(path) for name, path in tables.items()})
        drawn = json.loads(figures.read_text(encoding="utf-8"))
        write_report(
            partial, (report, key, config, codebook, surveys, public, drawn), judged(claims)
        )
        # Seen from where the folder will stand.
        _write(
            partial / key / MADE_FROM_FILE,
            _made_from([*tables.values(), figures, claims, *settings], output / key),
        )
    shutil.rmtree(output, ignore_errors=True)
    partial.rename(output)


def write_report(
    folder: Path,
    given: tuple[
        Mapping[str, Any],
        str,
        Mapping[str, Any],
        Mapping[str, Any],
        Mapping[str, Mapping[str, Any]],
        Mapping[str, pd.DataFrame],
        Sequence[Mapping[str, Any]],
    ],
    claims: Sequence[Mapping[str, str]] | None = None,
) -> None:
    """One report's part of the folder `_generated/`; `given` are the parameters of `make_facts`.

    The fact that says what rendered the report is left to the filter, which knows the Quarto that
    runs. `claims` as of `rendering.stage`.
    """
    _, key, *_ = given
    for name, text in make_fragments(*given).items():
        fragment = Path(name)
        _write(folder / key / fragment.name, text)
        _write(folder / fragment.name, f'::: {{.generated fragment="{fragment.stem}"}}\n:::\n')
    _write(folder / key / FACTS_FILE, make_metadata(make_facts(*given), claims))


def _made_from(paths: Sequence[Path], folder: Path) -> str:
    """The files at `paths` with the SHA-1 of each, which pandoc's Lua can work out too.

    It tells an old file from a new one and guards against nobody.
    """
    entries = [
        {
            "path": Path(os.path.relpath(path, folder)).as_posix(),
            "sha1": hashlib.sha1(path.read_bytes(), usedforsecurity=False).hexdigest(),
        }
        for path in paths
    ]
    return json.dumps(entries, ensure_ascii=False, indent=1)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
