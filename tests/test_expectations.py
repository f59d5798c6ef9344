"""Every rule against a small series that keeps it and against one that breaks it."""

import pandas as pd
import pytest
from test_disclosure_allowing import DISCLOSURE
from test_survey_quality import QUALITY

from nationalreports.crosschecks import lay_out

ALL = ["visits", "discussions", "surveys", "reference"]
CONFIG = {
    "thresholds": {"minimum_base": 1},
    "reference": {
        "known_wrong": [
            {"table": table, "year": 2019, "area_code": "E00000009", "why": "Area 9 is wrong"}
            for table in ("ehc_plans", "timeliness")
        ]
    },
    "reports": {
        "autumn": {
            "date": "2020-11-10",
            "window": {"start": "2020-10-01", "end": "2020-11-30"},
            "evidence": ALL,
            "surveys": ["families"],
            "cumulative_over": [],
        },
        "final": {
            "date": "2021-06-16",
            "window": {"start": "2021-01-01", "end": "2021-03-31"},
            "evidence": ["visits", "surveys", "reference"],
            "surveys": ["families"],
            "cumulative_over": ["autumn"],
        },
        # Its first day is the last of the final one: only a visit on that day is touched by this.
        "later": {
            "date": "2021-07-01",
            "window": {"start": "2021-03-31", "end": "2021-04-30"},
            "evidence": ["reference"],
            "surveys": [],
            "cumulative_over": [],
            "themes": ["waits"],
        },
    },
}
CODEBOOK = {
    "questions": {"plan": "Plans", "challenge": "Challenges"},
    "sectors": {"health": "Health"},
    "voices": {"leaders": "Leaders"},
    "themes": {"waits": {"questions": ["plan"]}, "money": {"questions": ["plan"]}},
}
SURVEYS = {
    "families": {
        "groups": None,
        "questions": {
            "met": {"type": "single", "answers": ["Yes", "No"]},
            "worked": {
                "type": "single",
                "answers": ["Well", "Badly"],
                "asked_if": {"question": "met", "answer": "Yes"},
            },
            "kept": {
                "type": "multiple",
                "answers": ["School", "Care", "None"],
                "exclusive": ["None"],
            },
            "more": {"type": "text"},
        },
    }
}
LETTER = "data/raw/letters/v-1.md"


def table(columns: str, *rows: str, at: int = 2) -> pd.DataFrame:
    """A table of strings from rows whose cells are parted by "|", indexed by row from `at`."""
    cells = [row.split("|") for row in rows]
    index = pd.RangeIndex(at, at + len(rows), name="row")
    return pd.DataFrame(cells, columns=columns.split(), index=index, dtype=str)


VISITS = "visit_id area_code start_date end_date report"
FINDINGS = "finding_id visit_id area_code section position text source locator date sector"
CODES = "finding_id question theme sector voice"
RESPONSES = "response_id survey area_code wave question answer"
PLANS = (
    "time_period geographic_level region_code new_la_code characteristic_age Total_all "
    "Total_all_pc published"
)
TIMELY = (
    "time_period geographic_level region_code new_la_code TotNoExcEHC NoExc20weekEHC "
    "NoExc20weekRate published"
)
THEMES = "report question theme sector voice areas_told areas_visited"
ANSWERS = "report survey group question answer count base"
DISCUSSIONS = "report question theme sector voice discussions_told discussions"
CONTEXT = "report measure time_period value published"
RUN_ROWS = "source locator what wave before now"
RUN_SHARES = "source locator what wave count_before base_before count_now base_now"
AREAS = [f"E{n:08}|Area {n}|E1{n:07}|false|2020-10-05" for n in range(151)]
LOCAL = "Local authority|E12000001"


def plans(place: str, *figures: int) -> list[str]:
    """The rows of a place: the ages under 5 and over, and their total."""
    total = sum(figures)
    told = [("Total", total), ("Under 5", figures[0]), ("Over 5", figures[1])]
    return [
        f"2020|{place}|{age}|{n}|{n / total:.5%}|".replace("%", "") + "2020-05-31"
        for age, n in told
    ]


def good() -> dict[str, pd.DataFrame]:
    timely = [f"2020|{LOCAL}|E{n:08}|10|6|60.0|2021-05-13" for n in range(151)]
    return {
        "visits": table(
            VISITS,
            "v-1|E00000001|2020-10-05|2020-10-06|autumn",
            "v-2|E00000002|2021-01-05|2021-01-05|final",
        ),
        "areas": table("area_code area_name former_codes fictional published", *AREAS),
        "findings": table(
            FINDINGS,
            f"v-1-0123abcd|v-1|E00000001|told|1|Families waited for a long time.|{LETTER}|line 9||",
            "v-2-0123abcd|v-2|E00000002|told|1|Waits were long here as well.|b.md|line 4||",
            "d-1-0123abcd|d-1||discussion|1|They plan to shorten waits.|n.csv|row 2|2020-11-03|",
            "d-2-0123abcd|d-2||discussion|1|They planned for shorter ones.|n.csv|row 3|2021-04-15|",
        ),
        "codes": table(
            CODES,
            "v-1-0123abcd|plan|waits||",
            "v-2-0123abcd|plan|waits||",
            "d-1-0123abcd|plan|waits|health|leaders",
            "d-2-0123abcd|plan|waits||",
        ),
        "responses": table(
            RESPONSES,
            "families-1|families|E00000001|autumn|met|Yes",
            "families-1|families|E00000001|autumn|worked|Well",
            "families-1|families|E00000001|autumn|kept|School",
            "families-1|families|E00000001|autumn|kept|Care",
            "families-1|families|E00000001|autumn|more|Any text",
            "families-2|families|E00000002|final|met|No",
            "families-2|families|E00000002|final|kept|None",
            at=0,
        ).reset_index(drop=True),
        "ehc_plans": table(
            PLANS,
            *plans("National||", 10, 20),
            *plans("Regional|E12000001|", 10, 20),
            *plans(f"{LOCAL}|E00000001", 4, 6),
            *plans(f"{LOCAL}|E00000002", 6, 14),
        ),
        "timeliness": table(
            TIMELY,
            "2020|National|||1510|906|60.0|2021-05-13",
            "2020|Regional|E12000001||1510|906|60.0|2021-05-13",
            *timely,
        ),
        "themes": table(
            THEMES,
            "autumn|plan|waits|all|all|1|1",
            "autumn|plan|waits|health|all|0|1",
            "final|plan|waits|all|all|2|2",
        ),
        "answers": table(
            ANSWERS,
            "autumn|families|all|met|Yes|1|1",
            "autumn|families|all|met|No|0|1",
            "autumn|families|all|worked|Well|1|1",
            "autumn|families|all|kept|School|1|1",
            "autumn|families|all|kept|Care|1|1",
            "autumn|families|all|kept|None|0|1",
            "final|families|all|met|Yes|1|2",
            "final|families|all|met|No|1|2",
            "final|families|all|worked|Well|1|1",
            "final|families|all|kept|School|1|2",
            "final|families|all|kept|Care|1|2",
            "final|families|all|kept|None|1|2",
        ),
        "discussions": table(
            DISCUSSIONS,
            "autumn|plan|waits|all|all|1|1",
            "autumn|plan|waits|all|leaders|1|1",
            "autumn|plan|waits|health|all|1|1",
            "autumn|plan|waits|health|leaders|1|1",
        ),
        "context": table(CONTEXT, "final|timeliness|2020|60.0|2021-05-13"),
        "run_rows": table(RUN_ROWS, "a.csv||areas||151|151"),
        "run_answers": table(RUN_SHARES, "d||families: met: Yes|autumn|50|100|55|100"),
        "run_missing": table(RUN_SHARES, "d||families: met|autumn|5|100|6|100"),
    }


TEXT = "Another text of some length."
FINDING = f"v-1-0123abce|v-1||told|2|{TEXT}|a.md|line 3|2020-12-01|"
SAID = "families-2|families|E00000002|final"
#: Of two years, the second is that whose figures the configuration says are wrong.
WRONG = [f"{year}|{LOCAL}|E00000009" for year in (2018, 2019)]

#: What breaks which rule: table, rows added to it, and the rows that are found.
BREACHES = {
    "VIS-101": ("visits", ["v-1|E00000003|2020-10-07|2020-10-08|autumn"], [2, 4]),
    "VIS-102": ("visits", ["v-3|E00000003|2020-10-07|2020-10-06|autumn"], [4]),
    "VIS-103": ("visits", ["v-3|E00000003|2020-10-07|2020-10-08|"], [4]),
    "VIS-104": ("visits", ["v-3|E99999999|2020-10-07|2020-10-08|autumn"], [4]),
    "VIS-105": ("visits", ["v-3|E00000001|2020-10-07|2020-10-08|autumn"], [2, 4]),
    "VIS-106": ("visits", ["v-3|E00000003|2021-03-31|2021-03-31|final"], [4]),
    "VIS-107": ("visits", ["v-3|E00000003|2020-10-07|2020-10-08|autumn"], [4]),
    "VIS-111": ("areas", ["E00000001|Again||true|2020-10-05"], [3, 153]),
    "VIS-112": ("areas", [f"E2{n:07}|More||false|2020-10-05" for n in range(3)], [""]),
    "FND-101": ("findings", [FINDING.replace("abce", "abcd")], [9, 3]),
    "FND-102": ("findings", [FINDING.replace("-0123abce", "-1")], [3]),
    "FND-103": ("findings", [FINDING.replace(TEXT, "... ... ... ... ... ...")], [3]),
    "FND-104": ("findings", [FINDING.replace(TEXT, "Short.")], [3]),
    "FND-105": ("findings", [FINDING.replace("told", "aside")], [3]),
    "FND-106": ("findings", [FINDING.replace("|2|", "|0|")], [3]),
    "FND-107": ("findings", [f"{FINDING}schools"], [3]),
    "FND-108": ("findings", [FINDING.replace("||told", "|E9|told")], [3]),
    "FND-109": ("findings", [FINDING.replace(TEXT, "Families waited for a long time.")], [9, 3]),
    "FND-110": ("findings", [FINDING.replace("told", "discussion")], [3]),
    "FND-111": ("findings", [FINDING], [3]),
    "FND-112": ("findings", [FINDING.replace("|2|", "|3|")], [3]),
    "FND-113": ("findings", [FINDING.replace("||told", "|E00000002|told")], [3]),
    "COD-101": ("codes", ["v-9-0123abcd|plan|waits||"], [6]),
    "COD-102": ("codes", ["v-1-0123abcd|plans|waits||"], [6]),
    "COD-103": ("codes", ["v-1-0123abcd|challenge|waits||"], [6]),
    "COD-104": ("codes", ["v-1-0123abcd|plan|waits|schools|"], [6]),
    "COD-105": ("codes", ["v-1-0123abcd|plan|waits||staff"], [6]),
    "COD-106": ("codes", ["v-1-0123abcd|plan|waits||"], [2, 6]),
    "COD-107": ("codes", ["d-1-0123abcd|plan|money||", "d-2-0123abcd|plan|money||"], [7]),
    "SVY-101": ("responses", [f"{SAID}|kept|None"], [8, 9]),
    "SVY-102": ("responses", ["families-3|families|E00000002|autumn|kept|School"], [9]),
    "SVY-103": ("responses", [f"{SAID}|keep|School"], [9]),
    "SVY-104": ("responses", [f"{SAID}|kept|Church"], [9]),
    "SVY-105": ("responses", [f"{SAID}|met|Yes"], [7, 9]),
    "SVY-106": ("responses", [f"{SAID}|worked|Badly"], [9]),
    "SVY-107": ("responses", [f"{SAID}|kept|Care"], [8]),
    "SVY-121": ("visits", ["v-3|E00000003|2020-10-07|2020-10-08|autumn"], [""]),
    "SVY-122": (
        "responses", [f"families-{n}|families|E00000003|final|met|Yes" for n in (3, 4, 5)], [""]
    ),
    "REF-101": ("ehc_plans", [f"2020|{LOCAL}|E00000003|Total|1|100|2020-05-31"], [""]),
    "REF-102": ("timeliness", [f"2020|{LOCAL}|E00000151|10|6|60.0|"], ["", ""]),
    "REF-103": ("timeliness", [f"2020|{LOCAL}|E2{n:07}|1|1|100|" for n in range(3)], [""]),
    "REF-104": ("timeliness", [f"2020|{LOCAL}|E99999999|10|6|60.0|2021-05-13"], [155]),
    "REF-105": ("timeliness", ["2021|National|||10|11|110.0|"], [155]),
    "REF-106": ("timeliness", ["2021|National|||10|6|61.0|"], [155]),
    "REF-107": ("ehc_plans", ["2020|Local authority|E12000002|E00000003|Total|1|100|"], [""]),
    "REF-108": ("timeliness", ["2020|Local authority|E12000002|E00000151|10|6|60|"], ["", ""]),
    "REF-109": ("ehc_plans", [f"2020|{LOCAL}|E00000001|Unknown|1|10|2020-05-31"], [8]),
    "REF-110": ("ehc_plans", ["2021|National|||Total|10|100|", "2021|National|||5|3|30.1|"], [15]),
    "REF-111": ("areas", ["E00000999|New||false|2020-10-05"], [""]),
    "REF-112": ("ehc_plans", [f"{own}|Total|1|100|" for own in WRONG], [15]),
    "REF-113": ("timeliness", [f"{own}|1|1|100|" for own in WRONG], [156]),
    "AGG-101": ("themes", ["autumn|challenge|waits|all|all|[c]|1"], [5]),
    "AGG-102": ("themes", ["autumn|challenge|waits|all|all|2|1"], [5]),
    "AGG-103": ("themes", ["autumn|plan|waits|all|all|1|1"], [2, 5]),
    "AGG-104": ("themes", ["final|plan|waits|all|leaders|3|2"], [5]),
    "AGG-105": ("themes", ["final|challenge|waits|all|all|2|3"], [5]),
    "AGG-106": ("themes", ["final|plan|waits|health|all|1|2"], [5]),
    "AGG-107": ("themes", ["autumn|plan|money|all|all|1|1", "final|plan|money|all|all|0|2"], [6]),
    "AGG-111": ("answers", ["final|families|Yes|kept|School|11|10"], [14]),
    "AGG-112": ("answers", ["final|families|Yes|met|Yes|9|10"], [14]),
    "AGG-113": ("answers", ["autumn|families|all|kept|Care|1|1"], [6, 14]),
    "AGG-114": ("answers", ["final|families|Yes|kept|School|9|10"], [14]),
    "AGG-115": ("answers", ["final|families|all|worked|Badly|1|1"], [14]),
    "AGG-116": ("answers", ["final|families|all|worked|Badly|0|2"], [14]),
    "AGG-117": (
        "answers", [f"{r}|families|Yes|met|Yes|{n}|3" for r, n in (("autumn", 3), ("final", 2))],
        [15],
    ),
    "AGG-121": ("discussions", ["final|plan|waits|all|all|2|1"], [6]),
    "AGG-122": ("discussions", ["autumn|plan|waits|all|all|1|1"], [2, 6]),
    "AGG-123": ("discussions", ["autumn|plan|money|all|all|1|1"], [6]),
    "AGG-124": ("discussions", ["autumn|plan|money|all|all|0|2"], [6]),
    "AGG-125": ("discussions", ["final|plan|waits|all|all|0|1"], [6]),
    "RUN-101": ("run_rows", ["v.csv||visits|autumn|100|79"], [""]),
    "RUN-102": ("run_answers", ["d||families: met: No|autumn|500|1000|601|1000"], [""]),
    "RUN-103": ("run_missing", ["d||families: kept|autumn|500|1000|399|1000"], [""]),
    "AGG-131": ("context", ["autumn|timeliness|2020|58.0|2021-05-13"], [3]),
}  # fmt: skip


def check(tables, only=None):
    """What the rules say, without those of disclosure control: in so few areas each number breaks
    one of them, which is no fault. They have tests of their own."""
    from nationalreports.rulebook import rules
    from nationalreports.validation import validate

    laid = lay_out(tables, config=CONFIG, surveys=SURVEYS)
    kept = rules(laid, config=CONFIG, codebook=CODEBOOK, surveys=SURVEYS)
    kept = {name: [r for r in rows if r.code not in DISCLOSURE] for name, rows in kept.items()}
    if only:
        kept = {name: [r for r in rows if r.code == only] for name, rows in kept.items()}
    return validate(laid, {name: rows for name, rows in kept.items() if rows})


@pytest.fixture(scope="module")
def outcome():
    return check(good())


def test_a_valid_series_keeps_every_rule(outcome):
    problems, results = outcome
    assert problems == []
    assert {result["state"] for result in results} == {"passed"}


def test_every_rule_has_a_breach_here_and_a_code_of_its_own(outcome):
    codes = [result["rule"] for result in outcome[1]]
    assert len(codes) == len(set(codes))
    assert set(codes) == set(BREACHES) | QUALITY
    assert all(result["notes"] and result["remedy"] for result in outcome[1])


@pytest.mark.parametrize("code", BREACHES)
def test_each_rule_finds_its_breach_by_row(code):
    name, rows, found = BREACHES[code]
    tables = good()
    before = tables[name]
    added = table(" ".join(before.columns), *rows, at=len(before) + 2)
    tables[name] = pd.concat([before, added]).rename_axis(before.index.name)
    if before.index.name is None:
        tables[name] = tables[name].reset_index(drop=True)
    problems, results = check(tables, only=code)
    assert [result["state"] for result in results] == ["failed"]
    assert [(p.rule, p.row) for p in problems] == [(code, row) for row in found]


@pytest.mark.parametrize("code", [code for code in BREACHES if BREACHES[code][0] == "responses"])
def test_responses_as_categories_break_the_same_rules(code):
    """As the file is read: a million responses as texts would take gigabytes."""
    name, rows, _ = BREACHES[code]
    tables = good()
    added = table(RESPONSES, *rows, at=len(tables[name]) + 2)
    tables[name] = pd.concat([tables[name], added]).rename_axis("row")
    told = check(tables)
    tables[name] = tables[name].astype("category")
    assert check(tables) == told
    assert code in {problem.rule for problem in told[0]}


def test_a_missing_cell_is_blank_in_categories_too():
    tables = good()
    responses = tables["responses"].astype("category")
    responses.loc[2, "answer"] = None
    tables["responses"] = responses
    problems, results = check(tables, only="SVY-104")
    assert [p.value for p in problems] == [""]
    assert {result["state"] for result in results} == {"failed"}


@pytest.mark.parametrize("code", ["SVY-121", "SVY-122"])
def test_what_an_area_weighs_is_told_at_the_folder_of_its_survey(code):
    name, rows, _ = BREACHES[code]
    tables = good()
    tables[name] = pd.concat([tables[name], table(" ".join(tables[name].columns), *rows, at=90)])
    (problem,), _ = check(tables, only=code)
    assert (problem.source, problem.column) == ("data/raw/surveys/families", "area_code")
    assert "area_code E00000003" in problem.value
    assert "source" not in problem.value


def test_a_wrong_base_is_told_with_the_one_counted_again():
    name, rows, _ = BREACHES["AGG-116"]
    tables = good()
    tables[name] = pd.concat([tables[name], table(ANSWERS, *rows, at=90)])
    (problem,), _ = check(tables, only="AGG-116")
    assert problem.value == "2, counted again: 1"


def test_tables_that_are_not_there_are_passed_over():
    problems, results = check({"visits": good()["visits"], "areas": good()["areas"]})
    assert problems == []
    listed = {"visits", "areas", "real_areas", "listed_areas"}
    assert {result["table"] for result in results} == listed


def test_empty_tables_are_valid():
    empty = {name: frame.iloc[:0] for name, frame in good().items()}
    problems, _ = check(empty)
    assert {p.rule for p in problems} <= {"VIS-112"}


def test_an_empty_list_of_what_is_known_lets_nothing_through():
    tables = good()
    tables["findings"] = tables["findings"].iloc[:0]
    problems, _ = check(tables, only="COD-101")
    assert [p.row for p in problems] == [2, 3, 4, 5]


def test_a_jump_since_the_last_run_is_told_with_both_figures():
    name, rows, _ = BREACHES["RUN-102"]
    tables = good()
    tables[name] = pd.concat([tables[name], table(RUN_SHARES, *rows, at=3)])
    (problem,), _ = check(tables, only="RUN-102")
    assert (problem.severity, problem.source, problem.column) == ("warning", "d", "share")
    assert problem.value == "families: met: No (autumn): 50.0% of 1,000 before, 60.1% of 1,000 now"
