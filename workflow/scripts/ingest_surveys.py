"""Bind the reading of the survey exports to its rule."""

from pathlib import Path

from nationalreports.ingestion import read_tables, responses

areas, visits = snakemake.input.tables
tables = read_tables({"areas": areas, "visits": visits})
responses(snakemake.input.exports, tables, snakemake.params.surveys, Path.cwd())
