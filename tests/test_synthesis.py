"""The committed demonstration series is what `synthesise` writes, and is what it claims to be."""

from __future__ import annotations

import csv
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from nationalreports.letters import finding_id, read_letter
from nationalreports.synthesis import synthesise
from nationalreports.synthesis_text import plan_visits, read_demonstration, share_out
from nationalreports.tables import read_table

ROOT = Path(__file__).resolve().parents[1]
RAW = ROOT / "data" / "raw"
SHARED = ROOT.parent / "shared" / "data"
REAL = {
    "areas.csv": "upper_tier_local_authorities_2020.csv",
    "ehc_plans.csv": "sen2_ehc_plans_by_age_2018_2021.csv",
    "timeliness.csv": "sen2_assessment_timeliness_2018_2021.csv",
}


def _yaml(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)


def _configuration() -> dict[str, Any]:
    folder = ROOT / "config"
    return {
        "config": _yaml(folder / "config.yaml"),
        "codebook": _yaml(folder / "codebook.yaml"),
        "surveys": {path.stem: _yaml(path) for path in sorted(folder.glob("surveys/*.yaml"))},
    }


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _files(folder: Path) -> dict[str, Path]:
    return {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("series") / "raw"
    synthesise(target, **_configuration(), reference=RAW / "reference")
    return target


def _differences(made: Path, kept: Path) -> Iterator[str]:
    new, old = _files(made), _files(kept)
    yield from (f"{name}: is not in data/raw" for name in sorted(new.keys() - old.keys()))
    yield from (f"{name}: is in data/raw but not made" for name in sorted(old.keys() - new.keys()))
    for name in sorted(new.keys() & old.keys()):
        a, b = new[name].read_bytes(), old[name].read_bytes()
        if a != b:
            pairs = itertools.zip_longest(a, b)
            where = next(i for i, (x, y) in enumerate(pairs) if x != y)
            here, there = a[where:][:40], b[where:][:40]
            yield f"{name}: differs from byte {where} (made {here!r}, there {there!r})"


def test_committed_series_is_what_synthesise_writes(made: Path) -> None:
    differences = list(_differences(made, RAW))
    assert not differences, "data/raw differs; run `nationalreports synthesise`\n" + "\n".join(
        differences
    )


def test_comparison_sees_a_changed_an_added_and_a_missing_file(tmp_path: Path) -> None:
    new, old = tmp_path / "new", tmp_path / "old"
    for folder in (new, old):
        folder.mkdir()
    (new / "a").write_bytes(b"1")
    (old / "a").write_bytes(b"12")
    (new / "b").touch()
    (old / "c").touch()
    assert [line[0] for line in _differences(new, old)] == ["b", "c", "a"]


def test_writing_a_series_over_itself_changes_nothing(made: Path, tmp_path: Path) -> None:
    first = synthesise(tmp_path, **_configuration(), reference=made / "reference")
    before = {path: path.read_bytes() for path in first}
    again = synthesise(tmp_path, **_configuration(), reference=tmp_path / "reference")
    assert {path: path.read_bytes() for path in again} == before


def test_another_seed_gives_another_series(made: Path, tmp_path: Path) -> None:
    synthesise(tmp_path, seed=7, **_configuration(), reference=RAW / "reference")
    assert list(_differences(tmp_path, made))
    assert (tmp_path / "reference/areas.csv").read_bytes() == (
        made / "reference/areas.csv"
    ).read_bytes()


def test_wording_that_the_codebook_does_not_allow_is_named(tmp_path: Path) -> None:
    configuration = _configuration()
    configuration["codebook"]["themes"]["isolation"]["questions"] = ["experience"]
    with pytest.raises(ValueError, match="does not count 'isolation' under 'challenge'"):
        synthesise(tmp_path, **configuration, reference=RAW / "reference")
    assert not list(tmp_path.iterdir())


def test_visit_outside_every_window_is_named(tmp_path: Path) -> None:
    configuration = _configuration()
    del configuration["config"]["reports"]["final-2021"]
    with pytest.raises(ValueError, match="2021-01-19"):
        synthesise(tmp_path, **configuration, reference=RAW / "reference")


def test_letters_read_back_as_the_findings_that_were_coded(made: Path) -> None:
    configuration = _configuration()
    series = read_demonstration("series.yaml")
    visits = plan_visits(series, configuration["config"])
    told = share_out(visits, series, configuration["codebook"], 2020)
    formats = Counter(visit.plan["format"] for visit in visits)
    assert set(formats) == {"md", "txt", "docx", "pdf"}
    assert min(formats.values()) >= 2
    for visit in visits:
        path = made / "letters" / f"{visit.visit_id}.{visit.plan['format']}"
        letter, problems = read_letter(path, source=path.name)
        assert letter is not None
        assert [p for p in problems if p.severity != "info"] == []
        assert letter.area_name == visit.area["name"]
        read = [(f.section, finding_id(visit.visit_id, f.text)) for f in letter.findings]
        meant = [
            (section, finding_id(visit.visit_id, finding.text))
            for section, findings in told[visit.visit_id].items()
            for finding in findings
        ]
        assert sorted(read) == sorted(meant), path.name
        assert 10 <= len(told[visit.visit_id]["told"]) <= 14
        assert len(told[visit.visit_id]["priority"]) == 3


def test_both_coders_code_all_findings_and_what_differs_is_settled(made: Path) -> None:
    codes: dict[str, dict[str, set[tuple[str, ...]]]] = {}
    allowed = _configuration()["codebook"]
    for name in ("coder_a", "coder_b", "settled"):
        codes[name] = defaultdict(set)
        for row in _rows(made / f"coding/{name}.csv"):
            code = (row["question"], row["theme"], row["sector"], row["voice"])
            assert row["question"] in allowed["themes"][row["theme"]]["questions"]
            assert row["sector"] in allowed["sectors"] and row["voice"] in allowed["voices"]
            assert code not in codes[name][row["finding_id"]]
            codes[name][row["finding_id"]].add(code)
    first, second, settled = codes.values()
    assert first.keys() == second.keys()
    differ = {key for key in first if first[key] != second[key]}
    assert differ == settled.keys()
    assert 0.85 <= 1 - len(differ) / len(first) <= 0.91
    notes = _rows(made / "findings/discussions_2020-11.csv")
    assert 55 <= len(notes) <= 65
    assert {finding_id(row["source_id"], row["text"]) for row in notes} <= first.keys()
    assert any(len(rows) > 1 for rows in first.values())


def test_themes_are_told_in_one_to_six_of_the_october_areas(made: Path) -> None:
    areas = defaultdict(set)
    for row in _rows(made / "coding/coder_a.csv"):
        if row["finding_id"].startswith("2020-10-"):
            areas[row["question"], row["theme"]].add(row["finding_id"].rsplit("-", 1)[0])
    counts = Counter(len(visits) for visits in areas.values())
    assert set(counts) == {1, 2, 3, 4, 5, 6}
    assert sum(counts[n] for n in (2, 3, 4, 5)) > sum(counts[n] for n in (1, 6))


def test_no_two_findings_have_the_same_words(made: Path) -> None:
    ids = [row["finding_id"] for row in _rows(made / "coding/coder_a.csv")]
    digests = {key.rsplit("-", 1)[1] for key in ids}
    assert len(digests) == len(set(ids))


def test_wording_has_no_statistics() -> None:
    for name in ("experience", "worked_well", "challenge", "plan"):
        for texts in read_demonstration(f"{name}.yaml").values():
            for entry in texts:
                assert not any(c.isdigit() or c == "%" for c in "".join(entry.values()))


def test_fictional_areas_are_marked_and_no_real_area_has_their_name(made: Path) -> None:
    areas = _rows(made / "reference/areas.csv")
    fictional = [row for row in areas if row["fictional"] == "true"]
    real = [row for row in areas if row["fictional"] == "false"]
    assert (len(fictional), len(real)) == (10, 151)
    assert {row["region"] for row in fictional} == {"Fictional"}
    taken = " ".join(row[c] for row in real for c in ("area_name", "official_name", "dfe_name"))
    assert not [row["area_name"] for row in fictional if row["area_name"] in taken]
    visited = {row["area_code"] for row in _rows(made / "visits.csv")}
    assert visited == {row["area_code"] for row in fictional}


@pytest.mark.skipif(not SHARED.is_dir(), reason="no source data in ../shared/data")
@pytest.mark.parametrize("name", REAL)
def test_real_rows_are_those_of_the_source(name: str) -> None:
    kept = [row for row in _rows(RAW / "reference" / name) if row.get("fictional") != "true"]
    source = _rows(SHARED / REAL[name])
    assert [{column: row[column] for column in source[0]} for row in kept] == source
    assert list(kept[0])[-1] == "published"


def test_published_dates_stand_where_they_were_sourced() -> None:
    dates = {
        (name, row["time_period"]): row["published"]
        for name in ("ehc_plans.csv", "timeliness.csv")
        for row in _rows(RAW / "reference" / name)
    }
    assert {key: date for key, date in dates.items() if date} == {
        ("ehc_plans.csv", "2020"): "2020-05",
        ("ehc_plans.csv", "2021"): "2021-05-13",
        ("timeliness.csv", "2019"): "2020-05",
        ("timeliness.csv", "2020"): "2021-05-13",
    }


@pytest.mark.parametrize(("name", "about"), [("parents_carers", 1150), ("young_people", 350)])
def test_survey_exports_fit_their_configuration(made: Path, name: str, about: int) -> None:
    survey = _configuration()["surveys"][name]
    paths = sorted((made / "surveys" / name).iterdir())
    assert {path.suffix for path in paths} == {".csv", ".xlsx"}
    ids: list[str] = []
    for path in paths:
        table, problems = read_table(
            path, source=path.name, required=[survey["id"], survey["area"]], optional=None
        )
        assert problems == []
        ids += list(table[survey["id"]])
        for key, question in survey["questions"].items():
            if question["type"] == "single":
                given = set(table[question["header"]]) - {""}
                assert given <= set(question["answers"]), (path.name, key)
            if question["type"] == "multiple":
                for answer in question["answers"]:
                    assert set(table[f"{question['header']} - {answer}"]) <= {"", answer}
            route = question.get("asked_if")
            if route:
                asked = survey["questions"][route["question"]]["header"]
                skipped = table[table[asked] != route["answer"]]
                assert set(skipped[question["header"]]) == {""}
    assert len(ids) == len(set(ids))
    assert about * 0.95 <= len(ids) <= about * 1.05


def test_survey_comments_hold_text_that_a_program_could_take_for_code(made: Path) -> None:
    header = "Is there anything else you would like to tell us?"
    comments = {row[header] for row in _rows(made / "surveys/parents_carers/october-2020.csv")}
    for piece in ("<script>", "{{< include", "=1+1", '"never again"', "\n"):
        assert any(piece in comment for comment in comments), piece


def test_series_is_small(made: Path) -> None:
    assert sum(path.stat().st_size for path in _files(made).values()) < 1_500_000
