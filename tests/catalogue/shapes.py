"""Tables of a wrong shape: delimiters, headers, rows, quotation marks, kinds of file."""

from __future__ import annotations

import os
from pathlib import Path

from catalogue.entry import (
    ANY,
    Entry,
    append,
    cell,
    delimited,
    in_bytes,
    in_rows,
    in_turn,
    remove,
    rename,
    swap,
)  # fmt: skip
from catalogue.series import FAMILIES, NO_FAMILIES, SUPPORT, WITHOUT_P12, YOUNG

FOLDER = "surveys/parents_carers"
CALLS = "What helped? - Calls"


def _copy(path: Path) -> None:
    """Another file with the bytes of the export beside it."""
    path.write_bytes(path.with_name("autumn.csv").read_bytes())


def _dangling(path: Path) -> None:
    path.symlink_to("nowhere.csv")


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _swapped_headers(rows: list[list[str]]) -> None:
    rows[0][0], rows[0][1] = rows[0][1], rows[0][0]


def _reordered(rows: list[list[str]]) -> None:
    for row in rows:
        row[0], row[4] = row[4], row[0]


def _second_table(rows: list[list[str]]) -> None:
    width = len(rows[0])
    rows.append([""] * width)
    rows.append(["Question", "Answers", *[""] * (width - 2)])
    rows.append(["Support", "12", *[""] * (width - 2)])


def _side_by_side(rows: list[list[str]]) -> None:
    for number, row in enumerate(rows):
        row += ["", "Area" if not number else "E06000023", "Count" if not number else "7"]


def _wide(rows: list[list[str]]) -> None:
    for number, row in enumerate(rows):
        row += [f"extra {place}" if not number else "" for place in range(10_000)]


def _too_large(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(2**31 + 1)  # a sparse file: it takes no room on the disk


def _end_is_cut(content: bytes) -> bytes:
    return content[: content.rindex(b",N/A")]


ENTRIES = [
    Entry("semicolons for commas", "normalise", {FAMILIES: delimited(";")}, "TAB-011", ANY, ANY,
          ""),
    Entry("tabs for commas", "normalise", {FAMILIES: delimited("\t")}, "TAB-011", ANY, ANY, ""),
    Entry("bars for commas", "normalise", {FAMILIES: delimited("|")}, "TAB-011", ANY, ANY, ""),
    Entry("a header with semicolons over rows with commas", "refuse",
          {FAMILIES: in_bytes(lambda b: b.replace(b",", b";", 11))}, "TAB-005", ANY,
          ANY, "", NO_FAMILIES),
    Entry("a header with commas over rows with semicolons", "refuse", {YOUNG: in_bytes(
        lambda b: b[:b.index(b"\n")] + b[b.index(b"\n"):].replace(b",", b";"))}, "TAB-005", "2",
        ANY, "", {"young_people": 0, "future: Hopeful": 0, "future: Worried": 0, "in Bristol": 7,
                  "in Dorset": 5}),
    Entry("a row with a cell too many", "refuse", {FAMILIES: swap("Very well", "Very well,")},
          "TAB-005", "2", ANY, "quotation marks", NO_FAMILIES),
    Entry("a row with a cell too few", "refuse", {FAMILIES: swap("P06,E06000023,", "P06,")},
          "TAB-005", "7", ANY, "", NO_FAMILIES),
    Entry("an unquoted comma in an answer", "refuse", {FAMILIES: swap(
        '"Calls stopped, then began again"', "Calls stopped, then began again")},
        "TAB-005", "5", ANY, "quotation marks", NO_FAMILIES),
    Entry("an unquoted Bristol, City of", "refuse", {"reference/ehc_plans.csv": swap(
        '"Bristol, City of"', "Bristol, City of")}, "TAB-005", "3", ANY, "quotation marks",
        {"plans": 0, "plan rows": 0}),
    Entry("a header twice", "refuse", {FAMILIES: rename("Which plan?", SUPPORT)}, "TAB-006", "1",
          SUPPORT, "rename", NO_FAMILIES),
    Entry("a header twice but for spaces", "refuse", {FAMILIES: rename("IP address", " Area ")},
          "TAB-006", "1", "Area", "rename", NO_FAMILIES),
    Entry("a header missing", "refuse", {FAMILIES: in_rows(lambda rows: [r.pop(2) for r in rows])},
          "TAB-007", "1", "Submitted", "add it", NO_FAMILIES),
    Entry("a header misspelt", "refuse", {FAMILIES: rename(SUPPORT, "How wel were you suported?")},
          "TAB-007", "1", SUPPORT, "meant", NO_FAMILIES),
    Entry("a header unknown", "refuse", {FAMILIES: in_rows(
        lambda rows: [r.append("E-mail" if not n else "") for n, r in enumerate(rows)])},
        "TAB-008", "1", "E-mail", "known", NO_FAMILIES),
    Entry("a header blank over a full column", "refuse", {FAMILIES: rename("IP address", "")},
          "TAB-006", "1", ANY, "name it", NO_FAMILIES),
    Entry("a header in small letters with a full stop", "normalise",
          {FAMILIES: rename(SUPPORT, "how well were you supported?.")}, "SVY-014", ANY, ANY, ""),
    Entry("two headers that differ in case alone", "refuse",
          {FAMILIES: rename("IP address", SUPPORT.upper())}, "TAB-008", "1", ANY, "",
          NO_FAMILIES),
    Entry("the headers of two columns exchanged", "set aside", {FAMILIES: in_rows(
        _swapped_headers)}, "SVY-005", "2", "Area", "", NO_FAMILIES),
    Entry("columns in another order", "accept", {FAMILIES: in_rows(_reordered)}),
    Entry("blank lines above the header", "refuse", {FAMILIES: in_bytes(lambda b: b"\n\n" + b)},
          "TAB-006", ANY, ANY, "row 1", NO_FAMILIES),
    Entry("a title above the header", "refuse", {FAMILIES: in_bytes(
        lambda b: b"Survey of autumn 2020\n" + b)}, "TAB-007", "1", ANY, "", NO_FAMILIES),
    Entry("no header", "refuse", {YOUNG: in_bytes(
        lambda b: b[b.index(b"\n") + 1:])}, "TAB-007", "1",
        ANY, "", {"young_people": 0, "future: Hopeful": 0, "future: Worried": 0,
                  "in Bristol": 7, "in Dorset": 5}),
    Entry("the header again among the rows", "refuse", {FAMILIES: in_rows(
        lambda rows: rows.insert(6, list(rows[0])))}, "TAB-016", "7", ANY, "", NO_FAMILIES),
    Entry("a second table below", "refuse", {FAMILIES: in_rows(_second_table)}, "TAB-016", ANY,
          ANY, "", NO_FAMILIES),
    Entry("a second table beside", "refuse", {FAMILIES: in_rows(_side_by_side)}, ANY, "1", ANY, "",
          NO_FAMILIES),
    Entry("10,000 columns", "refuse", {FAMILIES: in_rows(_wide)}, "TAB-008", "1", ANY, "",
          NO_FAMILIES),
    Entry("blank rows between rows", "normalise", {FAMILIES: swap("P05,", "\n\nP05,")},
          "TAB-021", ANY, ANY, ""),
    Entry("rows of commas at the end", "accept", {FAMILIES: append("," * 11)}),
    Entry("a row of totals", "set aside", {FAMILIES: append("Total,,,,12,6,3,2,,7,,")},
          "TAB-017", "14", ANY, ""),
    Entry("a row of totals named by number", "set aside", {FAMILIES: append("n=12,,,,12,,,,,,,")},
          "TAB-017", "14", ANY, ""),
    Entry("a total in the list of plans", "set aside", {"reference/ehc_plans.csv": append(
        "Total,,,,,1000,1000,")}, "TAB-017", "6", ANY, ""),
    Entry("an export that breaks off in the middle of a row", "refuse",
          {FAMILIES: in_bytes(_end_is_cut)}, "TAB-005", "13", ANY, "", NO_FAMILIES),
    Entry("a last row without its line end", "accept", {FAMILIES: in_bytes(bytes.rstrip)},
          "TAB-019", ANY, ANY, ""),
    Entry("an export that breaks off in its last answer", "set aside",
          {YOUNG: in_bytes(lambda b: b[: b.rindex(b"ried")])}, "SVY-008", "6",
          "How do you feel about next year?", "Worried",
          {"future: Worried": 1, "young_people": 4, "in Dorset": 6}),
    Entry("a quotation mark never closed", "refuse", {FAMILIES: swap("Very well", '"Very well')},
          "TAB-004", ANY, ANY, "quotation marks", NO_FAMILIES),
    Entry("text after a closing quotation mark", "refuse", {FAMILIES: swap(
        'began again"', 'began" again')}, "TAB-004", "5", ANY, "quotation marks", NO_FAMILIES),
    Entry("a quotation mark within plain text", "escape", {FAMILIES: swap(
        ',No,,\n', ',No,,5" pipe\n')}, figures={"more": 3}, holds='5" pipe'),
    Entry("line breaks within quotation marks", "escape", {FAMILIES: swap(
        "Calls stopped, then", "Calls stopped,\nthen")},
        holds="Calls stopped,\nthen began again"),
    Entry("an empty file", "refuse", {FAMILIES: b""}, "TAB-003", "", "", "headers", NO_FAMILIES),
    Entry("a file of white space", "refuse", {FAMILIES: b" \n\n\t\n"}, "TAB-003", ANY, ANY, "",
          NO_FAMILIES),
    Entry("a file of commas", "refuse", {FAMILIES: b",,,\n,,,\n"}, "TAB-003", ANY, ANY, "",
          NO_FAMILIES),
    # An export without responses is right for an area that had none; it must not pass unseen.
    Entry("a header without rows", "accept", {FAMILIES: in_rows(
        lambda rows: rows.__delitem__(slice(1, None)))}, "SVY-016", "", "", "", NO_FAMILIES),
    Entry("the same file under another name", "refuse", {f"{FOLDER}/october.csv": _copy},
          "SVY-013", "", "", ""),
    Entry("the same rows under another name and saved otherwise", "set aside",
          {f"{FOLDER}/october.csv": in_turn(_copy, swap("Merci", "merci"))},
          "SVY-004", "2", "Response ID", "autumn.csv, row 2"),
    Entry("a table saved as text", "refuse", {f"{FOLDER}/october.tsv": b"Response ID\tArea\n"},
          "TAB-001", "", "", "save it as"),
    Entry("an old workbook", "refuse", {f"{FOLDER}/october.xls": b"\xd0\xcf\x11\xe0" + bytes(600)},
          "TAB-001", "", "", "save it as"),
    Entry("an OpenDocument sheet", "refuse", {f"{FOLDER}/october.ods": b"PK\x03\x04" + bytes(60)},
          "TAB-001", "", "", "save it as"),
    Entry("a file without a suffix", "refuse", {f"{FOLDER}/october": b"Response ID,Area\n"},
          "TAB-001", "", "", "save it as"),
    Entry("a suffix in capital letters", "accept", {f"{FOLDER}/AUTUMN.CSV": _copy
          , FAMILIES: remove}),
    Entry("a lock file of Office", "accept", {f"{FOLDER}/~$autumn.xlsx": b"\x05user"}, "SVY-002",
          "", "", ""),
    Entry("a folder with the name of a table", "refuse",
          {f"{FOLDER}/october.csv": Path.mkdir}, "TAB-001", "", "", ""),
    Entry("a link that leads nowhere", "refuse", {f"{FOLDER}/october.csv": _dangling}, "TAB-001",
          "", "", ""),
    Entry("a link that leads to itself", "refuse", {f"{FOLDER}/october.csv": _loop}, "TAB-001",
          "", "", ""),
    Entry("an export of no known survey", "refuse", {"surveys/teachers/autumn.csv": b"a,b\n1,2\n"},
          "SVY-001", "", "", "parents_carers"),
    Entry("a file of over 2 GB", "refuse", {FAMILIES: _too_large}, "TAB-018", "", "", "",
          NO_FAMILIES),
    *(
        Entry(f"a file name {kind}", "accept", {f"{FOLDER}/{name}": _copy, FAMILIES: remove})
        for kind, name in [
            ("with spaces", "autumn 2020 export (1).csv"),
            ("with accents", "été – 2020.csv"),
            ("with a dash first", "-rf.csv"),
            ("of 200 characters", "n" * 196 + ".csv"),
            ("with braces", "autumn {area}.csv"),
            ("with a script", "<script>alert(1)<script>.csv"),
        ]
    ),
    Entry("an id column of blanks", "set aside", {FAMILIES: cell(13, "Response ID", "")},
          "SVY-003", "13", "Response ID", "give it", WITHOUT_P12),
]  # fmt: skip

if not hasattr(os, "geteuid") or os.geteuid() != 0:
    # The superuser may read everything, so the fault cannot be made for it.
    ENTRIES.append(
        Entry("a file that may not be read", "refuse", {FAMILIES: lambda path: path.chmod(0)},
              "TAB-001", "", "", "who may read it", NO_FAMILIES)
    )  # fmt: skip
