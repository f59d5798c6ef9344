"""Charts, and the words and tables that go with them. Reads public/ alone."""

CHARTS = [
    *["charts", "charts_beside", "charts_panels"],
    *["charts_drawing", "charts_colours", "charts_headlines"],
]
CLAIMS = [
    "claims",
    "claim_reading",
    "claim_language",
    "empty_claims",
    "intervals",
    "measures",
    "prose",
    "wording",
]
# Made by nobody where a series has none.
HEADLINES = [
    path.as_posix() for path in [SERIES.reports / "headlines.yaml"] if path.is_file()
]


rule chart:
    input:
        themes="data/processed/public/{report}/themes.csv",
        discussions="data/processed/public/{report}/discussions.csv",
        answers="data/processed/public/{report}/answers.csv",
        context="data/processed/public/{report}/context.csv",
        summary="data/processed/public/{report}/summary.csv",
        steady="data/processed/public/{report}/steady.csv",
        headlines=HEADLINES,
        code=module(*CHARTS, *CLAIMS, "facts_phrases"),
    output:
        figures="data/processed/render/{report}/figures.json",
        folder=directory("reports/output/{report}/figures"),
    params:
        report=lambda wildcards: wildcards.report,
        series=lambda wildcards: (SERIES.config, SERIES.codebook, SERIES.surveys),
        sources=lambda wildcards: str(SERIES.reports),
        fonts=f"{workflow.basedir}/reports/_extensions/nationalreports/fonts",
    script:
        "../scripts/chart.py"
