"""Rules of survey quality: what they flag, by the export's row, and what they let stand."""

import pandas as pd
import pytest

from nationalreports.crosschecks import lay_out
from nationalreports.crosschecks.responses import TEXT_OF_ONES_OWN, TIMED_RESPONSES
from nationalreports.rulebook import rules
from nationalreports.validation import validate

#: The rules that are broken here, each by its row.
QUALITY = {"SVY-108", "SVY-111", "SVY-112", "SVY-113", "SVY-114"}

SCALES = {"a": 5, "b": 3, "c": 4, "d": 4, "e": 2}
FORM = {
    "groups": None,
    "questions": {
        **{
            key: {"type": "single", "answers": [f"{key}{n}" for n in range(1, size + 1)]}
            for key, size in SCALES.items()
        },
        "ticked": {"type": "multiple", "answers": [f"t{n}" for n in range(1, 5)]},
        "more": {"type": "text"},
    },
}
CONFIG = {"reports": {}, "thresholds": {"minimum_base": 10}}
CONFIDENTIAL = "data/processed/confidential"
LONG = "We waited for eleven months, and nobody rang us back at all."


def flagged(code, people):
    """The rows of the responses that break `code`, and what is said of them.

    `people`: a tuple of area, answers, submitted and seconds for each; the first stands in row 2.
    """
    answers, places = [], []
    for row, (area, said, submitted, seconds) in enumerate(people, 2):
        own = f"s-{row}"
        for question, given in said.items():
            for answer in given.split("+"):
                answers.append([own, "s", area, "autumn", question, answer])
        places.append([own, "s", area, "autumn", "x.csv", f"row {row}", submitted, "", seconds])
    about = ["response_id", "survey", "area_code", "wave"]
    tables = {
        "responses": pd.DataFrame(answers, columns=[*about, "question", "answer"], dtype=str),
        "respondents": pd.DataFrame(
            places,
            columns=[*about, "source", "locator", "submitted", "started", "seconds"],
            dtype=str,
        ),
    }
    return judged(code, tables)


def judged(code, tables):
    laid = lay_out(tables, config=CONFIG, surveys={"s": FORM})
    codebook = {"sectors": {}, "voices": {}, "themes": {}, "questions": {}}
    own = rules(laid, config=CONFIG, codebook=codebook, surveys={"s": FORM})["whole_responses"]
    problems, results = validate(laid, {"whole_responses": [r for r in own if r.code == code]})
    assert {result["state"] for result in results} <= {"passed", "failed"}
    assert {p.source for p in problems} <= {"x.csv", f"{CONFIDENTIAL}/responses.parquet"}
    return [(p.row, p.value) for p in problems]


def person(said, area="E1", submitted="2020-10-05", seconds=""):
    return area, said, submitted, seconds


ORDINARY = {"a": "a3", "b": "b1", "c": "c2", "d": "d4", "e": "e1", "ticked": "t1+t4"}


@pytest.mark.parametrize(
    ("said", "in_line"),
    [({key: f"{key}{place}" for key in ("a", "b", "c", "d")}, True) for place in (1, 2, 3)]
    + [
        (dict.fromkeys(["a"], "a1") | {"b": "b1", "c": "c1", "d": "d1", "ticked": "t1"}, True),
        ({"a": "a2", "b": "b2", "c": "c2", "d": "d2", "more": "Well."}, True),
        # Three questions are too few to tell, and text has no place.
        ({"a": "a1", "b": "b1", "c": "c1", "more": "Well."}, False),
        # One answer at another place, or two ticks, are no line.
        ({"a": "a1", "b": "b1", "c": "c1", "d": "d2"}, False),
        ({"a": "a1", "b": "b1", "c": "c1", "d": "d1", "ticked": "t1+t2"}, False),
        # Of two answers the place says little: such a list makes no line, though it breaks one.
        ({"a": "a1", "b": "b1", "c": "c1", "e": "e1"}, False),
        ({"a": "a1", "b": "b1", "c": "c1", "d": "d1", "e": "e2"}, False),
        # But where it has no such place, it breaks none.
        ({"a": "a3", "b": "b3", "c": "c3", "d": "d3", "e": "e2"}, True),
    ],
)
def test_the_same_place_in_every_question(said, in_line):
    found = flagged("SVY-111", [person(ORDINARY), person(said)])
    assert found == ([(3, "s-3")] if in_line else [])


def test_who_declines_every_question_is_not_careless(monkeypatch):
    answers = ["Yes", "No", "Prefer not to say"]
    questions = {key: {"type": "single", "answers": answers} for key in "abcd"}
    monkeypatch.setitem(FORM, "questions", questions)
    people = [person(dict.fromkeys("abcd", answer)) for answer in answers]
    assert [row for row, _ in flagged("SVY-111", people)] == [2, 3]


def timed(number, seconds):
    others = [person(ORDINARY, seconds="300") for _ in range(number - 1)]
    return flagged("SVY-112", [*others, person(ORDINARY, seconds=seconds)])


def test_too_fast_is_under_a_third_of_the_median():
    assert timed(TIMED_RESPONSES, "99") == [
        (TIMED_RESPONSES + 1, "99 s, where the median is 300.0 s")
    ]
    assert timed(TIMED_RESPONSES, "100") == []
    assert timed(TIMED_RESPONSES, "") == []
    # Of few times, the median says nothing.
    assert timed(TIMED_RESPONSES - 1, "1") == []


def test_no_response_ends_before_it_starts():
    people = [person(ORDINARY, seconds=seconds) for seconds in ("-1", "0", "")]
    assert [row for row, _ in flagged("SVY-113", people)] == [2]


TWICE = ORDINARY | {"more": LONG}


@pytest.mark.parametrize(
    ("people", "rows"),
    [
        ([person(TWICE), person(ORDINARY), person(TWICE)], [2, 4]),
        # Ordinary answers, or a short text, are given alike by many.
        ([person(ORDINARY), person(ORDINARY)], []),
        ([person(ORDINARY | {"more": "No, thank you."})] * 2, []),
        ([person(TWICE), person(TWICE, area="E2")], []),
        # The same person from another perspective answers differently somewhere.
        ([person(TWICE), person(TWICE | {"e": "e2"})], []),
        # In the very same second; the day alone is none.
        ([person(ORDINARY, submitted="2020-10-05T10:00:00")] * 2, [2, 3]),
        ([person(ORDINARY, submitted=f"2020-10-05T10:00:0{n}") for n in range(2)], []),
        ([person(ORDINARY, submitted="2020-10-05")] * 2, []),
    ],
)
def test_the_same_response_twice(people, rows):
    assert len(LONG) >= TEXT_OF_ONES_OWN
    found = flagged("SVY-114", people)
    assert [row for row, _ in found] == rows
    if rows:
        assert found[0][1] == f"is the same as s-{rows[1]}"
        assert found[1][1] == f"is the same as s-{rows[0]}"


def test_one_response_is_of_one_place():
    people = [person(ORDINARY), person(ORDINARY)]
    assert flagged("SVY-108", people) == []
    about = ["response_id", "survey", "area_code", "wave", "question", "answer"]
    rows = [["s-2", "s", "E1", "autumn", "a", "a1"], ["s-2", "s", "E2", "autumn", "b", "b1"]]
    tables = {"responses": pd.DataFrame(rows, columns=about, dtype=str)}
    assert [value for _, value in judged("SVY-108", tables)] == ["E1"]
