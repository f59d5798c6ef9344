"""A report as Govspeak: the words of its web page, in forms that kramdown and the tool take."""

import html
import json
import re
import shutil
import subprocess

import pytest
from web_pages import NOON, small_staging

from nationalreports.govspeak import write_govspeak
from nationalreports.page_elements import read_elements
from nationalreports.rendering import METADATA_FILE, read_document, render_embedded

TEXTS = ("p", "li", "dt", "dd", "th", "td", "h2", "h3", "h4", "figcaption", "caption")


def facts(**has: bool) -> dict:
    return {"subtitle": "Six visits", "has": {"draft": False, "synthetic": False, **has}}


def of_text(*texts: str) -> str:
    """Govspeak of a document of one paragraph for each text."""
    blocks = [{"t": "Para", "c": [{"t": "Str", "c": text}]} for text in texts]
    return write_govspeak({"blocks": blocks}, facts())[0].partition("Six visits.\n\n")[2]


def plain(text: str) -> str:
    """Words and figures of Govspeak or of a page's text, without marks and spaces."""
    text = re.sub(r"\[\^\d+\]:?|\]\([^)]*\)|\{#[\w-]+\}|^\[\w+: .*\]$", "", text, flags=re.M)
    return re.sub(r"[\W_]+", "", html.unescape(text))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list, str]:
    """A small report with one of everything: its Govspeak, the images, and its web page."""
    folder = tmp_path_factory.mktemp("small")
    staging = small_staging(folder)
    given = json.loads((staging / METADATA_FILE).read_text(encoding="utf-8"))["facts"]
    text, images = write_govspeak(read_document(staging, "small"), given)
    page = folder / "small.html"
    render_embedded(staging, "small", "html", page, timestamp=NOON)
    return text, images, page.read_text(encoding="utf-8")


def test_it_has_every_text_of_the_web_page(made: tuple[str, list, str]) -> None:
    text, _, page = made
    body = page[page.index("<main") : page.index("</main>")]
    # What a page has for going about in it, and the second copy of each table below its figure.
    body = re.sub(r'<details.*?</details>|<div class="back">.*?</div>|↩︎', "", body, flags=re.S)
    body = re.sub(r'<a[^>]*class="footnote-ref".*?</a>', "", body, flags=re.S)
    said = plain(text)
    told = [own.text for own in read_elements(body) if own.tag in TEXTS]
    assert len(told) > 15
    assert [own for own in told if plain(own) not in said] == []


def test_headings_tables_notes_callouts_images_and_files_have_their_forms(
    made: tuple[str, list, str],
) -> None:
    text, images, _ = made
    assert "\n## Main points {#points}\n" in text and "\n### A *part* {#" in text
    assert "\n# " not in text
    assert "[a link](https://example.org/page)" in text
    assert "a note[^1] and a reference to Figure\u00a01." in text and "\n[^1]: The note.\n" in text
    assert "\n^**Reading this** A callout.^\n" in text
    assert "\n[Image: one.png]\n\n[AttachmentLink: one.csv]\n" in text
    assert '\n| # Theme, all | # Areas |\n| --- | ---: |\n| # Calm &amp; “rest” "x" | 4 |\n' in text
    assert [(own.file, own.figure) for own in images] == [("one.png", "Figure\u00a01")]
    assert images[0].alternative_text == "Bar chart. Calm: 4; “Rest”: 2."


def test_a_draft_and_made_up_findings_are_said_first() -> None:
    text, _ = write_govspeak({"blocks": []}, facts(draft=True, synthetic=True))
    assert text.startswith("%Draft. ") and "%\n\n%The findings in this report are synthetic" in text
    assert of_text("x") == "x\n" and "%" not in of_text("x")


HOSTILE = [
    *("^a^", "%b%", "# c", "- d", "+ e", "1. f", "s1. g", ": h", "= i", "> j", "~~~ k", "| l | m"),
    *(
        "*n* _o_ `p`",
        "<b>q</b>",
        "&amp; r",
        "$CTA s",
        "[t](http://u)",
        "[c] and [z]",
        "back\\slash",
    ),
    *("[Image: v.png]", "w [AttachmentLink: x.csv]", "{::options /}", ":england:y:england:"),
    *("{barchart}", "*[HTML]: z", "[^1]: note", "[embed:link:1]"),
]


def test_no_text_is_a_command_of_the_tool() -> None:
    text = of_text(*HOSTILE)
    commands = (
        r"^[\^%]|\[(?:Image|AttachmentLink|Attachment|Contact|embed)\b|\{barchart|\{::"
        r"|:england:|^\$|^s\d\. |^[#+=:>~-]|^\d\. |<b>|^\*"
    )
    assert re.findall(commands, text, flags=re.MULTILINE) == []


def test_kramdown_shows_every_text_as_it_is() -> None:
    missing = "kramdown, which reads Govspeak, is missing (Debian: ruby-kramdown)"
    if not shutil.which("ruby"):
        pytest.skip(missing)
    command = ["ruby", "-rkramdown", "-e", "puts Kramdown::Document.new($stdin.read).to_html"]
    done = subprocess.run(command, input=of_text(*HOSTILE), capture_output=True, text=True)
    if "cannot load such file" in done.stderr:
        pytest.skip(missing)
    page = done.stdout
    shown = [html.unescape(own) for own in re.findall(r"<p>(.*?)</p>", page, flags=re.S)]
    assert shown == HOSTILE


def test_an_element_that_reports_do_not_have_is_not_dropped() -> None:
    with pytest.raises(ValueError, match="CodeBlock"):
        write_govspeak({"blocks": [{"t": "CodeBlock", "c": []}]}, facts())
