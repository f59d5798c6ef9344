"""The figures of a report's prose, as finished phrases, from the public tables alone.

Prose never holds a number: it says `{{< meta facts.areas.visited >}}`. Every key exists whatever
the data hold; what is withheld or missing becomes a phrase that reads well and gives nothing away.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

Facts = dict[str, Any]

MONTHS = """
January February March April May June July August September October November December
""".split()  # noqa: SIM905, a column of names reads worse
NUMBER_WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]

NO_THEME_COUNT = "among the themes for which no count is given"
NO_SHARE = "a number that is not published"
NO_LEADING = "no single answer can be given as the most common"
NOT_AVAILABLE = "not available"


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
) -> Facts:
    """Nested facts under the one key `facts`: strings, and booleans (for conditional sections).

    `report` is `config["reports"][key]`. `public` holds the public tables of this report by name
    (`themes`, `discussions`, `answers`, `context`, `summary`), all cells strings; one that is
    missing counts as empty. `figures` is the report's `figures.json`. `renderer` says what makes
    the report, see `rendering.describe`.
    """
    summary = read_summary(public)
    visits, notes = number(summary.get("visits")), number(summary.get("discussions"))
    areas = _areas_visited(public, visits)
    used = [name for name in report["surveys"] if name in surveys]
    context = _context(public)
    facts: Facts = {
        "key": key,
        "title": report["title"],
        "subtitle": make_subtitle(summary, bool(used)),
        "date": long_date(report["date"]),
        "status": summary.get("status", "DRAFT"),
        "renderer": renderer or "a renderer that is not stated",
        "series": {name: str(text) for name, text in config["series"].items()},
        "thresholds": _thresholds(config["thresholds"]),
        "areas": {
            "visited": str(areas),
            "visited_word": number_word(areas),
            "local_areas": f"{number_word(areas)} local {'area' if areas == 1 else 'areas'}",
        },
        "evidence": {
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
        "themes": _theme_facts(codebook, public.get("themes"), "areas_told", "areas_visited"),
        "discussions": _theme_facts(
            codebook, public.get("discussions"), "discussions_told", "discussions"
        ),
        "main": {question: _main(question, codebook, public) for question in codebook["questions"]},
        "surveys": {name: _survey_facts(surveys[name], name, summary) for name in surveys},
        "answers": {
            name: _answer_facts(
                surveys[name], name, public, int(config["thresholds"]["rounding_base"])
            )
            for name in surveys
        },
        "context": context,
        "has": {
            "visits": visits > 0,
            "discussions": notes > 0,
            "surveys": any(
                number(summary.get(f"responses_{name}")) > 0
                or summary.get(f"responses_{name}") == "[c]"
                for name in used
            ),
            "reference": any(entry["known"] for entry in context.values()),
            "synthetic": summary.get("synthetic") == "true",
            "results": any(not figure["withheld"] for figure in figures),
            "draft": summary.get("status", "DRAFT") == "DRAFT",
            "cumulative": bool(report["cumulative_over"]),
            "several_areas": areas > 1,
            "one_area": areas == 1,
        },
    }
    return {"facts": facts}


def read_summary(public: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """`summary.csv` as item and value; `[z]` (not applicable) is left out."""
    frame = public.get("summary")
    if frame is None or frame.empty:
        return {}
    pairs = zip(frame["item"], frame["value"], strict=True)
    return {str(item): str(value) for item, value in pairs if value not in ("[z]", "")}


def number(text: object) -> int:
    """The whole number that `text` shows; 0 where it is withheld (`[c]`), missing or not one."""
    shown = str(text if text is not None else "").strip().replace(",", "")
    return int(shown) if shown.isdecimal() else 0


def is_number(text: object) -> bool:
    """Whether a cell shows a figure rather than shorthand such as `[c]`."""
    return re.fullmatch(r"\d+(\.\d+)?", str(text).strip().replace(",", "")) is not None


def slug(text: str) -> str:
    """`text` as a key: lower-case letters, digits and single underscores."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_") or "answer"


def slugs(texts: Iterable[str]) -> dict[str, str]:
    """Each text's own slug, in order; equal ones get `_2`, `_3` and so on."""
    found: dict[str, str] = {}
    for text in texts:
        base, candidate, count = slug(text), slug(text), 1
        while candidate in found.values():
            count += 1
            candidate = f"{base}_{count}"
        found[text] = candidate
    return found


def number_word(count: int) -> str:
    """`no`, `one` to `ten`, then digits, as the series writes numbers of areas."""
    return NUMBER_WORDS[count] if count < len(NUMBER_WORDS) else f"{count:,}"


def counted(count: int, noun: str) -> str:
    """For instance `1 visit`, `6 visits`, `no visits`."""
    return f"{count:,} {noun}" if count == 1 else f"{count or 'no'} {noun}s"


def join_words(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`; nothing for none."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def long_date(day: object) -> str:
    """An ISO day or a date as `10 November 2020`."""
    date = datetime.date.fromisoformat(str(day))
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def month(day: object) -> str:
    """An ISO day as `May 2020`: reference data are often dated by month alone."""
    date = datetime.date.fromisoformat(str(day))
    return f"{MONTHS[date.month - 1]} {date.year}"


def span(first: str | None, last: str | None) -> str:
    """Two ISO days as `between 5 and 14 October 2020`, or `on` the one day."""
    if not first or not last:
        return "on dates that are not given"
    start, end = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    if start == end:
        return f"on {long_date(start)}"
    opening = f"{start.day}"
    if (start.year, start.month) != (end.year, end.month):
        opening += f" {MONTHS[start.month - 1]}"
    if start.year != end.year:
        opening += f" {start.year}"
    return f"between {opening} and {long_date(end)}"


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


def share(row: Mapping[str, str]) -> str:
    """A row of `answers.csv` as `a majority (59%, about 120 of 205)`.

    Without a percentage (small base, or withheld): `about 20 of 35`; with the base withheld too:
    `about 20`; with nothing: a phrase.
    """
    about = f"about {row['count']}" if _shown(row, "count") else ""
    if about and _shown(row, "base"):
        about += f" of {row['base']}"
    if _shown(row, "percent"):
        inside = ", ".join(part for part in (f"{row['percent']}%", about) if part)
        word = row["word"]
        return f"{word} ({inside})" if word and not word.startswith("[") else inside
    return about or NO_SHARE


def theme_phrase(told: object, base: object, kind: str) -> str:
    """`reported in 4 of the 6 areas’ letters` or `raised in 5 of the 7 discussions`."""
    if not is_number(told) or not is_number(base):
        return NO_THEME_COUNT
    if kind == "areas_told":
        return f"reported in {told} of the {base} areas’ letters"
    return f"raised in {told} of the {base} discussions"


def all_voices(frame: pd.DataFrame | None) -> pd.DataFrame:
    """The rows of a theme table that count any sector and any voice."""
    if frame is None or frame.empty:
        return pd.DataFrame(columns=["question", "theme"])
    return frame[(frame["sector"] == "all") & (frame["voice"] == "all")]


def answer_rows(
    public: Mapping[str, pd.DataFrame], survey: str, question: str, group: str = "all"
) -> dict[str, dict[str, str]]:
    """The rows of `answers.csv` of one question and group, by answer."""
    frame = public.get("answers")
    if frame is None or frame.empty:
        return {}
    wanted = (
        (frame["survey"] == survey) & (frame["question"] == question) & (frame["group"] == group)
    )
    rows = frame[wanted].astype(str).to_dict("records")
    return {row["answer"]: {str(name): cell for name, cell in row.items()} for row in rows}


def _shown(row: Mapping[str, str], *columns: str) -> bool:
    return all(is_number(row.get(column, "")) for column in columns)


def _areas_visited(public: Mapping[str, pd.DataFrame], visits: int) -> int:
    frame = public.get("themes")
    if frame is None or frame.empty:
        return visits
    return max((number(cell) for cell in frame["areas_visited"]), default=0) or visits


def _thresholds(thresholds: Mapping[str, int]) -> dict[str, str]:
    return {name: str(value) for name, value in thresholds.items()}


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


def _main(question: str, codebook: Mapping[str, Any], public: Mapping[str, pd.DataFrame]) -> str:
    """The themes with the highest counts that are shown; a withheld one may be higher."""
    for table, told, base, kind in (
        ("themes", "areas_told", "areas_visited", "reported in {} of the {} areas’ letters"),
        ("discussions", "discussions_told", "discussions", "raised in {} of the {} discussions"),
    ):
        rows = [
            row
            for row in all_voices(public.get(table)).to_dict("records")
            if row["question"] == question and is_number(row[told]) and is_number(row[base])
        ]
        rows.sort(key=lambda row: -number(row[told]))
        named = [f"‘{codebook['themes'][row['theme']]['label']}’" for row in rows[:3]]
        if not rows:
            continue
        first = f"{named[0]} was {kind.format(rows[0][told], rows[0][base])}"
        others = [f"{name} in {row[told]}" for name, row in zip(named[1:], rows[1:3], strict=True)]
        return f"{join_words([first, *others])}."
    return "No counts of themes are given under this question."


def _survey_facts(survey: Mapping[str, Any], name: str, summary: Mapping[str, str]) -> Facts:
    responses = summary.get(f"responses_{name}", "")
    return {
        "title": survey["title"],
        "respondents": survey["respondents"],
        "responses": f"about {number(responses):,} responses"
        if is_number(responses)
        else "a number of responses that is not published",
    }


def _answer_facts(
    survey: Mapping[str, Any], name: str, public: Mapping[str, pd.DataFrame], rounding: int
) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for question, entry in survey["questions"].items():
        if entry["type"] == "text":
            continue
        rows = answer_rows(public, name, question)
        facts[question] = {
            "label": entry["label"],
            "question": entry["header"],
            "leading": _leading(entry, rows, rounding),
        }
        for answer, answer_slug in slugs(entry["answers"]).items():
            # An answer called "Label" must not hide the question's label.
            key = f"{answer_slug}_answer" if answer_slug in facts[question] else answer_slug
            facts[question][key] = {"answer": answer, "share": share(rows.get(answer, {}))}
    return facts


def _leading(entry: Mapping[str, Any], rows: Mapping[str, Mapping[str, str]], rounding: int) -> str:
    """The commonest answer, where the figures that are shown settle it."""
    shown = {
        answer: number(rows[answer]["count"])
        for answer in entry["answers"]
        if _shown(rows.get(answer, {}), "count")
    }
    most = max(shown.values(), default=0)
    withheld = len(shown) < len(entry["answers"])
    if not shown or (withheld and not _outnumbers(most, shown, entry, rows, rounding)):
        return NO_LEADING
    first = [answer for answer, count in shown.items() if count == most]
    if len(first) > 1:
        return f"the most common answers were {join_words([f'‘{answer}’' for answer in first])}"
    return f"the most common answer was ‘{first[0]}’, given by {share(rows[first[0]])}"


def _outnumbers(
    most: int,
    shown: Mapping[str, int],
    entry: Mapping[str, Any],
    rows: Mapping[str, Mapping[str, str]],
    rounding: int,
) -> bool:
    """Whether `most`, a rounded count, is above all that is left of the base for other answers.

    Only where each person gives one answer is that known at all.
    """
    base = next(iter(rows.values())).get("base", "")
    if entry["type"] != "single" or not is_number(base):
        return False
    # Halves are rounded up: a number is at most this much below what is printed, or above it.
    below, above = rounding // 2, (rounding - 1) // 2
    left = number(base) + above - sum(count - below for count in shown.values())
    return most - below > left


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
            text = str(row.get("value", NOT_AVAILABLE))
            value = f"{float(text):,.10g}" if rows and "." in text else text
            value = f"{int(text):,}" if rows and text.isdecimal() else value
            entry |= {
                f"{prefix}value": value,
                f"{prefix}percent": f"{value}%" if rows else NOT_AVAILABLE,
                f"{prefix}year": str(row.get("time_period", NOT_AVAILABLE)),
                f"{prefix}published": month(row["published"]) if rows else NOT_AVAILABLE,
            }
        facts[measure] = entry
    return facts
