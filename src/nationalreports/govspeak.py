"""A report as Govspeak, the Markdown of GOV.UK's publishing tool, which takes no finished HTML.

Made from the document that the web page is made from, so that their words and figures cannot
differ. What the tool makes of Govspeak: https://github.com/alphagov/govspeak (version 10). It is
read by kramdown, after the tool has put in images and attachments by the names of their files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

#: A block or an inline of pandoc's document: its type `t` and its content `c`.
Element = Mapping[str, Any]

#: Means something to kramdown wherever it stands.
_MARKUP = re.compile(r"[\\*_`\[\]<>|$]")
#: Means something to it or to Govspeak at the beginning of a block.
_OPENING = re.compile(r"(?:[#+=:-]|s?\d+(?=[.)]))")
#: Taken for a command by Govspeak, even behind a backslash.
_COMMAND = re.compile(r"[{}]|\[(?=[\w ]+:)|:(?=[a-z-]+:)")

_SIGNS = {"SingleQuote": "‘’", "DoubleQuote": "“”"}


@dataclass(frozen=True)
class Image:
    """An image that the tool is to be given: its file, and the text that it asks for."""

    file: str
    figure: str
    alternative_text: str


@dataclass
class _Writer:
    images: list[Image] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def write_govspeak(
    document: Mapping[str, Any], facts: Mapping[str, Any]
) -> tuple[str, list[Image]]:
    """A document of pandoc as Govspeak, and the images that it shows, in their order.

    `document`: pandoc's JSON, its figures and tables numbered. `facts`: the facts of the report
    (`facts["facts"]`); what the web page says above its text stands first. The title is given to
    the tool by itself. Raises `ValueError` for a kind of element that reports do not have.
    """
    writer = _Writer()
    blocks = [*_warnings(facts), _escape(facts["subtitle"]) + "."]
    blocks += _blocks(writer, document["blocks"])
    blocks += [f"[^{place}]: {text}" for place, text in enumerate(writer.notes, start=1)]
    return "\n\n".join(block for block in blocks if block) + "\n", writer.images


def _warnings(facts: Mapping[str, Any]) -> list[str]:
    """What stands above a report that is a draft, or synthetic, as a warning of Govspeak."""
    said = []
    if facts["has"]["draft"]:
        said.append("%Draft. This report is confidential until it is published.%")
    if facts["has"]["synthetic"]:
        said.append(
            "%The findings in this report are synthetic: they were made up to show how the report "
            "is produced. The areas are fictional. National statistics are real.%"
        )
    return said


def _blocks(writer: _Writer, blocks: Sequence[Element]) -> list[str]:
    return [text for block in blocks for text in _block(writer, block)]


def _block(writer: _Writer, block: Element) -> list[str]:
    kind: str = block["t"]
    content: Any = block.get("c")
    match kind:
        case "Para" | "Plain":
            return [_opened(_inlines(writer, content))]
        case "Header":
            level, (name, _, _), inlines = content
            return [f"{'#' * level} {_inlines(writer, inlines)} {{#{name}}}"]
        case "BulletList":
            return [_list(writer, content, ["*"] * len(content))]
        case "OrderedList":
            return [_list(writer, content[1], [f"{n}." for n in range(1, len(content[1]) + 1)])]
        case "DefinitionList":
            return [_definitions(writer, content)]
        case "Table":
            return _table(writer, content)
        case "Figure":
            return _figure(writer, content)
        case "Div":
            (_, classes, _), inside = content
            return _callout(writer, inside) if "callout" in classes else _blocks(writer, inside)
        case "BlockQuote":
            quoted = "\n\n".join(_blocks(writer, content)).splitlines()
            return ["\n".join(f"> {line}".rstrip() for line in quoted)]
        case _:
            raise ValueError(f"Govspeak has no form here for an element of the kind {kind}")


def _callout(writer: _Writer, blocks: Sequence[Element]) -> list[str]:
    """An information callout, which ends with its line: the title, and its paragraphs after it."""
    return [f"^{' '.join(_blocks(writer, blocks))}^"]


def _list(writer: _Writer, items: Sequence[Sequence[Element]], marks: Sequence[str]) -> str:
    loose = any(block["t"] == "Para" for item in items for block in item)
    lines = []
    for mark, item in zip(marks, items, strict=True):
        text = ("\n\n" if loose else "\n").join(_blocks(writer, item))
        rest = "\n".join(
            f"{' ' * (len(mark) + 1)}{line}" if line else "" for line in text.splitlines()
        )
        lines.append(f"{mark} {rest.lstrip()}")
    return ("\n\n" if loose else "\n").join(lines)


def _definitions(writer: _Writer, entries: Sequence[Any]) -> str:
    texts = []
    for term, meanings in entries:
        told = [" ".join(_blocks(writer, meaning)) for meaning in meanings]
        texts.append("\n".join([_opened(_inlines(writer, term)), *(f": {text}" for text in told)]))
    return "\n\n".join(texts)


def _table(writer: _Writer, content: Sequence[Any]) -> list[str]:
    """The caption as a paragraph, and the table; its header cells begin with a number sign."""
    _, (_, caption), columns, (_, head), bodies, _ = content
    rows = [[_cell(writer, cell) for cell in cells] for _, cells in head]
    body = [
        [_cell(writer, cell) for cell in cells] for _, _, _, lines in bodies for _, cells in lines
    ]
    heads = [f"# {cell}" if cell else "" for cell in rows[0]]
    lines = [heads, ["---:" if own["t"] == "AlignRight" else "---" for own, _ in columns]]
    lines += [[f"# {cells[0]}", *cells[1:]] for cells in body]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    return [*_blocks(writer, caption), table]


def _cell(writer: _Writer, cell: Sequence[Any]) -> str:
    return " ".join(" ".join(_blocks(writer, cell[4])).split())


def _figure(writer: _Writer, content: Sequence[Any]) -> list[str]:
    """The caption, the image, and its data, which the tool takes as files of these names."""
    _, (_, caption), blocks = content
    attributes, _, (source, _) = _first_image(blocks)
    stem = source.removeprefix("figures/").removesuffix(".svg")
    number = _plain(caption).partition(":")[0]
    writer.images.append(Image(f"{stem}.png", number, dict(attributes[2])["alt"]))
    told = _blocks(writer, caption)
    return [*told, f"[Image: {stem}.png]", f"[AttachmentLink: {stem}.csv]"]


def _first_image(blocks: Any) -> Any:
    """The content of the first image within `blocks`."""
    entries = list(blocks.values()) if isinstance(blocks, Mapping) else blocks
    if isinstance(blocks, Mapping) and blocks.get("t") == "Image":
        return blocks["c"]
    for entry in entries:
        if isinstance(entry, Mapping | list):
            found = _first_image(entry)
            if found:
                return found
    return None


def _plain(blocks: Any) -> str:
    """The bare text of `blocks`."""
    if isinstance(blocks, list):
        return "".join(_plain(entry) for entry in blocks)
    if not isinstance(blocks, Mapping):
        return ""
    if blocks["t"] == "Str":
        return str(blocks["c"])
    return _plain(blocks.get("c")) if "c" in blocks else " "


def _inlines(writer: _Writer, inlines: Sequence[Element]) -> str:
    return "".join(_inline(writer, inline) for inline in inlines)


def _inline(writer: _Writer, inline: Element) -> str:
    kind: str = inline["t"]
    content: Any = inline.get("c")
    match kind:
        case "Str":
            return _escape(content)
        case "Space" | "SoftBreak":
            return " "
        case "LineBreak":
            return "  \n"
        case "Emph":
            return f"*{_inlines(writer, content)}*"
        case "Strong":
            return f"**{_inlines(writer, content)}**"
        case "Quoted":
            signs = _SIGNS[content[0]["t"]]
            return f"{signs[0]}{_inlines(writer, content[1])}{signs[1]}"
        case "Span":
            return _inlines(writer, content[1])
        case "Link":
            return _link(_inlines(writer, content[1]), content[2][0])
        case "Note":
            # The number of a note is that of its place, so it is taken before what is in it.
            writer.notes.append("")
            place = len(writer.notes)
            writer.notes[place - 1] = " ".join(_blocks(writer, content))
            return f"[^{place}]"
        case _:
            raise ValueError(f"Govspeak has no form here for text of the kind {kind}")


def _link(text: str, target: str) -> str:
    """A link. Figures and tables have no place of their own on GOV.UK: their names stand alone."""
    return text if target.startswith(("#fig-", "#tbl-")) else f"[{text}]({target})"


def _escape(text: str) -> str:
    """Text in which no character is markup."""
    named = text.replace("&", "&amp;")
    commands = _COMMAND.sub(lambda found: f"&#{ord(found[0])};", named)
    return _MARKUP.sub(lambda found: f"\\{found[0]}", commands)


def _opened(text: str) -> str:
    """A paragraph whose first characters are no markup of blocks."""
    if text[:1] in ("^", "%", "~"):
        return f"&#{ord(text[0])};{text[1:]}"
    found = _OPENING.match(text)
    # The sign itself, or the full stop behind a number.
    place = 0 if not found else found.end() if found[0][-1].isdigit() else found.end() - 1
    return f"{text[:place]}\\{text[place:]}" if found else text
