"""The page that lists the reports: what it says of each, and where it leads."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from public_tables import REPORTS, SERIES, make_public

from nationalreports.config import REPOSITORY
from nationalreports.publication_index import make_index, write_index

STYLE = REPOSITORY / "reports/_extensions/nationalreports/style.css"
EVIDENCE = {"october-2020": 6, "november-2020": 0, "final-2021": 10}
PARTS = (SERIES.config, SERIES.codebook, SERIES.surveys)


class Cards(HTMLParser):
    """The text of each card, and the links in it."""

    def __init__(self, page):
        super().__init__()
        self.cards, self.links = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if given.get("class") == "card":
            self.cards.append("")
            self.links.append([])
        elif tag == "a" and self.cards:
            self.links[-1].append(given["href"])

    def handle_data(self, data):
        if self.cards:
            self.cards[-1] += data


def listed(sizes=None, config=SERIES.config):
    public = {key: make_public(key, visits=visits) for key, visits in EVIDENCE.items()}
    sizes = sizes or {key: {"html": 480_400, "pdf": 1_234_000} for key in REPORTS}
    return make_index((config, *PARTS[1:]), public, sizes, "p { margin: 0; }")


def test_each_report_has_a_card_with_title_date_evidence_and_files():
    cards = Cards(listed())
    assert len(cards.cards) == len(REPORTS) == 3
    first = " ".join(cards.cards[0].split())
    assert "briefing on local areas’ SEND provision, October 2020" in first
    assert "10 November 2020" in first
    assert "6 visits to local areas" in first
    assert "Survey of parents and carers: about 765 responses." in first
    assert "480 KB" in first and "1,234 KB" in first
    own = [f"october-2020/october-2020.{suffix}" for suffix in ("html", "pdf")]
    assert cards.links[0] == [own[0], *own]


def test_a_format_is_linked_to_where_it_was_made_alone():
    sizes = {key: {"html": 1, "ods": 20_000} for key in REPORTS}
    links = Cards(listed(sizes)).links[1]
    assert links == [f"november-2020/november-2020.{suffix}" for suffix in ("html", "html", "ods")]
    assert "1 KB" in listed(sizes) and "20 KB" in listed(sizes)


def test_a_report_without_a_survey_speaks_of_none():
    assert "urvey" not in Cards(listed()).cards[1]


def test_texts_of_the_configuration_are_characters():
    reports = {**SERIES.config["reports"]}
    reports["october-2020"] = {**reports["october-2020"], "title": "<script>alert(1)</script>"}
    page = listed(config={**SERIES.config, "reports": reports})
    assert "<script" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("status", ["DRAFT", "FINAL"])
def test_it_says_what_is_a_draft_and_what_is_made_up(status):
    public = {key: make_public(key, visits=visits) for key, visits in EVIDENCE.items()}
    for tables in public.values():
        summary = tables["summary"]
        summary.loc[summary["item"] == "status", "value"] = status
        summary.loc[summary["item"] == "synthetic", "value"] = str(status == "DRAFT").lower()
    page = make_index(PARTS, public, {key: {"html": 1} for key in REPORTS}, "")
    for words in ("Draft: ", "noindex", "not signed off for publication", "synthetic"):
        assert (words in page) == (status == "DRAFT"), words


def test_it_is_one_file_written_whole(tmp_path: Path):
    public, files = [], []
    for key, visits in EVIDENCE.items():
        for suffix in ("html", "pdf"):
            files.append(tmp_path / "output" / key / f"{key}.{suffix}")
            files[-1].parent.mkdir(parents=True, exist_ok=True)
            files[-1].write_bytes(b"0" * 3_000)
        for name, table in make_public(key, visits=visits).items():
            public.append(tmp_path / "public" / key / f"{name}.csv")
            public[-1].parent.mkdir(parents=True, exist_ok=True)
            table.to_csv(public[-1], index=False)
    output = tmp_path / "output/index.html"
    write_index(public, files, output, series=PARTS, style=STYLE)
    page = output.read_text(encoding="utf-8")
    assert page.count("3 KB") == 6
    assert "--measure" in page
    assert "src=" not in page and "url(" not in page and "@import" not in page
    assert [path.name for path in output.parent.iterdir() if path.is_file()] == ["index.html"]
    for links in Cards(page).links:
        assert all((output.parent / link).is_file() for link in links)
