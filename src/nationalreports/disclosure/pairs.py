"""What is withheld together: fixed partners, by their place in a list that everybody knows.

Were a further figure chosen by its size, the choice would tell about the first (Wong and others,
2007, "Minimality attack in privacy preserving data publishing"). The questionnaire's list of
answers tells nothing of what was answered.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence


def pairs(names: Sequence[str]) -> list[tuple[str, str]]:
    """`names` two by two, counted from the end; with an odd number, the first one has no pair."""
    first = len(names) % 2
    return [(names[n], names[n + 1]) for n in range(first, len(names) - 1, 2)]


def together(names: Sequence[str], withheld: Collection[str]) -> set[str]:
    """All of `names` that are withheld where those in `withheld` are.

    Each takes its partner with it. The first of an odd number has none, and takes the next pair.
    """
    found = set(withheld)
    two = pairs(names)
    if len(names) % 2 and names[0] in found and two:
        found.update(two[0])
    for pair in two:
        if found.intersection(pair):
            found.update(pair)
    return found


def partners(names: Sequence[str], name: str) -> list[str]:
    """Those that go with `name`, in the order of `names`."""
    return [one for one in names if one in together(names, {name}) and one != name]
