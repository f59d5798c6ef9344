"""A series of another theme and year, from its own config and sources: no code is touched."""

from __future__ import annotations

import csv
import html
import re
from pathlib import Path

import pypdfium2
import pytest
import yaml
from run_folders import run

from nationalreports.letters import finding_id

pytestmark = pytest.mark.workflow

REPORT = "spring-2024"
AREAS = {"E99000201": "Larkmere", "E99000202": "Ostwell", "E99000203": "Penhallow"}
CONFIG = {
    "series": {
        "title": "Oral health in care homes",
        "publisher": "The Example Inspectorate",
        "topic": "daily care of teeth",
        "people": "people who live in care homes",
    },
    "renderer": "auto",
    "thresholds": {
        "minimum_base": 10, "minimum_count": 5, "rounding_base": 5, "percentage_base": 30
    },
    "quantifiers": [{"from": 0, "word": "some"}, {"from": 60, "word": "many"}],
    "reports": {
        REPORT: {
            "title": "Smiling in later life",
            "date": "2024-06-20",
            "window": {"start": "2024-03-01", "end": "2024-04-30"},
            "evidence": ["visits", "surveys"],
            "surveys": ["residents"],
            "cumulative_over": [],
        }
    },
}  # fmt: skip
CODEBOOK = {
    "questions": {"helps": "What helps", "hinders": "What gets in the way"},
    "sectors": {"homes": "Care homes", "dentists": "Dentists"},
    "voices": {"residents": "Residents", "carers": "Care staff"},
    "themes": {
        "brushing": {
            "label": "Help with brushing",
            "questions": ["helps", "hinders"],
            "definition": "Daily care of teeth and dentures.",
        },
        "check_ups": {
            "label": "Dental check-ups",
            "questions": ["helps", "hinders"],
            "definition": "Seeing a dentist.",
        },
    },
}
SURVEY = {
    "title": "Survey of residents",
    "respondents": "residents",
    "id": "Number",
    "area": "Area",
    "submitted": "Day",
    "drop": [],
    "groups": None,
    "questions": {
        "pain": {
            "header": "Have your teeth hurt this month?",
            "label": "Toothache",
            "type": "single",
            "answers": ["Often", "Once", "Never"],
        }
    },
}
SOURCE = """## Teeth at a glance {#glance}

This is about {{< meta facts.series.topic >}}. It draws on {{< meta facts.evidence.visits >}}.

## {{< meta facts.questions.helps >}} {#helps}

{{< include _generated/themes-helps.md >}}

{{< include _generated/figure-themes-helps.md >}}

## What residents answered {#residents}

Residents sent {{< meta facts.surveys.residents.responses >}}. Of those who answered,
{{< meta facts.answers.residents.pain.never.share >}} had no toothache.

{{< include _generated/figure-residents-pain.md >}}

{{< include _sections/method.md >}}

{{< include _sections/annex.md >}}

{{< include _sections/colophon.md >}}
"""
LETTER = """12 April 2024

Dear Director

Joint visit to {area} local area

Inspectors were told that:

- Staff of each home had been shown how to brush dentures, and residents liked it.

- A dentist came to {area} only when somebody was already in pain.

The area's priorities are:

- To bring a dentist to every home in the autumn.

Yours sincerely

A. Inspector
"""
BRUSHING = "Staff of each home had been shown how to brush dentures, and residents liked it."


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _write_rows(path: Path, *rows: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("second")
    raw = folder / "data/raw"
    _write(folder / "config/config.yaml", yaml.safe_dump(CONFIG, sort_keys=False))
    _write(folder / "config/codebook.yaml", yaml.safe_dump(CODEBOOK, sort_keys=False))
    _write(folder / "config/surveys/residents.yaml", yaml.safe_dump(SURVEY, sort_keys=False))
    _write(folder / f"reports/{REPORT}.qmd", SOURCE)
    visits = {f"2024-{name.lower()}": (code, name) for code, name in AREAS.items()}
    for visit, (_, name) in visits.items():
        _write(raw / f"letters/{visit}.txt", LETTER.format(area=name))
    _write_rows(
        raw / "visits.csv",
        ["visit_id", "area_code", "start_date", "end_date"],
        *([visit, code, "2024-04-08", "2024-04-09"] for visit, (code, _) in visits.items()),
    )
    _write_rows(
        raw / "reference/areas.csv",
        ["area_code", "area_name", "region", "fictional"],
        *([code, name, "Fictional", "true"] for code, name in AREAS.items()),
    )
    # Two of the three areas tell it, so it can be counted in print.
    _write_rows(
        raw / "coding/ann.csv",
        ["finding_id", "coder", "question", "theme", "sector", "voice"],
        *(
            [finding_id(visit, BRUSHING), "ann", "helps", "brushing", "homes", "residents"]
            for visit in list(visits)[:2]
        ),
    )
    answers = ["Often"] * 10 + ["Once"] * 20 + ["Never"] * 60
    _write_rows(
        raw / "surveys/residents/export.csv",
        ["Number", "Area", "Day", "Have your teeth hurt this month?"],
        *(
            [str(n), list(AREAS)[n % 3], "2024-04-10", answer]
            for n, answer in enumerate(answers, start=1)
        ),
    )
    done = run(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def text(folder: Path) -> str:
    page = (folder / f"reports/output/{REPORT}/{REPORT}.html").read_text(encoding="utf-8")
    body = re.sub(r"(?s)<(style|svg)\b.*?</\1>", " ", page)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())


def test_the_page_is_of_the_second_series(text: str) -> None:
    series, report = CONFIG["series"], CONFIG["reports"][REPORT]
    for expected in (series["title"], series["topic"], series["publisher"], report["title"]):
        assert expected in text
    assert "What helps" in text
    assert "Help with brushing" in text
    assert "reported in 2 of the 3 areas’ letters" in text
    assert "many (67%, about 60 of 90) had no toothache" in text


def test_nothing_of_the_first_series_is_in_it(text: str) -> None:
    leaks = r"covid|pandemic|\bSEND\b|special educational|ofsted|2020|2021"
    assert [found[0] for found in re.finditer(rf"(?i).{{0,60}}(?:{leaks})", text)] == []


def test_no_area_is_named(text: str) -> None:
    assert [name for name in AREAS.values() if name in text] == []


def test_the_pdf_is_of_the_second_series(folder: Path) -> None:
    with pypdfium2.PdfDocument(folder / f"reports/output/{REPORT}/{REPORT}.pdf") as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    assert CONFIG["reports"][REPORT]["title"] in " ".join(" ".join(pages).split())
    assert "COVID" not in " ".join(pages)
