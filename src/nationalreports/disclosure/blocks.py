"""People by the publications that count them: the finest groups that subtraction can reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from nationalreports.aggregation import ALL
from nationalreports.disclosure.programme import Real
from nationalreports.disclosure.publications import Publication

#: The group of those who did not answer the grouping question, or whose survey has none.
NO_GROUP = ""


#: By publication, question and group ("all" too), an entry an attacker: own people without answer.
Silent = dict[tuple[str, str, str], Real]


@dataclass(frozen=True)
class Blocks:
    """The people of one survey by block and area. A block is a set of people who stand in the same
    publications; to an outsider nothing tells its people, or its areas, apart.

    `members[b]` are the keys of the publications that count block `b`. `counts` has a row a block,
    area, group, question and answer that somebody gave (`block, area_code, group, question, answer,
    count`); `bases` likewise without answer (`base`: how many answered); `sizes` has `block,
    area_code, group, size`: how many people there are. `group` is an answer to the survey's
    grouping question, or `NO_GROUP`; there is no "all", which is the sum over groups.
    """

    survey: str
    members: tuple[frozenset[str], ...]
    counts: pd.DataFrame
    bases: pd.DataFrame
    sizes: pd.DataFrame

    def of(self, key: str) -> list[int]:
        """The blocks that publication `key` counts."""
        return [block for block, keys in enumerate(self.members) if key in keys]

    @cached_property
    def attackers(self) -> tuple[str, ...]:
        """ "" (the outsider), then the code of each area with people in the survey."""
        return ("", *sorted(set(self.sizes["area_code"])))

    @cached_property
    def silent(self) -> Silent:
        """Of each attacker's own area, how many people did not answer each question."""
        found: Silent = {}
        numbers = {code: number for number, code in enumerate(self.attackers)}
        questions = list(dict.fromkeys(self.bases["question"]))

        def add(block: int, code: str, group: str, question: str, number: int) -> None:
            for key in self.members[block]:
                for own in (group, ALL):
                    entry = found.setdefault((key, question, own), np.zeros(len(numbers)))
                    entry[numbers[code]] += number

        for block, code, group, size in self.sizes.itertuples(index=False, name=None):
            for question in questions:
                add(block, code, group, question, size)
        for block, code, group, question, base in self.bases.itertuples(index=False, name=None):
            add(block, code, group, question, -base)
        return found


def make_blocks(name: str, survey: dict[str, Any], publications: Sequence[Publication]) -> Blocks:
    """The blocks of survey `name` over all `publications`, in a fixed order.

    A response whose answers were changed between two publications is another person in each.
    """
    parts = []
    for number, publication in enumerate(publications):
        own = publication.responses
        own = own.loc[own["survey"] == name, ["response_id", "area_code", "question", "answer"]]
        parts.append(own.assign(person=_persons(own), publication=number))
    rows = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    if rows.empty:
        empty = pd.DataFrame(columns=["block", "area_code", "group"])
        none = [empty.assign(**{c: [] for c in names}) for names in _COLUMNS]
        return Blocks(name, (), *none)
    stands = rows[["person", "publication"]].drop_duplicates()
    masks = stands.groupby("person")["publication"].agg(lambda p: sum(1 << int(n) for n in p))
    # From those who stand in most to those who stand in fewest, earlier publications first.
    order = sorted(set(masks), key=lambda mask: (-int(mask).bit_count(), int(mask)))
    keys = [publication.key for publication in publications]
    members = tuple(frozenset(key for n, key in enumerate(keys) if mask >> n & 1) for mask in order)
    rows["block"] = rows["person"].map(masks).map({mask: n for n, mask in enumerate(order)})
    rows = rows.drop(columns="publication").drop_duplicates(["person", "question", "answer"])
    grouping = survey["groups"]
    chosen = rows[rows["question"] == grouping].set_index("person")["answer"]
    chosen = chosen[~chosen.index.duplicated()]
    rows["group"] = chosen.astype(str).reindex(rows["person"]).fillna(NO_GROUP).to_numpy()
    place = ["block", "area_code", "group"]
    asked = rows[rows["question"] != ""]
    counts = _number(asked, [*place, "question", "answer"], "count")
    bases = _number(asked.drop_duplicates(["person", "question"]), [*place, "question"], "base")
    return Blocks(
        name, members, counts, bases, _number(rows.drop_duplicates("person"), place, "size")
    )


_COLUMNS = (["question", "answer", "count"], ["question", "base"], ["size"])


def _number(rows: pd.DataFrame, by: list[str], name: str) -> pd.DataFrame:
    return rows.groupby(by, sort=True).size().rename(name).reset_index()


def _persons(rows: pd.DataFrame) -> pd.Series:
    """Who each row is of: the response with its area and all its answers, as one word."""
    if rows.empty:
        return pd.Series(dtype=str)
    texts = rows["question"].astype(str) + "\x1f" + rows["answer"].astype(str)
    hashed = pd.util.hash_array(texts.to_numpy(dtype=object)).astype(np.uint64)
    # The sum of hashes does not depend on the order of rows.
    total = pd.Series(hashed, rows.index).groupby(rows["response_id"]).transform("sum")
    known = rows["response_id"].astype(str) + "\x1f" + rows["area_code"].astype(str)
    return known + "\x1f" + total.astype(str)
