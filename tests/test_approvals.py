"""Approvals: whose count, and what voids them."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from release_folders import (
    NEEDS_SSH,
    NOW,
    copy_of,
    make_key,
    put_people,
    put_reports,
    put_runner,
    sign,
    signer_line,
)

from nationalreports.approvals import (
    APPROVALS,
    ApprovalError,
    approvals_gate,
    approve,
    subject_now,
)
from nationalreports.signatures import SignatureError, choose_key
from nationalreports.signatures import sign as sign_bytes
from nationalreports.signers import ALLOWED

pytestmark = NEEDS_SSH


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared")
    (folder / "run").mkdir()
    put_reports(folder / "run")
    put_people(folder / "run", folder / "keys")
    return folder


@pytest.fixture
def keys(prepared: Path) -> Path:
    return prepared / "keys"


@pytest.fixture
def run(prepared: Path, tmp_path: Path) -> Path:
    """A run folder that Ana ran, and nobody approved."""
    return copy_of(prepared / "run", tmp_path / "run")


@pytest.fixture
def approved(run: Path, keys: Path) -> Path:
    sign(run, keys, "ana", "rae", reports=["one"])
    return run


def gate(run: Path, report: str = "one", now: datetime.datetime = NOW) -> list[str]:
    return approvals_gate(run, run / "config", [subject_now(run, report)], now)


def people(run: Path, *lines: str) -> None:
    (run / "config" / ALLOWED).write_text("".join(lines))


def statement(run: Path, name: str) -> Path:
    (path,) = (run / APPROVALS).glob(f"one/*/{name}.json")
    return path


# Who is needed.


def test_two_people_with_a_reviewer_who_did_not_run_it_are_enough(approved: Path) -> None:
    assert gate(approved) == []
    assert gate(approved, "two") == [
        "two: approved by nobody; 2 people must, each with a key of their own: "
        "`nationalreports approve two`"
    ]


def test_two_reviewers_are_enough(run: Path, keys: Path) -> None:
    sign(run, keys, "rae", "bo", reports=["one"])
    assert gate(run) == []


def test_one_person_is_not_enough_however_often(run: Path, keys: Path) -> None:
    sign(run, keys, "rae", "rae", reports=["one"])
    assert gate(run) == [
        "one: approved by rae; 2 people must, each with a key of their own: "
        "`nationalreports approve one`"
    ]


def test_a_reviewer_who_ran_it_too_is_no_other_pair_of_eyes(run: Path, keys: Path) -> None:
    put_runner(run, "ana", "rae")
    sign(run, keys, "ana", "rae", reports=["one"])
    (line,) = gate(run)
    assert line.startswith(
        "one: approved by ana, rae, but by no reviewer other than who ran the reports (ana, rae)"
    )
    sign(run, keys, "bo", reports=["one"])
    assert gate(run) == []


def test_two_analysts_are_no_reviewer(run: Path, keys: Path) -> None:
    people(
        run,
        signer_line("ana", keys / "ana"),
        signer_line("rae", keys / "rae", role="analyst"),
    )
    sign(run, keys, "ana", "rae", reports=["one"])
    assert "but by no reviewer other than who ran the reports (ana)" in gate(run)[0]


def test_two_names_of_one_key_are_one_person(run: Path, keys: Path) -> None:
    sign(run, keys, "ana", "rae", reports=["one"])
    people(run, signer_line("ana", keys / "rae"), signer_line("rae", keys / "rae"))
    (line,) = gate(run)
    assert "stands there under two names, ana and rae" in line


def test_somebody_unknown_among_those_who_ran_it_leaves_it_open(approved: Path) -> None:
    put_runner(approved, "ana", "odd@x.example")
    (line,) = gate(approved)
    assert line.startswith("odd@x.example ran the reports and stands not in config/allowed_sign")


# What voids it.


def changed(name: str) -> Callable[[Path], object]:
    def change(run: Path) -> None:
        with (run / name).open("a") as file:
            file.write("\n")

    return change


def added(run: Path) -> None:
    (run / "reports/output/one/data/more.csv").write_text("a")


def removed(run: Path) -> None:
    (run / "reports/output/one/figures/a.svg").unlink()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (changed("reports/output/one/one.html"), "one/one.html was changed"),
        (changed("reports/output/one/one.pdf"), "one/one.pdf was changed"),
        (changed("reports/output/one/one.ods"), "one/one.ods was changed"),
        (changed("reports/output/one/figures/a.svg"), "one/figures/a.svg was changed"),
        (changed("data/processed/public/one/themes.csv"), "one/data/themes.csv was changed"),
        (changed("reports/validation/summary.json"), "reports/validation/summary.json was changed"),
        (
            changed("data/processed/validation/decisions.json"),
            "data/processed/validation/decisions.json was changed",
        ),
        (added, "one/data/more.csv is new"),
        (removed, "one/figures/a.svg is missing"),
    ],
)
def test_any_byte_changed_afterwards_voids_it_and_is_named(
    approved: Path, keys: Path, change: Callable[[Path], object], said: str
) -> None:
    change(approved)
    day = NOW.date().isoformat()
    remedy = "have it read again and run `nationalreports approve one`"
    assert gate(approved) == [
        f"one: what ana approved on {day} is void: {said}; {remedy}",
        f"one: what rae approved on {day} is void: {said}; {remedy}",
        "one: approved by nobody; 2 people must, each with a key of their own: "
        "`nationalreports approve one`",
    ]
    sign(approved, keys, "ana", "rae", reports=["one"])
    assert gate(approved) == []


def test_what_was_signed_before_is_kept_and_counts_again_once_it_is_so_again(
    approved: Path, keys: Path
) -> None:
    page = approved / "reports/output/one/one.html"
    before = page.read_bytes()
    page.write_bytes(before + b"\n")
    sign(approved, keys, "rae", reports=["one"])
    assert len(list((approved / APPROVALS).glob("one/*/rae.json"))) == 2
    page.write_bytes(before)
    assert gate(approved) == []


def test_what_is_of_no_consequence_to_a_report_voids_nothing(approved: Path) -> None:
    changed("reports/output/two/two.html")(approved)
    changed("data/processed/confidential/findings.csv")(approved)
    assert gate(approved) == []


def test_many_changes_are_counted(approved: Path) -> None:
    for name in ("one.html", "one.pdf", "one.ods", "figures/a.svg", "data/themes-plan.csv"):
        changed(f"reports/output/one/{name}")(approved)
    assert "one/one.html was changed and 2 more; have it" in gate(approved)[0]


# A name typed in is no signature.


def forge(path: Path, **said: object) -> None:
    content = {**json.loads(path.read_text()), **said}
    path.write_text(json.dumps(content))


def test_a_statement_that_was_changed_does_not_count(approved: Path) -> None:
    forge(statement(approved, "rae"), role="analyst")
    told = gate(approved)
    assert told[0].endswith(
        "rae.json: was signed for another purpose or in a role that config/allowed_signers does "
        "not give; have it read again and run `nationalreports approve one`"
    )
    assert "one: approved by ana;" in told[1]
    forge(statement(approved, "rae"), role="reviewer", signed="2020-01-01T00:00:00Z")
    assert "rae.json: was changed after it was signed" in gate(approved)[0]


def test_a_name_alone_is_no_signature(approved: Path) -> None:
    path = statement(approved, "rae")
    forged = path.with_name("bo.json")
    forged.write_text(path.read_text().replace('"rae"', '"bo"'))
    assert "bo.json: has no signature beside it (bo.json.sig)" in gate_without(approved, path)[0]
    forged.with_name("bo.json.sig").write_text("Bo")
    assert "bo.json: has a signature that is none" in gate(approved)[0]


def gate_without(run: Path, path: Path) -> list[str]:
    path.unlink()
    return gate(run)


def test_a_signature_under_another_name_does_not_count(approved: Path) -> None:
    path = statement(approved, "rae")
    path.rename(path.with_name("bo.json"))
    path.with_name("rae.json.sig").rename(path.with_name("bo.json.sig"))
    assert "bo.json: names 'rae', but the key is that of rae" in gate(approved)[0]


def test_a_key_that_nobody_has_does_not_count(approved: Path, keys: Path) -> None:
    path = statement(approved, "rae")
    made = sign_bytes(path.read_bytes(), choose_key(str(keys / "nobody"), [], approved), "x")
    path.with_name("rae.json.sig").write_text(made)
    assert "which config/allowed_signers does not have" in gate(approved)[0]


def test_a_signature_of_another_program_does_not_count(approved: Path, keys: Path) -> None:
    path = statement(approved, "rae")
    made = sign_bytes(path.read_bytes(), choose_key(str(keys / "rae"), [], approved), "git")
    path.with_name("rae.json.sig").write_text(made)
    assert "rae.json: was signed for another purpose" in gate(approved)[0]


def test_approval_of_one_report_is_none_of_another(approved: Path, keys: Path) -> None:
    place = approved / APPROVALS / "one"
    place.rename(approved / APPROVALS / "two")
    assert "two: approved by nobody" in gate(approved, "two")[-1]


@pytest.mark.parametrize(
    "text", ["", "{}", "[" * 100_000, '{"report": "one"}', "\x00"], ids=range(5)
)
def test_what_approve_did_not_write_is_told_of(approved: Path, text: str) -> None:
    statement(approved, "rae").write_text(text)
    assert "rae.json: is no statement as it was written" in gate(approved)[0]


def test_a_key_that_has_expired_since_does_not_count(approved: Path, keys: Path) -> None:
    people(
        approved,
        signer_line("ana", keys / "ana"),
        signer_line("rae", keys / "rae", options=',valid-before="20200101"'),
    )
    told = gate(approved)
    assert "rae.json: was signed with a key that has expired (valid-before in config/al" in told[0]


def test_somebody_who_was_taken_off_the_list_does_not_count(approved: Path, keys: Path) -> None:
    people(approved, signer_line("ana", keys / "ana"), signer_line("bo", keys / "bo"))
    assert "which config/allowed_signers does not have" in gate(approved)[0]


def test_a_statement_of_later_than_now_does_not_count(approved: Path) -> None:
    early = NOW - datetime.timedelta(days=1)
    assert "one of the clocks is wrong" in gate(approved, now=early)[0]


# What is not signed.


def refused(run: Path, key: Path, report: str = "one") -> str:
    with pytest.raises((ApprovalError, SignatureError)) as caught:
        about = subject_now(run, report)
        approve(run, run / "config", about, choose_key(str(key), [], run), NOW)
    assert not (run / APPROVALS).exists()
    return str(caught.value)


def test_somebody_whom_the_list_does_not_have_cannot_sign(run: Path, keys: Path) -> None:
    told = refused(run, keys / "nobody")
    assert "config/allowed_signers does not have it; have a line added: `NAME namespaces=" in told
    people(run, signer_line("rae", keys / "rae", role="editor"))
    assert "gives it no role here" in refused(run, keys / "rae")


def test_a_key_that_has_expired_signs_nothing(run: Path, keys: Path) -> None:
    people(run, signer_line("rae", keys / "rae", options=',valid-before="20200101"'))
    told = refused(run, keys / "rae")
    assert "rae: the signature does not count: it was signed with a key that has expired" in told


def test_a_key_with_a_passphrase_that_is_not_given_signs_nothing(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_ASKPASS", "false")
    monkeypatch.setenv("SSH_ASKPASS_REQUIRE", "force")
    make_key(tmp_path / "locked", "secret")
    people(run, signer_line("rae", tmp_path / "locked"))
    assert "its passphrase was not given" in refused(run, tmp_path / "locked")


def test_a_draft_is_not_signed(run: Path, keys: Path) -> None:
    path = run / "data/processed/public/one/summary.csv"
    path.write_text(path.read_text().replace("final", "DRAFT"))
    assert refused(run, keys / "rae").startswith("one is made as a draft; write `status: final`")


@pytest.mark.parametrize("name", ["reports/output/one/one.pdf", "reports/validation/summary.json"])
def test_a_report_that_is_not_whole_is_not_signed(run: Path, keys: Path, name: str) -> None:
    (run / name).unlink()
    told = refused(run, keys / "rae")
    assert told.startswith(name) and told.endswith("is missing; run `make reports`")


def test_a_list_with_a_fault_lets_nobody_sign(run: Path, keys: Path) -> None:
    people(run, signer_line("rae", keys / "rae"), "bo\n")
    assert "config/allowed_signers, line 2: has no public key" in refused(run, keys / "rae")


def test_statements_are_no_part_of_git_or_of_anything_published(approved: Path) -> None:
    assert (approved / APPROVALS / ".gitignore").read_text() == "*\n"
    said = json.loads(statement(approved, "rae").read_text())
    assert said["name"] == "rae" and said["role"] == "reviewer"
    assert set(said["files"]) == {
        path.relative_to(approved / "reports/output").as_posix()
        for path in (approved / "reports/output/one").rglob("*")
        if path.is_file()
    } | {
        f"one/data/{name}.csv"
        for name in ("themes", "discussions", "answers", "context", "summary")
    }
