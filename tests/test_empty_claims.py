"""Conditions that nothing could make false."""

from __future__ import annotations

import pytest
from public_tables import SERIES, make_public

from nationalreports.claim_language import ClaimError
from nationalreports.claims import judge
from nationalreports.empty_claims import find_emptiness
from nationalreports.measures import make_measures

YES = "answers.parents_carers.remote.yes"
THEME = "themes.challenge.therapies"
MEASURES = make_measures(
    make_public("october-2020"), SERIES.config, SERIES.codebook, SERIES.surveys
)
THEMES = sum(name.startswith("themes.challenge.") for name in MEASURES.figures)


@pytest.mark.parametrize(
    "condition",
    [
        "areas.visited >= 0",
        "areas.visited > -1",
        "not areas.visited < 0",
        f"{YES}.percent <= 100",
        f"0 <= {YES}.percent <= 100",
        f"{YES}.count + 1 > 0",
        f"context.timeliness.y2019 <= 100 or {THEME} > 3",
        f"{THEME} >= 0 and {YES}.count >= 0",
        f"rank({THEME}) >= 1",
        f"rank({THEME}) <= {THEMES}",
        f"rank_shown({THEME}) <= {THEMES}",
        f"{THEME} == {THEME}",
        f"{THEME} > ({THEME})",
        f"areas.visited > 3 and {THEME} + 1 <= {THEME}+1",
        f"1 < {THEME} <= {THEME}",
    ],
)
def test_a_condition_that_no_data_could_make_false_is_a_fault(condition: str) -> None:
    assert "write a condition that other data could make false" in find_emptiness(
        condition, MEASURES
    )
    assert judge(condition, MEASURES).verdict == "cannot be read"


@pytest.mark.parametrize(
    "condition",
    [
        "areas.visited > 0",
        "areas.visited >= 6",
        "areas.visited < 0",
        f"{YES}.percent < 100",
        f"{YES}.count <= 100",
        f"{YES}.percent >= 0 and areas.visited > 1",
        f"printed({YES}.percent) >= 0",
        f"rank({THEME}) == 1",
        f"rank({THEME}) <= {THEMES - 1}",
        f"rank_shown({THEME}) == 1",
        f"rank({THEME}) > 1",
        f"{THEME} <= 0.5 * areas.visited",
        f"{THEME} == themes.challenge.assessments",
        "context.ehc_plans.y2020 > context.ehc_plans.y2019",
    ],
)
def test_what_data_could_make_false_is_none(condition: str) -> None:
    assert find_emptiness(condition, MEASURES) == ""


def test_what_is_no_condition_stays_a_fault_of_its_own() -> None:
    with pytest.raises(ClaimError, match="no figure"):
        find_emptiness("2 > 1", MEASURES)
