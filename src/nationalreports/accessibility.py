"""Whether people who use a screen reader can read what leaves, as far as the files alone can tell.

Of WCAG 2.2: 1.1.1 (images), 1.3.1 (headings, tables), 2.4.2 (titles), 2.4.4 (links), 3.1.1
(language) and 4.1.2 (names told apart); of PDF/UA-1 (ISO 14289-1) the same by way of its tags.
Contrast, keyboard and zoom need a browser: the project's own tests ask these of the format.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pikepdf

from nationalreports.page_elements import Element, read_elements

#: How many faults of a file are named; the others are counted.
_NAMED = 5

_HEADING = re.compile(r"[hH]([1-6])")
_UA_PART = "{http://www.aiim.org/pdfua/ns/id/}part"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"

_REMEDY = "put it right in the report's source and run `make reports`"


def accessibility_gate(pack: Path) -> list[str]:
    """A line for each fault of the web pages and the PDF files of `pack`."""
    lines: list[str] = []
    for path in sorted(pack.rglob("*")):
        name = path.relative_to(pack).as_posix()
        if path.suffix == ".html":
            found = list(page_faults(path.read_text(encoding="utf-8")))
        elif path.suffix == ".pdf":
            found = list(_pdf_faults(path))
        else:
            continue
        lines += [f"{name}{fault}; {_REMEDY}" for fault in found[:_NAMED]]
        if len(found) > _NAMED:
            lines.append(f"{name}: {len(found) - _NAMED} more")
    return lines


def page_faults(text: str) -> Iterator[str]:
    """What is wrong with a web page: `, line 12: an image has no alternative text`, each once."""
    elements = read_elements(text)
    kinds: dict[str, list[Element]] = {}
    for element in elements:
        kinds.setdefault(element.tag, []).append(element)
    if not any(own.attributes.get("lang") for own in kinds.get("html", [])):
        yield ": does not say which language it is in (lang)"
    if not any(own.text.strip() for own in kinds.get("title", []) if _in_head(own)):
        yield ": has no title"
    if len(kinds.get("main", [])) != 1:
        yield ": has not one main part (<main>)"
    yield from _order(
        [(int(match[1]), _at(own)) for own in elements if (match := _HEADING.fullmatch(own.tag))]
    )
    for own in kinds.get("img", []):
        if not own.attributes.get("alt", "").strip():
            yield f"{_at(own)}: an image has no alternative text"
    for own in kinds.get("svg", []):
        if not (own.attributes.get("aria-label") or own.attributes.get("aria-hidden") == "true"):
            yield f"{_at(own)}: a drawing has no alternative text (aria-label)"
    for own in kinds.get("table", []):
        headers = [one for one in kinds.get("th", []) if one.inside and own in _tables(one)]
        if not headers:
            yield f"{_at(own)}: a table has no headers (<th>)"
        elif not all(one.attributes.get("scope") for one in headers):
            yield f"{_at(own)}: headers of a table do not say of what (scope)"
    for own in kinds.get("a", []):
        if "href" in own.attributes and not (own.text.strip() or own.attributes.get("aria-label")):
            yield f"{_at(own)}: a link has no text"
    ids = Counter(own.attributes["id"] for own in elements if own.attributes.get("id"))
    for name in sorted(name for name, number in ids.items() if number > 1):
        yield f": the id {name[:100]!r} stands there {ids[name]} times"


def _order(headings: Sequence[tuple[int, str]]) -> Iterator[str]:
    """Headings by level and place: one of the first level, and none skipped."""
    if sum(level == 1 for level, _ in headings) != 1:
        yield ": has not one heading of the first level"
    for (before, _), (level, place) in itertools.pairwise(headings):
        if level > before + 1:
            yield f"{place}: a heading of level {level} comes after one of level {before}"


def _in_head(element: Element) -> bool:
    return any(own.tag == "head" for own in element.inside)


def _tables(element: Element) -> list[Element]:
    """The table that a header belongs to, which is the nearest around it."""
    return [own for own in element.inside if own.tag == "table"][-1:]


def _at(element: Element) -> str:
    return f", line {element.line}"


def _pdf_faults(path: Path) -> Iterator[str]:
    try:
        with pikepdf.open(path) as document:
            yield from _document_faults(document)
    except pikepdf.PdfError:
        yield ": cannot be opened"


def _document_faults(document: pikepdf.Pdf) -> Iterator[str]:
    root: Any = document.Root
    if not str(root.get("/Lang", "")):
        yield ": does not say which language it is in"
    with document.open_metadata() as metadata:
        told = dict(metadata)
    if not str(told.get(_TITLE, "")).strip():
        yield ": has no title"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield ": readers are shown the file's name instead of its title"
    if told.get(_UA_PART) != "1":
        yield ": does not claim to be accessible (PDF/UA-1)"
    if not root.get("/MarkInfo", {}).get("/Marked", False) or "/StructTreeRoot" not in root:
        yield ": has no tags, so a screen reader has no order to read it in"
        return
    tree = root.StructTreeRoot
    roles = {str(key): str(value) for key, value in tree.get("/RoleMap", {}).items()}
    tags = list(_tags(tree.get("/K"), roles))
    levels = [int(match[1]) for role, _ in tags if (match := _HEADING.fullmatch(role))]
    if not levels:
        yield ": has no headings"
    for before, level in itertools.pairwise([0, *levels]):
        if level > before + 1:
            yield f": a heading of level {level} comes after one of level {before}"
    for role, element in tags:
        if role == "Figure" and not str(element.get("/Alt", "")).strip():
            yield ": an image has no alternative text"
        if role == "Table" and not any(own == "TH" for own, _ in _tags(element.get("/K"), roles)):
            yield ": a table has no headers (TH)"


def _tags(kids: Any, roles: dict[str, str]) -> Iterator[tuple[str, Any]]:
    """The roles of the tags below, as in the standard, each with its element, in reading order."""
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            role = str(kid["/S"])
            yield roles.get(role, role)[1:], kid
            if "/K" in kid:
                yield from _tags(kid["/K"], roles)
