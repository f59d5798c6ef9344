"""Which release of each report is current, from what stands in the packs."""

import copy
import json
from pathlib import Path

from public_tables import SERIES

from nationalreports.release_list import make_release_list, releases_with, write_release_list
from nationalreports.research_object import CRATE, make_crate

OCTOBER, NOVEMBER = "october-2020", "november-2020"


def put(folder: Path, number: int, *reports: str, what: str = "") -> None:
    config = copy.deepcopy(SERIES.config)
    if what:
        config["reports"][reports[0]]["revisions"] = [{"date": "2021-01-05", "what": what}]
    pack = folder / str(number)
    pack.mkdir(parents=True)
    (pack / CRATE).write_text(json.dumps(make_crate(config, reports, {})), encoding="utf-8")


def states(folder: Path) -> list[list[str]]:
    found = make_release_list(folder)
    return found[["release", "report", "state", "superseded_by"]].to_numpy().tolist()


def test_the_latest_release_of_each_report_is_current(tmp_path: Path) -> None:
    for number in (1, 2, 10):
        put(tmp_path, number, OCTOBER)
    put(tmp_path, 3, NOVEMBER)
    assert states(tmp_path) == [
        ["10", OCTOBER, "current", ""],
        ["3", NOVEMBER, "current", ""],
        ["2", OCTOBER, "superseded", "10"],
        ["1", OCTOBER, "superseded", "2"],
    ]
    assert releases_with(tmp_path, OCTOBER) == [1, 2, 10]
    assert releases_with(tmp_path, "final-2021") == []


def test_what_is_no_pack_or_has_no_description_is_not_listed(tmp_path: Path) -> None:
    (tmp_path / ".making-x").mkdir()
    (tmp_path / "1").mkdir()
    write_release_list(tmp_path, "")
    assert not (tmp_path / "releases.csv").exists()
    assert make_release_list(tmp_path / "none").empty


def test_files_are_made_anew_and_show_the_note_as_text(tmp_path: Path) -> None:
    put(tmp_path, 1, OCTOBER)
    write_release_list(tmp_path, "")
    before = {name: (tmp_path / name).read_bytes() for name in ("releases.csv", "index.html")}
    put(tmp_path, 2, OCTOBER, what="One <count> was wrong.")
    write_release_list(tmp_path, "p { }")
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "One &lt;count&gt; was wrong." in page and 'href="2/index.html"' in page
    assert "Superseded by release 2" in page and "<style>p { }</style>" in page
    assert "One <count> was wrong." in (tmp_path / "releases.csv").read_text(encoding="utf-8")
    assert all((tmp_path / name).read_bytes() != content for name, content in before.items())
