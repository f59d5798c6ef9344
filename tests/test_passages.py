"""Lines to passages: divided words, list markers, lines that run on."""

from __future__ import annotations

from collections import Counter

import pytest

from nationalreports.furniture import drop_furniture, split_marker
from nationalreports.hyphens import join_text
from nationalreports.lines import PDF_HYPHEN, Line
from nationalreports.passages import passages_of


@pytest.mark.parametrize(
    ("first", "second", "known", "joined"),
    [
        ("the", "end", "", "the end"),
        ("and/", "or", "", "and/or"),
        ("either /", "or", "", "either / or"),
        ("communi-", "cation", "", "communication"),
        ("half-", "term", "", "half-term"),
        ("short-", "break", "", "short-break"),
        ("parent-", "carer", "parent parent carer", "parent-carer"),
        ("play-", "ground", "playground play play ground", "playground"),
        ("play-", "ground", "play-ground", "play-ground"),
        ("face-to-", "face", "", "face-to-face"),
        ("post-", "COVID", "", "post-COVID"),
        ("COVID-", "19", "", "COVID-19"),
        ("7-", "day", "", "7-day"),
        ("communi\u00ad", "cation", "", "communication"),
        (f"communi{PDF_HYPHEN}", "cation", "", "communication"),
        ("felt -", "then", "", "felt - then"),
    ],
)
def test_join_text(first: str, second: str, known: str, joined: str) -> None:
    assert join_text(first, second, Counter(known.split())) == joined


@pytest.mark.parametrize(
    ("line", "marker", "text"),
    [
        ("• one", "•", "one"),
        ("1. one", "1.", "one"),
        ("(b) one", "b.", "one"),
        ("iv) one", "iv.", "one"),
        ("o one", "o", "one"),
        ("-one", "", "-one"),
        ("2020. one", "", "2020. one"),
        ("offer one", "", "offer one"),
    ],
)
def test_split_marker(line: str, marker: str, text: str) -> None:
    assert split_marker(line) == (marker, text)


def passages(*texts: str) -> list[str]:
    """What becomes of lines that stand directly below each other."""
    lines = [Line(text, row, f"line {row}", gap=row == 1) for row, text in enumerate(texts, 1)]
    return [passage.text for passage in passages_of(drop_furniture(lines))]


def test_a_title_and_a_date_stand_apart_without_a_gap() -> None:
    title = "Ofsted and CQC visit to Fernmouth local area"
    assert passages("Ofsted", "12 October 2020", "Dear Ms A", title, "Thank you.") == [
        "Ofsted",
        "12 October 2020",
        "Dear Ms A",
        title,
        "Thank you.",
    ]


def test_wrapped_lines_that_begin_like_markers_run_on() -> None:
    assert passages("- Leaders met in", "12. All were there", "– they said –", "twice.") == [
        "Leaders met in 12. All were there – they said – twice."
    ]


def test_repeated_lead_ins_and_sector_headings_are_no_running_heads() -> None:
    texts = ["Education", "Inspectors were told that", "Education", "Inspectors were told that"]
    lines = [Line(text, row, "", gap=True, page_start=True) for row, text in enumerate(texts, 1)]
    assert [passage.text for passage in passages_of(drop_furniture(lines))] == texts


def test_a_running_head_goes_and_a_repeated_title_goes_from_the_second_on() -> None:
    title = "Ofsted and CQC visit to Fernmouth local area"
    texts = [title, "In confidence 1", "Waits grew.", title, "In confidence 2", "Calls helped."]
    lines = [Line(text, row, "", gap=True) for row, text in enumerate(texts, 1)]
    assert [p.text for p in passages_of(drop_furniture(lines))] == [
        title,
        "Waits grew.",
        "Calls helped.",
    ]
