"""The publishers' pack: made whole and numbered, or not at all."""

import contextlib
import hashlib
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import check_sheets
import ledger_samples
import pandas as pd
import pytest
import release_folders
from release_folders import (
    NAME,
    NEEDS_SSH,
    REPORTS,
    TYPST,
    copy_of,
    put_figure,
    put_people,
    put_problem,
    put_reports,
    series,
    sign,
    write_print,
)

from nationalreports.approvals import ApprovalError
from nationalreports.check_sheet_cells import TYPED
from nationalreports.claims import CLAIMS_COLUMNS, claims_file
from nationalreports.config import REPOSITORY
from nationalreports.decisions import DECISIONS
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
from nationalreports.pack_page import CHECKS
from nationalreports.release import ReleaseError, make_release
from nationalreports.release_gates import AUDIT, VALIDATION, Gate
from nationalreports.tables import write_table

pytestmark = NEEDS_SSH


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds `run`, approved, and the `keys` of people; tests must not change it."""
    folder = tmp_path_factory.mktemp("prepared")
    (folder / "run").mkdir()
    put_reports(folder / "run")
    put_people(folder / "run", folder / "keys")
    sign(folder / "run", folder / "keys", "ana", "rae")
    return folder


@pytest.fixture
def run(prepared: Path, tmp_path: Path) -> Path:
    """A run folder whose reports are made and approved, and whose gates are passed."""
    return copy_of(prepared / "run", tmp_path / "run")


def released(run: Path, reports: tuple[str, ...] = REPORTS) -> Path:
    return release_folders.released(run, reports)[0]


def refused(run: Path, *, up_to_date: bool = True) -> str:
    before = sorted(path.name for path in (run / "release").glob("*"))
    with pytest.raises(ReleaseError) as caught:
        release_folders.released(run, up_to_date=up_to_date)
    assert sorted(path.name for path in (run / "release").glob("*")) == before
    return str(caught.value)


# Each gate.


def in_page(old: str, new: str) -> Callable[[Path], None]:
    def plant(run: Path) -> None:
        path = run / "reports/output/two/two.html"
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))

    return plant


def in_print(old: str, new: str, *standards: str) -> Callable[[Path], None]:
    def plant(run: Path) -> None:
        assert old in TYPST
        text = TYPST.format(key="two").replace(old, new)
        write_print(text, run / "reports/output/two/two.pdf", standards=standards)

    return plant


def without(name: str | Path) -> Callable[[Path], None]:
    return lambda run: (run / name).unlink()


def a_failing_claim(run: Path) -> None:
    row = ("b.md", "7", "Few did.", "x < 2", "does not hold", "x is 2")
    write_table(pd.DataFrame([row], columns=CLAIMS_COLUMNS, dtype=str), run / claims_file("two"))


def a_figure_worked_out(run: Path) -> None:
    bad = ledger_samples.audit("two", outsider="fails")
    write_table(pd.concat([ledger_samples.audit("one"), bad]), run / AUDIT)


def another_decision(run: Path) -> None:
    (run / DECISIONS).parent.mkdir(parents=True, exist_ok=True)
    (run / DECISIONS).write_text("rule,record\n")


def a_draft(run: Path) -> None:
    path = run / "data/processed/public/two/summary.csv"
    path.write_text(path.read_text().replace("final", "DRAFT"))


#: What is planted, the gate that it stops, and what the gate's line says.
PLANTED: list[tuple[str, Callable[[Path], object], str]] = [
    ("validation", without(VALIDATION / "gate.txt"), "settle the errors it lists"),
    ("coding complete", lambda run: put_problem(run, "warning", "FND-111"), "findings not coded"),
    ("decisions", another_decision, "data/raw/decisions.csv was changed since the last run"),
    ("claims", a_failing_claim, "b.md:7: “Few did.”"),
    ("typed figures", lambda run: put_figure(run, Kind=TYPED, Cell=""), "is typed in the source"),
    (
        "check sheet",
        lambda run: check_sheets.fill(run / "data/raw/check_sheet.xlsx", F2="58%"),
        "CHK-009",
    ),
    ("disclosure", a_figure_worked_out, "two: 1 cells are not safe (1 can be worked out"),
    ("reports", a_draft, "two is made as a draft"),
    ("leaks", in_page("Evidence", f"{NAME} said"), "two/two.html: holds"),
    ("leaks", in_print("Evidence", f"{NAME} said", "ua-1"), "two/two.pdf: holds"),
    ("accessibility", in_page(' alt="Bar chart. Yes: 25."', ""), "has no alternative text"),
    ("accessibility", in_print(', alt: "Bar chart. Yes: 25."', ""), "two/two.pdf: an image"),
    ("links", in_page('href="#main"', 'href="#gone"'), "'#gone' leads to a place that is not"),
    ("links", in_page("https:", "http:"), "'http://www.gov.uk/send' is not https"),
    ("figures", in_page("6 visits", "7 visits"), "'6 visits' stands in one of page and print"),
    (
        "figures",
        in_print("6 visits", "7 visits", "ua-1"),
        "'6 visits' stands in one of page and print",
    ),
    ("approvals", without("config/allowed_signers"), "config/allowed_signers: is missing"),
]


@pytest.mark.parametrize(
    ("gate", "plant", "said"),
    PLANTED,
    ids=[f"{own[0]}-{place}" for place, own in enumerate(PLANTED)],
)
def test_a_gate_stops_what_it_should_and_the_same_series_passes_without_it(
    prepared: Path, run: Path, gate: str, plant: Callable[[Path], object], said: str
) -> None:
    plant(run)
    stopped = {gate}
    try:
        sign(run, prepared / "keys", "ana", "rae")
    except ApprovalError:  # a draft, say, is not signed either
        stopped.add("approvals")
    told = refused(run).splitlines()
    assert told[0] == "No pack was made."
    failed = [line for line in told[1:] if not line.endswith(": pass")]
    assert {line.partition(":")[0] for line in failed} == stopped
    assert [line for line in failed if line.startswith(f"{gate}: fail; ") and said in line]
    for line in failed:
        why, _, remedy = line.partition("fail; ")[2].rpartition("; ")
        assert remedy and (why or remedy.startswith("run ")), "says what to do next"
    _, gates = release_folders.released(copy_of(prepared / "run", run.parent / "clean"))
    assert [own.told() for own in gates] == [[f"{own.name}: pass"] for own in gates]
    assert gate in {own.name for own in gates}


def test_nothing_is_made_of_reports_that_a_run_would_make_anew(run: Path) -> None:
    assert "reports: fail; not made from the data" in refused(run, up_to_date=False)


def test_gates_of_a_pack_that_cannot_be_filled_do_not_pass(run: Path) -> None:
    shutil.rmtree(run / "reports/output/two/figures")
    told = refused(run)
    for name in ("leaks", "accessibility", "links", "figures", "approvals"):
        assert f"{name}: fail; cannot be asked" in told
    assert "reports: fail; reports/output/two/figures is missing" in told


def test_reports_are_released_one_at_a_time_in_order(run: Path) -> None:
    first, second = released(run, ("one",)), released(run, ("two",))
    assert [first.name, second.name] == ["1", "2"]
    for pack, key, other in ((first, "one", "two"), (second, "two", "one")):
        assert (pack / key / f"{key}.html").is_file()
        assert not (pack / other).exists()
        page = (pack / "list-of-reports.html").read_text()
        assert f"{key}/{key}.html" in page and f"{other}/{other}.html" not in page
    assert [entry.key for entry in read_ledger(run)] == ["1/one", "2/two"]


# The pack.

#: Its files for all reports, and the formats of each report.
WHOLE = ("index.html", "list-of-reports.html", "ro-crate-metadata.json", "manifest.json")
FORMATS = ("html", "pdf", "ods", "xlsx", "govspeak.md")


def test_page_of_publishers_names_each_gate_that_a_pack_passes(run: Path) -> None:
    _, gates = release_folders.released(run)
    assert [gate.name for gate in gates] == list(CHECKS)


def test_a_corrected_report_supersedes_the_one_before_and_changes_no_byte_of_it(run: Path) -> None:
    first = released(run)
    before = {path: path.read_bytes() for path in first.rglob("*") if path.is_file()}
    second = released(run, ("two",))
    assert {path: path.read_bytes() for path in first.rglob("*") if path.is_file()} == before
    found = pd.read_csv(run / "release/releases.csv", dtype=str, keep_default_na=False)
    assert found[["release", "report", "state", "superseded_by"]].to_numpy().tolist() == [
        ["2", "two", "current", ""],
        ["1", "two", "superseded", "2"],
        ["1", "one", "current", ""],
    ]
    assert "Superseded by release 2" in (run / "release/index.html").read_text()
    assert "takes the place of the report in release 1" in (second / "index.html").read_text()


def test_pack_has_reports_figures_and_public_tables_and_no_others(run: Path) -> None:
    target = released(run)
    made = {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}
    names = ("themes", "discussions", "answers", "context", "summary")
    wanted = {*WHOLE}
    for key in REPORTS:
        wanted |= {f"{key}/{key}.{suffix}" for suffix in FORMATS}
        wanted.add(f"{key}/images.csv")
        wanted |= {f"{key}/figures/a.svg", f"{key}/data/themes-plan.csv"}
        wanted.add(f"{key}/data/csv-metadata.json")
        wanted |= {f"{key}/data/{name}.csv" for name in names}
    assert made == wanted


def test_manifest_has_the_hash_of_every_other_file_and_says_that_it_is_final(run: Path) -> None:
    target = released(run)
    manifest = json.loads((target / "manifest.json").read_text())
    assert manifest["status"] == "final"
    files = {p.relative_to(target).as_posix() for p in target.rglob("*") if p.is_file()}
    assert set(manifest["sha256"]) == files - {"manifest.json"}
    for name, digest in manifest["sha256"].items():
        assert hashlib.sha256((target / name).read_bytes()).hexdigest() == digest


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
    assert seen == [{"one", "two", *WHOLE}]
    assert not (run / "release").exists()


def test_figures_outside_tables_go_into_the_ledger(run: Path) -> None:
    cell = "answers.csv / s / all / q / "
    put_figure(run)
    put_figure(run)
    put_figure(run, In="chart", Where="alternative text of the chart")
    put_figure(run, In="chart", Where="title of the chart", Cell=cell + "base", Printed="50")
    put_figure(run, In="chart", Where="label", Cell=cell + "Yes / percent", Printed="50%")
    put_figure(run, In="table", Where="Table 1")
    put_figure(run, Withheld="yes", Printed="a number that is not published")
    put_figure(run, Kind="word", Cell=cell + "Yes / word", Printed="half")
    put_figure(run, Cell="summary.csv / visits", Printed="6")
    released(run)
    one, two = read_ledger(run)
    assert two.elsewhere.to_numpy().tolist() == [
        ["prose", "s", "all", "q", "Yes", "count", "25"],
        ["alternative text", "s", "all", "q", "Yes", "count", "25"],
        ["chart", "s", "all", "q", "", "base", "50"],
        ["chart", "s", "all", "q", "Yes", "percent", "50"],
    ]
    assert one.elsewhere.empty


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
            release_folders.released(run, up_to_date=up_to_date)
    assert [own.name for own in (run / "release").iterdir() if own.is_dir()] == ["1"]


def test_who_stands_in_the_reports_is_asked_after_the_gates_alone(run: Path) -> None:
    """Before that, what it is read from may be missing."""
    (run / VALIDATION / "gate.txt").unlink()

    def fail() -> list[Draft]:
        raise AssertionError

    with pytest.raises(ReleaseError):
        make_release(run, series(run), fail, reports=REPORTS, up_to_date=True)


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
    run: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A first release stands; a second is broken off at each of its steps in turn."""
    released(run)
    for module in ("release", "release_gates"):
        monkeypatch.setattr(f"nationalreports.{module}.ask", lambda name, lines: Gate(name))
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
            assert len(list((root / "release").glob("[0-9]*"))) == stands
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
