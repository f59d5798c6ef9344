"""The reviewers' page: may this go on, why, and what is to be put right where."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from nationalreports.inert import inert, page_template
from nationalreports.problems import is_settled, open_errors
from nationalreports.review_rows import SHOWN, STATIC, decision_lines, hold
from nationalreports.review_sections import (
    changes_section,
    counts_section,
    decisions_section,
    disclosure_section,
    influence_section,
    profile_section,
    rules_section,
)

#: The page's size at most, in bytes: more takes too long to open from a memory stick.
LARGEST = 10_000_000

#: Bytes kept for what the draft of a page lacks: the `STATIC` problems that stand in it, at worst
#: all of unseen characters written out, and the list of rules of which more were found.
_STATIC_ROOM = 1_500_000

_FOLDER = Path(__file__).parent


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
    problems: pd.DataFrame, results: list[dict[str, Any]], about: Mapping[str, Any]
) -> str:
    """The page as one HTML file that asks nothing of any server, of at most `LARGEST` bytes.

    `problems`: as in problems.csv, with or without the columns `decision` and `reason`. `results`:
    as from `validation.validate`. `about`: what else is known, each key optional, its section left
    out where there is nothing: `not_reached`, the stages or reports that the run did not get to;
    `coding`, as from `coding_section`; `rules`, what readers of files look for, by code;
    `decisions`; `changes` since the last run; `profile` of sources and questions; `influence` of
    single areas; `disclosure`, as from `words.audit_words`, or None where nothing was planned;
    `run`, label and value.

    No text of the data can act: it is escaped, cut, and its unseen characters are written out.
    Only the style and the script of this package run, which the page names by their digests.
    """
    may_go_on, why = verdict(problems, results)
    readers = {code: _as_rule(rule) for code, rule in about.get("rules", {}).items()}
    known = {**readers, **{row["rule"]: _as_rule(row) for row in results}}
    counts = counts_section(problems)
    parts: dict[str, Any] = {
        "may_go_on": may_go_on,
        "why": why,
        "clean": may_go_on and not any(row["open"] for row in counts["severities"][:2]),
        "counts": counts,
        "not_reached": about.get("not_reached", []),
        "coding": about.get("coding"),
        "rules": rules_section(results, about.get("rules", {}), problems),
        "known": known,
        "unknown": _as_rule({}),
        "lines": decision_lines,
        "decisions": decisions_section(about.get("decisions", [])),
        "changes": changes_section(about["changes"]) if about.get("changes") else None,
        "profile": profile_section(about["profile"]) if about.get("profile") else None,
        "influence": influence_section(about["influence"]) if about.get("influence") else None,
        "disclosure": disclosure_section(about["disclosure"]) if "disclosure" in about else None,
        "run": about.get("run", []),
        "most": SHOWN,
        "static": STATIC,
        **_look(),
    }
    template = page_template(_FOLDER / "review.html")
    # The first draft tells how much room there is for problems beside all else.
    draft = template.render(held=hold(problems.head(0), known, 0), data="", **parts)
    held = hold(problems, known, LARGEST - len(draft.encode()) - _STATIC_ROOM)
    return template.render(held=held, data=Markup(held.data), **parts)


def _as_rule(row: Mapping[str, Any]) -> dict[str, Any]:
    """What the page says of a rule beside a problem; nothing of what `row` lacks."""
    return {
        "sentence": row.get("sentence") or row.get("notes", ""),
        "why": row.get("why", ""),
        "settled_by": list(row.get("settled_by", ())),
    }


def _look() -> dict[str, Any]:
    """The page's style and script, and the digests by which its policy lets them in."""
    style, script = ((_FOLDER / f"review.{kind}").read_text(encoding="utf-8") for kind in _LOOK)
    return {
        "style": Markup(style),
        "script": Markup(script),
        "style_digest": _digest(style),
        "script_digest": _digest(script),
    }


_LOOK = ("css", "js")


def _digest(text: str) -> str:
    """As a Content Security Policy (level 3, 2016) names the text of an element."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


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
