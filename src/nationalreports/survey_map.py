"""A first draft of a survey's YAML, guessed from an export for a person to check.

Guesses are allowed here alone, and each is marked by a comment. No respondent's words enter the
draft: an answer is shown only if several people gave it and nearly all of the column's answers are
of that kind; columns that look personal are dropped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pandas as pd
import yaml

from nationalreports.problems import Problem
from nationalreports.survey_forms import TICKS, fold
from nationalreports.tables import read_table

#: Headers of SmartSurvey, Microsoft Forms and Snap for the response's id and its day, the surest
#: first, and for what they record about respondents.
_IDS = ("respondent id", "response id", "userid", "user id", "unique id", "case", "id")
_DAYS = ("submitted", "completion time", "ended", "end date", "date submitted", "end time")
_STARTS = ("started", "start time", "start date", "date started")
_RECORDED = (
    *("ip address", "email", "email address", "e-mail", "name", "user agent", "userno", "user no"),
    *("started", "start time", "start date", "end time", "completed", "completion status"),
    *("duration", "time taken", "tracking link", "last modified time", "language", "device"),
    *("browser", "geolocation", "latitude", "longitude", "participant", "interviewer", "status"),
    *("unique id", "userid", "user id", "collector", "completion time", "panel", "password"),
)
#: Questions that ask for what identifies a person, and those that ask for words.
_PERSONAL = re.compile(r"e-?mail|\bname\b|phone|postcode|\baddress\b|date of birth|\bcontact", re.I)
_WORDED = re.compile(r"comment|specify|tell us|explain|describe|anything else|\bother\b", re.I)
_ADDRESS = r"@\w|\b\d{1,3}(?:\.\d{1,3}){3}\b"
_PERSON = re.compile(rf"{_ADDRESS}|\d{{5}}|\b[A-Z]{{1,2}}\d[A-Z\d]? ?\d[A-Z]{{2}}\b")

_CODE = r"[A-Z][0-9]{8}"
_TIME = r"[T ][0-9]{1,2}:[0-9]{2}"
_ORDERED = r"^([0-9]{1,2})[/.-]([0-9]{1,2})[/.-](?:[0-9]{4}|[0-9]{2})\b.*"

#: What tools write where nothing was answered (SmartSurvey "-"; Snap "No reply", "Not asked").
_BLANK = ("-", ".", "no reply", "not asked", "no response", "not answered")
#: What they write where an answer was not ticked.
_NOT_TICKED = ("0", "no", "false")

#: An answer is shown if so many people gave it, and a column's answers if at most a tenth of them
#: are rarer; a question has at most so many answers, of so many characters each.
_FEWEST, _MOST, _LONGEST = 3, 20, 120


@dataclass
class _Question:
    header: str
    kind: str
    answers: list[str] = field(default_factory=list)
    joined: bool = False
    checks: list[str] = field(default_factory=list)


def draft_survey(path: Path, header_rows: int = 1) -> tuple[str, list[Problem]]:
    """The draft as YAML text, or "" and what is wrong with the file; nothing is written.

    UTF-8 is tried first and then cp1252.
    """
    for encoding in ("utf-8", "cp1252"):
        frame, problems = read_table(
            path,
            source=path.name,
            required=[],
            optional=None,
            encoding=encoding,
            header_rows=header_rows,
        )
        problems = [problem for problem in problems if problem.severity == "error"]
        if not any(problem.rule == "TAB-002" for problem in problems):
            break
    if not problems and len(frame.columns) < 4:
        message = (
            "an export has columns for id, area, day and answers; this file has "
            f"{len(frame.columns)}. If its columns are not separated by commas, save it as CSV "
            "(comma delimited)"
        )
        problems = [Problem("error", path.name, 1, "", "TAB-007", "", message)]
    if any(re.search(_ADDRESS, header) for header in frame.columns):
        message = "row 1 looks like a response; put the headers above it"
        problems = [Problem("error", path.name, 1, "", "TAB-006", "", message)]
    if problems:
        return "", problems
    return "\n".join(_lines(path.stem, frame, encoding, header_rows)) + "\n", []


def _lines(title: str, frame: pd.DataFrame, encoding: str, header_rows: int) -> Iterable[str]:
    own, notes = _own_columns(frame)
    rest = [column for column in frame.columns if column not in own.values()]
    drop = [column for column in rest if _is_personal(column, frame[column])]
    blank = _blanks(frame[[column for column in rest if column not in drop]])
    questions = list(_questions([column for column in rest if column not in drop], frame, blank))
    yield "# A draft. Everything marked `check` was guessed from the export; correct it and delete"
    yield "# the mark. Keys are explained in workflow/survey.schema.yaml."
    yield ""
    yield f"title: {_quoted(title)} # check: as it is to be printed"
    yield "respondents: respondents # check: who answered, in the plural"
    for key, column in own.items():
        yield f"{key}: {_quoted(column)} # check: {notes[key]}"
    export = [f"encoding: {encoding}"] if encoding != "utf-8" else []
    export += [f"header_rows: {header_rows}"] if header_rows != 1 else []
    order, sure = _order_of_dates(frame.get(own["submitted"]))
    export += [f"dates: {order}"] if order != "iso" else []
    for key, texts in (("blank", blank), ("not_ticked", _not_ticked(frame, questions))):
        export += [f"{key}: [{', '.join(map(_quoted, texts))}]"] if texts else []
    if export:
        yield "export: # check: what differs from a plain UTF-8 file with ISO days"
        yield from (
            f"  {entry}{' # check: ' + sure if 'dates' in entry else ''}" for entry in export
        )
    yield f"drop: [{', '.join(map(_quoted, drop))}] # check: columns about the respondent"
    yield "groups: null # check: a question of type single, if results are shown by its answers"
    yield ""
    yield "questions:"
    codes: set[str] = set()
    for question in questions:
        yield from _question_lines(_code(question.header, codes), question)


def _question_lines(code: str, question: _Question) -> Iterable[str]:
    yield f"  {code}: # check: the code, and whether it was asked of all (`asked_if`)"
    yield f"    header: {_quoted(question.header)}"
    yield f"    label: {_quoted(question.header)} # check: shorten it for tables and charts"
    yield f"    type: {question.kind} # check"
    yield from (f"    # check: {check}" for check in question.checks)
    if question.joined:
        yield "    layout: joined"
    if question.answers:
        yield "    answers: # check: all that were offered, in the order in which they are shown"
        yield from (f"      - {_quoted(answer)}" for answer in question.answers)


def _quoted(text: str) -> str:
    # In quotation marks always: Yes, No, 1 and dates are words here.
    return yaml.safe_dump(text, default_style='"', allow_unicode=True, width=float("inf")).strip()


def _code(header: str, taken: set[str]) -> str:
    """A code for the question, made of its first words, that no other has."""
    words = re.findall(r"[a-z0-9]+", fold(header))
    words = [word for word in words if word not in {"the", "a", "an", "of", "to", "your", "you"}]
    stem = re.sub(r"^[0-9]", "q", "_".join(words[:4])) or "question"
    code, number = stem, 1
    while code in taken:
        number += 1
        code = f"{stem}_{number}"
    taken.add(code)
    return code


def _own_columns(frame: pd.DataFrame) -> tuple[dict[str, str], dict[str, str]]:
    """The columns of id, area and day, and what is to be checked of each."""
    folded = {fold(column): column for column in frame.columns}
    left = list(frame.columns)

    def choose(
        names: Sequence[str], fits: Callable[[pd.Series], bool], name: str, missing: str
    ) -> tuple[str, str]:
        named = [folded[known] for known in names if known in folded and fits(frame[folded[known]])]
        found = [*named, *(column for column in left if fits(frame[column]))]
        if not found:
            return name, missing
        left.remove(found[0])
        return found[0], "by its header" if named else "by what stands in the column"

    area = choose(
        ("area_code", "area code", "area"),
        lambda cells: bool(len(cells)) and cells.str.fullmatch(_CODE).mean() > 0.5,
        "area_code",
        "no column has codes of areas, such as E06000001; add one to the export",
    )
    day = choose(
        _DAYS,
        lambda cells: bool(len(cells)) and cells.map(_is_day).mean() > 0.5,
        "submitted",
        "no column has days; add one to the export",
    )
    identity = choose(
        _IDS,
        lambda cells: (
            cells.is_unique and not (cells == "").any() and not cells.str.contains("@").any()
        ),
        "response_id",
        "no column has an id that is given once; add one to the export",
    )
    columns = {"id": identity, "area": area, "submitted": day}
    # A start without a time of day, as Snap's date alone, tells nothing of how long it took.
    begun = [folded[name] for name in _STARTS if name in folded and folded[name] in left]
    begun = [column for column in begun if frame[column].str.contains(_TIME).mean() > 0.5]
    if begun:
        columns["started"] = (begun[0], "when the response was begun")
    return {key: c for key, (c, _) in columns.items()}, {key: n for key, (_, n) in columns.items()}


def _is_day(text: str) -> bool:
    return bool(
        re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])", text) or re.fullmatch(_ORDERED, text)
    )


def _order_of_dates(days: pd.Series | None) -> tuple[str, str]:
    if days is None:
        return "iso", ""
    parts = days.str.extract(_ORDERED).dropna().astype(int)
    if parts.empty:
        return "iso", ""
    if (parts[1] > 12).any():
        return "month-first", "a second number is over 12"
    if (parts[0] > 12).any():
        return "day-first", "a first number is over 12"
    return "day-first", "NOT KNOWN: no number is over 12, so find out which the tool writes"


def _is_personal(header: str, cells: pd.Series) -> bool:
    told = cells[cells != ""]
    seen = told.str.contains(_PERSON.pattern).mean() if len(told) else 0
    asks = bool(_PERSONAL.search(header)) and len(_shown(told)[0]) < 2
    return fold(header) in _RECORDED or asks or seen > 0.2


def _blanks(frame: pd.DataFrame) -> list[str]:
    """What stands for "not answered" in the export, as written there."""
    count = Counter(
        value for column in frame for value in frame[column].unique() if fold(value) in _BLANK
    )
    return sorted(count)


def _not_ticked(frame: pd.DataFrame, questions: Iterable[_Question]) -> list[str]:
    columns = [
        f"{question.header} - {answer}"
        for question in questions
        if question.kind == "multiple" and not question.joined
        for answer in question.answers
    ]
    return sorted(
        {
            value
            for column in columns
            for value in frame[column].unique()
            if fold(value) in _NOT_TICKED
        }
    )


def _questions(
    columns: list[str], frame: pd.DataFrame, blank: Sequence[str]
) -> Iterable[_Question]:
    place = 0
    while place < len(columns):
        header, answers = _ticked(columns[place:], frame)
        if answers:
            yield _Question(header, "multiple", answers)
            place += len(answers)
        else:
            cells = frame[columns[place]]
            yield _asked_once(columns[place], cells[(cells != "") & ~cells.isin(blank)])
            place += 1


def _ticked(columns: list[str], frame: pd.DataFrame) -> tuple[str, list[str]]:
    """The question and the answers of the columns that come first, if they are for ticking."""
    first = columns[0]
    for cut in [found.start() for found in re.finditer(" - ", first)]:
        header = first[:cut]
        own: list[str] = []
        for column in columns:
            if not column.startswith(f"{header} - "):
                break
            answer = column[len(header) + 3 :]
            ticks = {fold(answer), *map(fold, TICKS), "", *_NOT_TICKED, *_BLANK}
            if not {fold(value) for value in frame[column].unique()} <= ticks:
                break
            own.append(answer)
        if len(own) > 1:
            return header, own
    return "", []


def _asked_once(header: str, told: pd.Series) -> _Question:
    """The question of one column; `told` are its answers without blanks."""
    if told.empty:
        return _Question(header, "text", checks=["nobody answered, so the type is not known"])
    if _WORDED.search(header):
        return _Question(header, "text")
    if told.str.contains(";").any():
        answers, checks = _joined(told)
        if len(answers) > 1:
            return _Question(header, "multiple", answers, joined=True, checks=checks)
    answers, rare = _shown(told)
    if len(answers) == 1 and answers[0] in ("Yes", "No"):
        answers = ["Yes", "No"]
    if len(answers) > 1:
        return _Question(header, "single", answers, checks=rare)
    return _Question(
        header, "text", checks=["few answers are alike; if it has fixed ones, list them"]
    )


def _joined(told: pd.Series) -> tuple[list[str], list[str]]:
    """The answers that are joined in the cells `told`, and what is to be checked of them."""
    cells = [text.rstrip("; ").split(";") for text in told]
    merged = []
    answers, rare = _shown(_pieces(cells))
    while answers and (pair := _always_together(cells)):
        # Two answers that nobody gave alone are rather one that holds the separator.
        cells = [_merge(cell, pair) for cell in cells]
        answers, rare = _shown(_pieces(cells))
        merged.append(f"whether {';'.join(pair)!r} is one answer; nobody gave a part of it alone")
    return answers, [*rare, *merged]


def _pieces(cells: list[list[str]]) -> pd.Series:
    return pd.Series([piece.strip() for cell in cells for piece in cell], dtype=str)


def _always_together(cells: list[list[str]]) -> tuple[str, str] | None:
    count = Counter(piece for cell in cells for piece in cell)
    pairs = Counter(pair for cell in cells for pair in pairwise(cell))
    for pair, number in pairs.items():
        if number >= _FEWEST and number == count[pair[0]] == count[pair[1]]:
            return pair
    return None


def _merge(cell: list[str], pair: tuple[str, str]) -> list[str]:
    for place, found in enumerate(pairwise(cell)):
        if found == pair:
            return [*cell[:place], ";".join(pair), *cell[place + 2 :]]
    return cell


def _shown(told: pd.Series) -> tuple[list[str], list[str]]:
    """The answers that may be shown, and what is to be checked of the others."""
    count = told.value_counts(sort=False)
    common = [str(text) for text in count.index[count >= _FEWEST]]
    rare = count[count < _FEWEST]
    too_many = len(common) > _MOST or len(rare) * 10 > len(told)
    if too_many or any(len(text) > _LONGEST or _PERSON.search(text) for text in common):
        return [], []
    last = [text for text in common if fold(text) == "prefer not to say"]
    answers = [text for text in common if text not in last] + last
    note = f"{len(rare)} answers that only one person gave are not shown; add what was offered"
    return answers, [note] if len(rare) else []
