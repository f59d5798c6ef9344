"""What each report told, or is to tell, and of whom: what an attacker has in hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

#: Of figures that stand somewhere else than in a public table.
ELSEWHERE_COLUMNS = ["medium", "survey", "group", "question", "answer", "measure", "value"]


# Equal where it is the same one: what is read of it is remembered.
@dataclass(frozen=True, eq=False)
class Publication:
    """One report as it was released, or as it is to be.

    `key` is the report's own in the series for a draft, and "<number>/<report>" for a release that
    stands in the ledger. `day` (ISO) orders publications. `thresholds` are those it was made with.

    `responses` (`response_id, survey, area_code, question, answer`) are those its window counts,
    without what reviewers excluded. `areas` are those visited in its window; `told` has a row
    (`area_code, question, theme, sector, voice`) for each that a letter in the window tells, "all"
    in sector and voice included; `discussions_told` likewise has `discussion, area_code, question,
    theme, sector, voice`, `discussions` the discussions' ids.

    `public` holds its public tables by name: answers, themes, discussions, summary. `elsewhere` has
    figures printed in another place than a table (`ELSEWHERE_COLUMNS`): `medium` is prose, chart or
    alternative text, `measure` is count, base or percent, `value` a whole number as printed.
    """

    key: str
    report: str
    day: str
    released: bool
    thresholds: Mapping[str, int]
    responses: pd.DataFrame
    areas: frozenset[str] = frozenset()
    told: pd.DataFrame = field(default_factory=pd.DataFrame)
    discussions: frozenset[str] = frozenset()
    discussions_told: pd.DataFrame = field(default_factory=pd.DataFrame)
    public: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    elsewhere: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=ELSEWHERE_COLUMNS))


@dataclass(frozen=True)
class Draft:
    """One report of this run before protection; fields as of `Publication`.

    `aggregates` are its tables of confidential/aggregates/<report>/ by name: themes, discussions,
    answers, summary (all cells strings).
    """

    report: str
    day: str
    aggregates: Mapping[str, pd.DataFrame]
    responses: pd.DataFrame
    areas: frozenset[str] = frozenset()
    told: pd.DataFrame = field(default_factory=pd.DataFrame)
    discussions: frozenset[str] = frozenset()
    discussions_told: pd.DataFrame = field(default_factory=pd.DataFrame)
