"""Letters after visits, in their four formats; and the terms that may stand in no report."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Any

import docx
from catalogue.entry import ANY, in_bytes, remove
from catalogue.letter_files import scan
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from corruptions.damage import Corruption, Damage, Place, Run, cell, one_of, put, spoilt, told
from corruptions.files import AREAS, MARKDOWN, PDF, TEXT, VISITS, WORD

PLAIN = [*MARKDOWN, *TEXT]
LETTERS = [*PLAIN, *WORD, *PDF]
#: A letter that was set aside takes with it the findings that are coded.
UNCODED = ("COD-003",)
TOLD = "Inspectors were told that:"
WATCHLIST = "watchlist.csv"

_DATE = re.compile(r"^[0-9]{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+,? [0-9]{4}$")
_TITLE = re.compile(r"visit to (.+) local area")
_BULLET = re.compile(r"[-+*•] ")


def in_letter(
    files: list[str],
    change: Callable[[list[str], Random], int | str],
    **rest: str,
) -> Damage:
    """A change of a letter's lines, which tells the row that must be reported."""

    def damage(run: Run, rng: Random) -> Place:
        name = one_of(files, rng)
        lines = run.path(name).read_text(encoding="utf-8").splitlines()
        row = change(lines, rng)
        run.path(name).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
        return Place(run.source(name), row, "", **rest)

    return damage


def _at(lines: list[str], pattern: str | re.Pattern[str]) -> int:
    """The place of the first line in which the pattern is found."""
    return next(place for place, line in enumerate(lines) if re.search(pattern, line))


def _told(lines: list[str], rng: Random) -> int:
    """The place of a bullet drawn from what inspectors were told."""
    start, end = _at(lines, TOLD), _closing(lines)
    return rng.choice([n for n in range(start, end) if _BULLET.match(lines[n])])


def _closing(lines: list[str]) -> int:
    return _at(lines, "^This letter is confidential")


def _dated(text: str) -> Callable[[list[str], Random], int]:
    def change(lines: list[str], rng: Random) -> int:
        place = _at(lines, _DATE)
        lines[place] = text
        return place + 1

    return change


def _titled(area: str) -> Callable[[list[str], Random], str]:
    def change(lines: list[str], rng: Random) -> str:
        place = _at(lines, _TITLE)
        lines[place] = _TITLE.sub(f"visit to {area} local area", lines[place])
        return ""

    return change


def _without_title(lines: list[str], rng: Random) -> str:
    del lines[_at(lines, _TITLE)]
    return ""


def _without_lists(lines: list[str], rng: Random) -> str:
    start = _at(lines, TOLD)
    del lines[start : _closing(lines)]
    return ""


def _two_dates(lines: list[str], rng: Random) -> int:
    place = _at(lines, _DATE)
    lines[place + 1 : place + 1] = ["", "1 June 2021"]
    return place + 3


def _inserted(text: str, where: Callable[[list[str], Random], int], *, below: int = 0):
    """A paragraph of its own put before the place that `where` gives."""

    def change(lines: list[str], rng: Random) -> int:
        place = where(lines, rng)
        lines[place:place] = [text, ""]
        return place + 1 + below

    return change


def _twice(lines: list[str], rng: Random) -> int:
    # A bullet that a page's end parts has its second half further down.
    place = rng.choice([n for n in range(_at(lines, TOLD), _closing(lines))
                        if _BULLET.match(lines[n]) and lines[n].endswith(".")])  # fmt: skip
    lines.insert(place, lines[place])
    return place + 1


def _parted(lines: list[str], rng: Random) -> int:
    """A finding in two halves, as a page's end leaves them."""
    long = [n for n in range(_at(lines, TOLD), _closing(lines))
            if _BULLET.match(lines[n]) and re.search(r" [a-z]+ [a-z]+ [a-z]+ [a-z]+ ", lines[n])
            and "joined" not in lines[n]]  # fmt: skip
    place = rng.choice(long)
    half = re.search(r" [a-z]+ [a-z]+(?= [a-z]+ [a-z]+ )", lines[place])
    assert half is not None
    first, second = lines[place][: half.end()], lines[place][half.end() + 1 :]
    lines[place : place + 1] = [first, "", second, ""]
    return place + 1


def _without_priorities(lines: list[str], rng: Random) -> str:
    start = next(
        n for n in range(_at(lines, TOLD), len(lines)) if "emerging priorities" in lines[n]
    )
    del lines[start : _closing(lines)]
    return ""


def _headed(lines: list[str], rng: Random) -> int:
    """A page's number within the list, with a running head that stands once."""
    place = _told(lines, rng)
    lines[place:place] = ["", "Page 2 of 3", "Sampleton office in confidence", ""]
    return place + 3


def _damaged(lines: list[str], rng: Random) -> int:
    place = _told(lines, rng)
    lines[place] = lines[place].replace(" ", " caf\ufffd ", 2)
    return place + 1


def _marks_lost(lines: list[str], rng: Random) -> int:
    """Two bullets on one line, the second's mark within it."""
    place = rng.choice([n for n in range(_at(lines, TOLD), _closing(lines) - 1)
                        if _BULLET.match(lines[n]) and _BULLET.match(lines[n + 1])])  # fmt: skip
    lines[place : place + 2] = [f"{lines[place]} ◼ {lines[place + 1][2:]}"]
    return place + 1


def _no_list(lines: list[str], rng: Random) -> int:
    """The findings as paragraphs; a few, each of a sentence or two."""
    start = _at(lines, TOLD)
    end = next(n for n in range(start, len(lines)) if "emerging priorities" in lines[n])
    kept = [line[2:] for line in lines[start:end] if _BULLET.match(line)]
    lines[start + 1 : end] = ["", *(part for text in kept for part in (text, ""))]
    return start + 3


def in_word(change: Callable[[Any, Any], object], **rest: str) -> Damage:
    """A change of a Word letter: of the document, and of a bullet drawn."""

    def damage(run: Run, rng: Random) -> Place:
        name = rng.choice(WORD)
        letter = docx.Document(str(run.path(name)))
        bullets = [p for p in letter.paragraphs if p.style.name == "List Bullet"]
        change(letter, rng.choice(bullets))
        letter.save(str(run.path(name)))
        return Place(run.source(name), "", "", **rest)

    return damage


def _tracked(letter: Any, bullet: Any) -> None:
    bullet._p.append(parse_xml(
        f'<w:ins {nsdecls("w")} w:id="901" w:author="A" w:date="2020-10-20T10:00:00Z">'
        '<w:r><w:t xml:space="preserve"> And more.</w:t></w:r></w:ins>'
    ))  # fmt: skip


def _hidden(letter: Any, bullet: Any) -> None:
    run = bullet.add_run(" See the annex.")
    run.font.hidden = True


def _noted(letter: Any, bullet: Any) -> None:
    bullet._p.append(parse_xml(
        f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'
    ))  # fmt: skip
    xml = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p><w:r><w:t>As the law then '
        "stood.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, xml.encode(), letter.part.package)
    letter.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _commented(letter: Any, bullet: Any) -> None:
    letter.add_comment(bullet.runs, text="Is this so?", author="A")


def _two_letters(run: Run, rng: Random) -> Place:
    name = rng.choice(MARKDOWN)
    second = name.replace(".md", ".txt")
    run.path(second).write_bytes(run.path(name).read_bytes())
    return Place(run.source(rng.choice([name, second])), "", "")


def gone(run: Run, rng: Random) -> Place:
    name = rng.choice(LETTERS)
    remove(run.path(name))
    visit = name.partition("/")[2].rpartition(".")[0]
    return Place(f"data/raw/{VISITS}", "", "visit_id", value=visit)


def _exchanged(run: Run, rng: Random) -> Place:
    """The letter of one area under another's name."""
    one, other = rng.sample(MARKDOWN[:2], 2)
    run.path(one).write_bytes(run.path(other).read_bytes())
    return Place(run.source(one), "", "")


def _former_name(run: Run, rng: Random) -> Place:
    """A letter under a name that its area had once."""
    name = rng.choice(PLAIN)
    visit = name.partition("/")[2].rpartition(".")[0]
    area = next(row[1] for row in run.rows(VISITS) if row[0] == visit)
    cell(AREAS, "former_names", "Old Wendlemere", lambda row: row["area_code"] == area)(run, rng)
    return in_letter([name], _titled("Old Wendlemere"), value="Old Wendlemere")(run, rng)


def _scanned(run: Run, rng: Random) -> Place:
    name = rng.choice(PDF)
    scan(run.path(name))
    return Place(run.source(name), "", "")


def _term(visit: str, kind: str, term: str, column: str) -> Damage:
    text = f"visit_id,kind,term\n,person,Yusuf Jessamy\n{visit},{kind},{term}\n"
    return put(WATCHLIST, text.encode(), 3, column)


CORRUPTIONS = [
    Corruption("LET-001", "a lock file of Word stands among the letters",
               put("letters/~$20-10-corvenham.docx", b"\5user")),
    Corruption("LET-002", "a letter is of an unknown kind", put("letters/2020-10-x.odt", b"PK")),
    Corruption("LET-003", "a letter is of no known visit", spoilt(
               "letters/2020-10-nowhere.md", lambda path: path.write_text("Dear Ms Person"))),
    Corruption("LET-004", "a visit has two letters", _two_letters, UNCODED),
    Corruption("LET-005", "a visit has no letter", gone, UNCODED),
    Corruption("LET-006", "a Word letter is cut in half", spoilt(WORD, in_bytes(
               lambda content: content[: len(content) // 2])), UNCODED),
    Corruption("LET-007", "a letter is a scan", _scanned, UNCODED),
    Corruption("LET-008", "a letter has no title", in_letter(PLAIN, _without_title), UNCODED),
    Corruption("LET-009", "a letter has no date", told(in_letter(
               PLAIN, _dated("In October")), row=""), UNCODED),
    Corruption("LET-010", "a letter has no findings", in_letter(PLAIN, _without_lists),
               (*UNCODED, "LET-022")),
    Corruption("LET-011", "a letter has two dates", in_letter(PLAIN, _two_dates), UNCODED),
    Corruption("LET-012", "a visit's letter is another area's", _exchanged, (*UNCODED, "LET-013")),
    Corruption("LET-013", "a letter is dated before its visit", told(in_letter(
               PLAIN, _dated("1 September 2020")), row="", value="2020-09-01"), UNCODED),
    Corruption("LET-014", "a letter is dated months after its visit", told(in_letter(
               PLAIN, _dated("30 June 2021")), row="", value="2021-06-30")),
    Corruption("LET-015", "a finding stands in its letter twice", in_letter(MARKDOWN, _twice)),
    Corruption("LET-016", "a paragraph belongs to no part of its letter", in_letter(
               PLAIN, _inserted("The area has a long coast and one large town, which made travel "
                                "harder for many of those who live there.", lambda lines, rng:
                                _closing(lines)))),
    Corruption("LET-017", "a Word letter has a tracked change", in_word(_tracked), UNCODED),
    Corruption("LET-018", "a finding is parted by a blank line", told(in_letter(
               MARKDOWN[1:], _parted), row=ANY), UNCODED),
    Corruption("LET-019", "a letter's date is in figures", in_letter(
               PLAIN, _dated("1/4/2021"))),
    Corruption("LET-020", "a letter has no priorities", in_letter(PLAIN, _without_priorities),
               UNCODED),
    Corruption("LET-021", "a Word letter has a comment", in_word(_commented)),
    Corruption("LET-022", "a bullet stands below a letter's closing words", in_letter(
               MARKDOWN, _inserted("- Buses ran again from the summer.", lambda lines, rng:
                                   _at(lines, "^Yours sincerely")))),
    Corruption("LET-023", "a letter has its area's former name", _former_name),
    Corruption("LET-024", "a Word letter has a footnote", in_word(_noted)),
    Corruption("LET-025", "a running head stands among the findings", in_letter(TEXT, _headed)),
    Corruption("LET-026", "a letter's characters are damaged", in_letter(PLAIN, _damaged),
               UNCODED),
    Corruption("LET-027", "the mark of a finding is lost", in_letter(MARKDOWN, _marks_lost),
               UNCODED),
    Corruption("LET-028", "a Word letter has hidden text", in_word(_hidden), UNCODED),
    Corruption("LET-029", "a letter's findings are no list", in_letter(
               MARKDOWN[2:], _no_list), UNCODED),
    Corruption("WAT-001", "a term is of no known visit", _term(
               "2020-10-nowhere", "person", "Ada Person", "visit_id")),
    Corruption("WAT-002", "a term is of an unknown kind", _term("", "nickname", "Addie", "kind")),
    Corruption("WAT-003", "a term is too short", _term("", "person", "A.", "term")),
]  # fmt: skip
