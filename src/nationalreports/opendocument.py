"""Workbooks in the OpenDocument format (.ods), with one table a sheet, for everybody to read.

Made with the standard library alone. A workbook for readers needs few of the format's elements,
and its bytes have to be the same in every run. Form of a sheet: Analysis Function, Releasing
statistics in spreadsheets (2023): title in A1, what the sheet holds below it, then one table with
one header row; nothing merged, hidden, filtered or empty; nothing below the table.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from nationalreports.spreadsheets import FIXED_TIME, text_of_cell
from nationalreports.tables import whole

_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_VERSION = "1.3"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_NAMES = {
    "office": f"{_OASIS}office:1.0",
    "table": f"{_OASIS}table:1.0",
    "text": f"{_OASIS}text:1.0",
    "style": f"{_OASIS}style:1.0",
    "fo": f"{_OASIS}xsl-fo-compatible:1.0",
    "number": f"{_OASIS}datastyle:1.0",
    "meta": f"{_OASIS}meta:1.0",
    "manifest": f"{_OASIS}manifest:1.0",
    "svg": f"{_OASIS}svg-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
}
for _prefix, _name in _NAMES.items():
    ElementTree.register_namespace(_prefix, _name)

#: A figure as the public tables print it.
FIGURE = re.compile(r"\d+(?:\.(\d+))?")

#: Centimetres that a character takes, on average, and the widest column.
_CHARACTER, _WIDEST = 0.22, 18.0


@dataclass(frozen=True)
class Sheet:
    """One sheet: lines of text in column A, the first its title, and below them one table.

    `name` is that of the sheet; `mark` names the table, as letters, digits and underscores.
    `figures`: places of the columns (from 0) whose cells are numbers where they show one; shorthand
    such as `[c]` stays text. `links`: for cells of the first column, the sheets to go to.
    """

    name: str
    lines: Sequence[str]
    mark: str = ""
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    figures: frozenset[int] = frozenset()
    links: Sequence[str] = field(default=())


def write_workbook(
    sheets: Sequence[Sheet], path: Path, *, title: str, publisher: str, day: str
) -> None:
    """Write `sheets` to the `.ods` file `path`, see `whole`; equal arguments give equal bytes.

    `title`, `publisher` and `day` (ISO) are the document's properties.
    """
    parts = {
        "content.xml": _bytes(_content(sheets)),
        "styles.xml": _bytes(_print_styles()),
        "meta.xml": _bytes(_properties(title, publisher, day)),
    }
    parts["META-INF/manifest.xml"] = _bytes(_manifest(list(parts)))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        # The type comes first, stored, so that programs know the file by its first bytes. The rest
        # is stored too: compressed bytes differ between builds of zlib.
        for name, content in {"mimetype": _TYPE.encode(), **parts}.items():
            info = zipfile.ZipInfo(name, FIXED_TIME.timetuple()[:6])
            info.create_system = 3  # else the system that runs this
            package.writestr(info, content, zipfile.ZIP_STORED)
    with whole(path) as part:
        part.write_bytes(packed.getvalue())


def _content(sheets: Sequence[Sheet]) -> ElementTree.Element:
    root = _root("document-content")
    fonts = _add(root, "office:font-face-decls")
    _add(
        fonts,
        "style:font-face",
        {"style:name": "Sans", "svg:font-family": "Arial", "style:font-family-generic": "swiss"},
    )
    styles = _add(root, "office:automatic-styles")
    _style(styles, "sheet", "table").set(_full("style:master-page-name"), "Default")
    _cell_styles(styles, sheets)
    book = _add(_add(root, "office:body"), "office:spreadsheet")
    for place, sheet in enumerate(sheets):
        widths = _widths(sheet)
        for column, width in enumerate(widths):
            style = _style(styles, f"w{place}-{column}", "table-column")
            _add(style, "style:table-column-properties", {"style:column-width": f"{width:.1f}cm"})
        said = {"table:name": sheet.name, "table:style-name": "sheet"}
        _fill(_add(book, "table:table", said), sheet, place, len(widths))
    marked = [sheet for sheet in sheets if sheet.columns]
    ranges = _add(book, "table:database-ranges") if marked else None
    for sheet in marked:
        first = len(sheet.lines) + 1
        last = f"{_letter(len(sheet.columns) - 1)}{first + len(sheet.rows)}"
        assert ranges is not None
        _add(
            ranges,
            "table:database-range",
            {
                "table:name": sheet.mark,
                "table:target-range-address": f"'{sheet.name}'.A{first}:'{sheet.name}'.{last}",
                "table:contains-header": "true",
            },
        )
    return root


def _print_styles() -> ElementTree.Element:
    """Printed across, each sheet as wide as the page, and on as many pages as it needs."""
    root = _root("document-styles")
    layout = _add(
        _add(root, "office:automatic-styles"), "style:page-layout", {"style:name": "page"}
    )
    look = {"fo:page-width": "29.7cm", "fo:page-height": "21cm"}
    look |= {"style:print-orientation": "landscape"}
    look |= {"style:scale-to-X": "1", "style:scale-to-Y": "0"}
    _add(layout, "style:page-layout-properties", look)
    master = {"style:name": "Default", "style:page-layout-name": "page"}
    _add(_add(root, "office:master-styles"), "style:master-page", master)
    return root


def _cell_styles(styles: ElementTree.Element, sheets: Sequence[Sheet]) -> None:
    decimals = {
        len(match[1] or "")
        for sheet in sheets
        for row in sheet.rows
        for place in sheet.figures
        if (match := FIGURE.fullmatch(row[place]))
    }
    for count in sorted(decimals):
        form = _add(styles, "number:number-style", {"style:name": f"d{count}"})
        shown = {"number:decimal-places": str(count), "number:min-decimal-places": str(count)}
        shown |= {"number:min-integer-digits": "1", "number:grouping": "true"}
        _add(form, "number:number", shown)
        _cell_style(styles, f"figure{count}", right=True, form=f"d{count}")
    _cell_style(styles, "title", size=14, bold=True, wrap=False)
    _cell_style(styles, "line", wrap=False)
    _cell_style(styles, "text")
    _cell_style(styles, "shorthand", right=True)
    _cell_style(styles, "head", bold=True)
    _cell_style(styles, "figure-head", bold=True, right=True)


def _cell_style(
    styles: ElementTree.Element,
    name: str,
    *,
    size: int = 11,
    bold: bool = False,
    right: bool = False,
    wrap: bool = True,
    form: str = "",
) -> None:
    style = _style(styles, name, "table-cell")
    if form:
        style.set(_full("style:data-style-name"), form)
    look = {"style:vertical-align": "top", "fo:wrap-option": "wrap" if wrap else "no-wrap"}
    _add(style, "style:table-cell-properties", look)
    if right:
        _add(style, "style:paragraph-properties", {"fo:text-align": "end"})
    font = {"style:font-name": "Sans", "fo:font-size": f"{size}pt"}
    font |= {"fo:language": "en", "fo:country": "GB"}
    _add(style, "style:text-properties", font | ({"fo:font-weight": "bold"} if bold else {}))


def _fill(table: ElementTree.Element, sheet: Sheet, place: int, columns: int) -> None:
    for column in range(columns):
        _add(table, "table:table-column", {"table:style-name": f"w{place}-{column}"})
    for number, line in enumerate(sheet.lines):
        style = "line" if number else "title"
        # What stands alone on a sheet wraps; above a table, the columns are too narrow for that.
        _text(
            _add(table, "table:table-row"), line, style if sheet.columns or not number else "text"
        )
    if not sheet.columns:
        return
    header = _add(_add(table, "table:table-header-rows"), "table:table-row")
    for column, name in enumerate(sheet.columns):
        _text(header, name, "figure-head" if column in sheet.figures else "head")
    for number, cells in enumerate(sheet.rows):
        row = _add(table, "table:table-row")
        for column, cell in enumerate(cells):
            if column not in sheet.figures:
                link = sheet.links[number] if sheet.links and not column else ""
                _text(row, cell, "text", link)
            elif match := FIGURE.fullmatch(cell):
                _number(row, cell, f"figure{len(match[1] or '')}")
            else:
                _text(row, cell, "shorthand")


def _text(row: ElementTree.Element, text: str, style: str, link: str = "") -> None:
    said = {"table:style-name": style, "office:value-type": "string"}
    paragraph = _add(_add(row, "table:table-cell", said), "text:p")
    if link:
        target = {"xlink:type": "simple", "xlink:href": f"#'{link}'.A1"}
        paragraph = _add(paragraph, "text:a", target)
    paragraph.text = text_of_cell(text)


def _number(row: ElementTree.Element, figure: str, style: str) -> None:
    said = {"table:style-name": style, "office:value-type": "float", "office:value": figure}
    places = len(figure.partition(".")[2])
    _add(_add(row, "table:table-cell", said), "text:p").text = f"{float(figure):,.{places}f}"


def _widths(sheet: Sheet) -> list[float]:
    """Of each column in centimetres: its longest cell, as far as that is not too wide to read."""
    if not sheet.columns:
        return [_WIDEST]
    longest = [
        max(len(cell) for cell in cells) for cells in zip(sheet.columns, *sheet.rows, strict=True)
    ]
    return [min(_WIDEST, max(2.5, _CHARACTER * length + 0.5)) for length in longest]


def _letter(place: int) -> str:
    """The name of the column at `place`, from 0: A to Z, AA and so on."""
    before, last = divmod(place, 26)
    return (_letter(before - 1) if before else "") + chr(ord("A") + last)


def _properties(title: str, publisher: str, day: str) -> ElementTree.Element:
    root = _root("document-meta")
    meta = _add(root, "office:meta")
    for name, text in (
        ("dc:title", title),
        ("dc:creator", publisher),
        ("dc:language", "en-GB"),
        ("dc:date", f"{day}T00:00:00"),
    ):
        _add(meta, name).text = text_of_cell(text)
    return root


def _manifest(parts: Sequence[str]) -> ElementTree.Element:
    version = {"manifest:version": _VERSION}
    root = ElementTree.Element(_full("manifest:manifest"), _attributes(version))
    for path, kind in {"/": _TYPE, **dict.fromkeys(parts, "text/xml")}.items():
        said = {"manifest:full-path": path, "manifest:media-type": kind}
        _add(root, "manifest:file-entry", said | (version if path == "/" else {}))
    return root


def _root(name: str) -> ElementTree.Element:
    version = _attributes({"office:version": _VERSION})
    return ElementTree.Element(_full(f"office:{name}"), version)


def _style(styles: ElementTree.Element, name: str, family: str) -> ElementTree.Element:
    return _add(styles, "style:style", {"style:name": name, "style:family": family})


def _add(
    parent: ElementTree.Element, name: str, attributes: dict[str, str] | None = None
) -> ElementTree.Element:
    return ElementTree.SubElement(parent, _full(name), _attributes(attributes or {}))


def _attributes(attributes: dict[str, str]) -> dict[str, str]:
    return {_full(name): value for name, value in attributes.items()}


def _full(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{_NAMES[prefix]}}}{local}"


def _bytes(root: ElementTree.Element) -> bytes:
    return ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
