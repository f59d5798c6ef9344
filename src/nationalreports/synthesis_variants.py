"""Letters of every make for tests: what each is made of, drawn at random, with the truth beside it.

A letter's content is drawn once; `variant_files` writes it in any of the four formats, so that the
same findings stand in each. Its traits say what is unusual about it, so that a reader's failures
can be grouped.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from nationalreports.variant_wording import (
    MONTHS,
    NOTE,
    clean,
    fragment,
    in_words,
    people,
    pool,
    priority,
    sentences,
    with_subs,
    written_date,
)

NUMBERINGS = ("1.", "1)", "(a)", "a)", "i.", "(i)")
MOST_TOLD, MOST_PRIORITIES = 15, 5


@dataclass(frozen=True)
class Item:
    """A bullet: its text and its sub-bullets. `NOTE` stands where a note mark does."""

    text: str
    subs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """A part of a letter: what it is, its lines, and of a list its items.

    Kinds: letterhead, date, addressee, copied, salutation, title, heading, sector, theme,
    paragraph, lead, list, sign_off, signatory, note. A theme is a heading that gives no sector.
    `numbering` is empty for bullets, else one of `NUMBERINGS`;
    `start` is the first item's number.
    """

    kind: str
    lines: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    numbering: str = ""
    start: int = 1


@dataclass(frozen=True)
class Truth:
    """One finding as a reader must give it back."""

    section: str
    position: int
    sector: str
    text: str


@dataclass(frozen=True)
class VariantLetter:
    """One letter: its area (a row of areas.csv), days, parts from top to bottom, and its truth."""

    letter_id: str
    area: Mapping[str, str]
    area_as_written: str
    date: datetime.date
    start: datetime.date
    end: datetime.date
    blocks: tuple[Block, ...]
    truth: tuple[Truth, ...]
    traits: tuple[str, ...]


@dataclass
class _Draft:
    chance: random.Random
    area: str
    words: Mapping[str, Any]
    slots: dict[str, str]
    blocks: list[Block] = field(default_factory=list)
    truth: list[Truth] = field(default_factory=list)
    traits: list[str] = field(default_factory=list)
    said: set[str] = field(default_factory=set)

    def choose(self, name: str) -> str:
        return self.fill(self.chance.choice(self.words[name]))

    def fill(self, pattern: str) -> str:
        return pattern.format(**self.slots)

    def add(self, kind: str, *lines: str) -> None:
        self.blocks.append(Block(kind, lines))

    def has(self, trait: str, likelihood: float) -> bool:
        if self.chance.random() < likelihood:
            self.traits.append(trait)
            return True
        return False


def draw_letter(number: int, seed: int, areas: Sequence[Mapping[str, str]]) -> VariantLetter:
    """The letter of this number; the same for the same seed, number and areas on every Python."""
    chance = random.Random(f"{seed}:letter:{number}")
    area = chance.choice(areas)
    start = datetime.date(2020, 10, 1) + datetime.timedelta(days=chance.randrange(180))
    end = start + datetime.timedelta(days=chance.randint(0, 3))
    date = end + datetime.timedelta(days=chance.randint(0, 30))
    names = [area["area_name"], area["dfe_name"] or area["area_name"]]
    name = chance.choice(names).removesuffix(" Council")
    draft = _Draft(chance, name, pool("letters"), {})
    if " and " in name and draft.has("ampersand in the area", 0.2):
        name = name.replace(" and ", " & ")
    draft.area = name
    draft.slots = {
        "area": name,
        "council": " ".join(area["official_name"].split()),
        "start": in_words(start),
        "end": in_words(end),
        "month_year": f"{MONTHS[start.month - 1]} {start.year}",
        "bodies": "Ofsted and the Care Quality Commission (CQC)",
        "mail": "visits@example.org",
        "link": "https://www.example.org/visits/about-area-visits",
    }
    later = _head(draft, date)
    _told(draft)
    _priorities(draft)
    _foot(draft, later)
    letter = VariantLetter(
        f"variant-{number:04}",
        area,
        name,
        date,
        start,
        end,
        tuple(draft.blocks),
        tuple(draft.truth),
        tuple(draft.traits),
    )
    return _with_quotes(letter, curly=chance.random() < 0.6)


def _head(draft: _Draft, date: datetime.date) -> list[Block]:
    """Everything above the findings; gives the copied people if they come at the end instead."""
    chance, words = draft.chance, draft.words
    persons = people(chance)
    title, given, family = next(persons)
    called = {"title": title, "given": given, "family": family}
    letterhead = Block("letterhead", tuple(chance.choice(words["letterhead"])))
    day, trait = written_date(date, chance)
    draft.traits.append(trait)
    line: tuple[str, ...] = (day,)
    if draft.has("reference beside the date", 0.25):
        number = f"{chance.randint(10000, 99999)}/{chance.randint(1, 12)}"
        line = (day, chance.choice(words["references"]).format(ref=number))
    post = chance.choice(words["posts"])
    street = (
        f"{chance.randint(1, 90)} {chance.choice(['Mill Lane', 'Market Street', 'Castle Hill'])}"
    )
    council = draft.slots["council"]
    addressee = (f"{title} {given} {family}".strip(), post, council, street, draft.area, "ZZ9 9ZZ")
    order = [letterhead, Block("date", line), Block("addressee", addressee)]
    arrangement = chance.random()
    if arrangement < 0.15:
        draft.traits.append("date below the addressee")
        order = [order[0], order[2], order[1]]
    elif arrangement < 0.25:
        draft.traits.append("date above the letterhead")
        order = [order[1], order[0], order[2]]
    draft.blocks += order
    copied: list[str] = []
    how = chance.choice(["", "", "Copied to: ", "cc ", "CC: "])
    for post in chance.sample(words["copied_posts"], chance.randint(0, 5)):
        title, given, family = next(persons)
        who = f"{title} {given} {family}".strip()
        copied.append(f"{how if not copied else ''}{who}, {draft.fill(post)}")
    draft.traits.append(f"{min(len(copied), 2)}{'+' if len(copied) > 1 else ''} copied")
    later = [Block("copied", (text,)) for text in copied]
    if how and copied and draft.has("copied people at the end", 0.3):
        later = [Block("copied", tuple(copied))]
    else:
        draft.blocks += later
        later = []
    if not called["title"]:
        draft.traits.append("addressee without title")
    greeting = " ".join(chance.choice(words["salutation"]).format(**called).split())
    draft.add("salutation", greeting)
    heading = draft.choose("visit_title")
    if draft.has("title in capitals", 0.08):
        heading = heading.upper()
    if draft.has("title above the salutation", 0.08):
        draft.blocks.insert(len(draft.blocks) - 1, Block("title", (heading,)))
    else:
        draft.add("title", heading)
    for text in chance.sample(words["boilerplate"], chance.randint(2, 5)):
        draft.add("paragraph", draft.fill(text))
    if draft.has("list in the boilerplate", 0.08):
        draft.add("paragraph", chance.choice(words["met"]))
        met = chance.sample(words["met_people"], chance.randint(3, 5))
        draft.blocks.append(Block("list", (), tuple(Item(text) for text in met)))
    if not draft.has("no context", 0.25):
        draft.add("heading", draft.choose("context_heading"))
        for text in chance.sample(words["context"], chance.randint(1, 3)):
            draft.add("paragraph", draft.fill(text))
    return later


def _lead(draft: _Draft, sentence: str, headings: str, likelihood: float) -> None:
    """A list's lead-in: a sentence, a heading, both, or the last sentence of a paragraph."""
    if draft.has(f"{headings}: heading", likelihood):
        draft.add("heading", draft.choose(headings))
        if draft.has(f"{headings}: heading alone", 0.4):
            return
    if draft.has("lead-in without colon", 0.2):
        sentence = sentence.removesuffix(":")
    if draft.has("lead-in inside a paragraph", 0.1):
        before = draft.chance.choice(draft.words["lead_before"])
        sentence = f"{before} {sentence}"
    draft.add("lead", sentence)


def _told(draft: _Draft) -> None:
    chance = draft.chance
    count = chance.choice([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, MOST_TOLD])
    numbering = ""
    if draft.has("numbered list", 0.2):
        numbering = chance.choice(NUMBERINGS)
    _lead(draft, draft.choose("told"), "told_heading", 0.15)
    kind = chance.choice(
        ["plain", "plain", "plain", "sectors", "sectors", "several", "several", "themes"]
    )
    if kind == "plain":
        _list(draft, "told", "", count, numbering, 1)
        return
    if kind == "several":
        draft.traits.append("several told lists")
        parts = _shares(count, chance.choice([2, 2, 3]), chance)
        on = numbering and draft.has("numbers run on", 0.5)
        done = 0
        for index, size in enumerate(parts):
            if index:
                draft.add("lead", draft.choose("told_again"))
            _list(draft, "told", "", size, numbering, done + 1 if on else 1)
            done += size
        return
    if kind == "themes":
        draft.traits.append("headings that are no sectors")
        headings = chance.sample(draft.words["theme_headings"], chance.choice([2, 3]))
        for heading, size in zip(headings, _shares(count, len(headings), chance), strict=True):
            draft.add("theme", heading)
            _list(draft, "told", "", size, numbering, 1)
        return
    draft.traits.append("sector headings")
    sectors = chance.sample(["education", "health", "care"], chance.choice([2, 3, 3]))
    parts = _shares(max(count, 4), len(sectors) + 1, chance)
    if chance.random() < 0.7:
        parts = [0, *parts[1:]]
    else:
        draft.traits.append("findings before sector headings")
        _list(draft, "told", "", parts[0], numbering, 1)
    leads = draft.has("lead-in under sector headings", 0.3)
    for sector, size in zip(sectors, parts[1:], strict=True):
        draft.add("sector", chance.choice(draft.words["sectors"][sector]))
        if leads:
            draft.add("lead", draft.choose("sector_lead"))
        _list(draft, "told", sector, size, numbering, 1)


def _priorities(draft: _Draft) -> None:
    chance = draft.chance
    _lead(draft, draft.choose("priorities"), "priorities_heading", 0.15)
    numbering = chance.choice(NUMBERINGS) if draft.has("numbered priorities", 0.2) else ""
    _list(draft, "priority", "", chance.randint(1, MOST_PRIORITIES), numbering, 1)


def _list(draft: _Draft, section: str, sector: str, size: int, numbering: str, start: int) -> None:
    """A list of findings, each with its truth."""
    chance = draft.chance
    ends = chance.choice(["stops", "stops", "stops", "semicolons", "bare"])
    if ends != "stops":
        draft.traits.append(
            {"semicolons": "items end in semicolons", "bare": "no full stops"}[ends]
        )
    items: list[Item] = []
    while len(items) < size:
        item = _item(draft, section, ends)
        told = clean(" ".join((item.text, *item.subs))).casefold()
        key = "".join(filter(str.isalnum, told))
        if key not in draft.said:
            draft.said.add(key)
            items.append(item)
    if ends == "semicolons":
        last = len(items) - 1
        closes = [";"] * last + ["."]
        if last and draft.has("and after the last semicolon", 0.6):
            closes[last - 1] = "; and"
        items = [_ending(item, close) for item, close in zip(items, closes, strict=True)]
    # One note a letter: two would need numbers that run on over the pages.
    if "note mark" not in draft.traits and draft.has("note mark", 0.05):
        where = chance.randrange(len(items))
        items[where] = replace(items[where], text=_noted(items[where].text, chance))
        draft.add("note", chance.choice(draft.words["notes"]))
    note = draft.blocks.pop() if draft.blocks[-1].kind == "note" else None
    draft.blocks.append(Block("list", (), tuple(items), numbering, start))
    if note:
        draft.blocks.append(note)
    done = sum(truth.section == section for truth in draft.truth)
    for position, item in enumerate(items, done + 1):
        text = clean(" ".join((item.text, *item.subs)))
        draft.truth.append(Truth(section, position, sector, text))


def _item(draft: _Draft, section: str, ends: str) -> Item:
    chance, area = draft.chance, draft.area
    if section == "priority":
        text = priority(chance, area)
        return Item(text.removesuffix(".") if ends != "stops" else text)
    if ends == "semicolons" or (ends == "bare" and chance.random() < 0.5):
        return Item(fragment(chance, area))
    if chance.random() < 0.08:
        draft.traits.append("sub-bullets")
        return Item(*with_subs(chance, area))
    text = sentences(chance, area)
    return Item(text.removesuffix(".") if ends == "bare" else text)


def _ending(item: Item, close: str) -> Item:
    """The item with this close at its very end, whatever it ended in before."""
    if item.subs:
        *others, last = item.subs
        return replace(item, subs=(*others, last.rstrip(".;:") + close))
    return replace(item, text=item.text.rstrip(".;:") + close)


def _noted(text: str, chance: random.Random) -> str:
    """The text with a note mark behind one of its words or at its end."""
    words = text.split(" ")
    fit = [i for i, word in enumerate(words) if word[-1].isalpha() and i > 1]
    if not fit or chance.random() < 0.4:
        return text + NOTE
    words[chance.choice(fit)] += NOTE
    return " ".join(words)


def _shares(count: int, parts: int, chance: random.Random) -> list[int]:
    """The count in so many parts, none of them empty."""
    cuts = sorted(chance.sample(range(1, count), parts - 1))
    return [b - a for a, b in zip([0, *cuts], [*cuts, count], strict=True)]


def _foot(draft: _Draft, later: list[Block]) -> None:
    chance, words = draft.chance, draft.words
    for text in chance.sample(words["closing"], chance.choice([0, 0, 1, 2])):
        draft.add("paragraph", text)
    where = len(draft.blocks) - chance.choice([0, 0, 1]) * (draft.blocks[-1].kind == "paragraph")
    draft.blocks.insert(where, Block("paragraph", (draft.choose("confidential"),)))
    draft.add("sign_off", chance.choice(words["sign_off"]))
    form = chance.choice(["below", "below", "line", "runs on", "above"])
    draft.traits.append(f"signatory: {form}")
    count = chance.randint(2, 4)
    draft.traits.append(f"{count} signatories")
    signing = list(people(random.Random(chance.random())))[-count:]
    for index, (_, given, family) in enumerate(signing):
        name, post = f"{given} {family}", chance.choice(words["inspectors"])
        lines = {
            "below": (name, post),
            "line": (f"{name}, {post}",),
            "runs on": (f"{name} {post}",) if index == count - 1 else (name, post),
            "above": (post, name),
        }[form]
        draft.add("signatory", *lines)
    draft.blocks += later


def _with_quotes(letter: VariantLetter, *, curly: bool) -> VariantLetter:
    table = str.maketrans({"'": "’"} if curly else {"’": "'", "‘": "'", "“": '"', "”": '"'})

    def turn(block: Block) -> Block:
        items = tuple(
            Item(i.text.translate(table), tuple(s.translate(table) for s in i.subs))
            for i in block.items
        )
        return replace(block, lines=tuple(x.translate(table) for x in block.lines), items=items)

    return replace(
        letter,
        blocks=tuple(turn(block) for block in letter.blocks),
        truth=tuple(replace(t, text=t.text.translate(table)) for t in letter.truth),
        traits=tuple(sorted({*letter.traits, "curly quotes" if curly else "straight quotes"})),
    )


def draw_letters(
    count: int, seed: int, areas: Sequence[Mapping[str, str]]
) -> Iterator[VariantLetter]:
    """The first `count` letters of a seed. `areas` are rows of areas.csv."""
    return (draw_letter(number, seed, areas) for number in range(1, count + 1))
