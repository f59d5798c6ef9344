"""What in a letter tells who or where: people, posts, contacts, organisations, schemes, places.

Structure first (addressee, copy list, salutation, sign-off), then patterns. Where there is doubt
a term is taken: one too many costs a look, one too few may name an area.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from nationalreports.letter_wording import is_sign_off, parse_date
from nationalreports.lines import Line

#: The kinds of terms, in the order in which they are listed.
KINDS = ("person", "post", "phone", "email", "postcode", "organisation", "scheme", "place")


class Identifier(NamedTuple):
    """A term that may not be published, and its kind (one of `KINDS`)."""

    kind: str
    term: str


_HONORIFIC = (
    r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Baroness|Rev|Reverend|Canon|Cllr"
    r"|Councillor)\.?"
)
_WORD = r"[A-ZÀ-ÖØ-Þ][\w’'-]*\.?"
_PARTICLE = r"(?:de|da|del|der|den|di|du|la|le|van|von|al|el|bin|ap|Mc|O)"
_NAME = rf"{_WORD}(?:\s+(?:{_PARTICLE}\s+)*{_WORD}){{1,4}}"
_SURNAME = rf"(?:{_PARTICLE}\s+)*{_WORD}"
_TITLED = re.compile(rf"\b(?:{_HONORIFIC}\s+){{1,2}}{_SURNAME}(?:\s+{_SURNAME}){{0,3}}")
_LEADING_HONORIFIC = re.compile(rf"^(?:{_HONORIFIC}\s+)+")
_AFTER_NAME = re.compile(r"(?:[,\s]+(?:OBE|MBE|CBE|QPM|DL|JP|PhD|MA|BA|BSc|MSc|HMI|FRCP))+$")

_EMAIL = re.compile(r"\b[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}\b")
# A British number: ten or eleven digits from 0, or +44, in groups as people write them.
_PHONE = re.compile(r"(?<![\w/.-])(?:\+44\s?(?:\(0\)\s?)?|\(?0)\d(?:[\s().-]{0,2}\d){8,9}(?!\d)")
# BS 7666: the outward and the inward code, with or without the space.
_POSTCODE = re.compile(r"\b(?:[A-Z]{1,2}\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{2}|GIR\s?0AA)\b")

_POST_WORDS = {
    "accountable", "acting", "adviser", "advisor", "assistant", "associate", "chair", "chairman",
    "chairperson", "chief", "children’s", "clerk", "clinical", "commissioner", "consultant",
    "co-ordinator", "coordinator", "corporate", "deputy", "designated", "director", "executive",
    "governing", "governor", "head", "headteacher", "her", "his", "hmi", "inspector", "interim",
    "joint", "lead", "leader", "majesty’s", "manager", "medical", "member", "nurse", "officer",
    "operating", "portfolio", "president", "principal", "programme", "regional", "registrar",
    "secretary", "senior", "service", "services", "specialist", "strategic", "team",
}  # fmt: skip
# Of these one alone is a post; the others only begin or qualify one.
_POST_NOUNS = re.compile(
    r"\b(?:advis[eo]r|chair(?:man|person)?|clerk|commissioner|consultant|co-?ordinator|director"
    r"|executive|governor|head|headteacher|hmi|inspector|lead|leader|manager|member|nurse|officer"
    r"|president|principal|registrar|secretary)s?\b",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"\b(?:academy|alliance|association|authority|board|borough|ccg|centre|charity|college"
    r"|commission(?:ing group)?|committee|company|consortium|council|department|federation|forum"
    r"|foundation|group|hospital|hub|infirmary|ltd|limited|network|nursery|partnership|practice"
    r"|school|service|services|society|surgery|trust|university|care board)s?$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\b(?:avenue|buildings?|campus|centre|close|court|drive|floor|gardens|gate|hall|house|lane"
    r"|park|place|quay|road|row|square|street|suite|terrace|way|wharf)$",
    re.IGNORECASE,
)
_SURE_ORGANISATION = re.compile(r"\b(?:Council|Commissioning Group|CCG|Trust|Authority)$")
# Bodies that every such letter names and every report may name.
_NATIONAL = {
    "ofsted", "cqc", "care quality commission", "the care quality commission", "nhs",
    "nhs england", "nhs improvement", "nhs england and nhs improvement", "public health england",
    "uk health security agency", "department for education", "department of education", "dfe",
    "department of health", "department of health and social care", "parliament", "government",
}  # fmt: skip
# Words with a capital letter that tell nothing of who or where.
_COMMON = {
    "i", "ehc", "ehcp", "ehcps", "ehcnas", "eha", "send", "sen", "sencos", "senco", "sendco",
    "covid-19", "covid", "coronavirus", "nhs", "camhs", "gp", "gps", "ppe", "it", "ict", "dfe",
    "ofsted", "cqc", "hmi", "year", "years", "key", "stage", "reception", "english", "england",
    "uk", "united", "kingdom", "british", "britain", "government", "parliament", "department",
    "education", "health", "social", "care", "act", "code", "practice", "public", "children",
    "families", "microsoft", "teams", "zoom", "skype", "google", "facebook", "whatsapp", "twitter",
    "youtube", "internet", "christmas", "easter", "autism", "asd", "adhd", "slt", "salt", "ot",
    "makaton", "braille", "january", "february", "march", "april", "may", "june", "july",
    "august", "september", "october", "november", "december", "monday", "tuesday", "wednesday",
    "thursday", "friday", "saturday", "sunday", "spring", "summer", "autumn", "winter",
}  # fmt: skip
# Words that open sentences with a capital of the sentence's and not of their own.
_OPENERS = {
    "a", "about", "across", "after", "all", "also", "although", "among", "an", "and", "another",
    "any", "area", "as", "at", "because", "before", "both", "but", "by", "carers", "children",
    "despite", "during", "each", "early", "education", "every", "families", "few", "first", "for",
    "from", "further", "good", "health", "her", "his", "how", "however", "if", "in", "inspectors",
    "it", "its", "leaders", "local", "many", "more", "most", "much", "new", "no", "not", "of",
    "on", "one", "only", "other", "others", "our", "over", "parents", "partners", "practitioners",
    "professionals", "pupils", "schools", "second", "services", "several", "she", "since", "so",
    "social", "some", "staff", "such", "support", "that", "the", "their", "then", "there", "these",
    "they", "this", "those", "through", "throughout", "to", "too", "two", "under", "until", "we",
    "weekly", "well", "what", "when", "where", "which", "while", "with", "within", "without",
    "you", "young",
}  # fmt: skip

_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w’'&-]*"
_RUN = re.compile(
    rf"{_CAPITAL}(?:\s+(?:(?:of|in|for|and|the|to|with|on|upon|under|by|&)\s+){{0,2}}{_CAPITAL})*"
)
_QUOTED = re.compile(r"[‘“\"]([^‘’“”\"]{3,80})[’”\"]|(?<![\w])'([^']{3,80})'(?!\w)")
_PLACE = re.compile(
    rf"\b(?:in|at|near|around|across|of|from|to|within|outside|throughout|between|into|for)"
    rf"\s+({_CAPITAL})"
)
#: Lines that signatures take at the end of a letter.
LONGEST_SIGNATURE = 8
_COPY = re.compile(
    r"^(?:(?:(?:from|to)(?=\s*:)|cc|c\.c\.|bcc|copy|copies|copied|also copied|sent"
    r"|distribution(?: list)?|by e-?mail|private and confidential|in confidence"
    r"|for the attention of|fao)\b"
    r"(?:\s+to\b)?\s*[:.–-]*\s*)+",
    re.IGNORECASE,
)


def identifiers_of(lines: Sequence[Line], findings: Iterable[str]) -> list[Identifier]:
    """All terms in a letter that tell who or where, each once, by kind and then as they come.

    `lines`: the letter's lines without running heads. `findings`: the texts of its findings; only
    there are names of schemes and places looked for by their capital letters.
    """
    head, body, foot = _parts(lines)
    found = [
        *(found for text in _entries(head) for found in _of_entry(text, places=True)),
        *(found for text in _entries(foot) for found in _of_entry(text, places=False)),
        *(found for line in lines for found in _of_contacts(line.text)),
        *(found for line in head for found in _of_organisations(line.text)),
        *(found for line in body for found in _of_titled(line.text)),
        *(found for text in findings for found in _of_finding(text)),
    ]
    kept = dict.fromkeys(
        Identifier(kind, term)
        for kind, raw in found
        if len(term := raw.strip(" ,.;:–-")) > 2 and term.casefold() not in _NATIONAL
    )
    return sorted(kept, key=lambda identifier: KINDS.index(identifier.kind))


def names_of_area(name: str) -> list[str]:
    """An area's name and its telling parts: of "Bristol, City of" also "Bristol".

    >>> names_of_area("Bournemouth, Christchurch and Poole")
    ['Bournemouth, Christchurch and Poole', 'Bournemouth', 'Christchurch', 'Poole']
    """
    noise = r"(?:the|royal|london|metropolitan|city|county|borough|district|council|of|upon)"
    parts = [name]
    for part in re.split(r",\s*|\s+(?:and|&)\s+", name):
        plain = re.sub(rf"^(?:{noise}\s+)+|(?:\s+{noise})+$", "", part, flags=re.IGNORECASE)
        if not re.fullmatch(noise, plain, re.IGNORECASE):
            parts.append(plain)
    return list(dict.fromkeys(part for part in parts if len(part) > 2))


def _parts(lines: Sequence[Line]) -> tuple[list[Line], list[Line], list[Line]]:
    """Head (from the date or addressee to the salutation), body, and what follows the sign-off.

    What stands above the date is the sender's own address.
    """
    dear = next((n for n, line in enumerate(lines) if re.match(r"dear\b", line.text, re.I)), 0)
    # Where no words sign off, signatures are looked for among the last lines.
    sign_off = next(
        (n for n, line in enumerate(lines) if n > dear and is_sign_off(line.text)),
        max(dear, len(lines) - LONGEST_SIGNATURE),
    )
    start = next(
        (
            n
            for n, line in enumerate(lines[:dear])
            if parse_date(line.text) or _LEADING_HONORIFIC.match(_COPY.sub("", line.text))
        ),
        dear,
    )
    return list(lines[start:dear]), list(lines[dear:]), list(lines[sign_off + 1 :])


def _entries(lines: Sequence[Line]) -> list[str]:
    """The lines of a head or foot, with entries of several people parted and wrapped ones whole.

    "Ms A Person, Director, Somewhere County" goes on in the next line; an address does not.
    """
    entries: list[str] = []
    for line in lines:
        for place, text in enumerate(re.split(r"\s*;\s*", _COPY.sub("", line.text))):
            wrapped = entries and not (place or line.gap or line.page_start)
            if (
                wrapped
                and re.search(r",|\s[–—-]\s", entries[-1])
                and _split_name(entries[-1].split(",")[0])[0]
            ):
                name, _ = _split_name(text.split(",")[0])
                if not name or not ("," in text or _LEADING_HONORIFIC.match(name)):
                    entries[-1] += f" {text}"
                    continue
            entries.append(text)
    return [entry for entry in entries if not parse_date(entry)]


def _of_entry(entry: str, *, places: bool) -> Iterator[tuple[str, str]]:
    """Name, post and organisation in the order in which people write them, or an address."""
    places = places and not re.search(r"@|https?:|www\.", entry)
    plain = _EMAIL.sub("", _POSTCODE.sub("", _PHONE.sub("", entry)))
    parts = [part for part in re.split(r"\s*,\s*", plain.strip()) if part]
    if not parts:
        return
    has_post = any(_POST_NOUNS.search(part) for part in parts)
    name, rest = _split_name(parts[0])
    if name:
        yield from _person(name)
        parts = [*([rest] if rest else []), *parts[1:]]
    elif not has_post:
        # No name and no post: an organisation, or lines of an address.
        for part in parts:
            if _is_organisation(part):
                yield "organisation", part
            elif places and re.search(r"[A-Z][a-z]", part):
                yield "place", re.sub(r"^\d+\w?\s+", "", part)
        return
    # What a post is about may look like an organisation ("Quality and Partnerships"): the last is.
    if parts and _is_organisation(parts[-1]):
        yield "organisation", parts.pop()
    post = [part for part in parts if part.casefold() not in _NATIONAL]
    if any(_POST_NOUNS.search(part) for part in post):
        yield "post", ", ".join(post)


def _is_organisation(text: str) -> bool:
    return " " in text and bool(_ORGANISATION.search(text)) and not _POST_NOUNS.search(text)


def _split_name(text: str) -> tuple[str, str]:
    """A person's name at the start of a line, and what runs on after it; "" where none is."""
    text = _AFTER_NAME.sub("", text.strip())
    titled = _LEADING_HONORIFIC.match(text)
    words = text.split()
    end = next(
        (
            n
            for n, word in enumerate(words)
            if word.casefold().replace("'", "’") in _POST_WORDS or word in ("–", "—", "-", "|")
        ),
        len(words),
    )
    candidate, rest = " ".join(words[:end]), " ".join(words[end:]).lstrip("–—-| ")
    bare = _LEADING_HONORIFIC.sub("", candidate)
    is_name = re.fullmatch(_NAME, bare) or (titled and re.fullmatch(_WORD, bare))
    if not is_name or _ORGANISATION.search(candidate) or (not titled and _ADDRESS.search(bare)):
        return "", text
    return candidate, rest


def _person(name: str) -> Iterator[tuple[str, str]]:
    """The name without its title, and title with family name, as a letter may address them."""
    bare = _LEADING_HONORIFIC.sub("", name)
    titled = name[: len(name) - len(bare)]
    if " " in bare:
        yield "person", bare
    if titled:
        yield "person", f"{titled}{bare.split()[-1]}"


def _of_contacts(text: str) -> Iterator[tuple[str, str]]:
    for kind, pattern in (("phone", _PHONE), ("email", _EMAIL), ("postcode", _POSTCODE)):
        for found in pattern.finditer(text):
            yield kind, found[0]


def _of_organisations(text: str) -> Iterator[tuple[str, str]]:
    """Organisations within a line of the head, as where two columns share it."""
    for found in _RUN.finditer(text):
        if " " in found[0] and _SURE_ORGANISATION.search(found[0]) and not _TITLED.match(found[0]):
            yield "organisation", found[0]


def _of_titled(text: str) -> Iterator[tuple[str, str]]:
    for found in _TITLED.finditer(text):
        name, _ = _split_name(found[0])
        yield from _person(name or found[0])


def _of_finding(text: str) -> Iterator[tuple[str, str]]:
    for found in _QUOTED.finditer(text):
        quoted = found[1] or found[2]
        if re.search(rf"(?<!^)\b{_CAPITAL}", quoted) and not _is_common(quoted):
            yield "scheme", quoted
    for found in _RUN.finditer(text):
        run = found[0]
        before = text[: found.start()]
        opening = not before.strip() or re.search(r"[.!?:;][’”\"']?\s+$", before)
        words = run.split()
        while opening and words and words[0].casefold() in _OPENERS:
            words = words[1:]
        while words and not words[0][:1].isupper():
            words = words[1:]
        run = re.sub(r"[’']s?$", "", " ".join(words))
        if sum(word[:1].isupper() for word in run.split()) > 1 and not _is_common(run):
            yield ("organisation" if _is_organisation(run) else "scheme"), run
    for found in _PLACE.finditer(text):
        word = re.sub(r"[’']s?$", "", found[1])
        if not _is_common(word) and word.casefold() not in _OPENERS:
            yield "place", word


def _is_common(text: str) -> bool:
    """Whether all words with a capital are such as any letter may have."""
    words = [re.sub(r"[’']s?$", "", word).casefold() for word in re.findall(_CAPITAL, text)]
    return all(word in _COMMON or word in _NATIONAL for word in words)
