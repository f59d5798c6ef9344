"""Headlines: a title stands only where its claim holds, and faults name file, place and remedy."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from nationalreports.charts_headlines import read_headlines, with_headlines
from nationalreports.intervals import between, exactly
from nationalreports.measures import Measure, Measures

MEASURES = Measures(
    {
        "areas.visited": Measure(exactly(Fraction(6)), Fraction(6), "6"),
        "themes.challenge.waits": Measure(exactly(Fraction(4)), Fraction(4), "4"),
        "themes.challenge.staff": Measure(between(0, 6), None, "withheld"),
    }
)
FIGURE: dict[str, Any] = {
    "id": "themes-challenge",
    "title": "Waits: reported in 4 of the 6 areas’ letters",
    "alt": "Bar chart.",
    "withheld": False,
    "headline": False,
}


def titled(claim: str, **changes: Any) -> dict[str, Any]:
    headlines = {"themes-challenge": {"text": "Waits were hard in most areas", "claim": claim}}
    (figure,) = with_headlines([{**FIGURE, **changes}], headlines, MEASURES)
    return figure


def test_a_headline_that_holds_is_the_title_and_opens_the_alternative_text() -> None:
    figure = titled("themes.challenge.waits > 0.5 * areas.visited")
    assert figure["title"] == "Waits were hard in most areas"
    assert figure["alt"] == "Waits were hard in most areas. Bar chart."
    assert figure["headline"] is True


@pytest.mark.parametrize(
    "claim",
    [
        "themes.challenge.waits > 5",
        "themes.challenge.staff > 0.5 * areas.visited",
        "themes.challenge.nobody > 1",
        "themes.challenge.waits >",
    ],
    ids=["false", "not settled", "unknown", "unreadable"],
)
def test_a_headline_that_does_not_hold_leaves_the_title_from_the_data(claim: str) -> None:
    assert titled(claim) == FIGURE


def test_a_figure_that_is_withheld_gets_no_headline() -> None:
    assert titled("areas.visited == 6", withheld=True, title="")["title"] == ""


def read(path: Path, text: str) -> dict[str, dict[str, str]]:
    source = path / "headlines.yaml"
    source.write_text(text, encoding="utf-8")
    return read_headlines(source, "one", ["themes-challenge"])


def test_headlines_of_the_report_are_read_and_those_of_others_are_not(tmp_path: Path) -> None:
    text = (
        "one:\n  themes-challenge:\n    text: Waits\n      were hard\n    claim: a > 1\n"
        "two:\n  themes-challenge: {text: Other, claim: b > 1}\n"
    )
    assert read(tmp_path, text) == {
        "themes-challenge": {"text": "Waits were hard", "claim": "a > 1"}
    }


def test_a_series_without_the_file_has_no_headlines(tmp_path: Path) -> None:
    assert read_headlines(tmp_path / "headlines.yaml", "one", []) == {}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("one: {themes-x: {text: A, claim: b}}", "one.themes-x: is no figure; one of: themes-chal"),
        ("one: {themes-challenge: {text: A}}", "one.themes-challenge: write, by report and figure"),
        ("one: {themes-challenge: {text: In 4 areas, claim: b}}", "has digits; say it in words"),
        ("one: [a]", "one: write, by report and figure"),
        ("- a", "headlines.yaml: write, by report and figure"),
        ("one: {", "headlines.yaml: cannot be read as YAML"),
    ],
)
def test_faults_name_the_place_and_what_to_do(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        read(tmp_path, text)
