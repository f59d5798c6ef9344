"""What an audit protects: withheld figures, their complements, and differences of publications."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nationalreports.aggregation import ALL
from nationalreports.disclosure.figures import RESPONSES
from nationalreports.disclosure.primary import SUPPRESSED
from nationalreports.disclosure.programme import Whole
from nationalreports.disclosure.publications import Publication
from nationalreports.disclosure.questions import Layout

WITHHELD, COMPLEMENT, DIFFERENCE = "withheld", "complement", "difference"

_LESS, _AND = " less ", " and "


@dataclass(frozen=True)
class Target:
    """A figure that must not be known.

    `kind`: withheld (a count that a publication withholds), complement (the base less a count) or
    difference. `key` is the publication's, or names a set of people: "<later> less <earlier>" are
    those of one publication who do not stand in another; "<one> and <two> less <three> less <four>"
    those who stand in all of the first and in none of the others. `group` may be "all". `answer` is
    "" for the base, `question` "" for the number of responses.
    """

    kind: str
    key: str
    survey: str
    question: str
    group: str
    answer: str


def named_in(key: str) -> list[str]:
    """The keys of the publications that the `key` of a target names."""
    return [name for part in key.split(_LESS) for name in part.split(_AND)]


@dataclass(frozen=True)
class Sought:
    """A target with its `form`; at least one value left must reach `minimum`. `people` are the
    blocks that it counts."""

    target: Target
    form: Whole
    minimum: int
    people: frozenset[int]

    def told(self) -> bytes:
        """All that its verdict depends on, but for who it is kept from."""
        return repr((self.target, self.minimum)).encode() + self.form.tobytes()


def find_sets(layout: Layout, publications: Sequence[Publication]) -> dict[str, list[int]]:
    """The sets of people that subtraction can reach, by key: what is left of one publication
    without another, and each block by itself. A set that a publication counts as it is, is none.
    """
    windows = {frozenset(layout.of(publication.key)) for publication in publications}
    found: dict[frozenset[int], str] = {}
    keys = [publication.key for publication in publications]
    for number, later in enumerate(keys):
        for earlier in keys[:number]:
            for one, other in ((later, earlier), (earlier, later)):
                rest = frozenset(layout.of(one)) - frozenset(layout.of(other))
                found.setdefault(rest, f"{one}{_LESS}{other}")
    for block, members in enumerate(layout.members):
        inside = [key for key in reversed(keys) if key in members]
        outside = [key for key in keys if key not in members]
        found.setdefault(frozenset([block]), _LESS.join([_AND.join(inside), *outside]))
    return {
        key: sorted(people) for people, key in found.items() if people and people not in windows
    }


def find_targets(
    layout: Layout,
    publications: Sequence[Publication],
    name: str,
    survey: Mapping[str, Any],
    question: str,
) -> list[Sought]:
    """The targets of a question, or of the number of responses."""
    minimum = {one.key: int(one.thresholds["minimum_count"]) for one in publications}

    def seek(
        kind: str, key: str, people: Sequence[int], group: str, answer: str, form: Whole
    ) -> Sought:
        target = Target(kind, key, name, question, group, answer)
        least = max(minimum[one] for one in named_in(key))
        return Sought(target, form, least, frozenset(people))

    sets = find_sets(layout, publications)
    if question == RESPONSES:
        return [
            seek(DIFFERENCE, key, people, ALL, "", layout.sized(people, ALL))
            for key, people in sets.items()
        ]
    found = []
    groups = [ALL] if question == survey["groups"] else [ALL, *_asked(survey, question)]
    for publication in publications:
        people = layout.of(publication.key)
        for group, answer in _withheld(publication, name, question) if people else ():
            if group not in groups or answer not in layout.parts[question].answers:
                continue
            count = layout.counted(question, people, group, answer)
            rest = layout.answered(question, people, group) - count
            found += [
                seek(WITHHELD, publication.key, people, group, answer, count),
                seek(COMPLEMENT, publication.key, people, group, answer, rest),
            ]
    several = survey["questions"][question]["type"] == "multiple"
    for key, people in sets.items():
        for group in groups:
            base = layout.answered(question, people, group)
            found.append(seek(DIFFERENCE, key, people, group, "", base))
            for answer in layout.parts[question].answers:
                count = layout.counted(question, people, group, answer)
                found.append(seek(DIFFERENCE, key, people, group, answer, count))
                if several:
                    found.append(seek(COMPLEMENT, key, people, group, answer, base - count))
    return found


def find_kept(
    sought: Sequence[Sought],
    attackers: Sequence[str],
    layout: Layout,
    publications: Sequence[Publication],
) -> NDArray[np.bool_]:
    """Which targets (columns) are to be kept from whom (rows); "" is the outsider."""
    windows = [frozenset(layout.of(publication.key)) for publication in publications]
    kept: dict[tuple[frozenset[int], str], bool] = {}
    for code in attackers:
        for people in {one.people for one in sought}:
            kept[people, code] = not code or is_kept_from(people, code, layout, windows)
    return np.array([[kept[one.people, code] for one in sought] for code in attackers])


def is_kept_from(
    people: frozenset[int], code: str, layout: Layout, windows: Sequence[frozenset[int]]
) -> bool:
    """Whether insiders of area `code` could learn anything of a target of `people` that is to
    be kept from them: not where it counts their own people alone, nor where what is left without
    them is the window of another, smaller publication. That is then shown there by the rules, or a
    target of its own. `windows` are the blocks of each publication.
    """
    own = frozenset(n for n, areas in enumerate(layout.areas) if areas <= {code})
    left = people - own
    if not left or not people & own:
        return bool(left)
    # The smaller window alone: of two that are the same without the area, one must be a target.
    return all(window - own != left or not window < people for window in windows)


def _withheld(publication: Publication, name: str, question: str) -> list[tuple[str, str]]:
    answers = publication.public.get("answers")
    if answers is None or not len(answers):
        return []
    columns = ["survey", "question", "count", "group", "answer"]
    rows = zip(*(answers[column].tolist() for column in columns), strict=True)
    hidden = ((row[3], row[4]) for row in rows if row[:3] == (name, question, SUPPRESSED))
    return list(dict.fromkeys(hidden))


def _asked(survey: Mapping[str, Any], question: str) -> list[str]:
    """The groups that were asked: nobody else can have answered, as the questionnaire tells."""
    grouping = survey["groups"]
    groups = list(survey["questions"][grouping]["answers"]) if grouping else []
    routing = survey["questions"][question].get("asked_if")
    if not routing:
        return groups
    if routing["question"] == grouping:
        return [group for group in groups if group == routing["answer"]]
    asked = _asked(survey, routing["question"])
    return [group for group in groups if group in asked]
