"""The attacker on themes: "n of the N areas", which are exact numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from attacker_programmes import Given, Programme, Seen


def themes_given_away(
    publications: Sequence[Seen], known: int, *, every: bool = True
) -> set[Given]:
    """Of the first `known` publications: areas of which is settled whether their letter tells a
    theme, and differences between two publications that are known exactly.

    Areas with the same publications are one to an outsider. A block's number is given away where
    it is surely 0 or surely all its areas. `every`: to insiders of every area, else to one of each
    set of areas that stand in the same publications.
    """
    found: set[Given] = set()
    rows = publications[0].public["themes"]
    themes = dict.fromkeys(zip(rows["question"], rows["theme"], strict=True))
    window = {
        area: frozenset(n for n, p in enumerate(publications) if area in p.areas)
        for p in publications
        for area in p.areas
    }
    insiders = sorted(
        window if every else {numbers: area for area, numbers in window.items()}.values()
    )
    for question, theme in themes:
        pairs = list(
            dict.fromkeys(
                zip(
                    *(rows.loc[rows["theme"] == theme, c] for c in ("sector", "voice")), strict=True
                )
            )
        )
        for insider in ("", *insiders):
            found |= _theme(publications, known, window, (question, theme), pairs, insider)
    return found


def _theme(
    publications: Sequence[Seen],
    known: int,
    window: Mapping[str, frozenset[int]],
    theme: tuple[str, str],
    pairs: list[tuple[str, str]],
    insider: str,
) -> set[Given]:
    programme = Programme()
    classes: dict[tuple[frozenset[int], bool], list[str]] = defaultdict(list)
    for area in sorted(window):
        classes[window[area], area == insider].append(area)
    truth = {
        tuple(row)
        for p in publications
        for row in p.told[["area_code", "question", "theme", "sector", "voice"]].to_numpy()
    }
    columns: dict[Any, int] = {}
    for (numbers, own), areas in classes.items():
        for pair in pairs:
            fixed = int((areas[0], *theme, *pair) in truth) if own else None
            columns[numbers, own, pair] = programme.unknown(fixed)
            if not own:
                programme.upper[-1] = len(areas)
        # Whoever tells it of a sector and a voice tells it of each, and of all.
        for sector, voice in pairs:
            finer = columns[numbers, own, (sector, voice)]
            for wider in {("all", voice), (sector, "all")} - {(sector, voice)}:
                if wider in pairs:
                    programme.know({columns[numbers, own, wider]: 1, finer: -1}, 0, np.inf)
    # Told in all but one is published, and flagged: the one left knows of all others.
    but_one: set[tuple[int, tuple[str, str]]] = set()
    for number in range(known):
        table = publications[number].public["themes"]
        own_rows = table[(table["question"] == theme[0]) & (table["theme"] == theme[1])]
        for row in own_rows.to_dict("records"):
            if row["areas_told"].isdecimal():
                pair = row["sector"], row["voice"]
                if int(row["areas_told"]) == len(publications[number].areas) - 1:
                    but_one.add((number, pair))
                terms = {c: 1 for (n, _, p), c in columns.items() if number in n and p == pair}
                programme.know(terms, int(row["areas_told"]), int(row["areas_told"]))
    smallest = programme.solver()
    found = set()
    points: list[np.ndarray] = []

    def bounds(of: list[int], enough: Callable[[float, float], bool]) -> tuple[int, int]:
        """The smallest and the largest sum, or two of its values with which it is `enough`."""
        objective = np.zeros(len(programme.lower))
        objective[of] = 1
        values = [float(objective @ point) for point in points]
        if not (values and enough(min(values), max(values))):
            for sign in (1, -1):
                point = smallest(sign * objective)
                assert point is not None, "nothing fits what is published, the truth included"
                points.append(point)
                values.append(float(objective @ point))
        return int(min(values)), int(max(values))

    told = [frozenset(a for a in window if n in window[a]) for n in range(known)]
    for pair in pairs:
        said = " / ".join((*theme, *pair))
        for (numbers, own), areas in classes.items():
            if own or not any(n < known for n in numbers):
                continue
            if insider and any((n, pair) in but_one for n in numbers):
                continue
            number = len(areas)
            low, high = bounds(
                [columns[numbers, own, pair]], lambda low, high, n=number: high > 0 and low < n
            )
            if high == 0 or low == number:
                found.add(Given("area", f"{sorted(numbers)} / {said}", insider, low, high))
        for later in range(known):
            for earlier in range(known):
                rest = told[later] - told[earlier]
                if not rest or later == earlier or rest in told:
                    continue
                of = [
                    c
                    for (n, own, p), c in columns.items()
                    if later in n and earlier not in n and p == pair and not own
                ]
                if of and (limits := bounds(of, lambda low, high: low < high))[0] == limits[1]:
                    name = f"{publications[later].key} less {publications[earlier].key} / {said}"
                    found.add(Given("difference", name, insider, *limits))
    return found
