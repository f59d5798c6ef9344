"""Bind the charts of one report to their rule."""

from pathlib import Path

from nationalreports.charts import write_figures
from nationalreports.charts_drawing import draw
from nationalreports.charts_headlines import make_titled_figures
from nationalreports.ingestion import read_tables

NAMES = ["themes", "discussions", "answers", "context", "summary", "steady"]
public = read_tables({name: snakemake.input[name] for name in NAMES})
figures = make_titled_figures(
    public, *(snakemake.params[n] for n in ("series", "report", "reports"))
)
draw(figures, Path(snakemake.output.folder), Path(snakemake.params.fonts))
write_figures(figures, Path(snakemake.output.figures))
