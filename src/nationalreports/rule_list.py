"""The list of all rules, `docs/rules.md`, made from the code by `make rules`."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from typing import Any

from nationalreports import expectations
from nationalreports.config import REPOSITORY
from nationalreports.rule_places import class_places, code_places
from nationalreports.rules import Rule
from nationalreports.rules.registry import readers_rules
from nationalreports.tables import whole
from nationalreports.validation import SEVERITIES

#: The kinds of rules in the order of the pipeline, by how their codes begin.
KINDS = {
    "TAB": "Tables",
    "VIS": "Visits and areas",
    "REF": "Official statistics",
    "LET": "Letters",
    "WAT": "The watch-list",
    "FND": "Findings",
    "COD": "Coding",
    "SVY": "Surveys",
    "AGG": "Figures of the reports",
    "DIS": "Disclosure control",
    "RUN": "Against the last run",
    "DEC": "Decisions",
    "CHK": "The check sheet",
    "LEK": "The leak scan",
    "QUO": "Quotations",
    "PIPELINE": "The pipeline",
}

_HEAD = """\
# Rules

<!-- Made from the code by `make rules`. Change a rule there, not here. -->

All that is expected of the data: why, and what to do and to decide where it is not so. This page is
made from the code, and a test fails where the two differ.

**Finding a rule.** Each problem names its rule by a code, on the reviewers' page and in
`problems.csv`. The entry's address here is the code in small letters, `rules.md#svy-008`. Codes
below 100 belong to the reading of files, those from 101 to the checks put to tables. A code is
never used for something else.

**How grave a breach is.** Where a rule can be broken in ways of different gravity, the gravest
stands here.

| severity | means |
|---|---|
| error | the figures may be wrong; stops the run at the gate until it is put right or settled |
| warning | a person must look, for the figures may mislead; does not stop the run |
| info | what was evened out or passed over, so that nobody wonders; nothing need be done |

**What settles it.** A reviewer decides on single records, in a row of `data/raw/decisions.csv` that
names the rule and the record's digest from the page.

| decision | means |
|---|---|
| accept | the record stays in the figures as it is, and the problem stops nothing any more |
| exclude | the record is left out of every figure, or stays left out where reading set it aside |
| correct | the source is to be put right; until it is, the problem stays as it is |

An entry says which of accept and exclude may settle a breach. “Only putting it right” means that a
decision on it is refused. A decision lapses when its last day has passed or the record changes.

"""


def all_rules() -> dict[str, Rule]:
    """Every rule by its code: those of readers and those of expectations, in the order of codes."""
    listed = [*readers_rules().values(), *map(_rule_of, expectation_classes())]
    return {rule.code: rule for rule in sorted(listed, key=lambda rule: rule.code)}


def expectation_classes() -> list[Any]:
    """The classes of `expectations` that are rules, in the order of their codes."""
    found = []
    for entry in pkgutil.iter_modules(expectations.__path__, f"{expectations.__name__}."):
        module = importlib.import_module(entry.name)
        for _, member in inspect.getmembers(module, inspect.isclass):
            if member.__module__ == module.__name__ and hasattr(member, "code"):
                found.append(member)
    return sorted(found, key=lambda rule: rule.code)


def rule_list() -> str:
    """The list as Markdown: an introduction, then a section a kind and an entry a rule."""
    rules, places = all_rules(), _places()
    kinds = {kind: [r for r in rules.values() if kind_of(r.code) == kind] for kind in KINDS}
    contents = [
        f"- [{title}](#{title.lower().replace(' ', '-')}): {_count(kinds[kind])}"
        for kind, title in KINDS.items()
        if kinds[kind]
    ]
    parts = [_HEAD, "\n".join(contents), "\n"]
    for kind, title in KINDS.items():
        if kinds[kind]:
            parts.append(f"\n## {title}\n")
            parts += [_entry(rule, places[rule.code]) for rule in kinds[kind]]
    return "".join(parts)


def kind_of(code: str) -> str:
    """How a code begins, by which its kind is known."""
    return code.partition("-")[0]


def write_list() -> None:
    """Write the list to the repository's `docs/rules.md`."""
    with whole(REPOSITORY / "docs/rules.md") as part:
        part.write_text(rule_list(), encoding="utf-8", newline="\n")


def _rule_of(rule: Any) -> Rule:
    fields = rule.__fields__
    return Rule(
        rule.code,
        fields["notes"].default,
        rule.why,
        SEVERITIES[fields["severity"].default.value],
        rule.remedy,
        rule.settled_by,
    )


def _places() -> dict[str, str]:
    """Of each code, in words where it stands in the code."""
    said = {code: _listed(places) for code, places in code_places().items()}
    named = class_places()
    for rule in expectation_classes():
        module = rule.__module__.partition(".")[2]
        places = named.get(rule.__name__, [])
        tables = sorted({place.key for place in places if place.key})
        by = _listed(sorted({place.module for place in places}))
        put = f", put to {_listed(tables)} in {by}" if tables else ""
        said[rule.code] = f"`{module}.{rule.__name__}`{put}"
    return said


def _entry(rule: Rule, place: str) -> str:
    lines = [
        f"\n### {rule.code}\n",
        f"**{_inert(rule.sentence)}** ({rule.severity})\n",
        f"- Why it matters: {_inert(rule.why)}",
        f"- What to do: {_inert(rule.remedy[:1].upper() + rule.remedy[1:])}.",
        f"- What settles it: {' or '.join(rule.settled_by) or 'only putting it right'}",
        f"- In the code: {place}",
    ]
    return "\n".join([*lines, ""])


def _inert(text: str) -> str:
    """Text that Markdown would not take for a tag or for emphasis."""
    return text.replace("<", "&lt;").replace("*", "\\*")


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _count(rules: list[Rule]) -> str:
    if len(rules) == 1:
        return f"1 rule, {rules[0].code}"
    return f"{len(rules)} rules, {rules[0].code} to {rules[-1].code}"


if __name__ == "__main__":
    write_list()
