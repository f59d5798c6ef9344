"""What decisions exclude is left out of the counts, by exactly that; and the rest stays."""

import datetime

import pandas as pd
import pytest

from nationalreports import checking, exclusion
from nationalreports.aggregation import count_answers
from nationalreports.decisions import DECISION_COLUMNS, DECISIONS
from nationalreports.exclusion import EXCLUDED_COLUMNS, find_excluded, without_excluded
from nationalreports.records import of_findings, of_responses

FINDINGS = pd.DataFrame(
    {
        "finding_id": ["v1-aa", "v1-bb", "v2-cc"],
        "visit_id": ["v1", "v1", "v2"],
        "text": ["Waits were long.", "Schools rang up.", "Waits were long."],
        "source": ["a.md", "a.md", "b.md"],
        "locator": ["line 3", "line 4", "line 9"],
    },
    dtype=str,
)
EMPTY_BOOK = {name: {} for name in ("sectors", "voices", "themes", "questions")}
CODES = pd.DataFrame({"finding_id": ["v1-aa", "v1-aa", "v2-cc"], "theme": ["w", "x", "w"]})
SURVEYS = {
    "families": {
        "groups": None,
        "questions": {
            "q1": {"type": "single", "answers": ["Yes", "No"]},
            "q2": {"type": "multiple", "answers": ["A", "B"]},
        },
    }
}
ANSWERS = {
    "r1": [("q1", "Yes"), ("q2", "A"), ("q2", "B")],
    "r2": [("q1", "Yes"), ("q2", "A")],
    "r3": [("q1", "No")],
}


def responses(said=ANSWERS):
    rows = [
        (key, "families", "E1", "autumn", question, answer)
        for key, answers in said.items()
        for question, answer in answers
    ]
    names = ["response_id", "survey", "area_code", "wave", "question", "answer"]
    return pd.DataFrame(rows, columns=names, dtype=str)


def respondents(day):
    about = {"survey": "families", "area_code": "E1", "wave": "autumn", "source": "f.csv"}
    rows = [about | {"response_id": key, "locator": "row 2", "submitted": day} for key in ANSWERS]
    return pd.DataFrame(rows, dtype=str)


def test_a_response_with_other_times_is_another():
    """Some rules judge by them: a decision on a time that was wrong is none on the right one."""
    (record,) = of_responses("SVY-112", ["r2"], responses(), respondents("2020-11-03"))
    given = decided(("SVY-112", record)), FINDINGS, responses()
    assert find_excluded(*given, respondents("2020-11-03"))["id"].tolist() == ["r2"]
    moved = respondents("2020-11-03").assign(locator="row 9", source="g.csv")[::-1]
    assert find_excluded(*given, moved)["id"].tolist() == ["r2"]
    assert find_excluded(*given, respondents("2020-11-04")).empty


def decided(*rows, word="exclude", state="in force"):
    frame = pd.DataFrame(
        [[rule, record, word, "why", "R", "2020-11-10", "", state] for rule, record in rows],
        columns=[*DECISION_COLUMNS, "state"],
    )
    return frame.astype(str)


def record_of(key, rule="SVY-105", said=ANSWERS):
    return of_responses(rule, [key], responses(said))[0]


def counts(tables):
    table = count_answers(["autumn"], ["families"], tables["responses"], SURVEYS)
    keys = ["question", "answer"]
    return {tuple(row[keys]): (row["count"], row["base"]) for _, row in table.iterrows()}


def test_an_excluded_response_is_missed_by_exactly_its_answers():
    tables = {"findings": FINDINGS, "codes": CODES, "responses": responses()}
    excluded = find_excluded(decided(("SVY-105", record_of("r1"))), FINDINGS, responses())
    record = record_of("r1")
    assert excluded.to_numpy().tolist() == [["responses", "r1", "SVY-105", record, "why"]]
    assert list(excluded.columns) == EXCLUDED_COLUMNS
    assert counts(tables) == {
        ("q1", "Yes"): ("2", "3"),
        ("q1", "No"): ("1", "3"),
        ("q2", "A"): ("2", "2"),
        ("q2", "B"): ("1", "2"),
    }
    kept = without_excluded(tables, excluded)
    assert counts(kept) == {
        ("q1", "Yes"): ("1", "2"),
        ("q1", "No"): ("1", "2"),
        ("q2", "A"): ("1", "1"),
        ("q2", "B"): ("0", "1"),
    }
    assert kept["findings"] is FINDINGS
    assert kept["codes"] is CODES


def test_an_excluded_finding_goes_with_its_codes():
    record = of_findings("FND-109", FINDINGS)[0]
    excluded = find_excluded(decided(("FND-109", record)), FINDINGS, responses())
    assert excluded["id"].tolist() == ["v1-aa"]
    tables = {"findings": FINDINGS, "codes": CODES, "excluded": excluded}
    kept = without_excluded(tables, excluded)
    assert kept["findings"]["finding_id"].tolist() == ["v1-bb", "v2-cc"]
    assert kept["codes"]["finding_id"].tolist() == ["v2-cc"]
    assert set(kept) == {"findings", "codes"}


def test_a_finding_that_moves_stays_excluded_and_one_that_changes_does_not():
    decisions = decided(("FND-109", of_findings("FND-109", FINDINGS)[0]))
    moved = FINDINGS.iloc[::-1].assign(locator="line 77", source="other.md")
    assert find_excluded(decisions, moved, responses())["id"].tolist() == ["v1-aa"]
    changed = FINDINGS.assign(text=["Waits were longer.", *FINDINGS["text"].iloc[1:]])
    assert find_excluded(decisions, changed, responses()).empty


def test_a_response_that_changes_counts_again():
    decisions = decided(("SVY-105", record_of("r1")))
    changed = ANSWERS | {"r1": [("q1", "No"), ("q2", "A"), ("q2", "B")]}
    assert find_excluded(decisions, FINDINGS, responses(changed)).empty


@pytest.mark.parametrize(
    "decisions",
    [
        decided(("SVY-105", record_of("r1")), word="accept"),
        decided(("SVY-105", record_of("r1")), word="correct"),
        decided(("SVY-105", record_of("r1")), state="expired"),
        decided(("SVY-105", record_of("r1")), state="refused"),
        decided(("SVY-106", record_of("r1"))),
        decided(("SVY-005", record_of("r1", "SVY-005"))),
    ],
    ids=["accepted", "to correct", "expired", "refused", "of another rule", "of a reader's rule"],
)
def test_nothing_else_is_left_out(decisions):
    assert find_excluded(decisions, FINDINGS, responses()).empty


def test_many_responses_are_looked_through_in_parts(monkeypatch):
    monkeypatch.setattr(exclusion, "_AT_A_TIME", 2)
    rows = [("SVY-105", record_of(key)) for key in ("r1", "r3")]
    excluded = find_excluded(decided(*rows), FINDINGS, responses())
    assert excluded["id"].tolist() == ["r1", "r3"]


def test_without_such_a_decision_no_table_is_read(tmp_path):
    nowhere = tmp_path / "nowhere"
    exclusion.write_excluded(nowhere, nowhere, nowhere, tmp_path)
    path = tmp_path / "data/processed/confidential/excluded.csv"
    assert path.read_text() == "table,id,rule,record,reason\n"
    frame = decided(("SVY-005", "r" + "0" * 15))[DECISION_COLUMNS]
    (tmp_path / DECISIONS).parent.mkdir(parents=True)
    frame.to_csv(tmp_path / DECISIONS, index=False)
    exclusion.write_excluded(nowhere, nowhere, nowhere, tmp_path)


def test_what_is_excluded_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr(exclusion, "today", lambda: datetime.date(2020, 11, 20))
    (tmp_path / DECISIONS).parent.mkdir(parents=True)
    (record,) = of_responses("SVY-105", ["r2"], responses(), respondents("2020-11-03"))
    frame = decided(("SVY-105", record))[DECISION_COLUMNS].assign(reason="=1+1")
    frame.to_csv(tmp_path / DECISIONS, index=False)
    FINDINGS.to_csv(tmp_path / "findings.csv", index=False)
    responses().to_parquet(tmp_path / "responses.parquet", index=False)
    respondents("2020-11-03").to_parquet(tmp_path / "respondents.parquet", index=False)
    tables = ("findings.csv", "responses.parquet", "respondents.parquet")
    exclusion.write_excluded(*(tmp_path / name for name in tables), tmp_path)
    written = pd.read_csv(tmp_path / "data/processed/confidential/excluded.csv", dtype=str)
    assert written["id"].tolist() == ["r2"]
    # People open it in a spreadsheet.
    assert written["reason"].tolist() == ["'=1+1"]


def test_recounts_get_the_tables_that_were_counted(monkeypatch, tmp_path):
    """Rules on records see the whole tables; what is counted again, those without."""
    laid = {}

    def lay_out(tables, **_):
        laid.update(tables)
        return {}

    monkeypatch.setattr(checking, "lay_out", lay_out)
    monkeypatch.setattr(checking, "validate", lambda *_: ([], []))
    monkeypatch.setattr(checking, "run_tables", lambda *_: {})
    excluded = find_excluded(decided(("SVY-105", record_of("r1"))), FINDINGS, responses())
    tables = {"findings": FINDINGS, "codes": CODES, "responses": responses()}
    checking.check_tables(
        tables | {"excluded": excluded}, [], {"reports": {}}, EMPTY_BOOK, {}, tmp_path
    )
    assert set(laid["responses"]["response_id"]) == {"r1", "r2", "r3"}
    assert set(laid["counted_responses"]["response_id"]) == {"r2", "r3"}
    assert len(laid["counted_findings"]) == 3
    assert "excluded" not in laid
