import json
import re
import subprocess

import pypandoc
import pytest
from public_tables import SERIES, make_figures, make_public

from nationalreports.fragments import escape, make_fragments, make_table

HOSTILE = [
    "{{< include secret.md >}}",
    "```{=typst}\n#panic()\n```",
    "<script>alert(1)</script>",
    "$x^2$ and \\(y\\)",
    "*bold* _it_ [link](http://example.org) ![i](i.png)",
    "a | b || c",
    "@fig-x [^1] ^[note] # not a heading",
    "1. list\n- item\n    code",
    "\"quotes\" 'single' -- dash ... dots ~~gone~~",
    "{#id .class} ::: div & &amp; &#123; \\",
    "c\x00ontrol\u2028line",
]


def as_text(markdown):
    document = json.loads(
        subprocess.run(
            [pypandoc.get_pandoc_path(), "--from", "markdown", "--to", "json"],
            input=markdown,
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout
    )
    assert [block["t"] for block in document["blocks"]] == ["Para"]
    kinds = {inline["t"] for inline in document["blocks"][0]["c"]}
    assert kinds <= {"Str", "Space"}, kinds
    return "".join(inline.get("c", " ") for inline in document["blocks"][0]["c"])


def test_escaped_text_comes_out_as_its_characters():
    for text in HOSTILE:
        plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
        assert as_text(escape(text)).replace("\u00a0", " ") == plain


def test_escaped_text_holds_nothing_that_quarto_or_yaml_reads():
    for text in HOSTILE:
        assert not set("{}<>[]()*_`$\\\"'|@^~!:\n").intersection(escape(text))


def fragments_of(key, tmp_path, config=None, **evidence):
    public = make_public(key, **evidence)
    figures = make_figures(key, public, tmp_path)
    config = config or SERIES.config
    report = SERIES.config["reports"][key]
    return make_fragments(report, key, config, SERIES.codebook, SERIES.surveys, public, figures)


def test_names_do_not_depend_on_the_data(tmp_path):
    full = fragments_of("october-2020", tmp_path)
    empty = fragments_of("october-2020", tmp_path, visits=0, surveyed=False)
    assert set(full) == set(empty)
    assert "_generated/figure-parents_carers-attended.md" in full
    assert "_generated/figure-parents_carers-comment.md" not in full


def test_quantifiers_are_half_open_and_leave_no_gap(tmp_path):
    text = fragments_of("october-2020", tmp_path)["_generated/quantifiers.md"]
    ranges = [line.split("|")[2].strip().replace("&#37;", "") for line in text.splitlines()[2:9]]
    assert ranges[1] == "from 10 to under 30"
    bounds = [tuple(part for part in row.split() if part.isdigit()) for row in ranges]
    assert [upper for _, upper in bounds[:-1]] == [lower for lower, _ in bounds[1:]]
    assert (bounds[0][0], bounds[-1][1]) == ("0", "100")


def test_a_figure_has_its_headline_alternative_text_and_table(tmp_path):
    fragments = fragments_of("october-2020", tmp_path)
    figure = fragments["_generated/figure-themes-experience.md"]
    assert "(figures/themes-experience.svg){#fig-themes-experience fig-alt=" in figure
    assert "@tbl-themes-experience" in figure
    assert "{#tbl-themes-experience}" in fragments["_generated/annex.md"]


def test_a_withheld_figure_is_one_sentence(tmp_path):
    fragments = fragments_of("october-2020", tmp_path, visits=1)
    figure = fragments["_generated/figure-themes-experience.md"]
    assert figure.startswith("No figures are published for")
    assert figure.count("\n") == 1 and "svg" not in figure
    assert "tbl-themes-experience" not in fragments["_generated/annex.md"]


def test_withheld_themes_are_listed_in_the_order_of_the_codebook(tmp_path):
    text = fragments_of("october-2020", tmp_path)["_generated/themes-experience.md"]
    shown, withheld = text.split("No count is given for")
    assert "reported in 4 of the 6 areas’ letters" in shown.replace("&#39;", "’")
    labels = [entry["label"] for entry in SERIES.codebook["themes"].values()]
    places = [withheld.find(escape(label)) for label in labels]
    assert [p for p in places if p >= 0] == sorted(p for p in places if p >= 0)


def test_a_list_says_why_themes_have_no_count(tmp_path):
    text = fragments_of("october-2020", tmp_path)["_generated/themes-experience.md"]
    *_, last = text.strip().splitlines()
    assert last.endswith(
        "As a rule a count is withheld where one area, all areas or none reported the theme, and "
        "where it would tell, beside another report, what some of the areas said."
    )


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (["5", "10"], ""),
        (["[c]", "10"], "[c] means that it is withheld to protect people or areas."),
        (
            ["20 of [c]", "[z]"],
            "[c] means that it is withheld to protect people or areas; [z] means that it does not "
            "apply, as with the percentage of a small group.",
        ),
        (["[x]", ""], "[x] means that it is not available."),
    ],
)
def test_a_table_explains_the_shorthand_that_it_holds_above_it_and_no_other(cells, sentence):
    text = make_table(["A", "B", "C"], [["row", *cells]], caption="C", label="l")
    first, _, table = text.partition("| A |")
    escaped = sentence.replace("[", "&#91;").replace("]", "&#93;")
    above = f"::: {{.before-table}}\nIn place of a figure, {escaped}\n:::\n\n"
    assert first == (above if sentence else "")
    assert table


def test_every_table_with_shorthand_has_its_sentence_right_above(tmp_path):
    fragments = fragments_of("october-2020", tmp_path)
    checked = 0
    for name, text in fragments.items():
        blocks = text.split("\n\n")
        for above, block in zip(["", *blocks], blocks, strict=False):
            if not block.startswith("|"):
                continue
            held = {sign for sign in "czx" if f"&#91;{sign}&#93;" in block}
            said = set(re.findall("&#91;(.)&#93; means", above))
            assert held == said, (name, above)
            checked += bool(held)
    assert checked > 10


def test_cells_of_groups_show_what_is_published_of_them(tmp_path):
    public = make_public("october-2020")
    answers = public["answers"]
    grouping = SERIES.surveys["parents_carers"]["groups"]
    group = SERIES.surveys["parents_carers"]["questions"][grouping]["answers"][0]
    own = (answers["question"] == "remote") & (answers["group"] == group)
    for figures, cell in [
        (["120", "205", "59"], "| Yes | 59&#37; &#40;120 of 205&#41; |"),
        (["120", "205", "[c]"], "| Yes | 120 of 205 |"),
        (["120", "[c]", "[c]"], "| Yes | 120 |"),
        (["[c]", "205", "[c]"], "| Yes | &#91;c&#93; |"),
    ]:
        answers.loc[own & (answers["answer"] == "Yes"), ["count", "base", "percent"]] = figures
        public["answers"] = answers
        text = make_fragments(
            SERIES.config["reports"]["october-2020"],
            "october-2020",
            SERIES.config,
            SERIES.codebook,
            SERIES.surveys,
            public,
            [],
        )["_generated/groups-parents_carers.md"]
        assert cell in text, cell
        assert text.count("the rest stands alone.") == 1


def test_summary_has_numbers_and_bases(tmp_path):
    text = fragments_of("october-2020", tmp_path)["_generated/summary.md"]
    assert "| Visits to local areas | Between 5 and 14 October 2020 | 6 |" in text
    assert "Of 205 who answered | 125 &#40;60&#37;&#41; |" in text
