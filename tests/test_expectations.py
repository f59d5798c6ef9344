"""Every rule against a small series that keeps it and against one that breaks it."""

import pandas as pd
import pytest

from nationalreports.crosschecks import lay_out

CONFIG = {
    "reports": {
        "autumn": {
            "date": "2020-11-10",
            "window": {"start": "2020-10-01", "end": "2020-11-30"},
            "cumulative_over": [],
        },
        "final": {
            "date": "2021-06-16",
            "window": {"start": "2021-01-01", "end": "2021-03-31"},
            "cumulative_over": ["autumn"],
        },
    }
}
CODEBOOK = {
    "questions": {"plan": "Plans", "challenge": "Challenges"},
    "sectors": {"health": "Health"},
    "voices": {"leaders": "Leaders"},
    "themes": {"waits": {"questions": ["plan"]}},
}
SURVEYS = {
    "families": {
        "questions": {
            "met": {"type": "single", "answers": ["Yes", "No"]},
            "kept": {"type": "multiple", "answers": ["School", "Care"]},
            "more": {"type": "text"},
        }
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
PLANS = "time_period geographic_level new_la_code characteristic_age Total_all published"
TIMELY = (
    "time_period geographic_level new_la_code TotNoExcEHC NoExc20weekEHC NoExc20weekRate published"
)
THEMES = "report question theme sector voice areas_told areas_visited"
ANSWERS = "report survey group question answer count base"
DISCUSSIONS = "report question theme sector voice discussions_told discussions"
CONTEXT = "report measure time_period value published"
RUN_ROWS = "source locator what wave before now"
RUN_SHARES = "source locator what wave count_before base_before count_now base_now"
AREAS = [f"E{n:08}|Area {n}|E1{n:07}|false" for n in range(151)]


def good() -> dict[str, pd.DataFrame]:
    timely = [f"2020|Local authority|E{n:08}|10|6|60.0|2021-05-13" for n in range(151)]
    return {
        "visits": table(
            VISITS,
            "v-1|E00000001|2020-10-05|2020-10-06|autumn",
            "v-2|E00000002|2021-01-05|2021-01-05|final",
        ),
        "areas": table("area_code area_name former_codes fictional", *AREAS),
        "findings": table(
            FINDINGS,
            f"v-1-0123abcd|v-1|E00000001|told|1|Families waited for a long time.|{LETTER}|line 9||",
            "d-1-0123abcd|d-1||discussion|1|They plan to shorten waits.|n.csv|row 2|2020-11-03|",
        ),
        "codes": table(
            CODES, "v-1-0123abcd|plan|waits||", "d-1-0123abcd|plan|waits|health|leaders"
        ),
        "responses": table(
            RESPONSES,
            "families-1|families|E00000001|autumn|met|Yes",
            "families-1|families|E00000001|autumn|kept|School",
            "families-1|families|E00000001|autumn|kept|Care",
            "families-1|families|E00000001|autumn|more|Any text",
            at=0,
        ).reset_index(drop=True),
        "ehc_plans": table(
            PLANS,
            "2020|National||Total|30|2020-05-31",
            "2020|Regional||Total|30|2020-05-31",
            "2020|Local authority|E00000001|Total|10|2020-05-31",
            "2020|Local authority|E00000002|Total|20|2020-05-31",
        ),
        "timeliness": table(TIMELY, "2020|National||1510|906|60.0|2021-05-13", *timely),
        "themes": table(
            THEMES,
            "autumn|plan|waits|all|all|1|1",
            "autumn|plan|waits|health|all|0|1",
            "final|plan|waits|all|all|2|2",
        ),
        "answers": table(
            ANSWERS,
            "autumn|families|all|met|Yes|6|10",
            "autumn|families|all|met|No|4|10",
            "autumn|families|all|kept|School|9|10",
            "autumn|families|all|kept|Care|8|10",
        ),
        "discussions": table(DISCUSSIONS, "autumn|plan|waits|all|all|1|1"),
        "context": table(CONTEXT, "final|timeliness|2020|60.0|2021-05-13"),
        "run_rows": table(RUN_ROWS, "a.csv||areas||151|151"),
        "run_answers": table(RUN_SHARES, "d||families: met: Yes|autumn|50|100|55|100"),
        "run_missing": table(RUN_SHARES, "d||families: met|autumn|5|100|6|100"),
    }


TEXT = "Another text of some length."
FINDING = f"v-1-0123abce|v-1||told|2|{TEXT}|a.md|line 3|2020-12-01|"

#: What breaks which rule: table, rows added to it, and the rows that are found.
BREACHES = {
    "VIS-101": ("visits", ["v-1|E00000003|2020-10-07|2020-10-08|autumn"], [2, 4]),
    "VIS-102": ("visits", ["v-3|E00000003|2020-10-07|2020-10-06|autumn"], [4]),
    "VIS-103": ("visits", ["v-3|E00000003|2020-10-07|2020-10-08|"], [4]),
    "VIS-104": ("visits", ["v-3|E99999999|2020-10-07|2020-10-08|autumn"], [4]),
    "VIS-105": ("visits", ["v-3|E00000001|2020-10-07|2020-10-08|autumn"], [2, 4]),
    "VIS-111": ("areas", ["E00000001|Again||true"], [3, 153]),
    "VIS-112": ("areas", [f"E2{n:07}|More||false" for n in range(3)], [""]),
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
    "COD-101": ("codes", ["v-9-0123abcd|plan|waits||"], [4]),
    "COD-102": ("codes", ["v-1-0123abcd|plans|waits||"], [4]),
    "COD-103": ("codes", ["v-1-0123abcd|challenge|waits||"], [4]),
    "COD-104": ("codes", ["v-1-0123abcd|plan|waits|schools|"], [4]),
    "COD-105": ("codes", ["v-1-0123abcd|plan|waits||staff"], [4]),
    "COD-106": ("codes", ["v-1-0123abcd|plan|waits||"], [2, 4]),
    "SVY-101": ("responses", ["families-1|families|E00000001|autumn|kept|School"], [3, 6]),
    "SVY-102": ("responses", ["families-2|families|E00000001|final|kept|School"], [6]),
    "SVY-103": ("responses", ["families-2|families|E00000001|autumn|keep|School"], [6]),
    "SVY-104": ("responses", ["families-2|families|E00000001|autumn|kept|Church"], [6]),
    "SVY-105": ("responses", ["families-1|families|E00000001|autumn|met|No"], [2, 6]),
    "REF-101": ("ehc_plans", ["2020|Local authority|E00000003|Total|1|2020-05-31"], [""]),
    "REF-102": ("timeliness", ["2020|Local authority|E00000151|10|6|60.0|"], ["", ""]),
    "REF-103": ("timeliness", [f"2020|Local authority|E2{n:07}|1|1|100|" for n in range(3)], [""]),
    "REF-104": ("timeliness", ["2020|Local authority|E99999999|10|6|60.0|2021-05-13"], [154]),
    "REF-105": ("timeliness", ["2021|National||10|11|110.0|"], [154]),
    "REF-106": ("timeliness", ["2021|National||10|6|61.0|"], [154]),
    "AGG-101": ("themes", ["autumn|challenge|waits|all|all|[c]|1"], [5]),
    "AGG-102": ("themes", ["autumn|challenge|waits|all|all|2|1"], [5]),
    "AGG-103": ("themes", ["autumn|plan|waits|all|all|1|1"], [2, 5]),
    "AGG-104": ("themes", ["final|plan|waits|all|leaders|3|2"], [5]),
    "AGG-105": ("themes", ["final|challenge|waits|all|all|2|3"], [5]),
    "AGG-111": ("answers", ["final|families|all|kept|School|11|10"], [6]),
    "AGG-112": ("answers", ["final|families|all|met|Yes|9|10"], [6]),
    "AGG-113": ("answers", ["autumn|families|all|kept|Care|8|10"], [5, 6]),
    "AGG-121": ("discussions", ["final|plan|waits|all|all|2|1"], [3]),
    "RUN-101": ("run_rows", ["v.csv||visits|autumn|100|79"], [""]),
    "RUN-102": ("run_answers", ["d||families: met: No|autumn|500|1000|601|1000"], [""]),
    "RUN-103": ("run_missing", ["d||families: kept|autumn|500|1000|399|1000"], [""]),
    "AGG-131": ("context", ["autumn|timeliness|2020|58.0|2021-05-13"], [3]),
}  # fmt: skip


def check(tables, only=None):
    from nationalreports.rulebook import rules
    from nationalreports.validation import validate

    laid = lay_out(tables, config=CONFIG, surveys=SURVEYS)
    kept = rules(laid, config=CONFIG, codebook=CODEBOOK, surveys=SURVEYS)
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
    assert set(codes) == set(BREACHES)
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


def test_tables_that_are_not_there_are_passed_over():
    problems, results = check({"visits": good()["visits"], "areas": good()["areas"]})
    assert problems == []
    assert {result["table"] for result in results} == {"visits", "areas", "real_areas"}


def test_empty_tables_are_valid():
    empty = {name: frame.iloc[:0] for name, frame in good().items()}
    problems, _ = check(empty)
    assert {p.rule for p in problems} <= {"VIS-112"}


def test_an_empty_list_of_what_is_known_lets_nothing_through():
    tables = good()
    tables["findings"] = tables["findings"].iloc[:0]
    problems, _ = check(tables)
    assert {p.rule for p in problems} == {"COD-101"}


def test_a_jump_since_the_last_run_is_told_with_both_figures():
    name, rows, _ = BREACHES["RUN-102"]
    tables = good()
    tables[name] = pd.concat([tables[name], table(RUN_SHARES, *rows, at=3)])
    (problem,), _ = check(tables, only="RUN-102")
    assert (problem.severity, problem.source, problem.column) == ("warning", "d", "share")
    assert problem.value == "families: met: No (autumn): 50.0% of 1,000 before, 60.1% of 1,000 now"
