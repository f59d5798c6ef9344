"""What is shown is planned left of the wall; the wall is the only stage that reads confidential/
and writes public/."""

PLAN = [
    *[f"disclosure/{table}" for table in ["answers", "told", "summary", "audit"]],
    "audit_insiders",
]


rule plan:
    input:
        visits="data/processed/confidential/visits.csv",
        findings="data/processed/confidential/findings.csv",
        codes="data/processed/confidential/codes.csv",
        responses="data/processed/confidential/responses.parquet",
        excluded="data/processed/confidential/excluded.csv",
        aggregates=expand(
            "data/processed/confidential/aggregates/{report}/{table}.csv",
            report=REPORTS,
            table=[*COUNTS, "summary"],
        ),
        decisions=raw("decisions.csv"),
        ledger=ledger(),
        code=[
            *package("disclosure"),
            *module("aggregation", "exclusion", "ingestion", "surveys", "ledger"),
            *module(*DECIDING),
        ],
    output:
        expand("data/processed/confidential/{table}.csv", table=PLAN),
    threads: 2
    params:
        decided=decided(),
        config=SERIES.config,
        codebook=SERIES.codebook,
        surveys=SERIES.surveys,
    script:
        "../scripts/plan.py"


rule protect:
    input:
        "data/processed/validation/gate.txt",
        aggregates=expand(
            "data/processed/confidential/aggregates/{report}/{table}.csv",
            report=REPORTS,
            table=[*COUNTS, "summary", "steady"],
        ),
        plan=expand("data/processed/confidential/{table}.csv", table=PLAN),
        quotations="data/processed/confidential/quotations.csv",
        code=[*package("disclosure"), *module("quotations")],
    output:
        expand(
            "data/processed/public/{report}/{table}.csv",
            report=REPORTS,
            table=[*COUNTS, "summary", "steady", "quotations"],
        ),
        "data/processed/public/audit.csv",
    params:
        config=SERIES.config,
        surveys=SERIES.surveys,
    script:
        "../scripts/protect.py"
