"""The reviewers' page: its verdict, and that no text in it can do anything."""

from html.parser import HTMLParser

import pandas as pd
import pytest

from nationalreports.agreement import AGREEMENT_COLUMNS
from nationalreports.coding import PROGRESS_COLUMNS
from nationalreports.problems import COLUMNS, Problem, to_frame
from nationalreports.review import SHOWN, coding_section, inert, review_page, verdict

PASSED = {
    "table": "visits",
    "rule": "VIS-101",
    "name": "VisitIdsAreUnique",
    "notes": "Each visit has an id of its own.",
    "severity": "error",
    "remedy": "give one",
    "checked": 10,
    "failing": 0,
    "state": "passed",
}
BROKEN = {**PASSED, "state": "broken"}
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "javascript:alert(1)",
    "{{ 7 * 7 }}{% include 'x' %}",
    "left\u202eright\u2066\u200b",
    "x" * 1_000_000,
]


def problem(severity="error", source="data/raw/visits.csv", value="", rule="VIS-101"):
    return Problem(severity, source, 2, "visit_id", rule, value, "give one")


@pytest.mark.parametrize(
    ("problems", "results", "may", "said"),
    [
        ([], [PASSED], True, "no errors and no warnings"),
        ([problem("info")], [PASSED], True, "no errors and no warnings"),
        ([problem("warning")], [PASSED], True, "one warning is"),
        ([problem()], [PASSED], False, "One error in data/raw/visits.csv"),
        ([problem(), problem(source="b")], [PASSED], False, "2 errors in 2 sources"),
        ([], [PASSED, BROKEN], False, "One check could not be made"),
        ([], [], False, "No rule was put"),
    ],
)
def test_the_verdict(problems, results, may, said):
    may_go_on, why = verdict(to_frame(problems), results)
    assert may_go_on is may
    assert said in why
    page = review_page(to_frame(problems), results, {}, [])
    assert f"<strong>{'Yes' if may else 'No'}</strong>" in page
    assert said in page


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = set()
        self.attributes = set()

    def handle_starttag(self, tag, attrs):
        self.found.add(tag)
        self.attributes |= {name for name, _ in attrs}


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_does_anything(text):
    """Compared with a page of harmless text: the same elements, the same attributes."""

    def page(words):
        row = pd.DataFrame([["error", *[words] * 7]], columns=COLUMNS)
        return review_page(row, [PASSED], {"sources": {words: 1}, words: words}, [words])

    def tags(html):
        parser = Tags()
        parser.feed(html)
        return parser.found, parser.attributes

    hostile = page(text)
    assert tags(hostile) == tags(page("harmless"))
    assert not set(hostile) & set("\u202e\u2066\u200b")
    assert "49" not in hostile.split("</style>")[1]
    assert len(hostile) < 20_000


def test_the_page_asks_for_nothing():
    parser = Tags()
    page = review_page(to_frame([problem()]), [PASSED], {"Version": "1"}, ["render"])
    parser.feed(page)
    assert not parser.found & {"script", "link", "img", "iframe", "object", "form", "a"}
    assert not parser.attributes & {"src", "href", "onclick", "style"}
    assert "url(" not in page
    assert "default-src 'none'" in page


def test_the_page_tells_where_what_and_how_many():
    page = review_page(
        to_frame([problem(value="V 1"), problem("warning", "data/raw/letters/a.md")]),
        [PASSED],
        {"sources": {"data/raw/visits.csv": 1234}, "Version": "0.1.0"},
        ["protect", "render"],
    )
    for words in ("V 1", "give one", "1,234", "0.1.0", "protect", "data/raw/letters/a.md"):
        assert words in page
    assert "1 of 1 rules passed" in page


def test_a_clean_run_is_short():
    page = review_page(to_frame([]), [PASSED], {}, [])
    assert "No problems were found." in page
    assert "Not reached" not in page


def test_of_each_rule_the_first_thousand_are_shown():
    many = [problem(rule=rule) for rule in ("A-1", "B-1") for _ in range(SHOWN + 7)]
    page = review_page(to_frame(many), [PASSED], {}, [])
    assert page.count("<tr><td") == 2 * SHOWN
    assert "14 more are not" in page


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("a\u202eb", "a[U+202E]b"),
        ("a\nb", "a b"),
        ("a\0", "a[U+0000]"),
        ("abcdefghijk", "abcdefghij… (11 characters)"),
        ("caf\u00e9 \u0627", "caf\u00e9 \u0627"),
    ],
)
def test_inert_text(text, shown):
    assert inert(text, 10) == shown


PROGRESS = [
    ["F1", "v", "told", "a b", "agreed"],
    ["F2", "v", "told", "a b", "differ"],
    ["F3", "v", "told", "a b", "settled"],
    ["F4", "v", "told", "a", "one coder"],
    ["F5", "v", "told", "", "not coded"],
]
AGREEMENT = [
    ["all", "0.600", "0.500", "0.700", "3", "8", "4", "a b", ""],
    ["waits", "-0.200", "", "", "3", "8", "2", "a b", "no interval: too few letters tell of it"],
    ["staff", "", "", "", "3", "8", "0", "a b", "not defined: no coder gave it"],
]


def section(minimum=0.667):
    tables = {
        "coding_progress": pd.DataFrame(PROGRESS, columns=PROGRESS_COLUMNS, dtype=str),
        "agreement": pd.DataFrame(AGREEMENT, columns=AGREEMENT_COLUMNS, dtype=str),
    }
    codes = pd.DataFrame({"finding_id": ["F1", "F3", "F4"]})
    codebook = {"themes": {"waits": {"label": "Waits <now>"}, "staff": {"label": "Staff"}}}
    settings = {} if minimum is None else {"minimum_agreement": minimum}
    return coding_section(tables, codes, codebook, settings)


def test_coding_is_told_in_numbers():
    assert section()["states"] == [
        ("Findings", 5),
        ("Coded by 1 coder", 1),
        ("Coded by 2 coders", 3),
        ("Coded by nobody", 1),
        ("Settled by a decision", 1),
        ("Coders differ, not settled", 1),
        ("Without an agreed code", 2),
    ]


def test_agreement_is_told_with_its_interval_or_why_there_is_none():
    page = review_page(to_frame([]), [PASSED], {}, [], section())
    row = page[page.index("All themes together") :].split("</tr>")[0]
    for words in ("0.600", "0.500 to 0.700", '"figure warning"'):
        assert words in row
    for words in ("Waits &lt;now&gt;", "-0.200", "too few letters", "no coder gave it", "0.667"):
        assert words in page
    assert "3 findings from 8 letters" in page


def test_agreement_is_no_warning_at_the_minimum_or_without_one():
    for minimum in (0.6, None):
        page = review_page(to_frame([]), [PASSED], {}, [], section(minimum))
        row = page[page.index("All themes together") :].split("</tr>")[0]
        assert "warning" not in row
    assert "The minimum of this series" not in page


def test_the_picture_of_agreement_keeps_inside_its_line():
    places = [row["places"] for row in section()["agreement"]]
    assert places == [
        {"alpha": 60, "low": 50, "high": 70},
        {"alpha": 0, "low": None, "high": None},
        {"alpha": None, "low": None, "high": None},
    ]


def test_a_series_without_codes_has_a_page():
    """The tables as the first run makes them, before anybody has coded."""
    tables = {
        "coding_progress": pd.DataFrame([PROGRESS[4]], columns=PROGRESS_COLUMNS, dtype=str),
        "agreement": pd.DataFrame(
            [["all", "", "", "", "0", "0", "0", "", "not defined: why"]],
            columns=AGREEMENT_COLUMNS,
        ),
    }
    coding = coding_section(tables, pd.DataFrame({"finding_id": []}, dtype=str), {"themes": {}}, {})
    page = review_page(to_frame([]), [PASSED], {}, [], coding)
    assert "not defined: why" in page
    assert coding["states"][-1] == ("Without an agreed code", 1)
