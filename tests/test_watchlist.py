"""The watch-list: what letters give, what people add, and what is no secret."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from nationalreports.identifiers import Identifier
from nationalreports.watchlist import (
    WATCHLIST_COLUMNS,
    make_watchlist,
    read_additions,
)

VISITS = pd.DataFrame({"visit_id": ["v1", "v2"], "area_code": ["E01", "E02"]})
AREAS = pd.DataFrame(
    {
        "area_code": ["E01", "E02"],
        "area_name": ["Fernmouth", "Larkspur and Stane"],
        "official_name": ["Fernmouth Council", ""],
    }
)
NONE = pd.DataFrame(columns=WATCHLIST_COLUMNS, dtype=str)


def _rows(terms: dict[str, list[Identifier]], additions: pd.DataFrame = NONE, printed: str = ""):
    table = make_watchlist(VISITS, AREAS, terms, additions, printed)
    assert list(table.columns) == WATCHLIST_COLUMNS
    return list(table.itertuples(index=False, name=None))


def test_an_area_is_watched_for_even_without_its_letter():
    assert _rows({}) == [
        ("v1", "place", "Fernmouth"),
        ("v1", "place", "Fernmouth Council"),
        ("v2", "place", "Larkspur and Stane"),
        ("v2", "place", "Larkspur"),
        ("v2", "place", "Stane"),
    ]


def test_terms_stand_once_by_visit_and_kind():
    terms = {"v1": [Identifier("place", "Fernmouth"), Identifier("person", "Ada Penrose")]}
    assert _rows(terms)[:3] == [
        ("v1", "person", "Ada Penrose"),
        ("v1", "place", "Fernmouth"),
        ("v1", "place", "Fernmouth Council"),
    ]


def test_what_every_report_prints_is_no_secret_unless_a_person_says_so():
    printed = "The Inspectorate\nSocial care"
    terms = {"v1": [Identifier("organisation", "the inspectorate"), Identifier("scheme", "Kite")]}
    assert ("v1", "organisation", "the inspectorate") not in _rows(terms, printed=printed)
    assert ("v1", "scheme", "Kite") in _rows(terms, printed=printed)
    additions = pd.DataFrame([("v1", "organisation", "The Inspectorate")], columns=list(NONE))
    assert ("v1", "organisation", "The Inspectorate") in _rows(terms, additions, printed)


def _read(folder: Path, text: str):
    path = folder / "watchlist.csv"
    path.write_text(text, encoding="utf-8")
    frame, problems = read_additions(path, VISITS, root=folder)
    return list(frame.itertuples(index=False, name=None)), [
        (p.rule, p.row, p.column) for p in problems
    ]


def test_a_person_adds_terms_for_one_visit_or_for_all(tmp_path: Path):
    text = "visit_id,kind,term\nv2,scheme,Kite\n,person,Ada Penrose\n"
    assert _read(tmp_path, text) == (
        [
            ("v2", "scheme", "Kite"),
            ("v1", "person", "Ada Penrose"),
            ("v2", "person", "Ada Penrose"),
        ],
        [],
    )


def test_rows_that_cannot_be_used_are_errors(tmp_path: Path):
    text = "visit_id,kind,term\nv9,scheme,Kite\nv1,secret,Kite\nv1,scheme,-A.B-\nv1,scheme,Abc\n"
    assert _read(tmp_path, text) == (
        [("v1", "scheme", "Abc")],
        [("WAT-001", 2, "visit_id"), ("WAT-002", 3, "kind"), ("WAT-003", 4, "term")],
    )


def test_no_file_is_no_problem(tmp_path: Path):
    frame, problems = read_additions(tmp_path / "watchlist.csv", VISITS, root=tmp_path)
    assert (len(frame), problems) == (0, [])
