"""From a printed text to the figures in it: which cell each of its numbers and words prints.

Every number of the text comes out. One that no cell explains is `UNTRACED`; one in the source's own
words is `TYPED`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Any

from nationalreports.aggregation import ALL
from nationalreports.charts_beside import LEADERS
from nationalreports.check_sheet_cells import (
    CLAIM,
    DATE,
    LAYOUT,
    NAME,
    THRESHOLD,
    TYPED,
    UNTRACED,
    Cells,
    Figure,
)
from nationalreports.check_sheet_facts import fact_figures
from nationalreports.check_sheet_printed import Piece, Span
from nationalreports.facts_phrases import MONTHS, is_number

NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?%?")

_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_DAY = re.compile(rf"\s+(?:{'|'.join(MONTHS)})\b")


@dataclass(frozen=True)
class Found:
    """A figure where it is printed: from `start` to `end` of its piece's text."""

    figure: Figure
    start: int
    end: int


class Tracer:
    """Explains the pieces of one report.

    `facts` are its facts (the dictionary under `facts`) and `figures` its figures.json.
    """

    def __init__(
        self, cells: Cells, facts: Mapping[str, Any], figures: Sequence[Mapping[str, Any]]
    ) -> None:
        self.cells = cells
        self._facts = facts
        self._figures = {figure["id"]: figure for figure in figures}
        self._names = _names(cells)
        self._themes = {entry["label"]: theme for theme, entry in cells.codebook["themes"].items()}
        self._groups = {
            f"tbl-groups-{name}-{question}": (name, question)
            for name, survey in cells.surveys.items()
            for question in survey["questions"]
        }
        self._told_tables = _told_tables(cells)
        self._summary = self._summary_rows()

    def trace(self, piece: Piece) -> list[Found]:
        """The figures of a piece, in the order of its text."""
        found = [item for span in piece.spans for item in self._span(piece, span)]
        expected = self._expected(piece)
        text = piece.text
        for span in piece.spans:
            text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
        if expected is None:
            found += self._own_words(piece)
        else:
            rest = NAME if piece.part == "head" or piece.column == 0 else UNTRACED
            found += self._align(text, expected, 0, rest)
        return sorted(found, key=lambda item: item.start)

    def labels(self, identifier: str) -> list[tuple[str, Found, str]]:
        """The labels that the chart `identifier` (of figures.json) draws: bar, figure, text."""
        figure = self._figures[identifier]
        drawn = []
        for (name, _), text, expected in zip(
            figure["bars"], figure["labels"], self._bars(figure), strict=True
        ):
            drawn += [(name, item, text) for item in self._align(text, [expected], 0, UNTRACED)]
        return drawn

    def figure(self, identifier: str) -> Mapping[str, Any]:
        """The entry of figures.json."""
        return self._figures[identifier]

    # What is expected in a fact.

    def _span(self, piece: Piece, span: Span) -> list[Found]:
        text = piece.text[span.start : span.end]
        expected, rest = fact_figures(self.cells, self._facts, span.key, text)
        return self._align(text, expected, span.start, rest)

    # What is expected in a table or chart.

    def _expected(self, piece: Piece) -> list[Figure] | None:
        """The figures of a table's or chart's text; None where it is in the source's own words."""
        kind, _, name = piece.owner.partition("-")
        figure = self._figures.get(name)
        if piece.part == "head":
            return [] if piece.owner else None
        if figure is not None and piece.part == "alt":
            return self._alternative(figure)
        if figure is not None and piece.part == "caption":
            return self._base(figure) if kind == "tbl" else self._caption(figure)
        if kind != "tbl":
            return None
        if figure is not None and piece.row >= 0:
            return self._annex(figure, piece)
        if piece.owner in self._groups and piece.row >= 0:
            return self._group_cell(piece)
        if piece.owner in self._told_tables:
            return self._told_cell(piece)
        if name == "summary":
            return (
                self._summary.get(piece.head[0], [[], []])[piece.column - 1]
                if (piece.column > 0)
                else []
            )
        if name == "context":
            return self._context_cell(piece)
        return [] if piece.owner in self._groups else None

    def _rows(self, figure: Mapping[str, Any]) -> dict[str, list[Figure]]:
        """What stands behind the first column of each row of a figure's table, by that column."""
        names = [row[0] for row in figure["rows"]]
        question = figure["question"]
        match figure["source"]:
            case "answers":
                rows = [self._answer(figure["survey"], question, name) for name in names]
            case "context":
                rows = [[self.cells.statistic(question, name)] for name in names]
            case "beside":
                rows = [
                    [
                        self.cells.told("themes", own, question, voice=LEADERS),
                        self.cells.total("themes"),
                        Figure(LAYOUT, "[z]"),
                    ]
                    for own in figure["told"]
                ]
                survey, asked = figure["asked"]["survey"], figure["asked"]["question"]
                rows += [
                    self._answer(survey, asked, name.partition(": ")[2])
                    for name in names[len(rows) :]
                ]
            case source:
                rows = [
                    [
                        self.cells.told(source, question, self._themes[name]),
                        self.cells.total(source),
                    ]
                    for name in names
                ]
        return dict(zip(names, rows, strict=True))

    def _answer(self, survey: str, question: str, answer: str) -> list[Figure]:
        columns = ("count", "base", "percent")
        return [self.cells.answer(column, survey, question, answer) for column in columns]

    def _base(self, figure: Mapping[str, Any]) -> list[Figure]:
        """What the numbers of a figure are out of, for each of its panels."""
        if figure["source"] == "context":
            return []
        rows = list(self._rows(figure).values())
        panels = [rows[0], rows[-1]] if figure["source"] == "beside" else rows[:1]
        return [row[1] for row in panels if is_number(row[1].value)]

    def _bars(self, figure: Mapping[str, Any]) -> list[Figure]:
        rows = self._rows(figure)
        return [
            rows[name][-1 if label.endswith("%") else 0]
            for (name, _), label in zip(figure["bars"], figure["labels"], strict=True)
        ]

    def _caption(self, figure: Mapping[str, Any]) -> list[Figure]:
        base = self._base(figure)
        if figure["headline"] or figure["source"] == "beside" or figure["withheld"]:
            return base
        bars = self._bars(figure)
        if figure["source"] == "context":
            first, last = (Figure(DATE, figure["rows"][place][0]) for place in (0, -1))
            return [bars[-1], last, bars[0], first]
        top = max(range(len(bars)), key=lambda place: (figure["bars"][place][1], -place))
        return [bars[top], *base, *base]

    def _alternative(self, figure: Mapping[str, Any]) -> list[Figure]:
        bars = self._bars(figure)
        if figure["source"] == "context":
            years = [Figure(DATE, year) for year, _ in figure["bars"]]
            pairs = [own for pair in zip(years, bars, strict=True) for own in pair]
            return [years[-1], years[0], *pairs]
        if figure["source"] == "beside":
            return [self.cells.total("themes"), *bars]
        number = Figure(LAYOUT, str(len(bars)), "", "The number of bars in this chart")
        between = [] if figure["survey"] else self._base(figure)
        return [number, *between, *bars]

    def _annex(self, figure: Mapping[str, Any], piece: Piece) -> list[Figure]:
        if piece.column == 0:
            return []
        return [list(self._rows(figure).values())[piece.row][piece.column - 1]]

    def _told_cell(self, piece: Piece) -> list[Figure]:
        """Of a table of themes by voice, by sector or under two questions."""
        table, columns = self._told_tables[piece.owner]
        if piece.part == "caption":
            return [self.cells.total(table)]
        if piece.column <= 0:
            return []
        question, sector, voice = columns[piece.column - 1]
        return [self.cells.told(table, question, self._themes[piece.head[0]], sector, voice)]

    def _group_cell(self, piece: Piece) -> list[Figure]:
        if piece.column == 0:
            return []
        survey, question = self._groups[piece.owner]
        entry = self.cells.surveys[survey]
        groups = entry["questions"][entry["groups"]]["answers"]
        answer = entry["questions"][question]["answers"][piece.row]
        return self._cell_of(survey, question, answer, groups[piece.column - 1])

    def _cell_of(self, survey: str, question: str, answer: str, group: str) -> list[Figure]:
        figures = [
            self.cells.answer(column, survey, question, answer, group)
            for column in ("percent", "count", "base")
        ]
        if not is_number(figures[1].value):
            return [figures[1]]
        return [figure for figure in figures if is_number(figure.value)]

    def _summary_rows(self) -> dict[str, list[list[Figure]]]:
        cells = self.cells
        rows = {
            "Visits to local areas": [[cells.days("visit")], [cells.item("visits")]],
            "Notes of discussions": [[cells.days("discussion")], [cells.item("discussions")]],
        }
        for name, survey in cells.surveys.items():
            rows[survey["title"]] = [[], [cells.item(f"responses_{name}")]]
            if grouping := survey["groups"]:
                entry = survey["questions"][grouping]
                for answer in entry["answers"]:
                    base = cells.answer("base", name, grouping, answer)
                    count = cells.answer("count", name, grouping, answer)
                    percent = cells.answer("percent", name, grouping, answer)
                    both = is_number(count.value) and is_number(percent.value)
                    rows[f"{entry['label']}: {answer}"] = [[base], [count, percent][: 1 + both]]
        return rows

    def _context_cell(self, piece: Piece) -> list[Figure]:
        if piece.row < 0 or piece.column == 0:
            return []
        if piece.column < 3:
            return [Figure(DATE, piece.text, f"context.csv / {piece.head[1]}")]
        return [self.cells.statistic(*self.cells.statistics()[piece.row])]

    # Finding what is expected in a text.

    def _align(self, text: str, expected: Sequence[Figure], offset: int, rest: str) -> list[Found]:
        """`expected` where they stand in `text`; what is left over is `rest` or a name."""
        masked = self._masked(text)
        found: list[Found] = []
        position = 0
        for figure in expected:
            source = text if figure.kind == CLAIM or not NUMBER.fullmatch(figure.value) else masked
            place = _find(source, figure, position)
            if figure.kind == DATE and not figure.value:
                place = (0, len(text))
            if place is None:
                formula = f"expected here, and not printed: {figure.value} ({figure.cell})"
                found.append(Found(Figure(UNTRACED, "", formula=formula), offset, offset))
                continue
            position = place[1]
            found.append(Found(figure, offset + place[0], offset + place[1]))
        taken = [(item.start - offset, item.end - offset) for item in found]
        for match in NUMBER.finditer(text):
            if any(start <= match.start() < end for start, end in taken):
                continue
            kind = rest if masked[match.start()] != _MASK else NAME
            found.append(_plain(kind, match, offset))
        return sorted(found, key=lambda item: item.start)

    def _masked(self, text: str) -> str:
        for name in self._names:
            text = text.replace(name, _MASK * len(name))
        return text

    def _own_words(self, piece: Piece) -> list[Found]:
        """The numbers outside all facts."""
        threshold = piece.owner == "tbl-quantifiers"
        found = []
        for match in NUMBER.finditer(piece.text):
            if any(span.start <= match.start() < span.end for span in piece.spans):
                continue
            before, after = piece.text[: match.start()], piece.text[match.end() :]
            kind = TYPED
            if threshold:
                kind = THRESHOLD
            elif re.search(r"\w-$", before):
                kind = NAME
            elif _YEAR.fullmatch(match[0]) or _DAY.match(after):
                kind = DATE
            found.append(_plain(kind, match, 0))
        return found


_MASK = "\0"


def _plain(kind: str, match: re.Match[str], offset: int) -> Found:
    formula = _PLAIN.get(kind, "")
    return Found(
        Figure(kind, match[0], formula=formula), offset + match.start(), offset + match.end()
    )


_PLAIN = {
    TYPED: "Stands in the source's own words: see that it is right, and no figure of the data",
    UNTRACED: "No cell of the public tables explains this figure: find where it comes from",
    THRESHOLD: "As configured",
    NAME: "Part of a name or title",
}


def _find(text: str, figure: Figure, position: int) -> tuple[int, int] | None:
    if not NUMBER.fullmatch(figure.value):
        at = text.find(figure.value, position)
        return (at, at + len(figure.value)) if at >= 0 else None
    match = NUMBER.search(text, position)
    # As numbers: a table may say 58.0% where the text says 58%.
    if match is None or Decimal(match[0].replace(",", "").rstrip("%")) != Decimal(figure.value):
        return None
    return match.span()


def _told_tables(cells: Cells) -> dict[str, tuple[str, list[tuple[str, str, str]]]]:
    """The id of each table that `fragments_themes` may make: what it counts, and question, sector
    and voice of its columns.
    """
    book, tables = cells.codebook, {}
    for kind in ("themes", "discussions"):
        for own in book["questions"]:
            voices = [(own, ALL, voice) for voice in book.get("voices", {})]
            sectors = [(own, sector, ALL) for sector in book.get("sectors", {})]
            tables[f"tbl-voices-{kind}-{own}"] = (kind, voices)
            tables[f"tbl-sectors-{kind}-{own}"] = (kind, sectors)
        for pair in combinations(book["questions"], 2):
            columns = [(own, ALL, ALL) for own in pair]
            tables[f"tbl-compared-{kind}-{'-'.join(pair)}"] = (kind, columns)
    return tables


def _names(cells: Cells) -> list[str]:
    """Names with a digit in them, the longest first: what they hold is no figure."""
    series = cells.config["series"].values()
    found = [*map(str, series), *cells.codebook["questions"].values()]
    found += [entry["title"] for entry in cells.config["reports"].values()]
    found += [entry["label"] for entry in cells.codebook["themes"].values()]
    for survey in cells.surveys.values():
        found += [survey["title"], survey["respondents"]]
        for entry in survey["questions"].values():
            found += [entry["header"], entry["label"], *entry.get("answers", [])]
    return sorted({name for name in found if NUMBER.search(name)}, key=lambda name: -len(name))


def iterate(pieces: Sequence[Piece], tracer: Tracer) -> Iterator[tuple[Piece, list[Found]]]:
    """Each piece with its figures, and after a chart the labels that are drawn in it."""
    for piece in pieces:
        yield piece, tracer.trace(piece)
        if piece.part != "alt" or not piece.owner.startswith("fig-"):
            continue
        for name, item, text in tracer.labels(piece.owner.removeprefix("fig-")):
            label = Piece(piece.section, piece.owner, "label", text, head=(name, ""))
            yield label, [item]
