"""The publishers' pack: made whole and numbered, or not at all."""

import contextlib
import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import check_sheets
import ledger_samples
import pandas as pd
import pytest

from nationalreports.check_sheet_cells import (
    DATE,
    LAYOUT,
    NAME,
    THRESHOLD,
    TYPED,
    UNTRACED,
    VERSION,
)
from nationalreports.check_sheet_reading import MADE
from nationalreports.claims import CLAIMS_COLUMNS, claims_file
from nationalreports.config import REPOSITORY
from nationalreports.days import today
from nationalreports.decisions import DECISIONS, read_decisions
from nationalreports.disclosure.publications import Draft
from nationalreports.ledger import (
    LEDGER,
    PUBLIC_TABLES,
    TABLES,
    LedgerError,
    read_entries,
    read_ledger,
)
from nationalreports.ledger_entries import settle
from nationalreports.problems import Problem, Severity, to_frame
from nationalreports.release import AUDIT, PUBLIC, VALIDATION, ReleaseError, make_release
from nationalreports.tables import write_table

CONFIG: dict[str, Any] = {
    "series": {"title": "A series & more"},
    "reports": {
        "one": {
            "title": "The <first>",
            "window": {"start": "2020-10-05", "end": "2020-10-14"},
            "cumulative_over": [],
        },
        "two": {
            "title": "The second",
            "window": {"start": "2021-01-01", "end": "2021-03-31"},
            "cumulative_over": ["one"],
        },
    },
    "thresholds": {"minimum_base": 10},
}


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run folder whose reports are made and whose gates are passed."""
    (tmp_path / VALIDATION).mkdir(parents=True)
    (tmp_path / VALIDATION / "gate.txt").write_text("yes\n")
    problem(tmp_path, "warning", "VIS-005")
    for key in CONFIG["reports"]:
        output = tmp_path / "reports/output" / key
        (output / "figures").mkdir(parents=True)
        (output / "figures/a.svg").write_text("<svg/>")
        for suffix in ("html", "pdf", "ods"):
            (output / f"{key}.{suffix}").write_text(key)
        (output / "data").mkdir()
        for name in ("themes-plan.csv", "csv-metadata.json"):
            (output / "data" / name).write_text("made")
    (tmp_path / "reports/output/index.html").write_text("list")
    ledger_samples.put_tables(tmp_path, *CONFIG["reports"])
    confidential = tmp_path / "data/processed/confidential"
    (confidential / "findings.csv").write_text("secret")
    check_sheets.put_into(tmp_path)
    for key in CONFIG["reports"]:
        claims(tmp_path, key, ("a.qmd", "3", "Most did.", "x > 1", "holds", "x is 2"))
    return tmp_path


def claims(run: Path, report: str, *rows: tuple[str, ...]) -> None:
    path = run / claims_file(report)
    write_table(pd.DataFrame(rows, columns=CLAIMS_COLUMNS, dtype=str), path)


def forget(run: Path) -> None:
    """As if nothing had been released."""
    shutil.rmtree(run / "release")
    shutil.rmtree(run / LEDGER)


def problem(run: Path, severity: Severity, rule: str) -> None:
    frame: pd.DataFrame = to_frame([Problem(severity, "data/raw/x", "", "", rule, "", "")])
    frame.to_csv(run / VALIDATION / "problems.csv", index=False)


def drafts() -> list[Draft]:
    return [ledger_samples.draft("one"), ledger_samples.draft("two", people=5)]


def released(run: Path) -> Path:
    return make_release(run, CONFIG, drafts, up_to_date=True)


def refused(run: Path, up_to_date: bool = True) -> str:
    with pytest.raises(ReleaseError) as caught:
        make_release(run, CONFIG, drafts, up_to_date=up_to_date)
    assert not (run / "release").exists()
    assert read_ledger(run) == []
    return str(caught.value)


def test_pack_has_reports_figures_and_public_tables_and_no_others(run: Path) -> None:
    target = released(run)
    made = {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}
    names = ("themes", "discussions", "answers", "context", "summary")
    wanted = {"index.html", "manifest.json"}
    for key in CONFIG["reports"]:
        wanted |= {f"{key}/{key}.{suffix}" for suffix in ("html", "pdf", "ods")}
        wanted |= {f"{key}/figures/a.svg", f"{key}/data/themes-plan.csv"}
        wanted.add(f"{key}/data/csv-metadata.json")
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


def test_the_page_that_lists_the_reports_is_handed_on_and_asked_for(run: Path) -> None:
    made = run / "reports/output/index.html"
    assert (released(run) / "index.html").read_bytes() == made.read_bytes()
    forget(run)
    made.unlink()
    assert "reports/output/index.html is missing" in refused(run)


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
    forget(run)
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
    forget(run)
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


@pytest.mark.parametrize("suffix", ["html", "pdf", "ods"])
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


# Disclosure.


def audited(run: Path, *rows: pd.DataFrame) -> None:
    write_table(pd.concat(rows), run / AUDIT)


@pytest.mark.parametrize("word", ["safe", "allowed", "flagged", "told before"])
@pytest.mark.parametrize("who", ["outsider", "insiders"])
def test_what_the_audit_passes_is_released(run: Path, who: str, word: str) -> None:
    audited(run, ledger_samples.audit("one", **{who: word}), ledger_samples.audit("two"))
    assert released(run).is_dir()


@pytest.mark.parametrize("word", ["fails", "not decided", "not assessed", ""])
@pytest.mark.parametrize("who", ["outsider", "insiders"])
def test_what_the_audit_does_not_pass_is_not_released(run: Path, who: str, word: str) -> None:
    bad = ledger_samples.audit("two", **{who: word})
    audited(run, ledger_samples.audit("one"), bad, bad)
    told = refused(run)
    worked_out, undecided = (2, 0) if word == "fails" else (0, 2)
    assert (
        f"disclosure: fail; two: 2 cells are not safe ({worked_out} can be worked out, "
        f"{undecided} are not decided), such as answers / s / all / q / No; look at "
        "data/processed/public/audit.csv"
    ) in told
    assert "one:" not in told


def test_nothing_is_released_without_the_audit(run: Path) -> None:
    (run / AUDIT).unlink()
    assert "disclosure: fail; data/processed/public/audit.csv is missing" in refused(run)


@pytest.mark.parametrize("who", ["outsider", "insiders"])
def test_nothing_is_released_by_an_audit_that_left_somebody_out(run: Path, who: str) -> None:
    audited(run, ledger_samples.audit("one").drop(columns=who))
    assert "is missing or unfinished" in refused(run)


# Figures that no table answers for.


def printed(run: Path, **changed: str) -> None:
    """Let the reports print one more figure of a survey, as the check sheet knows it."""
    given = {
        **{"Report": "two", "Section": "Schools", "In": "text", "Where": "sentence"},
        **{"Sentence or text": "About 25 said so.", "Printed": "25", "Kind": "count"},
        **{"Cell": "answers.csv / s / all / q / Yes / count", "Withheld": "no"},
        **changed,
    }
    made = pd.read_csv(run / MADE, dtype=str, keep_default_na=False)
    row = {name: given.get(name, "") for name in made.columns}
    write_table(pd.concat([made, pd.DataFrame([row])]), run / MADE)


def test_a_figure_typed_into_a_source_stops_a_release(run: Path) -> None:
    printed(run, Kind=TYPED, Cell="", **{"Sentence or text": "Some 7 of them.", "Printed": "7"})
    told = refused(run)
    assert "typed figures: fail; two, section ‘Schools’, “Some 7 of them.”: '7' is typed" in told


@pytest.mark.parametrize("kind", [DATE, NAME, THRESHOLD, VERSION, LAYOUT])
def test_numbers_that_are_no_figures_stop_nothing(run: Path, kind: str) -> None:
    printed(run, Kind=kind, Cell="", Printed="2020")
    assert released(run).is_dir()


def test_a_figure_that_is_traced_to_nothing_is_named_with_its_sentence(run: Path) -> None:
    printed(run, Kind=UNTRACED, Cell="")
    told = refused(run)
    assert "check sheet: fail; CHK-010" in told
    assert "“About 25 said so.”" in told


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
    printed(run, **changed)
    assert "stands in no public table" in refused(run)


def test_many_typed_figures_are_counted_beyond_the_first_five(run: Path) -> None:
    for number in range(7):
        printed(run, Kind=TYPED, Cell="", Printed=str(number))
    told = refused(run)
    assert told.count("is typed in the source") == 5
    assert "two: 2 more" in told


def test_figures_outside_tables_go_into_the_ledger(run: Path) -> None:
    cell = "answers.csv / s / all / q / "
    printed(run)
    printed(run)
    printed(run, In="chart", Where="alternative text of the chart")
    printed(run, In="chart", Where="title of the chart", Cell=cell + "base", Printed="50")
    printed(run, In="chart", Where="label", Cell=cell + "Yes / percent", Printed="50%")
    printed(run, In="table", Where="Table 1")
    printed(run, Withheld="yes", Printed="a number that is not published")
    printed(run, Kind="word", Cell=cell + "Yes / word", Printed="half")
    printed(run, Cell="summary.csv / visits", Printed="6")
    released(run)
    one, two = read_ledger(run)
    assert two.elsewhere.to_numpy().tolist() == [
        ["prose", "s", "all", "q", "Yes", "count", "25"],
        ["alternative text", "s", "all", "q", "Yes", "count", "25"],
        ["chart", "s", "all", "q", "", "base", "50"],
        ["chart", "s", "all", "q", "Yes", "percent", "50"],
    ]
    assert one.elsewhere.empty


# Claims.


@pytest.mark.parametrize("verdict", ["does not hold", "not settled", "cannot be read"])
def test_a_claim_that_does_not_hold_stops_a_release_with_sentence_and_place(
    run: Path, verdict: str
) -> None:
    good = ("a.qmd", "3", "Most did.", "x > 1", "holds", "x is 2")
    bare = ("a.qmd", "5", "Many did.", "", "no claim", "says “many”")
    claims(run, "two", good, ("b.md", "7", "Few did.", "x < 2", verdict, "x is 2"), bare)
    (line,) = [line for line in refused(run).splitlines() if line.startswith("claims:")]
    assert "b.md:7: “Few did.”" in line and "x is 2" in line


def test_sentences_without_a_claim_do_not_stop_a_release(run: Path) -> None:
    claims(run, "two", ("a.qmd", "5", "Many did.", "", "no claim", "says “many”"))
    assert released(run).is_dir()


def test_a_report_whose_claims_were_not_judged_stops_a_release(run: Path) -> None:
    (run / claims_file("one")).unlink()
    assert "claims: fail; data/processed/render/one/claims.csv is missing" in refused(run)


# The ledger.


def test_each_report_has_its_entry_with_what_is_published_of_whom(run: Path) -> None:
    target = released(run)
    one, two = read_ledger(run)
    assert [one.key, two.key] == ["1/one", "1/two"]
    assert [len(one.responses), len(two.responses)] == [3, 5]
    first, second = read_entries(run)
    assert list(first.facts["windows"]) == ["one"]
    assert list(second.facts["windows"]) == ["one", "two"]
    for entry, key in ((first, "one"), (second, "two")):
        # Verdicts of `steady` are kept, but only what the prose says of them is published.
        assert not list(target.rglob("steady.csv"))
        for name in set(PUBLIC_TABLES) - {"steady"}:
            published = (target / key / "data" / f"{name}.csv").read_bytes()
            assert (entry.folder / f"{name}.csv").read_bytes() == published
        own = pd.read_csv(entry.folder / "audit.csv", dtype=str)
        assert set(own["report"]) == {key}


def test_nothing_of_the_ledger_is_in_the_pack(run: Path) -> None:
    target = released(run)
    names = {path.name for path in target.rglob("*")}
    assert not names & {"entry.json", "responses.parquet", "areas.csv", "told.csv", "ledger"}
    manifest = (target / "manifest.json").read_text()
    # The digest of what is confidential could prove a guess at it.
    for entry in read_entries(run):
        assert entry.facts["digest"] not in manifest
        for name in set(TABLES) - set(PUBLIC_TABLES):
            assert entry.facts["sha256"].get(f"{name}.csv", "none") not in manifest


def test_numbers_are_not_given_anew_once_packs_were_taken_away(run: Path) -> None:
    released(run)
    released(run)
    shutil.rmtree(run / "release")
    assert released(run).name == "3"


def test_a_ledger_that_cannot_be_trusted_stops_a_release(run: Path) -> None:
    released(run)
    path = run / LEDGER / "0001-one/told.csv"
    path.chmod(0o644)
    path.write_text("")
    for up_to_date in (True, False):
        with pytest.raises(LedgerError, match=r"data/ledger/0001-one/told\.csv"):
            make_release(run, CONFIG, drafts, up_to_date=up_to_date)
    assert [own.name for own in (run / "release").iterdir()] == ["1"]


def test_who_stands_in_the_reports_is_asked_after_the_gates_alone(run: Path) -> None:
    """Before that, what it is read from may be missing."""
    (run / VALIDATION / "gate.txt").unlink()

    def fail() -> list[Draft]:
        raise AssertionError

    with pytest.raises(ReleaseError):
        make_release(run, CONFIG, fail, up_to_date=True)


class Killed(BaseException):
    """The process ends here: nothing it would still do is done."""


def kill_at(patch: pytest.MonkeyPatch, last: int) -> None:
    """Let all that changes the disk be done `last` times, and then nothing more.

    The many tables of an entry are written alike, so they are not stopped at one by one.
    """
    done: list[str] = []

    def stop(holder: Any, name: str) -> None:
        own = getattr(holder, name)

        def step(*given: Any, **named: Any) -> Any:
            if ".csv" in str(given[0]):
                return own(*given, **named)
            if len(done) >= last:
                raise Killed
            done.append(name)
            return own(*given, **named)

        patch.setattr(holder, name, step)

    for name in ("rename", "replace", "rmdir", "unlink", "write_text"):
        stop(Path, name)
    for name in ("rmtree", "copytree"):
        stop(shutil, name)


def test_a_release_broken_off_anywhere_leaves_all_or_nothing(
    run: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A first release stands; a second is broken off at each of its steps in turn."""
    released(run)
    outcomes = []
    ended = False
    while not ended:
        root = tmp_path_factory.mktemp("broken") / "run"
        shutil.copytree(run, root)
        with pytest.MonkeyPatch.context() as patch, contextlib.suppress(Killed):
            kill_at(patch, len(outcomes))
            released(root)
            ended = True
        settle(root)
        packs = {int(path.name) for path in (root / "release").iterdir() if path.name.isdecimal()}
        told = [entry.facts["release"] for entry in read_entries(root)]
        assert told == [1, 1, *([2, 2] if 2 in packs else [])], len(outcomes)
        assert not (root / LEDGER / "pending").exists()
        outcomes.append(2 in packs)
    assert outcomes == sorted(outcomes)
    assert outcomes.count(False) > 10
    assert outcomes.count(True) > 4


def test_after_a_release_that_was_broken_off_the_next_is_made_by_itself(run: Path) -> None:
    entries = [ledger_samples.entry("one", people=9), ledger_samples.entry("two")]
    ledger_samples.put_pack(run, *entries, release=1)
    assert released(run).name == "2"
    ledger_samples.put_pack(run, *entries, release=3, stands=False)
    assert released(run).name == "3"
    assert [entry.facts["release"] for entry in read_entries(run)] == [1, 1, 2, 2, 3, 3]


def test_settling_may_itself_be_broken_off_anywhere(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    entries = [ledger_samples.entry("one"), ledger_samples.entry("two")]
    for stands in (True, False):
        made = tmp_path_factory.mktemp("made")
        ledger_samples.put_pack(made, *entries, release=1, stands=stands)
        ended, last = False, 0
        while not ended:
            root = tmp_path_factory.mktemp("broken") / "run"
            shutil.copytree(made, root)
            with pytest.MonkeyPatch.context() as patch, contextlib.suppress(Killed):
                kill_at(patch, last)
                settle(root)
                ended = True
            settle(root)
            assert len(read_entries(root)) == (2 if stands else 0), last
            settle(root)
            assert len(list((root / "release").iterdir())) == stands
            last += 1
        assert last > 4


def test_an_error_after_the_pack_took_its_name_takes_nothing_back(
    run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Publishers may have seen it."""
    rename = Path.rename

    def interrupt(self: Path, target: Path) -> Path:
        rename(self, target)
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "rename", interrupt)
    with pytest.raises(KeyboardInterrupt):
        released(run)
    assert (run / "release/1").is_dir()
    assert len(read_ledger(run)) == 2


def test_cleaning_up_leaves_what_was_released() -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    (rule,) = re.findall(r"(?m)^clean:\n((?:\t.*\n)+)", makefile)
    removed = {Path(word) for word in rule.split() if not word.startswith("-")} - {Path("rm")}
    assert Path("data/processed") in removed
    for kept in (LEDGER, Path("release")):
        assert not removed & {kept, *kept.parents}


def test_git_takes_no_ledger() -> None:
    assert "/data/ledger/" in (REPOSITORY / ".gitignore").read_text(encoding="utf-8").splitlines()
