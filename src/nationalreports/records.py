"""Digests that say which record a problem is about, so that a decision holds for that one alone.

A digest is made from the rule, and from the record's id and all of its values, but never from where
it stands: a new export may move rows. Where a problem is not about one row, it is made from the
whole file. When anything under a decision changes, so does the digest, and the decision lapses.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

import pandas as pd

#: Columns that say where a record stands, not what it says.
PLACES = {"source", "locator", "position", "row", "_position"}

#: Hex digits of a digest: among a million records, two alike are as likely as 1 in 30 million.
LENGTH = 16


def digest(*parts: object) -> str:
    """The first `LENGTH` hex digits of the SHA-256 of `parts`; no part runs into another."""
    text = json.dumps(parts, ensure_ascii=True, default=str, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]


def of_rows(rule: str, rows: pd.DataFrame) -> list[str]:
    """The digest of each of `rows` for the rule `rule`: of all values but those of `PLACES`."""
    names = sorted(name for name in rows.columns if name not in PLACES)
    values = rows[names].astype(str).to_numpy().tolist()
    return [digest(rule, names, row) for row in values]


def of_responses(rule: str, ids: Iterable[str], responses: pd.DataFrame) -> list[str]:
    """The digest of each response named in `ids` for the rule `rule`: of all that it answers.

    `responses` as they stand in confidential/responses.parquet; other responses are passed over.
    """
    wanted = list(ids)
    part = responses[responses["response_id"].isin(set(wanted))]
    columns = ["survey", "area_code", "wave", "question", "answer"]
    said: dict[str, list[list[str]]] = {}
    for row in part[["response_id", *columns]].astype(str).itertuples(index=False, name=None):
        said.setdefault(row[0], []).append(list(row[1:]))
    made = {key: digest(rule, key, sorted(said.get(key, []))) for key in set(wanted)}
    return [made[key] for key in wanted]
