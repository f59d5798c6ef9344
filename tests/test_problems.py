"""Problems as a table, and as a file that is opened in a spreadsheet."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nationalreports.checking import VALIDATION, write_results
from nationalreports.exclusion import EXCLUDED_COLUMNS
from nationalreports.problems import Problem, as_found, harmless, open_errors, to_frame
from nationalreports.tables import write_json

TEXT = st.text(st.sampled_from("'=+-@\t\n\rax1 "), max_size=5)


EXCLUDED = pd.DataFrame(columns=EXCLUDED_COLUMNS, dtype=str)


def problem(value: str, message: str = "m") -> Problem:
    return Problem("error", "s", 2, "c", "R-1", value, message)


@pytest.mark.parametrize("value", ["=1+1", "+44", "-5", "@sum", "\t=1", "＝1", "'=1"])
def test_what_a_spreadsheet_would_run_is_made_harmless(value):
    frame = harmless(to_frame([problem(value, value)]))
    assert frame.loc[0, ["value", "message"]].tolist() == ["'" + value] * 2


@pytest.mark.parametrize("value", ["", "a=1", "1-2", "it's", "'quoted'", " =1"])
def test_other_texts_stay(value):
    frame = to_frame([problem(value)])
    assert harmless(frame).equals(frame)
    assert as_found(frame).equals(frame)


@given(st.lists(st.tuples(TEXT, TEXT), max_size=4))
def test_what_was_made_harmless_comes_back(texts):
    frame = to_frame(problem(*pair) for pair in texts)
    pd.testing.assert_frame_equal(as_found(harmless(frame)), frame)


def test_the_list_of_problems_holds_no_formula(tmp_path):
    empty = {"data": "", "profile": {"sources": [], "questions": []}}
    (tmp_path / VALIDATION).mkdir(parents=True)
    write_json(empty, tmp_path / VALIDATION / "sources.json")
    write_results([problem("=HYPERLINK(1)")], [], [], EXCLUDED, tmp_path)
    text = (tmp_path / VALIDATION / "problems.csv").read_text(encoding="utf-8")
    assert ",'=HYPERLINK(1)," in text


def test_a_reason_is_made_harmless_too_and_comes_back():
    frame = to_frame([problem("v")]).assign(decision="accept", reason="=1")
    assert harmless(frame)["reason"].tolist() == ["'=1"]
    pd.testing.assert_frame_equal(as_found(harmless(frame)), frame)


def test_errors_are_open_until_accepted_or_excluded():
    frame = to_frame([problem(word) for word in ("", "accept", "exclude", "correct")])
    assert open_errors(frame)["value"].tolist() == ["", "accept", "exclude", "correct"]
    frame = frame.assign(decision=frame["value"])
    assert open_errors(frame)["value"].tolist() == ["", "correct"]
    assert open_errors(frame.assign(severity="warning")).empty
