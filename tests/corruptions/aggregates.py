"""What the aggregate stage counts: all of it the pipeline's own work, so broken where it stands."""

from __future__ import annotations

from random import Random
from typing import Any

from catalogue.entry import ANY

from corruptions.damage import AGGREGATES, Corruption, Place, Row, Run, cell, drawn, row_added, told

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


def _fewer_than_in_october(table: str, figure: str):
    """The final report has none of what the briefing that it includes has some of."""

    def damage(run: Run, rng: Random) -> Place:
        part, name = run.rows(f"{OCTOBER}/{table}.csv"), f"{FINAL}/{table}.csv"
        place = part[0].index(figure)
        key = part[drawn(part, rng, lambda row: int(row[figure]) > 0) - 1][:4]
        rows = run.rows(name)
        number = next(n for n, row in enumerate(rows, 1) if row[:4] == key)
        rows[number - 1][place] = "0"
        run.save(name, rows)
        return Place(name, number, figure)

    return damage


def _fewer_discussions(run: Run, rng: Random) -> Place:
    """A report that is cumulative over discussions has a theme from fewer of them."""

    def include(config: Any) -> None:
        config["reports"]["final-2021"]["cumulative_over"].append("november-2020")

    run.settings = include
    rows = run.rows(DISCUSSIONS)
    number = drawn(rows, rng, lambda row: int(row["discussions_told"]) > 0)
    rows[number - 1][4] = "0"
    name = f"{FINAL}/discussions.csv"
    run.save(name, rows)
    return Place(name, number, "discussions_told")


def _too_large_a_base(run: Run, rng: Random) -> Place:
    """A question that takes several answers has more respondents than ticks."""
    name = rng.choice(ANSWERS)
    rows = run.rows(name)
    number = drawn(rows, rng, lambda row: row["question"] in ("services_kept", "missed"))
    first = next(n for n, row in enumerate(rows, 1) if row[:3] == rows[number - 1][:3])
    ticks = sum(int(row[4]) for row in rows[1:] if row[:3] == rows[number - 1][:3])
    rows[first - 1][5] = str(ticks + 1)
    run.save(name, rows)
    return Place(name, first, "base")


def _has_room(row: Row) -> bool:
    return int(row["areas_told"]) < int(row["areas_visited"])


CORRUPTIONS = [
    Corruption("AGG-101", "a count of areas is no number", cell(THEMES, "areas_told", "few"),
               ("AGG-102", "AGG-104")),
    Corruption("AGG-102", "a theme is told by more areas than were visited", cell(
               THEMES, "areas_told", _more("areas_visited")), ("AGG-104",)),
    Corruption("AGG-103", "a theme is counted twice", row_added(THEMES, "theme")),
    Corruption("AGG-104", "a sector's areas are more than all areas", _part_above_all),
    Corruption("AGG-105", "an area visited is counted twice", cell(
               THEMES, "areas_visited", _more("areas_visited"))),
    Corruption("AGG-106", "an area told is counted twice", cell(
               THEMES, "areas_told", _more("areas_told"), _has_room)),
    Corruption("AGG-107", "a theme is told by fewer areas than in a report that is included",
               _fewer_than_in_october("themes", "areas_told")),
    Corruption("AGG-111", "an answer is given by more than answered", cell(
               ANSWERS, "count", _more("base")), ("AGG-112",)),
    Corruption("AGG-112", "an answer is counted for one person too many", _one_too_many),
    Corruption("AGG-113", "an answer is counted twice", row_added(ANSWERS, "answer")),
    Corruption("AGG-114", "ticks are fewer than those who ticked", _too_large_a_base),
    Corruption("AGG-115", "a response is counted twice for an answer", cell(
               ANSWERS, "count", _more("count"))),
    Corruption("AGG-116", "a base has a response too many", cell(ANSWERS, "base", _more("base"))),
    Corruption("AGG-117", "an answer is given by fewer than in a report that is included",
               _fewer_than_in_october("answers", "count")),
    Corruption("AGG-121", "a theme is told in more discussions than were held", cell(
               DISCUSSIONS, "discussions_told", _more("discussions"))),
    Corruption("AGG-122", "a theme of discussions is counted twice", told(
               row_added(DISCUSSIONS, "theme"), column=ANY)),
    Corruption("AGG-123", "a discussion is counted twice for a theme", cell(
               DISCUSSIONS, "discussions_told", _more("discussions_told"))),
    Corruption("AGG-124", "a discussion held is counted twice", cell(
               DISCUSSIONS, "discussions", _more("discussions"))),
    Corruption("AGG-125", "a theme is told in fewer discussions than in a report that is included",
               _fewer_discussions),
    Corruption("AGG-131", "a figure is cited before it was published", cell(
               CONTEXT, "published", "2021-05-13")),
]  # fmt: skip
