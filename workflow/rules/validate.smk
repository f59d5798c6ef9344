"""Every rule, after all that can be known is known; then the gate. Reads confidential/."""

TABLES = ["areas", "visits", "findings", "codes", "ehc_plans", "timeliness"]
CODING = ["coding_progress", "agreement"]
COUNTS = ["themes", "discussions", "answers", "context"]
EXPECTED = [
    "__init__",
    "visits",
    "findings",
    "codes",
    "responses",
    "statistics",
    "aggregates",
]
CHECKS = [
    "checking",
    "crosschecks",
    *[f"expectations/{part}" for part in EXPECTED],
    "rulebook",
    "validation",
    "problems",
    "records",
]


PAGE = [
    "inert",
    "review",
    "review_rows",
    "review_sections",
    *[f"review{part}.html" for part in ("", "_parts", "_problems", "_figures")],
    "review.css",
    "review.js",
]


rule validate:
    input:
        tables=expand("data/processed/confidential/{table}.csv", table=TABLES),
        responses="data/processed/confidential/responses.parquet",
        aggregates=expand(
            "data/processed/confidential/aggregates/{report}/{table}.csv",
            report=REPORTS,
            table=COUNTS,
        ),
        parts=expand(
            "data/processed/validation/parts/{part}.csv",
            part=["areas", "findings", "coding", "surveys"],
        ),
        code=module(*CHECKS),
    output:
        problems="data/processed/validation/problems.csv",
        results="data/processed/validation/results.json",
    params:
        names=[*TABLES, "responses"],
        config=SERIES.config,
        codebook=SERIES.codebook,
        surveys=SERIES.surveys,
    script:
        "../scripts/validate.py"


rule review:
    input:
        problems="data/processed/validation/problems.csv",
        results="data/processed/validation/results.json",
        tables=expand("data/processed/confidential/{table}.csv", table=TABLES),
        responses="data/processed/confidential/responses.parquet",
        coding=expand("data/processed/confidential/{table}.csv", table=CODING),
        code=module("checking", "problems", *PAGE),
    output:
        "reports/validation/index.html",
    params:
        names=[*TABLES, "responses"],
        coding=CODING,
        codebook=SERIES.codebook,
        settings=SERIES.config.get("coding", {}),
    script:
        "../scripts/review.py"


rule gate:
    input:
        problems="data/processed/validation/problems.csv",
        results="data/processed/validation/results.json",
        code=module("checking", "problems", *PAGE),
    output:
        "data/processed/validation/gate.txt",
    script:
        "../scripts/gate.py"
