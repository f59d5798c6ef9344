"""Who may sign: the file of allowed signers, and what is wrong with it."""

from pathlib import Path

import pytest

from nationalreports.signers import fingerprint_of, read_signers

KEY = "AAAAC3NzaC1lZDI1NTE5AAAAIGhpamtsbW5vcHFyc3R1dnd4eXphYmNkZWZnaGlqa2xt"
OTHER = "AAAAC3NzaC1lZDI1NTE5AAAAIHhpamtsbW5vcHFyc3R1dnd4eXphYmNkZWZnaGlqa2xt"
REVIEWER = 'namespaces="reviewer@nationalreports"'


def read(tmp_path: Path, text: str) -> tuple[list[tuple[str, tuple[str, ...]]], list[str]]:
    path = tmp_path / "allowed_signers"
    path.write_text(text, encoding="utf-8")
    signers, faults = read_signers(path)
    return [(own.name, own.roles) for own in signers], faults


def test_each_line_is_a_person_with_the_roles_that_it_allows(tmp_path: Path) -> None:
    text = (
        f"# people\n\nrae@x.example {REVIEWER} ssh-ed25519 {KEY} rae's laptop\n"
        f'ana namespaces="git,analyst@nationalreports,reviewer@nationalreports" ssh-ed25519 {OTHER}'
    )
    assert read(tmp_path, text) == (
        [("rae@x.example", ("reviewer",)), ("ana", ("reviewer", "analyst"))],
        [],
    )


def test_a_role_of_another_program_is_none_here(tmp_path: Path) -> None:
    assert read(tmp_path, f'rae namespaces="git" ssh-ed25519 {KEY}')[0] == [("rae", ())]


def test_options_may_hold_spaces_and_days(tmp_path: Path) -> None:
    options = f'{REVIEWER},valid-after="20200101",valid-before="20301231"'
    assert read(tmp_path, f"rae {options} ssh-ed25519 {KEY}") == ([("rae", ("reviewer",))], [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"* {REVIEWER} ssh-ed25519 {KEY}", "line 1: '*' cannot be a person's name"),
        (f"rae,bo {REVIEWER} ssh-ed25519 {KEY}", "'rae,bo' cannot be a person's name"),
        (f"../rae {REVIEWER} ssh-ed25519 {KEY}", "'../rae' cannot be a person's name"),
        (f"rae {REVIEWER}", "line 1: has no public key after the name"),
        (f"rae {REVIEWER} ssh-ed25519 {KEY[:-1]}", "the key of rae is not whole"),
        (f"rae ssh-ed25519 {KEY}", "rae has no role"),
        (f"rae cert-authority,{REVIEWER} ssh-ed25519 {KEY}", "authorities cannot sign"),
        (
            f"rae {REVIEWER} ssh-ed25519 {KEY}\nbo {REVIEWER} ssh-ed25519 {KEY}",
            "stands there under two names, rae and bo; a key is one person's",
        ),
        (
            f"rae {REVIEWER} ssh-ed25519 {KEY}\nrae {REVIEWER} ssh-ed25519 {KEY}",
            "stands there twice; delete one of the lines",
        ),
        (
            f"rae {REVIEWER} ssh-ed25519 {KEY}\nRae {REVIEWER} ssh-ed25519 {OTHER}",
            "rae and Rae differ in capitals alone",
        ),
    ],
)
def test_with_a_fault_nobody_counts(tmp_path: Path, text: str, said: str) -> None:
    signers, (fault,) = read(tmp_path, text)
    assert signers == []
    assert fault.startswith("config/allowed_signers") and said in fault


def test_a_file_that_is_missing_or_no_text_is_told_of(tmp_path: Path) -> None:
    assert "is missing; write a line" in read_signers(tmp_path / "allowed_signers")[1][0]
    (tmp_path / "allowed_signers").write_bytes(b"\xff\xfe")
    assert "save it as UTF-8" in read_signers(tmp_path / "allowed_signers")[1][0]


def test_a_fingerprint_is_that_of_openssh() -> None:
    # As `ssh-keygen -l` shows the key of GitHub's documentation page on host keys.
    import base64

    key = "AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"
    shown = "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU"
    assert fingerprint_of(base64.b64decode(key)) == shown
