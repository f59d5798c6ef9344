"""Survey exports: ids, areas, days, answers, routing, and what their declaration says of them."""

from __future__ import annotations

from catalogue.entry import ANY, Entry, append, cell, in_rows, in_turn, remove, rename, swap
from catalogue.series import (
    FAMILIES,
    NO_FAMILIES,
    PARENTS_CARERS,
    SUPPORT,
    WITHOUT_P09,
    YOUNG,
    survey_form,
)  # fmt: skip

FORM = "config/surveys/parents_carers.yaml"
CALLS, NONE = "What helped? - Calls", "What helped? - None"
PLAN, SCHOOL, BACK = "Which plan?", "Did your child go to school?", "How was going back?"
LESS = {"support: Not well": 2}


def _id(value: str, outcome="accept", figures=None, **rest) -> Entry:
    """The response of row 10 under another id."""
    rule = "" if outcome == "accept" else rest.pop("rule", "SVY-003")
    return Entry(
        f"the id {value!r}", outcome, {FAMILIES: cell(10, "Response ID", value)}, rule, "10",
        "Response ID", "", figures or {},
    )  # fmt: skip


def _day(value: str, outcome="set aside") -> Entry:
    """The response of row 10 on another day."""
    figures = WITHOUT_P09 if outcome == "set aside" else {}
    rule = "SVY-007" if outcome == "set aside" else ""
    return Entry(
        f"the day {value!r}", outcome, {FAMILIES: cell(10, "Submitted", value)}, rule, "10",
        "Submitted", "", figures,
    )  # fmt: skip


def _area(value: str, rule: str = "SVY-005", says: str = "") -> Entry:
    """The response of row 10 from an area that cannot be taken."""
    return Entry(
        f"the area {value!r} in an export", "set aside", {FAMILIES: cell(10, "Area", value)}, rule,
        "10", "Area", says, WITHOUT_P09,
    )  # fmt: skip


def _answer(value: str, says: str = "") -> Entry:
    """An answer in row 10 that the survey does not know."""
    return Entry(
        f"the answer {value!r}", "set aside", {FAMILIES: cell(10, SUPPORT, value)}, "SVY-008",
        "10", SUPPORT, says, LESS,
    )  # fmt: skip


def _near(value: str) -> Entry:
    """An answer in row 10 that differs in its writing alone."""
    return Entry(
        f"the answer {value!r}", "normalise", {FAMILIES: cell(10, SUPPORT, value)}, "SVY-014",
        ANY, SUPPORT, "",
    )  # fmt: skip


def _joined(rows: list[list[str]]) -> None:
    """The three columns of one question as one, joined by semicolons."""
    names = ["Calls", "Visits", "None"]
    for number, row in enumerate(rows):
        ticked = [name for name, tick in zip(names, row[5:8], strict=True) if tick]
        row[5:8] = ["What helped?" if not number else ";".join(ticked)]


JOINED = (
    PARENTS_CARERS.replace("type: multiple\n", "type: multiple\n    layout: joined\n")
    .replace("drop: [IP address]", 'drop: [IP address]\nexport: {separator: ";"}')
    .encode()
)

DAY_FIRST = survey_form("dates: day-first")
BOTH_ROWS = survey_form("header_rows: 2")


def _days_first(rows: list[list[str]]) -> None:
    for row in rows[1:]:
        year, month, rest = row[2].split("-", 2)
        day, _, time = rest.partition(" ")
        row[2] = f"{day}/{month}/{year} {time}".strip()


def _month_first(rows: list[list[str]]) -> None:
    for row in rows[1:]:
        year, month, rest = row[2].split("-", 2)
        day, _, time = rest.partition(" ")
        row[2] = f"{month}/{day}/{year} {time}".strip()


def _two_header_rows(rows: list[list[str]]) -> None:
    below = [""] * len(rows[0])
    for place in (5, 6, 7):
        question, below[place] = rows[0][place].split(" - ")
        rows[0][place] = question if place == 5 else ""
    rows.insert(1, below)


def _respondents_twice(rows: list[list[str]]) -> None:
    rows.append(list(rows[9]))


ENTRIES = [
    _id("007"), _id("1E5"), _id("0"), _id("None"), _id("TRUE"), _id("9f3c-44"),
    _id("1.23457E+11", "set aside", WITHOUT_P09),
    _id("", "set aside", WITHOUT_P09),
    _id("P08", "set aside", WITHOUT_P09, rule="SVY-004"),
    Entry("an id with a space at its end, else alike another", "set aside",
          {FAMILIES: cell(10, "Response ID", "P08 ")}, "SVY-004", "10", "Response ID", "row 9",
          WITHOUT_P09),
    Entry("a response twice in one file", "set aside", {FAMILIES: in_rows(_respondents_twice)},
          "SVY-004", "14", "Response ID", "row 10"),
    Entry("a second response of one id with other answers", "set aside",
          {FAMILIES: append("P09,E06000059,2020-10-16,,Very well,,,,None,No,,")}, "SVY-004", "14",
          "Response ID", "row 10"),
    _day("2020-10-13T09:30:00Z", "accept"), _day("2020-10-13 09:30:15.123", "accept"),
    _day("13/10/2020"), _day("10/13/2020"), _day("05/10/20"), _day("2020-02-30"),
    _day("2020-10-5"), _day("44117"), _day("44117.5"), _day("13 October 2020"), _day(""),
    _day("2020-10-13 25:61"), _day("0000-10-13"), _day("2020-10-13x"), _day("٢٠٢٠-١٠-١٣"),
    Entry("days in the order that is declared", "accept",
          {FORM: DAY_FIRST, FAMILIES: in_rows(_days_first)}),
    # Rows 2 to 8 are days in both orders, and would be wrong ones.
    Entry("days in another order than is declared", "refuse",
          {FORM: DAY_FIRST, FAMILIES: in_rows(_month_first)}, "SVY-017", "9", "Submitted",
          "dates: month-first", NO_FAMILIES),
    _area(""), _area("Dorset", says="E06000059"), _area("e06000059", says="E06000059"),
    _area("E0600059"), _area("E06000099"), _area("E10000021", says="E06000062"),
    _area("E07000048"), _area("E06000060", "SVY-006", "visits.csv"), _area("Bournemouth",
          says="E06000058"), _area("838"), _area("E06000059; E06000023"),
    Entry("a former area code in an export", "normalise", {FAMILIES: cell(10, "Area",
          "E10000009")}, "SVY-011", "10", "Area", "E06000059"),
    Entry("an area code with a space after it", "normalise", {FAMILIES: cell(10, "Area",
          "E06000059 ")}, "TAB-010", ANY, ANY, ""),
    _answer("Quite well"), _answer("Very wel", "'Very well'"), _answer("None"), _answer("N/A"),
    _answer("null"), _answer("NaN"), _answer("-"), _answer("TRUE"), _answer("0"),
    _answer("Very well; Not well"), _answer("Not well, Fairly well"), _answer("1,234"),
    _answer("12%"), _answer("1.5e3"), _answer("٣"), _answer("#N/A"), _answer("?"),
    _answer("x" * 40_000),
    _near("not well"), _near("NOT WELL"), _near("Not well."), _near("Not well:"),
    Entry("the answer None where the survey lists it", "accept", {FAMILIES: cell(2, PLAN,
          "None")}, figures={"plan: EHC plan": 3, "plan: None": 3}),
    Entry("the answer N/A where the survey lists it", "accept", {FAMILIES: cell(2, PLAN, "N/A")},
          figures={"plan: EHC plan": 3, "plan: N/A": 3}),
    Entry("the answer NA where the survey lists N/A", "set aside", {FAMILIES: cell(10, PLAN,
          "NA")}, "SVY-008", "10", PLAN, "", {"plan: None": 1}),
    Entry("a blank where an answer stood", "accept", {FAMILIES: cell(10, SUPPORT, "")},
          figures=LESS),
    Entry("a tick by another answer's text", "set aside", {FAMILIES: cell(10, NONE, "Calls")},
          "SVY-008", "10", NONE, "", {"helped: None": 1}),
    Entry("a tick by the answer's own text", "accept", {FAMILIES: cell(10, NONE, "None")}),
    Entry("a tick denied by No", "set aside", {FAMILIES: cell(10, NONE, "No")}, "SVY-008", "10",
          NONE, "not ticked", {"helped: None": 1}),
    Entry("ticks joined in one column as declared", "accept",
          {FORM: JOINED, FAMILIES: in_rows(_joined)}),
    Entry("ticks joined in one column and not declared", "refuse", {FAMILIES: in_rows(_joined)},
          "TAB-007", "1", CALLS, "", NO_FAMILIES),
    Entry("ticks joined by another mark than declared", "set aside",
          {FORM: JOINED, FAMILIES: in_turn(in_rows(_joined), swap("Calls;Visits",
                                                                  "Calls|Visits"))},
          "SVY-008", "3", "What helped?", "", {"helped: Calls": 5, "helped: Visits": 2}),
    Entry("one answer joined twice", "set aside",
          {FORM: JOINED, FAMILIES: in_turn(in_rows(_joined), swap("Calls;Visits",
                                                                  "Calls;Visits;Calls"))},
          "SVY-008", "3", "What helped?", "", {"helped: Calls": 5, "helped: Visits": 2}),
    Entry("headers in two rows as declared", "accept",
          {FORM: BOTH_ROWS, FAMILIES: in_rows(_two_header_rows)}),
    Entry("headers in two rows and not declared", "refuse",
          {FAMILIES: in_rows(_two_header_rows)}, ANY, "1", ANY, "", NO_FAMILIES),
    Entry("headers in one row where two are declared", "refuse", {FORM: BOTH_ROWS, FAMILIES: swap(
          "P01", "P01")}, ANY, ANY, ANY, "", NO_FAMILIES),
    Entry("an answer to a question that was not asked", "set aside",
          {FAMILIES: cell(10, BACK, "Good")}, "SVY-009", "10", BACK, "correct that answer"),
    Entry("an answer to a question whose leading answer is blank", "set aside",
          {FAMILIES: in_turn(cell(10, SCHOOL, ""), cell(10, BACK, "Good"))}, "SVY-009", "10",
          BACK, "", {"school: No": 3}),
    Entry("an answer to a question whose leading answer is unknown", "set aside",
          {FAMILIES: cell(8, SCHOOL, "Yess")}, "SVY-008", "8", SCHOOL, "'Yes'",
          {"school: Yes": 6}),
    Entry("a response that answers nothing", "accept", {FAMILIES: in_rows(
          lambda rows: rows[9].__setitem__(slice(4, None), [""] * 8))}, "SVY-010", "10", "", "",
          WITHOUT_P09),
    Entry("one person's answers in both surveys", "accept", {YOUNG: swap("Y02", "P02")}),
    Entry("the exports of the two surveys exchanged", "refuse",
          {YOUNG: lambda path: path.rename(path.with_name("moved")),
           FAMILIES: lambda path: path.rename(path.parents[1] / "young_people/autumn.csv"),
           "surveys/young_people/moved": lambda path: path.rename(
               path.parents[1] / "parents_carers/autumn.csv")},
          "TAB-007", "1", ANY, "",
          {**NO_FAMILIES, "young_people": 0, "future: Hopeful": 0, "future: Worried": 0,
           "in Bristol": 0, "in Dorset": 0}, FAMILIES),
    Entry("a survey without an export", "accept", {FAMILIES: remove}, "SVY-012", "", "",
          "data/raw/surveys/parents_carers/", NO_FAMILIES, FORM),
    Entry("an e-mail address in a column to be dropped", "accept", {FAMILIES: cell(
          2, "IP address", "a.person@example.org")}),
    Entry("typographic marks in a header", "normalise",
          {FORM: PARENTS_CARERS.replace("Anything else?", "What's else - if anything?").encode(),
           FAMILIES: rename("Anything else?", "What’s else – if anything?")},
          "SVY-014", ANY, ANY, ""),
]  # fmt: skip
