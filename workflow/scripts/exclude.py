"""Bind what decisions leave out to its rule."""

from pathlib import Path

from nationalreports.exclusion import write_excluded

write_excluded(Path(snakemake.input.findings), Path(snakemake.input.responses), Path.cwd())
