"""Sign-off: people's own signatures under a statement of what they approve.

Statements stand in `data/approvals/<report>/<what>/<name>.json`, each with its signature beside it.
`<what>` is made from the digests of all that the statement is about, so a later version has a
folder of its own and what was signed before is kept. Confidential: they name people, and hold
digests of confidential files.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from nationalreports.ledger import sha256_of
from nationalreports.release_gates import reports_gate
from nationalreports.release_pack import digest_of_all, digests, fill_report
from nationalreports.runners import runners
from nationalreports.signatures import Key, key_of, sign, verify
from nationalreports.signers import ALLOWED, Signer, namespace_of, read_signers
from nationalreports.tables import whole

APPROVALS = Path("data/approvals")

#: What a statement is bound to beside the files that leave.
VALIDATION = ("reports/validation/summary.json", "data/processed/validation/problems.csv")
DECISIONS = ("data/processed/validation/decisions.json",)

#: How many must approve a report, each with a key of their own.
NEEDED = 2

#: How far the clocks of two machines may lie apart.
_APART = datetime.timedelta(minutes=5)
_TIME = "%Y-%m-%dT%H:%M:%SZ"

_TEXT = "I have read this report as it is to be published, and approve it."
_REMEDY = "have it read again and run `nationalreports approve {report}`"

_SHA = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_FILES = {"type": "object", "additionalProperties": _SHA}
_BOUND = ("report", "manifest", "files", "validation", "decisions")
_KEYS: Mapping[str, Any] = {
    "statement": {"const": _TEXT},
    "report": {"type": "string"},
    "name": {"type": "string"},
    "role": {"enum": ["reviewer", "analyst"]},
    "key": {"type": "string"},
    "signed": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"},
    "manifest": _SHA,
    "files": _FILES,
    "validation": _FILES,
    "decisions": _FILES,
}
_SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": list(_KEYS),
    "properties": dict(_KEYS),
}


class ApprovalError(Exception):
    """Nothing was signed; one line a reason, each with what to do."""


@dataclass(frozen=True)
class _Found:
    """A statement as it stands: its path for people, what it says, and why it does not count."""

    place: str
    said: Mapping[str, Any]
    fault: str


def subject(directory: Path, report: str, files: Mapping[str, str]) -> dict[str, Any]:
    """What is approved: `files` (path in the pack and SHA-256 of all that leaves of `report`), the
    validation's summary and the decisions in force of the run folder.

    Raises `FileNotFoundError`.
    """
    return {
        "report": report,
        "manifest": digest_of_all(files),
        "files": dict(files),
        "validation": {name: sha256_of(directory / name) for name in VALIDATION},
        "decisions": {name: sha256_of(directory / name) for name in DECISIONS},
    }


def subject_now(directory: Path, report: str) -> dict[str, Any]:
    """What is approved of `report` as a release would make it now, see `subject`.

    Raises `ApprovalError` where it is a draft, or something is missing.
    """
    if lines := reports_gate(directory, [report]):
        raise ApprovalError("\n".join(lines))
    try:
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / report
            fill_report(directory, report, target)
            return subject(directory, report, digests(target))
    except FileNotFoundError as error:
        name = Path(error.filename)
        shown = name.relative_to(directory) if name.is_relative_to(directory) else name
        raise ApprovalError(f"{shown.as_posix()}: is missing; run `make reports`") from None


def approve(
    directory: Path,
    config: Path,
    about: Mapping[str, Any],
    key: Key,
    now: datetime.datetime,
) -> tuple[Path, Signer, str]:
    """Sign a statement about `about` (as from `subject`) with `key`; returns its file, who signed,
    and in which role.

    `config` is the folder with the allowed signers, `now` a time in UTC. Raises `ApprovalError` and
    `SignatureError`.
    """
    signers, faults = read_signers(config / ALLOWED)
    if faults:
        raise ApprovalError("\n".join(faults))
    signer = next((own for own in signers if own.key == key.fingerprint), None)
    if signer is None or not signer.roles:
        lacking = "gives it no role here" if signer else "does not have it"
        line = f'NAME namespaces="{namespace_of("reviewer")}"'
        raise ApprovalError(
            f"{key.said}: is the key {key.fingerprint}, and config/{ALLOWED} {lacking}; have a "
            f"line added: `{line}`, with your public key behind it"
        )
    role = signer.roles[0]
    statement = {
        "statement": _TEXT,
        "report": about["report"],
        "name": signer.name,
        "role": role,
        "key": key.fingerprint,
        "signed": now.strftime(_TIME),
        **{name: about[name] for name in _BOUND[1:]},
    }
    content = (json.dumps(statement, ensure_ascii=False, indent=1) + "\n").encode()
    signature = sign(content, key, namespace_of(role))
    # What would not count is not kept: the line may have expired.
    why = verify(content, signature, signer.name, namespace_of(role), config / ALLOWED)
    if why:
        raise ApprovalError(f"{key.said}: the signature does not count: it {why}")
    path = directory / _folder(about) / f"{signer.name}.json"
    ignore = directory / APPROVALS / ".gitignore"
    for target, text in (
        (ignore, b"*\n"),
        (_signature_of(path), signature.encode()),
        (path, content),
    ):
        with whole(target) as part:
            part.write_bytes(text)
    return path, signer, role


def approvals_gate(
    directory: Path, config: Path, subjects: Iterable[Mapping[str, Any]], now: datetime.datetime
) -> list[str]:
    """A line for each thing that is missing for the reports of `subjects` to be approved."""
    signers, faults = read_signers(config / ALLOWED)
    if faults:
        return faults
    ran, lines = runners(directory, signers)
    for about in subjects:
        lines += _lacking(directory, config / ALLOWED, about, signers, ran, now)
    return lines


def _lacking(
    directory: Path,
    allowed: Path,
    about: Mapping[str, Any],
    signers: Sequence[Signer],
    ran: set[str],
    now: datetime.datetime,
) -> Iterator[str]:
    report = about["report"]
    found = [
        _read(path, directory, allowed, report, signers, now)
        for path in sorted((directory / APPROVALS / report).glob("*/*.json"))
    ]
    good = {
        own.said["name"]: own.said["role"]
        for own in found
        if not own.fault and _bound(own.said) == _bound(about)
    }
    others = [name for name, role in good.items() if role == "reviewer" and name not in ran]
    if len(good) >= NEEDED and others:
        return
    here = (directory / _folder(about)).relative_to(directory).as_posix()
    for own in found:
        if own.fault and own.place.startswith(f"{here}/"):
            yield f"{own.place}: {own.fault}; {_REMEDY.format(report=report)}"
    yield from _voided(found, about, good)
    names = ", ".join(sorted(good)) or "nobody"
    if len(good) < NEEDED:
        yield (
            f"{report}: approved by {names}; {NEEDED} people must, each with a key of their own: "
            f"`nationalreports approve {report}`"
        )
    if good and not others:
        yield (
            f"{report}: approved by {names}, but by no reviewer other than who ran the reports "
            f"({', '.join(sorted(ran)) or 'not known'}); one must: `nationalreports approve "
            f"{report}`"
        )


def _voided(
    found: Sequence[_Found], about: Mapping[str, Any], good: Mapping[str, str]
) -> Iterator[str]:
    """Of each person whose last word was about something else: what is another now."""
    last: dict[str, _Found] = {}
    for own in found:
        if not own.fault and own.said["name"] not in good:
            other = last.get(own.said["name"])
            if other is None or other.said["signed"] <= own.said["signed"]:
                last[own.said["name"]] = own
    for name, own in sorted(last.items()):
        changed = list(_differing(own.said, about))
        more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
        yield (
            f"{about['report']}: what {name} approved on {own.said['signed'][:10]} is void: "
            f"{', '.join(changed[:3])}{more}; {_REMEDY.format(report=about['report'])}"
        )


def _differing(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """`october-2020/october-2020.html was changed`, for each file that differs."""
    for part in ("files", "validation", "decisions"):
        for name in sorted({*then[part], *now[part]}):
            if then[part].get(name) != now[part].get(name):
                word = "is new" if name not in then[part] else "was changed"
                yield f"{name} {word if name in now[part] else 'is missing'}"


def _read(
    path: Path,
    directory: Path,
    allowed: Path,
    report: str,
    signers: Sequence[Signer],
    now: datetime.datetime,
) -> _Found:
    place = path.relative_to(directory).as_posix()
    place = place.encode(errors="backslashreplace").decode()
    try:
        content = path.read_bytes()
        said = json.loads(content)
        Draft202012Validator(_SCHEMA).validate(said)
        _time(said["signed"])
    except Exception:
        # Whatever stands there, of whatever depth or encoding: it was not written by `approve`.
        return _Found(place, {}, "is no statement as it was written")
    try:
        signature = _signature_of(path).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return _Found(place, said, f"has no signature beside it ({_signature_of(path).name})")
    return _Found(
        place, said, _fault(path, content, said, signature, allowed, report, signers, now)
    )


def _fault(
    path: Path,
    content: bytes,
    said: Mapping[str, Any],
    signature: str,
    allowed: Path,
    report: str,
    signers: Sequence[Signer],
    now: datetime.datetime,
) -> str:
    """Why a statement does not count, "" where it does."""
    key = key_of(signature)
    holder = next((own for own in signers if own.key == key), None)
    if not key:
        return "has a signature that is none; it was changed or cut off"
    if holder is None:
        return f"was signed with the key {key}, which config/{ALLOWED} does not have"
    why = verify(content, signature, holder.name, namespace_of(said["role"]), allowed)
    if why:
        return why
    if (said["name"], said["key"], path.stem) != (holder.name, key, holder.name):
        return f"names {said['name'][:100]!r}, but the key is that of {holder.name}"
    if said["report"] != report:
        return f"is about another report ({said['report'][:100]!r})"
    if digest_of_all(said["files"]) != said["manifest"]:
        return "gives files that are not those of its manifest"
    if _time(said["signed"]) > now + _APART:
        return (
            f"was signed at {said['signed']}, and here it is {now.strftime(_TIME)}; one of the "
            "clocks is wrong, so put it right"
        )
    return ""


def _time(text: str) -> datetime.datetime:
    return datetime.datetime.strptime(text, _TIME).replace(tzinfo=datetime.UTC)


def _bound(statement: Mapping[str, Any]) -> list[Any]:
    return [statement[name] for name in _BOUND]


def _folder(about: Mapping[str, Any]) -> Path:
    digest = hashlib.sha256(json.dumps(_bound(about), sort_keys=True).encode()).hexdigest()
    return APPROVALS / about["report"] / digest[:16]


def _signature_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.sig")
