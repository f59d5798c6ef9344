"""Canaries: a word of its own in every confidential field of a whole series, and none comes out.

One run of the demonstration's first months, with such words put into its raw files and a quotation
that was approved; then the same words planted in what it left, in each kind of file, are found.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import json
import re
import shutil
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pikepdf
import pypdfium2
import pytest
import yaml
from PIL import Image, PngImagePlugin
from run_folders import RAW, REPOSITORY, run

from nationalreports.check_sheet import BY_HAND, CHECKER, NOTE
from nationalreports.check_sheet_reading import MADE
from nationalreports.leaks.matching import Index, Term, Terms
from nationalreports.leaks.scan import LEAKS, find_alarms, leaks_gate
from nationalreports.leaks.settled import SETTLED_COLUMNS
from nationalreports.quotations import QUOTATION_COLUMNS

pytestmark = pytest.mark.workflow

#: Each confidential field and its canary: no word of any language.
CANARIES = {
    field: f"zq{field}xv"
    for field in (
        *("finding", "letterhead", "note", "noteid", "answer", "address", "response", "comment"),
        *("coder", "watchlist", "reason", "reviewer", "settled", "approver", "checker", "check"),
    )
}

NOTES = "findings/discussions_2020-11.csv"
LETTER = "letters/2020-10-harrowmere.md"
EXPORT = "surveys/parents_carers/october-2020.csv"
REPORT = "october-2020"

#: What a person approved of an answer, and the answer.
APPROVED = "The bus came late but the driver always waited"
ANSWER = f"{APPROVED} for my son at the gate of his new school."


def _id(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return hashlib.sha256("".join(filter(str.isalnum, plain)).encode()).hexdigest()[:8]


def _edit(path: Path, change: Callable[[list[dict[str, str]]], object]) -> None:
    """Change the rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _put(path: Path, columns: list[str], *cells: str) -> None:
    pd.DataFrame([cells], columns=columns).to_csv(path, index=False)


def _recoded(raw: Path, before: str, after: str) -> None:
    for path in raw.glob("coding/*.csv"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(before, after), encoding="utf-8")


def _in_letter(raw: Path) -> None:
    path = raw / LETTER
    text = path.read_text(encoding="utf-8")
    bullet = "Practitioners said that contact details were out of date,"
    (line,) = [line for line in text.splitlines() if bullet in line]
    finding = line.lstrip("*-• ")
    changed = f"{finding} They told {CANARIES['finding']} of it."
    visit = Path(LETTER).stem
    _recoded(raw, f"{visit}-{_id(finding)}", f"{visit}-{_id(changed)}")
    text = text.replace(finding, changed)
    assert "Yusuf Jessamy" in text
    path.write_text(text.replace("Jessamy", CANARIES["letterhead"].title()), encoding="utf-8")


def _in_notes(raw: Path) -> None:
    def change(rows: list[dict[str, str]]) -> None:
        old = rows[0]["source_id"]
        new = f"{old}-{CANARIES['noteid']}"
        before = rows[0]["text"]
        rows[0]["text"] = f"{before} So said {CANARIES['note']}."
        for row in rows:
            row["source_id"] = new if row["source_id"] == old else row["source_id"]
        _recoded(raw, f"{old}-{_id(before)}", f"{old}-{_id(rows[0]['text'])}")
        _recoded(raw, f"{old}-", f"{new}-")

    _edit(raw / NOTES, change)


def _in_answers(raw: Path) -> None:
    def change(rows: list[dict[str, str]]) -> None:
        *_, comment = rows[0]
        rows[0][comment] = f"We were sent to {CANARIES['answer']} and nobody there knew of us."
        rows[0]["Email address"] = f"{CANARIES['address']}@example.org"
        rows[0]["Response ID"] = f"PC-{CANARIES['response']}-1"
        rows[1][comment] = ANSWER

    _edit(raw / EXPORT, change)


def _in_peoples_files(raw: Path) -> None:
    def comment(rows: list[dict[str, str]]) -> None:
        for row in rows:
            row["remark"] = f"The coder thinks of {CANARIES['comment']} and the school beside it."
            row["coder"] = CANARIES["coder"]

    def decide(rows: list[dict[str, str]]) -> None:
        rows[0]["reason"] += f" So {CANARIES['reason']} had asked."
        rows[0]["reviewer"] = CANARIES["reviewer"].title()

    _edit(raw / "coding/coder_a.csv", comment)
    _edit(raw / "decisions.csv", decide)
    _put(raw / "quotations.csv", QUOTATION_COLUMNS, "bus", APPROVED, "parent of a child", REPORT,
         CANARIES["approver"], "2020-12-01")  # fmt: skip
    said = f"It is {CANARIES['settled']} and no town of this or any name."
    words = "the printers at Bath Press in a street"
    row = ("Bath", words, "", said, "A. Reviewer", "2020-12-01")
    _put(raw / "leaks_settled.csv", SETTLED_COLUMNS, *row)
    (raw / "watchlist.csv").write_text(
        f"visit_id,kind,term\n,scheme,{CANARIES['watchlist'].title()}\n", encoding="utf-8"
    )


def _shortened(folder: Path) -> None:
    """One report of the visits and discussions of 2020: a whole run takes a third of the time."""
    raw = folder / "data/raw"
    later = ("letters/2021*", "surveys/*/2021*", "surveys/*/final*")
    for path in [path for name in later for path in raw.glob(name)]:
        path.unlink()
    for path in [*raw.glob("coding/*.csv"), raw / "visits.csv"]:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = "".join(line for line in lines if not line.startswith("2021-"))
        path.write_text(kept, encoding="utf-8")
    shutil.copytree(REPOSITORY / "config", folder / "config")
    path = folder / "config/config.yaml"
    config = yaml.safe_load(path.read_text(encoding="utf-8"))
    report = config["reports"][REPORT]
    report["window"]["end"] = datetime.date(2020, 11, 30)
    report["date"] = datetime.date(2020, 12, 15)
    report.pop("release")
    report["evidence"] = ["visits", "discussions", "surveys", "reference"]
    config["reports"] = {REPORT: report}
    path.write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    (folder / "reports").mkdir()
    shutil.copy(REPOSITORY / "reports/headlines.yaml", folder / "reports")
    source = (REPOSITORY / f"reports/{REPORT}.qmd").read_text(encoding="utf-8")
    quoted = source.replace("\n## ", "\n{{< include _generated/quotation-bus.md >}}\n\n## ", 1)
    (folder / f"reports/{REPORT}.qmd").write_text(quoted, encoding="utf-8")


def _checked(folder: Path) -> None:
    """The check sheet as somebody filled it in, with a name and a note."""
    book = openpyxl.load_workbook(folder / MADE.with_suffix(".xlsx"))
    sheet = book[BY_HAND]
    header = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, header[CHECKER], CANARIES["checker"])
    note = f"Counted with {CANARIES['check']} who had the paper forms of the school"
    sheet.cell(2, header[NOTE], note)
    book.save(folder / "data/raw/check_sheet.xlsx")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A run of the demonstration with canaries, and what it printed; tests must not change it."""
    folder = tmp_path_factory.mktemp("canary")
    raw = folder / "data/raw"
    shutil.copytree(RAW, raw)
    _shortened(folder)
    for put in (_in_letter, _in_notes, _in_answers, _in_peoples_files):
        put(raw)
    done = run(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    _checked(folder)
    return folder, done.stdout + done.stderr


@pytest.fixture
def series(made: tuple[Path, str]) -> Path:
    folder, _ = made
    return folder


def _files(series: Path, *folders: str) -> list[Path]:
    assert all((series / name).is_dir() for name in folders)
    files = [path for name in folders for path in (series / name).rglob("*")]
    return [path for path in files if path.is_file() and not path.name.startswith(".")]


def test_every_canary_was_read(series: Path) -> None:
    """Else it would be no wonder that it does not come out."""
    tidy = series / "data/processed"
    seen = b" ".join(path.read_bytes() for path in tidy.rglob("*.csv")).decode("utf-8").casefold()
    seen += " ".join(
        pd.read_parquet(tidy / f"confidential/{name}.parquet").to_csv().casefold()
        for name in ("responses", "respondents")
    )
    seen += (tidy / "validation/decisions.json").read_text(encoding="utf-8").casefold()
    # Never read by the pipeline at all, by the configuration or as no column of codes.
    unread = {"address", "comment", "answer", "settled", "check", "checker"}
    assert {field for field, canary in CANARIES.items() if canary not in seen} <= unread


def test_no_canary_comes_out(made: tuple[Path, str]) -> None:
    series, printed = made
    names = tuple(Term("canary", canary) for canary in CANARIES.values())
    leaving = _files(series, "reports/output", "data/processed/public", ".snakemake/log")
    assert {path.suffix for path in leaving} >= {".html", ".pdf", ".ods", ".csv", ".svg", ".log"}
    found = find_alarms(leaving, Index(Terms(names)))
    assert found[found["kind"] == "canary"].to_dict("records") == []
    beside = _files(series, "reports/_generated", "data/processed/render")
    for path in leaving + beside:
        plain = path.read_bytes().lower()
        assert not [canary for canary in CANARIES.values() if canary.encode() in plain], path.name
    assert not [canary for canary in CANARIES.values() if canary in printed.casefold()]


@pytest.fixture(scope="module")
def found_before(made: tuple[Path, str]) -> list[str]:
    """What the gate says of the reports as they were made."""
    series, _ = made
    return leaks_gate(series, series / "reports/output")


def test_an_approved_quotation_is_printed_with_its_role_alone_and_passes(
    series: Path, found_before: list[str]
) -> None:
    page = series / f"reports/output/{REPORT}/{REPORT}.html"
    quoted = re.search(r"<blockquote>(.*?)</blockquote>", page.read_text("utf-8"), re.DOTALL)
    assert quoted
    said = re.sub(r"<[^>]*>", "", quoted[1]).split("\n")
    assert [line for line in said if line] == [f"“{APPROVED}”", "Parent of a child"]
    with pypdfium2.PdfDocument(page.with_suffix(".pdf")) as document:
        printed = " ".join(leaf.get_textpage().get_text_range() for leaf in document)
    assert APPROVED in " ".join(printed.split())
    # Snakemake leaves empty files beside the reports, which hold nothing.
    assert found_before == []


SAYING = {
    "finding": f"They told {CANARIES['finding']} of it",
    "answer": f"We were sent to {CANARIES['answer']} and nobody there knew of us",
    "comment": f"The coder thinks of {CANARIES['comment']} and the school beside it",
    "reason": f"could be printed itself. So {CANARIES['reason']} had asked",
    "note": f"So said {CANARIES['note']}",
    "letterhead": f"Yusuf {CANARIES['letterhead']}",
    "watchlist": CANARIES["watchlist"],
    "reviewer": CANARIES["reviewer"],
    "coder": CANARIES["coder"],
    "settled": f"It is {CANARIES['settled']} and no town of this",
    "approver": CANARIES["approver"],
    "checker": CANARIES["checker"],
    "check": f"Counted with {CANARIES['check']} who had the paper forms",
    "address": f"{CANARIES['address']}@example.org",
    "response": f"PC-{CANARIES['response']}-1",
    "noteid": f"disc-2020-11-03-a-{CANARIES['noteid']}",
}


def _page(path: Path, said: str) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(
        re.sub(r"(<img\b[^>]*\balt=\")", rf"\1{said} ", text, count=1), encoding="utf-8"
    )
    assert said in path.read_text(encoding="utf-8")


def _print(path: Path, said: str) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.docinfo["/Subject"] = said
        document.save(path)


def _workbook(path: Path, said: str) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    cell = b"</text:p>"
    first, _, rest = parts["content.xml"].partition(cell)
    parts["content.xml"] = first + f" {said}".encode() + cell + rest
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)


def _text(path: Path, said: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\n{said}\n")


def _json(path: Path, said: str) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    # Escaped, as JSON may be.
    path.write_text(json.dumps([content, said.upper()]).replace("Z", "\\u005a"), encoding="utf-8")


def _drawing(path: Path, said: str) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("</svg>", f"<desc>{said}</desc></svg>"), encoding="utf-8")


def _picture(path: Path, said: str) -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", said, zip=True)
    file = io.BytesIO()
    Image.new("L", (1, 1)).save(file, "PNG", pnginfo=info)
    path.write_bytes(file.getvalue())


@pytest.fixture(scope="module")
def planted(
    made: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory, found_before: list[str]
) -> tuple[list[str], pd.DataFrame]:
    """What the gate says of the reports with canaries planted, and its confidential list."""
    series, _ = made
    pack = tmp_path_factory.mktemp("planted") / "pack"
    shutil.copytree(series / "reports/output", pack)
    for name, (plant, _, field) in PLANTED.items():
        plant(pack / name, SAYING[field])
    findings = pd.read_csv(series / "data/processed/confidential/findings.csv", dtype=str)
    for field in CANARIES:
        said = SAYING.get(field, "")
        if field in ("finding", "note"):  # eight words, from the text before it as well
            (whole,) = [text for text in findings["text"] if CANARIES[field] in text]
            said = " ".join(whole.split()[-8:])
        (pack / f"{field}.txt").write_text(f"It says {said}.", encoding="utf-8")
    (pack / "quoted.txt").write_text(f"{APPROVED} for me", encoding="utf-8")
    lines = [line for line in leaks_gate(series, pack) if line not in found_before]
    return lines, pd.read_csv(series / LEAKS, dtype=str)


PLANTED = {
    f"{REPORT}/{REPORT}.html": (_page, "alternative text", "address"),
    f"{REPORT}/{REPORT}.pdf": (_print, "metadata", "watchlist"),
    f"{REPORT}/{REPORT}.ods": (_workbook, "cell", "letterhead"),
    f"{REPORT}/data/summary.csv": (_text, "row", "answer"),
    f"{REPORT}/data/csv-metadata.json": (_json, "line", "comment"),
    f"{REPORT}/figures/themes-plan.svg": (_drawing, "line", "response"),
    f"{REPORT}/figures/new.png": (_picture, "zTXt chunk", "reviewer"),
    f"{REPORT}/{REPORT}.govspeak.md": (_text, "line", "coder"),
    "run.log": (_text, "line 2", "reason"),
}


def test_a_canary_planted_in_each_kind_of_file_is_found_by_file_place_and_kind(
    planted: tuple[list[str], pd.DataFrame],
) -> None:
    lines, alarms = planted
    for name, (_, place, field) in PLANTED.items():
        (line,) = [line for line in lines if line.startswith(f"{name}: holds")]
        assert place in line
        own = alarms[alarms["file"] == name].to_csv().casefold()
        assert CANARIES[field] in own
    assert not [line for line in lines for canary in CANARIES.values() if canary in line.casefold()]


@pytest.mark.parametrize("field", [*CANARIES])
def test_each_fields_canary_is_one_of_the_terms_or_in_a_run(
    planted: tuple[list[str], pd.DataFrame], field: str
) -> None:
    lines, _ = planted
    assert len([line for line in lines if line.startswith(f"{field}.txt: holds")]) == 1


def test_one_word_more_than_was_approved_is_a_leak(
    planted: tuple[list[str], pd.DataFrame],
) -> None:
    lines, _ = planted
    (line,) = [line for line in lines if line.startswith("quoted.txt: holds")]
    assert "of the kind answer" in line
