"""Raw files to tidy tables, and what is wrong with them. Reads data/raw; writes confidential/."""


rule ingest_areas:
    input:
        areas="data/raw/reference/areas.csv",
        visits="data/raw/visits.csv",
        statistics=raw("reference/*.csv"),
        code=module("ingestion", "areas", "tables", "problems"),
    output:
        expand(CONFIDENTIAL + "/{table}.csv", table=["areas", "visits", "ehc_plans", "timeliness"]),
        problems=VALIDATION + "/parts/areas.csv",
    params:
        reports=REPORTS,
    script:
        "../scripts/ingest_areas.py"


rule ingest_findings:
    input:
        tables=[CONFIDENTIAL + "/areas.csv", CONFIDENTIAL + "/visits.csv"],
        letters=raw("letters/*"),
        notes=raw("findings/*"),
        code=module(
            "letters",
            "area_names",
            "letter_parts",
            "letter_wording",
            "passages",
            "lines",
            "documents",
            "word_documents",
            "pdf_documents",
            "notes",
        ),
    output:
        CONFIDENTIAL + "/findings.csv",
        problems=VALIDATION + "/parts/findings.csv",
    params:
        codebook=SERIES.codebook,
    script:
        "../scripts/ingest_findings.py"


rule ingest_coding:
    input:
        findings=CONFIDENTIAL + "/findings.csv",
        coding=raw("coding/*"),
        code=module("coding"),
    output:
        CONFIDENTIAL + "/codes.csv",
        problems=VALIDATION + "/parts/coding.csv",
    params:
        codebook=SERIES.codebook,
    script:
        "../scripts/ingest_coding.py"


rule ingest_surveys:
    input:
        tables=[CONFIDENTIAL + "/areas.csv", CONFIDENTIAL + "/visits.csv"],
        exports=raw("surveys/*/*"),
        code=module("surveys"),
    output:
        CONFIDENTIAL + "/responses.parquet",
        problems=VALIDATION + "/parts/surveys.csv",
    params:
        surveys=SERIES.surveys,
    script:
        "../scripts/ingest_surveys.py"
