"""The files of the demonstration series that are damaged."""

from __future__ import annotations

VISITS, AREAS = "visits.csv", "reference/areas.csv"
DECISIONS, SHEET = "decisions.csv", "check_sheet.xlsx"
ALARMS = "leaks_settled.csv"
QUOTATIONS = "quotations.csv"
PLANS, TIMELINESS = "reference/ehc_plans.csv", "reference/timeliness.csv"
NOTES = "findings/discussions_2020-11.csv"
CODERS = ["coding/coder_a.csv", "coding/coder_b.csv"]
SETTLED = "coding/settled.csv"

FAMILIES = [
    f"surveys/parents_carers/{name}.csv"
    for name in ("october-2020", "2021-01-marlstead", "2021-02-dunwether", "2021-03-ivenshire")
]
YOUNG = "surveys/young_people/october-2020.csv"
EXPORTS = [*FAMILIES, YOUNG]
BOOKS = [
    "surveys/parents_carers/2021-03-quillmoor-and-stane.xlsx",
    "surveys/young_people/final-2021.xlsx",
]
#: Tables of which none may have columns of its own.
TABLES = [*EXPORTS, NOTES, VISITS]

#: Markdown letters whose findings are one line each, and text letters whose lines are wrapped.
MARKDOWN = [
    "letters/2020-10-harrowmere.md",
    "letters/2020-10-tarnholt.md",
    "letters/2021-03-quillmoor-and-stane.md",
]
TEXT = ["letters/2020-10-pellingford.txt", "letters/2021-01-marlstead.txt"]
WORD = [
    "letters/2020-10-corvenham.docx",
    "letters/2020-10-wexhollow.docx",
    "letters/2021-03-ivenshire.docx",
]
PDF = ["letters/2020-10-eldermarsh.pdf", "letters/2021-02-dunwether.pdf"]
