"""Canaries: a word of its own in every confidential field of a whole series, and none comes out.

One run of the demonstration with such words put into its raw files; then the same words planted in
what it left, in each kind of file, are found.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pikepdf
import pytest
from PIL import Image, PngImagePlugin
from run_folders import RAW, run

from nationalreports.leaks.matching import Index, Term, Terms
from nationalreports.leaks.scan import LEAKS, find_alarms, leaks_gate

pytestmark = pytest.mark.workflow

#: Each confidential field and its canary: no word of any language.
CANARIES = {
    field: f"zq{field}xv"
    for field in (
        *("finding", "letterhead", "note", "noteid", "answer", "address", "response", "comment"),
        *("coder", "watchlist", "reason", "reviewer"),
    )
}

NOTES = "findings/discussions_2020-11.csv"
LETTER = "letters/2020-10-harrowmere.md"
EXPORT = "surveys/parents_carers/2021-01-marlstead.csv"


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
    (raw / "watchlist.csv").write_text(
        f"visit_id,kind,term\n,scheme,{CANARIES['watchlist'].title()}\n", encoding="utf-8"
    )


@pytest.fixture(scope="module")
def series(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of the demonstration with canaries; tests must not change it."""
    folder = tmp_path_factory.mktemp("canary")
    raw = folder / "data/raw"
    shutil.copytree(RAW, raw)
    for put in (_in_letter, _in_notes, _in_answers, _in_peoples_files):
        put(raw)
    done = run(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def _leaving(series: Path) -> list[Path]:
    """Reports, tables and pictures, as a release copies them."""
    files = [
        *(series / "reports/output").rglob("*"),
        *(series / "data/processed/public").rglob("*"),
    ]
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
    unread = {"address", "comment"}
    assert {field for field, canary in CANARIES.items() if canary not in seen} <= unread | {
        "answer"
    }


def test_no_canary_comes_out(series: Path) -> None:
    names = tuple(Term("canary", canary) for canary in CANARIES.values())
    found = find_alarms(_leaving(series), Index(Terms(names)))
    assert found[found["kind"] == "canary"].to_dict("records") == []
    for path in _leaving(series):
        plain = path.read_bytes().lower()
        assert not [canary for canary in CANARIES.values() if canary.encode() in plain], path.name


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
    "address": f"{CANARIES['address']}@example.org",
    "response": f"PC-{CANARIES['response']}-1",
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


def test_a_canary_planted_in_each_kind_of_file_is_found_by_file_place_and_kind(
    series: Path, tmp_path: Path
) -> None:
    pack = tmp_path / "pack"
    shutil.copytree(
        series / "reports/output", pack, ignore=shutil.ignore_patterns(".snakemake_timestamp")
    )
    before = set(leaks_gate(series, pack))
    report = "october-2020"
    planted = {
        f"{report}/{report}.html": (_page, "alternative text", "address"),
        f"{report}/{report}.pdf": (_print, "metadata", "watchlist"),
        f"{report}/{report}.ods": (_workbook, "cell", "letterhead"),
        f"{report}/data/summary.csv": (_text, "row", "answer"),
        f"{report}/data/csv-metadata.json": (_json, "line", "comment"),
        f"{report}/figures/themes-plan.svg": (_drawing, "line", "response"),
        f"{report}/figures/new.png": (_picture, "zTXt chunk", "reviewer"),
        f"{report}/{report}.govspeak.md": (_text, "line", "coder"),
        "run.log": (_text, "line 2", "reason"),
    }
    for name, (plant, _, field) in planted.items():
        plant(pack / name, SAYING[field])
    lines = set(leaks_gate(series, pack)) - before
    for name, (_, place, _) in planted.items():
        (line,) = [line for line in lines if line.startswith(f"{name}: ")]
        assert place in line
    assert not [line for line in lines for canary in CANARIES.values() if canary in line.casefold()]
    alarms = (series / LEAKS).read_text(encoding="utf-8").casefold()
    for _, _, field in planted.values():
        assert CANARIES[field] in alarms


@pytest.mark.parametrize("field", [*SAYING])
def test_each_fields_canary_is_one_of_the_terms_or_in_a_run(
    series: Path, tmp_path: Path, field: str
) -> None:
    if field in ("finding", "note"):  # eight words, from the text before it as well
        findings = pd.read_csv(series / "data/processed/confidential/findings.csv", dtype=str)
        (said,) = [text for text in findings["text"] if CANARIES[field] in text]
        said = " ".join(said.split()[-8:])
    else:
        said = SAYING[field]
    (tmp_path / "a.txt").write_text(f"It says {said}.", encoding="utf-8")
    lines = leaks_gate(series, tmp_path)
    assert len(lines) == 1
