"""Tables laid out for their rules: totals beside their parts, and rows that keep their numbers."""

import pandas as pd

from nationalreports.crosschecks import lay_out, read_aggregates
from nationalreports.tables import write_table

CONFIG = {
    "reports": {
        key: {"window": window, "cumulative_over": over, "evidence": ["visits"], "date": date}
        for key, window, over, date in (
            ("a", {"start": "2020-10-01", "end": "2020-10-31"}, [], "2020-11-10"),
            ("b", {"start": "2021-01-01", "end": "2021-01-31"}, ["a"], "2021-02-10"),
        )
    }
}


def lay(**tables):
    return lay_out(tables, config=CONFIG, surveys={})


def test_aggregates_of_all_reports_are_one_table(tmp_path):
    answers = pd.DataFrame(
        [["families", "all", "met", "Yes", "3", "4"], ["families", "all", "met", "No", "1", "4"]],
        columns=["survey", "group", "question", "answer", "count", "base"],
        dtype=str,
    )
    for report in ("a", "b"):
        write_table(answers, tmp_path / report / "answers.csv")
    write_table(answers, tmp_path / "a" / "others.csv")
    tables, problems = read_aggregates(tmp_path.rglob("*.csv"), root=tmp_path)
    assert problems == []
    assert list(tables) == ["answers"]
    assert tables["answers"][["report", "source", "locator"]].to_numpy().tolist() == [
        ["a", "a/answers.csv", "row 2"],
        ["a", "a/answers.csv", "row 3"],
        ["b", "b/answers.csv", "row 2"],
        ["b", "b/answers.csv", "row 3"],
    ]


def test_an_area_of_two_windows_is_expected_once():
    rows = [["E1", "a"], ["E2", "a"], ["E1", "b"]]
    visits = pd.DataFrame(rows, columns=["area_code", "report"], dtype=str).assign(start_date="")
    themes = pd.DataFrame(
        [["a", "q", "t", "all", "all", "1", "2"], ["b", "q", "t", "all", "all", "2", "2"]],
        columns=["report", "question", "theme", "sector", "voice", "areas_told", "areas_visited"],
        dtype=str,
    )
    assert lay(visits=visits, themes=themes)["themes"]["_areas"].tolist() == [2, 2]


def test_shorthand_counts_as_nothing_in_totals():
    plans = pd.DataFrame(
        [["National", "5"], ["Local authority", "5"], ["Local authority", "z"], ["Regional", "9"]],
        columns=["geographic_level", "Total_all"],
        dtype=str,
    ).assign(time_period="2020", characteristic_age="Total", new_la_code="")
    totals = lay(ehc_plans=plans)["plan_totals"]
    assert totals[["areas", "national"]].to_numpy().tolist() == [[5, 5]]


def test_a_withheld_area_leaves_its_totals_unknown():
    """c is a figure that the national one holds, though its own is not told."""
    plans = pd.DataFrame(
        [
            ["2019", "National", "9"],
            ["2019", "Local authority", "5"],
            ["2019", "Local authority", "c"],
            ["2020", "National", "9"],
            ["2020", "Local authority", "5"],
        ],
        columns=["time_period", "geographic_level", "Total_all"],
        dtype=str,
    ).assign(characteristic_age="Total", new_la_code="")
    totals = lay(ehc_plans=plans)["plan_totals"]
    assert totals[["time_period", "areas"]].to_numpy().tolist() == [["2020", 5]]


def test_fictional_areas_alone_are_no_incomplete_list():
    areas = pd.DataFrame({"area_code": ["E1", "E2"], "fictional": ["true", "true"]}, dtype=str)
    assert "real_areas" not in lay(areas=areas)
    areas.loc[0, "fictional"] = "false"
    assert list(lay(areas=areas)["real_areas"].index) == [2]


def test_nothing_given_is_changed():
    codes = pd.DataFrame({"question": ["q"], "theme": [None]})
    before = codes.copy()
    assert lay(codes=codes)["codes"]["_theme"].tolist() == ["q: "]
    pd.testing.assert_frame_equal(codes, before)


SURVEYS = {
    "families": {
        "groups": "support",
        "questions": {
            "support": {"type": "single", "answers": ["Plan", "Other"]},
            "kept": {"type": "multiple", "answers": ["School", "Care"]},
        },
    }
}
SURVEYED = {
    "thresholds": {"minimum_base": 2},
    "reports": {
        key: report | {"evidence": ["surveys"], "surveys": ["families"]}
        for key, report in CONFIG["reports"].items()
    },
}


def surveyed(*answers, **tables):
    """`answers`: report, group, question, answer, count, base, parted by spaces."""
    rows = [
        ["1", "E1", "a", "support", "Plan"],
        ["1", "E1", "a", "kept", "School"],
        ["1", "E1", "a", "kept", "Care"],
        ["2", "E1", "b", "support", "Plan"],
        ["2", "E1", "b", "kept", "School"],
        ["3", "E2", "b", "kept", "School"],
    ]
    columns = ["response_id", "area_code", "wave", "question", "answer"]
    responses = pd.DataFrame(rows, columns=columns, dtype=str).assign(survey="families")
    visits = pd.DataFrame(
        [["E1", "a"], ["E1", "b"], ["E2", "b"]], columns=["area_code", "report"], dtype=str
    ).assign(start_date="", visit_id="")
    names = ["report", "group", "question", "answer", "count", "base"]
    counted = pd.DataFrame([row.split() for row in answers], columns=names, dtype=str)
    given = {"visits": visits, "responses": responses, "answers": counted.assign(survey="families")}
    return lay_out(given | tables, config=SURVEYED, surveys=SURVEYS)


def test_a_second_count_joins_waves_and_parts_groups():
    again = surveyed("b all kept School 3 3", "b Plan kept School 2 2")["answers_again"]
    found = again.set_index(["report", "group", "question", "answer"])["_again"]
    assert found["b", "all", "kept", "School"] == 3
    assert found["b", "all", "kept", "Care"] == 1
    assert found["b", "Plan", "kept", "School"] == 2
    assert found["a", "all", "kept", "School"] == 1
    # The grouping question itself is shown for all alone.
    assert ("b", "Plan", "support", "Plan") not in found.index
    assert surveyed("b Plan kept Care 1 2")["answers"]["_base_again"].tolist() == [2]


def test_a_table_that_lost_every_row_is_named_too():
    none = pd.DataFrame(
        columns=["report", "survey", "group", "question", "answer", "count", "base", "source"],
        dtype=str,
    )
    again = surveyed(answers=none)["answers_again"]
    folder = "data/processed/confidential/aggregates"
    assert set(again["source"]) == {f"{folder}/{report}/answers.csv" for report in ("a", "b")}


def test_a_row_that_aggregates_lack_is_a_difference():
    again = surveyed("b all kept School 3 3")["answers_again"]
    lacking = again[(again["report"] == "b") & (again["answer"] == "Care")]
    assert set(lacking["_figure"]) == {0}
    assert lacking["count"].iloc[0] == "no row, counted again: 1"


def test_what_decisions_exclude_is_not_counted_again():
    whole = surveyed("b all kept School 3 3")["responses"]
    counted = whole[whole["response_id"] != "3"].drop(columns=["_visit", "_question"])
    again = surveyed("b all kept School 3 3", counted_responses=counted)["answers_again"]
    found = again.set_index(["report", "group", "question", "answer"])["_again"]
    assert found["b", "all", "kept", "School"] == 2


def test_a_visit_whose_findings_are_all_left_out_tells_nothing():
    visits = pd.DataFrame(
        [["v1", "E1", "a", "2020-10-05"]],
        columns=["visit_id", "area_code", "report", "start_date"],
        dtype=str,
    )
    findings = pd.DataFrame(
        [["f1", "v1", "told", "1", "2020-10-05", "E1", "text"]],
        columns=["finding_id", "visit_id", "section", "position", "date", "area_code", "text"],
        dtype=str,
    )
    given = {"visits": visits, "findings": findings}
    assert lay(**given)["told_visits"]["_told"].tolist() == [1]
    assert lay(**given, counted_findings=findings[:0])["told_visits"]["_told"].tolist() == [0]


def test_areas_that_hardly_respond_are_told_with_their_figures():
    areas = surveyed("b all kept School 3 3")["area_responses"].drop(columns="source")
    assert areas.to_numpy().tolist() == [
        ["a", "families", "E1", 1, 2],
        ["b", "families", "E1", 1, 2],
        ["b", "families", "E2", 1, 2],
    ]


def test_of_two_areas_none_is_said_to_outweigh_the_other():
    assert surveyed("b all kept School 3 3")["leading_areas"].empty


def test_parts_whose_figure_is_unknown_leave_a_sum_of_ages_unknown():
    def ages(figure):
        plans = pd.DataFrame(
            [["Total", "5"], ["Under 5", figure], ["Over 5", "5"]],
            columns=["characteristic_age", "Total_all"],
            dtype=str,
        ).assign(time_period="2020", geographic_level="National", new_la_code="")
        return lay(ehc_plans=plans)["plan_ages"][["_ages", "_total"]].to_numpy().tolist()

    assert ages("z") == [[5, 5]]
    assert ages("1") == [[6, 5]]
    assert ages("x") == []


def test_what_was_counted_is_all_unless_it_is_given():
    whole = pd.DataFrame({"finding_id": ["a", "b"], "question": ["q", "q"], "theme": ["t", "t"]})
    laid = lay_out({"codes": whole}, config={}, surveys={})
    assert laid["counted_codes"]["finding_id"].tolist() == ["a", "b"]
    part = {"codes": whole, "counted_codes": whole.iloc[:1]}
    laid = lay_out(part, config={}, surveys={})
    assert laid["counted_codes"]["finding_id"].tolist() == ["a"]
    assert laid["codes"]["finding_id"].tolist() == ["a", "b"]
