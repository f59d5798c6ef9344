"""The linter of fixed prose: each rule is broken once, and what is right passes."""

import shutil

import pytest
from public_tables import SERIES

from nationalreports.config import REPOSITORY
from nationalreports.plain_english import (
    count_words,
    find_faults,
    lint,
    main,
    plain_section,
    read_sentences,
    split_text,
)


def said(text):
    return [fault.message for fault in find_faults(split_text(text))]


def texts(source, facts=None):
    return [own.text for own in read_sentences(source, "a.md", facts)]


def test_a_source_is_read_as_it_is_read_out():
    source = """## What {{< meta facts.word >}} {#what .unnumbered}

::: {.content-visible when-meta="facts.has.visits"}
First one, *with* stress. A [second one]{claim="a.b > 0.5 * c"} follows.[^note]
It goes on
over the line.

- **Seeing friends**
- An item. And more.
:::

{{< include _sections/other.md >}}

| A | B |
|:--|--:|

[^note]: Department, *Title*, see [there](https://example.org/a.b).
"""
    facts = {"facts": {"word": "happened"}}
    assert texts(source, facts) == [
        "What happened",
        "First one, with stress.",
        "A second one follows.",
        "It goes on over the line.",
        "Seeing friends",
        "An item.",
        "And more.",
        "| A | B |",
        "Department, Title, see there.",
    ]


def test_a_sentence_is_named_by_the_line_where_it_begins():
    source = "# Title\n\nOne is here. Two\ngoes on. Three\nends.\n"
    own = list(read_sentences(source, "a.md"))
    assert [(sentence.line, sentence.text) for sentence in own] == [
        (1, "Title"),
        (3, "One is here."),
        (3, "Two goes on."),
        (4, "Three ends."),
    ]
    assert [sentence.whole for sentence in own] == [False, True, True, True]


def test_a_fact_that_is_not_there_counts_as_a_word():
    assert texts("It was {{< meta facts.not.there >}}.", {}) == ["It was something."]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("He said “Yes.” She went.", ["He said “Yes.”", "She went."]),
        ("It rose by 2.5 points. So.", ["It rose by 2.5 points.", "So."]),
        ("As Dr. Who said, no. Yes!", ["As Dr. Who said, no.", "Yes!"]),
        ("Is it? It is.", ["Is it?", "It is."]),
        ("Not given: one; two; three.", ["Not given", "one", "two", "three."]),
        ("One thing: this; and that.", ["One thing: this; and that."]),
    ],
)
def test_sentences_end_where_they_do(text, sentences):
    assert [sentence.text for sentence in split_text(text)] == sentences


def test_brackets_that_stand_for_themselves_are_read():
    text = r"In tables, \[c\] is held back. \[z\] does not apply."
    assert texts(text) == ["In tables, [c] is held back.", "[z] does not apply."]


def test_words_are_counted():
    assert count_words("Parents’ well-being: 1,250 of 60.4% (a half).") == 7


def test_thirty_words_pass_and_one_more_does_not():
    thirty = " ".join(["Word"] * 30)
    short = "Short one. " * 9
    assert said(f"{short}{thirty}.") == []
    assert said(f"{short}{thirty} more.") == ["31 words, at most 30; make two sentences of it"]


def test_an_average_of_twenty_words_is_too_much():
    assert said(f"{' '.join(['word'] * 19)}.") == []
    (message,) = said(f"{' '.join(['word'] * 20)}.")
    assert message.startswith("20.0 words a sentence on average, to be under 20")


def test_headings_and_short_items_do_not_lower_the_average():
    twenty = f"{' '.join(['word'] * 20)}."
    sentences = [
        *read_sentences(f"{twenty}\n\n## Title\n\n- item\n- item\n", "a.md"),
    ]
    assert [fault.file for fault in find_faults(sentences)] == ["a.md"]


@pytest.mark.parametrize(
    "word",
    [
        *["organize", "recognized", "organizational", "analyzing", "color", "favorite", "behavior"],
        *["center", "theater", "catalog", "defense", "practiced", "traveled", "labeling"],
        *["counselor", "enrollment", "fulfill", "skillful", "pediatric", "gray"],
        *["Neighborhood", "prioritization"],
    ],
)
def test_american_spellings_are_found(word):
    (message,) = said(f"We saw {word} there.")
    assert message.startswith(f"American spelling, ‘{word}’")


@pytest.mark.parametrize(
    "text",
    [
        "organise recognised analysing colour favourite behaviour centre theatre catalogue defence",
        "practised practice travelled labelling counsellor enrolment fulfil skilful grey",
        "size prize seized downsizing citizen citizens maize programs doctor major minor humorous",
        "honorary laboratory vigorous elaborate priority meter licence connection draft install",
        "committed focused biased benefited interpreted parameter perimeter filter letter disk",
    ],
)
def test_british_spellings_are_none(text):
    assert said(text) == []


@pytest.mark.parametrize(
    "text",
    [
        *["to collaborate", "going forward", "in order to go", "a key aim", "utilise it"],
        *["facilitating it", "robust plans", "e.g. this", "prior to that", "whilst"],
        *["stakeholder views", "the impact on them", "deploying staff"],
    ],
)
def test_words_to_avoid_are_found_with_what_to_say(text):
    (message,) = said(f"There was {text}.")
    assert message.startswith("a word to avoid, ‘") and "; instead: " in message


def test_what_only_looks_like_a_word_to_avoid_passes():
    assert said("A key worker was redeployed; in key stage 2 the monkey ate.") == []


@pytest.mark.parametrize(
    "text",
    [
        *["58 per cent", "58 percent", "58 %", "1250 people", "390 109 plans", "twenty-five years"],
        *["sixteen", "two hundred", "the 3rd visit", "05 October"],
    ],
)
def test_other_styles_of_numbers_are_found(text):
    (message,) = said(f"There were {text} here.")
    assert message.startswith("another style of numbers, ‘")


def test_the_style_of_numbers_passes():
    text = "In 2020 there were 390,109 plans, 60.4% in time. Between 5 and 14 October 2020, "
    assert said(text + "six areas and 58% (about 120 of 205) had a percentage.") == []


def test_the_plain_section_ends_at_the_next_heading_of_its_level():
    source = "## A {#a}\n\nno\n\n## B {#plain .x}\n\nyes\n\n### C\n\nyes\n\n## D\n\nno\n"
    assert plain_section(source).split() == ["yes", "###", "C", "yes"]
    assert plain_section("## A {#plains}\n\nno\n") == ""


@pytest.fixture
def series(tmp_path):
    shutil.copytree(REPOSITORY / "config", tmp_path / "config")
    (tmp_path / "reports/_sections").mkdir(parents=True)
    for report in SERIES.config["reports"]:
        (tmp_path / f"reports/{report}.qmd").write_text("## Title\n", encoding="utf-8")
    return tmp_path


def test_faults_name_file_line_sentence_and_remedy(series, monkeypatch, capsys):
    source = series / "reports/october-2020.qmd"
    source.write_text("## Title\n\nWe will utilise it.\n", encoding="utf-8")
    monkeypatch.chdir(series)
    assert main([]) == 1
    assert capsys.readouterr().out == (
        "reports/october-2020.qmd, line 3: a word to avoid, ‘utilise’; instead: use: "
        "“We will utilise it.”\n"
    )
    source.write_text("## Title\n\nWe will use it.\n", encoding="utf-8")
    assert main([]) == 0
    assert capsys.readouterr().out == ""


def test_the_reading_age_of_the_plain_section_is_measured_with_what_it_includes(series):
    source = series / "reports/october-2020.qmd"
    source.write_text("## In short {#plain}\n\n{{< include _sections/p.md >}}\n", encoding="utf-8")
    section = series / "reports/_sections/p.md"
    section.write_text("We went to see. They were kind.\n", encoding="utf-8")
    faults, ages = lint(series)
    assert faults == [] and 0 < ages["reports/october-2020.qmd"] < 9
    section.write_text("Interdisciplinary representatives facilitated.", encoding="utf-8")
    faults, _ = lint(series, [source])
    (fault,) = faults
    assert fault.file == "reports/october-2020.qmd" and "at most 11" in fault.message


def test_a_missing_file_is_said_without_a_traceback(series, monkeypatch, capsys):
    monkeypatch.chdir(series)
    assert main(["none.qmd"]) == 1
    assert "none.qmd" in capsys.readouterr().err
