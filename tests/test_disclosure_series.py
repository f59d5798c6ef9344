"""Series that subtraction undoes, published as the pipeline plans them, and attacked from outside.

`make test` draws a few of each kind, `make sweep` all.
"""

import os

import pytest
from attacker import Attack, insiders_of
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

#: `make sweep` sets it: so many seeds of each kind, and insiders of every area.
SWEEP = int(os.environ.get("DISCLOSURE_SEEDS", "0"))
SEEDS = range(SWEEP or 2)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", KINDS)
def test_thresholds_alone_give_away_each_unsafe_series(kind, seed):
    """Else the series would be none, or the attacker no good."""
    series = draw(kind, seed)
    assert given_away(series, published_by(series, by_thresholds), every=False, rules=False)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", KINDS)
def test_an_unsafe_series_gives_nothing_away(kind, seed):
    series = draw(kind, seed)
    publications = published(series)
    found = [str(given) for given in given_away(series, publications, every=bool(SWEEP))]
    assert found == []


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", KINDS)
def test_drafts_of_one_run_give_nothing_away_together(kind, seed):
    series = draw(kind, seed)
    if len(series.steps) == 1 or not may_be_at_once(series):
        pytest.skip("one report, or reports that cannot be drafts of one run")
    publications = published(series, at_once=True)
    found = [str(given) for given in given_away(series, publications, every=bool(SWEEP))]
    assert found == []


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", KINDS)
def test_no_question_is_withheld_whole_whose_base_would_give_nothing_away(kind, seed):
    series = draw(kind, seed)
    publications = published(series)
    last = publications[-1]
    answers = last.public["answers"]
    bases = aggregates(series, series.steps[-1])["answers"]
    bases = bases[bases["group"] == "all"]
    limit = series.thresholds["minimum_base"]
    whole = [
        question
        for question, own in answers.groupby("question")
        if (own[["count", "base"]] == "[c]").all(axis=None)
        and int(bases.loc[bases["question"] == question, "base"].iloc[0]) >= limit
    ]
    names = insiders_of(publications, SURVEY, every=False)
    for question in whole:
        more = [*publications[:-1], with_bases(last, bases, [question])]
        given = Attack(SURVEY, series.surveys[SURVEY], more).newly_given(names)
        assert given, f"{question} may show its base"


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_series_made_safe_by_hand_passes_untouched(kind, seed):
    series = draw(kind, seed, safe=True)
    publications = published(series)
    assert [withheld(publication) for publication in publications] == [[]] * len(publications)
    assert given_away(series, publications, every=False) == []
