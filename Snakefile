"""The pipeline, in running order. `rule all` makes all that people read."""

import sys
from pathlib import Path

from snakemake.exceptions import WorkflowError

sys.path.insert(0, f"{workflow.basedir}/src")
from nationalreports.config import ConfigError, cumulative_windows, load

try:
    SERIES = load(Path.cwd())
except ConfigError as error:
    raise WorkflowError(str(error)) from None

CONFIDENTIAL = "data/processed/confidential"
VALIDATION = "data/processed/validation"
PUBLIC = "data/processed/public"
STAGING = "data/processed/render"
REPORTS = SERIES.config["reports"]


wildcard_constraints:
    report="|".join(REPORTS),
    suffix="html|pdf",


def module(*names):
    """The source files of these modules: a change in one reruns what uses it."""
    return [f"{workflow.basedir}/src/nationalreports/{name}.py" for name in names]


def raw(folder):
    """The files that stand in a folder of data/raw now, in a fixed order."""
    return sorted(path.as_posix() for path in Path("data/raw").glob(folder) if path.is_file())


include: "workflow/rules/ingest.smk"
include: "workflow/rules/aggregate.smk"
include: "workflow/rules/validate.smk"
include: "workflow/rules/protect.smk"
include: "workflow/rules/chart.smk"
include: "workflow/rules/render.smk"


rule all:
    default_target: True
    input:
        "reports/validation/index.html",
        expand("reports/output/{report}/{report}.{suffix}", report=REPORTS, suffix=["html", "pdf"]),
