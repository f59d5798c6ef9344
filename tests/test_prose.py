"""The lines of a report's sources, and the spans in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nationalreports.prose import Prose, fill, read_prose

FACTS: dict[str, Any] = {"facts": {"has": {"yes": True, "no": False}, "visited": "6"}}


def read(folder: Path, **files: str) -> Prose:
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return read_prose([folder / "none", folder], "main.md", FACTS)


def shown(prose: Prose) -> list[tuple[str, int, str]]:
    return [(line.file, line.number, line.text) for line in prose.lines if line.text.strip()]


def test_includes_are_read_where_they_stand_with_their_own_file_and_lines(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        main="One.\n\n{{< include part.md >}}\n\nTwo.",
        part="Inside.\n{{< include _generated/x.md >}}\n{{< include main.md >}}",
        _generated__x="Made.",
    )
    assert shown(found) == [
        ("main.md", 1, "One."),
        ("part.md", 1, "Inside."),
        ("main.md", 5, "Two."),
    ]


def test_a_file_comes_from_the_first_folder_that_has_it(tmp_path: Path) -> None:
    for name, text in (("own", "Own."), ("shared", "Shared.")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "part.md").write_text(text)
    (tmp_path / "own/main.md").write_text("{{< include part.md >}}\n{{< include gone.md >}}")
    found = read_prose([tmp_path / "own", tmp_path / "shared"], "main.md", FACTS)
    assert [line.text for line in found.lines if line.text] == ["Own."]


@pytest.mark.parametrize(
    ("attributes", "seen"),
    [
        ('.content-visible when-meta="facts.has.yes"', True),
        ('.content-visible when-meta="facts.has.no"', False),
        ('.content-hidden when-meta="facts.has.yes"', False),
        ('.content-hidden when-meta="facts.has.no"', True),
        ('.content-visible unless-meta="facts.has.no"', True),
        ('.content-hidden unless-meta="facts.has.no"', False),
        ('.content-visible when-meta="facts.has.yes" unless-meta="facts.has.yes"', False),
        (".callout-note", True),
        # What a format hides, another shows.
        ('.content-hidden when-format="html"', True),
        ('.content-visible when-format="pdf"', True),
        ('.content-hidden unless-format="html" when-meta="facts.has.yes"', True),
    ],
)
def test_what_a_condition_hides_is_not_seen(tmp_path: Path, attributes: str, seen: bool) -> None:
    inner = "::: {.callout-note}\nInside.\n:::"
    found = read(tmp_path, main=f"Before.\n:::: {{{attributes}}}\n{inner}\n::::\nAfter.")
    texts = [text for _, _, text in shown(found)]
    assert texts == (["Before.", "Inside.", "After."] if seen else ["Before.", "After."])
    assert [line.number for line in found.lines] == [1, 2, 3, 4, 5, 6, 7]
    # Each character stands at one place, hidden or not.
    assert found.source.split("\n")[3] == "Inside."
    assert [len(line) for line in found.text.split("\n")] == [
        len(line) for line in found.source.split("\n")
    ]


def test_general_blocks_are_seen_and_known(tmp_path: Path) -> None:
    found = read(
        tmp_path, main="One.\n\n::: {.general}\nTwo.\n:::\n\n::: general\nThree.\n:::\nEnd."
    )
    marked = [found.text[start:end] for start, end in found.general_blocks()]
    assert [text for text in marked if text.strip()] == ["Two.", "Three."]
    assert "Two." in found.text


def test_spans_have_their_text_attributes_and_first_line(tmp_path: Path) -> None:
    text = "Zero [0].\n\nAn [outer [inner]{.a} one\nwith a line]{.b key='x' other=\"y ] z\"}."
    inner, outer = read(tmp_path, main=text).spans()
    assert (inner.text, inner.attributes, inner.line.number) == ("inner", ".a", 3)
    assert outer.text == "outer [inner]{.a} one\nwith a line" and outer.line.number == 3
    assert (outer.value("key"), outer.value("other"), outer.value("none")) == ("x", "y ] z", None)
    assert outer.has_class("b") and not outer.has_class("a")
    whole = read(tmp_path, main=text).text
    assert whole[outer.start] == "[" and whole[outer.end - 1] == "}"


@pytest.mark.parametrize("text", ["\\[no]{.a}", "[ends\n\nhere]{.a}", "no]{.a}", "[no] {.a}"])
def test_what_is_no_span_is_none(tmp_path: Path, text: str) -> None:
    assert list(read(tmp_path, main=text).spans()) == []


def test_comments_are_no_part_of_the_prose_and_code_is(tmp_path: Path) -> None:
    text = "One <!-- gone\n\n{{< include part.md >}}\n--> two.\n\n`<!-- code -->` three."
    assert shown(read(tmp_path, main=text, part="Inside.")) == [
        ("main.md", 1, "One          "),
        ("main.md", 4, "    two."),
        ("main.md", 6, "`<!-- code -->` three."),
    ]


def test_facts_are_put_into_a_sentence_where_there_are_any() -> None:
    assert fill("It was\n  {{< meta facts.visited >}}.", FACTS) == "It was 6."
    left = "{{< meta facts.gone >}} {{< meta facts.has >}}"
    assert fill(left, FACTS) == left
