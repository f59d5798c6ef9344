"""The wall: the only stage that reads confidential/ and writes public/."""


rule protect:
    input:
        VALIDATION + "/gate.txt",
        themes=CONFIDENTIAL + "/aggregates/{report}/themes.csv",
        discussions=CONFIDENTIAL + "/aggregates/{report}/discussions.csv",
        answers=CONFIDENTIAL + "/aggregates/{report}/answers.csv",
        context=CONFIDENTIAL + "/aggregates/{report}/context.csv",
        summary=CONFIDENTIAL + "/aggregates/{report}/summary.csv",
        code=module("disclosure"),
    output:
        themes=PUBLIC + "/{report}/themes.csv",
        discussions=PUBLIC + "/{report}/discussions.csv",
        answers=PUBLIC + "/{report}/answers.csv",
        context=PUBLIC + "/{report}/context.csv",
        summary=PUBLIC + "/{report}/summary.csv",
        audit=PUBLIC + "/{report}/audit.csv",
    params:
        report=lambda wildcards: wildcards.report,
        thresholds=SERIES.config["thresholds"],
        scale=SERIES.config["quantifiers"],
        surveys=SERIES.surveys,
    script:
        "../scripts/protect.py"


rule audit:
    input:
        expand(PUBLIC + "/{report}/audit.csv", report=REPORTS),
        code=module("disclosure"),
    output:
        PUBLIC + "/audit.csv",
    params:
        reports=list(REPORTS),
    script:
        "../scripts/audit.py"
