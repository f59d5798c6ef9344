"""What the prose of a report says of answers to surveys, as finished phrases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from nationalreports.facts_phrases import (
    answer_rows,
    grouped,
    is_number,
    join_words,
    number,
    slugs,
)

NO_SHARE = "a number that is not published"
NO_LEADING = "no single answer can be given as the most common"


def share(row: Mapping[str, str]) -> str:
    """A row of `answers.csv` as `a majority (59%, about 120 of 205)`.

    Without a percentage (small base, or withheld): `about 20 of 35`; with the base withheld too:
    `about 20`; with nothing: a phrase.
    """
    about = f"about {grouped(row['count'])}" if _shown(row, "count") else ""
    if about and _shown(row, "base"):
        about += f" of {grouped(row['base'])}"
    if _shown(row, "percent"):
        inside = ", ".join(part for part in (f"{row['percent']}%", about) if part)
        word = row["word"]
        return f"{word} ({inside})" if word and not word.startswith("[") else inside
    return about or NO_SHARE


def survey_facts(
    survey: Mapping[str, Any], name: str, summary: Mapping[str, str]
) -> dict[str, str]:
    """Title, respondents and number of responses of a survey; `summary` as of `read_summary`."""
    responses = summary.get(f"responses_{name}", "")
    return {
        "title": survey["title"],
        "respondents": survey["respondents"],
        "responses": f"about {number(responses):,} responses"
        if is_number(responses)
        else "a number of responses that is not published",
    }


def answer_facts(
    survey: Mapping[str, Any], name: str, public: Mapping[str, pd.DataFrame], rounding: int
) -> dict[str, Any]:
    """For each question: label, wording, commonest answer, and each answer's share, by its slug.

    `rounding` is what counts are rounded to a multiple of.
    """
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


def _shown(row: Mapping[str, str], *columns: str) -> bool:
    return all(is_number(row.get(column, "")) for column in columns)
