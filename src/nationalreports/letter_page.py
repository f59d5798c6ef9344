"""The confidential page that shows each letter as it was read, beside its findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from nationalreports.inert import page_template
from nationalreports.letters import Letter
from nationalreports.problems import Problem

#: What the page calls each part of a letter.
PART_NAMES = {
    "head": "head",
    "lead-in": "leads into a list",
    "sector heading": "heading of a sector",
    "told": "finding",
    "priority": "priority",
    "closing": "closing",
    "sign-off": "sign-off",
    "note": "note to the text",
    "left over": "left over",
}


def letter_page(
    letters: Mapping[str, Letter], findings: pd.DataFrame, problems: Sequence[Problem]
) -> str:
    """The page as one HTML file without script: every passage of every letter, with its part.

    `letters` by visit; `findings` as from `ingest_letters`; `problems` are all that were met in
    letters. A letter that was refused has no passages: its problems say why.
    """
    by_visit = {str(visit): own for visit, own in findings.groupby("visit_id")}
    shown = []
    for visit_id, letter in letters.items():
        own = by_visit.get(visit_id, findings.iloc[:0])
        ids = {(row.section, row.text): row.finding_id for row in own.itertuples()}
        shown.append(
            {
                "visit_id": visit_id,
                "area": letter.area_name,
                "date": letter.date.isoformat(),
                "passages": letter.passages,
                "findings": [
                    (finding, ids.get((finding.section, finding.text), "set aside"))
                    for finding in letter.findings
                ],
            }
        )
    listed = [problem for problem in problems if problem.severity != "info"]
    template = page_template(Path(__file__).with_suffix(".html"))
    return template.render(letters=shown, problems=listed, part_names=PART_NAMES)
