"""The one real letter, where it stands beside the project; none of its text is here."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pandas as pd
import pypandoc
import pytest
import typst

from nationalreports.identifiers import KINDS
from nationalreports.letters import finding_id, match_area, read_letter

SHARED = Path(__file__).parents[2] / "shared"
LETTERS = sorted((SHARED / "letters").glob("*.md"))

pytestmark = pytest.mark.skipif(
    not LETTERS, reason="the real letter is not here: shared/letters/ beside the project"
)


@pytest.fixture(scope="module")
def real() -> tuple:
    letter, problems = read_letter(LETTERS[0], source="letter")
    assert letter is not None, problems
    return letter, problems


def test_head(real: tuple) -> None:
    letter, _ = real
    assert letter.date == datetime.date(2020, 10, 8)
    areas = pd.read_csv(
        SHARED / "data" / "upper_tier_local_authorities_2020.csv", dtype=str, keep_default_na=False
    )
    assert match_area(letter.area_name, areas) == ["E06000059"]


def test_findings(real: tuple) -> None:
    letter, _ = real
    assert [(f.section, f.position) for f in letter.findings] == [
        *(("told", n) for n in range(1, 15)),
        *(("priority", n) for n in range(1, 4)),
    ]
    for finding in letter.findings:
        assert re.search(r"[.!?]$", finding.text), finding.locator
        assert finding.text[0].isupper(), finding.locator
        assert not re.search(r"\s\s|[*#<>\[\]\\]", finding.text), finding.locator
    assert len({f.locator for f in letter.findings}) == 17


def test_one_finding_is_whole_again_over_the_page_break(real: tuple) -> None:
    letter, problems = real
    assert [(p.severity, p.rule) for p in problems] == [("info", "LET-018")]
    seventh = letter.findings[6]
    assert f"line {problems[0].row}" == seventh.locator
    lines = LETTERS[0].read_text(encoding="utf-8").splitlines()
    first = lines[problems[0].row - 1].removeprefix("- ").strip()
    rest = lines[problems[0].row + 1].strip()
    assert seventh.text == f"{first} {rest}"


@pytest.mark.parametrize(
    "name", ["plain.txt", "wrapped.md", "word.docx", "a4.pdf", "small_pages.pdf", "large_type.pdf"]
)
def test_every_format_gives_the_same_ids(real: tuple, tmp_path: Path, name: str) -> None:
    letter, _ = real
    markdown = LETTERS[0].read_text(encoding="utf-8")
    path = tmp_path / name
    wrap = ["--wrap=auto", "--columns=66"]
    if name.endswith(".txt"):
        text = pypandoc.convert_text(markdown, "plain", "markdown-smart", extra_args=wrap)
        path.write_text(text, encoding="utf-8")
    elif name.endswith(".md"):
        text = pypandoc.convert_text(markdown, "markdown", "markdown-smart", extra_args=wrap)
        path.write_text(text, encoding="utf-8")
    elif name.endswith(".docx"):
        pypandoc.convert_text(markdown, "docx", "markdown-smart", outputfile=str(path))
    else:
        plain = "#set smartquote(enabled: false)\n"
        page = {
            "a4.pdf": "#set page(footer: context counter(page).display())\n#set par(justify: true)",
            "small_pages.pdf": "#set page(width: 120mm, height: 110mm, header: [In confidence])\n"
            '#set text(size: 9pt, lang: "en")\n#set par(justify: true)',
            "large_type.pdf": '#set page(paper: "a5")\n#set text(size: 14pt)',
        }[name]
        source = path.with_suffix(".typ")
        body = pypandoc.convert_text(markdown, "typst", "markdown-smart")
        source.write_text(f"{plain}{page}\n{body}", encoding="utf-8")
        typst.compile(str(source), output=str(path))
    converted, problems = read_letter(path, source="letter")
    assert converted is not None, problems
    assert {p.severity for p in problems} <= {"info"}
    assert (converted.date, converted.area_name) == (letter.date, letter.area_name)
    assert [finding_id("v", f.text) for f in converted.findings] == [
        finding_id("v", f.text) for f in letter.findings
    ]
    assert [f.text for f in converted.findings] == [f.text for f in letter.findings]


def test_six_people_are_on_the_watch_list_and_no_false_ones(real: tuple) -> None:
    letter, _ = real
    terms = {kind: [t for k, t in letter.identifiers if k == kind] for kind in KINDS}
    # Three who are addressed or copied have their title too; three signed.
    titled = [name for name in terms["person"] if re.match(r"(?:Ms|Mr|Mrs|Dr) ", name)]
    whole = [name for name in terms["person"] if name not in titled]
    assert (len(whole), len(titled)) == (6, 3)
    assert {name.split()[-1] for name in titled} == {name.split()[-1] for name in whole[:3]}
    assert (len(terms["post"]), len(terms["phone"])) == (5, 2)
    assert (len(terms["email"]), len(terms["postcode"])) == (1, 2)
    assert letter.area_name in terms["place"]
    assert any(letter.area_name in scheme for scheme in terms["scheme"])
    national = {"Ofsted", "CQC", "NHS England", "Department for Education"}
    assert not national & {term for _, term in letter.identifiers}
