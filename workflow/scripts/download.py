"""Bind the downloads of one report to their rule."""

from pathlib import Path

from nationalreports.downloads import PUBLIC_TABLES, write_downloads
from nationalreports.ingestion import read_tables

public = read_tables({name: snakemake.input[name] for name in PUBLIC_TABLES})
files = {name: Path(snakemake.input[name]) for name in [*PUBLIC_TABLES, "figures"]}
output = [Path(path) for path in snakemake.output]
write_downloads(public, files, *output, **snakemake.params)
