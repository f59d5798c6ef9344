"""The pipeline in run folders of the tests' own: how it is started, and what it would do."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
RAW = REPOSITORY / "data" / "raw"


@dataclass(frozen=True)
class Job:
    """A job that Snakemake would run: its rule, and the paths that it declares."""

    rule: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


def run(directory: Path) -> subprocess.CompletedProcess[str]:
    """`nationalreports run` in `directory`, with what it printed."""
    command = [str(Path(sys.executable).with_name("nationalreports")), "run"]
    return _call([*command, "--directory", str(directory)])


def snakemake(directory: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Snakemake on the project's workflow in `directory`, with what it printed."""
    command = [sys.executable, "-m", "snakemake", "--snakefile", str(REPOSITORY / "Snakefile")]
    return _call([*command, "--directory", str(directory), "--cores", "2", *arguments])


def planned(directory: Path, *arguments: str) -> list[Job]:
    """The jobs that Snakemake would run in `directory`, as its dry run lists them."""
    done = snakemake(directory, "--dry-run", *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    jobs = []
    for block in re.split(r"(?m)^(?=(?:local)?rule \w+:$)", done.stdout + done.stderr):
        if named := re.match(r"(?:local)?rule (\w+):$", block, re.MULTILINE):
            jobs.append(Job(named[1], _paths("input", block), _paths("output", block)))
    return jobs


def _paths(kind: str, block: str) -> tuple[str, ...]:
    found = re.search(rf"^    {kind}: (.*)$", block, re.MULTILINE)
    return tuple(found[1].split(", ")) if found else ()


def _call(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
