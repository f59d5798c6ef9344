"""Coders' files, and the codes that they agree on."""

from __future__ import annotations

from random import Random

from catalogue.entry import remove

from corruptions.damage import (
    TIDY,
    Corruption,
    Place,
    Run,
    cell,
    copied,
    drawn,
    put,
    row_added,
    spoilt,
    told,
    with_column,
)
from corruptions.files import CODERS, SETTLED

CODES = f"{TIDY}/codes.csv"
CODER_A, CODER_B = CODERS


def _unsettled(run: Run, rng: Random) -> Place:
    """What was settled of a finding on which the coders differ is deleted."""
    rows = run.rows(SETTLED)
    finding = rows[drawn(rows, rng) - 1][0]
    run.save(SETTLED, [row for row in rows if row[0] != finding])
    return Place("data/raw/coding/", "", "finding_id", value=finding)


def _contradicted(run: Run, rng: Random) -> Place:
    """A finding's codes by a coder stand in a second file, with another sector."""
    rows = run.rows(CODER_A)
    row = rows[drawn(rows, rng) - 1]
    sector = "health" if row[4] == "care" else "care"
    name = "coding/coder_a_again.csv"
    run.path(name).write_text(
        f"{','.join(rows[0])}\n{','.join([*row[:4], sector, row[5]])}\n", encoding="utf-8"
    )
    return Place(run.source(name), 2, "finding_id", value=row[0])


def _shuffled(run: Run, rng: Random) -> Place:
    """Coder b's codes go to other findings than they were meant for."""
    rows = run.rows(CODER_B)
    codes = [row[2:] for row in rows[1:]]
    rng.shuffle(codes)
    run.save(CODER_B, [rows[0], *([*row[:2], *c] for row, c in zip(rows[1:], codes, strict=True))])
    return Place("data/raw/coding/", "", "theme", value="all", says="minimum")


def _strange_code(run: Run, rng: Random) -> Place:
    """A theme that counts under no question of the row's."""
    apart = {"plan": "isolation", "worked_well": "isolation"}
    where = lambda row: row["question"] in apart  # noqa: E731
    return cell(CODER_A, "theme", lambda row: apart[row["question"]], where)(run, rng)


CORRUPTIONS = [
    Corruption("COD-001", "a lock file of a spreadsheet stands among the coding",
               put("coding/~$coder_a.xlsx", b"\5user")),
    Corruption("COD-002", "a coder's file is of another kind", put("coding/coder_c.txt", b"x")),
    Corruption("COD-003", "a code's theme is misspelt", cell(
               CODERS, "theme", lambda row: row["theme"] + "s")),
    Corruption("COD-004", "a theme is coded under a question where it does not count",
               _strange_code),
    Corruption("COD-005", "coders differ, and nothing is settled", _unsettled),
    Corruption("COD-006", "a coder's name leads out of the folder",
               cell(CODERS, "coder", "../a")),
    Corruption("COD-007", "a coder's file stands twice", copied(
               CODER_A, "coding/coder_a_again.csv")),
    Corruption("COD-008", "a coder gives a finding other codes in a second file", _contradicted),
    Corruption("COD-009", "a finding's text has changed since it was coded",
               with_column(CODER_A, "text_digest", "0" * 64)),
    Corruption("COD-010", "a coder worked from a sheet with suggestions", told(
               with_column(CODER_A, "suggested", "communication"), row="", column="suggested"),
               ("COD-011",)),
    Corruption("COD-011", "a coder's codes go to other findings", _shuffled),
    Corruption("COD-012", "all findings are coded by one coder alone", told(
               spoilt(CODER_B, remove, "", "theme", says="not known"),
               source="data/raw/coding/")),
    Corruption("COD-013", "a coder's name is spelt in two ways", cell(
               CODER_A, "coder", "A", lambda row: not row["finding_id"].endswith("f7ad29fa"))),
    Corruption("COD-014", "a row of the settling sheet is neither kept nor dropped",
               with_column(SETTLED, "keep", "perhaps"), ("COD-011",)),
    Corruption("COD-015", "a row of another coder stands in a coder's file",
               cell(CODER_A, "coder", "b"), ("COD-008",)),
    Corruption("COD-101", "a code is of no finding", cell(
               CODES, "finding_id", lambda row: row["finding_id"][:-8] + "00000000")),
    Corruption("COD-102", "a code's question is not in the codebook",
               cell(CODES, "question", "success"), ("COD-103",)),
    Corruption("COD-103", "a code's theme is not in the codebook", cell(CODES, "theme", "roads")),
    Corruption("COD-104", "a code's sector is not in the codebook",
               cell(CODES, "sector", "schools")),
    Corruption("COD-105", "a code's voice is not in the codebook",
               cell(CODES, "voice", "inspectors")),
    Corruption("COD-106", "a code stands twice", row_added(CODES, "finding_id")),
]  # fmt: skip
