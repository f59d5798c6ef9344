"""What pandoc reads as a claim is one, and whatever else looks like one is a fault."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pypandoc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nationalreports.claim_reading import Claim, find_claims
from nationalreports.prose import Prose, read_prose
from nationalreports.sources import READER, Line, RenderingError

FACTS: dict[str, Any] = {
    "facts": {
        "has": {"yes": True, "no": False},
        "visited": "6 *of* [7]",
        "themes": {
            "told": {"reported": "reported in 4 of the 6 areas’ letters"},
            "withheld": {"reported": "reported in letters; the count is withheld"},
        },
    }
}
ACCOUNT = ':::: {.accounts}\n::: {theme="themes.THEME"}\n[Most.]{claim="a > 1"}\n:::\n::::'


def find(text: str) -> list[Claim]:
    lines = [Line("a.qmd", number, line) for number, line in enumerate(text.split("\n"), start=1)]
    return find_claims(Prose(lines), FACTS)


def find_in_file(folder: Path, text: str) -> list[Claim]:
    (folder / "a.qmd").write_text(text, encoding="utf-8")
    return find_claims(read_prose([folder], "a.qmd", FACTS), FACTS)


READ_AS_CLAIMS = {
    '[Most.]{claim="a > 1"}': "Most.",
    "[Most.]{claim='a > 1'}": "Most.",
    '[Most.]{.general claim="a > 1"}': "Most.",
    '[Most.]{#id .x claim="a > 1" key="v"}': "Most.",
    '[Most.]{ claim="a > 1" }': "Most.",
    '[Most\nwere.]{claim="a\n> 1"}': "Most were.",
    '- [Most.]{claim="a > 1"}\n- Two.': "Most.",
    '> [Most.]{claim="a > 1"}': "Most.",
    '**[Most.]{claim="a > 1"}**': "Most.",
    '["Most" *were*.]{claim="a > 1"}': '"Most" *were*.',
    '[[A link](b.html) of most.]{claim="a > 1"}': "[A link](b.html) of most.",
    '[`code` of most.]{claim="a > 1"}': "`code` of most.",
    '[\\[Most\\].]{claim="a > 1"}': "\\[Most\\].",
    'A \\[ [most.]{claim="a > 1"}': "most.",
    '[See [note]{.x} and most.]{claim="a > 1"}': "See [note]{.x} and most.",
    '## A heading with [most.]{claim="a > 1"}': "most.",
    '| a | b |\n|---|---|\n| [Most.]{claim="a > 1"} | c |': "Most.",
    'Note.[^1]\n\n[^1]: [Most.]{claim="a > 1"}': "Most.",
    '[Most {{< meta facts.visited >}}.]{claim="a > 1"}': "Most 6 *of* [7].",
    '::: {.x}\n[Most.]{claim="a > 1"}\n:::': "Most.",
    '::: {.content-visible when-meta="facts.has.yes"}\n[Most.]{claim="a > 1"}\n:::': "Most.",
    '::: {.content-hidden when-format="pdf"}\n[Most.]{claim="a > 1"}\n:::': "Most.",
    '::: {.content-visible unless-format="html"}\n[Most.]{claim="a > 1"}\n:::': "Most.",
    ACCOUNT.replace("THEME", "told"): "Most.",
    '::: {theme="themes.withheld"}\n[Most.]{claim="a > 1"}\n:::': "Most.",
    # No block to pandoc, as no blank line comes before it.
    'Text.\n::: {.content-hidden when-meta="facts.has.yes"}\n[Most.]{claim="a > 1"}\n:::': "Most.",
}


@pytest.mark.parametrize("text", READ_AS_CLAIMS)
def test_a_bracketed_sentence_is_a_claim_wherever_pandoc_reads_one(
    tmp_path: Path, text: str
) -> None:
    (claim,) = find_in_file(tmp_path, text)
    assert (claim.fault, claim.condition) == ("", "a > 1")
    assert claim.sentence == READ_AS_CLAIMS[text]


FAULTS = {
    '[Most.]{claim = "a > 1"}': "text to pandoc",
    '[Most.]{claim= "a > 1"}': "text to pandoc",
    '[Most.]{claim="a > 1" foo}': "text to pandoc",
    '[Most.]{.general,claim="a > 1"}': "text to pandoc",
    '[Most.]{claim="a > 1" claim="b > 1"}': "two claims",
    '[Most.]{Claim="a > 1"}': 'called "Claim"',
    '[Most.]{CLAIM="a > 1"}': 'called "CLAIM"',
    '[Most.]{claims="a > 1"}': 'called "claims"',
    '[Most.]{data-claim="a > 1"}': 'called "data-claim"',
    "[Most.]{claim=a>1}": "no straight quotes",
    "[Most.]{claim=“a>1”}": "no straight quotes",
    "[Most.]{claim=“a > 1”}": "text to pandoc",
    "[Most.]{claim=‘a > 1’}": "text to pandoc",
    '[Most.]{claim="a > 1”}': "text to pandoc",
    "[Most.]{claim=«a>1»}": "no straight quotes",
    '- [Most\n- were.]{claim="a > 1"}': "text to pandoc",
    '[Most\n\nwere.]{claim="a > 1"}': "text to pandoc",
    '[Most.]{claim="a\n\n> 1"}': "text to pandoc",
    '[Most.] {claim="a > 1"}': "text to pandoc",
    'Most.]{claim="a > 1"}': "text to pandoc",
    '\\[Most.]{claim="a > 1"}': "text to pandoc",
    '[Most.\\]{claim="a > 1"}': "text to pandoc",
    'Most. {claim="a > 1"}': "text to pandoc",
    '*Most.*{claim="a > 1"}': "text to pandoc",
    '[^1]{claim="a > 1"}\n\n[^1]: Note.': "text to pandoc",
    '## Most {claim="a > 1"}': "a heading",
    '::: {claim="a > 1"}\nMost.\n:::': "a block",
    '[Most](b.html){claim="a > 1"}': "a link",
    '![Most](b.svg){claim="a > 1"}': "a picture",
    '`Most`{claim="a > 1"}': "code",
    '```{claim="a > 1"}\nMost\n```': "code",
    '<span claim="a > 1">Most.</span>': "no sentence in brackets",
    'Says: claim = "a".': "text to pandoc",
    "---\ntitle: '[Most.]{claim=\"a > 1\"}'\n---\n": "text to pandoc",
    '[^1]: [Most.]{claim="a > 1"}': "text to pandoc",
    # The first bracket opens the sentence for who reads signs, the second for pandoc.
    '[Most `a[` were.]{claim="a > 1"}': "not clear",
}


@pytest.mark.parametrize("text", FAULTS)
def test_what_only_looks_like_a_claim_is_a_fault_with_place_and_remedy(
    tmp_path: Path, text: str
) -> None:
    found = find_in_file(tmp_path, f"Above.\n\n{text}" if not text.startswith("---") else text)
    assert found
    for claim in found:
        assert FAULTS[text] in claim.fault and ("write" in claim.fault or "join" in claim.fault)
        assert claim.condition == "" and claim.file == "a.qmd"
        first = 1 if text.startswith("---") else 3
        assert first <= claim.line <= first + text.count("\n")


@pytest.mark.parametrize(
    "text",
    [
        '<!-- [Most.]{claim="a > 1"} -->',
        '<!--\n\n[Most.]{claim="a > 1"}\n\n-->',
        '`[Most.]{claim="a > 1"}`',
        '``[Most.]`{claim="a > 1"}``',
        '```\n[Most.]{claim="a > 1"}\n```',
        '~~~ {.markdown}\n[Most.]{claim="a > 1"}\n~~~',
        '    [Most.]{claim="a > 1"}',
        '::: {.content-hidden when-meta="facts.has.yes"}\n[Most.]{claim="a > 1"}\n:::',
        '::: {.content-visible when-meta="facts.has.no"}\n## [Most.]{claim="a > 1"}\n:::',
        ACCOUNT.replace("THEME", "withheld"),
        "They reclaim= and proclaim a claim.",
    ],
)
def test_comments_code_and_hidden_blocks_carry_no_claim(tmp_path: Path, text: str) -> None:
    assert find_in_file(tmp_path, f"Above.\n\n{text}\n") == []


def test_claims_within_one_another_and_beside_each_other_stand_in_order() -> None:
    text = '[One [two]{claim="b > 1"}]{claim="a > 1"}, [three]{claim="c > 1"}\n[four]{claim = "d"}'
    found = find(text)
    assert [(claim.condition, claim.line, bool(claim.fault)) for claim in found] == [
        ("b > 1", 1, False),
        ("a > 1", 1, False),
        ("c > 1", 1, False),
        ("", 2, True),
    ]


def test_numbers_and_marks_like_ours_in_a_text_change_nothing() -> None:
    found = find('n0 `nn0` [Odd.]{claim-n0="b > 1"} [Most.]{claim="a-n0 > 1"}')
    assert [(claim.condition, claim.fault) for claim in found] == [("a-n0 > 1", "")]


def test_what_pandoc_cannot_read_at_all_is_told_of() -> None:
    with pytest.raises(RenderingError, match=r"a\.qmd: pandoc: "):
        find('---\ntitle: "open\n---\n\n[Most.]{claim="a > 1"}')


def spans_of(text: str) -> list[str]:
    """The conditions of pandoc's spans, straight from its tree."""
    command = [pypandoc.get_pandoc_path(), "--from", READER, "--to", "json"]
    tree = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", check=True)

    def walk(node: Any) -> list[str]:
        if isinstance(node, list):
            return [found for part in node for found in walk(part)]
        if not isinstance(node, dict):
            return []
        own = dict(node["c"][0][2]) if node.get("t") == "Span" else {}
        return [own[key] for key in own if key == "claim"] + walk(node.get("c"))

    return walk(json.loads(tree.stdout)["blocks"])


PARTS = st.lists(
    st.sampled_from(
        [
            *["[", "]", "{", "}", '{claim="', '"}', "]{claim='c1 > 1'}", '[s]{claim="c2 > 2"}'],
            *["{claim=", '"', "'", " ", "\n", "\n\n", "\n- ", "*", "_", "`", "\\", "(u)", "[^1]"],
            *[
                "<!--",
                "-->",
                "# ",
                "::: x\n",
                ":::\n",
                "```\n",
                "word",
                ".c ",
                "#i ",
                ",",
                "=",
                "@k",
            ],
            *["<span claim='c3'>", "</span>", "|", "> ", "~", "^", "$", "…", "“", "”", "k=v "],
        ]
    ),
    min_size=1,
    max_size=14,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PARTS)
def test_of_any_text_each_span_is_one_claim_or_a_fault(parts: list[str]) -> None:
    text = "A line.\n\n" + "".join(parts) + '\n\n[Last.]{claim="z > 1"}\n'
    found = find(text)
    read = [" ".join(condition.split()) for condition in spans_of(text)]
    claims = [claim.condition for claim in found if not claim.fault]
    faults = [claim for claim in found if claim.fault]
    # No claim that pandoc does not read, and none of those that it reads goes unseen.
    left = list(read)
    for condition in claims:
        left.remove(condition)
    assert len(left) <= len(faults), (text, read, found)
    # What is said in no code is seen by us.
    if not re.search(r"[`~]|\n {4}|\t", text):
        assert len(found) == len(re.findall(r"\bclaim\s*=", text)), text
