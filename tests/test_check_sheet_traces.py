"""Each printed figure is led back to its cell; one that is not in the tables is not explained."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from nationalreports.check_sheet_cells import Cells, Figure
from nationalreports.check_sheet_printed import Piece, Span
from nationalreports.check_sheet_traces import Tracer

CONFIG: dict[str, Any] = {
    "series": {"title": "COVID-19 series"},
    "thresholds": {"minimum_base": 10, "rounding_base": 5},
    "quantifiers": [{"from": 0, "word": "few"}, {"from": 50, "word": "most"}],
    "reports": {
        "one": {
            "title": "Report of 2020",
            "window": {"start": "2020-10-05", "end": "2020-10-14"},
            "cumulative_over": [],
            "surveys": ["people"],
        }
    },
}
CODEBOOK: dict[str, Any] = {
    "questions": {"challenge": "Challenging"},
    "sectors": {"health": "Health"},
    "voices": {"leaders": "Leaders"},
    "themes": {
        "waits": {"label": "Waits", "questions": ["challenge"]},
        "year_4": {"label": "Year 4", "questions": ["challenge"]},
    },
}
SURVEYS: dict[str, Any] = {
    "people": {
        "title": "Survey",
        "respondents": "people over 16",
        "groups": None,
        "questions": {
            "help": {
                "header": "Did it help?",
                "label": "Help",
                "type": "single",
                "answers": ["Yes", "No, in 4 weeks"],
            }
        },
    }
}


def frame(columns: str, *rows: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns.split(), dtype=str)


def tables(told: str, yes: tuple[str, str], plans: str, *shares: str) -> dict[str, pd.DataFrame]:
    rest = " percent word" if shares else ""
    hidden = ("[c]", "[c]") if shares else ()
    return {
        "themes": frame(
            "question theme sector voice areas_told areas_visited",
            ("challenge", "waits", "all", "all", told, "6"),
            ("challenge", "year_4", "all", "all", "3", "6"),
        ),
        "discussions": frame("question theme sector voice discussions_told discussions"),
        "answers": frame(
            "survey group question answer count base" + rest,
            ("people", "all", "help", "Yes", *yes, *shares),
            ("people", "all", "help", "No, in 4 weeks", "[c]" if shares else "5", yes[1], *hidden),
        ),
        "context": frame(
            "measure time_period value published", ("timeliness", "2019", plans, "2020-05-31")
        ),
        "summary": frame("item value", ("visits", "6"), ("responses_people", yes[1])),
    }


BEFORE = tables("4", ("118", "203"), "58.0")
AFTER = tables("4", ("120", "205"), "58.0", "58", "most")
FACTS: dict[str, Any] = {
    "answers": {"people": {"help": {"yes": {"answer": "Yes"}, "no": {"answer": "No, in 4 weeks"}}}},
    "context": {"timeliness": {"year": "2019", "first_year": "2019"}},
}
BARS = {
    "id": "people-help",
    "source": "answers",
    "question": "help",
    "survey": "people",
    "title": "Help: 58% of about 205 answered “Yes”",
    "subtitle": "",
    "columns": ["Answer", "Number", "Base", "Percentage"],
    "rows": [["Yes", "120", "205", "58"], ["No, in 4 weeks", "[c]", "205", "[c]"]],
    "withheld": False,
    "bars": [["Yes", 58]],
    "labels": ["58%"],
    "headline": False,
}


@pytest.fixture
def tracer() -> Tracer:
    return Tracer(Cells("one", CONFIG, CODEBOOK, SURVEYS, BEFORE, AFTER), FACTS, [BARS])


def fact(tracer: Tracer, key: str, text: str, around: str = "It was {}.") -> list[Figure]:
    whole = around.format(text)
    start = whole.index(text)
    piece = Piece("Head", "", "text", whole, (Span(key, start, start + len(text)),))
    return [item.figure for item in tracer.trace(piece)]


def brief(figures: list[Figure]) -> list[tuple[str, str, str, str]]:
    return [(f.kind, f.value, f.count, f.base) for f in figures]


def test_a_share_is_a_word_a_percentage_a_count_and_a_base(tracer: Tracer) -> None:
    found = fact(tracer, "facts.answers.people.help.yes.share", "most (58%, about 120 of 205)")
    assert brief(found) == [
        ("word", "most", "118", "203"),
        ("percentage", "58", "118", "203"),
        ("count", "120", "118", "203"),
        ("count", "205", "203", ""),
    ]
    assert found[1].unrounded == "58.1281"
    assert found[1].cell == "answers.csv / people / all / help / Yes / percent"
    assert "answered ‘Yes’ to ‘Did it help?’" in found[1].formula
    assert "few from 0%, most from 50%" in found[0].formula


def test_a_figure_other_than_the_public_one_is_not_explained(tracer: Tracer) -> None:
    found = fact(tracer, "facts.answers.people.help.yes.share", "most (59%, about 120 of 205)")
    assert [f.value for f in found if f.kind == "not traced" and f.value] == ["59%", "120", "205"]


def test_a_withheld_share_is_listed_with_its_phrase(tracer: Tracer) -> None:
    text = "a number that is not published"
    (found,) = fact(tracer, "facts.answers.people.help.no.share", text)
    assert (found.value, found.count, found.published) == (text, "5", "[c]")
    assert found.withheld


def test_digits_in_labels_are_names(tracer: Tracer) -> None:
    text = "6 volunteer areas and about 205 responses from people over 16"
    found = fact(tracer, "facts.evidence.scope", text)
    assert [(f.kind, f.value) for f in found] == [
        ("count", "6"),
        ("count", "205"),
        ("name", "16"),
    ]
    assert found[1].cell == "summary.csv / responses_people"


def test_the_number_of_all_areas_is_traced_where_it_is_known(tracer: Tracer) -> None:
    listed = frame("item value", ("visits", "6"), ("areas_in_england", "151"))
    cells = Cells(
        "one",
        CONFIG,
        CODEBOOK,
        SURVEYS,
        {**BEFORE, "summary": listed},
        {**AFTER, "summary": listed},
    )
    text = "6 volunteer areas of the 151 in England"
    found = fact(Tracer(cells, FACTS, [BARS]), "facts.areas.volunteers", text)
    assert [(f.kind, f.value) for f in found] == [("count", "6"), ("count", "151")]
    assert found[1].cell == "summary.csv / areas_in_england"


@pytest.mark.parametrize(
    ("owner", "head", "cell"),
    [
        (
            "tbl-voices-themes-challenge",
            ("Waits", "Leaders"),
            "themes.csv / challenge / waits / leaders / areas_told",
        ),
        (
            "tbl-sectors-themes-challenge",
            ("Waits", "Health"),
            "themes.csv / challenge / waits / health / areas_told",
        ),
    ],
)
def test_a_theme_by_voice_or_sector_is_traced(owner: str, head: tuple[str, str], cell: str) -> None:
    book = {**CODEBOOK, "voices": {"leaders": "Leaders"}, "sectors": {"health": "Health"}}
    table = frame(
        "question theme sector voice areas_told areas_visited",
        ("challenge", "waits", "all", "all", "4", "6"),
        ("challenge", "waits", "all", "leaders", "3", "6"),
        ("challenge", "waits", "health", "all", "3", "6"),
    )
    tables = [{**own, "themes": table} for own in (BEFORE, AFTER)]
    tracer = Tracer(Cells("one", CONFIG, book, SURVEYS, *tables), FACTS, [])
    (found,) = tracer.trace(Piece("Head", owner, "cell", "3", row=0, column=1, head=head))
    assert (found.figure.kind, found.figure.cell) == ("count", cell)


def test_numbers_beside_facts_are_dates_names_or_typed(tracer: Tracer) -> None:
    around = "On 5 May 2020 COVID-19 hit {} and 17 more."
    found = fact(tracer, "facts.areas.volunteers", "6 volunteer areas", around)
    assert [(f.kind, f.value) for f in found] == [
        ("date", "5"),
        ("date", "2020"),
        ("name", "19"),
        ("count", "6"),
        ("typed in the source", "17"),
    ]


def test_a_statistic_is_compared_as_a_number(tracer: Tracer) -> None:
    for text in ("58%", "58.0%"):
        (found,) = fact(tracer, "facts.context.timeliness.value", text)
        assert (found.kind, found.cell) == ("statistic", "context.csv / timeliness / 2019")


def test_captions_alternative_texts_and_labels_of_a_chart(tracer: Tracer) -> None:
    caption = "Help: 58% of about 205 answered “Yes” Of people over 16 who answered (about 205)."
    found = tracer.trace(Piece("Head", "fig-people-help", "caption", caption))
    assert [(f.figure.kind, f.figure.value) for f in found] == [
        ("percentage", "58"),
        ("count", "205"),
        ("name", "16"),
        ("count", "205"),
    ]
    alt = "Bar chart of 1 answers, percentage of people over 16. Yes: 58%."
    found = tracer.trace(Piece("Head", "fig-people-help", "alt", alt))
    assert [f.figure.kind for f in found] == ["layout", "name", "percentage"]
    ((bar, label, text),) = tracer.labels("people-help")
    assert (bar, label.figure.count, text) == ("Yes", "118", "58%")


def test_cells_of_the_annex_and_shorthand(tracer: Tracer) -> None:
    def cell(row: int, column: int, text: str) -> list[Figure]:
        piece = Piece("Annex", "tbl-people-help", "cell", text, (), row, column)
        return [item.figure for item in tracer.trace(piece)]

    assert brief(cell(0, 3, "58")) == [("percentage", "58", "118", "203")]
    (hidden,) = cell(1, 1, "[c]")
    assert (hidden.withheld, hidden.count) == (True, "5")
    assert [f.kind for f in cell(1, 0, "No, in 4 weeks")] == ["name"]
    assert "not traced" in [f.kind for f in cell(0, 1, "125")]


def test_a_withheld_base_is_expected_in_no_caption() -> None:
    answers = AFTER["answers"].assign(base="[c]", percent="[c]", word="[c]")
    cells = Cells("one", CONFIG, CODEBOOK, SURVEYS, BEFORE, {**AFTER, "answers": answers})
    bars = {**BARS, "bars": [["Yes", 120]], "labels": ["120"]}
    tracer = Tracer(cells, FACTS, [bars])
    caption = "Help: about 120 answered “Yes” Number of people over 16 who answered, by answer."
    found = tracer.trace(Piece("Head", "fig-people-help", "caption", caption))
    assert [(f.figure.kind, f.figure.value) for f in found] == [("count", "120"), ("name", "16")]
    assert brief(fact(tracer, "facts.answers.people.help.yes.share", "about 120")) == [
        ("count", "120", "118", "203")
    ]


def test_groups_in_the_summary_are_counts_with_a_percentage_where_it_is_shown() -> None:
    surveys = {"people": {**SURVEYS["people"], "groups": "help"}}
    for percent, text, figures in [
        ("58", "120 (58%)", [("count", "120"), ("percentage", "58")]),
        ("[z]", "120", [("count", "120")]),
        ("[c]", "120", [("count", "120")]),
    ]:
        after = {**AFTER, "answers": AFTER["answers"].assign(percent=percent)}
        tracer = Tracer(Cells("one", CONFIG, CODEBOOK, surveys, BEFORE, after), FACTS, [])
        head = ("Help: Yes", "Number")
        piece = Piece("Summary", "tbl-summary", "cell", text, (), 0, 2, head=head)
        found = [(item.figure.kind, item.figure.value) for item in tracer.trace(piece)]
        assert found == figures, percent
