"""The commands that people give: from run and release to handing on and deleting sources."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Collection, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from nationalreports.claims import told as told_of_claims
from nationalreports.config import REPOSITORY, ConfigError, load
from nationalreports.drafts import remove_drafts
from nationalreports.ledger import LedgerError, read_entries
from nationalreports.raw_folder import folder_faults
from nationalreports.runners import forget_runner, note_runner, read_note
from nationalreports.snakemaking import is_up_to_date, snakemake

#: What suggestions are made for.
_FINDINGS = "data/processed/confidential/findings.csv"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command given; returns the exit status."""
    parser = argparse.ArgumentParser(prog="nationalreports", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="make the reports and the reviewers' page")
    run.add_argument("--directory", type=Path, default=Path(), help="the run folder")
    run.add_argument("--cores", type=int, default=2, help="jobs at a time (default: 2)")
    synthesise = commands.add_parser("synthesise", help="write the demonstration series")
    synthesise.add_argument("--directory", type=Path, default=Path(), help="where data/raw goes")
    synthesise.add_argument(
        "--letters", type=int, help="write so many letters of every make instead"
    )
    synthesise.add_argument("--seed", type=int, default=2020, help="what letters are drawn from")
    synthesise.add_argument(
        "--every-format", action="store_true", help="write each letter in all four formats"
    )
    approve = commands.add_parser("approve", help="sign reports off with your SSH key")
    approve.add_argument("reports", nargs="+", help="their keys in config/config.yaml")
    approve.add_argument("--key", help="the file of your key (default: that which git signs with)")
    approve.add_argument("--directory", type=Path, default=Path(), help="the run folder")
    release = commands.add_parser("release", help="make the publishers' pack")
    release.add_argument("reports", nargs="*", help="their keys (default: all that are final)")
    release.add_argument("--directory", type=Path, default=Path(), help="the run folder")
    suggest = commands.add_parser("suggest", help="write a coding sheet with suggested themes")
    suggest.add_argument("--coder", required=True, help="who is to code; part of the file's name")
    suggest.add_argument("--directory", type=Path, default=Path(), help="the run folder")
    scan = commands.add_parser("scan", help="look through what leaves for what must not come out")
    scan.add_argument(
        "folder", type=Path, nargs="?", help="the folder to look through (default: reports/output)"
    )
    scan.add_argument("--directory", type=Path, default=Path(), help="the run folder")
    draft = commands.add_parser("survey-map", help="draft a survey's YAML from an export")
    draft.add_argument("file", type=Path, help="the export, CSV or XLSX")
    draft.add_argument(
        "--header-rows", type=int, choices=(1, 2), default=1, help="rows of headers (default: 1)"
    )
    hand_on = commands.add_parser("hand-on", help="give one area's letter and findings to a person")
    hand_on.add_argument("area", help="the area's code or name; quote a name of several words")
    hand_on.add_argument("--to", required=True, help="who is given it: a name and an office")
    hand_on.add_argument("--directory", type=Path, default=Path(), help="the run folder")
    retention = commands.add_parser("retention", help="list what is to be deleted when")
    retention.add_argument(
        "--delete", nargs="+", metavar="SOURCE", default=[], help="delete these, if they are due"
    )
    retention.add_argument("--directory", type=Path, default=Path(), help="the run folder")
    given = parser.parse_args(arguments)
    if given.command == "survey-map":
        return _survey_map(given.file, given.header_rows)
    directory = given.directory.resolve()
    try:
        if given.command == "run":
            return _run(directory, given.cores)
        if given.command == "approve":
            from nationalreports.releasing import run_approve

            return run_approve(directory, given.reports, given.key)
        if given.command == "release":
            from nationalreports.releasing import run_release

            return run_release(directory, given.reports)
        if given.command == "scan":
            return _scan(directory, given.folder or directory / "reports/output")
        if given.command == "suggest":
            return _suggest(directory, given.coder)
        if given.command == "hand-on":
            return _hand_on(directory, given.area, given.to)
        if given.command == "retention":
            return _retention(directory, given.delete)
        if given.letters is not None:
            return _synthesise_letters(directory, given.letters, given.seed, given.every_format)
        return _synthesise(directory)
    except (ConfigError, LedgerError) as error:
        print(error, file=sys.stderr)
        return 1


def _run(directory: Path, cores: int) -> int:
    from nationalreports.ledger_entries import settle

    series = load(directory)
    # Before all work: what was released must be known to plan what may be.
    settle(directory)
    read_entries(directory)
    faults = folder_faults(directory)
    if faults:
        print("\n".join(faults), file=sys.stderr)
        return 1
    command = [*snakemake(directory), "--logger", "rich", "--cores", str(cores)]
    reports = list(series.config["reports"])
    summary = directory / "reports/validation/summary.json"
    begun = time.time()
    noted = read_note(directory)
    note_runner(directory)
    # First what is made whatever the verdict. Were the gate among it, Snakemake would tell of its
    # "no" as of a fault of the pipeline, in many lines; so only a real fault is told of as one.
    always = ["reports/validation/index.html"]
    always += [f"data/processed/confidential/evidence/{report}.xlsx" for report in reports]
    status = subprocess.run([*command, *always], check=False).returncode
    told = {}
    # After a run that stopped, that of an earlier one would tell of other data.
    if summary.is_file() and (status == 0 or summary.stat().st_mtime >= begun):
        told = json.loads(summary.read_text(encoding="utf-8"))
    if status == 0:
        status = subprocess.run(command, check=False).returncode if told["may_go_on"] else 1
    if told and not told["may_go_on"]:
        remove_drafts(directory)
    forget_runner(directory, noted, begun)
    final = [key for key in reports if series.config["reports"][key].get("status") == "final"]
    print("\n".join(_ending(directory, told, reports, status, final)))
    return status


def _ending(
    directory: Path,
    told: dict[str, Any],
    reports: list[str],
    status: int,
    final: Collection[str] = (),
) -> list[str]:
    """The last lines of a run: whether the figures may go on and why, and what to look at.

    `told`: as in reports/validation/summary.json, empty where there is none of this run.
    """
    lines = [""]
    if told:
        lines += [f"May the figures go on? {'Yes' if told['may_go_on'] else 'No'}. {told['why']}"]
        counts = ", ".join(f"{name} {number:,}" for name, number in told["counts"].items())
        lines += [f"Problems: {counts}; settled by decision: {told['settled']:,}."]
        if told["first"]:
            lines += ["The first open errors:", *(f"  {line}" for line in told["first"])]
    if status and told and not told["may_go_on"]:
        more = told["open_errors"] - len(told["first"])
        lines += [f"  and {more:,} more"] if more else []
        lines += ["No reports are made of these data; older drafts are removed."]
    elif status:
        lines += ["The run did not reach its end; what stands in its way is listed above."]
    else:
        for kind, own in (
            ("drafts", [key for key in reports if key not in final]),
            ("final, to be approved", [key for key in reports if key in final]),
        ):
            lines += [f"The reports ({kind}):"] if own else []
            lines += [f"  reports/output/{key}/{key}.html and .pdf" for key in own]
        lines += ["The page that lists them:", "  reports/output/index.html"]
        lines += told_of_claims(directory, reports)
    page = Path("reports/validation/index.html")
    if (directory / page).is_file():
        lines += ["The reviewers' report:", f"  {page.as_posix()}"]
    return lines


def _scan(directory: Path, folder: Path) -> int:
    from nationalreports.leaks.scan import look_through

    def progress(line: str) -> None:
        if sys.stderr.isatty():
            print(f"\r{line}", end="", file=sys.stderr)

    outcome = look_through(directory, folder, progress)
    for line in outcome.stops:
        print(f"leaks: fail; {line}", file=sys.stderr)
    for line in outcome.warnings:
        print(f"leaks: warning; {line}", file=sys.stderr)
    if not outcome.stops:
        print("leaks: pass; nothing that must not come out was found, and every file was read")
    return 1 if outcome.stops else 0


def _suggest(directory: Path, coder: str) -> int:
    from nationalreports.coding import is_coder
    from nationalreports.ingestion import suggested

    codebook = load(directory).codebook
    if not is_coder(coder):
        message = "write letters, digits, hyphens and underscores, and not “settled”"
        print(f"--coder: {coder!r} cannot be a coder's name; {message}", file=sys.stderr)
        return 1
    if not (directory / _FINDINGS).is_file():
        print(f"{_FINDINGS}: is missing; run `nationalreports run` first", file=sys.stderr)
        return 1
    if not any("suggest" in entry for entry in codebook["themes"].values()):
        message = "no theme has words to suggest it; give some under `suggest`"
        print(f"config/codebook.yaml: {message}", file=sys.stderr)
        return 1
    paths = suggested(coder, codebook, directory)
    print("Codes from this sheet are left out of the agreement between coders:")
    for path in paths:
        print(f"  {path.relative_to(directory).as_posix()}")
    return 0


def _hand_on(directory: Path, area: str, to: str) -> int:
    from nationalreports.handing_on import REGISTER, TARGETS, hand_on
    from nationalreports.registers import RefusedError, told_of

    codebook = load(directory).codebook

    def up_to_date() -> bool:
        return is_up_to_date(directory, *TARGETS)

    try:
        folder = hand_on(directory, codebook, area, to, up_to_date=up_to_date)
    except (RefusedError, OSError) as error:
        print(f"Nothing was handed on. {told_of(error, directory)}", file=sys.stderr)
        return 1
    print("To be handed on, and readable by you alone:")
    for path in [folder, *sorted(folder.iterdir())]:
        print(f"  {path.relative_to(directory).as_posix()}{'/' if path.is_dir() else ''}")
    print(f"Noted in {REGISTER.as_posix()}. All of it is confidential.")
    return 0


def _retention(directory: Path, names: list[str]) -> int:
    from nationalreports.days import today
    from nationalreports.registers import RefusedError, told_of
    from nationalreports.retention import delete_sources, list_sources

    series = load(directory)
    settings = series.config["reports"], series.retention
    try:
        if names:
            lines = delete_sources(directory, names, *settings, today())
        else:
            lines = list_sources(directory, *settings, today())
    except (RefusedError, OSError) as error:
        print(told_of(error, directory), file=sys.stderr)
        return 1
    print("\n".join(lines))
    return 0


def _synthesise(directory: Path) -> int:
    from nationalreports.synthesis import synthesise

    series = load(directory)
    reference = REPOSITORY / "data/raw/reference"
    paths = synthesise(
        directory / "data/raw",
        config=series.config,
        codebook=series.codebook,
        surveys=series.surveys,
        reference=reference,
    )
    print(f"{len(paths)} files written to data/raw/")
    return 0


def _survey_map(file: Path, header_rows: int) -> int:
    from nationalreports.survey_map import draft_survey
    from nationalreports.validation import problem_line

    draft, problems = draft_survey(file, header_rows)
    for problem in problems:
        print(problem_line(asdict(problem)), file=sys.stderr)
    print(draft, end="")
    return 1 if problems else 0


def _synthesise_letters(directory: Path, count: int, seed: int, every_format: bool) -> int:
    from nationalreports.variant_files import read_area_rows, write_variants

    areas = read_area_rows(REPOSITORY / "data/raw/reference/areas.csv")
    written = 0
    for written, _ in enumerate(
        write_variants(directory, count, seed, areas, every_format=every_format), 1
    ):
        if written % 50 == 0:
            print(f"{written} of {count} letters", file=sys.stderr)
    print(f"{written} letters written to letters/, what they say to truth.csv and visits.csv")
    return 0
