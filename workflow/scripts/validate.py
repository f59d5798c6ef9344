"""Bind the rules to all tables of a run, and the reviewers' decisions to what breaks them."""

from pathlib import Path

from nationalreports.checking import check_tables, write_results
from nationalreports.ingestion import read_tables

given, root = snakemake.input, Path.cwd()
paths = [*given.tables, given.responses, given.excluded]
tables = read_tables(dict(zip(snakemake.params.names, paths, strict=True)))
excluded = tables.pop("excluded")
aggregates = [root / path for path in given.aggregates]
settings = snakemake.params.config, snakemake.params.codebook, snakemake.params.surveys
problems, results = check_tables(tables, excluded, aggregates, *settings, root)
write_results(problems, results, given.parts, excluded, root)
