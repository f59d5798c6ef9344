"""What the page says beside problems, gathered from the run folder."""

import pandas as pd
from test_disclosure_words import make_plan

from nationalreports.comparison import UNREADABLE
from nationalreports.disclosure.words import TABLES
from nationalreports.profiles import profile, tally
from nationalreports.reviewing import count_released, gather, read_plan
from nationalreports.tables import write_json, write_table


def gathered(folder, plan=None, released=0):
    return gather(folder, {"states": []}, plan, released, 8, [], "0123456789abcdef", "pandoc")


def measure(folder):
    empty = pd.DataFrame(
        columns=["response_id", "survey", "area_code", "wave", "question", "answer"], dtype=str
    )
    told = profile({}, tally(empty, {}), {}, {})
    write_json({"data": "d", "profile": told, "influence": []}, folder / "sources.json")


def test_a_run_without_decisions_or_an_earlier_run(tmp_path):
    measure(tmp_path)
    write_json([], tmp_path / "decisions.json")
    (tmp_path / "profile.json").write_text("not ours", encoding="utf-8")
    about = gathered(tmp_path)
    assert about["decisions"] == []
    assert about["changes"] == {"since": "", "note": UNREADABLE, "rows": []}
    assert dict(about["run"])["Last run"] == UNREADABLE
    assert about["coding"] == {"states": []}
    assert about["disclosure"] is None


def test_decisions_are_read_where_the_rules_left_them(tmp_path):
    measure(tmp_path)
    decided = [{"rule": "VIS-101", "state": "in force", "problems": 1}]
    write_json(decided, tmp_path / "decisions.json")
    assert gathered(tmp_path)["decisions"] == decided


def test_a_plan_is_read_whole_or_not_at_all(tmp_path):
    paths = []
    for name in TABLES:
        paths.append((tmp_path / f"{name}.csv").as_posix())
        write_table(pd.DataFrame({"report": [name]}, dtype=str), tmp_path / f"{name}.csv")
    plan = read_plan(paths)
    assert {name: table["report"].tolist() for name, table in plan.items()} == {
        name: [name] for name in TABLES
    }
    (tmp_path / "audit.csv").unlink()
    assert read_plan(paths) is None


def test_what_is_withheld_is_told_from_the_plan_and_the_decisions(tmp_path):
    measure(tmp_path)
    decided = {"decision": "accept", "state": "in force", "problems": 1}
    decided |= {"reason": "r", "reviewer": "R", "date": "2020-11-05", "until": ""}
    write_json([{**decided, "rule": "DIS-102"}], tmp_path / "decisions.json")
    told = gathered(tmp_path, make_plan(), released=2)["disclosure"]
    assert told["releases"] == 2
    assert [row["rule"] for row in told["allowed"]] == ["DIS-102"]
    assert "or to numbers under 8 alone" in told["statement"][0]


def test_nothing_released_is_no_report(tmp_path):
    assert count_released(tmp_path) == 0
