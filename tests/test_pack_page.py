"""The page that a publisher opens first."""

import copy
from typing import Any

import pytest
from public_tables import SERIES

from nationalreports.accessibility import page_faults
from nationalreports.pack_page import CHECKS, make_page

KEY = "october-2020"
FILES = {
    f"{KEY}/{KEY}.html": 480_000,
    f"{KEY}/figures/a.png": 20_000,
    f"{KEY}/before_release/{KEY}.pdf": 300_000,
}


def page(*, supersedes: str = "", **changed: Any) -> str:
    config = copy.deepcopy(SERIES.config)
    config["reports"][KEY].update(changed)
    report = {"key": KEY, "subtitle": "Six <visits>", "titles": {"a.csv": "A & b"}}
    return make_page(config, [{**report, "supersedes": supersedes}], FILES, "p { }")


def test_it_says_what_there_is_and_what_to_upload() -> None:
    text = page(status="final")
    assert list(page_faults(text)) == []
    assert "Six &lt;visits&gt;." in text and "(1 image)" in text
    assert f'href="{KEY}/data/a.csv"' in text and "<td>A &amp; b</td>" in text
    assert "480 KB" in text and all(sentence in text for sentence in CHECKS.values())
    order = ["images.csv", f"{KEY}.govspeak.md", f"{KEY}.pdf", "list-of-reports.html"]
    upload = text[text.index("in this order") :]
    places = [upload.index(name) for name in order]
    assert places == sorted(places)


def test_those_who_may_see_it_before_are_named_with_their_copies() -> None:
    text = page(status="final")
    assert "Embargoed until 9.30am on 10 November 2020" in text and "press office" in text
    assert f'href="{KEY}/before_release/{KEY}.pdf"' in text


@pytest.mark.parametrize("changed", [{"status": "draft"}, {"status": "final", "release": {}}])
def test_where_nobody_may_that_is_said(changed: dict[str, Any]) -> None:
    text = page(**changed)
    assert "Nobody outside the team may see the report before" in text
    assert "press office" not in text and "To be seen before the release" not in text


def test_a_correction_says_what_it_takes_the_place_of_and_why() -> None:
    revisions = [{"date": "2020-11-20", "what": "A <count> was wrong."}]
    text = page(supersedes="release 1", revisions=revisions)
    assert "takes the place of the report in release 1" in text
    assert "Revised on 20 November 2020" in text and "A &lt;count&gt; was wrong." in text
    assert "no note of what was changed" not in text
    assert "no note of what was changed" in page(supersedes="release 1")
    assert "takes the place" not in page()
