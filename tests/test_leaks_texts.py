"""A name planted in each kind of file, wherever such a file holds text, is found by its place."""

from __future__ import annotations

import base64
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from PIL import Image, PngImagePlugin
from python_calamine import CalamineWorkbook
from reportlab.pdfgen.canvas import Canvas

from nationalreports.leaks.matching import Index, Term, Terms, Text
from nationalreports.leaks.texts import DEEPEST, Unread, texts_of
from nationalreports.opendocument import Sheet, write_workbook

INDEX = Index(Terms([Term("area", "Harrowmere"), Term("area", "North Tarnshire")]))


def places(name: str, content: bytes | str) -> list[str]:
    """Where the names stand, and what could not be read."""
    raw = content.encode() if isinstance(content, str) else content
    read = list(texts_of(name, raw))
    found = [found.place for found in INDEX.find(one for one in read if isinstance(one, Text))]
    return found + [f"unread: {one.why}" for one in read if isinstance(one, Unread)]


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("<p>\n<p>In Harrowmere.</p>", "line 2"),
        ("<p>In H&#97;rrowm&eacute;re.</p>", "line 1"),
        ("<p>In &amp;#72;arrowmere.</p>", "line 1"),
        ("<p>In <b>Harrow</b>mere.</p>", "line 1"),
        ("<p>In Harrow<!-- so -->mere.</p>", "line 1"),
        ("<p>In Harrow<span\nclass='x'></span>mere</p>", "line 1"),
        ("<p>North <i>Tarn&shy;shire</i></p>", "line 1"),
        ("<span>North</span><span>Tarnshire</span>", "line 1"),
        ("<p>North&nbsp;\nTarnshire</p>", "line 1"),
        ("<p>Harrow-\n mere</p>", "line 1"),
        ("<!-- a\nHarrowmere -->", "line 2, comment"),
        ("<!-- Harrowmere", "line 1, comment"),
        ("<img src='x.png' alt='Map of Harrowmere'>", "line 1, alternative text"),
        ('<a title="To Harrow&#109;ere">x</a>', "line 1, attribute title"),
        ("<b aria-label=Harrowmere>x</b>", "line 1, aria-label"),
        ("<a href='?q=North%20Tarnshire'>x</a>", "line 1, attribute href"),
        ("<div data-harrowmere>x</div>", "line 1, markup"),
        ("</p Harrowmere>", "line 1, markup"),
        ("<meta name=author content='Harrowmere'>", "line 1, attribute content"),
        ("<script>var a = '\\u0048arrowmere';</script>", "line 1, script or style sheet"),
        ("<script>var a = 'in\\nHarrowmere';</script>", "line 1, script or style sheet"),
        ("<script>\nif (a<b) {x = 'Harrowmere'}", "line 2, script or style sheet"),
        ("<style>a::after {content: 'Harrowmere'}</style>", "line 1, script or style sheet"),
        ("<title>Harrowmere</title>", "line 1"),
        ("<p title='it's>Harrowmere</p>", "line 1"),
        ('<p title="open>Harrowmere', "line 1"),
        ("<?php Harrowmere ?>", "line 1, markup"),
        ("<!DOCTYPE Harrowmere>", "line 1, markup"),
    ],
)
def test_a_page_is_read_whole(source: str, place: str) -> None:
    assert places("a.html", source) == [place]


@pytest.mark.parametrize("source", ["<p>Harrow</p><p>mere</p>", "<td>North</td><td>South</td>", ""])
def test_what_stands_in_different_paragraphs_is_no_word(source: str) -> None:
    assert places("a.html", source) == []


def _link(content: bytes, kind: str) -> str:
    return f'<a href="data:{kind};base64,{base64.b64encode(content).decode()}">x</a>'


def test_files_within_a_page_are_read_as_their_kinds() -> None:
    table = b"theme,told\nIn Harrowmere,6\n"
    drawing = _link(table, "text/csv;charset=utf-8")
    svg = f"<svg><desc>{drawing}</desc></svg>".encode()
    start = "line 1, attribute href, data of"
    assert places("a.html", _link(table, "text/csv;charset=utf-8")) == [
        f"{start} text/csv, row 2, column theme"
    ]
    assert places("a.html", _link(svg, "image/svg+xml")) == [
        f"{start} image/svg+xml, line 1, attribute href, data of text/csv, row 2, column theme"
    ]
    assert places("a.html", '<img src="data:image/svg+xml,%3Ctext%3EHarrowmere%3C/text%3E">') == [
        "line 1, attribute src, data of image/svg+xml, line 1"
    ]
    assert places("a.md", f"![x](data:text/csv;base64,{base64.b64encode(table).decode()})")


def test_files_too_deep_in_each_other_are_said_to_be_so() -> None:
    inner = b"Harrowmere"
    for _ in range(DEEPEST + 2):
        inner = b"data:text/plain;base64," + base64.b64encode(inner)
    (told,) = [place for place in places("a.txt", inner) if place.startswith("unread")]
    assert "deep" in told


@pytest.mark.parametrize(
    ("name", "source", "place"),
    [
        ("a.svg", "<svg><text>Harrow<tspan>mere</tspan></text></svg>", "line 1"),
        ("a.svg", "<svg><g>\n<!-- Harrowmere --></g></svg>", "line 2, comment"),
        ("a.svg", "<svg><title>Harrowmere</title></svg>", "line 1"),
        ("a.svg", "<svg><metadata><![CDATA[Harrowmere]]></metadata></svg>", "line 1"),
        ("a.md", "In **Harrow**mere\n", "line 1"),
        ("a.md", "x\nIn Harrow\\mere\n", "line 2"),
        ("a.govspeak.md", "[x](/Harrow%6Dere)", "line 1"),
        ("a.md", "<!-- Harrowmere -->", "line 1, comment"),
        ("a.csv", 'theme,told\n"a, b\nc",Harrowmere\n', "row 2, column told"),
        ("a.csv", "theme,Harrowmere\n", "row 1, column 2"),
        ("a.tsv", "a\tb\nx\tHarrowmere\n", "row 2, column b"),
        ("a.json", json.dumps({"a": ["x", "Härrowmere"]}), "line 1"),
        ("a.json", '{"\\u0048arrowmere": 1}', "line 1"),
        ("a.yaml", "a: b # Harrowmere\n", "line 1"),
        ("a.yaml", 'a: "\\x48arrowmere"\n', "line 1"),
        ("a.log", "x\ny Harrowmere\n", "line 2"),
        ("a.css", "/* Harrowmere */", "line 1"),
    ],
)
def test_text_of_each_kind_is_read_with_what_it_escapes(name: str, source: str, place: str) -> None:
    assert places(name, source) == [place]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_encodings_that_people_save_it_in(encoding: str) -> None:
    assert places("a.csv", "a\n“Härrowmere”\n".encode(encoding)) == ["row 2, column a"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_an_unknown_kind_is_read_as_bytes_and_said_to_be_unknown(encoding: str) -> None:
    content = b"\x00\xff" + "xx Harrowmere".encode(encoding) + b"\x01"
    *found, told = places("a.blob", content)
    assert set(found) == {"bytes of the file"}
    assert told == "unread: is of no kind that the scan knows (.blob)"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("a.png", "PNG"), ("a.pdf", "PDF"), ("a.xlsx", "ZIP"), ("a.zip", "ZIP"), ("a.txt", "UTF-8"),
        ("a", "no suffix"), ("a.jpeg", "(.jpeg)"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_what_its_name_says_is_never_passed_over(name: str, why: str) -> None:
    *found, told = places(name, b"\x00Harrowmere\x00")
    assert found == ["bytes of the file"]
    assert why in told


def test_an_empty_file_holds_nothing() -> None:
    assert places("a.pdf", b"") == places("a.blob", b"") == []


def _png(**chunks: bytes) -> bytes:
    """A picture of one dot with further chunks before its end."""
    file = io.BytesIO()
    Image.new("L", (1, 1)).save(file, "PNG")
    content = file.getvalue()
    end = content.rindex(b"IEND") - 4
    added = b"".join(
        struct.pack(">I", len(body)) + kind.encode() + body
        + struct.pack(">I", zlib.crc32(kind.encode() + body))
        for kind, body in chunks.items()
    )  # fmt: skip
    return content[:end] + added + content[end:]


@pytest.mark.parametrize(
    ("chunk", "body"),
    [
        ("tEXt", b"Title\0In Harrowmere"),
        ("tEXt", b"Harrowmere\0x"),
        ("zTXt", b"Title\0\0" + zlib.compress(b"In Harrowmere")),
        ("iTXt", b"Title\0\1\0en\0\0" + zlib.compress("In Härrowmere".encode())),
        ("iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x:a dc='Harrowmere'/>"),
        ("eXIf", b"II*\0\x08\0\0\0" + "Harrowmere".encode("utf-16-le")),
        ("prVt", b"Harrowmere"),
    ],
)
def test_a_picture_is_read_in_all_its_chunks(chunk: str, body: bytes) -> None:
    found = places("a.png", _png(**{chunk: body}))
    assert found
    assert {place.split(",")[0] for place in found} == {f"{chunk} chunk"}


def test_what_follows_a_picture_is_read() -> None:
    assert places("a.png", _png() + b"Harrowmere") == ["after the picture's end"]
    assert places("a.png", _png()) == []


def test_a_picture_as_a_library_writes_it_is_read() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_itxt("Description", "Children in Harrowmere", zip=True)
    file = io.BytesIO()
    Image.new("L", (1, 1)).save(file, "PNG", pnginfo=info)
    assert places("a.png", file.getvalue()) == ["iTXt chunk"]


def _pdf(draw: Callable[[Canvas], object] = lambda canvas: None) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, invariant=True)
    canvas.drawString(72, 720, "First page")
    canvas.showPage()
    draw(canvas)
    canvas.drawString(72, 700, "Second page")
    canvas.save()
    return file.getvalue()


def _hyphenated(canvas: Canvas) -> None:
    canvas.drawString(72, 760, "They lived in Harrow-")
    canvas.drawString(72, 746, "mere and were glad")


@pytest.mark.parametrize(
    ("draw", "place"),
    [
        (lambda canvas: canvas.drawString(72, 760, "In Harrowmere"), "page 2"),
        (lambda canvas: canvas.drawString(-900, 760, "In Harrowmere"), "page 2"),
        (_hyphenated, "page 2"),
        (lambda canvas: canvas.setTitle("Harrowmere"), "metadata"),
        (lambda canvas: canvas.setAuthor("A. of Harrowmere"), "metadata"),
        (
            lambda canvas: (canvas.bookmarkPage("x"), canvas.addOutlineEntry("Harrowmere", "x")),
            "bookmark",
        ),
        (lambda canvas: canvas.textAnnotation("Harrowmere", (0, 0, 9, 9)), "comment"),
    ],
)
def test_a_pdf_is_read_with_what_no_page_shows(
    draw: Callable[[Canvas], object], place: str
) -> None:
    assert set(places("a.pdf", _pdf(draw))) == {place}


def _changed(change: Callable[[pikepdf.Pdf], object]) -> bytes:
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(_pdf())) as document:
        change(document)
        document.save(file)
    return file.getvalue()


def _tagged(document: pikepdf.Pdf) -> None:
    figure = document.make_indirect(
        pikepdf.Dictionary(S=pikepdf.Name.Figure, Alt=pikepdf.String("Map of Härrowmere"))
    )
    document.Root.StructTreeRoot = pikepdf.Dictionary(K=pikepdf.Array([figure]))


def _marked(document: pikepdf.Pdf) -> None:
    marked = b"/Span <</ActualText (Harrowmere)>> BDC EMC\n"
    document.pages[1].contents_add(marked, prepend=True)


def _in_xmp(document: pikepdf.Pdf) -> None:
    with document.open_metadata() as metadata:
        metadata["dc:title"] = "Harrowmere"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (_tagged, "alternative text"),
        (_marked, "page 2, marked text"),
        (_in_xmp, "XMP metadata"),
    ],
)
def test_a_pdfs_tags_and_metadata_are_read(
    change: Callable[[pikepdf.Pdf], object], place: str
) -> None:
    assert place in places("a.pdf", _changed(change))


def test_files_attached_to_a_pdf_are_read() -> None:
    def attach(document: pikepdf.Pdf) -> None:
        document.attachments["data.csv"] = b"a,b\n1,Harrowmere\n"
        document.attachments["harrowmere.txt"] = b"x"

    found = places("a.pdf", _changed(attach))
    assert "attachment data.csv, row 2, column b" in found
    assert "attachment harrowmere.txt" in found


def test_what_a_pdf_said_before_it_was_changed_is_read() -> None:
    first = _pdf(lambda canvas: canvas.drawString(72, 760, "In Harrowmere"))
    before = first.rstrip()
    # An update that takes the second page away, as programs put it behind the file.
    with pikepdf.open(io.BytesIO(first)) as document:
        root = document.Root.objgen[0]
        start = before.rindex(b"startxref")
        old = int(before[start:].split()[1])
        size = int(document.trailer.Size)
        kept = document.pages[0].objgen[0]
    body = f"{size} 0 obj\n<</Type /Pages /Kids [{kept} 0 R] /Count 1>>\nendobj\n".encode()
    catalogue = f"{root} 0 obj\n<</Type /Catalog /Pages {size} 0 R>>\nendobj\n".encode()
    base = before + b"\n"
    places_of = [len(base), len(base) + len(body)]
    xref = (
        f"xref\n{size} 1\n{places_of[0]:010} 00000 n \n{root} 1\n{places_of[1]:010} 00000 n \n"
        f"trailer\n<</Size {size + 1} /Root {root} 0 R /Prev {old}>>\n"
        f"startxref\n{len(base) + len(body) + len(catalogue)}\n%%EOF\n"
    ).encode()
    changed = base + body + catalogue + xref
    with pikepdf.open(io.BytesIO(changed)) as document:
        assert len(document.pages) == 1
    assert "earlier state 1, page 2" in places("a.pdf", changed)


def _saved(change: Callable[[openpyxl.Workbook], object]) -> bytes:
    made = openpyxl.Workbook()
    made.active.title = "Shown"
    made.active["A1"] = "theme"
    change(made)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _put(sheet: str, cell: str, value: object, state: str = "visible") -> Callable[..., None]:
    def change(made: openpyxl.Workbook) -> None:
        target = made[sheet] if sheet in made.sheetnames else made.create_sheet(sheet)
        target[cell] = value
        target.sheet_state = state

    return change


def _commented(made: openpyxl.Workbook) -> None:
    made.active["B2"].comment = Comment("Harrowmere?", "A")


def _named(made: openpyxl.Workbook) -> None:
    made.properties.creator = "Harrowmere"


RICH = CellRichText("In Harrow", TextBlock(InlineFont(b=True), "mere"))


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (_put("Shown", "C7", "In Harrowmere"), "sheet Shown, cell C7"),
        (_put("Shown", "C7", RICH), "sheet Shown, cell C7"),
        (_put("Kept back", "B3", "Harrowmere", "hidden"), "sheet Kept back, cell B3"),
        (_put("Kept back", "B3", "Harrowmere", "veryHidden"), "sheet Kept back, cell B3"),
        (_put("Shown", "C7", '="Harrow"&"mere Harrowmere"'), "sheet Shown, cell C7"),
        (_commented, "xl/comments/comment1.xml, line 1"),
        (_named, "docProps/core.xml, line 1"),
        (lambda made: made.create_sheet("Harrowmere"), "xl/workbook.xml, line 1, attribute name"),
    ],
)
def test_a_workbook_is_read_cells_and_all(change: Callable[..., object], place: str) -> None:
    found = places("a.xlsx", _saved(change))
    assert place in [one.removeprefix("/") for one in found]
    assert not [one for one in found if one.startswith("unread")]


def test_an_open_document_is_read_by_its_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    sheet = Sheet("Data", ["A title"], "data", ["theme", "told"], [["x", "In Harrowmere"]])
    write_workbook([Sheet("Cover", ["x"]), sheet], path, title="x", publisher="y", day="2020-11-10")
    cells = CalamineWorkbook.from_path(path).get_sheet_by_name("Data").to_python()
    (row,) = [n for n, cells in enumerate(cells, start=1) if "In Harrowmere" in cells]
    assert places("a.ods", path.read_bytes()) == [f"sheet Data, cell B{row}"]


def test_cells_that_stand_for_several_are_counted_as_so_many() -> None:
    content = (
        b'<?xml version="1.0"?><table:table table:name="A &amp; B"><table:table-row '
        b'table:number-rows-repeated="3"><table:table-cell/></table:table-row><table:table-row>'
        b'<table:table-cell table:number-columns-repeated="2"/><table:table-cell><text:p>Harrow'
        b"<text:span>mere</text:span></text:p></table:table-cell></table:table-row></table:table>"
    )
    meta = b"<?xml version='1.0'?><dc:title>Harrowmere</dc:title>"
    found = places("a.ods", _zip(**{"content.xml": content, "meta.xml": meta}))
    assert found == ["sheet A & B, cell C4", "meta.xml, line 1"]


def _zip(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/"), part)
        archive.comment = b"of Harrowmere" if not parts else b""
    return file.getvalue()


def test_archives_are_read_by_their_parts_names_and_comments() -> None:
    table = b"a,b\n1,Harrowmere\n"
    assert places("a.zip", _zip(**{"x.csv": table})) == ["x.csv, row 2, column b"]
    assert places("a.zip", _zip(**{"harrowmere/x.csv": b"a\n"})) == ["name of harrowmere/x.csv"]
    assert places("a.zip", _zip(**{"in.zip": _zip(**{"x.csv": table})})) == [
        "in.zip, x.csv, row 2, column b"
    ]
    assert places("a.zip", _zip()) == ["comment of the archive"]


def test_a_part_that_cannot_be_unpacked_is_said_to_be_so() -> None:
    content = bytearray(_zip(**{"x.txt": b"Harrowmere" * 9}))
    place = content.index(b"Harrowmere")
    content[place] ^= 1
    assert places("a.zip", bytes(content)) == [
        "unread: is encrypted, damaged or too large to be unpacked"
    ]


DRAWING = base64.b64encode(b"<svg><text>Harrowmere</text></svg>").decode()
SAID = base64.b64encode(b"They met in the town hall of Harrowmere").decode()
LETTERS = "".join(f'<text x="{n}">{char}</text>' for n, char in enumerate("Harrowmere"))


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("a.html", "<td>North</td><td>Tarnshire</td>"),
        ("a.csv", "a,b\nNorth,Tarnshire\n"),
        ("a.json", '["North", "Tarnshire"]'),
        ("a.html", "<b>No</b>rth <i>Tarn</i>shire"),
        ("a.html", "<span style='display:none'>Harrowmere</span>"),
        ("a.html", "H a r r o w m e r e"),
        ("a.txt", "N o r t h   T a r n s h i r e"),
        ("a.txt", "H.a.r.r.o.w.m.e.r.e"),
        ("a.svg", f"<svg>{LETTERS}</svg>"),
        ("a.html", f"<img src='data:image/svg+xml;base64,{DRAWING[:20]}\n  {DRAWING[20:]}'>"),
        ("a.html", f"<script>atob('{SAID}')</script>"),
        ("a.html", "<a href='/%2548arrowmere'>x</a>"),
        ("a.html", r"<style>a::after {content: '\48 arrowmere'}</style>"),
        ("a.css", r"a::after {content: '\000048arrowmere'}"),
        ("a.js", r"'\u{48}arrowmere'"),
        ("a.html", "<i class='northTarnshire'>x</i>"),
        ("a.txt", "www.northtarnshire.example"),
        ("a.txt", "Ｈａｒｒｏｗｍｅｒｅ"),
        ("a.txt", "Нarrоwmеrе"),
    ],
)
def test_what_is_hidden_by_common_means_is_found(name: str, source: str) -> None:
    assert len(places(name, source)) == 1


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("a.html", "<td>Harrow</td><td>mere</td>"),
        ("a.txt", "Harr0wmere"),
        ("a.txt", "eremworraH"),
        ("a.js", "'Harrow' + 'mere'"),
    ],
)
def test_what_the_page_says_is_not_seen_is_not_seen(name: str, source: str) -> None:
    """Should one of these be found some day, docs/leaks.md is to lose it."""
    assert places(name, source) == []


def _letter_by_letter(canvas: Canvas) -> None:
    x = 72.0
    for char in "Harrowmere":
        canvas.drawString(x, 760, char)
        x += canvas.stringWidth(char, "Helvetica", 12) + 8


def _unseen(canvas: Canvas) -> None:
    text = canvas.beginText(72, 760)
    text.setTextRenderMode(3)
    text.textOut("Harrowmere")
    canvas.drawText(text)


@pytest.mark.parametrize("draw", [_letter_by_letter, _unseen])
def test_letters_drawn_one_by_one_or_unseen_are_found_in_a_pdf(
    draw: Callable[[Canvas], object],
) -> None:
    assert places("a.pdf", _pdf(draw)) == ["page 2"]
