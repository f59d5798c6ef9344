"""What the letters and notes of the demonstration say: its wording, shared out over the visits."""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

#: The wording and the make-up of the demonstration: data, so that a series is not code.
DEMONSTRATION = Path(__file__).with_name("demonstration")

#: A letter lists 10 to 14 findings, as the letters of such a series do.
FEWEST_BULLETS, MOST_BULLETS = 10, 14
MOST_THINGS = 3
PRIORITIES = 3


@dataclass(frozen=True)
class Code:
    """One code of a finding, each word a key of `config/codebook.yaml`."""

    question: str
    theme: str
    sector: str
    voice: str


@dataclass(frozen=True)
class Finding:
    """What one bullet or note says: its sentences, and a code for each thing that it holds."""

    sentences: tuple[str, ...]
    codes: tuple[Code, ...]

    @property
    def text(self) -> str:
        """The finding as one text, which is what its id is made from."""
        return " ".join(self.sentences)


@dataclass(frozen=True)
class Visit:
    """A visit of the demonstration; `wave` is the report whose window holds its start."""

    visit_id: str
    area: dict[str, str]
    start: datetime.date
    end: datetime.date
    wave: str
    plan: dict[str, Any]


@dataclass(frozen=True)
class Discussion:
    """Notes of one discussion, as `data/raw/findings/` holds them."""

    source_id: str
    date: datetime.date
    sector: str
    findings: tuple[Finding, ...]


def read_demonstration(name: str) -> Any:
    """A file of the demonstration, every value as the text that stands there."""
    return yaml.load((DEMONSTRATION / name).read_text("utf-8"), Loader=yaml.BaseLoader)


def plan_visits(series: dict[str, Any], config: dict[str, Any]) -> list[Visit]:
    """The visits of `series.yaml`, each with the report whose window holds it.

    Raises ValueError for a visit that no report's window holds.
    """
    visits = []
    for area, plan in zip(series["areas"], series["visits"], strict=True):
        start = datetime.date.fromisoformat(plan["start"])
        wave = _wave(start, config)
        slug = area["name"].casefold().replace(" ", "-")
        visit_id = f"{start:%Y-%m}-{slug}"
        end = datetime.date.fromisoformat(plan["end"])
        visits.append(Visit(visit_id, area, start, end, wave, plan))
    return visits


def share_out(
    visits: list[Visit], series: dict[str, Any], codebook: dict[str, Any], seed: int
) -> dict[str, dict[str, list[Finding]]]:
    """What each visit's letter tells: visit id -> section (told, priority) -> findings in order.

    Each text goes to one visit alone. Raises ValueError where the wording has a question or theme
    that the codebook does not allow.
    """
    told: dict[str, list[Finding]] = {visit.visit_id: [] for visit in visits}
    priorities: dict[str, list[Finding]] = {visit.visit_id: [] for visit in visits}
    for question in codebook["questions"]:
        path = DEMONSTRATION / f"{question}.yaml"
        if not path.is_file():
            raise ValueError(f"the demonstration has no wording for the question {question!r}")
        places = priorities if question == "plan" else told
        for theme, texts in read_demonstration(path.name).items():
            _check(question, theme, codebook)
            chance = random.Random(f"{seed}:{question}:{theme}")
            first = series["first"].get(question, {}).get(theme)
            chosen = _choose(visits, places, len(texts), first and int(first), chance)
            for visit, entry in zip(chosen, texts, strict=True):
                ((key, text),) = entry.items()
                voice, sector = key.split(", ")
                sentence = text.replace("{area}", visit.area["name"])
                code = Code(question, theme, sector, voice)
                places[visit.visit_id].append(Finding((sentence,), (code,)))
    return {
        visit.visit_id: {
            "told": _bullets(told[visit.visit_id], random.Random(f"{seed}:{visit.visit_id}")),
            "priority": _priorities(priorities[visit.visit_id]),
        }
        for visit in visits
    }


def plan_discussions(codebook: dict[str, Any]) -> list[Discussion]:
    """The notes of discussions; ids count the discussions of a day by letter."""
    discussions: list[Discussion] = []
    for entry in read_demonstration("discussions.yaml"):
        day = datetime.date.fromisoformat(entry["date"])
        letter = "abcdefgh"[sum(other.date == day for other in discussions)]
        findings = []
        for item in entry["findings"]:
            ((key, text),) = item.items()
            codes = []
            for pair in key.split(" + "):
                question, theme = pair.split()
                _check(question, theme, codebook)
                codes.append(Code(question, theme, entry["sector"], entry["voice"]))
            findings.append(Finding((text,), tuple(codes)))
        source_id = f"disc-{day}-{letter}"
        discussions.append(Discussion(source_id, day, entry["sector"], tuple(findings)))
    return discussions


def _wave(day: datetime.date, config: dict[str, Any]) -> str:
    for key, report in config["reports"].items():
        if report["window"]["start"] <= day.isoformat() <= report["window"]["end"]:
            return key
    raise ValueError(f"no report's window in config/config.yaml holds the visit of {day}")


def _check(question: str, theme: str, codebook: dict[str, Any]) -> None:
    if question not in codebook["themes"].get(theme, {}).get("questions", []):
        raise ValueError(
            f"config/codebook.yaml does not count {theme!r} under {question!r},"
            " but the demonstration's wording has it there"
        )


def _choose(
    visits: list[Visit],
    places: dict[str, list[Finding]],
    texts: int,
    first: int | None,
    chance: random.Random,
) -> list[Visit]:
    """A visit for each text: the shortest letters so far, chance deciding between equals.

    The first wave gets `first` of the texts (by default six in ten), later waves the rest.
    """
    early = [visit for visit in visits if visit.wave == visits[0].wave]
    late = [visit for visit in visits if visit.wave != visits[0].wave]
    count = (texts * 6 + 5) // 10 if first is None else first
    chosen: list[Visit] = []
    for group, size in ((early, count), (late, texts - count)):
        if size > len(group):
            raise ValueError(f"{size} texts of one theme for {len(group)} visits")
        order = {visit.visit_id: chance.random() for visit in group}
        ranked = sorted(group, key=lambda v: (len(places[v.visit_id]), order[v.visit_id]))
        chosen.extend(ranked[:size])
    return chosen


def _bullets(findings: list[Finding], chance: random.Random) -> list[Finding]:
    """The findings as 10 to 14 bullets: some hold two or three things."""
    bullets = list(findings)
    chance.shuffle(bullets)
    most = min(MOST_BULLETS, len(bullets) - 2)
    size = chance.randint(FEWEST_BULLETS, most)
    while len(bullets) > size:
        pairs = [
            (first, second)
            for first in bullets
            for second in bullets
            if second is not first and len(second.codes) == 1 and len(first.codes) < MOST_THINGS
        ]
        best = min(_distance(*pair) for pair in pairs)
        first, second = chance.choice([pair for pair in pairs if _distance(*pair) == best])
        both = Finding(first.sentences + second.sentences, first.codes + second.codes)
        bullets = [
            both if bullet is first else bullet for bullet in bullets if bullet is not second
        ]
    return bullets


def _distance(first: Finding, second: Finding) -> int:
    """How ill two findings go together in a bullet: 0 of one theme, 1 of one sector, 2 neither."""
    if first.codes[0].theme == second.codes[0].theme:
        return 0
    return 1 if first.codes[0].sector == second.codes[0].sector else 2


def _priorities(findings: list[Finding]) -> list[Finding]:
    """Three priorities; what is over joins the earlier ones."""
    sentences: list[list[str]] = [[] for _ in range(PRIORITIES)]
    codes: list[list[Code]] = [[] for _ in range(PRIORITIES)]
    for index, finding in enumerate(findings):
        start = "To" if index < PRIORITIES else "Leaders also intend to"
        sentences[index % PRIORITIES].append(f"{start} {finding.text}.")
        codes[index % PRIORITIES].extend(finding.codes)
    return [Finding(tuple(s), tuple(c)) for s, c in zip(sentences, codes, strict=True)]
