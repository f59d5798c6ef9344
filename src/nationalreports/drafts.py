"""What an earlier run made that a "no" takes back."""

from __future__ import annotations

import shutil
from pathlib import Path


def remove_drafts(root: Path) -> None:
    """Remove the gate's pass, the drafts and the check sheets of the run folder `root`.

    Where the figures may not go on, those of an earlier run would be taken for results of the data
    as they are now.
    """
    for made in ("output", "_generated"):
        shutil.rmtree(root / "reports" / made, ignore_errors=True)
    for older in (root / "data/processed/confidential").glob("check_sheet.*"):
        older.unlink()
    (root / "data/processed/validation/gate.txt").unlink(missing_ok=True)
