"""Tables to counts, a folder a report. Reads and writes confidential/."""

DECIDING = ["exclusion", "decisions", "days", *READING]


rule exclude:
    input:
        findings="data/processed/confidential/findings.csv",
        responses="data/processed/confidential/responses.parquet",
        respondents="data/processed/confidential/respondents.parquet",
        decisions=raw("decisions.csv"),
        code=module(*DECIDING),
    output:
        "data/processed/confidential/excluded.csv",
    params:
        decided=decided(),
    script:
        "../scripts/exclude.py"


rule aggregate:
    input:
        visits="data/processed/confidential/visits.csv",
        areas="data/processed/confidential/areas.csv",
        findings="data/processed/confidential/findings.csv",
        codes="data/processed/confidential/codes.csv",
        responses="data/processed/confidential/responses.parquet",
        ehc_plans="data/processed/confidential/ehc_plans.csv",
        timeliness="data/processed/confidential/timeliness.csv",
        excluded="data/processed/confidential/excluded.csv",
        code=module("aggregation", "exclusion", "ingestion", "surveys"),
    output:
        themes="data/processed/confidential/aggregates/{report}/themes.csv",
        discussions="data/processed/confidential/aggregates/{report}/discussions.csv",
        answers="data/processed/confidential/aggregates/{report}/answers.csv",
        context="data/processed/confidential/aggregates/{report}/context.csv",
        summary="data/processed/confidential/aggregates/{report}/summary.csv",
    params:
        report=lambda wildcards: wildcards.report,
        reports=REPORTS,
        codebook=SERIES.codebook,
        surveys=SERIES.surveys,
    script:
        "../scripts/aggregate.py"


rule evidence:
    input:
        visits="data/processed/confidential/visits.csv",
        areas="data/processed/confidential/areas.csv",
        findings="data/processed/confidential/findings.csv",
        codes="data/processed/confidential/codes.csv",
        excluded="data/processed/confidential/excluded.csv",
        code=module("evidence", "aggregation", "exclusion", "spreadsheets"),
    output:
        "data/processed/confidential/evidence/{report}.xlsx",
    params:
        report=lambda wildcards: wildcards.report,
        reports=REPORTS,
        codebook=SERIES.codebook,
    script:
        "../scripts/evidence.py"


rule steady:
    input:
        responses="data/processed/confidential/responses.parquet",
        excluded="data/processed/confidential/excluded.csv",
        code=module("steady", "exclusion", "ingestion", "surveys"),
    output:
        "data/processed/confidential/aggregates/{report}/steady.csv",
    params:
        report=lambda wildcards: wildcards.report,
        reports=REPORTS,
        surveys=SERIES.surveys,
    script:
        "../scripts/steady.py"
