"""Against the last run: which run that is, what jumps, and what is said of it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nationalreports.comparison import (
    NO_RUN,
    UNREADABLE,
    changes,
    compare,
    keep_run,
    lay_rows,
    lay_shares,
    next_state,
    outcome,
    read_state,
    run_tables,
)
from nationalreports.problems import Problem, to_frame
from nationalreports.tables import write_json

FIRST = {"current": None, "previous": None, "note": NO_RUN}
RESULT = {"rule": "VIS-101", "state": "passed", "failing": 0, "notes": "Each has an id."}


def source(name, rows, missing=0, **waves):
    column = {"name": "id", "missing": missing, "waves": dict.fromkeys(waves, 0)}
    return {"source": name, "rows": rows, "waves": waves, "columns": [column]}


def question(asked, answered, wave="autumn", **answers):
    given_ = [{"answer": answer, "count": count} for answer, count in answers.items()]
    told = {"wave": wave, "asked": asked, "answered": answered, "answers": given_}
    return {
        "survey": "families",
        "question": "met",
        "label": "L",
        "type": "single",
        "waves": [told],
    }


def profiled(*sources, questions=()):
    return {"sources": list(sources), "questions": list(questions)}


def run(data, made="2020-11-10T09:30:00Z", profile=None, problems=(), **result):
    told = outcome(to_frame(problems), [{**RESULT, **result}])
    return {"made": made, "data": data, **told, "profile": profile or profiled()}


def test_the_first_run_has_no_earlier_one():
    state = next_state(FIRST, run("a"))
    assert (state["current"]["data"], state["previous"]) == ("a", None)
    assert changes(state) == {"since": "", "note": NO_RUN, "rows": []}


def test_other_data_make_the_current_run_the_last_one():
    state = next_state(next_state(FIRST, run("a")), run("b"))
    assert (state["current"]["data"], state["previous"]["data"]) == ("b", "a")
    state = next_state(state, run("c"))
    assert (state["current"]["data"], state["previous"]["data"]) == ("c", "b")


def test_the_same_data_again_leave_the_last_run_as_it_was():
    """After a decision or another threshold, a jump of this delivery is still to be read."""
    state = next_state(next_state(FIRST, run("a")), run("b"))
    again = next_state(state, run("b", made="2020-11-11T09:30:00Z"))
    assert again["previous"] == state["previous"]
    assert again["current"]["made"] == "2020-11-11T09:30:00Z"
    first = next_state(next_state(FIRST, run("a")), run("a"))
    assert (first["previous"], first["note"]) == (None, NO_RUN)


def folder_of(tmp_path, data, *sources):
    measured = {"data": data, "profile": profiled(*sources), "influence": []}
    write_json(measured, tmp_path / "sources.json")
    return tmp_path


def test_runs_are_kept_in_a_file(tmp_path):
    folder = folder_of(tmp_path, "a", source("visits", 100))
    assert all(table.empty for table in run_tables(folder).values())
    keep_run(folder, to_frame([]), [RESULT])
    # The same data again: still nothing to compare with.
    assert all(table.empty for table in run_tables(folder).values())
    folder_of(tmp_path, "b", source("visits", 60))
    assert run_tables(folder)["run_rows"][["before", "now"]].to_numpy().tolist() == [["100", "60"]]
    keep_run(folder, to_frame([]), [RESULT])
    assert run_tables(folder)["run_rows"][["before", "now"]].to_numpy().tolist() == [["100", "60"]]
    state = read_state(folder / "profile.json")
    assert (state["current"]["data"], state["previous"]["data"], state["note"]) == ("b", "a", "")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"current": 1}', '{"not": "ours"}', "\x00\xff", "[" * 100_000]
)
def test_a_broken_or_foreign_record_counts_as_none_and_is_said(tmp_path, text):
    folder = folder_of(tmp_path, "a", source("visits", 100))
    (folder / "profile.json").write_bytes(text.encode("latin-1"))
    assert all(table.empty for table in run_tables(folder).values())
    keep_run(folder, to_frame([]), [RESULT])
    state = read_state(folder / "profile.json")
    assert state["current"]["data"] == "a"
    assert changes(state) == {"since": "", "note": UNREADABLE, "rows": []}


def test_a_record_of_another_version_counts_as_none(tmp_path):
    folder = folder_of(tmp_path, "a")
    keep_run(folder, to_frame([]), [RESULT])
    state = json.loads((folder / "profile.json").read_text(encoding="utf-8"))
    del state["current"]["profile"]["questions"]
    write_json(state, folder / "profile.json")
    assert read_state(folder / "profile.json")["note"] == UNREADABLE


def jumps(table):
    """What of a table of `compare` breaks its rule."""
    laid = lay_rows(table) if "before" in table else lay_shares(table)
    return laid.loc[laid["_change"] > laid["_allowed"], "what"].tolist()


@pytest.mark.parametrize(
    ("before", "now", "jumped"),
    [
        (100, 121, True),
        (100, 120, False),
        (100, 79, True),
        (100, 80, False),
        (100, 0, True),
        (20, 30, True),
        (20, 29, False),
        (10, 0, True),
        (9, 0, False),
        (0, 500, False),
        (1_000_000, 1_200_001, True),
        (1_000_000, 1_200_000, False),
    ],
)
def test_rows_jump_by_more_than_a_fifth_and_at_least_ten(before, now, jumped):
    tables = compare(profiled(source("areas", before)), profiled(source("areas", now)))
    assert jumps(tables["run_rows"]) == (["areas"] if jumped else [])


def test_coding_may_grow_but_not_shrink():
    few, many = profiled(source("codes", 50)), profiled(source("codes", 90))
    assert jumps(compare(few, many)["run_rows"]) == []
    assert jumps(compare(many, few)["run_rows"]) == ["codes"]


def test_waves_are_compared_with_themselves_and_a_new_one_is_no_jump():
    before = profiled(source("visits", 60, autumn=60))
    after = profiled(source("visits", 100, autumn=60, final=40))
    assert jumps(compare(before, after)["run_rows"]) == []
    assert compare(after, before)["run_rows"][["wave", "before", "now"]].to_numpy().tolist() == [
        ["autumn", "60", "60"],
        ["final", "40", "0"],
    ]
    assert jumps(compare(after, before)["run_rows"]) == ["visits"]


def shares(first, second):
    """Those of two runs: (count, base) of one answer, all of the base asked."""
    profiles = [
        profiled(questions=[question(base, base, Yes=count, No=base - count)])
        for count, base in (first, second)
    ]
    return jumps(compare(*profiles)["run_answers"])


@pytest.mark.parametrize(
    ("first", "second", "jumped"),
    [
        ((500, 1000), (601, 1000), True),
        ((500, 1000), (600, 1000), False),
        ((400, 1000), (300, 1000), False),
        # 50% of 30 to 80% of 30 is within 3 standard errors of 12.3 points; of 100 each, it is not.
        ((15, 30), (24, 30), False),
        ((50, 100), (80, 100), True),
        ((3, 4), (0, 4), False),
        ((0, 0), (900, 1000), False),
        ((900, 1000), (0, 0), False),
    ],
)
def test_shares_jump_by_over_ten_points_and_over_three_standard_errors(first, second, jumped):
    assert bool(shares(first, second)) is jumped


@given(st.integers(1, 10**6), st.integers(0, 100))
def test_the_same_share_never_jumps(base, percent):
    count = base * percent // 100
    assert shares((count, base), (count, base)) == []


def test_an_answer_that_is_new_or_gone_is_compared_with_nothing():
    before = profiled(questions=[question(100, 100, Yes=50, No=50)])
    after = profiled(questions=[question(100, 100, Yes=50, Never=50)])
    assert jumps(compare(before, after)["run_answers"]) == [
        "families: met: Never",
        "families: met: No",
    ]


def test_missing_answers_jump():
    before, after = (profiled(questions=[question(200, n, Yes=n)]) for n in (195, 100))
    tables = compare(before, after)
    assert jumps(tables["run_missing"]) == ["families: met"]
    assert jumps(tables["run_answers"]) == []
    (words,) = lay_shares(tables["run_missing"])["share"]
    assert words == "families: met (autumn): 2.5% of 200 before, 50.0% of 200 now"


def test_missing_cells_of_a_table_jump():
    before, after = (profiled(source("areas", 150, missing=n)) for n in (0, 90))
    assert jumps(compare(before, after)["run_missing"]) == ["areas: id"]


def test_what_is_said_of_rows_has_both_figures():
    tables = compare(profiled(source("areas", 1500)), profiled(source("areas", 90)))
    (row,) = lay_rows(tables["run_rows"]).to_dict("records")
    assert row["rows"] == "areas: 1,500 before, 90 now"
    assert row["source"] == "data/processed/confidential/areas.csv"


def changed(first, second):
    state = next_state(next_state(FIRST, first), second)
    found = changes(state)
    assert found["since"] == first["made"]
    return [tuple(row.values()) for row in found["rows"]]


def test_nothing_changed_is_no_row():
    assert changed(run("a"), run("b")) == []


def test_changes_tell_rows_problems_rules_and_the_answers_that_moved_most():
    first = run(
        "a",
        profile=profiled(
            source("visits", 6, autumn=6),
            source("areas", 151),
            questions=[question(100, 100, Yes=50, No=30, Other=20)],
        ),
    )
    second = run(
        "b",
        profile=profiled(
            source("visits", 1010, autumn=6, final=1004),
            source("areas", 151),
            questions=[question(100, 100, Yes=45, No=35, Other=20)],
        ),
        problems=[Problem("error", "f", 2, "c", "VIS-101", "v", "m")],
        state="failed",
        failing=3,
    )
    assert changed(first, second) == [
        ("Rows of visits (final)", "0", "1,004"),
        ("Errors", "0", "1"),
        ("VIS-101: Each has an id.", "kept", "broken 3 times"),
        ("families: met: Yes (autumn)", "50.0% of 100", "45.0% of 100"),
        ("families: met: No (autumn)", "30.0% of 100", "35.0% of 100"),
    ]
    mended = changed(second, first)
    assert ("VIS-101: Each has an id.", "broken 3 times", "kept") in mended
    assert ("Rows of visits (final)", "1,004", "0") in mended


def test_a_check_that_breaks_or_is_new_is_a_change():
    assert changed(run("a", state="broken"), run("b")) == [
        ("VIS-101: Each has an id.", "could not be checked", "kept")
    ]
    assert changed(run("a", rule="VIS-999"), run("b")) == [
        ("VIS-101: Each has an id.", "not checked", "kept")
    ]
