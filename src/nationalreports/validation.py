"""The rules put to the tables, in one process and one call a table; what came of it, in words."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import Any

import pandas as pd

from nationalreports.problems import (
    COLUMNS,
    SETTLED_COLUMNS,
    Problem,
    Severity,
    to_frame,
)
from nationalreports.records import digest, of_findings, of_responses, of_rows

#: Great Expectations' words for how grave a breach is, and ours.
SEVERITIES: dict[str, Severity] = {"critical": "error", "warning": "warning", "info": "info"}

#: The rule named where a check itself breaks: a fault of the pipeline, not of the data.
PIPELINE = "PIPELINE"

_RANK = {"error": 0, "warning": 1, "info": 2}

#: Where the rows of a table stand that says nothing of it itself.
_SOURCES = {
    "visits": "data/raw/visits.csv",
    "areas": "data/raw/reference/areas.csv",
    "real_areas": "data/raw/reference/areas.csv",
    "codes": "data/processed/confidential/codes.csv",
    "ehc_plans": "data/raw/reference/ehc_plans.csv",
    "plan_totals": "data/raw/reference/ehc_plans.csv",
    "timeliness": "data/raw/reference/timeliness.csv",
    "timeliness_totals": "data/raw/reference/timeliness.csv",
    "statistics_areas": "data/raw/reference/timeliness.csv",
    "cited_areas": "data/raw/reference/timeliness.csv",
    "responses": "data/processed/confidential/responses.parquet",
    "choices": "data/processed/confidential/responses.parquet",
    "single_choices": "data/processed/confidential/responses.parquet",
    "routed_answers": "data/processed/confidential/responses.parquet",
    "exclusive_answers": "data/processed/confidential/responses.parquet",
    "whole_responses": "data/processed/confidential/responses.parquet",
    "told_visits": "data/raw/visits.csv",
    "plan_regions": "data/raw/reference/ehc_plans.csv",
    "plan_ages": "data/raw/reference/ehc_plans.csv",
    "plan_shares": "data/raw/reference/ehc_plans.csv",
    "known_wrong_plans": "data/raw/reference/ehc_plans.csv",
    "timeliness_regions": "data/raw/reference/timeliness.csv",
    "known_wrong_timeliness": "data/raw/reference/timeliness.csv",
}

#: Tables of totals: their rows stand in no file, so a problem names what they are about instead.
_TOTALS = {
    *{"plan_totals", "plan_regions", "timeliness_totals", "timeliness_regions", "statistics_areas"},
    *{"area_responses", "leading_areas"},
}


def validate(
    tables: dict[str, pd.DataFrame], rules: dict[str, list[Any]]
) -> tuple[list[Problem], list[dict[str, Any]]]:
    """Put each table's rules (`rulebook.rules`) to it, and say which rows break which.

    Returns a problem for each row that breaks a rule, and a result for each rule with the keys
    table, rule, name, notes, why, severity, remedy, settled_by (decisions), checked (rows), failing
    (rows), state: "passed", "failed" or "broken". A problem's source and row come from the table's
    columns `source` and `locator` ("row 5"), else from an index named `row`, else from its place in
    the table; those of a response, from the table `respondents`, where it is among `tables`.

    A check that breaks is an error of the pipeline, rule `PIPELINE`, and never counts as passed.
    """
    os.environ["GX_ANALYTICS_ENABLED"] = "False"
    import great_expectations as gx

    context = gx.get_context(mode="ephemeral")
    context.enable_analytics(False)
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}  # type: ignore[assignment]
    source = context.data_sources.add_pandas("tables")
    problems: list[Problem] = []
    results: list[dict[str, Any]] = []
    for name, expectations in rules.items():
        frame = tables[name]
        looked_at = {column for rule in expectations for column in _columns(rule)}
        # Great Expectations copies what it is given, so it gets what the rules compare alone. It
        # loses its way in an index with a name, so rows go by their position.
        numbered = frame[[column for column in frame if column in looked_at]]
        numbered = numbered.reset_index(drop=True)
        outcomes: dict[str, Any] = {}
        broken = "it gave no result"
        try:
            asset = source.add_dataframe_asset(name)
            batch = asset.add_batch_definition_whole_dataframe("all").get_batch(
                batch_parameters={"dataframe": numbered}
            )
            outcome = batch.validate(
                gx.ExpectationSuite(name=name, expectations=expectations),
                result_format="COMPLETE",
            )
            outcomes = {
                str(result.expectation_config and result.expectation_config.type): result
                for result in outcome.results
            }
        except Exception as error:  # whatever breaks here must be told, never pass for valid data
            broken = _one_line(error)
        for rule in expectations:
            found, result = _judge(name, tables, rule, outcomes.get(rule.expectation_type), broken)
            problems += found
            results.append(result)
    return problems, results


def join_problems(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """All problems as one table, each once: errors first, then by source and row.

    `parts` have the columns of `problems.COLUMNS`, and may have those of `SETTLED_COLUMNS`; the
    order of the parts does not matter.
    """
    joined = pd.concat([to_frame([]), *parts], ignore_index=True).fillna("").astype(str)
    columns = [*COLUMNS, *(name for name in SETTLED_COLUMNS if name in joined)]
    joined = joined[columns].drop_duplicates()
    order = joined.assign(
        _rank=joined["severity"].map(_RANK).fillna(0),
        _number=pd.to_numeric(joined["row"], errors="coerce").fillna(0),
    )
    order = order.sort_values(["_rank", "source", "_number", *COLUMNS], kind="stable")
    return joined.loc[order.index].reset_index(drop=True)


def problem_line(problem: dict[Any, Any]) -> str:
    """A problem as one line: file, row, column, message and rule."""
    place = [problem["source"]]
    place += [f"row {problem['row']}"] if problem["row"] else []
    place += [f"column {problem['column']}"] if problem["column"] else []
    value = _shown(problem["value"])
    said = f"{value!r} " if value and value not in problem["message"] else ""
    return f"{', '.join(place)}: {said}{_shown(problem['message'], 300)} [{problem['rule']}]"


def _judge(
    table: str, tables: dict[str, pd.DataFrame], rule: Any, outcome: Any, broken: str
) -> tuple[list[Problem], dict[str, Any]]:
    frame, severity = tables[table], SEVERITIES[rule.severity.value]
    result: dict[str, Any] = {
        "table": table,
        "rule": rule.code,
        "name": type(rule).__name__,
        "notes": rule.notes,
        "why": rule.why,
        "severity": severity,
        "remedy": rule.remedy,
        "settled_by": list(rule.settled_by),
        "checked": len(frame),
        "failing": 0,
        "state": "passed",
    }
    raised = _raised(outcome.exception_info) if outcome is not None else broken
    if raised:
        message = (
            f"the check {rule.code} itself broke, so nobody knows whether the data keep it: "
            f"{raised}; report it as a fault of the pipeline"
        )
        source = _SOURCES.get(table, table)
        problem = Problem("error", source, "", "", PIPELINE, rule.code, message)
        return [problem], {**result, "state": "broken"}
    if outcome.success:
        return [], result
    rows = [int(entry) for entry in outcome.result.get("unexpected_index_list") or []]
    column = _column(rule)
    if not rows:
        value = str(outcome.result.get("observed_value", ""))
        record = digest(rule.code, table, of_rows(rule.code, frame))
        source = _source(table, frame)
        problem = Problem(severity, source, "", column, rule.code, value, _said(rule), record)
        return [problem], {**result, "failing": 1, "state": "failed"}
    problems = _row_problems(table, tables, rule, column, rows, severity)
    return problems, {**result, "failing": len(rows), "state": "failed"}


def _row_problems(
    table: str,
    tables: dict[str, pd.DataFrame],
    rule: Any,
    column: str,
    rows: list[int],
    severity: Severity,
) -> list[Problem]:
    """A problem for each of `rows`, which are positions in the table."""
    frame = tables[table]
    found = frame.iloc[rows]
    if table in _TOTALS:
        shown = [name for name in frame.columns if name != "source"]
        values = [
            ", ".join(f"{k} {v}" for k, v in zip(shown, r, strict=True))
            for r in _cells(found[shown])
        ]
        places: list[tuple[str, int | str]] = [
            (_source(table, found.iloc[[place]]), "") for place in range(len(rows))
        ]
    else:
        wanted = getattr(rule, "column_list", None) or [getattr(rule, "shown", column)]
        names = [name for name in wanted if name in frame.columns]
        values = [", ".join(row) for row in _cells(found[names])]
        places = _places(table, tables, found, rows)
    if "response_id" in frame.columns and "responses" in tables:
        digests = of_responses(
            rule.code, found["response_id"], tables["responses"], tables.get("respondents")
        )
    elif {"finding_id", "text"} <= set(frame.columns):
        digests = of_findings(rule.code, found)
    else:
        digests = of_rows(rule.code, found)
    message = _said(rule)
    return [
        Problem(severity, source, row, column, rule.code, value[:500], message, record)
        for (source, row), value, record in zip(places, values, digests, strict=True)
    ]


def _cells(rows: pd.DataFrame) -> list[list[str]]:
    return [[str(cell) for cell in row] for row in rows.to_numpy().tolist()]


def _places(
    table: str, tables: dict[str, pd.DataFrame], found: pd.DataFrame, rows: list[int]
) -> list[tuple[str, int | str]]:
    """The file and row of each of the rows `found`, as a person sees them."""
    if "response_id" in found.columns and "respondents" in tables:
        # An answer stands where its response does: in the row of an export.
        exports = tables["respondents"]
        exports = exports[exports["response_id"].isin(set(found["response_id"]))]
        exports = exports.set_index("response_id")
        found = exports[["source", "locator"]].reindex(found["response_id"])
    if "source" in found.columns:
        sources = [str(source) for source in found["source"]]
    else:
        sources = [_SOURCES.get(table, table)] * len(found)
    if "locator" in found.columns:
        return list(zip(sources, map(_row_of, found["locator"]), strict=True))
    if found.index.name == "row":
        return list(zip(sources, (int(str(row)) for row in found.index), strict=True))
    return list(zip(sources, (row + 2 for row in rows), strict=True))


def _row_of(locator: object) -> int | str:
    """The row that "row 5" or "line 5" names; "page 2, item 3" stays as it is."""
    numbered = re.fullmatch(r"[a-z]+ ([0-9]+)", str(locator))
    return int(numbered[1]) if numbered else str(locator)


def _columns(rule: Any) -> list[str]:
    """The columns that the rule compares."""
    named = [getattr(rule, attribute, None) for attribute in ("column", "column_A", "column_B")]
    return [str(name) for name in named if name] + (getattr(rule, "column_list", None) or [])


def _column(rule: Any) -> str:
    """The column to look at: the one the rule is about, or else the first that it compares."""
    for attribute in ("about", "column", "column_A"):
        if name := getattr(rule, attribute, None):
            return str(name)
    return str((getattr(rule, "column_list", None) or [""])[0])


def _source(table: str, frame: pd.DataFrame) -> str:
    if "source" in frame.columns and len(frame):
        return str(frame["source"].iloc[0])
    return _SOURCES.get(table, table)


def _said(rule: Any) -> str:
    return f"breaks the rule: {rule.notes} {_sentence(rule.remedy)}"


def _raised(info: Any) -> str:
    """What a check raised, "" if nothing: Great Expectations nests it by metric, or does not."""
    entries = [info] if "raised_exception" in info else list(info.values())
    for entry in entries:
        if isinstance(entry, dict) and entry.get("raised_exception"):
            return _one_line(entry.get("exception_message") or "no message")
    return ""


def _one_line(error: object) -> str:
    return _shown(" ".join(str(error).split()), 200) or type(error).__name__


def _shown(text: str, length: int = 60) -> str:
    """Text for a terminal, cut, without the control characters that could drive it."""
    kept = "".join(c if c.isprintable() else " " for c in text)
    return kept if len(kept) <= length else f"{kept[: length - 1]}…"


def _sentence(remedy: str) -> str:
    return f"{remedy[:1].upper()}{remedy[1:]}."
