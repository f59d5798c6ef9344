"""Bind the reviewers' page to its rule."""

from pathlib import Path

from nationalreports.checking import write_page
from nationalreports.ingestion import read_tables

paths = [*snakemake.input.tables, snakemake.input.responses]
tables = read_tables(dict(zip(snakemake.params.names, paths, strict=True)))
problems, results = Path(snakemake.input.problems), Path(snakemake.input.results)
write_page(problems, results, tables, Path(snakemake.output[0]))
