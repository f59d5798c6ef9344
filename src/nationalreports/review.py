"""The reviewers' page: may this go on, why, and what is to be put right where."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd

from nationalreports.problems import is_settled, open_errors

#: Of each rule, the problems shown; the rest stand in problems.csv. A page of all would not open.
SHOWN = 1000

_SEVERITIES = ("error", "warning", "info")


def verdict(problems: pd.DataFrame, results: list[dict[str, Any]]) -> tuple[bool, str]:
    """Whether the figures may go on, and why, in one sentence.

    They may if the rules were put to the data, every check could be made, and there is no error
    but those that a decision settles.
    """
    errors = open_errors(problems)
    warnings = int(((problems["severity"] == "warning") & ~is_settled(problems)).sum())
    broken = sum(result["state"] == "broken" for result in results)
    if broken:
        checks = "One check" if broken == 1 else f"{broken} checks"
        return False, f"{checks} could not be made, so the data are not known to be right."
    if len(errors):
        count = "One error" if len(errors) == 1 else f"{len(errors):,} errors"
        files = errors["source"].nunique()
        where = errors["source"].iloc[0] if files == 1 else f"{files} sources"
        return False, f"{count} in {inert(where, 120)} must be put right first."
    if not results:
        return False, "No rule was put to the data."
    if warnings:
        read = "one warning is" if warnings == 1 else f"{warnings:,} warnings are"
        why = f"There are no errors; {read} to be read before the figures are used"
    else:
        why = "There are no errors and no warnings"
    settled = int(is_settled(problems).sum())
    if settled:
        count = "one problem" if settled == 1 else f"{settled:,} problems"
        why += f", besides {count} settled by decision"
    return True, f"{why}."


def review_page(
    problems: pd.DataFrame,
    results: list[dict[str, Any]],
    facts: dict[str, Any],
    not_reached: list[str],
    coding: dict[str, Any] | None = None,
) -> str:
    """The page as one HTML file that asks nothing of any server and runs no script.

    `problems`: as from `validation.join_problems`. `results`: as from `validation.validate`.
    `facts`: what is known of the run, label to value; its key `sources` is the number of rows of
    each source. `not_reached`: the stages or reports that the run did not get to. `coding`: as from
    `coding_section`.
    """
    may_go_on, why = verdict(problems, results)
    counts = problems.groupby(["source", "severity"]).size()
    sources = sorted(problems["source"].unique())
    shown = problems[problems.groupby("rule").cumcount() < SHOWN]
    states = [result["state"] for result in results]
    return page_template(Path(__file__).with_suffix(".html")).render(
        may_go_on=may_go_on,
        why=why,
        not_reached=not_reached,
        coding=coding,
        counts=[
            {"source": source, **{s: int(counts.get((source, s), 0)) for s in _SEVERITIES}}
            for source in sources
        ],
        total={s: int((problems["severity"] == s).sum()) for s in _SEVERITIES},
        problems=shown.to_dict("records"),
        cut=len(problems) - len(shown),
        limit=SHOWN,
        results=results,
        states={state: states.count(state) for state in ("passed", "failed", "broken")},
        sources=sorted(facts.get("sources", {}).items()),
        facts=[(name, value) for name, value in facts.items() if name != "sources"],
    )


def coding_section(
    tables: dict[str, pd.DataFrame],
    codes: pd.DataFrame,
    codebook: dict[str, Any],
    settings: dict[str, Any],
) -> dict[str, Any]:
    """What the page says of coding: `states` (how many findings are how far) and `agreement`.

    `tables`: coding_progress and agreement, as they stand in confidential/. Findings without an
    agreed code, which count under no theme, come last in `states`.
    """
    progress, agreement = tables["coding_progress"], tables["agreement"]
    coders = progress["coders"].map(lambda names: len(names.split()))
    numbers = sorted(set(coders) - {0})
    without = ~progress["finding_id"].isin(codes["finding_id"])
    names = {theme: entry["label"] for theme, entry in codebook["themes"].items()}
    return {
        "states": [
            ("Findings", len(progress)),
            *(
                (f"Coded by {n} coder{'' if n == 1 else 's'}", int((coders == n).sum()))
                for n in numbers
            ),
            ("Coded by nobody", int((coders == 0).sum())),
            ("Settled by a decision", int((progress["state"] == "settled").sum())),
            ("Coders differ, not settled", int((progress["state"] == "differ").sum())),
            ("Without an agreed code", int(without.sum())),
        ],
        "minimum": settings.get("minimum_agreement"),
        "letters": agreement["letters"].iloc[0],
        "compared": agreement["findings"].iloc[0],
        "coders": agreement["coders"].iloc[0].replace(" ", ", "),
        "agreement": [
            {
                **row,
                "label": names.get(row["theme"], "All themes together"),
                "places": {end: _place(row[end]) for end in ("alpha", "low", "high")},
            }
            for row in agreement.to_dict("records")
        ],
        "minimum_place": _place(settings.get("minimum_agreement", "")),
    }


def _place(alpha: object) -> int | None:
    """Where alpha stands on a line of 100 from 0 to 1; under 0, at its beginning."""
    return None if alpha == "" else round(100 * max(float(str(alpha)), 0))


def inert(text: object, length: int) -> str:
    """Text to be looked at and nothing more: cut to `length`, unseen characters made visible.

    Controls of the direction of writing, and others that show nothing but change how the rest
    reads, are written out as [U+202E]. Markup is escaped by the template, not here.
    """
    whole = str(text)
    seen = "".join(
        f"[U+{ord(c):04X}]" if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co"} else c
        for c in whole[:length].replace("\n", " ").replace("\t", " ")
    )
    return seen if len(whole) <= length else f"{seen}… ({len(whole):,} characters)"


def page_template(source: Path) -> jinja2.Template:
    """The template at `source`, with markup escaped and `inert` at hand."""
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["inert"] = inert
    return environment.from_string(source.read_text(encoding="utf-8"))
