"""Findings that come as a table, such as notes of discussions with leaders and practitioners.

Rules FND-0xx: see `rules.notes`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports.areas import is_date, resolve_area, unknown_area
from nationalreports.letters import finding_id
from nationalreports.problems import Problem
from nationalreports.records import bind
from nationalreports.tables import read_table, to_read

NOTE_COLUMNS = ["source_id", "source_type", "date", "area_code", "sector", "text"]
CODE_COLUMNS = ["question", "theme", "voice"]

#: The columns that come out: those of findings.csv, then the codes a table may bring along.
FINDING_COLUMNS = [
    *["finding_id", "visit_id", "area_code", "section", "position", "text", "source", "locator"],
    *["source_type", "date", "sector"],
    *CODE_COLUMNS,
]

SOURCE_TYPES = ("visit", "discussion", "interview", "case_study")


def read_findings(
    paths: Iterable[Path],
    *,
    root: Path,
    codebook: dict[str, Any] | None = None,
    areas: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, list[Problem]]:
    """The findings of all tables in `paths`, with `FINDING_COLUMNS`, and what is wrong with them.

    `visit_id` holds the source_id, `section` is "discussion", `position` counts within a source in
    the order of files and rows, `locator` is "row N". `codebook` gives the known sectors,
    questions, themes and voices, and `areas` (as from `read_areas`) the area codes; what is not
    given is not checked. Rows with an error are set aside; `question`, `theme` and `voice` are ""
    where a table has none.
    """
    paths, problems = to_read(paths, root=root, apart="FND-001", twice="FND-011")
    frames: dict[str, pd.DataFrame] = {}
    rows: list[list[str]] = []
    seen: dict[str, str] = {}
    counts: dict[str, int] = {}
    for path in paths:
        source = path.relative_to(root).as_posix()
        frame, found = read_table(path, source=source, required=NOTE_COLUMNS, optional=CODE_COLUMNS)
        frames[source] = frame
        problems += found
        if frame.empty and not any(problem.severity == "error" for problem in found):
            message = "has no findings; add them, or take the file away"
            problems.append(Problem("warning", source, "", "", "FND-012", "", message))
        for row, *cells in frame[[*NOTE_COLUMNS, *CODE_COLUMNS]].itertuples(name=None):
            note = dict(zip([*NOTE_COLUMNS, *CODE_COLUMNS], cells, strict=True))
            note["text"] = " ".join(note["text"].split())
            own = finding_id(note["source_id"], note["text"])
            faults = list(_faults(note, codebook, areas))
            if own in seen and note["text"]:
                faults.append(
                    ("text", "FND-008", f"stands in {seen[own]} too; delete one of the two")
                )
            seen.setdefault(own, f"{source}, row {row}")
            problems += [
                Problem("error", source, row, column, rule, note[column], message)
                for column, rule, message in faults
            ]
            if faults:
                continue
            area = note["area_code"]
            if areas is not None and area:
                area = resolve_area(area, areas)[0]
            if area != note["area_code"]:
                message = f"is a former code, taken as {area}; write {area} in the file"
                problems.append(
                    Problem(
                        "warning", source, row, "area_code", "FND-009", note["area_code"], message
                    )
                )
            visit = note["source_id"]
            counts[visit] = counts.get(visit, 0) + 1
            rows.append(
                [own, visit, area, "discussion", str(counts[visit]), note["text"], source]
                + [f"row {row}", note["source_type"], note["date"], note["sector"]]
                + [note[column] for column in CODE_COLUMNS]
            )
    findings = pd.DataFrame(rows, columns=FINDING_COLUMNS, dtype=str)
    order = findings.assign(_place=findings["position"].astype(int))
    order = order.sort_values(["visit_id", "_place"], kind="stable")
    return findings.loc[order.index].reset_index(drop=True), bind(problems, frames)


def _faults(
    note: dict[str, str], codebook: dict[str, Any] | None, areas: pd.DataFrame | None
) -> Iterable[tuple[str, str, str]]:
    """Column, rule and message of each fault of one row."""
    if not re.fullmatch(r"[a-z0-9-]+", note["source_id"]):
        yield "source_id", "FND-002", "an id has small letters, digits and hyphens; give one"
    if note["source_type"] not in SOURCE_TYPES:
        yield "source_type", "FND-003", f"is not known; write one of: {', '.join(SOURCE_TYPES)}"
    if not is_date(note["date"]):
        yield "date", "FND-004", "is no date; write it as 2020-11-03"
    if areas is not None and note["area_code"]:
        area, candidates = resolve_area(note["area_code"], areas)
        if not area:
            yield "area_code", "FND-005", unknown_area(note["area_code"], candidates, areas)
    if not re.search(r"[^\W_]", note["text"]):
        yield "text", "FND-007", "the finding has no words; write it, or delete the row"
    if codebook is None:
        return
    for column, rule, may_be_blank in [
        ("sector", "FND-006", False),
        ("question", "FND-010", True),
        ("theme", "FND-010", True),
        ("voice", "FND-010", True),
    ]:
        known = codebook[f"{column}s"]
        if note[column] not in known and not (may_be_blank and not note[column]):
            yield column, rule, f"is not known; write one of: {', '.join(known)}"
