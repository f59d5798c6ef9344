"""A small run folder of two final reports that passes every gate of a release.

Its page and print are few lines long, but whole: real tags, tables, links and workbook. The people
who sign have real keys, made once a test module.
"""

from __future__ import annotations

import datetime
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import check_sheets
import ledger_samples
import pandas as pd
import pytest
import typst
from public_tables import SERIES

from nationalreports import openxml
from nationalreports.approvals import APPROVALS, approve, subject_now
from nationalreports.check_sheet_reading import MADE
from nationalreports.claims import CLAIMS_COLUMNS, claims_file
from nationalreports.config import REPOSITORY, Series
from nationalreports.disclosure.publications import Draft
from nationalreports.opendocument import Sheet, write_workbook
from nationalreports.problems import Problem, Severity, to_frame
from nationalreports.release import make_release
from nationalreports.release_gates import VALIDATION, Gate
from nationalreports.runners import RUNNERS
from nationalreports.signatures import choose_key
from nationalreports.signers import ALLOWED
from nationalreports.tables import write_json, write_table

NEEDS_SSH = pytest.mark.skipif(
    shutil.which("ssh-keygen") is None,
    reason="ssh-keygen is missing: install OpenSSH (Debian: openssh-client) to sign reports off",
)

REPORTS = ("one", "two")
NOW = datetime.datetime.now(datetime.UTC).replace(microsecond=0)

#: Who there is, with their roles; Ana ran the reports. Rae's second key is listed nowhere.
PEOPLE = {"ana": "analyst", "rae": "reviewer", "bo": "reviewer"}

_OCTOBER = dict(SERIES.config["reports"]["october-2020"])
_OCTOBER.pop("release")
CONFIG: dict[str, Any] = {
    **SERIES.config,
    "reports": {
        "one": {
            **_OCTOBER,
            "title": "The <first>",
            "date": "2020-11-10",
            "window": {"start": "2020-10-05", "end": "2020-10-14"},
            "surveys": [],
            "status": "final",
        },
        "two": {
            **_OCTOBER,
            "title": "The second",
            "date": "2021-06-16",
            "window": {"start": "2021-01-01", "end": "2021-03-31"},
            "surveys": [],
            "cumulative_over": ["one"],
            "status": "final",
        },
    },
}

#: A white dot.
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg=="
HTML = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>{key}</title></head>
<body><main id="main"><h1>Report {key}</h1>
<p>Evidence from 6 visits. <a href="#main">Up</a>, <a href="https://www.gov.uk/send">guidance</a>
and <a href="data/themes.csv">a table</a>.</p>
<h2>A chart</h2>
<img src="data:image/png;base64,{png}" alt="Bar chart. Yes: 25.">
<table><tr><th scope="col">Answer</th><th scope="col">Number</th></tr>
<tr><td>Yes</td><td>25</td></tr></table>
</main></body></html>
"""
TYPST = """#set document(title: "Report {key}")
#set text(lang: "en", region: "GB")
= Report {key}
Evidence from 6 visits. #link("https://www.gov.uk/send")[Guidance].
== A chart
#figure(rect(), alt: "Bar chart. Yes: 25.")
#table(columns: 2, table.header[Answer][Number], [Yes], [25])
"""
#: A name on the watch-list.
NAME = "Hester Quill"

#: What the leak scan reads of a run beside the watch-list.
_CONFIDENTIAL = {
    "areas": "area_code,area_name",
    "visits": "visit_id",
    "findings": "visit_id,finding_id,text",
    "quotations": "quotation,text,role,report",
}
FACTS = {"facts": {"areas": {"visited": "6 visits"}, "context": {}}}


def write_print(text: str, path: Path, *, standards: Sequence[str] = ("ua-1",)) -> None:
    """A PDF of Typst's `text`, with its tags."""
    typst.compile(text.encode(), output=str(path), pdf_standards=list(standards))


def put_reports(root: Path) -> None:
    """What a run leaves in the folder `root`, but for who ran it and who approves it."""
    (root / VALIDATION).mkdir(parents=True)
    (root / VALIDATION / "gate.txt").write_text("yes\n")
    (root / VALIDATION / "decisions.json").write_text("[]")
    write_json({"may_go_on": True}, root / "reports/validation/summary.json")
    put_problem(root, "warning", "VIS-005")
    (root / "sources").mkdir()
    for key in REPORTS:
        output = root / "reports/output" / key
        (output / "figures").mkdir(parents=True)
        (output / "figures/a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
        (output / f"{key}.html").write_text(HTML.format(key=key, png=DOT))
        write_print(TYPST.format(key=key), output / f"{key}.pdf")
        sheets = [
            Sheet("One", ["One"], "one", ["Answer", "Number"], [["Yes", "25"]], frozenset([1]))
        ]
        write_workbook(sheets, output / f"{key}.ods", title=key, publisher="P", day="2020-11-10")
        openxml.write_workbook(sheets, output / f"{key}.xlsx", title=key, publisher="P")
        (output / "data").mkdir()
        (output / "data/themes-plan.csv").write_text("made")
        described = {"tables": [{"url": "themes-plan.csv", "dc:title": "Plans <all>"}]}
        write_json(described, output / "data/csv-metadata.json")
        (output / f"{key}.govspeak.md").write_text("## A chart\n\n[Image: a.png]\n")
        (output / "images.csv").write_text("file,figure,alternative_text\na.png,Figure 1,Yes: 25\n")
        rendered = root / "data/processed/render" / key
        write_json([], rendered / "figures.json")
        write_json(FACTS, rendered / "html/_facts.json")
        (root / f"sources/{key}.qmd").write_text("From {{< meta facts.areas.visited >}}.")
        put_claims(root, key, ("a.qmd", "3", "Most did.", "x > 1", "holds", "x is 2"))
    (root / "reports/output/index.html").write_text("list")
    ledger_samples.put_tables(root, *REPORTS)
    for key in REPORTS:
        path = root / f"data/processed/public/{key}/summary.csv"
        path.write_text(path.read_text() + "status,final\n")
    confidential = root / "data/processed/confidential"
    for name, columns in _CONFIDENTIAL.items():
        (confidential / f"{name}.csv").write_text(f"{columns}\n")
    (confidential / "watchlist.csv").write_text(f"visit_id,kind,term\n,person,{NAME}\n")
    check_sheets.put_into(root)


def put_people(root: Path, keys: Path) -> None:
    """Make a key for each person, and one of nobody; list those of people; Ana ran the reports."""
    keys.mkdir()
    shutil.copytree(REPOSITORY / "config", root / "config")
    lines = []
    for name in (*PEOPLE, "nobody"):
        make_key(keys / name)
        if name in PEOPLE:
            lines.append(signer_line(name, keys / name))
    (root / "config" / ALLOWED).write_text("".join(lines))
    put_runner(root, "ana")


def put_runner(root: Path, *names: str) -> None:
    write_json([{"key": "", "email": name, "user": "root"} for name in names], root / RUNNERS)


def make_key(path: Path, passphrase: str = "") -> None:
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-C", "", "-f", str(path)]
    subprocess.run(command, check=True)


def signer_line(name: str, key: Path, role: str = "", options: str = "") -> str:
    """A line of allowed_signers."""
    public = key.with_name(f"{key.name}.pub").read_text().strip()
    return f'{name} namespaces="{role or PEOPLE[name]}@nationalreports"{options} {public}\n'


def put_claims(root: Path, report: str, *rows: tuple[str, ...]) -> None:
    write_table(pd.DataFrame(rows, columns=CLAIMS_COLUMNS, dtype=str), root / claims_file(report))


def put_problem(root: Path, severity: Severity, rule: str) -> None:
    frame: pd.DataFrame = to_frame([Problem(severity, "data/raw/x", "", "", rule, "", "")])
    frame.to_csv(root / VALIDATION / "problems.csv", index=False)


def put_figure(root: Path, **changed: str) -> None:
    """Let the reports print one more figure of a survey, as the check sheet knows it."""
    given = {
        **{"Report": "two", "Section": "Schools", "In": "text", "Where": "sentence"},
        **{"Sentence or text": "About 25 said so.", "Printed": "25", "Kind": "count"},
        **{"Cell": "answers.csv / s / all / q / Yes / count", "Withheld": "no"},
        **changed,
    }
    made = pd.read_csv(root / MADE, dtype=str, keep_default_na=False)
    row = {name: given.get(name, "") for name in made.columns}
    write_table(pd.concat([made, pd.DataFrame([row])]), root / MADE)


def series(root: Path) -> Series:
    return Series(root / "config", root / "sources", CONFIG, SERIES.codebook, {})


def drafts() -> list[Draft]:
    return [ledger_samples.draft("one"), ledger_samples.draft("two", people=5)]


def copy_of(prepared: Path, target: Path) -> Path:
    """A copy of a prepared folder to change; tests of a module share one that they leave alone."""
    return Path(shutil.copytree(prepared, target))


def sign(
    root: Path, keys: Path, *names: str, reports: Sequence[str] = REPORTS, now: Any = NOW
) -> None:
    """Let people approve reports as they stand now."""
    for name in names:
        key = choose_key(str(keys / name), [], root)
        for report in reports:
            approve(root, root / "config", subject_now(root, report), key, now)


def forget(root: Path) -> None:
    """As if nothing had been released, or approved."""
    for folder in ("release", "data/ledger", APPROVALS):
        shutil.rmtree(root / folder, ignore_errors=True)


def released(
    root: Path, reports: Sequence[str] = REPORTS, *, up_to_date: bool = True
) -> tuple[Path, list[Gate]]:
    return make_release(root, series(root), drafts, reports=reports, up_to_date=up_to_date)
