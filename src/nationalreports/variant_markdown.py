"""Generated letters as Markdown, as converters of Word and PDF files leave it."""

from __future__ import annotations

import random
import re

from nationalreports.synthesis_variants import Block, Item, VariantLetter
from nationalreports.variant_typography import (
    Furniture,
    Hand,
    cut,
    label,
    note_mark,
    odd_characters,
    wrap,
)

#: Bullets that are lists in Markdown, and ones that only look like it.
_LISTS = ("-", "*", "+")
_TYPED = ("•", "◼", "–", "·", "▪", "\uf0b7")
_NOTE_MARKS = (("¹", "¹ "), ("[^1]", "[^1]: "), ("<sup>1</sup>", "<sup>1</sup> "))


def write_markdown(letter: VariantLetter, chance: random.Random) -> tuple[bytes, list[str]]:
    """The letter in Markdown, and the traits that it took on in being written."""
    writer = _Writer(letter, Hand(chance))
    return writer.write().encode(), writer.hand.traits


class _Writer:
    def __init__(self, letter: VariantLetter, hand: Hand) -> None:
        self.letter, self.hand = letter, hand
        chance = hand.chance
        self.disguise = odd_characters(hand)
        self.furniture = Furniture(hand, letter)
        self.heading = chance.choice(["### **{}**", "## {}", "**{}**", "### {}", "# {}"])
        self.sector = chance.choice(["#### {}", "**{}**", "### **{}**", "*{}*"])
        self.typed = hand.has("typed bullets", 0.25)
        self.mark = chance.choice(_TYPED if self.typed else _LISTS)
        self.sub = chance.choice(["o", "–", "-"]) if self.typed else chance.choice(_LISTS)
        self.loose = hand.has("blank lines between bullets", 0.35)
        self.width = chance.randint(70, 100) if hand.has("wrapped lines", 0.3) else 100_000
        self.hyphens = self.width < 1000 and hand.has("hyphens at line ends", 0.4)
        self.hanging = "  " if self.width > 1000 or chance.random() < 0.7 else ""
        self.broken = hand.has("page break in a bullet", 0.45)
        self.between = hand.has("page break between bullets", 0.25)
        self.escapes = hand.has("escaped characters", 0.2)
        self.entities = hand.has("entities", 0.08)
        self.emphasis = hand.has("emphasis", 0.15)
        self.hard = chance.choice(["  \n", "\\\n"])
        self.note = chance.choice(_NOTE_MARKS)
        if self.typed:
            self.hand.traits.append(f"bullet {self.mark}")

    def write(self) -> str:
        parts = []
        for block in self.letter.blocks:
            parts += self._block(block)
        text = "\n\n".join(parts) + "\n"
        text = re.sub(r"(?<![\w(<])(\w+@example\.org)", r"[\1](mailto:\1)", text)
        text = re.sub(r"(?<![\w/])(www\.example\.org\S*)", r"[\1](http://\1)", text)
        return re.sub(r"(?<![\w(])(https://\S*\w)", r"<\1>", text)

    def _block(self, block: Block) -> list[str]:
        lines = [self._inline(line) for line in block.lines]
        if block.kind in ("title", "heading"):
            return [self.heading.format(lines[0])]
        if block.kind in ("sector", "theme"):
            return [self.sector.format(lines[0])]
        if block.kind == "list":
            return self._list(block)
        if block.kind == "note":
            return [self.note[1] + lines[0]]
        if block.kind == "signatory":
            return [self._lines([*lines[:-1], f"**{lines[-1]}**"])]
        if block.kind == "date" and len(lines) > 1:
            return ["        ".join(lines)]
        if len(lines) > 1:
            return [self._lines(lines)]
        return [wrap(lines[0], self.width, hyphens=self.hyphens)]

    def _lines(self, lines: list[str]) -> str:
        return self.hard.join(lines)

    def _inline(self, text: str) -> str:
        if self.escapes:
            text = re.sub(r"(['\"*_\[\]])", r"\\\1", text).replace("...", "\\...")
        if self.entities:
            text = text.replace("&", "&amp;").replace("£", "&pound;")
        return note_mark(self.disguise(text), self.note[0])

    def _stress(self, text: str) -> str:
        """The text with one of its words in bold or italics."""
        chance, words = self.hand.chance, text.split(" ")
        where = chance.randrange(len(words))
        if self.emphasis and words[where].isalpha():
            mark = chance.choice(["*", "**", "_"])
            words[where] = f"{mark}{words[where]}{mark}"
        return " ".join(words)

    def _list(self, block: Block) -> list[str]:
        """The list as paragraphs: one, or several where a page ends in it."""
        chance, items = self.hand.chance, block.items
        breaks = {chance.randrange(len(items))} if self.broken and chance.random() < 0.8 else set()
        turn = chance.randrange(1, len(items)) if self.between and len(items) > 1 else 0
        parts: list[str] = []
        tight = False
        for index, item in enumerate(items):
            if turn and index == turn:
                parts += self.furniture.turn()
                tight = False
            first, *rest = self._item(item, block, index, index in breaks)
            if tight and not self.loose:
                parts[-1] += "\n" + first
            else:
                parts.append(first)
            parts += rest
            tight = not rest
        return parts

    def _item(self, item: Item, block: Block, index: int, broken: bool) -> list[str]:
        mark = label(block.numbering, block.start + index) if block.numbering else self.mark
        if block.numbering and self.typed and "." in mark:
            mark = mark.replace(".", "\\.")
        indent = self.hanging and " " * (len(mark) + 1)
        text = self._stress(self._inline(item.text))
        halves = cut(text, self.hand.chance) if broken else None
        if halves:
            return [
                wrap(halves[0], self.width, f"{mark} ", indent, hyphens=self.hyphens),
                *self.furniture.turn(),
                wrap(halves[1], self.width, hyphens=self.hyphens) + self._subs(item, mark),
            ]
        whole = wrap(text, self.width, f"{mark} ", indent, hyphens=self.hyphens)
        return [whole + self._subs(item, mark)]

    def _subs(self, item: Item, mark: str) -> str:
        indent = " " * max(len(mark) + 1, 4)
        parts = [
            wrap(self._inline(s), self.width, f"{indent}{self.sub} ", f"{indent}  ")
            for s in item.subs
        ]
        return "".join(f"\n{part}" for part in parts)
