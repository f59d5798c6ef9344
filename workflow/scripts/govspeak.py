"""Bind the Govspeak of one report to its rule."""

from pathlib import Path

from nationalreports.ingestion import read_tables
from nationalreports.reporting import make_govspeak

NAMES = ["themes", "discussions", "answers", "context", "summary", "quotations"]
public = read_tables({name: snakemake.input[name] for name in NAMES})
files = {name: Path(snakemake.input[name]) for name in ("source", "figures", "claims", "pictures")}
make_govspeak(public, files, *map(Path, snakemake.output), **snakemake.params)
