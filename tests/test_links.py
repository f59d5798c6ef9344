"""Links that lead nowhere, and pages that ask another machine."""

from pathlib import Path

import pytest
from release_folders import TYPST, write_print

from nationalreports.links import links_gate

PAGE = '<body style="color: red"><h1 id="top">A</h1>{}</body>'


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A pack with two pages, a table, and Markdown."""
    (tmp_path / "pack/one/data").mkdir(parents=True)
    (tmp_path / "pack/index.html").write_text(PAGE.format('<a href="one/one.html#top">One</a>'))
    (tmp_path / "pack/one/one.html").write_text(PAGE.format(""))
    (tmp_path / "pack/one/data/a b.csv").write_text("a")
    (tmp_path / "pack/one/one.govspeak.md").write_text(
        "## What people said {#said}\n\n# At home?\n"
    )
    (tmp_path / "outside.html").write_text("")
    return tmp_path / "pack"


def faults(pack: Path, markup: str) -> list[str]:
    (pack / "one/one.html").write_text(PAGE.format(f"\n{markup}"))
    return links_gate(pack)


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="#top">a</a>',
        '<a href="../index.html#top">a</a>',
        '<a href="data/a%20b.csv" download>a</a>',
        '<a href="https://www.gov.uk/send?a=b#c">a</a>',
        '<a href="mailto:a@x.example">a</a>',
        '<img src="data:image/png;base64,AA==" srcset="data:image/png;base64,AA== 2x">',
        '<a name="old">no link</a>',
        '<p style="background: url(data:image/png;base64,AA==)">',
        '<style>@font-face { src: url("data:font/woff2;base64,AA==") }</style>',
        '<svg><use href="#top"/></svg>',
    ],
)
def test_links_that_lead_somewhere_pass(pack: Path, markup: str) -> None:
    assert faults(pack, markup) == []


FETCHED = "is fetched from elsewhere as soon as the page is opened"


@pytest.mark.parametrize(
    ("markup", "target", "said"),
    [
        ('<a href="#gone">a</a>', "#gone", "leads to a place that is not there"),
        ('<a href="../index.html#gone">a</a>', "../index.html#gone", "leads to a place that is"),
        ('<a href="data/b.csv">a</a>', "data/b.csv", "leads to a file that is not in the pack"),
        ('<a href="data">a</a>', "data", "leads to a file that is not in the pack"),
        ('<a href="../../outside.html">a</a>', "../../outside.html", "leads out of the pack"),
        ('<a href="/data/a.csv">a</a>', "/data/a.csv", "leads out of the pack"),
        ('<a href="">a</a>', "", "leads nowhere"),
        ('<a href="http://www.gov.uk">a</a>', "http://www.gov.uk", "is not https"),
        ('<a href="//www.gov.uk">a</a>', "//www.gov.uk", "is not https"),
        ('<a href="file:///a">a</a>', "file:///a", "is not https"),
        ('<a href="javascript:a()">a</a>', "javascript:a()", "is not https"),
        ('<img src="https://x.example/a.png">', "https://x.example/a.png", FETCHED),
        ('<img srcset="https://x.example/a 2x">', "https://x.example/a", FETCHED),
        ('<script src="https://x.example/a.js"></script>', "https://x.example/a.js", FETCHED),
        ('<link rel="stylesheet" href="https://x.example/a">', "https://x.example/a", FETCHED),
        ('<link rel="preconnect" href="//x.example">', "//x.example", FETCHED),
        ("<style>@import 'https://x.example/a'</style>", "https://x.example/a", FETCHED),
        ('<p style="background: url(https://x.example/a)">', "https://x.example/a", FETCHED),
        ('<form action="https://x.example/a"></form>', "https://x.example/a", FETCHED),
        ('<object data="https://x.example/a"></object>', "https://x.example/a", FETCHED),
        (
            '<meta http-equiv="refresh" content="0; url=https://x.example/a">',
            "https://x.example/a",
            FETCHED,
        ),
        ('<img src="figures/a.svg">', "figures/a.svg", "leads to a file that is not in the pack"),
    ],
)
def test_links_that_do_not_are_named_with_their_line(
    pack: Path, markup: str, target: str, said: str
) -> None:
    (line,) = faults(pack, markup)
    assert line.startswith(f"one/one.html, line 2: {target!r} {said}")
    assert line.endswith("; put the link right in the report's source and run `make reports`")


def test_links_of_markdown_are_followed(pack: Path) -> None:
    path = pack / "one/one.govspeak.md"
    good = "[a](#said) [b](#at-home) ![c](one.html)\n[d]: https://www.gov.uk\n[^1]: A note.\n"
    path.write_text(path.read_text() + good)
    assert links_gate(pack) == []
    path.write_text(path.read_text() + "[a](#gone) ![b](b.png)\n[c]: http://x.example\n")
    found = [line.partition("; put")[0] for line in links_gate(pack)]
    assert found == [
        "one/one.govspeak.md, line 7: '#gone' leads to a place that is not there",
        "one/one.govspeak.md, line 7: 'b.png' leads to a file that is not in the pack",
        "one/one.govspeak.md, line 8: 'http://x.example' is not https",
    ]


def test_links_of_a_print_are_https(pack: Path) -> None:
    write_print(TYPST.format(key="one"), pack / "one/one.pdf")
    assert links_gate(pack) == []
    write_print(TYPST.format(key="one").replace("https:", "http:"), pack / "one/one.pdf")
    assert links_gate(pack)[0].startswith("one/one.pdf: 'http://www.gov.uk/send' is not https")


def test_a_drawing_that_fetches_is_found(pack: Path) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"><image href="{}"/></svg>'
    (pack / "one/a.svg").write_text(drawing.format("data:image/png;base64,AA=="))
    assert links_gate(pack) == []
    (pack / "one/a.svg").write_text(drawing.format("https://x.example/a.png"))
    assert f"'https://x.example/a.png' {FETCHED}" in links_gate(pack)[0]
