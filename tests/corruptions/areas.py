"""Visits, and the list of areas."""

from __future__ import annotations

from random import Random

from corruptions.damage import (
    TIDY,
    Corruption,
    Place,
    Run,
    cell,
    drawn,
    first,
    in_turn,
    row_added,
    rows_left_out,
    spoilt,
)
from corruptions.files import AREAS, VISITS

#: What hangs on a visit that was set aside: its letter, its responses and its codes.
FOLLOWS = ("LET-003", "SVY-006", "COD-003")
#: A visit to another area, as its letter and its responses say.
ELSEWHERE = ("LET-012", "SVY-006", "COD-003")
VISITED, LISTED = f"{TIDY}/visits.csv", f"{TIDY}/areas.csv"


def _former_code(run: Run, rng: Random) -> Place:
    """A visit by a code that its area had once."""
    rows = run.rows(VISITS)
    number = drawn(rows, rng)
    area, former = rows[number - 1][1], "E98000001"
    cell(AREAS, "former_codes", former, lambda row: row["area_code"] == area)(run, rng)
    rows[number - 1][1] = former
    run.save(VISITS, rows)
    return Place(run.source(VISITS), number, "area_code", value=former)


def _days(row: dict[str, str]) -> str:
    return "/".join(reversed(row["start_date"].split("-")))


CORRUPTIONS = [
    Corruption("VIS-001", "a visit's id is no id", cell(
               VISITS, "visit_id", lambda row: row["visit_id"].upper()), FOLLOWS),
    Corruption("VIS-002", "a visit's id stands twice", row_added(VISITS, "visit_id")),
    Corruption("VIS-003", "a visit's day is in British order", cell(VISITS, "start_date", _days),
               FOLLOWS),
    Corruption("VIS-004", "a visit ends before it starts", cell(
               VISITS, "end_date", "2020-09-30"), FOLLOWS),
    Corruption("VIS-005", "a visit's area has its former code", _former_code),
    Corruption("VIS-006", "a visit's area is not known", cell(VISITS, "area_code", "E06000999"),
               FOLLOWS),
    Corruption("VIS-007", "a visit starts in no report's window", cell(
               VISITS, "start_date", "2020-10-15", end_date="2020-10-16"), ("LET-013", "COD-003")),
    Corruption("VIS-008", "an area's code has a digit too few", cell(
               AREAS, "area_code", lambda row: row["area_code"][:-1],
               lambda row: row["fictional"] == "false")),
    Corruption("VIS-009", "there are no visits", spoilt(
               VISITS, lambda path: path.write_text("visit_id,area_code,start_date,end_date\n")),
               FOLLOWS),
    Corruption("VIS-101", "a visit stands twice", row_added(VISITED, "visit_id")),
    Corruption("VIS-102", "a visit ends before it starts", cell(VISITED, "end_date", "2020-09-30")),
    Corruption("VIS-103", "a visit starts in no report's window", cell(
               VISITS, "start_date", "2020-10-15", end_date="2020-10-16"),
               ("VIS-007", "LET-013", "COD-003")),
    Corruption("VIS-103", "a visit below one that was set aside starts in no report's window",
               in_turn(first(VISITS, start_date="5/10/2020"), cell(
                   VISITS, "start_date", "2020-10-15", lambda row: "-10-" not in row["visit_id"],
                   end_date="2020-10-16")),
               ("VIS-003", "VIS-007", *FOLLOWS)),
    Corruption("VIS-104", "a visited area is not known", cell(VISITED, "area_code", "E06000999")),
    Corruption("VIS-105", "an area was visited twice for one report", row_added(
               VISITS, "area_code", cells={"visit_id": lambda row: f"{row['visit_id']}-again"}),
               ("LET-005",)),
    Corruption("VIS-111", "an area stands twice", row_added(LISTED, "area_code")),
    Corruption("VIS-112", "areas are missing from the list", in_turn(
               rows_left_out(AREAS, lambda row: row["fictional"] == "false",
                             Place(f"data/raw/{AREAS}", "", ""), 4))),
]  # fmt: skip
