"""How long, and with how much memory, a survey of a million rows is read: strictly, and by pandas.

`make benchmark` runs this. Each reader works in a fresh process on the same file, which is made
anew in a temporary folder: 18 columns, 14 of them answers, some 430 MB. `--rows` makes it smaller.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

ANSWERS = ["Very well", "Fairly well", "Not very well", "Not at all", "Don’t know", "Prefer not"]
WORDS = ["waited", "for", "the", "plan", "school", "rang", "us", "each", "week", "about", "speech"]
QUESTIONS = [f"How well did support number {number} go?" for number in range(1, 15)]

STRICT = """
from pathlib import Path
from nationalreports.tables import read_table
frame, problems = read_table(Path(path), source=path, required=["id"], optional=None)
assert not problems, problems[:5]
"""
PANDAS = """
import pandas as pd
frame = pd.read_csv(path)
"""
PANDAS_TEXT = """
import pandas as pd
frame = pd.read_csv(path, dtype=str, keep_default_na=False)
"""
MEASURED = """
import json, resource, sys, time
path, start = sys.argv[1], time.perf_counter()
{reader}
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([time.perf_counter() - start, peak / 1e6, len(frame)]))
"""


def write_survey(path: Path, rows: int) -> None:
    """A survey export as survey tools write it; two of the 14 answers are free text."""
    chance = random.Random(1)
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["id", "submitted", "area_code", "IP address", *QUESTIONS])
        for number in range(rows):
            told = " ".join(chance.choices(WORDS, k=25))
            texts = [told, f'{told}, and "late"'] if number % 5 == 0 else [told, ""]
            answers = chance.choices(ANSWERS, k=len(QUESTIONS) - 2)
            area = f"E{number % 152:08d}"
            day = f"2020-10-{number % 28 + 1:02d}"
            table.writerow([f"R{number:07d}", day, area, "192.0.2.1", *answers, *texts])


def measure(reader: str, path: Path) -> tuple[float, float, int]:
    """Seconds with imports, peak gigabytes and rows of a reader in a process of its own."""
    command = [sys.executable, "-c", MEASURED.format(reader=reader), str(path)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    seconds, gigabytes, rows = json.loads(done.stdout)
    return seconds, gigabytes, rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "survey.csv"
        write_survey(path, rows)
        print(f"tables: {rows:,} rows, {path.stat().st_size / 1e6:,.0f} MB")
        readers = {
            "read_table": STRICT,
            "pandas.read_csv": PANDAS,
            "pandas.read_csv, all text": PANDAS_TEXT,
        }
        strict = 0.0
        for name, reader in readers.items():
            seconds, gigabytes, read = measure(reader, path)
            assert read == rows, (name, read)
            strict = strict or seconds
            ratio = f"read_table takes {strict / seconds:.1f} times as long"
            told = "" if name == "read_table" else f"; {ratio}"
            print(f"  {name:26} {seconds:6.1f} s {gigabytes:5.2f} GB{told}")


if __name__ == "__main__":
    main()
