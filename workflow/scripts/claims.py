"""Bind the judging of a report's claims to its rule."""

from pathlib import Path

from nationalreports.claims import write_claims
from nationalreports.ingestion import read_tables

NAMES = ["themes", "discussions", "answers", "context", "summary", "steady"]
public = read_tables({name: snakemake.input[name] for name in NAMES})
files = {name: Path(snakemake.input[name]) for name in ("source", "figures")}
outputs = {name: Path(path) for name, path in snakemake.output.items()}
write_claims(public, files, outputs, **snakemake.params)
