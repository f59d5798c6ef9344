"""Charts, and the words and tables that go with them. Reads public/ alone."""


rule chart:
    input:
        themes="data/processed/public/{report}/themes.csv",
        discussions="data/processed/public/{report}/discussions.csv",
        answers="data/processed/public/{report}/answers.csv",
        code=module("charts"),
    output:
        figures="data/processed/render/{report}/figures.json",
        folder=directory("reports/output/{report}/figures"),
    params:
        codebook=SERIES.codebook,
        surveys=SERIES.surveys,
        fonts=f"{workflow.basedir}/reports/_format/fonts",
    script:
        "../scripts/chart.py"
