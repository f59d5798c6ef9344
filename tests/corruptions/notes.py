"""Tables of findings, such as notes of discussions; and the findings of a whole series."""

from __future__ import annotations

from random import Random

from catalogue.entry import ANY

from corruptions.damage import (
    TIDY,
    Corruption,
    Place,
    Run,
    cell,
    copied,
    drawn,
    put,
    row_added,
    told,
)
from corruptions.files import CODERS, MARKDOWN, NOTES, SETTLED

FINDINGS = f"{TIDY}/findings.csv"
#: Codes of a finding that was set aside, or has another id, have no finding.
UNCODED = ("COD-003",)


def _former_area(run: Run, rng: Random) -> Place:
    """A note of an area by a code that it had once."""
    rows = run.rows("reference/areas.csv")
    former = rows[0].index("former_codes")
    number = drawn(rows, rng, lambda row: bool(row["former_codes"]))
    code = rows[number - 1][former].split()[0]
    return cell(NOTES, "area_code", code)(run, rng)


def _pasted(run: Run, rng: Random) -> Place:
    """A bullet of one letter at the end of another's list."""
    source, target = rng.sample(MARKDOWN, 2)
    text = run.path(source).read_text(encoding="utf-8").split("Inspectors were told that:")[1]
    bullets = [line for line in text.split("Leaders told")[0].splitlines() if line[:1] in "*+-"]
    bullet = rng.choice([line for line in bullets if line.endswith(".")])[2:]
    lines = run.path(target).read_text(encoding="utf-8").splitlines(keepends=True)
    place = next(n for n, line in enumerate(lines) if line.startswith("Leaders told")) - 1
    mark = next(line[0] for line in reversed(lines[:place]) if line[:1] in ("*", "+", "-"))
    lines.insert(place, f"{mark} {bullet}\n")
    run.path(target).write_text("".join(lines), encoding="utf-8")
    return Place(run.source(target), place + 1, "text", value=bullet[:40])


def _twice_in_a_letter(run: Run, rng: Random) -> Place:
    """A bullet of a letter twice."""
    name = rng.choice(MARKDOWN)
    lines = run.path(name).read_text(encoding="utf-8").splitlines(keepends=True)
    start = next(n for n, line in enumerate(lines) if line.startswith("Leaders told"))
    number = rng.choice([n for n in range(start, len(lines)) if lines[n][:1] in ("*", "+", "-")
                         and lines[n][1] == " "])  # fmt: skip
    lines.insert(number, lines[number])
    run.path(name).write_text("".join(lines), encoding="utf-8")
    return Place(run.source(name), number + 1)


def _uncoded(run: Run, rng: Random) -> Place:
    """No coder has coded a finding of the notes."""
    rows = run.rows(CODERS[0])
    finding = rows[drawn(rows, rng, lambda row: row["finding_id"].startswith("disc")) - 1][0]
    for name in (*CODERS, SETTLED):
        run.save(name, [row for row in run.rows(name) if row[0] != finding])
    return Place(ANY, column="finding_id", value=finding)


CORRUPTIONS = [
    Corruption("FND-001", "a lock file of a spreadsheet stands among the notes",
               put("findings/~$notes.xlsx", b"\5user")),
    Corruption("FND-002", "a note's id is no id", cell(NOTES, "source_id", "Disc 7"), UNCODED),
    Corruption("FND-003", "a note is of an unknown kind", cell(NOTES, "source_type", "chat"),
               UNCODED),
    Corruption("FND-004", "a note has a day in British order", cell(
               NOTES, "date", lambda row: "/".join(reversed(row["date"].split("-")))), UNCODED),
    Corruption("FND-005", "a note is of an area that nobody knows",
               cell(NOTES, "area_code", "E06000999"), UNCODED),
    Corruption("FND-006", "a note is of an unknown sector", cell(NOTES, "sector", "schools"),
               UNCODED),
    Corruption("FND-007", "a note has no words", cell(NOTES, "text", "– …"), UNCODED),
    Corruption("FND-008", "a note stands twice, with another day",
               row_added(NOTES, "text", cells={"date": "2020-11-30"},
                         where=lambda row: row["date"] != "2020-11-30")),
    Corruption("FND-009", "a note's area has its former code", _former_area),
    Corruption("FND-010", "a note is coded with a theme that nobody knows", told(
               lambda run, rng: _coded_note(run, rng, "transport"), column="theme"), UNCODED),
    Corruption("FND-011", "the same notes stand in two files", copied(NOTES, "findings/notes.csv")),
    Corruption("FND-012", "a table of notes has no rows", put(
               "findings/december.csv",
               b"source_id,source_type,date,area_code,sector,text\n")),
    Corruption("FND-101", "a finding of a letter stands in it twice", told(
               _twice_in_a_letter, column="finding_id"), ("LET-015",)),
    Corruption("FND-102", "a finding's id is not made from its text",
               cell(FINDINGS, "finding_id", lambda row: row["finding_id"][:-8] + "finding1"),
               UNCODED),
    Corruption("FND-103", "a finding has no words", cell(FINDINGS, "text", "– …")),
    Corruption("FND-104", "a note is cut short", cell(
               NOTES, "text", lambda row: row["text"][:12]), UNCODED),
    Corruption("FND-105", "a finding stands in no section", cell(FINDINGS, "section", "annex"),
               ("FND-112",)),
    Corruption("FND-106", "a finding has no position", cell(FINDINGS, "position", "0"),
               ("FND-112",)),
    Corruption("FND-107", "a finding has an unknown sector", cell(FINDINGS, "sector", "schools")),
    Corruption("FND-108", "a finding is of no known area",
               cell(FINDINGS, "area_code", "E06000999")),
    Corruption("FND-109", "a bullet of one letter is pasted into another", _pasted),
    Corruption("FND-110", "a discussion took place in no report's window", cell(
               NOTES, "date", "2020-12-24")),
    Corruption("FND-111", "no coder has coded a finding", _uncoded),
]  # fmt: skip


def _coded_note(run: Run, rng: Random, theme: str) -> Place:
    """The notes with codes of their own, of which one has this theme."""
    rows = run.rows(NOTES)
    number = drawn(rows, rng)
    for place, row in enumerate(rows):
        row += ["question", "theme", "voice"] if not place else ["plan", "workforce", "leaders"]
    rows[number - 1][-2] = theme
    run.save(NOTES, rows)
    return Place(run.source(NOTES), number)
