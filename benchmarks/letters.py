"""How long 1,000 letters of every make take to ingest, beside merely opening the same files.

Prints seconds, peak memory and their ratio. Each measurement runs in a fresh process, since memory
once taken is not given back. `python benchmarks/letters.py [LETTERS]`
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from nationalreports.config import REPOSITORY
from nationalreports.variant_files import read_area_rows, write_variants

LETTERS, SEED = 1000, 2020
AREAS = REPOSITORY / "data/raw/reference/areas.csv"


def ingest(folder: Path) -> int:
    """The pipeline's own reading; gives the number of findings."""
    from nationalreports.areas import read_areas
    from nationalreports.letters import ingest_letters
    from nationalreports.tables import read_table

    areas, _ = read_areas(AREAS, root=REPOSITORY)
    needed = ["visit_id", "area_code", "start_date", "end_date"]
    visits, _ = read_table(folder / "visits.csv", source="visits.csv", required=needed)
    paths = sorted((folder / "letters").iterdir())
    findings, _, _ = ingest_letters(paths, visits, areas, root=folder)
    return len(findings)


def open_only(folder: Path) -> int:
    """The text of each file by pandoc, pypdfium2 or plain reading; gives its characters."""
    import pypandoc
    import pypdfium2

    characters = 0
    for path in sorted((folder / "letters").iterdir()):
        if path.suffix == ".docx":
            characters += len(pypandoc.convert_file(str(path), "plain"))
        elif path.suffix == ".pdf":
            document = pypdfium2.PdfDocument(path)
            characters += sum(len(page.get_textpage().get_text_range()) for page in document)
        else:
            characters += len(path.read_text(encoding="utf-8-sig"))
    return characters


MEASURED = {"ingest": (ingest, "findings"), "open": (open_only, "characters")}


def measure(name: str, folder: Path) -> None:
    """Run one measurement and print seconds, megabytes at the peak, and what came of it."""
    started = time.perf_counter()
    result = MEASURED[name][0](folder)
    seconds = time.perf_counter() - started
    peaks = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, -1)]
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    print(seconds, max(peaks) / unit, result)


def main(count: int) -> None:
    """Write the letters, measure both ways, print the figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for written, _ in enumerate(write_variants(folder, count, SEED, read_area_rows(AREAS)), 1):
            if written % 100 == 0:
                print(f"{written} of {count} letters written", file=sys.stderr)
        taken = {}
        for what, (_, unit) in MEASURED.items():
            command = [sys.executable, __file__, what, name]
            told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            seconds, megabytes, result = told.split()
            taken[what] = float(seconds)
            print(f"{what}: {taken[what]:.1f} s, peak {float(megabytes):.0f} MB, {result} {unit}")
        print(f"ingest takes {taken['ingest'] / taken['open']:.1f} times as long as opening")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        measure(sys.argv[1], Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) == 2 else LETTERS)
