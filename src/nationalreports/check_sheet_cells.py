"""What a printed figure counts: its cell before and after protection, and its formula in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from nationalreports.aggregation import ALL
from nationalreports.config import cumulative_windows
from nationalreports.disclosure import NOT_APPLICABLE, SUPPRESSED

#: Kinds of figures that a person can work out, and so those that are drawn to be checked.
COUNT, PERCENTAGE, STATISTIC, WORD, CLAIM = "count", "percentage", "statistic", "word", "claim"
DRAWN = (COUNT, PERCENTAGE, STATISTIC, WORD, CLAIM)

#: Other kinds. What no table explains is `UNTRACED`: it is no figure of this pipeline.
NAME, DATE, THRESHOLD, VERSION, LAYOUT = "name", "date", "threshold", "version", "layout"
TYPED, UNTRACED = "typed in the source", "not traced"


@dataclass(frozen=True)
class Figure:
    """One printed figure, word or claim.

    `value` is what has to be printed, without commas and signs; `count`, `base` and `unrounded`
    are what stands before protection; `published` the cell of the public table; `where` is what
    to work it out from. `cell` names table, row and column, alike for all that print one figure.
    """

    kind: str
    value: str
    cell: str = ""
    formula: str = ""
    where: str = ""
    count: str = ""
    base: str = ""
    unrounded: str = ""
    published: str = ""

    @property
    def withheld(self) -> bool:
        """Whether shorthand or a phrase stands in the place of a figure."""
        return self.published in (SUPPRESSED, NOT_APPLICABLE, _MISSING)


#: Government Statistical Service shorthand: not available. Stands where a table has no such row.
_MISSING = "[x]"


class Cells:
    """The figures of one report, from its tables before and after protection.

    `before` and `after` are the tables of `confidential/aggregates/<report>/` and of
    `public/<report>/` by name, all cells strings.
    """

    def __init__(
        self,
        report: str,
        config: Mapping[str, Any],
        codebook: Mapping[str, Any],
        surveys: Mapping[str, Mapping[str, Any]],
        before: Mapping[str, pd.DataFrame],
        after: Mapping[str, pd.DataFrame],
    ) -> None:
        self.report, self.config, self.codebook, self.surveys = report, config, codebook, surveys
        keys = {
            "themes": ["question", "theme", "sector", "voice"],
            "discussions": ["question", "theme", "sector", "voice"],
            "answers": ["survey", "group", "question", "answer"],
            "context": ["measure", "time_period"],
            "summary": ["item"],
        }
        self._before = {name: _by_key(before[name], columns) for name, columns in keys.items()}
        self._after = {name: _by_key(after[name], columns) for name, columns in keys.items()}
        windows = [
            config["reports"][name]["window"]
            for name in cumulative_windows(report, config["reports"])
        ]
        self._windows = " or ".join(f"{own['start']} to {own['end']}" for own in windows)
        self._rounding = config["thresholds"]["rounding_base"]

    def told(
        self, table: str, question: str, theme: str, sector: str = ALL, voice: str = ALL
    ) -> Figure:
        """How many areas (`themes`) or discussions (`discussions`) tell a theme."""
        row, public = self._rows(table, question, theme, sector, voice)
        keys = [question, theme, *(key for key in (sector, voice) if key != ALL)]
        of = "".join(
            f", {word} ‘{self.codebook[f'{word}s'][key]}’"
            for word, key in (("sector", sector), ("voice", voice))
            if key != ALL
        )
        told, total = _COLUMNS[table]
        label, heading = self.codebook["themes"][theme]["label"], self.codebook["questions"]
        what = "Local areas" if table == "themes" else "Discussions"
        verb, that = ("visited", "whose letters") if table == "themes" else ("held", "whose notes")
        return Figure(
            COUNT,
            public.get(told, _MISSING),
            " / ".join([f"{table}.csv", *keys, told]),
            f"{what} {verb} {self._windows} {that} tell ‘{label}’ under ‘{heading[question]}’{of}, "
            "each counted once",
            f"data/processed/confidential/evidence/{self.report}.xlsx, sheet Evidence: filter "
            "question and theme (and sector or voice), count each area or discussion once",
            row.get(told, ""),
            row.get(total, ""),
            "",
            public.get(told, _MISSING),
        )

    def total(self, table: str) -> Figure:
        """How many areas were visited, or discussions held."""
        column = _COLUMNS[table][1]
        rows = self._before[table].values()
        exact = next((row[column] for row in rows), "0")
        public = next((row[column] for row in self._after[table].values()), "")
        if not public and table == "themes":
            exact, public = (rows[("visits",)]["value"] for rows in self._summaries())
        areas = table == "themes"
        return Figure(
            COUNT,
            public or "0",
            f"{table}.csv / {column}",
            f"Local areas visited {self._windows}, each counted once"
            if areas
            else f"Discussions held {self._windows}",
            "data/raw/visits.csv, by start_date" if areas else "data/raw/findings/, by date",
            exact,
            "",
            "",
            public,
        )

    def item(self, name: str) -> Figure:
        """A number of the summary: `visits`, `discussions`, `areas_in_england`,
        `responses_<survey>`."""
        row, public = (rows.get((name,), {}).get("value", _MISSING) for rows in self._summaries())
        survey = name.removeprefix("responses_")
        formula, where = {
            "visits": (
                f"Visits whose first day is in {self._windows}",
                "data/raw/visits.csv, by start_date",
            ),
            "discussions": (f"Discussions held {self._windows}", "data/raw/findings/, by date"),
            "areas_in_england": (
                "Local areas of the official list that are not fictional",
                "data/raw/reference/areas.csv: rows where fictional is false",
            ),
        }.get(
            name,
            (
                f"Responses to ‘{self.surveys[survey]['title']}’ from areas visited "
                f"{self._windows}, rounded to the nearest {self._rounding}"
                if survey in self.surveys
                else "",
                f"data/raw/surveys/{survey}/: rows of those areas",
            ),
        )
        return Figure(COUNT, public, f"summary.csv / {name}", formula, where, row, published=public)

    def days(self, evidence: str) -> Figure:
        """The first and the last day of the visits or discussions."""
        names = [f"first_{evidence}", f"last_{evidence}"]
        row, public = (
            " to ".join(rows.get((name,), {}).get("value", "") for name in names)
            for rows in self._summaries()
        )
        return Figure(
            DATE,
            "",
            f"summary.csv / {names[0]}, {names[1]}",
            f"The first and the last day of each {evidence} in {self._windows}",
            "data/raw/visits.csv" if evidence == "visit" else "data/raw/findings/",
            row,
            published=public,
        )

    def answer(
        self, column: str, survey: str, question: str, answer: str, group: str = ALL
    ) -> Figure:
        """The `count`, `base`, `percent` or `word` of one answer, of all or of a group."""
        row, public = self._rows("answers", survey, group, question, answer)
        count, base = row.get("count", "0"), row.get("base", "0")
        entry = self.surveys[survey]["questions"][question]
        header = entry["header"]
        of = f", of those in the group ‘{group}’" if group != ALL else ""
        many = entry["type"] == "multiple"
        given = f"responses that answered ‘{answer}’ to ‘{header}’{of}"
        asked = (
            f"responses that ticked at least one answer to ‘{header}’{of}"
            if many
            else f"responses that answered ‘{header}’ (‘Prefer not to say’ included){of}"
        )
        rounded = f"rounded to the nearest {self._rounding}"
        steps = (f"{step['word']} from {step['from']}%" for step in self.config["quantifiers"])
        exact = f"{100 * int(count) / int(base):.4f}" if int(base) else ""
        kind, formula, unrounded = {
            "count": (COUNT, f"{given}, {rounded}", ""),
            "base": (COUNT, f"{asked}, {rounded}", ""),
            "percent": (
                PERCENTAGE,
                f"100 × {given} / {asked}: exact numbers, rounded half up to a whole percentage",
                exact,
            ),
            "word": (
                WORD,
                f"the word ({', '.join(steps)}) for this percentage: 100 × {given} / {asked}, "
                "rounded half up",
                exact,
            ),
        }[column]
        rows = [survey, group, question] if column == "base" else [survey, group, question, answer]
        return Figure(
            kind,
            public.get(column, _MISSING),
            " / ".join(["answers.csv", *rows, column]),
            formula[0].upper() + formula[1:],
            f"data/raw/surveys/{survey}/: rows of areas visited {self._windows}",
            base if column == "base" else count,
            "" if column == "base" else base,
            unrounded,
            public.get(column, _MISSING),
        )

    def commonest(self, survey: str, question: str, answers: Sequence[str]) -> Figure:
        """The claim that an answer, or several alike, are the most common ones."""
        header = self.surveys[survey]["questions"][question]["header"]
        row, public = self._rows("answers", survey, ALL, question, answers[0])
        return Figure(
            CLAIM,
            answers[0],
            f"answers.csv / {survey} / all / {question} / most common answer"
            + ("s" if len(answers) > 1 else ""),
            f"The answer to ‘{header}’ that most responses gave (exact numbers)"
            + ("; published as equal to others, so any of them" if len(answers) > 1 else ""),
            f"data/raw/surveys/{survey}/: rows of areas visited {self._windows}",
            row.get("count", ""),
            row.get("base", ""),
            published=public.get("count", ""),
        )

    def statistic(self, measure: str, year: str) -> Figure:
        """A national figure."""
        row, public = self._rows("context", measure, year)
        formula, where = _STATISTICS.get(measure, (measure, "data/raw/reference/"))
        return Figure(
            STATISTIC,
            public.get("value", ""),
            f"context.csv / {measure} / {year}",
            f"{formula}, {year}",
            where,
            row.get("value", ""),
            published=public.get("value", ""),
        )

    def statistics(self) -> list[tuple[str, str]]:
        """Measure and year of each national figure, in the order in which tables print them."""
        return sorted((measure, year) for measure, year in self._after["context"])

    def threshold(self, name: str) -> Figure:
        """A threshold of disclosure control."""
        value = str(self.config["thresholds"][name])
        return Figure(THRESHOLD, value, f"config.yaml / {name}", "As configured", published=value)

    def _rows(self, table: str, *key: str) -> tuple[dict[str, str], dict[str, str]]:
        return self._before[table].get(key, {}), self._after[table].get(key, {})

    def _summaries(self) -> tuple[dict[tuple[str, ...], dict[str, str]], ...]:
        return self._before["summary"], self._after["summary"]


_COLUMNS = {
    "themes": ("areas_told", "areas_visited"),
    "discussions": ("discussions_told", "discussions"),
}

_STATISTICS = {
    "ehc_plans": (
        "Sum of the plans (Total_ehc, characteristic_age Total) of all real local areas of England",
        "data/raw/reference/ehc_plans.csv",
    ),
    "timeliness": (
        "100 × sum of NoExc20weekEHC / sum of TotNoExcEHC over all real local areas of England, "
        "rounded half up to one decimal",
        "data/raw/reference/timeliness.csv",
    ),
}


def _by_key(frame: pd.DataFrame, columns: Sequence[str]) -> dict[tuple[str, ...], dict[str, str]]:
    rows = frame.astype(str).to_dict("records")
    return {
        tuple(row[name] for name in columns): {str(name): cell for name, cell in row.items()}
        for row in rows
    }
