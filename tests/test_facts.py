import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from public_tables import SERIES, make_public

from nationalreports import facts as phrases
from nationalreports.facts import make_facts, make_subtitle, share, slugs, span


def facts_of(key, figures=(), **evidence):
    return _make(key, make_public(key, **evidence), figures)["facts"]


def _make(key, public, figures=()):
    report = SERIES.config["reports"][key]
    return make_facts(report, key, SERIES.config, SERIES.codebook, SERIES.surveys, public, figures)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2020-10-05", "2020-10-05", "on 5 October 2020"),
        ("2020-10-05", "2020-10-14", "between 5 and 14 October 2020"),
        ("2020-10-05", "2020-11-04", "between 5 October and 4 November 2020"),
        ("2020-10-05", "2021-10-05", "between 5 October 2020 and 5 October 2021"),
        (None, None, "on dates that are not given"),
    ],
)
def test_span_says_each_part_of_a_date_once(first, last, words):
    assert span(first, last) == words


def test_subtitle_for_none_one_and_many_visits():
    one = {"visits": "1", "first_visit": "2020-10-08", "last_visit": "2020-10-08"}
    six = {"visits": "6", "first_visit": "2020-10-05", "last_visit": "2020-10-14"}
    notes = {
        "discussions": "7",
        "first_discussion": "2020-11-03",
        "last_discussion": "2020-11-27",
    }
    assert make_subtitle({}, False) == "No evidence had been received when this draft was made"
    assert make_subtitle({"responses_x": "20"}, True) == "Evidence from surveys"
    assert make_subtitle(one, True) == "Evidence from 1 visit to a local area on 8 October 2020"
    assert (
        make_subtitle(six, True)
        == "Evidence from 6 visits to local areas between 5 and 14 October 2020"
    )
    assert (
        make_subtitle(notes, False) == "Evidence from 7 discussions between 3 and 27 November 2020"
    )
    assert make_subtitle(six | notes, False) == (
        "Evidence from 6 visits to local areas between 5 and 14 October 2020 "
        "and 7 discussions between 3 and 27 November 2020"
    )


def test_share_gives_what_is_published_and_no_more():
    row = {"count": "120", "base": "205", "percent": "59", "word": "a majority"}
    assert share(row) == "a majority (59%, about 120 of 205)"
    assert share(row | {"percent": "[z]", "word": "[z]"}) == "about 120 of 205"
    assert share(row | {"percent": "[c]", "word": "[c]"}) == "about 120 of 205"
    assert share(row | {"count": "[c]"}) == "a majority (59%)"
    assert share(row | {"base": "[c]"}) == "a majority (59%, about 120)"
    assert share(row | {"base": "[c]", "percent": "[c]", "word": "[c]"}) == "about 120"
    withheld = {"count": "[c]", "base": "205", "percent": "[c]", "word": "[c]"}
    assert share(withheld) == share({}) == "a number that is not published"


def test_share_never_shows_shorthand():
    for count in ("120", "[c]", ""):
        for percent in ("59", "[c]", "[z]", ""):
            row = {"count": count, "base": "205", "percent": percent, "word": percent}
            assert "[" not in share(row)


def test_themes_are_counted_or_held_back():
    public = make_public("october-2020")
    public["themes"] = pd.DataFrame(
        [
            ("experience", "wellbeing", "all", "all", "4", "6"),
            ("experience", "isolation", "all", "all", "[c]", "6"),
            ("experience", "remote_meetings", "health", "all", "5", "6"),
        ],
        columns=["question", "theme", "sector", "voice", "areas_told", "areas_visited"],
    )
    themes = _make("october-2020", public)["facts"]["themes"]["experience"]
    assert themes["wellbeing"]["reported"] == "reported in 4 of the 6 areas’ letters"
    assert themes["isolation"]["reported"] == phrases.NO_THEME_COUNT
    assert themes["remote_meetings"]["reported"] == phrases.NO_THEME_COUNT


def leading_of(question, counts, base="205"):
    """The leading answer of parents and carers, where `counts` stand beside the first answers."""
    public = make_public("october-2020")
    answers = public["answers"]
    rows = answers[(answers["question"] == question) & (answers["group"] == "all")]
    rows = rows[rows["survey"] == "parents_carers"].iloc[: len(counts)]
    public["answers"] = rows.assign(count=counts, base=base, percent="[c]", word="[c]")
    facts = _make("october-2020", public)["facts"]["answers"]["parents_carers"]
    return facts[question]["leading"]


def test_leading_answer_is_named_where_all_answers_are_shown():
    assert leading_of("remote", ["125", "80"]) == (
        "the most common answer was ‘Yes’, given by about 125 of 205"
    )
    both = "the most common answers were ‘Yes’ and ‘No’"
    assert leading_of("remote", ["100", "100"]) == both


def test_leading_answer_is_not_named_where_a_withheld_one_may_be_more_common():
    # 205 may stand for 207, and 105 for 103: 104 are left.
    assert leading_of("remote", ["[c]", "105"]) == phrases.NO_LEADING
    assert leading_of("remote", ["[c]", "[c]"]) == phrases.NO_LEADING
    assert leading_of("remote", ["[c]", "110"]).startswith("the most common answer was ‘No’")


def test_leading_answer_is_not_named_without_a_base_or_where_several_may_be_given():
    assert leading_of("remote", ["[c]", "150"], base="[c]") == phrases.NO_LEADING
    answers = SERIES.surveys["parents_carers"]["questions"]["services_kept"]["answers"]
    counts = ["200", *["[c]"] * (len(answers) - 1)]
    assert leading_of("services_kept", counts) == phrases.NO_LEADING


@given(
    st.lists(st.tuples(st.integers(0, 60), st.booleans()), min_size=2, max_size=5),
    st.sampled_from([3, 5, 10]),
)
def test_what_is_said_to_be_the_most_common_is_so(answers, rounding):
    def rounded(value):
        return str((2 * value + rounding) // (2 * rounding) * rounding)

    base = sum(count for count, _ in answers)
    names = [f"a{number}" for number in range(len(answers))]
    rows = {
        name: {
            "count": rounded(count) if shown else "[c]",
            "base": rounded(base),
            "percent": "[c]",
            "word": "[c]",
        }
        for name, (count, shown) in zip(names, answers, strict=True)
    }
    said = phrases._leading({"type": "single", "answers": names}, rows, rounding)
    if said.startswith("the most common answer was"):
        named = answers[names.index(said.split("‘")[1].split("’")[0])][0]
        assert named == max(count for count, _ in answers)


def test_keys_do_not_depend_on_the_data():
    full, empty = facts_of("october-2020"), facts_of("october-2020", visits=0, surveyed=False)
    assert _keys(full) == _keys(empty) == _keys(_make("october-2020", {})["facts"])


def _keys(value):
    if not isinstance(value, dict):
        return type(value)
    return {key: _keys(entry) for key, entry in value.items()}


def test_has_says_what_evidence_there_is():
    has = facts_of("october-2020", [{"withheld": False}])["has"]
    assert has["visits"] and has["surveys"] and has["results"] and has["synthetic"]
    assert not has["discussions"] and not has["one_area"] and not has["cumulative"]
    has = facts_of("november-2020", visits=0, notes=7)["has"]
    assert has["discussions"] and not has["visits"] and not has["surveys"]
    assert facts_of("october-2020", visits=1)["has"]["one_area"]
    assert facts_of("final-2021", visits=10)["has"]["cumulative"]


def test_context_is_the_newest_year_published():
    context = facts_of("october-2020")["context"]
    assert context["ehc_plans"]["value"] == "390,109"
    assert context["ehc_plans"]["year"] == "2020"
    assert context["ehc_plans"]["first_year"] == "2019"
    assert context["timeliness"]["percent"] == "60.4%"
    assert context["timeliness"]["published"] == "May 2020"


def test_slugs_are_distinct_words():
    assert slugs(["Yes, most days", "I didn’t", "Yes - most days!", "…"]) == {
        "Yes, most days": "yes_most_days",
        "I didn’t": "i_didnt",
        "Yes - most days!": "yes_most_days_2",
        "…": "answer",
    }
