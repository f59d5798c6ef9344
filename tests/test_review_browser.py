"""The reviewers' page as a person has it: from a file, in Chromium, by mouse and by keyboard."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import review_samples as samples
from browser_windows import NEEDS_CHROMIUM, Windows, find_faults, open_all, open_browser
from playwright.sync_api import Page, expect

from nationalreports.problems import to_frame
from nationalreports.review import LARGEST, review_page

pytestmark = NEEDS_CHROMIUM

#: A word that has no end to break at.
LONG = "x" * 1_000

#: What WCAG 2.2, criterion 1.4.12, lets a reader set.
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }"""

#: The page is no wider than the window, so nobody scrolls sideways; regions of it may be.
FITS = "document.documentElement.scrollWidth <= window.innerWidth"


@pytest.fixture(scope="module")
def windows() -> Iterator[Windows]:
    with open_browser() as windows:
        yield windows


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Pages of a clean run, of a bad one and of one with a hostile text, as files."""
    folder = tmp_path_factory.mktemp("pages")
    about = samples.about()
    held = [row for row in about["decisions"] if row["state"] == "in force"]
    stopped = {**about, "not_reached": ["disclosure control", "charts", "the reports"]}
    failed = samples.results({"FND-104": "failed", "SVY-103": "broken"})
    made = {
        "clean": (to_frame([]), samples.results({}), {**about, "decisions": held}),
        "bad": (samples.bad_run(), failed, stopped),
        "long": (samples.hostile_run(LONG), samples.hostile_results(LONG), samples.about(LONG)),
    }
    paths = {}
    for name, given in made.items():
        paths[name] = folder / f"{name}.html"
        paths[name].write_text(review_page(*given), encoding="utf-8", newline="\n")
    # As it stands without JavaScript, which axe itself needs.
    start, script, _ = paths["bad"].read_text(encoding="utf-8").rpartition("<script>")
    assert script
    paths["static"] = folder / "static.html"
    paths["static"].write_text(f"{start}</body></html>", encoding="utf-8", newline="\n")
    return paths


@pytest.fixture
def bad(windows: Windows, pages: dict[str, Path]) -> Iterator[Page]:
    """The page of a bad run; at the end nothing was asked for, no dialog opened, no fault met."""
    page, seen = windows.open(pages["bad"])
    yield page
    assert seen.nothing(), seen


def column(page: Page, label: str) -> list[str]:
    return page.locator(f"#rows td[data-label='{label}']").all_inner_texts()


def status(page: Page) -> str:
    return page.locator("#status").inner_text()


def test_a_clean_run_says_so_in_one_screen(windows, pages):
    page, seen = windows.open(pages["clean"])
    assert page.locator("text=No problems were found.").is_visible()
    assert page.locator(".verdict strong").inner_text() == "Yes"
    assert page.evaluate("document.documentElement.scrollHeight <= window.innerHeight")
    assert page.locator("summary h2").count() == 8
    assert seen.nothing(), seen


def test_problems_are_shown_a_hundred_at_a_time(bad):
    assert status(bad) == "Showing 100 of 271 problems."
    bad.locator("#more").click()
    assert status(bad) == "Showing 200 of 271 problems."
    # The first new row has the focus, so that a keyboard goes on from there.
    at = "Array.prototype.indexOf.call(rows.rows, document.activeElement.closest('tr'))"
    assert bad.evaluate(at) == 100
    bad.locator("#more").click()
    assert status(bad) == "Showing 271 of 271 problems."
    assert bad.locator("#rows tr").count() == 271
    assert bad.locator("#more").is_hidden()


def test_a_heading_sorts_up_and_down(bad):
    heading = bad.get_by_role("columnheader", name="Row")
    heading.get_by_role("button").click()
    numbers = [int(text) for text in column(bad, "Row")]
    assert numbers == sorted(numbers)
    assert heading.get_attribute("aria-sort") == "ascending"
    heading.get_by_role("button").click()
    assert heading.get_attribute("aria-sort") == "descending"
    rows = column(bad, "Row")
    # What is no number, or nothing, comes before the numbers on the way down.
    assert rows[:4] == ["page 2, item 3", "", "", "165"]
    bad.get_by_role("columnheader", name="Severity").get_by_role("button").click()
    assert set(column(bad, "Severity")) == {"error"}
    assert heading.get_attribute("aria-sort") is None


def test_filters_narrow_and_are_taken_back(bad):
    bad.select_option("#severity", "warning")
    assert status(bad) == "Showing 4 of 4 problems found, of 271 in this page."
    bad.select_option("#decision", "open")
    assert status(bad).startswith("Showing 3 of 3")
    bad.select_option("#source", "data/raw/findings/notes.docx")
    assert column(bad, "Row") == ["page 2, item 3"]
    bad.select_option("#rule", "LET-003")
    assert status(bad) == "No problem is like this. Choose “Show all again”."
    bad.click("#clear")
    assert status(bad) == "Showing 100 of 271 problems."
    bad.select_option("#decision", "to be corrected")
    assert column(bad, "Decision") == [
        "to be corrected by R. Viewer on 3 November 2020: the team knows"
    ]
    bad.select_option("#decision", "settled")
    assert len(column(bad, "Decision")) == 2


def test_a_search_finds_all_words_in_any_column(bad):
    for words, count in (("UNKNOWN let-003", 2), ("notes.docx waited", 1), ("c" * 16, 1)):
        bad.fill("#search", words)
        expect(bad.locator("#rows tr")).to_have_count(count)
    bad.fill("#search", "nothing of the kind")
    expect(bad.locator("#rows tr")).to_have_count(0)


def test_what_a_row_says_and_offers(bad):
    row = bad.locator("#rows tr").first
    row.locator("summary").click()
    expect(row.get_by_role("button")).to_have_count(2)
    said = row.inner_text()
    record = samples.digest(samples._PARENTS, 2)
    for words in (
        "Each response comes from an area that was visited.",
        "Its answers would count in no report",
        record,
        "the record is left out of every figure",
        f"SVY-006,{record},exclude,,,,",
        "until it is, nothing is settled",
        f"SVY-006,{record},correct,,,,",
    ):
        assert words in said
    assert row.get_by_role("button").all_inner_texts() == [
        "Copy line to exclude",
        "Copy line to correct",
    ]
    bad.select_option("#rule", "LET-003")
    row.locator("summary").click()
    expect(row).to_contain_text("No decision can settle this: it must be put right.")
    assert row.get_by_role("button").all_inner_texts() == ["Copy line to correct"]
    bad.select_option("#rule", "FND-104")
    row.locator("summary").click()
    expect(row.get_by_role("button")).to_have_count(3)


@pytest.mark.parametrize("way", ["mouse", "keyboard", "old"])
def test_a_line_is_copied_from_a_page_in_a_file(windows, pages, way):
    page, seen = windows.open(pages["bad"])
    if way == "old":
        page.evaluate(
            "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('shut')); }"
        )
    summary = page.locator("#rows summary").first
    summary.focus()
    page.keyboard.press("Enter")
    button = page.locator("#rows tr").first.get_by_role("button").first
    expect(button).to_be_visible()
    if way == "mouse":
        button.click()
    else:
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
    line = f"SVY-006,{samples.digest(samples._PARENTS, 2)},exclude,,,,"
    expect(page.locator("#told")).to_have_text(f"Copied: {line}")
    assert page.locator("#told").get_attribute("role") == "status"
    page.focus("#search")
    page.keyboard.press("Control+V")
    assert page.input_value("#search") == line
    assert seen.nothing(), seen


def test_everything_is_reached_by_keyboard_and_the_focus_is_seen(windows, pages):
    page, _ = windows.open(pages["bad"])
    page.select_option("#rule", "FND-104")
    page.focus("#rows summary >> nth=0")
    page.keyboard.press("Space")
    expect(page.locator("#rows button").first).to_be_visible()
    wanted = page.evaluate(
        """[...document.querySelectorAll('a, button, select, input, summary, [tabindex="0"]')]
        .filter(element => element.checkVisibility()).length"""
    )
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    page.mouse.click(2, 2)
    reached = page.evaluate("window.reached = []; 0")
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        reached = page.evaluate(
            """() => {
              const element = document.activeElement, box = element.getBoundingClientRect();
              if (element === document.body || window.reached.includes(element)) {
                return window.reached.length;
              }
              window.reached.push(element);
              const style = getComputedStyle(element), x = box.x + Math.min(box.width, 40) / 2;
              const top = document.elementFromPoint(x, box.y + Math.min(box.height / 2, 20));
              if (style.outlineStyle !== "solid" || parseFloat(style.outlineWidth) < 2) {
                throw new Error("no focus seen on " + element.outerHTML.slice(0, 80));
              }
              if (!element.contains(top) && !top.contains(element)) {
                throw new Error("covered: " + element.outerHTML.slice(0, 80));
              }
              return window.reached.length;
            }"""
        )
    assert reached == wanted


def test_sections_open_by_keyboard_and_from_the_contents(windows, pages):
    page, _ = windows.open(pages["clean"])
    link = page.locator("nav a", has_text="Weight of single areas")
    link.focus()
    page.keyboard.press("Enter")
    assert page.locator("#influence svg.span").first.is_hidden()
    assert page.locator("#influence").get_attribute("open") is not None
    page.locator("#influence > summary").focus()
    page.keyboard.press("Space")
    assert page.locator("#influence").get_attribute("open") is None


@pytest.mark.parametrize("name", ["clean", "bad", "long"])
@pytest.mark.parametrize("width", [320, 640, 1280])
def test_nobody_scrolls_sideways(windows, pages, name, width):
    """320 px is a phone or 400% zoom, 640 px is 1280 px at 200% zoom; also with wider spacing."""
    page, _ = windows.open(pages[name], width=width)
    open_all(page)
    assert page.evaluate(FITS)
    # As an extension sets it: past the page's own policy, which lets no foreign style in.
    page.evaluate(
        """css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);
        document.adoptedStyleSheets = [sheet]; }""",
        SPACING,
    )
    assert page.evaluate(FITS)
    assert page.evaluate("parseFloat(getComputedStyle(document.body).letterSpacing) > 1")


def test_on_a_phone_problems_are_cards_that_sort(windows, pages):
    page, _ = windows.open(pages["bad"], width=320)
    assert page.locator(".problems thead").is_hidden()
    page.select_option("#sort", "row down")
    assert column(page, "Row")[0] == "page 2, item 3"
    label = "getComputedStyle(document.querySelector('#rows td'), '::before').content"
    assert page.evaluate(label).startswith('"Severity')


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("clean", {}),
        ("bad", {}),
        ("bad", {"width": 320}),
        ("bad", {"width": 768}),
        ("bad", {"media": {"color_scheme": "dark"}}),
        ("bad", {"media": {"forced_colors": "active"}}),
        ("static", {}),
    ],
)
def test_axe_finds_nothing(windows, pages, name, settings):
    # axe is a foreign script, which the page's own policy would not let in.
    page, _ = windows.open(pages[name], policy=False, **settings)
    if name == "bad":
        page.select_option("#rule", index=1)
    if name == "static":
        # Ten rows are as good as a hundred, and take axe a tenth of the time.
        page.evaluate("rows.replaceChildren(...[...rows.rows].slice(0, 10))")
    open_all(page, filled=name != "static")
    assert find_faults(page) == ""


def test_a_script_put_into_the_page_is_not_run(windows, pages, tmp_path):
    """The page's policy itself: were a text to get through as markup, nothing would come of it."""
    hole = "<script>alert(1)</script><img src='http://127.0.0.1:9/x' onerror='alert(2)'>"
    path = tmp_path / "hole.html"
    whole = pages["bad"].read_text(encoding="utf-8")
    path.write_text(whole.replace("<main>", f"<main>{hole}"), encoding="utf-8")
    page, seen = windows.open(path)
    assert status(page) == "Showing 100 of 271 problems."
    assert seen.dialogs == []
    assert len(seen.faults) >= 2
    assert all("Content Security Policy" in fault for fault in seen.faults)


def test_the_page_without_javascript(windows, pages):
    page, seen = windows.open(pages["bad"], javascript=False)
    assert page.locator("#rows tr").count() == 100
    assert page.locator("#filters").is_hidden()
    assert page.locator("#more").is_hidden()
    note = page.locator("#static-note").inner_text()
    assert "the first 100 of 271 problems" in note
    assert "problems.xlsx" in note
    page.locator("#rows summary").first.click()
    assert ",exclude,,,," in page.locator("#rows tr").first.inner_text()
    assert seen.nothing(), seen


def test_what_is_printed(windows, pages):
    """The verdict, the counts and open problems; no controls, nothing folded, no settled ones."""
    page, _ = windows.open(pages["bad"], media={"color_scheme": "dark"})
    whole = page.pdf(format="A4")
    page.emulate_media(media="print")
    assert whole.startswith(b"%PDF")
    assert page.locator("#rows tr").count() == 271
    assert page.locator(".verdict").is_visible()
    assert page.locator("#rows tr.settled").first.is_hidden()
    for hidden in ("nav", "#filters", "#clear", "#more", "#rows details >> nth=0"):
        assert page.locator(hidden).is_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    text = printed(whole)
    assert "One check could not be made" in text[0]
    # Each page of the table has its headings.
    assert "What to do" in text[1]
    assert "What to do" in text[2]


def printed(pdf: bytes) -> list[str]:
    import pypdfium2

    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def test_a_hundred_thousand_problems_open_and_are_sorted_and_searched(windows, tmp_path):
    """No time is asserted, which says more of the machine: the benchmark measures it."""
    path = tmp_path / "many.html"
    html = review_page(samples.many(100_000, 100, 20), samples.results({}), samples.about())
    path.write_text(html, encoding="utf-8", newline="\n")
    assert path.stat().st_size <= LARGEST
    begun = time.monotonic()
    page, seen = windows.open(path)
    assert status(page) == "Showing 100 of 100,000 problems."
    print(f"{path.stat().st_size:,} bytes, opened in {time.monotonic() - begun:.2f} s")
    page.fill("#search", "answer 99999 ")
    expect(page.locator("#rows tr").first).to_contain_text("99999")
    page.click("#clear")
    page.select_option("#rule", "SVY-150")
    assert status(page) == "Showing 100 of 1,000 problems found, of 100,000 in this page."
    assert seen.nothing(), seen
