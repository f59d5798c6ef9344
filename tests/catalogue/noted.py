"""Tables of findings, such as notes of discussions."""

from __future__ import annotations

from pathlib import Path

from catalogue.entry import ANY, Entry, append, as_workbook, cell, encoded, rename, swap
from catalogue.series import RAW

NOTES = "findings/notes.csv"
#: The second note, row 3, is set aside.
ONE = {"discussion": 1}
NONE = {"discussion": 0}
TEXT = "Schools kept in touch by telephone."


def _note(name: str, column: str, value: str, rule: str, says: str = "") -> Entry:
    """The second note with another cell."""
    return Entry(name, "set aside", {NOTES: cell(3, column, value)}, rule, "3", column, says, ONE)


def _hostile(name: str, text: str) -> Entry:
    """A note whose text must stay the characters it is."""
    return Entry(f"a note: {name}", "escape", {NOTES: cell(3, "text", text)}, holds=text)


ENTRIES = [
    _note("a note without text", "text", "", "FND-007", "delete the row"),
    _note("a note of dots", "text", "...", "FND-007", "delete the row"),
    _note("a note of dashes", "text", "– —", "FND-007"),
    *(
        _note(f"a note on {day!r}", "date", day, "FND-004", "2020-11-03")
        for day in ("3 November 2020", "03/11/2020", "11/03/2020", "3.11.20", "2020-11-31",
                    "2020-11", "44138", "", "2020-11-04T10:00", "2020-11-3")
    ),
    _note("a note of an unknown kind", "source_type", "chat", "FND-003", "interview"),
    _note("a note of a kind in capital letters", "source_type", "Interview", "FND-003",
          "interview"),
    _note("a note of no kind", "source_type", "", "FND-003", "interview"),
    _note("a note without an id", "source_id", "", "FND-002", "give one"),
    _note("a note's id that is a formula", "source_id", "=A2", "FND-002"),
    _note("a note's id that leads out of the folder", "source_id", "../d-2", "FND-002"),
    _note("a note of an unknown area", "area_code", "E06000099", "FND-005", "areas.csv"),
    _note("a note of an area by its name", "area_code", "Dorset", "FND-005", "E06000059"),
    _note("a note of a code with two successors", "area_code", "E10000021", "FND-005",
          "E06000062"),
    _note("a note of an unknown sector", "sector", "schools", "FND-006", "education"),
    _note("a note of no sector", "sector", "", "FND-006", "education"),
    Entry("a note of a former code", "normalise", {NOTES: cell(3, "area_code", "E10000009")},
          "FND-009", "3", "area_code", "E06000059"),
    Entry("a note twice", "set aside", {NOTES: append(
          "d-1,discussion,2020-11-03,E06000023,health,Waits for therapy were long")}, "FND-008",
          "4", "text", "row 2"),
    Entry("a note twice with another date", "set aside", {NOTES: append(
          "d-1,discussion,2020-11-30,,care,WAITS FOR THERAPY WERE LONG!")}, "FND-008", "4",
          "text", "row 2"),
    Entry("the words of a note from another source", "accept", {NOTES: append(
          "d-3,discussion,2020-11-05,,health,Waits for therapy were long.")},
          figures={"discussion": 3}),
    Entry("a note with a line break", "accept", {NOTES: cell(3, "text", "Schools kept\nin touch "
          "by telephone.")}, holds=TEXT),
    Entry("a note whose theme is unknown", "set aside", {NOTES: swap(RAW[NOTES], (
          "source_id,source_type,date,area_code,sector,text,question,theme,voice\n"
          "d-1,discussion,2020-11-03,E06000023,health,Waits for therapy were long.,,,\n"
          "d-2,interview,2020-11-04,,education,Schools kept in touch.,plan,transport,leaders\n"))},
          "FND-010", "3", "theme", "workforce", ONE),
    # Notes of a visit are discussions: they never count as what its letter tells.
    Entry("a note whose id is a visit's", "accept", {NOTES: cell(3, "source_id",
          "2020-10-bristol")}),
    _hostile("a formula", '=HYPERLINK("http://192.0.2.9","more")'),
    _hostile("a script", "Use <script>alert(1)</script> less."),
    _hostile("a shortcode", "Use {{< meta x >}} less."),
    _hostile("Typst code", 'Use #read("x") less.'),
    _hostile("very long", "word " * 6500 + "end."),
    Entry("notes in cp1252", "refuse", {NOTES: lambda path: path.write_bytes(
          path.read_bytes().replace(b"Schools", b"Caf\xe9s"))}, "TAB-002", "3", ANY, "UTF-8",
          NONE),
    Entry("notes in UTF-16", "normalise", {NOTES: encoded("utf-16")}, "TAB-012", ANY, ANY, ""),
    Entry("notes without a column", "refuse", {NOTES: rename("sector", "service")}, "TAB-007", "1",
          "sector", "add it", NONE),
    Entry("notes with an unknown column", "refuse", {NOTES: rename("text", "finding")}, "TAB-007",
          "1", "text", "", NONE),
    Entry("the same notes twice", "refuse", {"findings/other.csv": RAW[NOTES].encode()},
          "FND-011", "", "", ""),
    Entry("notes in a workbook", "accept", {"findings/notes.xlsx": as_workbook("notes.csv")}),
    Entry("notes as a text file", "refuse", {"findings/notes.txt": b"Waits were long."},
          "TAB-001", "", "", "save it as"),
    Entry("a folder among the notes", "refuse", {"findings/more.csv": Path.mkdir}, "TAB-001", "",
          "", ""),
    Entry("notes whose name begins with a dot", "accept", {"findings/.notes.csv": b"x"},
          "FND-001", "", "", ""),
    Entry("notes without rows", "accept", {NOTES: swap(RAW[NOTES], RAW[NOTES].split("\n")[0]
          + "\n")}, "FND-012", "", "", "take the file away", NONE),
]  # fmt: skip
