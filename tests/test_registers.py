"""Registers: whole or not at all, for their owner, and no cell of them a formula."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as given_any
from hypothesis import strategies as st

from nationalreports.registers import (
    RefusedError,
    owner_alone,
    read_register,
    refuse_links,
    shown,
    whoami,
    write_register,
)
from nationalreports.spreadsheets import FORMULA_MARKS

COLUMNS = ["a", "b"]
#: Also what names of files hold that are no UTF-8.
TEXT = st.binary().map(os.fsdecode) | st.text(st.characters(exclude_categories=["Cs"]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given_any(rows=st.lists(st.fixed_dictionaries({"a": TEXT, "b": TEXT}), max_size=5))
def test_what_is_written_is_read_again_and_no_cell_is_a_formula(
    tmp_path: Path, rows: list[dict[str, str]]
) -> None:
    path = tmp_path / "r.csv"
    write_register(path, COLUMNS, rows, tmp_path)
    found = read_register(path, COLUMNS, tmp_path)
    cells = [cell for row in found for cell in row.values()]
    assert [cell for cell in cells if cell.startswith(FORMULA_MARKS)] == []
    given = [row[column] for row in rows for column in COLUMNS]
    assert cells == [f"'{c}" if c.startswith(FORMULA_MARKS) else c for c in given]
    # Written once more, it is the same.
    before = path.read_bytes()
    write_register(path, COLUMNS, found, tmp_path)
    assert path.read_bytes() == before
    assert [own.name for own in tmp_path.iterdir()] == ["r.csv"]


def test_a_register_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert read_register(tmp_path / "r.csv", COLUMNS, tmp_path) == []


@pytest.mark.parametrize(
    "content", [b"", b"a\n", b"b,a\n", b"a,b\n1\n", b"\xff\xfea\0", b"a,b\n\n"]
)
def test_a_register_of_another_shape_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "r.csv").write_bytes(content)
    with pytest.raises(RefusedError, match=r"^r\.csv: is not as it was written"):
        read_register(tmp_path / "r.csv", COLUMNS, tmp_path)


def test_what_is_made_is_for_its_owner_alone_and_the_umask_comes_back(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with pytest.raises(ValueError), owner_alone():
            write_register(tmp_path / "r.csv", COLUMNS, [], tmp_path)
            raise ValueError
        assert os.umask(0) == 0
    finally:
        os.umask(before)
    assert (tmp_path / "r.csv").stat().st_mode & 0o777 == 0o600


def test_a_link_at_the_place_or_on_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "a")
    refuse_links(tmp_path / "a/b/c", tmp_path)
    for place in ("link", "link/b", "link/b/c"):
        with pytest.raises(RefusedError, match=r"^link: is a link"):
            refuse_links(tmp_path / place, tmp_path)


def test_a_link_put_where_the_new_register_is_prepared_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("kept")
    (tmp_path / ".r.csv.part").symlink_to(tmp_path / "kept")
    write_register(tmp_path / "r.csv", COLUMNS, [], tmp_path)
    assert (tmp_path / "kept").read_text() == "kept"
    assert not (tmp_path / "r.csv").is_symlink()


def test_an_account_without_a_name_has_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000_123)
    assert whoami() == "4000000123"


@given_any(text=st.text())
def test_whatever_is_shown_is_one_short_line(text: str) -> None:
    assert shown(text).isprintable()
    assert len(shown(text)) <= 120
    if text.isprintable() and len(text) <= 120:
        assert shown(text) == text
