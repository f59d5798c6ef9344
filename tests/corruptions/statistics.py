"""Official statistics, and what reports may cite of them."""

from __future__ import annotations

from random import Random

from corruptions.damage import (
    Corruption,
    Place,
    Row,
    Run,
    cell,
    first,
    in_turn,
    put,
    row_added,
    rows_left_out,
    told,
)
from corruptions.files import PLANS, TIMELINESS

LOCAL = "Local authority"
BOTH = [PLANS, TIMELINESS]
#: A national sum that lacks a row no longer adds up.
SUMS = ("REF-101", "REF-102")


def local(row: Row) -> bool:
    return row["geographic_level"] == LOCAL


def _figured(row: Row) -> bool:
    return local(row) and row["TotNoExcEHC"].isdigit() and row["NoExc20weekEHC"].isdigit()


def _cited(row: Row) -> bool:
    return row["time_period"] == "2020" and bool(row["published"])


def _unpublished(run: Run, rng: Random) -> Place:
    """The reports cite the newest year there is, and none had been published by their dates."""
    config = run.path("config/config.yaml")
    kept = [line for line in config.read_text(encoding="utf-8").splitlines(keepends=True)
            if "cites:" not in line]  # fmt: skip
    config.write_text("".join(kept), encoding="utf-8")
    name = rng.choice(BOTH)
    rows = run.rows(name)
    published = rows[0].index("published")
    for row in rows[1:]:
        row[published] = row[published] and "2021-06-30"
    run.save(name, rows)
    return Place(run.source(name), "", "published")


CORRUPTIONS = [
    Corruption("REF-001", "a figure's year is written short", cell(
               BOTH, "time_period", lambda row: row["time_period"][2:]), SUMS),
    Corruption("REF-002", "a figure was published on no day", cell(
               BOTH, "published", "May 2020"), ("REF-004",)),
    Corruption("REF-003", "a figure has a letter in it", cell(
               PLANS, "Total_ehc", lambda row: row["Total_ehc"] + "p", local)),
    Corruption("REF-004", "a cited figure was published after the report", cell(
               PLANS, "published", "2021-05-13", _cited)),
    Corruption("REF-005", "no figures had been published when a report was written", _unpublished),
    Corruption("REF-006", "a table of statistics is of no kind that is read",
               put("reference/pupils.csv", b"a,b\n1,2\n", value="pupils.csv")),
    Corruption("REF-007", "an area's figures stand twice", row_added(
               BOTH, "new_la_code", local)),
    Corruption("REF-008", "an area's figures have no code", cell(
               BOTH, "new_la_code", lambda row: row["la_name"], local)),
    Corruption("REF-101", "an area has ten plans more than were published", told(cell(
               PLANS, "Total_all", lambda row: str(int(row["Total_all"]) + 10),
               lambda row: local(row) and row["Total_all"].isdigit()), row="")),
    Corruption("REF-102", "an area issued ten plans more than were published", told(cell(
               TIMELINESS, "TotNoExcEHC", lambda row: str(int(row["TotNoExcEHC"]) + 10), _figured),
               row="", column="areas"), ("REF-106",)),
    Corruption("REF-103", "areas are missing from a year's figures", rows_left_out(
               TIMELINESS, lambda row: local(row) and row["time_period"] == "2019",
               Place(f"data/raw/{TIMELINESS}", "", "new_la_code", value="time_period 2019"), 4),
               ("REF-102",)),
    Corruption("REF-104", "a figure that may be cited is of an area that nobody knows", cell(
               TIMELINESS, "new_la_code", "E06000999",
               lambda row: local(row) and bool(row["published"]))),
    Corruption("REF-105", "more plans were issued in time than were issued", cell(
               TIMELINESS, "NoExc20weekEHC", lambda row: str(int(row["TotNoExcEHC"]) + 1),
               _figured), ("REF-102", "REF-106")),
    Corruption("REF-105", "more plans were issued in time than were issued, below a row set aside",
               in_turn(first(TIMELINESS, time_period="21"), cell(
                   TIMELINESS, "NoExc20weekEHC", lambda row: str(int(row["TotNoExcEHC"]) + 1),
                   _figured)), ("REF-001", "REF-102", "REF-106")),
    Corruption("REF-106", "a published percentage is not that of its figures", cell(
               TIMELINESS, "NoExc20weekRate",
               lambda row: str(round((float(row["NoExc20weekRate"]) + 50) % 100, 1)),
               lambda row: _figured(row) and row["NoExc20weekRate"] not in ("z", ""))),
]  # fmt: skip
