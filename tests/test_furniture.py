"""What stands on pages but is no text."""

from __future__ import annotations

import pytest

from nationalreports.furniture import drop_furniture, lone_heads, split_marker
from nationalreports.lines import Line


def _lines(text: str) -> list[Line]:
    """Lines of a text; blank ones are gaps."""
    lines, gap = [], True
    for row, raw in enumerate(text.strip("\n").split("\n"), start=1):
        if raw.strip():
            lines.append(
                Line(raw.strip(), row, f"line {row}", gap=gap, indent=len(raw) - len(raw.lstrip()))
            )
        gap = not raw.strip()
    return lines


def _kept(text: str) -> list[str]:
    return [line.text for line in drop_furniture(_lines(text))]


@pytest.mark.parametrize(
    "number",
    [
        "Page 2",
        "Page 2 of 3",
        "2 / 3",
        "- 2 -",
        "2 | Page",
        "2",
        "OFFICIAL – SENSITIVE",
        "In confidence",
    ],
)
def test_page_numbers_and_markings_go(number: str):
    assert _kept(f"- Waits grew in\n\n{number}\n\nthe spring.") == [
        "- Waits grew in",
        "the spring.",
    ]


@pytest.mark.parametrize("text", ["2 Fern Way", "Page 2 says so.", "20 of 30 families wrote."])
def test_text_that_looks_like_a_number_stays(text: str):
    assert text in _kept(f"- Waits grew.\n\n{text}\n\nThe end.")


def test_a_head_that_stands_once_goes_beside_a_page_number_and_is_told():
    text = "- Waits grew in\n\nPage 2\nLetter to Fernmouth\n\nthe spring."
    assert _kept(text) == ["- Waits grew in", "the spring."]
    lines = _lines(text)
    assert [lines[place].text for place in lone_heads(lines)] == ["Letter to Fernmouth"]


@pytest.mark.parametrize(
    "beside",
    [
        "the spring was late",
        "Waits grew at last.",
        "- Waits grew",
        "Inspectors were told that:",
        "Education",
    ],
)
def test_text_beside_a_page_number_stays(beside: str):
    assert beside in _kept(f"- Calls helped in\n\n{beside}\n\nPage 2\n\nThe end of it.")


@pytest.mark.parametrize(
    ("line", "marker"),
    [
        ("(xiv) one", "xiv."),
        ("12) one", "12."),
        ("◼ one", "◼"),
        ("16-year-olds", ""),
        ("e.g. one", ""),
    ],
)
def test_markers(line: str, marker: str):
    assert split_marker(line)[0] == marker
