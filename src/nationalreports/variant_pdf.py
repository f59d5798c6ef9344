"""Generated letters as PDF files, made in two ways: by Typst and by ReportLab."""

from __future__ import annotations

import io
import json
import random
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import matplotlib
import typst
from reportlab.lib.enums import TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Spacer, Table

from nationalreports.synthesis_letters import FIXED_TIME
from nationalreports.synthesis_text import DEMONSTRATION
from nationalreports.synthesis_variants import Block, VariantLetter
from nationalreports.variant_typography import Furniture, Hand, divide, label, note_mark
from nationalreports.variant_wording import NOTE, SOFT_HYPHEN

_MARKS = ("•", "◼", "-", "*", "–", "o", "▪")
_FONTS = ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono")


def write_pdf(letter: VariantLetter, chance: random.Random) -> tuple[bytes, list[str]]:
    """The letter as a PDF file, and the traits that it took on in being written."""
    hand = Hand(chance)
    look = _look(hand)
    furniture = Furniture(hand, letter)
    blocks = _beside(list(letter.blocks)) if hand.has("letterhead beside", 0.25) else letter.blocks
    if hand.has("made by ReportLab", 0.5):
        return _ReportLab(blocks, look, furniture, hand).write(), hand.traits
    hand.traits.append(f"font {look['font']}")
    return _typst(letter, blocks, look, furniture), hand.traits


def _look(hand: Hand) -> dict[str, Any]:
    chance = hand.chance
    look: dict[str, Any] = {
        "font": chance.choice((*_FONTS[:2], *_FONTS)),
        "size": chance.choice([8, 9, 10, 10.5, 11, 12, 14]),
        "justify": hand.has("justified", 0.5),
        "hyphens": hand.has("hyphens at line ends", 0.4),
        "leading": chance.choice([0.5, 0.65, 0.8, 1.1]),
        "margin": chance.choice([2, 2.5, 3, 4]),
        "indent": chance.choice([9, 14, 18, 28]),
        "bullets": chance.choice(["grid", "hung", "hanging", "flush"]),
        "mark": chance.choice(_MARKS),
        "sub": chance.choice(["–", "o", "-"]),
    }
    if look["sub"] == look["mark"]:
        look["sub"] = "◦"
    hand.traits += [f"bullet {look['mark']}", f"bullets: {look['bullets']}"]
    if look["size"] < 10 or look["size"] > 12:
        hand.traits.append("small font" if look["size"] < 10 else "large font")
    return look


def _beside(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with the letterhead and what it stands beside as one, where they come together."""
    kinds = [block.kind for block in blocks]
    where = kinds.index("letterhead")
    if kinds[where + 1] != "addressee" and kinds[where + 2] == "addressee":
        blocks = [*blocks[: where + 1], blocks[where + 2], blocks[where + 1], *blocks[where + 3 :]]
    left, right = blocks[where + 1], blocks[where]
    if left.kind != "addressee":
        return list(blocks)
    both = Block("beside", ("\n".join(left.lines), "\n".join(right.lines)))
    return [*blocks[:where], both, *blocks[where + 2 :]]


def _typst(
    letter: VariantLetter, blocks: Sequence[Block], look: dict[str, Any], furniture: Furniture
) -> bytes:
    content = {
        "title": next(block.lines[0] for block in letter.blocks if block.kind == "title"),
        "year": FIXED_TIME.year,
        "look": look,
        "head": furniture.head("{page}", "{pages}"),
        "foot": furniture.foot("{page}", "{pages}"),
        "note_mark": NOTE,
        "note": next((b.lines[0] for b in letter.blocks if b.kind == "note"), ""),
        "blocks": [_as_data(block, look) for block in blocks],
    }
    source = (DEMONSTRATION / "variants/letter.typ").read_bytes()
    compiler = typst.Compiler(
        source, ignore_system_fonts=True, sys_inputs={"letter": json.dumps(content)}
    )
    made = compiler.compile(format="pdf", timestamp=int(FIXED_TIME.timestamp()))
    if not isinstance(made, bytes):
        raise TypeError("Typst made no single PDF of a letter")
    return made


def _as_data(block: Block, look: dict[str, Any]) -> dict[str, Any]:
    if block.kind == "beside":
        left, right = (line.split("\n") for line in block.lines)
        return {"kind": "beside", "left": left, "right": right}
    items = [
        {"mark": _mark(block, index, look), "text": item.text, "subs": item.subs}
        for index, item in enumerate(block.items)
    ]
    return {"kind": block.kind, "lines": block.lines, "items": items}


def _mark(block: Block, index: int, look: dict[str, Any]) -> str:
    return label(block.numbering, block.start + index) if block.numbering else look["mark"]


class _ReportLab:
    """The letter by ReportLab: its bullets are drawn by themselves, left of their text."""

    def __init__(
        self, blocks: Sequence[Block], look: dict[str, Any], furniture: Furniture, hand: Hand
    ) -> None:
        self.blocks, self.look, self.furniture = blocks, look, furniture
        text = "".join(
            line
            for block in blocks
            for line in (*block.lines, *(x for i in block.items for x in (i.text, *i.subs)))
        )
        plain = (text + look["mark"] + look["sub"]).replace(NOTE, "")
        standard = _in_standard_fonts(plain) and hand.chance.random() < 0.7
        font = hand.chance.choice(["Times-Roman", "Helvetica"]) if standard else _dejavu()
        hand.traits.append(f"font {font}")
        size, gap = look["size"], hand.chance.choice([5, 7, 10])
        self.last = hand.has("running heads drawn last", 0.3)
        base = ParagraphStyle("base", fontName=font, fontSize=size, leading=size * 1.25)
        self.base = ParagraphStyle(
            "body",
            base,
            alignment=TA_JUSTIFY if look["justify"] else TA_LEFT,
            spaceAfter=gap,
            embeddedHyphenation=1 if look["hyphens"] else 0,
        )
        indent = look["indent"]
        self.levels = [
            ParagraphStyle(
                f"level {level}",
                self.base,
                leftIndent=indent * level + 6,
                bulletIndent=indent * (level - 1),
                bulletFontName=font,
                bulletFontSize=size,
            )
            for level in (1, 2)
        ]

    def write(self) -> bytes:
        pages, _ = self._build(9)
        return self._build(pages)[1]

    def _build(self, pages: int) -> tuple[int, bytes]:
        made = io.BytesIO()
        document = BaseDocTemplate(made, pagesize=A4, invariant=1)
        # Narrow columns divide more words.
        margin = (self.look["margin"] + 2 * self.look["hyphens"]) * cm
        frame = Frame(margin, 2.4 * cm, A4[0] - 2 * margin, A4[1] - 5 * cm)
        drawn: list[int] = []

        def draw(canvas: Any, _: Any) -> None:
            page = canvas.getPageNumber()
            drawn.append(page)
            canvas.setFont(self.base.fontName, self.look["size"] * 0.8)
            for index, line in enumerate(self.furniture.head(page, pages)):
                canvas.drawString(margin, A4[1] - (1.2 + index / 2) * cm, line)
            for index, line in enumerate(self.furniture.foot(page, pages)):
                canvas.drawCentredString(A4[0] / 2, (1.4 + index / 2) * cm, line)

        when = "onPageEnd" if self.last else "onPage"
        template = PageTemplate("page", [frame], **{when: draw})
        document.addPageTemplates([template])
        document.build(self._story())
        return len(drawn), made.getvalue()

    def _story(self) -> list[Any]:
        story: list[Any] = []
        for block in self.blocks:
            if block.kind == "list":
                for index, item in enumerate(block.items):
                    mark = _mark(block, index, self.look)
                    story.append(self._paragraph(item.text, self.levels[0], mark))
                    for sub in item.subs:
                        story.append(self._paragraph(sub, self.levels[1], self.look["sub"]))
            elif block.kind in ("title", "heading", "sector", "theme"):
                text = escape(block.lines[0])
                bold = text if self.base.fontName.startswith("DejaVu") else f"<b>{text}</b>"
                story += [Spacer(1, 6), Paragraph(bold, self.base)]
            elif block.kind == "beside" or (block.kind == "date" and len(block.lines) > 1):
                cells = [self._paragraph(line, self.base) for line in block.lines]
                story.append(Table([cells], style=[("VALIGN", (0, 0), (-1, -1), "TOP")]))
            elif block.kind == "note":
                note = f"<super>1</super> {escape(block.lines[0])}"
                story.append(Paragraph(note, self.base))
            else:
                story.append(self._paragraph("\n".join(block.lines), self.base))
        return story

    def _paragraph(self, text: str, style: ParagraphStyle, mark: str | None = None) -> Paragraph:
        if self.look["hyphens"]:
            text = re.sub(r"\w+", lambda m: SOFT_HYPHEN.join(divide(m[0])), text)
        text = note_mark(escape(text), "<super>1</super>").replace("\n", "<br/>")
        return Paragraph(text, style, bulletText=mark)


def _in_standard_fonts(text: str) -> bool:
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


@lru_cache
def _dejavu() -> str:
    """The font that matplotlib brings, since ReportLab's own have no square bullets."""
    path = Path(matplotlib.get_data_path()) / "fonts/ttf/DejaVuSans.ttf"
    pdfmetrics.registerFont(TTFont("DejaVuSans", str(path)))
    return "DejaVuSans"
