"""What disclosure control came to, in words that a head of statistics can sign. Confidential."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from nationalreports.disclosure.audit import WIDTH

#: The tables of a plan, as `data/processed/confidential/` holds them.
TABLES = ("answers", "told", "summary", "audit", "insiders")

#: Verdicts of the audit by which a figure is not protected, those to be looked at first.
OPEN = ("fails", "not decided", "told before")

#: Those by which it is as people decided, or is to be looked at by them.
NOTED = ("allowed", "flagged")

#: What is listed of cells in full; all of them stand in the audit's own tables.
_LISTED, _NARROWEST = 60, 10

_SHOWN = "shown"

#: Why a number is not shown, as the plan has it, by how its reason begins.
_REASONS = {
    "base": "too few people answered",
    "small": "a small number",
    "complement": "nearly all gave it",
    "dominated": "over half from one area",
    "number": "its number is withheld",
    "paired": "goes with a withheld one",
    "pair": "goes with a withheld one",
    "mended": "could be worked out from others",
    "within": "part of a withheld one",
    "beside": "subtraction from another report",
    "withheld in": "subtraction from another report",
    "subtracted": "subtraction from another report",
    "of a sector": "by sector and voice at once",
    "alone": "no second one to hide it",
    "one": "told in one alone",
    "all": "told in all",
    "none": "told in none",
}

#: What the audit looked at, by its kinds.
KINDS = {
    "withheld": "Withheld figures",
    "complement": "What is left of a base",
    "difference": "Differences between reports",
}

LIMITS = (
    "This covers what can be worked out from everything published in the series and, for an area, "
    "from its own row. It does not cover what somebody knows from elsewhere, areas that put "
    "together what they know, or what a reviewer’s decision allows."
)


def audit_words(
    plan: Mapping[str, pd.DataFrame],
    decisions: Sequence[Mapping[str, Any]],
    releases: int,
    minimum_count: int,
) -> dict[str, Any]:
    """What the reviewers' page says of disclosure control: plain words, numbers and lists.

    `plan` has `TABLES` by name, all cells strings. `decisions`: all, as from `decisions.settle`.
    `releases` is the number of reports in the ledger. A number of people is protected while `WIDTH`
    whole numbers or more are left for it, and not all of them are under `minimum_count`.

    Keys: `protected` (nothing is `OPEN`), `statement` (sentences to sign), `limits`, `releases`;
    `reports`, what is shown and withheld of each table and why; `audited`, the verdicts on each
    kind of cell; `exceptions` (`rows`, and how many are `left` out), the cells with another verdict
    than safe; `narrowest`, the cells of which most can be worked out; `allowed`, the decisions.
    """
    audit = plan["audit"]
    exceptions = _exceptions(audit)
    people = audit["table"] != "themes"
    people &= audit["table"] != "discussions"
    return {
        "protected": not any(
            row["outsider"] in OPEN or row["insiders"] in OPEN for row in exceptions
        ),
        "statement": [
            *_people(audit[people], minimum_count),
            *_told(audit[~people]),
            _ledger(releases),
        ],
        "limits": LIMITS,
        "releases": releases,
        "reports": _reports(plan),
        "audited": _audited(audit),
        "exceptions": {
            "rows": exceptions[:_LISTED],
            "left": max(0, len(exceptions) - _LISTED),
        },
        "narrowest": _narrowest(audit[people], plan["insiders"]),
        "allowed": _allowed(decisions),
    }


def _people(audit: pd.DataFrame, minimum_count: int) -> list[str]:
    if audit.empty:
        return ["No number of people is withheld, and none lies between two reports."]
    about = (
        f"can be worked out to fewer than {WIDTH} whole numbers, or to numbers under "
        f"{minimum_count} alone: neither by a reader who has everything published, nor by any one "
        "area that also knows its own row exactly"
    )
    what = "that are withheld, left of a base, or between reports"
    return _sentences(audit, f"Numbers of people {what}", about)


def _told(audit: pd.DataFrame) -> list[str]:
    if audit.empty:
        return []
    about = (
        "settles whether a single area, or discussion, told a theme: neither for a reader who has "
        "everything published, nor for any one area that also knows its own letter"
    )
    return _sentences(audit, "Numbers of areas and discussions that must not be known", about)


def _sentences(audit: pd.DataFrame, what: str, about: str) -> list[str]:
    """One sentence on the protected cells, and one on those that are not: never on both at once."""
    worst = pd.Series(
        [_worst(pair) for pair in zip(audit["outsider"], audit["insiders"], strict=True)],
        audit.index,
        dtype=str,
    )
    number = worst.value_counts()
    safe = int(number.get("safe", 0))
    total = f"{len(audit):,}"
    if safe == len(audit):
        return [f"{what}: {total}. Of these, none {about}."]
    said = [
        f"{int(number[verdict]):,} {_VERDICTS[verdict]}"
        for verdict in (*OPEN, *NOTED, "")
        if number.get(verdict, 0)
    ]
    # With semicolons, since the parts have commas of their own.
    first = f"{what}: {total}. Of these, {'; '.join(said)}"
    return [f"{first}.", f"Of the other {safe:,}, none {about}." if safe else "No other is left."]


_VERDICTS = {
    "fails": "can be worked out and must not be published so",
    "not decided": "could not be decided in time; the figures that they hang on are withheld",
    "told before": "can be worked out from earlier releases alone, which nothing can undo",
    "allowed": "can be worked out as a reviewer’s decision allows",
    "flagged": "flagged for reviewers, as all but one told it and that one can know of the others",
    "": "were not looked at",
}


def _worst(verdicts: Iterable[str]) -> str:
    """The verdict that counts of both; an insider's is empty where no area is an insider to it."""
    given = list(verdicts)
    order = (*OPEN, *NOTED, "safe")
    return next((verdict for verdict in order if verdict in given), "")


def _ledger(releases: int) -> str:
    if not releases:
        return "Nothing was released before: the audit read the drafts of this run."
    reports = "the one report" if releases == 1 else f"the {releases:,} reports"
    return f"The audit read the drafts of this run and {reports} released before."


def _reports(plan: Mapping[str, pd.DataFrame]) -> list[dict[str, Any]]:
    answers, told, summary = plan["answers"], plan["told"], plan["summary"]
    found = []
    for report in dict.fromkeys([*answers["report"], *told["report"], *summary["report"]]):
        own = answers[answers["report"] == report]
        lines = own.drop_duplicates(["survey", "group", "question"])
        counted = own["count"] == _SHOWN
        # A percentage goes with its number; a base is withheld by itself or to mend.
        rated = own["reason"].where(counted, "number")
        based = lines["reason"].where(lines["reason"] == "base", "mended")
        tables = [
            ("answers: numbers", counted, own["reason"]),
            ("answers: percentages and words", own["percent"] == _SHOWN, rated),
            ("answers: bases", lines["base"] == _SHOWN, based),
        ]
        for name in ("themes", "discussions"):
            rows = told[(told["report"] == report) & (told["table"] == name)]
            tables.append((name, rows["shown"] == _SHOWN, rows["reason"]))
        rows = summary[summary["report"] == report]
        nothing = pd.Series("", rows.index, dtype=str)
        tables.append(("numbers of responses", rows["shown"] == _SHOWN, nothing))
        found += [
            {
                "report": report,
                "table": name,
                "shown": int(shown.sum()),
                "withheld": int((~shown).sum()),
                "reasons": _count(_reason(reason) for reason in reasons[~shown]),
            }
            for name, shown, reasons in tables
            if len(shown)
        ]
    return found


def _reason(text: str) -> str:
    return next((said for start, said in _REASONS.items() if text.startswith(start)), text)


def _count(words: Iterable[str]) -> dict[str, int]:
    """How often each word is there, the most frequent first; an empty one is left out."""
    number = pd.Series([word for word in words if word], dtype=str).value_counts()
    return {str(word): int(times) for word, times in number.items()}


def _audited(audit: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {
            "table": str(table),
            "kind": KINDS.get(str(kind), str(kind)),
            "cells": len(rows),
            "outsider": _count(rows["outsider"]),
            "insiders": _count(rows["insiders"]),
        }
        for (table, kind), rows in audit.groupby(["table", "kind"], sort=False)
    ]


def _exceptions(audit: pd.DataFrame) -> list[dict[str, str]]:
    order = (*OPEN, *NOTED)
    columns = ["report", "table", "kind", "cell", "lower", "upper", "outsider", "insiders"]
    rows = [
        {str(name): str(value) for name, value in row.items()}
        for row in audit[columns].to_dict("records")
    ]
    ranked = [
        (order.index(worst), row)
        for row in rows
        if (worst := _worst([row["outsider"], row["insiders"]])) in order
    ]
    return [row for _, row in sorted(ranked, key=lambda pair: pair[0])]


def _narrowest(audit: pd.DataFrame, insiders: pd.DataFrame) -> list[dict[str, Any]]:
    """The cells for which the fewest whole numbers are left, to whom, the fewest first."""
    columns = ["report", "kind", "cell", "lower", "upper"]
    inside = insiders[~insiders["table"].isin(["themes", "discussions"])]
    known = pd.concat(
        [
            audit[columns].assign(who="an outsider"),
            inside[columns].assign(who="area " + inside["area_code"].astype(str)),
        ]
    )
    # What an outsider can work out, each area can too: it is listed once.
    known = known.drop_duplicates(columns)
    numeric = known["lower"].str.fullmatch(r"\d+") & known["upper"].str.fullmatch(r"\d+")
    known = known[numeric].astype({"lower": int, "upper": int})
    known["numbers"] = known["upper"] - known["lower"] + 1
    first = known.sort_values(["numbers", "lower"], kind="stable").head(_NARROWEST)
    return [{str(k): v for k, v in row.items()} for row in first.to_dict("records")]


def _allowed(decisions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    names = ("rule", "reason", "reviewer", "date", "until")
    return [
        {**{name: row[name] for name in names}, "problems": row["problems"]}
        for row in decisions
        if str(row["rule"]).startswith("DIS-")
        and row["decision"] == "accept"
        and row["state"] == "in force"
    ]
