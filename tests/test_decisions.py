"""Reviewers' decisions: read strictly, put to problems, refused, lapsed and expired."""

import datetime

import pandas as pd
import pytest

from nationalreports.decisions import DECISION_COLUMNS, DECISIONS, read_decisions, settle
from nationalreports.exclusion import EXCLUDED_COLUMNS
from nationalreports.problems import Problem, open_errors, to_frame
from nationalreports.review import verdict
from nationalreports.rules.decisions import RULES

TODAY = datetime.date(2020, 11, 20)
RECORD, OTHER = "r00112233445566a", "rfeeddccbbaa9988"
GOOD = {
    "rule": "SVY-008",
    "record": RECORD,
    "decision": "accept",
    "reason": "seen, and harmless",
    "reviewer": "R. Viewer",
    "date": "2020-11-10",
    "until": "2020-12-31",
}
SETTLED_BY = {"SVY-008": ("accept", "exclude"), "SVY-101": ("exclude",), "VIS-006": ()}
NOTHING = pd.DataFrame(columns=EXCLUDED_COLUMNS, dtype=str)


def put(root, *rows):
    path = root / DECISIONS
    path.parent.mkdir(parents=True, exist_ok=True)
    frame = pd.DataFrame([GOOD | row for row in rows], columns=DECISION_COLUMNS)
    frame.to_csv(path, index=False)


def read(root, *rows):
    put(root, *rows)
    return read_decisions(root, TODAY)


def problems(*records, rule="SVY-008", severity="error"):
    return to_frame(
        Problem(severity, "data/raw/a.csv", row, "q", rule, "v", "m", record)
        for row, record in enumerate(records, start=2)
    )


def settled(root, found, *rows, left_out=NOTHING):
    decisions, faults = read(root, *rows)
    told, decided, more = settle(found, decisions, SETTLED_BY, left_out)
    return told, decided, faults + more


def excluded(rule, record):
    return pd.DataFrame([["responses", "r1", rule, record, ""]], columns=EXCLUDED_COLUMNS)


def test_without_a_file_there_are_no_decisions(tmp_path):
    decisions, faults = read_decisions(tmp_path, TODAY)
    assert (len(decisions), faults) == (0, [])
    told, decided, more = settle(problems(RECORD), decisions, SETTLED_BY, NOTHING)
    assert told[["decision", "reason"]].to_numpy().tolist() == [["", ""]]
    assert (decided, more, len(open_errors(told))) == ([], [], 1)


def test_a_decision_in_force_settles_its_problem_alone(tmp_path):
    told, (own,), faults = settled(tmp_path, problems(RECORD, OTHER), {})
    assert faults == []
    assert told["decision"].tolist() == ["accept", ""]
    assert told["reason"].tolist() == [
        "accepted by R. Viewer on 10 November 2020, until 31 December 2020: seen, and harmless",
        "",
    ]
    assert open_errors(told)["record"].tolist() == [OTHER]
    assert own == GOOD | {"state": "in force", "problems": 1}


def test_the_same_record_under_another_rule_is_not_settled(tmp_path):
    told, _, _ = settled(tmp_path, problems(RECORD, rule="SVY-101"), {})
    assert told["decision"].tolist() == [""]


@pytest.mark.parametrize(
    ("row", "rule", "column"),
    [
        ({"rule": ""}, "DEC-001", "rule"),
        ({"rule": "survey eight"}, "DEC-001", "rule"),
        ({"record": ""}, "DEC-002", "record"),
        ({"record": RECORD[:15]}, "DEC-002", "record"),
        ({"record": RECORD[:15] + "g"}, "DEC-002", "record"),
        ({"record": "1.12233E+15"}, "DEC-002", "record"),
        ({"record": "0112233445566aa8"}, "DEC-002", "record"),
        ({"decision": ""}, "DEC-003", "decision"),
        ({"decision": "accepted"}, "DEC-003", "decision"),
        ({"reason": "-"}, "DEC-004", "reason"),
        ({"reviewer": ""}, "DEC-005", "reviewer"),
        ({"date": ""}, "DEC-006", "date"),
        ({"date": "10/11/2020"}, "DEC-006", "date"),
        ({"date": "2020-11-21"}, "DEC-006", "date"),
        ({"until": "soon"}, "DEC-007", "until"),
        ({"until": "2020-11-09"}, "DEC-007", "until"),
    ],
)
def test_a_malformed_decision_is_an_error_and_never_holds(tmp_path, row, rule, column):
    told, (own,), faults = settled(tmp_path, problems(RECORD), row)
    assert [(p.severity, p.rule, p.column, p.row) for p in faults] == [("error", rule, column, 2)]
    assert len(faults[0].record) == 16
    assert own["state"] == "refused"
    assert len(open_errors(told)) == 1


@pytest.mark.parametrize(
    "row",
    [
        {"date": "2020-11-20"},
        {"until": ""},
        {"until": "2020-11-20"},
        {"date": "2020-11-20", "until": "2020-11-20"},
    ],
)
def test_the_bounds_hold(tmp_path, row):
    told, _, faults = settled(tmp_path, problems(RECORD), row)
    assert (told["decision"].tolist(), faults) == (["accept"], [])


def test_capitals_do_not_matter(tmp_path):
    row = {"rule": "svy-008", "record": RECORD.upper(), "decision": "Accept"}
    told, _, faults = settled(tmp_path, problems(RECORD), row)
    assert (told["decision"].tolist(), faults) == (["accept"], [])


def test_of_two_that_contradict_each_other_neither_holds(tmp_path):
    rows = [{}, {"decision": "exclude"}, {"record": OTHER}]
    told, decided, faults = settled(tmp_path, problems(RECORD, OTHER), *rows)
    assert [(p.rule, p.row) for p in faults] == [("DEC-008", 2), ("DEC-008", 3)]
    assert [own["state"] for own in decided] == ["refused", "refused", "in force"]
    assert told["decision"].tolist() == ["", "accept"]


def test_decisions_on_other_rules_contradict_none(tmp_path):
    rows = [{}, {"rule": "SVY-101", "decision": "correct"}]
    decisions, faults = read(tmp_path, *rows)
    assert (decisions["state"].tolist(), faults) == (["in force", "in force"], [])


def test_what_is_settled_is_not_to_be_read_before_the_figures_are_used(tmp_path):
    told, _, _ = settled(tmp_path, problems(RECORD, OTHER, severity="warning"), {})
    may_go_on, why = verdict(told, [{"state": "passed"}])
    assert may_go_on
    assert why.startswith("There are no errors; one warning is")
    assert why.endswith(", besides one problem settled by decision.")


def test_an_expired_decision_contradicts_none(tmp_path):
    rows = [{"until": "2020-11-19"}, {"decision": "correct", "date": "2020-11-20"}]
    told, decided, faults = settled(tmp_path, problems(RECORD), *rows)
    assert [own["state"] for own in decided] == ["expired", "in force"]
    assert told["decision"].tolist() == ["correct"]
    assert [p.rule for p in faults] == ["DEC-011"]


def test_of_two_that_agree_the_later_gives_the_reason(tmp_path):
    rows = [{"reason": "later", "date": "2020-11-11"}, {"reason": "earlier"}]
    told, decided, faults = settled(tmp_path, problems(RECORD), *rows)
    assert told["reason"].str.contains("later: |: later").all()
    assert [own["reason"] for own in decided] == ["later", "earlier"]
    assert faults == []


def test_to_correct_is_an_instruction_and_opens_nothing(tmp_path):
    for rule in ("SVY-008", "VIS-006"):
        row = {"decision": "correct", "rule": rule}
        told, (own,), faults = settled(tmp_path, problems(RECORD, rule=rule), row)
        assert told["decision"].tolist() == ["correct"]
        assert (len(open_errors(told)), faults, own["state"]) == (1, [], "in force")


@pytest.mark.parametrize("rule", ["VIS-006", "TAB-001"])
def test_what_is_never_acceptable_stays_an_error(tmp_path, rule):
    """Also of a rule of which nothing is known."""
    for word in ("accept", "exclude"):
        row = {"rule": rule, "decision": word}
        told, (own,), (fault,) = settled(tmp_path, problems(RECORD, rule=rule), row)
        assert (fault.severity, fault.rule, fault.column) == ("error", "DEC-009", "decision")
        assert "nothing settles it" in fault.message
        assert (own["state"], own["problems"]) == ("refused", 0)
        assert len(open_errors(told)) == 1


def test_only_what_settles_the_rule_does(tmp_path):
    row = {"rule": "SVY-101"}
    told, _, (fault,) = settled(tmp_path, problems(RECORD, rule="SVY-101"), row)
    assert fault.rule == "DEC-009"
    assert "only exclude settles it" in fault.message
    assert len(open_errors(told)) == 1


def test_an_unknown_rule_is_an_error(tmp_path):
    _, (own,), (fault,) = settled(tmp_path, problems(RECORD), {"rule": "SVY-999"})
    assert (fault.rule, fault.severity, own["state"]) == ("DEC-001", "error", "refused")


@pytest.mark.parametrize(("word", "severity"), [("accept", "info"), ("exclude", "warning")])
def test_a_decision_that_matches_nothing_is_told(tmp_path, word, severity):
    _, (own,), (fault,) = settled(tmp_path, problems(OTHER), {"decision": word})
    assert (fault.rule, fault.severity, own["state"]) == ("DEC-010", severity, "no longer matches")
    assert ("counts again" in fault.message) is (word == "exclude")


def test_an_expired_decision_brings_its_problem_back(tmp_path):
    told, (own,), (fault,) = settled(tmp_path, problems(RECORD), {"until": "2020-11-19"})
    assert (fault.rule, fault.severity, fault.value) == ("DEC-011", "warning", "2020-11-19")
    assert (own["state"], own["problems"]) == ("expired", 0)
    assert len(open_errors(told)) == 1


def test_an_expired_decision_without_its_problem_is_silent(tmp_path):
    _, (own,), faults = settled(tmp_path, problems(OTHER), {"until": "2020-11-19"})
    assert (own["state"], faults) == ("expired", [])


def test_a_reader_has_set_aside_what_is_excluded(tmp_path):
    told, _, faults = settled(tmp_path, problems(RECORD), {"decision": "exclude"})
    assert (told["decision"].tolist(), faults) == (["exclude"], [])


def test_what_counts_is_excluded_only_if_it_is_really_left_out(tmp_path):
    found, row = problems(RECORD, rule="SVY-101"), {"rule": "SVY-101", "decision": "exclude"}
    told, _, faults = settled(tmp_path, found, row, left_out=excluded("SVY-101", RECORD))
    assert (told["decision"].tolist(), faults) == (["exclude"], [])
    told, (own,), (fault,) = settled(tmp_path, found, row)
    assert (fault.rule, own["state"], told["decision"].tolist()) == ("DEC-009", "refused", [""])


@pytest.mark.parametrize(
    "row",
    [
        {"record": OTHER},
        {"decision": "accept"},
        {"rule": "SVY-008"},
        {"until": "2020-11-19"},
        {"reason": ""},
    ],
)
def test_nothing_is_left_out_for_which_no_decision_asks_any_more(tmp_path, row):
    """Decisions were edited, or the day passed, after the figures were counted."""
    row = {"rule": "SVY-101", "decision": "exclude"} | row
    found = problems(RECORD, rule="SVY-101", severity="warning")
    _, _, faults = settled(tmp_path, found, row, left_out=excluded("SVY-101", RECORD))
    told = [(p.severity, p.value, p.row) for p in faults if p.rule == "DEC-012"]
    assert told == [("error", f"SVY-101 {RECORD}", "")]


def test_nothing_is_left_out_with_which_nothing_is_wrong(tmp_path):
    found, row = problems(OTHER, rule="SVY-101"), {"rule": "SVY-101", "decision": "exclude"}
    _, (own,), (fault,) = settled(tmp_path, found, row, left_out=excluded("SVY-101", RECORD))
    assert (fault.rule, fault.severity) == ("DEC-012", "error")
    assert own["state"] == "no longer matches"


def test_warnings_are_settled_too(tmp_path):
    told, (own,), _ = settled(tmp_path, problems(RECORD, RECORD, severity="warning"), {})
    assert told["decision"].tolist() == ["accept", "accept"]
    assert own["problems"] == 2


def test_a_file_that_cannot_be_read_is_an_error(tmp_path):
    (tmp_path / DECISIONS).parent.mkdir(parents=True)
    (tmp_path / DECISIONS).write_text("rule,record\nSVY-008,x\n")
    decisions, faults = read_decisions(tmp_path, TODAY)
    assert len(decisions) == 0
    assert {"TAB-007"} == {p.rule for p in faults if p.severity == "error"}


def test_the_last_day_may_have_no_column(tmp_path):
    put(tmp_path, {})
    frame = pd.read_csv(tmp_path / DECISIONS, dtype=str).drop(columns="until")
    frame.to_csv(tmp_path / DECISIONS, index=False)
    decisions, faults = read_decisions(tmp_path, TODAY)
    assert (decisions["state"].tolist(), faults) == (["in force"], [])


def test_no_rule_of_decisions_can_be_settled_by_one():
    assert [rule.code for rule in RULES] == [f"DEC-{n:03d}" for n in range(1, 13)]
    assert {rule.settled_by for rule in RULES} == {()}
