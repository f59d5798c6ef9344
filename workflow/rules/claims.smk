"""The claims of the prose, held to the figures. Reads public/ alone."""

SOURCES = [
    path.as_posix()
    for name in ["_quarto.yml", "_extensions/**/*", "_sections/**/*"]
    for path in sorted(SERIES.reports.glob(name))
    if path.is_file()
]


rule claims:
    input:
        themes="data/processed/public/{report}/themes.csv",
        discussions="data/processed/public/{report}/discussions.csv",
        answers="data/processed/public/{report}/answers.csv",
        context="data/processed/public/{report}/context.csv",
        summary="data/processed/public/{report}/summary.csv",
        steady="data/processed/public/{report}/steady.csv",
        figures="data/processed/render/{report}/figures.json",
        source=f"{SERIES.reports}/{{report}}.qmd",
        shared=SOURCES,
        headlines=HEADLINES,
        code=module("facts", "facts_phrases", "facts_answers", "sources", *CLAIMS),
    output:
        claims="data/processed/render/{report}/claims.csv",
        measures="data/processed/render/{report}/measures.csv",
    params:
        report=lambda wildcards: wildcards.report,
        series=lambda wildcards: (SERIES.config, SERIES.codebook, SERIES.surveys),
        defaults=lambda wildcards: f"{workflow.basedir}/reports",
    script:
        "../scripts/claims.py"
