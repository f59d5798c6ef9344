"""Every figure of a rendered report, taken out of each medium, against the public tables.

One figure stands in prose, chart, alternative text, the tables of page and print, the CSV files and
the workbook. `differences` reads what a run left in its folder and says where two of them differ,
or where a number is printed in another style.
"""

from __future__ import annotations

import csv
import html
import json
import re
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pypdfium2
from python_calamine import CalamineWorkbook

#: Columns of the public tables that a fact about one of their rows may print.
_COLUMNS = {
    "themes": ("areas_told", "areas_visited"),
    "discussions": ("discussions_told", "discussions"),
    "answers": ("percent", "count", "base"),
}
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_FACT = re.compile(r"\{\{<\s*meta\s+facts\.([\w.]+)\s*>\}\}")


def grouped(figure: str) -> str:
    """A figure of a public table as readers see it: a comma between thousands."""
    whole, point, decimals = figure.partition(".")
    return f"{int(whole):,}{point}{decimals}" if whole.isdecimal() else figure


#: How many differences of a report are named; the others are counted.
_NAMED = 5


def figures_gate(run: Path, pack: Path, reports: Sequence[str], sources: Path) -> list[str]:
    """A line for each place where the media of `reports`, as they stand in `pack`, differ."""
    lines = []
    for report in reports:
        found = differences(run, report, sources, pack / report)
        lines += [f"{report}: {text}; run `make reports`" for text in found[:_NAMED]]
        if len(found) > _NAMED:
            lines.append(f"{report}: {len(found) - _NAMED} more")
    return lines


def differences(run: Path, report: str, sources: Path, made: Path | None = None) -> list[str]:
    """Where the media of `report` in the run folder `run` differ from the public tables.

    `sources` is the folder of the report's source, `made` that of its files, by default where the
    run left them.
    """
    public = {
        path.stem: _rows(path) for path in (run / "data/processed/public" / report).glob("*.csv")
    }
    rendered = run / "data/processed/render" / report
    figures = json.loads((rendered / "figures.json").read_text(encoding="utf-8"))
    facts = json.loads((rendered / "html/_facts.json").read_text(encoding="utf-8"))["facts"]
    made = made or run / "reports/output" / report
    page = Page((made / f"{report}.html").read_text(encoding="utf-8"))
    print_ = _solid(read_print(made / f"{report}.pdf"))
    book = _workbook(made / f"{report}.ods")
    found = []
    for figure in figures:
        if not figure["withheld"]:
            found += [
                f"{figure['id']}: {fault}"
                for fault in (
                    *_against_public(figure, public),
                    *_charts(figure, made / "figures", page),
                    *_tables(figure, page, print_, made / "data", book),
                )
            ]
    found += _facts(facts, public, sources, report, _solid(page.text), print_)
    found += _groups(public, page, print_)
    found += _context(public["context"], facts, page, print_, book)
    found += [
        f"style: {word}"
        for text in (page.text, read_print(made / f"{report}.pdf"))
        for word in odd_numbers(text)
    ]
    return found


def odd_numbers(text: str) -> list[str]:
    """Numbers of `text` that are printed in another style: 1115, 58 %, 5 per cent."""
    years = r"(?!(?:19|20)\d\d(?!\d))"
    odd = rf"(?<![\w.,/#-]){years}\d{{4,}}(?![\w/-])|\d\s+%|\d\s+per\s?cent\b"
    return re.findall(odd, text)


def _against_public(figure: Mapping[str, Any], public: Mapping[str, Any]) -> Iterator[str]:
    """The rows of a figure of one question are those of its public table."""
    source, question = figure["source"], figure["question"]
    if source in ("themes", "discussions"):
        rows = [
            [row[column] for column in _COLUMNS[source]]
            for row in public[source]
            if (row["question"], row["sector"], row["voice"]) == (question, "all", "all")
        ]
        own = [list(row[1:3]) for row in figure["rows"]]
    elif source == "answers" and figure["columns"][1:] == ["Number", "Base", "Percentage"]:
        rows = [
            [row[column] for column in ("answer", "count", "base", "percent")]
            for row in public["answers"]
            if (row["survey"], row["question"], row["group"]) == (figure["survey"], question, "all")
        ]
        own = [list(row) for row in figure["rows"]]
    else:
        return
    if sorted(own) != sorted(rows):
        yield f"its rows are {own}, the public table has {rows}"


def _charts(figure: Mapping[str, Any], folder: Path, page: Page) -> Iterator[str]:
    """Bars, the numbers drawn, and the alternative text say what stands in the rows."""
    cells = {str(row[0]): {str(cell) for cell in row[1:]} for row in figure["rows"]}
    bars = figure.get("bars", [])
    for label, value in bars:
        if str(value) not in cells.get(str(label), set()):
            yield f"the bar {label!r} is {value}, its row {cells.get(str(label))}"
    drawing = (folder / f"{figure['id']}.svg").read_text(encoding="utf-8")
    # Letters are drawn as paths; matplotlib says beside them in a comment what they spell.
    drawn = [" ".join(text.split()) for text in re.findall(r"<!--(.*?)-->", drawing, re.DOTALL)]
    drawn += [" ".join(text.split()) for text in re.findall(r"<text[^>]*>([^<]*)<", drawing)]
    numbers = [number for text in drawn for number in _NUMBER.findall(text)]
    for (label, value), drawn_as in zip(bars, figure.get("labels", []), strict=False):
        if _NUMBER.findall(drawn_as) != [grouped(str(value))]:
            yield f"the label of {label} is {drawn_as!r}, its bar {value}"
    for label, value in bars:
        if grouped(str(value)) not in numbers:
            yield f"the chart does not print {value} ({label})"
    # A report need not show every chart; each has its table.
    alt = page.alternatives.get(f"fig-{figure['id']}")
    if alt is None:
        return
    if _plain(alt) != _plain(figure["alt"]):
        yield f"the alternative text of the page is {alt!r}"
    for label, value in bars:
        if not re.search(rf"{re.escape(str(label))}: {re.escape(grouped(str(value)))}%?[;.,]", alt):
            yield f"the alternative text does not say {label}: {value}"


def _tables(
    figure: Mapping[str, Any], page: Page, print_: str, data: Path, book: Sequence[Any]
) -> Iterator[str]:
    """Page, print, CSV file and workbook have the same cells."""
    rows = [[str(cell) for cell in row] for row in figure["rows"]]
    shown = [_shown(row, figure["columns"]) for row in rows]
    tables = page.tables.get(figure["id"], [])
    if not tables:
        yield "the page has no table of it"
    for table in tables:
        if table != [figure["columns"], *shown]:
            yield f"a table of the page is {table}"
    for row in shown:
        if _solid("".join(row)) not in print_:
            yield f"the print has no row {row}"
    path = data / f"{figure['id']}.csv"
    if _cells(path) != [figure["columns"], *rows]:
        yield f"the CSV file is {_cells(path)}"
    for linked in page.data.get(figure["id"], []):
        if linked != path.read_text(encoding="utf-8"):
            yield f"the CSV in the page is {linked!r}"
    numbers = [[row[0], *map(_number, row[1:])] for row in rows]
    if [figure["columns"], *numbers] not in book:
        yield "no sheet of the workbook has its table"


def _shown(row: Sequence[str], columns: Sequence[str]) -> list[str]:
    """A row as page and print show it: commas between thousands, % at percentages."""
    signs = ["%" if name.startswith("Percentage") else "" for name in columns]
    name, *figures = row
    return [
        name,
        *(
            grouped(cell) + (sign if cell[:1].isdigit() else "")
            for cell, sign in zip(figures, signs[1:], strict=True)
        ),
    ]


def _groups(public: Mapping[str, Any], page: Page, print_: str) -> Iterator[str]:
    """The answers by group: each cell has percentage, count and base of one public row."""
    for about, tables in page.tables.items():
        if not about.startswith("groups-"):
            continue
        _, name, question = about.split("-", maxsplit=2)
        for header, *rows in tables:
            for answer, *cells in rows:
                for group, cell in zip(header[1:], cells, strict=True):
                    (own,) = [
                        row
                        for row in public["answers"]
                        if (row["survey"], row["question"], row["answer"], row["group"])
                        == (name, question, answer, group)
                    ]
                    wanted = [own[column] for column in _COLUMNS["answers"]]
                    if own["count"] == "[c]":
                        wanted = []
                    numbers = [grouped(figure) for figure in wanted if figure[:1].isdigit()]
                    if _NUMBER.findall(cell) != numbers or _solid(cell) not in print_:
                        yield f"{about}: {answer}, {group}: {cell!r}, the public row has {wanted}"


def _facts(
    facts: Mapping[str, Any],
    public: Mapping[str, Any],
    sources: Path,
    report: str,
    page: str,
    print_: str,
) -> Iterator[str]:
    """Each fact about one row prints that row's figures, and stands so in page and print."""
    told = {
        (table, row["question"], row["theme"]): row
        for table in ("themes", "discussions")
        for row in public[table]
        if (row["sector"], row["voice"]) == ("all", "all")
    }
    for name in sorted(_used(sources, report)):
        table, *path = name.split(".")
        value = html.unescape(str(_find(facts, name)))
        row = None
        if table in ("themes", "discussions") and path[-1:] == ["reported"]:
            row = told.get((table, path[0], path[1]))
        elif table == "answers" and path[-1:] == ["share"]:
            answer = html.unescape(str(_find(facts, name.rpartition(".")[0] + ".answer")))
            keys = (path[0], path[1], answer, "all")
            row = next(
                (
                    own
                    for own in public["answers"]
                    if (own["survey"], own["question"], own["answer"], own["group"]) == keys
                ),
                None,
            )
        if row:
            figures = [row[column] for column in _COLUMNS[table] if row[column][:1].isdigit()]
            # A base alone is no figure of the row.
            count = row["count" if table == "answers" else _COLUMNS[table][0]]
            wanted = figures if count[:1].isdigit() else []
            if _NUMBER.findall(value) != [grouped(figure) for figure in wanted]:
                yield f"{name} prints {value!r}, its row has {figures}"
        # A section that is left out prints nothing; but page and print leave out the same.
        if isinstance(_find(facts, name), str) and _NUMBER.search(value):
            solid = _solid(_plain(value))
            if (solid in page) != (solid in print_):
                yield f"{name}: {value!r} stands in one of page and print"


def _context(
    rows: Sequence[Mapping[str, str]],
    facts: Mapping[str, Any],
    page: Page,
    print_: str,
    book: Sequence[Any],
) -> Iterator[str]:
    """Official figures: facts, the table of the page, print and workbook."""
    tables = page.tables.get("context", [])
    for row in rows:
        sign = "%" if row["measure"] == "timeliness" else ""
        shown = grouped(row["value"]) + sign
        cells = [cell for table in tables for line in table for cell in line]
        if tables and shown not in cells:
            yield f"context: the page's table does not have {shown}"
        if tables and _solid(shown) not in print_:
            yield f"context: the print does not have {shown}"
        numbers = [cell for table in book for line in table for cell in line]
        if _number(row["value"]) not in numbers:
            yield f"context: the workbook does not have {row['value']}"
    for measure in ("ehc_plans", "timeliness"):
        own = [row for row in rows if row["measure"] == measure]
        if own:
            last = max(own, key=lambda row: row["time_period"])
            printed = html.unescape(facts["context"][measure]["value"])
            if _NUMBER.findall(printed) != [grouped(last["value"])]:
                yield f"context.{measure} prints {printed!r}, its row has {last['value']}"


class Page(HTMLParser):
    """A page's visible text, and by figure its tables, its alternative text and its CSV links."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = ""
        self.tables: dict[str, list[list[list[str]]]] = {}
        self.alternatives: dict[str, str] = {}
        self.data: dict[str, list[str]] = {}
        self._about = self._label = ""
        self._cell: list[str] | None = None
        self._hidden = 0
        self.feed(text)
        self.text = " ".join(self.text.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if match := re.fullmatch(r"(?:fig|tbl)-([\w-]+)", given.get("id", "")):
            self._about, self._label = match[1], given["id"]
        if tag in ("style", "script", "title"):
            self._hidden += 1
        elif tag == "img" and self._label.startswith("fig-"):
            self.alternatives.setdefault(self._label, given.get("alt", ""))
        elif tag == "table":
            self.tables.setdefault(self._about, []).append([])
        elif tag == "tr":
            self.tables[self._about][-1].append([])
        elif tag in ("td", "th"):
            self._cell = []
        elif tag == "a" and given.get("href", "").startswith("data:text/csv"):
            content = given["href"].partition(",")[2]
            self.data.setdefault(self._about, []).append(urllib.parse.unquote(content))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script", "title"):
            self._hidden -= 1
        elif tag in ("td", "th") and self._cell is not None:
            self.tables[self._about][-1][-1].append(" ".join("".join(self._cell).split()))
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        self.text += data
        if self._cell is not None:
            self._cell.append(data)


def _used(sources: Path, report: str) -> set[str]:
    paths = [sources / f"{report}.qmd", *sources.glob("_sections/*.md")]
    return {name for path in paths for name in _FACT.findall(path.read_text(encoding="utf-8"))}


def _find(facts: Mapping[str, Any], name: str) -> Any:
    value: Any = facts
    for part in name.split("."):
        value = value[part]
    return value


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _number(figure: str) -> float | str:
    return float(figure) if re.fullmatch(r"\d+(\.\d+)?", figure) else figure


def _workbook(path: Path) -> list[list[list[float | str]]]:
    """The table of each sheet, header first."""
    book = CalamineWorkbook.from_path(path)
    tables = []
    for name in book.sheet_names:
        cells: list[list[Any]] = book.get_sheet_by_name(name).to_python()
        full = (n for n, row in enumerate(cells) if all(cell != "" for cell in row))
        tables.append(cells[next(full, len(cells)) :])
    return tables


def read_print(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def _plain(text: str) -> str:
    return " ".join(html.unescape(text).replace("\u2060", "").split())


def _solid(text: str) -> str:
    """Without white space, and hyphens and quotes that a renderer may set otherwise."""
    return re.sub(r"[\s\u00ad\u2060\ufffe\x02'\"‘’“”-]", "", text)
