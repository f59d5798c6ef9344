"""Every rule, after all that can be known is known; then the gate. Reads confidential/."""

TABLES = ["areas", "visits", "findings", "codes", "ehc_plans", "timeliness"]
COUNTS = ["themes", "discussions", "answers", "context"]
CHECKS = ["checking", "crosschecks", "expectations", "rulebook", "validation", "problems"]


rule validate:
    input:
        tables=expand(CONFIDENTIAL + "/{table}.csv", table=TABLES),
        responses=CONFIDENTIAL + "/responses.parquet",
        aggregates=expand(
            CONFIDENTIAL + "/aggregates/{report}/{table}.csv", report=REPORTS, table=COUNTS
        ),
        parts=expand(
            VALIDATION + "/parts/{part}.csv", part=["areas", "findings", "coding", "surveys"]
        ),
        code=module(*CHECKS),
    output:
        problems=VALIDATION + "/problems.csv",
        results=VALIDATION + "/results.json",
    params:
        names=[*TABLES, "responses"],
        config=SERIES.config,
        codebook=SERIES.codebook,
        surveys=SERIES.surveys,
    script:
        "../scripts/validate.py"


rule review:
    input:
        problems=VALIDATION + "/problems.csv",
        results=VALIDATION + "/results.json",
        tables=expand(CONFIDENTIAL + "/{table}.csv", table=TABLES),
        responses=CONFIDENTIAL + "/responses.parquet",
        code=module("checking", "review"),
    output:
        "reports/validation/index.html",
    params:
        names=[*TABLES, "responses"],
    script:
        "../scripts/review.py"


rule gate:
    input:
        problems=VALIDATION + "/problems.csv",
        results=VALIDATION + "/results.json",
        code=module("checking", "review"),
    output:
        VALIDATION + "/gate.txt",
    script:
        "../scripts/gate.py"
