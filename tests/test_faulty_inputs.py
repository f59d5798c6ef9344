"""Bad input in any raw file: a line with file, row, column and remedy, and never a traceback."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
import typst
from run_folders import RAW, run

pytestmark = pytest.mark.workflow

SURVEYS = "data/raw/surveys"
STALE = "reports/output/october-2020/october-2020.html"


class Fault(NamedTuple):
    """What is done to a file, and where problems.csv must say so (`""`: the whole file)."""

    source: str
    spoil: Callable[[Path], object]
    row: str
    column: str
    rule: str
    says: str


def _lines(change: Callable[[list[str]], object]) -> Callable[[Path], object]:
    """Spoil a table by its lines; lines[0] is the header, so lines[n] is row n + 1."""

    def spoil(path: Path) -> None:
        lines = path.read_text(encoding="utf-8").split("\n")
        change(lines)
        path.write_text("\n".join(lines), encoding="utf-8", newline="\n")

    return spoil


def _replace(number: int, before: str, after: str) -> Callable[[Path], object]:
    def change(lines: list[str]) -> None:
        assert before in lines[number - 1], lines[number - 1]
        lines[number - 1] = lines[number - 1].replace(before, after, 1)

    return _lines(change)


def _append(line: str) -> Callable[[Path], object]:
    return _lines(lambda lines: lines.insert(len(lines) - 1, line))


def _two_visits_more(path: Path) -> None:
    """The visits with two more, one on no day and one to no area."""
    _append("2020-10-extra,E99000001,5/10/2020,2020-10-06")(path)
    _append("2020-10-nowhere,E99000099,2020-10-05,2020-10-06")(path)


def _halve(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def _drawing(path: Path) -> None:
    """A PDF of a page that has a shape on it and no text."""
    typst.compile(b"#set page(width: 9cm, height: 9cm)\n#rect(width: 5cm)", output=str(path))


def _other_letter(path: Path) -> None:
    shutil.copyfile(path.with_name("2020-10-tarnholt.md"), path)


def _in_latin_1(path: Path) -> None:
    text = path.read_text(encoding="utf-8-sig").replace("Fairly well", "Fairly w\xe9ll", 1)
    path.write_bytes(text.encode("latin-1", errors="replace"))


def _without(column: str) -> Callable[[Path], object]:
    def spoil(path: Path) -> None:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        gone = rows[0].index(column)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([*row[:gone], *row[gone + 1 :]] for row in rows)

    return spoil


FAULTS = [
    Fault("data/raw/visits.csv", _two_visits_more, "12", "start_date", "VIS-003", "2020-10-05"),
    Fault("data/raw/visits.csv", lambda path: None, "13", "area_code", "VIS-006", "areas.csv"),
    Fault("data/raw/letters/2020-10-corvenham.docx", _halve, "", "", "LET-006", "save"),
    Fault(
        "data/raw/letters/2020-10-eldermarsh.pdf", _drawing, "", "", "LET-006", "PDF without text"
    ),
    Fault("data/raw/letters/2020-10-harrowmere.md", _other_letter, "", "", "LET-012", "E99000001"),
    Fault("data/raw/letters/october.xyz", Path.touch, "", "", "LET-002", ".docx"),
    Fault(
        f"{SURVEYS}/parents_carers/october-2020.csv",
        _replace(2, "Prefer not to say", "Fairly wel"),
        *("2", "How well were you kept informed about the support available?", "SVY-008"),
        "Fairly well",
    ),
    Fault(
        f"{SURVEYS}/parents_carers/2021-01-marlstead.csv",
        _lines(lambda lines: lines.__setitem__(3, lines[3] + ",one too many")),
        *("4", "", "TAB-005", "quotation marks"),
    ),
    Fault(
        f"{SURVEYS}/parents_carers/2021-02-dunwether.csv",
        _replace(1, "IP address", "Email address"),
        *("1", "Email address", "TAB-006", "rename"),
    ),
    Fault(
        f"{SURVEYS}/parents_carers/2021-03-ivenshire.csv", _in_latin_1, "", "", "TAB-002", "UTF-8"
    ),
    Fault(
        f"{SURVEYS}/young_people/october-2020.csv",
        _without("submitted"),
        *("1", "submitted", "TAB-007", "add it"),
    ),
    Fault(f"{SURVEYS}/young_people/final-2021.xlsx", _halve, "", "", "TAB-001", "save it again"),
    Fault(
        "data/raw/coding/coder_a.csv",
        _replace(2, "harrowmere-", "nowhere-"),
        *("2", "finding_id", "COD-003", "no finding has this id"),
    ),
    Fault(
        "data/raw/coding/coder_b.csv",
        _replace(3, "communication", "comunication"),
        *("3", "theme", "COD-003", "codebook"),
    ),
    Fault(
        "data/raw/findings/discussions_2020-11.csv",
        _replace(2, "2020-11-03,", "3 November,"),
        *("2", "date", "FND-004", "2020-11-03"),
    ),
    Fault(
        "data/raw/reference/ehc_plans.csv",
        _replace(2, "430697", "430697p"),
        *("2", "Total_ehc", "REF-003", "no number"),
    ),
    Fault(
        "data/raw/reference/areas.csv",
        _append("E9900001,Wrongcode,,,,,North East,,,true,"),
        *("", "area_code", "VIS-008", "nine-character"),
    ),
]


class Outcome(NamedTuple):
    folder: Path
    status: int
    output: str
    problems: list[dict[str, str]]


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """One run with all of `FAULTS` in it, in a folder that holds a report of an earlier run."""
    folder = tmp_path_factory.mktemp("faulty")
    shutil.copytree(RAW, folder / "data/raw")
    for fault in FAULTS:
        fault.spoil(folder / fault.source)
    (folder / STALE).parent.mkdir(parents=True)
    (folder / STALE).write_text("An earlier draft.", encoding="utf-8")
    return _run(folder)


def _run(folder: Path) -> Outcome:
    done = run(folder)
    table = folder / "data/processed/validation/problems.csv"
    problems = []
    if table.exists():
        with table.open(encoding="utf-8", newline="") as file:
            problems = list(csv.DictReader(file))
    return Outcome(folder, done.returncode, done.stdout + done.stderr, problems)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.rule}-{fault.source}")
def test_a_fault_is_named_with_its_place_and_remedy(outcome: Outcome, fault: Fault) -> None:
    about = [p for p in outcome.problems if p["source"] == fault.source]
    assert [
        p
        for p in about
        if p["severity"] == "error"
        and p["column"] == fault.column
        and (p["row"] == fault.row or not fault.row)
        and p["rule"].startswith(fault.rule)
        and fault.says in p["message"]
    ], [tuple(p.values()) for p in about[:10]]


def test_a_run_with_faults_stops_at_the_gate_without_a_traceback(outcome: Outcome) -> None:
    assert outcome.status not in (0, 2)
    assert "Traceback" not in outcome.output
    assert outcome.output.count("must be put right first") == 1
    # A "no" is no fault of the pipeline, and is not told of as one.
    for word in ("RuleException", "CalledProcessError", "WorkflowError", "Failed"):
        assert word not in outcome.output
    assert not list(outcome.folder.glob("reports/output/**/*.*"))
    assert not list(outcome.folder.glob("data/processed/public/**/*.csv"))


def test_a_run_with_faults_still_makes_the_reviewers_page(outcome: Outcome) -> None:
    page = (outcome.folder / "reports/validation/index.html").read_text(encoding="utf-8")
    for fault in FAULTS:
        assert fault.source.removeprefix("data/raw/") in page


def _few(folder: Path) -> Path:
    """A run folder with one visit and its letter."""
    for name in ("reference/areas.csv", "letters/2020-10-harrowmere.md"):
        (folder / "data/raw" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(RAW / name, folder / "data/raw" / name)
    visits = (RAW / "visits.csv").read_text(encoding="utf-8").splitlines()[:2]
    (folder / "data/raw/visits.csv").write_text("\n".join(visits) + "\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", ["visits.csv", "reference/areas.csv"])
def test_a_run_cannot_start_without_these_files(tmp_path: Path, name: str) -> None:
    (_few(tmp_path) / "data/raw" / name).unlink()
    outcome = _run(tmp_path)
    assert outcome.status == 1
    assert "Traceback" not in outcome.output
    assert outcome.output.splitlines()[0].startswith(f"data/raw/{name}: is missing")


def test_a_name_with_braces_is_refused_in_plain_words(tmp_path: Path) -> None:
    name = "letters/2020-10-{area}.md"
    (_few(tmp_path) / "data/raw" / name).touch()
    outcome = _run(tmp_path)
    assert outcome.status == 1
    assert "Traceback" not in outcome.output
    assert outcome.output.splitlines() == [
        f"data/raw/{name}: the name has a brace; rename it without"
    ]


def test_tables_that_cannot_be_read_at_all_are_named(tmp_path: Path) -> None:
    raw = _few(tmp_path) / "data/raw"
    (raw / "reference/areas.csv").write_bytes(b"")
    (raw / "visits.csv").write_bytes(b"visit_id,area_code,start_date\nv,E99000001,2020-10-05\n")
    outcome = _run(tmp_path)
    assert outcome.status not in (0, 2)
    assert "Traceback" not in outcome.output
    assert {
        ("data/raw/reference/areas.csv", "", "", "TAB-003"),
        ("data/raw/visits.csv", "1", "end_date", "TAB-007"),
    } <= {(p["source"], p["row"], p["column"], p["rule"]) for p in outcome.problems}
    assert not list(tmp_path.glob("reports/output/**/*.html"))
    assert (tmp_path / "reports/validation/index.html").is_file()
