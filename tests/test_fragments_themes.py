import pandas as pd
import pytest
from public_tables import SERIES, make_public

from nationalreports.fragments_themes import make_theme_fragments
from nationalreports.markdown import escape

BOOK = {
    "questions": {"hard": "What was hard", "next": "What comes next"},
    "voices": {"staff": "Staff", "guests": "Guests"},
    "sectors": {"halls": "Halls"},
    "themes": {
        "noise": {"label": "Noise", "questions": ["hard", "next"], "definition": "Too loud."},
        "light": {"label": "Light", "questions": ["hard", "next"], "definition": "Too dark."},
        "heat": {"label": "Heat", "questions": ["hard"], "definition": "Too cold."},
    },
}


def made(key, **evidence):
    report = SERIES.config["reports"][key]
    return make_theme_fragments(SERIES.codebook, report, make_public(key, **evidence))


def made_of(*rows, kind="themes"):
    """The fragments of a series of two questions; rows: question, theme, sector, voice, told."""
    columns = {
        "themes": ["areas_told", "areas_visited"],
        "discussions": ["discussions_told", "discussions"],
    }[kind]
    names = ["question", "theme", "sector", "voice", *columns]
    frame = pd.DataFrame([(*row, "6") for row in rows], columns=names, dtype=str)
    return make_theme_fragments(BOOK, {}, {kind: frame})


def cells(fragment):
    lines = [line for line in fragment.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_withheld_themes_are_listed_in_the_order_of_the_codebook():
    text = made("october-2020")["themes-experience"]
    shown, withheld = text.split("No count is given for")
    assert "reported in 4 of the 6 areas’ letters" in shown.replace("&#39;", "’")
    labels = [entry["label"] for entry in SERIES.codebook["themes"].values()]
    places = [withheld.find(escape(label)) for label in labels]
    assert [p for p in places if p >= 0] == sorted(p for p in places if p >= 0)


def test_a_list_says_why_themes_have_no_count():
    text = made("october-2020")["themes-experience"]
    *_, last = text.strip().splitlines()
    assert last.endswith(
        "As a rule a count is withheld where one area, all areas or none reported the theme. It is "
        "also withheld where it would tell, beside another report, what some areas said."
    )


def test_themes_stand_in_the_order_of_their_counts():
    text = made_of(
        ("hard", "noise", "all", "all", "2"),
        ("hard", "light", "all", "all", "5"),
        ("hard", "heat", "all", "all", "2"),
    )["themes-hard"]
    labels = [line.split("**")[1] for line in text.splitlines()]
    assert labels == ["Light", "Noise", "Heat"]


@pytest.mark.parametrize("kind", ["themes", "discussions"])
def test_voices_have_a_row_for_each_theme_with_a_count(kind):
    made = made_of(
        ("hard", "noise", "all", "all", "5"),
        ("hard", "noise", "all", "staff", "3"),
        ("hard", "noise", "all", "guests", "[c]"),
        ("hard", "light", "all", "staff", "[c]"),
        ("hard", "light", "halls", "staff", "4"),
        kind=kind,
    )
    assert cells(made["voices"]) == [
        ["Theme", "Staff", "Guests"],
        ["Noise", "3", "&#91;c&#93;"],
    ]
    assert f"#tbl-voices-{kind}-hard" in made["voices"] and "out of 6" in made["voices"]
    assert "its counts are withheld" in made["voices"]
    assert made["sectors"].startswith("Broken down in this way, no count")


def test_without_counts_there_is_a_sentence_and_no_table():
    made = made_of(("hard", "noise", "all", "all", "[c]"))
    for name in ("voices", "sectors", "compared-hard-next"):
        assert "no count" in made[name].casefold() and "|" not in made[name], name
    assert made["themes-hard"] == made["themes-next"] == ""


def test_two_questions_are_compared_where_a_theme_may_be_told_under_both():
    text = made_of(
        ("hard", "noise", "all", "all", "2"),
        ("hard", "light", "all", "all", "5"),
        ("hard", "heat", "all", "all", "4"),
        ("next", "noise", "all", "all", "3"),
        ("next", "light", "all", "all", "[c]"),
    )["compared-hard-next"]
    assert cells(text) == [
        ["Theme", "What was hard", "What comes next"],
        ["Light", "5", "&#91;c&#93;"],
        ["Noise", "2", "3"],
    ]


def test_themes_are_explained_as_coders_had_them():
    text = made_of()["definitions"]
    assert text.splitlines()[:2] == ["Noise", f":   {escape('Too loud.')}"]
