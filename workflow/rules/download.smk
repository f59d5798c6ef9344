"""What readers take away: the public tables and those of the figures. Reads public/ alone."""


rule download:
    input:
        themes="data/processed/public/{report}/themes.csv",
        discussions="data/processed/public/{report}/discussions.csv",
        answers="data/processed/public/{report}/answers.csv",
        context="data/processed/public/{report}/context.csv",
        summary="data/processed/public/{report}/summary.csv",
        figures="data/processed/render/{report}/figures.json",
        code=module(
            "downloads",
            "opendocument",
            "openxml",
            "facts_phrases",
            "fragments",
            "markdown",
            "spreadsheets",
        ),
    output:
        folder=directory("reports/output/{report}/data"),
        ods="reports/output/{report}/{report}.ods",
        xlsx="reports/output/{report}/{report}.xlsx",
    params:
        report=lambda wildcards: wildcards.report,
        series=lambda wildcards: (SERIES.config, SERIES.codebook, SERIES.surveys),
    script:
        "../scripts/download.py"
