"""Numbers in words: seen where they count what the tables count, and nowhere else."""

from __future__ import annotations

import pytest

from nationalreports.check_sheet_cells import COUNT, TYPED, Figure
from nationalreports.check_sheet_printed import Piece, Span
from nationalreports.check_sheet_traces import Found
from nationalreports.check_sheet_words import worded


def said(text: str, *facts: str, owner: str = "") -> list[str]:
    """What is found in a sentence, of which `facts` are facts."""
    spans = [Span("facts.x", text.index(fact), text.index(fact) + len(fact)) for fact in facts]
    piece = Piece("Section", owner, "text", text, tuple(spans))
    found = worded(piece, [])
    assert {item.figure.kind for item in found} <= {TYPED}
    assert [text[item.start : item.end] for item in found] == [own.figure.value for own in found]
    return [item.figure.value for item in found]


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("This was so in three of the ten areas.", "three of the ten areas"),
        ("Four areas said so.", "Four areas"),
        ("Two thirds of parents agreed.", "Two thirds of parents"),
        ("A majority of those who answered agreed.", "majority of those who answered"),
        ("It was raised in twenty-two discussions.", "twenty-two discussions"),
        ("Most young people were worried.", "Most young people"),
        ("Most of the families agreed.", "Most of the families"),
        ("Fifty per cent of carers did.", "Fifty per cent of carers"),
        ("Half of respondents did.", "Half of respondents"),
        ("Three in four parents did.", "Three in four parents"),
        ("Nine\nletters tell of it.", "Nine\nletters"),
    ],
)
def test_a_number_of_what_is_counted_is_seen(sentence: str, number: str) -> None:
    assert said(sentence) == [number]


@pytest.mark.parametrize(
    "sentence",
    [
        "A new seat and an adult in a face covering are three changes at once.",
        "The difficulties were of two kinds.",
        "The time limit of twenty weeks was changed.",
        "Findings that come from one area alone are held back.",
        "They spoke of children who most needed a visit.",
        "Two kinds of intention stand side by side. Areas said so.",
        "Many areas, and all parents, were asked; some areas said more.",
        "Often parents in these areas agreed.",
    ],
)
def test_other_words_are_no_figures(sentence: str) -> None:
    assert said(sentence) == []


def test_a_fact_is_none_but_what_is_typed_beside_it_is() -> None:
    assert said("In six areas, as in a majority of them.", "six areas") == []
    assert said("It was so in three of the ten areas.", "three of") == ["ten areas"]


def test_the_text_of_tables_and_charts_is_none() -> None:
    assert said("Four areas", owner="tbl-summary") == []


def test_what_is_traced_already_is_not_told_twice() -> None:
    piece = Piece("Section", "", "text", "Four areas said so.")
    assert worded(piece, [Found(Figure(COUNT, "Four"), 0, 4)]) == []
