"""Every fact of a report changed, one at a time, and what then is true of its claims.

What is true is worked out here in another way than by intervals: a condition is put to Python
itself, at each corner of what the printed figures can stand for.
"""

from __future__ import annotations

import itertools
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from public_tables import REPORTS, SERIES

from nationalreports.claim_reading import find_claims
from nationalreports.claims import judge
from nationalreports.facts import make_facts
from nationalreports.facts_phrases import slugs
from nationalreports.measures import make_measures
from nationalreports.prose import read_prose

Tables = Mapping[str, pd.DataFrame]
Range = tuple[Fraction, Fraction]

NAME = re.compile(r"(?<![\w.])(?:themes|discussions|areas|answers|surveys|context)(?:\.\w+)+")
#: More people, areas or plans than there are.
MANY = Fraction(10**9)
TINY = Fraction(1, 10**9)
#: How names begin that speak of how many areas, discussions or responses there were: a count, and
#: what it bounds.
WHOLES = ("areas.", "discussions.", "themes.", "surveys.")

#: A run of the tests tries one of so many changes of the shipped reports.
SAMPLED = 7


class Unknown(Exception):
    """There is no such figure in the tables."""


@dataclass(frozen=True)
class Places:
    """The places that equal figures share; a comparison is true where it is for each of them."""

    first: int
    last: int

    def __eq__(self, other: object) -> bool:
        return self.first == self.last == other

    def __ne__(self, other: object) -> bool:
        return other not in range(self.first, self.last + 1)

    def __lt__(self, other: Any) -> bool:
        return bool(self.last < other)

    def __le__(self, other: Any) -> bool:
        return bool(self.last <= other)

    def __gt__(self, other: Any) -> bool:
        return bool(self.first > other)

    def __ge__(self, other: Any) -> bool:
        return bool(self.first >= other)


class World:
    """What the printed figures of some tables can stand for."""

    def __init__(self, public: Tables, series: Any) -> None:
        self._public, self._series = public, series
        self._step = series.config["thresholds"]["rounding_base"]
        self._summary = dict(public["summary"][["item", "value"]].itertuples(index=False))
        self._told = {
            table: frame[(frame["sector"] == "all") & (frame["voice"] == "all")]
            for table, frame in public.items()
            if table in ("themes", "discussions")
        }
        self._ranges: dict[str, tuple[Range, Fraction | None]] = {}

    @cached_property
    def _rows(self) -> dict[tuple[str, ...], dict[str, str]]:
        keys = ("survey", "group", "question", "answer")
        rows = self._public["answers"].to_dict("records")
        return {tuple(row[key] for key in keys): row for row in rows}

    def is_true(self, condition: str) -> bool:
        """Whether a condition is true whatever the printed figures stand for."""
        try:
            return all(self._at_corners(condition))
        except Unknown:
            return False

    def _at_corners(self, condition: str) -> Iterator[bool]:
        names = sorted(set(NAME.findall(condition)), key=len, reverse=True)
        ends = [sorted(set(self._range(name)[0])) for name in names]
        for corner, others in itertools.product(itertools.product(*ends), (0, 1)):
            values = dict(zip(names, corner, strict=True))
            yield bool(eval(self._filled(condition, values, others), {**globals()}))

    def _filled(self, condition: str, values: Mapping[str, Fraction], others: int) -> str:
        text = re.sub(r"steady\(([^()]+)\)", self._steady, condition)
        text = re.sub(
            r"(rank|rank_shown)\(([^()]+)\)",
            lambda match: self._places(match[2].strip(), match[1] == "rank_shown", values, others),
            text,
        )
        text = re.sub(r"printed\(([^()]+)\)", lambda match: self._printed(match[1].strip()), text)
        text = NAME.sub(lambda match: f"Fraction('{values[match[0]]}')", text)
        return re.sub(r"(?<![\w.'])(\d+\.\d+)", r"Fraction('\1')", text)

    def _steady(self, match: re.Match[str]) -> str:
        one, other = NAME.findall(match[1])
        cells = [self._answer(name) for name in (one, other)]
        table = self._public["steady"]
        for row in table.to_dict("records"):
            own = all(row[key] == cells[0][key] for key in ("survey", "question", "answer"))
            if own and {row["group"], row["other"]} == {cell["group"] for cell in cells}:
                return f"({match[1]} and {row['steady'] == 'yes'})"
        return "False"

    def _places(self, name: str, shown: bool, values: Mapping[str, Fraction], others: int) -> str:
        rest = []
        for sibling in self.siblings(name):
            ends, printed = self._range(sibling)
            if printed is not None or not shown:
                rest.append(values.get(sibling, ends[others]))
        first = 1 + sum(value > values[name] for value in rest)
        last = 1 + sum(value >= values[name] for value in rest)
        return f"Places({first}, {last})"

    def _printed(self, name: str) -> str:
        printed = self._range(name)[1]
        if printed is None:
            raise Unknown(name)
        return f"Fraction('{printed}')"

    def siblings(self, name: str) -> list[str]:
        """The figures that one is ranked with."""
        words = name.split(".")
        if words[0] != "answers":
            themes = self._series.codebook["themes"]
            return [
                f"{words[0]}.{words[1]}.{theme}"
                for theme, entry in themes.items()
                if words[1] in entry["questions"] and theme != words[2]
            ]
        answers = self._series.surveys[words[1]]["questions"][words[2]]["answers"]
        others = [own for own in slugs(answers).values() if own != words[3]]
        return [".".join([*words[:3], own, *words[4:]]) for own in others]

    def _range(self, name: str) -> tuple[Range, Fraction | None]:
        """The ends of what a figure can be, and the figure as it is printed."""
        if name not in self._ranges:
            self._ranges[name] = self._find(name)
        return self._ranges[name]

    def _find(self, name: str) -> tuple[Range, Fraction | None]:
        words = name.split(".")
        summary = self._summary
        if words[0] in ("areas", "discussions", "themes") and len(words) in (2, 3):
            table = "discussions" if words[0] == "discussions" else "themes"
            item = "discussions" if table == "discussions" else "visits"
            frame = self._told[table]
            whole = _exact(frame.iloc[0, -1] if len(frame) else summary.get(item, "[c]"), MANY)
            if len(words) == 2:
                return whole
            own = frame[(frame["question"] == words[1]) & (frame["theme"] == words[2])]
            if not whole[0][1]:
                return whole
            return _exact(own.iloc[0, -2] if len(own) else "[c]", whole[0][1])
        if words[0] == "surveys":
            return self._rounded(summary.get(f"responses_{words[1]}", "[c]"), MANY)
        if words[0] == "context":
            rows = self._public["context"]
            own = rows[(rows["measure"] == words[1]) & (rows["time_period"] == words[2][1:])]
            if own.empty or own.iloc[0]["value"].startswith("["):
                raise Unknown(name)
            value = own.iloc[0]["value"]
            if words[1] == "ehc_plans":
                return _exact(value, MANY)
            half = Fraction(1, 20) if "." in value else Fraction(1, 2)
            return (Fraction(value) - half, Fraction(value) + half - TINY), Fraction(value)
        cell = self._answer(name)
        base = self._rounded(cell["base"], MANY)
        if words[-1] == "base":
            return base
        count = self._rounded(cell["count"], base[0][1])
        if words[-1] == "count":
            return count
        if not cell["percent"].startswith("["):
            printed = Fraction(cell["percent"])
            low, high = max(printed - Fraction(1, 2), Fraction(0)), printed + Fraction(1, 2) - TINY
            return (low, min(high, Fraction(100))), printed
        ends = [
            100 * part / whole if whole else Fraction(100)
            for part, whole in zip(count[0], reversed(base[0]), strict=True)
        ]
        low, high = (min(end, Fraction(100)) for end in ends)
        return (low, high), None

    def _rounded(self, shown: str, most: Fraction) -> tuple[Range, Fraction | None]:
        if shown.startswith("["):
            return (Fraction(0), most), None
        step, middle = Decimal(self._step), int(shown)
        near = range(max(0, middle - self._step), middle + self._step + 1)
        fit = [
            value
            for value in near
            if (Decimal(value) / step).quantize(Decimal(1), ROUND_HALF_UP) * step == middle
        ]
        return (Fraction(min(fit)), Fraction(max(fit))), Fraction(middle)

    def _answer(self, name: str) -> dict[str, str]:
        _, survey, question, own, *rest = name.split(".")
        form = self._series.surveys[survey]
        words = slugs(form["questions"][question]["answers"])
        answers = {word: text for text, word in words.items()}
        group = "all"
        if rest[0] == "groups":
            among = slugs(form["questions"][form["groups"]]["answers"])
            group = {word: text for text, word in among.items()}[rest[1]]
        keys = {"survey": survey, "group": group, "question": question, "answer": answers[own]}
        figures = {"count": "[c]", "base": "[c]", "percent": "[c]"}
        return {**figures, **self._rows.get(tuple(keys.values()), keys)}


def _exact(shown: str, most: Fraction) -> tuple[Range, Fraction | None]:
    if shown.startswith("["):
        return (Fraction(0), most), None
    return (Fraction(shown), Fraction(shown)), Fraction(shown)


@dataclass(frozen=True)
class Mutation:
    """One fact changed: in words, the tables with it, and how names begin that speak of it."""

    what: str
    tables: Tables
    names: tuple[str, ...]

    def concerns(self, condition: str) -> bool:
        """Whether a condition may have another truth than before."""
        return any(name in condition for name in self.names)


def mutations(public: Tables, claims: Sequence[str]) -> Iterator[Mutation]:
    """Each fact of the tables with other values, on both sides of what it might be compared with.

    A question that no claim speaks of is changed in one value each, for it can change nothing.
    """
    said = " ".join(claims)
    for table in ("themes", "discussions"):
        frame = public[table]
        if frame.empty:
            continue
        told, visited = frame.columns[-2:]
        own = frame[(frame["sector"] == "all") & (frame["voice"] == "all")]
        whole = int(own[visited].iloc[0])
        for index, row in own.iterrows():
            values = [*map(str, range(whole + 1)), "[c]"]
            own_names = f"{table}.{row['question']}."
            if own_names not in said:
                values = values[:1]
            place = f"{table}: {row['question']} / {row['theme']}"
            yield from _cell(public, table, index, told, values, place, own_names)
        for value in range(1, 2 * whole + 2):
            changed = {**public, table: frame.assign(**{visited: str(value)})}
            yield Mutation(f"{table}: {visited} = {value}", changed, WHOLES)
    answers = public["answers"]
    for keys, lines in answers.groupby(["survey", "group", "question"], sort=False):
        for index, row in lines.iterrows():
            place = f"answers: {' / '.join(map(str, keys))} / {row['answer']}"
            own_names = f"answers.{keys[0]}.{keys[2]}."
            if own_names not in said:
                yield from _cell(public, "answers", index, "count", ["[c]", "5"], place, own_names)
                continue
            for column in ("count", "base", "percent"):
                texts = _near([cell for cell in lines[column] if cell.isdecimal()], column)
                yield from _cell(
                    public, "answers", index, column, texts, f"{place} / {column}", own_names
                )
    for index, row in public["context"].iterrows():
        value = Decimal(row["value"])
        values = [str(value * Decimal(part)) for part in ("0.5", "0.9", "1.1", "2")]
        if row["measure"] == "ehc_plans":
            values = [str(int(Decimal(own))) for own in values]
        values = [*values, "[c]"]
        yield from _cell(public, "context", index, "value", values, f"context: {index}", "context.")
    summary = public["summary"]
    for index, row in summary[summary["item"].str.startswith(("responses", "visits"))].iterrows():
        values = ["0", "5", "5000"]
        yield from _cell(public, "summary", index, "value", values, row["item"], *WHOLES)
    for index, row in public["steady"].iterrows():
        other = "no" if row["steady"] == "yes" else "yes"
        yield from _cell(public, "steady", index, "steady", [other], f"steady: {index}", "steady(")


def _near(shown: Sequence[str], column: str) -> list[str]:
    """Figures around those of the same question, far below and far above them, and none."""
    step, top = (1, 100) if column == "percent" else (5, 10**6)
    ends = {int(cell) for cell in shown}
    values = {end + way * step for end in ends for way in (-1, 0, 1)}
    values |= {0, 50, 2 * max(ends, default=0)}
    return [*(str(value) for value in sorted(values) if 0 <= value <= top), "[c]"]


def _cell(
    public: Tables,
    table: str,
    index: Any,
    column: str,
    values: Sequence[str],
    place: str,
    *names: str,
) -> Iterator[Mutation]:
    for value in dict.fromkeys(values):
        if public[table].loc[index, column] != value:
            frame = public[table].copy()
            frame.loc[index, column] = value
            yield Mutation(f"{place} = {value}", {**public, table: frame}, names)


def conditions(folder: Path, name: str, key: str, public: Tables) -> list[str]:
    """The conditions of all claims that a report shows."""
    parts = (SERIES.config["reports"][key], key, SERIES.config, SERIES.codebook, SERIES.surveys)
    facts = make_facts(*parts, public, [{"withheld": False}])
    claims = find_claims(read_prose([folder], name, facts), facts)
    assert not [claim for claim in claims if claim.fault]
    return list(dict.fromkeys(claim.condition for claim in claims))


def tried(public: Tables, claims: Sequence[str], every: int = 1) -> Counter[str]:
    """How many claims stood, and were caught, over all changes; fails where one ought not.

    `every`: of so many changes one is tried.
    """
    found: Counter[str] = Counter()
    before = World(public, SERIES)
    truth = {condition: before.is_true(condition) for condition in claims}
    changes = itertools.islice(mutations(public, claims), 0, None, every)
    for change in [Mutation("nothing", public, ("",)), *changes]:
        measures = make_measures(change.tables, SERIES.config, SERIES.codebook, SERIES.surveys)
        world = World(change.tables, SERIES)
        for condition in claims:
            # A condition that does not speak of the fact stays what it was.
            true = world.is_true(condition) if change.concerns(condition) else truth[condition]
            verdict = judge(condition, measures)
            said = f"{change.what}: {condition}: {verdict.verdict} ({verdict.figures})"
            assert (verdict.verdict == "holds") == true, said
            found["stood" if true else "caught"] += 1
            found[f"{condition}: {'stood' if true else 'caught'}"] += 1
    return found


def shipped(folder: Path, sources: Path) -> dict[str, Any]:
    """What came of all claims of the shipped reports over the public tables of a run.

    `make sweep` tries all changes, a run of the tests one of `SAMPLED`, which is no number of
    values of a fact, so that each kind of change has its turn.
    """
    results: dict[str, Any] = {}
    for key in REPORTS:
        paths = sorted((folder / "data/processed/public" / key).glob("*.csv"))
        public = {path.stem: pd.read_csv(path, dtype=str, keep_default_na=False) for path in paths}
        every = 1 if "CLAIM_SWEEP" in os.environ else SAMPLED
        results[key] = tried(public, conditions(sources, f"{key}.qmd", key, public), every)
    return results
