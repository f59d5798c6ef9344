"""The page that lists the reports. Reads public/ alone, and how large the reports' files are."""


rule publication_index:
    input:
        public=expand(
            "data/processed/public/{report}/{table}.csv",
            report=REPORTS,
            table=[*COUNTS, "summary"],
        ),
        files=expand(
            "reports/output/{report}/{report}.{suffix}",
            report=REPORTS,
            suffix=["html", "pdf", "ods", "xlsx"],
        ),
        style=next(
            (path for path in SOURCES if path.endswith("nationalreports/style.css")),
            f"{workflow.basedir}/reports/_extensions/nationalreports/style.css",
        ),
        code=module(
            "publication_index",
            "publication_index.html",
            "inert",
            "facts",
            "ingestion",
            "tables",
        ),
    output:
        "reports/output/index.html",
    params:
        series=lambda wildcards: (SERIES.config, SERIES.codebook, SERIES.surveys),
    script:
        "../scripts/publication_index.py"
