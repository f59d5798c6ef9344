"""The pipeline, in running order. `rule all` makes all that people read."""

from pathlib import Path

from snakemake.exceptions import WorkflowError

from nationalreports.config import ConfigError, load

try:
    SERIES = load(Path.cwd())
except ConfigError as error:
    raise WorkflowError(str(error)) from None

REPORTS = SERIES.config["reports"]


wildcard_constraints:
    report="|".join(REPORTS),
    suffix="html|pdf",


include: "workflow/rules/common.smk"
include: "workflow/rules/ingest.smk"
include: "workflow/rules/aggregate.smk"
include: "workflow/rules/validate.smk"
include: "workflow/rules/protect.smk"
include: "workflow/rules/chart.smk"
include: "workflow/rules/claims.smk"
include: "workflow/rules/download.smk"
include: "workflow/rules/render.smk"
include: "workflow/rules/quarto_project.smk"
include: "workflow/rules/publication_index.smk"
include: "workflow/rules/check_sheet.smk"


rule all:
    default_target: True
    input:
        "reports/validation/index.html",
        "reports/output/index.html",
        "reports/_generated",
        expand("data/processed/confidential/evidence/{report}.xlsx", report=REPORTS),
        "data/processed/confidential/check_sheet.xlsx",
        expand(
            "reports/output/{report}/{report}.{suffix}",
            report=REPORTS,
            suffix=["html", "pdf"],
        ),
        expand(
            "reports/output/{report}/{report}.{suffix}",
            report=REPORTS,
            suffix=["ods", "xlsx", "govspeak.md"],
        ),
        expand(
            "reports/output/{report}/before_release/{report}.{suffix}",
            report=seen_before(),
            suffix=["html", "pdf"],
        ),
