"""What a reader of a letter is told: one message for each thing met in it, with its rule.

Rules LET-0xx: see `rules.letters`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from nationalreports.area_names import fold_name
from nationalreports.letter_parts import Item, Remark
from nationalreports.letter_wording import area_of_opening, is_salutation, is_sign_off
from nationalreports.lines import Document, Line
from nationalreports.passages import Passage
from nationalreports.problems import Severity

_DAMAGE = re.compile("\ufffd|â€|Ã[\u0080-\u00bf]|Â[£\u00a0©]")

_INNER_MARK = re.compile("(?<=\\s)[•◼■▪●◦➢►❖✓✔§\ue000-\uf8ff](?=\\s)")
# Of a finding by itself. The real letter's longest has seven.
MOST_SENTENCES = 7

#: What a problem needs beside its source: severity, rule, message, row, value.
Message = tuple[Severity, str, str, int | str, str]


def kind_message(path: Path) -> str:
    """What to say of a file that is no letter by its suffix."""
    return (
        f'Letters are .md, .txt, .docx or .pdf files, not "{path.suffix or path.name}"; '
        "save the letter as one of these, or move the file elsewhere."
    )


def about_document(document: Document) -> Iterator[Message]:
    """Tracked changes, comments, and pages that are pictures."""
    if document.tracked_changes:
        yield (
            "error", "LET-017",
            f"The letter holds {document.tracked_changes} tracked changes (read as if accepted); "
            "accept or reject them in Word and save.", "", "",
        )  # fmt: skip
    if document.comments:
        yield "info", "LET-021", f"{document.comments} comments were left out.", "", ""
    for what in document.unread:
        message = f"The file has {what}; look at the letter in Word, and make plain text of it."
        yield "warning", "LET-028", message, "", ""
    if document.notes:
        yield "info", "LET-024", f"{document.notes} notes to the text were left out.", "", ""
    for page in document.scanned_pages:
        message = f"Page {page} is a picture without text; ask for the Word file."
        yield "error", "LET-007", message, page, ""


def about_titles(titles: Sequence[tuple[str, int]], passages: list[Passage]) -> Iterator[Message]:
    """A title missing, several, or at odds with the opening sentence."""
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


def about_dates(dates: Sequence[tuple[datetime.date, int, bool]]) -> Iterator[Message]:
    """A date missing, several, or in doubt; `dates` as from `dates_of`."""
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


def about_sections(sections: Collection[str]) -> Iterator[Message]:
    """Findings or priorities missing."""
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


def about_remark(remark: Remark) -> Message:
    """A passage that fits nowhere, or was put together again."""
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


def about_head(line: Line) -> Message:
    """A line beside a page number that was left out though it stands once."""
    message = (
        "This line beside a page number was left out as a running head; if it is text, join it to "
        "the sentence that it belongs to."
    )
    return "warning", "LET-025", message, line.row, line.text


def about_damage(lines: Sequence[Line]) -> Iterator[Message]:
    """Text that a conversion has damaged: U+FFFD, or UTF-8 that was read as another encoding."""
    for line in lines:
        found = _DAMAGE.search(line.text)
        if found:
            message = (
                "The text was damaged when the file was converted; ask for the original, or "
                "correct these characters and others like them."
            )
            yield "error", "LET-026", message, line.row, line.text[max(0, found.start() - 20) :]
            return


def about_copies(passages: Sequence[Passage]) -> Iterator[Message]:
    """A file with more than one letter: two salutations and two closings."""
    starts = [p for p in passages if not p.marker and is_salutation(p.text) and len(p.text) < 80]
    ends = [p for p in passages if not p.marker and is_sign_off(p.text)]
    if len(starts) > 1 and len(ends) > 1:
        message = "The file holds more than one letter; keep one letter a file."
        yield "error", "LET-011", message, starts[1].row, starts[1].text


def about_marks(items: Sequence[Item]) -> Iterator[Message]:
    """Findings that are likely to be several, since the marks of their list were lost."""
    message = (
        "The list's marks were lost, so that several findings look like one; write each finding as "
        "a list item, or ask for the Word file."
    )
    for section in ("told", "priority"):
        own = [item for item in items if item.section == section]
        for item in own:
            sentences = len(re.findall(r"[.!?](?=\s+[A-Z‘“])", item.text)) + 1
            merged = not item.marked and sentences > MOST_SENTENCES
            if merged or _INNER_MARK.search(item.text):
                yield "error", "LET-027", message, item.row, item.text


def about_paragraphs(items: Sequence[Item]) -> Iterator[Message]:
    """A section whose findings are paragraphs: where one ends is less sure than in a list."""
    for section in ("told", "priority"):
        own = [item for item in items if item.section == section]
        if own and not any(item.marked for item in own):
            message = (
                f"This part has no list: each of its {len(own)} paragraphs was taken as one; "
                "check them, or make list items of them."
            )
            yield "warning", "LET-029", message, own[0].row, own[0].text
