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
LAID_OUT = [
    "__init__",
    "cells",
    "coded",
    "findings",
    "responses",
    "statistics",
    "aggregates",
]
CHECKS = [
    "checking",
    *[f"crosschecks/{part}" for part in LAID_OUT],
    *[f"expectations/{part}" for part in EXPECTED],
    "rulebook",
    "rules/__init__",
    "rules/decisions",
    "validation",
    "problem_book",
    "spreadsheets",
    *DECIDING,
]


rule validate:
    input:
        tables=expand("data/processed/confidential/{table}.csv", table=TABLES),
        responses="data/processed/confidential/responses.parquet",
        respondents="data/processed/confidential/respondents.parquet",
        excluded="data/processed/confidential/excluded.csv",
        decisions=raw("decisions.csv"),
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
        decisions="data/processed/validation/decisions.json",
        book="data/processed/validation/problems.xlsx",
    params:
        names=[*TABLES, "responses", "respondents", "excluded"],
        decided=decided(),
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
        code=module("checking", "problems", "review"),
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
        code=module("checking", "problems", "review"),
    output:
        "data/processed/validation/gate.txt",
    script:
        "../scripts/gate.py"
