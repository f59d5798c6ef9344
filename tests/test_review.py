"""The reviewers' page: its verdict, and that no text in it can do anything."""

import re
from html.parser import HTMLParser

import pandas as pd
import pytest
import review_samples as samples
from review_samples import BROKEN, HOSTILE, PASSED, problem

from nationalreports.agreement import AGREEMENT_COLUMNS
from nationalreports.coding import PROGRESS_COLUMNS
from nationalreports.problems import to_frame
from nationalreports.review import LARGEST, coding_section, review_page, verdict


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
    page = review_page(to_frame(problems), results, {})
    assert f"<strong>{'Yes' if may else 'No'}</strong>" in page
    assert said in page


@pytest.mark.parametrize(
    ("severity", "decision", "may", "said"),
    [
        ("error", "accept", True, "besides one problem settled by decision"),
        ("error", "exclude", True, "besides one problem settled by decision"),
        ("error", "correct", False, "One error in data/raw/visits.csv"),
        ("error", "", False, "One error in data/raw/visits.csv"),
        ("warning", "accept", True, "no errors and no warnings"),
        ("warning", "correct", True, "one warning is"),
    ],
)
def test_what_a_decision_does_to_the_verdict(severity, decision, may, said):
    problems = samples.decided([problem(severity)], {0: (decision, "why")})
    may_go_on, why = verdict(problems, [PASSED])
    assert may_go_on is may
    assert said in why


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []
        self.attributes = set()
        self.links = []

    def handle_starttag(self, tag, attrs):
        # Where a path may be broken hangs on the path, and does nothing.
        if tag != "wbr" or attrs:
            self.found.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value for name, value in attrs if name == "href"]


def tags(html):
    parser = Tags()
    parser.feed(html)
    return parser


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_does_anything(text):
    """Compared with a page of harmless text: the same elements, the same attributes."""

    def page(words):
        results = samples.hostile_results(words)
        return review_page(samples.hostile_run(words), results, samples.about(words))

    hostile = page(text)
    given, expected = tags(hostile), tags(page("harmless"))
    assert given.found == expected.found
    assert given.attributes == expected.attributes
    assert not set(hostile) & set("\u202e\u2066\u200b\u2028\u2029\0\r\ud800")
    assert len(hostile) < 250_000
    hostile.encode()


def test_the_page_asks_for_nothing():
    page = review_page(samples.bad_run(), samples.results({}), samples.about())
    given = tags(page)
    assert not set(given.found) & {"link", "img", "iframe", "object", "form", "base", "embed"}
    assert not given.attributes & {"src", "style", "onclick", "onload", "srcset", "action"}
    assert {link[:1] for link in given.links} == {"#"}
    assert "url(" not in page
    assert "@import" not in page
    assert "innerHTML" not in page
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_the_page_tells_where_what_and_how_many():
    sources = [{"source": "data/raw/visits.csv", "rows": 1234, "waves": {}, "columns": []}]
    page = review_page(
        to_frame([problem(value="V 1"), problem("warning", "data/raw/letters/a.md")]),
        [PASSED],
        {
            "not_reached": ["protect", "render"],
            "profile": {"sources": sources, "questions": []},
            "run": [("Version", "0.1.0")],
        },
    )
    for words in ("V 1", "give one", "1,234", "0.1.0", "protect", "data/raw/letters/a.md"):
        assert words in page
    assert "1 of 1 passed" in page


def test_a_clean_run_folds_everything():
    page = review_page(to_frame([]), [PASSED], samples.about())
    assert "No problems were found." in page
    assert "Not reached" not in page
    assert not re.search(r'<details class="part"[^>]* open', page)


def test_sections_without_data_are_left_out():
    page = review_page(to_frame([]), [PASSED], {})
    assert re.findall(r'<details class="part" id="([a-z-]+)"', page) == ["rules"]
    whole = review_page(samples.bad_run(), [PASSED], samples.about())
    linked = {link[1:] for link in tags(whole).links}
    assert linked == set(re.findall(r'<details class="part" id="([a-z-]+)"', whole))


@pytest.mark.parametrize("length", [20, 200])
def test_a_hundred_thousand_problems_stay_within_10_mb(length):
    """Even where each has as many words as are shown, and each of them takes four bytes."""
    problems = samples.many(100_000, 100, length)
    problems["value"] = problems["value"].str.replace("y", "\U0001d56a")
    page = review_page(problems, [PASSED], samples.about())
    assert len(page.encode()) <= LARGEST
    assert ("larger than 10 MB" in page) is (length == 200)


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
    page = review_page(to_frame([]), [PASSED], {"coding": section()})
    row = page[page.index("All themes together") :].split("</tr>")[0]
    for words in ("0.600", "0.500 to 0.700", '"figure warning"'):
        assert words in row
    for words in ("Waits &lt;now&gt;", "-0.200", "too few letters", "no coder gave it", "0.667"):
        assert words in page
    assert "3 findings from 8 letters" in page


def test_agreement_is_no_warning_at_the_minimum_or_without_one():
    for minimum in (0.6, None):
        page = review_page(to_frame([]), [PASSED], {"coding": section(minimum)})
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
    page = review_page(to_frame([]), [PASSED], {"coding": coding})
    assert "not defined: why" in page
    assert coding["states"][-1] == ("Without an agreed code", 1)


@pytest.mark.parametrize(
    ("told", "fact"),
    [
        (
            {"protected": True},
            "151 of 360 figures withheld; all that must not be known is protected",
        ),
        ({}, "151 of 360 figures withheld; not all that must not be known is protected"),
        (None, "Not worked out in this run"),
    ],
)
def test_disclosure_control_is_summed_up_in_a_line_that_is_true(told, fact):
    about = samples.about()
    about["disclosure"] = None if told is None else {**about["disclosure"], **told}
    page = review_page(to_frame([]), [PASSED], about)
    assert f'<h2>Disclosure control</h2><span class="fact">{fact}</span>' in page
    assert ("docs/disclosure.md" in page) == (told is not None)


def test_an_exception_is_listed_with_its_bounds():
    page = review_page(to_frame([]), [PASSED], samples.about())
    row = page[page.index("final-2021 less october-2020 / ") :]
    assert "not decided" in row[: row.index("</tr>")] and "[x]" in row[: row.index("</tr>")]
    assert "3 more stand in" in page
