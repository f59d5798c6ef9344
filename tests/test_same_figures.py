"""One figure is the same everywhere: prose, chart, alternative text, page, print, CSV, workbook.

Reports are made by the real rules right of the wall, from made-up public tables. Each medium is
then changed by one figure, and has to be found out.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest
from printed_figures import differences, odd_numbers, right_of_the_wall
from public_tables import SERIES, make_public
from run_folders import REPOSITORY, snakemake

from nationalreports.tables import write_table

pytestmark = pytest.mark.workflow

EVIDENCE = {
    "october-2020": {"visits": 6},
    "november-2020": {"visits": 0, "notes": 7, "surveyed": False},
    "final-2021": {"visits": 10},
}
REPORT = "october-2020"
HTML, PDF, ODS = (Path(f"reports/output/{REPORT}/{REPORT}.{end}") for end in ("html", "pdf", "ods"))
FIGURE = "parents_carers-attended"


def large(text: str) -> str:
    """Ten times a number: public figures need a comma between thousands to show their style."""
    return str(int(text) * 10) if text.isdecimal() else text


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    for key, evidence in EVIDENCE.items():
        public = make_public(key, **evidence)
        answers = public["answers"]
        chosen = answers["survey"] == "parents_carers"
        for column in ("count", "base"):
            answers.loc[chosen, column] = answers.loc[chosen, column].map(large)
        context = public["context"]
        context.loc[context["measure"] == "timeliness", "value"] = "58.0"
        for name, frame in public.items():
            write_table(frame, folder / f"data/processed/public/{key}/{name}.csv")
    (folder / "data/processed/public/audit.csv").write_text("report,table\n", encoding="utf-8")
    targets = [f"reports/output/{k}/{k}.{end}" for k in EVIDENCE for end in ("html", "pdf", "ods")]
    rules = right_of_the_wall(REPOSITORY / "workflow")
    done = snakemake(folder, "--allowed-rules", *rules, "--", *targets)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.mark.parametrize("report", EVIDENCE)
def test_each_figure_is_the_same_everywhere(run: Path, report: str) -> None:
    assert differences(run, report, SERIES.reports) == []


@pytest.fixture
def copy(run: Path, tmp_path: Path) -> Path:
    for folder in ("data/processed", "reports/output"):
        shutil.copytree(run / folder, tmp_path / folder)
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.search(old, text, re.DOTALL), old
    path.write_text(re.sub(old, new, text, count=1, flags=re.DOTALL), encoding="utf-8")


RENDER = f"data/processed/render/{REPORT}"


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (str(HTML), rf'(tbl-{FIGURE}".*?)1,230(</td>)', r"\g<1>1,235\2", "a table of the page"),
        (str(HTML), r'(alt="Bar chart[^"]*?: )60%', r"\g<1>61%", "the alternative text"),
        (f"reports/output/{REPORT}/data/{FIGURE}.csv", "1230", "1235", "the CSV file"),
        (f"reports/output/{REPORT}/figures/{FIGURE}.svg", "<!-- 60% -->", "", "does not print 60"),
        (f"{RENDER}/figures.json", r'("1230",\s+"2050",\s+)"60"', r'\1"61"', "its rows are"),
        (f"{RENDER}/html/_facts.json", "1&#44;230|1,230", "1,235", "its row has"),
        (f"{RENDER}/html/_facts.json", r"58&#46;0", "58", "context.timeliness prints"),
    ],
)
def test_a_figure_that_differs_in_one_medium_is_found(
    copy: Path, name: str, old: str, new: str, said: str
) -> None:
    change(copy / name, old, new)
    assert [text for text in differences(copy, REPORT, SERIES.reports) if said in text]


def test_a_figure_that_differs_in_the_workbook_is_found(copy: Path) -> None:
    with zipfile.ZipFile(copy / ODS) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    changed = parts["content.xml"].replace(b'office:value="1230"', b'office:value="1231"')
    assert changed != parts["content.xml"]
    with zipfile.ZipFile(copy / ODS, "w") as package:
        for name, content in (parts | {"content.xml": changed}).items():
            package.writestr(name, content)
    found = differences(copy, REPORT, SERIES.reports)
    assert [text for text in found if "no sheet of the workbook" in text]


def test_a_print_of_other_figures_is_found(copy: Path) -> None:
    shutil.copy(copy / "reports/output/final-2021/final-2021.pdf", copy / PDF)
    assert [t for t in differences(copy, REPORT, SERIES.reports) if "the print has no row" in t]


@pytest.mark.parametrize("text", ["1115 answered", "58 % of", "about 5 per cent", "of 390109."])
def test_another_style_of_numbers_is_seen(text: str) -> None:
    assert odd_numbers(text)


def test_the_style_of_numbers_is_seen_to_be_right() -> None:
    text = "In 2020, 1,115 of 390,109 (58.0%), COVID-19, version 2.2, 10 November 2020."
    assert odd_numbers(text) == []
