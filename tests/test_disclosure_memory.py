"""What an audit keeps for the next one saves time, and changes nothing; nor does time that runs out
make a number of people of less than nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from survey_series import LIMITS, NAME, people, publish, responses, rounded, survey

from nationalreports.disclosure import audit as auditing
from nationalreports.disclosure import witnesses
from nationalreports.disclosure.audit import Verdict, audit_question
from nationalreports.disclosure.blocks import make_blocks
from nationalreports.disclosure.publications import Publication
from nationalreports.disclosure.questions import Knowledge, make_layout
from nationalreports.disclosure.witnesses import keep_latest

ENTRY = survey({"q": ["a", "b"]})


def forget() -> None:
    auditing._decided.clear()
    witnesses._remembered.clear()


@pytest.fixture(autouse=True)
def _afresh() -> Iterator[None]:
    forget()
    yield
    forget()


def audit(
    publications: Sequence[Publication],
    entry: dict[str, Any] = ENTRY,
    question: str = "q",
    name: str = NAME,
    **more: Any,
) -> list[Verdict]:
    blocks = make_blocks(name, entry, publications)
    options = {"seconds": 60.0, "bounds": False, **more}
    return audit_question(blocks, publications, name, entry, question, **options)


def added(
    own: int, other: int, later: str, *, first: str = "25", key: str = "r"
) -> list[Publication]:
    """Two reports, of which the second, `key`, adds areas C and D; `first` and `later` are their
    printed counts of "a"."""
    before = responses(people("A", 13, q="a"), people("B", 10, q="a"), people("B", 20, q="b"))
    more = responses(people("C", own, q="a"), people("D", other, q="a"), people("D", 20, q="b"))

    def shown(count: str) -> Any:
        return lambda group, question, answer, number, base: (
            (count, "[c]", "[c]") if answer == "a" else ("[c]", "[c]", "[c]")
        )

    return [
        publish("p", before, ENTRY, shown(first)),
        publish(key, pd.concat([before, more]), ENTRY, shown(later)),
    ]


def words(verdicts: Sequence[Verdict]) -> list[tuple[Any, ...]]:
    return [(one.target, one.outsider, one.insiders) for one in verdicts]


def bounds_of(verdicts: Sequence[Verdict]) -> list[tuple[int | None, int | None]]:
    return [(one.lower, one.upper) for one in verdicts]


def said(verdicts: Sequence[Verdict], key: str, answer: str = "a") -> tuple[str, str]:
    (one,) = (
        one
        for one in verdicts
        if (one.target.kind, one.target.key, one.target.answer) == ("difference", key, answer)
    )
    return one.outsider, one.insiders


def test_the_same_audit_is_asked_once() -> None:
    first = audit(added(7, 5, "35"))
    assert audit(added(7, 5, "35")) is first


def test_the_same_figures_by_other_names_are_other_targets() -> None:
    """Of another survey, question or publication, though everybody knows just as much of them."""
    whole = audit(added(7, 5, "35"))
    again = audit(added(7, 5, "35", key="s"))
    assert {one.target.key for one in again} == {"p", "s", "s less p"}
    assert len(again) == len(whole)

    def renamed(publication: Publication, column: str, old: str, new: str) -> Publication:
        tables = {**publication.public}
        tables["answers"] = tables["answers"].replace({column: {old: new}})
        given_ = publication.responses.replace({column: {old: new}})
        return replace(publication, responses=given_, public=tables)

    publications = [renamed(one, "question", "q", "other") for one in added(7, 5, "35")]
    again = audit(publications, survey({"other": ["a", "b"]}), "other")
    assert {one.target.question for one in again} == {"other"}
    publications = [renamed(one, "survey", NAME, "teachers") for one in added(7, 5, "35")]
    again = audit(publications, name="teachers")
    assert {one.target.survey for one in again} == {"teachers"}
    assert len(again) == len(whole)


def test_the_same_people_of_whom_more_is_printed_are_another_audit() -> None:
    # 33 to 37 less 23 to 27 leaves 6 to 14; without the second count any number is left.
    assert said(audit(added(7, 5, "35")), "r less p") == ("safe", "fails")
    assert said(audit(added(7, 5, "[c]")), "r less p") == ("safe", "safe")
    assert said(audit(added(7, 5, "35")), "r less p") == ("safe", "fails")


def test_the_same_figures_rounded_otherwise_are_another_audit() -> None:
    exact = {**LIMITS, "rounding_base": 1}
    # 23 is no multiple of five, so it was never rounded: 33 to 37 less 23; without rounding, 12.
    assert said(audit(added(5, 7, "35", first="23")), "r less p")[0] == "safe"
    unrounded = [replace(one, thresholds=exact) for one in added(5, 7, "35", first="23")]
    assert said(audit(unrounded), "r less p")[0] == "fails"


def test_the_same_print_of_other_people_is_another_audit() -> None:
    # 12 were added each time, of which the insiders of C know 7, or nobody more than 6.
    assert said(audit(added(7, 5, "35")), "r less p") == ("safe", "fails")
    assert said(audit(added(6, 6, "35")), "r less p") == ("safe", "safe")


def test_another_threshold_is_another_audit() -> None:
    safe = audit(added(6, 6, "35"))
    strict = [replace(one, thresholds={**LIMITS, "minimum_count": 9}) for one in added(6, 6, "35")]
    assert said(safe, "r less p") == ("safe", "safe")
    # Without 6 of their own at most 8 are left to the insiders of C.
    assert said(audit(strict), "r less p") == ("safe", "fails")


def test_what_was_not_decided_in_time_is_asked_again() -> None:
    assert "not decided" in {one.outsider for one in audit(added(6, 6, "35"), seconds=0.0)}
    assert said(audit(added(6, 6, "35")), "r less p") == ("safe", "safe")


def test_solutions_of_other_people_are_not_recalled() -> None:
    def know(own: int, other: int) -> Knowledge:
        publications = added(own, other, "35")
        blocks = make_blocks(NAME, ENTRY, publications)
        return Knowledge(blocks, make_layout(blocks, publications, ENTRY, {"q": True}))

    one, other = know(7, 5), know(6, 6)
    newer = one.true + 1
    witnesses.remember(NAME, "q", one, [one.true])
    witnesses.remember(NAME, "q", one, [newer])
    assert [list(found) for found in witnesses.recall(NAME, "q", one)] == [
        list(newer),
        list(one.true),
    ]
    assert witnesses.recall(NAME, "q", other) == []


def test_the_oldest_is_forgotten() -> None:
    kept: dict[str, int] = {}
    for number, key in enumerate("abcad"):
        keep_latest(kept, key, number, 3)
    assert kept == {"c": 2, "a": 3, "d": 4}


def test_no_number_of_people_is_under_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no time is left for bounds, limits had by subtracting one figure from another stand."""
    nothing = (float("-inf"), float("inf"))
    monkeypatch.setattr(auditing, "find_limits", lambda *args: nothing)
    (found,) = (
        one
        for one in audit(added(7, 5, "35"), bounds=True)
        if (one.target.kind, one.target.answer) == ("difference", "a")
    )
    # 6 to 14 less 7 of their own.
    assert (found.lower, found.upper) == (6, 14)
    assert (found.area, found.insiders) == ("C", "fails")
    assert (found.insider_lower, found.insider_upper) == (0, 7)


DRAWN = st.lists(
    st.tuples(st.sampled_from("ABCD"), st.sampled_from("xyz"), st.sampled_from("ab")),
    min_size=30,
    max_size=70,
)
HIDDEN = st.sets(
    st.tuples(st.sampled_from(["all", "x", "y"]), st.just("q"), st.sampled_from("ab")), max_size=3
)


#: Nothing smaller is looked for: each try takes a second or more.
@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(DRAWN, st.lists(HIDDEN, min_size=2, max_size=4))
def test_an_audit_says_the_same_after_others(
    drawn: list[tuple[str, str, str]], hidden: list[set[tuple[str, str, str]]]
) -> None:
    """Of the same people, of whom more or less is printed: as mending asks one after another."""
    entry = survey({"g": ["x", "y"], "q": ["a", "b"]}, groups="g")
    rows = []
    for number, (area, group, answer) in enumerate(drawn):
        rows += [(f"{number}", NAME, area, "g", group)] if group != "z" else []
        rows += [(f"{number}", NAME, area, "q", answer)]
    columns = ["response_id", "survey", "area_code", "question", "answer"]
    later = pd.DataFrame(rows, columns=columns, dtype=str)
    first = later[later["area_code"].isin(["A", "B", "C"])]
    few = {**LIMITS, "rounding_base": 2}
    asked = [
        [
            publish("p", first, entry, rounded(few), limits=few),
            publish("r", later, entry, rounded(few, hide=hide), limits=few),
        ]
        for hide in hidden
    ]
    alone = []
    for publications in asked:
        for bounds in (False, True):
            forget()
            alone.append(audit(publications, entry, bounds=bounds))
    forget()
    after = [audit(one, entry, bounds=bounds) for one in asked for bounds in (False, True)]
    for number, (one, other) in enumerate(zip(alone, after, strict=True)):
        assert words(one) == words(other)
        if number % 2:
            # An outsider's bounds are proved; an insider's range is as far as has been seen.
            assert bounds_of(one) == bounds_of(other)
