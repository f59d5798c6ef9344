"""How commands call Snakemake on the project's workflow."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from nationalreports.config import REPOSITORY

#: What Snakemake says when there is nothing to make.
_NOTHING = "Nothing to be done"


def snakemake(directory: Path) -> list[str]:
    """The command that runs the workflow in the run folder `directory`, without its targets."""
    command = [sys.executable, "-m", "snakemake", "--snakefile", str(REPOSITORY / "Snakefile")]
    command += ["--directory", str(directory)]
    return [*command, "--profile", str(REPOSITORY / "workflow/profiles/default")]


def is_up_to_date(directory: Path, *targets: str) -> bool:
    """Whether all that a run makes stands in `directory`, made from what stands there now.

    With `targets`, whether these files do. Data may have changed since, or a later run was broken
    off and left older reports beside newer lists of problems. Whoever asks Snakemake need not keep
    a record of what was made from what.
    """
    command = [*snakemake(directory), "--dry-run", *targets]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return done.returncode == 0 and _NOTHING in done.stdout + done.stderr
