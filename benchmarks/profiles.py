"""How long it takes to profile a large survey, and to leave each area out in turn.

    python benchmarks/profiles.py [ROWS]

Makes responses.parquet of ROWS responses (default: 1,000,000) to the 14 questions of `surveys.py`
in a temporary folder, and profiles it in a fresh process; beside it, plain pandas reads the same
file and counts each answer once. Memory is the peak of resident memory.
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

import surveys as made

REPORTS: dict[str, Any] = {
    "autumn": {
        "evidence": ["surveys"],
        "surveys": ["benchmark"],
        "cumulative_over": [],
        "window": {"start": "2020-10-01", "end": "2020-10-31"},
    }
}


def _form() -> dict[str, Any]:
    questions = {key: {**entry, "label": key} for key, entry in made.FORM["questions"].items()}
    return {"benchmark": {**made.FORM, "questions": questions}}


def _ours(folder: Path) -> int:
    from nationalreports.profiling import write_profile

    path, excluded = folder / "sources.json", folder / "excluded.csv"
    excluded.write_text("table,id,rule,record,reason\n", encoding="utf-8")
    responses = str(folder / "responses.parquet")
    write_profile({}, responses, str(excluded), _form(), REPORTS, path)
    return int(json.loads(path.read_text(encoding="utf-8"))["profile"]["sources"][0]["rows"])


def _pandas(folder: Path) -> int:
    import pandas as pd

    rows = pd.read_parquet(folder / "responses.parquet")
    return int(rows.groupby(["question", "area_code", "answer"]).size().gt(0).sum())


def _measure(what: str, folder: Path) -> None:
    began = time.perf_counter()
    {"ours": _ours, "pandas": _pandas}[what](folder)
    unit = 1024**2 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    print(json.dumps({"seconds": time.perf_counter() - began, "peak": peak}))


def _make(folder: Path, rows: int) -> None:
    export = folder / "surveys/benchmark/export.csv"
    export.parent.mkdir(parents=True)
    made.write_export(export, rows)
    code = f"import surveys, pathlib; surveys._ours(pathlib.Path({str(folder)!r}))"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parent)


def main(rows: int) -> None:
    """Make the responses, measure both and print them side by side."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _make(folder, rows)
        print(f"{rows:,} responses to {len(made.FORM['questions'])} questions")
        for what, said in (("ours", "profiled"), ("pandas", "pandas, counted once as strings")):
            command = [sys.executable, __file__, "--measure", what, name]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            found = json.loads(done.stdout)
            print(f"{said:32} {found['seconds']:7.1f} s {found['peak']:8,.0f} MB at most")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        _measure(sys.argv[2], Path(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
