"""Planning of a whole series: report after report, each beside all that is published already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from planning_samples import (
    SURVEYS,
    THRESHOLDS,
    TOLD,
    Audit,
    area,
    draft,
    fails,
    gather,
    people,
    plan,
    public,
    put_audit,
    release,
    withheld,
)

from nationalreports.aggregation import ALL
from nationalreports.disclosure import planning_questions
from nationalreports.disclosure.audit import Verdict
from nationalreports.disclosure.planning_questions import linked
from nationalreports.disclosure.protecting import AUDIT_COLUMNS, INSIDER_COLUMNS, TOLD_KEYS
from nationalreports.disclosure.publications import Publication
from nationalreports.disclosure.targets import Target


@pytest.fixture
def audits(monkeypatch: pytest.MonkeyPatch) -> Callable[[Audit], None]:
    """Puts another audit in the place of the real one; it is given question and publications."""

    def put(audit: Audit) -> None:
        put_audit(monkeypatch, audit)

    put(lambda question, publications: [])
    return put


AUTUMN = draft("autumn", "2020-11-10", gather(*(area(code) for code in "ABC")))
FINAL = draft("final", "2021-06-16", gather(*(area(code) for code in "ABCDE")))


def test_nothing_is_withheld_without_need(audits: Callable[[Audit], None]) -> None:
    planned = plan([AUTUMN])
    assert set(planned.answers["count"]) == {"shown"}
    assert planned.summary.to_numpy().tolist() == [["autumn", "responses_s", "shown"]]
    # Two answers by "all" and three groups; the grouping question by "all" alone; no free text.
    assert planned.answers["question"].value_counts().to_dict() == {
        **{"met": 8, "worked": 8, "kind": 3},
    }


def test_one_area_alone_has_nothing_shown_but_bases(audits: Callable[[Audit], None]) -> None:
    planned = plan([draft("autumn", "2020-11-10", gather(area("A")))])
    assert set(planned.answers["count"]) == {"withheld"}
    assert "dominated" in set(planned.answers["reason"])


def test_small_counts_take_their_pair_and_small_bases_their_line(
    audits: Callable[[Audit], None],
) -> None:
    rows = [people(code, 4, kind="y", met="yes", worked="well") for code in "AB"]
    rows += [people(code, 20, kind="x", met="no") for code in "AB"]
    rows += [people("A", 1, kind="z", met="yes", worked="badly")]
    planned = plan([draft("autumn", "2020-11-10", gather(*rows))])
    # kind: x 40, y 8, z 1; y and z are a pair. met in y: base 8.
    assert withheld(planned, "autumn", "kind") == {("all", "y"), ("all", "z")}
    hidden = planned.answers[planned.answers["count"] == "withheld"]
    assert set(hidden["percent"]) == {"withheld"}
    bases = planned.answers[planned.answers["base"] == "withheld"]
    assert set(bases[["group", "question"]].itertuples(index=False, name=None)) == {
        *{("all", "worked"), ("x", "worked"), ("y", "worked"), ("z", "worked")},
        *{("y", "met"), ("z", "met")},
    }


def test_responses_under_the_minimum_base_are_withheld(audits: Callable[[Audit], None]) -> None:
    def number(size: int) -> str:
        rows = gather(people("A", size - 1, met="no"), people("B", 1, met="yes"))
        (state,) = plan([draft("autumn", "2020-11-10", rows)]).summary["shown"]
        return str(state)

    assert (number(9), number(10)) == ("withheld", "shown")


def test_the_later_report_is_mended(audits: Callable[[Audit], None]) -> None:
    """Whatever the order in which reports are given."""

    def audit(question: str, publications: Sequence[Publication]) -> list[Verdict]:
        keys = [one.key for one in publications]
        if question != "met" or keys != ["autumn", "final"]:
            return []
        table = publications[1].public["answers"]
        own = table[(table["question"] == "met") & (table["group"] == "y")]
        done = (own["count"] == "[c]").all()
        return [] if done else [fails("met", "y", "yes", "final less autumn")]

    audits(audit)
    planned = plan([FINAL, AUTUMN])
    assert withheld(planned, "final", "met") == {("y", "yes"), ("y", "no")}
    assert withheld(planned, "autumn", "met") == set()
    line = planned.answers[planned.answers["report"].eq("final") & planned.answers["group"].eq("y")]
    assert set(line.loc[line["question"] == "met", "percent"]) == {"withheld"}
    assert set(line.loc[line["question"] == "worked", "percent"]) == {"shown"}


def test_a_question_is_mended_for_what_it_tells_of_the_one_that_leads_to_it(
    audits: Callable[[Audit], None],
) -> None:
    def audit(question: str, publications: Sequence[Publication]) -> list[Verdict]:
        table = publications[-1].public["answers"]
        bases = table.loc[table["question"] == "worked", "base"]
        told = len(bases) and (bases != "[c]").any()
        return [fails("met", "x", "yes", "autumn")] if question == "met" and told else []

    audits(audit)
    planned = plan([AUTUMN])
    assert withheld(planned, "autumn", "met") == set()
    assert len(withheld(planned, "autumn", "worked")) == 8
    assert set(planned.audit["outsider"]) <= {"safe"}


def test_numbers_of_responses_are_withheld_where_they_tell(audits: Callable[[Audit], None]) -> None:
    def audit(question: str, publications: Sequence[Publication]) -> list[Verdict]:
        values = [one.public["summary"]["value"].iloc[0] for one in publications]
        told = question == "" and len(values) == 2 and values[1] != "[c]"
        return [fails("", ALL, "", "final less autumn")] if told else []

    audits(audit)
    assert plan([AUTUMN, FINAL]).summary.to_numpy().tolist() == [
        ["autumn", "responses_s", "shown"],
        ["final", "responses_s", "withheld"],
    ]


def test_what_cannot_be_mended_was_told_before(audits: Callable[[Audit], None]) -> None:
    first = release(AUTUMN, plan([AUTUMN]), 1)
    later = replace(FINAL, report="autumn", day="2020-11-20")
    kind = "difference"

    def audit(question: str, publications: Sequence[Publication]) -> list[Verdict]:
        target = Target(kind, "autumn less 1/autumn", "s", question, ALL, "yes")
        found = Verdict(target, 5, 5, "fails", "B", None, None, "safe")
        return [found] if question == "met" else []

    audits(audit)
    planned = plan([later], [first])
    assert withheld(planned, "autumn", "met") == set()
    (row,) = planned.audit.to_dict("records")
    assert row == {
        "report": "autumn",
        "table": "answers",
        "kind": "difference",
        "cell": "autumn less 1/autumn / s / all / met / yes",
        "reason": row["reason"],
        "lower": "5",
        "upper": "5",
        "outsider": "told before",
        "insiders": "safe",
    }
    (own,) = planned.insiders.to_dict("records")
    assert (own["area_code"], own["lower"], own["verdict"]) == ("B", "[x]", "safe")


def test_what_was_not_decided_is_withheld_and_said_so(audits: Callable[[Audit], None]) -> None:
    target = Target("withheld", "autumn", "s", "met", ALL, "yes")
    verdict = Verdict(target, None, None, "not decided", "", None, None, "not decided")
    audits(lambda question, publications: [verdict] if question == "met" else [])
    planned = plan([AUTUMN])
    assert len(withheld(planned, "autumn", "met")) == 8
    said = planned.audit[["outsider", "insiders", "lower"]].to_numpy().tolist()
    assert said == [["not decided", "not decided", "[x]"]]


def test_a_released_report_is_shown_again_as_it_was(audits: Callable[[Audit], None]) -> None:
    def strict(question: str, publications: Sequence[Publication]) -> list[Verdict]:
        table = publications[-1].public["answers"]
        own = table[table["question"] == "met"]
        hidden = (own["percent"] == "[c]").all()
        return [fails("met", "x", "yes", "autumn")] if question == "met" and not hidden else []

    audits(strict)
    first = plan([AUTUMN])
    assert len(withheld(first, "autumn", "met")) > 1
    released = release(AUTUMN, first, 1)
    audits(lambda question, publications: [])
    again = public(AUTUMN, plan([AUTUMN], [released]))
    for name, table in released.public.items():
        assert again[name].equals(table), name
    # A code that was put right leaves answers as they were.
    told = pd.DataFrame([("A", "experience", "t", "all", "all")], columns=["area_code", *TOLD_KEYS])
    corrected = replace(AUTUMN, told=told)
    assert public(corrected, plan([corrected], [released]))["answers"].equals(again["answers"])
    # With somebody else in its window it is another publication, and is planned anew.
    more = gather(*(area(code) for code in "ABC"), people("A", 1, met="no"))
    anew = plan([draft("autumn", "2020-11-10", more)], [released])
    assert withheld(anew, "autumn", "met") == set()


def test_a_repeated_report_is_audited_as_its_release(audits: Callable[[Audit], None]) -> None:
    released = release(AUTUMN, plan([AUTUMN]), 1)
    seen = []

    def audit(question: str, publications: Sequence[Publication]) -> list[Verdict]:
        seen.append([one.key for one in publications])
        found = replace(fails("met", "x", "yes", "1/autumn"), insiders="safe")
        return [found] if question == "met" else []

    audits(audit)
    planned = plan([AUTUMN], [released])
    assert set(map(tuple, seen)) == {("1/autumn",)}
    said = planned.audit[["report", "outsider", "insiders"]].to_numpy().tolist()
    assert said == [["autumn", "told before", "safe"]]


def test_a_comment_put_right_makes_no_other_person(audits: Callable[[Audit], None]) -> None:
    comment = [("A-1", "s", "A", "more", "Good.")]
    alone = gather(*(area(code) for code in "ABC"), comment)
    planned = plan([draft("autumn", "2020-11-10", alone)])
    released = release(draft("autumn", "2020-11-10", alone), planned, 1)
    corrected = alone.replace("Good.", "Very good.")
    seen = []
    audits(lambda question, publications: seen.append([one.key for one in publications]) or [])
    plan([draft("autumn", "2020-11-10", corrected)], [released])
    assert set(map(tuple, seen)) == {("1/autumn",)}


def test_no_value_or_reason_of_the_rules_is_in_the_public_audit(
    audits: Callable[[Audit], None],
) -> None:
    audits(
        lambda question, publications: [fails("met", "x", "yes", "autumn")] * (question == "met")
    )
    planned = plan([AUTUMN])
    assert list(planned.audit) == AUDIT_COLUMNS
    assert list(planned.insiders) == INSIDER_COLUMNS
    assert len(set(planned.audit["reason"])) == 1
    rules = {"small", "complement", "dominated", "pair", "mended", "base"}
    assert not rules & set(" ".join(planned.audit["reason"]).split())
    assert not {"A", "B", "C"} & set(planned.audit.to_numpy().ravel())


def test_a_survey_without_responses_has_no_rows(audits: Callable[[Audit], None]) -> None:
    planned = plan([draft("autumn", "2020-11-10", gather())])
    assert planned.answers.empty
    assert planned.summary["shown"].tolist() == ["withheld"]
    assert public(draft("autumn", "2020-11-10", gather()), planned)["answers"].empty


def test_questions_that_say_something_of_each_other() -> None:
    survey = SURVEYS["s"]
    assert linked(survey, "kind") == []
    assert linked(survey, "met") == ["kind"]
    assert linked(survey, "worked") == ["kind", "met"]
    ring = {"type": "single", "asked_if": {"question": "a", "answer": "1"}}
    assert linked({"groups": None, "questions": {"a": ring}}, "a") == []


def test_all_but_the_order_of_rows_and_codes_makes_other_answers(
    audits: Callable[[Audit], None],
) -> None:
    planned = plan([AUTUMN])
    released = release(AUTUMN, planned, 1)
    seen: list[str] = []

    def last(question: str, publications: Sequence[Publication]) -> list[Verdict]:
        seen.append(publications[-1].key)
        return []

    audits(last)
    told = pd.DataFrame([["A", "q", "t", "all", "all"]], columns=["area_code", *TOLD])
    for other, key in (
        (replace(AUTUMN, responses=AUTUMN.responses[::-1]), "1/autumn"),
        (replace(AUTUMN, areas=frozenset("AB")), "autumn"),
        (replace(AUTUMN, told=told), "1/autumn"),
        (replace(AUTUMN, responses=AUTUMN.responses.iloc[1:]), "autumn"),
        (replace(AUTUMN, report="winter"), "winter"),
    ):
        seen.clear()
        plan([other], [released])
        assert set(seen) == {key}
    seen.clear()
    plan([AUTUMN], [replace(released, thresholds={**THRESHOLDS, "minimum_count": 9})])
    assert set(seen) == {"autumn"}


PLACES = st.tuples(
    st.sampled_from("ABC"),
    st.sampled_from(["x", "y", "z", ""]),
    st.sampled_from([("no", ""), ("yes", "well"), ("yes", "badly"), ("yes", ""), ("", "")]),
)


@settings(max_examples=20, deadline=None)
@given(st.dictionaries(PLACES, st.integers(1, 30), min_size=1, max_size=25))
def test_nothing_under_the_limits_leaves(numbers: dict[Any, int]) -> None:
    """Whatever was answered where; the audit is content."""
    rows = [
        people(place, number, kind=kind or "", met=met, worked=worked, more="Text.")
        for (place, kind, (met, worked)), number in numbers.items()
    ]
    one = draft("autumn", "2020-11-10", gather(*rows))
    with pytest.MonkeyPatch.context() as patch:
        for name in ("audit_question", "audit_responses"):
            patch.setattr(planning_questions, name, lambda *given, **options: [])
        table = public(one, plan([one]))["answers"]
    exact = one.aggregates["answers"].astype({"count": int, "base": int})
    shown = exact[(table["count"] != "[c]").to_numpy()]
    assert (shown["count"] >= 8).all()
    assert (shown["base"] - shown["count"] >= 8).all()
    assert (exact.loc[(table["base"] != "[c]").to_numpy(), "base"] >= 10).all()
    printed = table[["count", "base"]].to_numpy().ravel()
    assert all(int(value) % 5 == 0 for value in printed if value != "[c]")
    rated = exact[table["percent"].str.isdecimal().to_numpy()]
    assert (rated["base"] >= 50).all()
    for row in shown.itertuples():
        own = one.responses
        if row.group != ALL:
            ids = own.loc[own["answer"] == row.group, "response_id"]
            own = own[own["response_id"].isin(ids)]
        given = own[(own["question"] == row.question) & (own["answer"] == row.answer)]
        assert 2 * given["area_code"].value_counts().max() <= row.count
