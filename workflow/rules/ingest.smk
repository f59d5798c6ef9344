"""Raw files to tidy tables, and what is wrong with them. Reads data/raw; writes confidential/."""

from nationalreports.config import printed_text

READING = [
    "tables",
    "gathering",
    "blocks",
    "cells",
    "headers",
    "delimited",
    "workbooks",
    "workbook_parts",
    "raw_folder",
    "problems",
    "records",
]


rule ingest_areas:
    input:
        areas="data/raw/reference/areas.csv",
        visits="data/raw/visits.csv",
        statistics=raw("reference/*.csv"),
        code=module("ingestion", "areas", "area_names", "citations", *READING),
    output:
        expand(
            "data/processed/confidential/{table}.csv",
            table=["areas", "visits", "ehc_plans", "timeliness"],
        ),
        problems="data/processed/validation/parts/areas.csv",
    params:
        reports=REPORTS,
    script:
        "../scripts/ingest_areas.py"


rule ingest_findings:
    input:
        tables=[
            "data/processed/confidential/areas.csv",
            "data/processed/confidential/visits.csv",
        ],
        letters=raw("letters/*"),
        notes=raw("findings/*"),
        additions=raw("watchlist.csv"),
        code=module(
            "letters",
            "letter_messages",
            "letter_page",
            "inert",
            "area_names",
            "identifiers",
            "watchlist",
            "letter_parts",
            "letter_wording",
            "passages",
            "furniture",
            "hyphens",
            "lines",
            "documents",
            "word_documents",
            "pdf_documents",
            "notes",
            *READING,
        ),
    output:
        "data/processed/confidential/findings.csv",
        "data/processed/confidential/watchlist.csv",
        "data/processed/confidential/letters.html",
        problems="data/processed/validation/parts/findings.csv",
    params:
        # Not the whole configuration: a threshold, say, is nothing to letters.
        printed=printed_text(SERIES.config, SERIES.codebook),
        codebook=SERIES.codebook,
    script:
        "../scripts/ingest_findings.py"


rule ingest_quotations:
    input:
        quotations=raw("quotations.csv"),
        code=module("quotations", "markdown", *READING),
    output:
        "data/processed/confidential/quotations.csv",
        problems="data/processed/validation/parts/quotations.csv",
    params:
        reports=list(REPORTS),
    script:
        "../scripts/ingest_quotations.py"


rule ingest_coding:
    input:
        findings="data/processed/confidential/findings.csv",
        coding=raw("coding/*"),
        code=module(
            "coding",
            "coding_sheets",
            "agreement",
            "suggestions",
            "spreadsheets",
            *READING,
        ),
    output:
        expand(
            "data/processed/confidential/{table}.csv",
            table=["codes", "coding_progress", "agreement", "disagreements"],
        ),
        problems="data/processed/validation/parts/coding.csv",
    params:
        codebook=SERIES.codebook,
        settings=SERIES.config.get("coding", {}),
    script:
        "../scripts/ingest_coding.py"


rule ingest_surveys:
    input:
        tables=[
            "data/processed/confidential/areas.csv",
            "data/processed/confidential/visits.csv",
        ],
        exports=raw("surveys/*/*"),
        code=module(
            "surveys",
            "survey_answers",
            "survey_forms",
            "survey_problems",
            "survey_rows",
            "survey_times",
            *READING,
        ),
    output:
        "data/processed/confidential/responses.parquet",
        "data/processed/confidential/respondents.parquet",
        problems="data/processed/validation/parts/surveys.csv",
    params:
        surveys=SERIES.surveys,
    script:
        "../scripts/ingest_surveys.py"
