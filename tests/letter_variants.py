"""How far the reader of letters agrees with the truth that is written beside a generated letter."""

from collections import Counter
from dataclasses import dataclass

from nationalreports.area_names import match_area
from nationalreports.areas import read_areas
from nationalreports.config import REPOSITORY
from nationalreports.letters import finding_id, read_letter
from nationalreports.variant_files import read_area_rows, write_variant

SEED = 2020
AREAS_FILE = REPOSITORY / "data/raw/reference/areas.csv"


@dataclass(frozen=True)
class Outcome:
    """One letter in one format: its traits, what is wrong, and the ids that were found."""

    letter: str
    kind: str
    traits: tuple[str, ...]
    faults: tuple[str, ...]
    ids: tuple[str, ...]


def area_rows():
    return read_area_rows(AREAS_FILE)


def area_table():
    return read_areas(AREAS_FILE, root=REPOSITORY)[0]


def try_letter(letter, kind, folder, areas, seed=SEED):
    """Write the letter in this format, read it, and compare."""
    content, traits = write_variant(letter, kind, seed)
    path = folder / f"{letter.letter_id}.{kind}"
    path.write_bytes(content)
    read, problems = read_letter(path, source=path.name)
    path.unlink()
    if read is None:
        told = "; ".join(f"{p.rule} {p.message}" for p in problems if p.severity == "error")
        return Outcome(letter.letter_id, kind, traits, (f"not read: {told}",), ())
    found = [(f.section, f.position, f.sector or "", f.text) for f in read.findings]
    ids = tuple(finding_id(letter.letter_id, text) for *_, text in found)
    faults = list(compare(letter.truth, found))
    if read.date != letter.date:
        faults.append(f"date: {read.date}, not {letter.date}")
    codes = match_area(read.area_name or "", areas)
    if codes != [letter.area["area_code"]]:
        faults.append(f"area: {read.area_name!r} is {codes}, not {letter.area['area_code']}")
    faults += [f"error beside it: {p.rule} {p.message}" for p in problems if p.severity == "error"]
    return Outcome(letter.letter_id, kind, traits, tuple(faults), ids)


def compare(truth, found):
    """What differs between the truth and (section, position, sector, text) of what was found."""
    wanted = [(t.section, t.position, t.sector, t.text) for t in truth]
    texts, got = [t[3] for t in wanted], [f[3] for f in found]
    for text in Counter(texts) - Counter(got):
        yield f"missing: {text}"
    for text in Counter(got) - Counter(texts):
        yield f"invented: {text}"
    if Counter(texts) != Counter(got):
        return
    if texts != got:
        yield "order: the findings are in another order"
        return
    for (section, position, sector, text), other in zip(wanted, found, strict=True):
        if (section, position) != other[:2]:
            yield f"section: {other[:2]}, not {(section, position)}: {text}"
        if sector != other[2]:
            yield f"sector: {other[2]!r}, not {sector!r}: {text}"


def report(outcomes):
    """The failures by trait, worst first, and the first fault of each failing letter."""
    tried, failed = Counter(), Counter()
    for outcome in outcomes:
        for trait in (outcome.kind, *outcome.traits):
            tried[trait] += 1
            failed[trait] += bool(outcome.faults)
    bad = [outcome for outcome in outcomes if outcome.faults]
    lines = [f"{len(bad)} of {len(outcomes)} letters are not read as they are. By trait:"]
    for trait in sorted(failed, key=lambda t: (-failed[t] / tried[t], t)):
        if failed[trait]:
            lines.append(f"  {failed[trait]} of {tried[trait]}: {trait}")
    for outcome in bad:
        lines.append(f"{outcome.letter}.{outcome.kind} ({', '.join(outcome.traits)})")
        lines += [f"    {fault[:300]}" for fault in outcome.faults[:4]]
    return "\n".join(lines)
