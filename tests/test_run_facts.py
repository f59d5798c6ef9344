"""What a run was made from and with: figures that anybody can work out again, and no places."""

import getpass
import platform
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from nationalreports.config import REPOSITORY
from nationalreports.run_facts import SHOWN, git_commit, of_files, run_facts


def test_the_digest_of_files_is_what_anybody_works_out(tmp_path, monkeypatch):
    if not shutil.which("sha256sum"):
        pytest.skip("no sha256sum here")
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_text("one\n", encoding="utf-8")
    Path("b.csv").write_text("two\n", encoding="utf-8")
    command = "sha256sum a.csv b.csv | sha256sum"
    done = subprocess.run(command, shell=True, check=True, capture_output=True, text=True)
    assert of_files(["a.csv", "b.csv"]) == done.stdout.split()[0]
    Path("b.csv").write_text("three\n", encoding="utf-8")
    assert of_files(["a.csv", "b.csv"]) != done.stdout.split()[0]


def test_facts_name_versions_and_digests(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_text("one\n", encoding="utf-8")
    facts = dict(run_facts(["a.csv"], "0123456789abcdef", "pandoc 3 and Typst 0"))
    assert facts["Raw files"] == f"1, SHA-256 of all together {of_files(['a.csv'])[:SHOWN]}"
    assert facts["Configuration"] == "SHA-256 0123456789ab"
    assert facts["Python"] == platform.python_version()
    for tool in ("Pipeline", "pandas", "Great Expectations", "Snakemake"):
        assert re.match(r"[0-9]+\.[0-9]", facts[tool])
    assert facts["Renderer of the reports"] == "pandoc 3 and Typst 0"


def test_facts_name_no_machine_nor_person_nor_place(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("one\n", encoding="utf-8")
    told = str(run_facts([str(path)], "0", "pandoc"))
    for hidden in (str(tmp_path), str(REPOSITORY), platform.node(), str(Path.home())):
        assert hidden not in told
    assert not re.search(rf"\b{re.escape(getpass.getuser())}\b", told)


def git(folder, *arguments):
    settings = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    command = ["git", *settings, *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def test_the_commit_is_told_and_whether_the_code_differs_from_it(tmp_path):
    git(tmp_path, "init", "-q")
    (tmp_path / "src").mkdir()
    (tmp_path / "src/a.py").write_text("1\n", encoding="utf-8")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "First")
    commit = git(tmp_path, "rev-parse", "HEAD")[:12]
    assert git_commit(tmp_path) == commit
    (tmp_path / "data").mkdir()
    (tmp_path / "data/raw.csv").write_text("x\n", encoding="utf-8")
    assert git_commit(tmp_path) == commit
    (tmp_path / "src/a.py").write_text("2\n", encoding="utf-8")
    assert git_commit(tmp_path) == f"{commit}, with changes not committed"


def test_without_a_checkout_or_without_git_no_commit_is_told(tmp_path, monkeypatch):
    assert git_commit(tmp_path) == ""
    (tmp_path / ".git").mkdir()
    assert git_commit(tmp_path) == ""
    monkeypatch.setenv("PATH", "")
    assert git_commit(REPOSITORY) == ""
