"""The generated parts of a report's source: tables, figures and lists, as Markdown to include.

All text from configuration and data goes through `escape`, so that it can only ever be characters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from nationalreports.facts_phrases import (
    answer_rows,
    grouped,
    is_number,
    join_words,
    long_date,
    month,
    number,
    read_summary,
    slug,
    span,
    statistic,
)
from nationalreports.fragments_themes import make_theme_fragments
from nationalreports.markdown import escape, escape_value, make_table
from nationalreports.quotations import make_quotation_fragments

DISCLOSURE = "under the rules that protect people and areas, set out in the method section"


def make_fragments(
    report: Mapping[str, Any],
    key: str,
    config: Mapping[str, Any],
    codebook: Mapping[str, Any],
    surveys: Mapping[str, Mapping[str, Any]],
    public: Mapping[str, pd.DataFrame],
    figures: Sequence[Mapping[str, Any]],
) -> dict[str, str]:
    """File name (`_generated/….md`) and Markdown of each fragment; parameters as of `make_facts`.

    There is a fragment for every figure that the configuration allows, so that an include of a
    figure that could not be drawn gives a sentence and not an error.
    """
    fragments = {
        "summary": _summary(report, surveys, public),
        "annex": _annex(figures, surveys),
        "revisions": _revisions(report),
        "quantifiers": _quantifiers(config["quantifiers"]),
        "context": _context(public),
        "figure-timeliness": "",
        "beside": _beside(figures, codebook),
    }
    drawn = {figure["id"]: figure for figure in figures}
    for identifier, label in _possible_figures(codebook, surveys):
        fragments[f"figure-{identifier}"] = _figure(drawn.pop(identifier, None), label)
    for identifier, figure in drawn.items():
        fragments[f"figure-{identifier}"] = _figure(figure, figure["question"])
    fragments |= make_theme_fragments(codebook, report, public)
    fragments |= make_quotation_fragments(public)
    for name, survey in surveys.items():
        fragments[f"groups-{name}"] = _groups(name, survey, public)
    return {f"_generated/{name}.md": f"{text.strip()}\n" for name, text in fragments.items()}


def _possible_figures(
    codebook: Mapping[str, Any], surveys: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[str, str]]:
    for question, label in codebook["questions"].items():
        yield f"themes-{question}", label
        yield f"discussions-{question}", label
    for name, survey in surveys.items():
        for question, entry in survey["questions"].items():
            if entry["type"] != "text":
                yield f"{name}-{question}", entry["label"]


def _beside(figures: Sequence[Mapping[str, Any]], codebook: Mapping[str, Any]) -> str:
    """Leaders beside families: the figures, then the themes for which one side is withheld."""
    own = [figure for figure in figures if figure["source"] == "beside"]
    shown = [_figure(figure, "") for figure in own if not figure["withheld"]]
    labels = [f"‘{codebook['themes'][f['question']]['label']}’" for f in own if f["withheld"]]
    if labels:
        shown.append(
            f"The two are not set side by side for {escape(join_words(labels))}. On one side "
            f"or on both, no figure is published, {DISCLOSURE}."
        )
    return "\n\n".join(shown) or "No figures of leaders and families on one theme are published."


def _figure(figure: Mapping[str, Any] | None, label: str) -> str:
    if figure is None or figure["withheld"]:
        return f"No figures are published for ‘{escape(label)}’, {DISCLOSURE}."
    identifier = figure["id"]
    subtitle = f"{figure['subtitle']} {figure['note']}".strip()
    # The alternative text stands in `fig-alt`; the brackets hold the caption, in Quarto's form.
    return (
        f"![**{escape(figure['title'])}**\\\n{escape(subtitle)}]"
        f"(figures/{identifier}.svg)"
        f'{{#fig-{identifier} fig-alt="{escape_value(figure["alt"])}"}}\n\n'
        f"The figures behind this chart are in @tbl-{identifier}."
    )


def _summary(
    report: Mapping[str, Any],
    surveys: Mapping[str, Mapping[str, Any]],
    public: Mapping[str, pd.DataFrame],
) -> str:
    summary = read_summary(public)
    rows: list[tuple[str, str, str]] = []
    for item, label, first, last in (
        ("visits", "Visits to local areas", "first_visit", "last_visit"),
        ("discussions", "Notes of discussions", "first_discussion", "last_discussion"),
    ):
        count = number(summary.get(item))
        if count:
            when = span(summary.get(first), summary.get(last))
            rows.append((label, when[0].upper() + when[1:], f"{count:,}"))
    for name in report["surveys"]:
        survey = surveys[name]
        responses = summary.get(f"responses_{name}", "[x]")
        rows.append((survey["title"], "Responses", responses))
        groups = survey.get("groups")
        if groups:
            answers = answer_rows(public, name, groups)
            rows += [
                (f"{survey['questions'][groups]['label']}: {answer}", *_count_and_base(row))
                for answer in survey["questions"][groups]["answers"]
                if (row := answers.get(answer))
            ]
    if not rows:
        return "No evidence had been received when this draft was made."
    return make_table(
        ["Evidence", "Dates or base", "Number"],
        rows,
        caption="The evidence of this report",
        label="summary",
        text_columns=2,
    )


def _count_and_base(row: Mapping[str, str]) -> tuple[str, str]:
    base = f"Of {grouped(row['base'])} who answered" if is_number(row["base"]) else "[c]"
    if not is_number(row["count"]):
        return base, "[c]"
    percent = f" ({row['percent']}%)" if is_number(row["percent"]) else ""
    return base, f"{grouped(row['count'])}{percent}"


def _annex(figures: Sequence[Mapping[str, Any]], surveys: Mapping[str, Mapping[str, Any]]) -> str:
    """A table for each figure, under a heading for each source of evidence that has one."""
    titles = dict(_SOURCES)
    titles |= {name: survey["title"] for name, survey in surveys.items()}
    held: dict[str, list[str]] = {name: [] for name in titles}
    for figure in figures:
        if not figure["withheld"]:
            rows = [_with_signs(row, figure["columns"]) for row in figure["rows"]]
            # Its headline is the chart's, which shows the table's main point.
            caption = figure["subtitle"].removesuffix(".")
            table = make_table(figure["columns"], rows, caption=caption, label=figure["id"])
            held.setdefault(figure["survey"] or figure["source"], []).append(table)
    parts = [
        f"### {escape(titles.get(name, name))} {{#annex-{slug(name)}}}\n\n" + "\n\n".join(tables)
        for name, tables in held.items()
        if tables
    ]
    if not parts:
        return f"There are no data tables: no figures are published {DISCLOSURE}."
    return "\n\n".join(parts)


def _with_signs(row: Sequence[str], columns: Sequence[str]) -> list[str]:
    """A row of a figure's table with its percentages as everywhere else: `58%`."""
    percentages = [name.startswith("Percentage") for name in columns]
    return [
        f"{cell}%" if sign and is_number(cell) else cell
        for cell, sign in zip(row, percentages, strict=True)
    ]


#: The headings of the annex, by the `source` of figures that are of no survey.
_SOURCES = {
    "themes": "Themes in the letters",
    "discussions": "Themes in the discussions",
    "context": "National statistics",
    "beside": "Leaders beside families",
}


def _revisions(report: Mapping[str, Any]) -> str:
    """What was changed since the report was first published, the newest first."""
    revisions = sorted(report.get("revisions", []), key=lambda entry: entry["date"], reverse=True)
    if not revisions:
        return "No revision has been made to this report."
    return "\n".join(
        f"- **{long_date(entry['date'])}**: {escape(entry['what'])}" for entry in revisions
    )


def _quantifiers(scale: Sequence[Mapping[str, Any]]) -> str:
    bounds = [step["from"] for step in scale[1:]]
    rows = [
        (
            step["word"][0].upper() + step["word"][1:],
            f"from {step['from']}% to under {upper}%"
            if upper is not None
            else f"from {step['from']}% to 100%",
        )
        for step, upper in zip(scale, [*bounds, None], strict=True)
    ]
    return make_table(
        ["Words", "Share of those who answered, as printed"],
        rows,
        caption="What the words for shares of survey answers mean",
        label="quantifiers",
        text_columns=2,
    )


MEASURES = {
    "ehc_plans": "Children and young people with education, health and care plans",
    "timeliness": "Plans issued within 20 weeks, without exceptions",
}


def _context(public: Mapping[str, pd.DataFrame]) -> str:
    frame = public.get("context")
    if frame is None or frame.empty:
        return "No national statistics had been published when this report was written."
    rows = [
        (
            MEASURES.get(row["measure"], row["measure"]),
            row["time_period"],
            month(row["published"]),
            statistic(row["value"], row["measure"]) if is_number(row["value"]) else row["value"],
        )
        for row in frame.sort_values(["measure", "time_period"]).astype(str).to_dict("records")
    ]
    return make_table(
        ["Measure", "Year", "First published", "England"],
        rows,
        caption="National statistics that had been published by the date of this report",
        label="context",
        text_columns=3,
    )


def _groups(name: str, survey: Mapping[str, Any], public: Mapping[str, pd.DataFrame]) -> str:
    grouping = survey.get("groups")
    if not grouping:
        return "The answers to this survey are not broken down by group."
    groups = survey["questions"][grouping]["answers"]
    parts = []
    for question, entry in survey["questions"].items():
        if entry["type"] == "text" or question == grouping:
            continue
        by_group = {group: answer_rows(public, name, question, group) for group in groups}
        rows = [
            (answer, *(_cell(by_group[group].get(answer, {})) for group in groups))
            for answer in entry["answers"]
        ]
        if any(is_number(cell[:1]) for row in rows for cell in row[1:]):
            caption = f"{entry['label']}, by {survey['questions'][grouping]['label'].lower()}"
            label = f"groups-{name}-{question}"
            parts.append(make_table(["Answer", *groups], rows, caption=caption, label=label))
    if not parts:
        return f"No answers by group are published {DISCLOSURE}."
    return "\n\n".join([_CELLS, *parts])


_CELLS = (
    "Each cell has the percentage and, in brackets, how many gave the answer out of those who "
    "answered. Where the percentage, or the number who answered, is withheld, or where too few "
    "answered for a percentage, the rest stands alone."
)


def _cell(row: Mapping[str, str]) -> str:
    """For instance `59% (120 of 205)`, `20 of 35`, `20` where the base is withheld, `[c]`."""
    if not is_number(row.get("count", "")):
        return "[c]"
    count, base = grouped(row["count"]), grouped(row["base"])
    counts = f"{count} of {base}" if is_number(row["base"]) else count
    return f"{row['percent']}% ({counts})" if is_number(row["percent"]) else counts
