"""What coders made of the findings: read, compared and agreed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports.problems import Problem
from nationalreports.tables import read_table

#: One thing that a finding holds: which question it answers, what about, and whose view it is.
CODE = ["question", "theme", "sector", "voice"]
CODING_COLUMNS = ["finding_id", "coder", *CODE]
CODES_COLUMNS = ["finding_id", *CODE, "coders", "settled"]

#: The file, and the coder, whose rows win over all others.
SETTLED = "settled"

_CODER = "is no coder's name; write one of letters, digits, hyphens and underscores"


def read_coding(
    paths: Iterable[Path], findings: pd.DataFrame, codebook: dict[str, Any], *, root: Path
) -> tuple[pd.DataFrame, list[Problem]]:
    """All coders' rows with `CODING_COLUMNS`; a row that cannot be used is an error, set aside."""
    parts = [pd.DataFrame(columns=CODING_COLUMNS, dtype=str)]
    problems: list[Problem] = []
    known = {
        "finding_id": (
            set(findings["finding_id"]),
            "no finding has this id; copy it from the sheet",
        ),
        **{
            column: (
                set(codebook[f"{column}s"]),
                f"not in the codebook; one of: {', '.join(codebook[f'{column}s'])}",
            )
            for column in CODE
        },
    }
    for path in sorted(paths):
        source = path.relative_to(root).as_posix()
        if path.name.startswith((".", "~$", "README")):
            problems.append(
                Problem("info", source, "", "", "COD-001", "", "skipped: not a coding file")
            )
            continue
        if path.suffix not in {".csv", ".xlsx"}:
            message = "is neither .csv nor .xlsx; save the coding as one of them"
            problems.append(Problem("error", source, "", "", "COD-002", path.suffix, message))
            continue
        frame, faults = read_table(path, source=source, required=CODING_COLUMNS, optional=None)
        problems.extend(faults)
        frame = frame[CODING_COLUMNS]
        if path.stem == SETTLED:
            frame = frame.assign(coder=SETTLED)
        # Rows of a coding sheet that the coder has not filled in yet are no codes.
        frame = frame[(frame[CODE] != "").any(axis="columns")]
        usable = pd.Series(True, index=frame.index)
        for column, (allowed, message) in known.items():
            wrong = ~frame[column].isin(allowed)
            usable &= ~wrong
            problems.extend(
                Problem("error", source, str(row), column, "COD-003", value, message)
                for row, value in frame.loc[wrong, column].items()
            )
        # A coder's name is part of the name of a file, that of the sheet still to be coded.
        unnamed = ~frame["coder"].str.fullmatch(r"[A-Za-z0-9_-]+").astype(bool)
        usable &= ~unnamed
        problems.extend(
            Problem("error", source, str(row), "coder", "COD-006", value, _CODER)
            for row, value in frame.loc[unnamed, "coder"].items()
        )
        pairs = {(q, t) for t, entry in codebook["themes"].items() for q in entry["questions"]}
        for row, code in frame[usable].to_dict("index").items():
            if (code["question"], code["theme"]) not in pairs:
                usable = usable & (usable.index != row)
                message = f"is not counted under the question {code['question']}; see the codebook"
                problems.append(
                    Problem("error", source, str(row), "theme", "COD-004", code["theme"], message)
                )
        parts.append(frame[usable])
    coding = pd.concat(parts, ignore_index=True).drop_duplicates()
    return coding.sort_values(CODING_COLUMNS, ignore_index=True), problems


def agree(coding: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """The agreed codes with `CODES_COLUMNS`, several rows a finding.

    A finding that stands in settled.csv has the codes given there. Of any other, a code counts
    only where all coders of the finding gave it; the rest is a warning.
    """
    settled = coding[coding["coder"] == SETTLED]
    blind = coding[~coding["finding_id"].isin(settled["finding_id"])]
    coders = blind.groupby("finding_id")["coder"].nunique()
    given = (
        blind.groupby(["finding_id", *CODE])["coder"]
        .agg(coders=" ".join, number="nunique")
        .reset_index()
    )
    common = given["number"] == given["finding_id"].map(coders)
    problems = [
        Problem(
            "warning",
            "data/raw/coding/",
            "",
            "finding_id",
            "COD-005",
            str(finding),
            f"the coders do not agree ({differing} codes differ); settle it in coding/settled.csv",
        )
        for finding, differing in given[~common].groupby("finding_id").size().items()
    ]
    agreed = given[common].assign(settled="false")
    decided = settled.assign(coders=SETTLED, settled="true")
    codes = pd.concat([agreed, decided])[CODES_COLUMNS].astype(str)
    return codes.sort_values(CODES_COLUMNS, ignore_index=True), problems


def coding_sheet(findings: pd.DataFrame, coding: pd.DataFrame, coder: str) -> pd.DataFrame:
    """The findings that `coder` has not coded, ready to be filled in."""
    done = set(coding.loc[coding["coder"].isin([coder, SETTLED]), "finding_id"])
    sheet = findings.loc[~findings["finding_id"].isin(done), ["finding_id", "text", "section"]]
    blank = dict.fromkeys(CODE, "")
    return sheet.assign(coder=coder, **blank)[[*CODING_COLUMNS, "section", "text"]]


def write_sheets(findings: pd.DataFrame, coding: pd.DataFrame, folder: Path) -> None:
    """Write `coding_sheet_<coder>.csv` into `folder` for each coder, anew."""
    from nationalreports.tables import write_table

    for stale in folder.glob("coding_sheet_*.csv"):
        stale.unlink()
    for coder in sorted(set(coding["coder"]) - {SETTLED}) or ["a"]:
        write_table(coding_sheet(findings, coding, coder), folder / f"coding_sheet_{coder}.csv")
