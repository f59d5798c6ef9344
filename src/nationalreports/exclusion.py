"""What reviewers decided to leave out of every figure: whole responses, and whole findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

from nationalreports.days import today
from nationalreports.decisions import is_of_tables, read_decisions
from nationalreports.problems import harmless
from nationalreports.records import of_findings, of_responses
from nationalreports.tables import write_table

EXCLUDED_COLUMNS = ["table", "id", "rule", "record", "reason"]

#: Responses whose digests are worked out at a time.
_AT_A_TIME = 50_000


def find_excluded(
    decisions: pd.DataFrame,
    findings: pd.DataFrame,
    responses: pd.DataFrame,
    respondents: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The findings and responses that decisions in force exclude, with `EXCLUDED_COLUMNS`.

    `decisions`: as from `decisions.read_decisions`. `findings`, `responses` and `respondents` as
    they stand in confidential/. `table` is "findings" or "responses". Whether a decision may
    exclude by its rule is not asked here: `decisions.settle` refuses it then, and that stops the
    gate.
    """
    rows: list[tuple[str, str, str, str, str]] = []
    for rule, own in _excluding(decisions).groupby("rule"):
        reasons = dict(zip(own["record"], own["reason"], strict=True))
        for table, key, record in _records(str(rule), findings, responses, respondents):
            if record in reasons:
                rows.append((table, key, str(rule), record, reasons[record]))
    return pd.DataFrame(sorted(rows), columns=EXCLUDED_COLUMNS, dtype=str)


def without_excluded(
    tables: dict[str, pd.DataFrame], excluded: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """The tables of confidential/ without what is `excluded`: findings with their codes, responses.

    Tables that are the same stay the same objects. A table "excluded" is not among them.
    """
    kept = {name: frame for name, frame in tables.items() if name != "excluded"}
    for table, key, names in (
        ("findings", "finding_id", ("findings", "codes")),
        ("responses", "response_id", ("responses",)),
    ):
        out = excluded.loc[excluded["table"] == table, "id"]
        for name in names:
            if len(out) and name in kept:
                kept[name] = kept[name][~kept[name][key].isin(out)]
    return kept


def write_excluded(findings: Path, responses: Path, respondents: Path, root: Path) -> None:
    """Write what the run folder's decisions leave out to confidential/excluded.csv."""
    decisions, _ = read_decisions(root, today())
    excluded = pd.DataFrame(columns=EXCLUDED_COLUMNS, dtype=str)
    # Most runs have no such decision, and need not read a large survey for it.
    if len(_excluding(decisions)):
        told = pd.read_csv(findings, dtype=str, keep_default_na=False)
        given = [pd.read_parquet(path) for path in (responses, respondents)]
        excluded = find_excluded(decisions, told, *given)
    write_table(harmless(excluded), root / "data/processed/confidential/excluded.csv")


def _excluding(decisions: pd.DataFrame) -> pd.DataFrame:
    exclude = (decisions["state"] == "in force") & (decisions["decision"] == "exclude")
    return decisions[exclude & decisions["rule"].map(is_of_tables).astype(bool)]


def _records(
    rule: str,
    findings: pd.DataFrame,
    responses: pd.DataFrame,
    respondents: pd.DataFrame | None,
) -> Iterator[tuple[str, str, str]]:
    """Table, id and digest of all that can be excluded."""
    for key, record in zip(findings["finding_id"], of_findings(rule, findings), strict=True):
        yield "findings", str(key), record
    for ids in _parts(responses["response_id"].unique()):
        records = of_responses(rule, ids, responses, respondents)
        for key, record in zip(ids, records, strict=True):
            yield "responses", str(key), record


def _parts(ids: Iterable[str]) -> Iterator[list[str]]:
    whole = list(ids)
    for start in range(0, len(whole), _AT_A_TIME):
        yield whole[start : start + _AT_A_TIME]
