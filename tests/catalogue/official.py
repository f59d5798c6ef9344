"""Official statistics: years, levels, areas, figures, and the day they were published."""

from __future__ import annotations

from catalogue.entry import ANY, Entry, append, cell, in_rows, rename, swap

PLANS, TIMELY = "reference/ehc_plans.csv", "reference/timeliness.csv"
DORSET = "2020,Local authority,E06000059,Dorset,Total,{0},{0},2020-05"
#: Dorset's row, row 4, is set aside; or only its figure.
NO_ROW = {"plans": 550, "plan rows": 3}
NO_FIGURE = {"plans": 550}


def _plan(name: str, column: str, value: str, rule: str, says: str, figures: dict[str, int]):
    """Dorset's plans with another cell."""
    return Entry(name, "set aside", {PLANS: cell(4, column, value)}, rule, "4", column, says,
                 figures)  # fmt: skip


def _figure(value: str) -> Entry:
    """A figure of Dorset's that is none, which must never be counted as one."""
    return Entry(f"a figure {value!r}", "set aside", {PLANS: cell(4, "Total_ehc", value)},
                 "REF-003", "4", "Total_ehc", "z or x", NO_FIGURE)  # fmt: skip


def _shorthand(value: str) -> Entry:
    """Shorthand for what is no figure."""
    return Entry(f"the shorthand {value!r}", "accept", {PLANS: cell(4, "Total_ehc", value)},
                 figures=NO_FIGURE)  # fmt: skip


def _published(value: str) -> Entry:
    """A day of publication that is none: the row stays, but nothing may cite it."""
    return Entry(f"published on {value!r}", "set aside", {PLANS: cell(4, "published", value)},
                 "REF-002", "4", "published", "2020-05-07")  # fmt: skip


ENTRIES = [
    *map(_shorthand, ["z", "x", "c", "[z]", "[x]", "[c]"]),
    *map(_figure, ["", "-450", "+450", "4 50", "450p", "1e3", "4.5E2", "inf", "nan", "NaN", "0x1c2",
                   "1_000", "٣", "450%", "12.5", "n/a", "..", "~", "#REF!", "Z"]),
    Entry("a figure with a comma for thousands", "set aside", {PLANS: cell(4, "Total_ehc",
          "1,450")}, "REF-003", "4", "Total_ehc", "", NO_FIGURE),
    Entry("a figure with a comma and no quotation marks", "refuse", {PLANS: swap(
          "Dorset,Total,450,450", "Dorset,Total,1,450,1,450")}, "TAB-005", "4", ANY, "",
          {"plans": 0, "plan rows": 0}),
    Entry("a figure with a space after it", "normalise", {PLANS: cell(4, "Total_ehc", "450 ")},
          "TAB-010", ANY, ANY, ""),
    Entry("a rate with a percent sign", "set aside", {TIMELY: cell(4, "NoExc20weekRate", "75%")},
          "REF-003", "4", "NoExc20weekRate", ""),
    Entry("a rate above 100", "set aside", {TIMELY: cell(4, "NoExc20weekRate", "750")},
          "REF-003", "4", "NoExc20weekRate", ""),
    Entry("a rate of 100", "accept", {TIMELY: cell(4, "NoExc20weekRate", "100.000000000000")}),
    Entry("a rate below nothing", "set aside", {TIMELY: cell(4, "NoExc20weekRate", "-0.1")},
          "REF-003", "4", "NoExc20weekRate", ""),
    *(_published(value) for value in [
        "May 2020", "2020-13", "2020-02-30", "7/5/2020", "43958", "2020", "2020-5", "0000-05",
        # A row about 2020 that was published before 2020 could be cited by any report.
        "2002-05-07", "2019-12-31", "2019-12",
    ]),
    Entry("published on a month", "accept", {PLANS: cell(4, "published", "2020-06")}),
    Entry("published on the first day of its year", "accept", {PLANS: cell(
          4, "published", "2020-01-01")}),
    Entry("published on no day", "accept", {PLANS: cell(4, "published", "")}),
    _plan("a year of two digits", "time_period", "20", "REF-001", "2020", NO_ROW),
    _plan("a school year for a year", "time_period", "202021", "REF-001", "2020", NO_ROW),
    _plan("a year as a fraction", "time_period", "2020.0", "REF-001", "2020", NO_ROW),
    _plan("an unknown level", "geographic_level", "Local Authority", "REF-001", "Local authority",
          NO_ROW),
    _plan("a local row without its area", "new_la_code", "", "REF-008", "code", NO_ROW),
    _plan("a local row whose area is a name", "new_la_code", "Dorset", "REF-008", "code", NO_ROW),
    _plan("a local row whose code is in small letters", "new_la_code", "e06000059", "REF-008",
          "code", NO_ROW),
    # Which of the two is right cannot be known, so neither is counted.
    Entry("an area twice with other figures", "set aside", {PLANS: append(DORSET.format(451))},
          "REF-007", "6", "new_la_code", "row 4", NO_ROW),
    Entry("an area twice with the same figures", "set aside", {PLANS: append(DORSET.format(450))},
          "REF-007", "6", "new_la_code", "row 4"),
    Entry("an area twice, once under its former code", "set aside", {PLANS: append(DORSET.format(
          451).replace("E06000059", "E10000009"))}, "REF-007", "6", "new_la_code", "row 4",
          NO_ROW),
    Entry("the national row twice", "set aside", {PLANS: append(
          "2020,National,,,Total,1001,1001,2020-05")}, "REF-007", "6", ANY, "row 2",
          {"plan rows": 3}),
    Entry("a local row whose level says national", "set aside", {PLANS: cell(
          4, "geographic_level", "National")}, "REF-007", "4", ANY, "row 2",
          {"plans": 550, "plan rows": 2}),
    Entry("a statistic without a required column", "refuse", {PLANS: rename("published", "date")},
          "TAB-007", "1", "published", "add it", {"plans": 0, "plan rows": 0}),
    Entry("a statistic without the column of ages", "refuse", {PLANS: in_rows(
          lambda rows: [row.pop(4) for row in rows])}, "TAB-007", "1", "characteristic_age",
          "add it", {"plans": 0, "plan rows": 0}),
    Entry("statistics published after the report that uses them", "set aside", {
          "config/config.yaml": swap("- discussions\n", "- discussions\n    - reference\n"),
          PLANS: swap("2020-05", "2020-12-16", 4)}, "REF-005", ANY, "published", ""),
    Entry("statistics published on the day of the report that uses them", "accept", {
          "config/config.yaml": swap("- discussions\n", "- discussions\n    - reference\n"),
          PLANS: swap("2020-05", "2020-12-15", 4)}),
    Entry("an unknown statistic", "refuse", {"reference/pupils.csv": b"a,b\n1,2\n"}, "REF-006", "",
          "", "ehc_plans.csv"),
]  # fmt: skip
