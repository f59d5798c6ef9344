"""The printed page: what stands together, what repeats, and what its heads and feet say."""

import itertools
import re
import shutil

import pytest
from pdf_pages import Document
from pdf_samples import SAMPLES, make_sample, shared_sample
from test_rendering import render

MAKES = [(name, "embedded") for name in SAMPLES] + [("october-2020", "quarto")]
#: The body of a page, in points from its top; heads stand above and feet below.
TOP, BOTTOM = 86, 772


@pytest.fixture(scope="module", params=MAKES, ids="-".join)
def document(request, tmp_path_factory):
    name, renderer = request.param
    if renderer == "quarto" and not shutil.which("quarto"):
        pytest.skip("quarto is missing: install it (see environment.yml) to look at its PDF")
    return Document(shared_sample(name, tmp_path_factory, renderer)[1])


def letters(text):
    return re.sub(r"\W", "", text)


def pages(document, *elements):
    return {piece.page for element in elements for piece in document.of(element)}


def siblings(document):
    """Each element with the one that follows it in the same parent."""
    for parent in document.root.walk():
        yield from itertools.pairwise(parent.children)


def body(document, page):
    return [p for p in document.pieces if p.page == page and not p.artifact and p.text.strip()]


def test_page_x_of_y_is_true(document):
    total = len(document.sizes)
    assert "Page " not in document.page_text(0)
    for number in range(1, total):
        lines = document.page_text(number).splitlines()
        assert any(line.endswith(f"Page {number + 1} of {total}") for line in lines)


def test_running_heads_name_report_and_section(document):
    title = letters(document.pdf.open_metadata()["dc:title"])
    sections = [(1, "Contents")] + [
        (page, mark) for level, mark, page in document.bookmarks() if level == 1
    ]
    for number in range(1, len(document.sizes)):
        begun = [name for page, name in sections if page == number]
        before = [name for page, name in sections if page < number]
        section = begun[0] if begun else before[-1]
        head = letters(
            "".join(
                p.text
                for p in document.pieces
                if p.page == number and p.artifact and p.bottom < TOP
            )
        )
        assert head.endswith(title + letters(section)), (number, head)


def test_cover_has_publisher_title_and_date_and_no_picture(document):
    shown = letters(document.page_text(0))
    for text in (document.pdf.open_metadata()["dc:title"], "This is a draft."):
        assert letters(text) in shown
    assert re.search(r"\b\d+ [A-Z][a-z]+ 202\d\s+This is a draft", document.page_text(0))
    assert "OfstedandtheCareQualityCommission" in shown
    assert not document.root.all("Figure") or 0 not in pages(document, *document.root.all("Figure"))


def test_contents_lead_to_their_pages(document):
    entries = [
        (letters(title), page + 1) for level, title, page in document.bookmarks() if level < 3
    ]
    found = []
    for entry in document.root.all("TOCI"):
        text = document.text(entry)
        number = re.search(r"\d+$", text.strip()).group()
        found.append((letters(text)[: -len(number)], int(number)))
    assert found == entries
    links = [link for page in (1,) for link in document.pdf.pages[page].get("/Annots", [])]
    assert links and all("/Dest" in link or "/A" in link for link in links)


def test_contents_have_dotted_leaders(document):
    lines = [line for line in document.page_text(1).splitlines() if ". . . ." in line]
    assert len(lines) == len(document.root.all("TOCI"))


def test_no_heading_ends_a_page(document):
    for heading in document.root.all("H1", "H2", "H3"):
        page = max(pages(document, heading))
        marks = set(heading.marks)
        low = max(piece.bottom for piece in document.of(heading))
        after = [p for p in body(document, page) if (p.page, p.mcid) not in marks]
        others = {m for h in document.root.all("H1", "H2", "H3") for m in h.marks}
        assert [p for p in after if p.top > low - 2 and (p.page, p.mcid) not in others], (
            document.text(heading)
        )


def test_a_figure_stands_with_its_caption_and_the_sentence_after_it(document):
    order = list(document.root.walk())
    figures = document.root.all("Figure")
    groups = [it for it in order if len(it.all("Figure")) == 1 and len(it.all("Caption")) == 1]
    innermost = [it for it in groups if not any(child in groups for child in it.children)]
    assert len(innermost) == len(figures)
    for group in innermost:
        (caption,), (figure,) = group.all("Caption"), group.all("Figure")
        assert len(pages(document, caption, figure)) == 1
        lowest = max(piece.bottom for piece in document.of(caption))
        assert lowest <= min(p.top for p in document.of(figure)) + 1
        last = list(group.walk())[-1]
        at = next(n for n, element in enumerate(order) if element is last)
        following = next(it for it in order[at + 1 :] if it.role in ("P", "H1", "H2", "H3"))
        assert following.role == "P"
        assert document.of(following)[0].page in pages(document, figure)


def height(document, table):
    return sum(
        max(p.bottom for p in on_page) - min(p.top for p in on_page)
        for page in pages(document, table)
        if (on_page := [p for p in document.of(table) if p.page == page])
    )


def test_short_tables_stay_whole(document):
    for table in document.root.all("Table"):
        if height(document, table) < 0.45 * (BOTTOM - TOP):
            assert len(pages(document, table)) == 1, document.text(table)[:80]


def test_long_tables_repeat_their_header_row(document):
    for table in document.root.all("Table"):
        header = letters("".join(document.text(cell) for cell in table.all("TH")))
        for page in sorted(pages(document, table))[1:]:
            first = min(p.top for p in document.of(table) if p.page == page)
            repeated = [
                p.text
                for p in document.pieces
                if p.page == page and p.artifact and TOP < p.top < first
            ]
            assert letters("".join(repeated)) == header


def test_a_table_stands_with_its_caption_and_what_introduces_it(document):
    for before, after in siblings(document):
        tables = after.all("Table")
        if before.role == "P" and tables and document.text(before).startswith("In place of"):
            assert pages(document, before) == {document.of(after)[0].page}
    for table in document.root.all("Table"):
        head = pages(document, *table.all("Caption"), *table.all("THead"))
        rows = table.all("TBody")[0].all("TR")
        assert len(head) == 1 and pages(document, rows[0]) == head


def test_a_lead_in_stands_with_its_list(document):
    for before, after in siblings(document):
        if before.role == "P" and after.role == "L":
            assert document.of(before)[-1].page == document.of(after.all("LI")[0])[0].page


def test_nothing_leaves_the_type_area(document):
    width, tall = document.sizes[0]
    for piece in document.pieces:
        if piece.text.strip():
            assert piece.left >= 70 and piece.right <= width - 69, piece
            assert piece.top > 20 and piece.bottom < tall - 20, piece
        if piece.text.strip() and not piece.artifact and piece.page > 0:
            assert piece.top > TOP - 2 and piece.bottom < BOTTOM + 2, piece


def test_the_long_report_puts_the_rules_to_the_test(tmp_path_factory):
    """Else the tests above could pass for want of anything to look at."""
    document = Document(shared_sample("long", tmp_path_factory)[1])
    tables = [len(pages(document, table)) for table in document.root.all("Table")]
    assert max(tables) >= 3 and tables.count(1) >= 8
    assert len(document.root.all("Figure")) >= 10 and document.root.all("Note")


def test_equal_sources_give_equal_bytes(tmp_path):
    made = [make_sample("october-2020", tmp_path / name)[1].read_bytes() for name in "ab"]
    assert made[0] == made[1]


def test_a_release_of_real_findings_shows_no_notices(tmp_path):
    released = {"has": {"draft": False, "synthetic": False}}
    render(tmp_path, "## Summary\n\nText.", "pdf", changes=released)
    document = Document(tmp_path / "out" / "tiny.pdf")
    for number in range(len(document.sizes)):
        shown = document.page_text(number).lower()
        assert (
            "draft –" not in shown and "this is a draft" not in shown and "synthetic" not in shown
        )
