"""The scan of a folder, what of it anybody may see, and the gate of a release."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pandas as pd
import pytest

from nationalreports.cli import main
from nationalreports.config import REPOSITORY
from nationalreports.leaks.matching import Term, Terms
from nationalreports.leaks.scan import (
    ALARM_COLUMNS,
    LEAK_COLUMNS,
    LEAKS,
    LEFT_OUT,
    leaks_gate,
    look_through,
    scan,
)
from nationalreports.leaks.settled import SETTLED
from nationalreports.leaks.terms import gather, runs_of

AREA = Terms([Term("area", "Harrowmere"), Term("area", "Reading")])
FINDING = "Leaders said that the toy library had never closed its doors to any family in need."
HEAD = "term,text,file,reason,reviewer,date\n"
ANSWER = "My son waited at the window each day for a bus that never once came for him."


def put(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_a_scan_says_where_and_what_kind_and_only_the_confidential_file_what(
    tmp_path: Path,
) -> None:
    pack = put(tmp_path / "pack", one__a_dot_csv="x,y\n1,In Harrowmere\n", b_dot_md="Nothing.\n")
    found = scan(pack, AREA, alarms=tmp_path / "leaks.csv")
    assert list(found.columns) == LEAK_COLUMNS
    assert found.to_numpy().tolist() == [["one/a.csv", "row 2, column y", "area"]]
    alarms = pd.read_csv(tmp_path / "leaks.csv", dtype=str)
    assert list(alarms.columns) == ALARM_COLUMNS
    assert alarms.loc[0, "term"] == "Harrowmere"


def test_names_that_are_terms_are_found_and_not_told(tmp_path: Path) -> None:
    pack = put(tmp_path / "pack", reading__harrowmere_dot_csv="Harrowmere,y\n1,z\n2,Harrowmere\n")
    found = scan(pack, AREA, alarms=tmp_path / "leaks.csv")
    assert "harrowmere" not in found.to_csv().casefold()
    assert "reading" not in found.to_csv().casefold()
    assert set(found["file"]) == {"[name withheld]/[name withheld]"}
    assert "name of the file" in set(found["place"])


def test_files_may_be_given_one_by_one(tmp_path: Path) -> None:
    pack = put(tmp_path, a_dot_md="Harrowmere", b_dot_md="Harrowmere")
    found = scan([pack / "b.md"], AREA, alarms=tmp_path / "leaks.csv")
    assert found["file"].tolist() == ["b.md"]


def test_hidden_files_are_read_too(tmp_path: Path) -> None:
    pack = put(tmp_path / "pack", _dot_hidden_dot_md="Harrowmere")
    assert len(scan(pack, AREA, alarms=tmp_path / "leaks.csv")) == 1


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run folder with what a run left of a small series, and an empty pack beside it."""
    shutil.copytree(REPOSITORY / "config", tmp_path / "config")
    tidy = "data/processed/confidential"
    put(
        tmp_path,
        **{
            f"{tidy}/watchlist.csv": "visit_id,kind,term\n2020-10-harrowmere,person,Ann Oakhanger\n"
            "2020-10-harrowmere,scheme,Kite Project\n",
            f"{tidy}/areas.csv": "area_code,area_name,official_name,dfe_name,former_codes,"
            "former_names\nE99000001,Harrowmere,Harrowmere Borough Council,,E10000099,Olde Mere\n"
            "E99000002,Reading,,,,\n",
            f"{tidy}/quotations.csv": "quotation,text,role,report,reviewer,date\n",
            f"{tidy}/visits.csv": "visit_id,area_code\n2020-10-harrowmere,E99000001\n",
            f"{tidy}/findings.csv": "finding_id,visit_id,text\n2020-10-harrowmere-0011aabb,"
            f"2020-10-harrowmere,{FINDING}\n",
            "data/raw/decisions.csv": "rule,record,decision,reason,reviewer,date,until\nx,y,accept,"
            "The third area asked us twice to leave this one count out,Bea Quillfeather,"
            "2020-11-03,\n",
            "data/raw/surveys/parents_carers/a.csv": "Response ID,submitted,IP address,Email "
            "address,area_code,Is there anything else you would like to tell us?\n"
            f"PC-0778,2020-10-01,192.0.2.46,a.b@example.org,E99000001,{ANSWER}\n",
            "data/raw/coding/coder_a.csv": "finding_id,coder,question,theme,sector,voice,note\n"
            "x,marigold,plan,therapies,health,leaders,"
            "I think that this must be the one school we saw\n",
        },
    )
    (tmp_path / "pack").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Harrowmere", "area"),
        ("Olde Mere", "area"),
        ("E99000001", "identifier"),
        ("E10000099", "identifier"),
        ("Ann Oakhanger", "person"),
        ("Oakhanger", "person"),
        ("the Kite Project", "scheme"),
        ("2020-10-harrowmere-0011aabb", "identifier"),
        ("PC-0778", "identifier"),
        ("192.0.2.46", "identifier"),
        ("a.b@example.org", "identifier"),
        ("Bea Quillfeather", "person"),
        ("Marigold", "person"),
        ("the third area asked us twice to leave", "comment"),
        ("that this must be the one school we saw", "comment"),
        ("that the toy library had never closed its doors", "finding"),
        ("waited at the window each day for a bus", "answer"),
    ],
)
def test_each_confidential_source_gives_its_terms(run: Path, said: str, kind: str) -> None:
    put(run / "pack", a_dot_md=f"They say {said}, it is told.\n")
    (line,) = leaks_gate(run, run / "pack")
    assert line.startswith("a.md: holds what must not come out, of the kind ")
    assert f"of the kind {kind}, at 1 places (line 1)" in line
    assert said.casefold() not in line.casefold()
    assert len(pd.read_csv(run / LEAKS)) == 1


def test_the_questionnaires_wording_is_no_secret(run: Path) -> None:
    question = "Did your child attend school or college during the spring restrictions?"
    path = run / "data/raw/surveys/parents_carers/a.csv"
    path.write_text(path.read_text().replace(ANSWER, f"You ask: {question} No."))
    put(run / "pack", a_dot_md=f"{question}\n")
    assert leaks_gate(run, run / "pack") == []
    # What a finding says is one, whoever else says it.
    path = run / "data/processed/confidential/findings.csv"
    path.write_text(path.read_text().replace(FINDING, question))
    assert len(leaks_gate(run, run / "pack")) == 1


def test_what_a_source_of_a_report_says_is_still_a_secret(run: Path) -> None:
    shutil.copytree(REPOSITORY / "reports", run / "reports", ignore=lambda d, n: ["output"])
    (run / "reports/final-2021.qmd").write_text(FINDING)
    put(run / "pack", a_dot_md=FINDING)
    assert len(leaks_gate(run, run / "pack")) == 1


def test_what_most_letters_say_alike_is_no_secret_and_what_one_says_is(run: Path) -> None:
    common = "The visit was not an inspection and no judgement was made about the local area at all"
    own = "You showed us the barn beside the mill where the painters meet on a Friday night"
    for name in ("a", "b", "c"):
        text = f"Dear all\n\n{common}.\n\n{own if name == 'b' else 'Thank you.'}\n"
        put(run / "data/raw/letters", **{f"{name}.md": text})
    assert [kind for kind in gather(run).runs.values() if kind == "letter"]
    put(run / "pack", a_dot_md=common)
    assert leaks_gate(run, run / "pack") == []
    put(run / "pack", a_dot_md=own)
    assert "of the kind letter" in leaks_gate(run, run / "pack")[0]


APPROVED = "the toy library had never closed its doors to any family"


@pytest.mark.parametrize(
    ("said", "stopped"),
    [
        (APPROVED, False),
        (f"They wrote: “{APPROVED.upper()}”. It was so.", False),
        (f"{APPROVED} in need", True),
        (f"Leaders said that {APPROVED}", True),
        ("My son waited at the window each day for a bus", True),
    ],
)
def test_approved_words_pass_and_one_word_more_of_what_was_said_does_not(
    run: Path, said: str, stopped: bool
) -> None:
    with (run / "data/processed/confidential/quotations.csv").open("a") as file:
        file.write(f"toys,{APPROVED},leader of a charity,final-2021,A. Reviewer,2020-11-03\n")
    put(run / "pack", a_dot_md=said)
    assert [line.startswith("a.md: holds") for line in leaks_gate(run, run / "pack")] == (
        [True] if stopped else []
    )


def test_a_name_in_approved_words_is_still_a_name(run: Path) -> None:
    with (run / "data/processed/confidential/quotations.csv").open("a") as file:
        file.write("toys,We met in Harrowmere on many days of the year,x,y,z,2020-11-03\n")
    put(run / "pack", a_dot_md="We met in Harrowmere on many days of the year")
    (line,) = leaks_gate(run, run / "pack")
    assert "of the kind area" in line


def test_a_settled_alarm_passes_and_the_same_word_elsewhere_does_not(run: Path) -> None:
    put(run / "pack", a_dot_md="Some parents wrote that Reading books at home had helped.\n")
    assert len(leaks_gate(run, run / "pack")) == 1
    (alarm,) = pd.read_csv(run / LEAKS, dtype=str).to_dict("records")
    row = [alarm["term"], alarm["text"], "", "The verb.", "A. Reviewer", "2020-11-03"]
    put(run, **{SETTLED.as_posix(): HEAD + ",".join(row) + "\n"})
    assert leaks_gate(run, run / "pack") == []
    put(run / "pack", b_dot_md="Some parents wrote that Reading schools at home had helped.\n")
    (line,) = leaks_gate(run, run / "pack")
    assert "b.md" in line


def test_a_fault_of_the_settled_list_stops_a_release_with_row_and_column(run: Path) -> None:
    put(
        run,
        **{SETTLED.as_posix(): "term,text,file,reason,reviewer,date\nBath,at,x,y,z,2020-01-01\n"},
    )
    (line,) = leaks_gate(run, run / "pack")
    assert line.startswith("LEK-001, data/raw/leaks_settled.csv, row 2, column text")


def test_a_list_that_is_no_table_stops_a_release(run: Path) -> None:
    put(run, **{SETTLED.as_posix(): "term\nBath\n"})
    lines = leaks_gate(run, run / "pack")
    assert lines
    assert all(line.startswith("TAB-") for line in lines)
    assert not [line for line in lines if "row ," in line or "column :" in line]


def test_a_file_of_unknown_kind_stops_a_release_until_it_is_settled(run: Path) -> None:
    (run / "pack/a.blob").write_bytes(b"\x00\x01")
    (line,) = leaks_gate(run, run / "pack")
    assert "a.blob: is of no kind that the scan knows (.blob)" in line
    alarm = pd.read_csv(run / LEAKS, dtype=str).loc[0]
    row = [alarm["term"], alarm["text"], "a.blob", "An icon.", "A. Reviewer", "2020-11-03"]
    put(run, **{SETTLED.as_posix(): HEAD + ",".join(row) + "\n"})
    assert leaks_gate(run, run / "pack") == []
    (run / "pack/a.blob").write_bytes(b"\x00\x02")
    assert len(leaks_gate(run, run / "pack")) == 1


@pytest.mark.parametrize("name", ["watchlist", "areas", "visits", "findings", "quotations"])
def test_without_what_a_run_makes_there_is_no_release(run: Path, name: str) -> None:
    (run / f"data/processed/confidential/{name}.csv").unlink()
    (line,) = leaks_gate(run, run / "pack")
    assert line == (f"data/processed/confidential/{name}.csv is missing; run `make reports`")


def test_a_run_that_only_the_terms_hold_is_of_eight_words() -> None:
    assert {len(run) for run in runs_of(FINDING)} == {8}
    assert len(list(runs_of("one two three four five six seven"))) == 0


def test_the_command_says_what_it_finds_and_fails_by_its_status(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(run / "pack", a_dot_md="Children in Harrowmere\n")
    assert main(["scan", str(run / "pack"), "--directory", str(run)]) == 1
    said = capsys.readouterr()
    assert said.err.startswith("leaks: fail; a.md: ")
    assert "Harrowmere" not in said.err + said.out
    (run / "pack/a.md").write_text("Children\n")
    assert main(["scan", str(run / "pack"), "--directory", str(run)]) == 0
    assert capsys.readouterr().out.startswith("leaks: pass; ")
    assert main(["scan", str(run / "no such"), "--directory", str(run)]) == 1
    assert "no such folder" in capsys.readouterr().err


def test_a_settled_row_that_fits_nothing_is_warned_about(run: Path) -> None:
    row = "Bath,the printers at Bath Press in Somerset Street,,A printer.,A. Reviewer,2020-11-03\n"
    put(run, **{SETTLED.as_posix(): HEAD + row})
    outcome = look_through(run, run / "pack")
    assert outcome.stops == []
    line, _ = outcome.warnings
    assert line.startswith("data/raw/leaks_settled.csv, row 2: settles no alarm")
    put(run / "pack", a_dot_md="It was the printers at Bath Press in Somerset Street.")
    # The words around are more now; the row is of another sentence.
    assert look_through(run, run / "pack").warnings[0] == line
    area = run / "data/processed/confidential/areas.csv"
    area.write_text(area.read_text() + "E99000003,Bath,,,,\n")
    put(run / "pack", a_dot_md="The printers at Bath Press in Somerset Street")
    assert look_through(run, run / "pack").stops == []
    assert [one for one in look_through(run, run / "pack").warnings if "row 2" in one] == []


def test_no_term_is_left_out_in_silence(run: Path) -> None:
    watchlist = run / "data/processed/confidential/watchlist.csv"
    # A theme's label that every report prints, and initials.
    watchlist.write_text(watchlist.read_text() + "x,scheme,Learning at home\nx,person,AB\n")
    outcome = look_through(run, run / "pack")
    (line,) = outcome.warnings
    assert line.startswith("2 terms are not looked for, and ")
    written = pd.read_csv(run / LEFT_OUT, dtype=str).set_index("term")["why"]
    assert written["Learning at home"].startswith("not looked for: printed by the configuration")
    assert written["AB"] == "not looked for: too short"
    assert written["Reading"].startswith("a common word: found with a capital letter")
    assert "Harrowmere" not in written
    assert (run / LEFT_OUT).stat().st_mode & 0o077 == 0


@pytest.mark.skipif(os.name != "posix", reason="modes and links are those of POSIX")
def test_what_cannot_be_opened_or_leads_elsewhere_is_never_passed_over(run: Path) -> None:
    (run / "pack/gone.csv").symlink_to(run / "nowhere")
    (run / "pack/folder").symlink_to(run / "config")
    os.mkfifo(run / "pack/pipe.csv")
    (run / "pack/Harrowmere").mkdir()
    lines = leaks_gate(run, run / "pack")
    assert [line.split(" (")[0] for line in lines] == [
        "[name withheld]: holds what must not come out, of the kind area, at 1 places",
        "folder: is a link to another place",
        "gone.csv: is a link to another place",
        "pipe.csv: cannot be opened",
    ]
    assert (run / LEAKS).stat().st_mode & 0o777 == 0o600
