"""Series that subtraction undoes, published as the pipeline plans them, and attacked from outside.

`make test` draws one of each kind, `make sweep` all of them.
"""

import os
from functools import cache

import pytest
from attacker import Attack, insiders_of
from attacker_programmes import Seen
from disclosure_runs import (
    by_thresholds,
    given_away,
    may_be_at_once,
    published,
    published_by,
    with_bases,
    withheld,
)
from disclosure_series import KINDS, SURVEY, aggregates, draw

#: `make sweep` sets it: so many series of each kind, and insiders of every area.
SWEEP = int(os.environ.get("DISCLOSURE_SEEDS", "0"))
EVERY = [(kind, seed) for kind in KINDS for seed in range(SWEEP or 1)]
#: Kinds that `make test` also tries made safe by hand, and as drafts of one run.
SOME = ("complement of a large cell", "themes with one added area")
FEW = [(kind, seed) for kind, seed in EVERY if SWEEP or kind in SOME]
#: Of few series the percentages of a follow-up alone tell what its routing question withholds.
STUBBORN = [("a question asked of a subgroup", seed) for seed in (4, 5) if not SWEEP]


@cache
def _published(kind: str, seed: int) -> list[Seen]:
    return published(draw(kind, seed))


@pytest.mark.parametrize(("kind", "seed"), EVERY)
def test_thresholds_alone_give_something_away(kind, seed):
    """Else the series would be none, or the attacker no good."""
    series = draw(kind, seed)
    printed = published_by(series, by_thresholds)
    found = any(given_away(series, printed, every=False, rules=False))
    # Of 220 one correction changes so much that nothing is given away.
    if SWEEP and not found:
        pytest.skip("this one is safe as it is")
    assert found


@pytest.mark.parametrize(("kind", "seed"), EVERY + STUBBORN)
def test_a_plan_gives_nothing_away(kind, seed):
    every = bool(SWEEP) or (kind, seed) in STUBBORN
    found = given_away(draw(kind, seed), _published(kind, seed), every=every)
    assert [str(given) for given in found] == []


@pytest.mark.parametrize(("kind", "seed"), FEW)
def test_drafts_of_one_run_give_nothing_away_together(kind, seed):
    series = draw(kind, seed)
    if not may_be_at_once(series):
        pytest.skip("one report, its correction, or figures printed beside the first one's tables")
    found = given_away(series, published(series, at_once=True), every=bool(SWEEP))
    assert [str(given) for given in found] == []


@pytest.mark.parametrize(("kind", "seed"), EVERY)
def test_no_question_is_withheld_whole_whose_base_would_give_nothing_away(kind, seed):
    series, publications = draw(kind, seed), _published(kind, seed)
    last, answers = publications[-1], publications[-1].public["answers"]
    bases = aggregates(series, series.steps[-1])["answers"]
    bases = bases[(bases["group"] == "all") & (bases["base"].astype(int) >= 10)]
    names = insiders_of(publications, SURVEY, every=bool(SWEEP))
    for question in bases["question"].unique():
        own = answers[answers["question"] == question]
        if (own[["count", "base"]] == "[c]").all(axis=None):
            more = [*publications[:-1], with_bases(last, bases, [question])]
            given = Attack(SURVEY, series.surveys[SURVEY], more).newly_given(names)
            assert any(given), f"{question} may show its base"


@pytest.mark.parametrize(("kind", "seed"), FEW)
def test_a_series_made_safe_by_hand_passes_untouched(kind, seed):
    series = draw(kind, seed, safe=True)
    if any(given_away(series, published_by(series, by_thresholds), every=False)):
        pytest.skip("roundings happen to fall so that it is not safe")
    publications = published(series)
    assert [withheld(publication) for publication in publications] == [[]] * len(publications)
    assert [str(given) for given in given_away(series, publications, every=False)] == []
