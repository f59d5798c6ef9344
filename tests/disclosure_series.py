"""Series of publications drawn from a seed: of each kind one that subtraction undoes, and one safe.

An unsafe series has areas of few respondents and answers that few gave; the same series made safe
by hand has large areas, no rare answers, and windows that differ by many areas.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count, islice
from typing import Any

import numpy as np
import pandas as pd

from nationalreports.aggregation import (
    ANSWERS_COLUMNS,
    DISCUSSIONS_COLUMNS,
    THEMES_COLUMNS,
    count_answers,
)
from nationalreports.config import REPOSITORY, load
from nationalreports.disclosure.publications import ELSEWHERE_COLUMNS

_DEMONSTRATION = load(REPOSITORY)
THRESHOLDS: dict[str, int] = _DEMONSTRATION.config["thresholds"]
SCALE: list[dict[str, Any]] = _DEMONSTRATION.config["quantifiers"]
SECTORS, VOICES = _DEMONSTRATION.codebook["sectors"], _DEMONSTRATION.codebook["voices"]
SURVEY = "survey"

RESPONSES_COLUMNS = ["response_id", "survey", "area_code", "question", "answer"]
TOLD_COLUMNS = ["area_code", "question", "theme", "sector", "voice"]


@dataclass(frozen=True)
class Step:
    """One publication of a series: whom it counts, and what it is to print beside its tables.

    `beside` has (medium, group, question, answer, measure): the figure itself comes from the
    responses.
    """

    report: str
    day: str
    areas: tuple[str, ...]
    responses: pd.DataFrame
    told: pd.DataFrame
    beside: tuple[tuple[str, str, str, str, str], ...] = ()


@dataclass(frozen=True)
class Series:
    """A series in the order of its publications; `safe` if made safe by hand."""

    kind: str
    seed: int
    safe: bool
    surveys: dict[str, Any]
    steps: tuple[Step, ...]
    thresholds: dict[str, int] = field(default_factory=lambda: dict(THRESHOLDS))

    @property
    def name(self) -> str:
        return f"{self.kind}-{self.seed}" + ("-safe" if self.safe else "")

    @property
    def config(self) -> dict[str, Any]:
        """As `config/config.yaml` would say it, so far as disclosure control asks."""
        reports = {
            step.report: {
                "title": step.report,
                "date": step.day,
                "window": {"start": "2020-01-01", "end": step.day},
                "evidence": ["visits", "surveys"],
                "surveys": list(self.surveys),
                "cumulative_over": [],
            }
            for step in self.steps
        }
        return {"thresholds": self.thresholds, "quantifiers": SCALE, "reports": reports}

    @property
    def codebook(self) -> dict[str, Any]:
        told = pd.concat([step.told for step in self.steps])
        themes = {
            theme: {"label": theme, "questions": ["plan"]} for theme in told["theme"].unique()
        }
        questions = {"plan": "Plans for the future"}
        return {"questions": questions, "sectors": SECTORS, "voices": VOICES, "themes": themes}


def aggregates(series: Series, step: Step) -> dict[str, pd.DataFrame]:
    """The confidential tables of one publication: themes, discussions, answers, summary."""
    own = step.responses.assign(wave=step.report)
    answers = count_answers([step.report], list(series.surveys), own, series.surveys)
    people = own["response_id"].nunique()
    summary = [("visits", str(len(step.areas))), ("discussions", "0")]
    summary += [(f"responses_{name}", str(people)) for name in series.surveys if people]
    return {
        "answers": answers if len(answers) else pd.DataFrame(columns=ANSWERS_COLUMNS, dtype=str),
        "themes": _count_told(series, step),
        "discussions": pd.DataFrame(columns=DISCUSSIONS_COLUMNS, dtype=str),
        "context": pd.DataFrame(columns=["measure", "time_period", "value", "published"]),
        "summary": pd.DataFrame(summary, columns=["item", "value"], dtype=str),
    }


def _count_told(series: Series, step: Step) -> pd.DataFrame:
    told = step.told.groupby(TOLD_COLUMNS[1:])["area_code"].nunique().to_dict()
    rows = [
        ("plan", theme, sector, voice, told.get(("plan", theme, sector, voice), 0), len(step.areas))
        for theme in series.codebook["themes"]
        for sector in ("all", *SECTORS)
        for voice in ("all", *VOICES)
    ]
    return pd.DataFrame(rows, columns=THEMES_COLUMNS).astype(str)


def beside(series: Series, step: Step, answers: pd.DataFrame) -> list[dict[str, str]]:
    """What stands beside the tables of `step`, from its confidential `answers`, as printed.

    A percentage is whole; a count or a base is exact.
    """
    found = []
    for medium, group, question, answer, measure in step.beside:
        of = answers[(answers["group"] == group) & (answers["question"] == question)]
        first = of[of["answer"] == (answer or of["answer"].iloc[0])].iloc[0]
        given, base = int(first["count"]), int(first["base"])
        value = {"count": given, "base": base, "percent": (200 * given + base) // (2 * base)}
        where = (medium, SURVEY, group, question, answer, measure, str(value[measure]))
        found.append(dict(zip(ELSEWHERE_COLUMNS, where, strict=True)))
    return found


# How respondents are drawn.


def _survey(random: np.random.Generator, *, grouped: bool, routed: bool = False) -> dict[str, Any]:
    questions: dict[str, Any] = {}
    if grouped:
        names = [f"g{n}" for n in range(int(random.integers(2, 4)))]
        questions["grouping"] = {"type": "single", "answers": names}
    if routed:
        questions["met"] = {"type": "single", "answers": ["Yes", "No"]}
    for number in range(1 if routed or grouped else int(random.integers(1, 4))):
        kind = "multiple" if random.random() < 0.4 else "single"
        answers = [f"a{n}" for n in range(int(random.integers(2 if kind == "single" else 3, 7)))]
        questions[f"q{number}"] = {"type": kind, "answers": answers}
    if routed:
        questions["q0"]["asked_if"] = {"question": "met", "answer": "Yes"}
    questions = {key: {"header": key, "label": key, **entry} for key, entry in questions.items()}
    return {"title": "Survey", "groups": "grouping" if grouped else None, "questions": questions}


def _draw(
    random: np.random.Generator, survey: dict[str, Any], areas: dict[str, int], skew: float
) -> pd.DataFrame:
    """Responses of so many people an area; under `skew` 1 answers are uneven, some of them rare."""
    rows: list[tuple[str, str, str, str, str]] = []
    shares = {
        question: (
            0.9 * random.dirichlet([skew] * len(entry["answers"])) + 0.1 / len(entry["answers"])
            if skew < 1
            else np.full(len(entry["answers"]), 1 / len(entry["answers"]))
        )
        for question, entry in survey["questions"].items()
    }
    missing = 0.04 if skew < 1 else 0.1
    for area, size in areas.items():
        for number in range(size):
            given: dict[str, list[str]] = {}
            for question, entry in survey["questions"].items():
                route = entry.get("asked_if")
                if route and route["answer"] not in given.get(route["question"], []):
                    continue
                if random.random() < missing:
                    continue
                share = shares[question]
                if entry["type"] == "single":
                    given[question] = [str(random.choice(entry["answers"], p=share))]
                else:
                    ticked = random.random(len(share)) < np.minimum(0.9, 1.5 * share)
                    ticked[int(random.integers(len(share)))] |= not ticked.any()
                    given[question] = [
                        a for a, t in zip(entry["answers"], ticked, strict=True) if t
                    ]
            person = f"{area}-{number}"
            rows += [(person, SURVEY, area, q, a) for q, some in given.items() for a in some]
    return pd.DataFrame(rows, columns=RESPONSES_COLUMNS, dtype=str)


def _areas(random: np.random.Generator, safe: bool) -> dict[str, int]:
    number = 12 if safe else int(random.integers(6, 13))
    sizes = random.integers(250, 330, number) if safe else random.integers(14, 46, number)
    return {f"E{n:08d}": int(size) for n, size in enumerate(sizes)}


def _few_told(random: np.random.Generator, areas: Sequence[str], themes: int) -> pd.DataFrame:
    rows: set[tuple[str, str, str, str, str]] = set()
    for theme in range(themes):
        chance = random.uniform(0.1, 0.95)
        for area in areas:
            if random.random() < chance:
                for _ in range(int(random.integers(1, 4))):
                    sector, voice = random.choice(list(SECTORS)), random.choice(list(VOICES))
                    for s in ("all", str(sector)):
                        rows |= {(area, "plan", f"t{theme}", s, v) for v in ("all", str(voice))}
    return pd.DataFrame(sorted(rows), columns=TOLD_COLUMNS, dtype=str)


def _half_told(areas: Sequence[str]) -> pd.DataFrame:
    """Every row told by every second area: nothing to withhold."""
    rows = [
        (area, "plan", f"t{theme}", sector, voice)
        for theme in range(2)
        for area in areas[theme::2]
        for sector in ("all", *SECTORS)
        for voice in ("all", *VOICES)
    ]
    return pd.DataFrame(rows, columns=TOLD_COLUMNS, dtype=str)


_DAYS = ("2020-11-10", "2021-02-15", "2021-06-16", "2021-09-20")
_NO_TOLD = pd.DataFrame(columns=TOLD_COLUMNS, dtype=str)


def _step(
    number: int,
    areas: Sequence[str],
    responses: pd.DataFrame,
    *,
    report: str = "",
    told: pd.DataFrame = _NO_TOLD,
    beside: Sequence[tuple[str, str, str, str, str]] = (),
) -> Step:
    own = responses[responses["area_code"].isin(areas)].reset_index(drop=True)
    told = told[told["area_code"].isin(areas)].reset_index(drop=True)
    name = report or f"report-{number + 1}"
    return Step(name, _DAYS[number], tuple(areas), own, told, tuple(beside))


def _windows(
    kind: str, names: list[str], safe: bool, random: np.random.Generator
) -> list[list[str]]:
    """The areas of each publication, one after another."""
    some = 4 if safe else {"two added areas": 2}.get(kind, 1)
    if kind == "an area that withdraws":
        return [names, names[:-some]]
    windows = [names[:-some], names]
    # A third report, between the two, at times: subtraction then goes along several ways.
    if not safe and random.random() < 0.3 and len(names) > 7:
        return [names[: -some - 3], *windows]
    return windows


def _growing(
    kind: str, random: np.random.Generator, safe: bool
) -> tuple[dict[str, Any], list[Step]]:
    survey = _survey(random, grouped=bool(random.random() < 0.4))
    sizes = _areas(random, safe)
    responses = _draw(random, survey, sizes, 1.0 if safe else 0.5)
    windows = _windows(kind, list(sizes), safe, random)
    return survey, [_step(n, areas, responses) for n, areas in enumerate(windows)]


def _single_report(
    kind: str, random: np.random.Generator, safe: bool
) -> tuple[dict[str, Any], list[Step]]:
    """One report with one answer that hardly anybody gave, or that hardly anybody did not give."""
    survey = _survey(random, grouped=False)
    total = kind == "withheld cell with published total"
    answers = [f"a{n}" for n in range(int(random.integers(2 if total else 3, 4 if total else 6)))]
    multiple = kind == "complement of a large cell" and random.random() < 0.5
    question = {"type": "multiple" if multiple else "single", "answers": answers}
    survey["questions"] = {"q0": {"header": "q0", "label": "q0", **question}}
    if safe:
        sizes = _areas(random, safe)
        responses = _draw(random, survey, sizes, 1.0)
        return survey, [_step(0, list(sizes), responses)]
    rare = int(random.integers(len(answers)))
    others = [a for a in answers if a != answers[rare]]
    few = int(random.integers(1, 4 if total else 7))
    number = int(random.integers(55, 95))
    given = [[answers[rare]]] * few
    if total:
        # Under 50, so without percentages; of numbers that the rounding does not spread.
        for answer in others:
            times = 5 * int(random.integers(3, 5 if len(others) == 2 else 9)) + 3
            given += [[answer]] * times
    elif kind == "complement of a large cell":
        extra = [[a for a in others if random.random() < 0.4 * multiple] for _ in range(number)]
        given = [[others[0]]] * few + [[answers[rare], *more] for more in extra]
    else:
        given += [[others[int(n)]] for n in random.integers(len(others), size=number)]
    names = [f"E{n:08d}" for n in range(int(random.integers(6, 9)))]
    rows = [
        (f"{names[person % len(names)]}-{person}", SURVEY, names[person % len(names)], "q0", answer)
        for person, some in enumerate(given)
        for answer in some
    ]
    responses = pd.DataFrame(rows, columns=RESPONSES_COLUMNS, dtype=str)
    return survey, [_step(0, names, responses)]


def _beside(
    kind: str, random: np.random.Generator, safe: bool
) -> tuple[dict[str, Any], list[Step]]:
    """The first report tells beside its tables what they withhold; the second adds areas."""
    survey = _survey(random, grouped=False)
    survey["questions"] = dict(list(survey["questions"].items())[:2])
    sizes = _areas(random, safe)
    responses = _draw(random, survey, sizes, 1.0 if safe else 0.4)
    some = 4 if safe else int(random.integers(1, 3))
    names = list(sizes)
    medium, measure = ("prose", "percent") if kind == "prose against table" else ("chart", "count")
    asked = responses[(responses["question"] == "q0") & responses["area_code"].isin(names[:-some])]
    given = asked["answer"].value_counts()
    telling = [(medium, "all", "q0", str(given.index[-1]), measure)]
    telling += [(medium, "all", "q0", str(given.index[len(given) // 2]), measure)]
    if safe:
        telling = []
    first = _step(0, names[:-some], responses, beside=list(dict.fromkeys(telling)))
    return survey, [first, _step(1, names, responses)]


def _corrected(
    kind: str, random: np.random.Generator, safe: bool
) -> tuple[dict[str, Any], list[Step]]:
    """A report and its correction: some answers changed, or the late responses of one area."""
    survey = _survey(random, grouped=bool(random.random() < 0.3))
    sizes = _areas(random, safe)
    responses = _draw(random, survey, sizes, 1.0 if safe else 0.5)
    names = list(sizes)
    if not safe and random.random() < 0.5:
        late = responses["area_code"] == names[-1]
        first = _step(0, names[:-1], responses[~late], report="report-1")
        return survey, [first, _step(1, names, responses, report="report-1")]
    changed = random.random(len(names) * 400) < (0.3 if safe else 0.03)
    people = responses["response_id"].unique()
    whose = set(people[changed[: len(people)]])
    corrected = responses.copy()
    for question, entry in survey["questions"].items():
        if entry["type"] == "single":
            rows = corrected["response_id"].isin(whose) & (corrected["question"] == question)
            corrected.loc[rows, "answer"] = random.choice(entry["answers"], int(rows.sum()))
    first = _step(0, names, responses, report="report-1")
    return survey, [first, _step(1, names, corrected, report="report-1")]


def _subgroup(
    kind: str, random: np.random.Generator, safe: bool
) -> tuple[dict[str, Any], list[Step]]:
    """A question asked only of those who gave one answer to another, which few did not give."""
    survey = _survey(random, grouped=False, routed=True)
    sizes = _areas(random, safe)
    responses = _draw(random, survey, sizes, 1.0 if safe else 0.5)
    if not safe:
        # Few said "No": the base of what was asked of the rest tells how many, all but exactly.
        met = responses["question"] == "met"
        few = set(responses.loc[met, "response_id"].iloc[:: max(1, int(met.sum()) // 5)])
        no = met & responses["response_id"].isin(few)
        responses.loc[met, "answer"] = "Yes"
        responses.loc[no, "answer"] = "No"
        follow = responses["question"] == "q0"
        responses = responses[~(follow & responses["response_id"].isin(few))]
        extra = sorted(set(responses.loc[met & ~no, "response_id"]))
        extra = [
            p
            for p in extra
            if p not in set(responses.loc[responses["question"] == "q0", "response_id"])
        ]
        answers = survey["questions"]["q0"]["answers"]
        more = [(p, SURVEY, p.split("-")[0], "q0", answers[0]) for p in extra]
        responses = pd.concat([responses, pd.DataFrame(more, columns=RESPONSES_COLUMNS)])
    names = list(sizes)
    windows = [names] if random.random() < 0.5 else _windows("", names, safe, random)[-2:]
    return survey, [_step(n, areas, responses) for n, areas in enumerate(windows)]


def _themes(
    kind: str, random: np.random.Generator, safe: bool
) -> tuple[dict[str, Any], list[Step]]:
    names = [f"E{n:08d}" for n in range(12 if safe else int(random.integers(6, 11)))]
    survey = _survey(random, grouped=False)
    told = _half_told(names) if safe else _few_told(random, names, int(random.integers(2, 5)))
    none = pd.DataFrame(columns=RESPONSES_COLUMNS, dtype=str)
    # Made safe: the second report is of other areas, none of them in the first.
    windows = [names[:6], names[6:]] if safe else [names[:-1], names]
    return survey, [_step(n, areas, none, told=told) for n, areas in enumerate(windows)]


_Maker = Callable[[str, np.random.Generator, bool], tuple[dict[str, Any], list[Step]]]
KINDS: dict[str, _Maker] = {
    "one added area": _growing,
    "two added areas": _growing,
    "an area that withdraws": _growing,
    "withheld cell with published total": _single_report,
    "withheld percentage with published base": _single_report,
    "complement of a large cell": _single_report,
    "table against chart": _beside,
    "prose against table": _beside,
    "a correction": _corrected,
    "a question asked of a subgroup": _subgroup,
    "themes with one added area": _themes,
}


#: Draws in which thresholds alone give nothing away: no unsafe series, so passed over.
_HARMLESS = {"an area that withdraws": {12}, "a correction": {4, 7, 17, 20, 22}}


def draw(kind: str, seed: int, *, safe: bool = False) -> Series:
    """The series of `kind` with number `seed`; the same for ever, whatever else is drawn."""
    numbers = (number for number in count() if number not in _HARMLESS.get(kind, ()))
    number = next(islice(numbers, seed, None))
    random = np.random.default_rng([number, list(KINDS).index(kind)])
    survey, steps = KINDS[kind](kind, random, safe)
    return Series(kind, seed, safe, {SURVEY: survey}, tuple(steps))
