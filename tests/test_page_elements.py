"""The elements of a page."""

from nationalreports.page_elements import read_elements


def test_elements_have_their_place_text_and_surroundings() -> None:
    page = '<p id="a">One <b hidden>two</b><br>\nthree</p>\n<p>four'
    found = read_elements(page)
    assert [(own.tag, own.line, own.text.split()) for own in found] == [
        ("p", 1, ["One", "two", "three"]),
        ("b", 1, ["two"]),
        ("br", 1, []),
        ("p", 3, ["four"]),
    ]
    assert found[1].attributes == {"hidden": ""}
    assert [own.tag for own in found[1].inside] == ["p"]


def test_an_end_closes_what_was_left_open_in_it_and_no_more() -> None:
    found = read_elements("<ul><li>one<li>two</ul></p><p>three</p>")
    assert [own.text for own in found] == ["onetwo", "onetwo", "two", "three"]
    assert found[-1].inside == ()
