"""Divided words: the letter's own use decides, then a word list, then the halves."""

from __future__ import annotations

from collections import Counter

import pytest

from nationalreports.hyphens import ends_divided, join_text, whole_words
from nationalreports.lines import PDF_HYPHEN, Line


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        # A word of the list, British or American.
        ("commu-", "nication", "communication"),
        ("organ-", "isation", "organisation"),
        ("neighbour-", "hood", "neighbourhood"),
        ("paediatri-", "cians", "paediatricians"),
        # Two words that make none together.
        ("person-", "centred", "person-centred"),
        ("early-", "years staff", "early-years staff"),
        ("co-", "production", "co-production"),
        ("after-", "school club", "after-school club"),
        ("questions-", "and-answers", "questions-and-answers"),
        ("day-to-", "day", "day-to-day"),
        # An ending that is a word too.
        ("laptop-", "less", "laptopless"),
        # No rule of hyphenation leaves two letters.
        ("follow-", "up", "follow-up"),
        # Capitals and figures.
        ("LIVER-", "POOL", "LIVERPOOL"),
        ("post-", "COVID", "post-COVID"),
        ("16-", "year-old", "16-year-old"),
    ],
)
def test_a_word_list_settles_what_the_letter_does_not(first: str, second: str, joined: str):
    assert join_text(first, second, Counter()) == joined
    # The mark that a PDF has instead of the hyphen says no more.
    assert join_text(first[:-1] + PDF_HYPHEN, second, Counter()) == joined


def test_the_letters_own_words_come_first():
    assert join_text("SEN-", "Cos met", Counter()) == "SEN-Cos met"
    assert join_text("SEN-", "Cos met", Counter(["sencos"])) == "SENCos met"
    assert join_text("half-", "term", Counter(["halfterm"])) == "halfterm"


def test_a_compound_that_the_letter_uses_keeps_its_hyphen():
    assert join_text("play-", "ground", Counter(["play-ground"])) == "play-ground"


def test_halves_of_divided_words_are_no_words():
    lines = [Line("Some commu-", 1, ""), Line("nication and half-term", 2, "")]
    assert whole_words(lines) == Counter(["some", "and", "half-term"])


def test_line_ends_that_divide_a_word():
    assert ends_divided("commu-") and ends_divided(f"commu{PDF_HYPHEN}")
    assert not ends_divided("they said –") and not ends_divided("whole")
