"""Generated letters as plain text, as typed or as a PDF's text was saved."""

from __future__ import annotations

import random

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

_MARKS = ("•", "◼", "-", "*", "–", "o", "·", "▪", "\uf0b7")
_NOTE_MARKS = (("¹", "¹ "), ("[1]", "[1] "))


def write_text(letter: VariantLetter, chance: random.Random) -> tuple[bytes, list[str]]:
    """The letter as text in UTF-8, and the traits that it took on in being written."""
    hand = Hand(chance)
    text = _Writer(letter, hand).write()
    if hand.has("line ends of Windows", 0.2):
        text = text.replace("\n", "\r\n")
    encoding = "utf-8-sig" if hand.has("byte order mark", 0.1) else "utf-8"
    return text.encode(encoding), hand.traits


class _Writer:
    def __init__(self, letter: VariantLetter, hand: Hand) -> None:
        self.letter, self.hand = letter, hand
        chance = hand.chance
        self.disguise = odd_characters(hand)
        self.furniture = Furniture(hand, letter)
        self.width = chance.randint(60, 100)
        if hand.has("lines not wrapped", 0.15):
            self.width = 100_000
        self.hyphens = self.width < 1000 and hand.has("hyphens at line ends", 0.45)
        self.hanging = not hand.has("no hanging indent", 0.4)
        self.indent = " " * chance.choice([0, 0, 2, 4])
        self.mark = chance.choice(_MARKS)
        hand.traits.append(f"bullet {self.mark}")
        self.sub = chance.choice([m for m in ("o", "-", "–") if m != self.mark])
        self.gap = chance.choice([" ", " ", "  ", "\t"])
        self.loose = hand.has("blank lines between bullets", 0.5)
        self.broken = hand.has("page break in a bullet", 0.45)
        self.between = hand.has("page break between bullets", 0.25)
        self.feed = hand.has("form feeds", 0.3)
        self.centred = chance.random() < 0.4
        self.underline = hand.has("underlined headings", 0.25)
        self.note = chance.choice(_NOTE_MARKS)

    def write(self) -> str:
        parts = []
        for block in self.letter.blocks:
            parts += self._block(block)
        return "\n\n".join(parts).replace("\n\n\f", "\n\f") + "\n"

    def _block(self, block: Block) -> list[str]:
        lines = [note_mark(self.disguise(line), self.note[0]) for line in block.lines]
        if block.kind == "list":
            return self._list(block)
        if block.kind == "note":
            return [self._wrap(self.note[1] + lines[0])]
        if block.kind in ("title", "heading", "sector", "theme") and self.underline:
            return [f"{lines[0]}\n{'=' * len(lines[0])}"]
        if block.kind == "date" and len(lines) > 1:
            return [f"{lines[0]:<40}{lines[1]}"]
        return ["\n".join(self._wrap(line) for line in lines)]

    def _wrap(self, text: str) -> str:
        return wrap(text, self.width, hyphens=self.hyphens)

    def _turn(self) -> list[str]:
        lines = self.furniture.turn()
        if self.centred:
            lines = [" " * ((min(self.width, 80) - len(line)) // 2) + line for line in lines]
        if self.feed and lines:
            lines[-1] = "\f" + lines[-1]
        return lines

    def _list(self, block: Block) -> list[str]:
        """The list as paragraphs: one, or several where a page ends in it."""
        chance, items = self.hand.chance, block.items
        breaks = {chance.randrange(len(items))} if self.broken and chance.random() < 0.8 else set()
        turn = chance.randrange(1, len(items)) if self.between and len(items) > 1 else 0
        parts: list[str] = []
        tight = False
        for index, item in enumerate(items):
            if turn and index == turn:
                parts += self._turn()
                tight = False
            first, *rest = self._item(item, block, index, index in breaks)
            if tight and not self.loose:
                parts[-1] += "\n" + first
            else:
                parts.append(first)
            parts += rest
            tight = bool(parts)
        return parts

    def _item(self, item: Item, block: Block, index: int, broken: bool) -> list[str]:
        mark = label(block.numbering, block.start + index) if block.numbering else self.mark
        start = f"{self.indent}{mark}{self.gap}"
        rest = " " * len(start.expandtabs(4)) if self.hanging else ""
        text = note_mark(self.disguise(item.text), self.note[0])
        halves = cut(text, self.hand.chance) if broken else None
        subs = self._subs(item, start)
        if not halves:
            return [wrap(text, self.width, start, rest, hyphens=self.hyphens) + subs]
        return [
            wrap(halves[0], self.width, start, rest, hyphens=self.hyphens),
            *self._turn(),
            wrap(halves[1], self.width, rest, rest, hyphens=self.hyphens) + subs,
        ]

    def _subs(self, item: Item, start: str) -> str:
        indent = " " * (len(start.expandtabs(4)) + 2)
        rest = indent + "  " if self.hanging else ""
        parts = [
            wrap(self.disguise(s), self.width, f"{indent}{self.sub} ", rest, hyphens=self.hyphens)
            for s in item.subs
        ]
        return "".join(f"\n{part}" for part in parts)
