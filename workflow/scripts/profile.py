"""Bind the profile of all tables of a run to its rule."""

from pathlib import Path

from nationalreports.profiling import write_profile

given, params = snakemake.input, snakemake.params
tables = dict(zip(params.names, given.tables, strict=True))
settings = params.surveys, params.reports
write_profile(tables, given.responses, given.excluded, *settings, Path(snakemake.output[0]))
