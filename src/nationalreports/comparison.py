"""Against the last run: what has changed since, and what of that is too much to go unread.

The last run is the last one on other data. Where the rules are put to the same tables again, after
a decision, say, or a change of a threshold, the comparison stays the one it was, or a reviewer's
click would make the jumps of a new delivery vanish unread. "The same" is what ingest makes of the
raw files, before any decision is applied. The record of both runs stands in
data/processed/validation/profile.json; whoever deletes data/processed begins anew.
"""

from __future__ import annotations

import datetime
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pandas as pd
import yaml

from nationalreports.config import REPOSITORY
from nationalreports.problems import Severity
from nationalreports.tables import write_json

#: Rows are said to jump from a fifth of those before and from 10 up: less is what late responses
#: and corrections bring to a delivery.
ROWS_SHARE, ROWS_LEAST = 5, 10

#: Shares and missing rates are said to jump over 10 percentage points: by less, few statements of
#: the reports would read differently (the quantifiers' steps are 10 to 25 points wide).
POINTS = 10

#: And over 3 standard errors of the difference, which chance passes once in 370 times: a series
#: has some hundred answers, so 2 (once in 22) would warn in every run, small bases first.
ERRORS = 3

#: Answers shown in what changed: those whose share moved most.
MOVED = 5

#: Sources that grow from day to day, as coders work: only a fall is a jump.
_GROWING = {"codes"}

ROWS_COLUMNS = ["source", "locator", "what", "wave", "before", "now"]
SHARES_COLUMNS = [*ROWS_COLUMNS[:4], "count_before", "base_before", "count_now", "base_now"]

NO_RUN = "There is no earlier run to compare with; deleting data/processed loses it."
UNREADABLE = "The record of the last run could not be read, so this run counts as the first."

#: The form of this record and of summary.json.
SCHEMA = "workflow/summary.schema.yaml"

_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
_PROFILE, _STATE = "sources.json", "profile.json"


def run_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """The tables of `compare` for the run whose profile stands in `folder` (data/…/validation)."""
    now = _read_json(folder / _PROFILE)
    earlier = earlier_run(read_state(folder / _STATE), now["data"])
    return compare(earlier["profile"] if earlier else None, now["profile"])


def keep_run(folder: Path, problems: pd.DataFrame, results: list[dict[str, Any]]) -> None:
    """Write to profile.json in `folder` what came of this run, beside the last one.

    `problems` as in problems.csv; `results` as from `validation.validate`.
    """
    now = _read_json(folder / _PROFILE)
    made = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    run = {"made": made, "data": now["data"], **outcome(problems, results)}
    state = next_state(read_state(folder / _STATE), {**run, "profile": now["profile"]})
    write_json(state, folder / _STATE)


def outcome(problems: pd.DataFrame, results: list[dict[str, Any]]) -> dict[str, Any]:
    """What a later run is compared with, but for the profile: `problems` and `rules`."""
    count = problems["severity"].value_counts()
    return {
        "problems": {severity: int(count.get(severity, 0)) for severity in _SEVERITIES},
        "rules": {
            result["rule"]: {key: result[key] for key in ("state", "failing", "notes")}
            for result in results
        },
    }


def read_state(path: Path) -> dict[str, Any]:
    """The record of the runs, with the keys `current`, `previous` (or None) and `note`.

    One that is broken, or that another program or version wrote, counts as none: `note` says so.
    """
    if not path.exists():
        return {"current": None, "previous": None, "note": NO_RUN}
    try:
        state: dict[str, Any] = _read_json(path)
        jsonschema.validate(state, _state_schema())
    except (OSError, ValueError, RecursionError, jsonschema.ValidationError):
        return {"current": None, "previous": None, "note": UNREADABLE}
    return state


def next_state(state: dict[str, Any], run: dict[str, Any]) -> dict[str, Any]:
    """The record after `run`: what was current becomes previous where its data were others."""
    earlier = earlier_run(state, run["data"])
    return {"current": run, "previous": earlier, "note": "" if earlier else state["note"]}


def earlier_run(state: dict[str, Any], data: str) -> dict[str, Any] | None:
    """The run that one on `data` (their digest) is compared with; None for a first run."""
    current = state["current"]
    return state["previous"] if current is None or current["data"] == data else current


def compare(earlier: dict[str, Any] | None, now: dict[str, Any]) -> dict[str, pd.DataFrame]:
    """Two profiles (as from `profiles.profile`) side by side: run_rows, run_answers, run_missing.

    The first has `ROWS_COLUMNS`, the others `SHARES_COLUMNS`. Waves are compared with themselves: a
    wave that is new is no jump. `what` names the source, the answer or the column. Without an
    earlier run the tables have no rows.
    """
    pairs = list(_side_by_side(earlier, now)) if earlier else []
    columns = dict.fromkeys(("run_answers", "run_missing"), SHARES_COLUMNS)
    return {
        name: pd.DataFrame(
            [row for table, row in pairs if table == name], columns=chosen, dtype=str
        )
        for name, chosen in ({"run_rows": ROWS_COLUMNS} | columns).items()
    }


def _side_by_side(
    earlier: dict[str, Any], now: dict[str, Any]
) -> Iterator[tuple[str, tuple[object, ...]]]:
    sources = {source["source"]: source for source in now["sources"]}
    surveys = {question["survey"] for question in now["questions"]}
    for before in earlier["sources"]:
        name = before["source"]
        # A survey that is configured no more was left out on purpose.
        if not (after := sources.get(name)):
            continue
        survey = name in surveys
        folder = "data/raw/surveys/{}" if survey else "data/processed/confidential/{}.csv"
        columns = {} if survey else {column["name"]: column for column in after["columns"]}
        # Where rows have no wave, all of them are compared.
        for wave in before["waves"] or [""]:
            rows = _rows(before, wave), _rows(after, wave)
            place = (folder.format(name), "", name, wave)
            yield "run_rows", (*place, *rows)
            for column in before["columns"]:
                if column["name"] in columns:
                    pair = column, columns[column["name"]]
                    missing = [_missing(each, wave) for each in pair]
                    place = (folder.format(name), "", f"{name}: {column['name']}", wave)
                    yield "run_missing", (*place, missing[0], rows[0], missing[1], rows[1])
    questions = {(q["survey"], q["question"], w["wave"]): w for q, w in _asked(now)}
    for question, old in _asked(earlier):
        key = (question["survey"], question["question"], old["wave"])
        if not (new := questions.get(key)):
            continue
        folder = f"data/raw/surveys/{key[0]}"
        unanswered = [(w["asked"] - w["answered"], w["asked"]) for w in (old, new)]
        what = ": ".join(key[:2])
        yield "run_missing", (folder, "", what, key[2], *unanswered[0], *unanswered[1])
        given = [{each["answer"]: each["count"] for each in w["answers"]} for w in (old, new)]
        for answer in dict.fromkeys([*given[1], *given[0]]):
            counts = [each.get(answer, 0) for each in given]
            shares = (counts[0], old["answered"], counts[1], new["answered"])
            yield "run_answers", (folder, "", f"{what}: {answer}", key[2], *shares)


def _asked(profile: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for question in profile["questions"]:
        for wave in question["waves"]:
            yield question, wave


def _rows(source: dict[str, Any], wave: str) -> int:
    return int(source["waves"].get(wave, 0) if wave else source["rows"])


def _missing(column: dict[str, Any], wave: str) -> int:
    return int(column["waves"].get(wave, 0) if wave else column["missing"])


def lay_out_runs(given: Any, config: Any, surveys: Any) -> dict[str, pd.DataFrame]:
    """run_rows, run_answers and run_missing with what their rules compare."""
    shares = ("run_answers", "run_missing")
    laid = {name: lay_shares(given[name]) for name in shares if name in given}
    return {"run_rows": lay_rows(given["run_rows"]), **laid}


def lay_rows(table: pd.DataFrame) -> pd.DataFrame:
    """run_rows with `rows` in words, the change of rows, and the change that may go unsaid."""
    before, now = table["before"].astype(int), table["now"].astype(int)
    change = (now - before).abs().where(~(table["what"].isin(_GROWING) & (now > before)), 0)
    # From nothing, rows come by the first delivery.
    change = change.where(before > 0, 0)
    words = [f"{old:,} before, {new:,} now" for old, new in zip(before, now, strict=True)]
    return table.assign(
        rows=pd.Series(_named(table, words), table.index, dtype=str),
        _change=change.astype(float),
        _allowed=(before / ROWS_SHARE).clip(lower=ROWS_LEAST - 1).astype(float),
    )


def lay_shares(table: pd.DataFrame) -> pd.DataFrame:
    """run_answers or run_missing with `share` in words, its change and what of that is allowed.

    Both in percentage points. Where one of the bases is nothing, there is no share to compare.
    """
    shares = [
        _share(*(int(cell) for cell in row))
        for row in table[SHARES_COLUMNS[4:]].itertuples(index=False)
    ]
    return table.assign(
        share=pd.Series(_named(table, [words for words, *_ in shares]), table.index, dtype=str),
        _change=pd.Series([change for _, change, _ in shares], table.index, dtype=float),
        _allowed=pd.Series([allowed for *_, allowed in shares], table.index, dtype=float),
    )


def _share(count: int, base: int, count_now: int, base_now: int) -> tuple[str, float, float]:
    words = f"{_percent(count, base)} before, {_percent(count_now, base_now)} now"
    if not base or not base_now:
        return words, 0.0, float(POINTS)
    change = 100 * abs(count_now * base - count * base_now) / (base * base_now)
    both = (count + count_now) / (base + base_now)
    error = 100 * math.sqrt(max(both * (1 - both), 0) * (1 / base + 1 / base_now))
    return words, change, max(float(POINTS), ERRORS * error)


def _percent(count: int, base: int) -> str:
    return f"{100 * count / base:.1f}% of {base:,}" if base else "none of 0"


def _named(table: pd.DataFrame, words: list[str]) -> list[str]:
    places = zip(table["what"], table["wave"], words, strict=True)
    return [f"{_place(what, wave)}: {said}" for what, wave, said in places]


def changes(state: dict[str, Any]) -> dict[str, Any]:
    """What has changed since the last run, for the reviewers' page.

    `state`: as from `read_state`, after the rules were put to the data. `since` is when the last
    run ended, "" for a first one; then `note` says why. Each of `rows` has `what`, `before`, `now`.
    """
    now, earlier = state["current"], state["previous"]
    if not now or not earlier:
        return {"since": "", "note": state["note"], "rows": []}
    told = [*_source_changes(earlier["profile"], now["profile"])]
    for severity, what in zip(_SEVERITIES, ("Errors", "Warnings", "For information"), strict=True):
        before, after = (run["problems"][severity] for run in (earlier, now))
        told.append((what, f"{before:,}", f"{after:,}"))
    told += _rule_changes(earlier["rules"], now["rules"])
    told += _moved(earlier["profile"], now["profile"])
    rows = [{"what": w, "before": old, "now": new} for w, old, new in told if old != new]
    return {"since": earlier["made"], "note": "", "rows": rows}


def _source_changes(earlier: dict[str, Any], now: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    before, after = ({s["source"]: s for s in profile["sources"]} for profile in (earlier, now))
    for name in dict.fromkeys([*after, *before]):
        found = [profile.get(name, {"rows": 0, "waves": {}}) for profile in (before, after)]
        waves = dict.fromkeys(wave for source in reversed(found) for wave in source["waves"])
        for wave in waves or [""]:
            rows = [f"{_rows(source, wave):,}" for source in found]
            yield _place(f"Rows of {name}", wave), rows[0], rows[1]


def _rule_changes(earlier: dict[str, Any], now: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for code, rule in now.items():
        before = earlier.get(code, {"state": "not checked", "failing": 0})
        if before["state"] != rule["state"]:
            yield f"{code}: {rule['notes']}", _stands(before), _stands(rule)


def _stands(rule: dict[str, Any]) -> str:
    said = {"passed": "kept", "failed": f"broken {rule['failing']:,} times"}
    return said.get(rule["state"], rule["state"].replace("broken", "could not be checked"))


def _moved(earlier: dict[str, Any], now: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    laid = lay_shares(compare(earlier, now)["run_answers"])
    order = laid["_change"].sort_values(ascending=False, kind="stable").index[:MOVED]
    for row in laid.loc[order].to_dict("records"):
        before, base_before, now_given, base_now = (int(row[key]) for key in SHARES_COLUMNS[4:])
        shares = _percent(before, base_before), _percent(now_given, base_now)
        yield _place(row["what"], row["wave"]), *shares


def _place(what: str, wave: str) -> str:
    return f"{what} ({wave})" if wave else what


def _state_schema() -> dict[str, Any]:
    schema = yaml.safe_load((REPOSITORY / SCHEMA).read_text(encoding="utf-8"))
    return {"$defs": schema["$defs"], "$ref": "#/$defs/runs"}


def _read_json(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content
