"""Visits and the list of areas: ids, former codes, names, dates, windows."""

from __future__ import annotations

from catalogue.entry import ANY, Entry, append, cell, encoded, in_turn, rename, swap
from catalogue.series import FIGURES

VISITS, AREAS = "visits.csv", "reference/areas.csv"
#: A third visit: what is set aside or taken is this row alone. It has no letter of its own.
ROW = "2020-10-third,{},2020-10-07,2020-10-08"
#: Where no visit can be read, nothing has a place: letters, codes and exports.
NOTHING = {
    **dict.fromkeys(FIGURES, 0), "areas": 6, "discussion": 2, "plans": 1000, "plan rows": 4,
    "issued": 200, "timely": 120, "timeliness rows": 4,
}  # fmt: skip
NO_AREAS = {**NOTHING, "areas": 0, "discussion": 1}
#: Dorset's visit is set aside: its letter, the codes of that and its exports with it.
NO_DORSET = {
    "visits": 1, "told": 2, "priority": 1, "codes": 2, "in Dorset": 0, "parents_carers": 7,
    "support: Very well": 3, "support: Fairly well": 2, "support: Not well": 1,
    "helped: Calls": 4, "helped: Visits": 2, "helped: None": 1,
    "plan: EHC plan": 3, "plan: SEN support": 2, "plan: None": 1, "plan: N/A": 1,
    "school: Yes": 4, "school: No": 2, "back: Good": 2, "back: Hard": 2,
    "young_people": 3, "future: Hopeful": 2, "future: Worried": 1,
}  # fmt: skip


def _area(name: str, code: str, says: str, column: str = "area_code") -> Entry:
    """A third visit whose area is refused."""
    return Entry(f"a visit to {name}", "set aside", {VISITS: append(ROW.format(code))}, "VIS-006",
                 "4", column, says)  # fmt: skip


def _dorset(name: str, column: str, value: str, rule: str, says: str = "") -> Entry:
    """Dorset's visit with a cell that costs it."""
    return Entry(name, "set aside", {VISITS: cell(3, column, value)}, rule, "3", column, says,
                 NO_DORSET)  # fmt: skip


def _list(name: str, row: str, column: str, says: str = "") -> Entry:
    """A further row of the list of areas that is set aside."""
    return Entry(name, "set aside", {AREAS: append(row)}, "VIS-008", "8", column, says)


ENTRIES = [
    _area("no area", "", "missing"),
    _area("a code that was never given", "E06000099", "areas.csv"),
    _area("an area by its name", "Dorset", "E06000059 (Dorset)"),
    _area("an area by its long name", "Bristol City Council", "E06000023"),
    _area("an area by a former name", "Poole", "E06000058"),
    _area("an area by a former name with two successors", "Northamptonshire", "E06000062"),
    _area("a code in small letters", "e06000058", "E06000058"),
    _area("a code with a digit too few", "E0600058", "areas.csv"),
    _area("a code cut by a spreadsheet", "6.000058E+15", "areas.csv"),
    _area("a code with two successors", "E10000021", "E06000062"),
    _area("a district that has no successor", "E07000048", "areas.csv"),
    _area("two areas", "E06000058 E06000059", "areas.csv"),
    _area("an area's number at the Department for Education", "839", "areas.csv"),
    Entry("a visit to Dorset under its former code", "normalise",
          {VISITS: swap("E06000059", "E10000009")}, "VIS-005", "3", "area_code", "E06000059"),
    Entry("an area code with a space after it in the visits", "normalise",
          {VISITS: swap("E06000059", '"E06000059 "')}, "TAB-010", ANY, ANY, ""),
    _dorset("a visit without an id", "visit_id", "", "VIS-001", "give one"),
    _dorset("a visit's id in capital letters", "visit_id", "2020-10-Dorset", "VIS-001"),
    _dorset("a visit's id that leads out of the folder", "visit_id", "../2020-10-dorset",
            "VIS-001"),
    _dorset("a visit's id with a space", "visit_id", "2020-10 dorset", "VIS-001"),
    _dorset("a visit's id that stands twice", "visit_id", "2020-10-bristol", "VIS-002", "row 2"),
    _dorset("a visit on 30 February", "start_date", "2020-02-30", "VIS-003", "2020-10-05"),
    _dorset("a visit's day in British order", "start_date", "12/10/2020", "VIS-003"),
    _dorset("a visit's day with one digit", "start_date", "2020-10-5", "VIS-003"),
    _dorset("a visit's day as a serial number", "start_date", "44116", "VIS-003"),
    _dorset("a visit's day with a time", "end_date", "2020-10-13 00:00:00", "VIS-003"),
    _dorset("a visit's day in other digits", "end_date", "٢٠٢٠-10-13", "VIS-003"),
    _dorset("a visit without an end", "end_date", "", "VIS-003"),
    _dorset("a visit that ends before it starts", "end_date", "2020-10-11", "VIS-004",
            "2020-10-12"),
    Entry("a visit of one day", "accept", {VISITS: cell(3, "end_date", "2020-10-12")}),
    # The visit is kept, so that its letter is read too; the error stops the run all the same.
    Entry("a visit outside every window", "set aside", {VISITS: in_turn(
        cell(3, "start_date", "2020-10-15"), cell(3, "end_date", "2020-10-16"))}, "VIS-007", "3",
        "start_date", "config/config.yaml"),
    Entry("visits in cp1252", "refuse", {VISITS: in_turn(swap("dorset", "dörset"),
          encoded("cp1252"))}, "TAB-002", "3", ANY, "UTF-8", NOTHING),
    Entry("visits without rows", "refuse", {VISITS: b"visit_id,area_code,start_date,end_date\n"},
          "LET-003", "", "", "add the visit", NOTHING, "letters/2020-10-bristol.md"),
    Entry("visits with a column too many", "refuse", {VISITS: rename("end_date", "end")},
          "TAB-007", "1", "end_date", "", NOTHING),
    _list("an area twice", "E06000059,Dorset again,,,South West,,,false", "area_code", "delete"),
    _list("an area without a code", ",Elsewhere,,,South West,,,false", "area_code", "code"),
    _list("an area with a short code", "E0600063,Cumberland,,,North West,,,false", "area_code"),
    _list("an area without a name", "E06000063,,,,North West,,,false", "area_name", "name"),
    _list("an area that is perhaps fictional", "E06000063,Cumberland,,,North West,,,perhaps",
          "fictional", "true or false"),
    _list("an area whose former code is no code", "E06000063,Cumberland,,,North West,Allerdale,,"
          "false", "former_codes", "code"),
    _list("an area whose former code is a present one", "E06000063,Cumberland,,,North West,"
          "E06000059,,false", "former_codes", "E06000059"),
    Entry("a list of areas with an unquoted Bristol, City of", "refuse", {AREAS: swap(
        'E06000023,"Bristol, City of"', "E06000023,Bristol, City of")}, "TAB-005", "2", ANY,
        "quotation marks", NO_AREAS),
    Entry("an empty list of areas", "refuse", {AREAS: b""}, "TAB-003", "", "", "", NO_AREAS),
    Entry("a list of areas without former codes", "accept", {AREAS: rename("former_codes",
          "earlier")}),
]  # fmt: skip
