"""Raw files to tables: what each ingest rule reads, and where its tables go."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports.agreement import check_agreement, measure_agreement
from nationalreports.areas import REFERENCE_COLUMNS, read_areas, read_reference, read_visits
from nationalreports.coding import agree, progress, read_coding
from nationalreports.coding_sheets import (
    all_coders,
    disagreements,
    write_sheets,
    write_suggested_sheet,
)
from nationalreports.letters import ingest_letters
from nationalreports.notes import read_findings
from nationalreports.problems import Problem, to_frame
from nationalreports.surveys import ingest_surveys
from nationalreports.tables import write_table

CONFIDENTIAL = Path("data/processed/confidential")
PARTS = Path("data/processed/validation/parts")


def read_tables(paths: dict[str, str]) -> dict[str, pd.DataFrame]:
    """The tables at `paths` by name, every cell a string, blank where empty."""
    return {
        name: pd.read_parquet(path)
        if str(path).endswith(".parquet")
        else pd.read_csv(path, dtype=str, keep_default_na=False)
        for name, path in paths.items()
    }


def areas_and_visits(reports: dict[str, Any], root: Path) -> None:
    """`data/raw/reference/` and `visits.csv` to areas, visits, ehc_plans and timeliness."""
    reference = root / "data/raw/reference"
    areas, problems = read_areas(reference / "areas.csv", root=root)
    visits, faults = read_visits(root / "data/raw/visits.csv", areas, reports, root=root)
    problems += faults
    for kind, (about, figures) in REFERENCE_COLUMNS.items():
        frame = pd.DataFrame(columns=[*about, *figures, "published"], dtype=str)
        if (reference / f"{kind}.csv").exists():
            frame, faults = read_reference(reference / f"{kind}.csv", kind, root=root)
            problems += faults
        write_table(frame, root / CONFIDENTIAL / f"{kind}.csv")
    write_table(areas, root / CONFIDENTIAL / "areas.csv")
    write_table(visits, root / CONFIDENTIAL / "visits.csv")
    _write_problems(problems, root / PARTS / "areas.csv")


def findings(
    letters: Sequence[str],
    notes: Sequence[str],
    tables: dict[str, pd.DataFrame],
    codebook: dict[str, Any],
    root: Path,
) -> None:
    """Letters and tables of findings to findings.csv."""
    areas = tables["areas"]
    told, problems = ingest_letters(
        [root / path for path in letters], tables["visits"], areas, root=root
    )
    noted, faults = read_findings(
        [root / path for path in notes], root=root, codebook=codebook, areas=areas
    )
    write_table(pd.concat([told, noted])[list(told.columns)], root / CONFIDENTIAL / "findings.csv")
    _write_problems(problems + faults, root / PARTS / "findings.csv")


def coding(
    paths: Sequence[str],
    found: pd.DataFrame,
    codebook: dict[str, Any],
    settings: dict[str, Any],
    root: Path,
) -> None:
    """Coders' files to codes.csv, how far they agree, and the sheets of what is left to do.

    `settings`: `coding` of the configuration, with `coders` and `minimum_agreement`, or empty.
    """
    rows, problems = read_coding([root / path for path in paths], found, codebook, root=root)
    codes, faults = agree(rows)
    problems += faults
    state, agreement = progress(found, rows), measure_agreement(rows, found, codebook)
    problems += check_agreement(agreement, state, settings.get("minimum_agreement"))
    write_table(codes, root / CONFIDENTIAL / "codes.csv")
    write_table(state, root / CONFIDENTIAL / "coding_progress.csv")
    write_table(agreement, root / CONFIDENTIAL / "agreement.csv")
    write_table(disagreements(found, rows), root / CONFIDENTIAL / "disagreements.csv")
    coders = all_coders(rows, settings.get("coders", []))
    write_sheets(found, rows, codebook, coders, root / CONFIDENTIAL)
    _write_problems(problems, root / PARTS / "coding.csv")


def suggested(coder: str, codebook: dict[str, Any], root: Path) -> list[Path]:
    """Write the sheet of what `coder` has not coded, with suggested themes; returns its files."""
    found = read_tables({"findings": str(root / CONFIDENTIAL / "findings.csv")})["findings"]
    paths = [path for path in (root / "data/raw/coding").glob("*") if path.is_file()]
    rows, _ = read_coding(paths, found, codebook, root=root)
    return write_suggested_sheet(found, rows, codebook, coder, root / CONFIDENTIAL)


def responses(
    paths: Sequence[str], tables: dict[str, pd.DataFrame], surveys: dict[str, Any], root: Path
) -> None:
    """Survey exports to responses.parquet."""
    rows, problems = ingest_surveys(
        [root / path for path in paths], surveys, tables["visits"], tables["areas"], root=root
    )
    write_table(rows, root / CONFIDENTIAL / "responses.parquet")
    _write_problems(problems, root / PARTS / "surveys.csv")


def _write_problems(problems: list[Problem], path: Path) -> None:
    write_table(to_frame(problems), path)
