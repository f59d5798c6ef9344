"""Bind the evidence workbook of one report to its rule."""

from pathlib import Path

from nationalreports.evidence import write_evidence
from nationalreports.exclusion import without_excluded
from nationalreports.ingestion import read_tables

tables = read_tables(dict(list(snakemake.input.items())[:-1]))
counted = without_excluded(tables, tables["excluded"])
write_evidence(counted, path=Path(snakemake.output[0]), **snakemake.params)
