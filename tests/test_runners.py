"""Who ran the pipeline, as a run folder knows it."""

import os
import time
from pathlib import Path

import pytest

from nationalreports.runners import RUNNERS, forget_runner, note_runner, read_note, runners
from nationalreports.signers import Signer
from nationalreports.tables import write_json

SIGNERS = [
    Signer("Ana@x.example", "SHA256:a", ("analyst",)),
    Signer("rae", "SHA256:r", ("reviewer",)),
]


@pytest.fixture(autouse=True)
def person(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("LOGNAME", "u")
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)


def is_(tmp_path: Path, email: str) -> None:
    (tmp_path / "gitconfig").write_text(f"[user]\n\temail = {email}\n")


def noted(root: Path, *people: dict[str, str]) -> None:
    write_json([{"key": "", "email": "", "user": "u", **own} for own in people], root / RUNNERS)


def test_whoever_runs_is_noted_once_by_the_address_that_git_has(tmp_path: Path) -> None:
    for email in ("ana@X.example", "ana@x.example", "rae"):
        is_(tmp_path, email)
        note_runner(tmp_path)
    assert runners(tmp_path, SIGNERS) == ({"Ana@x.example", "rae"}, [])


@pytest.mark.parametrize("own", [{"key": "SHA256:r"}, {"email": "rae"}, {"user": "RAE"}])
def test_people_are_known_by_key_address_or_account(tmp_path: Path, own: dict[str, str]) -> None:
    noted(tmp_path, own)
    assert runners(tmp_path, SIGNERS) == ({"rae"}, [])


def test_a_runner_whom_the_list_does_not_have_leaves_it_open(tmp_path: Path) -> None:
    noted(tmp_path, {"email": "rae"}, {"email": "odd@x.example"})
    names, (line,) = runners(tmp_path, SIGNERS)
    assert names == {"rae"}
    assert line.startswith("odd@x.example ran the reports and stands not in config/allowed_signers")


@pytest.mark.parametrize("text", [None, "", "[]", "{}", "[1]", '[{"key": ""}]', "odd"])
def test_nobody_known_leaves_it_open(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / RUNNERS).parent.mkdir(parents=True)
        (tmp_path / RUNNERS).write_text(text)
    names, (line,) = runners(tmp_path, SIGNERS)
    assert names == set() and "does not say who ran the reports; delete" in line


@pytest.mark.parametrize("made", [True, False])
@pytest.mark.parametrize("first", [True, False])
def test_a_run_that_made_nothing_names_nobody(tmp_path: Path, first: bool, made: bool) -> None:
    old = tmp_path / "reports/output/one/one.html"
    old.parent.mkdir(parents=True)
    old.write_text("x")
    begun = time.time()
    os.utime(old, (begun - 9, begun - 9 + 18 * made))
    older = old.with_name("one.pdf")
    older.write_text("x")
    os.utime(older, (begun - 9, begun - 9))
    if not first:
        noted(tmp_path, {"email": "rae"})
    before = read_note(tmp_path)
    is_(tmp_path, "ana@x.example")
    note_runner(tmp_path)
    forget_runner(tmp_path, before, begun)
    names = set() if first else {"rae"}
    assert runners(tmp_path, SIGNERS)[0] == names | ({"Ana@x.example"} if made else set())
    if not made:
        assert read_note(tmp_path) == before
