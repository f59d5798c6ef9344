"""Thousands of terms and runs of words looked for in texts at once, whole words only.

Words become numbers, of which those that stand in no term are 0; a term of n words is then n
numbers in a row, and all windows of a file are looked up in arrays. Matching characters (as by
Aho and Corasick) would need the text folded with a map back, and word ends checked afterwards.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from nationalreports.leaks.words import (
    JOINT,
    folded,
    is_common,
    raw_places,
    raw_words,
    views,
    words_of,
)


class Term(NamedTuple):
    """What must not come out, and its kind: of `identifiers.KINDS`, or "area" or "identifier"."""

    kind: str
    text: str


@dataclass(frozen=True)
class Text:
    """A text that a file holds, and where a place in it stands, in words for people.

    `is_name`: it is a name of a file or the like, where small letters say nothing of what a word
    is.
    """

    words: str
    place: Callable[[int], str]
    is_name: bool = False


def always(place: str) -> Callable[[int], str]:
    """The place of a text that has but one."""
    return lambda offset: place


class Found(NamedTuple):
    """A term found: where, its kind, the term, and the words around it in the same sentence."""

    place: str
    kind: str
    term: str
    text: str


@dataclass(frozen=True)
class Terms:
    """All that must not come out. `runs`: the kind of each, by its words as compared.

    `left_out`: terms that are not looked for, each with the reason.
    """

    names: Sequence[Term] = ()
    runs: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    left_out: Sequence[tuple[Term, str]] = ()


#: Words before and after a term that a settled alarm is bound to, within the sentence.
AROUND = 5

#: Kinds that are found as written, with what stands between their words.
_EXACT = ("identifier",)

#: Kinds that small letters make no word of: addresses are written in them.
_ANY_CASE = (*_EXACT, "email", "phone", "postcode")

# So many letters of a term of several words are no other word when they are written as one.
_LONG = 8

# No further is looked for the end of a sentence, markup between its words included.
_SENTENCE = 2_000

# Longer texts are made into numbers bit by bit, for lists of words take much memory.
_PIECE = 1 << 20
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_SENTENCE_END = re.compile(r"[.!?…][\"'’”)\]]*\s|\n\s*\n")
_PHONE = re.compile(r"(?<![\w.])(?:\+|\(?0)\d(?:[\s()./\u2010-\u2015-]{0,3}\d){8,13}(?!\w)")
_DASHES = re.compile("[\u2010-\u2015\u2212]")


class _Numbers(dict[str, int]):
    """Of a raw word twice its number, and one more where it begins with a capital or a digit."""

    def __init__(self, known: Iterable[str]) -> None:
        super().__init__()
        self.known = {word: number for number, word in enumerate(sorted(set(known)), start=1)}

    def __missing__(self, raw: str) -> int:
        number = 2 * self.known.get(folded(raw), 0) + (not raw[:1].islower())
        self[raw] = number
        return number


def is_found_by_capitals(term: Term) -> bool:
    """Whether a term is made of common words, so that in small letters it is no alarm."""
    return term.kind not in _ANY_CASE and any(map(is_common, _spellings(term)))


class Index:
    """All terms, ready to be looked for."""

    def __init__(self, terms: Terms) -> None:
        spoken = {term: list(_spellings(term)) for term in dict.fromkeys(terms.names)}
        self._phones = {_national(term.text): term for term in spoken if term.kind == "phone"}
        entries: list[tuple[tuple[str, ...], Term, bool]] = [
            (words, Term(kind, ""), False) for words, kind in terms.runs.items()
        ]
        entries += [
            (words, term, is_common(words) and term.kind not in _ANY_CASE)
            for term, spellings in spoken.items()
            for words in spellings
        ]
        self._numbers = _Numbers(word for words, _, _ in entries for word in words)
        known = self._numbers.known
        # By the count of their words; a run is a term without a text of its own.
        self._terms: dict[int, dict[tuple[int, ...], list[tuple[Term, bool]]]] = defaultdict(dict)
        for words, term, common in entries:
            own = self._terms[len(words)]
            own.setdefault(tuple(known[word] for word in words), []).append((term, common))
        self._keys = {n: _Keys.of(list(own), len(known)) for n, own in self._terms.items()}

    def find(self, texts: Iterable[Text]) -> Iterator[Found]:
        """What is found in the texts, in their order, each place in each of them once."""
        spoken = [(text, view) for text in texts for view in views(text.words)]
        lengths, parts = [], []
        for _, view in spoken:
            own = self._read(view)
            lengths.append(len(own) + 1)
            parts += [own, _END]
        codes = np.concatenate(parts) if parts else _END[:0]
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        hits: dict[int, list[tuple[int, int, Term]]] = defaultdict(list)
        for position, n, term, common in self._windows(codes):
            which = int(np.searchsorted(starts, position, side="right")) - 1
            capitals = bool((codes[position : position + n] & 1).any())
            if capitals or not common or spoken[which][0].is_name:
                hits[which].append((position - int(starts[which]), n, term))
        order = {id(text): place for place, (text, _) in reversed(list(enumerate(spoken)))}
        for _, group in itertools.groupby(range(len(spoken)), lambda n: order[id(spoken[n][0])]):
            yield from self._of_text([(spoken[n], hits.get(n, [])) for n in group])

    def _read(self, view: str) -> np.ndarray:
        parts = [
            np.fromiter(map(self._numbers.__getitem__, raw_words(piece)), np.int64)
            for piece in _pieces(view)
        ]
        return np.concatenate(parts) if parts else _END[:0]

    def _windows(self, codes: np.ndarray) -> Iterator[tuple[int, int, Term, bool]]:
        """Position, words, term, and whether it is common, of all windows that are terms."""
        ids = codes >> 1
        for n, keys in self._keys.items():
            for position in keys.positions(ids, n):
                window = tuple(ids[position : position + n].tolist())
                for term, common in self._terms[n].get(window, ()):
                    yield int(position), n, term, common

    def _of_text(
        self, viewed: list[tuple[tuple[Text, str], list[tuple[int, int, Term]]]]
    ) -> Iterator[Found]:
        """What is found in one text, seen in all its views, without what lies in a longer find."""
        seen: set[tuple[int, int, str]] = set()
        for (text, view), hits in viewed:
            spans = [*_runs(_spans(view, hits)), *self._phone_numbers(view)]
            kept = [span for span in spans if _is_as_written(view, span)]
            kept.sort(key=lambda span: (span[0], -span[1]))
            end = -1
            for start, last, term in kept:
                # Joints at a word's end are gone in the view that has them open.
                stop = start + len(view[start:last].rstrip(JOINT))
                # A longer term that holds this one was told before; so was one in another view.
                if stop <= end:
                    continue
                end = stop
                if (start, stop, term.kind) in seen:
                    continue
                seen.add((start, stop, term.kind))
                said = term.text or _tidy(view[start:stop])
                around = _around(view, start, stop) if term.text else said
                yield Found(text.place(start), term.kind, said, around)

    def _phone_numbers(self, view: str) -> Iterator[tuple[int, int, Term]]:
        for found in _PHONE.finditer(view) if self._phones else ():
            if term := self._phones.get(_national(found[0])):
                yield found.start(), found.end(), term


class _Keys(NamedTuple):
    """The terms of a length: which words begin one, and the sorted sums of all."""

    first: np.ndarray
    sums: np.ndarray

    @classmethod
    def of(cls, terms: list[tuple[int, ...]], words: int) -> _Keys:
        ids = np.array(terms, dtype=np.int64)
        first = np.zeros(words + 1, dtype=bool)
        first[ids[:, 0]] = True
        return cls(first, np.unique(_sums(ids.T)))

    def positions(self, ids: np.ndarray, n: int) -> np.ndarray:
        """Where a window may be a term: equal sums, which the caller looks at word by word."""
        starts = np.flatnonzero(self.first[ids[: max(len(ids) - n + 1, 0)]])
        sums = _sums([ids[starts + place] for place in range(n)])
        return starts[np.isin(sums, self.sums)]


_END = np.zeros(1, dtype=np.int64)


def _sums(columns: Iterable[np.ndarray]) -> np.ndarray:
    """A sum of each row that differs where a word does, in 64 bits that run over."""
    total: np.ndarray | None = None
    with np.errstate(over="ignore"):
        for column in columns:
            own = column.astype(np.uint64)
            total = own if total is None else total * _FACTOR + own
    return np.zeros(0, np.uint64) if total is None else total


def _pieces(view: str) -> Iterator[str]:
    """The text in pieces that end between words."""
    start = 0
    while start < len(view):
        gap = re.compile(r"\s").search(view, start + _PIECE)
        stop = gap.end() if gap else len(view)
        yield view[start:stop]
        start = stop


def _spellings(term: Term) -> Iterator[tuple[str, ...]]:
    """A term's words in each way in which people may write them."""
    if term.kind == "phone":
        return
    plain = tuple(words_of(term.text))
    found = {plain, tuple(words_of(re.sub(r"(?<=\w)['’ʼ](?=\w)", "", term.text)))}
    if term.kind not in _EXACT:
        found.add(tuple("saint" if word == "st" else word for word in plain))
        # As in addresses, and where letters are set apart.
        if len(plain) > 1 and sum(map(len, plain)) >= _LONG:
            found.add(("".join(plain),))
        # St Helens, St Helen's.
        if plain and len(plain[-1]) > 3 and plain[-1].endswith("s"):
            found.add((*plain[:-1], plain[-1][:-1], "s"))
    if term.kind == "postcode":
        found.add(("".join(plain),))
    yield from sorted(words for words in found if words)


def _spans(view: str, hits: list[tuple[int, int, Term]]) -> Iterator[tuple[int, int, Term]]:
    """Where hits, given by the number of their first word and of their words, begin and end."""
    wanted = {place for first, n, _ in hits for place in (first, first + n - 1)}
    last = max(wanted, default=-1)
    words = itertools.islice(raw_places(view), last + 1)
    spans = {place: word.span() for place, word in enumerate(words) if place in wanted}
    for first, n, term in hits:
        yield spans[first][0], spans[first + n - 1][1], term


def _runs(spans: Iterable[tuple[int, int, Term]]) -> Iterator[tuple[int, int, Term]]:
    """The finds, with runs of one kind that overlap made into the longest one."""
    last: tuple[int, int, Term] | None = None
    for span in sorted(spans, key=lambda span: span[0]):
        start, stop, term = span
        if term.text:
            yield span
        elif last and start <= last[1] and term == last[2]:
            last = (last[0], max(stop, last[1]), term)
        else:
            if last:
                yield last
            last = span
    if last:
        yield last


def _is_as_written(view: str, span: tuple[int, int, Term]) -> bool:
    start, stop, term = span
    if term.kind not in _EXACT:
        return True
    return _plain(view[start:stop]) == _plain(term.text)


def _plain(text: str) -> str:
    dashed = _DASHES.sub("-", re.sub(r"[\u00ad\u200b-\u200f\u2060\ufeff\ue000]", "", text))
    return dashed.casefold()


def _around(view: str, start: int, stop: int) -> str:
    """The term with up to `AROUND` words on each side, no further than its sentence."""
    before = view[max(0, start - _SENTENCE) : start]
    ends = list(_SENTENCE_END.finditer(before))
    begin = ends[-1].end() if ends else 0
    left = [word.start() for word in raw_places(before) if word.start() >= begin][-AROUND:]
    after = view[stop : stop + _SENTENCE]
    ended = _SENTENCE_END.search(after)
    room = after[: ended.start() if ended else None]
    right = [word.end() for word in itertools.islice(raw_places(room), AROUND)]
    first = start - len(before) + left[0] if left else start
    return _tidy(view[first : stop + (right[-1] if right else 0)])


def _tidy(text: str) -> str:
    return " ".join(text.replace(JOINT, "").split())


def _national(number: str) -> str:
    """The last ten digits, which are the same with 0 and with +44 before them."""
    return re.sub(r"\D", "", number)[-10:]
