"""Bind the evidence workbook of one report to its rule."""

from pathlib import Path

from nationalreports.evidence import write_evidence
from nationalreports.ingestion import read_tables

tables = read_tables(dict(list(snakemake.input.items())[:-1]))
write_evidence(tables, path=Path(snakemake.output[0]), **snakemake.params)
