"""An attacker who shares no code with disclosure control: what public tables together give away.

It reads public tables as strings, knows thresholds and rounding, the questionnaire, and which
areas stand in which publication. Unknowns are whole numbers of people by area (areas that nothing
tells apart are one), group and answer; of each protected number it seeks the smallest and largest
that fit (mixed-integer programmes, HiGHS). The true answers tell it what an insider knows, and
which sets of people there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from attacker_programmes import Given, Programme, Seen, Terms, plus

ALL = "all"
#: Fewer whole numbers left than this give a figure away.
ENOUGH = 5

#: Areas that nothing tells apart, their publications, and whether they are the insider's own.
Cell = tuple[frozenset[str], frozenset[int], bool]


def _values(shown: int, rounding: int) -> tuple[int, int]:
    """The smallest and largest number that is printed as `shown`, to the nearest, halves up."""
    near = [n for n in range(shown - rounding, shown + rounding + 1) if n >= 0]
    fit = [n for n in near if (2 * n + rounding) // (2 * rounding) * rounding == shown]
    return fit[0], fit[-1]


class Attack:
    """What `publications`, in their order, tell of one survey."""

    def __init__(
        self,
        name: str,
        survey: Mapping[str, Any],
        publications: Sequence[Seen],
        *,
        linked: bool = True,
        rules: bool = True,
        few: int = 8,
    ) -> None:
        """`linked`: bases and numbers of responses bind the questions together. `rules`: what is
        shown is known to obey the primary rules (complement and dominance too). `few`: a number
        that is surely under it is given away."""
        self.name, self.publications = name, publications
        self.linked, self.rules, self.few = linked, rules, few
        self.questions = {
            key: entry for key, entry in survey["questions"].items() if entry["type"] != "text"
        }
        self.grouping = survey["groups"]
        self.groups = list(self.questions[self.grouping]["answers"]) if self.grouping else []
        self._place()

    def _place(self) -> None:
        """Where everybody stands: blocks, areas by their publications, and what they answered."""
        stands: dict[Any, set[int]] = defaultdict(set)
        for number, publication in enumerate(self.publications):
            for person, (area, given) in publication.people.get(self.name, {}).items():
                stands[person, area, given].add(number)
        blocks = {who: frozenset(numbers) for who, numbers in stands.items()}
        windows: dict[str, set[int]] = defaultdict(set)
        self.truth: dict[tuple[str, frozenset[int]], dict[Any, int]] = defaultdict(
            lambda: defaultdict(int)
        )
        for (_, area, given), block in blocks.items():
            windows[area] |= block
            group = next((a for q, a in given if q == self.grouping), "")
            count = self.truth[area, block]
            count["people", group] += 1
            for question in {q for q, _ in given}:
                count["base", question, group] += 1
            for question, answer in given:
                count["count", question, group, answer] += 1
        self.window = {area: frozenset(numbers) for area, numbers in windows.items()}
        classes: dict[frozenset[int], set[str]] = defaultdict(set)
        for area, numbers in self.window.items():
            classes[numbers].add(area)
        self.classes = {window: frozenset(areas) for window, areas in classes.items()}
        self.blocks: dict[frozenset[int], set[frozenset[int]]] = defaultdict(set)
        for area, block in self.truth:
            self.blocks[self.window[area]].add(block)
        # Nothing tells what a correction changed: people may stand in either version alone.
        for later, publication in enumerate(self.publications):
            for earlier in range(later):
                before = self.publications[earlier]
                if before.report == publication.report and before.areas == publication.areas:
                    for window, own in self.blocks.items():
                        if {earlier, later} <= window:
                            own |= {window - {earlier}, window - {later}}
        self.real = {block for _, block in self.truth}

    def programme(self, insider: str, known: int) -> Programme:
        """What the first `known` publications tell insiders of an area ("": an outsider)."""
        programme = Programme()
        self.cells: list[Cell] = []
        for window, areas in sorted(self.classes.items(), key=lambda item: sorted(item[1])):
            rest = areas - {insider}
            for block in sorted(self.blocks[window], key=sorted):
                if rest:
                    self.cells.append((rest, block, False))
                if insider in areas:
                    self.cells.append((frozenset([insider]), block, True))
        self.columns: dict[Any, int] = {}
        for cell in self.cells:
            own = self.truth.get((insider, cell[1]), {}) if cell[2] else None

            def add(*what: str, cell: Cell = cell, own: Any = own) -> int:
                column = programme.unknown(None if own is None else own.get(what, 0))
                self.columns[(cell, *what)] = column
                return column

            for group in [*self.groups, ""]:
                if self.linked:
                    add("people", group)
                for question, entry in self.questions.items():
                    base = add("base", question, group)
                    counts = [add("count", question, group, a) for a in entry["answers"]]
                    self._answered(programme, cell, question, entry, group, base, counts)
        for number in range(known):
            self._read(programme, number)
        return programme

    def _answered(
        self,
        programme: Programme,
        cell: Cell,
        question: str,
        entry: Mapping[str, Any],
        group: str,
        base: int,
        counts: list[int],
    ) -> None:
        """How answers, bases and people hang together whatever was answered."""
        total: Terms = dict.fromkeys(counts, 1)
        if entry["type"] == "single":
            programme.know({**total, base: -1}, 0, 0)
        else:
            programme.know({**total, base: -1}, 0, np.inf)
            for column in counts:
                programme.know({base: 1, column: -1}, 0, np.inf)
        if question == self.grouping:
            for answer, column in zip(entry["answers"], counts, strict=True):
                if answer != group:
                    programme.upper[column] = 0
        if not self.linked:
            return
        people = self.columns[cell, "people", group]
        # Those who answered the grouping question are those who stand in a group.
        same = question == self.grouping and group != ""
        programme.know({people: 1, base: -1}, 0, 0 if same else np.inf)
        if route := entry.get("asked_if"):
            leading = self.columns[cell, "count", route["question"], group, route["answer"]]
            programme.know({leading: 1, base: -1}, 0, np.inf)

    def terms(
        self, cells: Iterable[Cell], what: str, question: str, group: str, answer: str = ""
    ) -> Terms:
        """A count, a base or a number of people over some cells, as unknowns."""
        groups = [*self.groups, ""] if group == ALL else [group]
        rest = {"count": (question, "", answer), "base": (question, ""), "people": ("",)}[what]
        found: Terms = {}
        for cell in cells:
            for one in groups:
                named = tuple(one if part == "" else part for part in rest)
                found[self.columns[(cell, what, *named)]] = 1
        return found

    def _read(self, programme: Programme, number: int) -> None:
        publication = self.publications[number]
        limits = publication.thresholds
        cells = [cell for cell in self.cells if number in cell[1]]
        table = publication.public["answers"]
        for row in table[table["survey"] == self.name].to_dict("records"):
            question, group, answer = row["question"], row["group"], row["answer"]
            count = self.terms(cells, "count", question, group, answer)
            base = self.terms(cells, "base", question, group)
            if row["base"].isdecimal():
                low, high = _values(int(row["base"]), limits["rounding_base"])
                programme.know(base, max(low, limits["minimum_base"]), high)
            if row["count"].isdecimal():
                low, high = _values(int(row["count"]), limits["rounding_base"])
                programme.know(count, max(low, limits["minimum_count"]), high)
                if self.rules:
                    rest = plus((base, 1), (count, -1))
                    programme.know(rest, limits["minimum_count"], np.inf)
                    self._nobody_dominates(programme, cells, question, group, answer, count)
                if row["percent"] == "[z]":
                    programme.know(base, 0, limits["percentage_base"] - 1)
            if row["percent"].isdecimal():
                programme.know(base, limits["percentage_base"], np.inf)
                self._percent(programme, count, base, int(row["percent"]))
        for row in publication.beside:
            if row["survey"] != self.name:
                continue
            base = self.terms(cells, "base", row["question"], row["group"])
            value = int(row["value"])
            if row["measure"] == "base":
                programme.know(base, value, value)
                continue
            count = self.terms(cells, "count", row["question"], row["group"], row["answer"])
            if row["measure"] == "count":
                # A figure that the rounding would not print is exact; another may be rounded.
                low, high = (value, value)
                if value % limits["rounding_base"] == 0:
                    low, high = _values(value, limits["rounding_base"])
                programme.know(count, low, high)
            else:
                self._percent(programme, count, base, value)
        summary = publication.public["summary"].set_index("item")["value"]
        people = str(summary.get(f"responses_{self.name}", "[c]"))
        if self.linked and people.isdecimal() and cells:
            low, high = _values(int(people), limits["rounding_base"])
            programme.know(self.terms(cells, "people", "", ALL), low, high)

    @staticmethod
    def _percent(programme: Programme, count: Terms, base: Terms, percent: int) -> None:
        # percent <= (200 count + base) / (2 base) < percent + 1, in whole numbers
        programme.know(plus((count, 200), (base, 1 - 2 * percent)), 0, np.inf)
        programme.know(plus((count, 200), (base, -1 - 2 * percent)), -np.inf, -1)

    def _nobody_dominates(
        self,
        programme: Programme,
        cells: list[Cell],
        question: str,
        group: str,
        answer: str,
        count: Terms,
    ) -> None:
        """No area gives more than half of a shown count: of use where an area stands alone."""
        for areas in {areas for areas, _, _ in cells}:
            if len(areas) == 1:
                own = self.terms(
                    [c for c in cells if c[0] == areas], "count", question, group, answer
                )
                programme.know(plus((count, 1), (own, -2)), 0, np.inf)

    # What is to be protected.

    def targets(
        self, known: int
    ) -> list[tuple[str, str, frozenset[frozenset[int]], tuple[str, ...], bool]]:
        """(kind, name, blocks, what, is it a complement) of each protected number."""
        windows = {
            number: frozenset(b for b in self.real if number in b) for number in range(known)
        }
        sets: dict[frozenset[frozenset[int]], str] = {}
        for later in windows:
            for earlier in windows:
                own = windows[later] - windows[earlier]
                if own:
                    keys = self.publications[later].key, self.publications[earlier].key
                    sets.setdefault(own, f"{keys[0]} less {keys[1]}")
        for block in self.real:
            if any(number < known for number in block):
                standing = " and ".join(self.publications[n].key for n in sorted(block))
                sets.setdefault(frozenset([block]), f"in {standing} alone")
        sets = {own: said for own, said in sets.items() if own not in windows.values()}
        found = []
        for number, own in windows.items():
            publication = self.publications[number]
            table = publication.public["answers"]
            for row in table[table["survey"] == self.name].to_dict("records"):
                what = ("count", row["question"], row["group"], row["answer"])
                said = f"{publication.key} / " + " / ".join(what[1:])
                shown = "shown" if row["count"] != "[c]" else ""
                found.append((shown or "withheld", said, own, what, False))
                found.append((f"{shown} complement".strip(), said, own, what, True))
        for own, said in sets.items():
            for question, entry in self.questions.items():
                for group in [ALL, *(self.groups if question != self.grouping else [])]:
                    name = f"{said} / {question} / {group}"
                    found.append(("difference", name, own, ("base", question, group), False))
                    for answer in entry["answers"]:
                        what = ("count", question, group, answer)
                        found.append(("difference", f"{name} / {answer}", own, what, False))
                        if entry["type"] == "multiple":
                            found.append(("difference", f"{name} / not {answer}", own, what, True))
            if self.linked:
                found.append(("difference", said, own, ("people", "", ALL), False))
        return found

    def _expressions(self, known: int, insider: str) -> list[tuple[str, str, Terms]]:
        found = []
        windows = [
            {cell for cell in self.cells if number in cell[1]}
            for number in range(len(self.publications))
        ]
        for kind, name, blocks, what, complement in self.targets(known):
            # What an insider knows of the own area is taken out.
            cells = [cell for cell in self.cells if cell[1] in blocks and not cell[2]]
            if not cells or (insider and kind.startswith("shown")):
                continue
            if (
                insider
                and set(cells) in windows
                and not all(c in cells for c in self.cells if c[1] in blocks)
            ):
                # What is left is another publication's own affair.
                continue
            terms = self.terms(cells, *what)
            if complement:
                base = self.terms(cells, "base", what[1], what[2])
                terms = plus((base, 1), (terms, -1))
            found.append((kind, name, terms))
        return found

    def given_away(self, insider: str, known: int, *, only: set[str] | None = None) -> list[Given]:
        """What the first `known` publications give away to one attacker; `only`: of these names."""
        programme = self.programme(insider, known)
        wanted = [
            found
            for found in self._expressions(len(self.publications) if only else known, insider)
            if only is None or f"{found[0]} {found[1]}" in only
        ]
        if not wanted:
            return []
        rows = np.zeros((len(wanted), len(programme.lower)))
        for number, (_, _, terms) in enumerate(wanted):
            for column, weight in terms.items():
                rows[number, column] = weight
        smallest = programme.solver()
        low, high = np.full(len(rows), np.inf), np.full(len(rows), -np.inf)

        def see(point: np.ndarray | None) -> None:
            if point is not None:
                values = rows @ point
                np.minimum(low, values, out=low)
                np.maximum(high, values, out=high)

        def safe(number: int) -> bool:
            # Of what is shown, the limit alone is to be kept.
            shown = wanted[number][0].startswith("shown")
            wide = shown or high[number] - low[number] >= ENOUGH - 1
            return bool(wide and high[number] >= self.few)

        random = np.random.default_rng(0)
        for sign in (1, -1):
            see(smallest(sign * rows.sum(axis=0)))
        assert np.isfinite(low).all(), "nothing fits what is published, the truth included"
        for _ in range(6):
            see(smallest(random.choice([-1.0, 1.0], len(rows)) @ rows))
        found = []
        for number, (kind, name, _) in enumerate(wanted):
            for sign in (-1, 1):
                if not safe(number):
                    point = smallest(sign * rows[number])
                    assert point is not None, "the solver gave up"
                    see(point)
            if not safe(number):
                found.append(Given(kind, name, insider, int(low[number]), int(high[number])))
        return found

    def newly_given(self, insiders: Iterable[str]) -> Iterator[Given]:
        """What the last publication gives away, to an outsider or one of `insiders`, that those
        before it did not give away already."""
        last = len(self.publications)
        for insider in ("", *insiders):
            now = self.given_away(insider, last)
            told: set[str] = set()
            if now and last > 1:
                names = {f"{given.kind} {given.what}" for given in now}
                before = self.given_away(insider, last - 1, only=names)
                told = {f"{given.kind} {given.what}" for given in before}
            yield from (given for given in now if f"{given.kind} {given.what}" not in told)


def insiders_of(publications: Sequence[Seen], name: str, *, every: bool) -> list[str]:
    """Whose insiders to try: of every area, or of the largest area among those that have stood in
    the same publications."""
    attack = Attack(name, {"questions": {}, "groups": None}, publications, linked=False)
    size = dict.fromkeys(attack.window, 0)
    for (area, _), count in attack.truth.items():
        size[area] += sum(n for what, n in count.items() if what[0] == "people")
    if every:
        return sorted(size)
    return sorted(max(areas, key=lambda a: (size[a], a)) for areas in attack.classes.values())
