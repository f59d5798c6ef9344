"""Over the wall: the public tables of a report, from its aggregates and the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports.disclosure.primary import (
    NOT_APPLICABLE,
    SUPPRESSED,
    percentage,
    quantifier,
    round_to,
)
from nationalreports.ingestion import CONFIDENTIAL, read_tables
from nationalreports.quotations import printed_in
from nationalreports.tables import write_tables

PUBLIC = Path("data/processed/public")
_TABLES = ("themes", "discussions", "answers", "context", "summary")

#: Tables of a plan; what the columns mean is said at `Plan`.
PLAN_ANSWERS = [
    *["report", "survey", "group", "question", "answer"],
    *["count", "base", "percent", "reason"],
]
PLAN_TOLD = ["report", "table", "question", "theme", "sector", "voice", "shown", "reason"]
PLAN_SUMMARY = ["report", "item", "shown"]
AUDIT_COLUMNS = [
    *["report", "table", "kind", "cell", "reason", "lower", "upper", "outsider", "insiders"],
]
INSIDER_COLUMNS = [
    *["report", "table", "kind", "cell", "area_code", "lower", "upper", "verdict"],
]

#: A row of aggregates and plan each, named by these.
ANSWER_KEYS = ["survey", "group", "question", "answer"]
TOLD_KEYS = ["question", "theme", "sector", "voice"]
PUBLIC_ANSWERS = [*ANSWER_KEYS, "count", "base", "percent", "word"]

#: The status of a report that says on each page that it is a draft; of any other, no page does.
DRAFT = "DRAFT"

#: What a plan says of each figure.
SHOWN, WITHHELD = "shown", "withheld"


@dataclass(frozen=True)
class Plan:
    """What of each report is shown, and what that tells. Confidential but for `audit`.

    `answers` (`PLAN_ANSWERS`) says of count, base and percentage of each answer "shown" or
    "withheld", and why; `told` (`PLAN_TOLD`) of each number of the table "themes" or "discussions";
    `summary` (`PLAN_SUMMARY`) of each number of responses.

    `audit` (`AUDIT_COLUMNS`) has a row for each figure that must not be known: `kind` is withheld,
    complement (the base less a count) or difference (people who stand in one report and not in
    another); `lower` and `upper` are what an outsider can work out, "[x]" where that was not;
    `outsider` and `insiders` are verdicts. `insiders` (`INSIDER_COLUMNS`) has the bounds of the
    area that can work out most.
    """

    answers: pd.DataFrame
    told: pd.DataFrame
    summary: pd.DataFrame
    audit: pd.DataFrame
    insiders: pd.DataFrame


def show_answers(
    answers: pd.DataFrame,
    plan: pd.DataFrame,
    thresholds: Mapping[str, int],
    scale: Sequence[dict[str, Any]],
) -> pd.DataFrame:
    """The publishable answers, with `PUBLIC_ANSWERS`, in the order of `answers`.

    `answers` has `aggregation.ANSWERS_COLUMNS`; `plan` says of `count`, `base` and `percent` of
    each of its rows whether it is shown. A figure without a row there is withheld.
    """
    planned = plan[[*ANSWER_KEYS, "count", "base", "percent"]].itertuples(index=False, name=None)
    allowed = {row[: len(ANSWER_KEYS)]: row[len(ANSWER_KEYS) :] for row in planned}
    rows = []
    for *key, count, base in answers[[*ANSWER_KEYS, "count", "base"]].itertuples(
        index=False, name=None
    ):
        shown = [word == SHOWN for word in allowed.get(tuple(key), (WITHHELD,) * 3)]
        rows.append((*key, *_figures(int(count), int(base), shown, thresholds, scale)))
    return pd.DataFrame(rows, columns=PUBLIC_ANSWERS, dtype=str)


def _figures(
    count: int,
    base: int,
    shown: Sequence[bool],
    thresholds: Mapping[str, int],
    scale: Sequence[dict[str, Any]],
) -> tuple[str, str, str, str]:
    counted, based, rated = shown
    rounding = thresholds["rounding_base"]
    number = str(round_to(count, rounding)) if counted else SUPPRESSED
    total = str(round_to(base, rounding)) if based else SUPPRESSED
    if not (counted and rated):
        return number, total, SUPPRESSED, SUPPRESSED
    if base < thresholds["percentage_base"]:
        return number, total, NOT_APPLICABLE, NOT_APPLICABLE
    percent = percentage(count, base)
    return number, total, str(percent), quantifier(percent, scale)


def _show_told(table: pd.DataFrame, plan: pd.DataFrame) -> pd.DataFrame:
    """`table` of themes or discussions; its last column but one is the number that is told of."""
    number = table.columns[-2]
    shown = set(plan.loc[plan["shown"] == SHOWN, TOLD_KEYS].itertuples(index=False, name=None))
    rows = table[[*TOLD_KEYS, number]].itertuples(index=False, name=None)
    values = [value if tuple(key) in shown else SUPPRESSED for *key, value in rows]
    return table.assign(**{number: pd.Series(values, table.index, dtype=str)})


def show_summary(
    summary: pd.DataFrame,
    plan: pd.DataFrame,
    thresholds: Mapping[str, int],
    status: str = DRAFT,
) -> pd.DataFrame:
    """The summary with numbers of responses rounded or withheld, and the report's status."""
    shown = set(plan.loc[plan["shown"] == SHOWN, "item"])

    def protect_value(item: str, value: str) -> str:
        if not item.startswith("responses_"):
            return value
        return str(round_to(int(value), thresholds["rounding_base"])) if item in shown else "[c]"

    values = [protect_value(i, v) for i, v in zip(summary["item"], summary["value"], strict=True)]
    last = pd.DataFrame([("status", status)], columns=["item", "value"])
    return pd.concat([summary.assign(value=values), last], ignore_index=True)


def show_steady(steady: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """Of `steady` (`steady.STEADY_COLUMNS`) the pairs of groups whose printed percentages differ.

    `answers` are the publishable ones of the same report (`PUBLIC_ANSWERS`). The verdict says
    nothing of how far the percentages lie apart, and of no area which way it points. Where one is
    withheld or both are printed alike, no sentence can compare them, so no verdict is shown.
    """
    printed = answers[~answers["percent"].isin([SUPPRESSED, NOT_APPLICABLE])]
    rows = printed[[*ANSWER_KEYS, "percent"]].itertuples(index=False, name=None)
    percents = {tuple(key): percent for *key, percent in rows}

    def differ(survey: str, question: str, answer: str, *pair: str) -> bool:
        shown = [percents.get((survey, group, question, answer)) for group in pair]
        return None not in shown and len(set(shown)) == len(pair)

    keys = ["survey", "question", "answer", "group", "other"]
    kept = [differ(*row) for row in steady[keys].itertuples(index=False, name=None)]
    return steady[pd.Series(kept, steady.index, dtype=bool)]


def protect(
    tables: Mapping[str, pd.DataFrame],
    report: str,
    plan: Plan,
    thresholds: Mapping[str, int],
    scale: Sequence[dict[str, Any]],
    surveys: Mapping[str, Any],
    status: str = DRAFT,
) -> dict[str, pd.DataFrame]:
    """The public tables of a report by name, from its aggregates by name.

    What stands in no row of the `plan` is withheld, as are the answers to a survey that is not
    among `surveys`. Official statistics are public already and go through as they are. `status` is
    what the report says of itself.
    """
    answers, told, summary = (
        table[table["report"] == report] for table in (plan.answers, plan.told, plan.summary)
    )
    answers = answers[answers["survey"].isin(list(surveys))]
    return {
        **{
            name: _show_told(tables[name], told[told["table"] == name])
            for name in ("themes", "discussions")
        },
        "answers": show_answers(tables["answers"], answers, thresholds, scale),
        "context": tables["context"],
        "summary": show_summary(tables["summary"], summary, thresholds, status),
    }


def protect_run(root: Path, config: dict[str, Any], surveys: dict[str, Any]) -> None:
    """Write the public tables and quotations of all reports of the run folder, and the audit."""
    plan = read_plan(root)
    thresholds, scale = config["thresholds"], config["quantifiers"]
    approved = read_tables({"quotations": str(root / CONFIDENTIAL / "quotations.csv")})
    for report, entry in config["reports"].items():
        status = "final" if entry.get("status") == "final" else DRAFT
        shown = protect(
            read_aggregates(root, report), report, plan, thresholds, scale, surveys, status
        )
        steady = str(root / CONFIDENTIAL / "aggregates" / report / "steady.csv")
        compared = read_tables({"steady": steady})["steady"]
        shown["steady"] = show_steady(compared, shown["answers"])
        shown["quotations"] = printed_in(approved["quotations"], report)
        folder = root / PUBLIC / report
        write_tables(shown, {name: str(folder / f"{name}.csv") for name in shown})
    write_tables({"audit": plan.audit}, {"audit": str(root / PUBLIC / "audit.csv")})


def read_aggregates(root: Path, report: str) -> dict[str, pd.DataFrame]:
    """The tables of confidential/aggregates/ of a report by name."""
    folder = root / CONFIDENTIAL / "aggregates" / report
    return read_tables({name: str(folder / f"{name}.csv") for name in _TABLES})


def read_plan(root: Path) -> Plan:
    """The plan that stands in the run folder `root`."""
    return Plan(**read_tables(_plan_files(root)))


def write_plan(plan: Plan, root: Path) -> None:
    """Write all tables of a plan into the run folder `root`."""
    files = _plan_files(root)
    write_tables({name: getattr(plan, name) for name in files}, files)


def _plan_files(root: Path) -> dict[str, str]:
    folder = root / CONFIDENTIAL
    names = ("answers", "told", "summary", "audit")
    files = {name: str(folder / "disclosure" / f"{name}.csv") for name in names}
    return {**files, "insiders": str(folder / "audit_insiders.csv")}
