"""Claims of the reports' prose, held to the figures of the public tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import yaml

from nationalreports.claim_language import ClaimError, evaluate
from nationalreports.claim_reading import Claim, find_claims
from nationalreports.empty_claims import find_emptiness
from nationalreports.facts import make_facts
from nationalreports.measures import Measures, make_measures
from nationalreports.prose import Prose, fill, read_prose
from nationalreports.sources import RenderingError
from nationalreports.tables import write_table
from nationalreports.wording import find_unclaimed

HEADLINES = "headlines.yaml"
CLAIMS_COLUMNS = ["file", "line", "sentence", "claim", "verdict", "figures"]
MEASURES_COLUMNS = ["name", "figure"]

#: What a report is released with.
HOLDS = "holds"
#: Of a sentence that carries no claim, and seems to need one; no verdict on what it says.
NO_CLAIM = "no claim"
#: How many such sentences of a report are told of in the end of a run.
_TOLD = 5

Word = Literal["holds", "does not hold", "not settled", "cannot be read"]


@dataclass(frozen=True)
class Verdict:
    """What came of a condition: `verdict` in words, and the `figures` that it rests on.

    Of a condition that cannot be read, `figures` says why, and what to do.
    """

    verdict: Word
    figures: str

    @property
    def holds(self) -> bool | None:
        """True where the condition holds for all that the figures can stand for, False where it
        does for none, None where that is open or the condition cannot be read."""
        return {"holds": True, "does not hold": False}.get(self.verdict)


def judge(expression: str, measures: Measures) -> Verdict:
    """Hold one condition to the figures; never raises for what stands in it."""
    try:
        judged = evaluate(expression, measures)
        empty = find_emptiness(expression, measures)
    except ClaimError as error:
        return Verdict("cannot be read", str(error))
    if empty:
        return Verdict("cannot be read", empty)
    if judged.unsteady:
        return Verdict(
            "not settled",
            f"{judged.figures}; {judged.unsteady} compares groups, and one area alone may make "
            "the difference; compare percentages of the same answer, in steady(…)",
        )
    if judged.truth is None:
        return Verdict("not settled", judged.figures)
    return Verdict("holds" if judged.truth else "does not hold", judged.figures)


def find_headlines(path: Path, report: str) -> list[Claim]:
    """The headlines of a report's figures with their claims; none without the file.

    The file has, by report and id of a figure, `text` and `claim`.
    """
    if not path.is_file():
        return []
    tree = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    return [
        Claim(path.name, node.start_mark.line + 1, " ".join(text.split()), " ".join(claim.split()))
        for key, figures in _entries(tree)
        if key == report
        for _, node in _entries(figures)
        for text, claim in [_text_and_claim(node)]
    ]


def judge_report(
    prose: Prose, headlines: Sequence[Claim], facts: Mapping[str, Any], measures: Measures
) -> pd.DataFrame:
    """All claims of a report and what came of each, with `CLAIMS_COLUMNS`; then its sentences that
    carry none and seem to need one, with the verdict `NO_CLAIM`. Every cell is a string."""
    rows: list[tuple[str, ...]] = []
    for claim in [*find_claims(prose, facts), *headlines]:
        verdict = (
            Verdict("cannot be read", claim.fault)
            if claim.fault
            else judge(claim.condition, measures)
        )
        place = (claim.file, str(claim.line), claim.sentence, claim.condition)
        rows.append((*place, verdict.verdict, verdict.figures))
    for own in find_unclaimed(prose):
        words = ", ".join(f"“{word}”" for word in own.words)
        said = f"says {words}; give it a claim, or mark it as [...]{{.general}}"
        place = (own.line.file, str(own.line.number), fill(own.sentence, facts), "")
        rows.append((*place, NO_CLAIM, said))
    return pd.DataFrame(rows, columns=CLAIMS_COLUMNS, dtype=str)


def write_claims(
    public: Mapping[str, pd.DataFrame],
    files: Mapping[str, Path],
    outputs: Mapping[str, Path],
    *,
    report: str,
    series: Sequence[Any],
    defaults: str,
) -> None:
    """Judge the report `report`: claims.csv, and measures.csv with each figure that has a name.

    `files` gives the report's `source` and its `figures` (figures.json), `outputs` where `claims`
    and `measures` are to stand; the rest as of `reporting.make_report`.
    """
    config, codebook, surveys = series
    figures = json.loads(files["figures"].read_text(encoding="utf-8"))
    entry = config["reports"][report]
    facts = make_facts(entry, report, config, codebook, surveys, public, figures)
    measures = make_measures(public, config, codebook, surveys)
    source = files["source"]
    prose = read_prose([source.parent, Path(defaults)], source.name, facts)
    headlines = find_headlines(source.parent / HEADLINES, report)
    try:
        found = judge_report(prose, headlines, facts, measures)
    except RenderingError as error:
        raise SystemExit(str(error)) from None
    write_table(found, outputs["claims"])
    named = [(name, measure.said) for name, measure in measures.figures.items()]
    write_table(pd.DataFrame(named, columns=MEASURES_COLUMNS, dtype=str), outputs["measures"])


def claims_file(report: str) -> Path:
    """Where a run leaves what came of a report's claims."""
    return Path("data/processed/render") / report / "claims.csv"


def told(root: Path, reports: Sequence[str]) -> list[str]:
    """What a run says in the end of claims: how many hold, and a line for each that does not.

    Sentences without a claim are counted, and the first of them told; claims.csv lists them all.
    """
    lines = []
    for report in reports:
        found = read_claims(root, report)
        if found is None:
            continue
        held, without = (int((found["verdict"] == word).sum()) for word in (HOLDS, NO_CLAIM))
        lines.append(
            f"  {report}: {held} of {len(found) - without} hold; sentences that may need one: "
            f"{without} ({claims_file(report).as_posix()})"
        )
        lines += [f"    {line}" for line in failing(found)]
        unclaimed = found[found["verdict"] == NO_CLAIM]
        lines += [
            f"    {row['file']}:{row['line']}: “{row['sentence']}” {row['figures']}"
            for row in unclaimed.head(_TOLD).to_dict("records")
        ]
        lines += [f"    and {more:,} more"] if (more := len(unclaimed) - _TOLD) > 0 else []
    return ["Claims:", *lines] if lines else []


def failing(found: pd.DataFrame) -> list[str]:
    """A line for each claim that a report must not be released with."""
    wrong = found[~found["verdict"].isin([HOLDS, NO_CLAIM])]
    return [
        f"{row['file']}:{row['line']}: “{row['sentence']}” {_said(row)}"
        for row in wrong.to_dict("records")
    ]


def read_claims(root: Path, report: str) -> pd.DataFrame | None:
    """A report's claims.csv in the run folder `root`; None where there is none."""
    path = root / claims_file(report)
    return _read(path) if path.is_file() else None


def judged(path: Path) -> list[dict[str, str]]:
    """The claims of a claims.csv, as `rendering.stage` takes them."""
    rows = _read(path)
    kept = rows[rows["verdict"] != NO_CLAIM].to_dict("records")
    return [{str(name): str(cell) for name, cell in row.items()} for row in kept]


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def _said(row: Mapping[Any, str]) -> str:
    if row["verdict"] == "cannot be read":
        return f"carries a claim that cannot be read: {row['figures']}"
    open_ = "is not settled" if row["verdict"] == "not settled" else row["verdict"]
    return f"{open_} ({row['claim']}): {row['figures']}"


def _entries(node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node]]:
    for key, value in node.value if isinstance(node, yaml.MappingNode) else []:
        yield str(key.value), value


def _text_and_claim(node: yaml.Node) -> tuple[str, str]:
    own = {key: str(value.value) for key, value in _entries(node)}
    return own.get("text", ""), own.get("claim", "")
