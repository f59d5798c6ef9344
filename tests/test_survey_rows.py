"""Ids, areas and days of responses, on both sides of every bound."""

import datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nationalreports.survey_problems import RowProblems
from nationalreports.survey_rows import FARTHEST, find_waves, read_areas_of, read_days, read_ids

AREAS = pd.DataFrame(
    [
        ["E06000060", "Buckinghamshire", "E10000002"],
        ["E06000023", "Bristol, City of", ""],
        ["E06000052", "Cornwall", ""],
        ["E06000053", "Isles of Scilly", ""],
    ],
    columns=["area_code", "area_name", "former_codes"],
)
VISITS = pd.DataFrame(
    [["E06000060", "2020-10-05", "autumn"], ["E06000060", "2021-02-01", "spring"]],
    columns=["area_code", "start_date", "report"],
)


def column(*values, name="c"):
    return pd.Series(values, index=range(2, len(values) + 2), name=name, dtype=str)


def problems_of(*values, source="f.csv"):
    """Collects the problems of a file that has one column of `values`."""
    return RowProblems(source, column(*values).to_frame())


def days(order, *values):
    problems = problems_of(*values)
    read = read_days(column(*values), order, "families", problems)
    return [datetime.date.fromordinal(day).isoformat() if day else "" for day in read], problems


@pytest.mark.parametrize(
    ("order", "text", "day"),
    [
        ("iso", "2020-10-05", "2020-10-05"),
        ("iso", "2020-10-05T14:30:00", "2020-10-05"),
        ("iso", "2020-10-05 14:30:00.123Z", "2020-10-05"),
        ("iso", "2020-10-05 14:30+01:00", "2020-10-05"),
        ("iso", "2020-02-29", "2020-02-29"),
        ("iso", "2021-02-29", ""),
        ("iso", "2020-10-05 24:00", ""),
        ("iso", "2020-10-05 14:60", ""),
        ("iso", "2020-1-5", ""),
        ("iso", "05/10/2020", ""),
        ("iso", "20201005", ""),
        ("iso", "", ""),
        ("iso", "5 October 2020", ""),
        ("day-first", "2020-10-05", "2020-10-05"),
        ("day-first", "03/04/2020", "2020-04-03"),
        ("day-first", "3.4.20", "2020-04-03"),
        ("day-first", "03-04-2020, 9:05", "2020-04-03"),
        ("day-first", "25/10/2020 2:30 PM", "2020-10-25"),
        ("day-first", "25/10/2020 12:30 a.m.", "2020-10-25"),
        ("day-first", "25/10/2020 13:30 PM", ""),
        ("day-first", "03/04-2020", ""),
        ("day-first", "03/04/020", ""),
        ("day-first", "31/04/2020", ""),
        ("day-first", "44109", ""),
        ("month-first", "03/04/2020", "2020-03-04"),
        ("month-first", "7/27/26 19:06:23", "2026-07-27"),
        ("month-first", "2020-10-25", "2020-10-25"),
    ],
)
def test_days_are_read_as_declared_or_not_at_all(order, text, day):
    read, problems = days(order, text)
    assert read == [day]
    assert [p.rule for p in problems.listed()] == ([] if day else ["SVY-007"])


@pytest.mark.parametrize(
    ("order", "text", "said"),
    [
        ("iso", "03/04/2020", "`dates: day-first` or `dates: month-first`"),
        ("iso", "03/04/2020 10:00", "`export` in config/surveys/families.yaml"),
        ("day-first", "31/04/2020", "is no day; write it as"),
        ("iso", "44109", "serial number"),
        ("day-first", "44109.6041666667", "serial number"),
        ("iso", "", "is no day; write it as"),
    ],
)
def test_what_is_no_day_is_told_its_remedy(order, text, said):
    (problem,) = days(order, text)[1].listed()
    assert said in problem.message
    assert (problem.row, problem.value) == (2, text)


@pytest.mark.parametrize(
    ("order", "fitting", "against", "meant"),
    [
        ("day-first", "03/04/2020", "10/25/2020", "month-first"),
        ("day-first", "2020-04-03", "4.13.20 10:30", "month-first"),
        ("month-first", "03/04/2020", "25/10/2020", "day-first"),
    ],
)
def test_one_day_that_fits_only_the_other_order_refuses_all(order, fitting, against, meant):
    read, problems = days(order, fitting, "31/04/2020", against, against, fitting)
    assert read == [""] * 5
    first, second = problems.listed()
    assert (first.severity, first.rule, first.row, first.value) == ("error", "SVY-017", 4, against)
    assert "nor are 2 in all" in first.message
    assert f"say `dates: {meant}` under `export` in config/surveys/families.yaml" in first.message
    assert (second.rule, second.row) == ("SVY-007", 3)


def test_a_day_of_neither_order_refuses_its_own_row_alone():
    read, problems = days("day-first", "03/04/2020", "31/04/2020", "13/13/2020")
    assert read == ["2020-04-03", "", ""]
    assert [(p.rule, p.row) for p in problems.listed()] == [("SVY-007", 3), ("SVY-007", 4)]


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)))
def test_every_day_is_read_back_in_each_order(day):
    for order, form in (("day-first", "%d/%m/%Y"), ("month-first", "%m/%d/%y")):
        assert days(order, day.strftime(form))[0] == [day.isoformat()]
    assert days("iso", day.isoformat())[0] == [day.isoformat()]


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("007", True),
        ("7", True),
        ("1E5", True),
        ("118E", True),
        ("R-1.2E+3", True),
        ("1.23457E+11", False),
        ("1,23457E+11", False),
        ("1e+5", False),
        ("", False),
    ],
)
def test_ids_stay_as_they_are_or_are_refused(text, good):
    problems = problems_of(text)
    assert read_ids(column(text), [], problems).tolist() == [good]
    assert [p.rule for p in problems.listed()] == ([] if good else ["SVY-003"])


def test_an_id_is_unique_within_and_before_its_file():
    problems = problems_of("1", "2", "1", "07", source="b.csv")
    usable = read_ids(column("1", "2", "1", "07"), [("a.csv", column("9", "2"))], problems)
    assert usable.tolist() == [True, False, False, True]
    places = {p.row: p.message for p in problems.listed()}
    assert "a.csv, row 3" in places[3]
    assert "b.csv, row 2" in places[4]
    assert set(places) == {3, 4}


def areas_of(*values):
    problems = problems_of(*values)
    visits = pd.DataFrame({"area_code": ["E06000060", "E06000023"]})
    return read_areas_of(column(*values), AREAS, visits, problems).tolist(), problems.listed()


def test_an_area_given_by_name_is_an_error_that_lists_candidates():
    found, (problem,) = areas_of("Bristol")
    assert found == [""]
    assert problem.rule == "SVY-005"
    assert "perhaps E06000023 (Bristol, City of)" in problem.message


@pytest.mark.parametrize(
    ("code", "area", "rules"),
    [
        ("E06000060", "E06000060", []),
        ("E10000002", "E06000060", ["SVY-011"]),
        ("E06000052", "", ["SVY-006"]),
        ("e06000060", "", ["SVY-005"]),
        ("", "", ["SVY-005"]),
    ],
)
def test_areas(code, area, rules):
    found, problems = areas_of(code, code)
    assert found == [area, area]
    # A former code is one warning a file, whatever its rows.
    assert [p.rule for p in problems] == (rules if area else rules * 2)


def waves(*texts):
    problems = problems_of(*texts)
    cells = column(*texts)
    area = pd.Series("E06000060", index=cells.index)
    day = read_days(cells, "iso", "families", problems)
    return find_waves(cells, area, day, VISITS, problems).tolist(), problems.listed()


def test_a_response_belongs_to_the_visit_that_started_nearest():
    middle = datetime.date(2020, 10, 5) + datetime.timedelta(days=59)
    after = (middle + datetime.timedelta(days=1)).isoformat()
    assert waves("2020-01-01", middle.isoformat(), after, "2021-05-01") == (
        ["autumn", "autumn", "spring", "spring"],
        [],
    )


@pytest.mark.parametrize(("beyond", "warned"), [(FARTHEST, 0), (FARTHEST + 1, 1)])
def test_days_far_from_the_visit_are_one_warning_a_file(beyond, warned):
    day = (datetime.date(2021, 2, 1) + datetime.timedelta(days=beyond)).isoformat()
    wave, problems = waves(day, day)
    assert wave == ["spring", "spring"]
    assert [(p.severity, p.rule, p.row) for p in problems] == [("warning", "SVY-015", 2)] * warned
    assert all("2 responses" in p.message for p in problems)


def test_no_rows_give_no_waves():
    assert waves() == ([], [])
