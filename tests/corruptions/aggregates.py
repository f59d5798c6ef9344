"""What the aggregate stage counts: all of it the pipeline's own work, so broken where it stands."""

from __future__ import annotations

from random import Random

from corruptions.damage import AGGREGATES, Corruption, Place, Row, Run, cell, drawn, row_added

OCTOBER, FINAL = f"{AGGREGATES}/october-2020", f"{AGGREGATES}/final-2021"
THEMES = [f"{OCTOBER}/themes.csv", f"{FINAL}/themes.csv"]
ANSWERS = [f"{OCTOBER}/answers.csv", f"{FINAL}/answers.csv"]
DISCUSSIONS = f"{AGGREGATES}/november-2020/discussions.csv"
CONTEXT = [f"{AGGREGATES}/{report}/context.csv" for report in ("october-2020", "november-2020")]


def _more(column: str, more: int = 1):
    return lambda row: str(int(row[column]) + more)


def _part(row: Row) -> bool:
    return row["sector"] != "all" or row["voice"] != "all"


def _one_too_many(run: Run, rng: Random) -> Place:
    """An answer to a question that takes one; its question's first row is reported."""
    name = rng.choice(ANSWERS)
    rows = run.rows(name)
    where = lambda row: row["question"] in ("information", "learning")  # noqa: E731
    number = drawn(rows, rng, where)
    rows[number - 1][4] = str(int(rows[number - 1][4]) + 1)
    run.save(name, rows)
    first = next(n for n, row in enumerate(rows, 1) if row[:3] == rows[number - 1][:3])
    return Place(name, first, "base")


def _part_above_all(run: Run, rng: Random) -> Place:
    """A sector's areas are more than all, though not more than were visited."""
    name = rng.choice(THEMES)
    rows = run.rows(name)
    told = {tuple(row[:2]): int(row[4]) for row in rows[1:] if row[2:4] == ["all", "all"]}

    def has_room(row: Row) -> bool:
        return _part(row) and told[row["question"], row["theme"]] < int(row["areas_visited"])

    number = drawn(rows, rng, has_room)
    rows[number - 1][4] = str(told[tuple(rows[number - 1][:2])] + 1)
    run.save(name, rows)
    return Place(name, number, "areas_told")


CORRUPTIONS = [
    Corruption("AGG-101", "a count of areas is no number", cell(THEMES, "areas_told", "few"),
               ("AGG-102", "AGG-104")),
    Corruption("AGG-102", "a theme is told by more areas than were visited", cell(
               THEMES, "areas_told", _more("areas_visited")), ("AGG-104",)),
    Corruption("AGG-103", "a theme is counted twice", row_added(THEMES, "theme")),
    Corruption("AGG-104", "a sector's areas are more than all areas", _part_above_all),
    Corruption("AGG-105", "an area visited is counted twice", cell(
               THEMES, "areas_visited", _more("areas_visited"))),
    Corruption("AGG-111", "an answer is given by more than answered", cell(
               ANSWERS, "count", _more("base")), ("AGG-112",)),
    Corruption("AGG-112", "an answer is counted for one person too many", _one_too_many),
    Corruption("AGG-113", "an answer is counted twice", row_added(ANSWERS, "answer")),
    Corruption("AGG-121", "a theme is told in more discussions than were held", cell(
               DISCUSSIONS, "discussions_told", _more("discussions"))),
    Corruption("AGG-131", "a figure is cited before it was published", cell(
               CONTEXT, "published", "2021-05-13")),
]  # fmt: skip
