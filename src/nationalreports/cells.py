"""Cells made tidy where that is harmless: white space and characters that nobody sees.

Every change is counted, so that the reader of a table can list it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

#: Blanks that a person takes for a space: no-break, en, em, thin, ideographic and their like, and
#: the separators of lines and paragraphs, which spreadsheets show as a blank (Unicode 16, Z*).
SPACES = "\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"

#: Characters that show nothing: soft hyphen, zero-width ones, marks for the direction of writing,
#: invisible operators and the byte order mark (Unicode 16, Cf; emoji tags and variants are kept).
INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"

#: Characters that no text holds: controls but for tab and line ends, and halves of characters,
#: which also stand for bytes that could not be decoded (PEP 383).
BROKEN = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff"

_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_WHITE = re.compile(rf"[\s{SPACES}]+")
_BLANK = " \t\n"


def tidy_header(cell: str) -> tuple[str, bool, bool]:
    """A header on one line with single spaces; whether its spaces or unseen characters changed."""
    seen = _INVISIBLE.sub("", cell)
    tidy = _WHITE.sub(" ", seen).strip()
    return tidy, tidy != seen, seen != cell


def is_blank(row: Sequence[str]) -> bool:
    """Whether nothing that people see stands in any cell."""
    return not any(tidy_header(cell)[0] for cell in row)


def tidy_column(
    cells: pa.LargeStringArray, *, odd: bool
) -> tuple[pa.LargeStringArray, pa.BooleanArray, pa.BooleanArray]:
    r"""Cells with plain, single, inner spaces, and masks of changed spaces and unseen characters.

    Line breaks within a cell stay, as \n, and count as no change. `odd` says whether the file has
    `SPACES` or `INVISIBLE` at all: looking for them takes the longest.
    """
    seen = cells
    if odd:
        seen = pc.replace_substring_regex(cells, f"[{INVISIBLE}]", "")
    unseen = pc.not_equal(seen, cells)
    if pc.any(pc.match_substring(seen, "\r")).as_py():
        seen = pc.replace_substring_regex(seen, "\r\n?", "\n")
    tidy = seen
    if odd:
        tidy = pc.replace_substring_regex(tidy, f"[{SPACES}]", " ")
    if pc.any(pc.match_substring(tidy, "  ")).as_py():
        tidy = pc.replace_substring_regex(tidy, " {2,}", " ")
    tidy = pc.utf8_trim(tidy, characters=_BLANK)
    return tidy, pc.not_equal(tidy, seen), unseen
