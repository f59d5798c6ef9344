"""Plain English in a report's fixed prose: length of sentences, British spelling, words, numbers.

Run by `make check`, and by authors: `python -m nationalreports.plain_english [file …]`. Without a
file it reads all sources of the reports, and gives the reading age of each section with the id
`plain`. Facts count with the words that stand for them where nothing is published, so that no data
are needed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nationalreports.config import ConfigError, load
from nationalreports.facts import make_facts
from nationalreports.reading_age import PLAIN, find_reading_age
from nationalreports.sources import find_fact

#: Most words of one sentence, and of sentences on average in a file (GOV.UK, Writing for GOV.UK:
#: sentences of more than 25 words are to be checked, 30 is the limit set for this project).
LONGEST, AVERAGE = 30, 20

#: What stands for a word or phrase, by a pattern of it: GOV.UK style guide A to Z, "words to avoid"
#: and "plain English", as far as a word is wrong whatever stands around it.
AVOIDED = {
    r"agenda for": "say what is to be done",
    r"approximately": "about",
    r"as to whether": "whether",
    r"at this point in time": "now",
    r"collaborat\w+": "work with, working with",
    r"(?<!re)deploy\w*": "use, or say what is done (only troops and software are deployed)",
    r"dialogue": "talk, discussion",
    r"(?:dis)?incentivis\w+": "say what makes people do it",
    r"due to the fact that": "because",
    r"empower\w*": "say what people can now do",
    r"facilitat\w+": "say what is done to help",
    r"going forward": "from now on, or leave it out",
    r"holistic\w*": "say what it takes in",
    r"impact(?:s|ed|ing)? (?:up)?on": "affect, or have an effect on",
    r"in order to": "to",
    r"in respect of|with regard to|in relation to|in terms of": "about, for, on",
    r"in the event (?:of|that)": "if",
    r"key(?! workers?\b| stages?\b)": "important, or leave it out",
    r"landscape": "say what there is",
    r"leverag\w+": "use",
    r"liais\w+": "talk to, work with",
    r"moving forward": "from now on, or leave it out",
    r"one[- ]stop shop": "website, place",
    r"overarching": "leave it out, or say over what",
    r"prior to": "before",
    r"purchas\w+": "buy",
    r"ring[- ]?fenc\w+": "say what the money is kept for",
    r"robust\w*": "say how it stands up",
    r"slimm?(?:ed|ing)? down": "say what there is less of",
    r"stakeholders?": "say who",
    r"streamlin\w+": "simplify, or say what is quicker",
    r"tackl\w+": "stop, solve, deal with",
    r"transformati\w+|transforming": "say what changes",
    r"utili[sz]\w+": "use",
    r"vulnerable (?:children|people)": "say what puts them at risk",
    r"whilst|amongst": "while, among",
    r"e\.?g\.?|i\.?e\.?|etc\.?|viz\.?": "for example, that is, and so on",
}

#: American spellings and their British forms. A list of its own: the one library of pairs (breame
#: 0.1.2) takes "connection", "draft", "install" and "biased" for American, codespell's are GPL.
AMERICAN = {
    # Verbs in -ise; not those that have a z in British English too.
    r"(?!(?:cap)?siz|(?:re|down|over|under)siz|priz|seiz|maiz|assiz|citiz)\w{2,}iz"
    r"(?:e|es|ed|er|ers|ing|ation|ations|ational)": "-is-, as in organise",
    r"(?:anal|paral|catal|breathal)yz\w+": "-ys-, as in analyse",
    r"(?:arb|arm|behavi|cand|clam|col|demean|endeav|fav|flav|harb|hon|hum|lab|misdemean|neighb|od"
    r"|parl|ranc|rig|rum|sav|savi|splend|tum|val|vap|vig)"
    r"or(?!i(?!te)|at|ous|ar)\w*": "-our, as in colour",
    r"(?:cent|fib|lit|theat|lust|meag|somb|calib|goit|(?:centi|kilo|milli)met)ers?": "-re, centre",
    r"centered": "centred",
    r"(?:anal|catal|dial|monol|prol|epil|travel)ogs?": "-ogue, as in catalogue",
    r"(?:def|off|pret)enses?": "-ence, as in defence",
    r"practic(?:ed|ing)": "practise, as a verb",
    r"(?:cancel|channel|counsel|dial|equal|fuel|label|level|marshal|marvel|model|panel|pedal|quarrel"
    r"|signal|total|travel|trial|tunnel)(?:ed|ing|er|ers|or|ors|ous)": "-ll-, as in travelled",
    r"councilors?|jewelry|woolen": "-ll-: councillor, jewellery, woollen",
    r"enrolls?|enrollments?|fulfills?|fulfillments?|instills?|distills?|skillful|willful"
    r"|installments?": "one l: enrol, fulfil, skilful, instalment",
    r"(?:an|leuk)emi[ac]|anesthe\w+|(?:p|orthop)edi(?:a|c)\w*|gynecolog\w+|diarrhea|fetus|fetal"
    r"|estrogen|hem(?:o|a)\w+|maneuver\w*|encyclopedia": "-ae- or -oe-, as in paediatric",
    r"gray|aging|skeptic\w*|plows?|pajamas|molds?|mustache|gotten|math|moms?|yogurt"
    r"|check(?:book|ered)|acknowledgment": "grey, ageing, sceptic, mum, …",
}

#: Where a number is written otherwise than everywhere else (GOV.UK style guide A to Z, "numbers",
#: "percentages"); words up to ten are those of `facts.number_word`.
NUMBERS = {
    r"\d\s*per ?cent\b|\bper ?cent\b": "write % right behind a figure",
    r"\d\s+%": "write % right behind the figure",
    r"(?<![\d.,])(?!(?:19|20|21)\d\d\b)\d{4,}(?![\d.])": "put a comma between thousands",
    r"(?<!\d)\d{1,3}(?:[ \u00a0\u2009]\d{3})+(?!\d)": "put a comma between thousands",
    r"(?<![\d.,])0\d": "leave the zero in front out",
    r"\b(?:eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)\b"
    r"|\b(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?\b|\bhundreds?\b"
    r"|\bthousands?\b": "write a number above ten in figures, as a fact",
    r"\d+(?:st|nd|rd|th)\b": "write first, second, or the date without an ending",
}

_ABBREVIATIONS = re.compile(r"\b(?:e\.g|i\.e|etc|Dr|Mr|Mrs|Ms|St|No|vs)\.$")
_END = re.compile(r"[.!?][”’\"')\]*_]*(?=\s+[“‘\"'(\[*_]*[A-Z0-9‘“]|\s+\[[a-z]\]|\s*$)")
_WORD = re.compile(r"[^\W_]+(?:[-’'.,/][^\W_]+)*%?")
_INCLUDE = re.compile(r"^\s*\{\{<\s*include\s+(\S+)\s*>\}\}\s*$", re.MULTILINE)
_FACT = re.compile(r"\{\{<\s*meta\s+([\w.]+)\s*>\}\}")
#: Attributes in braces, whose quoted values may hold any character.
_ATTRIBUTES = r"\{(?:[^{}\"]|\"[^\"]*\")*\}"


@dataclass(frozen=True)
class Sentence:
    """A sentence of a text, and the line where it begins.

    `whole`: it ends as sentences do; headings and items such as "Seeing friends" do not, and do
    not count towards the average.
    """

    file: str
    line: int
    text: str
    whole: bool


@dataclass(frozen=True)
class Fault:
    """What is not plain in a sentence, or (`sentence` is empty) in a file, and the remedy."""

    file: str
    line: int
    sentence: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        said = f": “{self.sentence}”" if self.sentence else ""
        return f"{place}: {self.message}{said}"


def read_sentences(
    text: str, file: str, facts: Mapping[str, Any] | None = None
) -> Iterator[Sentence]:
    """The sentences of the Markdown `text`, without what is not read out, such as attributes.

    `facts` (the metadata, with the key `facts`) fill the shortcodes; one that is missing counts as
    one word.
    """
    block: list[tuple[int, str]] = []
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        plain = _plain(line, facts or {})
        starts = re.match(r"\s*(?:#{1,6}|[-*+]|\d+[.)]|\[\^[\w-]+\]:|:|\|)\s", line + " ")
        if block and (not plain or starts):
            yield from _split(block, file)
            block = []
        if re.match(r"\s*#{1,6}\s", line):
            yield Sentence(file, number, plain, whole=False)
        elif plain:
            block.append((number, plain))


def split_text(text: str, file: str = "", line: int = 0) -> list[Sentence]:
    """The sentences of a paragraph of plain text, such as one of a rendered page."""
    return list(_split([(line, " ".join(text.split()))], file))


def count_words(text: str) -> int:
    """Words and figures; one with hyphens or an apostrophe is one."""
    return len(_WORD.findall(text))


def find_faults(sentences: Iterable[Sentence]) -> list[Fault]:
    """What is not plain, sentence by sentence, and at the end what the average of a file is."""
    faults: list[Fault] = []
    lengths: dict[str, list[int]] = {}
    for sentence in sentences:
        words = count_words(sentence.text)
        if sentence.whole:
            lengths.setdefault(sentence.file, []).append(words)
        if words > LONGEST:
            message = f"{words} words, at most {LONGEST}; make two sentences of it"
            faults.append(_fault(sentence, message))
        faults += [_fault(sentence, message) for message in _said(sentence.text)]
    for file, counts in lengths.items():
        average = sum(counts) / len(counts)
        if average >= AVERAGE:
            message = f"{average:.1f} words a sentence on average, to be under {AVERAGE}; "
            message += "shorten the longest, or split them"
            faults.append(Fault(file, 0, "", message))
    return faults


def _said(text: str) -> Iterator[str]:
    for pattern, remedy in AVOIDED.items():
        if match := re.search(rf"\b(?:{pattern})(?!\w)", text, re.IGNORECASE):
            yield f"a word to avoid, ‘{match.group().strip()}’; instead: {remedy}"
    for pattern, remedy in AMERICAN.items():
        if match := re.search(rf"\b(?:{pattern})\b", text, re.IGNORECASE):
            yield f"American spelling, ‘{match.group()}’; write {remedy}"
    for pattern, remedy in NUMBERS.items():
        if match := re.search(pattern, text, re.IGNORECASE):
            yield f"another style of numbers, ‘{match.group().strip()}’; {remedy}"


def _fault(sentence: Sentence, message: str) -> Fault:
    return Fault(sentence.file, sentence.line, sentence.text, message)


def _plain(line: str, facts: Mapping[str, Any]) -> str:
    """A line of Markdown as it is read out; nothing for one that only gives it a form."""
    stripped = line.strip()
    if re.match(r":::|\{\{<\s*include|\|?[-:| ]+\|?$|---", stripped):
        return ""

    def fill(match: re.Match[str]) -> str:
        try:
            return str(find_fact(match.group(1), facts))
        except KeyError:
            return "something"

    # Brackets that stand for themselves, as in \\[c\\], are none of Markdown's.
    text = _FACT.sub(fill, stripped).replace("\\[", "⟦").replace("\\]", "⟧")
    text = re.sub(r"^(?:#{1,6}|[-*+]|\d+[.)]|\[\^[\w-]+\]:|:)\s+", "", text)
    text = re.sub(r"\[\^[\w-]+\]|\^\[", "", text)
    text = re.sub(rf"\]{_ATTRIBUTES}", "]", text)
    text = re.sub(rf"{_ATTRIBUTES}\s*$", "", text)
    text = re.sub(r"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\](?:\([^)]*\))?", r"\1", text)
    text = re.sub(r"@(?:fig|tbl)-[\w-]*\w", "Table 1", text)
    text = re.sub(r"[*`]+|(?<!\w)_+|_+(?!\w)", "", text)
    return text.strip().replace("⟦", "[").replace("⟧", "]")


def _split(block: Sequence[tuple[int, str]], file: str) -> Iterator[Sentence]:
    """The sentences of a paragraph, given as its lines with their numbers.

    After a colon, parts between semicolons are the items of a list, each on its own.
    """
    text, starts = "", []
    for number, line in block:
        starts.append((len(text), number))
        text += line + " "
    begin = 0
    for match in _END.finditer(text):
        if _ABBREVIATIONS.search(text[: match.end()]) and text[match.end() :].strip():
            continue
        yield from _pieces(text, begin, match.end(), starts, file)
        begin = match.end()
    yield from _pieces(text, begin, len(text), starts, file)


def _pieces(
    text: str, begin: int, end: int, starts: Sequence[tuple[int, int]], file: str
) -> Iterator[Sentence]:
    part = text[begin:end]
    if not part.strip():
        return
    whole = bool(re.search(r"[.!?][”’\"')\]]*\s*$", part))
    head, colon, tail = part.partition(":")
    items = [head, *tail.split(";")] if colon and tail.count(";") > 1 else [part]
    for item in items:
        first = begin + len(item) - len(item.lstrip())
        line = max(number for start, number in starts if start <= first)
        if item.strip():
            yield Sentence(file, line, item.strip(), whole and len(items) == 1)
        begin += len(item) + 1


def plain_section(text: str) -> str:
    """Of a report's source, what stands under the heading with the id `plain`; else nothing."""
    found = re.search(r"^(#+) .*\{[^{}]*#plain\b[^{}]*\}\s*$", text, re.MULTILINE)
    if not found:
        return ""
    rest = text[found.end() :]
    after = re.search(rf"^#{{1,{len(found[1])}}} ", rest, re.MULTILINE)
    return rest[: after.start()] if after else rest


def lint(directory: Path, paths: Sequence[Path] = ()) -> tuple[list[Fault], dict[str, float]]:
    """The faults of `paths`, or of all report sources of the run folder `directory`.

    With them the reading age of the plain section of each source that has one. Raises `ConfigError`
    where the configuration cannot be read.
    """
    series = load(directory)
    reports = series.config["reports"]
    found = list(paths) or sorted(
        [*series.reports.glob("*.qmd"), *series.reports.glob("_sections/*.md")]
    )
    faults: list[Fault] = []
    ages: dict[str, float] = {}
    for path in found:
        key = path.stem if path.stem in reports else next(iter(reports))
        facts = make_facts(
            reports[key], key, series.config, series.codebook, series.surveys, {}, []
        )
        name = (path.relative_to(directory) if path.is_relative_to(directory) else path).as_posix()
        text = path.read_text(encoding="utf-8")
        faults += find_faults(read_sentences(text, name, facts))
        if plain := plain_section(_included(text, path.parent)):
            # Headings are read too, but are no sentences.
            read = [
                own.text for own in read_sentences(re.sub(r"(?m)^#.*$", "", plain), name, facts)
            ]
            ages[name] = find_reading_age(read)
            if ages[name] > PLAIN:
                message = f"the reading age of the section “plain” is {ages[name]:.1f}, "
                message += f"at most {PLAIN:g}; use shorter sentences and words"
                faults.append(Fault(name, 0, "", message))
    return faults, ages


def _included(text: str, folder: Path) -> str:
    """The source with the sections that it includes, as far as they are written and not made."""

    def content(match: re.Match[str]) -> str:
        path = folder / match[1].lstrip("/")
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    return _INCLUDE.sub(content, text)


def main(arguments: Sequence[str]) -> int:
    """Print reading ages and faults of the files named, or of all sources; 1 for any fault."""
    try:
        faults, ages = lint(Path.cwd(), [Path(name).resolve() for name in arguments])
    except (ConfigError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    for name, age in ages.items():
        print(f"{name}: reading age of the section “plain”: {age:.1f} years")
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
