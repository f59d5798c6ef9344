"""Each area left out in turn: examples worked out by hand, and what must hold of any."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nationalreports.influence import influence, leave_one_out
from nationalreports.profiles import TALLY_COLUMNS, tally


def out(*areas: tuple[int, int]):
    names = [f"E{place}" for place in range(1, len(areas) + 1)]
    given_, bases = zip(*areas, strict=True)
    return leave_one_out(names, np.array(given_), np.array(bases))


def test_each_area_is_left_out_in_turn():
    # 5 of 10, 10 of 10, 0 of 20: together 15 of 40; without one: 10 of 30, 5 of 30, 15 of 20.
    found = out((5, 10), (10, 10), (0, 20))
    assert (found["areas"], found["base"]) == (3, 40)
    assert found["pooled"] == 37.5
    assert found["equal_area"] == 50
    assert found["lowest"] == pytest.approx(100 * 5 / 30)
    assert found["lowest_without"] == "E2"
    assert found["highest"] == 75
    assert found["highest_without"] == "E3"


def test_one_area_alone_has_no_range():
    found = out((3, 4))
    assert (found["pooled"], found["equal_area"]) == (75, 75)
    assert found["lowest"] is None and found["highest"] is None
    assert found["lowest_without"] == found["highest_without"] == ""


def test_an_answer_that_nobody_gave_is_nothing_everywhere():
    found = out((0, 4), (0, 5))
    assert [found[k] for k in ("pooled", "equal_area", "lowest", "highest")] == [0, 0, 0, 0]
    assert found["lowest_without"] == "E1"


AREA = st.integers(1, 500).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))


@given(st.lists(AREA, min_size=2, max_size=12))
def test_the_pooled_percentage_lies_within_its_range(areas):
    found = out(*areas)
    slack = 1e-9
    assert found["lowest"] - slack <= found["pooled"] <= found["highest"] + slack
    assert min(found["lowest"], 100 - found["highest"]) >= 0
    shares = [100 * count / base for count, base in areas]
    assert min(shares) - slack <= found["equal_area"] <= max(shares) + slack


@given(
    st.integers(1, 300).flatmap(
        lambda b: st.lists(st.integers(0, b), min_size=1).map(lambda n: (b, n))
    )
)
def test_with_equal_bases_both_means_are_one(example):  # fmt: skip
    base, counts = example
    found = out(*((count, base) for count in counts))
    assert found["equal_area"] == pytest.approx(found["pooled"])


@given(st.lists(AREA, min_size=2, max_size=8), st.data())
def test_the_area_named_gives_that_extreme(areas, data):
    found = out(*areas)
    for end in ("lowest", "highest"):
        place = int(found[f"{end}_without"][1:]) - 1
        others = [area for number, area in enumerate(areas) if number != place]
        count, base = (sum(numbers) for numbers in zip(*others, strict=True))
        assert found[end] == pytest.approx(100 * count / base)


REPORTS = {
    "autumn": {"evidence": ["surveys"], "surveys": ["families"], "cumulative_over": []},
    "notes": {"evidence": ["discussions"], "surveys": ["families"], "cumulative_over": []},
    "final": {"evidence": ["surveys"], "surveys": ["families"], "cumulative_over": ["autumn"]},
}
SURVEYS = {
    "families": {
        "questions": {
            "kept": {"type": "multiple", "label": "Kept", "answers": ["School", "Care", "None"]},
            "never": {"type": "single", "label": "Never", "answers": ["Yes", "No"]},
            "more": {"type": "text", "label": "More"},
        }
    }
}
ROWS = [
    "1 E1 autumn kept School",
    "1 E1 autumn kept Care",
    "2 E1 autumn kept Care",
    "2 E1 autumn more Text",
    "3 E2 final kept School",
    "4 E3 autumn more Text",
]


def rows(report):
    cells = [row.split() for row in ROWS]
    columns = ["response_id", "survey", "area_code", "wave", "question", "answer"]
    responses = pd.DataFrame(
        [[i, "families", area, wave, q, a] for i, area, wave, q, a in cells],
        columns=columns,
        dtype=str,
    )
    found = influence(tally(responses, SURVEYS), REPORTS, SURVEYS)
    return {row["answer"]: row for row in found if row["report"] == report}


def test_a_report_counts_its_windows_and_bases_those_with_a_tick():
    autumn, final = rows("autumn"), rows("final")
    # E3 answered another question alone, so it is no area of this one.
    assert (autumn["Care"]["areas"], autumn["Care"]["base"], autumn["Care"]["pooled"]) == (
        1,
        2,
        100,
    )
    assert (final["School"]["areas"], final["School"]["base"]) == (2, 3)
    assert final["School"]["pooled"] == pytest.approx(200 / 3)
    assert final["School"]["equal_area"] == 75
    assert (final["School"]["lowest"], final["School"]["lowest_without"]) == (50, "E2")
    assert (final["School"]["highest"], final["School"]["highest_without"]) == (100, "E1")
    assert final["None"]["pooled"] == 0
    assert list(final) == ["School", "Care", "None"]
    assert final["Care"]["label"] == "Kept"


def test_reports_without_surveys_have_nothing_to_hang_on():
    assert rows("notes") == {}


def test_nothing_counted_gives_nothing():
    empty = pd.DataFrame(columns=TALLY_COLUMNS)
    assert influence(empty, REPORTS, SURVEYS) == []
