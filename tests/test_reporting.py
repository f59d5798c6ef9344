"""What is made of a small report: the copies for before its release, and its Govspeak."""

import copy
from pathlib import Path
from typing import Any

import pandas as pd
import pypdfium2
import pytest
from public_tables import SERIES, SVG, make_public
from web_pages import SMALL

from nationalreports.claims import CLAIMS_COLUMNS
from nationalreports.config import REPOSITORY
from nationalreports.reporting import make_govspeak, make_report
from nationalreports.tables import write_table

KEY = "october-2020"
MARK = "Embargoed until 9.30am on 10 November 2020"


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, ...]:
    """Public tables, files and settings of a small report that is final."""
    folder = tmp_path_factory.mktemp("given")
    for name in ("sources", "pictures", "render"):
        (folder / name).mkdir()
    (folder / f"sources/{KEY}.qmd").write_text(SMALL, encoding="utf-8")
    (folder / "pictures/one.svg").write_text(SVG, encoding="utf-8")
    (folder / "render/figures.json").write_text("[]", encoding="utf-8")
    claims = folder / "render/claims.csv"
    write_table(pd.DataFrame(columns=CLAIMS_COLUMNS, dtype=str), claims)
    files = {
        "source": folder / f"sources/{KEY}.qmd",
        "figures": folder / "render/figures.json",
        "claims": claims,
        "pictures": folder / "pictures",
    }
    public = make_public(KEY)
    public["summary"].loc[public["summary"]["item"] == "status", "value"] = "final"
    config = copy.deepcopy(SERIES.config)
    settings = {
        "report": KEY,
        "made_by": "a renderer",
        "series": (config, SERIES.codebook, SERIES.surveys),
        "defaults": str(REPOSITORY / "reports"),
    }
    return public, files, settings


def pages(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def test_copies_for_before_the_release_say_until_when_on_each_page_and_others_do_not(
    given: tuple[Any, ...], tmp_path: Path
) -> None:
    public, files, settings = given
    for embargoed in (True, False):
        for suffix in ("html", "pdf"):
            output = tmp_path / f"{embargoed}.{suffix}"
            more = {"suffix": suffix, "renderer": "embedded", "embargoed": embargoed}
            make_report(public, files, output, **settings, **more)
    marked, plain = (pages(tmp_path / f"{embargoed}.pdf") for embargoed in (True, False))
    assert len(marked) > 2 and all(MARK in text for text in marked)
    assert not any("mbargo" in text for text in plain)
    page = " ".join((tmp_path / "True.html").read_text(encoding="utf-8").split())
    assert page.index("<title>Embargoed: ") < page.index(MARK) < page.index("<h1>")
    assert "noindex" in page
    published = (tmp_path / "False.html").read_text(encoding="utf-8")
    assert "mbargo" not in published and "noindex" not in published


def test_govspeak_comes_with_the_list_of_its_images(given: tuple[Any, ...], tmp_path: Path) -> None:
    public, files, settings = given
    for place in ("a", "b"):
        make_govspeak(
            public, files, tmp_path / f"{place}.md", tmp_path / f"{place}.csv", **settings
        )
    text = (tmp_path / "a.md").read_text(encoding="utf-8")
    assert "\nEvidence from 6 visits" in text and "[Image: one.png]" in text
    listed = pd.read_csv(tmp_path / "a.csv", dtype=str).to_dict("records")
    assert listed == [
        {
            "file": "one.png",
            "figure": "Figure\u00a01",
            "alternative_text": "Bar chart. Calm: 4; “Rest”: 2.",
        }
    ]
    for suffix in ("md", "csv"):
        assert (tmp_path / f"a.{suffix}").read_bytes() == (tmp_path / f"b.{suffix}").read_bytes()


def test_a_fault_in_the_source_ends_with_a_line(given: tuple[Any, ...], tmp_path: Path) -> None:
    public, files, settings = given
    source = tmp_path / f"{KEY}.qmd"
    source.write_text("{{< meta facts.none >}}", encoding="utf-8")
    with pytest.raises(SystemExit, match=f"{KEY}.qmd, line 1: there is no fact"):
        make_govspeak(
            public, {**files, "source": source}, tmp_path / "a", tmp_path / "b", **settings
        )
