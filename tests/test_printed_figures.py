"""What is printed: each figure the same everywhere, words by the scale, no percentage of areas.

Reports are made by the real rules right of the wall, from made-up public tables. Each medium is
then changed by one figure, and has to be found out.
"""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from printed_words import Blocks, area_percentages, bare_words, right_of_the_wall, wrong_words
from public_tables import SERIES, make_public
from run_folders import REPOSITORY, snakemake

from nationalreports.plain_english import find_faults, split_text
from nationalreports.printed_figures import Page, differences, odd_numbers, read_print
from nationalreports.steady import STEADY_COLUMNS
from nationalreports.tables import write_table

pytestmark = pytest.mark.workflow

EVIDENCE = {
    "october-2020": {"visits": 6},
    "november-2020": {"visits": 0, "notes": 7, "surveyed": False},
}
REPORT = "october-2020"
HTML, PDF, ODS = (Path(f"reports/output/{REPORT}/{REPORT}.{end}") for end in ("html", "pdf", "ods"))
FIGURE = "parents_carers-attended"


def large(text: str) -> str:
    """Thirty times a number: thousands, which need a comma, and that look like no year."""
    return str(int(text) * 30) if text.isdecimal() else text


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    for key, evidence in EVIDENCE.items():
        public = make_public(key, **evidence)
        public["steady"] = pd.DataFrame(columns=STEADY_COLUMNS, dtype=str)
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
    # Of the facts a report uses some; in the other files the first place is the one meant.
    count = 0 if path.name == "_facts.json" else 1
    path.write_text(re.sub(old, new, text, count=count, flags=re.DOTALL), encoding="utf-8")


RENDER = f"data/processed/render/{REPORT}"


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (str(HTML), rf'(tbl-{FIGURE}".*?)3,750(</td>)', r"\g<1>3,755\2", "a table of the page"),
        (str(HTML), r'(alt="Bar chart[^"]*?: )60%', r"\g<1>61%", "the alternative text"),
        (f"reports/output/{REPORT}/data/{FIGURE}.csv", "3750", "3755", "the CSV file"),
        (f"reports/output/{REPORT}/figures/{FIGURE}.svg", "<!-- 60% -->", "", "does not print 60"),
        (f"{RENDER}/figures.json", r'("3750",\s+"6150",\s+)"60"', r'\1"61"', "its rows are"),
        (f"{RENDER}/html/_facts.json", r"reported in \d of", "reported in 9 of", "its row has"),
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
    changed = parts["content.xml"].replace(b'office:value="3750"', b'office:value="3751"')
    assert changed != parts["content.xml"]
    with zipfile.ZipFile(copy / ODS, "w") as package:
        for name, content in (parts | {"content.xml": changed}).items():
            package.writestr(name, content)
    found = differences(copy, REPORT, SERIES.reports)
    assert [text for text in found if "no sheet of the workbook" in text]


def test_a_print_of_other_figures_is_found(copy: Path) -> None:
    shutil.copy(copy / "reports/output/november-2020/november-2020.pdf", copy / PDF)
    assert [t for t in differences(copy, REPORT, SERIES.reports) if "the print has no row" in t]


@pytest.mark.parametrize("text", ["1115 answered", "58 % of", "about 5 per cent", "of 390109."])
def test_another_style_of_numbers_is_seen(text: str) -> None:
    assert odd_numbers(text)


def test_the_style_of_numbers_is_seen_to_be_right() -> None:
    text = "In 2020, 1,115 of 390,109 (58.0%), COVID-19, version 2.2, 10 November 2020."
    assert odd_numbers(text) == []


# Plain English, of what is generated too.


@pytest.mark.parametrize("report", EVIDENCE)
def test_what_is_rendered_is_plain_english(run: Path, report: str) -> None:
    blocks = Blocks((run / f"reports/output/{report}/{report}.html").read_text("utf-8")).found
    assert len(blocks) > 50
    # In a draft a claim that does not hold on made-up figures is marked with its condition.
    read = [split_text(text, report) for text in blocks if "[This sentence" not in text]
    faults = find_faults([sentence for sentences in read for sentence in sentences])
    assert [str(fault) for fault in faults] == []


# Words for shares.

SCALE = SERIES.config["quantifiers"]


def visible(run: Path, report: str) -> str:
    return Page((run / f"reports/output/{report}/{report}.html").read_text("utf-8")).text


@pytest.mark.parametrize("report", EVIDENCE)
def test_words_before_percentages_keep_to_the_scale(run: Path, report: str) -> None:
    text = visible(run, report)
    assert wrong_words(text, SCALE) == []
    surveyed = bool(SERIES.config["reports"][report]["surveys"])
    assert bool(re.search(r"a majority \(60%", text)) == surveyed


def authored(report: str) -> str:
    """What people wrote: source, sections and headlines, and the words of the configuration."""
    paths = [SERIES.reports / f"{report}.qmd", *SERIES.reports.glob("_sections/*.md")]
    paths.append(SERIES.reports / "headlines.yaml")
    texts = [re.sub(r"[*_]", "", path.read_text(encoding="utf-8")) for path in paths]
    texts += [str(text) for text in (SERIES.config, SERIES.codebook, SERIES.surveys)]
    return " ".join(" ".join(texts).split())


@pytest.mark.parametrize("report", EVIDENCE)
def test_other_words_of_the_scale_are_written_by_people(run: Path, report: str) -> None:
    """What is generated says them with a percentage alone; theirs are held to claims."""
    page = (run / f"reports/output/{report}/{report}.html").read_text("utf-8")
    page = re.sub(r'<figure id="tbl-quantifiers".*?</table>', "", page, flags=re.DOTALL)
    page = re.sub(r'<[a-z]+ id="tbl-quantifiers".*?</table>', "", page, flags=re.DOTALL)
    own = authored(report).lower()
    found = [words for words in bare_words(Page(page).text, SCALE) if words.lower() not in own]
    assert found == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("a majority (51%, about 105 of 205)", False),
        ("half (50%)", False),
        ("a majority (50%)", True),
        ("most (74%)", True),
        ("A significant minority (49%)", False),
        ("a minority (30%)", True),
    ],
)
def test_a_word_that_is_not_by_the_scale_is_seen(text: str, wrong: bool) -> None:
    assert bool(wrong_words(text, SCALE)) == wrong


def test_words_without_a_percentage_are_seen() -> None:
    text = "Most parents said so. A minority (12%) did not, and almost all of the rest agreed."
    assert bare_words(text, SCALE) == ["Most parents", "almost all of"]


# Areas are counted, and never a share.


@pytest.mark.parametrize("report", EVIDENCE)
def test_no_percentage_of_areas_is_given(run: Path, report: str) -> None:
    made = run / f"reports/output/{report}"
    assert area_percentages(visible(run, report)) == []
    assert area_percentages(" ".join(read_print(made / f"{report}.pdf").split())) == []
    rendered = run / f"data/processed/render/{report}"
    figures = json.loads((rendered / "figures.json").read_text(encoding="utf-8"))
    own = [figure for figure in figures if figure["source"] in ("themes", "discussions")]
    assert own
    for figure in own:
        assert not re.search(r"%|percent", json.dumps(figure), re.IGNORECASE), figure["id"]
    facts = json.loads((rendered / "html/_facts.json").read_text(encoding="utf-8"))["facts"]
    for name in ("themes", "discussions", "areas"):
        assert not re.search(r"%|&#37;|per ?cent", json.dumps(facts[name]), re.IGNORECASE), name
    for name in ("themes", "discussions"):
        header = (made / f"data/{name}.csv").read_text(encoding="utf-8").splitlines()[0]
        assert "percent" not in header


@pytest.mark.parametrize(
    "text",
    [
        *["in 67% of the areas", "58 per cent of areas", "half of the 6 areas", "12% of letters"],
        *["a quarter of all local areas", "the share of areas", "(50%) of the areas’ letters"],
    ],
)
def test_a_percentage_of_areas_is_seen(text: str) -> None:
    assert area_percentages(text)


@pytest.mark.parametrize(
    "text", ["58% of parents in the areas visited", "4 of the 6 areas’ letters", "60.4% of plans"]
)
def test_counts_of_areas_and_other_percentages_pass(text: str) -> None:
    assert area_percentages(text) == []
