"""A drawn series, published: by thresholds alone, and as the pipeline plans and protects it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

import pandas as pd
from attacker import Attack, insiders_of
from attacker_programmes import Given, Seen, people_of
from attacker_themes import themes_given_away
from disclosure_series import SCALE, Series, Step, aggregates, beside

from nationalreports.disclosure import Plan, plan_series, protect
from nationalreports.disclosure.publications import ELSEWHERE_COLUMNS, Draft, Publication

Tables = dict[str, pd.DataFrame]
ANSWERS_COLUMNS = ["survey", "group", "question", "answer", "count", "base", "percent", "word"]
#: No reviewer allows anything.
ALLOWED: frozenset[tuple[str, ...]] = frozenset()
#: Of one audit of one question; none of the drawn ones comes near it.
SECONDS = 60.0


def rounded(value: int, to: int) -> int:
    return (2 * value + to) // (2 * to) * to


def by_thresholds(tables: Tables, limits: Mapping[str, int]) -> Tables:
    """What control of one table at a time publishes: small bases and counts alone withheld."""
    rows = []
    for row in tables["answers"].to_dict("records"):
        count, base = int(row["count"]), int(row["base"])
        shown_base = str(rounded(base, limits["rounding_base"]))
        if base < limits["minimum_base"]:
            shown = ("[c]",) * 4
        elif count < limits["minimum_count"]:
            shown = ("[c]", shown_base, "[c]", "[c]")
        else:
            percent = str((200 * count + base) // (2 * base))
            percent = percent if base >= limits["percentage_base"] else "[z]"
            shown = (str(rounded(count, limits["rounding_base"])), shown_base, percent, "[z]")
        rows.append([*list(row.values())[:4], *shown])
    themes = tables["themes"]
    told, visited = themes["areas_told"].astype(int), themes["areas_visited"].astype(int)
    may = (told > 1) & (told < visited)
    return {
        "answers": pd.DataFrame(rows, columns=ANSWERS_COLUMNS, dtype=str),
        "themes": themes.assign(areas_told=themes["areas_told"].where(may, "[c]")),
        "summary": rounded_responses(tables["summary"], limits["rounding_base"]),
    }


def rounded_responses(summary: pd.DataFrame, to: int) -> pd.DataFrame:
    """The summary with its numbers of responses rounded."""
    values = [
        str(rounded(int(value), to)) if item.startswith("responses_") else value
        for item, value in zip(summary["item"], summary["value"], strict=True)
    ]
    return summary.assign(value=values)


def seen(series: Series, number: int, public: Tables) -> Seen:
    """Publication `number` of the series, as it is seen."""
    step = series.steps[number]
    printed = beside(series, step, aggregates(series, step)["answers"])
    return Seen(
        f"{number + 1}/{step.report}",
        step.report,
        frozenset(step.areas),
        public,
        printed,
        series.thresholds,
        people_of(step.responses),
        step.told,
    )


def published_by(
    series: Series, protector: Callable[[Tables, Mapping[str, int]], Tables]
) -> list[Seen]:
    """The series as one who looks at one publication at a time would print it."""
    printed = [protector(aggregates(series, step), series.thresholds) for step in series.steps]
    return [seen(series, number, tables) for number, tables in enumerate(printed)]


def published(series: Series, *, at_once: bool = False) -> list[Seen]:
    """The series as the pipeline publishes it."""
    return [publication for publication, _ in planned(series, at_once=at_once)]


def planned(series: Series, *, at_once: bool = False) -> list[tuple[Seen, Plan]]:
    """Each publication with the plan that it comes from: one release after another, each planned
    beside those before it; `at_once`: the last two are drafts of one run."""
    released: list[Publication] = []
    found: list[tuple[Seen, Plan]] = []
    pairs = [[number] for number in range(len(series.steps))]
    if at_once and may_be_at_once(series):
        pairs[-2:] = [[*pairs[-2], *pairs[-1]]]
    for numbers in pairs:
        drafts = [draft(series, series.steps[n]) for n in numbers]
        plan = plan_series(
            released,
            drafts,
            series.config,
            series.codebook,
            series.surveys,
            ALLOWED,
            seconds=SECONDS,
        )
        for number, one in zip(numbers, drafts, strict=True):
            public = protect(
                dict(one.aggregates), one.report, plan, series.thresholds, SCALE, series.surveys
            )
            publication = seen(series, number, public)
            found.append((publication, plan))
            released.append(_release(one, publication))
    return found


def may_be_at_once(series: Series) -> bool:
    """Drafts of one run are different reports, and a draft prints nothing beside its tables."""
    last = series.steps[-2:]
    return len({step.report for step in last}) == 2 and not last[0].beside


def draft(series: Series, step: Step) -> Draft:
    return Draft(
        report=step.report,
        day=step.day,
        aggregates=aggregates(series, step),
        responses=step.responses,
        areas=frozenset(step.areas),
        told=step.told,
        discussions_told=pd.DataFrame(columns=["discussion", *step.told.columns], dtype=str),
    )


def _release(one: Draft, printed: Seen) -> Publication:
    return Publication(
        key=printed.key,
        report=one.report,
        day=one.day,
        released=True,
        thresholds=printed.thresholds,
        responses=one.responses,
        areas=one.areas,
        told=one.told,
        discussions_told=one.discussions_told,
        public=printed.public,
        elsewhere=pd.DataFrame(printed.beside, columns=ELSEWHERE_COLUMNS, dtype=str),
    )


def given_away(
    series: Series, publications: list[Seen], *, every: bool, rules: bool = True
) -> Iterator[Given]:
    """What the publications give away, each beside those before it; `every`: to insiders of every
    area, else to one of each set of areas that stand in the same publications.

    What a publication prints beside its tables, no plan can withhold: what that gives away is told.
    """
    for known in range(1, len(publications) + 1):
        if publications[known - 1].beside:
            continue
        some = publications[:known]
        if any(len(step.told) for step in series.steps):
            before = themes_given_away(some, known - 1, every=every) if known > 1 else set()
            told = {(one.kind, one.what, one.area) for one in before}
            now = themes_given_away(some, known, every=every)
            yield from (one for one in now if (one.kind, one.what, one.area) not in told)
        for name, survey in series.surveys.items():
            attack = Attack(name, survey, some, rules=rules)
            yield from attack.newly_given(insiders_of(some, name, every=every))


def withheld(publication: Seen) -> list[tuple[str, ...]]:
    """The cells of a publication that are not shown."""
    answers, themes = publication.public["answers"], publication.public["themes"]
    hidden = (answers[["count", "base", "percent"]] == "[c]").any(axis=1)
    cells = list(answers.loc[hidden, ANSWERS_COLUMNS].itertuples(index=False, name=None))
    # No report shows themes by sector and voice at once, whatever was told.
    broken = (themes["sector"] == "all") | (themes["voice"] == "all")
    hidden = broken & (themes["areas_told"] == "[c]")
    cells += list(themes[hidden].itertuples(index=False, name=None))
    summary = publication.public["summary"]
    return cells + list(summary[summary["value"] == "[c]"].itertuples(index=False, name=None))


def with_bases(publication: Seen, bases: pd.DataFrame, questions: Iterable[str]) -> Seen:
    """The publication if it showed the base of all respondents for these questions too."""
    answers = publication.public["answers"].copy()
    known = bases.drop_duplicates("question").set_index("question")["base"]
    for question in questions:
        rows = (answers["question"] == question) & (answers["group"] == "all")
        to = publication.thresholds["rounding_base"]
        answers.loc[rows, "base"] = str(rounded(int(known[question]), to))
    return replace(publication, public={**publication.public, "answers": answers})
