"""The rules of official statistics on the real files, whole: no false alarm, and none asleep."""

import pytest

from nationalreports.areas import REFERENCE_COLUMNS, read_areas, read_reference
from nationalreports.config import REPOSITORY, load
from nationalreports.crosschecks import lay_out
from nationalreports.rulebook import rules
from nationalreports.validation import validate

REFERENCE = REPOSITORY / "data/raw/reference"


@pytest.fixture(scope="module")
def tables():
    areas, _ = read_areas(REFERENCE / "areas.csv", root=REPOSITORY)
    found = {
        kind: read_reference(REFERENCE / f"{kind}.csv", kind, areas, root=REPOSITORY)[0]
        for kind in REFERENCE_COLUMNS
    }
    return {"areas": areas.reset_index(drop=True), **found}


def judged(tables, tmp_path):
    series = load(tmp_path)
    laid = lay_out(tables, config=series.config, surveys={})
    kept = rules(laid, config=series.config, codebook=series.codebook, surveys={})
    problems, results = validate(laid, kept)
    return problems, {r["rule"]: r["checked"] for r in results if r["rule"].startswith("REF")}


def test_the_files_as_published_keep_every_rule_but_what_is_known_wrong(tables, tmp_path):
    problems, checked = judged(tables, tmp_path)
    found = {(p.rule, p.severity): p.value.split(":")[0] for p in problems}
    assert found == {("REF-113", "warning"): "Medway"}
    rows = tables["timeliness"].loc[[int(p.row) for p in problems]]
    assert set(rows["new_la_code"]) == {"E08000013", "E06000035"}
    assert set(rows["time_period"]) == {"2021"}
    # No rule passes for want of rows. 4 years, 6 ages or their total, 9
    # regions; of the years, 3 are not after the list of areas, in each of two files.
    assert min(checked.values()) >= 4
    assert checked["REF-107"] == 4 * 6 * 9 * 2
    assert checked["REF-108"] == 4 * 9 * 2
    assert checked["REF-111"] == 151 * 6


@pytest.mark.parametrize(
    ("table", "level", "column", "found"),
    [
        ("ehc_plans", "Local authority", "Total_all", {"REF-101", "REF-107", "REF-109", "REF-110"}),
        ("ehc_plans", "Regional", "Total_ehc", {"REF-107", "REF-109", "REF-110"}),
        ("timeliness", "Regional", "TotNoExcEHC", {"REF-106", "REF-108"}),
        ("timeliness", "National", "NoExc20weekEHC", {"REF-102", "REF-106"}),
    ],
)
def test_one_changed_figure_of_the_real_files_is_found(
    tables, tmp_path, table, level, column, found
):
    frame = tables[table].copy()
    row = frame.index[(frame["geographic_level"] == level) & (frame["time_period"] == "2020")][0]
    frame.loc[row, column] = str(int(frame.loc[row, column]) + 900)
    problems, _ = judged(tables | {table: frame}, tmp_path)
    assert {p.rule for p in problems} - {"REF-113"} == found


def test_an_area_that_is_missing_is_named_by_its_present_code(tables, tmp_path):
    plans = tables["ehc_plans"]
    gone = (plans["new_la_code"] == "E10000002") & (plans["time_period"] == "2020")
    assert gone.any()
    problems, _ = judged(tables | {"ehc_plans": plans[~gone]}, tmp_path)
    assert [p.value for p in problems if p.rule == "REF-111"] == ["E06000060 of 2020"]
