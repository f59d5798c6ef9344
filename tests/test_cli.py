"""What `nationalreports suggest` writes, and what it says where it cannot."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from ledger_samples import entry, put_pack

from nationalreports.cli import _ending, main
from nationalreports.coding import text_digest
from nationalreports.ledger import LEDGER

FOLDER = Path("data/processed/confidential")


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run folder whose letters are read, with two findings."""
    (tmp_path / FOLDER).mkdir(parents=True)
    findings = pd.DataFrame(
        {
            "finding_id": ["v-00000001", "v-00000002"],
            "visit_id": ["v", "v"],
            "section": ["told", "told"],
            "text": ["Some pupils were anxious.", "Nothing."],
            "source": ["v.md", "v.md"],
            "locator": ["line 1", "line 2"],
        }
    )
    findings.to_csv(tmp_path / FOLDER / "findings.csv", index=False)
    return tmp_path


def suggest(run: Path, coder: str = "c") -> int:
    return main(["suggest", "--coder", coder, "--directory", str(run)])


def test_a_sheet_with_suggestions_is_written_when_asked_for(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert suggest(run) == 0
    sheet = pd.read_csv(run / FOLDER / "suggested_sheet_c.csv", dtype=str, keep_default_na=False)
    assert sheet["suggested"].tolist() == ["wellbeing (anxious)", ""]
    assert sheet["text_digest"].tolist() == [text_digest(text) for text in sheet["text"]]
    assert set(sheet["theme"]) == {""}
    said = capsys.readouterr().out
    assert "left out of the agreement" in said
    assert "data/processed/confidential/suggested_sheet_c.xlsx" in said


def test_what_the_coder_has_coded_is_left_out(run: Path) -> None:
    raw = run / "data/raw/coding"
    raw.mkdir(parents=True)
    header = "finding_id,coder,question,theme,sector,voice\n"
    code = "v-00000001,c,experience,wellbeing,health,leaders\n"
    (raw / "c.csv").write_text(header + code, encoding="utf-8")
    assert suggest(run) == 0
    sheet = pd.read_csv(run / FOLDER / "suggested_sheet_c.csv", dtype=str)
    assert sheet["finding_id"].tolist() == ["v-00000002"]


@pytest.mark.parametrize("coder", ["settled", "../c", "a b", ""])
def test_who_cannot_be_a_coder_is_told_so(
    run: Path, capsys: pytest.CaptureFixture[str], coder: str
) -> None:
    assert suggest(run, coder) == 1
    assert repr(coder) in capsys.readouterr().err
    assert not list((run / FOLDER).glob("suggested*"))


def test_without_findings_it_says_what_to_run_first(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (run / FOLDER / "findings.csv").unlink()
    assert suggest(run) == 1
    assert "run `nationalreports run` first" in capsys.readouterr().err


def test_a_run_ends_with_its_verdict_and_the_first_errors(tmp_path: Path) -> None:
    told = {
        "may_go_on": False,
        "why": "One error in a.csv must be put right first.",
        "counts": {"error": 1, "warning": 2, "info": 1234},
        "open_errors": 3,
        "settled": 3,
        "first": ["a.csv, row 2: correct it [VIS-101]"],
    }
    assert _ending(tmp_path, told, ["october"], 1) == [
        "",
        "May the figures go on? No. One error in a.csv must be put right first.",
        "Problems: error 1, warning 2, info 1,234; settled by decision: 3.",
        "The first open errors:",
        "  a.csv, row 2: correct it [VIS-101]",
        "  and 2 more",
        "No reports are made of these data; older drafts are removed.",
    ]


def test_a_run_that_broke_off_points_at_what_is_printed_above(tmp_path: Path) -> None:
    assert _ending(tmp_path, {}, ["october"], 1) == [
        "",
        "The run did not reach its end; what stands in its way is listed above.",
    ]


def test_a_run_without_a_summary_still_says_where_the_reports_are(tmp_path: Path) -> None:
    assert _ending(tmp_path, {}, ["october"], 0) == [
        "",
        "The reports (drafts):",
        "  reports/output/october/october.html and .pdf",
        "The page that lists them:",
        "  reports/output/index.html",
    ]


def test_a_run_tells_final_reports_from_drafts(tmp_path: Path) -> None:
    assert _ending(tmp_path, {}, ["october", "final"], 0, ["final"])[1:5] == [
        "The reports (drafts):",
        "  reports/output/october/october.html and .pdf",
        "The reports (final, to be approved):",
        "  reports/output/final/final.html and .pdf",
    ]


@pytest.mark.parametrize("command", ["run", "release"])
def test_a_ledger_that_cannot_be_trusted_is_told_of_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    (tmp_path / LEDGER).mkdir(parents=True)
    (tmp_path / LEDGER / "notes.txt").write_text("")
    assert main([command, "--directory", str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "data/ledger/notes.txt: is no part of the ledger; move it elsewhere\n"


@pytest.mark.parametrize("command", ["run", "release"])
def test_commands_bring_a_release_that_was_broken_off_in_order(
    tmp_path: Path, command: str
) -> None:
    """Even where they find nothing else to do in the folder."""
    put_pack(tmp_path, entry(), release=1)
    (tmp_path / "data/raw").write_text("no folder")
    assert main([command, "--directory", str(tmp_path)]) == 1
    assert [path.name for path in (tmp_path / LEDGER).glob("[!.]*")] == ["0001-one"]
