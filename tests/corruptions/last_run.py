"""Against the last run: the same series delivered again, and much of it otherwise."""

from __future__ import annotations

from collections import Counter
from random import Random

from corruptions.damage import Corruption, Place, Run
from corruptions.files import FAMILIES
from corruptions.surveys import INFORMED

OCTOBER, SURVEY = FAMILIES[0], "data/raw/surveys/parents_carers"
#: Questions that everyone is asked and that take one answer, by the names in the survey's form.
ASKED = {
    "support": "What support does your child have?",
    "attended": "Did your child attend school or college during the spring restrictions?",
    "information": INFORMED,
}


def _cut_short(run: Run, rng: Random) -> Place:
    """A quarter of an export's responses, from a row drawn on, is not delivered."""
    rows = run.rows(OCTOBER)
    start = rng.randrange(1, len(rows) * 3 // 4)
    left = [*rows[:start], *rows[start + len(rows) // 4 :]]
    run.save(OCTOBER, left)
    said = f"(october-2020): {len(rows) - 1:,} before, {len(left) - 1:,} now"
    return Place(SURVEY, "", "rows", value=said)


def _exchanged(run: Run, rng: Random) -> Place:
    """The commonest answer to a question drawn is exchanged with the rarest, as by a new key."""
    question, header = rng.choice(list(ASKED.items()))
    rows = run.rows(OCTOBER)
    place = rows[0].index(header)
    ordered = [answer for answer, _ in Counter(row[place] for row in rows[1:]).most_common()]
    ordered.remove("")
    other = {ordered[0]: ordered[-1], ordered[-1]: ordered[0]}
    for row in rows[1:]:
        row[place] = other.get(row[place], row[place])
    run.save(OCTOBER, rows)
    return Place(SURVEY, "", "share", value=f"{question}: {ordered[0]} (october-2020)")


def _blank(run: Run, rng: Random) -> Place:
    """The column of a question drawn is blank."""
    question, header = rng.choice(list(ASKED.items()))
    rows = run.rows(OCTOBER)
    place = rows[0].index(header)
    for row in rows[1:]:
        row[place] = ""
    run.save(OCTOBER, rows)
    return Place(SURVEY, "", "share", value=f"parents_carers: {question} (october-2020)")


CORRUPTIONS = [
    Corruption("RUN-101", "a quarter of the responses of October is not delivered", _cut_short),
    Corruption("RUN-102", "two answers to a question are exchanged", _exchanged),
    Corruption("RUN-103", "a question's answers are lost", _blank),
]
