"""What leaves of a report, and its digests."""

import copy
import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest
from release_folders import REPORTS, copy_of, put_reports, series

from nationalreports.release_pack import (
    BEFORE,
    LIST,
    TABLES,
    digest_of_all,
    digests,
    fill_report,
    needed,
    write_list,
)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared")
    put_reports(folder)
    return folder


def test_what_leaves_is_the_reports_own_and_its_public_tables(
    prepared: Path, tmp_path: Path
) -> None:
    run = copy_of(prepared, tmp_path / "run")
    (run / "reports/output/one/figures/.part").write_text("")
    fill_report(run, "one", tmp_path / "one")
    made = {p.relative_to(tmp_path / "one").as_posix() for p in (tmp_path / "one").rglob("*.*")}
    assert made == {
        *(f"one.{suffix}" for suffix in ("html", "pdf", "ods", "xlsx", "govspeak.md")),
        "images.csv",
        *("figures/a.svg", "data/themes-plan.csv", "data/csv-metadata.json"),
        *(f"data/{name}.csv" for name in TABLES),
    }
    for name in TABLES:
        own = (tmp_path / f"one/data/{name}.csv").read_bytes()
        assert own == (run / f"data/processed/public/one/{name}.csv").read_bytes()


def test_the_same_run_gives_the_same_bytes(prepared: Path, tmp_path: Path) -> None:
    for place in ("a", "b"):
        fill_report(prepared, "one", tmp_path / place / "one")
    assert digests(tmp_path / "a/one") == digests(tmp_path / "b/one")


@pytest.mark.parametrize("name", needed("one"))
def test_what_is_needed_is_there_and_nothing_is_made_without_it(
    prepared: Path, tmp_path: Path, name: str
) -> None:
    run = copy_of(prepared, tmp_path / "run")
    assert (run / name).exists()
    if (run / name).is_dir():
        shutil.rmtree(run / name)
    else:
        (run / name).unlink()
    # Verdicts of `steady` and the standard's file are asked for by the gate of reports alone.
    if not name.endswith(("steady.csv", "csv-metadata.json")):
        with pytest.raises(FileNotFoundError):
            fill_report(run, "one", tmp_path / "one")


def test_the_page_lists_the_reports_of_the_pack_and_no_others(
    prepared: Path, tmp_path: Path
) -> None:
    fill_report(prepared, "two", tmp_path / "two")
    write_list(prepared, series(prepared), ["two"], tmp_path)
    page = (tmp_path / LIST).read_text()
    assert 'href="two/two.pdf"' in page and "The second" in page
    assert "The &lt;first&gt;" not in page and "Draft" not in page
    for key in REPORTS:
        fill_report(prepared, key, tmp_path / "both" / key)
    write_list(prepared, series(prepared), REPORTS, tmp_path / "both")
    assert "The &lt;first&gt;" in (tmp_path / "both" / LIST).read_text()


def test_copies_for_before_the_release_go_along_where_the_settings_ask_for_them(
    prepared: Path, tmp_path: Path
) -> None:
    run = copy_of(prepared, tmp_path / "run")
    copies = run / "reports/output/one" / BEFORE
    copies.mkdir()
    (copies / "one.pdf").write_text("marked")
    fill_report(run, "one", tmp_path / "pack/one")
    assert (tmp_path / f"pack/one/{BEFORE}/one.pdf").read_text() == "marked"
    with pytest.raises(shutil.Error, match=f"one/{BEFORE}/ is left from other settings; delete"):
        write_list(run, series(run), ["one"], tmp_path / "pack")
    asked = copy.deepcopy(series(run))
    asked.config["reports"]["one"]["release"] = {"at": "2020-11-10T09:30", "see_before": ["press"]}
    write_list(run, asked, ["one"], tmp_path / "pack")
    page = (tmp_path / "pack/index.html").read_text()
    assert f'href="one/{BEFORE}/one.pdf"' in page and "9.30am on 10 November 2020" in page
    shutil.rmtree(tmp_path / f"pack/one/{BEFORE}")
    with pytest.raises(shutil.Error, match=f"one/{BEFORE}/ is missing"):
        write_list(run, asked, ["one"], tmp_path / "pack")


def test_digests_are_those_of_sha256sum(tmp_path: Path) -> None:
    (tmp_path / "one/b").mkdir(parents=True)
    for name in ("b/c", "a", "ä"):
        (tmp_path / "one" / name).write_text(name)
    found = digests(tmp_path / "one")
    assert list(found) == ["one/a", "one/b/c", "one/ä"]
    if not shutil.which("sha256sum"):
        pytest.skip("sha256sum is missing: install coreutils to compare with it")
    said = subprocess.run(["sha256sum", *found], cwd=tmp_path, capture_output=True, check=True)
    assert said.stdout.decode() == "".join(f"{own}  {name}\n" for name, own in found.items())
    assert digest_of_all(found) == hashlib.sha256(said.stdout).hexdigest()
