"""The gates of a release that need no pack: each is stopped by what it should stop."""

import json
from collections.abc import Sequence
from pathlib import Path

import check_sheets
import ledger_samples
import pandas as pd
import pytest
from release_folders import (
    CONFIG,
    REPORTS,
    copy_of,
    put_claims,
    put_figure,
    put_problem,
    put_reports,
)

from nationalreports.check_sheet_cells import (
    DATE,
    LAYOUT,
    NAME,
    THRESHOLD,
    TYPED,
    UNTRACED,
    VERSION,
)
from nationalreports.claims import claims_file
from nationalreports.days import today
from nationalreports.decisions import DECISIONS, read_decisions
from nationalreports.ledger_entries import settle
from nationalreports.problems import Severity
from nationalreports.release_gates import AUDIT, VALIDATION, Gate, ask, gates_of_run
from nationalreports.release_pack import PUBLIC
from nationalreports.tables import write_table


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared")
    put_reports(folder)
    return folder


@pytest.fixture
def run(prepared: Path, tmp_path: Path) -> Path:
    """A run folder whose reports are made and whose gates are passed."""
    return copy_of(prepared, tmp_path / "run")


def told(run: Path, reports: Sequence[str] = REPORTS, up_to_date: bool = True) -> list[str]:
    """What is printed of the gates."""
    gates = gates_of_run(run, CONFIG, reports, up_to_date=up_to_date)
    return [line for gate in gates for line in gate.told()]


def passes(run: Path) -> bool:
    return all(line.endswith(": pass") for line in told(run))


def refused(run: Path, up_to_date: bool = True) -> str:
    failed = [line for line in told(run, up_to_date=up_to_date) if not line.endswith(": pass")]
    assert failed
    return "\n".join(failed)


def test_each_gate_is_told_of_whether_it_passes_or_not(run: Path) -> None:
    names = ["validation", "coding complete", "decisions", "claims", "typed figures"]
    names += ["check sheet", "disclosure", "order", "reports"]
    assert told(run) == [f"{name}: pass" for name in names]
    (run / AUDIT).unlink()
    assert [line.partition(":")[0] for line in told(run)] == names


def test_a_gate_that_cannot_be_asked_does_not_pass() -> None:
    def fail() -> list[str]:
        raise ValueError("odd\ndata")

    (line,) = ask("links", fail).told()
    assert line.startswith(
        "links: fail; cannot be asked (ValueError: odd data); run `make reports`"
    )


def test_a_gate_names_a_file_that_is_missing(tmp_path: Path) -> None:
    gate = ask("approvals", lambda: [(tmp_path / "summary.json").read_text()])
    assert gate.told() == ["approvals: fail; summary.json is missing; run `make reports`"]


def test_a_gate_says_a_line_for_each_reason() -> None:
    assert Gate("links", ["a; do b", "c; do d"]).told() == [
        "links: fail; a; do b",
        "links: fail; c; do d",
    ]


def test_nothing_is_made_without_the_gate(run: Path) -> None:
    (run / VALIDATION / "gate.txt").unlink()
    assert "validation: fail" in refused(run)


def test_nothing_is_made_of_reports_that_a_run_would_make_anew(run: Path) -> None:
    assert "reports: fail; not made from the data" in refused(run, up_to_date=False)


def test_gate_of_an_older_run_does_not_outweigh_errors(run: Path) -> None:
    put_problem(run, "error", "VIS-003")
    assert "errors to settle: 1" in refused(run)


@pytest.mark.parametrize("rule", ["COD-005", "COD-014", "FND-111"])
def test_nothing_is_made_while_coding_is_incomplete(run: Path, rule: str) -> None:
    put_problem(run, "warning", rule)
    assert f"({rule}): 1" in refused(run)


def test_nothing_is_made_without_the_filled_check_sheet(run: Path) -> None:
    (run / "data/raw/check_sheet.xlsx").unlink()
    assert "check sheet: fail; CHK-001" in refused(run)


def test_nothing_is_made_while_a_checkers_figure_differs(run: Path) -> None:
    check_sheets.fill(run / "data/raw/check_sheet.xlsx", F2="58%")
    assert "check sheet: fail; CHK-009" in refused(run)


@pytest.mark.parametrize(("rule", "severity"), [("COD-005", "warning"), ("VIS-003", "error")])
def test_what_a_decision_settles_stops_nothing(run: Path, rule: str, severity: Severity) -> None:
    put_problem(run, severity, rule)
    path = run / VALIDATION / "problems.csv"
    found = pd.read_csv(path, dtype=str, keep_default_na=False)
    for word in ("accept", "exclude"):
        found.assign(decision=word).to_csv(path, index=False)
        assert passes(run)
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
    assert passes(run)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796342400")  # 4 December 2026
    assert "decisions: fail; expired since the last run: 1" in refused(run)
    # A run that took it for expired already has counted without it.
    decided(run, ROWS)
    assert passes(run)


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


@pytest.mark.parametrize("suffix", ["html", "pdf", "ods"])
def test_nothing_is_made_without_every_report(run: Path, suffix: str) -> None:
    (run / f"reports/output/two/two.{suffix}").unlink()
    assert f"reports/output/two/two.{suffix} is missing" in refused(run)


def test_nothing_is_made_without_the_page_that_lists_the_reports(run: Path) -> None:
    (run / "reports/output/index.html").unlink()
    assert "reports: fail; reports/output/index.html is missing" in refused(run)


@pytest.mark.parametrize("word", ["DRAFT", None])
def test_a_draft_is_not_released(run: Path, word: str | None) -> None:
    path = run / PUBLIC / "two/summary.csv"
    row = "" if word is None else f"status,{word}\n"
    path.write_text(path.read_text().replace("status,final\n", row))
    assert refused(run) == (
        "reports: fail; two is made as a draft; write `status: final` under reports.two in "
        "config/config.yaml, run `make reports`, and have it read and approved"
    )


def test_a_report_waits_for_those_before_it(run: Path) -> None:
    (line,) = [line for line in told(run, ["two"]) if line.startswith("order:")]
    assert line == (
        "order: fail; two: one comes first and was never released; run `nationalreports release "
        "one`, or release them together"
    )
    assert all(line.endswith(": pass") for line in told(run, ["one"]))
    ledger_samples.put_pack(run, ledger_samples.entry("one"), release=1)
    settle(run)
    assert "order: pass" in told(run, ["two"])


def test_faults_of_another_report_do_not_stop_one(run: Path) -> None:
    (run / "reports/output/two/two.pdf").unlink()
    (run / claims_file("two")).unlink()
    put_figure(run, Kind=TYPED, Cell="", Printed="7")
    audited(run, ledger_samples.audit("one"), ledger_samples.audit("two", outsider="fails"))
    assert all(line.endswith(": pass") for line in told(run, ["one"]))
    failed = [line.partition(":")[0] for line in told(run) if "fail;" in line]
    assert failed == ["claims", "typed figures", "disclosure", "reports"]


def test_all_failed_gates_are_named_at_once(run: Path) -> None:
    (run / VALIDATION / "gate.txt").unlink()
    (run / "reports/output/one/one.pdf").unlink()
    assert len(refused(run).splitlines()) == 2


@pytest.mark.parametrize("table", ["summary", "answers"])
def test_missing_public_table_fails_a_gate(run: Path, table: str) -> None:
    (run / PUBLIC / f"two/{table}.csv").unlink()
    assert f"{table}.csv is missing" in refused(run)


def test_missing_list_of_problems_fails_a_gate(run: Path) -> None:
    (run / VALIDATION / "problems.csv").unlink()
    assert "problems.csv is missing" in refused(run)


# Disclosure.


def audited(run: Path, *rows: pd.DataFrame) -> None:
    write_table(pd.concat(rows), run / AUDIT)


@pytest.mark.parametrize("word", ["safe", "allowed", "flagged", "told before"])
@pytest.mark.parametrize("who", ["outsider", "insiders"])
def test_what_the_audit_passes_is_released(run: Path, who: str, word: str) -> None:
    audited(run, ledger_samples.audit("one", **{who: word}), ledger_samples.audit("two"))
    assert passes(run)


@pytest.mark.parametrize("word", ["fails", "not decided", "not assessed", ""])
@pytest.mark.parametrize("who", ["outsider", "insiders"])
def test_what_the_audit_does_not_pass_is_not_released(run: Path, who: str, word: str) -> None:
    bad = ledger_samples.audit("two", **{who: word})
    audited(run, ledger_samples.audit("one"), bad, bad)
    said = refused(run)
    worked_out, undecided = (2, 0) if word == "fails" else (0, 2)
    assert (
        f"disclosure: fail; two: 2 cells are not safe ({worked_out} can be worked out, "
        f"{undecided} are not decided), such as answers / s / all / q / No; look at "
        "data/processed/public/audit.csv"
    ) in said
    assert "one:" not in said


def test_nothing_is_released_without_the_audit(run: Path) -> None:
    (run / AUDIT).unlink()
    assert "disclosure: fail; data/processed/public/audit.csv is missing" in refused(run)


@pytest.mark.parametrize("who", ["outsider", "insiders"])
def test_nothing_is_released_by_an_audit_that_left_somebody_out(run: Path, who: str) -> None:
    audited(run, ledger_samples.audit("one").drop(columns=who))
    assert "is missing or unfinished" in refused(run)


# Figures that no table answers for.


def test_a_figure_typed_into_a_source_stops_a_release(run: Path) -> None:
    put_figure(run, Kind=TYPED, Cell="", **{"Sentence or text": "Some 7 of them.", "Printed": "7"})
    said = refused(run)
    assert "typed figures: fail; two, section ‘Schools’, “Some 7 of them.”: '7' is typed" in said


@pytest.mark.parametrize("kind", [DATE, NAME, THRESHOLD, VERSION, LAYOUT])
def test_numbers_that_are_no_figures_stop_nothing(run: Path, kind: str) -> None:
    put_figure(run, Kind=kind, Cell="", Printed="2020")
    assert passes(run)


def test_a_figure_that_is_traced_to_nothing_is_named_with_its_sentence(run: Path) -> None:
    put_figure(run, Kind=UNTRACED, Cell="")
    said = refused(run)
    assert "check sheet: fail; CHK-010" in said
    assert "“About 25 said so.”" in said


@pytest.mark.parametrize(
    "changed",
    [
        {"Printed": "30"},
        {"Cell": "answers.csv / s / all / q / Yes / percent"},
        {"Cell": "answers.csv / s / all / q / Perhaps / count"},
        {"Cell": "answers.csv / s / all / q / base"},
    ],
)
def test_a_figure_other_than_its_tables_stops_a_release(run: Path, changed: dict[str, str]) -> None:
    put_figure(run, **changed)
    assert "stands in no public table" in refused(run)


def test_many_typed_figures_are_counted_beyond_the_first_five(run: Path) -> None:
    for number in range(7):
        put_figure(run, Kind=TYPED, Cell="", Printed=str(number))
    said = refused(run)
    assert said.count("is typed in the source") == 5
    assert "two: 2 more" in said


# Claims.


@pytest.mark.parametrize("verdict", ["does not hold", "not settled", "cannot be read"])
def test_a_claim_that_does_not_hold_stops_a_release_with_sentence_and_place(
    run: Path, verdict: str
) -> None:
    good = ("a.qmd", "3", "Most did.", "x > 1", "holds", "x is 2")
    bare = ("a.qmd", "5", "Many did.", "", "no claim", "says “many”")
    put_claims(run, "two", good, ("b.md", "7", "Few did.", "x < 2", verdict, "x is 2"), bare)
    (line,) = [line for line in refused(run).splitlines() if line.startswith("claims:")]
    assert "b.md:7: “Few did.”" in line and "x is 2" in line


def test_sentences_without_a_claim_do_not_stop_a_release(run: Path) -> None:
    put_claims(run, "two", ("a.qmd", "5", "Many did.", "", "no claim", "says “many”"))
    assert passes(run)


def test_a_report_whose_claims_were_not_judged_stops_a_release(run: Path) -> None:
    (run / claims_file("one")).unlink()
    assert "claims: fail; data/processed/render/one/claims.csv is missing" in refused(run)
