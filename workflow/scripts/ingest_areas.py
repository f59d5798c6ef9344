"""Bind the reading of areas, visits and official statistics to its rule."""

from pathlib import Path

from nationalreports.ingestion import areas_and_visits

areas_and_visits(snakemake.params.reports, Path.cwd())
