"""Times of responses, read as the export's clock showed them, or not at all."""

import datetime

import pandas as pd
import pytest

from nationalreports.survey_problems import RowProblems
from nationalreports.survey_times import TIMES, read_times

FORM = {"submitted": "end", "started": "start", "export": {"dates": "day-first", "blank": ["-"]}}


def read(end, start, form=FORM, day="2020-10-05"):
    frame = pd.DataFrame({"end": [end], "start": [start]}, index=[7], dtype=str)
    problems = RowProblems("f.csv", frame)
    number = pd.Series([datetime.date.fromisoformat(day).toordinal()], index=[7])
    times = read_times(frame, form, number, problems)
    assert list(times.columns) == TIMES
    return times.iloc[0].tolist(), [(p.rule, p.row, p.value) for p in problems.listed()]


@pytest.mark.parametrize(
    ("end", "start", "begun", "seconds"),
    [
        ("05/10/2020 14:30:10", "05/10/2020 14:28:00", "2020-10-05T14:28:00", "130"),
        ("2020-10-05T14:30:10.9", "2020-10-05T14:30:10.1", "2020-10-05T14:30:10", "0"),
        ("05/10/2020 2:30:10 PM", "4.10.20, 11:59 p.m.", "2020-10-04T23:59:00", "52270"),
        ("05/10/2020 14:30:10", "05/10/2020 12:00 am", "2020-10-05T00:00:00", "52210"),
        ("05/10/2020 14:30:10", "05/10/2020 14:30:11", "2020-10-05T14:30:11", "-1"),
        ("05/10/2020 14:30:10", "05/10/2020", "2020-10-05", ""),
        ("05/10/2020 14:30:10", "", "", ""),
        ("05/10/2020 14:30:10", "-", "", ""),
        ("2020-10-05T14:30:10+01:00", "2020-10-05T14:30:00+0100", "2020-10-05T14:30:00", "10"),
        ("2020-10-05T14:30:10+01:00", "2020-10-05T14:30:00Z", "2020-10-05T14:30:00", ""),
    ],
)
def test_times_and_the_seconds_between(end, start, begun, seconds):
    assert read(end, start) == (["2020-10-05T14:30:10", begun, seconds], [])


@pytest.mark.parametrize("start", ["10/25/2020 14:30", "soon", "44109.5"])
def test_a_start_that_is_no_time_is_a_warning_and_blank(start):
    times, problems = read("05/10/2020 14:30:10", start)
    assert times == ["2020-10-05T14:30:10", "", ""]
    assert problems == [("SVY-018", 7, start)]


def test_without_a_start_only_the_submission_is_known():
    form = {"submitted": "end"}
    assert read("2020-10-05", "never", form) == (["2020-10-05", "", ""], [])
