"""Which rules each table keeps, with the sets of what is known in this series."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd
from great_expectations.expectations.expectation import Expectation

from nationalreports import expectations as expect


def rules(
    tables: dict[str, pd.DataFrame],
    *,
    config: dict[str, Any],
    codebook: dict[str, Any],
    surveys: dict[str, Any],
) -> dict[str, list[Expectation]]:
    """The rules of each of `tables`, which `crosschecks.lay_out` gives.

    The sets of what is known come from the configuration and from the other tables.
    """

    def known(table: str, column: str) -> list[str]:
        return sorted(set(tables[table][column])) if table in tables else []

    area_codes = known("areas", "area_code")
    former_codes = " ".join(known("areas", "former_codes")).split()
    sectors, voices = [*codebook["sectors"], ""], [*codebook["voices"], ""]
    themes = [f"{q}: {t}" for t, entry in codebook["themes"].items() for q in entry["questions"]]
    made: dict[str, Iterable[Expectation]] = {
        "visits": [
            expect.VisitIdsAreUnique(),
            expect.VisitsEndAfterTheyStart(),
            expect.VisitsBelongToAReport(value_set=list(config["reports"])),
            expect.VisitedAreasAreKnown(value_set=area_codes),
            expect.AreasAreVisitedOnce(),
        ],
        "areas": [expect.AreaCodesAreUnique()],
        "real_areas": [expect.AllAreasAreListed()],
        "findings": [
            expect.FindingIdsAreUnique(),
            expect.FindingIdsComeFromTheText(),
            expect.FindingsHaveWords(),
            expect.FindingsHaveAUsualLength(),
            expect.FindingsStandInAKnownSection(),
            expect.FindingsHaveAPosition(),
            expect.FindingsHaveAKnownSector(value_set=sectors),
            expect.FindingsConcernKnownAreas(value_set=[*area_codes, ""]),
            expect.FindingsAreNotCopied(),
            expect.FindingsAreCoded(value_set=known("codes", "finding_id")),
        ],
        "discussions_held": [expect.DiscussionsBelongToAReport(value_set=list(config["reports"]))],
        "codes": [
            expect.CodesBelongToFindings(value_set=known("findings", "finding_id")),
            expect.CodesAnswerKnownQuestions(value_set=list(codebook["questions"])),
            expect.CodesNameKnownThemes(value_set=themes),
            expect.CodesNameKnownSectors(value_set=sectors),
            expect.CodesNameKnownVoices(value_set=voices),
            expect.CodesAreUnique(),
        ],
        "responses": [
            expect.AnswersAreUnique(),
            expect.AnswersBelongToVisits(value_set=known("visits", "_visit")),
            expect.AnswersAreToKnownQuestions(
                value_set=[f"{s}: {q}" for s, form in surveys.items() for q in form["questions"]]
            ),
        ],
        "choices": [
            expect.AnswersAreKnown(
                value_set=[
                    f"{survey}: {question}: {answer}"
                    for survey, form in surveys.items()
                    for question, entry in form["questions"].items()
                    for answer in entry.get("answers", [])
                ]
            )
        ],
        "single_choices": [expect.SingleAnswersAreSingle()],
        "plan_totals": [expect.AreaPlansAddUp()],
        "timeliness_totals": [expect.AreaTimelinessAddsUp()],
        "statistics_areas": [expect.StatisticsHaveAllAreas()],
        "cited_areas": [expect.CitedAreasAreKnown(value_set=[*area_codes, *former_codes])],
        "timeliness": [expect.TimelyPlansAreAmongPlans(), expect.RatesAgreeWithTheirFigures()],
        "themes": [
            expect.ThemesAreCounts(),
            expect.ThemesAreToldByVisitedAreas(),
            expect.ThemesAreUnique(),
            expect.PartsOfThemesAreNoMoreThanAll(),
            expect.VisitedAreasAreCountedOnce(),
        ],
        "answers": [expect.AnswersAreAmongTheirBase(), expect.AnswersAreCountedOnce()],
        "single_answers": [expect.SingleAnswersAddUpToTheirBase()],
        "discussions": [expect.ThemesAreAmongDiscussions()],
        "context": [expect.CitedFiguresWerePublished()],
    }
    return {table: list(made[table]) for table in made if table in tables}
