"""Areas, visits and official statistics: who was visited when, and what may be cited."""

from pathlib import Path

import pandas as pd
import pytest

from nationalreports.areas import read_areas, read_reference, read_visits, resolve_area

AREAS = """area_code,area_name,region,former_codes,fictional
E06000057,Northumberland,North East,E06000048,
E06000058,BCP,South West,E06000028 E10000009,false
E06000059,Dorset,South West,E10000009,false
E99000001,Harrowmere,North,,true
"""
REPORTS = {
    "autumn": {"window": {"start": "2020-10-05", "end": "2020-10-14"}},
    "spring": {"window": {"start": "2021-01-01", "end": "2021-03-31"}},
}


def write(root: Path, name: str, text: str) -> Path:
    (root / name).write_text(text, encoding="utf-8")
    return root / name


@pytest.fixture
def areas(tmp_path):
    return read_areas(write(tmp_path, "areas.csv", AREAS), root=tmp_path)[0]


def found(problems):
    return [(p.severity, p.rule, int(p.row), p.column) for p in problems]


def test_areas_are_read_sorted_with_blank_as_real(areas):
    assert list(areas["fictional"]) == ["false", "false", "false", "true"]
    assert list(areas.columns) == ["area_code", "area_name", "region", "former_codes", "fictional"]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("E06000057,Again,North East,,", "area_code"),
        ("Dorset,Dorset,South West,,", "area_code"),
        ("E06000001,,North East,,", "area_name"),
        ("E06000001,Hartlepool,North East,,perhaps", "fictional"),
    ],
)
def test_faulty_areas_are_set_aside(tmp_path, row, column):
    frame, problems = read_areas(write(tmp_path, "a.csv", f"{AREAS}{row}\n"), root=tmp_path)
    assert found(problems) == [("error", "VIS-008", 6, column)]
    assert len(frame) == 4


@pytest.mark.parametrize(
    ("code", "area", "candidates"),
    [
        ("E06000059", "E06000059", ["E06000059"]),
        ("E06000048", "E06000057", ["E06000057"]),
        ("E10000009", "", ["E06000058", "E06000059"]),
        ("Dorset", "", ["E06000059"]),
        ("E00000000", "", []),
        ("", "", []),
    ],
)
def test_former_codes_lead_to_their_only_successor(areas, code, area, candidates):
    assert resolve_area(code, areas) == (area, candidates)


def visits(root, areas, *rows):
    text = "\n".join(["visit_id,area_code,start_date,end_date", *rows]) + "\n"
    return read_visits(write(root, "visits.csv", text), areas, REPORTS, root=root)


def test_visits_join_the_report_whose_window_holds_their_start(tmp_path, areas):
    frame, problems = visits(
        tmp_path,
        areas,
        "v-1,E06000059,2020-10-05,2020-10-06",
        "v-2,E99000001,2020-10-14,2020-10-16",
        "v-3,E06000057,2021-03-31,2021-03-31",
    )
    assert problems == []
    assert list(frame["report"]) == ["autumn", "autumn", "spring"]
    assert list(frame.index) == [2, 3, 4]


@pytest.mark.parametrize(
    ("row", "severity", "rule", "column", "kept"),
    [
        ("V 1,E06000059,2020-10-05,2020-10-06", "error", "VIS-001", "visit_id", False),
        (",E06000059,2020-10-05,2020-10-06", "error", "VIS-001", "visit_id", False),
        ("v-0,E06000059,2020-10-05,2020-10-06", "error", "VIS-002", "visit_id", False),
        ("v-1,E06000059,05/10/2020,2020-10-06", "error", "VIS-003", "start_date", False),
        ("v-1,E06000059,2020-10-05,2020-02-30", "error", "VIS-003", "end_date", False),
        ("v-1,E06000059,2020-10-06,2020-10-05", "error", "VIS-004", "end_date", False),
        ("v-1,E06000048,2020-10-05,2020-10-06", "warning", "VIS-005", "area_code", True),
        ("v-1,E10000009,2020-10-05,2020-10-06", "error", "VIS-006", "area_code", False),
        ("v-1,,2020-10-05,2020-10-06", "error", "VIS-006", "area_code", False),
        ("v-1,E06000059,2020-10-04,2020-10-06", "error", "VIS-007", "start_date", True),
        ("v-1,E06000059,2020-10-15,2020-10-16", "error", "VIS-007", "start_date", True),
    ],
)
def test_faulty_visits(tmp_path, areas, row, severity, rule, column, kept):
    frame, problems = visits(tmp_path, areas, "v-0,E99000001,2020-10-05,2020-10-06", row)
    assert found(problems) == [(severity, rule, 3, column)]
    assert len(frame) == 1 + kept
    assert "report" in frame


def test_candidates_are_named(tmp_path, areas):
    _, problems = visits(tmp_path, areas, "v-1,E10000009,2020-10-05,2020-10-06")
    assert "E06000058 (BCP), E06000059 (Dorset)" in problems[0].message


NO_AREAS = pd.DataFrame(columns=["area_code", "area_name", "former_codes"], dtype=str)

PLANS = (
    "time_period,geographic_level,new_la_code,la_name,characteristic_age,"
    "Total_ehc,Total_all,published\n"
)


@pytest.mark.parametrize(
    ("published", "day"),
    [("2020-05-07", "2020-05-07"), ("2020-02", "2020-02-29"), ("", "")],
)
def test_a_month_means_its_last_day(tmp_path, published, day):
    text = f"{PLANS}2020,National,,,Total,390109,390109,{published}\n"
    frame, problems = read_reference(
        write(tmp_path, "e.csv", text), "ehc_plans", NO_AREAS, root=tmp_path
    )
    assert problems == []
    assert list(frame["published"]) == [day]


@pytest.mark.parametrize(
    ("row", "rule", "column", "kept"),
    [
        ("20,National,,,Total,5,5,2020-05", "REF-001", "time_period", 0),
        ("2020,Nation,,,Total,5,5,2020-05", "REF-001", "geographic_level", 0),
        ("2020,National,,,Total,5,5,May 2020", "REF-002", "published", 1),
        ("2020,National,,,Total,5,5,2020-13", "REF-002", "published", 1),
        ("2020,National,,,Total,5,many,2020-05", "REF-003", "Total_all", 1),
        ("2020,National,,,Total,5,,2020-05", "REF-003", "Total_all", 1),
    ],
)
def test_faulty_statistics(tmp_path, row, rule, column, kept):
    path = write(tmp_path, "e.csv", f"{PLANS}{row}\n")
    frame, problems = read_reference(path, "ehc_plans", NO_AREAS, root=tmp_path)
    assert found(problems) == [("error", rule, 2, column)]
    assert len(frame) == kept


DORSET = "2020,Local authority,{},Dorset,Total,5,{},2020-05"


@pytest.mark.parametrize(
    ("codes", "kept"),
    [
        (["E06000059", "E10000009"], 0),  # the area under its present and its former code
        (["E06000028", "E06000029"], 2),  # two former areas of one year
        (["E06000059", "E06000058"], 2),
    ],
)
def test_an_area_stands_once_in_a_year(tmp_path, codes, kept):
    listed = AREAS.replace("E06000028 E10000009", "E06000028 E06000029")
    present = read_areas(write(tmp_path, "areas.csv", listed), root=tmp_path)[0]
    rows = [DORSET.format(code, number) for number, code in enumerate(codes)]
    path = write(tmp_path, "e.csv", PLANS + "\n".join(rows) + "\n")
    frame, problems = read_reference(path, "ehc_plans", present, root=tmp_path)
    assert len(frame) == kept
    assert [p.rule for p in problems] == ["REF-007"] * (kept == 0)


def test_a_decision_on_a_figure_that_stands_twice_ends_when_either_row_changes(tmp_path):
    """Of equal rows one counts; once they differ none does, which nobody has decided."""

    def record(first, second, heading=""):
        rows = [DORSET.format("E06000059", number) for number in (first, second)]
        path = write(tmp_path, "e.csv", PLANS + heading + "\n".join(rows) + "\n")
        _, problems = read_reference(path, "ehc_plans", NO_AREAS, root=tmp_path)
        (told,) = [problem for problem in problems if problem.rule == "REF-007"]
        return told.record

    own = record(5, 5)
    assert record(6, 5) != own
    assert record(5, 6) != own
    assert record(5, 5, heading=DORSET.format("E06000058", 5) + "\n") == own


def test_former_names_lead_to_candidates_alone():
    known = pd.DataFrame(
        [["E06000058", "BCP", "", "Poole; Bournemouth"], ["E06000059", "Dorset", "", ""]],
        columns=["area_code", "area_name", "former_codes", "former_names"],
    )
    assert resolve_area("Poole", known) == ("", ["E06000058"])
    assert resolve_area("Christchurch", known) == ("", [])
    assert resolve_area("e06000059", known) == ("", ["E06000059"])
