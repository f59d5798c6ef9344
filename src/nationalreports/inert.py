"""Text to be looked at and nothing more, and the pages that show it."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import jinja2
from markupsafe import Markup, escape

#: Kinds of characters (Unicode's general categories) that show nothing, or change how the rest
#: reads: controls, marks of direction, half surrogates, private ones, breaks of lines.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}

#: Letters and marks that by their category would show something, and do not.
_BLANK = set("\u034f\u115f\u1160\u2800\u3164\uffa0")

#: Marks piled on one letter, beyond what any language does, that cover the lines above.
_MARKS = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
_PILE = re.compile(f"({_MARKS}{{4}}){_MARKS}+")

_AFTER = re.compile("(?<=[/_-])(?=[^/_-])")


def inert(text: object, length: int) -> str:
    """Text to be looked at and nothing more: cut to `length`, unseen characters made visible.

    Controls of the direction of writing, and others that show nothing but change how the rest
    reads, are written out as [U+202E]; of marks piled on one letter four are kept. Markup is
    escaped by the template or by the script, not here.
    """
    whole = str(text)
    cut = whole[:length].replace("\n", " ").replace("\t", " ")
    # Most texts are plain, and there may be a hundred thousand.
    if not cut.isascii() or not cut.isprintable():
        cut = "".join(f"[U+{ord(c):04X}]" if _is_unseen(c) else c for c in cut)
        cut = _PILE.sub(r"\1[…]", cut)
    return cut if len(whole) <= length else f"{cut}… ({len(whole):,} characters)"


def breakable(text: object) -> Markup:
    """A path or a name as markup that may go on in a new line after "/", "_" and "-"."""
    return Markup("<wbr>").join(escape(part) for part in _AFTER.split(str(text)))


def page_template(source: Path) -> jinja2.Template:
    """The template at `source`, markup escaped, with `inert`, `number` and `breakable` at hand."""
    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=jinja2.FileSystemLoader(source.parent, encoding="utf-8"),
    )
    environment.filters["inert"] = inert
    environment.filters["number"] = number
    environment.filters["breakable"] = breakable
    return environment.get_template(source.name)


def number(value: object) -> str:
    """A whole number with its thousands apart, anything else as inert text."""
    return f"{value:,}" if isinstance(value, int) else inert(value, 200)


def _is_unseen(character: str) -> bool:
    return character in _BLANK or unicodedata.category(character) in _UNSEEN
