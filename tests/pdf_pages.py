"""What tests ask of a PDF: its tag tree, and what stands where on its pages.

The tree is read with pikepdf, the pages with PDFium; both know marked content by page and MCID,
so an element's text and place are those of its pieces.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium


@dataclass(frozen=True)
class Piece:
    """One thing painted on a page (counted from 0); places in points from the top left."""

    page: int
    mcid: int  # -1 where it belongs to no element
    artifact: bool
    text: str  # empty for lines, areas and pictures
    left: float
    top: float
    right: float
    bottom: float


@dataclass
class Element:
    """One element of the tag tree, its role as in the standard after the role map."""

    role: str
    alt: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)  # page and MCID, the subtree's too
    annotations: int = 0

    def walk(self) -> Iterator[Element]:
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, *roles: str) -> list[Element]:
        return [element for element in self.walk() if element.role in roles]


class Document:
    """A PDF as tests see it."""

    renderer = ""  # which wrote it, where a test asks

    def __init__(self, path: Path | str) -> None:
        self.pdf = pikepdf.open(path)
        self._pdfium = pypdfium2.PdfDocument(path)
        self.sizes = [page.get_size() for page in self._pdfium]
        self._numbers = {page.obj.objgen: n for n, page in enumerate(self.pdf.pages)}

    @cached_property
    def pieces(self) -> list[Piece]:
        """All that is painted, in the order of painting."""
        return [piece for number in range(len(self.sizes)) for piece in self._pieces(number)]

    @cached_property
    def root(self) -> Element:
        root = self.pdf.Root.StructTreeRoot
        roles = {str(key): str(value) for key, value in root.get("/RoleMap", {}).items()}
        top = Element("StructTreeRoot")
        self._add_kids(top, root.K, None, roles)
        return top

    def text(self, element: Element) -> str:
        """The text of an element, as its pieces give it."""
        return "".join(piece.text for piece in self.of(element))

    def of(self, element: Element) -> list[Piece]:
        """The pieces of an element, in the order of the tree."""
        return [piece for mark in element.marks for piece in self._by_mark.get(mark, [])]

    def page_text(self, number: int) -> str:
        """The text of a page with its line ends, artifacts included."""
        return self._pdfium[number].get_textpage().get_text_bounded()

    def bookmarks(self) -> list[tuple[int, str, int]]:
        """Level from 1, title, and page from 0 of each bookmark."""
        found = []
        for mark in self._pdfium.get_toc(max_depth=6):
            found.append((mark.level + 1, mark.get_title(), mark.get_dest().get_index()))
        return found

    @cached_property
    def _by_mark(self) -> dict[tuple[int, int], list[Piece]]:
        found: dict[tuple[int, int], list[Piece]] = {}
        for piece in self.pieces:
            found.setdefault((piece.page, piece.mcid), []).append(piece)
        return found

    def _add_kids(self, parent: Element, kids: object, page: int | None, roles: dict) -> None:
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                parent.marks.append((page, kid))
            elif kid.get("/Type") == "/MCR":
                at = self._numbers[kid.Pg.objgen] if "/Pg" in kid else page
                parent.marks.append((at, int(kid.MCID)))
            elif kid.get("/Type") == "/OBJR":
                parent.annotations += 1
            else:
                role = str(kid.S)
                child = Element(
                    roles.get(role, role)[1:], str(kid.get("/Alt", "")), _attributes(kid)
                )
                at = self._numbers[kid.Pg.objgen] if "/Pg" in kid else page
                if "/K" in kid:
                    self._add_kids(child, kid.K, at, roles)
                parent.children.append(child)
                parent.marks.extend(child.marks)

    def _pieces(self, number: int) -> Iterator[Piece]:
        page = self._pdfium[number]
        textpage = page.get_textpage()
        height = self.sizes[number][1]
        for obj in page.get_objects(max_depth=1):
            left, bottom, right, top = obj.get_bounds()
            text = ""
            if obj.type == pdfium.FPDF_PAGEOBJ_TEXT:
                length = pdfium.FPDFTextObj_GetText(obj.raw, textpage.raw, None, 0)
                buffer = ctypes.create_string_buffer(length)
                pointer = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
                pdfium.FPDFTextObj_GetText(obj.raw, textpage.raw, pointer, length)
                text = buffer.raw.decode("utf-16-le").rstrip("\0")
            yield Piece(
                number,
                pdfium.FPDFPageObj_GetMarkedContentID(obj.raw),
                "Artifact" in _marks(obj.raw),
                text,
                left,
                height - top,
                right,
                height - bottom,
            )


def _marks(obj: object) -> list[str]:
    names = []
    for index in range(pdfium.FPDFPageObj_CountMarks(obj)):
        mark = pdfium.FPDFPageObj_GetMark(obj, index)
        buffer = (ctypes.c_ushort * 64)()
        length = ctypes.c_ulong()
        pdfium.FPDFPageObjMark_GetName(mark, buffer, 128, length)
        names.append(bytes(buffer)[: length.value].decode("utf-16-le").rstrip("\0"))
    return names


def _attributes(element: pikepdf.Object) -> dict[str, str]:
    found = {}
    given = element.get("/A", [])
    for entry in given if isinstance(given, pikepdf.Array) else [given]:
        if isinstance(entry, pikepdf.Dictionary):
            found.update({str(key)[1:]: str(entry[key]) for key in dict(entry)})
    return found
