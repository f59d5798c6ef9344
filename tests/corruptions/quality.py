"""Survey quality, statistics beside their sums, and what stands in two tables at once."""

from __future__ import annotations

import datetime
from random import Random
from typing import Any

import openpyxl
import pandas as pd
import yaml
from catalogue.entry import ANY

from corruptions.damage import (
    TIDY,
    Corruption,
    Place,
    Row,
    Run,
    answers,
    cell,
    drawn,
    row_added,
    told,
)
from corruptions.files import BOOKS, FAMILIES, PLANS, TIMELINESS, VISITS
from corruptions.letters import gone
from corruptions.statistics import local
from corruptions.surveys import DAY, FORM, ID, with_value

CONFIG = "config/config.yaml"
FINDINGS = f"{TIDY}/findings.csv"
NONE = "Which services carried on for your child? - None of these"
BREAKS = "Which services carried on for your child? - Short breaks"


def _cancelling(name: str, figure: str):
    """Ten plans of an area's figure go to an area of another region, so that the nation's holds."""

    def damage(run: Run, rng: Random) -> Place:
        rows = run.rows(name)
        at = {column: place for place, column in enumerate(rows[0])}
        number = drawn(rows, rng, lambda row: local(row) and row[figure].isdigit())
        one = rows[number - 1]
        age = at.get("characteristic_age", at["time_period"])

        def is_other(row: Row) -> bool:
            same = row["time_period"] == one[at["time_period"]] and row[rows[0][age]] == one[age]
            apart = row["region_code"] != one[at["region_code"]]
            return same and apart and local(row) and row[figure].isdigit() and int(row[figure]) > 10

        other = rows[drawn(rows, rng, is_other) - 1]
        one[at[figure]] = str(int(one[at[figure]]) + 10)
        other[at[figure]] = str(int(other[at[figure]]) - 10)
        run.save(name, rows)
        return Place(run.source(name), "", ANY, value=one[at["region_code"]])

    return damage


def _known_wrong(table: str, name: str):
    """The configuration says of an area's figures that they are wrong."""

    def damage(run: Run, rng: Random) -> Place:
        rows = run.rows(name)
        number = drawn(rows, rng, lambda row: local(row) and row["time_period"] == "2021")
        code = rows[number - 1][rows[0].index("new_la_code")]
        _configured(
            run,
            lambda config: config["reference"]["known_wrong"].append(
                {"table": table, "year": 2021, "area_code": code, "why": "its publisher says so"}
            ),
        )
        return Place(run.source(name), number, "known_wrong", value="its publisher")

    return damage


def _configured(run: Run, change: Any) -> None:
    config = yaml.safe_load(run.path(CONFIG).read_text(encoding="utf-8"))
    change(config)
    run.path(CONFIG).write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")


def _lost(run: Run, rng: Random) -> Place:
    """A row of an area is lost, of a year in which its code was what it is."""
    rows = run.rows(TIMELINESS)
    areas = {row[0] for row in run.rows("reference/areas.csv")}
    number = drawn(rows, rng, lambda row: local(row) and row["time_period"] == "2019"
                   and row["new_la_code"] in areas)  # fmt: skip
    code = rows[number - 1][rows[0].index("new_la_code")]
    del rows[number - 1]
    run.save(TIMELINESS, rows)
    return Place(f"data/raw/{TIMELINESS}", "", "new_la_code", value=f"{code} of 2019")


def _uncovered(run: Run, rng: Random) -> Place:
    """The briefing on discussions covers all themes but one that is coded."""
    codes = run.rows(f"{TIDY}/codes.csv")
    number = drawn(codes, rng, lambda row: row["finding_id"].startswith("disc"))
    theme = codes[number - 1][codes[0].index("theme")]
    themes = sorted({row[codes[0].index("theme")] for row in codes[1:]} - {theme})
    _configured(run, lambda config: config["reports"]["november-2020"].update(themes=themes))
    return Place("data/processed/confidential/codes.csv", number, "theme", value=theme)


def _begun(started: str) -> str:
    """A time ten minutes before the one submitted."""
    return (datetime.datetime.fromisoformat(started) - datetime.timedelta(minutes=10)).isoformat()


def _timed(value: Any):
    """The exports say when each response was begun; of one drawn it is `value` of its row."""

    def damage(run: Run, rng: Random) -> Place:
        form = run.path(FORM)
        text = form.read_text(encoding="utf-8")
        form.write_text(text.replace("\ndrop:", "\nstarted: Started\ndrop:"), encoding="utf-8")
        for name in FAMILIES:
            rows = run.rows(name)
            day = rows[0].index(DAY)
            run.save(
                name, [[*row, _begun(row[day]) if n else "Started"] for n, row in enumerate(rows)]
            )
        book = openpyxl.load_workbook(run.path(BOOKS[0]))
        sheet = book.active
        sheet.cell(1, sheet.max_column + 1, "Started")
        book.save(run.path(BOOKS[0]))
        return cell(FAMILIES, "Started", value)(run, rng)

    return damage


def _lined(run: Run, rng: Random) -> Place:
    """A response that takes the first answer of each question."""
    form = yaml.safe_load(run.path(FORM).read_text(encoding="utf-8"))
    name = rng.choice(FAMILIES)
    rows = run.rows(name)
    number = drawn(rows, rng)
    given = {}
    for question in form["questions"].values():
        for place, answer in enumerate(question.get("answers", [])):
            if question["type"] == "single":
                given[question["header"]] = question["answers"][0]
            else:
                given[f"{question['header']} - {answer}"] = "" if place else answer
    old = dict(zip(rows[0], rows[number - 1], strict=True))
    rows[number - 1] = list((old | given).values())
    run.save(name, rows)
    return Place(run.source(name), number, ANY)


def _few(run: Run, rng: Random) -> Place:
    """Of an area's export, only the first responses are left."""
    left = rng.randrange(2, 8)
    run.save(FAMILIES[3], run.rows(FAMILIES[3])[: left + 1])
    return Place(ANY, "", ANY, value=f"E99000009, responses {left}")


def _one_area(run: Run, rng: Random) -> Place:
    """Most responses of October are of one area, drawn."""
    rows = run.rows(FAMILIES[0])
    place = rows[0].index("area_code")
    area = rng.choice(["E99000001", "E99000002", "E99000003"])
    for row in rows[1:650]:
        row[place] = area
    run.save(FAMILIES[0], rows)
    return Place(ANY, "", ANY, value="october-2020, survey parents_carers")


def _unled(frame: pd.DataFrame, number: int) -> pd.DataFrame:
    own = frame["response_id"] == frame.loc[number, "response_id"]
    frame.loc[own & (frame["question"] == "remote"), "answer"] = "No"
    return frame


def _untold(run: Run, rng: Random) -> Place:
    return told(gone, source=f"data/raw/{VISITS}", row=ANY)(run, rng)


def _two_windows(run: Run, rng: Random) -> Place:
    """Windows that overlap, which the configuration's own check refuses before."""

    def overlap(config: Any) -> None:
        config["reports"]["november-2020"]["window"]["start"] = datetime.date(2020, 10, 6)

    run.settings = overlap
    rows = run.rows(f"{TIDY}/visits.csv")
    number = drawn(rows, rng, lambda row: "2020-10-07" <= row["start_date"] <= "2020-10-14")
    return Place(f"data/raw/{VISITS}", number, "start_date")


CORRUPTIONS = [
    Corruption("VIS-106", "a visit starts in the windows of two reports", _two_windows),
    Corruption("VIS-107", "a visit's letter tells nothing", _untold, ("LET-005", "COD-003")),
    Corruption("FND-112", "a finding's position skips one", cell(
               FINDINGS, "position", lambda row: str(int(row["position"]) + 1))),
    Corruption("FND-113", "a letter's finding is of another area than its visit", told(cell(
               FINDINGS, "area_code", "E06000023", lambda row: row["section"] != "discussion"),
               column="visit_id")),
    Corruption("COD-107", "a theme is coded that the report does not cover", _uncovered),
    Corruption("REF-107", "two regions' plans are wrong, and cancel out", _cancelling(
               PLANS, "Total_all")),
    Corruption("REF-108", "two regions' plans in time are wrong, and cancel out", _cancelling(
               TIMELINESS, "NoExc20weekEHC")),
    Corruption("REF-109", "an area's total is not that of its ages", told(cell(
               PLANS, "Total_ehc", lambda row: str(int(row["Total_ehc"]) + 10),
               lambda row: local(row) and row["characteristic_age"] == "Total"
               and row["Total_ehc"].isdigit()), column=ANY)),
    Corruption("REF-110", "an age's percentage is not that of its figures", told(cell(
               PLANS, "Total_ehc_pc", lambda row: str(round(float(row["Total_ehc_pc"]) / 2, 3)),
               lambda row: local(row) and row["characteristic_age"] == "Age 5 to 10"), column=ANY)),
    Corruption("REF-111", "an area is missing from a year's figures", _lost, ("REF-102",)),
    Corruption("REF-112", "an area's plans are known to be wrong", _known_wrong(
               "ehc_plans", PLANS)),
    Corruption("REF-113", "an area's timeliness is known to be wrong", _known_wrong(
               "timeliness", TIMELINESS)),
    Corruption("SVY-018", "a response was begun at no time", _timed("soon")),
    Corruption("SVY-106", "an answer's leading answer is another", answers(
               _unled, "question == 'remote_worked'")),
    Corruption("SVY-107", "“None of these” is ticked beside another answer", told(cell(
               FAMILIES, BREAKS, "Short breaks", lambda row: bool(row[NONE])), column=ANY)),
    Corruption("SVY-108", "an answer of a response is of another area", answers(
               with_value("area_code", "E99000001"), "area_code != 'E99000001'")),
    Corruption("SVY-111", "a response takes the first answer throughout", _lined),
    Corruption("SVY-112", "a response took two seconds", told(_timed(
               lambda row: (datetime.datetime.fromisoformat(row[DAY])
                            - datetime.timedelta(seconds=2)).isoformat()), column=ANY)),
    Corruption("SVY-113", "a response was begun after it was submitted", told(_timed(
               lambda row: (datetime.datetime.fromisoformat(row[DAY])
                            + datetime.timedelta(hours=1)).isoformat()), column=ANY)),
    Corruption("SVY-114", "a response was sent twice, under two ids", told(row_added(
               FAMILIES, ID, cells={ID: "PC-9999"}), column=ANY)),
    Corruption("SVY-121", "an area has hardly any responses", _few),
    Corruption("SVY-122", "an area gives more than half of the responses", _one_area),
]  # fmt: skip
