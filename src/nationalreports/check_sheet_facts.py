"""What figures each fact of a report's prose prints, in their order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nationalreports.check_sheet_cells import DATE, LAYOUT, NAME, UNTRACED, VERSION, Cells, Figure
from nationalreports.check_sheet_printed import NUMBERING
from nationalreports.facts_phrases import is_number


def fact_figures(
    cells: Cells, facts: Mapping[str, Any], key: str, text: str
) -> tuple[list[Figure], str]:
    """The figures of the fact `key`, in order, and what other numbers in it are."""
    match key.split("."):
        case ["facts", "areas", "visited"]:
            return [cells.total("themes")], UNTRACED
        case ["facts", "areas", "in_england"]:
            return [_or_phrase(cells.item("areas_in_england"), text)], UNTRACED
        case ["facts", "areas", "volunteers"]:
            return _volunteers(cells), UNTRACED
        case ["facts", "evidence", "scope"]:
            return _scope(cells), UNTRACED
        case ["facts", "evidence", ("visits" | "discussions") as item]:
            counted = cells.item(item)
            return [replace(counted, value="no") if counted.value == "0" else counted], UNTRACED
        case ["facts", "evidence", days]:
            return [replace(cells.days(days.removesuffix("_dates")), value=text)], UNTRACED
        case ["subtitle"] | ["facts", "subtitle"]:
            items = [cells.item(name) for name in ("visits", "discussions")]
            return [item for item in items if item.value not in ("", "0")], DATE
        case ["facts", ("themes" | "discussions") as table, question, theme, "reported"]:
            told = cells.told(table, question, theme)
            return [told, cells.total(table)] if is_number(told.value) else [
                replace(told, value=text)
            ], UNTRACED
        case ["facts", "surveys", survey, "responses"]:
            return [_or_phrase(cells.item(f"responses_{survey}"), text)], UNTRACED
        case ["facts", "answers", survey, question, "leading"]:
            return _leading(cells, survey, question, text), UNTRACED
        case ["facts", "answers", survey, question, slug, "share"]:
            answer = facts["answers"][survey][question][slug]["answer"]
            return _share(cells, survey, question, answer, text), UNTRACED
        case ["facts", "context", measure, name]:
            return _context(cells, facts, measure, name), DATE
        case ["facts", "thresholds", name]:
            return [cells.threshold(name)], UNTRACED
        case ["facts", "date"]:
            return [], DATE
        case ["facts", "renderer"]:
            return [], VERSION
        case [only] if only == NUMBERING:
            return [], LAYOUT
    return [], NAME


def _volunteers(cells: Cells) -> list[Figure]:
    areas, whole = cells.total("themes"), cells.item("areas_in_england")
    if areas.value == "0":
        return [replace(areas, value="no")]
    return [areas, whole] if is_number(whole.value) else [areas]


def _scope(cells: Cells) -> list[Figure]:
    numbers = _volunteers(cells) if cells.total("themes").value != "0" else []
    surveys = cells.config["reports"][cells.report]["surveys"]
    items = ["discussions", *(f"responses_{name}" for name in surveys)]
    found = [cells.item(item) for item in items]
    return numbers + [own for own in found if is_number(own.value) and own.value != "0"]


def _leading(cells: Cells, survey: str, question: str, text: str) -> list[Figure]:
    answers = cells.surveys[survey]["questions"][question]["answers"]
    named = sorted((text.find(f"‘{own}’"), own) for own in answers if f"‘{own}’" in text)
    if not named:
        claim = cells.commonest(survey, question, answers)
        return [replace(claim, value=text, published="[c]")]
    commonest = [answer for _, answer in named]
    claims = [
        replace(cells.commonest(survey, question, commonest), value=answer) for answer in commonest
    ]
    if len(claims) > 1:
        return claims
    return [claims[0], *_share(cells, survey, question, commonest[0], text)]


def _share(cells: Cells, survey: str, question: str, answer: str, text: str) -> list[Figure]:
    figures = [
        cells.answer(column, survey, question, answer)
        for column in ("word", "percent", "count", "base")
    ]
    if any(is_number(figure.value) for figure in figures[1:3]):
        return [figure for figure in figures if not figure.withheld]
    return [replace(figures[2], value=text)]


def _context(cells: Cells, facts: Mapping[str, Any], measure: str, name: str) -> list[Figure]:
    if not name.endswith("value"):
        return []
    year = facts["context"][measure]["first_year" if "first_" in name else "year"]
    return [cells.statistic(measure, year)]


def _or_phrase(figure: Figure, text: str) -> Figure:
    return figure if is_number(figure.value) else replace(figure, value=text)
