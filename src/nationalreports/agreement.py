"""How far coders agree by themselves: Krippendorff's alpha for each theme, with an interval.

Alpha is worked out from the formula for nominal data in K. Krippendorff, "Computing Krippendorff's
Alpha-Reliability" (2011), section D: 1 - observed / expected disagreement, where 1 is perfect
agreement, 0 what chance gives, and values missing of some coders are no disagreement. The packages
that have it are under licences that this project cannot pass on.

A unit is a finding that two or more coders coded; its values are whether each of them gave the
theme, under any question, sector or voice. For all themes together, a unit is a finding and theme.
Left out is whatever was settled, or coded from a sheet with suggestions.
"""

from __future__ import annotations

import random
from functools import reduce
from operator import add
from typing import Any

import pandas as pd

from nationalreports.coding import SETTLED, SUGGESTED
from nationalreports.problems import Problem, Severity

AGREEMENT_COLUMNS = [
    *["theme", "alpha", "low", "high", "findings", "letters", "given", "coders", "note"]
]

#: In the column theme: all themes together.
ALL = "all"

#: Letters are drawn anew, with replacement, so often; a seed keeps the figures the same.
RESAMPLES, SEED = 1000, 2020

#: An interval from fewer letters would look surer than it is: 5 letters can be drawn in 126 ways
#: only, 6 in 462. Even from 6 to 20 it is rather too narrow (Cameron, Gelbach and Miller, 2008).
FEWEST_LETTERS = 6

#: Nor is there one where alpha is not defined in more than this share of the draws.
_UNDEFINED_SHARE = 0.05

_SOURCE = "data/raw/coding/"


def nominal_alpha(units: pd.DataFrame) -> float | None:
    """Krippendorff's alpha for nominal data; None where it is not defined.

    `units` has a row for each unit and a column for each value, and holds how many coders gave the
    unit that value. Units with fewer than two values are left out. Alpha is not defined without
    units, or where all values are alike: there is nothing on which coders could differ.
    """
    disagreement, units = _disagreement(units)
    alpha = _alpha(pd.Series([disagreement.sum()]), [units[[c]].sum() for c in units])
    return None if alpha.isna().iloc[0] else float(alpha.iloc[0])


def measure_agreement(
    coding: pd.DataFrame, findings: pd.DataFrame, codebook: dict[str, Any]
) -> pd.DataFrame:
    """Alpha of all themes together and of each theme, with `AGREEMENT_COLUMNS`, all as text.

    `alpha`, and `low` and `high`, the middle 95% of alpha over letters drawn anew, have three
    decimals, or are blank where `note` says why. `findings`: those that two coders or more coded;
    `letters`: the letters (and discussions) that these are from; `given`: the findings to which a
    coder gave the theme; `coders`: who coded them.
    """
    blind = _blind(coding, findings)
    letter = findings.drop_duplicates("finding_id").set_index("finding_id")["visit_id"]
    coders = blind.groupby("finding_id")["coder"].nunique()
    blind = blind[blind["finding_id"].map(coders) > 1]
    coders = coders[coders > 1]
    themes = list(codebook["themes"])
    given = blind.drop_duplicates(["finding_id", "coder", "theme"])
    ones = pd.crosstab(given["finding_id"], given["theme"])
    ones = ones.reindex(index=coders.index, columns=themes, fill_value=0)
    letters = coders.index.map(letter.to_dict())
    sums = {theme: _by_letter(ones[theme], coders, letters) for theme in themes}
    sums[ALL] = reduce(add, sums.values())
    number = letters.nunique()
    draws = _draws(number) if number >= FEWEST_LETTERS else None
    names = " ".join(sorted(set(blind["coder"])))
    rows = []
    for theme in [ALL, *themes]:
        told = int((ones > 0).to_numpy().sum()) if theme == ALL else int((ones[theme] > 0).sum())
        figures = _figures(sums[theme], draws, len(coders), told)
        alpha, low, high, note = figures
        rows.append(
            [theme, alpha, low, high, str(len(coders)), str(number), str(told), names, note]
        )
    return pd.DataFrame(rows, columns=AGREEMENT_COLUMNS, dtype=str)


def check_agreement(
    agreement: pd.DataFrame, progress: pd.DataFrame, minimum: float | None
) -> list[Problem]:
    """What is to be said where agreement is below the configured `minimum`, or not known.

    Below it for all themes together is an error as long as a code rests on one coder alone or on
    coders who differ: such codes are as unreliable as the measured ones. Once all of them are
    settled it warns, as it does of a single theme: people have decided then, but the codebook did
    not lead them there. The alpha compared is the printed one.
    """
    if minimum is None:
        return []
    loose = int(progress["state"].isin(["one coder", "differ"]).sum())
    problems = []
    for row in agreement.to_dict("records"):
        overall = row["theme"] == ALL
        if overall and not row["alpha"]:
            message = (
                f"agreement between coders is not known ({row['note']}), so nobody can say whether "
                "it reaches the minimum; let two coders code the same findings"
            )
            problems.append(Problem("warning", _SOURCE, "", "theme", "COD-012", "", message))
        if not row["alpha"] or float(row["alpha"]) >= minimum:
            continue
        severity: Severity = "error" if overall and loose else "warning"
        said = f"Krippendorff's alpha is {row['alpha']}, under the minimum of {minimum}"
        if overall and loose:
            message = (
                f"{said}, and {loose} findings have codes of one coder alone or that differ; "
                "settle them, or sharpen the definitions and code anew"
            )
        elif overall:
            message = f"{said}; all is settled, but say so beside the figures"
        else:
            message = f"{said}; sharpen the theme's definition, and look at its codes again"
        problems.append(Problem(severity, _SOURCE, "", "theme", "COD-011", row["theme"], message))
    return problems


def _blind(coding: pd.DataFrame, findings: pd.DataFrame) -> pd.DataFrame:
    """What coders gave without having seen suggestions for the finding, nor what was settled."""
    blind = coding[(coding["coder"] != SETTLED) & coding["finding_id"].isin(findings["finding_id"])]
    own = blind["finding_id"] + " " + blind["coder"]
    return blind[~own.isin(own[blind[SUGGESTED] == "true"])]


def _disagreement(units: pd.DataFrame) -> tuple[pd.Series, pd.DataFrame]:
    """Of each unit with two values or more, its pairs that differ, each as often as it weighs."""
    values = units.sum(axis="columns")
    units = units[values > 1]
    values = values[values > 1]
    return (values**2 - (units**2).sum(axis="columns")) / (values - 1), units


def _by_letter(ones: pd.Series, coders: pd.Series, letters: pd.Index) -> pd.DataFrame:
    """The sums that alpha is made of, a row a letter: differing, given, not given."""
    units = pd.DataFrame({"given": ones, "not_given": coders - ones})
    differing, units = _disagreement(units)
    return units.assign(differing=differing).groupby(letters).sum().astype(float)


def _alpha(differing: pd.Series, totals: list[pd.Series]) -> pd.Series:
    """Alpha from the sums of the differing pairs and of each value; missing where not defined."""
    totals = [total.reset_index(drop=True) for total in totals]
    values = pd.concat(totals, axis="columns").sum(axis="columns") if totals else differing * 0
    expected = values**2 - sum(total**2 for total in totals)
    return 1 - differing * (values - 1) / expected.where(expected > 0)


def _draws(letters: int) -> pd.DataFrame:
    """How often each letter is drawn: a row a draw of as many letters as there are."""
    chance = random.Random(SEED)
    rows = []
    for _ in range(RESAMPLES):
        drawn = [0] * letters
        for letter in chance.choices(range(letters), k=letters):
            drawn[letter] += 1
        rows.append(drawn)
    return pd.DataFrame(rows)


def _figures(
    sums: pd.DataFrame, draws: pd.DataFrame | None, findings: int, told: int
) -> tuple[str, str, str, str]:
    """Alpha, the interval's two ends, and what is to be said where one of them is missing."""
    if not findings:
        return "", "", "", "not defined: no finding was coded by two coders without suggestions"
    whole = sums.sum().to_frame().T
    alpha = _alpha(whole["differing"], [whole["given"], whole["not_given"]]).iloc[0]
    if pd.isna(alpha):
        which = "every coder gave it to every finding" if told else "no coder gave it"
        return "", "", "", f"not defined: {which}"
    # Draws from letters without any difference would all give 1, as if chance played no part.
    if not whole["differing"].iloc[0]:
        return f"{alpha:.3f}", "", "", "no interval: coders never differed"
    if draws is None:
        return f"{alpha:.3f}", "", "", f"no interval: fewer than {FEWEST_LETTERS} letters"
    drawn = pd.DataFrame(draws.to_numpy() @ sums.to_numpy(), columns=sums.columns)
    alphas = _alpha(drawn["differing"], [drawn["given"], drawn["not_given"]])
    if alphas.isna().mean() > _UNDEFINED_SHARE:
        return f"{alpha:.3f}", "", "", "no interval: too few letters tell of it"
    low, high = alphas.quantile([0.025, 0.975])
    return f"{alpha:.3f}", f"{low:.3f}", f"{high:.3f}", ""
