"""Reports from their sources, the facts and the charts. Reads public/ alone."""

from nationalreports.rendering import choose_renderer, describe

#: The modules that make the words, numbers and tables of a report.
WORDING = [
    *["facts", "facts_phrases", "facts_answers"],
    *["fragments", "fragments_themes", "quotations", "markdown"],
]
RENDERER = choose_renderer(SERIES.config["renderer"])


rule render:
    input:
        themes="data/processed/public/{report}/themes.csv",
        discussions="data/processed/public/{report}/discussions.csv",
        answers="data/processed/public/{report}/answers.csv",
        context="data/processed/public/{report}/context.csv",
        summary="data/processed/public/{report}/summary.csv",
        quotations="data/processed/public/{report}/quotations.csv",
        audit="data/processed/public/audit.csv",
        figures="data/processed/render/{report}/figures.json",
        claims="data/processed/render/{report}/claims.csv",
        pictures="reports/output/{report}/figures",
        source=f"{SERIES.reports}/{{report}}.qmd",
        shared=SOURCES,
        code=module(*WORDING, "sources", "rendering", "reporting", "govspeak", *CLAIMS),
    output:
        "reports/output/{report}/{report}.{suffix}",
    params:
        report=lambda wildcards: wildcards.report,
        suffix=lambda wildcards: wildcards.suffix,
        renderer=RENDERER,
        made_by=describe(RENDERER),
        series=lambda wildcards: (SERIES.config, SERIES.codebook, SERIES.surveys),
        defaults=lambda wildcards: f"{workflow.basedir}/reports",
    script:
        "../scripts/render.py"


use rule render as render_embargoed with:
    output:
        "reports/output/{report}/before_release/{report}.{suffix}",
    params:
        report=lambda wildcards: wildcards.report,
        suffix=lambda wildcards: wildcards.suffix,
        renderer=RENDERER,
        made_by=describe(RENDERER),
        series=lambda wildcards: (SERIES.config, SERIES.codebook, SERIES.surveys),
        defaults=lambda wildcards: f"{workflow.basedir}/reports",
        embargoed=True,


rule govspeak:
    input:
        **{name: file for name, file in rules.render.input.items()},
    output:
        "reports/output/{report}/{report}.govspeak.md",
        "reports/output/{report}/images.csv",
    params:
        report=lambda wildcards: wildcards.report,
        made_by=describe(RENDERER),
        series=lambda wildcards: (SERIES.config, SERIES.codebook, SERIES.surveys),
        defaults=lambda wildcards: f"{workflow.basedir}/reports",
    script:
        "../scripts/govspeak.py"
