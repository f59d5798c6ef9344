"""The texts that a PNG file carries beside its picture, and whatever else follows it."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from nationalreports.leaks.archives import NotOfItsKind

_SIGNATURE = b"\x89PNG\r\n\x1a\n"

#: Chunks that hold the picture and how it is shown, and no words (PNG, third edition, 2025).
_PICTURE = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"sBIT", b"sRGB", b"cICP"),
    *(b"bKGD", b"hIST", b"pHYs", b"tIME", b"acTL", b"fcTL", b"fdAT", b"mDCV", b"cLLI"),
}
_LARGEST_TEXT = 16_000_000


def png_texts(content: bytes) -> Iterator[tuple[str, str]]:
    """Place and text of each text chunk, of Exif data, of other chunks and of what comes after.

    Raises `NotOfItsKind` for what is no PNG file.
    """
    if not content.startswith(_SIGNATURE):
        raise NotOfItsKind("is no PNG file, as its name says")
    place = len(_SIGNATURE)
    while place + 12 <= len(content):
        (length,) = struct.unpack(">I", content[place : place + 4])
        kind = content[place + 4 : place + 8]
        body = content[place + 8 : place + 8 + length]
        place += 12 + length
        if kind in _PICTURE:
            if kind == b"IEND":
                break
            continue
        said = kind.decode("latin-1")
        for text in _texts(kind, body):
            yield f"{said} chunk", text
    for text in _any(content[place:]):
        yield "after the picture's end", text


def _texts(kind: bytes, body: bytes) -> Iterator[str]:
    key, _, rest = body.partition(b"\0")
    if kind == b"zTXt":
        yield f"{key.decode('latin-1')}: {_unpacked(rest[1:]).decode('latin-1')}"
    elif kind == b"iTXt":
        packed, rest = rest[:1] == b"\1", rest[2:]
        language, _, rest = rest.partition(b"\0")
        translated, _, text = rest.partition(b"\0")
        text = _unpacked(text) if packed else text
        parts = (key, language, translated, text)
        yield "\n".join(part.decode("utf-8", errors="replace") for part in parts)
    elif kind == b"tEXt":
        # Latin-1 by the standard; writers put UTF-8 there all the same.
        yield f"{key.decode('latin-1')}: {rest.decode('latin-1')}"
        yield rest.decode("utf-8", errors="replace")
    elif kind == b"iCCP":
        yield key.decode("latin-1")
    else:
        yield from _any(body)


def _any(body: bytes) -> Iterator[str]:
    if body:
        yield body.decode("utf-8", errors="replace")
        for start in (0, 1):
            for encoding in ("utf-16-le", "utf-16-be"):
                yield body[start:].decode(encoding, errors="replace")


def _unpacked(body: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(body, _LARGEST_TEXT)
    except zlib.error as error:
        raise NotOfItsKind("is a PNG file with a text that cannot be unpacked") from error
