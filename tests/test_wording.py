"""Sentences of quantity without a claim."""

from __future__ import annotations

import pytest

from nationalreports.prose import Prose
from nationalreports.sources import Line
from nationalreports.wording import find_unclaimed


def prose(text: str) -> Prose:
    lines = enumerate(text.split("\n"), start=1)
    return Prose([Line("a.qmd", number, line) for number, line in lines])


def found(text: str) -> list[tuple[str, ...]]:
    return [own.words for own in find_unclaimed(prose(text))]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Most areas moved meetings online.", ("most",)),
        ("It was told by more than the others.", ("more", "than")),
        ("The largest share was theirs.", ("largest",)),
        ("They were rarely asked.", ("rarely",)),
        ("Fewer came back.", ("fewer",)),
        ("Half of them had gone.", ("half",)),
        ("Nearly all of them had gone.", ("nearly", "all")),
        ("As many as before came.", ("as many as",)),
        ("Numbers rose.", ("rose",)),
        ("Nobody had asked.", ("nobody",)),
        ("- **Most** had gone.", ("most",)),
        ("## Most had gone {#most}", ("most",)),
        ("A quarter of families had gone, twice.", ("quarter", "twice")),
    ],
)
def test_quantities_comparisons_and_superlatives_ask_for_a_claim(
    sentence: str, words: tuple[str, ...]
) -> None:
    assert found(f"Nothing here.\n\n{sentence}\n\nNor here.") == [words]


@pytest.mark.parametrize(
    "text",
    [
        "Children described worry, and services told of change.",
        '[Most had gone.]{claim="x > 1"}',
        "[Most days are long.]{.general}",
        'We asked: "How many had most of it?" They answered.',
        "We asked: “How many had most of it?” They answered.",
        "It was {{< meta facts.most.many >}}.",
        "See [the list](most.html) and [^most].",
        "It was not all of England, and no longer at all.",
        "Almosts and morels, an alley, the fewest-less.".replace("the fewest-less", "a lesson"),
    ],
)
def test_what_says_no_quantity_or_carries_a_claim_is_not_listed(text: str) -> None:
    assert found(text) == []


def test_each_sentence_stands_with_its_own_line_and_words() -> None:
    text = (
        "First. Most had gone. Last.\n\n- One item\n- many items, and [few\n"
        'more]{claim="x > 1"}\n\nThen all. [Half had.]{claim="x > 1"} Every one had.'
    )
    listed = [(own.line.number, own.sentence, own.words) for own in find_unclaimed(prose(text))]
    assert listed == [
        (1, "Most had gone.", ("most",)),
        (4, 'many items, and [few more]{claim="x > 1"}', ("many",)),
        (7, "Then all.", ("all",)),
        (7, "Every one had.", ("every",)),
    ]


def test_a_general_block_is_left_out_as_a_whole() -> None:
    text = prose("Most had.\nMany had.\nFew had.")
    listed = find_unclaimed(Prose(text.lines, frozenset({1})))
    assert [own.words for own in listed] == [("most",), ("few",)]
