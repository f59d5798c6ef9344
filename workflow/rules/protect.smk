"""The wall: the only stage that reads confidential/ and writes public/."""


rule protect:
    input:
        "data/processed/validation/gate.txt",
        themes="data/processed/confidential/aggregates/{report}/themes.csv",
        discussions="data/processed/confidential/aggregates/{report}/discussions.csv",
        answers="data/processed/confidential/aggregates/{report}/answers.csv",
        context="data/processed/confidential/aggregates/{report}/context.csv",
        summary="data/processed/confidential/aggregates/{report}/summary.csv",
        code=package("disclosure"),
    output:
        themes="data/processed/public/{report}/themes.csv",
        discussions="data/processed/public/{report}/discussions.csv",
        answers="data/processed/public/{report}/answers.csv",
        context="data/processed/public/{report}/context.csv",
        summary="data/processed/public/{report}/summary.csv",
        audit="data/processed/public/{report}/audit.csv",
    params:
        report=lambda wildcards: wildcards.report,
        thresholds=SERIES.config["thresholds"],
        scale=SERIES.config["quantifiers"],
        surveys=SERIES.surveys,
    script:
        "../scripts/protect.py"


rule audit:
    input:
        expand("data/processed/public/{report}/audit.csv", report=REPORTS),
        code=package("disclosure"),
    output:
        "data/processed/public/audit.csv",
    params:
        reports=list(REPORTS),
    script:
        "../scripts/audit.py"
