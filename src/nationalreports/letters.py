"""Visit letters to findings: one letter, whatever its format, gives the same findings.

Rules: LET-001 skipped, 002 unknown kind of file, 003 no such visit, 004 two letters for a visit,
005 visit without a letter, 006 unreadable, 007 scan, 008 no title, 009 no date, 010 no findings,
011 two areas or dates, 012 another area than the visit's, 013 dated before the visit, 014 dated
long after it, 015 equal ids, 016 left over, 017 tracked changes, 018 joined again over a gap,
019 doubtful date, 020 no priorities, 021 comments left out, 022 item after the closing words.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import pandas as pd

from nationalreports.area_names import fold_name, match_area
from nationalreports.documents import READERS, read_document, strip_markup
from nationalreports.letter_parts import Remark, Section, dates_of, items_of, titles_of
from nationalreports.letter_wording import area_of_opening
from nationalreports.lines import Document, ScanError, UnreadableError
from nationalreports.passages import Passage, drop_furniture, passages_of
from nationalreports.problems import Problem, Severity

FINDING_COLUMNS = [
    "finding_id", "visit_id", "area_code", "section", "position", "text", "source", "locator",
    "source_type", "date", "sector",
]  # fmt: skip
# A letter follows its visit within weeks; a later one is likely to be another visit's.
LATEST_AFTER_VISIT = datetime.timedelta(days=60)


@dataclass(frozen=True)
class Finding:
    """One finding. `position` counts from 1 within the section; `sector` may be ""."""

    section: Section
    position: int
    text: str
    locator: str
    sector: str = ""


@dataclass(frozen=True)
class Letter:
    """A letter: its date, the area as its title names it, its findings in order."""

    date: datetime.date
    area_name: str
    findings: tuple[Finding, ...]


def finding_id(owner_id: str, text: str) -> str:
    """`owner_id` and 8 hex digits that only the text's letters and digits decide.

    >>> finding_id("v1", "It's half-term.") == finding_id("v1", "It’s half- term")
    True
    """
    kept = "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
    return f"{owner_id}-{sha256(kept.encode()).hexdigest()[:8]}"


def read_letter(path: Path, *, source: str) -> tuple[Letter | None, list[Problem]]:
    """A letter from a .md, .txt, .docx or .pdf file, and the problems found; never raises.

    `source` is how problems name the file. The letter is None where the file cannot be read, or
    is no such letter (no title, date or findings; two areas or dates): the problems say why.
    """

    def problem(
        severity: Severity, rule: str, message: str, row: int | str = "", value: str = ""
    ) -> Problem:
        return Problem(severity, source, row, "", rule, value[:200], message)

    if path.suffix.lower() not in READERS:
        return None, [problem("error", "LET-002", _kind_message(path))]
    try:
        document = read_document(path)
    except UnreadableError as error:
        rule = "LET-007" if isinstance(error, ScanError) else "LET-006"
        return None, [problem("error", rule, f"The letter {error}.")]
    lines, passages = drop_furniture(document.lines), passages_of(document.lines)
    if path.suffix.lower() == ".md":
        lines = [replace(line, text=strip_markup(line.text)) for line in lines]
        passages = [replace(passage, text=strip_markup(passage.text)) for passage in passages]

    titles = titles_of(lines, passages)
    dates = dates_of(lines)
    items, remarks = items_of(passages)
    sections = {item.section for item in items}
    problems = [problem(*found) for found in _about_document(document)]
    problems += [problem(*found) for found in _about_titles(titles, passages)]
    problems += [problem(*found) for found in _about_dates(dates)]
    problems += [problem(*found) for found in _about_sections(sections)]
    problems += [problem(*_about_remark(remark)) for remark in remarks]
    areas = {fold_name(area) for area, _ in titles}
    if len(areas) != 1 or len(dates) != 1 or "told" not in sections:
        return None, problems
    counts: Counter[str] = Counter()
    findings = []
    for item in items:
        counts[item.section] += 1
        findings.append(
            Finding(item.section, counts[item.section], item.text, item.locator, item.sector)
        )
    return Letter(dates[0][0], titles[0][0], tuple(findings)), problems


# What a problem needs beside its source: severity, rule, message, row, value.
_Found = tuple[Severity, str, str, int | str, str]


def _kind_message(path: Path) -> str:
    return (
        f'Letters are .md, .txt, .docx or .pdf files, not "{path.suffix or path.name}"; '
        "save the letter as one of these, or move the file elsewhere."
    )


def _about_document(document: Document) -> Iterator[_Found]:
    if document.tracked_changes:
        yield (
            "error", "LET-017",
            f"The letter holds {document.tracked_changes} tracked changes (read as if accepted); "
            "accept or reject them in Word and save.", "", "",
        )  # fmt: skip
    if document.comments:
        yield "info", "LET-021", f"{document.comments} comments were left out.", "", ""
    for page in document.scanned_pages:
        message = f"Page {page} is a picture without text; ask for the Word file."
        yield "error", "LET-007", message, page, ""


def _about_titles(titles: Sequence[tuple[str, int]], passages: list[Passage]) -> Iterator[_Found]:
    areas = {fold_name(area): (area, row) for area, row in titles}
    if not areas:
        yield (
            "error", "LET-008",
            'Not a visit letter: no title line such as "… visit to … local area"; put the letter '
            "there, or write the title on a line of its own.", "", "",
        )  # fmt: skip
    elif len(areas) > 1:
        names = ", ".join(area for area, _ in areas.values())
        yield (
            "error", "LET-011",
            f"The letter's titles name several areas ({names}); keep one letter a file.",
            titles[-1][1], names,
        )  # fmt: skip
    else:
        for passage in passages:
            opening = area_of_opening(passage.text)
            if opening and fold_name(opening) not in areas:
                yield (
                    "warning", "LET-011",
                    f"The title (row {titles[0][1]}) names another area than the opening "
                    "sentence; check which is right.", passage.row, opening,
                )  # fmt: skip


def _about_dates(dates: Sequence[tuple[datetime.date, int, bool]]) -> Iterator[_Found]:
    listed = ", ".join(date.isoformat() for date, _, _ in dates)
    if not dates:
        yield (
            "error", "LET-009",
            "The letter has no date on a line of its own; write it there, such as "
            "8 October 2020.", "", "",
        )  # fmt: skip
    elif len(dates) > 1:
        yield (
            "error", "LET-011",
            f"Several dates stand on lines of their own ({listed}); keep the letter's.",
            dates[1][1], listed,
        )  # fmt: skip
    elif dates[0][2]:
        yield (
            "warning", "LET-019",
            f"The date was read as {listed}; check it, and write it on a line of its own with the "
            "month as a word.", dates[0][1], listed,
        )  # fmt: skip


def _about_sections(sections: Collection[str]) -> Iterator[_Found]:
    if "told" not in sections:
        yield (
            "error", "LET-010",
            'No findings: no list after a sentence such as "Inspectors were told that:"; check '
            "the letter, and put that sentence before its list.", "", "",
        )  # fmt: skip
    elif "priority" not in sections:
        yield (
            "warning", "LET-020",
            "No priorities were found after the findings; check that the letter has none.", "", "",
        )  # fmt: skip


def _about_remark(remark: Remark) -> _Found:
    forms: dict[str, tuple[Severity, str, str]] = {
        "left over": (
            "warning", "LET-016",
            "This paragraph belongs to no part of the letter and was left out; if it is a finding, "
            "or part of one, mark it so in the letter (a bullet, or joined to its bullet).",
        ),
        "lost item": (
            "error", "LET-022",
            "This list item stands after the letter's closing words and was left out; move it "
            "above them if it is a finding, or take its list mark away if it is not.",
        ),
        "unknown list": (
            "warning", "LET-016",
            "The list under this sentence was taken into the section above it; if it belongs "
            'elsewhere, word the sentence like "emerging priorities".',
        ),
        "mended": (
            "info", "LET-018",
            f"This finding was joined again over a gap (at {remark.locator}); check it once.",
        ),
        "empty item": (
            "warning", "LET-016", "A list item without words was left out; check the letter.",
        ),
    }  # fmt: skip
    severity, rule, message = forms[remark.kind]
    return severity, rule, message, remark.row, remark.text


# --- all letters of a series --------------------------------------------------------------


def ingest_letters(
    paths: Iterable[Path], visits: pd.DataFrame, areas: pd.DataFrame, *, root: Path
) -> tuple[pd.DataFrame, list[Problem]]:
    """The findings of all letters, and every problem met; never raises for bad files.

    `paths`: what stands in the letters folder; a letter's file is named after its visit.
    `visits`: visit_id, area_code, start_date, end_date (ISO), all strings. `areas`: area_code and
    names. `root`: the run folder, which `source` is relative to. Findings have `FINDING_COLUMNS`,
    all strings; `date` is the letter's. Letters with an error of area or date are set aside whole.
    """
    problems: list[Problem] = []
    letters: dict[str, list[Path]] = {}
    known = {str(row["visit_id"]): row for _, row in visits.iterrows()}
    for path in sorted(paths):
        source = _source(path, root)
        if path.name.startswith((".", "~$", "README")):
            problems.append(
                Problem("info", source, "", "", "LET-001", path.name,
                        "Skipped, as its name says it is no letter; nothing to do.")
            )  # fmt: skip
        elif path.is_dir() or path.suffix.lower() not in READERS:
            problems.append(
                Problem("error", source, "", "", "LET-002", path.name, _kind_message(path))
            )
        elif path.stem not in known:
            problems.append(
                Problem("error", source, "", "", "LET-003", path.stem,
                        f'visits.csv has no visit "{path.stem}"; name the file after its visit_id, '
                        "or add the visit.")
            )  # fmt: skip
        else:
            letters.setdefault(path.stem, []).append(path)
    rows: list[dict[str, str]] = []
    for visit_id, visit in known.items():
        found = letters.get(visit_id, [])
        if not found:
            problems.append(
                Problem("error", "data/raw/visits.csv", "", "visit_id", "LET-005", visit_id,
                        f"No letter for this visit; put it into data/raw/letters/ as {visit_id}"
                        ".md, .txt, .docx or .pdf.")
            )  # fmt: skip
        elif len(found) > 1:
            names = ", ".join(path.name for path in found)
            problems += [
                Problem("error", _source(path, root), "", "", "LET-004", names,
                        f"Several letters for one visit ({names}); keep one, remove the others.")
                for path in found
            ]  # fmt: skip
        else:
            letter_rows, met = _ingest_letter(found[0], visit, areas, root)
            rows += letter_rows
            problems += met
    frame = pd.DataFrame(rows, columns=FINDING_COLUMNS, dtype=str)
    order = frame.assign(
        rank=frame["section"].map({"told": 0, "priority": 1}), place=frame["position"].astype(int)
    ).sort_values(["visit_id", "rank", "place"])
    return frame.loc[order.index].reset_index(drop=True), problems


def _source(path: Path, root: Path) -> str:
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return path.name


def _ingest_letter(
    path: Path, visit: pd.Series, areas: pd.DataFrame, root: Path
) -> tuple[list[dict[str, str]], list[Problem]]:
    source = _source(path, root)
    letter, problems = read_letter(path, source=source)
    if letter is None:
        return [], problems
    against = _against_visit(letter, visit, areas, source)
    problems += against
    if any(problem.severity == "error" for problem in against):
        return [], problems
    visit_id, area_code = str(visit["visit_id"]), str(visit["area_code"])
    rows = [
        {
            "finding_id": finding_id(visit_id, finding.text),
            "visit_id": visit_id,
            "area_code": area_code,
            "section": finding.section,
            "position": str(finding.position),
            "text": finding.text,
            "source": source,
            "locator": finding.locator,
            "source_type": "visit",
            "date": letter.date.isoformat(),
            "sector": finding.sector,
        }
        for finding in letter.findings
    ]
    counts = Counter(row["finding_id"] for row in rows)
    problems += [
        Problem("error", source, row["locator"].split()[-1], "", "LET-015", row["finding_id"],
                f"Two findings of this letter have the same words ({row['locator']}); remove one.")
        for row in rows
        if counts[row["finding_id"]] > 1
    ]  # fmt: skip
    return rows, problems


def _against_visit(
    letter: Letter, visit: pd.Series, areas: pd.DataFrame, source: str
) -> list[Problem]:
    """Whether the letter is this visit's: its area, and its date (the bounds are allowed)."""
    problems = []
    matched = match_area(letter.area_name, areas)
    if str(visit["area_code"]) not in matched:
        said = f"is {', '.join(matched)}" if matched else "is no known area"
        problems.append(
            Problem("error", source, "", "", "LET-012", letter.area_name,
                    f"The letter's area {said}, the visit's is {visit['area_code']}; check the "
                    "file's name and visits.csv.")
        )  # fmt: skip
    try:
        start = datetime.date.fromisoformat(str(visit["start_date"]))
        end = datetime.date.fromisoformat(str(visit["end_date"]))
    except ValueError:
        return problems  # the visit's own dates are reported where visits are read
    if letter.date < start:
        problems.append(
            Problem("error", source, "", "", "LET-013", letter.date.isoformat(),
                    f"The letter is dated before its visit began ({start.isoformat()}); check its "
                    "date, the file's name and visits.csv.")
        )  # fmt: skip
    elif letter.date - end > LATEST_AFTER_VISIT:
        problems.append(
            Problem("warning", source, "", "", "LET-014", letter.date.isoformat(),
                    f"The letter is dated more than {LATEST_AFTER_VISIT.days} days after its visit "
                    f"ended ({end.isoformat()}); check its date.")
        )  # fmt: skip
    return problems
