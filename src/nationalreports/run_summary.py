"""What the reviewers' page says, for machines: reports/validation/summary.json.

As confidential as the page: problems quote what stands in the data, and names of areas' codes stand
in `influence`. Its keys and their order never depend on the data; each is explained in
workflow/summary.schema.yaml.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from nationalreports.problems import is_settled, open_errors
from nationalreports.review import verdict
from nationalreports.validation import problem_line

#: Of the open errors, the lines given: one of each kind first.
FIRST = 20

_SEVERITIES = ("error", "warning", "info")
_PASSED_ON = (
    "decisions",
    "changes",
    "profile",
    "influence",
    "disclosure",
    "coding",
    "run",
    "not_reached",
)


def run_summary(
    problems: pd.DataFrame, results: list[dict[str, Any]], about: dict[str, Any]
) -> dict[str, Any]:
    """The summary of a run, as workflow/summary.schema.yaml has it.

    `problems` and `results` as for `review.review_page`; `about` likewise, with all its keys.
    """
    may_go_on, why = verdict(problems, results)
    errors = open_errors(problems)
    kinds = errors.groupby(["source", "rule"]).cumcount().sort_values(kind="stable").index
    by_source = problems.groupby(["source", "severity"]).size()
    return {
        "may_go_on": may_go_on,
        "why": why,
        "counts": {s: int((problems["severity"] == s).sum()) for s in _SEVERITIES},
        "open_errors": len(errors),
        "settled": int(is_settled(problems).sum()),
        "first": [problem_line(row) for row in errors.loc[kinds[:FIRST]].to_dict("records")],
        "counts_by_source": [
            {"source": source, **{s: int(by_source.get((source, s), 0)) for s in _SEVERITIES}}
            for source in sorted(problems["source"].unique())
        ],
        "rules": {
            str(r["rule"]): {key: r[key] for key in ("state", "checked", "failing")}
            for r in sorted(results, key=lambda result: str(result["rule"]))
        },
        **{key: about[key] for key in _PASSED_ON},
    }
