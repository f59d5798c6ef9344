"""Charts, and the words and tables that go with them. Reads public/ alone."""


rule chart:
    input:
        themes=PUBLIC + "/{report}/themes.csv",
        discussions=PUBLIC + "/{report}/discussions.csv",
        answers=PUBLIC + "/{report}/answers.csv",
        code=module("charts"),
    output:
        figures=STAGING + "/{report}/figures.json",
        folder=directory("reports/output/{report}/figures"),
    params:
        codebook=SERIES.codebook,
        surveys=SERIES.surveys,
        fonts=f"{workflow.basedir}/reports/_format/fonts",
    script:
        "../scripts/chart.py"
