"""The tag tree of the printed reports: what a screen reader is given."""

import itertools
import re
import shutil

import pytest
from pdf_pages import Document
from pdf_samples import SAMPLES, shared_sample
from test_reports import Page

MAKES = [(name, "embedded") for name in SAMPLES] + [("october-2020", "quarto")]
#: No report is a wall of text: so much of it, at least, is compared.
ENOUGH_BLOCKS = 20


@pytest.fixture(scope="module", params=MAKES, ids="-".join)
def sample(request, tmp_path_factory):
    name, renderer = request.param
    if renderer == "quarto" and not shutil.which("quarto"):
        pytest.skip("quarto is missing: install it (see environment.yml) to look at its PDF")
    html, pdf = shared_sample(name, tmp_path_factory, renderer)
    document = Document(pdf)
    document.renderer = renderer
    return Page(html.read_text("utf-8")), document


def letters(text):
    return re.sub(r"\W", "", text)


def test_document_has_language_title_and_tags(sample):
    page, document = sample
    root = document.pdf.Root
    assert root.Lang == "en-GB" and root.MarkInfo.Marked
    assert root.ViewerPreferences.DisplayDocTitle
    title = document.pdf.open_metadata()["dc:title"]
    assert letters(title) == letters(page.headings[0][1])


def test_document_claims_its_standards(sample):
    metadata = sample[1].pdf.open_metadata()
    assert metadata["pdfuaid:part"] == "1"
    # The Typst that Quarto brings knows one standard at a time.
    assert metadata.pdfa_status.upper() == ("" if sample[1].renderer == "quarto" else "2A")


def test_headings_are_those_of_the_page_in_order(sample):
    page, document = sample
    headings = document.root.all("H1", "H2", "H3", "H4", "H5", "H6")
    found = [(int(heading.role[1]), letters(document.text(heading))) for heading in headings]
    # The report's title is no heading of the PDF, and its contents have one.
    assert found[0] == (1, "Contents")
    assert found[1:] == [(level - 1, letters(text)) for level, text in page.headings[1:]]
    for (before, _), (after, _) in itertools.pairwise(found):
        assert after <= before + 1


def test_bookmarks_are_the_headings(sample):
    document = sample[1]
    headings = document.root.all("H1", "H2", "H3")[1:]
    found = [
        (int(it.role[1]), letters(document.text(it)), document.of(it)[0].page) for it in headings
    ]
    bookmarks = [(level, letters(title), page) for level, title, page in document.bookmarks()]
    # What is told of a theme is in no list of contents: its place depends on the data.
    assert bookmarks == [one for one in found if one in bookmarks]
    assert all(one in bookmarks for one in found if one[0] == 1)
    assert len(bookmarks) == len(document.root.all("TOCI"))


def test_figures_have_the_alternatives_of_the_page(sample):
    page, document = sample
    figures = document.root.all("Figure")
    assert [figure.alt for figure in figures] == [image["alt"] for image in page.all("img")]
    assert all(figure.alt.strip() for figure in figures)
    for figure in figures:
        assert document.of(figure), figure.alt


def test_tables_have_header_cells_with_scope_and_whole_rows(sample):
    page, document = sample
    tables = document.root.all("Table")
    assert len(tables) == len(page.tables)
    for table in tables:
        head, body = table.all("THead"), table.all("TBody")
        assert len(head) == len(body) == 1
        (row,) = head[0].all("TR")
        assert row.children and {cell.role for cell in row.children} == {"TH"}
        assert {cell.attributes.get("Scope") for cell in row.children} == {"/Column"}
        for row_of_body in body[0].all("TR"):
            assert [cell.role for cell in row_of_body.children] == ["TD"] * len(row.children)


def test_captions_are_in_their_table_or_right_before_it(sample):
    """Typst takes the caption out of a table that ends its page; both then share an element."""
    document = sample[1]
    groups = [g for g in document.root.walk() if g.role == "Table" or _is_captioned(g)]
    captioned = [g for g in groups if g.children[0].role == "Caption"]
    assert len(captioned) == len(document.root.all("Table"))
    for group in captioned:
        assert re.match(r"Table\s\d+: \S", document.text(group.children[0]).replace("\xa0", " "))


def _is_captioned(group):
    roles = [child.role for child in group.children]
    return roles == ["Caption", "Div"] and len(group.children[1].all("Table")) == 1


def test_lists_are_tagged(sample):
    document = sample[1]
    labels = {mark for item in document.root.all("LI") for mark in item.children[0].marks}
    for item in document.root.all("LI"):
        assert [child.role for child in item.children] == ["Lbl", "LBody"]
        assert document.text(item.children[1]).strip()
    for listing in document.root.all("L"):
        assert {child.role for child in listing.children} <= {"LI", "L"}
    bullets = {(piece.page, piece.mcid) for piece in document.pieces if "•" in piece.text}
    assert bullets <= labels


def test_links_have_text_and_a_description(sample):
    document = sample[1]
    links = document.root.all("Link")
    assert links
    for link in links:
        assert document.text(link).strip() and link.annotations
    annotations = [a for page in document.pdf.pages for a in page.get("/Annots", [])]
    assert len(annotations) == sum(link.annotations for link in links)
    assert all(str(annotation.get("/Contents", "")).strip() for annotation in annotations)


def test_all_content_is_in_the_tree_or_decoration(sample):
    document = sample[1]
    known = set(document.root.marks)
    assert len(known) == len(document.root.marks)
    for piece in document.pieces:
        if piece.mcid >= 0:
            assert (piece.page, piece.mcid) in known, piece
        else:
            assert piece.artifact, piece
    painted = {(piece.page, piece.mcid) for piece in document.pieces}
    assert known <= painted


def test_decoration_holds_no_text_of_its_own(sample):
    """Running heads and feet, leaders of the contents, and repeated header rows are left out."""
    document = sample[1]
    headers = {
        letters(document.text(cell)) for cell in document.root.all("TH") if document.text(cell)
    }
    rest: dict[int, str] = {}
    for piece in document.pieces:
        if piece.artifact and piece.text.strip(" .") and 88 < piece.top < 770:
            rest[piece.page] = rest.get(piece.page, "") + letters(piece.text)
    for page, text in rest.items():
        left = text
        for header in sorted(headers, key=len, reverse=True):
            left = left.replace(header, "")
        assert page == 0 or not left, (page, left)


def test_painting_follows_the_tree(sample):
    """Some readers take the order of painting. Footnotes alone stand elsewhere than in the tree."""
    document = sample[1]
    # Quarto's Typst puts the caption on top of a picture behind it in the tree.
    roles = ("Note", "Caption") if document.renderer == "quarto" else ("Note",)
    notes = {mark for note in document.root.all(*roles) for mark in note.marks}
    painted: list[tuple[int, int]] = []
    for piece in document.pieces:
        mark = (piece.page, piece.mcid)
        if piece.mcid >= 0 and mark not in notes and mark not in painted[-1:]:
            painted.append(mark)
    assert painted == [mark for mark in document.root.marks if mark not in notes]


def test_reading_order_is_that_of_the_web_page(sample):
    page, document = sample
    shown = letters("".join(page.text))
    at = shown.index("Skiptothereport")
    compared = 0
    for block in document.root.all("H1", "H2", "H3", "P", "LI", "Caption", "Table"):
        # A table's text holds its caption's; notes stand at the end of a web page.
        marks = {mark for note in block.all("Note") for mark in note.marks}
        text = "".join(p.text for p in document.of(block) if (p.page, p.mcid) not in marks)
        wanted = letters(text)
        if block.role == "Caption" or len(wanted) < 15 or block.marks[0][0] < 2:
            continue
        found = shown.find(wanted, at)
        assert found >= 0, text
        at = found
        compared += 1
    assert compared >= ENOUGH_BLOCKS


def test_page_labels_count_from_the_cover(sample):
    document = sample[1]
    labels = list(document.pdf.Root.PageLabels.Nums)
    assert labels[::2] == list(range(len(document.sizes)))
    assert [(label.S, int(label.St)) for label in labels[1::2]] == [
        ("/D", number + 1) for number in labels[::2]
    ]
