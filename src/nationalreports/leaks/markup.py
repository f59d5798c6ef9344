"""What HTML, XML and Markdown hold: the text between tags, and all that stands within them.

Both are the source itself, as long as it and each with the other blanked out, so that nothing is
lost whatever the markup, and a place in the one is a place in the source.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

from nationalreports.leaks.matching import Text
from nationalreports.leaks.words import JOINT

#: Says in words where an offset of a source stands.
Where = Callable[[int], str]

_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[|\]\]>|<\?.*?(?:\?>|\Z)"
    r"|<[/!]?(?P<name>[A-Za-z][^\s/>\"'<]*)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>"
    r"|<[/!]?[A-Za-z][^<>]*>",
    re.DOTALL,
)
_RAW = re.compile(r"(?i)script|style")
# Tags after which a new text begins; between any others a word may go on.
_BLOCK = re.compile(
    r"(?i)(?:\w+:)?(?:address|article|aside|blockquote|body|br|button|c|caption|cell|dd|desc|details"
    r"|div|dl|dt|figcaption|figure|footer|form|g|h\d?|head|header|hr|html|label|li|line-break|main"
    r"|metadata|nav|ol|option|p|path|pre|row|script|section|si|style|summary|svg|symbol|tab|table"
    r"|table-cell|table-row|tbody|td|text|text-p|tfoot|th|thead|title|tr|ul|use)"
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
_EMPHASIS = re.compile(r"[*_`~\\]")
_ESCAPE = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL
)
# Letters in style sheets; their codes begin with a digit.
_STYLE_ESCAPE = re.compile(r"\\([0-9][0-9a-fA-F]{1,5})\s?")
# Names begin after a gap: a picture within a tag is too long for a try at each of its letters.
_ATTRIBUTE = re.compile(
    r"(?<![^\s\"'/<])([^\s=\"'<>/]++)\s*+=\s*+(?:\"[^\"]*+|'[^']*+|[^\s\"'>]*+)\Z"
)

_NAMES = {
    "alt": "alternative text",
    "aria-label": "aria-label",
    "title": "attribute title",
    "content": "attribute content",
}


def line_of(source: str) -> Where:
    """Places of a source by its lines, from 1."""
    return lambda offset: f"line {source.count(chr(10), 0, offset) + 1}"


def markup_texts(source: str, where: Where | None = None, *, emphasis: bool = False) -> list[Text]:
    """The text of a source, and what stands in its tags, comments and scripts.

    `where` says what place an offset is, by default the line. `emphasis`: it is Markdown, whose
    marks may stand within a word.
    """
    at = where or line_of(source)
    shown, within = _parted(source)
    if emphasis:
        shown = _EMPHASIS.sub(JOINT, shown)
    texts = [Text(_entities(shown), at)]
    if within.strip():
        # Scripts and style sheets have escapes of their own.
        inside = escapes(_entities(within), styles=True)
        texts.append(Text(inside, lambda offset: f"{at(offset)}, {_part(source, offset)}"))
    return texts


def escapes(text: str, *, styles: bool = False) -> str:
    r"""The text with \u0041, \n and their like as the characters that they mean, as long as it.

    `styles`: also those of style sheets, \41.
    """

    def plain(found: re.Match[str]) -> str:
        *codes, other = found.groups()
        code = next(filter(None, codes), "")
        return _char(code, found[0]) if code else (" " if other in "nrtbf" else other) + JOINT

    if "\\" not in text:
        return text
    if styles:
        text = _STYLE_ESCAPE.sub(lambda found: _char(found[1], found[0]), text)
    return _ESCAPE.sub(plain, text)


def _char(code: str, written: str) -> str:
    """The character with a code in hex digits, as long as it was written."""
    number = int(code, 16)
    return chr(number).ljust(len(written), JOINT) if number < 0x110000 else written


def _parted(source: str) -> tuple[str, str]:
    """The source with tags blanked out, and with all else blanked out."""
    shown: list[str] = []
    within: list[str] = []
    for is_tag, piece in _pieces(source):
        if is_tag:
            shown.append(_gap(piece))
            within.append(piece)
        else:
            shown.append(piece)
            within.append(" " * len(piece))
    return "".join(shown), "".join(within)


def _pieces(source: str) -> Iterator[tuple[bool, str]]:
    """The source in pieces, and whether each is markup: a tag, a comment, or a script's content."""
    place = 0
    while found := _TAG.search(source, place):
        yield False, source[place : found.start()]
        yield True, found[0]
        place = found.end()
        name = found["name"] or ""
        opens = not found[0].startswith("</") and not found[0].endswith("/>")
        if _RAW.fullmatch(name) and opens:
            end = re.compile(rf"</{name}\b", re.IGNORECASE).search(source, place)
            stop = end.start() if end else len(source)
            yield True, source[place:stop]
            place = stop
    yield False, source[place:]


def _gap(tag: str) -> str:
    """What stands for a tag: a blank line where a new text begins, else a joint."""
    name = re.match(r"</?([^\s/>]+)", tag)
    if tag.startswith(("<", "]")) and not (name and _BLOCK.fullmatch(name[1])):
        return JOINT * len(tag)
    return "\n\n".ljust(len(tag))[: len(tag)]


def _entities(text: str) -> str:
    """The text with entities as their characters, twice where they were escaped, and as long."""

    def plain(found: re.Match[str]) -> str:
        char = html.unescape(found[0])
        return char.ljust(len(found[0]), JOINT) if len(char) <= len(found[0]) else found[0]

    once = _ENTITY.sub(plain, text) if "&" in text else text
    # "&amp;eacute;" has become "&", joints, and "eacute;".
    twice = re.compile(rf"&{JOINT}+(?=#?\w+;)")
    if not twice.search(once):
        return once
    moved = twice.sub(lambda found: JOINT * (len(found[0]) - 1) + "&", once)
    return _ENTITY.sub(plain, moved)


def _part(source: str, offset: int) -> str:
    """What of the markup an offset stands in."""
    comment = source.rfind("<!--", 0, offset + 1)
    if comment >= 0 and source.find("-->", comment, offset) < 0:
        return "comment"
    start = max(source.rfind("<", 0, offset + 1), 0)
    tag = _TAG.match(source, start)
    if not tag or tag.end() <= offset:
        return "script or style sheet"
    found = _ATTRIBUTE.search(source[start:offset])
    name = found[1].lower() if found else ""
    return _NAMES.get(name, f"attribute {name}") if name else "markup"
