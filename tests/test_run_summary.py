"""summary.json: in the form that its schema promises, whatever the run was like."""

import json

import jsonschema
import pytest
import review_samples as samples
import yaml

from nationalreports.checking import write_page
from nationalreports.comparison import NO_RUN, SCHEMA
from nationalreports.config import REPOSITORY
from nationalreports.problems import Problem, harmless, to_frame
from nationalreports.run_summary import run_summary
from nationalreports.tables import write_json, write_table

RESULT = {
    "table": "visits",
    "rule": "VIS-101",
    "name": "VisitIdsAreUnique",
    "notes": "Each visit has an id of its own.",
    "severity": "error",
    "remedy": "give one",
    "checked": 10,
    "failing": 1,
    "state": "failed",
}
ANSWER = {"answer": "Yes", "count": 3}
WAVE = {"wave": "autumn", "asked": 5, "answered": 4, "answers": [ANSWER]}
ABOUT = {
    "decisions": [],
    "changes": {"since": "", "note": NO_RUN, "rows": []},
    "profile": {
        "sources": [
            {
                "source": "visits",
                "rows": 2,
                "waves": {"autumn": 2},
                "columns": [{"name": "visit_id", "missing": 0, "waves": {"autumn": 0}}],
            }
        ],
        "questions": [
            {"survey": "s", "question": "q", "label": "L", "type": "single", "waves": [WAVE]}
        ],
    },
    "influence": [
        {
            "report": "autumn",
            "survey": "s",
            "question": "q",
            "label": "L",
            "answer": "Yes",
            "areas": 1,
            "base": 4,
            "pooled": 75.0,
            "equal_area": 75.0,
            "lowest": None,
            "lowest_without": "",
            "highest": None,
            "highest_without": "",
        }
    ],
    "disclosure": samples.disclosure(),
    "coding": {},
    "run": [("Python", "3")],
    "not_reached": [],
}


def problem(source, rule="VIS-101", row=2, severity="error"):
    return Problem(severity, source, row, "visit_id", rule, "v", "give one")


def valid(summary):
    schema = yaml.safe_load((REPOSITORY / SCHEMA).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    as_read = json.loads(json.dumps(summary))
    jsonschema.validate(as_read, schema)
    assert list(summary) == schema["required"] == list(schema["properties"])
    return summary


def test_a_run_without_problems():
    summary = valid(run_summary(to_frame([]), [{**RESULT, "state": "passed", "failing": 0}], ABOUT))
    assert summary["may_go_on"] is True
    assert summary["counts"] == {"error": 0, "warning": 0, "info": 0}
    assert (summary["first"], summary["counts_by_source"]) == ([], [])
    assert summary["rules"] == {"VIS-101": {"state": "passed", "checked": 10, "failing": 0}}


def test_a_run_that_stopped_before_anything_was_planned():
    summary = valid(run_summary(to_frame([]), [RESULT], {**ABOUT, "disclosure": None}))
    assert summary["disclosure"] is None


def test_problems_are_counted_and_the_first_of_each_kind_named():
    found = [problem("b.csv", row=row) for row in range(2, 40)]
    found += [problem("c.csv"), problem("b.csv", "VIS-102"), problem("a.csv", severity="warning")]
    summary = valid(run_summary(to_frame(found), [RESULT], ABOUT))
    assert summary["may_go_on"] is False
    assert summary["counts"] == {"error": 40, "warning": 1, "info": 0}
    assert (summary["open_errors"], summary["settled"]) == (40, 0)
    places = [line.split(":")[0] + line[line.index("[") :] for line in summary["first"]]
    assert places == [
        "b.csv, row 2, column visit_id[VIS-101]",
        "c.csv, row 2, column visit_id[VIS-101]",
        "b.csv, row 2, column visit_id[VIS-102]",
        *(f"b.csv, row {row}, column visit_id[VIS-101]" for row in range(3, 20)),
    ]
    assert [tuple(row.values()) for row in summary["counts_by_source"]] == [
        ("a.csv", 0, 1, 0),
        ("b.csv", 39, 0, 0),
        ("c.csv", 1, 0, 0),
    ]


def test_what_a_decision_settles_is_counted_apart():
    frame = to_frame([problem("a.csv"), problem("b.csv"), problem("c.csv"), problem("d.csv")])
    frame["decision"] = ["accept", "exclude", "correct", ""]
    summary = valid(run_summary(frame, [RESULT], ABOUT))
    assert (summary["open_errors"], summary["settled"]) == (2, 2)
    assert [line.split(",")[0] for line in summary["first"]] == ["c.csv", "d.csv"]


@pytest.mark.parametrize(
    "broken",
    [{"more": 1}, {"counts": {"error": -1, "warning": 0, "info": 0}}, {"first": ["x"] * 21}],
)
def test_the_schema_refuses_what_it_does_not_promise(broken):
    with pytest.raises(jsonschema.ValidationError):
        valid({**run_summary(to_frame([]), [RESULT], ABOUT), **broken})


def test_the_summary_stands_beside_the_page_and_is_the_same_again(tmp_path):
    write_table(harmless(to_frame([problem("a.csv")])), tmp_path / "problems.csv")
    write_json([RESULT], tmp_path / "results.json")
    about = {**ABOUT, "coding": None}
    del about["not_reached"]
    paths = tmp_path / "problems.csv", tmp_path / "results.json"
    write_page(*paths, about, tmp_path / "out/index.html")
    first = (tmp_path / "out/summary.json").read_bytes()
    assert json.loads(first)["not_reached"] == ["disclosure control", "charts", "the reports"]
    assert "VIS-101" in (tmp_path / "out/index.html").read_text(encoding="utf-8")
    write_page(*paths, about, tmp_path / "out/index.html")
    assert (tmp_path / "out/summary.json").read_bytes() == first
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"index.html", "summary.json"}
