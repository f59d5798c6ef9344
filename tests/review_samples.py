"""Made-up problems, results and facts of a run, as the reviewers' page takes them."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

import pandas as pd

from nationalreports.problems import COLUMNS, Problem, to_frame
from nationalreports.records import digest

PASSED: dict[str, Any] = {
    "table": "visits",
    "rule": "VIS-101",
    "name": "VisitIdsAreUnique",
    "notes": "Each visit has an id of its own.",
    "why": "Findings of two visits would be taken for one area's.",
    "severity": "error",
    "remedy": "give each visit its own id",
    "settled_by": [],
    "checked": 10,
    "failing": 0,
    "state": "passed",
}
BROKEN = {**PASSED, "state": "broken"}

#: Texts that would act, mislead or burst the page, if they could.
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "javascript:alert(1)",
    "https://example.org/?<a href=javascript:alert(1)>look</a>",
    "{{ 7 * 7 }}{% include 'x' %}",
    "left\u202eright\u2066\u200b",
    "a\u2028b\u2029c\x00d",
    "H" + "\u0335" * 300,
    "x" * 1_000_000,
    '=HYPERLINK("https://example.org")',
    "&lt;b&gt; &amp; ' \"",
    "--></style></title></textarea><script>alert(1)</script>",
    "half \ud800 of a pair",
    "__proto__",
    "+1,=2\n@SUM(A1)\r\n-3",
]

#: How the first words of some of `HOSTILE` are shown; the others begin as they are.
SHOWN_AS = {
    8: "left[U+202E]right[U+2066][U+200B]",
    9: "a[U+2028]b[U+2029]c[U+0000]d",
    10: "H" + "\u0335" * 4 + "[…]… (301 characters)",
    11: "x" * 200 + "… (1,000,000 characters)",
    15: "half ? of a pair",
    17: "+1,=2 @SUM(A1)[U+000D] -3",
}


def problem(
    severity: str = "error",
    source: str = "data/raw/visits.csv",
    value: str = "",
    rule: str = "VIS-101",
    row: int | str = 2,
) -> Problem:
    return Problem(severity, source, row, "visit_id", rule, value, "give one", digest(rule, value))  # type: ignore[arg-type]


RULES = {
    "SVY-006": {
        "sentence": "Each response comes from an area that was visited.",
        "why": "Its answers would count in no report, or in that of another wave.",
        "severity": "error",
        "remedy": "correct the code, or add the visit to visits.csv",
        "settled_by": ["exclude"],
    },
    "LET-003": {
        "sentence": "Each letter is that of a visit.",
        "why": "What an area was told would be missing from the report.",
        "severity": "error",
        "remedy": "name the file after its visit_id, or add the visit",
        "settled_by": [],
    },
    "TAB-010": {
        "sentence": "Cells have no spaces around them.",
        "why": "Two spellings of one code would be counted as two areas.",
        "severity": "info",
        "remedy": "nothing to do",
        "settled_by": ["accept"],
    },
    "FND-104": {
        "sentence": "A finding has 20 to 2000 characters.",
        "why": "A short one may be the half of a sentence that a page break cut.",
        "severity": "warning",
        "remedy": "check that it is one whole finding",
        "settled_by": ["accept", "exclude"],
    },
}

_PARENTS = "data/raw/surveys/parents_carers/october-2020.csv"
_PUPILS = "data/raw/surveys/young_people/october-2020.csv"
_LETTER = "data/raw/letters/2020-10-harrowmere.md"


def decided(found: list[Problem], decisions: dict[int, tuple[str, str]]) -> pd.DataFrame:
    """The problems as they stand in problems.csv, those at `decisions` with one and its reason."""
    frame = to_frame(found)
    for name, part in (("decision", 0), ("reason", 1)):
        frame[name] = [decisions.get(n, ("", ""))[part] for n in range(len(found))]
    return frame


def bad_run() -> pd.DataFrame:
    """266 errors of surveys and letters, some warnings, and decisions on a few."""
    wrong = "the area was not visited; correct the code, or add the visit to visits.csv"
    found = [
        Problem(
            "error", source, row, "area_code", "SVY-006", "E99000001", wrong, digest(source, row)
        )
        for source, rows in ((_PARENTS, 164), (_PUPILS, 100))
        for row in range(2, rows + 2)
    ]
    missing = (
        'visits.csv has no visit "unknown"; name the file after its visit_id, or add the visit.'
    )
    found += [
        Problem("error", "data/raw/letters/unknown.md", "", "", "LET-003", "", missing, "a" * 16),
        Problem("error", _LETTER, "", "", "LET-003", "", missing, "b" * 16),
    ]
    short = "Families waited."
    advice = (
        "breaks the rule: A finding has 20 to 2000 characters. Check that it is one whole finding."
    )
    found += [
        Problem("warning", _LETTER, row, "text", "FND-104", short, advice, digest("FND", row))
        for row in (12, 31, 37)
    ]
    found += [
        Problem(
            "warning",
            "data/raw/findings/notes.docx",
            "page 2, item 3",
            "text",
            "FND-104",
            short,
            advice,
            digest("n"),
        )
    ]
    tidy = "cells, from this row on, had spaces around them: made tidy; nothing to do"
    found += [
        Problem("info", "data/raw/reference/areas.csv", 25, "", "TAB-010", "1", tidy, "c" * 16)
    ]
    said = (
        "accepted by R. Viewer on 3 November 2020, until 31 December 2020: is whole in the letter"
    )
    out = "excluded by R. Viewer on 3 November 2020: sent in by mistake"
    asked = "to be corrected by R. Viewer on 3 November 2020: the team knows"
    return decided(found, {3: ("exclude", out), 267: ("accept", said), 5: ("correct", asked)})


def results(states: dict[str, str]) -> list[dict[str, Any]]:
    """Forty rules put to tables; `states` of those that did not pass."""
    made = []
    for table, prefix in (
        ("visits", "VIS"),
        ("findings", "FND"),
        ("responses", "SVY"),
        ("codes", "COD"),
    ):
        for number in range(101, 111):
            code = f"{prefix}-{number}"
            state = states.get(code, "passed")
            made.append(
                {
                    **PASSED,
                    **RULES.get(code, {}),
                    "table": table,
                    "rule": code,
                    "notes": RULES.get(code, {}).get(
                        "sentence", f"Rule {number} of {table} holds."
                    ),
                    "checked": 1234,
                    "failing": 4 if state == "failed" else 0,
                    "state": state,
                }
            )
    return made


def about(hostile: str = "", *, changed: bool = True) -> dict[str, Any]:
    """Everything the page can tell; `hostile` stands in every text that comes from data."""
    hostile = f" {hostile}" if hostile else ""
    waves = {"october-2020": 164, "final-2021": 120}
    answers = ["Very well", "Fairly well", "Not very well", "Not at all well", "Prefer not to say"]
    shares = [31.2, 40.4, 18.1, 9.0, 1.3]
    return {
        "not_reached": [f"charts{hostile}"] if hostile else [],
        "coding": coding(hostile),
        "rules": RULES,
        "decisions": [
            {
                "rule": rule,
                "record": record * 16,
                "decision": decision,
                "reason": f"is whole in the letter{hostile}",
                "reviewer": f"R. Viewer{hostile}",
                "date": "2020-11-03",
                "until": until,
                "state": state,
                "problems": problems,
            }
            for rule, record, decision, until, state, problems in (
                ("FND-104", "1", "accept", "2020-12-31", "in force", 1),
                ("SVY-006", "2", "exclude", "", "in force", 1),
                ("FND-104", "3", "accept", "2020-10-31", "expired", 0),
                ("SVY-006", "4", "exclude", "", "no longer matches", 0),
                ("LET-003", "5", "accept", "", "refused", 0),
            )
        ],
        "changes": {
            "since": "2020-11-10T09:30:00Z",
            "rows": [
                {"what": f"Rows of responses{hostile}", "before": 1204, "now": 1368},
                {"what": "Missing in services_kept", "before": "3.1%", "now": "8.4%"},
            ]
            if changed
            else [],
        },
        "profile": {
            "sources": [
                {
                    "source": f"{source}{hostile}",
                    "rows": 284,
                    "waves": waves,
                    "columns": [
                        {"name": f"services_kept{hostile}", "missing": 24},
                        {"name": "area_code", "missing": 0},
                    ],
                }
                for source in (_PARENTS, _PUPILS)
            ]
            + [{"source": "data/raw/visits.csv", "rows": 10, "waves": {}, "columns": []}],
            "questions": [
                {
                    "survey": f"{survey}{hostile}",
                    "question": question,
                    "label": f"{label}{hostile}",
                    "type": kind,
                    "waves": [
                        {
                            "wave": wave,
                            "asked": rows,
                            "answered": rows - 12,
                            "answers": [
                                {
                                    "answer": f"{answer}{hostile}",
                                    "count": round(share * (rows - 12) / 100),
                                }
                                for answer, share in zip(answers, shares, strict=True)
                            ],
                        }
                        for wave, rows in waves.items()
                    ],
                }
                for survey, question, label, kind in (
                    (
                        "parents_carers",
                        "information",
                        "Being kept informed about support",
                        "single",
                    ),
                    ("parents_carers", "services_kept", "Services that carried on", "multiple"),
                    ("young_people", "learning", "How learning from home went", "single"),
                )
            ],
        },
        "influence": [
            {
                "report": f"{report}{hostile}",
                "survey": f"parents_carers{hostile}",
                "question": question,
                "label": f"{label}{hostile}",
                "answer": f"{answer}{hostile}",
                "areas": 6,
                "base": 152,
                "pooled": share,
                "equal_area": min(share + 3.7, 100.0),
                "lowest": max(share - 4.2, 0.0),
                "lowest_without": f"E99000003{hostile}",
                "highest": share + 6.1,
                "highest_without": "E99000005",
            }
            for report in ("october-2020", "final-2021")
            for question, label in (
                ("information", "Being kept informed about support"),
                ("remote", "Taking part in meetings by video"),
            )
            for answer, share in zip(answers, shares, strict=True)
        ],
        "disclosure": disclosure(hostile),
        "run": [
            ("Version", "0.1.0"),
            ("Begun", "2020-11-12T10:00:00Z"),
            (f"Digest{hostile}", f"9f86d081{hostile}"),
        ],
    }


def disclosure(hostile: str = "") -> dict[str, Any]:
    """As from `words.audit_words`; one cell is told of by decision, one could not be decided."""
    cell = f"parents_carers / all / information / Very well{hostile}"
    row = {"report": f"final-2021{hostile}", "table": "answers", "kind": "difference"}
    told = {"report": "october-2020", "table": "themes", "kind": "withheld"}
    told |= {"cell": "plan / co_production / all / all", "lower": "6", "upper": "6"}
    return {
        "protected": False,
        "statement": [
            f"Of the 1,310 numbers of people, 1 could not be decided in time{hostile}.",
            "Of the other 1,309, none can be worked out to fewer than 5 whole numbers.",
        ],
        "limits": f"This does not cover what somebody knows from elsewhere{hostile}.",
        "releases": 2,
        "reports": [
            {
                "report": f"october-2020{hostile}",
                "table": "answers: numbers",
                "shown": 209,
                "withheld": 31,
                "reasons": {f"a small number{hostile}": 20, "goes with a withheld one": 11},
            },
            {
                "report": "final-2021",
                "table": f"themes{hostile}",
                "shown": 0,
                "withheld": 120,
                "reasons": {},
            },
        ],
        "audited": [
            {
                "table": f"answers{hostile}",
                "kind": "Differences between reports",
                "cells": 1310,
                "outsider": {f"safe{hostile}": 1309, "not decided": 1},
                "insiders": {},
            }
        ],
        "exceptions": {
            "rows": [
                {
                    **row,
                    "cell": f"final-2021 less october-2020 / {cell}",
                    "lower": "[x]",
                    "upper": f"[x]{hostile}",
                    "outsider": f"not decided{hostile}",
                    "insiders": "safe",
                },
                {**told, "outsider": "allowed", "insiders": f"allowed{hostile}"},
            ],
            "left": 3,
        },
        "narrowest": [
            {
                **{name: row[name] for name in ("report", "kind")},
                "cell": cell,
                "lower": 3,
                "upper": 11,
                "who": f"area E99000003{hostile}",
                "numbers": 9,
            }
        ],
        "allowed": [
            {
                "rule": f"DIS-102{hostile}",
                "reason": f"All areas agreed in writing{hostile}",
                "reviewer": f"R. Reviewer{hostile}",
                "date": "2020-11-05",
                "until": "2021-11-05",
                "problems": 1,
            }
        ],
    }


def coding(hostile: str = "") -> dict[str, Any]:
    """As from `review.coding_section`."""
    hostile = f" {hostile}" if hostile else ""
    row = {"given": "12", "alpha": "0.712", "low": "0.601", "high": "0.804", "note": ""}
    places = {"alpha": 71, "low": 60, "high": 80}
    return {
        "states": [("Findings", 199), ("Coded by 2 coders", 190), ("Without an agreed code", 9)],
        "minimum": 0.667,
        "letters": "10",
        "compared": "190",
        "coders": f"a, b{hostile}",
        "agreement": [
            {**row, "theme": "all", "label": "All themes together", "places": places},
            {
                **row,
                "theme": "waits",
                "label": f"Waits{hostile}",
                "alpha": "0.512",
                "places": {**places, "alpha": 51},
            },
        ],
        "minimum_place": 67,
    }


def hostile_results(text: str) -> list[dict[str, Any]]:
    """One rule that passed, and one that failed, with `text` in all they say."""
    said = dict.fromkeys(("table", "name", "notes", "why", "remedy"), text)
    return [PASSED, {**PASSED, **said, "rule": "VIS-102", "failing": 3, "state": "failed"}]


def hostile_run(text: str) -> pd.DataFrame:
    """One problem of each severity with `text` in every column."""
    # No table holds half a pair of surrogates; what comes by JSON, in `about`, may.
    text = text.encode(errors="replace").decode()
    rows = [[severity, *[text] * (len(COLUMNS) - 1)] for severity in ("error", "warning", "info")]
    return pd.DataFrame(rows, columns=COLUMNS).assign(decision="", reason=text)


def many(count: int, rules: int, length: int = 40) -> pd.DataFrame:
    """`count` problems spread over `rules` rules, each with words of its own."""
    found = [
        Problem(
            ("error", "warning", "info")[n % rules % 3],
            f"data/raw/surveys/parents_carers/wave-{n % 7}.csv",
            n + 2,
            f"question_{n % 23}",
            f"SVY-{101 + n % rules}",
            f"answer {n} ".ljust(length, "y"),
            f"breaks the rule: number {n % rules} of many holds. Look at it, and correct it.",
            digest(n),
        )
        for n in range(count)
    ]
    # Faster than `to_frame` by the hundred thousand.
    frame = pd.DataFrame([astuple(one) for one in found], columns=COLUMNS).astype(str)
    return frame.assign(decision="", reason="")
