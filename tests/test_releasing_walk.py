"""docs/releasing.md: each of its commands prints what stands there.

`make test` gives the commands to the small run folder of `release_folders`, so that `make reports`
does nothing, and reads what it would print from the demonstration in `make sweep` alone, which runs
all of it on the demonstration, as two people at a shell would.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import check_sheets
import pytest
from release_folders import (
    NEEDS_SSH,
    drafts,
    make_key,
    put_people,
    put_reports,
    put_runner,
    series,
    signer_line,
)
from run_folders import RAW, REPOSITORY

from nationalreports import releasing
from nationalreports.cli import main
from nationalreports.signers import ALLOWED

pytestmark = NEEDS_SSH

TEXT = (REPOSITORY / "docs/releasing.md").read_text(encoding="utf-8")
PEOPLE = {"ana": ("ana@example.org", "analyst"), "rae": ("rae@example.org", "reviewer")}
REPORT = "october-2020"


def commands(text: str = TEXT) -> Iterator[tuple[str, str, list[str], bool]]:
    """Who gives which command, the lines that it is said to print, and if it is of a correction."""
    correction = text.index("## A late correction")
    for block in re.finditer(r"(?m)^```console\n(.*?)^```$", text, re.DOTALL):
        for who, command, printed in re.findall(
            r"(?m)^(\w+)\$ (.*)\n((?:(?!\w+\$ ).*\n)*)", block[1]
        ):
            yield who, command, printed.splitlines(), block.start() > correction


def unlike(printed: str, shown: list[str]) -> str:
    """The first line of `shown` that was not printed where it should be, "" where all were.

    `…` in a line stands for any characters, and as a line for any lines.
    """
    lines = printed.splitlines()
    place, gap = 0, False
    for line in shown:
        if line == "…":
            gap = True
            continue
        pattern = ".*".join(re.escape(part) for part in line.split("…"))
        found = [n for n in range(place, len(lines)) if re.fullmatch(pattern, lines[n])]
        if not found or (not gap and found[0] != place):
            return line
        place, gap = found[0] + 1, False
    return "" if gap or place == len(lines) else f"the end, before {lines[place]!r}"


def walk(do: Callable[[str, str], str], correct: Callable[[], None]) -> list[str]:
    """Give all commands by `do`, after `correct` those of a correction; what was not as shown."""
    wrong, corrected = [], False
    for who, command, shown, of_correction in commands():
        if of_correction and not corrected:
            correct()
            corrected = True
        printed = do(who, command)
        if line := unlike(printed, shown):
            wrong.append(f"{who}$ {command}: {line}\n{printed}")
    return wrong


def setting_of(folder: Path, who: str) -> Path:
    """Git's settings of a person."""
    path = folder / f"{who}.gitconfig"
    email, _ = PEOPLE[who]
    path.write_text(f'[user]\n\temail = {email}\n\tsigningkey = "{folder / who}"\n')
    return path


def test_the_commands_are_those_of_the_walk_through() -> None:
    given = [f"{who} {command}" for who, command, _, _ in commands()]
    released = [
        "ana make reports",
        f"ana nationalreports approve {REPORT}",
        f"rae nationalreports approve {REPORT}",
        f"ana make release REPORTS={REPORT}",
    ]
    assert given == [
        *(*released, "pia ls release/1"),
        *(*released, "pia cat release/releases.csv"),
    ]


def test_commands_print_what_the_walk_through_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "run"
    root.mkdir()
    put_reports(root)
    put_people(root, tmp_path / "keys")
    lines = [signer_line(PEOPLE[who][0], tmp_path / "keys" / who, PEOPLE[who][1]) for who in PEOPLE]
    (root / "config" / ALLOWED).write_text("".join(lines))
    put_runner(root, "ana@example.org")
    monkeypatch.setattr(releasing, "load", series)
    monkeypatch.setattr(releasing, "is_up_to_date", lambda directory: True)
    monkeypatch.setattr(releasing, "read_drafts", lambda *given: drafts())

    def do(who: str, command: str) -> str:
        if who not in PEOPLE:
            return re.sub(r"\bone\b", REPORT, look(root, command))
        setting = setting_of(tmp_path / "keys", who)
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(setting))
        if command == "make reports":
            return "\n".join(of_reports.pop(0))
        given = re.sub(r"^(make|nationalreports) |REPORTS=", "", command).split()
        own = ["one" if word == REPORT else word for word in given]
        assert main([*own, "--directory", str(root)]) == 0
        return re.sub(r"\bone\b(?! must)", REPORT, capsys.readouterr().out)

    def correct() -> None:
        page = root / "reports/output/one/one.html"
        page.write_text(page.read_text().replace("Report one", "Report one, corrected"))

    of_reports = [own for _, command, own, _ in commands() if command == "make reports"]
    assert walk(do, correct) == []


@pytest.mark.skipif(
    "RELEASE_WALK" not in os.environ, reason="several minutes: `make sweep` runs it"
)
def test_the_demonstration_is_released_as_the_walk_through_says(tmp_path: Path) -> None:
    root = tmp_path / "run"
    shutil.copytree(RAW, root / "data/raw")
    shutil.copytree(REPOSITORY / "config", root / "config")
    (tmp_path / "keys").mkdir()
    lines = []
    for who, (email, role) in PEOPLE.items():
        make_key(tmp_path / "keys" / who)
        lines.append(signer_line(email, tmp_path / "keys" / who, role))
    (root / "config" / ALLOWED).write_text("".join(lines))
    replace_once(root / "config/config.yaml", f"{REPORT}:\n", f"{REPORT}:\n    status: final\n")

    def do(who: str, command: str) -> str:
        if who not in PEOPLE:
            return look(root, command)
        setting = setting_of(tmp_path / "keys", who)
        environment = {**os.environ, "GIT_CONFIG_GLOBAL": str(setting)}
        printed = call(environment, root, "run") if "make" in command else ""
        if command == "make reports":
            check_sheets.work_out(root)
            return printed
        given = re.sub(r"^(make|nationalreports) |REPORTS=", "", command).split()
        return printed + call(environment, root, *given)

    def correct() -> None:
        replace_once(
            root / "data/raw/coding/settled.csv",
            "2020-10-harrowmere-489b831d,settled,challenge,communication,joint,practitioners",
            "2020-10-harrowmere-489b831d,settled,challenge,communication,health,practitioners",
        )

    assert walk(do, correct) == []
    assert {path.name for path in (root / "release").iterdir() if path.is_dir()} == {"1", "2"}


def look(root: Path, command: str) -> str:
    """What a publisher sees, who has no key."""
    done = subprocess.run(command.split(), cwd=root, capture_output=True, text=True, check=True)
    return done.stdout


def call(environment: Mapping[str, str], root: Path, *given: str) -> str:
    program = Path(sys.executable).with_name("nationalreports")
    command = [str(program), *given, "--directory", str(root)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def replace_once(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("printed", "shown", "expected"),
    [
        ("a\nb\nc", ["a", "…", "c"], ""),
        ("a\nb\nc", ["a", "b…", "c"], ""),
        ("a\nb\nc", ["a", "c"], "c"),
        ("a\nb\nc", ["…", "b"], "the end, before 'c'"),
        ("a\nb\nc", ["…", "d", "…"], "d"),
        ("a\nb\nc", ["…", "c", "a"], "a"),
        ("abc", ["a…c"], ""),
    ],
)
def test_what_was_not_printed_is_seen(printed: str, shown: list[str], expected: str) -> None:
    assert unlike(printed, shown) == expected
