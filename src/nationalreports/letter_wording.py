"""How a visit letter says things: its title, dates, lead-ins, sector headings and closing.

The wording follows the public form of the 2020-21 visit letters and leaves room for other hands.
Nothing here depends on a series, an area or a year.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from functools import lru_cache

# A lead-in or heading is one short sentence; longer text is a paragraph.
LONGEST_LEAD_IN = 260
LONGEST_HEADING = 60
LONGEST_TITLE = 180
LONGEST_COLUMN_NAME = 40
LONGEST_AREA = 60

_MONTHS = [
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
]  # fmt: skip
_MONTH = "|".join(rf"{month[:3]}(?:{month[3:]})?" for month in _MONTHS) + "|sept"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
_DATE_FORMS = [
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<month>{_MONTH})\.?,?[\s-]+(?P<year>\d{{4}})",
    rf"\b(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
    r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b",
    r"(?<![\d/.-])(?P<day>\d{1,2})(?P<sep>[/.-])(?P<month>\d{1,2})(?P=sep)(?P<year>\d{4}|\d{2})(?![\d/-])",
]
_DATE_LABEL = r"(?:(?:letter\s+)?dated?(?:\s+of\s+letter)?\s*:?\s*)?"
_DATES = [
    re.compile(
        rf"(?:(?:letter\s+)?dated?(?:\s+of\s+letter)?\s*:?\s*)?{_WEEKDAY}(?:the\s+)?{form}\.?", re.I
    )
    for form in _DATE_FORMS
]

# A line with more words than these around a date is a sentence.
MOST_WORDS_BY_DATE = 12
_VISIT_DAYS = re.compile(r"\bvisit|\binspect|\bbetween\b|\bfrom\b.*\bto\b", re.I)

_WORD_TO = r"(?<![\w-])(?:to|in|for)(?![\w-])"
_NAME = rf"(?P<area>(?!\s|the\s+local area)(?:(?!{_WORD_TO}|\bvisits?\b)[^:;])+?)"
_TITLES = [
    # The more a title says, the surer it is: the first form that fits any line is taken.
    re.compile(
        rf"(?:^|:|\s[–—-]\s|{_WORD_TO})\s*(?:the\s+)?{_NAME}(?:['’]s)?\s+\(?local area\b", re.I
    ),
    re.compile(r"\blocal area of\s+(?P<area>.+)$", re.I),
    re.compile(
        rf"\b(?:ofsted|cqc|send)\b.*\bvisits?\b.*?{_WORD_TO}\s+(?:the\s+)?(?P<area>.+)$", re.I
    ),
    re.compile(rf"\bvisits?\b.*?{_WORD_TO}\s+(?:the\s+)?(?P<area>.+)$", re.I),
]  # fmt: skip
_SUBJECT = re.compile(r"^(?:re|ref|subject|title|regarding)\b\s*[:.–-]?\s*", re.I)
# What may stand after the area in a title: who came, when, what the letter is.
_AFTER_AREA = re.compile(
    rf"(?:\s*[:;(|]|\s[–—-]\s|,?\s+(?:by|after|following|during|between)\b"
    rf"|,?\s+(?:(?:on|of|in|from)\s+)?(?:the\s+)?{_WEEKDAY}(?:\d|(?:{_MONTH})\b)).*$",
    re.I,
)
_OPENING = re.compile(
    r"\bvisit to (?:the )?(?P<area>(?:(?!\bvisit\b)[^.;]){2,60}?)(?: local area)?,"
    r" I (?:write|am writing)\b"
)

_TOLD = re.compile(
    r"\b(?:inspectors?|we|us|team|visitors|people|leaders|families|parents|carers|practitioners"
    r"|professionals|staff|partners|area|young people|conversations|discussions)\b.*"
    r"\b(?:told|tell|heard|hear|informed|learn(?:ed|t)|found|advised|reported|said|say|shared"
    r"|described|explained|added|identified|noted|raised|mentioned|gave|showed|saw|recogni[sz]e[sd]?"
    r"|views?|reflected|highlighted|commented|spoke of|acknowledged|feel|felt|believe[sd]?)\b"
    r"|\b(?:told|informed|explained|described|reported|shared|said|heard|given)\b"
    r".*\b(?:inspectors?|us|team|visitors|by|during|visit)\b"
    r"|^(?:(?:the|our|main|key|summary of|visit)\s+)*findings\b"
    r"|^what (?:we|inspectors) (?:found|saw)\b"
    r"|\bthe following (?:was|were|points|findings|messages|themes)\b"
    r"|\b(?:main|key) (?:points|messages|themes|findings)\b",
    re.IGNORECASE,
)
# Sentences that lead into lists of whom inspectors met, not of what they were told.
_WHOM = re.compile(
    r"\b(?:spoke|talked|met|meetings?|discussions?|conversations?|interviews?|held|engaged)\s+"
    r"(?:to|with)\b(?!.*\b(?:told|heard|said|that|points|messages|themes|findings|brought)\b)"
    r"|\b(?:met|saw|interviewed|spoke (?:to|with))\W*$"
    r"|\b(?:surveyed|visited|copied to|attended|took part|enclosed|for information)\b",
    re.IGNORECASE,
)
_PRIORITY = re.compile(
    r"\bpriorit(?:y|ies|ise[ds]?|isi(?:ng|ation)|ize[ds]?|izing)\b|\bnext steps?\b"
    r"|\b(?:future|forward) (?:plans?|work|actions?|steps?)\b|\bnext stages?\b"
    r"|\bplans? for the (?:future|next|coming)\b|\b(?:going|moving|looking) (?:forward|ahead)\b"
    r"|\bfor the future\b|\b(?:in|over) the (?:coming|next) (?:weeks|months|year|term)\b"
    r"|\b(?:intend|aim|plan|want|wish|hope|resolve|propose)(?:s|ed|ing)?\s+(?:now\s+|next\s+)?to\b"
    r"|\b(?:will|now|next)\s+(?:now|next|focus|concentrate|work on)\b"
    r"|\bareas? (?:for|of) (?:development|improvement|focus|work)\b|\b(?:ambitions?|aims)\b",
    re.IGNORECASE,
)
_BARE_HEADING = re.compile(
    r"(?:(?:the|our|main|key|emerging|future|next|summary|visit|area['’]?s?)\s+(?:of\s+)?)*"
    r"(?:findings|priorities|steps|plans|what\s)",
    re.IGNORECASE,
)
_OPEN_END = re.compile(
    r"(?:[:–—-]|\.\.\.|\b(?:that|following|below|follows|are|is|were|to|includes?)[.,]?)$", re.I
)  # fmt: skip
_CLOSING = re.compile(
    r"\bnot (?:be )?(?:publish(?:ed)?|made public)\b|\bconfidential\w*\b"
    r"|\badvis[eo]rs?\b.*\bshared?\b|\bshared with\b.*\badvis[eo]rs?\b"
    r"|\bthank\b|\bgrateful\b|\bdo not hesitate\b|\bthis letter\b"
    r"|\bcopied to\b|\bnational reports?\b",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    r"^(?:yours\s+(?:sincerely|faithfully|truly)|(?:with\s+)?(?:kind|best|warm)\s+(?:regards|wishes)"
    r"|regards|sincerely|signed)\b",
    re.IGNORECASE,
)
_BOILERPLATE = re.compile(
    r"\bvisit(?:s|ed|ing)?\b|\binspect(?:ion|ors?)\b|\bofsted\b|\bcqc\b|\bcommission\b|\bletter\b"
    r"|\bnational reports?\b|\bthank\b|\bsurvey(?:s|ed)?\b|\bspoke\b|\bmore information\b|https?:"
    r"|\bwww\.|\bact \d{4}\b|^\W*context\W*$|^(?:dear|cc|copy|copied|copies)\b",
    re.IGNORECASE,
)
_SALUTATION = re.compile(r"^dear\b", re.IGNORECASE)
_CONTEXT = re.compile(r"^(?:context|background|introduction)\W*$", re.IGNORECASE)

# Words of a sector heading, and words that say nothing of the sector.
_SECTOR_WORDS = {
    "education": "education", "educational": "education", "school": "education",
    "schools": "education", "college": "education", "colleges": "education",
    "nurseries": "education", "health": "health", "healthcare": "health", "nhs": "health",
    "care": "care", "social": "care", "joint": "joint", "jointly": "joint",
    "partnership": "joint", "partnerships": "joint", "multi": "joint", "agency": "joint",
}  # fmt: skip
_EMPTY_WORDS = {
    "and", "the", "in", "of", "from", "for", "on", "services", "service", "sector", "settings",
    "provision", "providers", "partners", "children", "childrens", "s", "working", "work",
    "commissioning", "leaders", "practitioners", "professionals", "early", "years", "findings",
    "adult", "across", "post", "16", "further", "family", "families", "other", "short", "breaks",
    "respite", "special", "community", "primary", "secondary", "alternative",
}  # fmt: skip

PAGE_FURNITURE = re.compile(
    r"(?:\|\s*)?page\s+\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?(?:\s*[-–|:]\s*.{1,80})?\W*|draft|\d{1,3}\s*(?:of|/)\s*\d{1,3}"
    r"|[-–—]\s*\d{1,3}\s*[-–—]|\d{1,3}\s*\|\s*page|\d{1,3}"
    r"|official(?:[\s:–-]*sensitive)?|(?:private\s+and\s+|in\s+)?confiden(?:tial|ce)"
    r"|page\s+break|\[?page\s+\d+\]?",
    re.IGNORECASE,
)


def parse_date(text: str) -> datetime.date | None:
    """The date, where the whole text is one; day before month (British letters)."""
    for form in _DATES:
        found = form.fullmatch(text.strip())
        if not found:
            continue
        month = found["month"]
        number = (
            int(month) if month.isdigit() else [m[:3] for m in _MONTHS].index(month[:3].lower()) + 1
        )
        year = int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)
        try:
            return datetime.date(year, number, int(found["day"]))
        except ValueError:
            return None
    return None


def date_within(text: str) -> datetime.date | None:
    """The one date in a short line that says more, such as a reference beside it."""
    if len(text.split()) > MOST_WORDS_BY_DATE or _VISIT_DAYS.search(text):
        return None
    found = [match[0] for form in _DATE_FORMS for match in re.finditer(form, text, re.I)]
    return parse_date(found[0]) if len(found) == 1 else None


def is_ambiguous_date(text: str) -> bool:
    """A date in figures that would be another date with the month first."""
    found = re.search(r"\b(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}\b", text)
    if not found or found[1] == found[2]:
        return False
    return int(found[1]) <= 12 and int(found[2]) <= 12


def area_of_title(text: str, form: int) -> str:
    """The area that a title line names in the given form (0 to `TITLE_FORMS` - 1), or ""."""
    if len(text) > LONGEST_TITLE + 20 or "visit" not in text.lower():
        return ""
    text = _SUBJECT.sub("", text.strip().rstrip("."))
    if len(text) > LONGEST_TITLE or _SALUTATION.match(text):
        return ""
    if re.search(r"(?<!\b[Ss][Tt])[.!?]\s", text) or not re.search(r"\bvisits?\b", text, re.I):
        return ""
    found = _TITLES[form].search(text)
    area = _AFTER_AREA.sub("", found["area"]).strip(" ,–-") if found else ""
    return area if re.match(r"[A-ZÀ-Þ]", area) and len(area) <= LONGEST_AREA else ""


TITLE_FORMS = len(_TITLES)


@lru_cache(maxsize=10_000)
def is_title(text: str) -> bool:
    """Whether a line is the letter's title in any form."""
    return any(area_of_title(text, form) for form in range(TITLE_FORMS))


def area_of_opening(text: str) -> str:
    """The area named in the letter's opening sentence, or ""."""
    found = _OPENING.search(text)
    return found["area"].strip(" ,") if found else ""


@lru_cache(maxsize=10_000)
def lead_in(text: str, *, heading: bool = False) -> str:
    """Which list a short sentence or heading leads into: "told", "priority" or "" for neither.

    Of a paragraph that ends in a colon, the last sentence leads.
    """
    if text.endswith(":"):
        text = last_sentence(text)
    if len(text) > LONGEST_LEAD_IN or re.search(r"[.!?]\s+\S", text) or is_title(text):
        return ""
    if not (heading or _OPEN_END.search(text)):
        # A heading without markup: short, and no sentence.
        if len(text) > LONGEST_HEADING or text[-1:] in ".!?;," or not text[:1].isupper():
            return ""
        if not _BARE_HEADING.match(text):
            return ""
    return section_of(text)


def section_of(text: str) -> str:
    """What a sentence that leads into a list is about: "told", "priority" or ""."""
    if _WHOM.search(text):
        return ""
    if _PRIORITY.search(text):
        return "priority"
    return "told" if _TOLD.search(text) else ""


def is_open(text: str) -> bool:
    """Whether a sentence ends so that a list must follow: in a colon, "that", "the following"."""
    return bool(_OPEN_END.search(text))


def leads_to_whom(text: str) -> bool:
    """Whether a sentence leads into a list of people met, surveyed or copied."""
    return bool(_WHOM.search(last_sentence(text)))


def announces(text: str) -> bool:
    """Whether a whole sentence announces a list, as in "… is set out below."."""
    return bool(
        re.search(
            r"\b(?:below|follows?|following)\b[^.]*[.:]?$|\bthese[.:]?$", last_sentence(text), re.I
        )
    )


def last_sentence(text: str) -> str:
    """The text from its last sentence on."""
    return re.split(r"(?<=[.!?])\s+(?=[A-Z‘“\"'])", text)[-1]


def sector_of_heading(text: str) -> str:
    """The sector (education, health, care, joint) where the text is a sector's heading, or ""."""
    if len(text) > LONGEST_HEADING or text[-1:] in ".!?;," or text[:1].islower():
        return ""
    words = re.findall(r"[a-z0-9]+", text.lower().replace("health and social care", "health care"))
    sectors = {_SECTOR_WORDS[word] for word in words if word in _SECTOR_WORDS}
    if not sectors or any(w not in _SECTOR_WORDS and w not in _EMPTY_WORDS for w in words):
        return ""
    if "joint" in sectors or len(sectors) > 1:
        return "health" if re.fullmatch(r"health\s?care\W*", text, re.I) else "joint"
    return sectors.pop()


def is_closing(text: str) -> bool:
    """Whether a paragraph after the findings is a closing one (confidentiality, thanks)."""
    # A running head such as "Visit to X – confidential" is no sentence and closes nothing.
    sentence = bool(re.search(r"[.!?]['’”\")]*$", text))
    return (sentence and bool(_CLOSING.search(text))) or is_sign_off(text)


def closes_letter(text: str) -> bool:
    """Whether a sentence says what becomes of the letter: surer than `is_closing`."""
    told = r"\b(?:this|the) letter\b|\bpublish"
    return is_sign_off(text) or bool(_CLOSING.search(text) and re.search(told, text, re.I))


def is_sign_off(text: str) -> bool:
    """Whether a paragraph begins the sign-off."""
    return bool(_SIGN_OFF.match(text))


def is_boilerplate(text: str) -> bool:
    """Whether a paragraph before the findings says what all such letters say."""
    return bool(_BOILERPLATE.search(text)) or is_title(text)


def is_salutation(text: str) -> bool:
    """Whether a line is the salutation."""
    return bool(_SALUTATION.match(text))


def is_item_number(text: str) -> bool:
    """Whether a cell holds the number of an item, a mark or nothing."""
    return bool(re.fullmatch(r"\W*|\(?(?:\d{1,2}|[a-z]|[ivx]{1,5})[.):]?", text))


def is_table_head(cells: Sequence[str]) -> bool:
    """Whether the first row of a table of findings names its columns, and is no finding itself."""
    *left, last = cells
    if any(is_item_number(text) or sector_of_heading(text) for text in left):
        return False
    names = len(last) <= LONGEST_COLUMN_NAME and not re.search(r"[.;,]$", last)
    return lead_in(last) != "" or (bool(left) and names)


def is_note(text: str) -> bool:
    """Whether a passage is a note to the text, such as "[1] As set out …"."""
    return bool(re.match(r"\[\w{1,10}\]:?\s", text))


def is_context_heading(text: str) -> bool:
    """Whether a line is the heading "Context" or one like it."""
    return bool(_CONTEXT.match(text))


def starts_part(text: str, *, heading: bool = False) -> bool:
    """Whether a line cannot continue what stands before it, by its wording."""
    return bool(
        lead_in(text, heading=heading)
        or sector_of_heading(text)
        or is_sign_off(text)
        or is_context_heading(text)
        or is_note(text)
        or _SALUTATION.match(text)
    )
