"""Tables to counts, a folder a report. Reads and writes confidential/."""


rule aggregate:
    input:
        visits=CONFIDENTIAL + "/visits.csv",
        areas=CONFIDENTIAL + "/areas.csv",
        findings=CONFIDENTIAL + "/findings.csv",
        codes=CONFIDENTIAL + "/codes.csv",
        responses=CONFIDENTIAL + "/responses.parquet",
        ehc_plans=CONFIDENTIAL + "/ehc_plans.csv",
        timeliness=CONFIDENTIAL + "/timeliness.csv",
        code=module("aggregation"),
    output:
        themes=CONFIDENTIAL + "/aggregates/{report}/themes.csv",
        discussions=CONFIDENTIAL + "/aggregates/{report}/discussions.csv",
        answers=CONFIDENTIAL + "/aggregates/{report}/answers.csv",
        context=CONFIDENTIAL + "/aggregates/{report}/context.csv",
        summary=CONFIDENTIAL + "/aggregates/{report}/summary.csv",
    params:
        report=lambda wildcards: wildcards.report,
        reports=REPORTS,
        codebook=SERIES.codebook,
        surveys=SERIES.surveys,
    script:
        "../scripts/aggregate.py"
