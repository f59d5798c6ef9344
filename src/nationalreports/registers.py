"""Notes of what was given to whom and of what was deleted, and how they are kept: whole or not at
all, and readable by their owner alone."""

from __future__ import annotations

import contextlib
import csv
import fcntl
import io
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from nationalreports.spreadsheets import FORMULA_MARKS

#: A file's name may hold bytes that are no text; they are kept as they are.
_BYTES = "surrogateescape"


class RefusedError(Exception):
    """A command does nothing as it was given; the text says why, and what to do."""


@contextlib.contextmanager
def owner_alone() -> Iterator[None]:
    """Let all that is made meanwhile be readable by its owner alone, from the first moment on."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


@contextlib.contextmanager
def held(folder: Path, root: Path) -> Iterator[None]:
    """Hold `folder`, which is there, for this command alone.

    The system lets go of it when the command ends, however it ends. Raises `RefusedError` where
    another command holds it.
    """
    lock = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RefusedError(
                f"{folder.relative_to(root).as_posix()}/: another command is at work there; wait "
                "for its end, and give this one again"
            ) from None
        yield
    finally:
        os.close(lock)


def told_of(error: Exception, root: Path) -> str:
    """A refusal as it is; of the system, what could not be done, with which file below `root`."""
    if not isinstance(error, OSError):
        return str(error)
    remedy = "see that the disk has room and that you may write there, and give the command again"
    if not error.filename:
        return f"{error.strerror}; {remedy}"
    path = Path(os.fsdecode(error.filename))
    name = path.relative_to(root) if path.is_relative_to(root) else path
    return f"{name.as_posix()}: {error.strerror}; {remedy}"


def refuse_links(path: Path, root: Path) -> None:
    """Raise `RefusedError` where `path`, or a folder on the way to it from `root`, is a link.

    What stands behind a link may stand anywhere, so it is neither written to nor deleted.
    """
    own = path.relative_to(root)
    for place in [*reversed(own.parents), own]:
        if (root / place).is_symlink():
            raise RefusedError(
                f"{shown(place.as_posix())}: is a link; put the folder or file itself there, or "
                "delete the link"
            )


def read_register(path: Path, columns: Sequence[str], root: Path) -> list[dict[str, str]]:
    """The rows of the register at `path`, none where it does not stand there.

    Raises `RefusedError` where it is a link, or no table with exactly `columns`.
    """
    refuse_links(path, root)
    try:
        text = path.read_bytes().decode("utf-8-sig", _BYTES)
        rows = list(csv.reader(io.StringIO(text, newline="")))
    except FileNotFoundError:
        return []
    except csv.Error:
        rows = []
    if not rows or rows[0] != list(columns) or any(len(row) != len(columns) for row in rows):
        name = path.relative_to(root).as_posix()
        raise RefusedError(
            f"{name}: is not as it was written, a CSV file in UTF-8 with the columns "
            f"{', '.join(columns)}; put it back from a backup"
        )
    return [dict(zip(columns, row, strict=True)) for row in rows[1:]]


def write_register(
    path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, str]], root: Path
) -> None:
    """Write `rows` to the register at `path`: all or nothing, and on the disk when this returns.

    A cell that a spreadsheet would take for a formula has an apostrophe before it. Call it within
    `owner_alone`.
    """
    refuse_links(path, root)
    text = io.StringIO(newline="")
    # All in quotes: Python leaves a lone carriage return without, and takes it for a line's end.
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    writer.writerows([_as_text(row[column]) for column in columns] for row in rows)
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        with part.open("xb") as file:
            file.write(text.getvalue().encode(errors=_BYTES))
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    flush(path.parent)


def flush(folder: Path) -> None:
    """See that what `folder` itself says, such as a new name, is on the disk."""
    own = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(own)
    finally:
        os.close(own)


def whoami() -> str:
    """The name of the account that runs this, as the system knows it; a variable cannot change it.

    Its number where it has no name, as in some containers.
    """
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def shown(text: str, longest: int = 120) -> str:
    """`text` on one line of a terminal: what does not print is written out, the rest is cut."""
    plain = "".join(
        c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in text
    )
    return plain if len(plain) <= longest else f"{plain[: longest - 1]}…"


def _as_text(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_MARKS) else cell
