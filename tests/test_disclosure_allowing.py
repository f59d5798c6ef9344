"""What a reviewer must allow is found, told, and allowed by a decision on that very record."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from nationalreports.aggregation import aggregate, who_told
from nationalreports.crosschecks import lay_out
from nationalreports.decisions import DECISION_COLUMNS
from nationalreports.disclosure.allowing import Window, allowed_by, overlaps
from nationalreports.disclosure.publications import Draft

#: The rules that are tested here.
DISCLOSURE = {f"DIS-{n}" for n in range(101, 106)}

THEMES = ["one", "every", "none", "but_one", "some"]
CODEBOOK: dict[str, Any] = {
    "questions": {"plan": "Plans"},
    "sectors": {"health": "Health", "care": "Care"},
    "voices": {"leaders": "Leaders", "parents": "Parents"},
    "themes": {name: {"label": name, "questions": ["plan"]} for name in THEMES},
}
#: Which of the briefing's five areas tell each theme.
TOLD = {"one": "3", "every": "12345", "none": "", "but_one": "1245", "some": "23"}
#: Six discussions, the first two of which are of one area, and the last two of none.
TALKS = {"one": "12", "every": "123456", "none": "", "but_one": "3456", "some": "135"}
OWNERS = {"1": "E1", "2": "E1", "3": "E2", "4": "E3", "5": "", "6": ""}


def report(start: str, end: str, date: str, evidence: list[str], over: list[str]) -> dict[str, Any]:
    window = {"start": start, "end": end}
    return {"window": window, "date": date, "evidence": evidence, "cumulative_over": over}


REPORTS = {
    "briefing": report("2020-10-01", "2020-10-31", "2020-11-10", ["visits"], []),
    "talks": report("2020-11-01", "2020-11-30", "2020-12-10", ["discussions"], []),
    "final": report("2021-01-01", "2021-03-31", "2021-06-16", ["visits"], ["briefing"]),
}


def rows(columns: str, *cells: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(cells, columns=columns.split(), dtype=str)


def tables() -> dict[str, pd.DataFrame]:
    """A briefing on five areas, a final report on two more, and notes of six discussions."""
    visits = [(f"V{n}", f"A{n}", "briefing" if n < 6 else "final") for n in range(1, 8)]
    found, coded = [], []
    for theme in THEMES:
        for area in TOLD[theme]:
            found.append((f"{theme}{area}", f"V{area}", f"A{area}", "told", ""))
        for talk in TALKS[theme]:
            date = f"2020-11-0{talk}"
            found.append((f"{theme}t{talk}", f"T{talk}", OWNERS[talk], "discussion", date))
    coded = [(row[0], "plan", row[0].rstrip("t123456"), "health", "leaders") for row in found]
    return {
        "visits": rows("visit_id area_code report", *visits).assign(
            start_date="2020-10-05", end_date="2020-10-06"
        ),
        "findings": rows("finding_id visit_id area_code section date", *found),
        "codes": rows("finding_id question theme sector voice", *coded),
    }


def drafts(given: dict[str, pd.DataFrame]) -> list[Draft]:
    """The drafts of all reports, with the tables of areas and discussions alone."""
    none = rows("response_id survey area_code wave question answer")
    statistics = {
        "areas": rows("area_code fictional"),
        "ehc_plans": rows("characteristic_age geographic_level new_la_code published time_period"),
        "timeliness": rows("geographic_level new_la_code published time_period"),
        "responses": none,
    }
    made = []
    for key, entry in REPORTS.items():
        counted = aggregate({**given, **statistics}, key, REPORTS, CODEBOOK, {})
        told = who_told(key, REPORTS, given["visits"], given["findings"], given["codes"], CODEBOOK)
        made.append(Draft(key, entry["date"], counted, none, **told._asdict()))
    return made


def problems(given: dict[str, pd.DataFrame]) -> list[Any]:
    """What the rules find, as validation finds it: from the tables and the aggregates' files."""
    from nationalreports.rulebook import rules
    from nationalreports.validation import validate

    counted = {}
    for table in ("themes", "discussions"):
        parts = []
        for draft in drafts(given):
            own = draft.aggregates[table]
            source = f"aggregates/{draft.report}/{table}.csv"
            own = own.assign(report=draft.report, source=source)
            parts.append(own.assign(locator=[f"row {n}" for n in range(2, len(own) + 2)]))
        counted[table] = pd.concat(parts, ignore_index=True)
    config = {"reports": REPORTS, "thresholds": {"minimum_base": 1}}
    findings = given["findings"].assign(text="", position="", source="", locator="", sector="")
    tabled = {**given, **counted, "findings": findings}
    laid = lay_out(tabled, config=config, surveys={})
    kept = rules(laid, config=config, codebook=CODEBOOK, surveys={})
    wanted = ("tellings", "overlapping_reports")
    found, results = validate(laid, {name: kept[name] for name in wanted})
    assert {result["state"] for result in results} <= {"passed", "failed"}
    return found


@pytest.fixture(scope="module")
def found() -> list[Any]:
    return problems(tables())


def test_each_number_that_tells_of_single_areas_is_a_problem_of_its_rule(found: list[Any]) -> None:
    said = {(p.rule, p.value) for p in found}
    assert {(rule, value) for rule, value in said if value.startswith("briefing")} == {
        ("DIS-101", "briefing: plan / one, told in 1 of 5 areas"),
        ("DIS-102", "briefing: plan / every, told in 5 of 5 areas"),
        ("DIS-103", "briefing: plan / none, told in 0 of 5 areas"),
        ("DIS-104", "briefing: plan / but_one, told in 4 of 5 areas"),
    }


def test_discussions_of_one_area_count_as_one(found: list[Any]) -> None:
    said = {(p.rule, p.value) for p in found if p.value.startswith("talks")}
    assert said == {
        ("DIS-101", "talks: plan / one, told in 2 of 6 discussions"),
        ("DIS-102", "talks: plan / every, told in 6 of 6 discussions"),
        ("DIS-103", "talks: plan / none, told in 0 of 6 discussions"),
        # The two discussions that are silent are of one area.
        ("DIS-104", "talks: plan / but_one, told in 4 of 6 discussions"),
    }


def test_reports_that_share_some_areas_are_one_problem_a_pair(found: list[Any]) -> None:
    (own,) = [p for p in found if p.rule == "DIS-105"]
    assert own.value == "final beside briefing: 7 areas and 5, 5 of them in both"
    assert (own.severity, own.column) == ("warning", "areas_told")
    assert own.source == "data/processed/confidential/aggregates/final/themes.csv"


def test_only_rows_of_all_sectors_and_voices_are_problems(found: list[Any]) -> None:
    # A theme has nine rows in a table, and the first is of all sectors and voices.
    assert len(found) == 4 + 4 + 2 + 1
    assert {p.row for p in found if p.source == "aggregates/briefing/themes.csv"} == {
        2,
        11,
        20,
        29,
    }


def decided(rule: str, record: str, decision: str = "accept", state: str = "in force") -> Any:
    row = (rule, record, decision, "Agreed.", "A. Reviewer", "2021-06-01", "", state)
    return rows(" ".join([*DECISION_COLUMNS, "state"]), row)


def test_a_decision_on_a_problem_allows_just_that(found: list[Any]) -> None:
    """The records of validation and of planning are the same."""
    made = drafts(tables())
    allowed = {(p.rule, p.value): allowed_by(decided(p.rule, p.record), made) for p in found}
    assert all(len(one) == 1 for one in allowed.values())
    assert len(frozenset().union(*allowed.values())) == len(found)
    value = "briefing: plan / one, told in 1 of 5 areas"
    assert allowed["DIS-101", value] == {("DIS-101", "briefing", "themes", "plan", "one")}
    value = "talks: plan / none, told in 0 of 6 discussions"
    assert allowed["DIS-103", value] == {("DIS-103", "talks", "discussions", "plan", "none")}
    value = "final beside briefing: 7 areas and 5, 5 of them in both"
    assert allowed["DIS-105", value] == {("DIS-105", "final", "briefing")}


@pytest.mark.parametrize(
    ("decision", "state"), [("correct", "in force"), ("accept", "expired"), ("accept", "refused")]
)
def test_only_decisions_in_force_that_accept_allow_anything(
    found: list[Any], decision: str, state: str
) -> None:
    own = decided(found[0].rule, found[0].record, decision, state)
    assert allowed_by(own, drafts(tables())) == frozenset()


def test_a_decision_ends_when_another_area_is_the_one(found: list[Any]) -> None:
    value = "briefing: plan / one, told in 1 of 5 areas"
    (record,) = [p.record for p in found if p.value == value]
    other = tables()
    own = other["findings"]["finding_id"] == "one3"
    other["findings"].loc[own, ["visit_id", "area_code"]] = ["V4", "A4"]
    assert value in {p.value for p in problems(other)}
    assert allowed_by(decided("DIS-101", record), drafts(other)) == frozenset()


def test_a_decision_on_two_reports_outlasts_what_is_told(found: list[Any]) -> None:
    (record,) = [p.record for p in found if p.rule == "DIS-105"]
    other = tables()
    other["findings"] = other["findings"].iloc[3:]
    assert allowed_by(decided("DIS-105", record), drafts(other))
    other["visits"] = other["visits"].iloc[1:]
    assert allowed_by(decided("DIS-105", record), drafts(other)) == frozenset()


def test_reports_on_the_same_or_on_other_areas_do_not_overlap() -> None:
    none: frozenset[str] = frozenset()
    made = overlaps(
        [
            Window("first", "2020-01-01", frozenset("ab"), none),
            Window("again", "2020-02-01", frozenset("ab"), frozenset("xy")),
            Window("other", "2020-03-01", frozenset("cd"), frozenset("xyz")),
            Window("mixed", "2020-04-01", frozenset("bc"), none),
        ]
    )
    assert made["told"].tolist() == [
        "other beside again: 3 discussions and 2, 2 of them in both",
        *(
            f"mixed beside {key}: 2 areas and 2, 1 of them in both and some in one alone, "
            "which cannot be accepted"
            for key in ("first", "again", "other")
        ),
    ]
