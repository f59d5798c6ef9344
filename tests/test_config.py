"""The configuration: read without guesses, and each fault explained in one line."""

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nationalreports.config import (
    REPOSITORY,
    ConfigError,
    cumulative_windows,
    load,
    printed_text,
)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run folder with a configuration of its own, that of the repository."""
    shutil.copytree(REPOSITORY / "config", tmp_path / "config")
    return tmp_path


def change(run: Path, name: str, old: str, new: str) -> None:
    path = run / "config" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults(run: Path) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(run)
    return str(caught.value).splitlines()


def test_the_repository_s_own_configuration_holds(tmp_path: Path) -> None:
    series = load(tmp_path)
    assert series.folder == REPOSITORY / "config"
    assert set(series.surveys) == {"parents_carers", "young_people"}


def test_a_run_folder_s_own_configuration_goes_first(run: Path) -> None:
    change(run, "config.yaml", "minimum_base: 10", "minimum_base: 12")
    assert load(run).config["thresholds"]["minimum_base"] == 12


def test_misspelt_key_is_one_line_that_names_it_and_the_allowed_ones(run: Path) -> None:
    change(
        run, "config.yaml", '    title: "COVID-19 series: briefing', '    titel: x\n    title: "C'
    )
    (line,) = faults(run)
    assert line.startswith(
        "config/config.yaml: reports.october-2020: unknown key 'titel'; allowed:"
    )
    assert all(key in line for key in ("title", "date", "window", "evidence"))


def test_missing_keys_of_one_place_are_one_line(run: Path) -> None:
    change(run, "config.yaml", "    surveys: []\n    cumulative_over: []\n", "")
    (line,) = faults(run)
    assert "reports.november-2020: missing key 'surveys', 'cumulative_over'" in line


def test_dates_and_yes_stay_words(tmp_path: Path) -> None:
    series = load(tmp_path)
    assert series.config["reports"]["october-2020"]["date"] == "2020-11-10"
    assert series.surveys["parents_carers"]["questions"]["remote"]["answers"] == ["Yes", "No"]


def test_unquoted_yes_is_a_word_too(run: Path) -> None:
    change(run, "surveys/parents_carers.yaml", 'answers: ["Yes", "No"]', "answers: [Yes, No]")
    assert load(run).surveys["parents_carers"]["questions"]["remote"]["answers"] == ["Yes", "No"]


def test_duplicate_key_is_named_with_its_line(run: Path) -> None:
    change(run, "config.yaml", "renderer: auto", "renderer: auto\nrenderer: embedded")
    (line,) = faults(run)
    assert re.search(r"config\.yaml, line \d+: .*'renderer' stands twice", line)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("start: 2020-11-01", "start: 2020-10-14", "overlaps that of october-2020"),
        ("start: 2020-11-01", "start: 2020-12-01", "ends before it starts"),
        ("start: 2020-11-01", "start: 2020-11-31", "not a day of the form"),
        ("surveys: []", "surveys: [carers]", "'carers' is not defined; defined: parents_carers"),
        ("cumulative_over: [october-2020]", "cumulative_over: [x]", "'x' is not defined"),
        ("cumulative_over: [october-2020]", "cumulative_over: [final-2021]", "the report itself"),
        ("renderer: auto", "renderer: word", "one of: auto, quarto, embedded"),
        ("table: timeliness", "table: pupils", "one of: ehc_plans, timeliness"),
        ("minimum_base: 10", "minimum_base: ten", "not of the right kind"),
        ("from: 10,", "from: 30,", "must start at 0 and rise"),
        ("from: 0,", "from: 1,", "must start at 0 and rise"),
        ("at: 2020-11-10T09:30", "at: 2020-11-11T09:30", "on another day than `date` (2020-11-10)"),
        ("at: 2020-11-10T09:30", "at: 2020-11-10T24:30", "is no day and time"),
        ("at: 2020-11-10T09:30", "at: 2020-11-10", "does not match"),
        ("  licence: Open Government Licence v3.0\n", "", "stand together, or neither"),
        ("  november-2020:", "  november-2022:", "write reports/november-2022.qmd"),
    ],
)
def test_fault_is_explained_in_one_line(run: Path, old: str, new: str, said: str) -> None:
    change(run, "config.yaml", old, new)
    (line,) = faults(run)
    assert line.startswith("config/config.yaml: ")
    assert said in line


def test_windows_that_only_adjoin_do_not_overlap(run: Path) -> None:
    change(run, "config.yaml", "start: 2020-11-01", "start: 2020-10-15")
    load(run)


def test_missing_file_is_named(run: Path) -> None:
    (run / "config/codebook.yaml").unlink()
    assert faults(run) == ["config/codebook.yaml: is missing; put it into config/"]


def test_theme_with_an_unknown_question_is_named(run: Path) -> None:
    change(run, "codebook.yaml", "[experience, challenge, plan]", "[experience, chalenge]")
    (line,) = faults(run)
    assert "themes.wellbeing.questions: 'chalenge' is not defined" in line


def test_survey_that_leans_on_what_it_does_not_ask_is_named(run: Path) -> None:
    change(run, "surveys/parents_carers.yaml", "groups: support", "groups: services_kept")
    change(run, "surveys/parents_carers.yaml", 'answer: "Yes"', 'answer: "Maybe"')
    one, two = faults(run)
    assert "'services_kept' is not a question of type single" in one
    assert "'remote' has no answer 'Maybe'" in two


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('["Yes", "No"]', '["Yes", "No", "yes."]', "questions.remote.answers: 'yes.' is too like"),
        ("id: Response ID", "id: submitted", "the header 'submitted' stands twice"),
        ("id: Response ID", "id: AREA_CODE", "'area_code' is too like 'AREA_CODE'"),
        ("[IP address,", "['response id',", "'response id' is too like 'Response ID'"),
        (
            "header: How well were you kept informed about the support available?",
            "header: WHICH services carried on for your child? - Short breaks",
            "'Which services carried on for your child? - Short breaks' is too like",
        ),
        ("drop: [", "export: { dates: american }\ndrop: [", "one of: iso, day-first, month-first"),
        ("drop: [", "export: { date: iso }\ndrop: [", "unknown key 'date'; allowed: encoding"),
        (
            "drop: [",
            "export: { blank: ['no'] }\ndrop: [",
            "'No' is an answer, and blank",
        ),
        ("drop: [", "export: { blank: ['x'] }\ndrop: [", "'x' ticks an answer"),
        ("drop: [", "export: { separator: ' ' }\ndrop: [", "does not match"),
        (
            "type: multiple\n    answers: [",
            'type: multiple\n    layout: joined\n    answers: ["Short breaks;Physiotherapy", ',
            "questions.services_kept.answers: some hold the separator ';'",
        ),
        (
            "type: text",
            "type: text\n    layout: joined",
            "questions.comment: 'joined' does not go with",
        ),
        (
            "type: single",
            "type: single\n    layout: joined",
            "questions.support: 'joined' does not go with",
        ),
    ],
)
def test_survey_that_could_not_be_read_exactly_is_refused(
    run: Path, old: str, new: str, said: str
) -> None:
    change(run, "surveys/parents_carers.yaml", old, new)
    (line,) = faults(run)
    assert line.startswith("config/surveys/parents_carers.yaml: ")
    assert said in line


def test_joined_answers_that_hold_the_separator_are_allowed_where_one_reading_remains(
    run: Path,
) -> None:
    new = 'type: multiple\n    layout: joined\n    answers: ["Respite; day or night", '
    change(run, "surveys/parents_carers.yaml", "type: multiple\n    answers: [", new)
    load(run)


@given(st.lists(st.lists(st.integers(0, 5), max_size=3), min_size=6, max_size=6))
def test_cumulative_windows_are_the_union_of_all_reached(over: list[list[int]]) -> None:
    reports = {str(n): {"cumulative_over": [str(k) for k in ks]} for n, ks in enumerate(over)}
    for key, entry in reports.items():
        found = set(cumulative_windows(key, reports))
        assert key in found
        assert all(set(reports[k]["cumulative_over"]) <= found for k in found)
        reached = set().union(*(cumulative_windows(k, reports) for k in entry["cumulative_over"]))
        assert found == {key} | reached


def test_cumulative_windows_come_in_the_order_of_publication() -> None:
    reports = {
        "a": {"cumulative_over": []},
        "b": {"cumulative_over": []},
        "c": {"cumulative_over": ["a"]},
    }
    assert cumulative_windows("c", reports) == ["a", "c"]


def test_coding_may_be_left_out(run: Path) -> None:
    text = (run / "config/config.yaml").read_text(encoding="utf-8")
    start, end = text.index("coding:"), text.index("# Words for shares")
    (run / "config/config.yaml").write_text(text[:start] + text[end:], encoding="utf-8")
    assert "coding" not in load(run).config


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("coders: [a, b]", "coders: [a, settled]", "coding.coders.1"),
        ("coders: [a, b]", "coders: [a, Settled]", "coding.coders.1"),
        ("coders: [a, b]", "coders: [a, 'b c']", "coding.coders.1"),
        ("coders: [a, b]", "coders: [a, A]", "coding.coders: 'a' stands there twice"),
        ("coders: [a, b]", "codders: [a]", "coding: unknown key 'codders'"),
        ("minimum_agreement: 0.667", "minimum_agreement: 67", "coding.minimum_agreement"),
    ],
)
def test_faults_in_coding_are_named(run: Path, old: str, new: str, place: str) -> None:
    change(run, "config.yaml", old, new)
    (line,) = faults(run)
    assert line.startswith(f"config/config.yaml: {place}")


def test_words_that_suggest_a_theme_have_letters_or_digits(run: Path) -> None:
    change(run, "codebook.yaml", "suggest: [anxiety,", "suggest: ['--',")
    (line,) = faults(run)
    assert line.startswith("config/codebook.yaml: themes.wellbeing.suggest.0")


def test_each_theme_of_the_demonstration_has_words_to_suggest_it(tmp_path: Path) -> None:
    themes = load(tmp_path).codebook["themes"]
    assert [key for key, theme in themes.items() if not theme.get("suggest")] == []


def test_printed_text_holds_what_reports_show():
    config = {
        "series": {"title": "A series", "publisher": "An office"},
        "reports": {"r": {"title": "A report"}},
    }
    codebook = {
        "questions": {"q": "A question"},
        "sectors": {"s": "A sector"},
        "voices": {"v": "A voice"},
        "themes": {"t": {"label": "A theme"}},
    }
    text = printed_text(config, codebook)
    assert text.split("\n") == [
        *("A series", "An office", "A report", "A question", "A sector", "A voice", "A theme")
    ]


@pytest.mark.parametrize(
    ("scale", "said"),
    [
        ("{ positive: [Very well], negative: [Awful] }", "'Awful' is not defined"),
        ("{ positive: [Very well, Not very well], negative: [Not at all well] }", "stand together"),
        ("{ positive: [Not at all well], negative: [Very well] }", "together after them"),
        ("{ positive: [Very well], negative: [Very well] }", "stand together"),
        ("{ positive: [Very well] }", "missing key 'negative'"),
    ],
)
def test_scale_that_is_not_one_of_the_answers_in_order_is_explained(
    run: Path, scale: str, said: str
) -> None:
    name = "surveys/parents_carers.yaml"
    path = run / "config" / name
    own = (
        "scale: { positive: [Very well, Fairly well], negative: [Not very well, Not at all well] }"
    )
    path.write_text(path.read_text("utf-8").replace(own, f"scale: {scale}", 1), encoding="utf-8")
    (line,) = faults(run)
    assert "questions.information.scale" in line
    assert said in line


def test_a_theme_may_stand_beside_a_question_that_this_series_does_not_ask(run: Path) -> None:
    change(run, "codebook.yaml", "question: services_kept", "question: x")
    assert load(run).codebook["themes"]["therapies"]["asked"]["question"] == "x"
