"""Bind the plan of what is shown to its rule."""

from pathlib import Path

from nationalreports.disclosure.planning import plan_run

params = snakemake.params
plan_run(Path.cwd(), params.config, params.codebook, params.surveys)
