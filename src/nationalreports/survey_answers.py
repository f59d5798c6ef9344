"""What a row of an export answers: cells to answers of the questionnaire, and routing."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from nationalreports.survey_forms import (
    TICKS,
    Column,
    columns_of,
    export_of,
    fold,
    pieces,
    ways_to_read,
)
from nationalreports.survey_problems import RowProblems

_NOT_TICKED = "nothing if it was not ticked (or what `export: not_ticked` of the survey lists)"

#: In place of an answer's number: nothing is answered; what stands there is set aside.
NONE, ASIDE = -1, -2


@dataclass
class Answers:
    """The answers of an export's rows, in the order of `columns_of`.

    `given` has an array a column: True where the row gives this answer (of a `multiple` question),
    else the number of the answer among the question's `answers`, or `NONE`. `texts` has the column
    of each `text` question, "" for none; its array in `given` says where there is one.
    """

    given: list[np.ndarray]
    texts: dict[str, pd.Series]


def read_answers(frame: pd.DataFrame, form: dict[str, Any], problems: RowProblems) -> Answers:
    """The answers that the rows of `frame` give; its columns are the headers of `form`.

    A cell that is none of the question's answers is an error and alone set aside, and so is an
    answer to a question that was not asked. A difference in case, quotes, dashes, spaces or a last
    colon is no fault, and counted. What `export: blank` lists is no answer anywhere; what
    `export: not_ticked` lists is none in the column of one answer.
    """
    export = export_of(form)
    nothing = {"", *map(fold, export["blank"])}
    not_ticked = nothing | set(map(fold, export["not_ticked"]))
    columns = columns_of(form)
    answers = Answers([], {})
    # Where a question has a cell that is set aside: whom it led on to is then not known.
    aside: dict[str, np.ndarray] = {}
    for question, entry in form["questions"].items():
        own = [column for column in columns if column.question == question]
        if entry["type"] == "text":
            cells = frame[own[0].header]
            if export["blank"]:
                cells = cells.mask(cells.map(fold).isin(nothing), "")
            answers.texts[question] = cells
            answers.given.append(np.where(cells == "", NONE, 0).astype("int16"))
            continue
        aside[question] = np.zeros(len(frame), dtype=bool)
        if entry.get("layout") == "joined":
            number, sets = _joined(frame[own[0].header], entry, export, nothing, problems)
            aside[question] |= number == ASIDE
            answers.given += [
                np.where(np.append(sets[:, place], [False, False])[number], 0, NONE).astype("int16")
                for place in range(len(own))
            ]
            continue
        for column in own:
            cells, texts = frame[column.header], _texts(column, entry["answers"])
            empty = not_ticked if column.answer else nothing
            number = _numbers(cells, texts, empty, _allowed(column, entry), problems)
            aside[question] |= number == ASIDE
            answers.given.append(np.where(number == ASIDE, NONE, number).astype("int16"))
    _check_routing(answers, aside, frame, form, columns, problems)
    return answers


def _texts(column: Column, answers: Sequence[str]) -> dict[str, int]:
    """The texts of a cell that count, with the number that each stands for."""
    if column.answer:
        return {**dict.fromkeys(TICKS, 0), column.answer: 0}
    return {answer: number for number, answer in enumerate(answers)}


def _allowed(column: Column, entry: dict[str, Any]) -> list[str]:
    if column.answer:
        return [column.answer, *TICKS[:-1], _NOT_TICKED]
    return list(entry["answers"])


def _numbers(
    cells: pd.Series,
    known: dict[str, int],
    nothing: set[str],
    allowed: Sequence[str],
    problems: RowProblems,
) -> np.ndarray:
    """What each cell stands for in `known`, `NONE`, or `ASIDE` for what is no answer."""
    folded = {fold(text): number for text, number in known.items()} | dict.fromkeys(nothing, NONE)
    codes, texts = pd.factorize(cells)
    numbers = [known.get(text, folded.get(fold(text), ASIDE)) for text in texts]
    loose = [number >= 0 and text not in known for text, number in zip(texts, numbers, strict=True)]
    number = np.array(numbers, dtype="int32")[codes]
    _note_folded(cells[np.array(loose, dtype=bool)[codes]], problems)
    _report_unknown(cells[number == ASIDE], allowed, problems)
    return number


def _joined(
    cells: pd.Series,
    entry: dict[str, Any],
    export: dict[str, Any],
    nothing: set[str],
    problems: RowProblems,
) -> tuple[np.ndarray, np.ndarray]:
    """Each cell's place among the distinct sets of answers, or `NONE` or `ASIDE`; and the sets.

    A set is a row of True and False, one for each answer.
    """
    separator, answers = export["separator"], entry["answers"]
    parts = [pieces(answer, separator) for answer in answers]
    codes, texts = pd.factorize(cells)
    sets = np.zeros((len(texts), len(answers)), dtype=bool)
    meaning = np.arange(len(texts), dtype="int32")
    loose = np.zeros(len(texts), dtype=bool)
    for place, text in enumerate(texts):
        cut = pieces(text, separator)
        if fold(text) in nothing:
            meaning[place] = NONE
            continue
        ways = ways_to_read(cut, parts)
        if len(ways) != 1 or len(set(ways[0])) < len(ways[0]):
            meaning[place] = ASIDE
            continue
        sets[place, list(ways[0])] = True
        plain = separator.strip() or separator
        written = [piece.strip() for piece in text.split(plain) if piece.strip()]
        wanted = [
            piece.strip() for number in ways[0] for piece in answers[number].split(plain) if piece
        ]
        loose[place] = written != wanted
    _note_folded(cells[loose[codes]], problems)
    number = meaning[codes]
    allowed = [*answers, f"several of them joined by {separator!r}"]
    _report_unknown(cells[number == ASIDE], allowed, problems)
    return number, sets


def _note_folded(cells: pd.Series, problems: RowProblems) -> None:
    message = (
        f"{len(cells):,} cells differ from the survey's answers only in case, quotes, dashes, "
        "spaces or a last colon or full stop, and are taken as those; nothing to do"
    )
    problems.note("info", "SVY-014", str(cells.name), cells, message)


def _report_unknown(cells: pd.Series, allowed: Sequence[str], problems: RowProblems) -> None:
    def say(named: pd.Series) -> Iterable[str]:
        told = {value: _unknown_answer(value, allowed) for value in named.unique()}
        return [told[value] for value in named]

    problems.add("error", "SVY-008", str(cells.name), cells, say)


def _unknown_answer(value: str, allowed: Sequence[str]) -> str:
    near = difflib.get_close_matches(value[:200], allowed, 1)
    meant = f" (is {near[0]!r} meant?)" if near else ""
    return f"is not an answer to this question{meant}; write one of: {'; '.join(allowed)}"


def _check_routing(
    answers: Answers,
    aside: dict[str, np.ndarray],
    frame: pd.DataFrame,
    form: dict[str, Any],
    columns: list[Column],
    problems: RowProblems,
) -> None:
    """Set aside answers to questions that a row's other answers led past.

    An unknown answer to the leading question is an error already; what follows it is let stand.
    """
    for question, entry in form["questions"].items():
        if not (route := entry.get("asked_if")):
            continue
        leading = form["questions"][route["question"]]
        asked = aside[route["question"]].copy()
        for place, column in enumerate(columns):
            if column.question == route["question"]:
                wanted = 0 if column.answer else leading["answers"].index(route["answer"])
                if column.answer in ("", route["answer"]):
                    asked |= answers.given[place] == wanted
        wrong: dict[str, np.ndarray] = {}
        for place, column in enumerate(columns):
            if column.question == question:
                told = (answers.given[place] != NONE) & ~asked
                wrong[column.header] = wrong.get(column.header, False) | told
                answers.given[place] = np.where(told, NONE, answers.given[place]).astype("int16")
        message = (
            f"was asked only of those who answered {route['answer']!r} to {leading['header']!r}; "
            "correct that answer or delete this one"
        )
        for header, rows in wrong.items():
            problems.add("error", "SVY-009", header, frame[header][rows], message)
