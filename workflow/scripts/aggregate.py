"""Bind the counting for one report to its rule."""

from nationalreports.aggregation import aggregate
from nationalreports.exclusion import without_excluded
from nationalreports.ingestion import read_tables
from nationalreports.tables import write_tables

tables = read_tables(dict(list(snakemake.input.items())[:-1]))
counted = without_excluded(tables, tables["excluded"])
counts = aggregate(tables=counted, **snakemake.params)
write_tables(counts, dict(snakemake.output.items()))
