"""Bind the rules to all tables of a run, and the reviewers' decisions to what breaks them."""

from pathlib import Path

from nationalreports.checking import check_tables, write_results
from nationalreports.ingestion import read_tables

given = snakemake.input
paths = [*given.tables, given.responses, given.respondents, given.excluded]
tables = read_tables(dict(zip(snakemake.params.names, paths, strict=True)))
aggregates = [Path.cwd() / path for path in given.aggregates]
settings = snakemake.params.config, snakemake.params.codebook, snakemake.params.surveys
problems, results = check_tables(tables, aggregates, *settings, Path.cwd())
write_results(problems, results, given.parts, tables["excluded"], Path.cwd())
