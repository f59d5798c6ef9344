"""What is withheld where a question tells something though it is withheld whole: figures that it is
linked to, the nearest first, until nothing can be worked out that was not told before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from planning_samples import (
    CONFIG,
    THRESHOLDS,
    Audit,
    area,
    draft,
    fails,
    gather,
    people,
    plan,
    put_audit,
    release,
)

from nationalreports.disclosure.audit import Verdict
from nationalreports.disclosure.protecting import Plan
from nationalreports.disclosure.publications import Publication

AUTUMN = draft("autumn", "2020-11-10", gather(*(area(code) for code in "ABC")))
FINAL = draft("final", "2021-06-16", gather(*(area(code) for code in "ABCDE")))

#: Question, group and answer; without answer it is the base, without question the responses.
Place = tuple[str, str, str]


class Leak(NamedTuple):
    """What can be worked out while all of `tellers` stand in the publication `key`."""

    what: Place
    tellers: tuple[Place, ...]
    key: str = "autumn"


def stands(publication: Publication, place: Place) -> bool:
    question, group, answer = place
    if not question:
        summary = publication.public["summary"]
        return bool((summary.loc[summary["item"] == "responses_s", "value"] != "[c]").any())
    table = publication.public["answers"]
    own = table[(table["question"] == question) & (table["group"] == group)]
    if not answer:
        return bool((own["base"] != "[c]").any())
    return bool((own.loc[own["answer"] == answer, "count"] != "[c]").any())


def told(leaks: Sequence[Leak]) -> Audit:
    """An audit that finds `leaks` and nothing else."""

    def audit(question: str, publications: Sequence[Publication]) -> list[Verdict]:
        shown = {one.key: one for one in publications}
        return [
            fails(*leak.what, publications[-1].key)
            for leak in leaks
            if leak.what[0] == question
            and leak.key in shown
            and all(stands(shown[leak.key], teller) for teller in leak.tellers)
        ]

    return audit


@pytest.fixture
def audits(monkeypatch: pytest.MonkeyPatch) -> Callable[[Audit], None]:
    return lambda audit: put_audit(monkeypatch, audit)


def hidden(planned: Plan, report: str = "autumn") -> set[str]:
    """What a report withholds: each whole line, and each answer of other lines."""
    own = planned.answers[planned.answers["report"] == report]
    found = set()
    for (question, group), rows in own.groupby(["question", "group"]):
        whole = (rows["base"] == "withheld").all()
        answers = rows.loc[rows["count"] == "withheld", "answer"]
        found |= {f"{question} {group}"} if whole else {f"{question} {group} {a}" for a in answers}
    summary = planned.summary[planned.summary["report"] == report]
    return found | ({"responses"} if (summary["shown"] == "withheld").all() else set())


def verdicts(planned: Plan) -> set[str]:
    return {*planned.audit["outsider"], *planned.audit["insiders"]}


KIND = {"kind all"}
KIND_X = {"kind all x", "kind all y", "kind all z"}  # "x" takes the pair of the other two with it
MET = {"met all", "met x", "met y", "met z"}
WORKED = {"worked all", "worked x", "worked y", "worked z"}


@pytest.mark.parametrize(
    ("what", "teller", "withheld"),
    [
        # Of a group first its own number goes, then the whole grouping question.
        (("met", "x", "yes"), ("kind", "all", "x"), KIND_X),
        (("met", "x", "yes"), ("kind", "all", ""), KIND),
        (("met", "x", "yes"), ("", "all", ""), KIND | {"responses"}),
        # All together are in no group.
        (("met", "all", "yes"), ("kind", "all", "x"), KIND),
        # Of a follow-up question the one that leads to it comes next.
        (("worked", "x", "well"), ("kind", "all", "x"), KIND_X),
        (("worked", "x", "well"), ("met", "x", "yes"), KIND | MET),
        (("worked", "all", "well"), ("", "all", ""), KIND | MET | {"responses"}),
        # The grouping question is linked to nothing but the number of responses.
        (("kind", "all", ""), ("", "all", ""), {"responses"}),
        # Of the number of responses: questions in the questionnaire's order.
        (("", "all", ""), ("kind", "all", "y"), KIND | {"responses"}),
        (("", "all", ""), ("worked", "y", "badly"), KIND | MET | WORKED | {"responses"}),
    ],
)
def test_the_nearest_goes_first_and_nothing_beyond_what_tells(
    audits: Callable[[Audit], None], what: Place, teller: Place, withheld: set[str]
) -> None:
    audits(told([Leak(what, (teller,))]))
    planned = plan([AUTUMN])
    assert hidden(planned) == withheld
    assert planned.audit.empty


#: Two questions that have nothing to do with each other.
TWO: dict[str, Any] = {
    "s": {
        "groups": "kind",
        "questions": {
            "kind": {"type": "single", "answers": ["x", "y", "z", "w"]},
            "one": {"type": "single", "answers": ["a", "b"]},
            "two": {"type": "single", "answers": ["a", "b"]},
        },
    }
}


def both_answered(code: str) -> list[tuple[str, ...]]:
    """Responses from an area with nothing small in them, once there are three such areas."""
    return [
        row
        for kind in "xyzw"
        for answer in "ab"
        for row in people(code, 5, kind=kind, one=answer, two=answer)
    ]


@pytest.mark.parametrize(
    ("what", "tellers", "withheld"),
    [
        # How many a group has is told by who of them answered what.
        (("kind", "all", "x"), (("one", "x", ""), ("two", "x", "")), {"one x"}),
        (("kind", "all", "x"), (("one", "x", ""), ("two", "y", "")), {"one x"}),
        (("kind", "all", "y"), (("one", "x", ""), ("two", "y", "")), {"one y", "two y"}),
        # Where that is not it: what stands beside it, itself, then question after question.
        (
            *(("kind", "all", "z"), (("one", "x", ""), ("two", "y", ""))),
            {"one z", "two z", "responses", "kind all", "one all", "one x", "one y", "one w"},
        ),
        (
            *(("one", "x", "a"), (("one", "x", ""), ("two", "x", ""))),
            {"kind all", "responses", "one all", "one x", "one y", "one z", "one w"},
        ),
    ],
)
def test_what_two_questions_tell_together_costs_one_of_them(
    audits: Callable[[Audit], None], what: Place, tellers: tuple[Place, ...], withheld: set[str]
) -> None:
    """Neither is planned beside the other: only the last look at everything finds it."""
    audits(told([Leak(what, tellers)]))
    responses = gather(*(both_answered(code) for code in "ABC"))
    planned = plan([draft("autumn", "2020-11-10", responses, TWO)], surveys=TWO)
    assert hidden(planned) == withheld
    assert planned.audit.empty


def test_what_an_earlier_report_tells_costs_the_later_one_nothing(
    audits: Callable[[Audit], None],
) -> None:
    audits(told([]))
    first = release(AUTUMN, plan([AUTUMN]), 1)
    audits(told([Leak(("worked", "x", "well"), (("met", "x", "yes"),), "1/autumn")]))
    planned = plan([FINAL], [first])
    assert hidden(planned, "final") == set()
    assert set(planned.audit["outsider"]) == {"told before"}


def test_what_is_never_decided_costs_everything_and_ends(audits: Callable[[Audit], None]) -> None:
    def audit(question: str, publications: Sequence[Publication]) -> list[Verdict]:
        found = replace(fails("worked", "x", "well", "autumn"), outsider="not decided")
        return [found] if question == "worked" else []

    audits(audit)
    planned = plan([AUTUMN])
    assert hidden(planned) == KIND | MET | WORKED | {"responses"}
    assert set(planned.audit["outsider"]) == {"not decided"}


GROUPS = st.sampled_from(["all", "x", "y", "z"])
ANSWERS = {"kind": "xyz", "met": ("yes", "no"), "worked": ("well", "badly")}
PLACES = st.one_of(
    st.just(("", "all", "")),
    st.tuples(st.just("kind"), st.just("all"), st.sampled_from(["", *ANSWERS["kind"]])),
    st.tuples(st.just("met"), GROUPS, st.sampled_from(["", *ANSWERS["met"]])),
    st.tuples(st.just("worked"), GROUPS, st.sampled_from(["", *ANSWERS["worked"]])),
)
LEAKS = st.builds(
    Leak,
    PLACES,
    st.lists(PLACES, min_size=1, max_size=2).map(tuple),
    st.sampled_from(["1/autumn", "final"]),
)


@settings(max_examples=10, deadline=None)
@given(st.lists(LEAKS, min_size=1, max_size=3))
def test_nothing_is_left_that_was_not_told_before(leaks: list[Leak]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        put_audit(patch, told([]))
        first = release(AUTUMN, plan([AUTUMN]), 1)
        put_audit(patch, told(leaks))
        planned = plan([FINAL], [first])
    assert verdicts(planned) <= {"told before"}
    # The first report shows everything: what it tells is told, and costs the second one nothing.
    before = {leak.what for leak in leaks if leak.key == "1/autumn"}
    assert len(planned.audit) == sum(leak.key == "1/autumn" for leak in leaks)
    assert bool(hidden(planned, "final")) == any(leak.what not in before for leak in leaks)


# --- with the real audit --------------------------------------------------------------------------


def few_in_x(*numbers: int) -> pd.DataFrame:
    """Three areas: so many of each are in group "x", where one of each leaves "met" out."""
    rows = []
    for code, number in zip("ABC", numbers, strict=True):
        rows += [people(code, number - 1, kind="x", met="yes", worked="well")]
        rows += [people(code, 1, kind="x")]
        for kind in "yz":
            rows += [people(code, 10, kind=kind, met="yes", worked="well")]
            rows += [people(code, 9, kind=kind, met="yes", worked="badly")]
            rows += [people(code, 9, kind=kind, met="no")]
    return gather(*rows)


def test_the_grouping_question_gives_way_to_what_it_tells_insiders() -> None:
    """10 in "x" stands for 8 to 12. Area A knows its own 5, so at most 7 are others', whatever
    "met" shows of them: under 8. Where no area has more than 4, 8 may be others'."""
    planned = plan([draft("autumn", "2020-11-10", few_in_x(5, 4, 3))])
    assert hidden(planned) >= KIND_X
    assert verdicts(planned) == {"safe"}
    untold = plan([draft("autumn", "2020-11-10", few_in_x(4, 4, 4))])
    assert not hidden(untold) & (KIND_X | KIND)


def test_questions_that_tell_the_size_of_a_group_together_give_way() -> None:
    """Of 66 in a group, 30 in "x" answered "one", and 30 in "w" answered "two": that leaves at most
    6 for "y" and "z". Either question alone leaves 36."""
    rows = []
    for code in "ABC":
        for kind, question, other in (("x", "one", "two"), ("w", "two", "one")):
            rows += [people(code, 3, kind=kind, **{question: "a", other: "b"})]
            rows += [people(code, 2, kind=kind, **{question: "a"})]
            rows += [people(code, 5, kind=kind, **{question: "b"})]
        rows += [people(code, 1, kind="y", one="a"), people(code, 1, kind="z", two="b")]
        rows += [people(code, 4, one=answer, two=answer) for answer in "ab"]
    exact = {**CONFIG, "thresholds": {**THRESHOLDS, "rounding_base": 1}}
    planned = plan([draft("autumn", "2020-11-10", gather(*rows), TWO)], surveys=TWO, config=exact)
    assert "kind all" in hidden(planned)
    assert not {"one x", "two w"} & hidden(planned)
    assert verdicts(planned) == {"safe"}
