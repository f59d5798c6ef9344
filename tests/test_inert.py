"""Text that is shown, and can do nothing."""

import pytest

from nationalreports.inert import breakable, inert, number


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("a\u202eb", "a[U+202E]b"),
        ("a\nb", "a b"),
        ("a\0", "a[U+0000]"),
        ("a\u2028b", "a[U+2028]b"),
        ("a\ud800", "a[U+D800]"),
        ("a\u3164b", "a[U+3164]b"),
        ("abcdefghijk", "abcdefghij… (11 characters)"),
        ("caf\u00e9 \u0627", "caf\u00e9 \u0627"),
        ("e\u0301", "e\u0301"),
        ("H" + "\u0335" * 6, "H" + "\u0335" * 4 + "[…]"),
        ("", ""),
    ],
)
def test_inert_text(text, shown):
    assert inert(text, 10) == shown


def test_numbers_have_their_thousands_apart_and_words_stay_inert():
    assert number(1234567) == "1,234,567"
    assert number("8.4%\u202e") == "8.4%[U+202E]"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a/b_c-d.csv", "a/<wbr>b_<wbr>c-<wbr>d.csv"),
        ("--a__b", "--<wbr>a__<wbr>b"),
        ("<b>/&", "&lt;b&gt;/<wbr>&amp;"),
        ("", ""),
    ],
)
def test_paths_go_on_in_a_new_line_after_a_stroke(text, shown):
    assert breakable(text) == shown
