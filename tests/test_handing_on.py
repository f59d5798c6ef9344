"""One area's letter and findings for one person: only these, for nobody else, and never unnoted."""

from __future__ import annotations

import csv
import errno
import hashlib
import io
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from interruptions import FULL, KILLED, broken_off
from letter_samples import as_lines

from nationalreports import cli
from nationalreports.handing_on import (
    HANDED_ON,
    LEFT_OUT,
    PROBLEMS,
    REGISTER,
    REGISTER_COLUMNS,
    STATES,
    TARGETS,
    find_area,
    hand_on,
    settle,
)
from nationalreports.ingestion import CONFIDENTIAL
from nationalreports.letters import ingest_letters
from nationalreports.problems import Problem, harmless, to_frame
from nationalreports.registers import RefusedError, read_register
from nationalreports.tables import write_table

#: Stands in whatever tells of the other area.
TOKEN = "Zzcanary"
OURS, OTHER, UNVISITED = "E99000001", "E99000002", "E99000003"
ADVISER = "A. Adviser, NHS England"
FORMULA = "=HYPERLINK(1) said leaders."

AREAS = pd.DataFrame(
    [
        (OURS, "Fernmouth", "E99000901 E99000903", "Oldmouth;Bigshire"),
        (OTHER, TOKEN, "E99000902 E99000903", f"{TOKEN} Old;Bigshire"),
        (UNVISITED, "Unseen", "", ""),
        ("E99000004", "–", "", ""),
    ],
    columns=["area_code", "area_name", "former_codes", "former_names"],
)
CODEBOOK: dict[str, Any] = {
    "questions": {"challenge": "What was hard", "plan": "Plans"},
    "themes": {"therapies": {"label": "Therapies"}, "canary": {"label": TOKEN}},
    "sectors": {"health": "Health", "canary": TOKEN},
    "voices": {"leaders": "Leaders", "canary": TOKEN},
}
VISITS = pd.DataFrame(
    [
        ("2020-10-fernmouth", OURS, "2020-10-05", "2020-10-07", "one"),
        (f"2020-10-{TOKEN.lower()}", OTHER, "2020-10-05", "2020-10-07", "one"),
    ],
    columns=["visit_id", "area_code", "start_date", "end_date", "report"],
)


def letter(name: str, *told: str) -> str:
    body = "Inspectors were told that:\n\n" + "\n".join(f"- {text}" for text in told)
    title = f"Ofsted and CQC visit to {name} local area"
    return as_lines(title=title, body=body).replace("Fernmouth", name)


@pytest.fixture
def run(made: Path, tmp_path: Path) -> Path:
    """A run folder of two visits, as a run leaves it."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tmp_path = tmp_path_factory.mktemp("made")
    folder = tmp_path / "data/raw/letters"
    folder.mkdir(parents=True)
    ours = letter("Fernmouth", "Waits were long.", FORMULA, "Nobody coded this.", "One coded this.")
    (folder / "2020-10-fernmouth.md").write_text(ours)
    other = letter(TOKEN, f"{TOKEN} was told.", f"Nothing of {TOKEN}.")
    (folder / f"2020-10-{TOKEN.lower()}.txt").write_text(other)
    findings, _, problems = ingest_letters(folder.iterdir(), VISITS, AREAS, root=tmp_path)
    assert [problem for problem in problems if problem.severity == "error"] == []
    # Of a discussion, and of the other area, though it is named after our visit.
    noted = dict.fromkeys(findings, TOKEN) | {"section": "discussion", "area_code": OURS}
    noted["visit_id"] = "2020-10-fernmouth"
    ids = findings["finding_id"].tolist()
    first, second, _, fourth = ids[:4]
    others = findings.loc[findings["area_code"] == OTHER, "finding_id"].tolist()
    codes = [
        *(
            (first, q, "therapies", "health", "leaders", "a b", "false")
            for q in CODEBOOK["questions"]
        ),
        (second, "plan", "therapies", "health", "leaders", "a settled", "true"),
        (fourth, "plan", "therapies", "health", "leaders", "a", "false"),
        *((own, "plan", "canary", "canary", "canary", TOKEN, "false") for own in others),
    ]
    columns = ["finding_id", "question", "theme", "sector", "voice", "coders", "settled"]
    states = dict.fromkeys(ids, "not coded") | dict.fromkeys(others, "differ")
    states |= {first: "agreed", second: "settled", fourth: "one coder"}
    tables = {
        "areas": AREAS,
        "visits": VISITS,
        "findings": pd.concat([findings, pd.DataFrame([noted])]),
        "codes": pd.DataFrame(codes, columns=columns),
        "coding_progress": pd.DataFrame({"finding_id": ids, "state": states.values()}),
        "excluded": pd.DataFrame([("findings", others[0])], columns=["table", "id"]),
    }
    for name, frame in tables.items():
        write_table(frame, tmp_path / CONFIDENTIAL / f"{name}.csv")
    problem(tmp_path)
    return tmp_path


def problem(run: Path, source: str = "", **decided: str) -> None:
    """Let the last run have found one error in `source`."""
    found = [Problem("error", source, "", "", "LET-013", "", "")] if source else []
    write_table(harmless(to_frame(found)).assign(**decided), run / PROBLEMS)


def given_to(run: Path, area: str = OURS, to: str = ADVISER, *, current: bool = True) -> Path:
    return hand_on(run, CODEBOOK, area, to, up_to_date=lambda: current)


def refused(run: Path, area: str = OURS, to: str = ADVISER, *, current: bool = True) -> str:
    before = state(run / HANDED_ON)
    with pytest.raises(RefusedError) as caught:
        given_to(run, area, to, current=current)
    assert state(run / HANDED_ON) == before
    return str(caught.value)


def state(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != ".gitignore"]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def register(run: Path) -> list[dict[str, str]]:
    return read_register(run / REGISTER, REGISTER_COLUMNS, run)


def test_the_folder_has_the_letter_byte_by_byte_and_its_coded_findings(run: Path) -> None:
    folder = given_to(run)
    assert folder == run / HANDED_ON / f"{OURS}-1"
    assert {path.name for path in folder.iterdir()} == {
        *["2020-10-fernmouth.md", "findings.csv", "findings.xlsx"]
    }
    raw = run / "data/raw/letters/2020-10-fernmouth.md"
    assert (folder / raw.name).read_bytes() == raw.read_bytes()
    rows = list(csv.DictReader(io.StringIO((folder / "findings.csv").read_text())))
    names = ("text", "question", "theme", "sector", "voice", "state")
    told = [tuple(row[name] for name in names) for row in rows if row["section"] == "told"]
    own = ("Therapies", "Health", "Leaders")
    assert told == [
        ("Waits were long.", "What was hard", *own, STATES["agreed"]),
        ("Waits were long.", "Plans", *own, STATES["agreed"]),
        (f"'{FORMULA}", "Plans", *own, STATES["settled"]),
        ("Nobody coded this.", "", "", "", "", STATES["not coded"]),
        ("One coded this.", "Plans", *own, STATES["one coder"]),
    ]


def test_the_workbook_says_the_same_and_holds_no_formula(run: Path) -> None:
    folder = given_to(run)
    book = openpyxl.load_workbook(folder / "findings.xlsx")
    cells = [list(row) for row in book["Findings"].iter_rows()]
    listed = list(csv.reader(io.StringIO((folder / "findings.csv").read_text())))
    told = [[str(cell.value or "") for cell in row] for row in cells]
    assert told == [[text.removeprefix("'") for text in row] for row in listed]
    assert {cell.data_type for row in cells for cell in row} <= {"s", "n"}
    assert FORMULA in [cell.value for row in cells for cell in row]


def test_nothing_of_another_area_is_in_it_and_all_of_ones_own_is(run: Path) -> None:
    token = TOKEN.lower().encode()

    def holds(folder: Path) -> set[str]:
        # The parts of the workbook are stored as they are, so that its bytes can be searched.
        return {
            path.suffix
            for path in folder.iterdir()
            if token in path.read_bytes().lower() + path.name.lower().encode()
        }

    assert holds(given_to(run, OURS)) == set()
    assert token not in (run / REGISTER).read_bytes().lower()
    assert holds(given_to(run, OTHER)) == {".txt", ".csv", ".xlsx"}


def test_what_a_decision_leaves_out_says_so_and_differing_codes_too(run: Path) -> None:
    table = pd.read_csv(given_to(run, OTHER) / "findings.csv")
    assert table["state"].tolist()[:2] == [LEFT_OUT, STATES["differ"]]


def test_the_register_says_who_was_given_what_and_when(
    run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796342399")
    monkeypatch.setenv("LOGNAME", "somebody else")
    folder = given_to(run, to="  =cmd, DfE ")
    rows = register(run)
    assert [row["file"] for row in rows] == sorted(path.name for path in folder.iterdir())
    for row in rows:
        content = (folder / row["file"]).read_bytes()
        assert row["sha256"] == hashlib.sha256(content).hexdigest()
        assert (row["date"], row["area"]) == ("2026-12-03", OURS)
        assert row["folder"] == f"data/handed_on/{OURS}-1"
        assert row["to"] == "'=cmd, DfE"
        assert row["by"] not in ("", "somebody else")


def test_each_time_has_a_folder_of_its_own_and_a_number_is_never_used_again(run: Path) -> None:
    assert [given_to(run).name, given_to(run).name] == [f"{OURS}-1", f"{OURS}-2"]
    shutil.rmtree(run / HANDED_ON / f"{OURS}-2")
    assert given_to(run).name == f"{OURS}-3"
    assert given_to(run, OTHER).name == f"{OTHER}-1"
    assert len(register(run)) == 12


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
def test_only_the_owner_may_read_it_whatever_the_umask(run: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        folder = given_to(run)
        assert os.umask(umask) == umask
    finally:
        os.umask(before)
    _only_for_the_owner(run)
    (run / HANDED_ON).chmod(0o755)
    given_to(run)
    assert folder.is_dir()
    _only_for_the_owner(run)


def _only_for_the_owner(run: Path) -> None:
    for path in [run / HANDED_ON, *(run / HANDED_ON).rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path


# Which area.


@pytest.mark.parametrize(
    "area",
    [
        OURS,
        "e99000001",
        "E99000901",
        "Fernmouth",
        " fernmouth  council ",
        "Oldmouth",
        "FERNMOUTH\n",
    ],
)
def test_an_area_is_known_by_codes_and_names_present_and_former(area: str) -> None:
    assert find_area(area, AREAS) == OURS


@pytest.mark.parametrize("area", ["Bigshire", "E99000903"])
def test_an_area_that_may_be_several_is_refused_with_all_of_them(run: Path, area: str) -> None:
    told = refused(run, area)
    assert "choose between" in told and OURS in told and OTHER in told


@pytest.mark.parametrize(
    "area",
    [
        "",
        " ",
        "Nowhere",
        "../../etc",
        "/",
        "Fern/mouth",
        "=cmd",
        "!!!",
        "E99000009",
        "x" * 9999,
        "\x1b[2J",
        "Fernmouth\nZzcanary",
        "\udcff",
    ],
)
def test_an_unknown_area_is_refused_in_one_line_of_plain_text(area: str) -> None:
    with pytest.raises(RefusedError) as caught:
        find_area(area, AREAS)
    told = str(caught.value)
    assert told.startswith("AREA: ") and "reference/areas.csv" in told
    assert told.isprintable() and len(told) < 400


@given(area=st.text())
def test_whatever_is_typed_is_an_area_of_the_list_or_refused(area: str) -> None:
    try:
        assert find_area(area, AREAS) in set(AREAS["area_code"])
    except RefusedError as error:
        assert str(error).isprintable()


def test_an_area_without_a_visit_has_no_letter(run: Path) -> None:
    assert "E99000003: has no visit in data/raw/visits.csv" in refused(run, "Unseen")


# When not.


@pytest.mark.parametrize("to", ["", "  ", "a\nb", "a\rb", "\x1b[2J", "x" * 201, "\udcff"])
def test_who_is_given_it_is_named_on_one_line(run: Path, to: str) -> None:
    told = refused(run, to=to)
    assert told.startswith("--to: ") and told.isprintable() and len(told) < 400


def test_a_name_of_the_longest_length_is_taken(run: Path) -> None:
    given_to(run, to="x" * 200)
    assert register(run)[0]["to"] == "x" * 200


def test_without_a_letter_or_with_two_nothing_is_handed_on(run: Path) -> None:
    path = run / "data/raw/letters/2020-10-fernmouth.md"
    shutil.copy(path, path.with_suffix(".txt"))
    assert "several letters of one visit" in refused(run)
    path.unlink()
    path.with_suffix(".txt").unlink()
    assert "no letter of the visit 2020-10-fernmouth" in refused(run)


def test_data_that_changed_since_the_last_run_are_refused(run: Path) -> None:
    assert "run `nationalreports run` first" in refused(run, current=False)


@pytest.mark.parametrize("target", TARGETS)
def test_before_any_run_nothing_is_handed_on(run: Path, target: str) -> None:
    (run / target).unlink()
    assert f"{target}: is missing; run `nationalreports run` first" in refused(run)


@pytest.mark.parametrize(
    "source",
    [
        "data/raw/letters/2020-10-fernmouth.md",
        "data/raw/visits.csv",
        "data/raw/coding/coder_a.csv",
        "data/raw/reference/areas.csv",
        "data/processed/confidential/codes.csv",
    ],
)
def test_an_open_error_in_what_it_rests_on_stops_it_until_settled(run: Path, source: str) -> None:
    problem(run, source)
    assert f"{source}: has errors that are not settled (1 " in refused(run)
    problem(run, source, decision="correct")
    assert "LET-013" in refused(run)
    problem(run, source, decision="accept")
    assert given_to(run).is_dir()


@pytest.mark.parametrize(
    "source", ["data/raw/letters/2020-10-zzcanary.txt", "data/raw/surveys/s/a.csv"]
)
def test_an_error_elsewhere_stops_nothing(run: Path, source: str) -> None:
    problem(run, source)
    assert given_to(run).is_dir()


def test_a_letter_in_anothers_place_is_seen_whatever_its_date(run: Path) -> None:
    path = run / "data/raw/letters/2020-10-fernmouth.md"
    path.write_text(path.read_text().replace("Waits were long", "Waits were short"))
    assert "does not say what the last run read in it" in refused(run)
    path.write_text("no letter at all")
    assert "does not say what the last run read in it" in refused(run)


def test_the_letter_handed_on_is_the_one_that_was_asked_about(run: Path) -> None:
    path = run / "data/raw/letters/2020-10-fernmouth.md"
    before = path.read_bytes()

    def up_to_date() -> bool:
        path.write_text("changed a moment later")
        return True

    folder = hand_on(run, CODEBOOK, OURS, ADVISER, up_to_date=up_to_date)
    assert (folder / path.name).read_bytes() == before


@pytest.mark.parametrize(
    "place", ["", f"{OURS}-1", "register.csv", f".making-{OURS}-1", ".gitignore"]
)
def test_a_link_where_it_goes_is_refused_and_not_followed(run: Path, place: str) -> None:
    elsewhere = run / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").write_text("kept")
    link = run / HANDED_ON / place
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(elsewhere)
    with pytest.raises(RefusedError, match="is a link"):
        given_to(run)
    assert [path.name for path in elsewhere.iterdir()] == ["kept"]


def test_a_register_that_was_edited_out_of_shape_is_kept_and_refused(run: Path) -> None:
    given_to(run)
    for content in (b"", b"date,area\n", b"\xff\xfe", (run / REGISTER).read_bytes() + b"one\n"):
        (run / REGISTER).write_bytes(content)
        assert "put it back from a backup" in refused(run)


# Broken off.


def _noted_and_whole(run: Path, wanted: set[str]) -> set[str]:
    """The folders that stand, each seen to be whole and noted."""
    rows = register(run)
    stand = {path for path in (run / HANDED_ON).glob("[!.]*") if path.is_dir()}
    for folder in stand:
        noted = {r["file"]: r["sha256"] for r in rows if Path(r["folder"]).name == folder.name}
        assert set(noted) == wanted
        assert noted == {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()
        }
    return {folder.name for folder in stand}


@pytest.mark.parametrize("how", [KILLED, FULL])
def test_broken_off_at_any_step_there_is_neither_half_a_folder_nor_one_unnoted(
    run: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    # What is written into the hidden folder takes most of the time, and the workbook most of that.
    workbook = "nationalreports.handing_on.write_workbook"
    monkeypatch.setattr(workbook, lambda sheets, path, title: path.write_bytes(b"a workbook"))
    wanted = {path.name for path in given_to(run).iterdir()}
    shutil.rmtree(run / HANDED_ON)
    steps = 0
    for call in broken_off(lambda: given_to(run), how):
        call()
        steps += 1
        if (run / HANDED_ON).exists():
            _only_for_the_owner(run)
        _noted_and_whole(run, wanted)
        # What the next command does first, whichever area it is for.
        settle(run)
        stand = {path.name for path in (run / HANDED_ON).glob("*") if path.is_dir()}
        assert stand == {Path(row["folder"]).name for row in register(run)}
        assert not [name for name in stand if name.startswith(".")]
        shutil.rmtree(run / HANDED_ON, ignore_errors=True)
    assert steps > 12


def test_the_next_command_settles_what_was_broken_off(run: Path) -> None:
    given_to(run)
    (run / HANDED_ON / f"{OURS}-1").rename(run / HANDED_ON / f".making-{OURS}-1")
    assert given_to(run, OTHER).is_dir()
    assert {row["area"] for row in register(run)} == {OTHER}
    assert sorted(path.name for path in (run / HANDED_ON).iterdir()) == [
        *[".gitignore", f"{OTHER}-1", "register.csv"]
    ]


def test_two_commands_at_once_do_not_meet(run: Path) -> None:
    import fcntl

    given_to(run)
    lock = os.open(run / HANDED_ON, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "another command" in refused(run)
    finally:
        os.close(lock)
    assert given_to(run).name == f"{OURS}-2"


# The command.


@pytest.fixture
def command(run: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    asked: list[tuple[str, ...]] = []
    shutil.copytree(Path(__file__).parents[1] / "config", run / "config")

    def up_to_date(directory: Path, *targets: str) -> bool:
        asked.append(targets)
        return True

    monkeypatch.setattr(cli, "is_up_to_date", up_to_date)
    # The codes of this test's findings are of its own codebook.
    series = cli.load(run)
    monkeypatch.setattr(cli, "load", lambda _: series)
    series.codebook.update(CODEBOOK)

    def give(*arguments: str) -> int:
        status = cli.main(["hand-on", *arguments, "--directory", str(run)])
        assert all(targets == tuple(TARGETS) for targets in asked)
        return status

    return give


def test_the_command_says_what_is_to_be_handed_on(
    command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("Fernmouth", "--to", ADVISER) == 0
    said = capsys.readouterr().out
    assert f"  data/handed_on/{OURS}-1/findings.xlsx\n" in said
    assert "Noted in data/handed_on/register.csv" in said


def test_the_command_refuses_in_one_line(
    run: Path,
    command: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert command("Nowhere", "--to", ADVISER) == 1
    assert capsys.readouterr().err.startswith("Nothing was handed on. AREA: 'Nowhere'")
    # As Python says it where the bytes of an open file find no room.
    full = OSError(errno.ENOSPC, "No space left on device")
    monkeypatch.setattr("nationalreports.handing_on.flush", _raising(full))
    assert command("Fernmouth", "--to", ADVISER) == 1
    said = capsys.readouterr().err
    assert said.startswith("Nothing was handed on. No space left on device; see that the disk has")
    assert [path.name for path in (run / HANDED_ON).iterdir()] == [".gitignore"]
    shutil.rmtree(run / HANDED_ON)
    (run / HANDED_ON).write_text("a file stands in its place")
    assert command("Fernmouth", "--to", ADVISER) == 1
    said = capsys.readouterr().err
    assert said.startswith("Nothing was handed on. data/handed_on: ") and said.count("\n") == 1


def _raising(error: OSError) -> Callable[[Path], None]:
    def flush(folder: Path) -> None:
        raise error

    return flush
