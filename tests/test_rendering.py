import datetime
import html
import re
import shutil

import pypdfium2
import pytest
from public_tables import SERIES, SVG

from nationalreports import rendering
from nationalreports.config import REPOSITORY
from nationalreports.facts import make_facts
from nationalreports.fragments import escape, escape_value
from nationalreports.rendering import (
    choose_renderer,
    describe,
    render_embedded,
    render_quarto,
    stage,
)
from nationalreports.sources import RenderingError

JOINER = "\u2060"
NOON = datetime.datetime(2020, 11, 10, 12, tzinfo=datetime.UTC)
HOSTILE = "{{< include x >}} <script>alert(1)</script> $x$ `#panic()`{=typst} *b* | \\ #let"


def staged(tmp_path, text, *, fragments=None, changes=None):
    sources, figures = tmp_path / "sources", tmp_path / "figures"
    sources.mkdir(exist_ok=True)
    figures.mkdir(exist_ok=True)
    (sources / "tiny.qmd").write_text(text, encoding="utf-8")
    (figures / "one.svg").write_text(SVG, encoding="utf-8")
    report = SERIES.config["reports"]["october-2020"]
    facts = make_facts(report, "tiny", SERIES.config, SERIES.codebook, SERIES.surveys, {}, [])
    facts["facts"].update(changes or {})
    stage(
        sources,
        tmp_path / "staging",
        facts,
        fragments or {},
        figures,
        defaults=REPOSITORY / "reports",
    )
    return tmp_path / "staging"


def render(tmp_path, text, suffix="html", **options):
    staging = staged(tmp_path, text, **options)
    output = tmp_path / "out" / f"tiny.{suffix}"
    render_embedded(staging, "tiny", suffix, output, timestamp=NOON)
    assert [path.name for path in output.parent.iterdir()] == [output.name]
    return output.read_bytes()


def pdf_text(content):
    document = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\n\n{{< video x >}}\n", "tiny.qmd, line 3: unknown shortcode"),
        ("{{< meta facts.areas.vist >}}", "tiny.qmd, line 1: there is no fact"),
        ("{{< meta facts.has.visits >}}", "line 1: 'facts.has.visits' is not a text"),
        ("{{< include gone.md >}}", "line 1: the file to include, 'gone.md', does not exist"),
        ("{{< include ../sources/tiny.qmd >}}", "does not exist"),
        ("{{< include tiny.qmd >}}", "includes itself"),
        ("see\n@fig-gone.", "tiny.qmd, line 2: @fig-gone refers to no figure"),
        ("see @sec-method.", "@sec-method refers to no figure"),
        ('::: {.content-visible when-meta="facts.has.x"}\na\n:::', "there is no fact"),
        ('::: {.content-visible when-meta="facts.title"}\na\n:::', "is a text"),
        ("text {{< include a.md >}}", "on a line of its own"),
        ("text {{< meta\nfacts.title >}}", "is not closed on its line"),
        ("{{< include bad.md >}}", "bad.md, line 2: there is no fact"),
    ],
)
def test_faults_name_file_and_line(tmp_path, text, message):
    with pytest.raises(RenderingError, match=re.escape(message)):
        render(tmp_path, text, fragments={"bad.md": "fine\n{{< meta facts.no >}}\n"})


def test_a_missing_picture_and_a_missing_alternative_are_errors(tmp_path):
    with pytest.raises(RenderingError, match="gone"):
        render(tmp_path, '![c](figures/gone.svg){#fig-a fig-alt="x"}')
    with pytest.raises(RenderingError, match="no alternative text"):
        render(tmp_path, "![c](figures/one.svg){#fig-a}", "pdf")


@pytest.mark.skipif(not shutil.which("quarto"), reason="quarto is missing (see environment.yml)")
def test_quarto_faults_are_errors_and_give_the_reason(tmp_path):
    for text, suffix, reason in (
        ('![c](figures/gone.svg){#fig-a fig-alt="x"}', "html", "fetch resource figures/gone.svg"),
        ('![c](figures/gone.svg){#fig-a fig-alt="x"}', "pdf", "file not found"),
        ("![c](figures/one.svg){#fig-a}", "pdf", "no alternative text"),
        (':::: {.accounts}\n::: {theme="themes.no"}\nx\n:::\n::::', "html", "no theme themes.no"),
    ):
        staging, output = staged(tmp_path, text), tmp_path / f"tiny.{suffix}"
        with pytest.raises(RenderingError, match=reason):
            render_quarto(staging, "tiny", suffix, output, timestamp=NOON)
        assert not output.exists()


def test_a_failed_rendering_leaves_no_output(tmp_path):
    with pytest.raises(RenderingError):
        render(tmp_path, "{{< meta facts.no >}}")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("renderer", ["embedded", "quarto"])
def test_hostile_text_comes_out_as_characters(tmp_path, renderer):
    if renderer == "quarto" and not shutil.which("quarto"):
        pytest.skip("quarto is missing: install it (see environment.yml) to try it")
    fragments = {
        "f.md": f"| {escape(HOSTILE)} | n |\n|:--|--:|\n| {escape(HOSTILE)} | 1 |\n\n"
        f": {escape(HOSTILE)} {{#tbl-a}}\n\n"
        f'![{escape(HOSTILE)}](figures/one.svg){{#fig-a fig-alt="{escape_value(HOSTILE)}"}}\n'
    }
    text = "## Head\n\n{{< meta facts.title >}}\n\n{{< include f.md >}}\n"
    staging = staged(tmp_path, text, fragments=fragments, changes={"title": HOSTILE})
    make = {"embedded": render_embedded, "quarto": render_quarto}[renderer]
    for suffix in ("html", "pdf"):
        make(staging, "tiny", suffix, tmp_path / f"tiny.{suffix}", timestamp=NOON)
    page = (tmp_path / "tiny.html").read_text("utf-8")
    shown = re.sub(r"\s", "", HOSTILE)
    assert "<script" not in page
    # Title, heading of the page, paragraph, table (caption, head, cell), figure (caption).
    assert re.sub(r"\s", "", html.unescape(page)).replace(JOINER, "").count(shown) >= 7
    alternative = re.search(r'alt="([^"]*)"', page)
    assert alternative and html.unescape(alternative.group(1)).replace(JOINER, "") == HOSTILE
    printed = re.sub(r"[\s\x02\ufffe\u2060]", "", pdf_text((tmp_path / "tiny.pdf").read_bytes()))
    assert printed.count(shown) >= 5


@pytest.mark.parametrize("renderer", ["embedded", "quarto"])
def test_comments_are_not_shown_and_code_is(tmp_path, renderer):
    if renderer == "quarto" and not shutil.which("quarto"):
        pytest.skip("quarto is missing: install it (see environment.yml) to try it")
    text = (
        "Text <!-- lost\n\n[gone]{.x} {{< meta facts.no >}}\n--> ends.\n\nCode: `<!-- here -->`.\n"
    )
    staging = staged(tmp_path, text)
    make = {"embedded": render_embedded, "quarto": render_quarto}[renderer]
    make(staging, "tiny", "html", tmp_path / "tiny.html", timestamp=NOON)
    page = (tmp_path / "tiny.html").read_text("utf-8").split("<main", 1)[1]
    said = html.unescape(re.sub(r"<!--.*?-->|<[^>]*>", "", page, flags=re.DOTALL))
    assert "ends." in said and "Code: <!-- here -->." in said
    assert "lost" not in said and "gone" not in said


def test_conditions_hold_for_headings_too(tmp_path):
    text = (
        '::: {.content-visible when-meta="facts.has.visits"}\n## Yes\n:::\n\n'
        '::: {.content-hidden when-meta="facts.has.visits"}\n## No\n:::\n\n'
        '::: {.content-visible unless-meta="facts.has.visits"}\n## Neither\n:::\n\n'
        '::: {.content-hidden unless-meta="facts.has.visits"}\n## Also\n:::\n'
    )
    page = render(tmp_path, text, changes={"has": {"visits": True}}).decode()
    assert re.findall(r"<h2><a[^>]*>(\w+)", page) == ["Yes", "Also"]


def test_figures_and_tables_are_numbered_and_referred_to(tmp_path):
    text = (
        "## H\n\nSee @fig-b and @tbl-a.\n\n"
        '![One](figures/one.svg){#fig-a fig-alt="first"}\n\n'
        '![Two](figures/one.svg){#fig-b fig-alt="second"}\n\n'
        "| A | B |\n|:--|--:|\n| x | 1 |\n\n: Cap {#tbl-a}\n"
    )
    page = render(tmp_path, text).decode()
    assert '<a href="#fig-b">Figure\u00a02</a>' in page
    assert '<a href="#tbl-a">Table\u00a01</a>' in page
    assert re.findall(r'<img[^>]* alt="(\w+)"', page) == ["first", "second"]
    assert 'scope="col"' in page and 'scope="row"' in page
    source = rendering._pandoc(tmp_path / "staging", "tiny", text, rendering._TYPST_OPTIONS)
    assert 'alt: "second"' in source and "table.header(" in source


def test_equal_sources_give_equal_bytes(tmp_path):
    first = render(tmp_path, "## H\n\ntext\n", "pdf")
    assert render(tmp_path, "## H\n\ntext\n", "pdf") == first


def test_attributes_keep_their_order(tmp_path):
    # Lua walks a table of keys in another order on each run, so attributes could change places.
    table = "## H\n\n| a | b |\n|---|---|\n| c | d |\n\n: Names {#tbl-names}\n"
    assert len({render(tmp_path, table, "html") for _ in range(6)}) == 1


def test_another_series_brings_its_own_sections_and_format(tmp_path):
    own = tmp_path / "sources" / "_sections"
    own.mkdir(parents=True)
    (own / "method.md").write_text("Our own method.\n", encoding="utf-8")
    staging = staged(tmp_path, "{{< include _sections/method.md >}}\n")
    assert (staging / "_sections" / "method.md").read_text() == "Our own method.\n"
    assert (staging / "_sections" / "colophon.md").is_file()
    assert not (staging / "october-2020.qmd").exists()


def test_the_renderer_is_chosen_by_setting_and_what_is_there(monkeypatch):
    monkeypatch.setattr(rendering, "_quarto_version", lambda: None)
    assert choose_renderer("auto") == choose_renderer("embedded") == "embedded"
    with pytest.raises(RenderingError, match="was not found"):
        choose_renderer("quarto")
    monkeypatch.setattr(rendering, "_quarto_version", lambda: (1, 8, 27))
    assert choose_renderer("auto") == "embedded"
    with pytest.raises(RenderingError, match=r"only 1\.8\.27 was found"):
        choose_renderer("quarto")
    monkeypatch.setattr(rendering, "_quarto_version", lambda: (1, 9, 0))
    assert choose_renderer("auto") == choose_renderer("quarto") == "quarto"
    assert describe("embedded").startswith("pandoc ")
