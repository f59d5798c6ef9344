"""The reading age of a text, by the formula of Flesch and Kincaid.

Syllables are counted by syllapy, which ships its words: textstat, the usual library, fetches a
dictionary from the network when it is first used.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import syllapy

#: Years between a grade of American schools, which the formula gives, and the age of its pupils.
GRADE_TO_AGE = 5

#: The highest age of the section in plain English. GOV.UK (Content design: planning, writing and
#: managing content) asks for 9; names that cannot be left out, such as "special educational
#: needs", add to it.
PLAIN = 11.0


def find_reading_age(sentences: Sequence[str]) -> float:
    """The age in years at which pupils can read the sentences; 0 without any words.

    Grade = 0.39 words a sentence + 11.8 syllables a word - 15.59 (Kincaid and others, 1975,
    Derivation of new readability formulas for Navy enlisted personnel, Research Branch Report
    8-75), and five years more. A figure counts as a word of one syllable.
    """
    words = [re.findall(r"[^\W_]+(?:[-’'.,][^\W_]+)*", sentence) for sentence in sentences]
    words = [own for own in words if own]
    count = sum(map(len, words))
    if not count:
        return 0.0
    syllables = sum(_syllables(word) for own in words for word in own)
    grade = 0.39 * count / len(words) + 11.8 * syllables / count - 15.59
    return grade + GRADE_TO_AGE


def _syllables(word: str) -> int:
    plain = word.replace("’", "'").removesuffix("'s")
    return max(1, syllapy.count(plain))
