"""Faults that a screen reader meets, each planted in a page or a print that has none."""

from pathlib import Path

import pikepdf
import pytest
from release_folders import DOT, HTML, TYPST, write_print

from nationalreports.accessibility import accessibility_gate, page_faults

PAGE = HTML.format(key="one", png=DOT)
ALT = ' alt="Bar chart. Yes: 25."'


def test_a_page_and_a_print_without_faults_pass(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one/one.html").write_text(PAGE)
    write_print(TYPST.format(key="one"), tmp_path / "one/one.pdf")
    assert accessibility_gate(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (' lang="en-GB"', "", [": does not say which language it is in (lang)"]),
        ("<title>one", "<title> ", [": has no title"]),
        ("<main id", "<div id", [": has not one main part (<main>)"]),
        ("<h1>Report one</h1>", "", [": has not one heading of the first level"]),
        ("<h2>A chart</h2>", "<h1>B</h1>", [": has not one heading of the first level"]),
        (
            "<h2>A chart</h2>",
            "<h3>A chart</h3>",
            [", line 6: a heading of level 3 comes after one of level 1"],
        ),
        (ALT, "", [", line 7: an image has no alternative text"]),
        (ALT, ' alt=" "', [", line 7: an image has no alternative text"]),
        ("<table>", "<svg></svg><table>", [", line 8: a drawing has no alternative text"]),
        ("<table>", '<svg aria-hidden="true"></svg><table>', []),
        ('<th scope="col">Answer</th>', "<td>A</td>", []),
        (' scope="col">Number', ">Number", [", line 8: headers of a table do not say of what"]),
        (
            "<td>Yes</td>",
            "<td><table><tr><td>a</td></tr></table></td>",
            [", line 9: a table has no headers"],
        ),
        (">Up<", "><", [", line 4: a link has no text"]),
        (">Up<", ' aria-label="Up"><', []),
        ("<h2>", '<h2 id="main">', [": the id 'main' stands there 2 times"]),
    ],
)
def test_each_fault_of_a_page_is_found_at_its_line(old: str, new: str, said: list[str]) -> None:
    assert old in PAGE
    found = list(page_faults(PAGE.replace(old, new, 1)))
    assert len(found) == len(said)
    assert all(own.startswith(text) for own, text in zip(found, said, strict=True)), found


def print_faults(tmp_path: Path, text: str = TYPST) -> list[str]:
    write_print(text.format(key="one"), tmp_path / "one.pdf", standards=())
    return accessibility_gate(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('#set document(title: "Report {key}")', "", "has no title"),
        (', alt: "Bar chart. Yes: 25."', "", "an image has no alternative text"),
        ("table.header[Answer][Number]", "[Answer], [Number]", "a table has no headers (TH)"),
        ("== A chart", "=== A chart", "a heading of level 3 comes after one of level 1"),
        ("= Report {key}\n", "", "a heading of level 2 comes after one of level 0"),
    ],
)
def test_each_fault_of_a_print_is_found(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in TYPST
    own = "one.pdf: does not claim to be accessible (PDF/UA-1)"
    remedy = "put it right in the report's source and run `make reports`"
    before = print_faults(tmp_path)
    assert f"{own}; {remedy}" in before
    found = print_faults(tmp_path, TYPST.replace(old, new))
    assert f"one.pdf: {said}; {remedy}" in set(found) - set(before)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("/Lang", "does not say which language it is in"),
        ("/MarkInfo", "has no tags"),
        ("/StructTreeRoot", "has no tags"),
        ("/ViewerPreferences", "readers are shown the file's name instead of its title"),
    ],
)
def test_a_print_that_lost_what_it_said_is_found(tmp_path: Path, key: str, said: str) -> None:
    path = tmp_path / "one.pdf"
    write_print(TYPST.format(key="one"), path)
    assert accessibility_gate(tmp_path) == []
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        del document.Root[key]
        document.save()
    (line,) = accessibility_gate(tmp_path)
    assert line.startswith(f"one.pdf: {said}")


def test_what_cannot_be_opened_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "one.pdf").write_text("no print")
    assert accessibility_gate(tmp_path)[0].startswith("one.pdf: cannot be opened")


def test_many_faults_of_a_file_are_counted(tmp_path: Path) -> None:
    (tmp_path / "one.html").write_text(PAGE.replace("<table>", "<img>" * 8 + "<table>"))
    found = accessibility_gate(tmp_path)
    assert len(found) == 6 and found[-1] == "one.html: 3 more"
