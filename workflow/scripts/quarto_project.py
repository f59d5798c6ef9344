"""Bind what `quarto render` reads to its rule."""

from pathlib import Path

from nationalreports.quarto_project import write_project

write_project(Path(), Path(snakemake.output[0]), **snakemake.params)
