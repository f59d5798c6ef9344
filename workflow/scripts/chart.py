"""Bind the charts of one report to their rule."""

from pathlib import Path

from nationalreports.charts import write_figures
from nationalreports.charts_drawing import draw
from nationalreports.charts_headlines import make_titled_figures
from nationalreports.ingestion import read_tables

NAMES = ["themes", "discussions", "answers", "context", "summary", "steady"]
public = read_tables({name: snakemake.input[name] for name in NAMES})
given = [snakemake.params[name] for name in ("series", "report", "sources")]
figures = make_titled_figures(public, *given)
draw(figures, Path(snakemake.output.folder), Path(snakemake.params.fonts))
write_figures(figures, Path(snakemake.output.figures))
