import json
import subprocess

import pypandoc
import pytest

from nationalreports.markdown import escape, make_table

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


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (["5", "10"], ""),
        (["[c]", "10"], "[c] = withheld"),
        (["20 of [c]", "[z]"], "[c] = withheld, [z] = not applicable"),
        (["[x]", ""], "[x] = not available"),
    ],
)
def test_a_table_explains_the_shorthand_that_it_holds_above_it_and_no_other(cells, sentence):
    text = make_table(["A", "B", "C"], [["row", *cells]], caption="C", label="l")
    first, _, table = text.partition("| A |")
    escaped = sentence.replace("[", "&#91;").replace("]", "&#93;")
    above = f"::: {{.before-table}}\n{escaped}\n:::\n\n"
    assert first == (above if sentence else "")
    assert table


def test_numbers_of_a_table_have_commas_and_its_texts_are_left_as_they_are():
    text = make_table(["Year", "People"], [["2020", "1115"]], caption="C", label="l")
    assert "| 2020 | 1,115 |" in text
