"""Each claim that a changed fact makes false is caught, and none that stays true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from claim_mutations import Tables, World, mutations
from public_tables import REPORTS, SERIES, make_public

from nationalreports.claims import find_claims, judge
from nationalreports.facts import make_facts
from nationalreports.measures import make_measures
from nationalreports.prose import read_prose
from nationalreports.steady import STEADY_COLUMNS

KEY = "october-2020"
FOLDER = Path(__file__).parent / "claims"
PAIR = ("Education, health and care plan", "SEN support")


def make_tables(key: str) -> dict[str, pd.DataFrame]:
    """Made-up tables of a report in which two groups differ steadily in one answer."""
    rows = [("parents_carers", "remote", answer, *PAIR, "yes") for answer in ("Yes", "No")]
    steady = pd.DataFrame(rows, columns=STEADY_COLUMNS, dtype=str)
    public = {**make_public(key), "steady": steady}
    answers = public["answers"]
    lower = (
        (answers["group"] == PAIR[1])
        & (answers["question"] == "remote")
        & (answers["answer"] == "Yes")
    )
    answers.loc[lower, "percent"] = "45"
    return public


def conditions(folder: Path, name: str, public: Tables, key: str = KEY) -> list[str]:
    """The conditions of all claims that a report shows."""
    parts = (SERIES.config["reports"][key], key, SERIES.config, SERIES.codebook, SERIES.surveys)
    facts = make_facts(*parts, public, [{"withheld": False}])
    claims = find_claims(read_prose([folder], name, facts), facts)
    assert not [claim for claim in claims if claim.fault]
    return list(dict.fromkeys(claim.condition for claim in claims))


def tried(public: Tables, claims: Sequence[str]) -> Counter[str]:
    """How many claims stood, and were caught, over all changes; fails where one ought not."""
    found: Counter[str] = Counter()
    for what, changed in [("nothing", public), *mutations(public, claims)]:
        measures = make_measures(changed, SERIES.config, SERIES.codebook, SERIES.surveys)
        world = World(changed, SERIES)
        for condition in claims:
            verdict, true = judge(condition, measures), world.is_true(condition)
            said = f"{what}: {condition}: {verdict.verdict} ({verdict.figures})"
            assert (verdict.verdict == "holds") == true, said
            found["stood" if true else "caught"] += 1
            found[f"{condition}: {'stood' if true else 'caught'}"] += 1
    return found


@pytest.mark.parametrize("place", range(5))
def test_in_made_up_tables_each_claim_made_false_is_caught_and_no_other(place: int) -> None:
    public = make_tables(KEY)
    claims = conditions(FOLDER, "own.qmd", public)
    assert len(claims) == 5
    mine = claims[place : place + 1]
    found = tried(public, mine)
    for condition in mine:
        assert found[f"{condition}: caught"] > 3 and found[f"{condition}: stood"] > 3, condition


def test_of_the_changes_of_each_report_the_claims_of_another_would_notice() -> None:
    """A change that is none would make the tests above say nothing."""
    for key in REPORTS:
        public = make_tables(key)
        changes = [what for what, _ in mutations(public, [])]
        assert len(changes) == len(set(changes))


def test_the_oracle_knows_what_is_true() -> None:
    world = World(make_tables(KEY), SERIES)
    remote = "answers.parents_carers.remote"
    for condition, wanted in {
        "areas.visited == 6": True,
        "areas.visited > 6": False,
        f"{remote}.yes.count > 120": False,
        f"{remote}.yes.count > 122": False,
        f"{remote}.yes.count >= 123": True,
        f"printed({remote}.yes.percent) == 60": True,
        f"{remote}.yes.percent == 60": False,
        f"rank({remote}.yes.count) == 1": True,
        "rank(themes.worked_well.remote_meetings) >= 1": True,
        "context.ehc_plans.y1999 > 1": False,
    }.items():
        assert world.is_true(condition) is wanted, condition


def shipped(folder: Path, sources: Path) -> dict[str, Any]:
    """What came of all claims of the shipped reports over the public tables of a run."""
    results: dict[str, Any] = {}
    for key in REPORTS:
        paths = sorted((folder / "data/processed/public" / key).glob("*.csv"))
        public = {path.stem: pd.read_csv(path, dtype=str, keep_default_na=False) for path in paths}
        results[key] = tried(public, conditions(sources, f"{key}.qmd", public, key))
    return results
