"""Bind the page that lists the reports to its rule."""

from pathlib import Path

from nationalreports.publication_index import write_index

given = snakemake.input
public = [Path(path) for path in given.public]
files = [Path(path) for path in given.files]
output = Path(snakemake.output[0])
write_index(public, files, output, style=Path(given.style), **snakemake.params)
