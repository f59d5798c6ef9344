"""Bind the reading of the coders' files to its rule."""

from pathlib import Path

from nationalreports.ingestion import coding, read_tables

tables = read_tables({"findings": snakemake.input.findings})
coding(snakemake.input.coding, tables["findings"], **snakemake.params, root=Path.cwd())
