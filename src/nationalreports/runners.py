"""Who ran the pipeline in a run folder, so that somebody else signs the reports off.

Kept beside the confidential tables, and deleted with them: who made what stands there now. A run
that made nothing names nobody.
"""

from __future__ import annotations

import getpass
import json
from collections.abc import Sequence
from pathlib import Path

from nationalreports.signatures import SignatureError, choose_key, git_setting
from nationalreports.signers import Signer
from nationalreports.tables import write_json

RUNNERS = Path("data/processed/confidential/runners.json")

#: What is known of a person: the fingerprint of the key that git signs with, git's address, and
#: the name of their account.
_KEYS = ("key", "email", "user")

#: Where a run that makes anything makes it.
_MADE = ("data/processed", "reports/output", "reports/validation")


def note_runner(root: Path) -> None:
    """Note whoever runs this program among those who made what stands in the run folder `root`."""
    known = _read(root)
    own = _who(root)
    if own not in known:
        write_json([*known, own], root / RUNNERS)


def forget_runner(root: Path, before: bytes | None, begun: float) -> None:
    """Put the note back as it was `before` a run that made nothing since `begun` (a time)."""
    files = (path for folder in _MADE for path in (root / folder).rglob("*") if path.is_file())
    if any(path.stat().st_mtime >= begun for path in files if path != root / RUNNERS):
        return
    if before is None:
        (root / RUNNERS).unlink(missing_ok=True)
    else:
        (root / RUNNERS).write_bytes(before)


def read_note(root: Path) -> bytes | None:
    """The note as it stands, None where there is none."""
    path = root / RUNNERS
    return path.read_bytes() if path.is_file() else None


def runners(root: Path, signers: Sequence[Signer]) -> tuple[set[str], list[str]]:
    """The names of those who ran the pipeline, and a line for whatever leaves that open."""
    try:
        known = _read(root)
    except (ValueError, KeyError, TypeError, AttributeError):
        known = []
    remedy = "delete data/processed/ and run `make reports`"
    if not known:
        return set(), [f"{RUNNERS.as_posix()}: does not say who ran the reports; {remedy}"]
    names: set[str] = set()
    lines = []
    for own in known:
        found = {s.name for s in signers if s.key == own["key"]}
        found |= {
            s.name for s in signers if s.name.casefold() in (own["email"], own["user"].casefold())
        }
        if not found:
            said = own["email"] or own["user"] or "somebody"
            lines.append(
                f"{said} ran the reports and stands not in config/allowed_signers, so nobody can "
                "tell which key is theirs; add their line there, under git's user.email or with "
                f"the key that git signs with; or set these in git, {remedy}"
            )
        names |= found
    return names, lines


def _read(root: Path) -> list[dict[str, str]]:
    note = read_note(root)
    content = json.loads(note) if note else []
    return [{key: str(own[key]) for key in _KEYS} for own in content]


def _who(root: Path) -> dict[str, str]:
    try:
        key = choose_key(git_setting("user.signingkey", root), [], root).fingerprint
    except SignatureError:
        key = ""
    try:
        user = getpass.getuser()
    except (OSError, KeyError):
        user = ""
    return {"key": key, "email": git_setting("user.email", root).casefold(), "user": user}
