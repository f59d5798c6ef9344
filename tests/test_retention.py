"""What is to be deleted when: only what is due, only when told, and nothing else ever."""

from __future__ import annotations

import datetime
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from interruptions import KILLED, broken_off

from nationalreports.cli import main
from nationalreports.config import REPOSITORY, ConfigError, load
from nationalreports.handing_on import REGISTER, REGISTER_COLUMNS
from nationalreports.raw_folder import folder_faults
from nationalreports.registers import RefusedError, read_register, write_register
from nationalreports.retention import (
    DELETED,
    DELETED_COLUMNS,
    DELETING,
    MADE,
    delete_sources,
    find_sources,
    last_day,
    list_sources,
)

REPORTS = {"one": {"date": "2020-11-10"}, "two": {"date": "2021-06-16"}}
LAST = datetime.date(2024, 6, 16)
DUE = datetime.date(2024, 6, 17)
LETTERS, PARENTS, LEDGER = "data/raw/letters", "data/raw/surveys/parents", "data/ledger"
HANDED_ON = "data/handed_on"

#: Stays whatever is deleted.
KEPT = (
    *["data/raw/reference/areas.csv", "data/raw/README.md", "data/processed/public/a.csv"],
    *["reports/output/one/one.html", "release/1/manifest.json", "config/config.yaml"],
    "reports/one.qmd",
)
SOURCES = {
    LETTERS: ["v.md", "w.docx"],
    PARENTS: ["a.csv", "old/b.csv"],
    "data/raw/surveys/young": ["a.csv"],
    "data/raw/visits.csv": [""],
    LEDGER: ["0001-one/entry.json"],
    HANDED_ON: ["E99000001-1/v.md", "E99000001-1/findings.csv"],
}
MADE_FILES = [*(f"{folder}/file" for folder in MADE), ".snakemake/metadata/x"]


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run folder with all kinds of sources and what was made from them."""
    own = [f"{name}/{file}".rstrip("/") for name, files in SOURCES.items() for file in files]
    for name in [*own, *MADE_FILES, *KEPT]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"what stands in {name}")
    given = dict.fromkeys(REGISTER_COLUMNS, "") | {"area": "E99000001", "to": "A. Adviser"}
    write_register(tmp_path / REGISTER, REGISTER_COLUMNS, [given, given], tmp_path)
    (tmp_path / "data/ledger/0001-one/entry.json").chmod(0o444)
    return tmp_path


def delete(run: Path, *names: str, day: datetime.date = DUE, **retention: Any) -> list[str]:
    return delete_sources(run, names, REPORTS, retention, day)


def refused(run: Path, *names: str, day: datetime.date = DUE, **retention: Any) -> str:
    before = state(run)
    with pytest.raises(RefusedError) as caught:
        delete(run, *names, day=day, **retention)
    assert state(run) == before
    return str(caught.value)


def state(run: Path) -> dict[str, str]:
    """Each file with its content, and each link with where it leads."""
    return {
        path.relative_to(run).as_posix(): str(path.readlink())
        if path.is_symlink()
        else path.read_text()
        for path in run.rglob("*")
        if path.is_symlink() or path.is_file()
    }


def noted(run: Path) -> list[dict[str, str]]:
    return read_register(run / DELETED, DELETED_COLUMNS, run)


# Days.


@pytest.mark.parametrize(
    ("latest", "years", "last"),
    [
        ("2021-06-16", 3, "2024-06-16"),
        ("2020-02-29", 3, "2023-02-28"),
        ("2020-02-29", 4, "2024-02-29"),
        ("2096-02-29", 4, "2100-02-28"),
        ("2021-02-28", 3, "2024-02-28"),
        ("2021-12-31", 1, "2022-12-31"),
        ("9998-02-28", 100, "9999-02-28"),
    ],
)
def test_a_source_is_kept_for_years_after_the_last_report(
    latest: str, years: int, last: str
) -> None:
    reports = {"a": {"date": latest}, "b": {"date": "2001-01-01"}}
    assert last_day(reports, years).isoformat() == last


@given(
    day=st.dates(datetime.date(1900, 1, 1), datetime.date(2900, 12, 31)), years=st.integers(1, 100)
)
def test_a_source_is_kept_for_years_and_not_a_day_less_or_more(
    day: datetime.date, years: int
) -> None:
    last = last_day({"a": {"date": day.isoformat()}}, years)
    assert last.year == day.year + years
    assert (last.month, last.day) == (day.month, day.day) or (
        (day.month, day.day, last.month, last.day) == (2, 29, 2, 28)
    )


@pytest.mark.parametrize(("day", "due"), [(15, False), (16, False), (17, True)])
def test_a_source_is_due_on_the_day_after_its_last(run: Path, day: int, due: bool) -> None:
    now = datetime.date(2024, 6, day)
    listed = [line.split(maxsplit=2) for line in list_sources(run, REPORTS, {}, now)]
    assert [LETTERS, "2024-06-16", "due" if due else "not due"] in listed
    assert (listed[-1][:2] == ["To", "delete"]) == due
    if due:
        delete(run, LETTERS, day=now)
        assert not (run / LETTERS).exists()
    else:
        told = refused(run, LETTERS, day=now)
        assert f"{LETTERS}: is not due; it may be deleted after 2024-06-16" in told


# What there is.


def test_every_source_is_listed_and_reference_data_never(run: Path) -> None:
    found = find_sources(run, REPORTS, {"years": 1, "delete_after": {PARENTS: "2030-01-31"}})
    own = {source.name: source.last.isoformat() for source in found}
    assert own == dict.fromkeys(SOURCES, "2022-06-16") | {PARENTS: "2030-01-31"}


@pytest.mark.parametrize(
    "name", ["odd.xlsx", ".letters.swp", "reference_old", "a b.csv", "a\rb", "\udcff", "=1"]
)
def test_whatever_else_stands_in_the_raw_folder_is_a_source_too(run: Path, name: str) -> None:
    (run / "data/raw" / name).write_text("data")
    delete(run, f"data/raw/{name}")
    assert not (run / "data/raw" / name).exists()
    assert noted(run)[0]["what"] == f"data/raw/{name}"
    assert "was deleted on" in delete(run, f"data/raw/{name}")[0]


def test_listing_changes_nothing(run: Path) -> None:
    before = state(run)
    listed = list_sources(run, REPORTS, {"delete_after": {"data/raw/gone": "2020-01-01"}}, DUE)
    assert state(run) == before
    assert [line for line in listed if "data/raw/gone does not stand here" in line]
    shutil.rmtree(run / "data")
    assert "No source stands here." in list_sources(run, REPORTS, {}, DUE)


def test_names_are_listed_so_that_a_terminal_and_a_shell_take_no_harm(run: Path) -> None:
    (run / "data/raw/\x1b[2J $(x)\n").write_text("")
    listed = list_sources(run, REPORTS, {}, DUE)
    assert all(line.isprintable() for line in listed[:-1])
    assert "'data/raw/\x1b[2J $(x)\n'" in listed[-1]


def test_what_was_handed_on_is_no_source_once_the_register_alone_is_left(run: Path) -> None:
    delete(run, HANDED_ON)
    assert HANDED_ON not in [source.name for source in find_sources(run, REPORTS, {})]
    assert (run / REGISTER).is_file()


# What is deleted.


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_goes_with_what_was_made_from_it_and_nothing_else(run: Path, name: str) -> None:
    before = state(run)
    delete(run, name)
    lost = {path for path in before if path not in state(run)}
    own = {path for path in before if f"{path}/".startswith(f"{name}/")} - {REGISTER.as_posix()}
    made = set() if name == HANDED_ON else set(MADE_FILES)
    assert own and lost == own | made
    assert set(KEPT) <= set(state(run))
    assert not (run / DELETING).exists()


def test_it_is_noted_what_was_deleted_when_and_by_whom(run: Path) -> None:
    lines = []
    for name in ("a.csv", "old/b.csv"):
        content = (run / PARENTS / name).read_bytes()
        lines.append(f"{hashlib.sha256(content).hexdigest()}  {PARENTS}/{name}\n")
    delete(run, f"{PARENTS}/", PARENTS)
    (row,) = noted(run)
    assert row.pop("by")
    digest = hashlib.sha256("".join(lines).encode()).hexdigest()
    assert row == {"what": PARENTS, "files": "2", "digest": digest, "date": "2024-06-17"}
    assert (run / DELETED).stat().st_mode & 0o777 == 0o600


def test_the_same_once_more_is_told_and_noted_once_and_a_new_delivery_anew(run: Path) -> None:
    delete(run, LETTERS)
    assert f"{LETTERS}: was deleted on 2024-06-17" in delete(run, LETTERS)
    assert len(noted(run)) == 1
    (run / LETTERS).mkdir()
    (run / LETTERS / "x.md").write_text("late")
    delete(run, LETTERS)
    assert [row["files"] for row in noted(run)] == ["2", "1"]


def test_of_several_none_is_deleted_where_one_may_not_be(run: Path) -> None:
    told = refused(run, LETTERS, PARENTS, "data/raw/nothing", delete_after={PARENTS: "2030-01-31"})
    assert told.splitlines() == [
        "Nothing was deleted.",
        f"data/raw/nothing: is no source; one of: {', '.join(sorted(SOURCES))}",
        f"{PARENTS}: is not due; it may be deleted after 2030-01-31. If that is wrong, correct "
        "`retention` in config/config.yaml",
    ]


@pytest.mark.parametrize(
    "name",
    [
        *["data/raw/reference", "data/raw/README.md", "data/raw", "data", ".", "..", "/", ""],
        *["release", "reports/output", "data/processed/public", "data/raw/../raw/letters"],
        *["data/raw/letters/v.md", "data/raw/surveys", REGISTER.as_posix(), "\x1b[2J"],
    ],
)
def test_nothing_but_a_source_can_be_named(run: Path, name: str) -> None:
    told = refused(run, name)
    assert "is no source" in told and all(line.isprintable() for line in told.splitlines())


def test_without_the_ledger_it_says_what_is_lost(run: Path) -> None:
    told = "\n".join(delete(run, LEDGER))
    assert "no later release can be protected against differencing" in told
    assert "differencing" not in "\n".join(delete(run, LETTERS))


def test_who_was_given_a_copy_is_named(run: Path) -> None:
    assert f"{HANDED_ON}/ holds copies" in "\n".join(delete(run, LETTERS))
    told = delete(run, HANDED_ON)
    assert told.count("Ask A. Adviser to delete what was handed on of E99000001.") == 1
    assert not [line for line in told if "holds copies" in line and HANDED_ON in line]


def test_what_was_never_handed_on_is_no_longer_noted_either(run: Path) -> None:
    broken_off = {"folder": f"{HANDED_ON}/E99000002-1", "to": "Nobody"}
    rows = read_register(run / REGISTER, REGISTER_COLUMNS, run)
    rows.append(dict.fromkeys(REGISTER_COLUMNS, "") | broken_off)
    write_register(run / REGISTER, REGISTER_COLUMNS, rows, run)
    (run / HANDED_ON / ".making-E99000002-1").mkdir()
    assert "Nobody" not in "\n".join(delete(run, HANDED_ON))
    assert read_register(run / REGISTER, REGISTER_COLUMNS, run) == rows[:-1]


def test_nothing_is_deleted_during_a_run(run: Path) -> None:
    (run / ".snakemake/locks").mkdir()
    delete(run, PARENTS)
    (run / ".snakemake/locks").mkdir(parents=True)
    (run / ".snakemake/locks/0.input.lock").write_text("")
    assert "a run is under way" in refused(run, LETTERS)


# Links.


@pytest.mark.parametrize(
    "place",
    [
        *["data", "data/raw", LETTERS, f"{LETTERS}/v.md", f"{PARENTS}/old", PARENTS],
        *["data/raw/surveys", "data/processed", MADE[0], "reports", ".snakemake"],
    ],
)
def test_a_link_is_refused_and_what_is_behind_it_stays(run: Path, place: str) -> None:
    outside = run.with_name(f"{run.name}-outside")
    (run / place).rename(outside)
    (run / place).symlink_to(outside)
    before = state(outside) if outside.is_dir() else outside.read_text()
    name = PARENTS if place.startswith(PARENTS) else LETTERS
    name = place if place == "data/raw/surveys" else name
    assert "is a link" in refused(run, name)
    assert before == (state(outside) if outside.is_dir() else outside.read_text())


@pytest.mark.parametrize("place", [DELETING.as_posix(), DELETED.as_posix()])
def test_a_link_where_the_command_writes_is_refused(run: Path, place: str) -> None:
    outside = run.with_name(f"{run.name}-outside")
    outside.mkdir()
    (outside / "kept").write_text("kept")
    (run / place).symlink_to(outside)
    assert "is a link" in refused(run, LETTERS)


def test_links_among_what_was_made_are_not_followed(run: Path) -> None:
    outside = run.with_name(f"{run.name}-outside")
    outside.mkdir()
    (outside / "kept").write_text("kept")
    (run / ".snakemake/shadow").symlink_to(outside)
    delete(run, LETTERS)
    assert not (run / ".snakemake").exists() and (outside / "kept").is_file()


def test_what_is_neither_file_nor_folder_is_refused_and_not_read(run: Path) -> None:
    os.mkfifo(run / LETTERS / "pipe")
    with pytest.raises(RefusedError, match="is a link or a device"):
        delete(run, LETTERS)
    assert (run / LETTERS / "v.md").is_file() and not (run / DELETED).exists()


# Broken off.


@pytest.fixture
def copies(run: Path) -> Iterator[Callable[[], Path]]:
    own = run.with_name(f"{run.name}-copy")

    def copy() -> Path:
        shutil.rmtree(own, ignore_errors=True)
        return Path(shutil.copytree(run, own))

    yield copy
    shutil.rmtree(own, ignore_errors=True)


def test_killed_at_any_step_it_is_noted_and_finished_by_the_same_command(
    run: Path, copies: Callable[[], Path]
) -> None:
    asked = (PARENTS, LETTERS, HANDED_ON)
    before = state(run)
    done = copies()
    delete(done, *asked)
    wanted, rows = state(done), noted(done)
    assert [row["files"] for row in rows] == ["2", "2", "2"]
    steps = 0
    # The copies take one another's place.
    for call in broken_off(partial(delete, done, *asked), KILLED):
        assert copies() == done
        call()
        steps += 1
        left = state(done)
        gone = {path for path in before if path not in left}
        assert not gone or noted(done) == rows
        # No run meets half of a source, and there is none without what says that it was.
        for name in (PARENTS, LETTERS):
            own = {path for path in before if path.startswith(f"{name}/")}
            assert own <= gone or not own & gone
            assert not own <= gone or set(MADE_FILES) <= gone
        delete(done, *asked)
        assert (state(done), noted(done)) == (wanted, rows)
        assert not (done / DELETING).exists()
    assert steps > 20


# The command and the configuration.


def test_the_command_lists_and_deletes(
    run: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(REPOSITORY / "config", run / "config", dirs_exist_ok=True)
    (run / "reports/one.qmd").unlink()
    # Reports end on 16 June 2021: the last second of 16 June 2024, and the first one after it.
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1718582399")
    command = ["retention", "--directory", str(run)]
    assert main([*command, "--delete", LETTERS]) == 1
    assert capsys.readouterr().err.startswith("Nothing was deleted.\ndata/raw/letters: is not due")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1718582400")
    assert main(command) == 0
    assert "data/raw/letters  " in capsys.readouterr().out
    assert main([*command, "--delete", LETTERS, LEDGER]) == 0
    assert "data/raw/letters: deleted; files: 2" in capsys.readouterr().out
    assert not (run / LETTERS).exists() and not (run / LEDGER).exists()
    shutil.rmtree(run / "data/processed", ignore_errors=True)
    (run / DELETING).write_text("a file stands in its place")
    assert main([*command, "--delete", PARENTS]) == 1
    said = capsys.readouterr().err
    assert said.startswith("data/.deleting: ") and said.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("years: 0", "0 is less than the minimum of 1"),
        ("years: three", "'three' is not of the right kind"),
        ("year: 3", "unknown key 'year'; allowed: years, delete_after"),
        ("delete_after: { data/raw/letters: 2023-02-29 }", "is not a day of the form"),
        ("delete_after: { data/raw/reference: 2023-02-28 }", "data/raw/reference"),
        ("delete_after: { data/raw/letters/: 2023-02-28 }", "data/raw/letters/"),
        ("delete_after: { letters: 2023-02-28 }", "'letters'"),
    ],
)
def test_a_wrong_key_or_day_is_told_of(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(_configured(tmp_path, text))
    assert str(caught.value).startswith("config/config.yaml: retention")
    assert told in str(caught.value)


def test_days_are_read_apart_from_what_reports_depend_on(tmp_path: Path) -> None:
    text = "delete_after: { data/ledger: 2024-02-29, data/raw/surveys/a: 2025-01-01 }"
    series = load(_configured(tmp_path, text))
    own = {"data/ledger": "2024-02-29", "data/raw/surveys/a": "2025-01-01"}
    assert series.retention == {"delete_after": own}
    assert "retention" not in series.config
    (tmp_path / "config/config.yaml").write_text(
        _configured(tmp_path, text).joinpath("config/config.yaml").read_text()
    )
    without = load(REPOSITORY)
    assert series.config == without.config


def _configured(run: Path, text: str) -> Path:
    shutil.copytree(REPOSITORY / "config", run / "config", dirs_exist_ok=True)
    path = run / "config/config.yaml"
    lines = path.read_text().splitlines()
    start = lines.index("retention:")
    path.write_text("\n".join([*lines[: start + 1], f"  {text}", *lines[start + 2 :], ""]))
    return run


def test_what_these_commands_write_disturbs_no_run_and_is_kept_out_of_git(run: Path) -> None:
    (run / "data/raw/surveys/young").mkdir(exist_ok=True)
    before = folder_faults(run)
    delete(run, HANDED_ON)
    assert folder_faults(run) == before
    ignored = (REPOSITORY / ".gitignore").read_text().splitlines()
    assert {f"/{DELETED}", f"/{DELETING}/", f"/{REGISTER.parent}/"} <= set(ignored)
