"""Bind the reviewers' page to its rule."""

from pathlib import Path

from nationalreports.checking import write_page
from nationalreports.ingestion import read_tables
from nationalreports.review import coding_section

given, params = snakemake.input, snakemake.params
tables = read_tables(dict(zip(params.names, [*given.tables, given.responses], strict=True)))
coded = read_tables(dict(zip(params.coding, given.coding, strict=True)))
coding = coding_section(coded, tables["codes"], params.codebook, params.settings)
problems, results = Path(given.problems), Path(given.results)
write_page(problems, results, tables, coding, Path(snakemake.output[0]))
