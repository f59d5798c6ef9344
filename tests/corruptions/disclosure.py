"""What a reviewer must allow before it is told: numbers that tell of single areas."""

from __future__ import annotations

from random import Random

from corruptions.aggregates import DISCUSSIONS, FINAL, THEMES
from corruptions.damage import Corruption, Damage, Place, Row, Run, cell, drawn, told

VISITS = "data/processed/confidential/visits.csv"


def _number(less: int | None = None) -> Damage:
    """Another number in a row of all sectors and voices that tells of nobody: 1, or all
    less some."""
    column, whole = "areas_told", "areas_visited"

    def tells_of_nobody(row: Row) -> bool:
        both = row["sector"] == row["voice"] == "all"
        return both and 2 <= int(row[column]) <= int(row[whole]) - 2

    def value(row: Row) -> str:
        return "1" if less is None else str(int(row[whole]) - less)

    return told(cell(THEMES, column, value, tells_of_nobody), column="theme")


def _none(run: Run, rng: Random) -> Place:
    """In no discussion, where there were some."""

    def some(row: Row) -> bool:
        return row["sector"] == row["voice"] == "all" and row["discussions_told"] != "0"

    return told(cell(DISCUSSIONS, "discussions_told", "0", some), column="theme")(run, rng)


def _another_report(run: Run, rng: Random) -> Place:
    """A visit of the briefing is one of the final report alone."""
    rows = run.rows(VISITS)
    place = rows[0].index("report")
    number = drawn(rows, rng, lambda row: row["report"] == "october-2020")
    rows[number - 1][place] = "final-2021"
    run.save(VISITS, rows)
    return Place(f"{FINAL}/themes.csv", "", "areas_told", "10 areas and 5, 5 of them in both")


CORRUPTIONS = [
    Corruption("DIS-101", "a theme is told in one area", _number()),
    Corruption("DIS-102", "a theme is told in every area", _number(0)),
    Corruption("DIS-103", "a theme is told in no discussion", _none),
    Corruption("DIS-104", "a theme is told in all areas but one", _number(1)),
    Corruption("DIS-105", "a briefing has an area less than the report over it", _another_report),
]  # fmt: skip
