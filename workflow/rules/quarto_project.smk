"""What `quarto render` and `quarto preview` find beside the sources. Reads public/ alone."""


rule quarto_project:
    input:
        expand(
            "data/processed/public/{report}/{table}.csv",
            report=REPORTS,
            table=[*COUNTS, "summary", "quotations"],
        ),
        expand(
            "data/processed/render/{report}/{file}",
            report=REPORTS,
            file=["figures.json", "claims.csv"],
        ),
        settings=sorted(path.as_posix() for path in SERIES.folder.rglob("*.yaml")),
        headlines=HEADLINES,
        code=module("quarto_project", *WORDING, "sources", "rendering", *CLAIMS),
    output:
        directory("reports/_generated"),
    params:
        series=lambda wildcards: (SERIES.config, SERIES.codebook, SERIES.surveys),
        folders=lambda wildcards: {
            "config": str(SERIES.folder),
            "reports": str(SERIES.reports),
        },
    script:
        "../scripts/quarto_project.py"
