import re

from public_tables import SERIES, make_figures, make_public

from nationalreports.fragments import make_fragments


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


def test_every_table_with_shorthand_has_its_sentence_right_above(tmp_path):
    fragments = fragments_of("october-2020", tmp_path)
    checked = 0
    for name, text in fragments.items():
        blocks = text.split("\n\n")
        for above, block in zip(["", *blocks], blocks, strict=False):
            if not block.startswith("|"):
                continue
            held = {sign for sign in "czx" if f"&#91;{sign}&#93;" in block}
            said = set(re.findall("&#91;(.)&#93; = ", above))
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


def test_the_annex_has_a_heading_for_each_source_with_a_table_and_no_other(tmp_path):
    annex = fragments_of("october-2020", tmp_path)["_generated/annex.md"]
    headings = re.findall("(?m)^### (.*?) \\{", annex)
    surveys = [SERIES.surveys[name]["title"] for name in ("parents_carers", "young_people")]
    assert headings == ["Themes in the letters", *surveys]
    first, *_ = annex.split("### Survey of parents and carers")
    assert "tbl-themes-plan" in first and "tbl-parents_carers" not in first


def test_percentages_in_the_annex_have_their_sign_as_in_sentences(tmp_path):
    annex = fragments_of("october-2020", tmp_path)["_generated/annex.md"]
    assert "| Yes | 125 | 205 | 60&#37; |" in annex


def test_revisions_are_listed_the_newest_first():
    report = {
        "surveys": [],
        "revisions": [
            {"date": "2021-01-05", "what": "A count [was] corrected."},
            {"date": "2021-02-05", "what": "A link was mended."},
        ],
    }
    parts = (SERIES.config, SERIES.codebook, {}, {}, [])
    text = make_fragments(report, "r", *parts)["_generated/revisions.md"]
    assert text.index("5 February 2021") < text.index("5 January 2021")
    assert "[" not in text
    del report["revisions"]
    none = make_fragments(report, "r", *parts)["_generated/revisions.md"]
    assert none == "No revision has been made to this report.\n"
