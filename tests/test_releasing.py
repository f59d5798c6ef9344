"""The commands `approve` and `release`, and what they print."""

import errno
import os
from dataclasses import replace
from pathlib import Path

import pytest
from release_folders import (
    CONFIG,
    NEEDS_SSH,
    copy_of,
    drafts,
    put_people,
    put_reports,
    series,
    sign,
)

from nationalreports import release, releasing
from nationalreports.approvals import APPROVALS
from nationalreports.cli import main
from nationalreports.ledger import read_entries as read_ledger
from nationalreports.registers import held

pytestmark = NEEDS_SSH


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared")
    (folder / "run").mkdir()
    put_reports(folder / "run")
    put_people(folder / "run", folder / "keys")
    return folder


@pytest.fixture
def keys(prepared: Path) -> Path:
    return prepared / "keys"


@pytest.fixture
def run(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A run folder that is up to date, whose settings and drafts are those of `release_folders`."""
    monkeypatch.setattr(releasing, "load", series)
    monkeypatch.setattr(releasing, "is_up_to_date", lambda directory: True)
    monkeypatch.setattr(releasing, "read_drafts", lambda *given: drafts())
    return copy_of(prepared / "run", tmp_path / "run")


def call(capsys: pytest.CaptureFixture[str], run: Path, *given: str) -> tuple[int, list[str]]:
    """A command's status, and what it printed."""
    status = main([*given, "--directory", str(run)])
    said = capsys.readouterr()
    assert not (said.out and said.err)
    return status, (said.out or said.err).splitlines()


GATES = [
    *("validation", "coding complete", "decisions", "claims", "typed figures", "check sheet"),
    *("disclosure", "order", "reports", "leaks", "accessibility", "links", "figures", "approvals"),
]


def test_two_people_approve_and_the_report_is_released(
    run: Path, keys: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = call(capsys, run, "approve", "one", "--key", str(keys / "ana"))
    assert status == 0
    assert said[0].startswith("one: approved by ana (analyst) with the key SHA256:")
    assert said[1].startswith("  files: 14; the SHA-256 of their list: ")
    assert said[2].endswith("/ana.json (confidential)")
    assert [line.partition("by ")[0] for line in said[3:]] == ["  still to do: one: approved "] * 2
    status, said = call(capsys, run, "approve", "one", "--key", str(keys / "rae"))
    assert (status, said[3:]) == (0, ["  its approvals are complete"])
    status, said = call(capsys, run, "release", "one")
    assert status == 0
    assert said == [
        *(f"{name}: pass" for name in GATES),
        "The publishers' pack of one:",
        "  release/1/",
        "Its entries in the ledger: data/ledger/ (confidential; keep it, and a backup)",
    ]


def test_several_reports_are_approved_at_once(
    run: Path, keys: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = call(capsys, run, "approve", "one", "two", "--key", str(keys / "rae"))
    assert status == 0
    assert [line[:12] for line in said if "approved by rae (" in line] == [
        "one: approve",
        "two: approve",
    ]


def test_all_that_are_final_are_released_where_none_is_named(
    run: Path, keys: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sign(run, keys, "ana", "rae")
    three = {**CONFIG["reports"]["one"], "date": "2022-01-01", "status": "draft"}
    config = {**CONFIG, "reports": {**CONFIG["reports"], "three": three}}
    monkeypatch.setattr(releasing, "load", lambda folder: replace(series(folder), config=config))
    assert call(capsys, run, "release")[0] == 0
    assert sorted(path.name for path in (run / "release/1").iterdir() if path.is_dir()) == [
        "one",
        "two",
    ]


def test_a_release_that_is_refused_tells_of_every_gate(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = call(capsys, run, "release")
    assert status == 1
    assert said[0] == "No pack was made."
    assert list(dict.fromkeys(line.partition(":")[0] for line in said[1:])) == GATES
    assert [line for line in said if line.startswith("approvals: fail; two: approved by nobody")]
    assert not (run / "release").exists()


def test_two_releases_at_once_do_not_meet(
    run: Path, keys: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sign(run, keys, "ana", "rae")
    (run / "release").mkdir()
    with held(run / "release", run):
        status, said = call(capsys, run, "release")
        assert (status, len(said)) == (1, 1)
        assert said[0].startswith("No pack was made. release/: another command is at work there")
    assert call(capsys, run, "release")[0] == 0


def test_a_full_disk_is_told_of_and_leaves_no_pack(
    run: Path, keys: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sign(run, keys, "ana", "rae")

    def full(pack: Path) -> Path:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(pack / "manifest.json"))

    with monkeypatch.context() as patch:
        patch.setattr(release, "_write_manifest", full)
        status, said = call(capsys, run, "release")
    assert (status, len(said)) == (1, 1)
    assert said[0].startswith("The release was broken off. release/.making-")
    assert "manifest.json: No space left on device; see that the disk has room" in said[0]
    assert not (run / "release").exists() and not read_ledger(run)
    assert call(capsys, run, "release")[0] == 0


@pytest.mark.parametrize("command", ["approve", "release"])
def test_a_report_that_there_is_not_is_told_of(
    run: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    status, said = call(capsys, run, command, "one", "three")
    assert (status, said) == (
        1,
        ["'three': no report of config/config.yaml; there are: one, two"],
    )


def test_reports_that_a_run_would_make_anew_are_not_approved(
    run: Path, keys: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(releasing, "is_up_to_date", lambda directory: False)
    status, said = call(capsys, run, "approve", "one", "--key", str(keys / "rae"))
    assert status == 1 and "run `make reports`, and read what it makes" in said[0]
    assert not (run / APPROVALS).exists()


def test_whatever_is_in_the_way_of_one_report_leaves_all_unsigned(
    run: Path, keys: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (run / "reports/output/two/two.pdf").unlink()
    status, said = call(capsys, run, "approve", "one", "two", "--key", str(keys / "rae"))
    assert status == 1
    assert said[-1] == "Nothing more was signed."
    assert not (run / APPROVALS).exists()


def test_a_key_that_is_missing_is_told_of(
    run: Path, keys: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = call(capsys, run, "approve", "one", "--key", str(keys / "gone"))
    assert status == 1 and "is missing; name the file of your SSH key" in said[0]
