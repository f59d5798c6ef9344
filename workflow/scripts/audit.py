"""Bind the joining of the reports' audits to its rule."""

import pandas as pd

from nationalreports.ingestion import read_tables
from nationalreports.tables import write_tables

audits = read_tables(dict(zip(snakemake.params.reports, snakemake.input, strict=False)))
write_tables({"audit": pd.concat(audits.values())}, {"audit": snakemake.output[0]})
