"""Disclosure control: what may be published of the counts, and what must be withheld."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from nationalreports.aggregation import ALL

#: Government Statistical Service shorthand (2023): suppressed, and not applicable.
SUPPRESSED = "[c]"
NOT_APPLICABLE = "[z]"

AUDIT_COLUMNS = ["report", "table", "cell", "reason", "lower", "upper", "insiders"]


def round_to(value: int, base: int) -> int:
    """`value` to the nearest multiple of `base`, halves up."""
    return (2 * value + base) // (2 * base) * base


def percentage(count: int, base: int) -> int:
    """`count` as a whole percentage of `base`, halves up, in whole numbers throughout."""
    return (200 * count + base) // (2 * base)


def quantifier(percent: int, scale: Sequence[dict[str, Any]]) -> str:
    """The word for a printed percentage; `scale` has the lowest percentage of each word, rising."""
    return str([step["word"] for step in scale if step["from"] <= percent][-1])


def may_tell(told: int, total: int) -> bool:
    """Whether "told in `told` of `total`" may be printed: not one alone, not all, not none."""
    return 1 < told < total


def protect_told(table: pd.DataFrame, told: str, total: str) -> pd.DataFrame:
    """`table` with the counts in column `told` withheld where `may_tell` does not allow them."""
    allowed = [
        may_tell(int(number), int(of)) for number, of in zip(table[told], table[total], strict=True)
    ]
    return table.assign(
        **{
            told: table[told]
            .astype(str)
            .where(pd.Series(allowed, table.index, dtype=bool), SUPPRESSED)
        }
    )


def protect_answers(
    answers: pd.DataFrame,
    thresholds: dict[str, int],
    scale: Sequence[dict[str, Any]],
    single: set[tuple[str, str]],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The publishable answers, and which of their cells are withheld.

    `answers` has `aggregation.ANSWERS_COLUMNS`; `single` names the (survey, question) pairs whose
    answers sum to their base. The first result adds `percent` and `word`; the second has the
    columns `cell` and `reason`, one row a withheld cell.
    """
    table = answers.astype({"count": int, "base": int}).reset_index(drop=True)
    reason = [
        _primary(count, base, thresholds)
        for count, base in zip(table["count"], table["base"], strict=True)
    ]
    table["reason"] = pd.Series(reason, table.index, dtype=str)
    _hide_bases(table)
    _complete(table, single)
    shown = [
        _show(row, thresholds, scale)
        for row in table[["count", "base", "reason"]].itertuples(index=False)
    ]
    keys = ["survey", "group", "question", "answer"]
    figures = pd.DataFrame(
        shown, columns=["count", "base", "percent", "word"], index=table.index, dtype=str
    )
    hidden = table[table["reason"] != ""]
    cells = hidden[keys].agg(" / ".join, axis=1) if len(hidden) else pd.Series(dtype=str)
    return table[keys].join(figures), pd.DataFrame(
        {"cell": cells, "reason": hidden["reason"]}, dtype=str
    )


def _primary(count: int, base: int, thresholds: dict[str, int]) -> str:
    if base < thresholds["minimum_base"]:
        return "base"
    if count < thresholds["minimum_count"]:
        return "count"
    if base - count < thresholds["minimum_count"]:
        return "complement"
    return ""


def _hide_bases(table: pd.DataFrame) -> None:
    """Withhold a second group whole where the base of just one is withheld.

    Else its base could be had by subtracting those of the other groups from all respondents'.
    """
    groups = table[table["group"] != ALL]
    for _, question in groups.groupby(["survey", "question"]):
        bases = question.groupby("group", sort=False)["base"].first()
        hidden = set(question.loc[question["reason"] == "base", "group"])
        others = bases.drop(list(hidden))
        if len(hidden) == 1 and len(others):
            rows = question.index[question["group"] == others.idxmin()]
            table.loc[rows, "reason"] = "base"


def _complete(table: pd.DataFrame, single: set[tuple[str, str]]) -> None:
    """Withhold more where a single withheld cell could be had by subtraction, until none can.

    Lines to subtract along: the answers to a question with one answer each, which sum to the
    base; and the groups of respondents, which sum to all of them but for those in no group.
    """
    is_single = pd.Series(
        [(s, q) in single for s, q in zip(table["survey"], table["question"], strict=True)],
        table.index,
        dtype=bool,
    )
    lines = [
        line for _, line in table[is_single].groupby(["survey", "group", "question"]).groups.items()
    ]
    lines += [
        line
        for _, line in table.groupby(["survey", "question", "answer"]).groups.items()
        if len(line) > 1
    ]
    changed = True
    while changed:
        changed = False
        for line in lines:
            cells = table.loc[line]
            open_cells = cells[cells["reason"] == ""]
            if len(cells) - len(open_cells) == 1 and len(open_cells):
                # The smallest tells the least; equal ones go by their order in the table.
                smallest = open_cells["count"].idxmin()
                table.loc[smallest, "reason"] = "subtraction"
                changed = True


def _show(
    row: Any, thresholds: dict[str, int], scale: Sequence[dict[str, Any]]
) -> tuple[str, str, str, str]:
    count, base, reason = row
    shown_base = str(round_to(base, thresholds["rounding_base"]))
    if reason == "base":
        return SUPPRESSED, SUPPRESSED, SUPPRESSED, SUPPRESSED
    if reason:
        return SUPPRESSED, shown_base, SUPPRESSED, SUPPRESSED
    shown_count = str(round_to(count, thresholds["rounding_base"]))
    if base < thresholds["percentage_base"]:
        return shown_count, shown_base, NOT_APPLICABLE, NOT_APPLICABLE
    percent = percentage(count, base)
    return shown_count, shown_base, str(percent), quantifier(percent, scale)


def protect_summary(summary: pd.DataFrame, thresholds: dict[str, int]) -> pd.DataFrame:
    """The summary with numbers of responses rounded, or withheld under the minimum base."""

    def protect(item: str, value: str) -> str:
        if not item.startswith("responses_") or value == "0":
            return value
        if int(value) < thresholds["minimum_base"]:
            return SUPPRESSED
        return str(round_to(int(value), thresholds["rounding_base"]))

    values = [protect(i, v) for i, v in zip(summary["item"], summary["value"], strict=True)]
    protected = summary.assign(value=values)
    status = pd.DataFrame([("status", "DRAFT")], columns=["item", "value"])
    return pd.concat([protected, status], ignore_index=True)


def bounds(answers: pd.DataFrame, rounding_base: int) -> dict[str, tuple[int, int]]:
    """For each withheld cell of the public `answers`, what an outsider can work out at least.

    The lower and upper bound follow from the rounded base alone; 0 and [x] where that is withheld.
    """
    found = {}
    for row in answers[answers["count"] == SUPPRESSED].to_dict("records"):
        cell = " / ".join(str(row[k]) for k in ("survey", "group", "question", "answer"))
        upper = -1 if row["base"] == SUPPRESSED else int(row["base"]) + rounding_base // 2
        found[cell] = (0, upper)
    return found


def make_audit(
    key: str,
    answers: pd.DataFrame,
    hidden: pd.DataFrame,
    told: dict[str, pd.DataFrame],
    rounding_base: int,
) -> pd.DataFrame:
    """Every withheld cell of a report, with `AUDIT_COLUMNS`.

    `told` holds the protected tables `themes` and `discussions`. Bounds are those of one table; the
    verdict for insiders, and what several releases tell together, are not assessed here.
    """
    limits = bounds(answers, rounding_base)
    rows = [
        (
            key,
            "answers",
            cell,
            reason,
            str(limits[cell][0]),
            str(limits[cell][1]) if limits[cell][1] >= 0 else "[x]",
            "not assessed",
        )
        for cell, reason in zip(hidden["cell"], hidden["reason"], strict=True)
    ]
    for name, table in told.items():
        number, total = table.columns[-2:]
        for row in table[table[number] == SUPPRESSED].to_dict("records"):
            cell = " / ".join(row[k] for k in ("question", "theme", "sector", "voice"))
            rows.append((key, name, cell, "one, all or none", "0", row[total], "not assessed"))
    return pd.DataFrame(rows, columns=AUDIT_COLUMNS, dtype=str)


def protect(
    tables: dict[str, pd.DataFrame],
    report: str,
    thresholds: dict[str, int],
    scale: Sequence[dict[str, Any]],
    surveys: dict[str, Any],
) -> dict[str, pd.DataFrame]:
    """The public tables of a report, and its audit, from its aggregates by name.

    Official statistics are public already and go through as they are.
    """
    single = {
        (name, question)
        for name, survey in surveys.items()
        for question, entry in survey["questions"].items()
        if entry["type"] == "single"
    }
    answers, hidden = protect_answers(tables["answers"], thresholds, scale, single)
    told = {
        "themes": protect_told(tables["themes"], "areas_told", "areas_visited"),
        "discussions": protect_told(tables["discussions"], "discussions_told", "discussions"),
    }
    return {
        **told,
        "answers": answers,
        "context": tables["context"],
        "summary": protect_summary(tables["summary"], thresholds),
        "audit": make_audit(report, answers, hidden, told, thresholds["rounding_base"]),
    }


def count_withheld(report: str, public: dict[str, pd.DataFrame]) -> list[dict[str, Any]]:
    """How much of each table of a report is withheld, from what `protect` gives.

    Each has `report`, `table`, `cells`, `withheld` and `verdicts`: how many of the withheld cells
    have which verdict for insiders. Tables without rows are left out.
    """
    audit = public["audit"]
    found = []
    for table in ("themes", "discussions", "answers"):
        own = audit[audit["table"] == table]
        verdicts = {str(k): int(n) for k, n in own["insiders"].value_counts().sort_index().items()}
        cells, withheld = len(public[table]), len(own)
        row = {"report": report, "table": table, "cells": cells, "withheld": withheld}
        found += [{**row, "verdicts": verdicts}] if cells else []
    return found
