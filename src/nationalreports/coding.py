"""What coders made of the findings: read, compared and agreed.

Rules COD-0xx: see `rules.coding`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from nationalreports.problems import Problem
from nationalreports.records import bind, of_group
from nationalreports.tables import read_table, to_read

#: One thing that a finding holds: which question it answers, what about, and whose view it is.
CODE = ["question", "theme", "sector", "voice"]
CODING_COLUMNS = ["finding_id", "coder", *CODE]
CODES_COLUMNS = ["finding_id", *CODE, "coders", "settled"]
PROGRESS_COLUMNS = ["finding_id", "visit_id", "section", "coders", "state"]

#: The coder whose rows win over all others: those of the files whose names begin so.
SETTLED = "settled"
SETTLING_SHEET = "settling_sheet"

#: Column and name that mark a sheet with suggestions, which coders of it have seen.
SUGGESTED = "suggested"
SUGGESTED_FILE = "suggested_sheet_"

#: Sheets that stand beside the first one in the workbooks that coders get.
OWN_SHEETS = ("Codebook", "Read me")

_FOLDER = "data/raw/coding/"
_CODER = "is no coder's name; write one of letters, digits, hyphens and underscores"
_RESERVED = f"is kept for what is settled; save such rows as {SETTLED}.csv, or name the coder"
_PLACE = ["_source", "_row"]

#: The share of a file's rows from which on it is one coder's file.
_OWN = 0.75


def text_digest(text: str) -> str:
    """The SHA-256 of a finding's exact text (UTF-8), which sees punctuation as its id does not."""
    return hashlib.sha256(text.encode()).hexdigest()


def is_coder(name: str) -> bool:
    """Whether a coder may be called so: it is a part of names of files, and "settled" is taken."""
    return bool(re.fullmatch(r"[A-Za-z0-9_-]+", name)) and name.casefold() != SETTLED


def read_coding(
    paths: Iterable[Path], findings: pd.DataFrame, codebook: dict[str, Any], *, root: Path
) -> tuple[pd.DataFrame, list[Problem]]:
    """All coders' rows with `CODING_COLUMNS`; a row that cannot be used is an error, set aside.

    The column `suggested` is "true" in the rows of a sheet with suggestions. Rows that are not
    filled in are no codes. Two files may hold the same codes of a coder for a finding, but not
    different ones. `findings` needs the columns finding_id and text.
    """
    parts = [pd.DataFrame(columns=[*CODING_COLUMNS, SUGGESTED, *_PLACE], dtype=str)]
    frames: dict[str, pd.DataFrame] = {}
    paths, problems = to_read(paths, root=root, apart="COD-001", twice="COD-007")
    for path in paths:
        source = path.relative_to(root).as_posix()
        if path.suffix.lower() not in {".csv", ".xlsx"}:
            message = "is neither .csv nor .xlsx; save the coding as one of them"
            problems.append(Problem("error", source, "", "", "COD-002", path.suffix, message))
            continue
        frame, faults = read_table(
            path, source=source, required=CODING_COLUMNS, optional=None, beside=OWN_SHEETS
        )
        frames[source] = frame
        problems += faults
        settles = path.stem.startswith((SETTLED, SETTLING_SHEET))
        if settles:
            frame, faults = _kept(frame.assign(coder=SETTLED), source)
            problems += faults
        # Rows of a coding sheet that the coder has not filled in yet are no codes.
        frame = frame[(frame[CODE] != "").any(axis="columns")]
        usable, faults = _check_rows(frame, source, findings, codebook, settles)
        problems += faults
        frame = frame[usable]
        problems += _strangers(frame, source)
        suggested = SUGGESTED in frame or path.stem.startswith(SUGGESTED_FILE)
        if suggested and len(frame):
            coded = frame["finding_id"].nunique()
            message = (
                f"findings coded from a sheet with suggestions: {coded}; they count, but are left "
                "out of the agreement between coders"
            )
            problems.append(Problem("info", source, "", SUGGESTED, "COD-010", "", message))
        frame = frame[CODING_COLUMNS].assign(**{SUGGESTED: str(suggested).lower()})
        parts.append(frame.assign(_source=source, _row=frame.index.astype(str)))
    coding = pd.concat(parts, ignore_index=True)
    for check in (_other_spellings, _contradictions):
        wrong, faults = check(coding)
        problems += faults
        coding = coding[~wrong]
    coding = coding.drop(columns=_PLACE).drop_duplicates()
    coding = coding.sort_values([*CODING_COLUMNS, SUGGESTED], ignore_index=True)
    return coding, bind(problems, frames)


def agree(coding: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """The agreed codes with `CODES_COLUMNS`, several rows a finding.

    A finding that is settled has the codes given there. Of any other, a code counts only where all
    coders of the finding gave it; the rest is a warning. `coders` are those who gave the code, and
    "settled" among them where it was settled.
    """
    coding = coding[CODING_COLUMNS].drop_duplicates().sort_values(CODING_COLUMNS)
    decided = set(coding.loc[coding["coder"] == SETTLED, "finding_id"])
    given = (
        coding.groupby(["finding_id", *CODE])["coder"]
        .agg(names=list, number="nunique")
        .reset_index()
    )
    # Whoever settled stands last, after the coders who had given the same.
    given["coders"] = [
        " ".join(sorted(names, key=lambda name: name == SETTLED)) for names in given["names"]
    ]
    given["_settles"] = [SETTLED in names for names in given["names"]]
    settled = given["finding_id"].isin(decided)
    everyone = given["finding_id"].map(coding.groupby("finding_id")["coder"].nunique())
    common = given["number"] == everyone
    differing = given[~common & ~settled].groupby("finding_id").size()
    said = coding[coding["finding_id"].isin(differing.index)].groupby("finding_id")
    problems = [
        Problem(
            "warning",
            _FOLDER,
            "",
            "finding_id",
            "COD-005",
            str(finding),
            f"the coders do not agree ({differing[finding]} codes differ); settle it by the "
            "settling sheet or in coding/settled.csv",
            of_group("COD-005", rows),
        )
        for finding, rows in said
    ]
    codes = given[(settled & given["_settles"]) | (~settled & common)]
    codes = codes.assign(
        settled=codes["finding_id"].isin(decided).map({True: "true", False: "false"})
    )
    codes = codes[CODES_COLUMNS].astype(str)
    return codes.sort_values(CODES_COLUMNS, ignore_index=True), problems


def progress(findings: pd.DataFrame, coding: pd.DataFrame) -> pd.DataFrame:
    """How far each finding is, with `PROGRESS_COLUMNS`.

    `coders` are those who coded it, "settled" left out; `state` is `settled`, `agreed` (two coders
    or more, who gave the same codes), `differ`, `one coder` or `not coded`.
    """
    sets = code_sets(coding[coding["coder"] != SETTLED])
    decided = set(coding.loc[coding["coder"] == SETTLED, "finding_id"])

    def state(finding: str) -> str:
        given = list(sets.get(finding, {}).values())
        if finding in decided:
            return "settled"
        if len(given) < 2:
            return "one coder" if given else "not coded"
        return "agreed" if len(set(given)) == 1 else "differ"

    table = findings[["finding_id", "visit_id", "section"]].astype(str)
    table = table.assign(
        coders=[" ".join(sorted(sets.get(finding, {}))) for finding in table["finding_id"]],
        state=[state(finding) for finding in table["finding_id"]],
    )
    return table[PROGRESS_COLUMNS].reset_index(drop=True)


def code_lines(coding: pd.DataFrame) -> pd.Series:
    """Each row's code on one line, as `challenge / waits / health / leaders`."""
    question, theme, sector, voice = (coding[column] for column in CODE)
    return question + " / " + theme + " / " + sector + " / " + voice


def code_sets(coding: pd.DataFrame) -> dict[str, dict[str, str]]:
    """For each finding and each coder of it, the codes given, in order, parted by "; "."""
    lines = coding.assign(line=code_lines(coding))[["line", "finding_id", "coder"]]
    given: dict[str, dict[str, str]] = {}
    for line, finding, coder in lines.drop_duplicates().sort_values("line").itertuples(index=False):
        own = given.setdefault(finding, {})
        own[coder] = f"{own[coder]}; {line}" if coder in own else line
    return given


def _kept(frame: pd.DataFrame, source: str) -> tuple[pd.DataFrame, list[Problem]]:
    """Of a settling sheet (column `keep`) the rows that are kept; of another file all rows."""
    if "keep" not in frame:
        return frame, []
    said = frame["keep"].str.casefold()
    wrong = ~said.isin(["yes", "no", ""])
    problems = [
        Problem(
            "error", source, str(row), "keep", "COD-014", value, "is neither yes nor no; write one"
        )
        for row, value in frame.loc[wrong, "keep"].items()
    ]
    for finding, answers in said[~wrong].groupby(frame["finding_id"]):
        record = of_group("COD-014", frame.loc[answers.index])
        # A row left blank among answered ones may be forgotten; a finding left blank is not begun.
        if set(answers) & {"yes", "no"} and ("" in set(answers) or "yes" not in set(answers)):
            kept = int((answers == "yes").sum())
            message = (
                f"{kept} of the {len(answers)} rows of this finding are kept; write yes or no in "
                "each of them, and yes in one at least"
            )
            row = str(answers.index[0])
            problems.append(
                Problem("warning", source, row, "keep", "COD-014", str(finding), message, record)
            )
    return frame[said == "yes"], problems


def _check_rows(
    frame: pd.DataFrame,
    source: str,
    findings: pd.DataFrame,
    codebook: dict[str, Any],
    settles: bool,
) -> tuple[pd.Series, list[Problem]]:
    """Which rows of a file can be used, and what is wrong with the others."""
    usable = pd.Series(True, index=frame.index)
    problems: list[Problem] = []

    def fault(wrong: pd.Series, column: str, rule: str, message: str) -> None:
        nonlocal usable
        usable = usable & ~wrong
        problems.extend(
            Problem("error", source, str(row), column, rule, value, message)
            for row, value in frame.loc[wrong, column].items()
        )

    known = ~frame["finding_id"].isin(findings["finding_id"])
    waiting = known & ~_visits(frame["finding_id"]).isin(["", *_visits(findings["finding_id"])])
    fault(
        known & ~waiting,
        "finding_id",
        "COD-003",
        "no finding has this id; copy it from the sheet",
    )
    usable = usable & ~waiting
    problems += _waiting(frame[waiting], source)
    for column in CODE:
        allowed = codebook[f"{column}s"]
        blank = frame[column] == ""
        fault(
            blank, column, "COD-003", "is blank; fill it in, or clear the other cells of the code"
        )
        wrong = ~frame[column].isin(allowed) & ~blank
        fault(wrong, column, "COD-003", f"not in the codebook; one of: {', '.join(allowed)}")
    # A coder's name is part of the name of a file, that of the sheet still to be coded.
    fault(~frame["coder"].str.fullmatch(r"[A-Za-z0-9_-]+").astype(bool), "coder", "COD-006", _CODER)
    if not settles:
        fault(frame["coder"].str.casefold() == SETTLED, "coder", "COD-006", _RESERVED)
    pairs = {f"{q} {t}" for t, entry in codebook["themes"].items() for q in entry["questions"]}
    apart = usable & ~(frame["question"] + " " + frame["theme"]).isin(pairs)
    for question in sorted(set(frame.loc[apart, "question"])):
        message = f"is not counted under the question {question}; see the codebook"
        fault(apart & (frame["question"] == question), "theme", "COD-004", message)
    problems += _other_texts(frame[usable], source, findings)
    return usable, problems


def _visits(ids: pd.Series) -> pd.Series:
    """Of each finding's id, the visit or other source that it begins with; "" if it has none."""
    return ids.str.extract(r"^(.+)-[0-9a-f]{8}$", expand=False).fillna("")


def _waiting(frame: pd.DataFrame, source: str) -> Iterator[Problem]:
    """One line for each visit without any finding, which would else be one for each code."""
    for visit, rows in frame.groupby(_visits(frame["finding_id"])):
        message = (
            f"no finding has this id, nor is there any other of {visit}: {len(rows)} rows wait for "
            "it; put its letter or table right first, or correct the ids"
        )
        row, first = str(rows.index[0]), str(rows["finding_id"].iloc[0])
        record = of_group("COD-003", rows)
        yield Problem("error", source, row, "finding_id", "COD-003", first, message, record)


def _other_texts(frame: pd.DataFrame, source: str, findings: pd.DataFrame) -> Iterator[Problem]:
    if "text_digest" not in frame:
        return
    digests = {
        finding: text_digest(text)
        for finding, text in zip(findings["finding_id"], findings["text"], strict=True)
    }
    given = frame[frame["text_digest"] != ""].drop_duplicates(["finding_id", "text_digest"])
    for row, finding, digest in given[["finding_id", "text_digest"]].itertuples(name=None):
        if digest.casefold() != digests[finding]:
            message = (
                "the finding's text has changed since this sheet was made, if only in punctuation; "
                "read it again, and clear this cell"
            )
            # Of the new text too: a decision on one change of it is none on the next.
            record = of_group("COD-009", frame.loc[[row]], digests[finding])
            yield Problem(
                "warning", source, str(row), "text_digest", "COD-009", finding, message, record
            )


def _strangers(frame: pd.DataFrame, source: str) -> Iterator[Problem]:
    """One warning for each coder with few rows in a file that is as good as another's.

    Where a coder has less than `_OWN` of the rows, the file is one that coders share.
    """
    coders = frame["coder"]
    count = coders.str.casefold().value_counts()
    if count.empty or count.iloc[0] < _OWN * len(coders):
        return
    others = coders[coders.str.casefold() != count.index[0]]
    for coder, rows in others.groupby(others):
        message = (
            f"{len(rows)} of the {len(coders)} rows are by {coder}, in a file of {count.index[0]}; "
            "see that they were not pasted or misnamed, and keep a file a coder"
        )
        row, record = str(rows.index[0]), of_group("COD-015", frame.loc[rows.index])
        yield Problem("warning", source, row, "coder", "COD-015", str(coder), message, record)


def _other_spellings(coding: pd.DataFrame) -> tuple[pd.Series, list[Problem]]:
    """Rows of a coder whose name is spelt otherwise in an earlier row: she is no second coder."""
    first = coding.groupby(coding["coder"].str.casefold())["coder"].transform("first")
    wrong = coding["coder"] != first
    named = coding.assign(_first=first)[wrong].drop_duplicates(["_source", "coder"])
    rows = coding.drop(columns="_row").set_index(["_source", "coder"]).sort_index()
    problems = [
        Problem(
            "error",
            source,
            row,
            "coder",
            "COD-013",
            coder,
            f"is written {as_first!r} elsewhere; write one coder's name in one way",
            of_group("COD-013", rows.loc[[(source, coder)]].reset_index(), as_first),
        )
        for source, row, coder, as_first in named[[*_PLACE, "coder", "_first"]].itertuples(
            index=False, name=None
        )
    ]
    return wrong, problems


def _contradictions(coding: pd.DataFrame) -> tuple[pd.Series, list[Problem]]:
    """Rows of a finding that two files have with different codes of the same coder."""
    keys = ["finding_id", "coder"]
    files = coding.groupby(keys)["_source"].transform("nunique")
    wrong = pd.Series(False, index=coding.index)
    problems = []
    for (finding, coder), rows in coding[files > 1].groupby(keys):
        sets = {
            source: frozenset(code_lines(rows[rows["_source"] == source]))
            for source in sorted(set(rows["_source"]))
        }
        first = min(sets)
        other = next((source for source in sets if sets[source] != sets[first]), None)
        if other is None:
            continue
        wrong |= coding.index.isin(rows.index)
        row = rows.loc[rows["_source"] == other, "_row"].iloc[0]
        message = (
            f"{coder} gives this finding other codes in {first}; keep the rows of one of the files"
        )
        record = of_group("COD-008", rows.drop(columns=_PLACE))
        problems.append(
            Problem("error", other, row, "finding_id", "COD-008", str(finding), message, record)
        )
    return wrong, problems
