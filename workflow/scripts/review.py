"""Bind the reviewers' page, and its summary for machines, to their rule."""

from pathlib import Path

from nationalreports.checking import write_page
from nationalreports.ingestion import read_tables
from nationalreports.review import coding_section
from nationalreports.reviewing import count_released, gather, read_plan

given, params = snakemake.input, snakemake.params
coded = read_tables(dict(zip(params.coding, given.coding, strict=True)))
coding = coding_section(coded, coded["codes"], params.codebook, params.settings)
audited = (read_plan(given.plan), count_released(Path()), params.minimum_count)
about = gather(Path(given.problems).parent, coding, *audited, given.raw, *params.made_with)
write_page(Path(given.problems), Path(given.results), about, Path(snakemake.output.page))
