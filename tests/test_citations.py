"""A report cites what had been published by its date, or says as an error that it cannot."""

from __future__ import annotations

import pandas as pd
import pytest

from nationalreports.citations import check_citations

SOURCE = "data/raw/reference/ehc_plans.csv"


def _check(published: dict[str, list[str]], **report: object) -> list[tuple[str, object, str]]:
    rows = [(year, day) for year, days in published.items() for day in days]
    frame = pd.DataFrame(rows, columns=["time_period", "published"], dtype=str)
    frame.index = pd.RangeIndex(2, len(rows) + 2, name="row")
    entry = {"date": "2020-11-10", "evidence": ["visits", "reference"], **report}
    found = check_citations("ehc_plans", frame, {"r": entry}, source=SOURCE)
    assert all((p.severity, p.source, p.column) == ("error", SOURCE, "published") for p in found)
    return [(p.rule, p.row, p.value) for p in found]


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2020-11-09", []),
        ("2020-11-10", []),
        ("2020-11-11", [("REF-004", 3, "2020-11-11")]),
        ("", [("REF-004", 3, "")]),
    ],
)
def test_a_report_cannot_cite_what_was_published_after_it(day: str, found: list):
    published = {"2020": ["2020-05-07", day]}
    assert _check(published, cites={"ehc_plans": 2020}) == found


def test_a_cited_year_must_be_there():
    published = {"2019": ["2019-05-07"]}
    assert _check(published, cites={"ehc_plans": 2020}) == [("REF-004", "", "2020")]


def test_another_tables_year_is_not_this_ones():
    assert _check({"2020": ["2020-05-07"]}, cites={"timeliness": 2019}) == []


def test_without_a_cited_year_one_must_have_been_published_whole():
    assert _check({"2019": ["2019-05-07"], "2020": ["2021-05-13"]}) == []
    assert _check({"2020": ["2020-05-07", ""]}) == [("REF-005", "", "")]
    assert _check({"2020": ["2021-05-13"]}) == [("REF-005", "", "")]


def test_a_report_without_reference_data_cites_nothing():
    assert _check({"2020": ["2021-05-13"]}, evidence=["visits"]) == []


def test_no_rows_are_for_the_reader_of_the_file_to_tell():
    assert _check({}) == []
