"""Sentences of quantity without a claim."""

from __future__ import annotations

import pytest

from nationalreports.prose import Prose
from nationalreports.sources import Line
from nationalreports.wording import find_unclaimed

CHANGED = """rises rose rising grew grows grown growing dropped drops reduced reduces fell fallen
    doubled tripled halved decreased declined increased""".split()  # noqa: SIM905
HOW_OFTEN = "hardly scarcely barely sometimes occasionally mainly mostly rarely seldom".split()  # noqa: SIM905


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
        ("A third of families had gone.", ("third",)),
        ("A fifth of families had gone.", ("a fifth",)),
        ("Two fifths had gone, and three-tenths stayed.", ("two fifths", "three-tenths")),
        ("Half of the letters told of it.", ("half",)),
        ("One in five had gone.", ("one in five",)),
        ("Nine out of ten had gone.", ("nine out of ten",)),
        ("One in every ten had gone.", ("one in every ten",)),
        ("Two of three had gone.", ("two of three",)),
        ("It was forty percent, or forty per\ncent.", ("percent", "per cent")),
        ("The percentage was large.", ("percentage",)),
        ("No area told of it.", ("no area",)),
        ("No other areas told of it, and no one else.", ("no other areas", "no one")),
        ("Four areas told of it.", ("four areas",)),
        ("Six of the letters told of it.", ("six of the letters",)),
        ("Three parents and two carers came.", ("three parents", "two carers")),
        ("Ten young people and one family came.", ("ten young people", "one family")),
        (
            "Both volunteer areas and a dozen families came.",
            ("both volunteer areas", "a dozen families"),
        ),
        *((f"It {word} again.", (word,)) for word in CHANGED),
        *((f"They were {word} asked.", (word,)) for word in HOW_OFTEN),
        # The same words where they stand for what is said.
        ("Numbers fell by half over the term.", ("fell", "half")),
        ("Half the terms were lost to a third of pupils.", ("half", "third")),
        ("The first fell, and the second rose.", ("fell", "rose")),
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
        "They came back after half term, half-terms, a half-day or half an hour.",
        "A third party, third parties and the third sector helped.",
        "The most vulnerable came first, with the most recent plans.",
        "In the first half of the year, and in the second half of it.",
        "They fall back on family, fell ill, and had fallen behind.",
        "Young people grow up, and a drop-in opened. It gave rise to talk.",
        "They helped one another at a one to one meeting, and one by one.",
        "It was one list of two kinds.",
        "Areas, families and carers came together in an area.",
        "The fifth day and the tenth month.",
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
