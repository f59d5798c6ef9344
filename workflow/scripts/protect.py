"""Bind the making of the public tables to its rule."""

from pathlib import Path

from nationalreports.disclosure.protecting import protect_run

protect_run(Path.cwd(), snakemake.params.config, snakemake.params.surveys)
