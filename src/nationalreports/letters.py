"""Visit letters to findings: one letter, whatever its format, gives the same findings.

Rules LET-0xx: see `rules.letters`.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import pandas as pd

from nationalreports.area_names import fold_name, match_area, successors
from nationalreports.documents import READERS, read_document, strip_markup
from nationalreports.furniture import drop_furniture, lone_heads
from nationalreports.identifiers import Identifier, identifiers_of
from nationalreports.letter_messages import (
    about_copies,
    about_damage,
    about_dates,
    about_document,
    about_head,
    about_marks,
    about_paragraphs,
    about_remark,
    about_sections,
    about_titles,
    kind_message,
)
from nationalreports.letter_parts import Part, Section, dates_of, items_of, titles_of
from nationalreports.lines import ScanError, UnreadableError
from nationalreports.passages import passages_of
from nationalreports.problems import Problem, Severity
from nationalreports.raw_folder import is_apart

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
    """A letter: its date, the area as its title names it, its findings in order, the terms in it
    that tell who or where, and every passage with its locator and part."""

    date: datetime.date
    area_name: str
    findings: tuple[Finding, ...]
    identifiers: tuple[Identifier, ...] = ()
    passages: tuple[tuple[str, Part, str], ...] = ()


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
        return None, [problem("error", "LET-002", kind_message(path))]
    try:
        document = read_document(path)
    except UnreadableError as error:
        rule = "LET-007" if isinstance(error, ScanError) else "LET-006"
        return None, [problem("error", rule, f"The letter {error}.")]
    lines = drop_furniture(document.lines)
    passages = passages_of(lines)
    heads = [document.lines[place] for place in sorted(lone_heads(document.lines))]
    if path.suffix.lower() == ".md":
        lines = [replace(line, text=strip_markup(line.text)) for line in lines]
        passages = [replace(passage, text=strip_markup(passage.text)) for passage in passages]

    titles = titles_of(lines, passages)
    dates = dates_of(lines)
    items, remarks, parts = items_of(passages)
    sections = {item.section for item in items}
    problems = [problem(*found) for found in about_document(document)]
    problems += [problem(*found) for found in about_titles(titles, passages)]
    problems += [problem(*found) for found in about_dates(dates)]
    problems += [problem(*found) for found in about_sections(sections)]
    problems += [problem(*about_remark(remark)) for remark in remarks]
    problems += [problem(*about_head(line)) for line in heads]
    problems += [problem(*found) for found in about_paragraphs(items)]
    doubts = (*about_damage(lines), *about_copies(passages), *about_marks(items))
    broken = [problem(*found) for found in doubts]
    problems += broken
    areas = {fold_name(area) for area, _ in titles}
    if broken or len(areas) != 1 or len(dates) != 1 or "told" not in sections:
        return None, problems
    counts: Counter[str] = Counter()
    findings = []
    for item in items:
        counts[item.section] += 1
        findings.append(
            Finding(item.section, counts[item.section], item.text, item.locator, item.sector)
        )
    identifiers = identifiers_of(lines, [finding.text for finding in findings])
    placed = [
        (passage.locator, part, passage.text) for passage, part in zip(passages, parts, strict=True)
    ]
    letter = Letter(dates[0][0], titles[0][0], tuple(findings), tuple(identifiers), tuple(placed))
    return letter, problems


# --- all letters of a series --------------------------------------------------------------


def ingest_letters(
    paths: Iterable[Path], visits: pd.DataFrame, areas: pd.DataFrame, *, root: Path
) -> tuple[pd.DataFrame, dict[str, Letter], list[Problem]]:
    """The findings of all letters, the letters that could be read by visit, and every problem met.

    Never raises for bad files.

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
        if is_apart(path):
            problems.append(
                Problem("info", source, "", "", "LET-001", path.name,
                        "Skipped, as its name says it is no letter; nothing to do.")
            )  # fmt: skip
        elif path.is_dir() or path.suffix.lower() not in READERS:
            problems.append(
                Problem("error", source, "", "", "LET-002", path.name, kind_message(path))
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
    usable: dict[str, Letter] = {}
    single = {visit_id: found[0] for visit_id, found in letters.items() if len(found) == 1}
    # Word files wait for pandoc: threads let it run on all cores.
    with ThreadPoolExecutor() as pool:
        read = dict(
            zip(
                single,
                pool.map(
                    lambda path: read_letter(path, source=_source(path, root)), single.values()
                ),
                strict=True,
            )
        )
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
            letter, met = read[visit_id]
            problems += met
            if letter is not None:
                usable[visit_id] = letter
                letter_rows, met = _findings_of(letter, visit, areas, _source(found[0], root))
                rows += letter_rows
                problems += met
    frame = pd.DataFrame(rows, columns=FINDING_COLUMNS, dtype=str)
    order = frame.assign(
        rank=frame["section"].map({"told": 0, "priority": 1}), place=frame["position"].astype(int)
    ).sort_values(["visit_id", "rank", "place"])
    return frame.loc[order.index].reset_index(drop=True), usable, problems


def _source(path: Path, root: Path) -> str:
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return path.name


def _findings_of(
    letter: Letter, visit: pd.Series, areas: pd.DataFrame, source: str
) -> tuple[list[dict[str, str]], list[Problem]]:
    problems = _against_visit(letter, visit, areas, source)
    if any(problem.severity == "error" for problem in problems):
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
    problems = _against_area(letter.area_name, str(visit["area_code"]), areas, source)
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


def _against_area(name: str, area_code: str, areas: pd.DataFrame, source: str) -> list[Problem]:
    """Whether a title's name is that of the area, now or, if it leaves no doubt, formerly."""
    matched = match_area(name, areas)
    if area_code in matched:
        return []
    former = [] if matched else successors(name, areas)
    if former == [area_code]:
        present = str(areas.set_index("area_code").loc[area_code, "area_name"])
        message = (
            f"The letter's title has the area's former name, taken as {present}; check that the "
            "letter is this visit's."
        )
        return [Problem("warning", source, "", "", "LET-023", name, message)]
    said = f"is {', '.join(matched)}" if matched else "is no known area"
    if former:
        said = f"is a former name, now of {' or '.join(former)}"
    message = (
        f"The letter's area {said}, the visit's is {area_code}; check the file's name and "
        "visits.csv."
    )
    return [Problem("error", source, "", "", "LET-012", name, message)]
