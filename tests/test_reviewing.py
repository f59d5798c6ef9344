"""What the page says beside problems, gathered from the run folder."""

import pandas as pd

from nationalreports.comparison import UNREADABLE
from nationalreports.profiles import profile, tally
from nationalreports.reviewing import gather, withheld
from nationalreports.tables import write_json, write_table

THRESHOLDS = {"minimum_base": 10, "minimum_count": 8, "rounding_base": 5, "percentage_base": 50}
SCALE = [{"from": 0, "word": "few"}]


def gathered(folder):
    return gather(folder, {"states": []}, [{"report": "a"}], [], "0123456789abcdef", "pandoc")


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
    assert about["disclosure"] == [{"report": "a"}]


def test_decisions_are_read_where_the_rules_left_them(tmp_path):
    measure(tmp_path)
    decided = [{"rule": "VIS-101", "state": "in force", "problems": 1}]
    write_json(decided, tmp_path / "decisions.json")
    assert gathered(tmp_path)["decisions"] == decided


def test_what_is_withheld_is_worked_out_without_public_tables(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    keys = ["question", "theme", "sector", "voice"]
    tables = {
        "themes": pd.DataFrame(
            [["q", "t", "all", "all", "6", "6"]], columns=[*keys, "areas_told", "areas_visited"]
        ),
        "discussions": pd.DataFrame(columns=[*keys, "discussions_told", "discussions"]),
        "answers": pd.DataFrame(columns=["survey", "group", "question", "answer", "count", "base"]),
        "context": pd.DataFrame(columns=["measure"]),
        "summary": pd.DataFrame(columns=["item", "value"]),
    }
    for report in ("a", "b"):
        for name, table in tables.items():
            write_table(table, tmp_path / report / f"{name}.csv")
    before = sorted(tmp_path.rglob("*"))
    paths = [path.relative_to(tmp_path).as_posix() for path in before if path.is_file()]
    found = withheld(paths, THRESHOLDS, SCALE, {})
    assert [(row["report"], row["cells"], row["withheld"]) for row in found] == [
        ("a", 1, 1),
        ("b", 1, 1),
    ]
    assert sorted(tmp_path.rglob("*")) == before
