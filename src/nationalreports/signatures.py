"""Signatures with people's own SSH keys, made and checked by `ssh-keygen`.

See ssh-keygen(1), `-Y sign` and `-Y verify`; the form of a signature is that of OpenSSH's
PROTOCOL.sshsig.
"""

from __future__ import annotations

import base64
import binascii
import re
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nationalreports.signers import fingerprint_of

_MISSING = (
    "ssh-keygen: was not found; install OpenSSH 8.2 or newer (Debian: apt-get install "
    "openssh-client; Windows: the optional feature OpenSSH Client)"
)
_ARMOUR = re.compile(r"-----BEGIN SSH SIGNATURE-----\s(.+)\s-----END SSH SIGNATURE-----", re.DOTALL)
_MAGIC = b"SSHSIG"

#: How keys begin that git keeps in its configuration as they are, without a file.
_LITERAL = ("key::", "ssh-", "ecdsa-sha2-", "sk-")


class SignatureError(Exception):
    """Nothing was signed; the text names the key or program, and what to do."""


@dataclass(frozen=True)
class Key:
    """A key to sign with: how people named it, its fingerprint, and its file or public text."""

    said: str
    fingerprint: str
    file: Path | None
    public: str = ""


def choose_key(given: str | None, known: Sequence[str], folder: Path) -> Key:
    """The key to sign with: `given`, else git's user.signingkey, else the only one of the agent's
    keys that is among the fingerprints `known`.

    A key is a file, private or public, or the text of a public key whose private half the agent
    has. `folder` is where git is asked. Raises `SignatureError`.
    """
    named = given or git_setting("user.signingkey", folder)
    if named.startswith(_LITERAL):
        return _of_text(named.removeprefix("key::"))
    if named:
        return _of_file(named)
    found = [key for key in _of_agent() if key.fingerprint in known]
    if len(found) == 1:
        return found[0]
    lacking = "are several keys" if found else "is no key"
    raise SignatureError(
        f"there {lacking} to sign with; name yours with `--key FILE`, or once for all with `git "
        "config --global user.signingkey FILE`"
    )


def git_setting(name: str, folder: Path) -> str:
    """A setting of git as it holds in `folder`, "" where there is none, or no git."""
    return _told(["git", "config", "--get", name], folder)


def sign(content: bytes, key: Key, namespace: str) -> str:
    """The armoured signature of `content`. May ask for the key's passphrase.

    Raises `SignatureError`.
    """
    program = _program()
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "statement"
        file.write_bytes(content)
        command = [program, "-Y", "sign", "-n", namespace, "-f"]
        if key.file is None:
            public = Path(name) / "key.pub"
            public.write_text(f"{key.public}\n", encoding="utf-8")
            command += [str(public), "-U"]
        else:
            command.append(str(key.file))
        done = subprocess.run([*command, str(file)], stderr=subprocess.PIPE, check=False)
        made = file.with_name("statement.sig")
        if done.returncode or not made.is_file():
            said = _why(done.stderr)
            told = next((own for sign_, own in _REFUSALS.items() if sign_ in said), said)
            raise SignatureError(f"{key.said}: cannot sign: {told}")
        return made.read_text(encoding="ascii")


def verify(content: bytes, signature: str, name: str, namespace: str, allowed: Path) -> str:
    """Why `signature` is not one of `content` by `name` in `namespace`; "" where it is.

    `allowed` is the file of allowed signers. Keys are asked for as they are now: one that has
    expired since counts no more, for only its holder's clock says when a signature was made.
    Raises `SignatureError` where there is no ssh-keygen.
    """
    program = _program()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "statement.sig"
        file.write_text(signature, encoding="utf-8")
        command = [program, "-Y", "verify", "-f", str(allowed), "-I", name, "-n", namespace]
        done = subprocess.run(
            [*command, "-s", str(file)], input=content, capture_output=True, check=False
        )
    if done.returncode == 0:
        return ""
    said = _why(done.stderr)
    for sign_, told in _REASONS.items():
        if sign_ in said:
            return told
    return f"ssh-keygen says: {said}"


#: What `ssh-keygen` says when it does not sign, and what to tell people.
_REFUSALS: Mapping[str, str] = {
    "incorrect passphrase": "its passphrase was not given, or is another; give it when asked, or "
    "add the key to the SSH agent first (`ssh-add FILE`)",
    "ignored": "others may read the file; see that you alone can (`chmod 600 FILE`)",
    "No private key": "its private half is neither beside it nor in the SSH agent; name the file "
    "of the private key, or add it to the agent (`ssh-add FILE`)",
    "device not found": "it is on a hardware key that is not plugged in; plug it in, and touch it "
    "when it blinks",
    "requested feature not supported": "it is on a hardware key, which this ssh-keygen cannot "
    "speak to; install OpenSSH with FIDO support (libfido2), or name another key",
    "invalid format": "the file is no whole private key; copy it anew, or name another",
}

#: What it says when it does not take a signature.
_REASONS: Mapping[str, str] = {
    "bad options": "cannot be checked: config/allowed_signers has options that ssh-keygen does not "
    'know; days are written like valid-before="20261231"',
    "incorrect signature": "was changed after it was signed, or the signature belongs to another",
    "has expired": "was signed with a key that has expired (valid-before in "
    "config/allowed_signers)",
    "not yet valid": "was signed with a key that is not valid yet (valid-after in "
    "config/allowed_signers)",
    "namespace": "was signed for another purpose or in a role that config/allowed_signers does not "
    "give",
}


def key_of(signature: str) -> str:
    """The fingerprint of the key that an armoured signature names; "" where it is none."""
    armoured = _ARMOUR.search(signature)
    try:
        content = base64.b64decode(armoured[1] if armoured else "", validate=False)
        (length,) = struct.unpack_from(">I", content, len(_MAGIC) + 4)
    except (binascii.Error, ValueError, struct.error):
        return ""
    key = content[len(_MAGIC) + 8 :][:length]
    return fingerprint_of(key) if content.startswith(_MAGIC) and len(key) == length else ""


def _program() -> str:
    program = shutil.which("ssh-keygen")
    if program is None:
        raise SignatureError(_MISSING)
    return program


def _of_file(named: str) -> Key:
    path = Path(named).expanduser()
    if not path.is_file():
        raise SignatureError(
            f"{named}: is missing; name the file of your SSH key with `--key FILE`"
        )
    command = [_program(), "-l", "-E", "sha256", "-f", str(path.absolute())]
    done = subprocess.run(command, capture_output=True, check=False)
    shown = re.search(rb"SHA256:[A-Za-z0-9+/]+", done.stdout)
    if done.returncode or not shown:
        raise SignatureError(
            f"{named}: cannot be read as an SSH key; name the file of your key with `--key FILE`, "
            "and see that you may read it"
        )
    return Key(named, shown[0].decode(), path.absolute())


def _of_text(text: str) -> Key:
    words = text.split()
    try:
        key = base64.b64decode(words[1], validate=True)
    except (IndexError, binascii.Error):
        raise SignatureError(
            "user.signingkey of git: is no whole public key; set it to the file of your key"
        ) from None
    return Key("the key of git's user.signingkey", fingerprint_of(key), None, " ".join(words[:2]))


def _of_agent() -> list[Key]:
    lines = _told(["ssh-add", "-L"], Path()).splitlines()
    return [_of_text(line) for line in lines if line.startswith(_LITERAL)]


def _told(command: list[str], folder: Path) -> str:
    """What a command prints; "" where it fails or is not there."""
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    except OSError:
        return ""
    return done.stdout.decode(errors="replace").strip() if done.returncode == 0 else ""


def _why(said: bytes) -> str:
    lines = [line.strip() for line in said.decode(errors="replace").splitlines()]
    told = [line for line in lines if line and "@@@@" not in line]
    # The last line but "Could not verify" says most; of a key open to others, the one above it.
    return " / ".join(told[-2:])[:300] or "it gave no reason"
