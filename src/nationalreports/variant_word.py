"""Generated letters as Word files: lists of every make, tables, headers, foot-notes."""

from __future__ import annotations

import io
import random
from typing import Any

import docx
from docx.enum.text import WD_BREAK
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from nationalreports.synthesis_letters import repack
from nationalreports.synthesis_variants import Block, Item, VariantLetter
from nationalreports.variant_typography import Furniture, Hand, cut, label, odd_characters
from nationalreports.variant_wording import NOTE

_MARKS = ("•", "◼", "-", "*", "–", "o", "·", "▪", "\uf0b7")
_HEADINGS = {
    "title": "Heading 1",
    "heading": "Heading 2",
    "sector": "Heading 3",
    "theme": "Heading 3",
}
_FORMATS = {"1": "decimal", "a": "lowerLetter", "i": "lowerRoman"}


def write_word(letter: VariantLetter, chance: random.Random) -> tuple[bytes, list[str]]:
    """The letter as a Word file, and the traits that it took on in being written."""
    writer = _Writer(letter, Hand(chance))
    return writer.write(), writer.hand.traits


class _Writer:
    def __init__(self, letter: VariantLetter, hand: Hand) -> None:
        self.letter, self.hand = letter, hand
        self.document = docx.Document()
        self.disguise = odd_characters(hand)
        self.furniture = Furniture(hand, letter)
        chance = hand.chance
        self.lists = chance.choice(["styles", "styles", "numbering", "numbering", "typed"])
        hand.traits.append(f"Word lists: {self.lists}")
        self.mark = chance.choice(_MARKS)
        if self.lists == "typed":
            hand.traits.append(f"bullet {self.mark}")
        self.styled = not hand.has("headings as bold paragraphs", 0.4)
        self.runs = hand.has("text in many runs", 0.3)
        self.page_break = hand.has("page break in a bullet", 0.25)
        self.from_pdf = not self.page_break and hand.has("Word file made from a PDF", 0.15)
        self.in_table = hand.has("address in a table", 0.2)
        self.footnotes = hand.chance.random() < 0.5
        sectors = [block.kind for block in letter.blocks].count("sector")
        led = "lead-in under sector headings" in letter.traits
        self.sector_table = bool(sectors) and not led and hand.has("table of sectors", 0.4)
        met = "list in the boilerplate" in letter.traits
        self.table = not (sectors or met) and hand.has("findings in a table", 0.15)
        self.row_each = chance.random() < 0.5
        self.header_row = chance.random() < 0.5
        self.mark_notes: list[str] = [b.lines[0] for b in letter.blocks if b.kind == "note"]
        self.noted = 0

    def write(self) -> bytes:
        self._page()
        blocks = list(self.letter.blocks)
        while blocks:
            block = blocks.pop(0)
            if block.kind == "sector" and self.sector_table:
                parts = [block]
                while blocks and blocks[0].kind in ("sector", "list", "note"):
                    parts.append(blocks.pop(0))
                self._sector_table([part for part in parts if part.kind != "note"])
            elif self.in_table and block.kind == "date" and blocks[0].kind == "addressee":
                self._address_table(blocks.pop(0), block)
            else:
                self._block(block)
        if self.mark_notes and self.footnotes:
            self._footnotes()
        elif self.mark_notes:
            for number, note in enumerate(self.mark_notes, 1):
                paragraph = self.document.add_paragraph()
                paragraph.add_run(str(number)).font.superscript = True
                paragraph.add_run(f" {note}")
        properties = self.document.core_properties
        properties.author = "nationalreports synthesise"
        properties.comments = "Made up for tests: no real person or finding."
        saved = io.BytesIO()
        self.document.save(saved)
        return repack(saved.getvalue())

    def _page(self) -> None:
        section = self.document.sections[0]
        if self.from_pdf:
            return
        if head := self.furniture.head(2, 3):
            section.header.paragraphs[0].text = "\t".join(head)
        if foot := self.furniture.foot(1, 3):
            section.footer.paragraphs[0].text = "\t".join(foot)

    def _block(self, block: Block) -> None:
        if block.kind == "list":
            self._list(block)
        elif block.kind in _HEADINGS:
            if self.styled:
                self._text(self.document.add_paragraph(style=_HEADINGS[block.kind]), block.lines[0])
            else:
                self._text(self.document.add_paragraph(), block.lines[0], bold=True)
        elif block.kind == "date":
            self._text(self.document.add_paragraph(), "\t".join(block.lines))
        elif block.kind != "note":
            self._lines(self.document.add_paragraph(), block.lines)

    def _lines(self, paragraph: Any, lines: tuple[str, ...]) -> None:
        for index, line in enumerate(lines):
            if index:
                paragraph.add_run().add_break()
            self._text(paragraph, line)

    def _address_table(self, addressee: Block, date: Block) -> None:
        left, right = self.document.add_table(1, 2).rows[0].cells
        self._lines(left.paragraphs[0], addressee.lines)
        self._text(right.paragraphs[0], date.lines[0])
        for line in date.lines[1:]:
            self._text(right.add_paragraph(), line)

    def _text(self, paragraph: Any, text: str, *, bold: bool = False) -> None:
        """The text as runs; a note mark becomes a superscript number or a foot-note."""
        for index, part in enumerate(self.disguise(text).split(NOTE)):
            if index:
                self.noted += 1
                self._note(paragraph.add_run())
            for piece in self._pieces(part):
                run = paragraph.add_run(piece)
                run.bold = bold or (self.runs and self.hand.chance.random() < 0.1) or None

    def _pieces(self, text: str) -> list[str]:
        """The text cut anywhere, as Word does where it was edited."""
        if not self.runs or len(text) < 12:
            return [text]
        at = sorted(self.hand.chance.sample(range(1, len(text)), 3))
        return [text[a:b] for a, b in zip([0, *at], [*at, len(text)], strict=True)]

    def _note(self, run: Any) -> None:
        run.font.superscript = True
        if not self.footnotes:
            run.text = str(self.noted)
            return
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(self.noted))
        run._r.append(reference)

    def _footnotes(self) -> None:
        notes = "".join(
            f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r>'
            f'<w:r><w:t xml:space="preserve"> {note}</w:t></w:r></w:p></w:footnote>'
            for number, note in enumerate(self.mark_notes, 1)
        )
        xml = f"<w:footnotes {nsdecls('w')}>{notes}</w:footnotes>".encode()
        main = self.document.part
        name = PackURI("/word/footnotes.xml")
        part = Part(name, CONTENT_TYPE.WML_FOOTNOTES, xml, main.package)
        main.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    def _list(self, block: Block) -> None:
        if self.table:
            self._finding_table(block)
            return
        number = self._definition(block)
        broken = self.hand.chance.randrange(len(block.items))
        for index, item in enumerate(block.items):
            paragraph = self.document.add_paragraph()
            halves = cut(item.text, self.hand.chance) if index == broken else None
            self._marked(paragraph, block, index, number)
            if halves and self.page_break:
                self._text(paragraph, halves[0] + " ")
                paragraph.add_run().add_break(WD_BREAK.PAGE)
                self._text(paragraph, halves[1])
            elif halves and self.from_pdf:
                self._text(paragraph, halves[0])
                for line in self.furniture.turn():
                    self.document.add_paragraph(line)
                self._text(self.document.add_paragraph(), halves[1])
            else:
                self._text(paragraph, item.text)
            for sub in item.subs:
                self._sub(self.document.add_paragraph(), sub, number)

    def _marked(self, paragraph: Any, block: Block, index: int, number: int) -> None:
        """Give the paragraph its bullet or number: by style, by list definition or typed."""
        if number:
            _put_into_list(paragraph, number, 0)
        elif self.lists == "typed" or block.numbering:
            mark = label(block.numbering, block.start + index) if block.numbering else self.mark
            paragraph.add_run(f"{mark}\t")
        else:
            paragraph.style = "List Bullet"

    def _sub(self, paragraph: Any, text: str, number: int) -> None:
        if number:
            _put_into_list(paragraph, number, 1)
        elif self.lists == "typed":
            paragraph.add_run(f"\t{'–' if self.mark != '–' else 'o'}\t")
        else:
            paragraph.style = "List Bullet 2"
        self._text(paragraph, text)

    def _definition(self, block: Block) -> int:
        """A list definition of its own for this list; 0 where it has none."""
        if self.lists == "typed" or (self.lists == "styles" and not block.numbering):
            return 0
        numbering = self.document.part.numbering_part.element
        known = [int(n.get(qn("w:abstractNumId"))) for n in numbering.findall(qn("w:abstractNum"))]
        abstract = max(known, default=0) + 1
        form, text = "bullet", "•"
        if block.numbering:
            letter = next(c for c in block.numbering if c in _FORMATS)
            form, text = _FORMATS[letter], block.numbering.replace(letter, "%1")
        numbering.insert(
            0,
            parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{abstract}">'
                f'<w:lvl w:ilvl="0"><w:start w:val="{block.start}"/><w:numFmt w:val="{form}"/>'
                f'<w:lvlText w:val="{text}"/></w:lvl>'
                '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="bullet"/>'
                '<w:lvlText w:val="o"/></w:lvl></w:abstractNum>'
            ),
        )
        return int(numbering.add_num(abstract).numId)

    def _finding_table(self, block: Block) -> None:
        """One row a finding, in one column or beside its number."""
        columns = 2 if block.numbering else 1
        table = self.document.add_table(0, columns, style="Table Grid")
        for index, item in enumerate(block.items):
            cells = table.add_row().cells
            if columns == 2:
                cells[0].text = label(block.numbering, block.start + index)
            self._cell(cells[-1], item)

    def _cell(self, cell: Any, item: Item) -> None:
        first = cell.paragraphs[0]
        paragraph = first if not first.runs else cell.add_paragraph()
        self._text(paragraph, item.text)
        for sub in item.subs:
            self._text(cell.add_paragraph(style="List Bullet 2"), sub)

    def _sector_table(self, parts: list[Block]) -> None:
        """Sectors in the first column; a row for each finding, or a bulleted cell a sector."""
        table = self.document.add_table(0, 2, style="Table Grid")
        if self.header_row:
            cells = table.add_row().cells
            cells[0].text, cells[1].text = "Service", "What inspectors were told"
        for sector, found in zip(parts[::2], parts[1::2], strict=True):
            if not self.row_each:
                cells = table.add_row().cells
                cells[0].text = sector.lines[0]
                for index, item in enumerate(found.items):
                    paragraph = cells[1].paragraphs[0] if not index else cells[1].add_paragraph()
                    paragraph.style = "List Bullet"
                    self._text(paragraph, item.text)
                    for sub in item.subs:
                        self._text(cells[1].add_paragraph(style="List Bullet 2"), sub)
                continue
            for index, item in enumerate(found.items):
                cells = table.add_row().cells
                cells[0].text = "" if index else sector.lines[0]
                self._cell(cells[1], item)


def _put_into_list(paragraph: Any, number: int, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = number
