"""Bind disclosure control of one report to its rule."""

from nationalreports.disclosure import protect
from nationalreports.ingestion import read_tables
from nationalreports.tables import write_tables

tables = read_tables(dict(list(snakemake.input.items())[:-1]))
write_tables(protect(tables, **snakemake.params), dict(snakemake.output.items()))
