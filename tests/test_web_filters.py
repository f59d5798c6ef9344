"""What the Lua filters make of figures, tables and headings on the web, in both renderers."""

import csv
import io
import re
import shutil
from html.parser import HTMLParser
from urllib.parse import unquote_to_bytes

import pytest
from web_pages import NOON, make_pages, small_staging

from nationalreports.rendering import render_embedded, render_quarto


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    return make_pages(tmp_path_factory.mktemp("pages"))["small"].read_text(encoding="utf-8")


def download(page):
    ((address, name),) = re.findall(
        r'<a href="data:text/csv;charset=utf-8,([^"]*)"\s+download="([^"]*)"', page
    )
    return name, unquote_to_bytes(address)


def test_the_download_is_the_table_as_csv(page):
    name, content = download(page)
    assert name == "a-b.csv"
    assert content.decode("utf-8") == (
        '"Theme, all",Areas\n"Calm & “rest” ""x""",4\n"\'=SUM, 2",[c]\n'
    )
    rows = list(csv.reader(io.StringIO(content.decode("utf-8"))))
    assert rows[1] == ['Calm & “rest” "x"', "4"]
    assert f"CSV, {len(content)} bytes" in page


def test_the_copy_of_a_table_has_no_id_and_a_caption_of_its_own(page):
    assert len(re.findall('id="tbl-a-b"', page)) == 1
    copy = re.search(r'<details class="data">.*?</details>', page, re.DOTALL)[0]
    assert "<caption>Data of Figure\u00a01</caption>" in copy
    assert 'aria-label="Data of Figure\u00a01"' in copy
    assert "In place of a figure, a sign." in copy
    assert copy.count('scope="col"') == 2 and copy.count('scope="row"') == 2


def test_a_caption_comes_before_its_picture(page):
    figure = re.search(r'<figure id="fig-a-b">.*?</figure>', page, re.DOTALL)[0]
    assert figure.index("<figcaption>") < figure.index("<img")


def test_references_lead_to_figure_and_table(page):
    assert 'href="#fig-a-b"' in page and 'href="#tbl-a-b"' in page
    assert page.count('id="fig-a-b"') == 1


def test_headings_link_to_themselves_and_the_contents_to_them_once(page):
    assert '<h2><a href="#points" class="anchor">Main points</a></h2>' in page
    assert '<h3><a href="#a-part" class="anchor">A <em>part</em></a></h3>' in page
    contents = re.search(r"<nav.*?</nav>", page, re.DOTALL)[0]
    assert contents.count("<a ") == 4  # three sections, and back to the top
    assert "anchor" not in contents


def test_a_way_back_ends_each_section(page):
    ways = [match.start() for match in re.finditer(">Back to contents<", page)]
    heads = [match.start() for match in re.finditer("<h2>", page)]
    assert len(ways) == len(heads) == 2
    assert heads[0] < ways[0] < heads[1] < ways[1]


def test_a_figure_without_a_table_has_no_data(tmp_path):
    staging = small_staging(tmp_path)
    source = staging / "small.qmd"
    text = source.read_text(encoding="utf-8")
    text = text.replace("The figures are in @tbl-a-b.\n", "").replace("{#tbl-a-b}", "{#tbl-other}")
    source.write_text(text, encoding="utf-8")
    output = tmp_path / "small.html"
    render_embedded(staging, "small", "html", output, timestamp=NOON)
    assert "<details" not in output.read_text(encoding="utf-8")


class Outline(HTMLParser):
    """Tags with the attributes that readers and their tools meet, and the words between them."""

    KEPT = ("id", "href", "alt", "aria-label", "role", "tabindex", "scope", "download")

    def __init__(self, text):
        super().__init__()
        self.parts, self._style = [], False
        self.feed(text[text.index("<body") :])

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.parts.append((tag, *((name, given[name]) for name in self.KEPT if name in given)))

    def handle_data(self, data):
        self.parts += data.split()


def test_both_renderers_make_the_same_page(tmp_path):
    if not shutil.which("quarto"):
        pytest.skip("quarto is missing: install it (see environment.yml) to compare renderers")
    outlines = []
    for name, render in (("quarto", render_quarto), ("embedded", render_embedded)):
        output = tmp_path / name / "small.html"
        render(small_staging(tmp_path / f"{name}-sources"), "small", "html", output, timestamp=NOON)
        outlines.append(Outline(output.read_text(encoding="utf-8")).parts)
    assert outlines[0] == outlines[1]
