"""What must not come out: gathered from what a run read and made of the confidential sources.

Runs of `RUN` words come from findings, notes, letters, survey free text and reviewers' own words.
Of letters and survey answers, runs are left out that were public before them: the questionnaire's
wording and the series' own names, and what most letters say alike. Findings and notes have no such
exception but approved quotations, and nothing is left out because a report's source or the
codebook's definitions say it: these are written after the evidence, and copying it there is how it
would get out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports.check_sheet import ABOUT, CHECKER, FIGURES, NOTE
from nationalreports.check_sheet_reading import FILLED
from nationalreports.coding import CODING_COLUMNS, OWN_SHEETS, SUGGESTED
from nationalreports.coding import SETTLED as CODES_SETTLED
from nationalreports.config import Series, load, printed_text
from nationalreports.decisions import DECISIONS
from nationalreports.documents import READERS, read_document
from nationalreports.identifiers import names_of_area
from nationalreports.leaks.matching import Term, Terms
from nationalreports.leaks.settled import SETTLED
from nationalreports.leaks.words import RUN, is_common, words_of
from nationalreports.lines import UnreadableError
from nationalreports.quotations import QUOTATIONS
from nationalreports.raw_folder import is_apart
from nationalreports.tables import read_table
from nationalreports.watchlist import SHORTEST_TERM

RAW = Path("data/raw")
TIDY = Path("data/processed/confidential")

_AREA_NAMES = ("area_name", "official_name", "dfe_name")

# What the parts of an area's name may be beside its own: "City of London Corporation".
_KINDS = ("", "Corporation")

#: Letters that must say the same before it is taken for their common wording, and their share.
_FEWEST_LETTERS, _MOST = 3, 0.5

#: An identifier of fewer characters, or of digits alone and fewer, is any word or figure.
_SHORTEST_ID, _SHORTEST_NUMBER = 5, 7

# Columns that name people and that hold their words; and the sheets of a workbook that are ours.
_PEOPLE, _WORDS = ("reviewer", "coder", CHECKER), ("reason", NOTE)
_BESIDE = (ABOUT, FIGURES, *OWN_SHEETS)

# Columns of a coder's sheet that come from the findings, or hold one of the codebook's words.
_NO_COMMENT = {*CODING_COLUMNS, SUGGESTED, "section", "visit_id", "source", "locator", "position"}


def gather(directory: Path) -> Terms:
    """All terms of the run folder `directory`, after a run: kinds as in docs/leaks.md.

    Reads data/raw and data/processed/confidential, and writes nothing. A file that a run can do
    without may be missing; one that a run makes raises FileNotFoundError.
    """
    series = load(directory)
    tidy = {name: _read(directory / TIDY / f"{name}.csv") for name in _TIDY}
    printed = f" {' '.join(words_of(printed_text(series.config, series.codebook)))} "
    names = [
        *(Term(kind, term) for kind, term in _pairs(tidy["watchlist"], "kind", "term")),
        *_surnames(tidy["watchlist"]),
        *_areas(tidy["areas"]),
        *_ids(tidy),
        *_respondents(directory, series),
        *_reviewers(directory),
    ]
    names = [term for term in names if term.text]
    unused = {term: why for term in names if (why := _why_not(term, printed))}
    kept = [term for term in names if term not in unused]
    runs = _all_runs(directory, series, tidy["findings"])
    # A run that goes beyond the approved words is none of theirs.
    for run in {run for text in tidy["quotations"]["text"] for run in runs_of(text)}:
        runs.pop(run, None)
    return Terms(tuple(dict.fromkeys(kept)), runs, tuple(unused.items()))


_TIDY = ("watchlist", "areas", "visits", "findings", "quotations")


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def _pairs(frame: pd.DataFrame, *columns: str) -> Iterable[tuple[str, ...]]:
    return frame[list(columns)].itertuples(index=False, name=None)


def _why_not(term: Term, printed: str) -> str:
    """Why a term is not looked for; "" where it is."""
    if sum(char.isalnum() for char in term.text) < SHORTEST_TERM:
        return "too short"
    return "printed by the configuration in every report" if _stands_in(term, printed) else ""


def _stands_in(term: Term, printed: str) -> bool:
    """Whether every report prints the term anyhow, see `watchlist.make_watchlist`."""
    return f" {' '.join(words_of(term.text))} " in printed


def _surnames(watchlist: pd.DataFrame) -> Iterator[Term]:
    """People's last names alone, where they are no English words."""
    for kind, term in _pairs(watchlist, "kind", "term"):
        words = term.split()
        if kind == "person" and len(words) > 1 and len(words[-1]) > SHORTEST_TERM:
            last = words_of(words[-1])
            if last and not is_common(tuple(last[:1])):
                yield Term("person", words[-1])


def _areas(areas: pd.DataFrame) -> Iterator[Term]:
    """All areas' names, present and former, with their telling parts, and their codes."""
    for area in areas.to_dict("records"):
        former = [name.strip() for name in str(area.get("former_names", "")).split(";")]
        for name in [*(str(area.get(column, "")) for column in _AREA_NAMES), *former]:
            yield from (Term("area", part) for part in names_of_area(name) if part not in _KINDS)
        yield Term("identifier", str(area["area_code"]))
        for code in str(area.get("former_codes", "")).split(";"):
            yield Term("identifier", code.strip())


def _ids(tidy: Mapping[str, pd.DataFrame]) -> Iterator[Term]:
    for name, column in (
        ("visits", "visit_id"),
        ("findings", "visit_id"),
        ("findings", "finding_id"),
    ):
        yield from _identifiers(tidy[name][column].unique())


def _identifiers(texts: Iterable[str]) -> Iterator[Term]:
    """Those that are no mere word or figure: of letters and digits together, or long numbers."""
    for text in texts:
        telling = any(char.isdigit() for char in text) and not text.isdecimal()
        long = len(text) >= (_SHORTEST_ID if telling or "@" in text else _SHORTEST_NUMBER)
        if long and (telling or "@" in text or text.isdecimal()):
            yield Term("identifier", text)


def _exports(directory: Path, series: Series) -> Iterator[tuple[dict[str, Any], pd.DataFrame]]:
    """Each survey's form and each of its exports, as far as it can be read."""
    for name, form in series.surveys.items():
        for path in sorted((directory / RAW / "surveys" / name).glob("*")):
            if path.is_file() and not is_apart(path):
                frame, _ = read_table(
                    path,
                    source=path.name,
                    required=(),
                    optional=None,
                    encoding=form.get("export", {}).get("encoding", "utf-8"),
                )
                yield form, frame


def _respondents(directory: Path, series: Series) -> Iterator[Term]:
    """Ids of responses, and what of the columns about respondents tells who they are."""
    for form, frame in _exports(directory, series):
        for column in [form["id"], *form["drop"]]:
            if column in frame:
                yield from _identifiers(frame[column].unique())


def _reviewers(directory: Path) -> Iterator[Term]:
    """Those who stand by decisions, settled alarms, checks and codes: no report names them."""
    for _, frame in _by_people(directory):
        for column in _PEOPLE:
            for name in frame[column].unique() if column in frame else ():
                if name.casefold() != CODES_SETTLED and len(name) > SHORTEST_TERM:
                    yield Term("person", name)


def _by_people(directory: Path) -> Iterator[tuple[str, pd.DataFrame]]:
    """The tables that reviewers, checkers and coders fill in, as far as they can be read."""
    raw = directory / RAW
    coding = sorted((raw / "coding").glob("*"))
    lists = [DECISIONS.name, SETTLED.name, QUOTATIONS.name, FILLED.name]
    for path in [*(raw / name for name in lists), *coding]:
        if path.is_file() and not is_apart(path):
            frame, _ = read_table(
                path, source=path.name, required=(), optional=None, beside=_BESIDE
            )
            yield path.parent.name, frame


def _comments(directory: Path) -> Iterator[str]:
    """What people wrote in words of their own.

    Of reviewers' lists and the check sheet that is a column; the others repeat the report. In a
    coder's table any column may be such a one that is no code and does not come from the findings.
    """
    for folder, frame in _by_people(directory):
        own = frame.columns.difference(list(_NO_COMMENT)) if folder == "coding" else _WORDS
        for column in own:
            yield from frame[column].unique() if column in frame else ()


def _all_runs(
    directory: Path, series: Series, findings: pd.DataFrame
) -> dict[tuple[str, ...], str]:
    """The kind of each run of `RUN` words; of one with several kinds, the gravest."""
    public = {run for text in _wording(series) for run in runs_of(text)}
    letters = list(_letters(directory))
    counts = Counter(run for letter in letters for run in letter)
    many = max(_FEWEST_LETTERS, int(len(letters) * _MOST) + 1)
    alike = {run for run, count in counts.items() if count >= many}
    found: dict[tuple[str, ...], str] = {}
    for form, frame in _exports(directory, series):
        for text in _free_text(form, frame):
            _put(found, set(runs_of(text)) - public, "answer")
    for letter in letters:
        _put(found, letter - alike - public, "letter")
    for text in _comments(directory):
        _put(found, set(runs_of(text)), "comment")
    for text in findings["text"]:
        _put(found, set(runs_of(text)), "finding")
    return found


def _put(found: dict[tuple[str, ...], str], runs: Iterable[tuple[str, ...]], kind: str) -> None:
    found.update(dict.fromkeys(runs, kind))


def runs_of(text: str) -> Iterator[tuple[str, ...]]:
    """Every `RUN` words in a row of a text, as they are compared."""
    words = words_of(text)
    for start in range(len(words) - RUN + 1):
        yield tuple(words[start : start + RUN])


def _letters(directory: Path) -> Iterator[set[tuple[str, ...]]]:
    """The runs of each letter, as far as it can be read; a run of the pipeline told what cannot."""
    for path in sorted((directory / RAW / "letters").glob("*")):
        if path.suffix.lower() in READERS and not is_apart(path):
            try:
                lines = read_document(path).lines
            except UnreadableError:
                continue
            yield set(runs_of("\n".join(line.text for line in lines)))


def _free_text(form: Mapping[str, Any], frame: pd.DataFrame) -> Iterator[str]:
    """Cells of columns that hold no closed question: comments, "other", and columns not known."""
    closed = [q["header"] for q in form["questions"].values() if q["type"] != "text"]
    for column in frame.columns:
        if not any(str(column).startswith(header) for header in closed):
            yield from frame[column].unique()
        else:
            # Where an answer of one's own may be written in, it is no answer of the form.
            yield from (cell for cell in frame[column].unique() if len(cell.split()) >= RUN)


def _wording(series: Series) -> Iterator[str]:
    """What was printed before there was evidence: questionnaires, and the series' own names."""
    yield from map(str, series.config["series"].values())
    yield from (str(report["title"]) for report in series.config["reports"].values())
    yield from series.codebook["questions"].values()
    for form in series.surveys.values():
        yield str(form["title"])
        for question in form["questions"].values():
            yield question["header"]
            yield from question.get("answers", [])
            yield f"{question['header']} {' '.join(question.get('answers', []))}"
