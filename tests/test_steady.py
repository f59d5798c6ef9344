"""Whether the sign of a difference between groups survives without each area."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nationalreports.disclosure.protecting import PUBLIC_ANSWERS, show_steady
from nationalreports.steady import STEADY_COLUMNS, find_steady, is_steady, write_steady

FORM: dict[str, Any] = {
    "groups": "kind",
    "questions": {
        "kind": {"type": "single", "answers": ["A", "B", "C"]},
        "met": {"type": "multiple", "answers": ["Yes", "No"]},
        "why": {"type": "text"},
    },
}
COLUMNS = ["response_id", "survey", "area_code", "wave", "question", "answer"]

#: Of an area: the groups, and how many of them say yes and no.
ALIKE = (("A", 8, 2), ("B", 4, 6))


def people(*given: tuple[str, str, int, int]) -> pd.DataFrame:
    """Of an area and group, so many who say yes, and so many who say no."""
    rows = []
    for area, group, yes, no in given:
        for number in range(yes + no):
            who = (f"{area}-{group}-{number}", "s", area, "w")
            rows.append((*who, "kind", group))
            rows.append((*who, "met", "Yes" if number < yes else "No"))
            rows.append((*who, "why", f"text {number}"))
    return pd.DataFrame(rows, columns=COLUMNS, dtype=str)


def verdicts(responses: pd.DataFrame) -> dict[tuple[str, str, str], str]:
    found = find_steady(["w"], ["s"], responses, {"s": FORM})
    assert list(found) == STEADY_COLUMNS
    assert set(found["question"]) <= {"met"}
    return {
        (row["answer"], row["group"], row["other"]): row["steady"]
        for row in found.to_dict("records")
    }


@pytest.mark.parametrize(
    ("areas", "word"),
    [
        # A's yes and no, then B's, area by area.
        ([(8, 2, 4, 6), (7, 3, 3, 7), (9, 1, 5, 5)], "yes"),
        ([(3, 7, 4, 6), (3, 7, 5, 5), (2, 8, 6, 4)], "yes"),
        # Without the first area the sign turns.
        ([(10, 0, 0, 10), (4, 6, 5, 5), (4, 6, 5, 5)], "no"),
        # Without the second the two are alike.
        ([(5, 5, 5, 5), (9, 1, 5, 5), (5, 5, 5, 5)], "no"),
        ([(5, 5, 5, 5), (5, 5, 5, 5), (5, 5, 5, 5)], "no"),
        # Both groups answered in two areas, however many each answered in alone; and in three.
        ([(9, 1, 1, 9)], "no"),
        ([(9, 1, 1, 9), (9, 1, 1, 9)], "no"),
        ([(9, 1, 1, 9), (9, 1, 1, 9), (9, 1, 0, 0), (9, 1, 0, 0), (0, 0, 1, 9)], "no"),
        ([(9, 1, 1, 9), (9, 1, 1, 9), (9, 1, 1, 9)], "yes"),
        ([(9, 1, 1, 9), (9, 1, 1, 9), (9, 1, 0, 1), (0, 0, 1, 9)], "yes"),
        # Where one group answered alone, its area is left out in turn as well.
        ([(6, 4, 5, 5), (6, 4, 5, 5), (6, 4, 5, 5), (0, 0, 0, 10)], "yes"),
        ([(4, 6, 5, 5), (4, 6, 5, 5), (4, 6, 5, 5), (0, 0, 0, 30)], "no"),
    ],
)
def test_a_sign_holds_where_it_does_without_each_area(
    areas: list[tuple[int, int, int, int]], word: str
) -> None:
    given = [
        entry
        for number, (yes, no, other_yes, other_no) in enumerate(areas)
        for entry in ((f"E{number}", "A", yes, no), (f"E{number}", "B", other_yes, other_no))
    ]
    found = verdicts(people(*given))
    assert found["Yes", "A", "B"] == found["No", "A", "B"] == word
    assert found["Yes", "A", "C"] == "no"
    assert len(found) == 6


def test_people_count_once_and_other_waves_surveys_and_the_ungrouped_not_at_all() -> None:
    own = people(*((area, *rest) for area in ("E1", "E2", "E4") for rest in ALIKE))
    other = people(("E1", "B", 400, 0), ("E2", "B", 400, 0))
    other["response_id"] = "x" + other["response_id"]
    apart = [other.assign(wave="v"), other.assign(survey="t"), other[other["question"] != "kind"]]
    assert verdicts(pd.concat([own, own, *apart])) == verdicts(own)
    assert verdicts(own)["Yes", "A", "B"] == "yes"


def test_without_responses_or_groups_there_is_nothing_to_say() -> None:
    empty = pd.DataFrame(columns=COLUMNS, dtype=str)
    assert find_steady(["w"], ["s"], empty, {"s": FORM}).empty
    alone = FORM | {"groups": None}
    assert find_steady(["w"], ["s"], people(("E1", "A", 8, 2)), {"s": alone}).empty


@given(st.lists(st.tuples(*[st.integers(0, 6)] * 4), min_size=1, max_size=4))
def test_the_order_of_the_two_groups_does_not_matter(rows: list[tuple[int, ...]]) -> None:
    one, rest, other, other_rest = (np.array(column) for column in zip(*rows, strict=True))
    base, other_base = one + rest, other + other_rest
    found = is_steady(one, other, base, other_base)
    assert found == is_steady(other, one, other_base, base)
    assert found == is_steady(rest, other_rest, base, other_base)


@pytest.mark.parametrize(
    ("percents", "kept"),
    [
        (("60", "40"), True),
        (("60", "59"), True),
        (("60", "60"), False),
        (("60", "[c]"), False),
        (("[z]", "40"), False),
        (("[c]", "[z]"), False),
    ],
)
def test_of_pairs_whose_printed_percentages_differ_alone_a_word_crosses_the_wall(
    percents: tuple[str, str], kept: bool
) -> None:
    steady = pd.DataFrame([("s", "met", "Yes", "A", "B", "no")], columns=STEADY_COLUMNS, dtype=str)
    rows = [
        ("s", group, "met", answer, "[c]", "[c]", percent if answer == "Yes" else "50", "x")
        for group, percent in zip("AB", percents, strict=True)
        for answer in ("Yes", "No")
    ]
    found = show_steady(steady, pd.DataFrame(rows, columns=PUBLIC_ANSWERS, dtype=str))
    assert list(found) == STEADY_COLUMNS
    assert found.to_dict("records") == (steady.to_dict("records") if kept else [])


def test_a_report_counts_its_windows_without_what_is_excluded(tmp_path: Path) -> None:
    own = people(*((area, *rest) for area in ("E1", "E2", "E4") for rest in ALIKE))
    out = people(("E3", "B", 200, 0))
    pd.concat([own, out]).to_parquet(tmp_path / "r.parquet")
    excluded = pd.DataFrame({"table": "responses", "id": out["response_id"].unique()})
    paths = {"responses": str(tmp_path / "r.parquet"), "excluded": str(tmp_path / "e.csv")}
    report: dict[str, Any] = {"surveys": ["s"], "cumulative_over": ["w"]}
    reports: dict[str, Any] = {
        "w": {"evidence": ["surveys"], "cumulative_over": [], **{"surveys": ["s"]}},
        "late": {**report, "evidence": ["surveys"]},
        "none": {**report, "evidence": ["visits"]},
    }
    said = {}
    for name, left_out in (("late", excluded), ("none", excluded), ("all", excluded.iloc[:0])):
        left_out.to_csv(tmp_path / "e.csv", index=False)
        key = "late" if name == "all" else name
        output = tmp_path / f"{name}.csv"
        write_steady(paths, output, report=key, reports=reports, surveys={"s": FORM})
        said[name] = pd.read_csv(output, dtype=str)
    assert said["none"].empty
    first = {name: said[name]["steady"].iloc[0] for name in ("late", "all")}
    assert first == {"late": "yes", "all": "no"}
