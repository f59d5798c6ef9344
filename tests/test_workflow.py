"""The demonstration series from raw files to reports, run as a user runs it."""

from __future__ import annotations

import csv
import html
import json
import re
import shutil
import zipfile
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pandas as pd
import pypdfium2
import pytest
import yaml
from claim_mutations import shipped
from public_tables import SERIES
from run_folders import RAW, REPOSITORY, planned, run, snakemake

from nationalreports.accessibility import accessibility_gate
from nationalreports.claims import read_claims
from nationalreports.cli import main
from nationalreports.comparison import SCHEMA
from nationalreports.links import links_gate
from nationalreports.printed_figures import differences
from nationalreports.release_pack import fill_report, write_list
from nationalreports.runners import read_note

pytestmark = pytest.mark.workflow

REPORTS = ("october-2020", "november-2020", "final-2021")


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run folder of the demonstration series after one whole run; tests must not change it."""
    folder = tmp_path_factory.mktemp("demonstration")
    shutil.copytree(RAW, folder / "data" / "raw")
    done = run(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def _words(markup: str) -> str:
    """What a reader of HTML or SVG sees, and what stands in its attributes, on one line."""
    return " ".join(html.unescape(re.sub(r"</?[a-zA-Z][\w:-]*", " ", markup)).split())


def _page_texts(pdf: Path) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def _page(folder: Path, report: str) -> str:
    return (folder / f"reports/output/{report}/{report}.html").read_text(encoding="utf-8")


def test_one_run_makes_all_reports_and_the_reviewers_page(demonstration: Path) -> None:
    made = {
        path.relative_to(demonstration).as_posix()
        for path in demonstration.glob("reports/**/*")
        if path.suffix in {".html", ".pdf"} and path.stat().st_size
    }
    assert made == {
        "reports/validation/index.html",
        "reports/output/index.html",
        *(
            f"reports/output/{report}/{report}.{end}"
            for report in REPORTS
            for end in ("html", "pdf")
        ),
    }


def test_pages_are_small_enough_to_open_anywhere(demonstration: Path) -> None:
    for report in REPORTS:
        assert len(_page(demonstration, report).encode("utf-8")) < 1_500_000


def test_a_run_leaves_what_coders_and_analysts_work_with(demonstration: Path) -> None:
    folder = demonstration / "data/processed/confidential"
    for report in REPORTS:
        assert (folder / f"evidence/{report}.xlsx").is_file()
    for coder in ("a", "b"):
        for suffix in ("csv", "xlsx"):
            assert (folder / f"coding_sheet_{coder}.{suffix}").is_file()
    assert not list(folder.glob("suggested*"))
    with (folder / "agreement.csv").open(encoding="utf-8", newline="") as file:
        first, *themes = csv.DictReader(file)
    assert len(themes) == 12
    # Coders differ on 12 of 100 findings, each time in one code at most.
    assert first["theme"] == "all"
    assert 0.667 < float(first["low"]) < float(first["alpha"]) < float(first["high"]) < 1
    with (folder / "disagreements.csv").open(encoding="utf-8", newline="") as file:
        assert {row["settled"] for row in csv.DictReader(file)} == {"true"}


def test_the_evidence_gives_the_figures_of_the_aggregates(demonstration: Path) -> None:
    """Areas told by theme, worked out twice: for the report and for its analysts."""
    folder = demonstration / "data/processed/confidential"
    codebook = yaml.safe_load((REPOSITORY / "config/codebook.yaml").read_text(encoding="utf-8"))
    for report in REPORTS:
        for table, told in (("themes", "areas told"), ("discussions", "discussions told")):
            path = folder / f"aggregates/{report}/{table}.csv"
            with path.open(encoding="utf-8", newline="") as file:
                counted = {
                    (
                        codebook["questions"][row["question"]],
                        codebook["themes"][row["theme"]]["label"],
                    ): int(row[told.replace(" ", "_")])
                    for row in csv.DictReader(file)
                    if row["sector"] == row["voice"] == "all"
                }
            sheet = openpyxl.load_workbook(folder / f"evidence/{report}.xlsx")["Themes"]
            header, *rows = sheet.iter_rows(values_only=True)
            assert (told in header) is bool(counted)
            if counted:
                place = header.index(told)
                assert {(row[0], row[1]): row[place] for row in rows} == counted


def test_a_second_run_has_nothing_to_do(
    demonstration: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = demonstration / "reports/output/final-2021/final-2021.pdf"
    before = report.stat().st_mtime_ns
    ran = read_note(demonstration)
    assert ran and len(json.loads(ran)) == 1
    monkeypatch.setenv("LOGNAME", "another")
    done = run(demonstration)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Nothing to be done" in done.stdout + done.stderr
    assert report.stat().st_mtime_ns == before
    # Who finds all made has made nothing.
    assert read_note(demonstration) == ran


def test_reports_as_they_would_leave_are_accessible_and_their_links_lead_somewhere(
    demonstration: Path, tmp_path: Path
) -> None:
    for report in REPORTS:
        fill_report(demonstration, report, tmp_path / report)
    write_list(demonstration, SERIES, REPORTS, tmp_path)
    assert accessibility_gate(tmp_path) == []
    assert links_gate(tmp_path) == []


@pytest.mark.parametrize(
    ("report", "plans", "in_time"),
    # Published by the date of each report; Department for Education, as in data/raw/reference/.
    [("october-2020", "390,109", "60.4%"), ("final-2021", "430,697", "58.0%")],
)
def test_a_report_cites_the_national_figures_of_its_date(
    demonstration: Path, report: str, plans: str, in_time: str
) -> None:
    text = _words(_page(demonstration, report))
    assert f"{plans} children and young people in England had" in text
    assert in_time in text


def test_no_area_can_be_found_in_anything_public(demonstration: Path) -> None:
    with (RAW / "reference/areas.csv").open(encoding="utf-8", newline="") as file:
        areas = [row for row in csv.DictReader(file) if row["fictional"] == "true"]
    with (RAW / "visits.csv").open(encoding="utf-8", newline="") as file:
        visits = [row["visit_id"] for row in csv.DictReader(file)]
    assert len(areas) == len(visits) == 10
    hidden = [value for row in areas for value in (row["area_code"], row["area_name"])] + visits
    texts = {}
    for folder in ("reports/output", "data/processed/public", "data/processed/render"):
        for path in sorted((demonstration / folder).rglob("*")):
            if path.suffix == ".pdf":
                texts[path] = " ".join(_page_texts(path))
            elif path.suffix in {".html", ".svg"}:
                content = path.read_text(encoding="utf-8")
                texts[path] = content + _words(content)
            elif path.suffix in {".csv", ".json", ".md", ".yaml", ".yml", ".qmd"}:
                texts[path] = path.read_text(encoding="utf-8")
            elif path.suffix == ".ods":
                with zipfile.ZipFile(path) as package:
                    texts[path] = " ".join(
                        package.read(name).decode() for name in package.namelist()
                    )
    kinds = {path.suffix for path in texts}
    assert {".pdf", ".html", ".svg", ".csv", ".json", ".ods"} <= kinds
    for path, text in texts.items():
        found = [value for value in hidden if value.casefold() in text.casefold()]
        assert not found, path


def test_nothing_that_must_not_be_known_can_be_worked_out(demonstration: Path) -> None:
    path = demonstration / "data/processed/public/audit.csv"
    audit = pd.read_csv(path, dtype=str, keep_default_na=False)
    assert set(audit["report"]) == set(REPORTS)
    assert set(audit["kind"]) == {"withheld", "complement", "difference"}
    passed = {"safe", "allowed", "flagged"}
    assert set(audit["outsider"]) <= passed
    assert set(audit["insiders"]) <= passed


def test_no_small_number_of_people_is_public(demonstration: Path) -> None:
    shown = 0
    for report in ("october-2020", "final-2021"):
        tables = {
            side: pd.read_csv(
                demonstration / f"data/processed/{side}/{report}/answers.csv",
                dtype=str,
                keep_default_na=False,
            )
            for side in ("confidential/aggregates", "public")
        }
        exact, public = tables.values()
        exact = exact.astype({"count": int, "base": int})
        keys = ["survey", "group", "question", "answer"]
        assert exact[keys].equals(public[keys])
        open_ = exact[public["count"] != "[c]"]
        assert open_["count"].min() >= 8
        assert (open_["base"] - open_["count"]).min() >= 8
        assert exact.loc[public["base"] != "[c]", "base"].min() >= 10
        shown += len(open_)
    assert shown > 100


@pytest.mark.parametrize("report", REPORTS)
def test_each_figure_is_the_same_everywhere(demonstration: Path, report: str) -> None:
    """Of the demonstration itself; `test_printed_figures` shows that a difference is found."""
    assert differences(demonstration, report, REPOSITORY / "reports") == []


@pytest.mark.parametrize("report", REPORTS)
def test_every_page_says_that_the_findings_are_synthetic(demonstration: Path, report: str) -> None:
    pages = _page_texts(demonstration / f"reports/output/{report}/{report}.pdf")
    assert pages
    assert [n for n, text in enumerate(pages, start=1) if "synthetic" not in text.lower()] == []
    assert "synthetic" in _words(_page(demonstration, report)).lower()


@pytest.mark.parametrize("report", REPORTS)
def test_each_chart_in_print_has_its_sentence_on_its_page(demonstration: Path, report: str) -> None:
    charts = 0
    for page in _page_texts(demonstration / f"reports/output/{report}/{report}.pdf"):
        own = len(re.findall(r"\bFigure \d+:", page))
        assert page.count("The figures behind this chart are in") == own, page
        charts += own
    assert charts >= 4


@pytest.mark.parametrize("page", [*REPORTS, "validation"])
def test_pages_load_nothing_from_elsewhere(demonstration: Path, page: str) -> None:
    if page == "validation":
        markup = (demonstration / "reports/validation/index.html").read_text(encoding="utf-8")
    else:
        markup = _page(demonstration, page)
    assert not re.search(r"<(iframe|object|embed|base)\b", markup, re.IGNORECASE)
    # The reviewers' page has a script of its own, which its policy names by digest, and data.
    assert len(re.findall(r"<script\b", markup, re.IGNORECASE)) == (
        2 if page == "validation" else 0
    )
    loaded = re.findall(r"<[^>]*\bsrc(?:set)?=[\"']?([^\"'\s>]+)", markup)
    loaded += re.findall(r"<link\b[^>]*\bhref=[\"']?([^\"'\s>]+)", markup)
    loaded += re.findall(r"<(?:use|image)\b[^>]*\bhref=[\"']?([^\"'\s>]+)", markup)
    loaded += re.findall(r"url\(\s*[\"']?([^\"')\s]+)", markup)
    loaded += re.findall(r"@import\s+[\"']?([^\"';\s]+)", markup)
    assert [target for target in loaded if not target.startswith(("data:", "#"))] == []


def test_each_run_is_compared_with_the_last_one_on_other_data(
    demonstration: Path, tmp_path: Path
) -> None:
    """A first run; an export that names answers otherwise; and the same data again."""
    shutil.copytree(demonstration, tmp_path, dirs_exist_ok=True)
    page = "reports/validation/index.html"

    def summary() -> Any:
        path = tmp_path / "reports/validation/summary.json"
        return json.loads(path.read_text(encoding="utf-8"))

    first = summary()
    assert first["changes"]["since"] == ""
    assert first["changes"]["note"]
    assert first["rules"]["RUN-101"] == {"state": "passed", "checked": 0, "failing": 0}
    export = tmp_path / "data/raw/surveys/parents_carers/october-2020.csv"
    text = export.read_text(encoding="utf-8-sig")
    export.write_text(text.replace(",Fairly well,", ",Very well,"), encoding="utf-8")
    done = snakemake(tmp_path, "--", page)
    assert done.returncode == 0, done.stdout + done.stderr
    second = summary()
    assert second["may_go_on"] is True
    assert second["rules"]["RUN-102"]["failing"] == 4
    assert dict(second["run"])["Last run"] == f"the run of {second['changes']['since']}"
    done = snakemake(tmp_path, "--forcerun", "validate", "--", page)
    assert done.returncode == 0, done.stdout + done.stderr
    assert summary()["changes"] == second["changes"]


def test_the_summary_keeps_to_its_schema_and_tells_no_texts(demonstration: Path) -> None:
    path = demonstration / "reports/validation/summary.json"
    text = path.read_text(encoding="utf-8")
    schema = yaml.safe_load((REPOSITORY / SCHEMA).read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(text), schema)
    folder = demonstration / "data/processed/confidential"
    answers = pd.read_parquet(folder / "responses.parquet")
    texts = set(answers.loc[answers["question"] == "comment", "answer"])
    with (folder / "findings.csv").open(encoding="utf-8", newline="") as file:
        texts |= {row["text"] for row in csv.DictReader(file)}
    assert len(texts) > 100
    assert [words for words in texts if words in text] == []
    assert str(demonstration) not in text


def test_what_hangs_on_one_area_agrees_with_the_aggregates(demonstration: Path) -> None:
    """The pooled percentage, worked out twice: for the page and for the reports."""
    path = demonstration / "reports/validation/summary.json"
    found = json.loads(path.read_text(encoding="utf-8"))["influence"]
    pooled = {
        tuple(row[k] for k in ("report", "survey", "question", "answer")): row for row in found
    }
    compared = 0
    for report in REPORTS:
        path = demonstration / f"data/processed/confidential/aggregates/{report}/answers.csv"
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["group"] == "all":
                    mine = pooled[report, row["survey"], row["question"], row["answer"]]
                    assert mine["base"] == int(row["base"])
                    share = 100 * int(row["count"]) / int(row["base"])
                    assert mine["pooled"] == pytest.approx(share)
                    compared += 1
    assert compared == len(pooled) > 50


def test_each_claim_of_the_reports_that_a_changed_fact_makes_false_is_caught(
    demonstration: Path,
) -> None:
    """And none that stays true: both are asserted change by change, see `tried`."""
    found = shipped(demonstration, SERIES.reports)
    assert set(found) == set(REPORTS)
    for key, counts in found.items():
        written = read_claims(demonstration, key)
        assert written is not None
        assert set(written["verdict"]) <= {"holds", "no claim"}, key
        if (written["verdict"] == "holds").any():
            assert counts["caught"] and counts["stood"], key


@pytest.fixture
def own_config(demonstration: Path, tmp_path: Path) -> Path:
    """The run folder of the demonstration again, with a configuration of its own to change."""
    shutil.copytree(demonstration, tmp_path, dirs_exist_ok=True)
    shutil.copytree(REPOSITORY / "config", tmp_path / "config")
    return tmp_path


def _change(folder: Path, before: str, after: str) -> None:
    path = folder / "config/config.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_a_config_of_its_own_that_says_the_same_reruns_no_figure(own_config: Path) -> None:
    # What Quarto reads says where the settings stand that it was made from.
    assert {job.rule for job in planned(own_config)} <= {"quarto_project", "all"}


def test_older_reports_beside_newer_problems_are_not_released(
    own_config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a run leaves them that was broken off after its rules were put to other decisions."""
    given = ["release", "--directory", str(own_config)]
    assert snakemake(own_config, "reports/_generated").returncode == 0
    assert main(given) == 1
    told = capsys.readouterr().err
    assert "check sheet: fail" in told
    assert "not made from the data" not in told
    # Snakemake takes a file that says the same for the same, however new it is.
    with (own_config / "data/processed/validation/results.json").open("a") as file:
        file.write("\n")
    assert main(given) == 1
    assert "reports: fail; not made from the data" in capsys.readouterr().err


def test_a_threshold_reruns_the_plan_and_what_follows_alone(own_config: Path) -> None:
    _change(own_config, "minimum_base: 10", "minimum_base: 20")
    rules = {job.rule for job in planned(own_config)}
    assert {"plan", "protect", "chart", "render"} <= rules
    assert not [rule for rule in rules if rule.startswith("ingest")]
    assert "aggregate" not in rules


def test_a_release_reruns_the_plan_for_what_is_published_then(own_config: Path) -> None:
    entry = own_config / "data/ledger/0001-october-2020/entry.json"
    entry.parent.mkdir(parents=True)
    entry.touch()
    rules = {job.rule for job in planned(own_config)}
    assert {"plan", "protect", "review"} <= rules
    assert not rules & {"aggregate", "validate"}


def test_a_letter_reruns_what_depends_on_findings(own_config: Path) -> None:
    letter = own_config / "data/raw/letters/2020-10-harrowmere.md"
    letter.write_text(letter.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    rules = {job.rule for job in planned(own_config)}
    assert {"ingest_findings", "ingest_coding", "aggregate", "plan", "render"} <= rules
    assert not rules & {"ingest_areas", "ingest_surveys"}


def test_charts_and_reports_need_nothing_confidential_in_the_run_folder(
    demonstration: Path, tmp_path: Path
) -> None:
    """What a job reads without declaring it would be missed here."""
    shutil.copytree(demonstration, tmp_path, dirs_exist_ok=True)
    for folder in ("raw", "processed/confidential", "processed/validation"):
        shutil.rmtree(tmp_path / "data" / folder)
    made = [Path(f"reports/output/october-2020/october-2020.{end}") for end in ("html", "pdf")]
    rules = ["--allowed-rules", "chart", "render", "--forcerun", "chart"]
    done = snakemake(tmp_path, *rules, "--", *(path.as_posix() for path in made))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "rule chart" in done.stdout + done.stderr
    for path in made:
        assert (tmp_path / path).read_bytes() == (demonstration / path).read_bytes(), path


def test_a_misspelt_key_is_one_line_that_names_the_allowed_ones(tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "config", tmp_path / "config")
    shutil.copytree(RAW, tmp_path / "data/raw")
    _change(tmp_path, "minimum_base:", "minimun_base:")
    done = run(tmp_path)
    output = done.stdout + done.stderr
    assert done.returncode == 1
    assert "Traceback" not in output
    lines = [line for line in output.splitlines() if "'minimun_base'" in line]
    assert len(lines) == 1
    assert "config/config.yaml: thresholds" in lines[0]
    for key in ("minimum_base", "minimum_count", "rounding_base", "percentage_base"):
        assert key in lines[0]
    assert len(output.splitlines()) <= 2


def _check_sheet(folder: Path) -> list[dict[str, str]]:
    path = folder / "data/processed/confidential/check_sheet.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("report", REPORTS)
def test_the_check_sheet_has_every_digit_that_a_report_prints(
    demonstration: Path, report: str
) -> None:
    # Below a figure its table in the annex stands once more.
    page = re.sub(r"(?s)<(style|script|details)\b.*?</\1>", "", _page(demonstration, report))
    # Text and alternative texts; other attributes are not printed, or repeat what is.
    seen = " ".join(
        [*re.findall(r'<img\b[^>]*\balt="([^"]*)"', page), re.sub("<[^>]+>", " ", page)]
    )
    printed = Counter(re.findall(r"\d+", html.unescape(seen)))
    figures = json.loads(
        (demonstration / f"data/processed/render/{report}/figures.json").read_text(encoding="utf-8")
    )
    # Labels are drawn in the pictures.
    printed += Counter(
        digits
        for f in figures
        if f'id="fig-{f["id"]}"' in page
        for label in f["labels"]
        for digits in re.findall(r"\d+", label)
    )
    rows = [row for row in _check_sheet(demonstration) if row["Report"] == report]
    listed = Counter(d for row in rows for d in re.findall(r"\d+", row["Printed"]))
    assert sum(printed.values()) > 200
    assert printed - listed == Counter()
    assert listed - printed == Counter()


def test_every_figure_of_the_check_sheet_is_explained_and_follows_from_exact_numbers(
    demonstration: Path,
) -> None:
    rows = _check_sheet(demonstration)
    assert not [row for row in rows if row["Kind"] in {"not traced", "typed in the source"}]
    shares = [row for row in rows if row["Kind"] == "percentage" and row["Withheld"] == "no"]
    assert len(shares) > 100
    for row in shares:
        exact = Decimal(100 * int(row["Count before"])) / int(row["Base before"])
        assert row["Printed"].rstrip("%") == str(exact.quantize(Decimal(1), ROUND_HALF_UP))
    for row in rows:
        if row["Kind"] == "count" and row["Cell"].startswith("answers") and row["Withheld"] == "no":
            shown = int(row["Printed"].replace(",", ""))
            assert abs(shown - int(row["Count before"])) <= 2
            assert shown % 5 == 0
    drawn = [row for row in rows if row["Check"]]
    assert len(drawn) == 10
    assert {row["Report"] for row in drawn} == set(REPORTS)


def test_the_check_sheet_asks_without_telling(demonstration: Path) -> None:
    path = demonstration / "data/processed/confidential/check_sheet.xlsx"
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Read me first", "To work out by hand", "Figures"]
    header, *asked = book["To work out by hand"].iter_rows(values_only=True)
    printed = {row["Figure"]: row["Printed"] for row in _check_sheet(demonstration)}
    assert len(asked) == 10
    for values in asked:
        row = dict(zip(header, values, strict=True))
        text = row["Text, figures left out"]
        assert text.count("[ ? ]") == 1
        own = re.escape(printed[row["Figure"]])
        assert not re.search(rf"(?<!\w){own}(?!\w)", text), text
        assert not any(row[name] for name in ("Your figure", "Your name", "Date", "Note"))
    for sheet in book:
        assert not sheet.merged_cells.ranges
        assert sheet.freeze_panes
        assert not [c for cells in sheet.iter_rows() for c in cells if c.data_type == "f"]
