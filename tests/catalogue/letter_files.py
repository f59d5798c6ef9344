"""Letters: files that are none, that are another visit's, or that say two things."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import typst

from catalogue.entry import (
    ANY,
    Entry,
    Outcome,
    Spoil,
    append,
    encoded,
    in_bytes,
    in_turn,
    remove,
    swap,
)
from catalogue.series import RAW

BRISTOL, DORSET = "letters/2020-10-bristol.md", "letters/2020-10-dorset.txt"
PDF, WORD = "letters/2020-10-bristol.pdf", "letters/2020-10-bristol.docx"
#: What is missing where Bristol's letter is refused, or Dorset's.
NO_BRISTOL = NO_DORSET = {"told": 2, "priority": 1, "codes": 2}
#: The codes of findings that are no more are errors of their own.
TITLE = "Ofsted and CQC visit to {} local area"

# The smallest PDF that asks for a password: its encryption entries match no empty one.
ENCRYPTED = b"".join(
    [
        b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n",
        b"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n",
        b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\nendobj\n",
        b"4 0 obj\n<</Filter/Standard/V 1/R 2/P -4/O<" + b"00" * 32 + b">/U<" + b"00" * 32,
        b">>>\nendobj\ntrailer\n<</Root 1 0 R/Size 5/Encrypt 4 0 R/ID[<01><01>]>>\n",
    ]
)


def _title(area: str, says: str = "", rule: str = "LET-012") -> Entry:
    """Dorset's letter under a title that names `area`."""
    return Entry(
        f"a letter titled {area!r} for a visit to Dorset", "refuse",
        {DORSET: swap(TITLE.format("Dorset"), TITLE.format(area))}, rule, ANY, ANY, says, NO_DORSET,
    )  # fmt: skip


def _of(area: str, code: str) -> dict[str, Spoil]:
    """The second visit's area is `code`, and its letter's title names `area`."""
    return {
        "visits.csv": swap("2020-10-dorset,E06000059", f"2020-10-dorset,{code}"),
        # Only the letters are looked at here: no export may come from an area not visited.
        "surveys/parents_carers/autumn.csv": swap("E06000059", "E06000023", 9),
        "surveys/young_people/autumn.csv": swap("E06000059", "E06000023", 9),
        DORSET: swap(TITLE.format("Dorset"), TITLE.format(area)),
    }


ALL_BRISTOL = {"in Bristol": 17, "in Dorset": 0}


def scan(path: Path) -> None:
    """A PDF of one page that is a picture without text."""
    whole = typst.compile(
        b"#set page(width: 9cm, height: 9cm, margin: 0cm)\n"
        b"#image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>"
        b"<rect width='9' height='9'/></svg>\"), format: \"svg\", width: 100%)"
    )
    page = pypdfium2.PdfDocument(whole)[0].render(scale=1).to_pil()
    path.with_name("2020-10-bristol.md").unlink(missing_ok=True)
    page.save(path, "PDF")


def _word(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")


def _long(text: str) -> bytes:
    return text.replace("Context\n", "Context\n\n" + "words " * 4_000_000, 1).encode()


def _bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 60_000_000, compresslevel=1)
    return content.getvalue()


def _refused(name: str, spoil: Spoil, rule: str, says: str = "", path: str = BRISTOL) -> Entry:
    put = {BRISTOL: remove, path: spoil} if path != BRISTOL else {path: spoil}
    return Entry(name, "refuse", put, rule, ANY, ANY, says, NO_BRISTOL)


def _told(name: str, outcome: Outcome, text: str, holds: str) -> Entry:
    """A finding of Bristol's letter with hostile text in it; its id is another, so no code's."""
    return Entry(
        name, outcome, {BRISTOL: swap("- To shorten waits", f"- {text}\n- To shorten waits")},
        figures={"priority": 3}, holds=holds,
    )  # fmt: skip


def _dated(date: str) -> Callable[[Path], object]:
    return swap("15 October 2020", date)


ENTRIES = [
    _refused("an empty letter", b"", "LET-006", "letter"),
    _refused("a letter without a date", _dated("In October"), "LET-009", "date"),
    _refused("a letter on 30 February", _dated("30 February 2020"), "LET-009", "date"),
    _refused("a letter with two dates", _dated("15 October 2020\n\n16 October 2020"), "LET-011",
             "keep"),
    _refused("a letter before its visit", _dated("4 October 2020"), "LET-013", "date"),
    _refused("a letter a year before its visit", _dated("15 October 2019"), "LET-013", "date"),
    Entry("a letter on the first day of its visit", "accept", {BRISTOL: _dated("5 October 2020")}),
    Entry("a letter 60 days after its visit", "accept", {BRISTOL: _dated("5 December 2020")}),
    Entry("a letter 61 days after its visit", "accept", {BRISTOL: _dated("6 December 2020")},
          "LET-014", ANY, ANY, "check"),
    Entry("a letter's date in American order", "refuse", {BRISTOL: _dated("10/15/2020")},
          "LET-009", ANY, ANY, "", NO_BRISTOL),
    _refused("a letter without a title", swap(TITLE.format("Bristol"), ""), "LET-008", "title"),
    _refused("a letter about two areas", swap(
        TITLE.format("Bristol"), TITLE.format("Bristol") + "\n\n" + TITLE.format("Dorset")),
        "LET-011", "keep one letter"),
    _refused("a letter without findings", in_bytes(lambda content: b"".join(
        line for line in content.splitlines(True) if not line.startswith(b"- "))), "LET-010",
        "list"),
    _refused("a list under a sentence of another kind", swap(
        "Inspectors were told that:", "Thank you."), "LET-010", "sentence"),
    _refused("the letter of another area", RAW[DORSET].encode(), "LET-012", "E06000023"),
    Entry("two letters for one visit", "refuse", {"letters/2020-10-bristol.txt": RAW[
        BRISTOL].encode()}, "LET-004", "", "", "keep one", NO_BRISTOL),
    Entry("a visit without a letter", "refuse", {BRISTOL: remove}, "LET-005", "", ANY,
          "data/raw/letters/", NO_BRISTOL, "visits.csv"),
    Entry("a letter of no known visit", "refuse", {"letters/2020-10-poole.md": RAW[
        BRISTOL].encode()}, "LET-003", "", "", "visits.csv"),
    Entry("a letter of an unknown kind", "refuse", {"letters/2020-10-poole.odt": b"PK"}, "LET-002",
          "", "", ".docx"),
    Entry("a folder among the letters", "refuse", {"letters/2020-10-poole.md": Path.mkdir},
          "LET-002", "", "", "move"),
    Entry("a link to no letter", "refuse", {BRISTOL: remove, "letters/2020-10-bristol.txt":
          lambda path: path.symlink_to("gone.txt")}, "LET-006", "", "", "check", NO_BRISTOL),
    Entry("a lock file of Word", "accept", {"letters/~$20-10-bristol.docx": b"\5user"}, "LET-001",
          "", "", ""),
    _refused("a letter in cp1252", in_turn(swap("Families waited", "Families’ children waited"),
             encoded("cp1252")), "LET-006", "UTF-8"),
    Entry("a letter in UTF-16 with its mark", "accept", {BRISTOL: encoded("utf-16")}),
    Entry("a letter in UTF-8 with its mark", "accept", {BRISTOL: encoded("utf-8-sig")}),
    _refused("a letter in UTF-16 without a mark", encoded("utf-16-le"), "LET-006", "UTF-8"),
    _refused("a picture with the name of a letter", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "LET-006",
             "UTF-8"),
    _refused("a letter of over 20 MB", _long(RAW[BRISTOL]), "LET-006", "MB"),
    _refused("a Word file with the name of a PDF", _word, "LET-006", "", PDF),
    _refused("a PDF with the name of a Word file", b"%PDF-1.7\n%%EOF", "LET-006", "", WORD),
    _refused("a Word file with a password", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1528),
             "LET-006", "", WORD),
    _refused("a Word file that unpacks to 60 MB", _bomb(), "LET-006", "", WORD),
    _refused("half a Word file", b"PK\x03\x04\x14\0\x06\0\x08\0" + bytes(90), "LET-006", "", WORD),
    _refused("a PDF with a password", ENCRYPTED, "LET-006", "password", PDF),
    _refused("a PDF cut short", b"%PDF-1.7\n1 0 obj\n<</Type", "LET-006", "", PDF),
    _refused("a scan", scan, "LET-007", "", PDF),
    Entry("two findings of one wording", "set aside", {BRISTOL: swap(
        "- To shorten", "- To shorten waits for assessment by the summer\n- To shorten")},
        "LET-015", ANY, ANY, "remove one", {"priority": 3}),
    Entry("text after the findings that has no place", "accept", {BRISTOL: swap(
        "Yours sincerely", "An extra line of an unknown kind, long enough to be a paragraph of its "
        "own.\n\nYours sincerely")}, "LET-016", ANY, ANY, "left out"),
    _title("Bristol", "E06000059"), _title("Nowhere", "visits.csv"), _title("Bournemouth"),
    _title("Poole"), _title("Bournemouth and Poole"), _title("North Dorset"),
    Entry("a letter titled 'Dorset County Council'", "accept", _of("Dorset County Council",
          "E06000059") | {DORSET: swap(TITLE.format("Dorset"), TITLE.format(
              "Dorset County Council"))}, figures=ALL_BRISTOL),
    Entry("a letter titled 'Bristol, City of'", "accept", {BRISTOL: swap(
        "visit to Bristol local", "visit to Bristol, City of local")}),
    Entry("a letter titled with its area's whole present name", "accept",
          _of("Bournemouth, Christchurch and Poole", "E06000058"), figures=ALL_BRISTOL),
    *(
        # A former name with one successor is taken as its successor's, and said: as codes are.
        Entry(f"a letter titled {name!r} for its successor's visit", "normalise",
              _of(name, "E06000058"), "LET-023", ANY, ANY, "Bournemouth, Christchurch and Poole",
              ALL_BRISTOL)
        for name in ("Bournemouth", "Poole", "Bournemouth and Poole")
    ),
    Entry("a letter under a former name with two successors", "refuse",
          _of("Northamptonshire", "E06000061"), "LET-012", ANY, ANY, "E06000062",
          {**ALL_BRISTOL, **NO_DORSET}),
    _told("a script in a finding", "escape", "Use <script>alert(1)</script> less.", ""),
    _told("a shortcode in a finding", "escape", "Use {{< meta x >}} less.",
          "Use {{< meta x >}} less."),
    _told("Typst code in a finding", "escape", 'Use #read("x") less.', 'Use #read("x") less.'),
    _told("a formula in a finding", "escape", "=1+1 is no plan.", "=1+1 is no plan."),
    Entry("a line at the end of a letter", "accept", {BRISTOL: append("")}),
]  # fmt: skip
