"""Bind the check sheet to its rule."""

from pathlib import Path

from nationalreports.check_sheet import write_check_sheet

workbook, table = Path(snakemake.output.workbook), Path(snakemake.output.table)
write_check_sheet(workbook=workbook, table=table, **snakemake.params)
