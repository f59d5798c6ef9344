"""Bind the rules to all tables of a run."""

from pathlib import Path

from nationalreports.checking import check_tables, write_results
from nationalreports.ingestion import read_tables

paths = [*snakemake.input.tables, snakemake.input.responses]
tables = read_tables(dict(zip(snakemake.params.names, paths, strict=True)))
aggregates = [Path.cwd() / path for path in snakemake.input.aggregates]
settings = snakemake.params.config, snakemake.params.codebook, snakemake.params.surveys
problems, results = check_tables(tables, aggregates, *settings, Path.cwd())
write_results(problems, results, snakemake.input.parts, Path(snakemake.output.problems).parent)
