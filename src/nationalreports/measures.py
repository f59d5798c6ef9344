"""The figures that claims speak of, by name, each with all that its printed form can stand for.

Read from the public tables alone, so that no claim can settle what the tables leave open.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

import pandas as pd

from nationalreports.facts_phrases import (
    all_voices,
    grouped,
    is_number,
    read_summary,
    slugs,
)
from nationalreports.intervals import Interval, between, exactly

_ALL = "all"


@dataclass(frozen=True)
class Measure:
    """One figure: its `interval`, and `printed`, the figure as a report shows it, None if it does
    not. `said` is that in words.

    `family` is the same for figures that are ranked together, empty where none are. `group` names
    the respondents whose answers it counts: their survey, and their group in it or "all"; it is
    empty where it counts no answers. `most` is the largest that it could be in any data, None
    without an end; none is below nothing.
    """

    interval: Interval
    printed: Fraction | None
    said: str
    family: str = ""
    group: str = ""
    most: int | None = None


@dataclass(frozen=True)
class Measures:
    """All figures by name, and of which pairs of groups' percentages it is known whether the sign
    of their difference survives leaving out each area in turn (both orders)."""

    figures: Mapping[str, Measure]
    steady: Mapping[tuple[str, str], bool] = field(default_factory=dict)

    @cached_property
    def unknown(self) -> Measures:
        """The same figures before anything is known of the data."""
        return Measures(
            {
                name: replace(own, interval=between(0, own.most), printed=None, said="not known")
                for name, own in self.figures.items()
            }
        )


def make_measures(
    public: Mapping[str, pd.DataFrame],
    config: Mapping[str, Any],
    codebook: Mapping[str, Any],
    surveys: Mapping[str, Mapping[str, Any]],
) -> Measures:
    """The figures of one report.

    `public` holds its public tables by name (`themes`, `discussions`, `answers`, `context`,
    `summary`, `steady`), all cells strings; a missing one counts as empty. Every name that codebook
    and surveys allow is there, whatever the tables hold; of `context` those of the years in it.

    A number of areas or discussions is exact; a rounded number of people is all that round to it, a
    percentage what rounds to it; one that is withheld is anything from nothing up to what it is a
    part of. A percentage that is not printed is what follows from count and base.
    """
    summary = read_summary(public)
    rounding = config["thresholds"]["rounding_base"]
    figures = {
        **_told("themes", "areas.visited", public, codebook, summary.get("visits")),
        **_told("discussions", "discussions.held", public, codebook, summary.get("discussions")),
    }
    rows = _answer_rows(public.get("answers"))
    for name, survey in surveys.items():
        responses = _count(summary.get(f"responses_{name}"), rounding, None)
        figures[f"surveys.{_word(name)}.responses"] = responses
        for question, entry in survey["questions"].items():
            if entry["type"] != "text":
                figures |= _answers(rows, name, survey, question, rounding)
    figures |= _context(public.get("context"))
    return Measures(figures, _steady(public.get("steady"), surveys))


def answer_name(
    survey: str, form: Mapping[str, Any], question: str, answer: str, group: str = _ALL
) -> str:
    """The name of an answer's figures, without `.percent`, `.count` or `.base`.

    `form` is the survey's configuration; `group` an answer to its grouping question, or "all".
    """
    own = slugs(form["questions"][question]["answers"])[answer]
    words = ["answers", survey, question, own]
    if group != _ALL:
        words += ["groups", slugs(form["questions"][form["groups"]]["answers"])[group]]
    return ".".join(_word(word) for word in words)


def _word(text: str) -> str:
    """`text` as a word that Python's grammar takes for a name."""
    word = re.sub(r"\W", "_", text)
    if keyword.iskeyword(word):
        return f"{word}_"
    return f"_{word}" if word[:1].isdigit() else word


def _told(
    table: str,
    base_name: str,
    public: Mapping[str, pd.DataFrame],
    codebook: Mapping[str, Any],
    base_shown: str | None,
) -> dict[str, Measure]:
    """Numbers of areas or discussions, which are neither rounded nor estimated."""
    frame = all_voices(public.get(table))
    told, base_column = list(frame.columns[-2:])
    rows = {(row["question"], row["theme"]): row for row in frame.to_dict("records")}
    given = [str(row[base_column]) for row in rows.values() if is_number(row[base_column])]
    base = _exact(max(given, key=_number) if given else base_shown, None)
    figures = {base_name: base}
    highest = int(base.interval.high) if base.printed is not None else None
    for theme, entry in codebook["themes"].items():
        for question in entry["questions"]:
            shown = rows.get((question, theme), {}).get(told)
            name = ".".join(_word(word) for word in (table, question, theme))
            family = f"{table} {question}"
            if highest == 0:
                shown = "0"
            figures[name] = _exact(shown, highest, family)
    return figures


def _answer_rows(frame: pd.DataFrame | None) -> dict[tuple[str, ...], dict[Any, str]]:
    """The rows of answers.csv by survey, question, group and answer."""
    rows = [] if frame is None or frame.empty else frame.astype(str).to_dict("records")
    keys = ("survey", "question", "group", "answer")
    return {tuple(row[key] for key in keys): row for row in rows}


def _answers(
    rows: Mapping[tuple[str, ...], Mapping[Any, str]],
    survey: str,
    form: Mapping[str, Any],
    question: str,
    rounding: int,
) -> dict[str, Measure]:
    figures: dict[str, Measure] = {}
    groups = [_ALL]
    if form.get("groups") and question != form["groups"]:
        groups += form["questions"][form["groups"]]["answers"]
    for group in groups:
        own = f"{survey} {group}"
        for answer in form["questions"][question]["answers"]:
            row = rows.get((survey, question, group, answer), {})
            base = _count(row.get("base"), rounding, None, group=own)
            family = f"{survey} {question} {group}"
            count = _count(row.get("count"), rounding, base.interval, f"{family} count", own)
            percent = _percent(row.get("percent"), count, base, f"{family} percent")
            name = answer_name(survey, form, question, answer, group)
            figures |= {f"{name}.count": count, f"{name}.base": base, f"{name}.percent": percent}
    return figures


def _exact(shown: str | None, highest: int | None, family: str = "") -> Measure:
    if shown is not None and is_number(shown):
        return Measure(exactly(_number(shown)), _number(shown), grouped(shown), family)
    interval = between(0, highest)
    return Measure(interval, None, f"withheld ({_range(interval)})", family)


def _count(
    shown: str | None, rounding: int, whole: Interval | None, family: str = "", group: str = ""
) -> Measure:
    """A number of people, rounded to the nearest `rounding`, halves up; part of `whole`."""
    if shown is not None and is_number(shown):
        middle = _number(shown)
        below, above = rounding // 2, (rounding - 1) // 2
        interval = between(max(middle - below, Fraction(0)), middle + above)
        said = f"about {grouped(shown)} ({_range(interval)})"
        return Measure(interval, middle, said, family, group)
    interval = Interval(Fraction(0), whole.high) if whole else between(0, None)
    return Measure(interval, None, f"withheld ({_range(interval)})", family, group)


def _percent(shown: str | None, count: Measure, base: Measure, family: str) -> Measure:
    if shown is not None and is_number(shown):
        printed = _number(shown)
        interval = _rounded(str(shown))
        said = f"{shown}% ({_range(interval)})"
        return Measure(interval, printed, said, family, count.group, most=100)
    low, high = Fraction(0), Fraction(100)
    part, whole = count.interval, base.interval
    if isinstance(part.low, Fraction) and isinstance(whole.high, Fraction) and whole.high > 0:
        low = min(100 * part.low / whole.high, high)
    if isinstance(part.high, Fraction) and isinstance(whole.low, Fraction) and whole.low > 0:
        high = min(100 * part.high / whole.low, high)
    interval = Interval(low, high)
    return Measure(interval, None, f"not printed ({_range(interval)})", family, count.group, 100)


def _context(frame: pd.DataFrame | None) -> dict[str, Measure]:
    """Official statistics: numbers of plans as they are, percentages what rounds to them."""
    figures = {}
    rows = [] if frame is None or frame.empty else frame.to_dict("records")
    for row in rows:
        shown = str(row["value"])
        if not is_number(shown):
            continue
        name = f"context.{row['measure']}.y{row['time_period']}"
        if row["measure"] == "ehc_plans":
            figures[name] = _exact(shown, None)
        else:
            interval = _rounded(shown)
            said = f"{shown}% ({_range(interval)})"
            figures[name] = Measure(interval, _number(shown), said, most=100)
    return figures


def _steady(
    frame: pd.DataFrame | None, surveys: Mapping[str, Mapping[str, Any]]
) -> dict[tuple[str, str], bool]:
    return dict(_steady_pairs(frame, surveys))


def _steady_pairs(
    frame: pd.DataFrame | None, surveys: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[tuple[str, str], bool]]:
    for row in [] if frame is None or frame.empty else frame.astype(str).to_dict("records"):
        form = surveys[row["survey"]]
        one, other = (
            answer_name(row["survey"], form, row["question"], row["answer"], row[group])
            for group in ("group", "other")
        )
        yield (f"{one}.percent", f"{other}.percent"), row["steady"] == "yes"
        yield (f"{other}.percent", f"{one}.percent"), row["steady"] == "yes"


def _number(shown: object) -> Fraction:
    return Fraction(str(shown).strip().replace(",", ""))


def _rounded(shown: str) -> Interval:
    """All percentages that round to `shown`, half a unit of its last place up and down."""
    half = Fraction(1, 2 * 10 ** len(shown.partition(".")[2]))
    return between(
        max(_number(shown) - half, Fraction(0)), min(_number(shown) + half, Fraction(100))
    )


def _range(interval: Interval) -> str:
    if not isinstance(interval.high, Fraction):
        return f"{_decimal(interval.low)} or more"
    return f"{_decimal(interval.low)} to {_decimal(interval.high)}"


def _decimal(bound: Fraction | float) -> str:
    return f"{round(float(bound), 2):,.10g}"
