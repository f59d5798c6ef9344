"""Counts: of areas, not of visits; of those who answered; of official figures out in time."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nationalreports.aggregation import (
    ALL,
    aggregate,
    count_answers,
    count_areas,
    count_discussions,
    count_themes,
    find_context,
    summarise,
    who_told,
)

REPORTS: dict[str, Any] = {
    key: {
        "date": "2020-12-01",
        "window": {"start": start, "end": end},
        "evidence": ["visits", "discussions", "surveys", "reference"],
        "surveys": ["s"],
        "cumulative_over": over,
    }
    for key, start, end, over in (
        ("autumn", "2020-10-01", "2020-10-31", []),
        ("winter", "2020-11-01", "2020-11-30", []),
        ("final", "2021-01-01", "2021-03-31", ["autumn"]),
    )
}
CODEBOOK: dict[str, Any] = {
    "questions": {"challenge": "Challenging", "plan": "Plans"},
    "sectors": {"health": "Health", "care": "Care"},
    "voices": {"leaders": "Leaders"},
    "themes": {
        "waits": {"label": "Waits", "questions": ["challenge"]},
        "staff": {"label": "Staff", "questions": ["challenge", "plan"]},
    },
}
SURVEYS: dict[str, Any] = {
    "s": {
        "groups": "who",
        "questions": {
            "who": {"type": "single", "answers": ["X", "Y"]},
            "how": {"type": "single", "answers": ["Well", "Badly", "Prefer not to say"]},
            "which": {"type": "multiple", "answers": ["A", "B"]},
            "comment": {"type": "text"},
        },
    }
}


def frame(columns: str, *rows: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns.split(), dtype=str)


def visits(*rows: tuple[str, str, str]) -> pd.DataFrame:
    full = [(*row, "2020-10-05", "2020-10-07") for row in rows]
    return frame("visit_id area_code report start_date end_date", *full)


def findings(*rows: tuple[str, ...]) -> pd.DataFrame:
    return frame("finding_id visit_id area_code section date", *rows)


def codes(*rows: tuple[str, ...]) -> pd.DataFrame:
    return frame("finding_id question theme sector voice", *rows)


def cell(table: pd.DataFrame, *key: str) -> list[str]:
    names = table.columns[: len(key)]
    row = table[(table[names] == list(key)).all(axis="columns")]
    return row.iloc[:, len(key) :].to_numpy().tolist()[0]


def test_area_visited_twice_is_one_area_told_and_visited() -> None:
    table = count_themes(
        ["autumn", "final"],
        visits(("V1", "E1", "autumn"), ("V2", "E1", "final"), ("V3", "E2", "final")),
        findings(("F1", "V1", "E1", "told", ""), ("F2", "V2", "E1", "told", "")),
        codes(
            ("F1", "challenge", "waits", "health", "leaders"),
            ("F2", "challenge", "waits", "care", "leaders"),
        ),
        CODEBOOK,
        ["waits", "staff"],
    )
    assert cell(table, "challenge", "waits", ALL, ALL) == ["1", "2"]
    assert cell(table, "challenge", "waits", "health", "leaders") == ["1", "2"]
    assert cell(table, "challenge", "staff", ALL, ALL) == ["0", "2"]


@given(st.lists(st.tuples(st.sampled_from("123"), st.booleans()), min_size=1, max_size=12))
def test_one_area_counts_once_however_often_visited(made: list[tuple[str, bool]]) -> None:
    seen = visits(*[(f"V{n}", f"E{area}", "autumn") for n, (area, _) in enumerate(made)])
    held = findings(*[(f"F{n}", f"V{n}", f"E{a}", "told", "") for n, (a, _) in enumerate(made)])
    given_codes = codes(
        *[(f"F{n}", "plan", "staff", "care", "leaders") for n, (_, told) in enumerate(made) if told]
    )
    table = count_themes(["autumn"], seen, held, given_codes, CODEBOOK, ["staff"])
    told = {area for area, tells in made if tells}
    assert cell(table, "plan", "staff", ALL, ALL) == [
        str(len(told)),
        str(len({a for a, _ in made})),
    ]


def told_in_autumn() -> dict[str, pd.DataFrame]:
    """Two areas and two discussions of the autumn and the winter, and a final report's area."""
    return {
        "visits": visits(("V1", "E1", "autumn"), ("V2", "E2", "autumn"), ("V3", "E3", "final")),
        "findings": findings(
            ("F1", "V1", "E1", "told", ""),
            ("F2", "V3", "E3", "priority", ""),
            ("F3", "T1", "E1", "discussion", "2020-10-08"),
            ("F4", "T2", "", "discussion", "2020-11-08"),
        ),
        "codes": codes(
            ("F1", "challenge", "waits", "health", ""),
            ("F2", "plan", "staff", "care", "leaders"),
            ("F3", "plan", "staff", "care", "leaders"),
            ("F4", "plan", "staff", "", ""),
        ),
    }


def who(report: str, reports: dict[str, Any] = REPORTS) -> Any:
    return who_told(report, reports, **told_in_autumn(), codebook=CODEBOOK)


def test_who_told_is_whom_the_counts_are_of() -> None:
    found = who("autumn")
    assert found.areas == {"E1", "E2"}
    assert set(found.told.itertuples(index=False, name=None)) == {
        ("E1", "challenge", "waits", sector, ALL) for sector in ("health", ALL)
    }
    assert found.discussions == {"T1"}
    assert set(found.discussions_told.itertuples(index=False, name=None)) == {
        ("T1", "E1", "plan", "staff", sector, voice)
        for sector in ("care", ALL)
        for voice in ("leaders", ALL)
    }
    # The final report is cumulative over the autumn's.
    assert who("final").areas == {"E1", "E2", "E3"}
    assert set(who("final").told["area_code"]) == {"E1", "E3"}
    assert who("winter").discussions == {"T2"}


def test_who_told_is_of_the_evidence_and_the_themes_of_the_report_alone() -> None:
    only = {**REPORTS, "autumn": {**REPORTS["autumn"], "evidence": ["surveys"]}}
    nobody = who("autumn", only)
    assert not nobody.areas and not nobody.discussions
    assert nobody.told.empty and nobody.discussions_told.empty
    staff = {**REPORTS, "autumn": {**REPORTS["autumn"], "themes": ["staff"]}}
    assert who("autumn", staff).told.empty
    assert who("autumn", staff).areas == {"E1", "E2"}


def test_every_combination_has_a_row_and_only_a_theme_s_own_questions() -> None:
    table = count_themes(
        ["autumn"],
        visits(("V1", "E1", "autumn")),
        findings(),
        codes(),
        CODEBOOK,
        ["waits", "staff"],
    )
    assert len(table) == 3 * 3 * 2  # pairs of question and theme, sectors, voices
    assert table["areas_told"].unique().tolist() == ["0"]
    assert "plan" not in set(table.loc[table["theme"] == "waits", "question"])


def test_other_windows_and_discussions_are_no_letters() -> None:
    table = count_themes(
        ["autumn"],
        visits(("V1", "E1", "autumn"), ("V2", "E2", "winter")),
        findings(("F1", "V2", "E2", "told", ""), ("F2", "V1", "E1", "discussion", "2020-10-05")),
        codes(*[(f, "plan", "staff", "care", "leaders") for f in ("F1", "F2")]),
        CODEBOOK,
        ["staff"],
    )
    assert cell(table, "plan", "staff", ALL, ALL) == ["0", "1"]


def test_discussions_are_counted_by_their_day_once_each() -> None:
    held = findings(
        ("F1", "D1", "", "discussion", "2020-11-01"),
        ("F2", "D1", "", "discussion", "2020-11-01"),
        ("F3", "D2", "", "discussion", "2020-11-30"),
        ("F4", "D3", "", "discussion", "2020-12-01"),
        ("F5", "V1", "E1", "told", "2020-11-02"),
    )
    given_codes = codes(*[(f"F{n}", "plan", "staff", "care", "leaders") for n in (1, 2, 4, 5)])
    table = count_discussions(["winter"], REPORTS, held, given_codes, CODEBOOK, ["staff"])
    assert cell(table, "plan", "staff", ALL, ALL) == ["1", "2"]


def responses(*rows: tuple[str, str, str], wave: str = "autumn") -> pd.DataFrame:
    full = [("s", wave, *row) for row in rows]
    return frame("survey wave response_id question answer", *full)


def test_base_is_those_who_answered_the_question() -> None:
    table = count_answers(
        ["autumn"],
        ["s"],
        pd.concat(
            [
                responses(
                    ("R1", "who", "X"),
                    ("R2", "who", "Y"),
                    ("R1", "how", "Well"),
                    ("R2", "how", "Prefer not to say"),
                    ("R3", "how", "Well"),
                    ("R1", "which", "A"),
                    ("R1", "which", "B"),
                    ("R3", "which", "B"),
                    ("R4", "comment", "words"),
                ),
                responses(("R9", "how", "Badly"), wave="winter"),
            ]
        ),
        SURVEYS,
    )
    assert cell(table, "s", ALL, "how", "Well") == ["2", "3"]
    assert cell(table, "s", ALL, "how", "Prefer not to say") == ["1", "3"]
    assert cell(table, "s", ALL, "how", "Badly") == ["0", "3"]
    assert cell(table, "s", ALL, "which", "B") == ["2", "2"]
    assert cell(table, "s", "X", "how", "Well") == ["1", "1"]
    assert cell(table, "s", "Y", "which", "A") == ["0", "0"]
    assert "comment" not in set(table["question"])
    assert set(table.loc[table["question"] == "who", "group"]) == {ALL}


AREAS = frame("area_code former_codes fictional", ("E1", "E0", "false"), ("E99", "", "true"))
PLANS_COLUMNS = "time_period geographic_level characteristic_age new_la_code Total_ehc published"
TIMELY_COLUMNS = "time_period geographic_level new_la_code TotNoExcEHC NoExc20weekEHC published"
NO_PLANS, NO_TIMELY = frame(PLANS_COLUMNS), frame(TIMELY_COLUMNS)
LA = "Local authority"


def plan(code: str, number: str, published: str = "2020-05-07", **more: str) -> tuple[str, ...]:
    return (
        more.get("year", "2020"),
        more.get("level", LA),
        more.get("age", "Total"),
        code,
        number,
        published,
    )


def test_national_total_is_of_real_areas_alone_a_former_one_too() -> None:
    given_plans = frame(
        PLANS_COLUMNS,
        plan("E1", "100"),
        plan("E0", "20"),  # a former code: its people were counted under it that year
        plan("E2", "3"),  # real, not visited
        plan("E99", "1000"),
        plan("E92", "123", level="National"),
        plan("E1", "50", age="Under 5"),
    )
    context = find_context("2020-11-10", given_plans, NO_TIMELY, AREAS)
    assert context.to_numpy().tolist() == [["ehc_plans", "2020", "123", "2020-05-07"]]


@pytest.mark.parametrize(
    ("published", "cited"), [("2020-11-09", 1), ("2020-11-10", 1), ("2020-11-11", 0), ("", 0)]
)
def test_only_what_was_published_by_the_day_is_cited(published: str, cited: int) -> None:
    rows = frame(PLANS_COLUMNS, plan("E1", "100", published))
    assert len(find_context("2020-11-10", rows, NO_TIMELY, AREAS)) == cited


@pytest.mark.parametrize(("published", "cited"), [("2020-11-10", 1), ("2020-11-11", 0), ("", 0)])
def test_a_year_is_cited_whole_or_not_at_all(published: str, cited: int) -> None:
    rows = frame(PLANS_COLUMNS, plan("E1", "100"), plan("E2", "3", published))
    assert len(find_context("2020-11-10", rows, NO_TIMELY, AREAS)) == cited


@pytest.mark.parametrize(("cites", "years"), [({}, 2), ({"ehc_plans": 2019}, 1)])
def test_a_report_may_cite_an_earlier_year(cites: dict[str, int], years: int) -> None:
    rows = frame(PLANS_COLUMNS, plan("E1", "100"))
    rows = pd.concat([rows, rows.assign(time_period="2019")])
    context = find_context("2020-11-10", rows, NO_TIMELY, AREAS, cites)
    assert context["time_period"].tolist() == ["2019", "2020"][:years]


@pytest.mark.parametrize(
    ("issued", "timely", "value"),
    [("1000", "604", "60.4"), ("2000", "1209", "60.5"), ("2000", "1", "0.1"), ("7", "7", "100.0")],
)
def test_timeliness_is_to_one_decimal_halves_up(issued: str, timely: str, value: str) -> None:
    rows = frame(
        TIMELY_COLUMNS,
        ("2019", LA, "E1", issued, timely, "2020-05-07"),
        ("2019", LA, "E2", "c", "5", "2020-05-07"),  # suppressed: neither part counts
        ("2019", LA, "E99", "1000", "0", "2020-05-07"),
    )
    context = find_context("2020-11-10", NO_PLANS, rows, AREAS)
    assert context["value"].tolist() == [value]


def test_no_plans_issued_give_no_percentage() -> None:
    rows = frame(TIMELY_COLUMNS, ("2019", LA, "E1", "0", "0", "2020-05-07"))
    assert find_context("2020-11-10", NO_PLANS, rows, AREAS).empty


def tables(area: str) -> dict[str, pd.DataFrame]:
    return {
        "visits": visits(("V1", area, "autumn")),
        "areas": AREAS,
        "findings": findings(("F1", "V1", area, "told", "2020-10-05")),
        "codes": codes(("F1", "plan", "staff", "care", "leaders")),
        "responses": responses(("R1", "how", "Well")),
        "ehc_plans": frame(PLANS_COLUMNS, plan("E1", "100")),
        "timeliness": NO_TIMELY,
    }


def test_cumulative_report_counts_the_windows_it_names() -> None:
    sizes = {
        key: len(aggregate(tables("E1"), key, REPORTS, CODEBOOK, SURVEYS)["themes"])
        for key in REPORTS
    }
    assert sizes["autumn"] == sizes["final"] > 0
    assert sizes["winter"] == 0


def test_evidence_that_a_report_does_not_use_has_no_rows() -> None:
    reports = {**REPORTS, "autumn": {**REPORTS["autumn"], "evidence": []}}
    made = aggregate(tables("E1"), "autumn", reports, CODEBOOK, SURVEYS)
    assert [len(made[k]) for k in ("themes", "discussions", "answers", "context")] == [0] * 4
    assert cell(made["summary"], "visits") == ["0"]


def test_report_s_own_choice_of_themes_holds() -> None:
    reports = {**REPORTS, "autumn": {**REPORTS["autumn"], "themes": ["waits"]}}
    made = aggregate(tables("E1"), "autumn", reports, CODEBOOK, SURVEYS)
    assert set(made["themes"]["theme"]) == {"waits"}


@pytest.mark.parametrize(
    ("days", "number"),
    [
        (["2020-10-05", "2020-11-10"], "2"),
        (["2020-10-05", "2020-11-11"], "[x]"),
        (["2020-10-05", ""], "[x]"),
        ([], "[x]"),
    ],
)
def test_areas_of_england_are_counted_from_a_list_that_was_out_in_time(
    days: list[str], number: str
) -> None:
    real = [(f"E{place}", "false", day) for place, day in enumerate(days)]
    listed = frame("area_code fictional published", *real, ("E99", "true", ""))
    assert count_areas(listed, "2020-11-10") == number


@pytest.mark.parametrize(("area", "synthetic"), [("E1", "false"), ("E99", "true")])
def test_summary_says_what_the_report_rests_on(area: str, synthetic: str) -> None:
    given_tables = tables(area)
    table = summarise(
        "2020-11-10",
        ["autumn"],
        ["s"],
        REPORTS,
        given_tables["visits"],
        AREAS,
        given_tables["findings"],
        given_tables["responses"],
    )
    assert dict(table.to_numpy().tolist()) == {
        "areas_in_england": "[x]",
        "visits": "1",
        "discussions": "0",
        "synthetic": synthetic,
        "first_visit": "2020-10-05",
        "last_visit": "2020-10-07",
        "first_discussion": "[z]",
        "last_discussion": "[z]",
        "responses_s": "1",
    }
