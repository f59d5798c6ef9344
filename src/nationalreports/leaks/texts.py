"""What text a file of each kind holds, and where; a kind that nobody here reads is said to be one.

Files within files (a picture in a page, a table in a link, a part of an archive) are read in turn.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote, unquote_to_bytes

from nationalreports.leaks import archives, pdf, pictures
from nationalreports.leaks.markup import escapes, line_of, markup_texts
from nationalreports.leaks.matching import Text, always
from nationalreports.leaks.tabular import csv_texts
from nationalreports.leaks.words import JOINT

#: So deep may files stand in each other; no reader of ours goes deeper.
DEEPEST = 8


class Unread(NamedTuple):
    """What could not be read as its kind: where, and why."""

    place: str
    why: str


Read = Iterator[Text | Unread]

_DATA = re.compile(r"data:([\w.+-]+/[\w.+-]+)?((?:;[\w.+-]+(?:=[\w.+\"'-]*)?)*),([^\"'\s)<>]*)")
# In quotation marks it may have line breaks.
_BROKEN = re.compile(
    r"(?<=[\"'(])data:[^\"',;()<>]*;base64,([A-Za-z0-9+/=%_-]*\s[A-Za-z0-9+/=%_\s-]*)"
)
_BASE64 = re.compile(r"(?<![\w+/=-])[A-Za-z0-9+/]{24,}={0,2}(?![\w+/=-])")
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_AGAIN = 3
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "image/svg+xml": ".svg",
    "image/png": ".png",
    "text/csv": ".csv",
    "text/plain": ".txt",
    "text/css": ".css",
    "text/markdown": ".md",
    "text/javascript": ".js",
    "application/javascript": ".js",
    "application/json": ".json",
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}


def texts_of(name: str, content: bytes, depth: int = 0) -> Read:
    """The texts of a file called `name`, and what of it could not be read.

    A file that is not what its name says, or of a kind that is not known, is read as plain bytes
    in UTF-8 and UTF-16, and said to be so.
    """
    if not content:
        return
    if depth > DEEPEST:
        yield Unread("", f"files stand in each other more than {DEEPEST} deep")
        return
    suffix = PurePosixPath(name).suffix.lower()
    reader = _READERS.get(suffix)
    try:
        if reader is None:
            raise archives.NotOfItsKind(
                f"is of no kind that the scan knows ({suffix or 'no suffix'})"
            )
        found = list(reader(name, content, depth))
    except archives.NotOfItsKind as reason:
        found = [Unread("", str(reason)), *_bare(content)]
    for one in found:
        if isinstance(one, Unread):
            yield one
        else:
            yield from _with_embedded(one, depth)


def decoded(content: bytes) -> str:
    """The text of a file that is text, in UTF-8 or in UTF-16 with its mark, else as Windows has it.

    Raises `NotOfItsKind` where bytes of 0 say that it is none of these.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content:
        raise archives.NotOfItsKind("is no text in UTF-8, as its name says")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _bare(content: bytes) -> Iterator[Text]:
    """Any bytes as if they were text. Where in a picture or program they stand says nothing."""
    for encoding, skipped in (("utf-8", 0), ("utf-16-le", 0), ("utf-16-le", 1)):
        text = content[skipped:].decode(encoding, errors="replace")
        yield Text(text, always("bytes of the file"))
    for skipped in (0, 1):
        yield Text(
            content[skipped:].decode("utf-16-be", errors="replace"), always("bytes of the file")
        )


def _with_embedded(text: Text, depth: int) -> Read:
    """The text without the files that stand in it as data: addresses, and these files' texts."""
    inner: list[Text | Unread] = []

    def read(found: re.Match[str]) -> str:
        kind = (found[1] or "text/plain").lower()
        try:
            body = unquote_to_bytes(found[3].replace(JOINT, ""))
            if ";base64" in found[2].lower():
                body = base64.b64decode(body + b"=" * (-len(body) % 4))
        except (binascii.Error, ValueError):
            return found[0]
        place = f"{text.place(found.start())}, data of {kind}"
        suffix = _SUFFIXES.get(kind, f".{kind.rpartition('/')[2]}")
        inner.extend(within(place, texts_of(f"data{suffix}", body, depth + 1)))
        # What it holds is read above; letters and digits of base 64 make words by chance.
        return found[0][: found.start(3) - found.start()].ljust(len(found[0]))

    words = text.words
    if "data:" in words:
        words = _DATA.sub(read, _BROKEN.sub(_unbroken, words))
    yield replace(text, words=_of_addresses(words))
    yield from inner
    yield from _in_base_64(replace(text, words=words))


def _unbroken(found: re.Match[str]) -> str:
    """The address without its line breaks, and as long."""
    start = found.start(1) - found.start()
    body = "".join(found[1].split())
    return f"{found[0][:start]}{body}".ljust(len(found[0]))


def _in_base_64(text: Text) -> Iterator[Text]:
    """What stands in the text in base 64 and is text itself, as in scripts."""
    for found in _BASE64.finditer(text.words):
        written = found[0].rstrip("=")
        try:
            said = base64.b64decode(written + "=" * (-len(written) % 4)).decode("utf-8")
        except (binascii.Error, ValueError):
            continue
        if all(char.isprintable() or char.isspace() for char in said):
            yield Text(said, always(f"{text.place(found.start())}, base 64"))


def _of_addresses(words: str) -> str:
    """The text with what addresses write as %20 and the like, as long as it."""

    def plain(found: re.Match[str]) -> str:
        return unquote(found[0]).rjust(len(found[0]), JOINT)

    # What was written so twice is read twice.
    for _ in range(_AGAIN):
        words = _PERCENT.sub(plain, words) if "%" in words else words
    return words


def within(outer: str, read: Read) -> Read:
    """What was read of a file that stands in another one, at `outer`."""
    for one in read:
        if isinstance(one, Unread):
            yield Unread(", ".join(filter(None, (outer, one.place))), one.why)
        else:
            yield replace(one, place=_joined(outer, one.place))


def _joined(outer: str, inner: Callable[[int], str]) -> Callable[[int], str]:
    return lambda offset: ", ".join(filter(None, (outer, inner(offset))))


def _markup(name: str, content: bytes, depth: int) -> Read:
    yield from markup_texts(decoded(content))


def _markdown(name: str, content: bytes, depth: int) -> Read:
    yield from markup_texts(decoded(content), emphasis=True)


def _escaped(name: str, content: bytes, depth: int) -> Read:
    """JSON, YAML and scripts: the text whole, comments too, with its escapes undone."""
    source = decoded(content)
    yield Text(escapes(source, styles=name.lower().endswith(".css")), line_of(source))


def _plain(name: str, content: bytes, depth: int) -> Read:
    source = decoded(content)
    yield Text(source, line_of(source))


def _table(name: str, content: bytes, depth: int) -> Read:
    yield from csv_texts(decoded(content), "\t" if name.lower().endswith(".tsv") else ",")


def _picture(name: str, content: bytes, depth: int) -> Read:
    for place, text in pictures.png_texts(content):
        yield from within(place, iter(markup_texts(text, always(""))))


def _document(name: str, content: bytes, depth: int) -> Read:
    for place, part in pdf.pdf_parts(content):
        if isinstance(part, pdf.Attached):
            yield Text(part.name, always(place), is_name=True)
            yield from within(place, texts_of(part.name, part.content, depth + 1))
        elif place == pdf.XMP:
            yield from within(place, iter(markup_texts(part, always(""))))
        else:
            yield Text(part, always(place))


def _archive(name: str, content: bytes, depth: int) -> Read:
    members = archives.members(content)
    yield Text(members.comment, always("comment of the archive"))
    for member, part in members.parts.items():
        yield Text(member, always(f"name of {member}"), is_name=True)
        if part is None:
            yield Unread(member, "is encrypted, damaged or too large to be unpacked")
            continue
        where = archives.where_in_book(member, members.parts)
        if where or members.is_xml(member):
            yield from within("" if where else member, iter(markup_texts(decoded(part), where)))
        elif member == "mimetype":
            yield Text(decoded(part), always("mimetype"))
        elif not member.endswith("/"):
            yield from within(member, texts_of(member, part, depth + 1))


_READERS: dict[str, Callable[[str, bytes, int], Read]] = {
    **dict.fromkeys((".html", ".htm", ".xhtml", ".svg", ".xml", ".rdf", ".xmp"), _markup),
    **dict.fromkeys((".md", ".qmd", ".markdown"), _markdown),
    **dict.fromkeys((".json", ".jsonld", ".yaml", ".yml", ".js", ".css"), _escaped),
    **dict.fromkeys((".txt", ".log", ".sig", ".pub", ".sha256", ".bib"), _plain),
    **dict.fromkeys((".csv", ".tsv"), _table),
    **dict.fromkeys((".zip", ".ods", ".odt", ".xlsx", ".docx"), _archive),
    ".png": _picture,
    ".pdf": _document,
}
