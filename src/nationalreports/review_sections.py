"""What the sections of the reviewers' page say below its verdict, ready for the template."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from nationalreports.problems import is_settled

SEVERITIES = {"error": "Errors", "warning": "Warnings", "info": "For information"}

#: How a rule came out, the worst first.
_STATES = ("broken", "failed", "passed")

#: What became of decisions, those to be looked at first.
_DECISIONS = {
    "refused": "Refused: these settle nothing",
    "expired": "Expired: their problems count again",
    "no longer matches": "No longer matching: the data under them changed, or were put right",
    "in force": "In force",
}

#: Decisions listed of each state; all of them stand in data/raw/decisions.csv.
_LISTED = 300


def counts_section(problems: pd.DataFrame) -> dict[str, Any]:
    """How many problems are open and settled: of each severity, and of each source.

    Sources with open errors come first, then those with open warnings.
    """
    opened = ~is_settled(problems)
    number = problems[opened].groupby(["source", "severity"]).size()
    settled = problems[~opened].groupby("source").size()
    sources = [
        {
            "source": source,
            **{severity: int(number.get((source, severity), 0)) for severity in SEVERITIES},
            "settled": int(settled.get(source, 0)),
        }
        for source in sorted(problems["source"].unique())
    ]
    return {
        "severities": [
            {
                "severity": severity,
                "label": label,
                "open": int((opened & (problems["severity"] == severity)).sum()),
                "settled": int((~opened & (problems["severity"] == severity)).sum()),
            }
            for severity, label in SEVERITIES.items()
        ],
        "settled": int((~opened).sum()),
        "sources": sorted(sources, key=lambda row: (-row["error"], -row["warning"])),
    }


def rules_section(
    results: Sequence[Mapping[str, Any]],
    readers: Mapping[str, Mapping[str, Any]],
    problems: pd.DataFrame,
) -> dict[str, Any]:
    """What came of each rule: of those put to tables, and of those that readers of files keep.

    `results`: as from `validation.validate`. `readers`: by code. A reader's rule has passed if
    nothing was found by it; how often it was looked at is not known.
    """
    found = problems["rule"].value_counts()
    opened = problems.loc[~is_settled(problems), "rule"].value_counts()
    tables = [
        {
            "rule": result["rule"],
            "sentence": result["notes"],
            "why": result.get("why", ""),
            "severity": result["severity"],
            "checked": result["checked"],
            "found": result["failing"],
            "state": result["state"],
        }
        for result in results
    ]
    listed = {row["rule"] for row in tables}
    files = [
        {
            "rule": code,
            "sentence": rule.get("sentence", ""),
            "why": rule.get("why", ""),
            "severity": rule.get("severity", ""),
            "checked": "",
            "found": int(found.get(code, 0)),
            "state": "failed" if code in found.index else "passed",
        }
        for code, rule in readers.items()
        if code not in listed
    ]
    rows = [{**row, "open": int(opened.get(row["rule"], 0))} for row in [*tables, *files]]
    rows.sort(key=lambda row: (_STATES.index(row["state"]), row["rule"]))
    return {
        "states": {state: sum(row["state"] == state for row in rows) for state in _STATES},
        "total": len(rows),
        "rows": rows,
    }


def decisions_section(decisions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The decisions by state, those that need a look first; `left` are not listed."""
    by_state = {
        state: [row for row in decisions if row.get("state") == state] for state in _DECISIONS
    }
    return [
        {
            "state": state,
            "title": title,
            "count": len(by_state[state]),
            "rows": by_state[state][:_LISTED],
            "left": max(0, len(by_state[state]) - _LISTED),
        }
        for state, title in _DECISIONS.items()
        if by_state[state]
    ]


def changes_section(changes: Mapping[str, Any]) -> dict[str, Any]:
    """What changed since the last run, and when that was, in words ("" if there was none)."""
    return {"since": _moment(str(changes.get("since", ""))), "rows": changes.get("rows", [])}


def profile_section(profile: Mapping[str, Any]) -> dict[str, Any]:
    """Each source with its waves and missing cells; each question with its answers' bars.

    An answer's share is of those who answered in that wave; of a question where several answers
    may be given, shares may add up to more than 100%.
    """
    surveys: dict[str, list[dict[str, Any]]] = {}
    for question in profile.get("questions", []):
        surveys.setdefault(question["survey"], []).append(_question(question))
    return {
        "sources": [_source(source) for source in profile.get("sources", [])],
        "surveys": list(surveys.items()),
        "rows": sum(source["rows"] for source in profile.get("sources", [])),
    }


def influence_section(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Answers by report and question, and how far leaving one area out moves the share at most.

    `most` is that move in percentage points, of the answer that moves furthest.
    """
    reports: dict[str, dict[tuple[str, str], list[dict[str, Any]]]] = {}
    for row in rows:
        key = row["survey"], row.get("label") or row["question"]
        moves = [abs(row["pooled"] - row[end]) for end in ("lowest", "highest") if _known(row[end])]
        answer = {**row, "move": max(moves, default=0.0)}
        reports.setdefault(row["report"], {}).setdefault(key, []).append(answer)
    furthest = max(
        (answer for report in reports.values() for own in report.values() for answer in own),
        key=lambda answer: answer["move"],
        default=None,
    )
    return {
        "answers": len(rows),
        "furthest": furthest,
        "reports": [
            (
                report,
                [
                    {"survey": survey, "label": label, **_pictured(answers)}
                    for (survey, label), answers in questions.items()
                ],
            )
            for report, questions in reports.items()
        ],
    }


def disclosure_section(words: Mapping[str, Any] | None) -> dict[str, Any]:
    """What disclosure control came to (`words.audit_words`), with shares; `planned` is whether
    there is anything to tell of.
    """
    if words is None:
        return {"planned": False}
    rows = [
        {**row, "share": share(row["withheld"], row["shown"] + row["withheld"])}
        for row in words["reports"]
    ]
    return {
        **words,
        "planned": True,
        "reports": rows,
        "figures": sum(row["shown"] + row["withheld"] for row in rows),
        "withheld": sum(row["withheld"] for row in rows),
    }


def share(part: float, whole: float) -> float | None:
    """`part` in percent of `whole`, to one decimal; None of nothing."""
    return round(100 * part / whole, 1) if whole else None


def _pictured(answers: list[dict[str, Any]]) -> dict[str, Any]:
    """The answers of a question, each with its places on a line of 200 from 0 to `scale` percent.

    `scale` is the least of 25, 50, 75 and 100 that holds all of them: shares are often small.
    """
    ends = ("pooled", "equal_area", "lowest", "highest")
    most = max((row[end] for row in answers for end in ends if _known(row[end])), default=0)
    scale = next((top for top in (25, 50, 75) if most <= top), 100)
    places = [
        {end: round(200 * row[end] / scale, 1) if _known(row[end]) else None for end in ends}
        for row in answers
    ]
    return {
        "scale": scale,
        "answers": [{**row, "places": own} for row, own in zip(answers, places, strict=True)],
    }


def _known(value: object) -> bool:
    return value is not None and value == value


def _source(source: Mapping[str, Any]) -> dict[str, Any]:
    waves = source.get("waves") or {}
    most = max(waves.values(), default=0)
    columns = [
        {**column, "share": share(column["missing"], source["rows"])}
        for column in source.get("columns", [])
    ]
    return {
        "source": source["source"],
        "rows": source["rows"],
        "waves": [(wave, rows, share(rows, most)) for wave, rows in waves.items()],
        "columns": sorted(columns, key=lambda column: -column["missing"]),
        "missing": sum(column["missing"] > 0 for column in columns),
    }


def _question(question: Mapping[str, Any]) -> dict[str, Any]:
    waves = question.get("waves", [])
    given: dict[str, dict[str, int]] = {}
    for wave in waves:
        for answer in wave.get("answers", []):
            given.setdefault(answer["answer"], {})[wave["wave"]] = answer["count"]
    return {
        "label": question.get("label") or question["question"],
        "question": question["question"],
        "type": question["type"],
        "waves": waves,
        "answers": [
            (
                answer,
                [
                    (
                        counts.get(wave["wave"], 0),
                        share(counts.get(wave["wave"], 0), wave["answered"]),
                    )
                    for wave in waves
                ],
            )
            for answer, counts in given.items()
        ],
    }


def _moment(text: str) -> str:
    """A day and time in words, as it stands where it is neither."""
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return text
    zone = " UTC" if moment.utcoffset() == datetime.timedelta(0) else ""
    return f"{moment.day} {moment:%B %Y}, {moment:%H:%M}{zone}"
