"""The web reports and the page that lists them, as people have them: from files, in Chromium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from browser_windows import NEEDS_CHROMIUM, Windows, find_faults, open_browser
from playwright.sync_api import Page
from web_pages import STYLE, make_pages

pytestmark = NEEDS_CHROMIUM

REFERENCE = Path(__file__).parent / "references" / "reading_order.txt"
REPORTS = ["october-2020", "november-2020", "final-2021"]
NAMES = [*REPORTS, "index"]

#: What WCAG 2.2, criterion 1.4.12, lets a reader set.
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }"""

#: The page is no wider than the window, so nobody scrolls sideways; tables in their regions may be.
FITS = "document.documentElement.scrollWidth <= window.innerWidth"

#: Boxes that hide a part of what they hold, but for text that is there for screen readers alone.
CUT_OFF = """() => [...document.querySelectorAll("body, body *:not(.unseen, img)")].filter(
  part => /hidden|clip/.test(getComputedStyle(part).overflow)
    && (part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 1)
).map(part => part.outerHTML.slice(0, 80))"""

#: All that the tabulator key is to reach, in the order of the text.
REACHED = """() => [...document.querySelectorAll("a[href], summary, [tabindex='0']")]
.filter(part => part.checkVisibility() && !part.closest("details:not([open]) > :not(summary)"))"""

#: What is wrong with the focus where part `place` of those in `wanted` is to have it.
FOCUSED = """place => {
  const part = document.activeElement, style = getComputedStyle(part);
  const name = part.outerHTML.slice(0, 80), box = part.getClientRects()[0];
  if (part !== wanted[place]) return "not next: " + name;
  if (style.outlineStyle !== "solid" || style.boxShadow === "none") return "not seen: " + name;
  if (box.top < 0 || box.bottom > innerHeight) return "out of sight: " + name;
  const top = document.elementFromPoint(box.x + 10, box.y + Math.min(box.height / 2, 20));
  return part.contains(top) ? "" : "covered: " + name;
}"""


@pytest.fixture(scope="module")
def windows() -> Iterator[Windows]:
    with open_browser() as windows:
        yield windows


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return make_pages(tmp_path_factory.mktemp("pages"))


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_axe_finds_nothing(windows, pages, name, width):
    page, _ = windows.open(pages[name], width=width)
    unfold(page)
    assert find_faults(page) == ""


def test_axe_finds_nothing_where_the_reader_chooses_the_colours(windows, pages):
    page, _ = windows.open(pages["october-2020"], media={"forced_colors": "active"})
    unfold(page)
    assert find_faults(page) == ""


def test_axe_would_find_faults(windows, pages, tmp_path):
    path = tmp_path / "faulty.html"
    text = pages["small"].read_text(encoding="utf-8")
    faulty = re.sub(r' (alt|aria-label)="Bar[^"]*"', "", text)
    path.write_text(faulty.replace("--link: #1a65a6", "--link: #9ac"), encoding="utf-8")
    found = find_faults(windows.open(path)[0])
    assert "image" in found and "contrast" in found


@pytest.mark.parametrize("name", NAMES)
def test_a_page_asks_for_nothing_and_has_no_script(windows, pages, name):
    page, seen = windows.open(pages[name])
    unfold(page)
    page.mouse.wheel(0, 20_000)
    assert page.evaluate("document.scripts.length") == 0
    assert seen.nothing(), seen


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [320, 640, 768, 1280])
def test_nobody_scrolls_sideways(windows, pages, name, width):
    """320 px is a phone or 400% zoom, 640 px is 1280 px at 200% zoom; also with wider spacing."""
    page, _ = windows.open(pages[name], width=width)
    unfold(page)
    assert page.evaluate(FITS)
    page.add_style_tag(content=SPACING)
    assert page.evaluate(FITS)
    assert page.evaluate(CUT_OFF) == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [320, 1280])
def test_text_of_twice_the_size_is_not_cut_off(windows, pages, name, width):
    page, _ = windows.open(pages[name], width=width)
    unfold(page)
    before = page.evaluate("parseFloat(getComputedStyle(document.querySelector('p')).fontSize)")
    page.add_style_tag(content="html { font-size: 200%; }")
    after = page.evaluate("parseFloat(getComputedStyle(document.querySelector('p')).fontSize)")
    assert after == 2 * before
    assert page.evaluate(FITS)
    assert page.evaluate(CUT_OFF) == []


@pytest.mark.parametrize(("name", "width"), [("small", 320), ("small", 1280), ("index", 1280)])
def test_the_keyboard_reaches_all_in_the_order_of_the_text(windows, pages, name, width):
    page, _ = windows.open(pages[name], width=width)
    unfold(page)
    assert page.locator("[tabindex]:not([tabindex='0'], [tabindex='-1'])").count() == 0
    wanted = page.evaluate(f"window.wanted = ({REACHED})(); wanted.length")
    assert wanted > 5
    for place in range(wanted):
        page.keyboard.press("Tab")
        # Chromium may scroll a moment after it has moved the focus.
        for _ in range(100):
            told = page.evaluate(FOCUSED, place)
            if not told:
                break
            page.wait_for_timeout(20)
        assert told == ""


@pytest.mark.parametrize("name", NAMES)
def test_parts_stand_on_the_page_in_the_order_of_the_text(windows, pages, name):
    page, _ = windows.open(pages[name], width=320)
    unfold(page)
    tops = page.evaluate(
        """() => [...document.querySelectorAll(
          "header p, h1, #contents, h2, h3, main p, figcaption, img, summary, table, .back"
        )].filter(part => part.checkVisibility()).map(part => part.getBoundingClientRect().top)"""
    )
    assert len(tops) > 15
    assert tops == sorted(tops)


@pytest.mark.parametrize("name", NAMES)
def test_headings_and_landmarks(windows, pages, name):
    page, _ = windows.open(pages[name])
    assert page.get_by_role("banner").count() == page.get_by_role("main").count() == 1
    assert page.get_by_role("navigation", name="Contents").count() == (name != "index")
    levels = page.evaluate("[...document.querySelectorAll('h1, h2, h3')].map(h => +h.tagName[1])")
    assert levels[:2] == [1, 2] and levels.count(1) == 1
    regions = [part.get_attribute("aria-label") for part in page.get_by_role("region").all()]
    assert len(regions) == len(set(regions))


def test_skip_link_comes_first_and_leads_to_the_report(windows, pages):
    page, _ = windows.open(pages["small"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_contents_stay_in_view_where_there_is_room(windows, pages):
    page, _ = windows.open(pages["october-2020"])
    page.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
    contents, main = (page.locator(part).bounding_box() for part in ("#contents", "main"))
    assert contents["y"] == 0 and contents["x"] + contents["width"] <= main["x"]
    assert contents["height"] <= 800
    assert page.locator(".top a").is_visible() and page.locator(".back").first.is_hidden()
    page, _ = windows.open(pages["october-2020"], width=320)
    page.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
    assert page.locator("#contents").bounding_box()["y"] < 0
    assert page.locator(".top").is_hidden() and page.locator(".back").first.is_visible()


def test_sections_have_the_numbers_that_the_contents_give(windows, pages):
    page, _ = windows.open(pages["small"])
    lines = _tree(page)
    for number, name in (("1", "Main points"), ("1.1", "A part"), ("2", "Annex")):
        entry = lines.index(f'link "{name}"')
        assert f'StaticText "{number}"' in lines[entry + 1 : entry + 3]
        heading = next(n for n, line in enumerate(lines) if line.startswith(f'heading "{name}"'))
        read = [
            line.split('"')[1]
            for line in lines[heading + 1 : lines.index(f'link "{name}"', heading)]
        ]
        assert "".join(read) == number


def test_a_heading_is_a_link_to_itself_that_shows_where_one_points_at_it(windows, pages):
    page, _ = windows.open(pages["small"])
    link = page.get_by_role("link", name="A part", exact=True).last
    sign = "part => getComputedStyle(part, '::after').content"
    assert link.evaluate(sign) == "none"
    link.hover()
    assert "#" in link.evaluate(sign)
    page.mouse.move(0, 0)
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert "#" in link.evaluate(sign)
    page.keyboard.press("Enter")
    assert page.url.endswith("#a-part")


def test_data_open_by_keyboard_and_are_those_of_the_annex(windows, pages):
    page, _ = windows.open(pages["october-2020"])
    folded = page.locator("details.data")
    assert folded.count() > 8
    for number in range(folded.count()):
        one = folded.nth(number)
        assert one.locator("table").is_hidden()
        one.locator("summary").focus()
        page.keyboard.press("Enter")
        assert one.locator("table").is_visible()
        name = f"Figure\u00a0{number + 1}"
        assert one.locator("summary").inner_text().replace("\n", " ") == f"Show data of {name}"
        annex = one.evaluate("part => part.nextElementSibling.querySelector('a').hash")
        rows = "table => [...table.rows].map(row => [...row.cells].map(cell => cell.innerText))"
        assert one.locator("table").evaluate(rows) == page.locator(annex).evaluate(rows)


def test_what_is_printed(windows, pages):
    page, _ = windows.open(pages["small"])
    page.emulate_media(media="print")
    whole = page.pdf(prefer_css_page_size=True)
    for hidden in (".skip", "#contents", ".back >> nth=0", ".data"):
        assert page.locator(hidden).is_hidden(), hidden
    document = pypdfium2.PdfDocument(whole)
    text = "\n".join(one.get_textpage().get_text_range() for one in document)
    flat = re.sub(r"\s+", " ", text)
    # The data of the figure stand once, in the annex, and not in the copy below the figure.
    assert "Data of Figure 1" not in flat and flat.count("Calm & “rest”") == 1
    assert "https://example.org/page" in flat
    assert "(#" not in flat and "data:" not in flat
    assert f"1 of {len(document)}" in flat


def test_nothing_moves():
    assert not re.search(r"transition|animation|scroll-behavior|@keyframes", STYLE.read_text())


def test_focus_is_seen_where_the_reader_chooses_the_colours(windows, pages):
    page, _ = windows.open(pages["small"], media={"forced_colors": "active"})
    for _ in range(2):
        page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineColor")
    assert outline != "rgba(0, 0, 0, 0)"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_what_a_screen_reader_is_told(windows, pages):
    """Chromium's accessibility tree of the small report. After a change that is meant, write the
    new tree over the reference: pytest prints it."""
    page, _ = windows.open(pages["small"])
    unfold(page)
    told = "\n".join(_tree(page)) + "\n"
    print(told)
    assert told == REFERENCE.read_text(encoding="utf-8")


#: Roles that hold others and say nothing; names of roles differ between versions of Chromium.
_SILENT = {"RootWebArea", "generic", "none", "LineBreak", "InlineTextBox", "Figcaption", "caption"}
_SILENT |= {"rowgroup", "LayoutTable", "LayoutTableRow", "LayoutTableCell", "paragraph", "strong"}


def _tree(page: Page) -> list[str]:
    """A line for each thing that is read out: role, name, and level or state, in order."""
    session = page.context.new_cdp_session(page)
    session.send("Accessibility.enable")
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    own = {node["nodeId"]: node for node in nodes}
    lines: list[str] = []

    def read(node, parent_name):
        role = node.get("role", {}).get("value", "none")
        name = " ".join(node.get("name", {}).get("value", "").split())
        state = "".join(
            f" {given['name']}={given['value'].get('value')}"
            for given in node.get("properties", [])
            if given["name"] in ("level", "expanded")
        )
        quiet = node.get("ignored") or role in _SILENT
        # Text that only repeats the name of what holds it is read once.
        if role == "StaticText" and (not name or name in parent_name):
            quiet = True
        if not quiet:
            lines.append(f'{role} "{name}"{state}' if name else f"{role}{state}")
            parent_name = name if name else parent_name
        for child in node.get("childIds", []):
            if child in own:
                read(own[child], parent_name)

    read(next(node for node in nodes if not node.get("parentId")), "")
    return lines
