"""A release that is killed at any instant leaves the old release or the new one, and its ledger."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from release_folders import NEEDS_SSH, put_people, put_reports, released, sign

from nationalreports.ledger import LEDGER, read_entries
from nationalreports.ledger_entries import settle

pytestmark = [
    NEEDS_SSH,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork processes"),
]

#: How many are killed, so many a batch; `make sweep` kills 1,000.
COUNT = int(os.environ.get("KILLED_RELEASES", "10"))
BATCH = min(COUNT, 20)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run folder with one release."""
    folder = tmp_path_factory.mktemp("prepared")
    root = folder / "run"
    root.mkdir()
    put_reports(root)
    put_people(root, folder / "keys")
    sign(root, folder / "keys", "ana", "rae")
    released(root)
    return root


def files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def is_whole(pack: Path) -> bool:
    found = files(pack)
    return (
        found.pop("manifest.json")
        and json.loads((pack / "manifest.json").read_text())["sha256"] == found
    )


@pytest.mark.parametrize("batch", range(COUNT // BATCH))
def test_a_release_killed_at_any_instant_leaves_the_old_one_or_the_new(
    run: Path, tmp_path: Path, batch: int
) -> None:
    script = Path(__file__).with_name("killed_releases.py")
    command = [sys.executable, str(script), str(run), str(tmp_path), str(batch), str(BATCH)]
    subprocess.run(command, check=True, timeout=600)
    before = files(run / "release/1")
    for number in range(BATCH):
        root = tmp_path / str(number)
        packs = {path.name: path for path in (root / "release").iterdir() if path.name.isdecimal()}
        # As whoever looks there at once would find it, with nothing brought in order.
        assert files(packs.pop("1")) == before
        assert list(packs) in ([], ["2"])
        assert all(is_whole(pack) for pack in packs.values()), number
        settle(root)
        told = [f"{e.facts['release']}/{e.facts['report']}" for e in read_entries(root)]
        assert told == ["1/one", "1/two", *(["2/one", "2/two"] if packs else [])], number
        assert not (root / LEDGER / "pending").exists()
        settle(root)
        assert [f"{e.facts['release']}/{e.facts['report']}" for e in read_entries(root)] == told
        if number == 0:
            assert released(root)[0].name == ("3" if packs else "2")
        shutil.rmtree(root)
