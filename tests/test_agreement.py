"""Krippendorff's alpha as published, its interval, and what is said where it is low or unknown."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nationalreports.agreement import (
    AGREEMENT_COLUMNS,
    FEWEST_LETTERS,
    check_agreement,
    measure_agreement,
    nominal_alpha,
)
from nationalreports.coding import CODING_COLUMNS, PROGRESS_COLUMNS

CODEBOOK = {"themes": {"waits": {}, "staff": {}}}


def units(*observers: str) -> pd.DataFrame:
    """How many observers gave each unit each value; a full stop is a missing value."""
    values = sorted({value for observer in observers for value in observer} - {"."})
    rows = [[column.count(value) for value in values] for column in zip(*observers, strict=True)]
    return pd.DataFrame(rows, columns=values, dtype=int)


@pytest.mark.parametrize(
    ("observers", "alpha"),
    [
        # K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), sections A, B and C:
        # binary data of two observers; nominal data of two; nominal data of four, some missing.
        (("0100000010", "1110010000"), 0.095),
        (("aabbdcccedda", "babbbcccedda"[:10] + "dd"), 0.692),
        (("123321412...", "1233224125.3", ".3332342251.", "12332441251."), 0.743),
    ],
)
def test_published_examples(observers: tuple[str, ...], alpha: float) -> None:
    assert nominal_alpha(units(*observers)) == pytest.approx(alpha, abs=0.0005)


def test_full_agreement_is_one_and_opposites_are_under_zero() -> None:
    assert nominal_alpha(units("0110", "0110")) == 1
    # Four differing pairs of four, with four values of each kind: 1 - 1 / (4 / 7).
    assert nominal_alpha(units("0101", "1010")) == pytest.approx(-0.75)


@pytest.mark.parametrize(
    "observers", [("0000", "0000"), ("01..", "..01"), ("0110",), ("", "")], ids=str
)
def test_alpha_is_not_defined_without_pairs_or_without_variation(
    observers: tuple[str, ...],
) -> None:
    assert nominal_alpha(units(*observers)) is None


@given(st.lists(st.tuples(*[st.sampled_from("ab.")] * 3), min_size=1, max_size=12))
def test_alpha_does_not_depend_on_who_or_in_which_order(rows: list[tuple[str, ...]]) -> None:
    observers = ["".join(column) for column in zip(*rows, strict=True)]
    turned = [observer[::-1] for observer in reversed(observers)]
    first, second = nominal_alpha(units(*observers)), nominal_alpha(units(*turned))
    assert first == pytest.approx(second) if first is not None else second is None


def coding(*rows: tuple[str, str, str], suggested: tuple[str, ...] = ()) -> pd.DataFrame:
    cells = [(f, c, "challenge", theme, "health", "leaders") for f, c, theme in rows]
    table = pd.DataFrame(cells, columns=CODING_COLUMNS, dtype=str)
    return table.assign(suggested=["true" if c in suggested else "false" for _, c, _ in rows])


def findings(number: int, letters: int) -> pd.DataFrame:
    ids = [f"F{n}" for n in range(number)]
    return pd.DataFrame({"finding_id": ids, "visit_id": [f"V{n % letters}" for n in range(number)]})


def series(letters: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Two findings a letter; coders differ on the first of all."""
    found = findings(2 * letters, letters)
    rows = [("F0", "a", "waits"), ("F0", "b", "staff")]
    for n in range(1, 2 * letters):
        rows += [(f"F{n}", coder, "waits" if n % 2 else "staff") for coder in ("a", "b")]
    return coding(*rows), found


def test_agreement_by_theme_and_of_all() -> None:
    table = measure_agreement(*series(2), CODEBOOK).set_index("theme")
    # Of waits: units 10, 11, 00, 11; 8 values, 5 of them given: 1 - 2 * 7 / (64 - 25 - 9).
    assert table.loc["waits", "alpha"] == f"{1 - 14 / 30:.3f}"
    assert table.loc["staff", "alpha"] == f"{1 - 14 / 30:.3f}"
    # Both: 16 values, 8 of them given: 1 - 4 * 15 / (256 - 64 - 64).
    assert table.loc["all", "alpha"] == f"{1 - 60 / 128:.3f}"
    assert table.loc["all", ["findings", "letters", "coders"]].tolist() == ["4", "2", "a b"]
    assert table["given"].to_dict() == {"all": "5", "waits": "3", "staff": "2"}


def test_agreement_is_that_of_all_units_whatever_the_letters() -> None:
    rows, found = series(8)
    apart = measure_agreement(rows, found, CODEBOOK)["alpha"].tolist()
    assert measure_agreement(rows, found.assign(visit_id="V"), CODEBOOK)["alpha"].tolist() == apart


def test_interval_holds_alpha_and_is_the_same_each_time() -> None:
    table = measure_agreement(*series(FEWEST_LETTERS), CODEBOOK)
    low, alpha, high = table.loc[0, ["low", "alpha", "high"]].astype(float)
    assert low < alpha < high <= 1
    pd.testing.assert_frame_equal(table, measure_agreement(*series(FEWEST_LETTERS), CODEBOOK))


def test_interval_needs_enough_letters() -> None:
    table = measure_agreement(*series(FEWEST_LETTERS - 1), CODEBOOK)
    assert set(table["low"]) | set(table["high"]) == {""}
    assert set(table["note"]) == {f"no interval: fewer than {FEWEST_LETTERS} letters"}
    assert "" not in set(table["alpha"])


def test_interval_draws_letters_and_not_findings() -> None:
    """All differences in one of eight letters: the interval of findings would be narrower."""
    found = findings(80, 8)
    rows = []
    for n in range(80):
        theme = "waits" if n // 8 % 2 else "staff"
        other = "staff" if theme == "waits" else "waits"
        rows += [(f"F{n}", "a", theme), (f"F{n}", "b", other if n % 8 == 0 else theme)]
    by_letter = measure_agreement(coding(*rows), found, CODEBOOK).loc[0]
    alone = found.assign(visit_id=found["finding_id"])
    by_finding = measure_agreement(coding(*rows), alone, CODEBOOK).loc[0]
    assert by_letter["alpha"] == by_finding["alpha"]
    assert float(by_letter["low"]) < float(by_finding["low"])


def test_theme_told_in_one_letter_alone_has_no_interval() -> None:
    rows, found = series(8)
    rare = pd.concat([rows, coding(("F3", "a", "rare"), ("F3", "b", "rare"), ("F11", "a", "rare"))])
    book = {"themes": {"waits": {}, "staff": {}, "rare": {}}}
    table = measure_agreement(rare, found, book).set_index("theme")
    assert table.loc["rare", "note"] == "no interval: too few letters tell of it"
    assert table.loc["waits", "note"] == ""


def test_coders_who_never_differ_give_no_interval() -> None:
    rows, found = series(8)
    same = rows[rows["finding_id"] != "F0"]
    table = measure_agreement(same, found, CODEBOOK)
    assert set(table["alpha"]) == {"1.000"}
    assert set(table["note"]) == {"no interval: coders never differed"}


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [("F0", "a", "waits"), ("F1", "a", "staff")],
        [("F0", "a", "waits"), ("F1", "b", "waits")],
        [("F0", "a", "waits"), ("F0", "settled", "staff")],
    ],
    ids=["nothing", "one coder", "no finding in common", "settled is no coder"],
)
def test_without_two_coders_nothing_is_defined(rows: list[tuple[str, str, str]]) -> None:
    table = measure_agreement(coding(*rows), findings(2, 1), CODEBOOK)
    assert list(table) == AGREEMENT_COLUMNS
    assert table["theme"].tolist() == ["all", "waits", "staff"]
    assert set(table["alpha"]) == {""}
    assert all(note.startswith("not defined: no finding") for note in table["note"])


def test_theme_that_nobody_gave_is_not_defined_rather_than_agreed_on() -> None:
    rows = coding(*[(f"F{n}", coder, "waits") for n in range(2) for coder in "ab"])
    table = measure_agreement(rows, findings(2, 1), CODEBOOK).set_index("theme")
    assert table.loc["staff", "note"] == "not defined: no coder gave it"
    assert table.loc["waits", "note"] == "not defined: every coder gave it to every finding"


def test_coder_who_left_a_finding_out_is_missing_there() -> None:
    rows, found = series(2)
    third = coding(("F1", "c", "waits"))
    table = measure_agreement(pd.concat([rows, third]), found, CODEBOOK).set_index("theme")
    # Of waits: units 10, 111, 00, 11; 9 values, 6 given: 1 - 2 * 8 / (81 - 36 - 9).
    assert table.loc["waits", "alpha"] == f"{1 - 16 / 36:.3f}"
    assert table.loc["all", "coders"] == "a b c"


def test_codes_from_suggestions_are_left_out() -> None:
    rows = [("F0", "a", "waits"), ("F0", "b", "waits"), ("F1", "a", "staff"), ("F1", "b", "waits")]
    table = measure_agreement(coding(*rows, suggested=("b",)), findings(2, 1), CODEBOOK)
    assert table.loc[0, "findings"] == "0"
    assert table.loc[0, "alpha"] == ""


def agreement(alpha: str, theme: str = "0.9") -> pd.DataFrame:
    rows = [["all", alpha, "", "", "9", "9", "9", "a b", "why"]]
    rows += [["waits", theme, "", "", "9", "9", "9", "a b", "why"]]
    return pd.DataFrame(rows, columns=AGREEMENT_COLUMNS, dtype=str)


def state(*states: str) -> pd.DataFrame:
    return pd.DataFrame([["F", "V", "told", "", s] for s in states], columns=PROGRESS_COLUMNS)


def said(table: pd.DataFrame, states: pd.DataFrame, minimum: float | None = 0.667) -> list[tuple]:
    found = check_agreement(table, states, minimum)
    return [(problem.severity, problem.rule, problem.value) for problem in found]


def test_agreement_at_the_minimum_says_nothing_and_below_it_is_an_error() -> None:
    assert said(agreement("0.667"), state("differ")) == []
    assert said(agreement("0.666"), state("differ")) == [("error", "COD-011", "all")]


@pytest.mark.parametrize(
    ("states", "severity"),
    [
        (("settled", "agreed"), "warning"),
        (("settled", "not coded"), "warning"),
        (("settled", "differ"), "error"),
        (("settled", "one coder"), "error"),
    ],
)
def test_low_agreement_stops_the_gate_until_all_is_settled(
    states: tuple[str, ...], severity: str
) -> None:
    assert said(agreement("0.5"), state(*states)) == [(severity, "COD-011", "all")]


def test_low_agreement_on_one_theme_warns() -> None:
    assert said(agreement("0.9", "0.2"), state("differ")) == [("warning", "COD-011", "waits")]


def test_without_a_minimum_nothing_is_said() -> None:
    assert said(agreement("0.1", "0.1"), state("differ"), None) == []


def test_agreement_that_is_not_known_warns_once() -> None:
    assert said(agreement("", ""), state("one coder")) == [("warning", "COD-012", "")]
