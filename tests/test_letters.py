"""Letters to findings: the same letter in four formats, its variations, and what is refused."""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path

import docx
import pandas as pd
import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st

from nationalreports.letters import (
    FINDING_COLUMNS,
    finding_id,
    ingest_letters,
    match_area,
    read_letter,
)

AREAS = pd.DataFrame(
    [
        ["X06000001", "Fernmouth", "Fernmouth Borough Council", "Fernmouth"],
        ["X06000002", "Alder and Birch", "Alder & Birch Council", "Alder & Birch"],
        ["X06000003", "Quayford, City of", "Quayford City Council", "Quayford"],
        ["X06000004", "Tarn", "Tarn City Council", "Tarn"],
        ["X06000005", "Tarnshire", "Tarn County Council", "Tarnshire"],
    ],
    columns=["area_code", "area_name", "official_name", "dfe_name"],
)

TOLD = [
    "Leaders set up a weekly call between schools and the therapy team. It ran through the "
    "half-term break, and face-to-face meetings came back in the autumn.",
    "Families were offered: a helpline in the evenings; a loan of equipment; and a named worker.",
    "Parents’ views on the “return plan” were mixed – some felt rushed, others had waited since "
    "2020. Communication was better later.",
]
PRIORITY = ["To shorten waits for assessment.", "To widen the choice of short breaks at half-term."]
# The second finding is a bullet with three below it.
PARENT, CHILDREN = (
    "Families were offered:",
    [
        "a helpline in the evenings;",
        "a loan of equipment; and",
        "a named worker.",
    ],
)
BOILERPLATE = (
    "Following the joint visit to Fernmouth, I write to summarise the visit findings. The visit "
    "was not an inspection."
)
CLOSING = "Ofsted and CQC will not publish this letter and will keep it confidential."


def as_lines(
    *,
    date: str = "12 October 2020",
    title: str = "Ofsted and CQC visit to Fernmouth local area",
    told: str = "Inspectors were told that:",
    priority: str = "Leaders told inspectors that their emerging priorities include the following:",
    bullet: str = "-",
    body: str | None = None,
) -> str:
    """A letter as Markdown or text, of the form that all variations start from."""
    if body is None:
        second = "\n".join([f"{bullet} {PARENT}", *(f"    {bullet} {c}" for c in CHILDREN)])
        items = [f"{bullet} {TOLD[0]}", second, f"{bullet} {TOLD[2]}"]
        body = "\n".join([f"{told}\n", *items])
    return "\n\n".join(
        [
            "Ofsted\nPiccadilly Gate",
            date,
            "Mr A Person\nDirector of Services\nFernmouth Council",
            "Dear Mr Person",
            title,
            BOILERPLATE,
            "Context",
            body,
            priority,
            "\n".join(f"{bullet} {text}" for text in PRIORITY),
            CLOSING,
            "Yours sincerely",
            "B Writer\nHer Majesty's Inspector",
        ]
    )


def as_word(path: Path) -> None:
    document = docx.Document()
    for text in ["Ofsted", "12 October 2020", "Mr A Person\nDirector\nFernmouth Council"]:
        document.add_paragraph(text)
    document.add_paragraph("Dear Mr Person")
    document.add_heading("Ofsted and CQC visit to Fernmouth local area", 2)
    document.add_paragraph(BOILERPLATE)
    document.add_paragraph("Inspectors were told that:")
    document.add_paragraph(TOLD[0], style="List Bullet")
    document.add_paragraph(PARENT, style="List Bullet")
    for child in CHILDREN:
        document.add_paragraph(child, style="List Bullet 2")
    document.add_paragraph(TOLD[2], style="List Bullet")
    document.add_paragraph("Leaders told inspectors that their emerging priorities include:")
    for text in PRIORITY:
        document.add_paragraph(text, style="List Bullet")
    document.add_paragraph(CLOSING)
    document.add_paragraph("Yours sincerely")
    document.add_paragraph("B Writer\nInspector")
    document.save(str(path))


def as_pdf(path: Path, *, height: str = "297mm", width: str = "210mm", ragged: bool = True) -> None:
    """A PDF with a running head and page numbers; a low page divides findings."""

    def escape(text: str) -> str:
        return text.replace("#", "\\#").replace("-", "\\-")

    second = "\n".join([f"- {PARENT}", *(f"  - {escape(child)}" for child in CHILDREN)])
    source = f"""
#set page(width: {width}, height: {height}, margin: 20mm,
  header: [Letter to an area, in confidence], footer: context [Page #counter(page).display() of 9])
#set text(size: 10pt, lang: "en", hyphenate: {"false" if ragged else "true"})
#set par(justify: {"false" if ragged else "true"})
Ofsted

12 October 2020

Dear Mr Person

*Ofsted and CQC visit to Fernmouth local area*

{escape(BOILERPLATE)}

Inspectors were told that:

- {escape(TOLD[0])}
{second}
- {escape(TOLD[2])}

Leaders told inspectors that their emerging priorities include the following:

- {escape(PRIORITY[0])}
- {escape(PRIORITY[1])}

{escape(CLOSING)}

Yours sincerely

B Writer
"""
    path.with_suffix(".typ").write_text(source, encoding="utf-8")
    typst.compile(str(path.with_suffix(".typ")), output=str(path))


def texts(path: Path) -> tuple[list[str], list[str]]:
    letter, problems = read_letter(path, source=path.name)
    assert letter is not None, problems
    assert not [p for p in problems if p.severity != "info"], problems
    return (
        [f.text for f in letter.findings if f.section == "told"],
        [f.text for f in letter.findings if f.section == "priority"],
    )


def write(folder: Path, content: str | bytes, name: str = "v1.md") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


# --- the same letter in four formats ------------------------------------------------------


@pytest.mark.parametrize("suffix", ["md", "txt", "docx", "pdf"])
def test_every_format_gives_the_same_findings(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"v1.{suffix}"
    if suffix == "docx":
        as_word(path)
    elif suffix == "pdf":
        as_pdf(path)
    else:
        write(tmp_path, as_lines(), path.name)
    assert texts(path) == (TOLD, PRIORITY)


@pytest.mark.parametrize("height", ["80mm", "90mm", "100mm", "120mm"])
@pytest.mark.parametrize("width", ["90mm", "110mm", "148mm"])
@pytest.mark.parametrize("ragged", [True, False])
def test_pages_of_any_size_give_the_same_findings(
    tmp_path: Path, height: str, width: str, ragged: bool
) -> None:
    as_pdf(tmp_path / "v1.pdf", height=height, width=width, ragged=ragged)
    told, priority = texts(tmp_path / "v1.pdf")
    assert [finding_id("v", t) for t in told] == [finding_id("v", t) for t in TOLD]
    assert (told, priority) == (TOLD, PRIORITY)


def test_locators_say_where_a_finding_stands(tmp_path: Path) -> None:
    write(tmp_path, as_lines())
    as_word(tmp_path / "v1.docx")
    as_pdf(tmp_path / "v1.pdf", height="80mm")
    found = {}
    for suffix in ("md", "docx", "pdf"):
        letter, _ = read_letter(tmp_path / f"v1.{suffix}", source="x")
        assert letter is not None
        found[suffix] = [f.locator for f in letter.findings]
    lines = as_lines().splitlines()
    first = next(n for n, line in enumerate(lines, 1) if line.startswith("- Leaders"))
    assert found["md"][:2] == [f"line {first}", f"line {first + 1}"]
    # Paragraph numbers count those with text; the told list's second has three items below it.
    assert found["docx"][:3] == ["paragraph 8", "paragraph 9", "paragraph 13"]
    assert found["pdf"][0] != found["pdf"][-1]


def test_head_of_the_letter(tmp_path: Path) -> None:
    letter, _ = read_letter(write(tmp_path, as_lines()), source="x")
    assert letter is not None
    assert (letter.date, letter.area_name) == (datetime.date(2020, 10, 12), "Fernmouth")
    assert [(f.section, f.position) for f in letter.findings] == [
        ("told", 1), ("told", 2), ("told", 3), ("priority", 1), ("priority", 2),
    ]  # fmt: skip


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
    told, _ = texts(write(tmp_path, as_lines(body=body)))
    assert told == ["Schools rang each week.", "Waits grew."]


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


# --- ids ----------------------------------------------------------------------------------


def test_finding_id_follows_the_published_rule() -> None:
    digest = hashlib.sha256(b"itshalfterm2").hexdigest()[:8]
    assert finding_id("v1", "It’s half-\nterm ②!") == f"v1-{digest}"


@given(
    st.lists(st.text(st.characters(codec="utf-8", categories=["L", "Nd"]), min_size=1), min_size=2),
    st.lists(st.sampled_from([" ", "\xa0", "-", "-\n", "’", '"', "“", " – ", "\u00ad", "\n"])),
)
def test_quotes_spacing_and_hyphens_do_not_change_an_id(words: list[str], marks: list[str]) -> None:
    plain = " ".join(words)
    marked = "".join(
        word + (marks[place % len(marks)] if marks else " ") for place, word in enumerate(words)
    )
    assert finding_id("v1", plain) == finding_id("v1", marked)
    assert finding_id("v1", plain) != finding_id("v1", plain + "x")


# --- areas --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Fernmouth", ["X06000001"]),
        ("FERNMOUTH Council", ["X06000001"]),
        ("Alder & Birch", ["X06000002"]),
        ("Alder and Birch Borough Council", ["X06000002"]),
        ("City of Quayford", ["X06000003"]),
        ("Tarn City", ["X06000004"]),
        ("Tarn County", ["X06000005"]),
        ("Tarn", ["X06000004"]),
        ("Nowhere", []),
    ],
)
def test_match_area(name: str, codes: list[str]) -> None:
    assert match_area(name, AREAS) == codes


def test_match_area_works_without_the_further_names() -> None:
    assert match_area("Fernmouth Council", AREAS[["area_code", "area_name"]]) == ["X06000001"]


# --- all letters --------------------------------------------------------------------------


def visits(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    columns = ["visit_id", "area_code", "start_date", "end_date"]
    return pd.DataFrame(list(rows), columns=columns, dtype=str).assign(report="autumn")


VISIT = ("v1", "X06000001", "2020-10-05", "2020-10-07")


def ingest(folder: Path, *rows: tuple[str, str, str, str]) -> tuple[pd.DataFrame, list]:
    return ingest_letters(folder.iterdir(), visits(*rows or (VISIT,)), AREAS, root=folder.parent)


def test_findings_frame(tmp_path: Path) -> None:
    write(tmp_path, as_lines())
    frame, problems = ingest(tmp_path)
    assert problems == []
    assert list(frame.columns) == FINDING_COLUMNS
    assert frame["text"].tolist() == TOLD + PRIORITY
    assert frame["position"].tolist() == ["1", "2", "3", "1", "2"]
    first = frame.iloc[0]
    assert first["finding_id"] == finding_id("v1", TOLD[0])
    assert (first["source"], first["area_code"]) == (f"{tmp_path.name}/v1.md", "X06000001")
    assert (first["source_type"], first["date"]) == ("visit", "2020-10-12")


@pytest.mark.parametrize(
    ("date", "rule", "kept"),
    [
        ("5 October 2020", "", True),
        ("4 October 2020", "LET-013", False),
        ("6 December 2020", "", True),  # 60 days after 7 October
        ("7 December 2020", "LET-014", True),
    ],
)
def test_dates_against_the_visit(tmp_path: Path, date: str, rule: str, kept: bool) -> None:
    write(tmp_path, as_lines(date=date))
    frame, problems = ingest(tmp_path)
    assert [p.rule for p in problems] == ([rule] if rule else [])
    assert (len(frame) == 5) is kept


def test_another_area_than_the_visits_is_set_aside(tmp_path: Path) -> None:
    write(tmp_path, as_lines())
    frame, problems = ingest(tmp_path, ("v1", "X06000002", "2020-10-05", "2020-10-07"))
    assert frame.empty and list(frame.columns) == FINDING_COLUMNS
    assert [(p.severity, p.rule, p.value) for p in problems] == [("error", "LET-012", "Fernmouth")]
    assert "X06000001" in problems[0].message and "X06000002" in problems[0].message


def test_equal_findings_in_one_letter_are_an_error(tmp_path: Path) -> None:
    body = "Inspectors were told that:\n\n- Waits grew.\n- Calls helped.\n- “Waits” grew"
    write(tmp_path, as_lines(body=body))
    _, problems = ingest(tmp_path)
    assert [(p.severity, p.rule) for p in problems] == [("error", "LET-015")] * 2


def test_files_that_are_no_letters(tmp_path: Path) -> None:
    write(tmp_path, as_lines())
    for name in ("README.md", ".hidden", "~$v1.docx", "v1.doc", "v9.md"):
        write(tmp_path, as_lines(), name)
    (tmp_path / "folder").mkdir()
    frame, problems = ingest(tmp_path)
    assert len(frame) == 5
    assert sorted((p.severity, p.rule, Path(p.source).name) for p in problems) == [
        ("error", "LET-002", "folder"),
        ("error", "LET-002", "v1.doc"),
        ("error", "LET-003", "v9.md"),
        ("info", "LET-001", ".hidden"),
        ("info", "LET-001", "README.md"),
        ("info", "LET-001", "~$v1.docx"),
    ]


def test_a_visit_has_one_letter(tmp_path: Path) -> None:
    write(tmp_path, as_lines())
    write(tmp_path, as_lines(), "v1.txt")
    frame, problems = ingest(tmp_path, VISIT, ("v2", "X06000002", "2020-10-05", "2020-10-07"))
    assert frame.empty
    assert [(p.severity, p.rule) for p in problems] == [
        ("error", "LET-004"), ("error", "LET-004"), ("error", "LET-005"),
    ]  # fmt: skip
