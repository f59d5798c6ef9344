"""The generated parts of a report's source: tables, figures and lists, as Markdown to include.

All text from configuration and data goes through `escape`, so that it can only ever be characters.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from nationalreports import facts as phrases

#: Every punctuation mark that Markdown, a shortcode, raw HTML, Typst or smart quotes might read.
#: As a character reference it is a plain character to pandoc, and is nothing to Quarto, which
#: resolves shortcodes even behind backslashes.
_REFERENCES = {ord(mark): f"&#{ord(mark)};" for mark in string.punctuation if mark != ","}

DISCLOSURE = "under the rules that protect people and areas, set out in the method section"

#: What Government Statistical Service shorthand (2023) stands for in these tables.
SHORTHAND = {
    "[c]": "it is withheld to protect people or areas",
    "[z]": "it does not apply, as with the percentage of a small group",
    "[x]": "it is not available",
}


#: The class of what stays on one page with the table below it.
BEFORE_TABLE = "before-table"


def escape(text: object) -> str:
    """`text` as Markdown that comes out as these very characters, on one line."""
    visible = "".join(char if char.isprintable() else " " for char in str(text))
    return " ".join(visible.split()).translate(_REFERENCES)


def escape_value(text: object) -> str:
    """As `escape`, for metadata and attributes.

    There Quarto (1.10) looks for shortcodes once more, after Markdown has been read: an invisible
    word joiner parts the two braces with which one would open or close.
    """
    opened = escape(text).replace("&#123;&#123;", "&#123;\u2060&#123;")
    return opened.replace("&#125;&#125;", "&#125;\u2060&#125;")


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
        "annex": _annex(figures),
        "quantifiers": _quantifiers(config["quantifiers"]),
        "context": _context(public),
    }
    drawn = {figure["id"]: figure for figure in figures}
    for identifier, label in _possible_figures(codebook, surveys):
        fragments[f"figure-{identifier}"] = _figure(drawn.pop(identifier, None), label)
    for identifier, figure in drawn.items():
        fragments[f"figure-{identifier}"] = _figure(figure, figure["question"])
    for question in codebook["questions"]:
        fragments[f"themes-{question}"] = _themes(question, codebook, report, public)
    for name, survey in surveys.items():
        fragments[f"groups-{name}"] = _groups(name, survey, public)
    return {f"_generated/{name}.md": f"{text.strip()}\n" for name, text in fragments.items()}


def make_table(
    columns: Sequence[object],
    rows: Sequence[Sequence[object]],
    *,
    caption: str,
    label: str,
    text_columns: int = 1,
) -> str:
    """A pipe table; all but the first `text_columns` are numbers and stand to the right.

    Shorthand in it is explained above it.
    """
    lines = [explain(rows), "", _line(columns)]
    lines.append(
        "|" + "|".join(":---" if n < text_columns else "---:" for n in range(len(columns))) + "|"
    )
    lines += [_line(row) for row in rows]
    return "\n".join([*lines, "", f": {escape(caption)} {{#tbl-{label}}}"]).lstrip()


def explain(rows: Sequence[Sequence[object]]) -> str:
    """A sentence on the shorthand in `rows`, and on no other; nothing where there is none."""
    cells = " ".join(str(cell) for row in rows for cell in row)
    held = [f"{escape(sign)} means that {it}" for sign, it in SHORTHAND.items() if sign in cells]
    text = f"In place of a figure, {'; '.join(held)}."
    return f"::: {{.{BEFORE_TABLE}}}\n{text}\n:::" if held else ""


def _line(cells: Sequence[object]) -> str:
    return "| " + " | ".join(escape(cell) for cell in cells) + " |"


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
    summary = phrases.read_summary(public)
    rows: list[tuple[str, str, str]] = []
    for item, label, first, last in (
        ("visits", "Visits to local areas", "first_visit", "last_visit"),
        ("discussions", "Notes of discussions", "first_discussion", "last_discussion"),
    ):
        count = phrases.number(summary.get(item))
        if count:
            when = phrases.span(summary.get(first), summary.get(last))
            rows.append((label, when[0].upper() + when[1:], f"{count:,}"))
    for name in report["surveys"]:
        survey = surveys[name]
        responses = summary.get(f"responses_{name}", "[x]")
        shown = f"{int(responses):,}" if phrases.is_number(responses) else responses
        rows.append((survey["title"], "Responses", shown))
        groups = survey.get("groups")
        if groups:
            answers = phrases.answer_rows(public, name, groups)
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
    base = f"Of {row['base']} who answered" if phrases.is_number(row["base"]) else "[c]"
    if not phrases.is_number(row["count"]):
        return base, "[c]"
    percent = f" ({row['percent']}%)" if phrases.is_number(row["percent"]) else ""
    return base, f"{row['count']}{percent}"


def _annex(figures: Sequence[Mapping[str, Any]]) -> str:
    shown = [figure for figure in figures if not figure["withheld"]]
    if not shown:
        return f"There are no data tables: no figures are published {DISCLOSURE}."
    parts = []
    for figure in shown:
        caption = f"{figure['title']}. {figure['subtitle']}".replace("..", ".")
        parts.append(
            make_table(figure["columns"], figure["rows"], caption=caption, label=figure["id"])
        )
    return "\n\n".join(parts)


def _themes(
    question: str,
    codebook: Mapping[str, Any],
    report: Mapping[str, Any],
    public: Mapping[str, pd.DataFrame],
) -> str:
    covered = report.get("themes") or list(codebook["themes"])
    parts = [
        text
        for table, told, base in (
            ("themes", "areas_told", "areas_visited"),
            ("discussions", "discussions_told", "discussions"),
        )
        if (text := _theme_list(question, codebook, covered, public.get(table), told, base))
    ]
    # With no count at all, the sentence in the place of the chart says so.
    return "\n\n".join(parts)


def _theme_list(
    question: str,
    codebook: Mapping[str, Any],
    covered: Sequence[str],
    frame: pd.DataFrame | None,
    told: str,
    base: str,
) -> str:
    rows = {
        row["theme"]: row
        for row in phrases.all_voices(frame).to_dict("records")
        if row["question"] == question
    }
    labels = {theme: codebook["themes"][theme]["label"] for theme in covered if theme in rows}
    shown = [theme for theme in labels if phrases.is_number(rows[theme][told])]
    shown.sort(key=lambda theme: -phrases.number(rows[theme][told]))
    lines = [
        f"- **{escape(labels[theme])}**: "
        + escape(phrases.theme_phrase(rows[theme][told], rows[theme][base], told))
        for theme in shown
    ]
    withheld = [labels[theme] for theme in labels if theme not in shown]
    if not lines:
        return ""
    if withheld:
        lines += ["", f"No count is given for: {escape('; '.join(withheld))}. {_WHY_NOT[told]}"]
    return "\n".join(lines)


#: "As a rule": reviewers may have let a count be printed.
_WHY_NOT = {
    "areas_told": "As a rule a count is withheld where one area, all areas or none reported the "
    "theme, and where it would tell, beside another report, what some of the areas said.",
    "discussions_told": "As a rule a count is withheld where the theme came up in one discussion, "
    "in all or in none, and where it would tell, beside another report, what was said in some of "
    "them.",
}


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
    "ehc_plans": ("Children and young people with education, health and care plans", "{}"),
    "timeliness": ("Plans issued within 20 weeks, without exceptions", "{}%"),
}


def _context(public: Mapping[str, pd.DataFrame]) -> str:
    frame = public.get("context")
    if frame is None or frame.empty:
        return "No national statistics had been published when this report was written."
    rows = []
    for row in frame.sort_values(["measure", "time_period"]).astype(str).to_dict("records"):
        label, form = MEASURES.get(row["measure"], (row["measure"], "{}"))
        value = row["value"]
        if phrases.is_number(value):
            value = form.format(f"{int(value):,}" if value.isdecimal() else value)
        rows.append((label, row["time_period"], phrases.month(row["published"]), value))
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
        by_group = {group: phrases.answer_rows(public, name, question, group) for group in groups}
        rows = [
            (answer, *(_cell(by_group[group].get(answer, {})) for group in groups))
            for answer in entry["answers"]
        ]
        if any(phrases.is_number(cell[:1]) for row in rows for cell in row[1:]):
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
    if not phrases.is_number(row.get("count", "")):
        return "[c]"
    counts = f"{row['count']} of {row['base']}" if phrases.is_number(row["base"]) else row["count"]
    return f"{row['percent']}% ({counts})" if phrases.is_number(row["percent"]) else counts
