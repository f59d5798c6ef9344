"""How long it takes to count the answers of a large survey, and to put every rule to them.

    python benchmarks/checks.py [ROWS]

Makes responses.parquet of ROWS responses (default: 1,000,000) to the 14 questions of `surveys.py`,
one of which makes groups, and counts and checks them, each in a fresh process. Of the made times a
tenth are too fast, so that every tenth response is a problem too. Memory is the peak of resident
memory; a machine with 8 GB should do.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import profiles
import surveys as made

CONFIG: dict[str, Any] = {
    "thresholds": {"minimum_base": 10},
    "reports": {"autumn": {**profiles.REPORTS["autumn"], "date": "2020-11-10"}},
}
FORMS: dict[str, Any] = {"benchmark": {**made.FORM, "groups": "single_0"}}


def _count(folder: Path) -> int:
    from nationalreports.aggregation import count_answers
    from nationalreports.ingestion import read_tables

    responses = read_tables({"responses": str(folder / "responses.parquet")})["responses"]
    table = count_answers(["autumn"], ["benchmark"], responses, FORMS)
    table.assign(report="autumn").to_csv(folder / "answers.csv", index=False)
    return len(table)


def _check(folder: Path) -> int:
    import pandas as pd

    from nationalreports.crosschecks import lay_out
    from nationalreports.ingestion import read_tables
    from nationalreports.rulebook import rules
    from nationalreports.validation import validate

    names = ("responses.parquet", "respondents.parquet", "answers.csv")
    tables = read_tables({name.split(".")[0]: str(folder / name) for name in names})
    codes = [f"E{n:08d}" for n in range(made.AREAS)]
    areas = {"area_code": codes, "area_name": codes, "former_codes": "", "fictional": "true"}
    visits = {"visit_id": codes, "area_code": codes, "report": "autumn"}
    days = {"start_date": "2020-10-05", "end_date": "2020-10-06"}
    tables |= {"areas": pd.DataFrame(areas), "visits": pd.DataFrame(visits | days)}
    laid = lay_out(tables, config=CONFIG, surveys=FORMS)
    codebook: dict[str, Any] = {key: {} for key in ("sectors", "voices", "themes", "questions")}
    book = rules(laid, config=CONFIG, codebook=codebook, surveys=FORMS)
    problems, results = validate(laid, book)
    broken = [r["rule"] for r in results if r["state"] == "broken"]
    errors = [problem for problem in problems if problem.severity == "error"]
    if broken or errors:
        raise SystemExit(f"the responses should be without fault: {broken} {errors[:1]}")
    return len(problems)


def _measure(what: str, folder: Path) -> None:
    began = time.perf_counter()
    rows = {"counted": _count, "checked": _check}[what](folder)
    unit = 1024**2 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    print(json.dumps({"rows": rows, "seconds": time.perf_counter() - began, "peak": peak}))


def main(rows: int) -> None:
    """Make the responses, count and check them, and print what each took."""
    with tempfile.TemporaryDirectory() as name:
        profiles._make(Path(name), rows)
        print(f"{rows:,} responses to {len(made.FORM['questions'])} questions")
        for what, said in (("counted", "rows of answers"), ("checked", "problems")):
            command = [sys.executable, __file__, "--measure", what, name]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            found = json.loads(done.stdout)
            told = f"{what}: {found['rows']:,} {said}"
            print(f"{told:32} {found['seconds']:7.1f} s {found['peak']:8,.0f} MB at most")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        _measure(sys.argv[2], Path(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
