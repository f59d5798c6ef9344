"""The publishers' pack: made whole and numbered, or not at all."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import check_sheets
import pandas as pd
import pytest

from nationalreports.days import today
from nationalreports.decisions import DECISIONS, read_decisions
from nationalreports.problems import Problem, Severity, to_frame
from nationalreports.release import PUBLIC, VALIDATION, ReleaseError, make_release

CONFIG: dict[str, Any] = {
    "series": {"title": "A series & more"},
    "reports": {"one": {"title": "The <first>"}, "two": {"title": "The second"}},
}


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run folder whose reports are made and whose gates are passed."""
    (tmp_path / VALIDATION).mkdir(parents=True)
    (tmp_path / VALIDATION / "gate.txt").write_text("yes\n")
    problem(tmp_path, "warning", "VIS-005")
    for key in CONFIG["reports"]:
        output, public = tmp_path / "reports/output" / key, tmp_path / PUBLIC / key
        (output / "figures").mkdir(parents=True)
        (output / "figures/a.svg").write_text("<svg/>")
        for suffix in ("html", "pdf"):
            (output / f"{key}.{suffix}").write_text(key)
        public.mkdir(parents=True)
        for name in ("themes", "discussions", "answers", "context", "summary", "audit"):
            (public / f"{name}.csv").write_text(name)
    confidential = tmp_path / "data/processed/confidential"
    confidential.mkdir()
    (confidential / "findings.csv").write_text("secret")
    check_sheets.put_into(tmp_path)
    return tmp_path


def problem(run: Path, severity: Severity, rule: str) -> None:
    frame: pd.DataFrame = to_frame([Problem(severity, "data/raw/x", "", "", rule, "", "")])
    frame.to_csv(run / VALIDATION / "problems.csv", index=False)


def released(run: Path) -> Path:
    return make_release(run, CONFIG, up_to_date=True)


def refused(run: Path, up_to_date: bool = True) -> str:
    with pytest.raises(ReleaseError) as caught:
        make_release(run, CONFIG, up_to_date=up_to_date)
    assert not (run / "release").exists()
    return str(caught.value)


def test_pack_has_reports_figures_and_public_tables_and_no_others(run: Path) -> None:
    target = released(run)
    made = {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}
    names = ("themes", "discussions", "answers", "context", "summary")
    wanted = {"index.html", "manifest.json"}
    for key in CONFIG["reports"]:
        wanted |= {f"{key}/{key}.html", f"{key}/{key}.pdf", f"{key}/figures/a.svg"}
        wanted |= {f"{key}/data/{name}.csv" for name in names}
    assert made == wanted


def test_manifest_has_the_hash_of_every_other_file_and_the_draft_mark(run: Path) -> None:
    target = released(run)
    manifest = json.loads((target / "manifest.json").read_text())
    assert manifest["status"] == "DRAFT"
    files = {p.relative_to(target).as_posix() for p in target.rglob("*") if p.is_file()}
    assert set(manifest["sha256"]) == files - {"manifest.json"}
    for name, digest in manifest["sha256"].items():
        assert hashlib.sha256((target / name).read_bytes()).hexdigest() == digest


def test_index_says_draft_and_takes_titles_as_text(run: Path) -> None:
    page = (released(run) / "index.html").read_text(encoding="utf-8")
    assert "not signed off" in page
    assert "The &lt;first&gt;" in page
    assert "A series &amp; more" in page
    assert 'href="two/two.pdf"' in page


def test_packs_are_numbered_and_older_ones_stay(run: Path) -> None:
    first = released(run)
    before = (first / "manifest.json").read_bytes()
    assert [released(run).name, released(run).name] == ["2", "3"]
    shutil.rmtree(run / "release/2")
    assert released(run).name == "4"
    assert (first / "manifest.json").read_bytes() == before


def test_tenth_pack_comes_after_the_ninth(run: Path) -> None:
    (run / "release/9").mkdir(parents=True)
    (run / "release/10").mkdir()
    (run / "release/notes").mkdir()
    assert released(run).name == "11"


def test_nothing_is_made_without_the_gate(run: Path) -> None:
    (run / VALIDATION / "gate.txt").unlink()
    assert "validation: fail" in refused(run)


def test_nothing_is_made_of_reports_that_a_run_would_make_anew(run: Path) -> None:
    assert "reports: fail; not made from the data" in refused(run, up_to_date=False)


def test_gate_of_an_older_run_does_not_outweigh_errors(run: Path) -> None:
    problem(run, "error", "VIS-003")
    assert "errors to settle: 1" in refused(run)


@pytest.mark.parametrize("rule", ["COD-005", "COD-014", "FND-111"])
def test_nothing_is_made_while_coding_is_incomplete(run: Path, rule: str) -> None:
    problem(run, "warning", rule)
    assert f"({rule}): 1" in refused(run)


def test_nothing_is_made_without_the_filled_check_sheet(run: Path) -> None:
    (run / "data/raw/check_sheet.xlsx").unlink()
    assert "check sheet: fail; CHK-001" in refused(run)


def test_nothing_is_made_while_a_checkers_figure_differs(run: Path) -> None:
    check_sheets.fill(run / "data/raw/check_sheet.xlsx", F2="58%")
    assert "check sheet: fail; CHK-009" in refused(run)


@pytest.mark.parametrize(("rule", "severity"), [("COD-005", "warning"), ("VIS-003", "error")])
def test_what_a_decision_settles_stops_nothing(run: Path, rule: str, severity: Severity) -> None:
    problem(run, severity, rule)
    path = run / VALIDATION / "problems.csv"
    found = pd.read_csv(path, dtype=str, keep_default_na=False)
    for word in ("accept", "exclude"):
        found.assign(decision=word).to_csv(path, index=False)
        assert released(run).is_dir()
    shutil.rmtree(run / "release")
    found.assign(decision="correct").to_csv(path, index=False)
    assert rule in refused(run) or "errors to settle: 1" in refused(run)


ROWS = (
    "rule,record,decision,reason,reviewer,date,until\n"
    "VIS-007,r00112233445566a,accept,seen,R. Viewer,2026-11-03,2026-12-03\n"
    "VIS-007,rfeeddccbbaa9988,exclude,seen,R. Viewer,2026-11-03,\n"
)


def decided(run: Path, rows: str) -> None:
    """Write decisions, and what a run makes of them."""
    (run / DECISIONS).parent.mkdir(parents=True, exist_ok=True)
    (run / DECISIONS).write_text(rows)
    found, _ = read_decisions(run, today())
    text = json.dumps([own | {"problems": 1} for own in found.to_dict("records")])
    (run / VALIDATION / "decisions.json").write_text(text)


def test_a_decision_that_expired_since_the_last_run_stops_a_release(
    run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796342399")
    decided(run, ROWS)
    assert released(run).is_dir()
    shutil.rmtree(run / "release")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796342400")  # 4 December 2026
    assert "decisions: fail; expired since the last run: 1" in refused(run)
    # A run that took it for expired already has counted without it.
    decided(run, ROWS)
    assert released(run).is_dir()


@pytest.mark.parametrize(
    "rows",
    [
        None,
        ROWS.replace("accept", "correct"),
        ROWS.replace("6a,", "6b,"),
        ROWS.replace("2026-12-03", "2027-12-03"),
        ROWS + "VIS-007,r1112233445566aa,accept,seen,R. Viewer,2026-11-03,\n",
        ROWS.partition("VIS")[0],
        "rule,record\n",
    ],
)
def test_decisions_that_were_edited_since_the_last_run_stop_a_release(
    run: Path, monkeypatch: pytest.MonkeyPatch, rows: str | None
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796342399")
    decided(run, ROWS)
    if rows is None:
        (run / DECISIONS).unlink()
    else:
        (run / DECISIONS).write_text(rows)
    assert "decisions: fail; data/raw/decisions.csv was changed since the last run" in refused(run)


@pytest.mark.parametrize("rows", [ROWS, "rule,record\n"])
def test_decisions_that_were_begun_since_the_last_run_stop_a_release(run: Path, rows: str) -> None:
    (run / DECISIONS).parent.mkdir(parents=True, exist_ok=True)
    (run / DECISIONS).write_text(rows)
    assert "was changed since the last run" in refused(run)


@pytest.mark.parametrize("suffix", ["html", "pdf"])
def test_nothing_is_made_without_every_report(run: Path, suffix: str) -> None:
    (run / f"reports/output/two/two.{suffix}").unlink()
    assert f"reports/output/two/two.{suffix} is missing" in refused(run)


def test_all_failed_gates_are_named_at_once(run: Path) -> None:
    (run / VALIDATION / "gate.txt").unlink()
    (run / "reports/output/one/one.pdf").unlink()
    assert len(refused(run).splitlines()) == 3


@pytest.mark.parametrize("table", ["summary", "answers"])
def test_missing_public_table_fails_a_gate(run: Path, table: str) -> None:
    (run / PUBLIC / f"two/{table}.csv").unlink()
    assert f"{table}.csv is missing" in refused(run)


def test_missing_list_of_problems_fails_a_gate(run: Path) -> None:
    (run / VALIDATION / "problems.csv").unlink()
    assert "problems.csv is missing" in refused(run)


def test_pack_appears_by_one_rename(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until the rename no numbered folder stands; a failure there leaves nothing behind."""
    seen: list[set[str]] = []

    def fail(self: Path, target: Path) -> Path:
        seen.append({path.name for path in self.iterdir()})
        assert not target.exists()
        raise OSError("disk full")

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OSError, match="disk full"):
        released(run)
    assert seen == [{"one", "two", "index.html", "manifest.json"}]
    assert list((run / "release").iterdir()) == []
