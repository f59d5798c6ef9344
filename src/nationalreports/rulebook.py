"""Which rules each table keeps, with the sets of what is known in this series."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd
from great_expectations.expectations.expectation import Expectation

from nationalreports.expectations import (
    aggregates,
    codes,
    disclosure,
    findings,
    responses,
    runs,
    statistics,
    visits,
)


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

    known_visits = tables.get("visits", pd.DataFrame(columns=["visit_id", "area_code"]))
    of_visits = sorted(known_visits["visit_id"] + " " + known_visits["area_code"])
    area_codes = known("areas", "area_code")
    former_codes = " ".join(known("areas", "former_codes")).split()
    sectors, voices = [*codebook["sectors"], ""], [*codebook["voices"], ""]
    themes = [f"{q}: {t}" for t, entry in codebook["themes"].items() for q in entry["questions"]]
    made: dict[str, Iterable[Expectation]] = {
        "visits": [
            visits.VisitIdsAreUnique(),
            visits.VisitsEndAfterTheyStart(),
            visits.VisitsBelongToAReport(value_set=list(config["reports"])),
            visits.VisitedAreasAreKnown(value_set=area_codes),
            visits.AreasAreVisitedOnce(),
            visits.VisitsStartInOneWindow(),
        ],
        "told_visits": [visits.VisitsTellSomething()],
        "areas": [visits.AreaCodesAreUnique()],
        "real_areas": [visits.AllAreasAreListed()],
        "findings": [
            findings.FindingIdsAreUnique(),
            findings.FindingIdsComeFromTheText(),
            findings.FindingsHaveWords(),
            findings.FindingsHaveAUsualLength(),
            findings.FindingsStandInAKnownSection(),
            findings.FindingsHaveAPosition(),
            findings.FindingsHaveAKnownSector(value_set=sectors),
            findings.FindingsConcernKnownAreas(value_set=[*area_codes, ""]),
            findings.FindingsAreNotCopied(),
            findings.FindingsAreCoded(value_set=known("codes", "finding_id")),
            findings.FindingsFollowEachOther(),
        ],
        "letter_findings": [findings.FindingsAreOfTheirVisit(value_set=of_visits)],
        "discussions_held": [
            findings.DiscussionsBelongToAReport(value_set=list(config["reports"]))
        ],
        "codes": [
            codes.CodesBelongToFindings(value_set=known("findings", "finding_id")),
            codes.CodesAnswerKnownQuestions(value_set=list(codebook["questions"])),
            codes.CodesNameKnownThemes(value_set=themes),
            codes.CodesNameKnownSectors(value_set=sectors),
            codes.CodesNameKnownVoices(value_set=voices),
            codes.CodesAreUnique(),
            codes.ThemesBelongToAReport(),
        ],
        "responses": [
            responses.AnswersAreUnique(),
            responses.AnswersBelongToVisits(value_set=known("visits", "_visit")),
            responses.AnswersAreToKnownQuestions(
                value_set=[f"{s}: {q}" for s, form in surveys.items() for q in form["questions"]]
            ),
        ],
        "choices": [
            responses.AnswersAreKnown(
                value_set=[
                    f"{survey}: {question}: {answer}"
                    for survey, form in surveys.items()
                    for question, entry in form["questions"].items()
                    for answer in entry.get("answers", [])
                ]
            )
        ],
        "single_choices": [responses.SingleAnswersAreSingle()],
        "routed_answers": [responses.RoutedAnswersFollowTheirRoute()],
        "exclusive_answers": [responses.ExclusiveAnswersStandAlone()],
        "whole_responses": [
            responses.ResponsesAreOfOnePlace(),
            responses.ResponsesVaryTheirPlaces(),
            responses.ResponsesTakeTheirTime(),
            responses.ResponsesEndAfterTheyStart(),
            responses.ResponsesAreNotCopied(),
        ],
        "area_responses": [responses.AreasRespond()],
        "leading_areas": [responses.NoAreaOutweighsTheOthers()],
        "plan_totals": [statistics.AreaPlansAddUp()],
        "plan_regions": [statistics.RegionPlansAddUp()],
        "plan_ages": [statistics.AgesAddUp()],
        "plan_shares": [statistics.SharesAgreeWithTheirFigures()],
        "known_wrong_plans": [statistics.PlansAreNotKnownToBeWrong()],
        "listed_areas": [statistics.ListedAreasHaveFigures()],
        "timeliness_regions": [statistics.RegionTimelinessAddsUp()],
        "known_wrong_timeliness": [statistics.TimelinessIsNotKnownToBeWrong()],
        "timeliness_totals": [statistics.AreaTimelinessAddsUp()],
        "statistics_areas": [statistics.StatisticsHaveAllAreas()],
        "cited_areas": [statistics.CitedAreasAreKnown(value_set=[*area_codes, *former_codes])],
        "timeliness": [
            statistics.TimelyPlansAreAmongPlans(),
            statistics.RatesAgreeWithTheirFigures(),
        ],
        "themes": [
            aggregates.ThemesAreCounts(),
            aggregates.ThemesAreToldByVisitedAreas(),
            aggregates.ThemesAreUnique(),
            aggregates.PartsOfThemesAreNoMoreThanAll(),
            aggregates.VisitedAreasAreCountedOnce(),
        ],
        "themes_again": [aggregates.AreasToldAreCountedAgain()],
        "themes_of_parts": [aggregates.ThemesAreNoFewerThanInParts()],
        "answers": [
            aggregates.AnswersAreAmongTheirBase(),
            aggregates.AnswersAreCountedOnce(),
            *([aggregates.BasesAreCountedAgain()] if "answers_again" in tables else []),
        ],
        "single_answers": [aggregates.SingleAnswersAddUpToTheirBase()],
        "tick_all_answers": [aggregates.TickedAnswersAddUpToTheirBaseAtLeast()],
        "answers_again": [aggregates.AnswersAreCountedAgain()],
        "answers_of_parts": [aggregates.AnswersAreNoFewerThanInParts()],
        "discussions": [
            aggregates.ThemesAreAmongDiscussions(),
            aggregates.DiscussionsAreUnique(),
            *(
                [aggregates.DiscussionsHeldAreCountedOnce()]
                if "discussions_again" in tables
                else []
            ),
        ],
        "discussions_again": [aggregates.DiscussionsToldAreCountedAgain()],
        "discussions_of_parts": [aggregates.DiscussionsAreNoFewerThanInParts()],
        "context": [aggregates.CitedFiguresWerePublished()],
        "tellings": [
            disclosure.ThemesAreToldByMoreThanOne(),
            disclosure.ThemesAreNotToldByAll(),
            disclosure.ThemesAreNotToldByNone(),
            disclosure.ThemesAreNotToldByAllButOne(),
        ],
        "overlapping_reports": [disclosure.ReportsDoNotOverlap()],
        "run_rows": [runs.RowsDoNotJump()],
        "run_answers": [runs.SharesDoNotJump()],
        "run_missing": [runs.MissingRatesDoNotJump()],
    }
    return {table: list(made[table]) for table in made if table in tables}
