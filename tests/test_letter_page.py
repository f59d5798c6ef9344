"""The page shows every passage of every letter, and nothing of it as markup."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
from letter_samples import as_lines, write

from nationalreports.letter_page import letter_page
from nationalreports.letters import FINDING_COLUMNS, Letter, finding_id, read_letter
from nationalreports.problems import Problem


def _page(folder: Path, text: str) -> tuple[str, Letter]:
    letter, problems = read_letter(write(folder, text), source="v1.md")
    assert letter is not None, problems
    rows = [
        {
            "finding_id": finding_id("v1", finding.text),
            "visit_id": "v1",
            "section": finding.section,
            "text": finding.text,
        }
        for finding in letter.findings
    ]
    findings = pd.DataFrame(rows, columns=FINDING_COLUMNS)
    return letter_page({"v1": letter}, findings, problems), letter


def test_every_passage_stands_there_with_its_part(tmp_path: Path):
    page, letter = _page(tmp_path, as_lines())
    assert [part for _, part, _ in letter.passages if part != "head"] == [
        *("lead-in", "told", "told", "told", "told", "told", "told"),
        *("lead-in", "priority", "priority", "closing", "sign-off", "sign-off"),
    ]
    assert len(re.findall('class="passage', page)) == len(letter.passages)
    assert page.count("<li><span") == len(letter.findings) == 5
    for finding in letter.findings:
        assert finding_id("v1", finding.text) in page


def test_what_is_left_over_is_marked(tmp_path: Path):
    stray = "Rain fell on every one of the days and the river rose higher than it ever had before."
    closing = "\n\nOfsted and CQC will not publish"
    page, _ = _page(tmp_path, as_lines().replace(closing, f"\n\n{stray}{closing}"))
    (found,) = re.findall(r'<p class="passage left">(.*?)</p>', page)
    assert stray in found
    assert "LET-016" in page.split('id="visits"')[0]


def test_markup_in_a_letter_is_text(tmp_path: Path):
    page, _ = _page(tmp_path, as_lines(date="12 October 2020\n\n&lt;script&gt;x&lt;/script&gt;"))
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_refused_letters_are_told():
    problem = Problem("error", "data/raw/letters/v2.md", "", "", "LET-009", "", "No date.")
    page = letter_page({}, pd.DataFrame(columns=FINDING_COLUMNS), [problem])
    assert "data/raw/letters/v2.md: No date." in page
