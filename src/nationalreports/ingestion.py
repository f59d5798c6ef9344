"""Raw files to tables: what each ingest rule reads, and where its tables go."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports.agreement import check_agreement, measure_agreement
from nationalreports.areas import (
    REFERENCE_COLUMNS,
    check_reference,
    read_areas,
    read_reference,
    read_visits,
)
from nationalreports.citations import check_citations
from nationalreports.coding import agree, progress, read_coding
from nationalreports.coding_sheets import (
    all_coders,
    disagreements,
    write_sheets,
    write_suggested_sheet,
)
from nationalreports.letter_page import letter_page
from nationalreports.letters import ingest_letters
from nationalreports.notes import read_findings
from nationalreports.problems import Problem, to_frame
from nationalreports.quotations import read_quotations
from nationalreports.records import bind_files
from nationalreports.surveys import (
    ingest_surveys,
    read_responses,
    write_respondents,
    write_responses,
)
from nationalreports.tables import write_table
from nationalreports.watchlist import make_watchlist, read_additions

CONFIDENTIAL = Path("data/processed/confidential")
PARTS = Path("data/processed/validation/parts")


def read_tables(paths: dict[str, str]) -> dict[str, pd.DataFrame]:
    """The tables at `paths` by name, every cell a string, blank where empty.

    The table `responses` has categories of strings, see `surveys.read_responses`.
    """

    def read(name: str, path: str) -> pd.DataFrame:
        if not str(path).endswith(".parquet"):
            return pd.read_csv(path, dtype=str, keep_default_na=False)
        return read_responses(Path(path)) if name == "responses" else pd.read_parquet(path)

    return {name: read(name, path) for name, path in paths.items()}


def areas_and_visits(reports: dict[str, Any], root: Path) -> None:
    """`data/raw/reference/` and `visits.csv` to areas, visits, ehc_plans and timeliness.

    Each has a column `locator`, such as "row 5", the row in its file.
    """
    reference = root / "data/raw/reference"
    areas, problems = read_areas(reference / "areas.csv", root=root)
    visits, faults = read_visits(root / "data/raw/visits.csv", areas, reports, root=root)
    problems += faults + check_reference(reference.iterdir(), root=root)
    for kind, (about, figures) in REFERENCE_COLUMNS.items():
        frame = pd.DataFrame(columns=[*about, *figures, "published"], dtype=str)
        if (reference / f"{kind}.csv").exists():
            frame, faults = read_reference(reference / f"{kind}.csv", kind, areas, root=root)
            source = f"data/raw/reference/{kind}.csv"
            problems += faults + check_citations(kind, frame, reports, source=source)
        write_table(_located(frame), root / CONFIDENTIAL / f"{kind}.csv")
    write_table(_located(areas), root / CONFIDENTIAL / "areas.csv")
    write_table(_located(visits), root / CONFIDENTIAL / "visits.csv")
    _write_problems(problems, root, "areas")


def _located(rows: pd.DataFrame) -> pd.DataFrame:
    # Rows that are set aside, or sorted, would else be counted wrongly by whoever reads the table.
    return rows.assign(locator=[f"row {row}" for row in rows.index])


def findings(
    letters: Sequence[str],
    notes: Sequence[str],
    tables: dict[str, pd.DataFrame],
    printed: str,
    codebook: dict[str, Any],
    root: Path,
) -> None:
    """Letters and tables of findings to findings.csv, watchlist.csv, and the page of letters.

    `printed`: as from `config.printed_text`.
    """
    areas, visits = tables["areas"], tables["visits"]
    told, read, problems = ingest_letters(
        [root / path for path in letters], visits, areas, root=root
    )
    page = root / CONFIDENTIAL / "letters.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(letter_page(read, told, problems), encoding="utf-8", newline="\n")
    terms = {visit_id: letter.identifiers for visit_id, letter in read.items()}
    additions, faults = read_additions(root / "data/raw/watchlist.csv", visits, root=root)
    problems += faults
    watchlist = make_watchlist(visits, areas, terms, additions, printed)
    write_table(watchlist, root / CONFIDENTIAL / "watchlist.csv")
    noted, faults = read_findings(
        [root / path for path in notes], root=root, codebook=codebook, areas=areas
    )
    write_table(pd.concat([told, noted])[list(told.columns)], root / CONFIDENTIAL / "findings.csv")
    _write_problems(problems + faults, root, "findings")


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
    _write_problems(problems, root, "coding")


def suggested(coder: str, codebook: dict[str, Any], root: Path) -> list[Path]:
    """Write the sheet of what `coder` has not coded, with suggested themes; returns its files."""
    found = read_tables({"findings": str(root / CONFIDENTIAL / "findings.csv")})["findings"]
    paths = [path for path in (root / "data/raw/coding").glob("*") if path.is_file()]
    rows, _ = read_coding(paths, found, codebook, root=root)
    return write_suggested_sheet(found, rows, codebook, coder, root / CONFIDENTIAL)


def responses(
    paths: Sequence[str], tables: dict[str, pd.DataFrame], surveys: dict[str, Any], root: Path
) -> None:
    """Survey exports to responses.parquet, and respondents.parquet that says where each stands."""
    rows, people, problems = ingest_surveys(
        [root / path for path in paths], surveys, tables["visits"], tables["areas"], root=root
    )
    write_responses(rows, root / CONFIDENTIAL / "responses.parquet")
    write_respondents(people, root / CONFIDENTIAL / "respondents.parquet")
    _write_problems(problems, root, "surveys")


def quotations(reports: Collection[str], root: Path) -> None:
    """`data/raw/quotations.csv` to quotations.csv, what of free text people let reports print."""
    approved, problems = read_quotations(root, reports)
    write_table(approved, root / CONFIDENTIAL / "quotations.csv")
    _write_problems(problems, root, "quotations")


def _write_problems(problems: list[Problem], root: Path, part: str) -> None:
    # What a reader did not bind to a row is about a file, see `records`.
    write_table(to_frame(bind_files(problems, root)), root / PARTS / f"{part}.csv")
