"""Every rule, after all that can be known is known; then the gate. Reads confidential/."""

from nationalreports.records import digest

TABLES = ["areas", "visits", "findings", "codes", "ehc_plans", "timeliness"]
CODING = ["coding_progress", "agreement", "codes"]
COUNTS = ["themes", "discussions", "answers", "context"]
CHECKS = [
    "checking",
    "rulebook",
    "rule_list",
    "rule_places",
    "validation",
    "problem_book",
    "spreadsheets",
    "ingestion",
    "surveys",
    *DECIDING,
    "problems",
    "records",
    "comparison",
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
REVIEW = [
    "checking",
    "reviewing",
    *PAGE,
    "run_summary",
    "run_facts",
    "ledger",
    "comparison",
    "problems",
    "validation",
]


# In the order of disclosure.words.TABLES.
PLANNED = [
    *expand(
        "data/processed/confidential/disclosure/{table}.csv",
        table=["answers", "told", "summary", "audit"],
    ),
    "data/processed/confidential/audit_insiders.csv",
]


rule profile:
    input:
        tables=expand("data/processed/confidential/{table}.csv", table=TABLES),
        responses="data/processed/confidential/responses.parquet",
        excluded="data/processed/confidential/excluded.csv",
        code=module(
            "profiling",
            "profiles",
            "influence",
            "exclusion",
            "run_facts",
            "ingestion",
            "surveys",
        ),
    output:
        "data/processed/validation/sources.json",
    params:
        names=TABLES,
        surveys=SERIES.surveys,
        reports=REPORTS,
    script:
        "../scripts/profile.py"


rule validate:
    input:
        profile="data/processed/validation/sources.json",
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
            part=["areas", "findings", "quotations", "coding", "surveys"],
        ),
        code=[
            *module(*CHECKS),
            *package("crosschecks"),
            *package("disclosure"),
            *package("expectations"),
            *package("rules"),
        ],
    output:
        problems="data/processed/validation/problems.csv",
        results="data/processed/validation/results.json",
        decisions="data/processed/validation/decisions.json",
        book="data/processed/validation/problems.xlsx",
        # The record of the last run: what this run is compared with, so not deleted before it.
        runs=update("data/processed/validation/profile.json"),
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
        decisions="data/processed/validation/decisions.json",
        profile="data/processed/validation/sources.json",
        runs="data/processed/validation/profile.json",
        coding=expand("data/processed/confidential/{table}.csv", table=CODING),
        plan=PLANNED,
        ledger=ledger(),
        raw=[*raw("*"), *raw("*/*"), *raw("*/*/*")],
        code=[*module(*REVIEW), *package("rules"), *package("disclosure")],
    output:
        page="reports/validation/index.html",
        summary="reports/validation/summary.json",
    params:
        coding=CODING,
        codebook=SERIES.codebook,
        settings=SERIES.config.get("coding", {}),
        minimum_count=SERIES.config["thresholds"]["minimum_count"],
        # Which renderer there is, is found out by a later file.
        made_with=lambda wildcards: (
            digest(SERIES.config, SERIES.codebook, SERIES.surveys),
            describe(RENDERER),
        ),
    script:
        "../scripts/review.py"


rule gate:
    input:
        problems="data/processed/validation/problems.csv",
        results="data/processed/validation/results.json",
        code=module("checking", "problems", "drafts", *PAGE),
    output:
        "data/processed/validation/gate.txt",
    script:
        "../scripts/gate.py"
