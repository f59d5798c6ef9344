"""Reports from their sources, the facts and the charts. Reads public/ alone."""

from nationalreports.rendering import choose_renderer, describe

RENDERER = choose_renderer(SERIES.config["renderer"])
SOURCES = [path.as_posix() for path in sorted(SERIES.reports.rglob("_*/**/*")) if path.is_file()]


rule render:
    input:
        themes=PUBLIC + "/{report}/themes.csv",
        discussions=PUBLIC + "/{report}/discussions.csv",
        answers=PUBLIC + "/{report}/answers.csv",
        context=PUBLIC + "/{report}/context.csv",
        summary=PUBLIC + "/{report}/summary.csv",
        audit=PUBLIC + "/audit.csv",
        figures=STAGING + "/{report}/figures.json",
        pictures="reports/output/{report}/figures",
        source=f"{SERIES.reports}/{{report}}.qmd",
        shared=SOURCES,
        code=module("facts", "fragments", "sources", "rendering", "reporting"),
    output:
        "reports/output/{report}/{report}.{suffix}",
    params:
        report=lambda wildcards: wildcards.report,
        suffix=lambda wildcards: wildcards.suffix,
        renderer=RENDERER,
        made_by=describe(RENDERER),
        series=lambda wildcards: (SERIES.config, SERIES.codebook, SERIES.surveys),
        defaults=f"{workflow.basedir}/reports",
    script:
        "../scripts/render.py"
