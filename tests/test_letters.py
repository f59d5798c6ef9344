"""Letters to findings: the same letter in four formats, ids, areas, and letters against visits."""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from letter_samples import PRIORITY, TOLD, as_lines, as_pdf, as_word, texts, write

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
    found, _, problems = ingest_letters(
        folder.iterdir(), visits(*rows or (VISIT,)), AREAS, root=folder.parent
    )
    return found, problems


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
