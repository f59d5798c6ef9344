"""Whether the links of what leaves lead somewhere, and whether any page asks another machine."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

from nationalreports.page_elements import read_elements

#: What the browser fetches by itself: attributes, and `url(…)` and `@import` in style.
_FETCHED = {
    "src": None,
    "srcset": None,
    "poster": None,
    "data": ("object",),
    "action": ("form",),
    "background": None,
}
_STYLE = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""", re.IGNORECASE)

#: Links, images and link definitions of Markdown, not its footnotes.
_MARKDOWN = re.compile(
    r"\]\(\s*<?([^)\s>]+)|^ {0,3}\[[^\]^][^\]]*\]:\s*<?(\S+?)>?(?:\s|$)", re.MULTILINE
)
#: Headings of Govspeak, which gives them ids.
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*(?:\{#([\w-]+)\})?\s*#*$", re.MULTILINE)

#: What stands in the link itself, or starts another program without asking a machine.
_INSIDE = ("data:", "mailto:", "tel:")

_REMEDY = "put the link right in the report's source and run `make reports`"


@dataclass(frozen=True)
class _Link:
    """Where a link leads, from which line (0 where there are none), and whether a browser follows
    it without being told."""

    target: str
    line: int
    fetched: bool = False


def links_gate(pack: Path) -> list[str]:
    """A line for each link of the web pages, Markdown and PDF files of `pack` that leads nowhere or
    to an address that is not https, and for whatever a page fetches from elsewhere.

    Addresses outside are not asked: whether they answer says nothing of the pack.
    """
    lines = []
    ids: dict[Path, set[str]] = {}
    for path in sorted(pack.rglob("*")):
        for link in _links(path):
            if fault := _fault(link, path, pack, ids):
                at = f", line {link.line}" if link.line else ""
                name = path.relative_to(pack).as_posix()
                lines.append(f"{name}{at}: {link.target[:200]!r} {fault}; {_REMEDY}")
    return list(dict.fromkeys(lines))


def _links(path: Path) -> Iterator[_Link]:
    if path.suffix == ".html":
        yield from _of_page(path.read_text(encoding="utf-8"))
    elif path.suffix == ".svg":
        yield from (own for own in _of_page(path.read_text(encoding="utf-8")) if own.target)
    elif path.suffix == ".md":
        text = path.read_text(encoding="utf-8")
        for match in _MARKDOWN.finditer(text):
            yield _Link(match[1] or match[2], text.count("\n", 0, match.start()) + 1)
    elif path.suffix == ".pdf":
        yield from _of_print(path)


def _of_page(text: str) -> Iterator[_Link]:
    for element in read_elements(text):
        given = element.attributes
        for name, value in given.items():
            if name in ("href", "xlink:href"):
                # Only of a link is it for the reader to follow.
                yield _Link(value, element.line, fetched=element.tag not in ("a", "area"))
            elif name in _FETCHED and element.tag in (_FETCHED[name] or (element.tag,)):
                places = re.split(r",\s+", value) if name == "srcset" else [value]
                for place in places:
                    yield _Link(place.split()[0] if place.split() else "", element.line, True)
        if element.tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
            yield _Link(given.get("content", "").partition("=")[2], element.line, True)
        style = given.get("style", "") + (element.text if element.tag == "style" else "")
        for match in _STYLE.finditer(style):
            yield _Link((match[1] or match[2]).strip(), element.line, True)


def _of_print(path: Path) -> Iterator[_Link]:
    try:
        with pikepdf.open(path) as document:
            for page in document.pages:
                notes: Any = page.get("/Annots", [])
                for note in notes:
                    action = note.get("/A", {})
                    if "/URI" in action:
                        yield _Link(str(action["/URI"]), 0)
    except pikepdf.PdfError:
        return  # the gate of accessibility says so


def _fault(link: _Link, path: Path, pack: Path, ids: dict[Path, set[str]]) -> str:
    """Why a link is not as it should be, "" where it is."""
    target = link.target
    if not target:
        return "leads nowhere"
    if target.startswith(_INSIDE):
        return ""
    parts = urllib.parse.urlsplit(target)
    if parts.scheme or parts.netloc:
        if link.fetched:
            return "is fetched from elsewhere as soon as the page is opened"
        return "" if parts.scheme == "https" and parts.netloc else "is not https"
    file = path
    if parts.path:
        file = (path.parent / urllib.parse.unquote(parts.path)).resolve()
        if not file.is_relative_to(pack.resolve()):
            return "leads out of the pack"
        if not file.is_file():
            return "leads to a file that is not in the pack"
    if parts.fragment and file.suffix in (".html", ".md", ".svg"):
        if file not in ids:
            ids[file] = _ids(file)
        if urllib.parse.unquote(parts.fragment) not in ids[file]:
            return "leads to a place that is not there"
    return ""


def _ids(path: Path) -> set[str]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".md":
        return {own.attributes["id"] for own in read_elements(text) if "id" in own.attributes}
    found = set()
    for match in _HEADING.finditer(text):
        # kramdown, which Govspeak is made of: letters, digits, spaces as hyphens.
        slug = re.sub(r"[^\w -]", "", match[1].lower(), flags=re.ASCII).strip().replace(" ", "-")
        found.add(match[2] or slug)
    return found
