"""Survey exports, one row a respondent, to one tidy table of responses, one row an answer.

Rules SVY-0xx: see `rules.surveys`. Wrong columns are found in reading: TAB-007 and TAB-008.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pandas.api.types import union_categoricals

from nationalreports.problems import Problem
from nationalreports.survey_answers import NONE, Answers, read_answers
from nationalreports.survey_forms import columns_of, export_of, fold, headers_of
from nationalreports.survey_problems import RowProblems
from nationalreports.survey_rows import find_waves, read_areas_of, read_days, read_ids
from nationalreports.survey_times import TIMES, read_times
from nationalreports.tables import read_table, to_read, whole

RESPONSE_COLUMNS = ["response_id", "survey", "area_code", "wave", "question", "answer"]

#: Columns of the table of responses without their answers: whose they are, and where they stand.
RESPONDENT_COLUMNS = [*RESPONSE_COLUMNS[:4], "source", "locator", *TIMES]

_TAKEN = (
    "is taken as the survey's {!r}: they differ only in case, quotes, dashes, spaces or a last "
    "colon or full stop; nothing to do"
)

#: Rows written at a time.
_ROW_GROUP = 1_000_000


@dataclass
class _Export:
    """An export as read: of its usable rows the id, area_code, wave and times; their answers.

    The index of `rows` is their number in the file.
    """

    source: str
    rows: pd.DataFrame
    answers: Answers


def ingest_surveys(
    files: Iterable[Path],
    surveys: dict[str, dict[str, Any]],
    visits: pd.DataFrame,
    areas: pd.DataFrame,
    *,
    root: Path,
) -> tuple[pd.DataFrame, pd.DataFrame, list[Problem]]:
    """All exports as two tables, and what is wrong with them.

    The first has a row an answer, with `RESPONSE_COLUMNS`; the second a row a response, whether it
    answers anything or not, with `RESPONDENT_COLUMNS`: `source` is the export under `root` and
    `locator` its row ("row 17"), the rest is as from `survey_times.read_times`.

    `files` stand in folders named after the keys of `surveys` (config/surveys/*.yaml). `visits`
    needs area_code, start_date and report; `areas` as from `read_areas`. `response_id` is
    "<survey>-<the export's id>"; `wave` is the report of the visit to the response's area (of
    several, that which started nearest to the response). A `single` or `text` question gives one
    row if it was answered, a `multiple` question one row a ticked answer. Sorted by survey, then by
    response_id, then in the order of the questionnaire. The columns are categories of strings: ten
    million answers as strings would not fit into the memory of a small machine.

    A row without a usable id, area or day is an error and set aside whole, and so are all rows of a
    file with days that can be read only in another order than is declared; an answer that is
    unknown, or to a question that was not asked, is an error and alone set aside. Columns that a
    survey drops are discarded as soon as they are read.
    """
    problems: list[Problem] = []
    parts: list[pd.DataFrame] = []
    people: list[pd.DataFrame] = []
    for survey, paths in _sort_out(files, surveys, problems, root).items():
        form = surveys[survey]
        exports: list[_Export] = []
        # An id is unique over all files of a survey.
        earlier: list[tuple[str, pd.Series]] = []
        for path in paths:
            frame, found = _read(path, form, root)
            problems += found
            told = RowProblems(path.relative_to(root).as_posix(), frame)
            own = frame[form["id"]]
            exports.append(_digest(frame, survey, form, visits, areas, earlier, told))
            earlier.append((told.source, own))
            problems += told.listed()
        if exports:
            ids = pd.concat([export.rows["id"] for export in exports], ignore_index=True)
            order = ids.array.argsort()
            own = f"{survey}-" + ids.iloc[order]
            people.append(_people(exports, survey, own, order))
            parts.append(_tidy(exports, survey, form, own, order))
    if not parts:
        none = pd.DataFrame(columns=RESPONSE_COLUMNS, dtype="category")
        return none, pd.DataFrame(columns=RESPONDENT_COLUMNS, dtype=str), problems
    return _stacked(parts), pd.concat(people, ignore_index=True), problems


def write_responses(responses: pd.DataFrame, path: Path) -> None:
    """Write what `ingest_surveys` gives as Parquet with columns of plain strings, all or nothing.

    Categories are how memory is saved, see `read_responses`; whoever else reads the file gets
    strings.
    """
    form = pa.schema([(column, pa.string()) for column in RESPONSE_COLUMNS])
    texts = {
        column: pa.array(responses[column].cat.categories, pa.string())
        for column in RESPONSE_COLUMNS
    }
    with whole(path) as part, pq.ParquetWriter(part, form) as writer:
        for start in range(0, len(responses), _ROW_GROUP):
            rows = responses.iloc[start : start + _ROW_GROUP]
            cells = [texts[name].take(pa.array(rows[name].cat.codes)) for name in form.names]
            writer.write_table(pa.table(cells, schema=form))


def read_responses(path: Path) -> pd.DataFrame:
    """confidential/responses.parquet with columns of categories.

    A million responses have some ten million rows: as strings of their own they would take
    gigabytes.
    """
    with pq.ParquetFile(path, read_dictionary=RESPONSE_COLUMNS) as file:
        # Group by group: a group's texts are few, those of all groups at once would be copied.
        groups = range(file.num_row_groups)
        parts = [file.read_row_group(n, columns=RESPONSE_COLUMNS).to_pandas() for n in groups]
    if not parts:
        return pd.DataFrame(columns=RESPONSE_COLUMNS, dtype="category")
    return pd.DataFrame(
        {
            name: union_categoricals([part[name].array for part in parts])
            for name in RESPONSE_COLUMNS
        }
    )


def write_respondents(respondents: pd.DataFrame, path: Path) -> None:
    """Write the second table of `ingest_surveys` as Parquet with columns of plain strings."""
    form = pa.schema([(column, pa.string()) for column in RESPONDENT_COLUMNS])
    with whole(path) as part, pq.ParquetWriter(part, form) as writer:
        for start in range(0, len(respondents), _ROW_GROUP):
            rows = respondents.iloc[start : start + _ROW_GROUP].astype(str)
            writer.write_table(pa.Table.from_pandas(rows, schema=form, preserve_index=False))


def _sort_out(
    files: Iterable[Path],
    surveys: dict[str, dict[str, Any]],
    problems: list[Problem],
    root: Path,
) -> dict[str, list[Path]]:
    """The exports of each survey, each once."""
    exports: dict[str, list[Path]] = {survey: [] for survey in surveys}
    kept, found = to_read(files, root=root, apart="SVY-002", twice="SVY-013")
    problems += found
    for path in kept:
        source, survey = path.relative_to(root).as_posix(), path.parent.name
        if survey in surveys:
            exports[survey].append(path)
        else:
            known = ", ".join(surveys) or "none"
            message = f"no survey of this name in config/surveys/; move it to a folder of: {known}"
            problems.append(Problem("error", source, "", "", "SVY-001", survey, message))
    for survey, paths in exports.items():
        if not paths:
            message = (
                f"no export of this survey; put it into data/raw/surveys/{survey}/ if there is one"
            )
            place = f"config/surveys/{survey}.yaml"
            problems.append(Problem("warning", place, "", "", "SVY-012", "", message))
    return exports


def _read(path: Path, form: dict[str, Any], root: Path) -> tuple[pd.DataFrame, list[Problem]]:
    """One export without what is dropped, and what is wrong with the file.

    Values of dropped columns are taken out of the problems too: they may be personal.
    """
    export, needed = export_of(form), headers_of(form)
    how: dict[str, Any] = {
        "source": path.relative_to(root).as_posix(),
        "encoding": export["encoding"],
        "header_rows": export["header_rows"],
    }
    frame, problems = read_table(path, required=needed, optional=form["drop"], **how)
    if {"TAB-007", "TAB-008"} & {problem.rule for problem in problems}:
        # Perhaps the headers are written in another way only; then which they are must be seen.
        loose, found = read_table(path, required=[], optional=None, **how)
        names = _headers_meant(list(loose.columns), [*needed, *form["drop"]])
        if names and set(names) == set(loose.columns) and set(needed) <= set(names.values()):
            frame = loose.rename(columns=names)
            problems = found + [
                Problem("info", how["source"], 1, name, "SVY-014", name, _TAKEN.format(meant))
                for name, meant in names.items()
                if name != meant
            ]
        elif names:
            # Only what is wrong beyond the way of writing.
            written = {meant: name for name, meant in names.items()}
            _, problems = read_table(
                path,
                required=[written.get(name, name) for name in needed],
                optional=[written.get(name, name) for name in form["drop"]],
                **how,
            )
    dropped = {fold(header) for header in form["drop"]}
    problems = [
        replace(problem, value="") if fold(problem.column) in dropped else problem
        for problem in problems
    ]
    if frame.empty and not any(problem.severity == "error" for problem in problems):
        message = "has no responses; export it again if there were any, else take the file away"
        problems.append(Problem("warning", how["source"], "", "", "SVY-016", "", message))
    return frame[needed], problems


def _headers_meant(headers: list[str], wanted: list[str]) -> dict[str, str]:
    """For each header of a file the survey's header that it stands for, where exactly one fits."""
    exact, loose = set(wanted), {fold(name): name for name in reversed(wanted)}
    alike = Counter(map(fold, headers))
    names = {}
    for header in headers:
        if header in exact:
            names[header] = header
        elif fold(header) in loose and alike[fold(header)] == 1:
            names[header] = loose[fold(header)]
    return names


def _digest(
    frame: pd.DataFrame,
    survey: str,
    form: dict[str, Any],
    visits: pd.DataFrame,
    areas: pd.DataFrame,
    earlier: list[tuple[str, pd.Series]],
    problems: RowProblems,
) -> _Export:
    """The rows that have an id, an area that was visited and a day, and what they answer."""
    usable = read_ids(frame[form["id"]], earlier, problems)
    area = read_areas_of(frame[form["area"]], areas, visits, problems)
    order = export_of(form)["dates"]
    day = read_days(frame[form["submitted"]], order, survey, problems)
    usable &= (area != "") & (day != 0)
    if not usable.all():
        frame, area, day = frame[usable], area[usable], day[usable]
    wave = find_waves(frame[form["submitted"]], area, day, visits, problems)
    answers = read_answers(frame, form, problems)
    told = np.zeros(len(frame), dtype=bool)
    for given in answers.given:
        told |= given != NONE
    silent = pd.Series("", index=frame.index[~told])
    message = "no question is answered; the response counts nowhere"
    problems.add("info", "SVY-010", "", silent, message)
    rows = pd.DataFrame(
        {"id": frame[form["id"]], "area_code": area.astype("category"), "wave": wave}
    )
    rows[TIMES] = read_times(frame, form, day, problems)
    return _Export(problems.source, rows, answers)


def _people(exports: list[_Export], survey: str, ids: pd.Series, order: np.ndarray) -> pd.DataFrame:
    """One row a response, with `RESPONDENT_COLUMNS`; `ids` are the responses' in that `order`."""
    sources = np.repeat(np.arange(len(exports)), [len(export.rows) for export in exports])
    numbers = np.concatenate([export.rows.index.to_numpy() for export in exports])
    parts: dict[str, Any] = {
        "response_id": ids.to_numpy(),
        "survey": _categories(np.zeros(len(ids), dtype="int8"), [survey]),
        "source": _categories(sources[order], [export.source for export in exports]),
        "locator": ("row " + pd.Series(numbers[order], dtype="int64").astype(str)).array,
    }
    for name in ("area_code", "wave"):
        whole = union_categoricals([export.rows[name].array for export in exports])
        parts[name] = whole[order]
    for name in TIMES:
        parts[name] = pd.concat([export.rows[name] for export in exports]).array[order]
    return pd.DataFrame(parts)[RESPONDENT_COLUMNS].astype(str)


def _tidy(
    exports: list[_Export], survey: str, form: dict[str, Any], ids: pd.Series, order: np.ndarray
) -> pd.DataFrame:
    """One row a response, question and answer, with `RESPONSE_COLUMNS` as categories.

    `ids` are the responses' in that `order`.
    """
    columns = columns_of(form)
    # For each column of answers and response the number of what it says among `said`, or NONE.
    said = _Vocabulary()
    matrix = np.empty((len(ids), len(columns)), dtype="int32")
    for number, column in enumerate(columns):
        given = np.concatenate([export.answers.given[number] for export in exports])
        if form["questions"][column.question]["type"] == "text":
            texts = pd.concat(
                [export.answers.texts[column.question] for export in exports], ignore_index=True
            )
            numbers = np.where(given == NONE, NONE, said.numbers(texts))
        else:
            answers = (
                [column.answer] if column.answer else form["questions"][column.question]["answers"]
            )
            numbers = np.append(said.numbers(pd.Series(answers, dtype=str)), NONE)[given]
        matrix[:, number] = numbers[order]
    # In the order of responses, and within each of the questionnaire.
    response, asked = np.nonzero(matrix != NONE)
    answer = matrix[response, asked]
    del matrix
    questions = list(form["questions"])
    question = np.array([questions.index(column.question) for column in columns], dtype="int16")
    parts = {
        "response_id": _categories(response, ids),
        "survey": _categories(np.zeros(len(response), dtype="int8"), [survey]),
        "question": _categories(question[asked], questions),
        "answer": _categories(answer, said.index()),
    }
    for name in ("area_code", "wave"):
        whole = union_categoricals([export.rows[name].array for export in exports])
        parts[name] = whole[order][response]
    return pd.DataFrame(parts)[RESPONSE_COLUMNS]


def _categories(numbers: np.ndarray, texts: Iterable[str]) -> Any:
    return pd.Categorical.from_codes(numbers, pd.Index(texts, dtype=str))


class _Vocabulary:
    """The distinct texts that were met, numbered in that order."""

    def __init__(self) -> None:
        self._texts = pd.Index([], dtype=str)

    def numbers(self, texts: pd.Series) -> np.ndarray:
        """The number of each of `texts`; new ones get the next."""
        codes, distinct = pd.factorize(texts)
        known = self._texts.get_indexer(distinct)
        new = known < 0
        known[new] = np.arange(len(self._texts), len(self._texts) + int(new.sum()))
        self._texts = self._texts.append(pd.Index(distinct[new], dtype=str))
        return known[codes].astype("int32")

    def index(self) -> pd.Index:
        """All texts by number."""
        return self._texts


def _stacked(parts: list[pd.DataFrame]) -> pd.DataFrame:
    if len(parts) == 1:
        return parts[0]
    return pd.DataFrame(
        {
            column: union_categoricals([part[column].array for part in parts])
            for column in RESPONSE_COLUMNS
        }
    )
