"""Variations of letters that must give the same findings, and what is refused."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from letter_samples import CLOSING, PRIORITY, TOLD, as_lines, texts, write

from nationalreports import letter_wording
from nationalreports.letters import read_letter

# --- variations ---------------------------------------------------------------------------


@pytest.mark.parametrize("bullet", ["-", "*", "•", "◼", "–", "+", "\\-", "\uf0b7"])
def test_bullets(tmp_path: Path, bullet: str) -> None:
    assert texts(write(tmp_path, as_lines(bullet=bullet))) == (TOLD, PRIORITY)


@pytest.mark.parametrize("form", ["{}.", "{})", "({})"])
def test_numbered_lists(tmp_path: Path, form: str) -> None:
    told = "\n".join(f"{form.format(n)} {text}" for n, text in enumerate(TOLD, 1))
    path = write(tmp_path, as_lines(body=f"Inspectors were told that:\n\n{told}"), "v1.txt")
    assert texts(path) == (TOLD, PRIORITY)


@pytest.mark.parametrize(
    "told",
    [
        "Inspectors were told that",
        "Inspectors were told that…",
        "### **Inspectors were told that:**",
        "Inspectors heard the following:",
        "During our visit, we were told that:",
        "Leaders and practitioners told inspectors the following:",
        "## Findings",
        "_Inspectors were told that:_",
        "We aim to:\n\n- listen\n- learn\n\nInspectors were told that:",
        "## What we did\n\nWe spoke to:\n\n- leaders\n\n## What inspectors found",
    ],
)
def test_lead_ins(tmp_path: Path, told: str) -> None:
    assert texts(write(tmp_path, as_lines(told=told))) == (TOLD, PRIORITY)


@pytest.mark.parametrize(
    "priority",
    [
        "Leaders told inspectors that their emerging priorities include the following.",
        "Area leaders have identified these priorities for the months ahead:",
        "The next steps that leaders described to us are:",
        "## Emerging priorities",
        "Looking ahead, leaders plan to:",
        "### Priorities\n\nLeaders said that their priorities for children with SEND include:",
        "Leaders told inspectors that their emerging\n\npriorities for the year include the "
        "following:",
    ],
)
def test_reworded_priorities(tmp_path: Path, priority: str) -> None:
    told, priorities = texts(write(tmp_path, as_lines(priority=priority)))
    assert (told, priorities) == (TOLD, PRIORITY)


@pytest.mark.parametrize(
    "date",
    [
        "12 October 2020", "12th October, 2020", "Monday 12 October 2020", "12 Oct 2020",
        "October 12, 2020", "2020-10-12", "12\xa0October\xa02020", "Date: 12 October 2020",
        "**12 October 2020**", "12th of October 2020",
    ],
)  # fmt: skip
def test_date_forms(tmp_path: Path, date: str) -> None:
    letter, problems = read_letter(write(tmp_path, as_lines(date=date)), source="x")
    assert letter is not None and not problems
    assert letter.date == datetime.date(2020, 10, 12)


def test_a_date_in_figures_is_read_day_first_and_doubted(tmp_path: Path) -> None:
    letter, problems = read_letter(write(tmp_path, as_lines(date="12/10/2020")), source="x")
    assert letter is not None and letter.date == datetime.date(2020, 10, 12)
    assert [(p.severity, p.rule, p.row) for p in problems] == [("warning", "LET-019", 4)]
    _, problems = read_letter(write(tmp_path, as_lines(date="13/10/2020")), source="x")
    assert problems == []


@pytest.mark.parametrize(
    ("title", "area"),
    [
        ("### **Ofsted and CQC visit to Fernmouth local area**", "Fernmouth"),
        ("Joint visit to the local area of Fernmouth", "Fernmouth"),
        ("Ofsted and CQC visit to Alder and\nBirch local area", "Alder and Birch"),
        ("Area SEND visit: Fernmouth local area", "Fernmouth"),
        ("Fernmouth local area: visit by Ofsted and CQC", "Fernmouth"),
        ("Ofsted and CQC visit to Quayford, City of", "Quayford, City of"),
        ("Ofsted and CQC visit to Fernmouth local area, 5 to 7 October 2020", "Fernmouth"),
    ],
)
def test_titles(tmp_path: Path, title: str, area: str) -> None:
    letter, _ = read_letter(write(tmp_path, as_lines(title=title)), source="x")
    assert letter is not None and letter.area_name == area


def test_sector_headings_give_the_sector(tmp_path: Path) -> None:
    body = (
        "Inspectors were told that:\n\n**Education**\n\n- Schools rang each week.\n\n### Health "
        "services\n\n- Clinics went online.\n- Waits grew.\n\nSocial care:\n\n- Visits went on."
    )
    letter, problems = read_letter(write(tmp_path, as_lines(body=body)), source="x")
    assert letter is not None and not problems
    assert [(f.sector, f.position) for f in letter.findings] == [
        ("education", 1), ("health", 2), ("health", 3), ("care", 4), ("", 1), ("", 2),
    ]  # fmt: skip


def test_a_sector_as_bullet_makes_findings_of_what_stands_below(tmp_path: Path) -> None:
    body = (
        "Inspectors were told that:\n\n- Education\n    - Schools rang each week.\n"
        "    - Meals went out.\n- Health\n    - Waits grew."
    )
    letter, _ = read_letter(write(tmp_path, as_lines(body=body)), source="x")
    assert letter is not None
    assert [(f.sector, f.text) for f in letter.findings][:3] == [
        ("education", "Schools rang each week."),
        ("education", "Meals went out."),
        ("health", "Waits grew."),
    ]


@pytest.mark.parametrize("name", ["v1.md", "v1.txt"])
@pytest.mark.parametrize(
    "furniture",
    ["", "Page 2 of 5", "- 2 -", "2", "Letter in confidence\nPage 2 of 5", "\f", "2 | Page\n\n\f"],
)
def test_a_finding_divided_by_a_page_is_whole_again(
    tmp_path: Path, name: str, furniture: str
) -> None:
    middle = f"\n\n{furniture}\n\n" if furniture else "\n\n"
    body = (
        f"Inspectors were told that:\n\n- Leaders met the group around the child{middle}"
        "and agreed next steps. All were heard.\n\n- Waits grew."
    )
    letter, problems = read_letter(write(tmp_path, as_lines(body=body), name), source="x")
    assert letter is not None
    assert letter.findings[0].text == (
        "Leaders met the group around the child and agreed next steps. All were heard."
    )
    assert letter.findings[1].position == 2
    assert [p.rule for p in problems if p.severity == "info"] == ["LET-018"]


def test_text_before_a_capital_is_whole_again_only_within_the_list(tmp_path: Path) -> None:
    body = "Inspectors were told that:\n\n- Leaders met\n\nOfsted weekly.\n\n- Waits grew."
    told, _ = texts(write(tmp_path, as_lines(body=body)))
    assert told == ["Leaders met Ofsted weekly.", "Waits grew."]


def test_running_heads_in_mid_sentence_are_no_text(tmp_path: Path) -> None:
    head = "\n\nVisit letter: in confidence 2\n\n"
    body = (
        f"Inspectors were told that:\n\n- Leaders met the{head}group.\n\n- Waits{head}grew{head}"
        "again."
    )
    told, _ = texts(write(tmp_path, as_lines(body=body)))
    assert told == ["Leaders met the group.", "Waits grew again."]


def test_wrapped_text_with_divided_words(tmp_path: Path) -> None:
    body = (
        "Inspectors were told that:\n\n• Leaders praised commu-\n  nication before half-\n  term, "
        "and after the half-term.\n• It began in\n  2020. All of it – and\n  – they said – more "
        "went on-\n  line, and\xad\n  then online.\n"
    )
    told, _ = texts(write(tmp_path, as_lines(body=body), "v1.txt"))
    assert told == [
        "Leaders praised communication before half-term, and after the half-term.",
        "It began in 2020. All of it – and – they said – more went online, andthen online.",
    ]


def test_typography_is_evened_out(tmp_path: Path) -> None:
    body = "Inspectors were told that:\n\n- The\xa0o\ufb03ce  found **a \ufb01x**¹ (see [here](http://x.uk)).\n"
    told, _ = texts(write(tmp_path, as_lines(body=body)))
    assert told == ["The office found a fix (see here)."]


def test_a_letter_without_lists_gives_its_paragraphs(tmp_path: Path) -> None:
    body = "Inspectors were told that:\n\nSchools rang each week.\n\nWaits grew."
    letter, problems = read_letter(write(tmp_path, as_lines(body=body)), source="v1.md")
    assert letter is not None
    assert [f.text for f in letter.findings][:2] == ["Schools rang each week.", "Waits grew."]
    assert [(p.severity, p.rule) for p in problems] == [("warning", "LET-029")]


def test_left_over_paragraphs_are_warned_of(tmp_path: Path) -> None:
    body = (
        "The area has a long coast and one large town, which made travel harder for many.\n\n"
        "Inspectors were told that:\n\n- Waits grew.\n\nThis stands alone.\n\n- Calls helped."
    )
    letter, problems = read_letter(write(tmp_path, as_lines(body=body)), source="x")
    assert letter is not None and [f.text for f in letter.findings][:2] == [
        "Waits grew.",
        "Calls helped.",
    ]
    assert [(p.severity, p.rule) for p in problems] == [("warning", "LET-016")] * 2
    assert problems[1].value == "This stands alone."


def test_a_list_after_the_sign_off_is_warned_of(tmp_path: Path) -> None:
    annex = "\n\nLeaders also told inspectors that:\n\n- Buses ran.\n"
    letter, problems = read_letter(write(tmp_path, as_lines() + annex), source="x")
    assert letter is not None and len(letter.findings) == 5
    assert [(p.severity, p.rule) for p in problems] == [("warning", "LET-016")]


def test_a_date_that_shares_its_line_is_doubted(tmp_path: Path) -> None:
    path = write(tmp_path, as_lines(date="12 October 2020      T 0300 123 1231"), "v1.txt")
    letter, problems = read_letter(path, source="x")
    assert letter is not None and letter.date == datetime.date(2020, 10, 12)
    assert [(p.severity, p.rule) for p in problems] == [("warning", "LET-019")]


# --- what is refused ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (as_lines(date=""), "LET-009"),
        (as_lines(date="October 2020"), "LET-009"),
        (as_lines(date="31 February 2020"), "LET-009"),
        (as_lines(date="12 October 2020\n\n13 October 2020"), "LET-011"),
        (as_lines(title="About our meeting"), "LET-008"),
        (
            as_lines(title="Visit to Fernmouth local area\n\nVisit to Tarn local area"),
            "LET-011",
        ),
        (as_lines(body="Inspectors were told that:"), "LET-010"),
        ("Shopping\n\n- milk\n- eggs\n", "LET-010"),
    ],
)
def test_what_is_no_such_letter_is_refused(tmp_path: Path, content: str, rule: str) -> None:
    letter, problems = read_letter(write(tmp_path, content), source="letters/v1.md")
    assert letter is None
    assert rule in {p.rule for p in problems if p.severity == "error"}
    assert {p.source for p in problems} == {"letters/v1.md"}


def test_a_running_head_that_says_confidential_closes_nothing():
    assert not letter_wording.is_closing("Visit to Harrowmere – confidential")
    assert letter_wording.is_closing("This letter is confidential.")


def test_a_list_item_after_the_closing_words_is_an_error(tmp_path: Path) -> None:
    content = as_lines().replace(CLOSING, f"{CLOSING}\n\n- A finding too late.")
    _, problems = read_letter(write(tmp_path, content), source="v1.md")
    assert [(p.severity, p.rule) for p in problems] == [("error", "LET-022")]
    assert problems[0].value == "A finding too late."
