"""The check sheet: every figure that the reports print, and ten of them to work out by hand.

Confidential, for it has the figures before protection. Which are drawn follows from the figures
alone, by their digest, so that the draw can be repeated and cannot be fished for.
"""

from __future__ import annotations

import datetime
import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports.check_sheet_cells import DRAWN, TYPED, UNTRACED, Cells
from nationalreports.check_sheet_printed import Piece, read_printed
from nationalreports.check_sheet_traces import NUMBER, Found, Tracer, iterate
from nationalreports.check_sheet_words import worded
from nationalreports.facts import make_facts
from nationalreports.fragments import make_fragments
from nationalreports.ingestion import read_tables
from nationalreports.records import digest
from nationalreports.rendering import stage
from nationalreports.sources import RenderingError
from nationalreports.spreadsheets import Sheet, write_workbook
from nationalreports.tables import write_table

TABLES = ("themes", "discussions", "answers", "context", "summary")

#: How many are drawn; more where there are more reports.
TO_DRAW = 10

FIGURES_COLUMNS = [
    *["No.", "Report", "Section", "In", "Where", "Sentence or text", "Printed", "Kind", "Cell"],
    *["Formula", "Count before", "Base before", "Unrounded", "Published cell", "Withheld"],
    *["Check", "Figure"],
]
ABOUT, BY_HAND, FIGURES = "Read me first", "To work out by hand", "Figures"

#: What the checker fills in; all other columns of that sheet are given.
FIGURE, CHECKER, DAY, NOTE = "Your figure", "Your name", "Date", "Note"
BY_HAND_COLUMNS = [
    *["Check", "Report", "Where", "Text, figures left out", "What to work out"],
    *[FIGURE, CHECKER, DAY, NOTE, "Figure", "All figures"],
]

#: Stands in a text in the place of the figure asked for, and of others that would give it away.
ASKED, OTHER = "[ ? ]", "…"


def list_figures(
    report: str, pieces: Sequence[Piece], tracer: Tracer
) -> tuple[pd.DataFrame, list[str]]:
    """A row for each figure of a report, with `FIGURES_COLUMNS`, and for each its blinded text."""
    rows: list[dict[str, str]] = []
    blind: list[str] = []
    captions = {piece.owner: piece.text for piece in pieces if piece.part == "caption"}
    for piece, traced in iterate(pieces, tracer):
        found = [*traced, *worded(piece, traced)]
        for item in found:
            figure = item.figure
            rows.append(
                {
                    "Report": report,
                    "Section": piece.section,
                    "In": _in(piece),
                    "Where": _where(piece, captions),
                    "Sentence or text": _sentence(piece.text, item.start, item.end),
                    "Printed": piece.text[item.start : item.end] or figure.value,
                    "Kind": figure.kind,
                    "Cell": figure.cell,
                    "Formula": figure.formula,
                    "Count before": figure.count,
                    "Base before": figure.base,
                    "Unrounded": figure.unrounded,
                    "Published cell": figure.published,
                    "Withheld": "yes" if figure.withheld else "no",
                    "From": figure.where,
                }
            )
            blind.append(_blinded(piece.text, item, found))
    return pd.DataFrame(rows, columns=[*FIGURES_COLUMNS, "From"], dtype=str).fillna(""), blind


def number_figures(figures: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """`figures` with `No.` and `Figure` (a digest of each), and the digest of them all.

    They rest on cells, places and values, not on the words of a sentence: a comma put right does
    not make another sheet, another figure does.
    """
    parts = ["Report", "In", "Cell", "Printed", "Kind", "Count before", "Base before"]
    values = figures[parts].to_numpy().tolist()
    seen: dict[tuple[str, ...], int] = {}
    digests = []
    for row in values:
        key = tuple(row)
        seen[key] = seen.get(key, 0) + 1
        digests.append(digest(*row, seen[key]))
    numbered = figures.assign(
        **{"No.": [str(place) for place in range(1, len(figures) + 1)], "Figure": digests}
    )
    return numbered, digest(sorted(digests))


def draw(figures: pd.DataFrame, seed: str) -> list[int]:
    """Which rows of `figures` are to be worked out by hand, in the order of the reports.

    One of the text, of the tables and of the charts of each report where they have any, then from
    all; no two print the same cell, and none is withheld.
    """
    eligible = figures[figures["Kind"].isin(DRAWN) & (figures["Withheld"] == "no")]
    eligible = eligible[~eligible["Cell"].str.endswith(_TIES)]
    columns = [eligible[name].astype(str) for name in ("Report", "In", "Cell", "Figure")]
    known = dict(zip(eligible.index.tolist(), zip(*columns, strict=True), strict=True))
    # By the cell first, or what is printed most often would be drawn most often.
    order = sorted(
        known,
        key=lambda place: (
            digest(seed, known[place][0], known[place][2]),
            digest(seed, known[place][3]),
        ),
    )
    strata: dict[tuple[str, str], list[int]] = {}
    for place in order:
        strata.setdefault(known[place][:2], []).append(place)
    reports = sorted({report for report, _ in strata})
    # The first kind of each report comes before the second of any, lest one be left without.
    queue: list[list[int]] = []
    turn = [[own for own in strata if own[0] == report] for report in reports]
    for step in range(3):
        queue += [strata[kinds[step]] for kinds in turn if step < len(kinds)]
    drawn: list[int] = []
    cells: set[tuple[str, str]] = set()
    for places in [*queue, *[[place] for place in order]]:
        if len(drawn) == max(TO_DRAW, len(reports)):
            break
        for place in places:
            cell = (known[place][0], known[place][2])
            if cell not in cells:
                cells.add(cell)
                drawn.append(place)
                break
    return sorted(drawn)


#: A claim about several answers alike has no one answer.
_TIES = ("most common answers",)


def make_check_sheet(
    series: Sequence[Any],
    root: Path,
    sources: str,
    defaults: str,
    made_by: str,
) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    """All figures (with `FIGURES_COLUMNS`), those drawn (`BY_HAND_COLUMNS`), and their digest.

    `series` is the configuration, the codebook and the surveys; `sources` the folder of the
    reports' sources, and the rest as of `reporting.make_report`.
    """
    frames, blind = [], []
    for key in series[0]["reports"]:
        given = _read(root, key)
        pieces, tracer = _printed(key, series, given, Path(sources), Path(defaults), made_by)
        frame, texts = list_figures(key, pieces, tracer)
        frames.append(frame)
        blind += texts
    figures, seed = number_figures(pd.concat(frames, ignore_index=True))
    drawn = draw(figures, seed)
    figures.loc[drawn, "Check"] = [str(number) for number in range(1, len(drawn) + 1)]
    asked = figures.loc[drawn]
    asked["What to work out"] = asked["Formula"] + ". From: " + asked["From"] + "."
    asked["Text, figures left out"] = [blind[place] for place in drawn]
    asked["Where"] = asked["Section"] + ": " + asked["Where"]
    asked[[FIGURE, CHECKER, DAY, NOTE]] = ""
    asked["All figures"] = seed
    return figures[FIGURES_COLUMNS], asked[BY_HAND_COLUMNS], seed


def write_check_sheet(
    series: Sequence[Any],
    workbook: Path,
    table: Path,
    *,
    sources: str,
    defaults: str,
    made_by: str,
) -> None:
    """Write the check sheet as a workbook for people, and as a table that the gate reads.

    Exits with a line for a fault in a report's source.
    """
    try:
        figures, asked, seed = make_check_sheet(series, Path(), sources, defaults, made_by)
    except RenderingError as error:
        raise SystemExit(str(error)) from None
    about = pd.DataFrame(_about(figures, asked, seed), columns=["Step", "About this workbook"])
    sheets = [
        Sheet(ABOUT, about, {"Step": 16, "About this workbook": 100}),
        Sheet(
            BY_HAND,
            asked,
            _BY_HAND_WIDTHS,
            freeze="B2",
            printed=NOTE,
            fill=[FIGURE, CHECKER, DAY, NOTE],
        ),
        Sheet(FIGURES, figures, _WIDTHS, freeze="B2", printed="Withheld"),
    ]
    write_workbook(sheets, workbook, title="Check sheet")
    write_table(figures.assign(**{"All figures": seed}), table)


def _read(root: Path, key: str) -> dict[str, Any]:
    processed = root / "data/processed"
    folders = {
        "before": processed / "confidential/aggregates" / key,
        "after": processed / "public" / key,
    }
    tables = {
        name: read_tables({table: str(folder / f"{table}.csv") for table in TABLES})
        for name, folder in folders.items()
    }
    tables["after"] |= read_tables({"quotations": str(folders["after"] / "quotations.csv")})
    figures = (processed / "render" / key / "figures.json").read_text(encoding="utf-8")
    pictures = root / "reports/output" / key / "figures"
    return {**tables, "figures": json.loads(figures), "pictures": pictures}


def _printed(
    key: str,
    series: Sequence[Any],
    given: Mapping[str, Any],
    sources: Path,
    defaults: Path,
    made_by: str,
) -> tuple[list[Piece], Tracer]:
    config, codebook, surveys = series
    entry = config["reports"][key]
    known = (entry, key, config, codebook, surveys, given["after"], given["figures"])
    facts = make_facts(*known, renderer=made_by)
    timestamp = datetime.datetime.fromisoformat(f"{entry['date']}T00:00:00+00:00")
    with tempfile.TemporaryDirectory(prefix="check-sheet-") as name:
        staging = Path(name) / key
        stage(sources, staging, facts, make_fragments(*known), given["pictures"], defaults=defaults)
        pieces = read_printed(
            staging, key, codebook["questions"], codebook["themes"], timestamp=timestamp
        )
    cells = Cells(key, config, codebook, surveys, given["before"], given["after"])
    return pieces, Tracer(cells, facts["facts"], given["figures"])


def _in(piece: Piece) -> str:
    if piece.owner.startswith("fig-"):
        return "chart"
    return "table" if piece.owner else "text"


def _where(piece: Piece, captions: Mapping[str, str]) -> str:
    # A caption may give a figure away, even the one that is asked for.
    label, _, words = captions.get(piece.owner, piece.owner).partition(": ")
    title = f"{label}: {NUMBER.sub(OTHER, words.partition(': ')[0])}"
    row, column = piece.head
    match piece.part:
        case "cell":
            return f"{title}. Row ‘{row}’, column ‘{column}’".replace("..", ".")
        case "label":
            return f"{title}. Label of the bar ‘{row}’"
        case "alt":
            return "alternative text of the chart"
        case "caption":
            return f"title of the {_in(piece)}"
    return "sentence"


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence of `text` that holds the part from `start` to `end`."""
    ends = [match.end() for match in _SENTENCE.finditer(text)]
    first = max([place for place in ends if place <= start], default=0)
    last = min([place for place in ends if place >= end and place > first], default=len(text))
    return text[first:last].strip()


_SENTENCE = re.compile(r"[.?!][”’\"')]*\s+(?=[A-Z“‘\"])")


def _blinded(text: str, item: Found, found: Sequence[Found]) -> str:
    """The sentence of `item` without its figure, and without others to work it out from."""
    sentence = _sentence(text, item.start, item.end)
    first = text.index(sentence)
    hidden = {(other.start, other.end): OTHER for other in found if other.figure.kind in DRAWN} | {
        (item.start, item.end): ASKED
    }
    last = first + len(sentence)
    blinded = text[:last]
    for (start, end), mark in sorted(hidden.items(), reverse=True):
        if first <= start and end <= last and start < end:
            blinded = blinded[:start] + mark + blinded[end:]
    return blinded[first:]


def _about(figures: pd.DataFrame, asked: pd.DataFrame, seed: str) -> list[tuple[str, str]]:
    own = figures["Kind"].value_counts()
    return [
        (
            "Confidential",
            "This workbook has figures before protection. It is for the people who check the "
            "reports, and is never published or sent on.",
        ),
        (
            "What it is for",
            f"The reports print {len(figures):,} figures, words for shares and claims. Sheet "
            f"‘{BY_HAND}’ asks for {len(asked)} of them, drawn at random. Work these out yourself, "
            "from the files that are named there, before the reports are released.",
        ),
        (
            "1. Save a copy",
            "Save this workbook as data/raw/check_sheet.xlsx. What stands in data/processed is "
            "made anew and would be lost.",
        ),
        (
            "2. Work it out",
            f"On sheet ‘{BY_HAND}’ the figure is left out ({ASKED}), so that yours is your own: do "
            f"not look at sheet ‘{FIGURES}’ or at the report first.",
        ),
        (
            "3. Fill in",
            f"‘{FIGURE}’ as the report would print it, or the exact number of people before it "
            f"is rounded: 58%, 58, 1,145, a word or an answer. ‘{CHECKER}’ may be anyone's who did "
            f"the work; who it may be is for you to settle. ‘{DAY}’ is the day you did it, such as "
            "24/11/2026. A note is for others to read. Type figures; formulas are not read. Leave "
            "the other columns as they are.",
        ),
        (
            "4. Release",
            "Run `make release`. It compares your figures with what is printed, and says what "
            "differs. If one differs, find out which is wrong before you change either.",
        ),
        (
            "If figures change",
            f"This sheet belongs to the figures with the digest {seed}. When a figure changes, "
            "another sheet with another draw is made, and the filled one no longer counts. A "
            "change in wording alone keeps it.",
        ),
        (
            "The draw",
            f"The seed is the digest {seed} of all figures: the same figures give the same draw. "
            "From each report one figure of the text, one of the tables and one of the charts is "
            "drawn, where there are any; the rest from all. Withheld figures, dates and names are "
            "not drawn.",
        ),
        (
            "Typed figures",
            f"{int(own.get(TYPED, 0))} numbers stand in the sources' own words and come from no "
            f"table: on sheet ‘{FIGURES}’, filter Kind by ‘{TYPED}’ and look at each.",
        ),
        (
            "Not traced",
            f"{int(own.get(UNTRACED, 0))} numbers are explained by no table. With any, nothing is "
            "released: find where they come from.",
        ),
    ]


_BY_HAND_WIDTHS = {
    **{"Check": 6, "Report": 14, "Where": 28, "Text, figures left out": 38, "What to work out": 52},
    **{FIGURE: 13, CHECKER: 16, DAY: 12, NOTE: 16, "Figure": 19, "All figures": 19},
}
_WIDTHS = {
    **{"No.": 7, "Report": 15, "Section": 24, "In": 8, "Where": 34, "Sentence or text": 50},
    **{"Printed": 14, "Kind": 13, "Cell": 34, "Formula": 50, "Count before": 9, "Base before": 9},
    **{"Unrounded": 11, "Published cell": 12, "Withheld": 10, "Check": 7, "Figure": 19},
    **{"All figures": 19},
}
