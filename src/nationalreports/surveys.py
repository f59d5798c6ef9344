"""Survey exports, one row a respondent, to one tidy table of responses, one row an answer.

Rules: SVY-001 a file of no survey; SVY-002 skipped; SVY-003 no id; SVY-004 an id twice; SVY-005 an
unknown area; SVY-006 an area not visited; SVY-007 a day; SVY-008 an unknown answer; SVY-009 an
answer to a question not asked; SVY-010 nothing answered; SVY-011 a former area code; SVY-012 a
survey without an export. Wrong columns are found in reading: TAB-007 and TAB-008.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports.areas import resolve_area, unknown_area
from nationalreports.problems import Problem, Severity
from nationalreports.tables import read_table

RESPONSE_COLUMNS = ["response_id", "survey", "area_code", "wave", "question", "answer"]

#: What ticks an answer of a `multiple` question, besides the answer's own text.
TICKS = ("Yes", "1", "X", "x")

#: Names of files that are no exports: hidden ones, Office's lock files, and notes.
_SKIPPED = (".", "~$", "README")

#: A day, or a day and a time with or without its zone.
_SUBMITTED = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"([ T][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)


def ingest_surveys(
    files: Iterable[Path],
    surveys: dict[str, dict[str, Any]],
    visits: pd.DataFrame,
    areas: pd.DataFrame,
    *,
    root: Path,
) -> tuple[pd.DataFrame, list[Problem]]:
    """All exports as one table with `RESPONSE_COLUMNS`, all strings, and what is wrong with them.

    `files` stand in folders named after the keys of `surveys` (config/surveys/*.yaml). `visits`
    needs area_code, start_date and report; `areas` as from `read_areas`. `response_id` is
    "<survey>-<the export's id>"; `wave` is the report of the visit to the response's area (of
    several, that which started nearest to the response). A `single` or `text` question gives one
    row if it was answered, a `multiple` question one row a ticked answer.

    A row without a usable id, area or day is an error and set aside whole; an answer that is
    unknown, or to a question that was not asked, is an error and alone set aside. Columns that a
    survey drops are discarded as soon as they are read.
    """
    problems: list[Problem] = []
    parts: list[pd.DataFrame] = []
    exports: dict[str, list[Path]] = {survey: [] for survey in surveys}
    for path in sorted(files):
        source, survey = path.relative_to(root).as_posix(), path.parent.name
        if path.name.startswith(_SKIPPED):
            message = "skipped, as its name says that it is no export; nothing to do"
            problems.append(Problem("info", source, "", "", "SVY-002", "", message))
        elif survey not in surveys:
            known = ", ".join(surveys) or "none"
            message = f"no survey of this name in config/surveys/; move it to a folder of: {known}"
            problems.append(Problem("error", source, "", "", "SVY-001", survey, message))
        else:
            exports[survey].append(path)
    for survey, paths in exports.items():
        if not paths:
            message = (
                f"no export of this survey; put it into data/raw/surveys/{survey}/ if there is one"
            )
            place = f"config/surveys/{survey}.yaml"
            problems.append(Problem("warning", place, "", "", "SVY-012", "", message))
        tables = [_read(path, surveys[survey], problems, root) for path in paths]
        if tables:
            # One table a survey, so that an id is unique over all of its files.
            wide = pd.concat(tables, ignore_index=True)
            parts.append(_tidy(wide, survey, surveys[survey], visits, areas, problems))
    if not parts:
        return pd.DataFrame(columns=RESPONSE_COLUMNS, dtype=str), problems
    return pd.concat(parts, ignore_index=True), problems


def _read(path: Path, form: dict[str, Any], problems: list[Problem], root: Path) -> pd.DataFrame:
    """One export, with its place in the columns `_source` and `_row`, without what is dropped."""
    source = path.relative_to(root).as_posix()
    headers = [header for _, _, header in _columns(form)]
    frame, found = read_table(
        path,
        source=source,
        required=[form["id"], form["area"], form["submitted"], *headers],
        optional=form["drop"],
    )
    problems += found
    return frame.drop(columns=form["drop"]).assign(_source=source, _row=frame.index)


def _columns(form: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Question, answer ("" unless `multiple`) and header of each column of answers."""
    return [
        (question, answer, f"{entry['header']} - {answer}" if answer else entry["header"])
        for question, entry in form["questions"].items()
        for answer in (entry["answers"] if entry["type"] == "multiple" else [""])
    ]


def _tidy(
    wide: pd.DataFrame,
    survey: str,
    form: dict[str, Any],
    visits: pd.DataFrame,
    areas: pd.DataFrame,
    problems: list[Problem],
) -> pd.DataFrame:
    wide = _identify(wide, survey, form, visits, areas, problems)
    parts: list[pd.DataFrame] = []
    columns = _columns(form)
    answers = _known_answers(wide, form, columns, problems)
    _check_routing(answers, wide, form, columns, problems)
    for order, ((question, _, _), given) in enumerate(zip(columns, answers, strict=True)):
        told = given[given != ""]
        parts.append(
            wide.loc[told.index, ["response_id", "area_code", "wave"]].assign(
                question=question, answer=told, _order=order
            )
        )
    tidy = pd.concat(parts, ignore_index=True)
    tidy["survey"] = survey
    silent = wide.loc[~wide["response_id"].isin(tidy["response_id"])]
    message = "no question is answered; the response counts nowhere"
    problems += _each(silent, "", "info", "SVY-010", silent.index, message)
    tidy = tidy.sort_values(["response_id", "_order"], kind="stable", ignore_index=True)
    return tidy[RESPONSE_COLUMNS]


def _identify(
    wide: pd.DataFrame,
    survey: str,
    form: dict[str, Any],
    visits: pd.DataFrame,
    areas: pd.DataFrame,
    problems: list[Problem],
) -> pd.DataFrame:
    """The rows that have an id, an area that was visited and a day; with response_id and wave."""
    own, area, day = wide[form["id"]], wide[form["area"]], wide[form["submitted"]]

    blank = own == ""
    problems += _each(
        wide,
        form["id"],
        "error",
        "SVY-003",
        wide.index[blank],
        "the response has no id; give it one",
    )
    again = own.duplicated() & ~blank
    if again.any():
        first = wide[~own.duplicated()].set_index(form["id"])
        where = first["_source"] + ", row " + first["_row"].astype(str)
        message = "the id stands in {} too; delete one of the two, or correct the id"
        told = [message.format(place) for place in where.reindex(own[again])]
        problems += _each(wide, form["id"], "error", "SVY-004", wide.index[again], told)

    resolved = {code: resolve_area(code, areas) for code in area.unique()}
    present = area.map({code: found for code, (found, _) in resolved.items()})
    unknown = present == ""
    told = [unknown_area(code, resolved[code][1], areas) for code in area[unknown]]
    problems += _each(wide, form["area"], "error", "SVY-005", wide.index[unknown], told)
    former = (present != area) & ~unknown
    # One warning a code and file: the remedy is one replacement.
    once = wide[former].drop_duplicates(["_source", form["area"]])
    told = [
        f"{code} is a former code, taken as {resolved[code][0]}; replace it in the file"
        for code in once[form["area"]]
    ]
    problems += _each(wide, form["area"], "warning", "SVY-011", once.index, told)
    elsewhere = ~unknown & ~present.isin(visits["area_code"])
    message = "the area was not visited; correct the code, or add the visit to visits.csv"
    problems += _each(wide, form["area"], "error", "SVY-006", wide.index[elsewhere], message)

    date = pd.to_datetime(day.str[:10], format="%Y-%m-%d", errors="coerce")
    undated = date.isna() | ~day.str.fullmatch(_SUBMITTED)
    message = "is no day; write it as 2020-10-05 or 2020-10-05 14:30"
    problems += _each(wide, form["submitted"], "error", "SVY-007", wide.index[undated], message)

    wide = wide.assign(
        response_id=f"{survey}-" + own, area_code=present, wave=_waves(present, date, visits)
    )
    return wide[~(blank | again | unknown | elsewhere | undated)]


def _waves(area: pd.Series, date: pd.Series, visits: pd.DataFrame) -> pd.Series:
    """The report of each area's visit; of several visits, of the one that started nearest."""
    wave = pd.Series("", index=area.index, dtype=str)
    gap = pd.Series(pd.Timedelta.max, index=area.index)
    for visit in visits.sort_values("start_date").itertuples():
        away = (date - pd.Timestamp(str(visit.start_date))).abs()
        nearer = (area == visit.area_code) & (away < gap)
        wave = wave.mask(nearer, str(visit.report))
        gap = gap.mask(nearer, away)
    return wave


def _known_answers(
    wide: pd.DataFrame,
    form: dict[str, Any],
    columns: list[tuple[str, str, str]],
    problems: list[Problem],
) -> list[pd.Series]:
    """Of each column, the answer that each row gives, "" for none; unknown ones are set aside."""
    answers = []
    for question, answer, header in columns:
        entry, given = form["questions"][question], wide[header]
        if entry["type"] == "text":
            answers.append(given)
            continue
        if answer:
            taken = {"": "", answer: answer, **dict.fromkeys(TICKS, answer)}
            allowed = [answer, *TICKS[:-1], "blank for not ticked"]
        else:
            taken = {"": "", **{known: known for known in entry["answers"]}}
            allowed = entry["answers"]
        unknown = ~given.isin(list(taken))
        told = {value: _unknown_answer(value, allowed) for value in given[unknown].unique()}
        problems += _each(
            wide, header, "error", "SVY-008", wide.index[unknown], [told[v] for v in given[unknown]]
        )
        answers.append(given.map(taken).fillna(""))
    return answers


def _unknown_answer(value: str, allowed: Sequence[str]) -> str:
    near = difflib.get_close_matches(value[:200], allowed, 1)
    meant = f" (is {near[0]!r} meant?)" if near else ""
    return f"is not an answer to this question{meant}; write one of: {'; '.join(allowed)}"


def _check_routing(
    answers: list[pd.Series],
    wide: pd.DataFrame,
    form: dict[str, Any],
    columns: list[tuple[str, str, str]],
    problems: list[Problem],
) -> None:
    """Set aside answers to questions that a row's other answers led past.

    An unknown answer to the leading question is an error already; what follows it is let stand.
    """
    for place, (question, _, header) in enumerate(columns):
        route = form["questions"][question].get("asked_if")
        if not route:
            continue
        asked = pd.Series(False, index=wide.index)
        for other, (led_by, _, led_header) in enumerate(columns):
            if led_by == route["question"]:
                unknown = (answers[other] == "") & (wide[led_header] != "")
                asked |= (answers[other] == route["answer"]) | unknown
        wrong = (answers[place] != "") & ~asked
        leading = form["questions"][route["question"]]["header"]
        message = (
            f"was asked only of those who answered {route['answer']!r} to {leading!r}; "
            "correct that answer or delete this one"
        )
        problems += _each(wide, header, "error", "SVY-009", wide.index[wrong], message)
        answers[place] = answers[place].mask(wrong, "")


def _each(
    wide: pd.DataFrame,
    column: str,
    severity: Severity,
    rule: str,
    rows: pd.Index,
    message: str | Sequence[str],
) -> list[Problem]:
    """A problem for each of `rows`, with one message or one a row."""
    messages = [message] * len(rows) if isinstance(message, str) else message
    values = wide.loc[rows, column] if column else [""] * len(rows)
    places = wide.loc[rows, ["_source", "_row"]].itertuples(index=False, name=None)
    return [
        Problem(severity, source, int(row), column, rule, value, text)
        for (source, row), value, text in zip(places, values, messages, strict=True)
    ]
