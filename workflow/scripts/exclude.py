"""Bind what decisions leave out to its rule."""

from pathlib import Path

from nationalreports.exclusion import write_excluded

tables = (snakemake.input.findings, snakemake.input.responses, snakemake.input.respondents)
write_excluded(*map(Path, tables), Path.cwd())
