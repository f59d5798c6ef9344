"""Survey exports: ids, areas, days, answers and routing; and the tidy table of responses."""

from __future__ import annotations

from random import Random

import pandas as pd
from catalogue.entry import remove

from corruptions.damage import (
    Corruption,
    Place,
    Row,
    Run,
    answers,
    cell,
    copied,
    drawn,
    put,
    row_added,
    spoilt,
)
from corruptions.files import AREAS, BOOKS, EXPORTS, FAMILIES, YOUNG

FORM = "config/surveys/parents_carers.yaml"
ID, AREA, DAY = "Response ID", "area_code", "submitted"
INFORMED = "How well were you kept informed about the support available?"
REMOTE = "Did you take part in a meeting or appointment by telephone or video?"
REMOTE_WORKED = "How well did meeting by telephone or video work for your family?"
#: The columns before the answers of a family.
ABOUT = {ID, AREA, DAY, "IP address", "Email address"}


def _answered(row: Row) -> bool:
    return bool(row[INFORMED])


def _silent(run: Run, rng: Random) -> Place:
    """A response that answers nothing."""
    name = rng.choice(FAMILIES)
    rows = run.rows(name)
    number = drawn(rows, rng)
    kept = [heading in ABOUT for heading in rows[0]]
    rows[number - 1] = [
        value if keep else "" for value, keep in zip(rows[number - 1], kept, strict=True)
    ]
    run.save(name, rows)
    return Place(run.source(name), number, "")


def _former_code(run: Run, rng: Random) -> Place:
    """A response by a code that its area had once; the first of that code is reported."""
    name, former = rng.choice(EXPORTS), "E98000001"
    rows = run.rows(name)
    number, place = drawn(rows, rng), rows[0].index(AREA)
    area = rows[number - 1][place]
    cell(AREAS, "former_codes", former, lambda row: row["area_code"] == area)(run, rng)
    rows[number - 1][place] = former
    run.save(name, rows)
    return Place(run.source(name), number, AREA)


def _two_orders(run: Run, rng: Random) -> Place:
    """Days with the day first, as declared, and one with the month first."""
    form = run.path(FORM)
    text = form.read_text(encoding="utf-8").replace(
        "\ndrop:", "\nexport: {dates: day-first}\ndrop:"
    )
    form.write_text(text, encoding="utf-8")
    name = rng.choice(FAMILIES)
    rows = run.rows(name)
    place = rows[0].index(DAY)
    # After the twelfth a day cannot be a month.
    late = drawn(rows, rng, lambda row: int(row[DAY][8:10]) > 12)
    for number, row in enumerate(rows[1:], 2):
        year, month, day = row[place][:10].split("-")
        row[place] = "/".join([month, day, year] if number == late else [day, month, year])
    run.save(name, rows)
    return Place(run.source(name), late, DAY)


def _headers_in_capitals(run: Run, rng: Random) -> Place:
    name = rng.choice(EXPORTS)
    rows = run.rows(name)
    column = rng.choice([place for place, name in enumerate(rows[0]) if name.endswith("?")])
    rows[0][column] = rows[0][column].upper()
    run.save(name, rows)
    return Place(run.source(name), 1, rows[0][column])


def _no_young_people(run: Run, rng: Random) -> Place:
    for name in (YOUNG, BOOKS[1]):
        remove(run.path(name))
    return Place("config/surveys/young_people.yaml", "", "")


def _without_rows(run: Run, rng: Random) -> Place:
    name = rng.choice(EXPORTS)
    run.save(name, run.rows(name)[:1])
    return Place(run.source(name), "", "")


def _again(frame: pd.DataFrame, number: int) -> pd.DataFrame:
    return pd.concat([frame, frame.loc[[number]]], ignore_index=True)


def with_value(column: str, value: str, *, further: bool = False):
    """Another value in a row, or in a further row that is else the same."""

    def change(frame: pd.DataFrame, number: int) -> pd.DataFrame:
        if further:
            frame, number = _again(frame, number), len(frame)
        frame.loc[number, column] = value
        return frame

    return change


CORRUPTIONS = [
    Corruption("SVY-001", "an export is of no known survey", spoilt(
               "surveys/teachers/october-2020.csv", lambda path: (
                   path.parent.mkdir(), path.write_text("Response ID\nT-1\n")))),
    Corruption("SVY-002", "a lock file of a spreadsheet stands among the exports", put(
               "surveys/young_people/~$october.xlsx", b"\5user")),
    Corruption("SVY-003", "a response has no id", cell(EXPORTS, ID, "")),
    Corruption("SVY-004", "a response stands twice, with other answers", row_added(
               FAMILIES, ID, _answered, {INFORMED: "Prefer not to say"} | {DAY: "2021-01-04"})),
    Corruption("SVY-005", "a response's area is not known", cell(EXPORTS, AREA, "E06000999")),
    Corruption("SVY-006", "a response's area is one that was not visited",
               cell(EXPORTS, AREA, "E06000023")),
    Corruption("SVY-007", "a response's day is in British order", cell(
               EXPORTS, DAY, lambda row: "/".join(reversed(row[DAY][:10].split("-"))))),
    Corruption("SVY-008", "an answer is none that the question offers", cell(
               FAMILIES, INFORMED, "Quite well", _answered)),
    Corruption("SVY-009", "a question is answered that was not asked", cell(
               FAMILIES, REMOTE_WORKED, "Very well", lambda row: row[REMOTE] == "No")),
    Corruption("SVY-010", "a response answers nothing", _silent),
    Corruption("SVY-011", "a response's area has its former code", _former_code),
    Corruption("SVY-012", "a survey has no export", _no_young_people),
    Corruption("SVY-013", "an export stands in two files", copied(
               YOUNG, "surveys/young_people/october-2020_again.csv")),
    Corruption("SVY-014", "a question's header is in capitals", _headers_in_capitals),
    Corruption("SVY-015", "a response is two years from its visit", cell(
               EXPORTS, DAY, lambda row: str(int(row[DAY][:4]) - 2) + row[DAY][4:])),
    Corruption("SVY-016", "an export has no responses", _without_rows),
    Corruption("SVY-017", "days are in two orders", _two_orders),
    Corruption("SVY-101", "a response has an answer twice", answers(
               _again), ("SVY-105",)),
    Corruption("SVY-102", "a response is of an area that was not visited for its report", answers(
               with_value("wave", "november-2020"))),
    Corruption("SVY-103", "an answer is to no question of its survey", answers(
               with_value("question", "weather"))),
    Corruption("SVY-104", "an answer is none that the question offers", answers(
               with_value("answer", "Quite well"), "question == 'information'")),
    Corruption("SVY-105", "a question that takes one answer has two", answers(
               with_value("answer", "Prefer not to say", further=True),
               "question == 'information' and answer != 'Prefer not to say'")),
]  # fmt: skip
