"""An area's letter and its coded findings, handed on to one person and noted before they are.

Everything stands in `data/handed_on/`, outside all that is published: a folder for each time, and
`register.csv`. A folder is made under a hidden name, noted, and only then takes its own name, so
that whatever was broken off can be told from what was handed on, see `settle`.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports.area_names import fold_name
from nationalreports.areas import resolve_area, unknown_area
from nationalreports.days import today
from nationalreports.documents import READERS
from nationalreports.ingestion import CONFIDENTIAL, read_tables
from nationalreports.ledger import IGNORE, sha256_of
from nationalreports.letters import read_letter
from nationalreports.problems import open_errors
from nationalreports.registers import (
    RefusedError,
    flush,
    held,
    owner_alone,
    read_register,
    refuse_links,
    shown,
    whoami,
    write_register,
)
from nationalreports.spreadsheets import Sheet, as_text_in_csv, write_workbook
from nationalreports.tables import write_table

HANDED_ON = Path("data/handed_on")
REGISTER = HANDED_ON / "register.csv"
REGISTER_COLUMNS = ["date", "area", "folder", "file", "sha256", "to", "by"]

FINDINGS_COLUMNS = [
    *["visit_id", "date", "section", "position", "text", "question", "theme", "sector", "voice"],
    *["state", "locator", "finding_id"],
]

#: What must be as a run would make it now: the tables read here, and the problems found in them.
PROBLEMS = Path("data/processed/validation/problems.csv")
_TABLES = ("areas", "visits", "findings", "codes", "coding_progress", "excluded")
TARGETS = [*(f"{CONFIDENTIAL.as_posix()}/{table}.csv" for table in _TABLES), PROBLEMS.as_posix()]

#: Where an open error stands between a letter and its coded findings; the letter itself besides.
_BASED_ON = (
    *["data/raw/visits.csv", "data/raw/reference/areas.csv", "data/raw/coding/"],
    *["data/raw/decisions.csv", f"{CONFIDENTIAL.as_posix()}/"],
)

#: How far a finding's codes are agreed, by the state in coding_progress.csv.
STATES = {
    "settled": "settled: decided where coders differed, or one had coded alone",
    "agreed": "agreed: two coders or more gave the same codes",
    "differ": "not agreed: only codes that all its coders gave stand here",
    "one coder": "by one coder alone",
    "not coded": "not coded yet",
}
LEFT_OUT = "left out of all figures, by a reviewer's decision"

_WIDTHS = {
    **{"visit_id": 22, "section": 11, "text": 75, "question": 30, "theme": 24, "sector": 13},
    **{"voice": 14, "state": 28, "locator": 13, "finding_id": 32},
}
_ABOUT = [
    "Confidential: what one letter says, which is never published. Do not pass it on, and delete "
    "it when you no longer need it.",
    "Sheet Findings: a row for each code of a finding, so that a finding may have several rows. "
    "“told” is what inspectors were told, “priority” an emerging priority.",
    "“state” says how far coders agree on the finding's codes. A finding without codes has blanks.",
    "“locator” is the place in the letter that stands beside this workbook.",
]

_MAKING = ".making-"
_LONGEST = 200


def hand_on(
    root: Path, codebook: dict[str, Any], area: str, to: str, *, up_to_date: Callable[[], bool]
) -> Path:
    """Make `data/handed_on/<area_code>-<n>/` for `to`, note it in the register, and return it.

    `area`: a present or former code, or a name that stands for one area. The folder holds the
    letter of each of its visits, byte by byte, and `findings.csv` and `findings.xlsx` with
    `FINDINGS_COLUMNS`. `up_to_date`: whether `TARGETS` are what a run would make now; asked once
    all has been read. Raises `RefusedError`, and `OSError` where the disk is full or may not be
    written to; nothing is handed on then.
    """
    to = to.strip()
    if not to or len(to) > _LONGEST or not to.isprintable():
        raise RefusedError(
            f"--to: {shown(to)!r} does not say who; give a name and an office on one line, of at "
            f"most {_LONGEST} characters"
        )
    for needed in TARGETS:
        if not (root / needed).is_file():
            raise RefusedError(f"{needed}: is missing; run `nationalreports run` first")
    paths = {table: str(root / CONFIDENTIAL / f"{table}.csv") for table in _TABLES}
    tables = read_tables(paths)
    code = find_area(area, tables["areas"])
    visits = tables["visits"].loc[tables["visits"]["area_code"] == code, "visit_id"].tolist()
    letters = {visit: _letter_of(visit, root) for visit in visits}
    if not letters:
        raise RefusedError(
            f"{code}: has no visit in data/raw/visits.csv, so there is no letter; choose an area "
            "that was visited"
        )
    problems = pd.read_csv(root / PROBLEMS, dtype=str, keep_default_na=False)
    _refuse_errors(problems, letters.values(), root)
    # Read before it is asked what they are made from: what changes after that is not handed on.
    contents = {path.name: path.read_bytes() for path in letters.values()}
    coded = coded_findings(tables, visits, codebook)
    if not up_to_date():
        raise RefusedError(
            "the data: letters, codes or settings are others than those of the last run; run "
            "`nationalreports run` first"
        )
    with _own_folder(root) as folder:
        settle(root)
        target = folder / f"{code}-{_next_number(root, code)}"
        staging = folder / f"{_MAKING}{target.name}"
        try:
            staging.mkdir()
            for name, content in contents.items():
                (staging / name).write_bytes(content)
            _refuse_other_letters(staging, letters, tables["findings"])
            _write_findings(coded, staging, code)
            for path in sorted(staging.iterdir()):
                with path.open("rb") as file:
                    os.fsync(file.fileno())
            flush(staging)
            _note(root, staging, target, code, to)
            staging.rename(target)
            flush(folder)
        finally:
            settle(root)
    return target


def settle(root: Path) -> None:
    """Undo what was begun and did not come to stand, folder and note: nobody was given it.

    The note goes first, so that the hidden folder tells of it until it has gone.
    """
    for staging in sorted((root / HANDED_ON).glob(f"{_MAKING}*")):
        name = (HANDED_ON / staging.name.removeprefix(_MAKING)).as_posix()
        rows = read_register(root / REGISTER, REGISTER_COLUMNS, root)
        kept = [row for row in rows if row["folder"] != name]
        if kept != rows:
            write_register(root / REGISTER, REGISTER_COLUMNS, kept, root)
        shutil.rmtree(staging)


def find_area(given: str, areas: pd.DataFrame) -> str:
    """The code of the one area that `given` stands for: a present or former code, or a name.

    Raises `RefusedError` where it stands for none, or for several.
    """
    tidy = " ".join(given.split())
    code, candidates = resolve_area(tidy, areas)
    if not fold_name(tidy):
        candidates = []
    if code or len(candidates) == 1:
        return code or candidates[0]
    said = unknown_area(shown(tidy), candidates, areas)
    or_name = "" if candidates else ", or its name as it stands there"
    raise RefusedError(f"AREA: {said}{or_name}")


def coded_findings(
    tables: dict[str, pd.DataFrame], visits: Sequence[str], codebook: dict[str, Any]
) -> pd.DataFrame:
    """The findings of the letters of `visits`, with `FINDINGS_COLUMNS`; a row for each code.

    `tables`: findings, codes, coding_progress and excluded as in confidential/. Question, theme,
    sector and voice are given by their labels; without codes they are blank. All strings.
    """
    findings = tables["findings"]
    own = findings[findings["visit_id"].isin(visits) & (findings["section"] != "discussion")]
    own = own.drop(columns="sector").merge(tables["codes"], on="finding_id", how="left")
    labels = {part: codebook[f"{part}s"] for part in ("question", "sector", "voice")}
    labels["theme"] = {key: entry["label"] for key, entry in codebook["themes"].items()}
    for part, known in labels.items():
        own[part] = own[part].map(known).fillna("")
    progress = tables["coding_progress"].set_index("finding_id")["state"]
    own["state"] = own["finding_id"].map(progress).map(STATES)
    excluded = tables["excluded"]
    out = excluded.loc[excluded["table"] == "findings", "id"]
    own["state"] = own["state"].mask(own["finding_id"].isin(out), LEFT_OUT)
    return own[FINDINGS_COLUMNS].astype(str).reset_index(drop=True)


def _letter_of(visit: str, root: Path) -> Path:
    folder = root / "data/raw/letters"
    found = [
        path
        for path in sorted(folder.glob(f"{visit}.*"))
        if path.stem == visit and path.suffix.lower() in READERS
    ]
    if not found:
        raise RefusedError(
            f"data/raw/letters/: has no letter of the visit {visit}; put it there as {visit}.md, "
            ".txt, .docx or .pdf, and run `nationalreports run`"
        )
    if len(found) > 1:
        names = ", ".join(path.name for path in found)
        raise RefusedError(
            f"data/raw/letters/: has several letters of one visit ({names}); keep one"
        )
    return found[0]


def _refuse_errors(problems: pd.DataFrame, letters: Iterable[Path], root: Path) -> None:
    letters_of = [path.relative_to(root).as_posix() for path in letters]
    errors = open_errors(problems)
    source = errors["source"]
    ours = errors[source.isin(letters_of) | source.str.startswith(_BASED_ON)]
    if len(ours):
        first = ours.iloc[0]
        raise RefusedError(
            f"{shown(first['source'])}: has errors that are not settled ({len(ours)} of what the "
            f"findings rest on, such as {first['rule']}); put them right, or decide on them as "
            "reports/validation/index.html says, and run `nationalreports run`"
        )


def _refuse_other_letters(staging: Path, letters: dict[str, Path], findings: pd.DataFrame) -> None:
    """That the letters say what the findings do.

    A letter put in another's place with an older date passes for unchanged.
    """
    for visit, path in letters.items():
        letter, _ = read_letter(staging / path.name, source=path.name)
        read = {(f.section, str(f.position), f.text) for f in letter.findings} if letter else set()
        own = findings[(findings["visit_id"] == visit) & (findings["section"] != "discussion")]
        rows = own[["section", "position", "text"]].itertuples(index=False, name=None)
        if read != set(rows) or not read:
            raise RefusedError(
                f"data/raw/letters/{path.name}: does not say what the last run read in it; change "
                "the file's date (`touch`), and run `nationalreports run`"
            )


def _write_findings(coded: pd.DataFrame, folder: Path, code: str) -> None:
    write_table(as_text_in_csv(coded, FINDINGS_COLUMNS), folder / "findings.csv")
    about = pd.DataFrame({"About this workbook": _ABOUT})
    sheets = [
        Sheet("Findings", coded, _WIDTHS),
        Sheet("Read me", about, {"About this workbook": 100}),
    ]
    write_workbook(sheets, folder / "findings.xlsx", title=f"Findings {code}")


def _note(root: Path, staging: Path, target: Path, code: str, to: str) -> None:
    given = {"date": today().isoformat(), "area": code, "to": to, "by": whoami()}
    given["folder"] = target.relative_to(root).as_posix()
    rows = read_register(root / REGISTER, REGISTER_COLUMNS, root)
    rows += [
        {**given, "file": path.name, "sha256": sha256_of(path)}
        for path in sorted(staging.iterdir())
    ]
    write_register(root / REGISTER, REGISTER_COLUMNS, rows, root)


def _next_number(root: Path, code: str) -> int:
    """One more than of any folder of this area, the noted ones that were deleted included."""
    rows = read_register(root / REGISTER, REGISTER_COLUMNS, root)
    names = [Path(row["folder"]).name for row in rows]
    names += [path.name for path in (root / HANDED_ON).iterdir()]
    numbers = [re.fullmatch(rf"{code}-([0-9]+)", name) for name in names]
    return 1 + max((int(number[1]) for number in numbers if number), default=0)


@contextlib.contextmanager
def _own_folder(root: Path) -> Iterator[Path]:
    """`data/handed_on/`, for its owner and for this command alone."""
    folder = root / HANDED_ON
    refuse_links(folder, root)
    with owner_alone():
        folder.mkdir(exist_ok=True)
        folder.chmod(0o700)
        for path in sorted(folder.iterdir()):
            refuse_links(path, root)
        with held(folder, root):
            (folder / IGNORE).write_text("*\n", encoding="utf-8", newline="\n")
            yield folder
