"""The generated parts on themes: lists by count, and tables by voice, by sector and of plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import pandas as pd

from nationalreports.facts import theme_phrase
from nationalreports.facts_phrases import all_voices, is_number, number
from nationalreports.markdown import escape, make_table

#: Of each table of themes: the columns of what is counted and of how many there are, and in words.
KINDS = {
    "themes": ("areas_told", "areas_visited", "areas"),
    "discussions": ("discussions_told", "discussions", "discussions"),
}

#: "As a rule": reviewers may have let a count be printed.
_WHY_NOT = {
    "themes": "As a rule a count is withheld where one area, all areas or none reported the theme. "
    "It is also withheld where it would tell, beside another report, what some areas said.",
    "discussions": "As a rule a count is withheld where the theme came up in one discussion, in "
    "all or in none. It is also withheld where it would tell, beside another report, what was said "
    "in some of them.",
}


def make_theme_fragments(
    codebook: Mapping[str, Any], report: Mapping[str, Any], public: Mapping[str, pd.DataFrame]
) -> dict[str, str]:
    """Name and Markdown of the parts on themes.

    They are `themes-<question>`, `compared-<question>-<question>` (for questions in the order of
    the codebook), `voices`, `sectors` and `definitions`.
    """
    covered = report.get("themes") or list(codebook["themes"])
    lists = {
        f"themes-{question}": "\n\n".join(
            text
            for kind in KINDS
            # With no count at all, the sentence in the place of the chart says so.
            if (text := _list(kind, question, codebook, covered, public.get(kind)))
        )
        for question in codebook["questions"]
    }
    pairs = {
        f"compared-{first}-{second}": _compared(first, second, codebook, covered, public)
        for first, second in combinations(codebook["questions"], 2)
    }
    return {
        **lists,
        **pairs,
        **{f"{column}s": _split(column, codebook, covered, public) for column in _SPLITS},
        "definitions": _definitions(codebook, covered),
    }


def _list(
    kind: str,
    question: str,
    codebook: Mapping[str, Any],
    covered: Sequence[str],
    frame: pd.DataFrame | None,
) -> str:
    told, base, _ = KINDS[kind]
    rows = {
        row["theme"]: row
        for row in all_voices(frame).to_dict("records")
        if row["question"] == question
    }
    labels = {theme: codebook["themes"][theme]["label"] for theme in covered if theme in rows}
    shown = [theme for theme in labels if is_number(rows[theme][told])]
    shown.sort(key=lambda theme: -number(rows[theme][told]))
    lines = [
        f"- **{escape(labels[theme])}**: "
        + escape(theme_phrase(rows[theme][told], rows[theme][base], told))
        for theme in shown
    ]
    withheld = [labels[theme] for theme in labels if theme not in shown]
    if not lines:
        return ""
    if withheld:
        lines += ["", f"No count is given for: {escape('; '.join(withheld))}. {_WHY_NOT[kind]}"]
    return "\n".join(lines)


#: The columns by which themes are broken down, and what they are.
_SPLITS = {"voice": "whose view a finding gives", "sector": "the service that a finding is about"}


def _split(
    column: str,
    codebook: Mapping[str, Any],
    covered: Sequence[str],
    public: Mapping[str, pd.DataFrame],
) -> str:
    """Tables of the themes by `column` (sector or voice), a row for each that has a count."""
    (other,) = _SPLITS.keys() - {column}
    names = codebook.get(f"{column}s", {})
    parts = []
    for kind, (told, base, units) in KINDS.items():
        frame = public.get(kind)
        if frame is None or frame.empty:
            continue
        own = frame[(frame[other] == "all") & (frame[column] != "all")]
        keys = zip(own["question"], own["theme"], own[column], strict=True)
        cells = dict(zip(keys, own[told], strict=True))
        for question, label in codebook["questions"].items():
            rows = [
                (
                    codebook["themes"][theme]["label"],
                    *(cells.get((question, theme, name), "[c]") for name in names),
                )
                for theme in covered
            ]
            rows = [row for row in rows if any(map(is_number, row[1:]))]
            if rows:
                caption = f"{label}, by {_SPLITS[column]}: number of {units}, out of "
                parts.append(
                    make_table(
                        ["Theme", *names.values()],
                        rows,
                        caption=caption + str(next(iter(frame[base]))),
                        label=f"{column}s-{kind}-{question}",
                    )
                )
    if not parts:
        return (
            "Broken down in this way, no count of a theme can be published. It could show what "
            "single areas or discussions said."
        )
    return "\n\n".join([*parts, _LEFT_OUT])


_LEFT_OUT = "A theme that is in no table here may have been told too: its counts are withheld."


def _compared(
    first: str,
    second: str,
    codebook: Mapping[str, Any],
    covered: Sequence[str],
    public: Mapping[str, pd.DataFrame],
) -> str:
    """Each theme that may be told under both questions, those told most under the first first."""
    labels, themes = codebook["questions"], codebook["themes"]
    both = [theme for theme in covered if {first, second} <= set(themes[theme]["questions"])]
    parts = []
    for kind, (told, base, units) in KINDS.items():
        rows = all_voices(public.get(kind)).to_dict("records")
        cells = {(row["question"], row["theme"]): row[told] for row in rows}
        shown = [
            (themes[theme]["label"], *(cells.get((own, theme), "[c]") for own in (first, second)))
            for theme in both
        ]
        shown = [row for row in shown if any(map(is_number, row[1:]))]
        shown.sort(key=lambda row: -number(row[1]))
        if shown:
            parts.append(
                make_table(
                    ["Theme", labels[first], labels[second]],
                    shown,
                    caption=f"Themes under ‘{labels[first]}’ and ‘{labels[second]}’: "
                    f"number of {units}, out of {rows[0][base]}",
                    label=f"compared-{kind}-{first}-{second}",
                )
            )
    none = f"No counts are published under both ‘{labels[first]}’ and ‘{labels[second]}’."
    return "\n\n".join(parts) or escape(none)


def _definitions(codebook: Mapping[str, Any], covered: Sequence[str]) -> str:
    """What each theme covers, as the coders had it."""
    return "\n\n".join(
        f"{escape(codebook['themes'][theme]['label'])}\n"
        f":   {escape(codebook['themes'][theme].get('definition', 'No definition is given.'))}"
        for theme in covered
    )
