"""Layouts that only one format has, and lists that hold no findings."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
import typst
from letter_samples import BOILERPLATE, CLOSING, as_lines, texts, write

from nationalreports.letters import read_letter

WAITS, CALLS, PLACES = "Waits grew in the spring.", "Calls helped families.", "Places were kept"


def _word(path: Path, rows: list[tuple[str, ...]]) -> Path:
    document = docx.Document()
    for text in ["Ofsted", "12 October 2020", "Mr A Person\nFernmouth Council", "Dear Mr Person"]:
        document.add_paragraph(text)
    document.add_heading("Ofsted and CQC visit to Fernmouth local area", 2)
    document.add_paragraph(BOILERPLATE)
    document.add_paragraph("Inspectors were told that:")
    table = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph("Leaders told inspectors that their emerging priorities include:")
    document.add_paragraph("To shorten waits.", style="List Bullet")
    document.add_paragraph(CLOSING)
    document.add_paragraph("Yours sincerely")
    document.add_paragraph("B Writer\nInspector")
    document.save(str(path))
    return path


def _read(path: Path) -> list[tuple[str, str, str]]:
    letter, problems = read_letter(path, source=path.name)
    assert letter is not None, problems
    assert not [p for p in problems if p.severity == "error"], problems
    return [(f.section, f.sector, f.text) for f in letter.findings]


@pytest.mark.parametrize(
    ("rows", "sectors"),
    [
        ([(WAITS,), (CALLS,), (PLACES,)], ["", "", ""]),
        ([("1.", WAITS), ("2.", CALLS), ("3.", PLACES)], ["", "", ""]),
        (
            [("Sector", "What we heard"), ("Health", WAITS), ("Health", CALLS), ("Care", PLACES)],
            ["health", "health", "care"],
        ),
        (
            [("Health", WAITS), ("", CALLS), ("Education", PLACES)],
            ["health", "health", "education"],
        ),
    ],
)
def test_a_table_in_word_holds_a_finding_a_row(tmp_path: Path, rows: list, sectors: list[str]):
    found = _read(_word(tmp_path / "v1.docx", rows))
    assert found[:-1] == [
        ("told", sector, text) for sector, text in zip(sectors, (WAITS, CALLS, PLACES), strict=True)
    ]
    assert found[-1] == ("priority", "", "To shorten waits.")


@pytest.mark.parametrize("head", ["| Sector | What we heard |\n|---|:--|\n", "|  |  |\n|--|--|\n"])
def test_a_table_in_markdown_is_read_as_in_word(tmp_path: Path, head: str):
    rows = f"| **Health** | {WAITS} |\n| Health | {CALLS} |\n| Care | {PLACES} |"
    body = f"Inspectors were told that:\n\n{head}{rows}"
    found = _read(write(tmp_path, as_lines(body=body)))
    assert found[:3] == [
        ("told", "health", WAITS),
        ("told", "health", CALLS),
        ("told", "care", PLACES),
    ]


def test_raised_figures_in_a_pdf_are_no_text(tmp_path: Path):
    source = f"""
#set page(width: 160mm, height: 200mm)
#set text(size: 11pt)
12 October 2020

Dear Mr Person

Ofsted and CQC visit to Fernmouth local area

{BOILERPLATE}

Inspectors were told that:

- Waits#super[1] grew in 2020.#footnote[As set out in the guidance of the day.]
- In 3 of 10 schools, 25 pupils had calls.

Leaders told inspectors that their emerging priorities include the following:

- To shorten waits.

{CLOSING}

Yours sincerely

B Writer
"""
    path = tmp_path / "v1.pdf"
    typst.compile(source.encode(), output=str(path))
    told, priority = texts(path)
    assert told == ["Waits grew in 2020.", "In 3 of 10 schools, 25 pupils had calls."]
    assert priority == ["To shorten waits."]


def test_people_met_are_no_findings(tmp_path: Path):
    met = "We met:\n\n- leaders of the council\n- parents\n\nContext"
    path = write(tmp_path, as_lines().replace("Context", met, 1))
    plain = write(tmp_path, as_lines(), "v2.md")
    assert _read(path) == _read(plain)
    letter, problems = read_letter(path, source="v1.md")
    assert letter is not None
    assert [p.rule for p in problems if p.severity != "info"] == []


def test_a_list_under_words_that_say_nothing_is_taken_and_told(tmp_path: Path):
    path = write(tmp_path, as_lines(told="In the round:"))
    assert _read(path) == _read(write(tmp_path, as_lines(), "v2.md"))
    _, problems = read_letter(path, source="v1.md")
    assert [(p.severity, p.rule, p.value) for p in problems if p.severity != "info"] == [
        ("warning", "LET-016", "In the round:")
    ]


def test_a_list_that_nothing_leads_into_is_told_and_not_taken(tmp_path: Path):
    stray = "Thank you for your time.\n\n- a stray item\n\nContext"
    letter, problems = read_letter(
        write(tmp_path, as_lines().replace("Context", stray, 1)), source="v1.md"
    )
    assert letter is not None
    assert "a stray item" not in [finding.text for finding in letter.findings]
    assert [(p.severity, p.rule, p.value) for p in problems if p.severity != "info"] == [
        ("warning", "LET-016", "a stray item")
    ]


@pytest.mark.parametrize("note", ["[1] As set out.", "[^1]: As set out."])
def test_notes_to_the_text_are_no_findings(tmp_path: Path, note: str):
    text = as_lines().replace("\n\nLeaders told", f"\n\n{note}\n\nLeaders told", 1)
    assert _read(write(tmp_path, text)) == _read(write(tmp_path, as_lines(), "v2.md"))


def test_a_bullet_may_lead_into_the_priorities(tmp_path: Path):
    plain = as_lines(bullet="-")
    lead = "Leaders told inspectors that their emerging priorities include the following:"
    path = write(tmp_path, plain.replace(f"{lead}\n\n", f"- {lead}\n"))
    assert _read(path) == _read(write(tmp_path, plain, "v2.md"))


def test_bullets_that_a_pdf_draws_are_bullets(tmp_path: Path):
    source = f"""
#set page(width: 160mm, height: 200mm)
#set list(marker: circle(radius: 1.5pt, fill: black))
12 October 2020

Dear Mr Person

Ofsted and CQC visit to Fernmouth local area

{BOILERPLATE}

Inspectors were told that:

- {WAITS} It was so in every school of the area, and in the colleges beyond it as well.
- {CALLS}

Leaders told inspectors that their emerging priorities include the following:

- To shorten waits.
- To ring.

{CLOSING}

Yours sincerely

B Writer
"""
    path = tmp_path / "v1.pdf"
    typst.compile(source.encode(), output=str(path))
    told, priority = texts(path)
    assert [text[: len(WAITS)] for text in told] == [WAITS, CALLS[: len(WAITS)]]
    assert priority == ["To shorten waits.", "To ring."]


def _refused(path: Path) -> list[tuple[str, str]]:
    letter, problems = read_letter(path, source=path.name)
    assert letter is None
    return [(p.rule, str(p.row)) for p in problems if p.severity == "error"]


@pytest.mark.parametrize(
    "damaged",
    ["Familiesâ€™ views were heard.", "Families\ufffd views were heard.", "CafÃ© closed."],
)
def test_damaged_text_is_refused(tmp_path: Path, damaged: str):
    body = f"Inspectors were told that:\n\n- {WAITS}\n- {damaged}"
    assert [rule for rule, _ in _refused(write(tmp_path, as_lines(body=body)))] == ["LET-026"]


@pytest.mark.parametrize(("sentences", "refused"), [(7, False), (8, True)])
def test_a_paragraph_of_many_findings_is_refused(tmp_path: Path, sentences: int, refused: bool):
    paragraph = " ".join(f"Waits grew in place {n}." for n in range(sentences))
    path = write(tmp_path, as_lines(body=f"Inspectors were told that:\n\n{paragraph}"))
    letter, problems = read_letter(path, source="v1.md")
    assert (letter is None) == refused
    assert ("LET-027" in {p.rule for p in problems}) == refused


def test_a_mark_within_a_finding_is_refused(tmp_path: Path):
    body = f"Inspectors were told that:\n\n- {WAITS} ◼ {CALLS}"
    assert [rule for rule, _ in _refused(write(tmp_path, as_lines(body=body)))] == ["LET-027"]


@pytest.mark.parametrize(("extra", "refused"), [(0, False), (1, True)])
def test_a_paragraph_longer_than_any_letters_is_refused(tmp_path: Path, extra: int, refused: bool):
    item = f"- {'a' * (9_998 + extra)}"  # 10,000 characters with its mark
    path = write(tmp_path, as_lines(body=f"Inspectors were told that:\n\n{item}"))
    letter, problems = read_letter(path, source="v1.md")
    assert (letter is None) == refused
    assert ("LET-006" in {p.rule for p in problems}) == refused


def test_what_is_far_longer_than_a_letter_is_refused(tmp_path: Path):
    items = "\n".join(f"- {WAITS} {n:05}" for n in range(7_000))
    path = write(tmp_path, as_lines(body=f"Inspectors were told that:\n\n{items}"))
    assert [rule for rule, _ in _refused(path)] == ["LET-006"]
