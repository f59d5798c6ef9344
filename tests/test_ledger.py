"""The ledger: told as it was written, in order, and nothing changed in it goes unseen."""

from __future__ import annotations

import dataclasses
import errno
import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ledger_samples
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_samples import draft, entry, put_pack

from nationalreports.ledger import (
    LEDGER,
    TABLES,
    LedgerError,
    digest_of,
    file_of,
    read_entries,
    read_ledger,
    sha256_of,
)
from nationalreports.ledger_entries import make_entry, settle

FILES = sorted([*map(file_of, TABLES), "entry.json"])


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("written")
    put_pack(root, entry("one"), release=1)
    settle(root)
    put_pack(root, entry("one", people=4), entry("two", people=5), release=2)
    settle(root)
    put_pack(root, entry("two", people=6), release=4)
    settle(root)
    return root


@pytest.fixture
def run(written: Path, tmp_path: Path) -> Path:
    """A run folder with three releases: of one report, of two, and of one again."""
    shutil.copytree(written, tmp_path, dirs_exist_ok=True)
    return tmp_path


def folder(run: Path, name: str) -> Path:
    return run / LEDGER / name


def fault(run: Path) -> str:
    """What is wrong with the ledger, in one line."""
    with pytest.raises(LedgerError) as caught:
        read_ledger(run)
    told = str(caught.value)
    assert len(told.splitlines()) == 1
    assert str(run) not in told
    return told


def overwrite(path: Path, content: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(content)


def test_without_a_ledger_nothing_was_released(tmp_path: Path) -> None:
    assert read_ledger(tmp_path) == []
    settle(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_releases_come_in_their_order_with_the_numbers_of_their_packs(run: Path) -> None:
    found = read_ledger(run)
    assert [own.key for own in found] == ["1/one", "2/one", "2/two", "4/two"]
    assert [own.report for own in found] == ["one", "one", "two", "two"]
    assert [len(own.responses) for own in found] == [3, 4, 5, 6]
    names = {path.name for path in (run / LEDGER).iterdir()}
    assert names == {"0001-one", "0002-one", "0003-two", "0004-two", ".gitignore"}


def test_a_release_is_read_as_it_was_written(run: Path) -> None:
    own = read_ledger(run)[0]
    assert (own.day, own.released, own.thresholds) == (
        "2020-11-10",
        True,
        ledger_samples.THRESHOLDS,
    )
    wanted = draft("one")
    columns = ["response_id", "survey", "area_code", "question", "answer"]
    assert own.responses.columns.tolist() == columns
    # A line break in an answer is the respondent's own, and must not make them another person.
    assert own.responses.to_numpy().tolist() == wanted.responses[columns].to_numpy().tolist()
    assert own.areas == {"E06000023", "E09000001"}
    assert own.discussions == {"notes-1", "notes-2"}
    assert own.told.to_numpy().tolist() == wanted.told.to_numpy().tolist()
    assert own.discussions_told.to_numpy().tolist() == wanted.discussions_told.to_numpy().tolist()
    assert set(own.public) == {"answers", "themes", "discussions", "summary", "steady"}
    for name, table in ledger_samples.public().items():
        assert own.public[name].to_dict("records") == table.to_dict("records"), name
    assert own.elsewhere.to_dict("records") == ledger_samples.elsewhere().to_dict("records")


def test_an_entry_says_when_of_what_and_with_what_it_was_made(run: Path) -> None:
    facts = json.loads((folder(run, "0003-two") / "entry.json").read_text())
    assert (facts["number"], facts["release"], facts["report"]) == (3, 2, "two")
    assert facts["reports"] == ["one", "two"]
    assert facts["windows"] == {"one": {"start": "2020-10-05", "end": "2020-10-14"}}
    assert facts["software"].startswith("nationalreports ")
    content = (run / "release/2/manifest.json").read_bytes()
    assert facts["manifest"] == hashlib.sha256(content).hexdigest()
    for name, value in facts["sha256"].items():
        content = (folder(run, "0003-two") / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == value
    before = json.loads((folder(run, "0002-one") / "entry.json").read_text())
    assert facts["before"] == before["digest"]


def test_a_report_of_nobody_can_be_written_and_read(tmp_path: Path) -> None:
    """As one that rests on discussions alone, whose frames may come without columns."""
    nobody = dataclasses.replace(
        draft("one", people=0),
        areas=frozenset(),
        told=pd.DataFrame(),
        discussions=frozenset(),
        discussions_told=pd.DataFrame(),
    )
    own = make_entry(
        nobody,
        ledger_samples.public(),
        pd.DataFrame(columns=TABLES["elsewhere"]),
        audit=ledger_samples.audit(),
        excluded=pd.DataFrame(columns=TABLES["excluded"]),
        thresholds={},
        windows={},
    )
    put_pack(tmp_path, own, release=1)
    settle(tmp_path)
    (read,) = read_ledger(tmp_path)
    assert (len(read.responses), read.areas, read.discussions) == (0, frozenset(), frozenset())
    assert read.told.columns.tolist() == TABLES["told"]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    answers=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), max_size=6),
    areas=st.frozensets(st.from_regex(r"E[0-9]{8}", fullmatch=True), max_size=4),
)
def test_whoever_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, answers: list[str], areas: frozenset[str]
) -> None:
    root = tmp_path_factory.mktemp("ledger")
    rows = [(f"s-{n}", "s", "E06000023", "q", answer) for n, answer in enumerate(answers)]
    people = pd.DataFrame(rows, columns=TABLES["responses"], dtype=str)
    own = dataclasses.replace(draft(), responses=people, areas=areas)
    made = make_entry(
        own,
        ledger_samples.public(),
        ledger_samples.elsewhere(),
        audit=ledger_samples.audit(),
        excluded=pd.DataFrame(columns=TABLES["excluded"]),
        thresholds=ledger_samples.THRESHOLDS,
        windows=ledger_samples.WINDOWS,
    )
    put_pack(root, made, release=1)
    settle(root)
    (read,) = read_ledger(root)
    assert read.responses.to_numpy().tolist() == [list(row) for row in rows]
    assert read.areas == areas


# Made once more.


def test_a_release_made_once_more_is_written_but_told_once(run: Path) -> None:
    again = entry("two", people=6)
    # The audit of a release compares it with those before, and so with itself.
    tables = {**again.tables, "audit": ledger_samples.audit("two", outsider="told before")}
    put_pack(run, dataclasses.replace(again, tables=tables), release=5)
    settle(run)
    assert [own.facts["release"] for own in read_entries(run)] == [1, 2, 2, 4, 5]
    assert [own.key for own in read_ledger(run)] == ["1/one", "2/one", "2/two", "4/two"]


@pytest.mark.parametrize(
    "other",
    [
        entry("two", people=7),
        entry("two", people=6, count="30"),
        dataclasses.replace(entry("two", people=6), thresholds={"minimum_base": 11}),
        dataclasses.replace(entry("two", people=6), day="2020-11-11"),
        entry("two", people=5),
    ],
    ids=["people", "figures", "thresholds", "day", "as the one before the latest"],
)
def test_a_release_that_tells_something_else_is_told(run: Path, other: Any) -> None:
    put_pack(run, other, release=5)
    settle(run)
    assert [own.key for own in read_ledger(run)][-1] == "5/two"


# Faults.


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("place", ["0001-one", "0004-two"])
def test_a_changed_file_is_named(run: Path, place: str, name: str) -> None:
    path = folder(run, place) / name
    overwrite(path, path.read_bytes().replace(b"one", b"on3") + b"\n ")
    told = fault(run)
    if name != "entry.json" or place == "0001-one":
        assert told.startswith(f"data/ledger/{place}/{name}: ")
        assert "backup" in told


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_byte_can_be_changed_unseen(run: Path, data: st.DataObject) -> None:
    """But for white space that entry.json may have or not: it says the same."""
    place = data.draw(st.sampled_from(["0001-one", "0002-one", "0003-two", "0004-two"]))
    path = folder(run, place) / data.draw(st.sampled_from(FILES))
    before = path.read_bytes()
    at = data.draw(st.integers(0, len(before) - 1))
    byte = data.draw(
        st.binary(min_size=1, max_size=1).filter(lambda own: own != before[at : at + 1])
    )
    after = before[:at] + byte + before[at + 1 :]
    overwrite(path, after)
    try:
        if path.name == "entry.json" and _says(after) == _says(before):
            read_entries(run)
        else:
            assert place in fault(run)
    finally:
        overwrite(path, before)


def _says(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return None


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(run: Path, name: str) -> None:
    (folder(run, "0002-one") / name).unlink()
    assert fault(run).startswith(f"data/ledger/0002-one/{name}: is missing")


@pytest.mark.parametrize("place", ["0001-one", "0002-one", "0003-two"])
def test_an_entry_taken_out_is_missed(run: Path, place: str) -> None:
    shutil.rmtree(folder(run, place))
    assert f"entry {place[:4]} is missing" in fault(run)


def test_the_last_entry_is_missed_by_its_pack(run: Path) -> None:
    shutil.rmtree(folder(run, "0004-two"))
    assert fault(run).startswith("release/4: stands not in data/ledger")
    # Once the pack stands elsewhere, nobody can say that there was one.
    shutil.rmtree(run / "release/4")
    assert len(read_ledger(run)) == 3


def test_part_of_the_last_release_is_missed_without_its_pack(run: Path) -> None:
    shutil.rmtree(run / "release")
    shutil.rmtree(folder(run, "0004-two"))
    shutil.rmtree(folder(run, "0003-two"))
    assert "release 2 has no entry of two" in fault(run)


def test_packs_may_be_taken_away(run: Path) -> None:
    shutil.rmtree(run / "release")
    assert len(read_ledger(run)) == 4


def test_a_pack_of_the_time_before_the_ledger_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "release/1").mkdir(parents=True)
    (tmp_path / "release/1/manifest.json").write_text("{}")
    assert "move it out of release/" in fault(tmp_path)


def test_entries_that_changed_places_are_seen(run: Path) -> None:
    first, second = folder(run, "0001-one"), folder(run, "0002-one")
    first.rename(run / "aside")
    second.rename(first)
    (run / "aside").rename(second)
    assert fault(run).startswith("data/ledger/0001-one/entry.json: says that it is entry 2")


def test_an_entry_made_anew_breaks_the_chain(run: Path) -> None:
    """All of it agrees with itself, so only the entry after it tells."""
    path = folder(run, "0002-one") / "entry.json"
    facts = json.loads(path.read_text())
    facts["thresholds"] = {"minimum_base": 5}
    forge(path, facts)
    assert fault(run).startswith("data/ledger/0003-two/entry.json: does not follow on")


def test_an_entry_under_another_report_is_seen(run: Path) -> None:
    folder(run, "0004-two").rename(folder(run, "0004-one"))
    assert "says that it is entry 4, two" in fault(run)


def test_a_number_that_stands_twice_is_seen(run: Path) -> None:
    shutil.copytree(folder(run, "0002-one"), folder(run, "0002-two"))
    assert "data/ledger/0002-two: has a number that stands twice" in fault(run)


def test_a_number_written_otherwise_is_no_name(run: Path) -> None:
    folder(run, "0004-two").rename(folder(run, "00004-two"))
    assert "is no name of an entry" in fault(run)


@pytest.mark.parametrize("name", ["notes.txt", "0002-one/notes.txt", "0005_two", "0002-one/x/y"])
def test_what_is_no_part_of_the_ledger_is_named(run: Path, name: str) -> None:
    path = folder(run, name)
    path.parent.mkdir(exist_ok=True)
    path.write_text("")
    told = fault(run)
    assert "is no part of the ledger; move it elsewhere" in told
    assert told.startswith(f"data/ledger/{name.removesuffix('/y')}: ")


@pytest.mark.parametrize("name", ["0002-one", "0002-one/answers.csv", ".gitignore"])
def test_a_link_is_no_part_of_the_ledger_whatever_it_points_to(
    run: Path, tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "own"
    path = folder(run, name)
    path.rename(outside)
    path.symlink_to(outside)
    assert fault(run).startswith(f"data/ledger/{name}: is ")


def forge(path: Path, facts: dict[str, Any]) -> None:
    """Write an entry.json that agrees with itself."""
    overwrite(path, json.dumps({**facts, "digest": digest_of(facts)}).encode())


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("responses.parquet", b"PAR1 nothing PAR1", "cannot be read as a table"),
        ("responses.parquet", b"", "cannot be read as a table"),
        ("answers.csv", b"", "cannot be read as a table"),
        ("told.csv", b"\xff\xfe\x00", "cannot be read as a table"),
        ("areas.csv", b"area\nE06000023\n", "has no column 'area_code'"),
    ],
)
def test_a_table_that_cannot_be_read_is_named_even_if_it_was_written_so(
    run: Path, name: str, content: bytes, told: str
) -> None:
    path = folder(run, "0004-two") / name
    overwrite(path, content)
    facts = json.loads((path.parent / "entry.json").read_text())
    facts["sha256"][name] = sha256_of(path)
    forge(path.parent / "entry.json", facts)
    assert fault(run).startswith(f"data/ledger/0004-two/{name}: {told}")


@pytest.mark.parametrize(
    "content",
    [
        b"[]",
        b"null",
        b"",
        b"{",
        b"\xff\xff",
        b'"entry"',
        b"[" * 100_000,
        b'{"number": "4"}',
        b"{}",
    ],
)
def test_json_that_is_no_entry_is_named(run: Path, content: bytes) -> None:
    overwrite(folder(run, "0004-two") / "entry.json", content)
    assert fault(run).startswith("data/ledger/0004-two/entry.json: is not as it was written")


def test_an_entry_that_says_a_thing_twice_is_named(run: Path) -> None:
    """Readers differ in which of the two they take."""
    path = folder(run, "0004-two") / "entry.json"
    overwrite(path, path.read_bytes().replace(b"{", b'{"number": 5,', 1))
    assert "'number' stands there twice" in fault(run)


@pytest.mark.parametrize(
    "change",
    [
        lambda facts: facts.pop("software"),
        lambda facts: facts.update(note="x"),
        lambda facts: facts.update(number=True),
        lambda facts: facts.update(day="10/11/2020"),
        lambda facts: facts.update(before="x"),
        lambda facts: facts["thresholds"].update(minimum_base="10"),
        lambda facts: facts["windows"].update(one={}),
        lambda facts: facts["sha256"].update({"../../x": "0" * 64}),
        lambda facts: facts["sha256"].pop("answers.csv"),
    ],
)
def test_an_entry_of_another_form_is_named(
    run: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    path = folder(run, "0004-two") / "entry.json"
    facts = json.loads(path.read_text())
    change(facts)
    forge(path, facts)
    assert fault(run).startswith("data/ledger/0004-two/entry.json: ")


def test_a_file_in_the_place_of_the_ledger_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / LEDGER).write_text("")
    assert fault(tmp_path).startswith("data/ledger: cannot be read")


def test_a_file_that_may_not_be_read_is_named(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> str:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr("nationalreports.ledger.sha256_of", refuse)
    assert fault(run).startswith("data/ledger/0001-one/answers.csv: cannot be read")


# Confidential and kept.


def test_settled_files_are_not_written_to_by_accident(run: Path) -> None:
    for path in folder(run, "0001-one").iterdir():
        assert path.stat().st_mode & 0o222 == 0, path


def test_git_takes_nothing_of_the_ledger(run: Path) -> None:
    assert (run / LEDGER / ".gitignore").read_text() == "*\n"


# Broken off. The pack of a release stands, or is still being made, or is gone.


def test_pending_entries_are_settled_where_their_pack_stands(tmp_path: Path) -> None:
    put_pack(tmp_path, entry("one"), release=1)
    told = fault(tmp_path)
    assert told.startswith("data/ledger/pending: a release was broken off")
    settle(tmp_path)
    assert [own.key for own in read_ledger(tmp_path)] == ["1/one"]
    settle(tmp_path)
    assert [own.key for own in read_ledger(tmp_path)] == ["1/one"]


def test_pending_entries_are_dropped_with_the_pack_that_was_still_being_made(run: Path) -> None:
    staging = put_pack(run, entry("one", people=9), release=5, stands=False)
    settle(run)
    assert not staging.exists()
    assert {path.name for path in (run / "release").iterdir()} == {"1", "2", "4"}
    assert len(read_ledger(run)) == 4


def test_pending_entries_without_any_pack_are_for_people_to_decide(run: Path) -> None:
    shutil.rmtree(put_pack(run, entry("one", people=9), release=5))
    with pytest.raises(LedgerError, match=r"release/5, which does not stand there.*put it back"):
        settle(run)
    assert (run / LEDGER / "pending").is_dir()


def test_pending_entries_are_of_their_own_pack_alone(run: Path) -> None:
    pack = put_pack(run, entry("one", people=9), release=5)
    (pack / "manifest.json").write_text("{}")
    with pytest.raises(LedgerError, match="does not stand there as it was made"):
        settle(run)


@pytest.mark.parametrize(
    "content",
    [
        "[]",
        '{"release": 5, "staging": "../../data", "manifest": "' + "0" * 64 + '"}',
        '{"release": "../..", "staging": ".making-5", "manifest": "' + "0" * 64 + '"}',
    ],
)
def test_a_pending_pack_that_says_something_else_moves_nothing(run: Path, content: str) -> None:
    put_pack(run, entry("one", people=9), release=5)
    (run / LEDGER / "pending/pack.json").write_text(content)
    with pytest.raises(LedgerError, match=r"data/ledger/pending/pack\.json: "):
        settle(run)
    assert (run / LEDGER / "pending/0005-one").is_dir()
    assert (run / "data").is_dir()


def test_what_was_left_of_an_entry_half_made_is_removed(run: Path) -> None:
    (run / LEDGER / ".making-pending/0005-one").mkdir(parents=True)
    assert "a release was broken off" in fault(run)
    settle(run)
    assert len(read_ledger(run)) == 4


def test_entries_stand_on_the_disk_before_the_pack_takes_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a power cut the pack may not stand there alone."""
    flushed: set[tuple[int, int]] = set()

    def fsync(number: int) -> None:
        known = os.fstat(number)
        flushed.add((known.st_dev, known.st_ino))

    monkeypatch.setattr(os, "fsync", fsync)
    put_pack(tmp_path, entry("one"), release=1)
    paths = [tmp_path / LEDGER, *(tmp_path / LEDGER / "pending").rglob("*")]
    assert len(paths) > len(TABLES)
    for path in paths:
        assert (path.stat().st_dev, path.stat().st_ino) in flushed, path
