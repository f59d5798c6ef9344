"""The parts of a figure that have one unit: which numbers they show, in which order and form.

A panel as drawn is a dictionary with heading (what is counted, where there are several panels),
names (those of its bars, in the order of the figure's), limit (where the axis ends) and, of a
stacked bar, halves (`positive`, `neutral` or `negative`, one a name).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

BARS, STACKED, BESIDE, LINE = "bars", "stacked", "beside", "line"
POSITIVE, NEUTRAL, NEGATIVE = "positive", "neutral", "negative"


@dataclass(frozen=True)
class AnswerPanel:
    """The published answers to one survey question: pairs of answer and number, and their `unit`.

    `sign` is "%" where the numbers are percentages.
    """

    kind: str
    bars: list[tuple[str, int]]
    unit: str
    sign: str
    limit: int
    halves: list[str]

    @property
    def labels(self) -> list[str]:
        """The numbers as drawn."""
        return [f"{number:,}{self.sign}" for _, number in self.bars]

    def drawn(self, heading: str) -> dict[str, Any]:
        """The panel of a figure."""
        panel = {"heading": heading, "names": [name for name, _ in self.bars], "limit": self.limit}
        return {**panel, "halves": self.halves} if self.kind == STACKED else panel


def answer_panel(
    records: Sequence[Mapping[Any, str]], question: Mapping[str, Any], respondents: str
) -> AnswerPanel:
    """What a chart shows of one question's rows of answers.csv, which are in the answers' order.

    Percentages where each count that is shown has one. Answers on a scale (`scale` in the survey's
    configuration) are one stacked bar where all have a percentage: its parts are the printed
    figures, for a sum of them would be a figure that no audit has seen. Of answers that may be
    given together, the largest comes first, but those that stand alone ("None of these") last; all
    others keep the order of the form.
    """
    as_percent = _in_percent(records)
    column, sign = ("percent", "%") if as_percent else ("count", "")
    bars = [(row["answer"], int(row[column])) for row in records if row[column].isdecimal()]
    alone = question.get("exclusive", [])
    if question["type"] == "multiple":
        bars.sort(key=lambda bar: (bar[0] in alone, -bar[1]))
    scale = question.get("scale")
    stacked = bool(scale) and as_percent and 1 < len(bars) == len(records)
    unit = f"{'Percentage' if as_percent else 'Number'} of {respondents}"
    limit = 100 if as_percent else max((number for _, number in bars), default=1)
    halves = [_half(name, scale) for name, _ in bars] if scale and stacked else []
    return AnswerPanel(STACKED if stacked else BARS, bars, unit, sign, limit, halves)


def main_point(bars: Sequence[tuple[str, float]]) -> str:
    """Which bar is the largest of those shown, without its number; "" where several are."""
    highest = max((number for _, number in bars), default=0)
    top = [name for name, number in bars if number == highest]
    return f"The highest shown is {top[0]}. " if len(top) == 1 < len(bars) else ""


def values(names: Sequence[str], labels: Sequence[str]) -> str:
    """All that a chart shows, in words."""
    pairs = zip(names, labels, strict=True)
    return "; ".join(f"{name}: {label}" for name, label in pairs) + "."


def _half(answer: str, scale: Mapping[str, Sequence[str]]) -> str:
    return next((half for half in (POSITIVE, NEGATIVE) if answer in scale[half]), NEUTRAL)


def _in_percent(records: Sequence[Mapping[Any, str]]) -> bool:
    shown = [row["percent"].isdecimal() for row in records if row["count"].isdecimal()]
    return any(row["percent"].isdecimal() for row in records) and all(shown)
