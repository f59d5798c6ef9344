"""Which problems the page holds, and as what."""

import json

import pandas as pd
import pytest
import review_samples as samples
from review_samples import problem

from nationalreports.problems import to_frame
from nationalreports.review_rows import SHOWN, STATIC, decision_lines, hold

ROOM = 1_000_000


def test_open_problems_come_first_and_the_gravest_of_them():
    found = [problem("info"), problem("error", value="settled"), problem("warning"), problem()]
    held = hold(samples.decided(found, {1: ("accept", "known")}), {}, ROOM)
    assert [(row["severity"], row["decision"]) for row in held.first] == [
        ("error", ""),
        ("warning", ""),
        ("info", ""),
        ("error", "accept"),
    ]


def test_of_each_rule_the_first_thousand_are_held_and_the_rest_is_told():
    found = [problem(rule="A-1")] * (SHOWN + 7) + [problem(rule="B-1")] * SHOWN
    held = hold(to_frame(found), {}, ROOM)
    assert (held.shown, held.found, held.limit) == (2 * SHOWN, 2 * SHOWN + 7, SHOWN)
    assert held.cut == [{"rule": "A-1", "shown": SHOWN, "found": SHOWN + 7}]
    assert len(json.loads(held.data)["rows"]) == 2 * SHOWN
    assert len(held.first) == STATIC


@pytest.mark.parametrize("room", [50_000, 200_000])
def test_the_room_is_kept_and_used(room):
    problems = samples.many(4000, 4)
    problems["message"] += problems["row"]
    held = hold(problems, {}, room)
    assert len(held.data.encode()) <= room
    # Fewer than two more problems of each rule would have fitted.
    assert room - len(held.data.encode()) < 1500 + 0.15 * room
    assert held.limit < SHOWN
    assert held.shown == 4 * held.limit


def test_shared_texts_are_held_once_and_rows_come_back_whole():
    found = [problem(value="a", row=7), problem(value="b", row="page 2")]
    data = json.loads(hold(samples.decided(found, {1: ("accept", "known")}), {}, ROOM).data)
    assert data["texts"] == [["error", "VIS-101", "give one"]]
    assert data["sources"] == ["data/raw/visits.csv"]
    assert data["decisions"] == [["", ""], ["accept", "known"]]
    assert data["rows"] == [
        [0, 0, 7, 0, "a", found[0].record, 0],
        [0, 0, "page 2", 0, "b", found[1].record, 1],
    ]


def test_only_rules_that_found_something_are_explained():
    rules = {"VIS-101": {"why": "it <matters>", "settled_by": ("accept",)}, "OTH-001": {}}
    data = hold(to_frame([problem(), problem(rule="NEW-001")]), rules, ROOM).data
    assert json.loads(data)["rules"] == {
        "VIS-101": {"sentence": "", "why": "it <matters>", "settled_by": ["accept"]}
    }
    assert "<" not in data


def test_no_problems_hold_nothing():
    held = hold(pd.DataFrame(to_frame([])), {}, ROOM)
    assert (held.shown, held.found, held.first, held.cut) == (0, 0, [], [])
    assert json.loads(held.data)["rows"] == []


RECORD = "0123456789abcdef"


def test_a_line_for_each_decision_and_what_it_does():
    lines = decision_lines("VIS-101", RECORD, ["exclude", "accept"])
    assert [line for _, line in lines] == [
        f"VIS-101,{RECORD},{word},,,," for word in ("accept", "exclude", "correct")
    ]
    assert [does.split(":")[0] for does, _ in lines] == ["Accept", "Exclude", "Correct"]
    # What nothing settles can be asked to be put right all the same.
    assert [line for _, line in decision_lines("VIS-101", RECORD, [])] == [
        f"VIS-101,{RECORD},correct,,,,"
    ]


@pytest.mark.parametrize(
    ("rule", "record"),
    [
        ("VIS-101", ""),
        ("PIPELINE", RECORD),
        ("VIS-101,x", RECORD),
        ("VIS-101\n", RECORD),
        ("=VIS-101", RECORD),
        ("VIS-101", f"{RECORD}\n"),
        ("VIS-101", f'"{RECORD[1:]}'),
        ("VIS-101", RECORD.upper()),
    ],
)
def test_no_line_that_could_say_something_else_than_it_shows(rule, record):
    assert decision_lines(rule, record, ["accept"]) == []
