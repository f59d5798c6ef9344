"""Each claim that a changed fact makes false is caught, and none that stays true."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from claim_mutations import World, conditions, mutations, tried
from public_tables import REPORTS, SERIES, make_public

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


def test_in_made_up_tables_each_claim_made_false_is_caught_and_no_other() -> None:
    public = make_tables(KEY)
    claims = conditions(FOLDER, "own.qmd", KEY, public)
    assert len(claims) == 5
    found = tried(public, claims)
    for condition in claims:
        assert found[f"{condition}: caught"] and found[f"{condition}: stood"], condition


def test_of_the_changes_of_each_report_the_claims_of_another_would_notice() -> None:
    """A change that is none would make the tests above say nothing."""
    for key in REPORTS:
        public = make_tables(key)
        changes = [change.what for change in mutations(public, [])]
        assert len(changes) == len(set(changes))


def test_the_oracle_knows_what_is_true() -> None:
    world = World(make_tables(KEY), SERIES)
    remote = "answers.parents_carers.remote"
    for condition, wanted in {
        "areas.visited == 6": True,
        "areas.visited > 6": False,
        f"{remote}.yes.count > 127": False,
        f"{remote}.yes.count >= 124": False,
        f"{remote}.yes.count >= 123": True,
        f"printed({remote}.yes.percent) == 60": True,
        f"{remote}.yes.percent == 60": False,
        f"rank({remote}.yes.count) == 1": True,
        "rank(themes.worked_well.remote_meetings) >= 1": True,
        "context.ehc_plans.y1999 > 1": False,
    }.items():
        assert world.is_true(condition) is wanted, condition
