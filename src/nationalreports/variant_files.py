"""Generated letters as files: one format by turn or all four, with `truth.csv` beside them."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from nationalreports.letters import finding_id
from nationalreports.synthesis_variants import VariantLetter, draw_letters
from nationalreports.variant_markdown import write_markdown
from nationalreports.variant_pdf import write_pdf
from nationalreports.variant_text import write_text
from nationalreports.variant_word import write_word

_WRITERS: dict[str, Callable[[VariantLetter, random.Random], tuple[bytes, list[str]]]] = {
    "md": write_markdown,
    "txt": write_text,
    "docx": write_word,
    "pdf": write_pdf,
}
FORMATS = tuple(_WRITERS)

TRUTH_COLUMNS = [
    "letter", "file", "area_code", "area", "date", "finding_id", "section", "position", "sector",
    "text", "traits",
]  # fmt: skip
VISIT_COLUMNS = ["visit_id", "area_code", "start_date", "end_date"]


def write_variant(letter: VariantLetter, kind: str, seed: int) -> tuple[bytes, tuple[str, ...]]:
    """The letter in a format of `FORMATS`, and all its traits in order."""
    chance = random.Random(f"{seed}:{letter.letter_id}:{kind}")
    content, traits = _WRITERS[kind](letter, chance)
    return content, tuple(sorted({*letter.traits, *traits}))


def write_variants(
    target: Path,
    count: int,
    seed: int,
    areas: Sequence[Mapping[str, str]],
    *,
    every_format: bool = False,
) -> Iterator[VariantLetter]:
    """Write `letters/`, `visits.csv` and `truth.csv` into `target`; gives each letter once written.

    `areas` are rows of areas.csv. A letter has one format by turn, or all four. `truth.csv` has a
    row for each finding of each file, in the letter's order; `traits` are joined by "; ".
    """
    (target / "letters").mkdir(parents=True, exist_ok=True)
    truth = target / ".truth.csv.part"
    visits = target / ".visits.csv.part"
    with (
        truth.open("w", encoding="utf-8", newline="") as truth_file,
        visits.open("w", encoding="utf-8", newline="") as visits_file,
    ):
        rows = csv.DictWriter(truth_file, TRUTH_COLUMNS, lineterminator="\n")
        rows.writeheader()
        days = csv.writer(visits_file, lineterminator="\n")
        days.writerow(VISIT_COLUMNS)
        for number, letter in enumerate(draw_letters(count, seed, areas)):
            days.writerow([letter.letter_id, letter.area["area_code"], letter.start, letter.end])
            kinds = FORMATS if every_format else (FORMATS[number % len(FORMATS)],)
            for kind in kinds:
                content, traits = write_variant(letter, kind, seed)
                name = f"letters/{letter.letter_id}.{kind}"
                (target / name).write_bytes(content)
                rows.writerows(_truth(letter, name, traits))
            yield letter
    truth.replace(target / "truth.csv")
    visits.replace(target / "visits.csv")


def _truth(letter: VariantLetter, name: str, traits: Sequence[str]) -> Iterator[dict[str, object]]:
    for truth in letter.truth:
        yield {
            "letter": letter.letter_id,
            "file": name,
            "area_code": letter.area["area_code"],
            "area": letter.area["area_name"],
            "date": letter.date,
            "finding_id": finding_id(letter.letter_id, truth.text),
            "section": truth.section,
            "position": truth.position,
            "sector": truth.sector,
            "text": truth.text,
            "traits": "; ".join(traits),
        }


def read_area_rows(path: Path) -> list[dict[str, str]]:
    """The rows of areas.csv at `path`, as they stand. Raises OSError where there is none."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
