"""Numbers and shares that a report's source gives in words: “three of the ten areas”.

They tell as much as figures do, and no table answers for them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nationalreports.check_sheet_cells import TYPED, Figure
from nationalreports.check_sheet_printed import Piece
from nationalreports.check_sheet_traces import Found
from nationalreports.facts_phrases import NUMBER_WORDS

#: "One" and "no" stand in too many sentences that count nothing ("one area alone").
_NUMBERS = [
    *NUMBER_WORDS[2:],
    *["eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"],
    *["nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
    *["hundred", "thousand", "dozen"],
]
_SHARES = [
    *["half", "thirds?", "quarters?", "fifths?", "sixths?", "tenths?", "per cent", "percent"],
    *["most", "majority", "minority", "few"],
]
_NUMBER = rf"(?:{'|'.join([*_NUMBERS, *_SHARES])})"

#: What is counted: nothing else has a figure in the tables.
_UNIT = (
    r"(?:areas?|councils?|letters?|visits?|discussions?|notes|parents|carers|families|young people"
    r"|respondents|responses|answers|who answered)"
)
_BETWEEN = rf"(?:of|in|the|these|those|our|all|local|visited|other|{_NUMBER})"
_COUNTED = re.compile(rf"\b{_NUMBER}\b(?:[\s-]+{_BETWEEN}\b){{0,6}}[\s-]+{_UNIT}\b", re.IGNORECASE)


def worded(piece: Piece, found: Sequence[Found]) -> list[Found]:
    """The numbers that `piece` gives in words of its own, as figures that are typed.

    `found` are its other figures. Facts, and the text of tables and charts, which is made of them,
    are passed over.
    """
    if piece.owner:
        return []
    text = piece.text
    taken = [(span.start, span.end) for span in piece.spans]
    for start, end in [*taken, *((item.start, item.end) for item in found)]:
        text = text[:start] + "\0" * (end - start) + text[end:]
    formula = "Stands in the source's own words: take it from a fact, or say it without a number"
    return [
        Found(Figure(TYPED, match[0], formula=formula), match.start(), match.end())
        for match in _COUNTED.finditer(text)
    ]
