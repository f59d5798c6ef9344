"""Bind the charts of one report to their rule."""

from pathlib import Path

from nationalreports.charts import draw, make_figures, write_figures
from nationalreports.ingestion import read_tables

public = read_tables(dict(list(snakemake.input.items())[:-1]))
figures = make_figures(public, snakemake.params.codebook, snakemake.params.surveys)
draw(figures, Path(snakemake.output.folder), Path(snakemake.params.fonts))
write_figures(figures, Path(snakemake.output.figures))
