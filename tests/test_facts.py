import pandas as pd
import pytest
from public_tables import SERIES, make_public

from nationalreports import facts as phrases
from nationalreports.facts import make_facts, make_scope, make_subtitle, volunteers


def facts_of(key, figures=(), **evidence):
    return _make(key, make_public(key, **evidence), figures)["facts"]


def _make(key, public, figures=()):
    report = SERIES.config["reports"][key]
    return make_facts(report, key, SERIES.config, SERIES.codebook, SERIES.surveys, public, figures)


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
    assert not has["discussions"] and not has["cumulative"]
    has = facts_of("november-2020", visits=0, notes=7)["has"]
    assert has["discussions"] and not has["visits"] and not has["surveys"]
    assert facts_of("final-2021", visits=10)["has"]["cumulative"]


def test_context_is_the_newest_year_published():
    context = facts_of("october-2020")["context"]
    assert context["ehc_plans"]["value"] == "390,109"
    assert context["ehc_plans"]["year"] == "2020"
    assert context["ehc_plans"]["first_year"] == "2019"
    assert context["timeliness"]["value"] == "60.4%"
    assert context["timeliness"]["published"] == "May 2020"


@pytest.mark.parametrize(
    ("areas", "whole", "words"),
    [
        (0, "151", "no volunteer areas"),
        (1, "151", "1 volunteer area of the 151 in England"),
        (6, "151", "6 volunteer areas of the 151 in England"),
        (6, "[x]", "6 volunteer areas"),
    ],
)
def test_areas_are_given_beside_all_of_them_where_that_number_is_known(areas, whole, words):
    assert volunteers(areas, {"areas_in_england": whole}) == words


def test_scope_names_all_evidence_there_is_and_no_other():
    surveys = {"p": {"respondents": "parents"}, "y": {"respondents": "young people"}}
    summary = {"areas_in_england": "151", "responses_p": "1145", "responses_y": "[c]"}
    assert make_scope(10, summary, surveys) == (
        "10 volunteer areas of the 151 in England, about 1,145 responses from parents "
        "and responses from young people (number withheld)"
    )
    assert make_scope(0, {"discussions": "13"}, {}) == "13 discussions"
    assert make_scope(0, {"responses_p": "0"}, surveys) == "no evidence yet"


def test_sections_on_a_question_know_whether_it_has_a_figure():
    public = make_public("october-2020")
    answers = public["answers"]
    public["answers"] = answers.assign(
        count=answers["count"].mask(answers["question"] == "remote", "[c]")
    )
    shown = _make("october-2020", public)["facts"]["shown"]["parents_carers"]
    assert shown["attended"] and not shown["remote"] and "comment" not in shown


def test_counts_are_known_to_be_shown_or_not():
    assert facts_of("october-2020")["has"]["theme_counts"]
    withheld = facts_of("october-2020", visits=1)["has"]
    assert withheld["visits"] and not withheld["theme_counts"] and withheld["answers"]
    assert not facts_of("october-2020", withheld=True)["has"]["answers"]
    assert facts_of("november-2020", visits=0, notes=7)["has"]["discussion_counts"]
