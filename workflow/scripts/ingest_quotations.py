"""Bind the reading of approved quotations to its rule."""

from pathlib import Path

from nationalreports.ingestion import quotations

quotations(snakemake.params.reports, Path.cwd())
