"""How long a large survey export takes, beside pandas.read_csv on the same file.

    python benchmarks/surveys.py [ROWS]

Makes an export of ROWS responses (default: 1,000,000) to 14 questions, 9 of them with one answer, 3
with any of 6 and 2 with free text, in a temporary folder and always the same. Then reads it in
fresh processes: strictly, made tidy and written as responses.parquet; and by plain read_csv, which
checks nothing. Memory is the peak of resident memory, as Linux and macOS count it.
"""

from __future__ import annotations

import datetime
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

SEED = 2020
SINGLES, MULTIPLES, OPTIONS, TEXTS, AREAS = 9, 3, 6, 2, 10
SCALE = ["Very well", "Fairly well", "Not very well", "Not at all well", "Prefer not to say"]
WORDS = ["we", "had", "to", "wait", "for", "a", "place", "and", "nobody", "told", "us"]
#: Of a hundred respondents, so many leave a comment.
COMMENT = 20

FORM: dict[str, Any] = {
    "id": "Respondent ID",
    "area": "area_code",
    "submitted": "submitted",
    "started": "started",
    "drop": ["IP address"],
    "groups": None,
    "questions": {
        **{
            f"single_{n}": {"header": f"Question {n}?", "type": "single", "answers": SCALE}
            for n in range(SINGLES)
        },
        **{
            f"multiple_{n}": {
                "header": f"Which of these, {n}?",
                "type": "multiple",
                "answers": [f"Service {option}" for option in range(OPTIONS)],
            }
            for n in range(MULTIPLES)
        },
        **{f"text_{n}": {"header": f"What else, {n}?", "type": "text"} for n in range(TEXTS)},
    },
}


def write_export(path: Path, rows: int) -> None:
    """An export of `rows` responses at `path`, the same each time."""
    chance = random.Random(SEED)
    ticks = [f"{header} - {answer}" for header, answer in _options()]
    singles = [f"Question {n}?" for n in range(SINGLES)]
    texts = [f"What else, {n}?" for n in range(TEXTS)]
    header = ["Respondent ID", "area_code", "submitted", "started", "IP address", *singles, *ticks, *texts]
    start = datetime.datetime(2020, 10, 1)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        print(",".join(f'"{name}"' for name in header), file=file)
        for number in range(rows):
            day = start + datetime.timedelta(seconds=chance.randrange(30 * 86400))
            begun = day - datetime.timedelta(seconds=chance.randrange(120, 1200))
            cells = [f"{number:07d}", f"E{number % AREAS:08d}", day.isoformat(), begun.isoformat()]
            cells.append("192.0.2.1")
            cells += chance.choices(["", *SCALE], k=SINGLES)
            cells += [answer if chance.random() < 0.4 else "" for _, answer in _options()]
            for _ in texts:
                said = chance.randrange(100) < COMMENT
                cells.append(" ".join(chance.choices(WORDS, k=12)) if said else "")
            print(",".join(cells), file=file)


def _options() -> list[tuple[str, str]]:
    questions = [entry for entry in FORM["questions"].values() if entry["type"] == "multiple"]
    return [(entry["header"], answer) for entry in questions for answer in entry["answers"]]


def _ours(root: Path) -> int:
    import pandas as pd

    from nationalreports.surveys import ingest_surveys, write_respondents, write_responses

    codes = [f"E{n:08d}" for n in range(AREAS)]
    areas = pd.DataFrame({"area_code": codes, "area_name": codes, "former_codes": ""})
    visits = pd.DataFrame({"area_code": codes, "start_date": "2020-10-05", "report": "autumn"})
    export = root / "surveys/benchmark/export.csv"
    rows, people, problems = ingest_surveys([export], {"benchmark": FORM}, visits, areas, root=root)
    write_responses(rows, root / "responses.parquet")
    write_respondents(people, root / "respondents.parquet")
    unexpected = [problem for problem in problems if problem.severity == "error"]
    if unexpected:
        raise SystemExit(f"the export should be without fault: {unexpected[0]}")
    return len(rows)


def _pandas(root: Path) -> int:
    import pandas as pd

    return len(pd.read_csv(root / "surveys/benchmark/export.csv"))


def _measure(what: str, root: Path) -> None:
    """Run one of the two here and print its rows, seconds and peak memory in MB as JSON."""
    import resource

    began = time.perf_counter()
    rows = {"ours": _ours, "pandas": _pandas}[what](root)
    seconds = time.perf_counter() - began
    # Linux counts in KB, macOS in bytes.
    unit = 1024**2 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    print(json.dumps({"rows": rows, "seconds": seconds, "peak": peak}))


def main(rows: int) -> None:
    """Make the export, measure both and print them side by side."""
    with tempfile.TemporaryDirectory() as folder:
        export = Path(folder) / "surveys/benchmark/export.csv"
        export.parent.mkdir(parents=True)
        write_export(export, rows)
        size = export.stat().st_size / 1024**2
        print(f"{rows:,} responses to {len(FORM['questions'])} questions, {size:,.0f} MB of CSV")
        found = {}
        for what in ("ours", "pandas"):
            command = [sys.executable, __file__, "--measure", what, folder]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            found[what] = json.loads(done.stdout)
        names = {"ours": "strict, tidy and written", "pandas": "pandas.read_csv, unchecked"}
        for what, name in names.items():
            told = found[what]
            print(f"{name:28} {told['seconds']:7.1f} s {told['peak']:8,.0f} MB at most")
        ratios = [found["ours"][key] / found["pandas"][key] for key in ("seconds", "peak")]
        print(f"{'ratio':28} {ratios[0]:7.1f}   {ratios[1]:8.1f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        _measure(sys.argv[2], Path(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
