"""What stands in each source: rows, blank cells, and how often each survey answer was given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from nationalreports.areas import report_of
from nationalreports.records import PLACES

TALLY_COLUMNS = ["survey", "question", "wave", "area_code", "answer", "count"]

#: In a tally, the row of those who gave any answer at all.
ANY = ""

_RESPONSES = ["response_id", "survey", "area_code", "wave", "question", "answer"]


def tally(responses: pd.DataFrame, surveys: dict[str, Any]) -> pd.DataFrame:
    """How many responses gave which answer, by wave and area, with `TALLY_COLUMNS`.

    `responses` as they stand in confidential/, or as from `surveys.read_responses`. The row with
    the answer `ANY` counts those who answered the question: "Prefer not to say" included, and of a
    question with several answers those who ticked at least one. The row of an empty question counts
    all responses of the survey. Nobody counts twice. Texts are never looked at: only `ANY`.
    """
    parts: list[pd.DataFrame] = []
    frame = responses[_RESPONSES].astype("category")
    survey_of, question_of = (frame[name].cat.codes.to_numpy() for name in ("survey", "question"))
    for survey, form in surveys.items():
        rows = np.flatnonzero(survey_of == _code(frame["survey"], survey))
        own, asked = frame.iloc[rows], question_of[rows]
        parts += _counts(own, "response_id", survey=survey, question="")
        for question, entry in form["questions"].items():
            answered = own.iloc[np.flatnonzero(asked == _code(frame["question"], question))]
            parts += _counts(answered, "response_id", survey=survey, question=question)
            if entry["type"] != "text":
                keys = ["response_id", "answer"]
                parts += _counts(answered, *keys, survey=survey, question=question)
    empty = pd.DataFrame(columns=TALLY_COLUMNS).astype({"count": int})
    return pd.concat([empty, *parts], ignore_index=True)


def _code(column: pd.Series, text: str) -> int:
    """The number of `text` among the categories of `column`; one that no row has, if it is none."""
    place = int(column.cat.categories.get_indexer(pd.Index([text]))[0])
    return place if place >= 0 else len(column.cat.categories)


def _counts(rows: pd.DataFrame, *once: str, **about: str) -> Iterator[pd.DataFrame]:
    """The number of `rows` by wave and area (and answer), those alike in `once` taken together."""
    if rows.empty:
        return
    key = np.zeros(len(rows), dtype="int64")
    for name in once:
        codes = rows[name].cat
        key = key * (len(codes.categories) + 1) + codes.codes.to_numpy()
    distinct = rows[~pd.Series(key).duplicated().to_numpy()]
    by = ["wave", "area_code", *(name for name in once if name == "answer")]
    counts = distinct.groupby(by, observed=True).size().rename("count").reset_index()
    texts = counts.astype(dict.fromkeys(by, str)).assign(**{"answer": ANY, **about})
    if "answer" in by:
        texts["answer"] = counts["answer"].astype(str)
    # Categories keep the order in which a file first names them.
    yield texts[TALLY_COLUMNS].sort_values(["wave", "area_code", "answer"])


def profile(
    tables: dict[str, pd.DataFrame],
    counts: pd.DataFrame,
    surveys: dict[str, Any],
    reports: dict[str, Any],
) -> dict[str, Any]:
    """What the reviewers' page shows of each source: the keys `sources` and `questions`.

    `tables`: those of confidential/ but for the responses, by name, every cell a string; blank is
    missing. `counts`: as from `tally`. A source has `source`, `rows`, `waves` (the rows of each
    report, where it has visits or dates to tell) and `columns`, each with `name`, `missing` and the
    missing cells of each of the `waves`. A survey's rows are its responses, and its columns are the
    questions: missing is who was asked and gave no answer.

    A question has `survey`, `question`, `label`, `type` and `waves`, each with `wave`, `asked`,
    `answered` and `answers` (in the questionnaire's order; none of texts). Asked is who may answer:
    all responses, or those who gave the answer that leads to the question. A response that answers
    nothing at all is in no table, and so is not counted.
    """
    order = list(reports)
    sources = [
        _source(name, table, _waves(name, table, tables, reports), order)
        for name, table in tables.items()
    ]
    questions = []
    for survey, form in surveys.items():
        own = _Counts(counts[counts["survey"] == survey], order)
        asked_in = [
            {
                "survey": survey,
                "question": question,
                "label": entry["label"],
                "type": entry["type"],
                "waves": [own.question(wave, question, entry) for wave in own.waves],
            }
            for question, entry in form["questions"].items()
        ]
        sources.append(_survey_source(survey, own, asked_in))
        questions += asked_in
    return {"sources": sources, "questions": questions}


class _Counts:
    """The counts of one survey, all areas of a wave together."""

    def __init__(self, counts: pd.DataFrame, order: list[str]) -> None:
        summed = counts.groupby(["wave", "question", "answer"])["count"].sum()
        self._counts = {key: int(count) for key, count in summed.items()}
        self.waves = _sorted(counts["wave"], order)

    def of(self, wave: str, question: str, answer: str = ANY) -> int:
        return self._counts.get((wave, question, answer), 0)

    def question(self, wave: str, question: str, entry: dict[str, Any]) -> dict[str, Any]:
        answered, route = self.of(wave, question), entry.get("asked_if")
        asked = self.of(wave, route["question"], route["answer"]) if route else self.of(wave, "")
        return {
            "wave": wave,
            # Where the leading answer is none that is known, what follows it is let stand.
            "asked": max(asked, answered),
            "answered": answered,
            "answers": [
                {"answer": answer, "count": self.of(wave, question, answer)}
                for answer in entry.get("answers", [])
            ],
        }


def _source(name: str, table: pd.DataFrame, wave: pd.Series, order: list[str]) -> dict[str, Any]:
    blank = table == ""
    waves = _sorted(wave, order)
    return {
        "source": name,
        "rows": len(table),
        "waves": {each: int((wave == each).sum()) for each in waves},
        "columns": [
            {
                "name": str(column),
                "missing": int(blank[column].sum()),
                "waves": {each: int(blank.loc[wave == each, column].sum()) for each in waves},
            }
            for column in table.columns
            if column not in PLACES
        ],
    }


def _survey_source(survey: str, counts: _Counts, questions: list[dict[str, Any]]) -> dict[str, Any]:
    rows = {wave: counts.of(wave, "") for wave in counts.waves}
    columns = []
    for question in questions:
        missing = {wave["wave"]: wave["asked"] - wave["answered"] for wave in question["waves"]}
        name = question["question"]
        columns.append({"name": name, "missing": sum(missing.values()), "waves": missing})
    return {"source": survey, "rows": sum(rows.values()), "waves": rows, "columns": columns}


def _waves(
    name: str, table: pd.DataFrame, tables: dict[str, pd.DataFrame], reports: dict[str, Any]
) -> pd.Series:
    """The report of each row, "" where it has none."""
    if name == "visits":
        return table["report"]
    if name == "findings":
        visited = dict(zip(tables["visits"]["visit_id"], tables["visits"]["report"], strict=True))
        dated = [report_of(day, reports) for day in table["date"]]
        return table["visit_id"].map(visited).fillna(pd.Series(dated, table.index, dtype=str))
    return pd.Series("", index=table.index, dtype=str)


def _sorted(waves: pd.Series, order: Sequence[str]) -> list[str]:
    """Waves in the order of the reports; those of no report come last."""
    found = set(waves) - {""}
    return [wave for wave in order if wave in found] + sorted(found - set(order))
