"""Panels: which published answers a chart shows, in which order and form."""

from __future__ import annotations

from typing import Any

import pytest

from nationalreports.charts_panels import answer_panel, main_point, values

SCALE = {"positive": ["Well"], "negative": ["Badly"]}
SINGLE: dict[str, Any] = {"type": "single", "scale": SCALE}
TICKED: dict[str, Any] = {"type": "multiple", "exclusive": ["None"]}


def rows(*cells: tuple[str, str, str]) -> list[dict[Any, str]]:
    return [{"answer": name, "count": count, "percent": own} for name, count, own in cells]


def test_answers_on_a_scale_are_the_printed_percentages_in_one_bar_with_two_halves() -> None:
    records = rows(("Well", "50", "49"), ("Neither", "20", "20"), ("Badly", "30", "30"))
    panel = answer_panel(records, SINGLE, "parents")
    assert panel.kind == "stacked"
    assert panel.bars == [("Well", 49), ("Neither", 20), ("Badly", 30)]
    assert panel.drawn("")["halves"] == ["positive", "neutral", "negative"]
    assert panel.labels == ["49%", "20%", "30%"]


@pytest.mark.parametrize(
    "badly", [("30", "[c]"), ("[c]", "[c]"), ("30", "[z]")], ids=["percentage", "all", "small"]
)
def test_a_scale_with_an_answer_that_has_no_percentage_is_bars_in_the_order_of_the_form(
    badly: tuple[str, str],
) -> None:
    records = rows(("Neither", "20", "20"), ("Well", "50", "49"), ("Badly", *badly))
    panel = answer_panel(records, SINGLE, "parents")
    assert panel.kind == "bars"
    assert [name for name, _ in panel.bars][:2] == ["Neither", "Well"]
    assert "halves" not in panel.drawn("")


def test_a_question_without_a_scale_is_no_stacked_bar() -> None:
    records = rows(("Well", "50", "50"), ("Badly", "50", "50"))
    assert answer_panel(records, {"type": "single"}, "parents").kind == "bars"


def test_ticked_answers_are_ranked_with_those_that_stand_alone_last() -> None:
    records = rows(("A", "10", "10"), ("B", "40", "40"), ("None", "70", "70"))
    panel = answer_panel(records, TICKED, "parents")
    assert [name for name, _ in panel.bars] == ["B", "A", "None"]
    assert panel.unit == "Percentage of parents"


def test_the_main_point_is_the_highest_bar_and_nothing_where_two_are() -> None:
    assert main_point([("A", 1), ("B", 3)]) == "The highest shown is B. "
    assert main_point([("A", 3), ("B", 3)]) == ""
    assert main_point([("A", 3)]) == main_point([]) == ""


def test_values_are_told_one_by_one() -> None:
    assert values(["A", "B"], ["1%", "2%"]) == "A: 1%; B: 2%."
