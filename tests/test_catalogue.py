"""Every entry of the catalogue of faulty inputs, put into a small series and taken in."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest
from catalogue import series
from catalogue.entries import ENTRIES
from catalogue.entry import ANY, Entry

from nationalreports.config import Series, load
from nationalreports.review import review_page

#: What a message of this project ends in: a word, a quotation mark, a bracket or a full stop.
WHOLE = re.compile(r"""\w[^\n]*[\w.?)”"'%*+;,-]$""", re.DOTALL)


def spoil(root: Path, entry: Entry) -> None:
    for name, change in entry.put.items():
        path = root / name if name.startswith("config/") else root / "data/raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(change, bytes):
            path.write_bytes(change)
        else:
            change(path)


def described(problems: pd.DataFrame) -> str:
    return "\n".join(" | ".join(row) for row in problems.head(10).itertuples(index=False))


class Unspoilt(NamedTuple):
    """The series before anything is done to it: taken in once, and copied for each entry."""

    root: Path
    series: Series
    problems: pd.DataFrame


@pytest.fixture(scope="module")
def unspoilt(tmp_path_factory: pytest.TempPathFactory) -> Unspoilt:
    root = tmp_path_factory.mktemp("unspoilt") / "series"
    series.lay_out(root)
    form = load(root)
    return Unspoilt(root, form, series.ingest(root, form))


def test_the_unspoilt_series_has_no_problems_and_its_counted_figures(unspoilt: Unspoilt) -> None:
    assert unspoilt.problems.empty, described(unspoilt.problems)
    assert series.figures(series.read_all(unspoilt.root)) == series.FIGURES


def test_there_are_at_least_110_entries_with_names_of_their_own() -> None:
    names = [entry.name for entry in ENTRIES]
    assert len(names) >= 110
    assert sorted(set(names)) == sorted(names)
    assert not [e.name for e in ENTRIES if e.outcome in ("refuse", "set aside") and not e.rule]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_a_faulty_input_comes_to_its_outcome(
    tmp_path: Path, unspoilt: Unspoilt, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    if entry.column != "coder":
        # Workbooks for coders are slow to write, and only a coder's name can lead them astray.
        monkeypatch.setattr("nationalreports.ingestion.write_sheets", lambda *_: None)
    root = tmp_path / "series"
    shutil.copytree(unspoilt.root, root)
    spoil(root, entry)
    own = any(name.startswith("config/") for name in entry.put)
    form = load(root) if own else unspoilt.series
    problems = series.ingest(root, form, entry.put)
    tables = series.read_all(root)
    errors = problems[problems["severity"] == "error"]

    if entry.rule:
        told = problems[
            (problems["source"] == entry.place)
            & (problems["rule"].eq(entry.rule) | (entry.rule == ANY))
            & (problems["row"].eq(entry.row) | (entry.row == ANY))
            & (problems["column"].eq(entry.column) | (entry.column == ANY))
            & problems["message"].str.contains(entry.says, case=False, regex=False)
        ]
        assert len(told), f"not reported; but:\n{described(problems)}"
        assert (told["severity"] == "error").any() == (entry.outcome in ("refuse", "set aside"))
    if entry.outcome in ("refuse", "set aside"):
        assert len(errors)
    else:
        assert errors.empty, described(errors)
    if entry.outcome == "accept" and not entry.rule:
        assert problems.empty, described(problems)

    # No silent wrong number: whatever the entry does not name stands as it did.
    assert series.figures(tables) == series.FIGURES | dict(entry.figures), described(problems)
    if entry.holds:
        texts = [*tables["findings"]["text"], *tables["responses"]["answer"]]
        assert entry.holds in texts
    assert not list(root.rglob("*.part"))
    check_words(problems, root)


def check_words(problems: pd.DataFrame, root: Path) -> None:
    """Every problem tells a person, in whole words, what to do; and the page shows them inert."""
    for problem in problems.to_dict("records"):
        message = problem["message"]
        assert WHOLE.search(message), problem
        assert ";" in message or ". " in message or problem["severity"] == "info", problem
        assert "Traceback" not in message
        assert str(root) not in message + problem["source"] + problem["value"], problem
        assert problem["source"].startswith(("data/raw/", "config/")), problem
    if problems[["source", "value", "message"]].map(lambda text: "<" in text).any(axis=None):
        page = review_page(problems, [], {})
        assert page.count("<script") == 2
        assert "{{<" not in page
