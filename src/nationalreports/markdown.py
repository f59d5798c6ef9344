"""Markdown that is made from data: text that stays characters, and tables."""

from __future__ import annotations

import string
from collections.abc import Sequence

from nationalreports.facts_phrases import grouped

#: Every punctuation mark that Markdown, a shortcode, raw HTML, Typst or smart quotes might read.
#: As a character reference it is a plain character to pandoc, and is nothing to Quarto, which
#: resolves shortcodes even behind backslashes.
_REFERENCES = {ord(mark): f"&#{ord(mark)};" for mark in string.punctuation if mark != ","}

#: What Government Statistical Service shorthand (2023) stands for in these tables.
SHORTHAND = {"[c]": "withheld", "[z]": "not applicable", "[x]": "not available"}

#: The class of what stays on one page with the table below it.
BEFORE_TABLE = "before-table"


def escape(text: object) -> str:
    """`text` as Markdown that comes out as these very characters, on one line."""
    visible = "".join(char if char.isprintable() else " " for char in str(text))
    return " ".join(visible.split()).translate(_REFERENCES)


def escape_value(text: object) -> str:
    """As `escape`, for metadata and attributes.

    There Quarto (1.10) looks for shortcodes once more, after Markdown has been read: an invisible
    word joiner parts the two braces with which one would open or close.
    """
    opened = escape(text).replace("&#123;&#123;", "&#123;\u2060&#123;")
    return opened.replace("&#125;&#125;", "&#125;\u2060&#125;")


def make_table(
    columns: Sequence[object],
    rows: Sequence[Sequence[object]],
    *,
    caption: str,
    label: str,
    text_columns: int = 1,
) -> str:
    """A pipe table; all but the first `text_columns` are numbers and stand to the right.

    Shorthand in it is explained above it.
    """
    lines = [explain(rows), "", _line(columns)]
    lines.append(
        "|" + "|".join(":---" if n < text_columns else "---:" for n in range(len(columns))) + "|"
    )
    lines += [
        _line([*row[:text_columns], *(grouped(cell) for cell in row[text_columns:])])
        for row in rows
    ]
    return "\n".join([*lines, "", f": {escape(caption)} {{#tbl-{label}}}"]).lstrip()


def explain(rows: Sequence[Sequence[object]]) -> str:
    """A line on the shorthand in `rows`, and on no other; nothing where there is none.

    It is short, for it stands above each table: the Government Statistical Service wants it there,
    and on paper the table before may be on another page.
    """
    cells = " ".join(str(cell) for row in rows for cell in row)
    held = [f"{escape(sign)} = {word}" for sign, word in SHORTHAND.items() if sign in cells]
    return f"::: {{.{BEFORE_TABLE}}}\n{', '.join(held)}\n:::" if held else ""


def _line(cells: Sequence[object]) -> str:
    return "| " + " | ".join(escape(cell) for cell in cells) + " |"
