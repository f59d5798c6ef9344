"""The demonstration series: a whole `data/raw`, fictional but for its reference data.

The same seed gives the same bytes on every supported Python, so that a test can hold the committed
series against this code.
"""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path
from typing import Any

from nationalreports.config import cumulative_windows
from nationalreports.decisions import DECISION_COLUMNS
from nationalreports.disclosure.allowing import Window, overlaps
from nationalreports.letters import finding_id
from nationalreports.records import of_rows
from nationalreports.synthesis_letters import write_letter
from nationalreports.synthesis_surveys import write_exports
from nationalreports.synthesis_text import (
    DEMONSTRATION,
    Code,
    Discussion,
    Finding,
    Visit,
    plan_discussions,
    plan_visits,
    read_demonstration,
    share_out,
)

CODING_COLUMNS = ["finding_id", "coder", "question", "theme", "sector", "voice"]
CODERS = ("a", "b")
#: Of a hundred findings the two coders differ on so many; `settled.csv` settles each.
DISAGREEMENT = 12

Table = list[dict[str, str]]


def synthesise(
    target: Path,
    *,
    seed: int = 2020,
    config: dict[str, Any],
    codebook: dict[str, Any],
    surveys: dict[str, dict[str, Any]],
    reference: Path,
) -> list[Path]:
    """Write a whole `data/raw` into `target`; gives the files written, in the order of their names.

    `config`, `codebook` and `surveys` are the contents of the configuration. `reference` holds the
    real `areas.csv`, `ehc_plans.csv` and `timeliness.csv`, with or without what was added here
    before; it may be `target/reference` itself. Raises ValueError where the demonstration's wording
    does not fit the configuration, and OSError where a file cannot be read or written.
    """
    series = read_demonstration("series.yaml")
    visits = plan_visits(series, config)
    letters = share_out(visits, series, codebook, seed)
    discussions = plan_discussions(codebook)
    files: dict[str, bytes] = {
        "README.md": (DEMONSTRATION / "raw.md").read_bytes(),
        "visits.csv": _csv(_visits(visits)),
        "decisions.csv": _csv(_decisions(visits, series, config), DECISION_COLUMNS),
        f"findings/discussions_{discussions[0].date:%Y-%m}.csv": _csv(_notes(discussions)),
        **_reference(reference, series),
    }
    for visit in visits:
        name = f"letters/{visit.visit_id}.{visit.plan['format']}"
        files[name] = write_letter(visit, letters[visit.visit_id], series, seed)
    identified = _identify(visits, letters, discussions)
    for coder, rows in _code(identified, series, codebook, seed).items():
        name = coder if coder == "settled" else f"coder_{coder}"
        files[f"coding/{name}.csv"] = _csv(rows, CODING_COLUMNS)
    for name, survey in surveys.items():
        exports = write_exports(name, survey, visits, series, seed)
        files.update({f"surveys/{name}/{file}": content for file, content in exports.items()})
    return [_write(target / name, files[name]) for name in sorted(files)]


def _visits(visits: list[Visit]) -> Table:
    return [
        {
            "visit_id": visit.visit_id,
            "area_code": visit.area["code"],
            "start_date": visit.start.isoformat(),
            "end_date": visit.end.isoformat(),
        }
        for visit in visits
    ]


def _decisions(visits: list[Visit], series: dict[str, Any], config: dict[str, Any]) -> Table:
    """That reports over areas of earlier ones may stand beside them, as a reviewer accepts it."""
    reports = config["reports"]
    windows = []
    for key, report in reports.items():
        counted = cumulative_windows(key, reports)
        uses = "visits" in report["evidence"]
        areas = {visit.area["code"] for visit in visits if uses and visit.wave in counted}
        windows.append(Window(key, str(report["date"]), frozenset(areas), frozenset()))
    decided = {"rule": "DIS-105", "decision": "accept", **series["decision"], "until": ""}
    return [{**decided, "record": record} for record in of_rows("DIS-105", overlaps(windows))]


def _notes(discussions: list[Discussion]) -> Table:
    return [
        {
            "source_id": discussion.source_id,
            "source_type": "discussion",
            "date": discussion.date.isoformat(),
            "area_code": "",
            "sector": discussion.sector,
            "text": finding.text,
        }
        for discussion in discussions
        for finding in discussion.findings
    ]


def _reference(reference: Path, series: dict[str, Any]) -> dict[str, bytes]:
    """The reference files: real rows as they stand, when published, and the fictional areas."""
    areas = _read(reference / "areas.csv")
    real = [row for row in areas if row.get("fictional") != "true"]
    for row in real:
        row.update(fictional="false", published=series["published"]["areas.csv"])
    files = {"reference/areas.csv": real + [_area(area, list(real[0])) for area in series["areas"]]}
    for name in ("ehc_plans.csv", "timeliness.csv"):
        rows = _read(reference / name)
        for row in rows:
            row["published"] = series["published"][name].get(row["time_period"], "")
        files[f"reference/{name}"] = rows
    readme = (DEMONSTRATION / "reference.md").read_bytes()
    return {"reference/README.md": readme} | {name: _csv(rows) for name, rows in files.items()}


def _area(area: dict[str, str], columns: list[str]) -> dict[str, str]:
    """A fictional area in the form of the real ones. It has no number of the Department's."""
    row = dict.fromkeys(columns, "")
    row.update(area_code=area["code"], area_name=area["name"], official_name=area["council"])
    row.update(dfe_name=area["name"], area_type=area["type"], region="Fictional", fictional="true")
    return row


def _identify(
    visits: list[Visit],
    letters: dict[str, dict[str, list[Finding]]],
    discussions: list[Discussion],
) -> dict[str, Finding]:
    sources = [
        (visit.visit_id, finding)
        for visit in visits
        for section in ("told", "priority")
        for finding in letters[visit.visit_id][section]
    ]
    sources += [(d.source_id, finding) for d in discussions for finding in d.findings]
    return {finding_id(source, finding.text): finding for source, finding in sources}


def _code(
    findings: dict[str, Finding], series: dict[str, Any], codebook: dict[str, Any], seed: int
) -> dict[str, Table]:
    """The coders' tables and the settled one: coder -> rows of `CODING_COLUMNS`."""
    chance = random.Random(f"{seed}:coding")
    order = list(findings)
    chance.shuffle(order)
    differ = order[: len(order) * DISAGREEMENT // 100]
    tables: dict[str, Table] = {coder: [] for coder in (*CODERS, "settled")}
    for key, finding in findings.items():
        given = dict.fromkeys(CODERS, finding.codes)
        if key in differ:
            given[chance.choice(CODERS)] = _mistake(finding.codes, series, codebook, chance)
            tables["settled"] += _rows(key, "settled", finding.codes)
        for coder, codes in given.items():
            tables[coder] += _rows(key, coder, codes)
    return tables


def _mistake(
    codes: tuple[Code, ...], series: dict[str, Any], codebook: dict[str, Any], chance: random.Random
) -> tuple[Code, ...]:
    """The codes as a coder may give them who overlooks one of them or takes it for another."""
    if len(codes) > 1 and chance.random() < 0.5:
        return codes[:-1]
    *others, last = codes
    theme = series["confused_with"].get(last.theme, last.theme)
    allowed = last.question in codebook["themes"].get(theme, {}).get("questions", [])
    wrong = Code(last.question, theme, last.sector, last.voice)
    if not allowed or wrong in codes or chance.random() < 0.3:
        sectors = [sector for sector in codebook["sectors"] if sector != last.sector]
        wrong = Code(last.question, last.theme, chance.choice(sectors), last.voice)
    return (*others, wrong)


def _rows(key: str, coder: str, codes: tuple[Code, ...]) -> Table:
    return [
        {
            "finding_id": key,
            "coder": coder,
            "question": code.question,
            "theme": code.theme,
            "sector": code.sector,
            "voice": code.voice,
        }
        for code in codes
    ]


def _read(path: Path) -> Table:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _csv(rows: Table, columns: list[str] | None = None) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns or list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _write(path: Path, content: bytes) -> Path:
    """Write by way of a temporary name, so that no half-written file is left behind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.part")
    partial.write_bytes(content)
    return partial.replace(path)
