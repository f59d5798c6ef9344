"""Small surveys and what reports publish of them, for tests of the audit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from nationalreports.aggregation import count_answers
from nationalreports.disclosure.blocks import Blocks, make_blocks
from nationalreports.disclosure.publications import Publication

NAME = "families"
LIMITS = {"minimum_base": 10, "minimum_count": 8, "rounding_base": 5, "percentage_base": 50}


def survey(
    questions: Mapping[str, Sequence[str]] | None = None,
    *,
    groups: str | None = None,
    multiple: Iterable[str] = (),
    **more: dict[str, Any],
) -> dict[str, Any]:
    """A survey with the answers of each question; `more` has further keys of its questions."""
    questions = questions or {"q": ["a", "b", "c"]}
    return {
        "groups": groups,
        "questions": {
            question: {
                "type": "multiple" if question in multiple else "single",
                "answers": list(answers),
                **more.get(question, {}),
            }
            for question, answers in questions.items()
        },
    }


def people(
    area: str, number: int, start: int = 0, **given: str | Sequence[str]
) -> list[tuple[str, str, str, str, str]]:
    """Rows of `number` responses of an area that gave the same answers."""
    rows = []
    for one in range(start, start + number):
        name = f"{area}-{sorted(given.items())}-{one}"
        for question, answers in given.items():
            chosen = [answers] if isinstance(answers, str) else answers
            rows += [(name, NAME, area, question, answer) for answer in chosen]
    return rows


def responses(*parts: list[tuple[str, str, str, str, str]]) -> pd.DataFrame:
    columns = ["response_id", "survey", "area_code", "question", "answer"]
    return pd.DataFrame([row for part in parts for row in part], columns=columns, dtype=str)


def count(given: pd.DataFrame, entry: dict[str, Any]) -> pd.DataFrame:
    """The answers by group and question, unprotected."""
    return count_answers(["w"], [NAME], given.assign(wave="w"), {NAME: entry})


Figures = Callable[[str, str, str, int, int], tuple[str, str, str]]


def rounded(
    limits: Mapping[str, int] = LIMITS, hide: Iterable[tuple[str, str, str]] = ()
) -> Figures:
    """Figures by the thresholds alone, without those in `hide` (group, question and answer)."""
    hidden = set(hide)

    def show(
        group: str, question: str, answer: str, number: int, base: int
    ) -> tuple[str, str, str]:
        step = limits["rounding_base"]

        def near(value: int) -> str:
            return str((value + step / 2) // step * step).removesuffix(".0")

        if base < limits["minimum_base"]:
            return "[c]", "[c]", "[c]"
        least = min(number, base - number)
        if least < limits["minimum_count"] or (group, question, answer) in hidden:
            return "[c]", near(base), "[c]"
        share = "[z]"
        if base >= limits["percentage_base"]:
            share = str((200 * number + base) // (2 * base))
        return near(number), near(base), share

    return show


def publish(
    key: str,
    given: pd.DataFrame,
    entry: dict[str, Any],
    show: Figures | None = None,
    *,
    limits: Mapping[str, int] = LIMITS,
    total: str = "[c]",
    **more: Any,
) -> Publication:
    """A report with `given` responses as `show` shows them; `total` is its number of responses."""
    show = show or rounded(limits)
    table = count(given, entry)
    shown = [
        show(group, question, answer, int(number), int(base))
        for _, group, question, answer, number, base in table.itertuples(index=False, name=None)
    ]
    figures = pd.DataFrame(shown, columns=["count", "base", "percent"], dtype=str)
    keys = ["survey", "group", "question", "answer"]
    public = {
        "answers": table[keys].join(figures).assign(word="[z]"),
        "summary": pd.DataFrame({"item": [f"responses_{NAME}"], "value": [total]}, dtype=str),
    }
    more = {"areas": frozenset(given["area_code"]), "report": key, "day": key, **more}
    return Publication(
        key, released=True, thresholds=limits, responses=given, public=public, **more
    )


def blocks_of(entry: dict[str, Any], publications: Sequence[Publication]) -> Blocks:
    return make_blocks(NAME, entry, publications)
