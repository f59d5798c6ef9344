"""Chromium for tests of pages in files: windows, and what a page in them does."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

#: Without windows it opens a page in a tenth of the time.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
NEEDS_CHROMIUM = pytest.mark.skipif(
    not CHROMIUM, reason="chromium is not installed: apt-get install it"
)

#: What anything is waited for at most, in milliseconds: long, for machines with much else to do.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)

QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync"]


@dataclass
class Seen:
    """What a page did: the requests it made but for itself, dialogs, and faults of its script."""

    own: str = ""
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def clear(self, own: str) -> None:
        self.own = own
        for seen in (self.requests, self.dialogs, self.faults):
            seen.clear()

    def nothing(self) -> bool:
        return not (self.requests or self.dialogs or self.faults)


class Windows:
    """Windows kept from test to test: to open one takes a browser longer than to open a page."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._kept: dict[tuple[bool, bool], tuple[Page, Seen]] = {}

    def open(
        self,
        path: Path,
        *,
        width: int = 1280,
        javascript: bool = True,
        policy: bool = True,
        media: Mapping[str, Any] | None = None,
    ) -> tuple[Page, Seen]:
        """The file at `path` as freshly opened, and what it has done and will do."""
        if (javascript, policy) not in self._kept:
            self._kept[javascript, policy] = self._window(javascript, policy)
        page, seen = self._kept[javascript, policy]
        page.goto("about:blank")
        page.set_viewport_size({"width": width, "height": 800})
        plain = {"media": "screen", "color_scheme": "light", "forced_colors": "none"}
        page.emulate_media(**{**plain, **(media or {})})
        seen.clear(path.as_uri())
        page.goto(seen.own)
        return page, seen

    def _window(self, javascript: bool, policy: bool) -> tuple[Page, Seen]:
        context = self._browser.new_context(
            java_script_enabled=javascript, bypass_csp=not policy, accept_downloads=False
        )
        context.set_default_timeout(PATIENCE)
        page, seen = context.new_page(), Seen()
        # All windows: what a page asked a further one for counts too.
        context.on("request", lambda made: made.url != seen.own and seen.requests.append(made.url))
        context.on("page", lambda opened: seen.requests.append(f"window {opened.url}"))
        page.on("dialog", lambda dialog: (seen.dialogs.append(dialog.message), dialog.dismiss()))
        page.on("pageerror", lambda error: seen.faults.append(str(error)))
        page.on("console", lambda said: said.type == "error" and seen.faults.append(said.text))
        return page, seen


@contextmanager
def open_browser() -> Iterator[Windows]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=QUIET, timeout=2 * PATIENCE
        )
        yield Windows(browser)
        browser.close()


def open_all(page: Page, *, filled: bool = True) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    # The script fills the details of a problem when they open.
    if filled:
        expect(page.locator("#rows details:not(:has(:nth-child(2)))")).to_have_count(0)


#: axe leaves out by itself what WCAG 2.2 asks of the size of targets.
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


def find_faults(page: Page) -> str:
    """What axe finds wrong with a page, as text to read; nothing where all is well."""
    found = Axe().run(page, options=AXE)
    return found.generate_report() if found.violations_count else ""
