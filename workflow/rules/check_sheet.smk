"""The check sheet. Reads confidential/ and public/, for it sets both side by side; writes confidential/."""


rule check_sheet:
    input:
        expand(
            "data/processed/{folder}/{report}/{table}.csv",
            folder=["confidential/aggregates", "public"],
            report=REPORTS,
            table=["themes", "discussions", "answers", "context", "summary"],
        ),
        expand("data/processed/public/{report}/quotations.csv", report=REPORTS),
        expand("data/processed/render/{report}/figures.json", report=REPORTS),
        expand("reports/output/{report}/figures", report=REPORTS),
        expand(f"{SERIES.reports}/{{report}}.qmd", report=REPORTS),
        shared=SOURCES,
        code=module(
            "check_sheet",
            "check_sheet_printed",
            "check_sheet_cells",
            "check_sheet_traces",
            "check_sheet_words",
            "check_sheet_facts",
            *WORDING,
            "sources",
            "rendering",
            "spreadsheets",
            "records",
        ),
    output:
        workbook="data/processed/confidential/check_sheet.xlsx",
        table="data/processed/confidential/check_sheet.csv",
    params:
        series=lambda wildcards: (SERIES.config, SERIES.codebook, SERIES.surveys),
        sources=lambda wildcards: str(SERIES.reports),
        defaults=lambda wildcards: f"{workflow.basedir}/reports",
        made_by=describe(RENDERER),
    script:
        "../scripts/check_sheet.py"
