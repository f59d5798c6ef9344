"""Texts that would act in a browser if they could, in every field that the page shows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import review_samples as samples
from browser_windows import NEEDS_CHROMIUM, Windows, open_all, open_browser
from playwright.sync_api import expect

from nationalreports.review import review_page

pytestmark = NEEDS_CHROMIUM

#: Attributes that act, or lead out of the page, and elements that could.
ACTIVE = """[...document.querySelectorAll('*')].flatMap(element => [
  ...['IMG', 'IFRAME', 'OBJECT', 'EMBED', 'FORM', 'LINK', 'BASE'].filter(
    name => name === element.tagName),
  ...[...element.attributes].filter(({name, value}) => /^on|^style$/.test(name)
    || /^(src|srcdoc|action|formaction|.*href)$/.test(name) && !/^#[a-z-]+$/.test(value))
    .map(a => a.name)])"""


@pytest.fixture(scope="module")
def windows() -> Iterator[Windows]:
    with open_browser() as windows:
        yield windows


@pytest.mark.parametrize("number", range(len(samples.HOSTILE)))
def test_hostile_text_is_shown_and_does_nothing(windows, tmp_path, number):
    text, path = samples.HOSTILE[number], tmp_path / "page.html"
    given = samples.hostile_run(text), samples.hostile_results(text), samples.about(text)
    path.write_text(review_page(*given), encoding="utf-8", newline="\n")
    page, seen = windows.open(path)
    open_all(page)
    cell = page.locator("#rows td.value code").first.inner_text()
    assert cell == samples.SHOWN_AS.get(number, text)
    # Neither code nor record is one, so there is no line to be copied that could say more.
    assert page.locator("#rows button").count() == 0
    assert page.evaluate(ACTIVE) == []
    for heading in ("File", "Rule", "Decision"):
        page.get_by_role("columnheader", name=heading).get_by_role("button").click()
    for chosen in ("source", "rule"):
        page.select_option(f"#{chosen}", index=1)
    page.fill("#search", "no such words")
    expect(page.locator("#rows tr")).to_have_count(0)
    page.fill("#search", cell[:40].split()[0])
    expect(page.locator("#rows tr")).to_have_count(3)
    page.click("#clear")
    open_all(page)
    page.locator("nav a").last.click()
    assert page.evaluate(ACTIVE) == []
    page.emulate_media(media="print")
    assert seen.nothing(), seen
