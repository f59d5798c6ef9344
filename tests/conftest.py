"""Run folders for the tests that run the whole pipeline as a user does."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from run_folders import RAW, run


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run folder of the demonstration series after one whole run; tests must not change it."""
    folder = tmp_path_factory.mktemp("demonstration")
    shutil.copytree(RAW, folder / "data" / "raw")
    done = run(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder
