"""Bind the rendering of one report in one format to its rule."""

from pathlib import Path

from nationalreports.ingestion import read_tables
from nationalreports.reporting import make_report

NAMES = ["themes", "discussions", "answers", "context", "summary", "quotations"]
public = read_tables({name: snakemake.input[name] for name in NAMES})
files = {name: Path(snakemake.input[name]) for name in ("source", "figures", "claims", "pictures")}
make_report(public, files, Path(snakemake.output[0]), **snakemake.params)
