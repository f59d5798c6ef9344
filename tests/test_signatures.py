"""Signatures by ssh-keygen, with keys made for these tests."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from release_folders import NEEDS_SSH, make_key

from nationalreports.signatures import (
    Key,
    SignatureError,
    choose_key,
    git_setting,
    key_of,
    sign,
    verify,
)

pytestmark = NEEDS_SSH

SPACE = "reviewer@nationalreports"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    make_key(folder / "rae")
    make_key(folder / "bo")
    return folder


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No agent, no settings of git, nobody to ask for a passphrase."""
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("SSH_ASKPASS", "false")
    monkeypatch.setenv("SSH_ASKPASS_REQUIRE", "force")


def allowed(tmp_path: Path, keys: Path, options: str = "", name: str = "rae") -> Path:
    path = tmp_path / "allowed_signers"
    public = (keys / f"{name}.pub").read_text()
    path.write_text(f'rae namespaces="{SPACE}"{options} {public}')
    return path


def key(keys: Path, name: str = "rae") -> Key:
    return choose_key(str(keys / name), [], keys)


def test_what_was_signed_is_verified(tmp_path: Path, keys: Path) -> None:
    made = sign(b"content", key(keys), SPACE)
    assert made.startswith("-----BEGIN SSH SIGNATURE-----")
    assert verify(b"content", made, "rae", SPACE, allowed(tmp_path, keys)) == ""
    assert key_of(made) == key(keys).fingerprint


@pytest.mark.parametrize(
    ("content", "space", "options", "said"),
    [
        (b"contents", SPACE, "", "was changed after it was signed"),
        (b"content", "git", "", "was signed for another purpose or in a role"),
        (b"content", SPACE, ',valid-before="20200101"', "with a key that has expired"),
        (b"content", SPACE, ',valid-after="20990101"', "with a key that is not valid yet"),
        (b"content", SPACE, ',valid-before="soon"', "has options that ssh-keygen does not know"),
    ],
)
def test_what_does_not_count_is_told_of(
    tmp_path: Path, keys: Path, content: bytes, space: str, options: str, said: str
) -> None:
    made = sign(b"content", key(keys), SPACE)
    why = verify(content, made, "rae", space, allowed(tmp_path, keys, options))
    assert said in why and "\n" not in why


def test_a_signature_in_another_namespace_does_not_count(tmp_path: Path, keys: Path) -> None:
    """Such as one that git made with the same key."""
    made = sign(b"content", key(keys), "git")
    path = tmp_path / "allowed_signers"
    path.write_text(f"rae {(keys / 'rae.pub').read_text()}")
    assert "another purpose" in verify(b"content", made, "rae", SPACE, path)


def test_a_key_of_somebody_else_does_not_count(tmp_path: Path, keys: Path) -> None:
    made = sign(b"content", key(keys, "bo"), SPACE)
    assert verify(b"content", made, "rae", SPACE, allowed(tmp_path, keys)) != ""
    assert verify(b"content", made, "rae", SPACE, allowed(tmp_path, keys, name="bo")) == ""


@pytest.mark.parametrize("text", ["", "x", "-----BEGIN SSH SIGNATURE-----\nU1NI\n-----END SSH SIG"])
def test_what_is_no_signature_names_no_key(text: str) -> None:
    assert key_of(text) == ""


def test_the_key_of_git_is_taken_where_none_is_named(tmp_path: Path, keys: Path) -> None:
    (tmp_path / "gitconfig").write_text(f'[user]\n\tsigningkey = "{keys / "bo"}"\n')
    assert git_setting("user.signingkey", tmp_path) == str(keys / "bo")
    assert choose_key(None, [], tmp_path).fingerprint == key(keys, "bo").fingerprint
    public = (keys / "rae.pub").read_text().strip()
    (tmp_path / "gitconfig").write_text(f'[user]\n\tsigningkey = "key::{public}"\n')
    assert choose_key(None, [], tmp_path).fingerprint == key(keys).fingerprint


def test_the_agent_signs_where_it_alone_has_the_key(
    tmp_path: Path, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_key(tmp_path / "locked", "secret")
    (tmp_path / "ask").write_text("#!/bin/sh\necho secret\n")
    (tmp_path / "ask").chmod(0o700)
    said = subprocess.run(["ssh-agent", "-s"], capture_output=True, text=True, check=True).stdout
    own = dict(part.split("=", 1) for part in said.replace("\n", ";").split(";") if "=" in part)
    try:
        monkeypatch.setenv("SSH_AUTH_SOCK", own["SSH_AUTH_SOCK"])
        asked = {**os.environ, "SSH_ASKPASS": str(tmp_path / "ask"), "SSH_ASKPASS_REQUIRE": "force"}
        for path in (tmp_path / "locked", keys / "bo"):
            subprocess.run(["ssh-add", "-q", str(path)], env=asked, check=True)
        locked = choose_key(str(tmp_path / "locked.pub"), [], tmp_path)
        assert choose_key(None, [locked.fingerprint], tmp_path).fingerprint == locked.fingerprint
        for chosen in (locked, choose_key(None, [locked.fingerprint], tmp_path)):
            made = sign(b"content", chosen, SPACE)
            assert key_of(made) == locked.fingerprint
        with pytest.raises(SignatureError, match="there are several keys to sign with"):
            choose_key(None, [locked.fingerprint, key(keys, "bo").fingerprint], tmp_path)
    finally:
        os.kill(int(own["SSH_AGENT_PID"]), 15)


def refused(given: str | None, folder: Path) -> str:
    with pytest.raises(SignatureError) as caught:
        sign(b"content", choose_key(given, [], folder), SPACE)
    return str(caught.value)


def test_no_key_at_all_is_told_of(tmp_path: Path) -> None:
    assert "there is no key to sign with; name yours with `--key FILE`" in refused(None, tmp_path)


def test_a_key_that_is_missing_or_none_is_told_of(tmp_path: Path, keys: Path) -> None:
    assert "is missing; name the file of your SSH key" in refused(str(tmp_path / "no"), tmp_path)
    (tmp_path / "odd").write_text("Rae")
    assert "cannot be read as an SSH key" in refused(str(tmp_path / "odd"), tmp_path)
    cut = (keys / "rae").read_text().splitlines()[:3]
    (tmp_path / "cut").write_text("\n".join(cut))
    (tmp_path / "cut").chmod(0o600)
    assert "cut: c" in refused(str(tmp_path / "cut"), tmp_path)


def test_a_key_with_a_passphrase_that_nobody_gives_is_told_of(tmp_path: Path) -> None:
    make_key(tmp_path / "locked", "secret")
    told = refused(str(tmp_path / "locked"), tmp_path)
    assert "cannot sign: its passphrase was not given" in told and "ssh-add" in told


def test_a_public_key_alone_is_told_of(tmp_path: Path) -> None:
    make_key(tmp_path / "key")
    (tmp_path / "key").unlink()
    assert "its private half is neither beside it" in refused(str(tmp_path / "key.pub"), tmp_path)


def test_a_key_that_others_may_read_is_told_of(tmp_path: Path) -> None:
    make_key(tmp_path / "key")
    (tmp_path / "key").chmod(0o644)
    told = refused(str(tmp_path / "key"), tmp_path)
    assert "others may read the file; see that you alone can (`chmod 600 FILE`)" in told


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Couldn't sign message (signer): device not found?", "is not plugged in; plug it in"),
        ("Couldn't sign message: requested feature not supported", "OpenSSH with FIDO support"),
        ("Couldn't sign message: odd", "cannot sign: Couldn't sign message: odd"),
    ],
)
def test_a_hardware_key_that_does_not_answer_is_told_of(
    tmp_path: Path, keys: Path, monkeypatch: pytest.MonkeyPatch, said: str, told: str
) -> None:
    """Nobody is here to touch one, so a program says what ssh-keygen does."""
    chosen = key(keys)
    (tmp_path / "ssh-keygen").write_text(f'#!/bin/sh\necho "{said}" >&2\nexit 255\n')
    (tmp_path / "ssh-keygen").chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(SignatureError, match=re.escape(told)):
        sign(b"content", chosen, SPACE)


def test_a_computer_without_ssh_keygen_is_told_what_to_install(
    tmp_path: Path, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = sign(b"content", key(keys), SPACE)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "ssh-keygen: was not found; install OpenSSH" in refused(str(keys / "rae"), tmp_path)
    with pytest.raises(SignatureError, match="install OpenSSH"):
        verify(b"content", made, "rae", SPACE, allowed(tmp_path, keys))
