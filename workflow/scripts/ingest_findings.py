"""Bind the reading of letters and tables of findings to its rule."""

from pathlib import Path

from nationalreports.ingestion import findings, read_tables

areas, visits = snakemake.input.tables
tables = read_tables({"areas": areas, "visits": visits})
letters, notes = snakemake.input.letters, snakemake.input.notes
settings = snakemake.params.printed, snakemake.params.codebook
findings(letters, notes, tables, *settings, Path.cwd())
