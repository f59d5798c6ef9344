"""Conditions that hold whatever the data are, so that they hold nobody to anything.

`areas.visited >= 0` is true of any series, and a sentence with it would look judged. Not all of
them are found: a figure is taken by itself, and not with what it is a part of.
"""

from __future__ import annotations

import ast
import re
from itertools import pairwise

from nationalreports.claim_language import evaluate, parse
from nationalreports.measures import Measures

_REMEDY = "write a condition that other data could make false, or mark the sentence as {.general}"


def find_emptiness(text: str, measures: Measures) -> str:
    """Why the condition `text` says nothing of the data, with the remedy; "" where it may.

    `measures` are any of the series. Raises `claim_language.ClaimError` where it is no condition.
    """
    for node in ast.walk(parse(text)):
        if isinstance(node, ast.Compare):
            for sides in pairwise([node.left, *node.comparators]):
                one, other = map(ast.unparse, sides)
                if one == other:
                    return f"{one} is compared with itself; {_REMEDY}"
    # Before anything is known, nothing is known of what is shown either.
    if evaluate(re.sub(r"\brank_shown\b", "rank", text), measures.unknown).truth:
        return f"the condition holds whatever the data are; {_REMEDY}"
    return ""
