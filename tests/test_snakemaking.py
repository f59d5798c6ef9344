"""How Snakemake is called, and when all is up to date by what it says.

`test_workflow` asks it of real run folders.
"""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from nationalreports.snakemaking import is_up_to_date, snakemake


def test_the_workflow_runs_in_the_folder_given(tmp_path: Path) -> None:
    command = snakemake(tmp_path)
    assert command[command.index("--directory") + 1] == str(tmp_path)
    for name in ("--snakefile", "--profile"):
        assert Path(command[command.index(name) + 1]).exists()


@pytest.mark.parametrize(
    ("status", "said", "expected"),
    [
        (0, "Nothing to be done (all requested files are present and up to date).", True),
        (0, "Job stats: render 1", False),
        (1, "Nothing to be done", False),
    ],
)
def test_all_is_up_to_date_where_a_run_would_make_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: int, said: str, expected: bool
) -> None:
    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        assert "--dry-run" in command
        return subprocess.CompletedProcess(command, status, "", said)

    monkeypatch.setattr(subprocess, "run", run)
    assert is_up_to_date(tmp_path) is expected
