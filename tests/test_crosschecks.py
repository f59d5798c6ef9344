"""Tables laid out for their rules: totals beside their parts, and rows that keep their numbers."""

import pandas as pd

from nationalreports.crosschecks import lay_out, read_aggregates
from nationalreports.tables import write_table

CONFIG = {
    "reports": {
        "a": {"window": {"start": "2020-10-01", "end": "2020-10-31"}, "cumulative_over": []},
        "b": {"window": {"start": "2021-01-01", "end": "2021-01-31"}, "cumulative_over": ["a"]},
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
    visits = pd.DataFrame(
        [["E1", "a"], ["E2", "a"], ["E1", "b"]], columns=["area_code", "report"], dtype=str
    )
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
    ).assign(time_period="2020", characteristic_age="Total")
    totals = lay(ehc_plans=plans)["plan_totals"]
    assert totals[["areas", "national"]].to_numpy().tolist() == [[5, 5]]


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


def test_what_was_counted_is_all_unless_it_is_given():
    whole = pd.DataFrame({"finding_id": ["a", "b"], "question": ["q", "q"], "theme": ["t", "t"]})
    laid = lay_out({"codes": whole}, config={}, surveys={})
    assert laid["counted_codes"]["finding_id"].tolist() == ["a", "b"]
    part = {"codes": whole, "counted_codes": whole.iloc[:1]}
    laid = lay_out(part, config={}, surveys={})
    assert laid["counted_codes"]["finding_id"].tolist() == ["a"]
    assert laid["codes"]["finding_id"].tolist() == ["a", "b"]
