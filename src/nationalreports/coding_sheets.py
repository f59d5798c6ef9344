"""What coders fill in: a blank sheet each, what is to be settled, and sheets with suggestions."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports.coding import (
    CODE,
    CODING_COLUMNS,
    SETTLED,
    SETTLING_SHEET,
    SUGGESTED,
    SUGGESTED_FILE,
    code_sets,
    progress,
    text_digest,
)
from nationalreports.spreadsheets import Sheet, as_text_in_csv, write_workbook
from nationalreports.suggestions import suggestion_text
from nationalreports.tables import write_table

#: Where a finding stands, beside its text.
WHERE = ["section", "visit_id", "source", "locator"]
SHEET_COLUMNS = [*CODING_COLUMNS, "text", *WHERE, "text_digest"]
SUGGESTED_COLUMNS = [*CODING_COLUMNS, SUGGESTED, "text", *WHERE, "text_digest"]
SETTLING_COLUMNS = [*CODING_COLUMNS, "keep", "given_by", "text", *WHERE, "text_digest"]

_WIDTHS = {
    **{"finding_id": 17, "coder": 8, "question": 13, "theme": 18, "sector": 11, "voice": 15},
    **{"text": 70, "section": 11, "visit_id": 18, "source": 24, "locator": 13, "text_digest": 70},
    **{SUGGESTED: 26, "keep": 8, "given_by": 10},
}
_CODEBOOK_WIDTHS = {"column": 12, "code": 22, "label": 34, "definition": 70, "questions": 34}

_HOW_TO_CODE = [
    "Read the finding under “text”. Choose question, theme, sector and voice from the lists.",
    "The sheet “Codebook” says what each of them means. Voice is whose view the finding gives.",
    "A finding may hold several things, such as a success and a criticism: copy its whole row as "
    "often as needed, and give each row one code.",
    "Leave the codes of a finding blank until you come to it: a blank row is no code. A row with "
    "some of the four cells filled in is an error.",
    "Change nothing in the other columns. Code alone: what coders give by themselves is compared.",
    "Save the workbook and put it into data/raw/coding/, beside earlier ones and never over one: "
    "add a number to its name. Hand in the .xlsx or the .csv file. Half a sheet will do: the next "
    "run makes a new sheet of the rest.",
]
_HOW_TO_SETTLE = [
    "Each row is a code that one coder or several gave (“given_by”) to a finding they differ on.",
    "Write yes under “keep” where the code holds, and no where it does not.",
    "If none of them holds, copy a row, choose the right codes and write yes.",
    "Findings with no yes and no no are left open. What is kept replaces all that coders gave.",
    "Save the workbook and put it into data/raw/coding/, beside settled.csv and earlier ones and "
    "never over one: settling_sheet_2.xlsx is read as well.",
]
_WITH_SUGGESTIONS = [
    "The column “suggested” names themes whose words stand in the finding, with those words. They "
    "are hints: read the finding, and choose for yourself.",
    "Codes from this sheet count, but are left out of the agreement between coders.",
]


def coding_sheet(findings: pd.DataFrame, coding: pd.DataFrame, coder: str) -> pd.DataFrame:
    """The findings that `coder` has not coded and nobody has settled, with `SHEET_COLUMNS`."""
    done = set(coding.loc[coding["coder"].isin([coder, SETTLED]), "finding_id"])
    sheet = findings[~findings["finding_id"].isin(done)]
    digests = [text_digest(text) for text in sheet["text"]]
    blank = dict.fromkeys(CODE, "")
    return sheet.assign(coder=coder, text_digest=digests, **blank)[SHEET_COLUMNS].astype(str)


def suggested_sheet(
    findings: pd.DataFrame, coding: pd.DataFrame, coder: str, codebook: dict[str, Any]
) -> pd.DataFrame:
    """As `coding_sheet`, with the themes that words suggest, and these words (`suggested`)."""
    sheet = coding_sheet(findings, coding, coder)
    hints = [suggestion_text(text, codebook) for text in sheet["text"]]
    return sheet.assign(**{SUGGESTED: hints})[SUGGESTED_COLUMNS].astype(str)


def settling_sheet(findings: pd.DataFrame, coding: pd.DataFrame) -> pd.DataFrame:
    """All codes of the findings that coders differ on and nobody has settled; `keep` is blank."""
    state = progress(findings, coding)
    open_ones = set(state.loc[state["state"] == "differ", "finding_id"])
    own = coding[coding["finding_id"].isin(open_ones)].sort_values("coder")
    own = own.drop_duplicates(CODING_COLUMNS)
    given = own.groupby(["finding_id", *CODE])["coder"].agg(" ".join).rename("given_by")
    digests = [text_digest(text) for text in findings["text"]]
    about = findings[["finding_id", "text", *WHERE]].assign(text_digest=digests)
    # From the left, so that findings keep the order of their letters.
    sheet = about.merge(given.reset_index(), on="finding_id").assign(coder=SETTLED, keep="")
    return sheet[SETTLING_COLUMNS].astype(str)


def disagreements(findings: pd.DataFrame, coding: pd.DataFrame) -> pd.DataFrame:
    """The findings that coders differ on: where each stands, whether it is settled, and the codes.

    Columns: finding_id, section, visit_id, source, locator, text, settled, and for each coder
    `codes_<coder>`: the codes given, parted by "; ", blank if that coder did not code the finding.
    """
    blind = coding[coding["coder"] != SETTLED]
    state = progress(findings, blind)
    differ = state.loc[state["state"] == "differ", "finding_id"]
    given = code_sets(blind)
    table = findings.loc[findings["finding_id"].isin(differ), ["finding_id", *WHERE, "text"]]
    decided = set(coding.loc[coding["coder"] == SETTLED, "finding_id"])
    settled = ["true" if finding in decided else "false" for finding in table["finding_id"]]
    table = table.assign(settled=settled)
    for coder in sorted(set(blind["coder"])):
        table[f"codes_{coder}"] = [given[finding].get(coder, "") for finding in table["finding_id"]]
    return table.astype(str).reset_index(drop=True)


def all_coders(coding: pd.DataFrame, configured: Iterable[str]) -> list[str]:
    """Coders named in the configuration or found in files; one "a" where there are none."""
    return sorted({*configured, *coding["coder"]} - {SETTLED}) or ["a"]


def write_sheets(
    findings: pd.DataFrame,
    coding: pd.DataFrame,
    codebook: dict[str, Any],
    coders: Iterable[str],
    folder: Path,
) -> None:
    """Write each coder's sheet and the settling sheet into `folder`, as CSV and XLSX, anew."""
    for stale in [*folder.glob("coding_sheet_*"), *folder.glob(f"{SETTLING_SHEET}.*")]:
        stale.unlink()
    for coder in coders:
        sheet = coding_sheet(findings, coding, coder)
        _write(sheet, codebook, folder / f"coding_sheet_{coder}", _HOW_TO_CODE)
    settling = settling_sheet(findings, coding)
    if len(settling):
        _write(settling, codebook, folder / SETTLING_SHEET, _HOW_TO_SETTLE)


def write_suggested_sheet(
    findings: pd.DataFrame,
    coding: pd.DataFrame,
    codebook: dict[str, Any],
    coder: str,
    folder: Path,
) -> list[Path]:
    """Write `suggested_sheet_<coder>` into `folder`, as CSV and XLSX; returns their paths."""
    sheet = suggested_sheet(findings, coding, coder, codebook)
    how = [*_WITH_SUGGESTIONS, *_HOW_TO_CODE]
    return _write(sheet, codebook, folder / f"{SUGGESTED_FILE}{coder}", how)


def _write(sheet: pd.DataFrame, codebook: dict[str, Any], stem: Path, how: list[str]) -> list[Path]:
    paths = [stem.with_name(f"{stem.name}.{suffix}") for suffix in ("csv", "xlsx")]
    write_table(as_text_in_csv(sheet, ["text"]), paths[0])
    entries = _codebook_table(codebook)
    lists = {column: _cells(entries, column) for column in CODE} | {"keep": '"yes,no"'}
    sheets = [
        Sheet("Coding", sheet, _WIDTHS, lists, printed="text"),
        Sheet("Codebook", entries, _CODEBOOK_WIDTHS),
        Sheet("Read me", pd.DataFrame({"How to fill in this workbook": how}), _READ_ME_WIDTH),
    ]
    write_workbook(sheets, paths[1], title=stem.name)
    return paths


_READ_ME_WIDTH = {"How to fill in this workbook": 100}


def _codebook_table(codebook: dict[str, Any]) -> pd.DataFrame:
    """All that may be chosen: `column, code, label, definition, questions`."""
    rows = []
    for column in CODE:
        for code, entry in codebook[f"{column}s"].items():
            about = {"label": entry} if isinstance(entry, str) else entry
            questions = ", ".join(about.get("questions", []))
            rows.append([column, code, about["label"], about.get("definition", ""), questions])
    return pd.DataFrame(rows, columns=list(_CODEBOOK_WIDTHS), dtype=str)


def _cells(entries: pd.DataFrame, column: str) -> str:
    """The cells of the sheet Codebook that hold the codes of a column; row 1 is its header."""
    places = entries.index[entries["column"] == column]
    return f"'Codebook'!$B${places[0] + 2}:$B${places[-1] + 2}"
