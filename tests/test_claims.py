"""Claims found in sources, judged, and marked in drafts."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pypdfium2
import pytest
from public_tables import SERIES, make_public
from test_reports import Page

from nationalreports.claim_reading import find_claims
from nationalreports.claims import (
    CLAIMS_COLUMNS,
    Verdict,
    claims_file,
    failing,
    find_headlines,
    judge,
    judge_report,
    judged,
    told,
    write_claims,
)
from nationalreports.config import REPOSITORY
from nationalreports.facts import make_facts
from nationalreports.fragments import make_fragments
from nationalreports.intervals import between, exactly
from nationalreports.measures import Measure, Measures, make_measures
from nationalreports.prose import read_prose
from nationalreports.rendering import render_embedded, stage
from nationalreports.tables import write_table

KEY = "october-2020"
FOLDER = Path(__file__).parent / "claims"
NOON = datetime.datetime(2020, 11, 10, 12, tzinfo=datetime.UTC)

FIGURES = Measures(
    {
        "a.four": Measure(exactly(4), None, "4"),
        "a.open": Measure(between(0, 6), None, "withheld (0 to 6)"),
        "g.one.percent": Measure(between(60, 61), None, "60%", group="one"),
        "g.two.percent": Measure(between(40, 41), None, "40%", group="two"),
    }
)


def facts(**has: bool) -> dict[str, Any]:
    report, public = SERIES.config["reports"][KEY], make_public(KEY)
    parts = (report, KEY, SERIES.config, SERIES.codebook, SERIES.surveys, public, [])
    made = make_facts(*parts)
    made["facts"]["has"] |= has
    return made


def own_rows(**has: bool) -> list[dict[Any, str]]:
    public = make_public(KEY)
    measures = make_measures(public, SERIES.config, SERIES.codebook, SERIES.surveys)
    prose = read_prose([FOLDER], "own.qmd", facts(**has))
    return judge_report(prose, [], facts(**has), measures).to_dict("records")


def find(tmp_path: Path, text: str) -> list[tuple[int, str, str, bool]]:
    (tmp_path / "a.qmd").write_text(text, encoding="utf-8")
    prose = read_prose([tmp_path], "a.qmd", facts())
    return [
        (claim.line, claim.sentence, claim.condition, bool(claim.fault))
        for claim in find_claims(prose, facts())
    ]


@pytest.mark.parametrize(
    ("condition", "verdict", "holds"),
    [
        ("a.four > 3", "holds", True),
        ("a.four > 4", "does not hold", False),
        ("a.open > 4", "not settled", None),
        ("a.four >", "cannot be read", None),
        ("a.for > 4", "cannot be read", None),
    ],
)
def test_a_condition_is_judged_in_words_and_as_truth(
    condition: str, verdict: str, holds: bool | None
) -> None:
    found = judge(condition, FIGURES)
    assert (found.verdict, found.holds) == (verdict, holds)


def test_a_verdict_says_the_figures_in_the_order_of_the_condition() -> None:
    found = judge("a.open < 7 and a.four > 3 and a.open >= 0", FIGURES)
    assert found == Verdict("holds", "a.open is withheld (0 to 6); a.four is 4")


def test_groups_are_not_compared_without_leaving_out_areas() -> None:
    for condition in (
        "g.one.percent > g.two.percent",
        "g.one.percent - g.two.percent > 5",
        "not g.one.percent < g.two.percent",
    ):
        found = judge(condition, FIGURES)
        assert found.verdict == "not settled"
        assert "steady(" in found.figures


def test_claims_are_found_with_the_place_and_the_words_of_their_sentence(tmp_path: Path) -> None:
    text = (
        "A first line.\n\nOpens. [It was {{< meta facts.areas.visited >}} [a\nlink](b), *so*.]"
        "{claim=\"a > 1\"} And [another]{#id .x claim='b < 2'}; [none]{.y}.\n"
    )
    assert find(tmp_path, text) == [
        (3, "It was 6 [a link](b), *so*.", "a > 1", False),
        (4, "another", "b < 2", False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        '## A heading {claim="a > 1"}',
        '::: {claim="a > 1"}\nA block.\n:::',
        '[A sentence.] {claim="a > 1"}',
        "[A sentence.]{claim=a>1}",
        "[A sentence.]{claim=“a > 1”}",
        'No bracket.]{claim="a > 1"}',
        'Ends. \\[A sentence.]{claim="a > 1"}',
    ],
)
def test_a_claim_that_no_reader_would_take_for_one_is_found_and_cannot_be_read(
    tmp_path: Path, text: str
) -> None:
    (found,) = find(tmp_path, f"Above.\n\n{text}\n")
    assert found[0] == 3 and found[3]


def test_a_claim_under_a_condition_that_hides_it_is_not_judged() -> None:
    shown, hidden = own_rows(discussions=True), own_rows(discussions=False)
    extra = [row for row in shown if row not in hidden]
    assert [row["sentence"] for row in extra] == ["Nobody is told this."]
    assert [row["verdict"] for row in extra] == ["does not hold"]
    assert [row for row in hidden if row not in shown] == []


def test_rows_say_file_line_sentence_condition_and_figures() -> None:
    first = own_rows()[0]
    assert list(first) == CLAIMS_COLUMNS
    assert first["file"] == "own.qmd" and first["line"] == "3"
    assert first["sentence"] == "Most areas moved meetings online."
    assert first["claim"] == "themes.worked_well.remote_meetings > 0.5 * areas.visited"
    assert "areas.visited is 6" in first["figures"]


def test_sentences_without_a_claim_come_last_and_are_no_fault() -> None:
    rows = own_rows()
    assert [row["sentence"] for row in rows if row["verdict"] == "no claim"] == ["Many were long."]
    assert rows[-1]["verdict"] == "no claim" and "“many”" in rows[-1]["figures"]
    assert failing(pd.DataFrame(rows[-1:])) == []


def test_headlines_of_the_report_are_claims_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "headlines.yaml"
    assert find_headlines(path, "one") == []
    path.write_text(
        "# Headlines.\none:\n  fig-a:\n    text: Most did\n    claim: x > 1\n"
        "two:\n  fig-a: {text: Few did, claim: 'x <\n      1'}\n"
    )
    (own,) = find_headlines(path, "two")
    assert (own.file, own.line, own.sentence, own.condition) == (
        "headlines.yaml",
        7,
        "Few did",
        "x < 1",
    )
    assert [claim.sentence for claim in find_headlines(path, "one")] == ["Most did"]


def test_the_end_of_a_run_tells_what_does_not_hold(tmp_path: Path) -> None:
    rows = [
        ("a.qmd", "3", "Most did.", "x > 1", "holds", "x is 2"),
        ("a.qmd", "5", "Few did.", "x < 1", "does not hold", "x is 2"),
        *(("a.qmd", str(n), "Many did.", "", "no claim", "says “many”") for n in range(9, 16)),
    ]
    write_table(pd.DataFrame(rows, columns=CLAIMS_COLUMNS), tmp_path / claims_file("one"))
    lines = told(tmp_path, ["one", "two"])
    assert lines[0] == "Claims:"
    assert lines[1].startswith("  one: 1 of 2 hold; sentences that may need one: 7 (")
    assert lines[2:] == [
        "    a.qmd:5: “Few did.” does not hold (x < 1): x is 2",
        *(f"    a.qmd:{n}: “Many did.” says “many”" for n in range(9, 14)),
        "    and 2 more",
    ]
    assert told(tmp_path, ["two"]) == []


def test_a_report_is_judged_from_its_files(tmp_path: Path) -> None:
    (tmp_path / "figures.json").write_text("[]")
    files = {"source": FOLDER / "own.qmd", "figures": tmp_path / "figures.json"}
    outputs = {name: tmp_path / f"{name}.csv" for name in ("claims", "measures")}
    series = (SERIES.config, SERIES.codebook, SERIES.surveys)
    write_claims(
        make_public(KEY), files, outputs, report=KEY, series=series, defaults=str(tmp_path)
    )
    assert pd.read_csv(outputs["claims"], dtype=str)["file"].unique().tolist() == ["own.qmd"]
    named = pd.read_csv(outputs["measures"], dtype=str).set_index("name")["figure"]
    assert named["areas.visited"] == "6"
    assert [row["claim"] for row in judged(outputs["claims"])] == [
        row["claim"] for row in own_rows() if row["verdict"] != "no claim"
    ]


# Marks.


def rendered(tmp_path: Path, text: str, rows: list[dict[str, str]] | None, **has: bool) -> str:
    """The words of a page, and in the PDF the same, of a report with this text."""
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / f"{KEY}.qmd").write_text(text, encoding="utf-8")
    report, public = SERIES.config["reports"][KEY], make_public(KEY)
    parts = (report, KEY, SERIES.config, SERIES.codebook, SERIES.surveys, public, [])
    staging = tmp_path / "staging"
    stage(
        sources,
        staging,
        facts(**has),
        make_fragments(*parts),
        tmp_path / "none",
        defaults=REPOSITORY / "reports",
        claims=rows,
    )
    for suffix in ("html", "pdf"):
        render_embedded(staging, KEY, suffix, tmp_path / f"a.{suffix}", timestamp=NOON)
    return (tmp_path / "a.html").read_text(encoding="utf-8")


FALSE = {
    "claim": "areas.visited < 3 and 1 > 2 * areas.visited",
    "verdict": "does not hold",
    "figures": "areas.visited is 6 -- not “*3*” <b>",
}
TRUE = {"claim": "areas.visited > 3", "verdict": "holds", "figures": "areas.visited is 6"}
TEXT = (
    "## A heading {#a}\n\n[Only *few* areas were visited.]"
    f'{{claim="{FALSE["claim"]}"}} [Several were.]{{claim="{TRUE["claim"]}"}}\n\n'
    "::: {.general}\nMost days are [days]{.general #here}.\n:::\n"
)


def test_a_draft_marks_a_false_claim_in_place_with_condition_and_figures(tmp_path: Path) -> None:
    page = rendered(tmp_path, TEXT, [FALSE, TRUE])
    assert "<mark>Only <em>few</em> areas were visited.</mark>" in page.replace("\n", " ")
    said = " ".join("".join(Page(page).text).split())
    mark = (
        f"Only few areas were visited. [This sentence does not hold. Condition: {FALSE['claim']}. "
        f"Figures: {FALSE['figures']}] Several were. Most days are days."
    )
    assert mark in said
    printed = " ".join(
        one.get_textpage().get_text_bounded() for one in pypdfium2.PdfDocument(tmp_path / "a.pdf")
    )
    assert "".join(mark.split()) in "".join(printed.split())


@pytest.mark.parametrize("rows", [None, [FALSE, TRUE]], ids=["not judged", "no draft"])
def test_elsewhere_nothing_of_a_claim_is_left(
    tmp_path: Path, rows: list[dict[str, str]] | None
) -> None:
    page = rendered(tmp_path, TEXT, rows, draft=rows is None)
    assert "Only <em>few</em> areas were visited. Several were." in page.replace("\n", " ")
    assert 'Most days are <span id="here">days</span>.' in page.replace("\n", " ")
    for word in ("claim", "general", "<mark", "This sentence"):
        assert word not in page.split("<main", 1)[1], word


def test_a_claim_that_was_never_judged_is_marked(tmp_path: Path) -> None:
    page = rendered(tmp_path, TEXT, [TRUE])
    assert "This sentence is not judged." in " ".join("".join(Page(page).text).split())


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        ("not settled", "This sentence is not settled."),
        ("cannot be read", "The claim of this sentence cannot be read."),
    ],
)
def test_each_fault_is_said_in_words(tmp_path: Path, verdict: str, words: str) -> None:
    page = rendered(tmp_path, TEXT, [{**FALSE, "verdict": verdict}, TRUE])
    assert words in " ".join("".join(Page(page).text).split())
