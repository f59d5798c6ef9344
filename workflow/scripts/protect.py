"""Bind the making of the public tables to its rule."""

from pathlib import Path

from nationalreports.disclosure.planning_files import protect_run

protect_run(Path.cwd(), snakemake.params.config, snakemake.params.surveys)
