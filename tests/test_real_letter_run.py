"""The one real letter through the whole pipeline, where it stands beside the project.

None of its text and no name in it is here: they are read from the letter and looked for.
"""

from __future__ import annotations

import csv
import html
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
import yaml
from run_folders import REPOSITORY, run

from nationalreports.letters import read_letter

SHARED = REPOSITORY.parent / "shared"
LETTERS = sorted((SHARED / "letters").glob("*.md"))
AREAS = SHARED / "data" / "upper_tier_local_authorities_2020.csv"
AREA, VISIT, REPORT = "E06000059", "2020-10-first-area", "october-2020"

pytestmark = [
    pytest.mark.workflow,
    pytest.mark.skipif(
        not (LETTERS and AREAS.is_file()),
        reason="the real letter is not here: shared/letters/ and shared/data/ beside the project",
    ),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("real")
    shutil.copytree(REPOSITORY / "config", folder / "config")
    path = folder / "config/config.yaml"
    config = yaml.safe_load(path.read_text(encoding="utf-8"))
    report = config["reports"][REPORT]
    report["evidence"].remove("reference")
    report.pop("cites")
    config["reports"] = {REPORT: report}
    path.write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    raw = folder / "data/raw"
    (raw / "letters").mkdir(parents=True)
    (raw / "reference").mkdir()
    shutil.copyfile(LETTERS[0], raw / f"letters/{VISIT}.md")
    shutil.copyfile(AREAS, raw / "reference/areas.csv")
    visits = f"visit_id,area_code,start_date,end_date\n{VISIT},{AREA},2020-10-06,2020-10-08\n"
    (raw / "visits.csv").write_text(visits, encoding="utf-8")
    done = run(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_all_its_findings_are_found(folder: Path) -> None:
    findings = _rows(folder / "data/processed/confidential/findings.csv")
    assert Counter(row["section"] for row in findings) == {"told": 14, "priority": 3}
    assert {(row["visit_id"], row["area_code"]) for row in findings} == {(VISIT, AREA)}


def test_there_are_no_errors(folder: Path) -> None:
    problems = _rows(folder / "data/processed/validation/problems.csv")
    assert [row for row in problems if row["severity"] == "error"] == []


def test_what_one_area_alone_told_is_held_back(folder: Path) -> None:
    themes = _rows(folder / f"data/processed/public/{REPORT}/themes.csv")
    assert themes
    assert {row["areas_told"] for row in themes} == {"[c]"}


def test_the_draft_names_no_area_and_quotes_nothing(folder: Path) -> None:
    output = folder / f"reports/output/{REPORT}"
    assert (output / f"{REPORT}.pdf").stat().st_size
    markup = (output / f"{REPORT}.html").read_text(encoding="utf-8")
    page = " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markup)).split()).casefold()
    letter, _ = read_letter(LETTERS[0], source="letter")
    assert letter is not None
    (area,) = [row for row in _rows(AREAS) if row["area_code"] == AREA]
    assert "draft" in page
    hidden = [AREA, VISIT, letter.area_name, area["area_name"], area["official_name"]]
    hidden += [finding.text for finding in letter.findings]
    for number, text in enumerate(hidden):
        # The number alone, so that a failure prints nothing of the letter.
        assert text.casefold() not in page, number
        assert text.casefold() not in markup.casefold(), number
