"""What each printed figure can stand for."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from public_tables import REPORTS, SERIES, make_public

from nationalreports.disclosure.primary import percentage, round_to
from nationalreports.measures import Measures, answer_name, make_measures

CODEBOOK = {
    "questions": {"good": "What went well"},
    "themes": {
        "video": {"label": "V", "questions": ["good"]},
        "import": {"label": "I", "questions": ["good"]},
    },
}
FORM: dict[str, Any] = {
    "groups": "kind",
    "questions": {
        "kind": {"type": "single", "answers": ["A plan", "None"]},
        "met": {"type": "single", "answers": ["Yes", "No", "3 or more", "Not"]},
        "why": {"type": "text"},
    },
}


def config(rounding: int = 5) -> dict[str, Any]:
    return {"thresholds": {"rounding_base": rounding}}


def frame(columns: str, *rows: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns.split(), dtype=str)


def measures(rounding: int = 5, **public: pd.DataFrame) -> Measures:
    return make_measures(public, config(rounding), CODEBOOK, {"s": FORM})


def answers(*rows: tuple[str, ...]) -> pd.DataFrame:
    return frame("survey group question answer count base percent word", *rows)


def bounds(found: Measures, name: str) -> tuple[float, float]:
    interval = found.figures[name].interval
    return float(interval.low), float(interval.high)


def test_numbers_of_areas_are_exact_and_a_withheld_one_is_any_up_to_all() -> None:
    themes = frame(
        "question theme sector voice areas_told areas_visited",
        ("good", "video", "all", "all", "4", "6"),
        ("good", "video", "health", "all", "2", "6"),
        ("good", "import", "all", "all", "[c]", "6"),
    )
    found = measures(themes=themes)
    assert bounds(found, "areas.visited") == (6, 6)
    assert bounds(found, "themes.good.video") == (4, 4)
    assert bounds(found, "themes.good.import_") == (0, 6)
    assert found.figures["themes.good.import_"].said == "withheld (0 to 6)"


def test_without_evidence_nobody_told_anything_and_without_tables_nothing_is_known() -> None:
    none = measures(summary=frame("item value", ("visits", "0"), ("discussions", "0")))
    assert bounds(none, "areas.visited") == bounds(none, "themes.good.video") == (0, 0)
    assert bounds(none, "discussions.held") == bounds(none, "discussions.good.video") == (0, 0)
    unknown = measures()
    assert bounds(unknown, "areas.visited") == (0, math.inf)
    assert bounds(unknown, "themes.good.video") == (0, math.inf)


def test_shown_answers_are_all_that_round_to_them() -> None:
    found = measures(answers=answers(("s", "all", "met", "Yes", "120", "205", "59", "most")))
    assert bounds(found, "answers.s.met.yes.count") == (118, 122)
    assert bounds(found, "answers.s.met.yes.base") == (203, 207)
    assert bounds(found, "answers.s.met.yes.percent") == (58.5, 59.5)
    assert found.figures["answers.s.met.yes.percent"].printed == 59


@given(st.integers(0, 400), st.integers(0, 400), st.integers(1, 12))
def test_no_number_of_people_lies_outside_what_its_print_can_stand_for(
    count: int, more: int, rounding: int
) -> None:
    base = count + more
    percent = str(percentage(count, base)) if base else "[c]"
    shown = (str(round_to(count, rounding)), str(round_to(base, rounding)))
    for printed in ((*shown, percent), (*shown, "[c]"), ("[c]", shown[1], "[c]"), ("[c]",) * 3):
        row = ("s", "all", "met", "Yes", *printed, "x")
        found = measures(rounding, answers=answers(row))
        true = {"count": count, "base": base}
        if base:
            true["percent"] = Fraction(100 * count, base)  # type: ignore[assignment]
        for name, value in true.items():
            interval = found.figures[f"answers.s.met.yes.{name}"].interval
            assert interval.low <= value <= interval.high, (name, printed)


def test_bounds_of_a_rounded_number_are_reached() -> None:
    for rounding in range(1, 11):
        row = ("s", "all", "met", "Yes", str(7 * rounding), "[c]", "[c]", "[c]")
        low, high = bounds(measures(rounding, answers=answers(row)), "answers.s.met.yes.count")
        values = [value for value in range(200) if round_to(value, rounding) == 7 * rounding]
        assert (low, high) == (min(values), max(values))


def test_what_is_withheld_is_anything_up_to_its_base() -> None:
    found = measures(answers=answers(("s", "all", "met", "Yes", "[c]", "200", "[c]", "[c]")))
    assert bounds(found, "answers.s.met.yes.count") == (0, 202)
    assert bounds(found, "answers.s.met.yes.percent") == (0, 100)
    assert bounds(found, "answers.s.met.no.count") == (0, math.inf)
    assert bounds(found, "surveys.s.responses") == (0, math.inf)


def test_a_percentage_that_is_not_printed_follows_from_count_and_base() -> None:
    found = measures(answers=answers(("s", "all", "met", "Yes", "20", "40", "[z]", "[z]")))
    low, high = bounds(found, "answers.s.met.yes.percent")
    assert low == pytest.approx(100 * 18 / 42) and high == pytest.approx(100 * 22 / 38)
    assert found.figures["answers.s.met.yes.percent"].printed is None


def test_groups_have_names_of_their_own_and_say_whose_they_are() -> None:
    found = measures(answers=answers(("s", "A plan", "met", "Yes", "20", "60", "33", "few")))
    own = found.figures["answers.s.met.yes.groups.a_plan.percent"]
    assert (own.printed, own.group) == (33, "s A plan")
    assert found.figures["answers.s.met.yes.percent"].group == "s all"
    assert "answers.s.kind.a_plan.groups.none.percent" not in found.figures
    assert not [name for name in found.figures if name.startswith("answers.s.why")]


def test_answers_that_are_no_names_get_one() -> None:
    assert answer_name("s", FORM, "met", "3 or more") == "answers.s.met._3_or_more"
    assert answer_name("s", FORM, "met", "Not", "None") == "answers.s.met.not_.groups.none"


def test_official_statistics_are_numbers_as_they_are_and_rounded_percentages() -> None:
    context = frame(
        "measure time_period value published",
        ("ehc_plans", "2020", "390109", "2020-05-31"),
        ("timeliness", "2019", "60.4", "2020-05-31"),
        ("timeliness", "2020", "[x]", "2020-05-31"),
    )
    found = measures(context=context)
    assert bounds(found, "context.ehc_plans.y2020") == (390109, 390109)
    interval = found.figures["context.timeliness.y2019"].interval
    assert (interval.low, interval.high) == (Fraction("60.35"), Fraction("60.45"))
    assert "context.timeliness.y2020" not in found.figures


def test_pairs_of_groups_are_known_in_both_orders() -> None:
    columns = "survey question answer group other steady"
    one, other = (f"answers.s.met.yes.groups.{group}.percent" for group in ("a_plan", "none"))
    found = measures(steady=frame(columns, ("s", "met", "Yes", "A plan", "None", "yes")))
    assert found.steady == {(one, other): True, (other, one): True}
    found = measures(steady=frame(columns, ("s", "met", "Yes", "A plan", "None", "no")))
    assert found.steady == {(one, other): False, (other, one): False}


def test_names_do_not_depend_on_the_data() -> None:
    for report in REPORTS:
        named = []
        for public in (make_public(report), make_public(report, visits=0, surveyed=False), {}):
            found = make_measures(public, SERIES.config, SERIES.codebook, SERIES.surveys)
            named.append({name for name in found.figures if not name.startswith("context.")})
        assert named[0] == named[1] == named[2]
        assert all(part.isidentifier() for name in named[0] for part in name.split("."))
