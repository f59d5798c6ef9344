"""The demonstration's letters in their four formats, each with the quirks of real ones.

A letter's traits: `page break` (a bullet cut in the middle of a sentence), `sub-bullets`, `sector
headings`, `no context`, `no colon`, `running head`, `hyphens` (words cut at line ends), `curly
quotes`, `straight quotes`, `non-breaking spaces`, and the mark of the bullets.
"""

from __future__ import annotations

import io
import json
import random
import re
import textwrap
from dataclasses import dataclass
from typing import Any

import docx
import typst

from nationalreports.spreadsheets import FIXED_TIME, repack
from nationalreports.synthesis_text import DEMONSTRATION, Finding, Visit

# Parts of the template that a letter has no use for, by the ends of their relation types.
_UNUSED = ("WithEffects", "thumbnail", "customXml")

_MARKS = {"star bullets": "*", "plus bullets": "+", "dash bullets": "-", "square bullets": "◼"}


@dataclass(frozen=True)
class Block:
    """A part of a letter: what it is, and its lines (of a bullet: its text, then sub-bullets)."""

    kind: str
    lines: tuple[str, ...]


def write_letter(
    visit: Visit, findings: dict[str, list[Finding]], series: dict[str, Any], seed: int
) -> bytes:
    """The letter of a visit in its format: md, txt, docx or pdf."""
    traits = set(visit.plan["traits"])
    blocks = compose(visit, findings, series, seed)
    blocks = [Block(b.kind, tuple(_typeset(line, traits) for line in b.lines)) for b in blocks]
    mark = next((_MARKS[trait] for trait in visit.plan["traits"] if trait in _MARKS), "")
    match visit.plan["format"]:
        case "md":
            return _markdown(blocks, mark or "-", "page break" in traits).encode()
        case "txt":
            return _text(blocks, mark or "•").encode()
        case "docx":
            return _word(blocks)
        case "pdf":
            head = series["running_head"].format(area=visit.area["name"])
            return _pdf(blocks, mark or "•", head, "hyphens" in traits)
        case other:
            raise ValueError(f"no letter is written as {other!r}; use md, txt, docx or pdf")


def compose(
    visit: Visit, findings: dict[str, list[Finding]], series: dict[str, Any], seed: int
) -> list[Block]:
    """The parts of a letter from top to bottom, before any format."""
    chance = random.Random(f"{seed}:people:{visit.visit_id}")
    traits = visit.plan["traits"]
    area = visit.area
    names = _names(series["people"], chance)
    honorific, addressee = names[0]
    role = chance.choice(series["addressee"])
    blocks = [
        Block("letterhead", tuple(series["letterhead"])),
        Block("date", (visit.plan["date"],)),
        Block("addressee", (f"{honorific} {addressee}", role, area["council"], area["name"])),
    ]
    copies = series["copied"][: chance.randint(1, len(series["copied"]))]
    for (title, name), place in zip(names[1:4], copies, strict=False):
        where = place.format(council=area["council"], area=area["name"])
        blocks.append(Block("copied", (f"{title} {name}, {where}",)))
    blocks.append(Block("salutation", (f"Dear {honorific} {addressee.split()[-1]}",)))
    blocks.append(Block("title", (series["title"].format(area=area["name"]),)))
    paragraphs = [text.format(area=area["name"]) for text in series["boilerplate"]]
    blocks += [Block("paragraph", (text,)) for text in paragraphs]
    if "no context" not in traits:
        blocks.append(Block("heading", ("Context",)))
        link = "https://www.example.org/visits"
        blocks += [Block("paragraph", (text.format(link=link),)) for text in series["context"]]
    told = series["told"]
    blocks.append(Block("told", (told.rstrip(":") if "no colon" in traits else told,)))
    blocks += _told(findings["told"], traits, series["sector_headings"])
    blocks.append(Block("priorities", (chance.choice(series["priorities"]),)))
    blocks += [Block("bullet", (finding.text,)) for finding in findings["priority"]]
    blocks += [Block("paragraph", (text,)) for text in series["confidential"]]
    blocks.append(Block("sign_off", (series["sign_off"],)))
    signatories = series["people"]["signatories"][: chance.randint(2, 3)]
    for (_, name), title in zip(names[4:7], signatories, strict=False):
        blocks.append(Block("signatory", (name, title)))
    return blocks


def _told(findings: list[Finding], traits: list[str], headings: dict[str, str]) -> list[Block]:
    blocks = []
    for finding in findings:
        cut = "sub-bullets" in traits and len(finding.sentences) > 1
        lines = finding.sentences if cut else (finding.text,)
        blocks.append((finding.codes[0].sector, Block("bullet", lines)))
    if "sector headings" not in traits:
        return [block for _, block in blocks]
    ordered = []
    for sector, label in headings.items():
        of_sector = [block for key, block in blocks if key == sector]
        if of_sector:
            ordered += [Block("subheading", (label,)), *of_sector]
    return ordered


def _names(people: dict[str, Any], chance: random.Random) -> list[tuple[str, str]]:
    """Invented people in a random order, none with the given or the family name of another."""
    given, family = list(people["given"]), list(people["family"])
    chance.shuffle(given)
    chance.shuffle(family)
    names = []
    for titled, last in zip(given, family, strict=True):
        title, first = titled.split()
        names.append((title, f"{first} {last}"))
    return names


def _typeset(line: str, traits: set[str]) -> str:
    if "curly quotes" in traits:
        line = re.sub(r"(^|[\s(])'", r"\1‘", line).replace("'", "’")
        line = re.sub(r'(^|[\s(])"', r"\1“", line).replace('"', "”")
    if "non-breaking spaces" in traits:
        line = re.sub(r" (plan|services|families)\b", "\u00a0\\1", line)
    return line


def _markdown(blocks: list[Block], mark: str, page_break: bool) -> str:
    cut = _bullet_to_cut(blocks) if page_break else None
    parts: list[str] = []
    for block in blocks:
        first = block.lines[0]
        if block.kind in ("title", "heading"):
            part = f"### **{first}**"
        elif block.kind == "subheading":
            part = f"#### {first}"
        elif block.kind == "bullet":
            part = f"{mark} {first}"
            if block is cut:
                part = _cut(part)
            part += "".join(f"\n    {mark} {line}" for line in block.lines[1:])
            if parts and parts[-1].startswith(mark) and "\n\n" not in parts[-1]:
                parts[-1] += "\n" + part
                continue
        elif block.kind == "signatory":
            part = f"{first}  \n**{block.lines[1]}**"
        else:
            part = "  \n".join(block.lines)
        parts.append(part)
    text = "\n\n".join(parts) + "\n"
    text = re.sub(r"(\S+@example\.org)", r"[\1](mailto:\1)", text)
    return re.sub(r"(https://\S+)", r"<\1>", text)


def _bullet_to_cut(blocks: list[Block]) -> Block:
    """The longest bullet of the first half: where a page of the letter would end."""
    bullets = [block for block in blocks if block.kind == "bullet"]
    return max(bullets[: len(bullets) // 2], key=lambda block: len(block.lines[0]))


def _cut(bullet: str) -> str:
    """The bullet with a blank line in the middle of its last sentence, as conversion leaves it."""
    words = bullet.split(" ")
    where = next(i for i in range(len(words) * 2 // 3, len(words)) if words[i][:1].islower())
    return " ".join(words[:where]) + "\n\n" + " ".join(words[where:])


def _text(blocks: list[Block], mark: str) -> str:
    parts = []
    for block in blocks:
        if block.kind == "bullet":
            items = [(f"{mark} ", "  ", block.lines[0])]
            items += [(f"    {mark} ", "      ", line) for line in block.lines[1:]]
            part = "\n".join(_wrap(text, start, rest) for start, rest, text in items)
        else:
            part = "\n".join(_wrap(line, "", "") for line in block.lines)
        parts.append(part)
    return "\n\n".join(parts) + "\n"


def _wrap(text: str, start: str, rest: str) -> str:
    return textwrap.fill(
        text,
        width=78,
        initial_indent=start,
        subsequent_indent=rest,
        break_on_hyphens=False,
        break_long_words=False,
    )


def _word(blocks: list[Block]) -> bytes:
    document = docx.Document()
    styles = {"title": "Heading 1", "heading": "Heading 2", "subheading": "Heading 3"}
    for block in blocks:
        if block.kind == "bullet":
            document.add_paragraph(block.lines[0], style="List Bullet")
            for line in block.lines[1:]:
                document.add_paragraph(line, style="List Bullet 2")
        elif block.kind == "signatory":
            paragraph = document.add_paragraph(block.lines[0])
            paragraph.add_run().add_break()
            paragraph.add_run(block.lines[1]).bold = True
        elif block.kind in styles:
            document.add_paragraph(block.lines[0], style=styles[block.kind])
        else:
            document.add_paragraph("\n".join(block.lines))
    _slim(document)
    properties = document.core_properties
    properties.author = "nationalreports synthesise"
    properties.title = next(block.lines[0] for block in blocks if block.kind == "title")
    properties.comments = "Synthetic: no real area, person or finding."
    saved = io.BytesIO()
    document.save(saved)
    return repack(saved.getvalue())


def _slim(document: Any) -> None:
    """Take out what python-docx's template brings and no letter uses: most of a megabyte."""
    styles = document.styles.element
    kind = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    for style in list(styles.findall(f"{kind}style")):
        if style.get(f"{kind}type") == "table" and style.get(f"{kind}default") != "1":
            styles.remove(style)
    for relations in (document.part.rels, document.part.package.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(_UNUSED):
                del relations[key]


def _pdf(blocks: list[Block], mark: str, running_head: str, hyphens: bool) -> bytes:
    letter = {
        "title": next(block.lines[0] for block in blocks if block.kind == "title"),
        "year": FIXED_TIME.year,
        "running_head": running_head,
        "hyphens": hyphens,
        "mark": mark,
        "blocks": [{"kind": block.kind, "lines": block.lines} for block in blocks],
    }
    source = (DEMONSTRATION / "letter.typ").read_bytes()
    compiler = typst.Compiler(
        source, ignore_system_fonts=True, sys_inputs={"letter": json.dumps(letter)}
    )
    made = compiler.compile(format="pdf", timestamp=int(FIXED_TIME.timestamp()))
    if not isinstance(made, bytes):
        raise TypeError("Typst made no single PDF of a letter")
    return made
