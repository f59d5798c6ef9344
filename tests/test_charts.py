"""Charts: what they show and say comes from the public tables, and nothing withheld is in them."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from nationalreports.charts import make_figures, possible_figures, write_figures

CODEBOOK: dict[str, Any] = {
    "questions": {"challenge": "What was hard"},
    "themes": {"waits": {"label": "Waits & <delays>"}, "staff": {"label": "Staff $x$"}},
}
SURVEYS: dict[str, Any] = {
    "s": {
        "respondents": "parents",
        "questions": {
            "how": {"type": "single", "label": "Support", "header": "How was it?"},
            "which": {"type": "multiple", "label": "Services", "header": "Which?"},
        },
    }
}
TOLD = ["question", "theme", "sector", "voice"]
ANSWERS = ["survey", "group", "question", "answer", "count", "base", "percent", "word"]


def public(
    themes: list[tuple[str, ...]] | None = None, answers: list[tuple[str, ...]] | None = None
) -> dict[str, pd.DataFrame]:
    rows = [("challenge", theme, *rest) for theme, *rest in themes or []]
    return {
        "themes": pd.DataFrame(rows, columns=[*TOLD, "areas_told", "areas_visited"], dtype=str),
        "discussions": pd.DataFrame(columns=[*TOLD, "discussions_told", "discussions"], dtype=str),
        "answers": pd.DataFrame([("s", *row) for row in answers or []], columns=ANSWERS, dtype=str),
    }


def one(**tables: list[tuple[str, ...]]) -> dict[str, Any]:
    (figure,) = make_figures(public(**tables), CODEBOOK, SURVEYS)
    return figure


def test_themes_are_bars_largest_first_with_sector_and_voice_left_out() -> None:
    figure = one(
        themes=[
            ("waits", "all", "all", "2", "6"),
            ("staff", "all", "all", "4", "6"),
            ("waits", "health", "all", "5", "6"),
        ]
    )
    assert figure["id"] == "themes-challenge"
    assert figure["bars"] == [("Staff $x$", 4), ("Waits & <delays>", 2)]
    assert figure["title"] == "Staff $x$: reported in 4 of the 6 areas’ letters"
    assert figure["rows"] == [["Waits & <delays>", "2", "6"], ["Staff $x$", "4", "6"]]


def test_withheld_theme_is_no_bar_but_stands_in_the_table() -> None:
    figure = one(themes=[("waits", "all", "all", "[c]", "6"), ("staff", "all", "all", "3", "6")])
    assert figure["bars"] == [("Staff $x$", 3)]
    assert "Waits" not in figure["alt"]
    assert figure["rows"][0] == ["Waits & <delays>", "[c]", "6"]
    assert figure["withheld"] is False


def test_themes_that_are_not_shown_are_said_not_to_be_for_a_reason_that_holds_for_all() -> None:
    shown = [("waits", "all", "all", "2", "6"), ("staff", "all", "all", "4", "6")]
    figure = one(themes=shown)
    assert figure["subtitle"] == "What was hard: number of areas, out of 6, by theme."
    assert figure["note"] == ""
    withheld = one(themes=[*shown[:1], ("staff", "all", "all", "[c]", "6")])
    assert withheld["note"] == "Themes whose count would tell what single areas said are not shown."


def test_figure_with_nothing_to_publish_is_withheld() -> None:
    figure = one(themes=[("waits", "all", "all", "[c]", "6")])
    assert (figure["withheld"], figure["title"]) == (True, "")


def test_answers_are_percentages_where_there_are_any() -> None:
    figure = one(
        answers=[
            ("all", "how", "Well", "60", "100", "62", "a majority"),
            ("all", "how", "Badly", "40", "100", "38", "a significant minority"),
            ("X", "how", "Well", "20", "50", "41", "a significant minority"),
        ]
    )
    assert figure["id"] == "s-how"
    assert figure["bars"] == [("Well", 62), ("Badly", 38)]
    assert figure["title"] == "Support: 62% of about 100 answered “Well”"
    assert figure["kind"] == "bars"
    assert figure["labels"] == ["62%", "38%"]
    assert "More than one answer" not in figure["subtitle"]


def test_answers_of_a_small_base_are_rounded_numbers() -> None:
    figure = one(
        answers=[
            ("all", "which", "A", "20", "45", "[z]", "[z]"),
            ("all", "which", "B", "[c]", "45", "[c]", "[c]"),
        ]
    )
    assert figure["bars"] == [("A", 20)]
    assert figure["title"] == "Services: about 20 of about 45 answered “A”"
    assert "More than one answer could be given." in figure["subtitle"]
    assert "%" not in figure["title"] + figure["alt"] + "".join(figure["labels"])


def test_a_withheld_percentage_turns_all_bars_into_numbers() -> None:
    figure = one(
        answers=[
            ("all", "how", "Well", "60", "100", "62", "a majority"),
            ("all", "how", "Badly", "40", "100", "[c]", "[c]"),
        ]
    )
    assert figure["bars"] == [("Well", 60), ("Badly", 40)]
    assert figure["title"] == "Support: about 60 of about 100 answered “Well”"
    assert "%" not in figure["title"] + figure["subtitle"] + figure["alt"]
    assert figure["rows"][1] == ["Badly", "40", "100", "[c]"]


def test_answers_withheld_whole_leave_percentages_of_the_others_and_are_said_to_be_missing() -> (
    None
):
    figure = one(
        answers=[
            ("all", "how", "Well", "60", "100", "62", "a majority"),
            ("all", "how", "Badly", "[c]", "100", "[c]", "[c]"),
        ]
    )
    assert figure["bars"] == [("Well", 62)]
    assert figure["note"] == "Answers without a published figure are not shown."


def test_a_withheld_base_is_left_out_of_the_words() -> None:
    figure = one(
        answers=[
            ("all", "how", "Well", "60", "[c]", "[c]", "[c]"),
            ("all", "how", "Badly", "40", "[c]", "[c]", "[c]"),
        ]
    )
    assert figure["title"] == "Support: about 60 answered “Well”"
    assert figure["subtitle"] == "“How was it?” Number of parents who answered, by answer."
    assert figure["rows"][0] == ["Well", "60", "[c]", "[c]"]


@pytest.mark.parametrize("word", ["title", "subtitle", "alt"])
def test_question_withheld_whole_tells_no_number(word: str) -> None:
    figure = one(answers=[("all", "how", a, "[c]", "[c]", "[c]", "[c]") for a in ("Well", "Badly")])
    assert figure["withheld"] is True
    assert not any(character.isdigit() for character in figure[word].replace("0 answers", ""))


def test_no_evidence_gives_no_figures() -> None:
    assert make_figures(public(), CODEBOOK, SURVEYS) == []


def test_alternative_text_has_the_kind_the_main_point_and_all_values() -> None:
    figure = one(
        themes=[("waits", "all", "all", "2", "6"), ("staff", "all", "all", "4", "6")],
    )
    assert figure["alt"] == (
        "Bar chart of 2 themes, by number of areas out of 6, the largest first. "
        "The highest shown is Staff $x$. Staff $x$: 4; Waits & <delays>: 2."
    )


def test_thousands_have_a_comma_in_words_and_labels() -> None:
    figure = one(
        answers=[
            ("all", "how", "Well", "1200", "2000", "[c]", "[c]"),
            ("all", "how", "Badly", "800", "2000", "[c]", "[c]"),
        ]
    )
    assert figure["title"] == "Support: about 1,200 of about 2,000 answered “Well”"
    assert figure["labels"] == ["1,200", "800"]
    assert figure["alt"].endswith("Well: 1,200; Badly: 800.")
    assert figure["rows"][0] == ["Well", "1200", "2000", "[c]"]


TIMES = ["measure", "time_period", "value", "published"]


def timeliness(*rows: tuple[str, str]) -> list[dict[str, Any]]:
    context = [("timeliness", year, value, "2021-05-13") for year, value in rows]
    context.append(("ehc_plans", "2020", "390109", "2020-05-31"))
    tables = {**public(), "context": pd.DataFrame(context, columns=TIMES, dtype=str)}
    return make_figures(tables, CODEBOOK, SURVEYS)


def test_timeliness_is_a_line_over_the_published_years() -> None:
    (figure,) = timeliness(("2020", "58.0"), ("2018", "[x]"), ("2019", "60.4"))
    assert (figure["id"], figure["kind"]) == ("timeliness", "line")
    assert figure["bars"] == [("2019", 60.4), ("2020", 58.0)]
    assert figure["labels"] == ["60.4%", "58.0%"]
    assert figure["rows"] == [["2019", "60.4"], ["2020", "58.0"]]
    assert "in 2020 was lower than that in 2019. 2019: 60.4%; 2020: 58.0%." in figure["alt"]


def test_one_year_of_timeliness_is_no_line() -> None:
    assert timeliness(("2020", "58.0")) == []


def test_figures_that_a_configuration_allows_are_listed() -> None:
    book = {**CODEBOOK, "themes": {"waits": {"label": "Waits", "asked": {"survey": "s"}}}}
    assert possible_figures(book, SURVEYS) == [
        "themes-challenge",
        "discussions-challenge",
        "s-how",
        "s-which",
        "beside-waits",
        "timeliness",
    ]


def test_figures_are_written_as_json_with_their_letters(tmp_path: Path) -> None:
    figures = [one(themes=[("staff", "all", "all", "4", "6")])]
    write_figures(figures, tmp_path / "new/figures.json")
    text = (tmp_path / "new/figures.json").read_text(encoding="utf-8")
    assert "areas’" in text
    assert json.loads(text)[0]["title"] == figures[0]["title"]
