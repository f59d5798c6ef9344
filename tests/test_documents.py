"""Files as they come: what is read of them, and what is refused with a reason."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pypdfium2 as pdfium
import pytest
import typst
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from nationalreports.documents import LARGEST_FILE, read_document, strip_markup
from nationalreports.letters import read_letter
from nationalreports.lines import UnreadableError


def lines_of(path: Path) -> list[str]:
    return [line.text for line in read_document(path).lines]


def word(folder: Path, *paragraphs: str) -> Path:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(str(folder / "v1.docx"))
    return folder / "v1.docx"


def pdf(folder: Path, source: str) -> Path:
    (folder / "v1.typ").write_text(source, encoding="utf-8")
    typst.compile(str(folder / "v1.typ"), output=str(folder / "v1.pdf"))
    return folder / "v1.pdf"


def scan(folder: Path) -> Path:
    """A PDF of one page that holds a picture and no text."""
    (folder / "p.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    pixels = "bytes((" + ", ".join(["0"] * 12) + "))"
    image = f'image({pixels}, format: (encoding: "rgb8", width: 2, height: 2), width: 100%)'
    return pdf(folder, f"#{image}")


# --- never raises -------------------------------------------------------------------------


def _truncated(path: Path) -> bytes:
    content = path.read_bytes()
    return content[: len(content) // 2]


def faulty(folder: Path, kind: str) -> Path:
    """One faulty file of each kind."""
    if kind == "empty.md":
        (folder / kind).write_bytes(b" \n")
    elif kind == "binary.md":
        (folder / kind).write_bytes(bytes(range(256)) * 20)
    elif kind == "nul.txt":
        (folder / kind).write_bytes(b"Dear\n\x00\nyou")
    elif kind == "cp1252.txt":
        (folder / kind).write_bytes("Dear\nyou’re".encode("cp1252"))
    elif kind == "truncated.docx":
        (folder / kind).write_bytes(_truncated(word(folder, "text")))
    elif kind == "text.docx":
        (folder / kind).write_bytes(b"Dear all")
    elif kind == "zip.docx":
        with zipfile.ZipFile(folder / kind, "w") as archive:
            archive.writestr("a.txt", "a")
    elif kind == "broken.docx":
        with zipfile.ZipFile(folder / kind, "w") as archive:
            archive.writestr("word/document.xml", "<w:document")
    elif kind == "bomb.docx":
        with zipfile.ZipFile(folder / kind, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in range(3):
                archive.writestr(f"word/{part}.xml", b"\0" * 80_000_000)
    elif kind == "truncated.pdf":
        (folder / kind).write_bytes(_truncated(pdf(folder, "text"))[:300])
    elif kind == "text.pdf":
        (folder / kind).write_bytes(b"Dear all")
    elif kind == "scan.pdf":
        return scan(folder)
    elif kind == "blank.pdf":
        return pdf(folder, "")
    elif kind == "folder.md":
        (folder / kind).mkdir()
    elif kind == "large.txt":
        (folder / kind).write_bytes(b"a" * (LARGEST_FILE + 1))
    return folder / kind


@pytest.mark.parametrize(
    ("kind", "rule", "words"),
    [
        ("empty.md", "LET-006", "empty"),
        ("binary.md", "LET-006", "UTF-8"),
        ("nul.txt", "LET-006", "line 2"),
        ("cp1252.txt", "LET-006", "line 2"),
        ("truncated.docx", "LET-006", "Word"),
        ("text.docx", "LET-006", "Word"),
        ("zip.docx", "LET-006", "not a Word file"),
        ("broken.docx", "LET-006", "damaged"),
        ("bomb.docx", "LET-006", "unpacks"),
        ("truncated.pdf", "LET-006", "damaged"),
        ("text.pdf", "LET-006", "damaged"),
        ("scan.pdf", "LET-007", "scan"),
        ("blank.pdf", "LET-006", "without text"),
        ("folder.md", "LET-006", "opened"),
        ("missing.md", "LET-006", "opened"),
        ("large.txt", "LET-006", "larger than"),
        ("letter.odt", "LET-002", ".odt"),
    ],
)
def test_faulty_files_are_refused_with_the_reason(
    tmp_path: Path, kind: str, rule: str, words: str
) -> None:
    letter, problems = read_letter(faulty(tmp_path, kind), source="letters/v1")
    assert letter is None
    assert [(p.severity, p.rule) for p in problems] == [("error", rule)]
    assert words in problems[0].message


def test_a_pdf_with_a_password_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "v1.pdf"
    path.write_bytes(ENCRYPTED)
    with pytest.raises(UnreadableError, match="password"):
        read_document(path)


# The smallest PDF that asks for a password: its encryption entries match no empty one.
ENCRYPTED = b"".join(
    [
        b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n",
        b"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n",
        b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\nendobj\n",
        b"4 0 obj\n<</Filter/Standard/V 1/R 2/P -4/O<" + b"11" * 32 + b">/U<" + b"22" * 32,
        b">>>\nendobj\ntrailer\n<</Root 1 0 R/Size 5/Encrypt 4 0 R/ID[<01><01>]>>\n",
        b"startxref\n0\n%%EOF\n",
    ]
)


# --- text and Markdown --------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, newline: str) -> None:
    path = tmp_path / "v1.txt"
    path.write_bytes(newline.join(["Dear", "", "it’s"]).encode(encoding))
    assert [(line.text, line.row, line.gap) for line in read_document(path).lines] == [
        ("Dear", 1, True),
        ("it’s", 3, True),
    ]


def test_a_comment_is_no_text_and_keeps_the_count_of_lines(tmp_path: Path) -> None:
    path = tmp_path / "v1.md"
    path.write_text("one\n<!-- a\nb -->\ntwo\n***\n## three ##\n", encoding="utf-8")
    assert [(line.text, line.row, line.heading) for line in read_document(path).lines] == [
        ("one", 1, False),
        ("two", 4, False),
        ("three", 6, True),
    ]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("**bold** and *it* and _it_", "bold and it and it"),
        ("***both*** and **a *b* c**", "both and a b c"),
        ("3 * 4 * 5 and snake_case_name", "3 * 4 * 5 and snake_case_name"),
        (r"\*not\* emphasis \[1\]", "*not* emphasis [1]"),
        ("[text](http://x.uk/a_(b)) <https://x.uk> <a@x.uk>", "text https://x.uk a@x.uk"),
        ("A&amp;E &nbsp;`code`[^1]", "A&E code"),
        ("under <b>18</b>, x < y", "under 18 , x < y"),
    ],
)
def test_strip_markup(markup: str, text: str) -> None:
    assert strip_markup(markup) == text


# --- Word ---------------------------------------------------------------------------------


def test_paragraphs_line_breaks_and_lists_in_word(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("one\ntwo")
    document.add_paragraph("")
    document.add_paragraph("first", style="List Bullet")
    document.add_paragraph("below", style="List Bullet 2")
    document.add_paragraph("number", style="List Number")
    document.save(str(tmp_path / "v1.docx"))
    found = read_document(tmp_path / "v1.docx").lines
    assert [(line.text, line.row, line.marker) for line in found] == [
        ("one", 1, ""),
        ("two", 1, ""),
        ("first", 2, "•"),
        ("below", 3, "•"),
        ("number", 4, "1."),
    ]
    assert found[3].indent > found[2].indent == found[4].indent


def test_tables_in_word_give_their_cells_in_order(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    for place, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"cell {place}"
    document.save(str(tmp_path / "v1.docx"))
    assert lines_of(tmp_path / "v1.docx") == ["cell 0", "cell 1", "cell 2", "cell 3"]


def test_raised_numbers_are_no_text(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("the 8")
    paragraph.add_run("th").font.superscript = True
    paragraph.add_run(" plan")
    paragraph.add_run("1").font.superscript = True
    document.save(str(tmp_path / "v1.docx"))
    assert lines_of(tmp_path / "v1.docx") == ["the 8th plan"]


def test_tracked_changes_are_counted_and_read_as_accepted(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Leaders did ")._p
    who = 'w:id="1" w:author="A" w:date="2020-10-08T00:00:00Z"'
    paragraph.append(parse_xml(f"<w:ins {nsdecls('w')} {who}><w:r><w:t>not </w:t></w:r></w:ins>"))
    paragraph.append(
        parse_xml(f"<w:del {nsdecls('w')} {who}><w:r><w:delText>soon </w:delText></w:r></w:del>")
    )
    paragraph.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>meet.</w:t></w:r>"))
    path = tmp_path / "v1.docx"
    document.save(str(path))
    read = read_document(path)
    assert [line.text for line in read.lines] == ["Leaders did not meet."]
    assert read.tracked_changes == 2
    _, problems = read_letter(path, source="x")
    assert ("error", "LET-017") in {(p.severity, p.rule) for p in problems}


def test_comments_in_word_are_left_out(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Leaders met.")
    document.add_comment(paragraph.runs, text="Check this", author="A")
    document.save(str(tmp_path / "v1.docx"))
    read = read_document(tmp_path / "v1.docx")
    assert ([line.text for line in read.lines], read.comments) == (["Leaders met."], 1)


# --- PDF ----------------------------------------------------------------------------------


def test_gaps_indents_and_pages_of_a_pdf(tmp_path: Path) -> None:
    path = pdf(tmp_path, "one \\ two\n\nthree\n- four \\ five\n#pagebreak()\nsix")
    lines = read_document(path).lines
    assert [(line.text, line.row, line.gap) for line in lines] == [
        ("one", 1, True),
        ("two", 1, False),
        ("three", 1, True),
        ("• four", 1, lines[3].gap),
        ("five", 1, False),
        ("six", 2, True),
    ]
    assert lines[4].indent > lines[3].indent
    assert lines[5].page_start and lines[5].locator == "page 2"


def test_a_scanned_page_among_others_is_an_error(tmp_path: Path) -> None:
    scan(tmp_path)
    whole = pdfium.PdfDocument.new()
    for name in ("v1.pdf",):
        whole.import_pages(pdfium.PdfDocument(tmp_path / name))
    whole.import_pages(pdfium.PdfDocument(pdf(tmp_path, "text")))
    whole.save(tmp_path / "both.pdf")
    assert read_document(tmp_path / "both.pdf").scanned_pages == (1,)
    _, problems = read_letter(tmp_path / "both.pdf", source="x")
    assert ("error", "LET-007", 1) in {(p.severity, p.rule, p.row) for p in problems}
