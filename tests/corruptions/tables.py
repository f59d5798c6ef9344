"""Tables of a wrong shape, whatever they are about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
from catalogue.entry import as_csv, delimited, encoded, in_bytes

from corruptions.damage import Corruption, Damage, Place, Run, drawn, one_of, spoilt
from corruptions.files import BOOKS, CODERS, EXPORTS, NOTES, PLANS, SETTLED, TABLES, TIMELINESS
from corruptions.trial import LARGEST

#: Where visits or notes cannot be read, what hangs on them has no place either.
FOLLOWS = ("LET-003", "SVY-006", "COD-003")


def in_lines(
    files: list[str], change: Callable[[list[str], int], object], column: str = ""
) -> Damage:
    """A change of a file's rows as text, at a row drawn (rows[0] is the header); reported there."""

    def damage(run: Run, rng: Random) -> Place:
        name = one_of(files, rng)
        cells = run.rows(name)
        number = drawn(cells, rng)
        rows = [as_csv([row]).removesuffix("\n") for row in cells]
        change(rows, number - 1)
        text = "\n".join(rows) + "\n"
        # A half of a character stands for a byte that is no UTF-8 (PEP 383).
        run.path(name).write_bytes(text.encode("utf-8", "surrogateescape"))
        return Place(run.source(name), number, column)

    return damage


def put_in(lines: list[str], place: int, text: str) -> None:
    """Put `text` behind the first cell of a line."""
    first, _, rest = lines[place].partition(",")
    lines[place] = f"{first}{text},{rest}"


def in_header(change: Callable[[list[list[str]], int], str]) -> Damage:
    """A change of a column drawn, of which `change` tells the name that must be reported."""

    def damage(run: Run, rng: Random) -> Place:
        name = one_of(TABLES, rng)
        rows = run.rows(name)
        column = change(rows, rng.randrange(1, len(rows[0])))
        run.save(name, rows)
        return Place(run.source(name), 1, column)

    return damage


def _twice(rows: list[list[str]], place: int) -> str:
    rows[0][place] = rows[0][0]
    return rows[0][0]


def _missing(rows: list[list[str]], place: int) -> str:
    # The last column is one that each table needs.
    name = rows[0][-1]
    for row in rows:
        del row[-1]
    return name


def _unknown(rows: list[list[str]], place: int) -> str:
    for number, row in enumerate(rows):
        row.insert(place, "" if number else "Shoe size")
    return "Shoe size"


def in_book(change: Callable[[Any, int], object], *, row: bool, column: int = 0) -> Damage:
    """A change of a workbook at a row drawn of its sheet; reported there, if `row`, at `column`."""

    def damage(run: Run, rng: Random) -> Place:
        name = rng.choice(BOOKS)
        book = openpyxl.load_workbook(run.path(name))
        number = rng.randrange(2, book.active.max_row + 1)
        header = str(book.active.cell(1, column).value) if column else ""
        change(book, number)
        book.save(run.path(name))
        return Place(run.source(name), number if row else "", header)

    return damage


def _second_sheet(state: str) -> Callable[[Any, int], object]:
    def change(book: Any, number: int) -> None:
        sheet = book.create_sheet("Corrections")
        sheet["A1"], sheet.sheet_state = "see row 7", state

    return change


def _error_value(book: Any, number: int) -> None:
    target = book.active.cell(number, 6)
    target.value, target.data_type = "#REF!", "e"


def _too_large(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(LARGEST + 1)  # a sparse file: it takes no room on the disk


def _spoilt_byte(lines: list[str], place: int) -> None:
    put_in(lines, place, "\udce9")


def _totals(rows: list[list[str]]) -> None:
    rows.append(["Total", *[""] * (len(rows[0]) - 2), str(len(rows) - 1)])


def totals(run: Run, rng: Random) -> Place:
    """A row of totals below an export."""
    name = rng.choice(EXPORTS)
    rows = run.rows(name)
    _totals(rows)
    run.save(name, rows)
    return Place(run.source(name), len(rows), "")


def unended(run: Run, rng: Random) -> Place:
    """A file whose last row has no line end; the row is the last one's."""
    name = rng.choice(EXPORTS)
    rows = run.rows(name)
    run.save(name, rows)
    path = run.path(name)
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    return Place(run.source(name), len(rows), "")


CORRUPTIONS = [
    Corruption("TAB-001", "a workbook is cut in half",
               spoilt(BOOKS, in_bytes(lambda content: content[: len(content) // 2]))),
    Corruption("TAB-002", "a row has a byte that is no UTF-8", in_lines(TABLES, _spoilt_byte),
               also=FOLLOWS),
    Corruption("TAB-003", "a table is empty", spoilt([*EXPORTS, NOTES, *CODERS, TIMELINESS],
               lambda path: path.write_bytes(b"")), also=FOLLOWS),
    Corruption("TAB-004", "a row has text behind a closing quotation mark", in_lines(
               TABLES, lambda lines, place: lines.__setitem__(place, f'"x"y,{lines[place]}')),
               also=FOLLOWS),
    Corruption("TAB-005", "a row has a cell too many", in_lines(
               [*TABLES, *CODERS, SETTLED, PLANS],
               lambda lines, place: lines.__setitem__(place, f"{lines[place]},more")),
               also=(*FOLLOWS, "COD-011")),
    Corruption("TAB-006", "two columns have one name", in_header(_twice),
               also=(*FOLLOWS, "TAB-007")),
    Corruption("TAB-007", "a column is missing", in_header(_missing), also=FOLLOWS),
    Corruption("TAB-008", "a column is of no use", in_header(_unknown), also=FOLLOWS),
    Corruption("TAB-009", "a workbook has a second sheet", in_book(
               _second_sheet("visible"), row=False)),
    Corruption("TAB-010", "a cell has spaces too many", in_lines(
               EXPORTS, lambda lines, place: put_in(lines, place, "  "))),
    Corruption("TAB-011", "an export is parted by semicolons", spoilt(
               EXPORTS, lambda path: (_plain(path), delimited(";")(path)))),
    Corruption("TAB-012", "an export is in UTF-16", spoilt(
               EXPORTS, lambda path: (_plain(path), encoded("utf-16")(path)))),
    Corruption("TAB-013", "a workbook's cell is a formula", in_book(
               lambda book, number: book.active.cell(number, 6, "=F2"), row=True, column=6)),
    Corruption("TAB-014", "two cells of a workbook are merged", in_book(
               lambda book, number: book.active.merge_cells(f"F{number}:G{number}"), row=True)),
    Corruption("TAB-015", "a workbook has a hidden sheet", in_book(
               _second_sheet("hidden"), row=False)),
    Corruption("TAB-016", "the header stands among the rows again", in_lines(
               EXPORTS, lambda lines, place: lines.insert(place, lines[0]))),
    Corruption("TAB-017", "a row of totals stands below", totals),
    Corruption("TAB-018", "an export is larger than can be read", spoilt(EXPORTS, _too_large)),
    Corruption("TAB-019", "the last row has no end", unended),
    Corruption("TAB-020", "a workbook's cell is an error value", in_book(
               _error_value, row=True, column=6)),
    Corruption("TAB-021", "a blank row stands between others", in_lines(
               EXPORTS, lambda lines, place: lines.insert(place, ""))),
    Corruption("TAB-022", "a cell has a character that nobody sees", in_lines(
               EXPORTS, lambda lines, place: put_in(lines, place, "\u200b"))),
]  # fmt: skip


def _plain(path: Path) -> None:
    """Without a byte order mark, which another encoding would make a character of the text."""
    path.write_text(path.read_text(encoding="utf-8-sig"), encoding="utf-8", newline="")
