"""What stands in data/raw and would be passed over is said, by its path and with a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from nationalreports.cli import main
from nationalreports.raw_folder import folder_faults

READ = [
    "visits.csv",
    "watchlist.csv",
    "decisions.csv",
    "check_sheet.xlsx",
    "README.md",
    "letters/2020-10-dorset.md",
    "letters/no-letter.jpg",
    "findings/notes.xlsx",
    "coding/coder_a.csv",
    "reference/areas.csv",
    "surveys/README.md",
    "surveys/young_people/autumn.csv",
    "surveys/unknown/autumn.csv",
    "letters/.ipynb_checkpoints/copy.md",
    ".DS_Store",
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in READ:
        put(tmp_path, name)
    return tmp_path


def put(root: Path, name: str) -> None:
    path = root / "data/raw" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"")


def test_a_folder_whose_files_are_all_read_has_no_faults(root: Path) -> None:
    assert folder_faults(root) == []


@pytest.mark.parametrize(
    ("name", "path", "says"),
    [
        ("letters/old/a.md", "letters/old", "move its files to data/raw/letters/"),
        ("surveys/young_people/x.csv/y", "surveys/young_people/x.csv", "surveys/young_people/"),
        ("Letters/a.md", "Letters", "name it as one of letters"),
        ("surveys/autumn.csv", "surveys/autumn.csv", "the folder of its survey"),
        ("autumn.csv", "autumn.csv", "move it to one of the folders"),
        ("decisions.xlsx", "decisions.xlsx", "save it as CSV (UTF-8) under the name decisions.csv"),
        ("visits.xls", "visits.xls", "under the name visits.csv"),
        ("letters/{a}.md", "letters/{a}.md", "brace"),
        ("surveys/{x}/a.csv", "surveys/{x}", "brace"),
    ],
)
def test_what_no_stage_reads_is_said_once(root: Path, name: str, path: str, says: str) -> None:
    put(root, name)
    (fault,) = folder_faults(root)
    assert fault.startswith(f"data/raw/{path}: ")
    assert says in fault


@pytest.mark.parametrize("target", ["nowhere.csv", "b.csv"])
@pytest.mark.parametrize("folder", ["letters", "surveys/young_people", "."])
def test_a_link_that_leads_nowhere_is_said(root: Path, folder: str, target: str) -> None:
    (root / "data/raw" / folder / "b.csv").symlink_to(target)
    (fault,) = folder_faults(root)
    assert "b.csv: is a link that leads nowhere" in fault


def test_a_link_to_a_file_or_to_a_folder_is_followed(root: Path) -> None:
    (root / "elsewhere").mkdir()
    (root / "elsewhere/a.csv").write_bytes(b"")
    (root / "data/raw/coding/a.csv").symlink_to(root / "elsewhere/a.csv")
    (root / "data/raw/surveys/linked").symlink_to(root / "elsewhere")
    assert folder_faults(root) == []
    (root / "elsewhere/folder").mkdir()
    assert len(folder_faults(root)) == 1


@pytest.mark.parametrize("name", ["visits.csv", "reference/areas.csv"])
def test_what_no_run_can_do_without_is_missed(root: Path, name: str) -> None:
    (root / "data/raw" / name).unlink()
    assert folder_faults(root) == [f"data/raw/{name}: is missing; the run cannot start without it"]


def test_without_any_raw_files_both_are_missed(tmp_path: Path) -> None:
    assert len(folder_faults(tmp_path)) == 2


def test_a_run_says_it_and_does_not_start(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "data/raw/letters/gone.md").symlink_to("nowhere.md")
    assert main(["run", "--directory", str(root)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("data/raw/letters/gone.md: is a link")


def test_a_name_that_is_no_text_is_said(root: Path) -> None:
    try:
        put(root, "letters/caf\udce9.md")
    except OSError:
        pytest.skip("this file system holds no such names")
    (fault,) = folder_faults(root)
    assert fault.startswith("data/raw/letters/caf\\udce9.md: the name is not in UTF-8; rename it")
