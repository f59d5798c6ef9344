"""Digests that say which record a problem is about, so that a decision holds for that one alone.

A digest is made from the rule, and from the record's id and all of its values, but never from where
it stands: a new export may move rows. Where a problem is not about one row, it is made from the
whole file. When anything under a decision changes, so does the digest, and the decision lapses.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from nationalreports.problems import Problem

#: Columns that say where a record stands, not what it says.
PLACES = {"source", "locator", "position", "row", "_position"}

#: Characters of a digest: a letter and hex digits, of which among a million records two alike are
#: as likely as 1 in 2 million.
LENGTH = 16

#: How a digest begins. Without it some are all digits, or like 12e45678, and a spreadsheet that
#: decisions.csv is saved with makes other numbers of those: 0012 to 12, 12e4 to 120000.
_LETTER = "r"

#: A digest, and nothing else.
DIGEST = re.compile(rf"{_LETTER}[0-9a-f]{{{LENGTH - 1}}}")

#: The rules of reading. They are about a file's shape, even where they name a row of it.
_OF_FILES = "TAB-"


def digest(*parts: object) -> str:
    """A letter and the first hex digits of the SHA-256 of `parts`; no part runs into another."""
    text = json.dumps(parts, ensure_ascii=True, default=str, separators=(",", ":"))
    return _LETTER + hashlib.sha256(text.encode()).hexdigest()[: LENGTH - 1]


def of_rows(rule: str, rows: pd.DataFrame) -> list[str]:
    """The digest of each of `rows` for the rule `rule`: of all values but those of `PLACES`."""
    names = sorted(name for name in rows.columns if name not in PLACES)
    values = rows[names].astype(str).to_numpy().tolist()
    return [digest(rule, names, row) for row in values]


def of_findings(rule: str, findings: pd.DataFrame) -> list[str]:
    """The digest of each of `findings` for the rule `rule`, as they stand in findings.csv.

    Columns whose names begin with "_" are left out: they were worked out for the rules, and whoever
    leaves a finding out of the counts has them not.
    """
    return of_rows(rule, findings[[name for name in findings if not str(name).startswith("_")]])


def of_group(rule: str, rows: pd.DataFrame, *about: object) -> str:
    """One digest of all `rows` together, in whatever order, and of what else a problem is `about`.

    For a problem that is named at the first of several rows but is about all of them.
    """
    names = sorted(str(name) for name in rows.columns)
    return digest(rule, names, sorted(rows[names].astype(str).to_numpy().tolist()), *about)


def of_responses(
    rule: str,
    ids: Iterable[str],
    responses: pd.DataFrame,
    respondents: pd.DataFrame | None = None,
) -> list[str]:
    """The digest of each response named in `ids` for the rule `rule`: of all that it answers.

    `responses` as they stand in confidential/responses.parquet; other responses are passed over.
    `respondents`, as beside them, tell when each was begun and sent in, by which it is judged too;
    without them nothing is known of that.
    """
    wanted = list(ids)
    part = responses[responses["response_id"].isin(set(wanted))]
    columns = ["survey", "area_code", "wave", "question", "answer"]
    said: dict[str, list[list[str]]] = {}
    # As plain objects, column by column: a loop over cells of categories takes minutes.
    cells = [part[name].to_numpy(dtype=object).tolist() for name in ["response_id", *columns]]
    for key, *row in zip(*cells, strict=True):
        said.setdefault(key, []).append(row)
    times: dict[str, list[str]] = {}
    if respondents is not None:
        part = respondents[respondents["response_id"].isin(set(wanted))]
        names = sorted({*part.columns} - {"response_id", *columns, *PLACES})
        for line in part[["response_id", *names]].astype(str).to_numpy().tolist():
            times[line[0]] = line[1:]
    made = {
        key: digest(rule, key, sorted(said.get(key, [])), times.get(key, [])) for key in set(wanted)
    }
    return [made[key] for key in wanted]


def of_cells(
    rule: str, survey: str, column: str, cells: pd.Series, contents: Sequence[str]
) -> list[str]:
    """The digest of a problem with each of `cells`, of a survey's rows with these `contents`."""
    return [
        digest(rule, survey, column, str(value), content)
        for value, content in zip(cells.array, contents, strict=True)
    ]


def contents_of(rows: pd.DataFrame) -> list[str]:
    """What each row of a file says, as one text: the values with the names of their columns."""
    # By the columns' names, so that it does not matter in which order they stand.
    names = sorted(str(name) for name in rows.columns)
    head = json.dumps(names)
    columns = [rows[name].astype(str).tolist() for name in names]
    return [head + json.dumps(row) for row in zip(*columns, strict=True)]


def bind(problems: Iterable[Problem], frames: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """The problems, those of single rows with the digest of the row.

    `frames`: the rows of each source as read, with the index `row` of `tables.read_table`. A
    problem that has a digest keeps it; one of a file's shape, or of a row that could not be read,
    stays without, see `bind_files`. The message does not count, for it may name other rows.
    """
    given = list(problems)
    places: dict[str, list[int]] = {}
    for number, problem in enumerate(given):
        frame = frames.get(problem.source)
        if problem.record or frame is None or problem.rule.startswith(_OF_FILES):
            continue
        if str(problem.row).isdecimal() and int(problem.row) in frame.index:
            places.setdefault(problem.source, []).append(number)
    for source, numbers in places.items():
        rows = frames[source].loc[[int(given[number].row) for number in numbers]]
        for number, content in zip(numbers, contents_of(rows), strict=True):
            own = given[number]
            record = digest(own.rule, own.column, str(own.value), content)
            given[number] = replace(own, record=record)
    return given


def bind_files(problems: Iterable[Problem], root: Path) -> list[Problem]:
    """The problems, each that has no digest yet with one of its file's bytes.

    Rule, file, row, column, value and message count too, so that no two problems of a file are
    taken for one. Of a folder all files count; a file that is missing is as good as an empty one.
    """
    hashes: dict[str, str] = {}
    bound = []
    for problem in problems:
        if not problem.record:
            source = problem.source
            if source not in hashes:
                hashes[source] = _hash(root / source)
            about = [str(part) for part in (problem.row, problem.column, problem.value)]
            record = digest(problem.rule, source, *about, problem.message, hashes[source])
            problem = replace(problem, record=record)
        bound.append(problem)
    return bound


def _hash(path: Path) -> str:
    if path.is_dir():
        inside = sorted(file for file in path.rglob("*") if file.is_file())
        return digest([(file.relative_to(path).as_posix(), _hash(file)) for file in inside])
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        # The problem says that it cannot be opened.
        return ""
