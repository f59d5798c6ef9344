"""Answers as numbers: what a rule asks of ten million answers is asked of whole numbers.

Texts are numbered once; then each question is one pass over arrays, without a loop over rows. What
numbers stand for is looked up as categories: ten million texts of their own would take gigabytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

#: In place of a number: none.
NONE = -1

#: What two answers are multiplied by for their sum to tell sets of answers apart (splitmix64).
_MIX = (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)


def said(numbers: np.ndarray, texts: Sequence[str]) -> pd.Categorical:
    """What each of `numbers` stands for among `texts`, which may say the same twice."""
    codes, distinct = pd.factorize(pd.Series(texts, dtype=str))
    return pd.Categorical.from_codes(codes[numbers], pd.Index(distinct, dtype=str))


class Coded:
    """The columns of `responses` as arrays of numbers, and what each number stands for.

    `response`, `question` (of its survey), `answer`, `area` and `wave` have an entry an answer;
    `first` and `survey_of` have an entry a response, where it first stands and its survey's number.
    """

    def __init__(self, responses: pd.DataFrame, surveys: dict[str, Any]) -> None:
        self.response, self.ids = _numbers(responses["response_id"])
        self.survey, self.surveys = _numbers(responses["survey"])
        asked, questions = _numbers(responses["question"])
        self.answer, self.answers = _numbers(responses["answer"])
        self.area, self.areas = _numbers(responses["area_code"])
        self.wave, self.waves = _numbers(responses["wave"])
        self.question = self.survey * len(questions) + asked
        self.questions = [f"{s}: {q}" for s in self.surveys for q in questions]
        self.first = np.zeros(len(self.ids), dtype="int64")
        # Of several entries the last is kept, so from the end the first.
        self.first[self.response[::-1]] = np.arange(len(self.response))[::-1]
        self.survey_of = self.survey[self.first]
        self._number_of = {name: number for number, name in enumerate(self.questions)}
        self._entries = {
            f"{survey}: {question}": entry
            for survey, form in surveys.items()
            for question, entry in form["questions"].items()
        }

    def entries(self) -> dict[str, dict[str, Any]]:
        """The questions of the questionnaires that were answered, as "<survey>: <question>"."""
        return {key: entry for key, entry in self._entries.items() if key in self._number_of}

    def rows(self, question: str) -> np.ndarray:
        """Which rows answer "<survey>: <question>"."""
        return self.question == self._number_of.get(question, NONE)

    def gives(self, answers: list[str]) -> np.ndarray:
        """Which rows give one of `answers`, whatever the question."""
        wanted = self.answers.get_indexer(pd.Index(answers))
        return np.isin(self.answer, wanted[wanted >= 0])

    def of_kind(self, *kinds: str) -> np.ndarray:
        """Which rows answer a question of one of `kinds`: single, multiple, text."""
        found = [self._entries.get(name, {}).get("type") in kinds for name in self.questions]
        return np.array([*found, False])[self.question]

    def offered(self) -> np.ndarray:
        """How many answers each row's question offers, 0 for texts."""
        found = [len(self._entries.get(name, {}).get("answers", [])) for name in self.questions]
        return np.array([*found, 0], dtype="int16")[self.question]

    def places(self) -> np.ndarray:
        """The place of each row's answer among those that its question offers, or `NONE`."""
        # Free texts by the million are left out, or the table would be as large as they are many.
        listed = pd.Index(
            dict.fromkeys(a for e in self.entries().values() for a in e.get("answers", []))
        )
        table = np.full((len(self.questions), len(listed) + 1), NONE, dtype="int16")
        for key, entry in self.entries().items():
            answers = entry.get("answers", [])
            table[self._number_of[key], listed.get_indexer(answers)] = range(len(answers))
        return table[self.question, listed.get_indexer(pd.Index(self.answers))[self.answer]]

    def groups(self, surveys: dict[str, Any]) -> np.ndarray:
        """Each response's answer to its survey's grouping question, or `NONE`."""
        found = np.full(len(self.ids), NONE, dtype="int64")
        for survey, form in surveys.items():
            if form.get("groups"):
                rows = self.rows(f"{survey}: {form['groups']}")
                found[self.response[rows]] = self.answer[rows]
        return found

    def signatures(self) -> np.ndarray:
        """A number a response; two give the very same answers if it is the same.

        The sum of a well mixed number an answer, so that their order does not matter: among a
        million responses, two other ones are alike as likely as 1 in 30 million.
        """
        mixed = (self.question * len(self.answers) + self.answer).astype("uint64")
        mixed = mixed * np.uint64(_MIX[0]) + np.uint64(_MIX[0])
        for shift, factor in ((30, _MIX[1]), (27, _MIX[2])):
            mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
        mixed ^= mixed >> np.uint64(31)
        sums = np.zeros(len(self.ids), dtype="uint64")
        np.add.at(sums, self.response, mixed)
        return sums

    def each(self, rows: np.ndarray) -> np.ndarray:
        """How many of `rows` (True or False an answer) each response has."""
        return np.bincount(self.response[rows], minlength=len(self.ids))

    def tally(self, rows: np.ndarray, columns: dict[str, np.ndarray]) -> pd.DataFrame:
        """How many `responses` there are of each combination of `columns` among `rows`.

        `columns` have an entry an answer; they come back as numbers. A response counts once a
        question, and once an answer where "answer" is among the columns.
        """
        frame = pd.DataFrame({name: column[rows] for name, column in columns.items()})
        once = self.response[rows] * len(self.questions) + self.question[rows]
        if "answer" in columns:
            once = once * len(self.answers) + self.answer[rows]
        kept = frame[~pd.Series(once).duplicated().to_numpy()]
        return kept.groupby(list(columns), sort=False).size().rename("responses").reset_index()


def _numbers(column: pd.Series) -> tuple[np.ndarray, pd.Index]:
    """The number of each text in the order of their first rows, and the distinct texts."""
    numbers, texts = pd.factorize(column)
    return numbers, pd.Index(texts, dtype=str)
