"""Each area's watch-list: terms of its letter that may stand in no report, and a person's own.

Rules WAT-0xx: see `rules.watchlist`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from nationalreports.identifiers import KINDS, Identifier, names_of_area
from nationalreports.problems import Problem
from nationalreports.records import bind
from nationalreports.tables import read_table

WATCHLIST_COLUMNS = ["visit_id", "kind", "term"]

#: A shorter term would be found inside words everywhere.
SHORTEST_TERM = 3

_AREA_NAMES = ("area_name", "official_name", "dfe_name")


def make_watchlist(
    visits: pd.DataFrame,
    areas: pd.DataFrame,
    terms: Mapping[str, Iterable[Identifier]],
    additions: pd.DataFrame,
    printed: str,
) -> pd.DataFrame:
    """All terms with `WATCHLIST_COLUMNS`, each once, by visit, kind and as they come.

    `visits`: visit_id, area_code. `areas`: as from `read_areas`; an area's names are terms of its
    visits, letter or not. `terms`: those found in letters, by visit. `additions`: as from
    `read_additions`, which are always taken. `printed`: what the configuration prints in every
    report (publisher, titles, labels of themes); a term that stands there is no secret.
    """
    names = {
        str(area["area_code"]): [
            name
            for column in _AREA_NAMES
            if str(area.get(column, ""))
            for name in names_of_area(str(area[column]))
        ]
        for area in areas.to_dict("records")
    }
    open_text = f" {printed.casefold()} "
    rows: list[tuple[str, str, str]] = []
    for visit_id, area_code in visits[["visit_id", "area_code"]].itertuples(index=False, name=None):
        own = [Identifier("place", name) for name in names.get(str(area_code), [])]
        found = [*terms.get(str(visit_id), ()), *own]
        rows += [
            (str(visit_id), kind, term) for kind, term in found if term.casefold() not in open_text
        ]
    rows += list(additions[WATCHLIST_COLUMNS].itertuples(index=False, name=None))
    table = pd.DataFrame(rows, columns=WATCHLIST_COLUMNS, dtype=str).drop_duplicates()
    rank = table["kind"].map({kind: place for place, kind in enumerate(KINDS)})
    order = table.assign(rank=rank).sort_values(["visit_id", "rank"], kind="stable").index
    return table.loc[order].reset_index(drop=True)


def read_additions(
    path: Path, visits: pd.DataFrame, *, root: Path
) -> tuple[pd.DataFrame, list[Problem]]:
    """A person's own terms, `data/raw/watchlist.csv`, with `WATCHLIST_COLUMNS`; none if no file.

    A blank `visit_id` means all visits: the row comes back once for each. A row with an unknown
    visit or kind, or a term of fewer than 3 letters and digits, is an error and set aside.
    """
    empty = pd.DataFrame(columns=WATCHLIST_COLUMNS, dtype=str)
    if not path.exists():
        return empty, []
    source = path.relative_to(root).as_posix()
    frame, problems = read_table(path, source=source, required=WATCHLIST_COLUMNS)
    known = [str(visit) for visit in visits["visit_id"]]
    rows: list[tuple[str, str, str]] = []
    for row, visit_id, kind, term in frame[WATCHLIST_COLUMNS].itertuples(name=None):
        faults = list(_faults(visit_id, kind, term, known))
        problems += [Problem("error", source, row, *fault) for fault in faults]
        if not faults:
            rows += [(visit, kind, term) for visit in ([visit_id] if visit_id else known)]
    additions = pd.DataFrame(rows, columns=WATCHLIST_COLUMNS, dtype=str)
    return additions, bind(problems, {source: frame})


def _faults(
    visit_id: str, kind: str, term: str, known: list[str]
) -> Iterable[tuple[str, str, str, str]]:
    if visit_id and visit_id not in known:
        message = "no such visit; give a visit_id of visits.csv, or none for all visits"
        yield "visit_id", "WAT-001", visit_id, message
    if kind not in KINDS:
        yield "kind", "WAT-002", kind, f"must be one of: {', '.join(KINDS)}"
    if sum(char.isalnum() for char in term) < SHORTEST_TERM:
        message = f"give a term of at least {SHORTEST_TERM} letters or digits"
        yield "term", "WAT-003", term, message
