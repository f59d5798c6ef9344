"""The figures of a report's prose, as finished phrases, from the public tables alone.

Prose never holds a number: it says `{{< meta facts.areas.visited >}}`. Every key exists whatever
the data hold; what is withheld or missing becomes a phrase that reads well and gives nothing away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from nationalreports.facts_answers import answer_facts, survey_facts
from nationalreports.facts_phrases import (
    all_voices,
    answer_rows,
    counted,
    is_number,
    join_words,
    long_date,
    moment,
    month,
    number,
    read_summary,
    span,
    statistic,
)

Facts = dict[str, Any]

NO_THEME_COUNT = "among the themes for which no count is given"
NOT_AVAILABLE = "not available"

#: Where the configuration gives no `series.contact`.
ANY_CONTACT = "through the contact page of the publisher’s website"

#: What the pages and the PDF are made to meet; named here, for prose holds no typed number.
STANDARDS = {
    "web": "version 2.2 of the Web Content Accessibility Guidelines, at level AA",
    "print": "the standard PDF/UA-1",
}


def make_facts(
    report: Mapping[str, Any],
    key: str,
    config: Mapping[str, Any],
    codebook: Mapping[str, Any],
    surveys: Mapping[str, Mapping[str, Any]],
    public: Mapping[str, pd.DataFrame],
    figures: Sequence[Mapping[str, Any]],
    *,
    renderer: str = "",
    embargoed: bool = False,
) -> Facts:
    """Nested facts under the one key `facts`: strings, and booleans (for conditional sections).

    `report` is `config["reports"][key]`. `public` holds the public tables of this report by name
    (`themes`, `discussions`, `answers`, `context`, `summary`), all cells strings; one that is
    missing counts as empty. `figures` is the report's `figures.json`. `renderer` says what makes
    the report, see `rendering.describe`. `embargoed`: the copies that few may see before release.
    """
    summary = read_summary(public)
    visits, notes = number(summary.get("visits")), number(summary.get("discussions"))
    areas = _areas_visited(public, visits)
    used = [name for name in report["surveys"] if name in surveys]
    context = _context(public)
    note = str(config.get("reference", {}).get("note", ""))
    facts: Facts = {
        "key": key,
        "title": report["title"],
        "subtitle": make_subtitle(summary, bool(used)),
        "date": long_date(report["date"]),
        "status": summary.get("status", "DRAFT"),
        "renderer": renderer or "a renderer that is not stated",
        "embargo": moment(report["release"]["at"]) if embargoed else NOT_AVAILABLE,
        "series": {name: str(text) for name, text in config["series"].items()}
        | {"contact": str(config["series"].get("contact", ANY_CONTACT))},
        "standards": dict(STANDARDS),
        "thresholds": {name: str(value) for name, value in config["thresholds"].items()},
        "areas": {
            "visited": str(areas),
            "in_england": summary.get("areas_in_england", NOT_AVAILABLE),
            "volunteers": volunteers(areas, summary),
        },
        "evidence": {
            "scope": make_scope(areas, summary, {name: surveys[name] for name in used}),
            "visits": counted(visits, "visit"),
            "visit_dates": span(summary.get("first_visit"), summary.get("last_visit")),
            "discussions": counted(notes, "discussion"),
            "discussion_dates": span(
                summary.get("first_discussion"), summary.get("last_discussion")
            ),
        },
        "cumulative": {
            "titles": join_words(
                [f"‘{config['reports'][other]['title']}’" for other in report["cumulative_over"]]
            )
            or "no earlier report",
        },
        "questions": dict(codebook["questions"]),
        "names": {
            column: join_words([f"‘{name}’" for name in codebook.get(column, {}).values()])
            or NOT_AVAILABLE
            for column in ("voices", "sectors")
        },
        "themes": _theme_facts(codebook, public.get("themes"), "areas_told", "areas_visited"),
        "discussions": _theme_facts(
            codebook, public.get("discussions"), "discussions_told", "discussions"
        ),
        "surveys": {name: survey_facts(surveys[name], name, summary) for name in surveys},
        "answers": {
            name: answer_facts(surveys[name], name, public, config["thresholds"]["rounding_base"])
            for name in surveys
        },
        "reference": {"note": note or NOT_AVAILABLE},
        "context": context,
        "has": {
            "visits": visits > 0,
            "discussions": notes > 0,
            "surveys": any(
                number(summary.get(f"responses_{name}")) > 0
                or summary.get(f"responses_{name}") == "[c]"
                for name in used
            ),
            "theme_counts": _any_count(public.get("themes"), "areas_told"),
            "discussion_counts": _any_count(public.get("discussions"), "discussions_told"),
            "answers": any(
                is_number(count) for name in used for count in _counts(public.get("answers"), name)
            ),
            "reference": any(entry["known"] for entry in context.values()),
            "reference_note": bool(note),
            "synthetic": summary.get("synthetic") == "true",
            "results": any(not figure["withheld"] for figure in figures),
            "draft": summary.get("status", "DRAFT") == "DRAFT",
            "embargo": embargoed,
            "cumulative": bool(report["cumulative_over"]),
        },
        # Whether any answer to a question has a figure, for sections on that question.
        "shown": {
            name: {
                question: any(
                    is_number(row["count"]) for row in answer_rows(public, name, question).values()
                )
                for question, entry in survey["questions"].items()
                if entry["type"] != "text"
            }
            for name, survey in surveys.items()
        },
    }
    return {"facts": facts}


def make_subtitle(summary: Mapping[str, str], surveyed: bool) -> str:
    """`Evidence from N visits to local areas between D1 and D2`, for whatever evidence there is."""
    visits, notes = number(summary.get("visits")), number(summary.get("discussions"))
    parts = []
    if visits:
        place = "a local area" if visits == 1 else "local areas"
        when = span(summary.get("first_visit"), summary.get("last_visit"))
        parts.append(f"{counted(visits, 'visit')} to {place} {when}")
    if notes:
        when = span(summary.get("first_discussion"), summary.get("last_discussion"))
        parts.append(f"{counted(notes, 'discussion')} {when}")
    if parts:
        return f"Evidence from {join_words(parts)}"
    if surveyed and any(item.startswith("responses_") for item in summary):
        return "Evidence from surveys"
    return "No evidence had been received when this draft was made"


def volunteers(areas: int, summary: Mapping[str, str]) -> str:
    """`6 volunteer areas of the 151 in England`; without the latter where it is not known."""
    whole = summary.get("areas_in_england", "")
    of = f" of the {whole} in England" if areas and is_number(whole) else ""
    return f"{counted(areas, 'volunteer area')}{of}"


def make_scope(
    areas: int, summary: Mapping[str, str], surveys: Mapping[str, Mapping[str, Any]]
) -> str:
    """All that a report rests on, to follow "rests on": areas, discussions, responses."""
    notes = number(summary.get("discussions"))
    parts = [volunteers(areas, summary)] if areas else []
    parts += [counted(notes, "discussion")] if notes else []
    for name, survey in surveys.items():
        responses = summary.get(f"responses_{name}", "")
        if number(responses):
            parts.append(f"about {number(responses):,} responses from {survey['respondents']}")
        elif responses == "[c]":
            parts.append(f"responses from {survey['respondents']} (number withheld)")
    return join_words(parts) or "no evidence yet"


def theme_phrase(told: object, base: object, kind: str) -> str:
    """`reported in 4 of the 6 areas’ letters` or `raised in 5 of the 7 discussions`."""
    if not is_number(told) or not is_number(base):
        return NO_THEME_COUNT
    if kind == "areas_told":
        return f"reported in {told} of the {base} areas’ letters"
    return f"raised in {told} of the {base} discussions"


def _areas_visited(public: Mapping[str, pd.DataFrame], visits: int) -> int:
    frame = public.get("themes")
    if frame is None or frame.empty:
        return visits
    return max((number(cell) for cell in frame["areas_visited"]), default=0) or visits


def _any_count(frame: pd.DataFrame | None, told: str) -> bool:
    rows = all_voices(frame)
    return len(rows) > 0 and bool(rows[told].map(is_number).any())


def _counts(frame: pd.DataFrame | None, survey: str) -> list[str]:
    """The counts of a survey's answers, as they are printed."""
    if frame is None or frame.empty:
        return []
    return list(frame.loc[frame["survey"] == survey, "count"])


def _theme_facts(
    codebook: Mapping[str, Any], frame: pd.DataFrame | None, told: str, base: str
) -> dict[str, Any]:
    rows = {(row["question"], row["theme"]): row for row in all_voices(frame).to_dict("records")}
    facts: dict[str, Any] = {question: {} for question in codebook["questions"]}
    for theme, entry in codebook["themes"].items():
        for question in entry["questions"]:
            row = rows.get((question, theme), {})
            facts[question][theme] = {
                "label": entry["label"],
                "reported": theme_phrase(row.get(told, "[c]"), row.get(base, "[c]"), told),
            }
    return facts


def _context(public: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    """The newest and the first value of each measure of `context.csv`."""
    frame = public.get("context")
    facts: dict[str, Any] = {}
    for measure in ("ehc_plans", "timeliness"):
        rows: list[Any] = []
        if frame is not None and not frame.empty:
            chosen = frame[(frame["measure"] == measure) & frame["value"].map(is_number)]
            rows = chosen.sort_values("time_period").to_dict("records")
        entry: dict[str, str | bool] = {"known": bool(rows), "trend": len(rows) > 1}
        for prefix, row in (("", rows[-1] if rows else {}), ("first_", rows[0] if rows else {})):
            text = str(row.get("value", ""))
            entry |= {
                f"{prefix}value": statistic(text, measure) if rows else NOT_AVAILABLE,
                f"{prefix}year": str(row.get("time_period", NOT_AVAILABLE)),
                f"{prefix}published": month(row["published"]) if rows else NOT_AVAILABLE,
            }
        facts[measure] = entry
    return facts
