"""What the sections of the reviewers' page say."""

import review_samples as samples
from review_samples import BROKEN, PASSED, problem

from nationalreports.review_sections import (
    changes_section,
    counts_section,
    decisions_section,
    disclosure_section,
    influence_section,
    profile_section,
    rules_section,
    share,
)


def test_open_and_settled_problems_are_counted_apart_and_the_worst_source_leads():
    found = [problem("warning", "a"), problem("error", "a"), problem("error", "b"), problem()]
    counts = counts_section(samples.decided(found, {1: ("accept", ""), 3: ("correct", "")}))
    assert counts["settled"] == 1
    errors, warnings, info = counts["severities"]
    assert (errors["open"], errors["settled"]) == (2, 1)
    assert (warnings["open"], info["open"]) == (1, 0)
    assert [(row["source"], row["error"], row["settled"]) for row in counts["sources"]] == [
        ("b", 1, 0),
        ("data/raw/visits.csv", 1, 0),
        ("a", 0, 1),
    ]


def test_rules_of_tables_and_of_readers_stand_in_one_list_the_worst_first():
    failed = {**PASSED, "rule": "VIS-102", "state": "failed", "failing": 3}
    broken = {**BROKEN, "rule": "VIS-103"}
    problems = samples.decided(
        [problem(rule="SVY-006"), problem(rule="VIS-102")], {1: ("accept", "")}
    )
    section = rules_section([PASSED, failed, broken], samples.RULES, problems)
    assert section["states"] == {"broken": 1, "failed": 2, "passed": 4}
    assert section["total"] == 7
    rows = [(row["rule"], row["found"], row["open"], row["checked"]) for row in section["rows"]]
    assert rows[:3] == [("VIS-103", 0, 0, 10), ("SVY-006", 1, 1, ""), ("VIS-102", 3, 0, 10)]


def test_decisions_that_need_a_look_come_first():
    decisions = samples.about()["decisions"]
    states = [(group["state"], group["count"]) for group in decisions_section(decisions)]
    assert states == [("refused", 1), ("expired", 1), ("no longer matches", 1), ("in force", 2)]
    (group,) = decisions_section(decisions[:1] * 301)
    assert (len(group["rows"]), group["left"]) == (300, 1)


def test_the_last_run_is_told_in_words():
    section = changes_section({"since": "2020-11-10T09:30:00Z", "rows": []})
    assert section["since"] == "10 November 2020, 09:30 UTC"
    assert changes_section({"since": "", "rows": []})["since"] == ""
    assert changes_section({"since": "yesterday"})["since"] == "yesterday"


def test_answers_are_shares_of_those_who_answered_in_their_wave():
    waves = [
        {"wave": "a", "asked": 10, "answered": 8, "answers": [{"answer": "Yes", "count": 2}]},
        {"wave": "b", "asked": 5, "answered": 0, "answers": []},
    ]
    question = {"survey": "s", "question": "q", "label": "Q", "type": "single", "waves": waves}
    section = profile_section({"questions": [question]})
    ((survey, (told,)),) = section["surveys"]
    assert survey == "s"
    assert told["answers"] == [("Yes", [(2, 25.0), (0, None)])]


def test_missing_cells_are_shares_of_the_rows():
    columns = [{"name": "a", "missing": 0}, {"name": "b", "missing": 3}]
    waves = {"one": 9, "two": 3}
    source = {"source": "s", "rows": 12, "waves": waves, "columns": columns}
    section = profile_section({"sources": [source]})
    (told,) = section["sources"]
    assert section["rows"] == 12
    assert [(c["name"], c["share"]) for c in told["columns"]] == [("b", 25.0), ("a", 0.0)]
    assert told["waves"] == [("one", 9, 100.0), ("two", 3, 33.3)]
    assert told["missing"] == 1


def influence(**given):
    row = {"report": "r", "survey": "s", "question": "q", "label": "Q", "answer": "Yes"}
    row |= {"areas": 6, "base": 100, "pooled": 20.0, "equal_area": 21.0}
    row |= {"lowest": 18.0, "highest": 21.0, "lowest_without": "A", "highest_without": "B"}
    return row | given


def test_the_answer_that_leaving_an_area_out_moves_furthest_is_named():
    rows = [influence(), influence(answer="No", lowest=15.5), influence(answer="Maybe")]
    section = influence_section(rows)
    assert (section["furthest"]["answer"], section["furthest"]["move"]) == ("No", 4.5)
    ((report, (question,)),) = section["reports"]
    assert (report, question["label"], question["scale"]) == ("r", "Q", 25)
    assert question["answers"][0]["places"] == {
        "pooled": 160.0,
        "equal_area": 168.0,
        "lowest": 144.0,
        "highest": 168.0,
    }


def test_a_share_that_one_area_alone_gives_has_no_range():
    section = influence_section([influence(lowest=None, highest=None, pooled=99.0)])
    ((_, (question,)),) = section["reports"]
    assert question["scale"] == 100
    assert question["answers"][0]["places"]["lowest"] is None
    assert section["furthest"]["move"] == 0


def test_a_share_of_nothing_is_none():
    assert share(1, 0) is None
    assert share(1, 8) == 12.5


def test_what_is_withheld_is_a_share_of_all_figures_of_a_kind():
    section = disclosure_section(samples.disclosure())
    assert [(row["withheld"], row["share"]) for row in section["reports"]] == [
        (31, 12.9),
        (120, 100.0),
    ]
    assert (section["planned"], section["figures"], section["withheld"]) == (True, 360, 151)


def test_where_nothing_was_planned_nothing_is_told():
    assert disclosure_section(None) == {"planned": False}
