"""Who may sign a report off, and with which key: `config/allowed_signers`.

The file has the form of OpenSSH (`ssh-keygen(1)`, "ALLOWED SIGNERS"), one person and key a line:

    rae@ofsted.example namespaces="reviewer@nationalreports" ssh-ed25519 AAAA…

The namespace gives the role, so a signature is only good in the role that the line allows.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ALLOWED = "allowed_signers"

#: Roles; what each signs in, the namespace, has the program's name behind it.
ROLES = ("reviewer", "analyst")

#: What people are called there. Names are parts of files' names, so they hold nothing else.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}")
_KINDS = ("ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-")
_WORD = re.compile(r'(?:"(?:[^"\\]|\\.)*"|[^\s"])+')

_PLACE = f"config/{ALLOWED}"


@dataclass(frozen=True)
class Signer:
    """One line: the person's name, the key's fingerprint (`SHA256:…`), and the roles it allows."""

    name: str
    key: str
    roles: tuple[str, ...]


def namespace_of(role: str) -> str:
    """What a signature in a role is made for."""
    return f"{role}@nationalreports"


def fingerprint_of(key: bytes) -> str:
    """The fingerprint of a public key, as OpenSSH shows it."""
    digest = base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip("=")
    return f"SHA256:{digest}"


def read_signers(path: Path) -> tuple[list[Signer], list[str]]:
    """The people of an allowed_signers file, and a line for each fault in it.

    With a fault nobody can be told from somebody else, so nobody counts.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return [], [f"{_PLACE}: is missing; write a line for each person who may sign, {_FORM}"]
    except (OSError, UnicodeDecodeError):
        return [], [f"{_PLACE}: cannot be read; save it as UTF-8, and see that you may read it"]
    signers: list[Signer] = []
    faults: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            found = _signer(line)
            if isinstance(found, str):
                faults.append(f"{_PLACE}, line {number}: {found}")
            else:
                signers.append(found)
    faults += [f"{_PLACE}: {fault}" for fault in _alike(signers)]
    return ([] if faults else signers), faults


_FORM = f'such as `NAME namespaces="{namespace_of("reviewer")}" ssh-ed25519 AAAA…`'


def _signer(line: str) -> Signer | str:
    name, *words = _WORD.findall(line)
    options = [words.pop(0)] if words and not words[0].startswith(_KINDS) else []
    if not _NAME.fullmatch(name):
        return (
            f"{name[:100]!r} cannot be a person's name; write one name, of letters, digits and "
            "the characters . _ @ + - (no pattern, no list)"
        )
    if len(words) < 2 or not words[0].startswith(_KINDS):
        return f"has no public key after the name and its options; write the line {_FORM}"
    try:
        key = base64.b64decode(words[1], validate=True)
    except binascii.Error:
        return f"the key of {name} is not whole; copy it anew from the file that ends in .pub"
    given = options[0] if options else ""
    if re.search(r"(?i)(?:^|,)cert-authority", given):
        return f"{name}: authorities cannot sign; write the key of each person instead"
    spaces = re.search(r'(?i)(?:^|,)namespaces="([^"]*)"', given)
    if spaces is None:
        return f"{name} has no role; write the line {_FORM}"
    roles = tuple(role for role in ROLES if namespace_of(role) in spaces[1].split(","))
    return Signer(name, fingerprint_of(key), roles)


def _alike(signers: Sequence[Signer]) -> Iterator[str]:
    """Keys and names that stand there more than once."""
    holders: dict[str, str] = {}
    names: dict[str, str] = {}
    for signer in signers:
        first = holders.setdefault(signer.key, signer.name)
        if first != signer.name:
            yield (
                f"the key {signer.key} stands there under two names, {first} and {signer.name}; a "
                "key is one person's, so delete one of the lines"
            )
        other = names.setdefault(signer.name.casefold(), signer.name)
        if other != signer.name:
            yield f"{other} and {signer.name} differ in capitals alone; write both in one way"
    twice = {signer.key for signer in signers if [s.key for s in signers].count(signer.key) > 1}
    for key in sorted(twice):
        if len({signer.name for signer in signers if signer.key == key}) == 1:
            yield f"the key {key} stands there twice; delete one of the lines"
