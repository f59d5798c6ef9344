"""What a run was made from and with, so that it can be made again; never where or by whom."""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
import subprocess
from collections.abc import Iterable
from pathlib import Path

from nationalreports.config import REPOSITORY

#: Hex digits shown of a SHA-256: enough to tell files apart, and to compare by eye.
SHOWN = 12

_TOOLS = {
    "pandas": "pandas",
    "Great Expectations": "great-expectations",
    "Snakemake": "snakemake",
}


def run_facts(raw: Iterable[str], settings: str, renderer: str) -> list[tuple[str, str]]:
    """Label and value of each fact: versions, digests of raw files and settings.

    `raw`: the files' paths under the run folder. `settings`: the digest of the configuration.
    `renderer`: as from `rendering.describe`.
    """
    paths = sorted(raw)
    commit = git_commit(REPOSITORY)
    versions = [(label, importlib.metadata.version(name)) for label, name in _TOOLS.items()]
    return [
        ("Pipeline", importlib.metadata.version("nationalreports")),
        *([("Git commit", commit)] if commit else []),
        ("Python", platform.python_version()),
        *versions,
        ("Renderer of the reports", renderer),
        ("Raw files", f"{len(paths):,}, SHA-256 of all together {of_files(paths)[:SHOWN]}"),
        ("Configuration", f"SHA-256 {settings[:SHOWN]}"),
    ]


def of_files(paths: Iterable[str], root: Path = Path()) -> str:
    """One SHA-256 of files: of a line for each, its own SHA-256, two spaces and its path.

    That is what `sha256sum` prints, so anybody can work it out: `sha256sum FILES | sha256sum`.
    Paths are relative to the run folder `root`.
    """
    total = hashlib.sha256()
    for path in paths:
        with (root / path).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        total.update(f"{digest}  {path}\n".encode(errors="surrogateescape"))
    return total.hexdigest()


def git_commit(checkout: Path) -> str:
    """The commit of the checkout, and whether files differ from it; "" where that is not known."""
    # Without this, a pipeline copied into another project's checkout would pass for its commit.
    if not (checkout / ".git").exists():
        return ""
    try:
        commit = _git(checkout, "rev-parse", "--short=12", "HEAD")
        # Raw data and settings have digests of their own; this is about the code.
        changed = _git(checkout, "status", "--porcelain", "--", "src", "workflow", "Snakefile")
    except (OSError, subprocess.CalledProcessError):
        return ""
    return f"{commit}, with changes not committed" if changed else commit


def _git(checkout: Path, *arguments: str) -> str:
    command = ["git", *arguments]
    done = subprocess.run(command, cwd=checkout, check=True, capture_output=True, text=True)
    return done.stdout.strip()
