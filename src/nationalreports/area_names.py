"""Areas by their names, as letters and people write them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import pandas as pd

_NAME_NOISE = {
    "council", "borough", "city", "county", "metropolitan", "district", "unitary", "authority",
    "royal", "london", "the", "of", "and", "local", "area", "corporation",
}  # fmt: skip


@lru_cache(maxsize=4096)
def fold_name(name: str, *, keep: tuple[str, ...] = ()) -> str:
    """An area's name for comparison: lower case, words alone, without "Council", "and", "of"."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = re.sub(r"[’']", "", plain)
    plain = re.sub(r"\bst\.?\s", "st ", plain)
    words = re.findall(r"[a-z0-9]+", plain)
    drop = _NAME_NOISE - set(keep)
    return " ".join(word for word in words if word not in drop) or " ".join(words)


def match_area(name: str, areas: pd.DataFrame) -> list[str]:
    """Codes of the areas that `name` may mean, in order of code; empty where none does.

    Compared with `area_name`, `official_name` and `dfe_name` (as far as `areas` has them). Names
    that differ in "City" or "County" alone are told apart where the name says which it means.
    """
    kept = ("city", "county", "london")
    close: list[set[str]] = [set(), set()]
    for column in ("area_name", "official_name", "dfe_name"):
        if column not in areas.columns:
            continue
        for code, known in zip(areas["area_code"].tolist(), areas[column].tolist(), strict=True):
            if known and fold_name(known, keep=kept) == fold_name(name, keep=kept):
                close[0].add(str(code))
            if known and fold_name(known) == fold_name(name):
                close[1].add(str(code))
    return sorted(close[0] or close[1])


def successors(name: str, areas: pd.DataFrame) -> list[str]:
    """Codes of the areas whose predecessors had this name, in order of code.

    Their names stand in `former_names`, parted by semicolons. One code: the area that took its
    place. Several: which is meant cannot be known. A name that an area has now is not looked for.
    """
    if "former_names" not in areas or not fold_name(name):
        return []
    former = areas["former_names"].str.split(";")
    return sorted(
        str(code)
        for code, names in zip(areas["area_code"], former, strict=True)
        if fold_name(name) in {fold_name(known.strip()) for known in names if known.strip()}
    )
