"""The demonstration's report sources, and what comes of them."""

import datetime
import itertools
import re
import shutil
import subprocess
from collections import Counter
from html.parser import HTMLParser

import pypdfium2
import pytest
from public_tables import REPORTS, SERIES, make_figures, make_public

from nationalreports.config import REPOSITORY
from nationalreports.facts import make_facts
from nationalreports.fragments import make_fragments
from nationalreports.rendering import describe, render_embedded, render_quarto, stage
from nationalreports.sources import shortcodes

NOON = datetime.datetime(2020, 11, 10, 12, tzinfo=datetime.UTC)
SOURCES = sorted([*SERIES.reports.glob("*.qmd"), *SERIES.reports.glob("_sections/*.md")])
EVIDENCE = {
    "october-2020": {"visits": 6},
    "november-2020": {"visits": 0, "notes": 7, "surveyed": False},
    "final-2021": {"visits": 10},
}
VARIANTS = [(key, EVIDENCE[key]) for key in REPORTS] + [
    ("october-2020", {"visits": 0, "surveyed": False}),
    ("october-2020", {"visits": 1, "surveyed": False}),
    ("october-2020", {"visits": 2}),
    ("november-2020", {"visits": 0, "surveyed": False}),
    ("final-2021", {"visits": 1, "surveyed": False}),
    ("october-2020", {"visits": 6, "withheld": True}),
    ("november-2020", {"visits": 0, "notes": 7, "surveyed": False, "withheld": True}),
    ("final-2021", {"visits": 10, "all_told": True}),
    ("final-2021", {"visits": 10, "surveyed": False}),
]
#: Words that claim a quantity; only facts may.
QUANTITIES = (
    r"\b(half|a third|a quarter|per cent|majority|minority|many of|few of|nearly all|almost all"
    r"|most (areas|parents|letters|young|families|children|people))\b"
)


class Page(HTMLParser):
    """What the tests ask of an HTML page; the data below its figures, only it has, are left out."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.headings, self.tables, self.text = [], [], [], []
        self._heading = self._style = self._data = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self._data = self._data or tag == "details"
        if self._data:
            return
        self.tags.append((tag, dict(attrs)))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append([int(tag[1]), ""])
            self._heading = True
        self._style = tag == "style"
        if tag == "table":
            self.tables.append([])
        if tag == "th":
            self.tables[-1].append(dict(attrs).get("scope"))

    def handle_endtag(self, tag):
        self._style = False
        self._data = self._data and tag != "details"
        if re.fullmatch("h[1-6]", tag):
            self._heading = False

    def handle_data(self, data):
        if self._style or self._data:
            return
        self.text.append(data)
        if self._heading:
            self.headings[-1][1] += " ".join(data.split("\n"))

    def all(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]


def staged(folder, key, evidence, renderer="embedded"):
    public = make_public(key, **evidence)
    figures = make_figures(key, public, folder / "figures")
    report = SERIES.config["reports"][key]
    parts = (report, key, SERIES.config, SERIES.codebook, SERIES.surveys, public, figures)
    facts = make_facts(*parts, renderer=describe(renderer))
    stage(
        SERIES.reports,
        folder / "staging",
        facts,
        make_fragments(*parts),
        folder / "figures",
        defaults=REPOSITORY / "reports",
    )
    return folder / "staging"


@pytest.fixture(scope="module", params=range(len(VARIANTS)), ids=lambda n: f"{n}-{VARIANTS[n][0]}")
def rendered(request, tmp_path_factory):
    key, evidence = VARIANTS[request.param]
    folder = tmp_path_factory.mktemp(key)
    staging = staged(folder, key, evidence)
    for suffix in ("html", "pdf"):
        render_embedded(staging, key, suffix, folder / f"{key}.{suffix}", timestamp=NOON)
    return folder / f"{key}.html", folder / f"{key}.pdf"


def prose(text):
    """A source without what is not read out: shortcodes, labels, attributes."""
    text = re.sub(r"\{\{<.*?>\}\}", "", text)
    return re.sub(r"\{[^{}]*\}", "", text).replace("COVID-19", "")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_figure_is_typed_in_prose(path):
    for number, line in enumerate(prose(path.read_text("utf-8")).splitlines(), start=1):
        assert not re.search(r"\d", line), f"{path.name}, line {number}: {line}"
        assert not re.search(QUANTITIES, line, re.IGNORECASE), f"{path.name}, {number}: {line}"


def test_headlines_have_no_words_for_shares_of_what_is_counted():
    text = (SERIES.reports / "headlines.yaml").read_text("utf-8")
    headlines = re.findall(r"(?m)^    text: (.*)$", text)
    assert len(headlines) > 20
    for headline in headlines:
        assert not re.search(QUANTITIES, headline, re.IGNORECASE), headline
    assert re.search(QUANTITIES, "Waits were reported in most areas’ letters")


def test_the_search_for_typed_figures_finds_them():
    assert re.search(r"\d", prose("It was 4 of {{< meta facts.a >}}"))
    assert not re.search(r"\d", prose("COVID-19 {{< meta facts.a1 >}} {#h2}"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_sources_keep_to_text_and_known_shortcodes(path):
    text = re.sub(r'claim="[^"]*"', "", path.read_text("utf-8"))
    assert "```" not in text and "{=" not in text and "<" not in text.replace("{{<", "")
    assert {code.split()[0] for code in shortcodes(text)} <= {"meta", "include"}


def test_page_is_whole_and_asks_for_nothing(rendered):
    text = rendered[0].read_text("utf-8")
    page = Page(text)
    assert page.all("html")[0]["lang"] == "en-GB"
    assert not page.all("script") and not page.all("link") and not page.all("iframe")
    for tag, attrs in page.tags:
        for name in ("src", "srcset", "poster", "data"):
            assert attrs.get(name, "data:").startswith("data:"), (tag, attrs)
    assert not re.search(r"@import|url\((?!['\"]?data:)", text)
    targets = {attrs["id"] for _, attrs in page.tags if "id" in attrs}
    links = [attrs["href"] for attrs in page.all("a")]
    assert links[0] == "#main"
    assert {link[1:] for link in links if link.startswith("#")} <= targets


def test_page_has_ordered_headings_and_full_tables_and_pictures(rendered):
    page = Page(rendered[0].read_text("utf-8"))
    levels = [level for level, _ in page.headings]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert page.tables
    for scopes in page.tables:
        assert "col" in scopes and "row" in scopes and None not in scopes
    assert all(len(image.get("alt", "")) > 20 for image in page.all("img"))


def test_no_heading_stands_over_nothing(rendered):
    body = rendered[0].read_text("utf-8").partition("<main")[2]
    parts = re.split(r"<h([2-6])[^>]*>(.*?)</h[2-6]>", body, flags=re.DOTALL)[1:]
    sections = list(zip(parts[::3], parts[1::3], parts[2::3], strict=True))
    for place, (level, heading, _) in enumerate(sections):
        own = itertools.takewhile(lambda s: s[0] > level, sections[place + 1 :])  # noqa: B023
        texts = [sections[place][2], *(section[2] for section in own)]
        assert any(re.sub(r"<[^>]*>|\s", "", text) for text in texts), heading


#: What stands in a report and in which order; where it has no survey, it has no such sections.
ORDER = """
    summary main-points limits plain evidence experience worked-well challenge plan voices sectors
    priorities context method glossary help accessibility colophon revisions annex
""".split()  # noqa: SIM905, a column of names reads worse


@pytest.mark.parametrize("key", REPORTS)
def test_a_report_has_its_sections_in_their_order(key, tmp_path):
    staging = staged(tmp_path, key, EVIDENCE[key])
    render_embedded(staging, key, "html", tmp_path / "r.html", timestamp=NOON)
    page = (tmp_path / "r.html").read_text("utf-8")
    places = [page.find(f'<section id="{name}"') for name in ORDER]
    assert -1 not in places and places == sorted(places)
    surveyed = bool(SERIES.config["reports"][key]["surveys"])
    assert ('<section id="beside"' in page) == surveyed


@pytest.mark.parametrize("key", REPORTS)
def test_main_points_are_at_most_seven_and_each_is_a_claim(key):
    text = (SERIES.reports / f"{key}.qmd").read_text("utf-8")
    points = text.partition("{#main-points}")[2].partition("{{< include")[0]
    points = [line for line in points.splitlines() if line.startswith("- ")]
    assert 0 < len(points) <= 7
    assert all(re.match(r'- \[.*\]\{claim="[^"]+"\}', point) for point in points)


def test_the_first_screen_says_how_many_areas_of_how_many(tmp_path):
    staging = staged(tmp_path, "october-2020", EVIDENCE["october-2020"])
    render_embedded(staging, "october-2020", "html", tmp_path / "o.html", timestamp=NOON)
    text = " ".join("".join(Page((tmp_path / "o.html").read_text("utf-8")).text).split())
    first = text.partition("Main points This")[2] or text
    said = "Evidence: 6 volunteer areas of the 151 in England, about 765 responses from parents"
    assert said in first and "It does not describe all of England." in first


def test_page_and_pdf_say_that_they_are_drafts_and_synthetic(rendered):
    text = " ".join(Page(rendered[0].read_text("utf-8")).text)
    assert "Draft This report is confidential until it is published." in re.sub(r"\s+", " ", text)
    assert "findings in this report are synthetic" in text
    for page in pypdfium2.PdfDocument(rendered[1]):
        shown = page.get_textpage().get_text_bounded()
        assert "The findings are synthetic and the areas fictional" in shown
        assert "DRAFT" in shown


def test_prose_reads_well(rendered):
    text = re.sub(r"\s+", " ", "".join(Page(rendered[0].read_text("utf-8")).text))
    for wrong in ("?meta", "{{<", "[c] of", " ,", "..", "&#", " .", "‘’", "()"):
        assert wrong not in text, wrong
    assert not re.search(r"\bnan\b|\bNone\b(?! of these)|\bNaN\b|\b1 visits\b", text)
    # No word stands twice.
    assert not re.search(r"\b(\w*[a-z]) \1\b", text), re.search(r"\b(\w*[a-z]) \1\b", text)


def test_pdf_holds_every_heading_in_its_tag_tree(rendered):
    if not shutil.which("pdfinfo"):
        pytest.skip("pdfinfo is missing: install poppler-utils")
    page = Page(rendered[0].read_text("utf-8"))
    tree = subprocess.run(
        ["pdfinfo", "-struct-text", rendered[1]],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=True,
    ).stdout
    flat = re.sub(r'[\s"]', "", tree)
    for _, heading in page.headings[1:]:
        assert re.sub(r'[\s"]', "", heading) in flat, heading
    # The contents have a heading of their own in the PDF.
    levels = [int(level) for level in re.findall(r"^ *H(\d)\b", tree, re.MULTILINE)]
    assert levels[1:] == [level - 1 for level, _ in page.headings[1:]]
    assert len(re.findall(r"^ *Table\b", tree, re.MULTILINE)) == len(page.tables)
    assert len(re.findall(r"^ *Figure\b", tree, re.MULTILINE)) == len(page.all("img"))
    assert len(re.findall(r"^ *TH\b", tree, re.MULTILINE)) >= 2 * len(page.tables)


def test_pdf_has_language_title_and_its_standard(rendered):
    content = rendered[1].read_bytes()
    assert b"pdfuaid:part" in content
    assert b"/Lang" in content and b"en-GB" in content
    document = pypdfium2.PdfDocument(content)
    assert document.get_metadata_value("Title")


def test_quarto_and_the_embedded_renderer_agree(tmp_path):
    if not shutil.which("quarto"):
        pytest.skip("quarto is missing: install it (see environment.yml) to compare renderers")
    key = "october-2020"
    staging = staged(tmp_path, key, EVIDENCE[key])
    pages, texts = [], []
    for name, render in (("quarto", render_quarto), ("embedded", render_embedded)):
        for suffix in ("html", "pdf"):
            render(staging, key, suffix, tmp_path / name / f"{key}.{suffix}", timestamp=NOON)
        pages.append(Page((tmp_path / name / f"{key}.html").read_text("utf-8")))
        document = pypdfium2.PdfDocument(tmp_path / name / f"{key}.pdf")
        shown = " ".join(page.get_textpage().get_text_bounded() for page in document)
        # Lines and pages may break elsewhere, and so words split and page numbers differ: every
        # letter is compared. The web pages are compared word by word, figures included.
        texts.append(Counter(re.sub(r"[\W\d]", "", shown)))
    quarto, embedded = pages
    assert quarto.headings == embedded.headings
    assert quarto.tables == embedded.tables
    assert [i["alt"] for i in quarto.all("img")] == [i["alt"] for i in embedded.all("img")]
    # The box around each table has the caption for its name.
    names = [[i["aria-label"] for i in page.all("div") if "aria-label" in i] for page in pages]
    assert names[0] == names[1]
    words = [re.findall(r"\w+", "".join(page.text)) for page in pages]
    assert words[0] == words[1]
    assert texts[0] == texts[1]


def test_another_series_renders_with_the_shared_sections(tmp_path):
    config = {
        "series": {"title": "Libraries", "publisher": "A", "topic": "t", "people": "readers"},
        "thresholds": SERIES.config["thresholds"],
        "quantifiers": [{"from": 0, "word": "some"}],
    }
    report = {"title": "Libraries in 2031", "date": "2031-02-03", "surveys": []}
    report["cumulative_over"] = []
    codebook = {
        "questions": {"noise": "How loud it was"},
        "themes": {"hush": {"label": "Hush", "questions": ["noise"]}},
    }
    parts = (report, "only", config, codebook, {}, {}, [])
    sources = tmp_path / "sources"
    sources.mkdir()
    sections = ["limits", "context", "voices", "sectors", "method", "glossary", "help"]
    sections += ["annex", "colophon"]
    text = "## {{< meta facts.questions.noise >}}\n\n{{< meta facts.evidence.scope >}}\n\n"
    text += "{{< include _generated/themes-noise.md >}}\n\n"
    text += "{{< include _generated/figure-themes-noise.md >}}\n\n"
    text += "\n\n".join(f"{{{{< include _sections/{name}.md >}}}}" for name in sections)
    (sources / "only.qmd").write_text(text, encoding="utf-8")
    stage(
        sources,
        tmp_path / "staging",
        make_facts(*parts),
        make_fragments(*parts),
        tmp_path / "none",
        defaults=REPOSITORY / "reports",
    )
    for suffix in ("html", "pdf"):
        render_embedded(
            tmp_path / "staging", "only", suffix, tmp_path / f"o.{suffix}", timestamp=NOON
        )
    page = Page((tmp_path / "o.html").read_text("utf-8"))
    assert [1, "Libraries in 2031"] in page.headings and [2, "How loud it was"] in page.headings
