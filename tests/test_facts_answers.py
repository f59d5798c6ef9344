from hypothesis import given
from hypothesis import strategies as st
from public_tables import SERIES, make_public

from nationalreports import facts_answers as phrases
from nationalreports.facts_answers import answer_facts, share


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


def leading_of(question, counts, base="205"):
    """The leading answer of parents and carers, where `counts` stand beside the first answers."""
    public = make_public("october-2020")
    answers = public["answers"]
    rows = answers[(answers["question"] == question) & (answers["group"] == "all")]
    rows = rows[rows["survey"] == "parents_carers"].iloc[: len(counts)]
    public["answers"] = rows.assign(count=counts, base=base, percent="[c]", word="[c]")
    facts = answer_facts(SERIES.surveys["parents_carers"], "parents_carers", public, 5)
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


def test_a_share_of_many_has_commas():
    row = {"count": "1205", "base": "2410", "percent": "50", "word": "half"}
    assert share(row) == "half (50%, about 1,205 of 2,410)"
