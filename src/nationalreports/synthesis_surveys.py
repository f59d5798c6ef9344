"""The demonstration's survey exports: wide, as tools for surveys give them."""

from __future__ import annotations

import csv
import datetime
import io
import itertools
import random
from collections.abc import Iterator
from typing import Any

import openpyxl

from nationalreports.spreadsheets import repack
from nationalreports.synthesis_text import Visit

Row = dict[str, str]

#: Responses come in from a week before to a week after the start of the visit.
DAYS_AROUND = 7
#: Of a hundred respondents, so many skip a question, and so many leave a comment; of a hundred
#: comments, so many are hostile.
SKIP, COMMENT, HOSTILE = 3, 9, 20


def write_exports(
    name: str, survey: dict[str, Any], visits: list[Visit], series: dict[str, Any], seed: int
) -> dict[str, bytes]:
    """The export files of one survey: file name -> content.

    Response ids are unique over all files of the survey. How the responses are cut into files is
    set in `series.yaml`, under `exports`.
    """
    rows: dict[str, list[Row]] = {}
    number = 0
    chance = random.Random(f"{seed}:{name}")
    comments = _comments(series, random.Random(f"{seed}:{name}:comments"))
    for visit in visits:
        lean = _lean(survey, chance)
        rows[visit.visit_id] = []
        for _ in range(int(visit.plan.get(name, 0))):
            number += 1
            rows[visit.visit_id].append(
                _respond(name, number, survey, visit, series, lean, comments, chance)
            )
    files: dict[str, bytes] = {}
    columns = _columns(survey)
    for wave in dict.fromkeys(visit.wave for visit in visits):
        of_wave = [visit for visit in visits if visit.wave == wave]
        form = series["exports"].get(name, {}).get(wave, "csv")
        if form == "areas":
            for visit in of_wave:
                of_area = _sorted(rows[visit.visit_id], survey)
                if visit is of_wave[-1]:
                    files[f"{visit.visit_id}.xlsx"] = _workbook(columns, of_area)
                else:
                    files[f"{visit.visit_id}.csv"] = _csv(columns, of_area)
        else:
            together = _sorted([row for visit in of_wave for row in rows[visit.visit_id]], survey)
            if form == "workbook":
                files[f"{wave}.xlsx"] = _workbook(columns, together)
            else:
                # As spreadsheets save it: a byte order mark, and lines that end in CR and LF.
                text = _csv(columns, together).decode().replace("\r\n", "\n").replace("\n", "\r\n")
                files[f"{wave}.csv"] = text.encode("utf-8-sig")
    return files


def _columns(survey: dict[str, Any]) -> list[str]:
    columns = [survey["id"], survey["submitted"], *survey["drop"], survey["area"]]
    for question in survey["questions"].values():
        if question["type"] == "multiple":
            columns += [f"{question['header']} - {answer}" for answer in question["answers"]]
        else:
            columns.append(question["header"])
    return columns


def _lean(survey: dict[str, Any], chance: random.Random) -> dict[tuple[str, str], float]:
    """How much more or less often an area's respondents give each answer."""
    return {
        (key, answer): 0.7 + 0.6 * chance.random()
        for key, question in survey["questions"].items()
        for answer in question.get("answers", [])
    }


def _respond(
    name: str,
    number: int,
    survey: dict[str, Any],
    visit: Visit,
    series: dict[str, Any],
    lean: dict[tuple[str, str], float],
    comments: Iterator[str],
    chance: random.Random,
) -> Row:
    initials = "".join(word[0] for word in name.split("_")).upper()
    start = datetime.datetime.combine(visit.start, datetime.time())
    seconds = chance.randrange(-DAYS_AROUND * 86400, DAYS_AROUND * 86400)
    row = {
        survey["id"]: f"{initials}-{number:04d}",
        survey["area"]: visit.area["code"],
        survey["submitted"]: (start + datetime.timedelta(seconds=seconds)).isoformat(),
    }
    for column in survey["drop"]:
        fake = f"{initials.lower()}{number:04d}@example.org"
        row[column] = fake if "mail" in column else f"192.0.2.{chance.randrange(1, 255)}"
    given: dict[str, str] = {}
    for key, question in survey["questions"].items():
        route = question.get("asked_if")
        if route and given.get(route["question"]) != route["answer"]:
            continue
        header = question["header"]
        if question["type"] == "text":
            row[header] = next(comments)
        elif chance.randrange(100) < SKIP:
            continue
        elif question["type"] == "multiple":
            for answer in _ticks(name, key, question, series, lean, chance):
                row[f"{header} - {answer}"] = answer
        else:
            odds = series["odds"].get(name, {}).get(key, ["1"] * len(question["answers"]))
            weights = [
                int(odd) * lean[key, answer]
                for odd, answer in zip(odds, question["answers"], strict=True)
            ]
            given[key] = _draw(question["answers"], weights, chance)
            row[header] = given[key]
    return row


def _draw(answers: list[str], weights: list[float], chance: random.Random) -> str:
    left = chance.random() * sum(weights)
    for answer, weight in zip(answers, weights, strict=True):
        left -= weight
        if left < 0:
            return answer
    return answers[-1]


def _ticks(
    name: str,
    key: str,
    question: dict[str, Any],
    series: dict[str, Any],
    lean: dict[tuple[str, str], float],
    chance: random.Random,
) -> list[str]:
    """The ticked answers; the last of a tick-all question stands for none of the others."""
    *answers, none = question["answers"]
    odds = series["odds"].get(name, {}).get(key, ["50"] * len(answers))
    ticked = [
        answer
        for odd, answer in zip(odds, answers, strict=True)
        if chance.random() * 100 < int(odd) * lean[key, answer]
    ]
    if ticked or chance.random() < 0.15:
        return ticked
    return [none]


def _comments(series: dict[str, Any], chance: random.Random) -> Iterator[str]:
    """Comments without end, most of them blank; the hostile ones take turns, so that all appear."""
    hostile = itertools.cycle(series["hostile"])
    while True:
        if chance.randrange(100) >= COMMENT:
            yield ""
        elif chance.randrange(100) < HOSTILE:
            yield next(hostile)
        else:
            yield chance.choice(series["comments"])


def _sorted(rows: list[Row], survey: dict[str, Any]) -> list[Row]:
    return sorted(rows, key=lambda row: (row[survey["submitted"]], row[survey["id"]]))


def _csv(columns: list[str], rows: list[Row]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return text.getvalue().encode()


def _workbook(columns: list[str], rows: list[Row]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Responses"
    table = [columns, *([row.get(column, "") for column in columns] for row in rows)]
    for i, line in enumerate(table, start=1):
        for j, value in enumerate(line, start=1):
            if value:
                cell = sheet.cell(i, j, value)
                cell.data_type = "s"  # else a comment that begins with = becomes a formula
    saved = io.BytesIO()
    book.save(saved)
    return repack(saved.getvalue())
