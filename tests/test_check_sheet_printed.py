"""Every text of a page comes out as a piece, and every mark as the span of a fact."""

from __future__ import annotations

from nationalreports.check_sheet_printed import Span, read_pieces

OPEN, OTHER, CLOSE = "\U000f0001", "\U000f0002", "\ue000"
KEYS = ["numbering", "facts.one", "facts.two"]


def texts(page: str) -> list[str]:
    return [piece.text for piece in read_pieces(page, KEYS)]


def test_no_text_is_left_out_but_what_nobody_sees() -> None:
    page = (
        "<html><head><title>T 1</title><style>p { width: 2px }</style></head><body>loose 3"
        "<p>a <em>4</em><br>b</p><ul><li>5<ul><li>6</li></ul></li></ul><blockquote>7</blockquote>"
        "<svg><text>8</text></svg><script>var x = 9</script>after 10</body></html>"
    )
    words = " ".join(texts(page)).split()
    assert [word for word in words if word.isdecimal()] == ["1", "3", "4", "5", "6", "7", "8", "10"]


def test_the_copy_of_a_table_below_its_figure_is_left_out() -> None:
    page = (
        '<p>1</p><details class="data"><summary>Show data 2</summary><table><tbody><tr><td>3<br>'
        "<img alt='4'></td></tr></tbody></table><p><a>5</a></p></details><p>6</p>"
    )
    assert texts(page) == ["1", "6"]


def test_facts_are_spans_of_the_text_without_marks() -> None:
    page = f"<p>It was\n{OPEN}12 of\n 30{CLOSE}, and {OTHER}few{CLOSE}.</p>"
    (piece,) = read_pieces(page, KEYS)
    assert piece.text == "It was 12 of 30, and few."
    assert piece.spans == (Span("facts.one", 7, 15), Span("facts.two", 21, 24))


def test_numbers_of_tables_and_footnotes_are_marked() -> None:
    page = (
        '<p><span class="number">Table 1: </span>3 <a href="#tbl-a">Table 2</a>'
        '<a href="#fn1"><sup>4</sup></a></p>'
    )
    (piece,) = read_pieces(page, KEYS)
    marked = [piece.text[span.start : span.end].strip() for span in piece.spans]
    assert marked == ["Table 1:", "Table 2", "4"]
    assert {span.key for span in piece.spans} == {"numbering"}


def test_cells_know_their_table_row_and_column() -> None:
    page = (
        '<h2>Head</h2><div><table id="tbl-a"><caption>C</caption><thead><tr><th>Answer</th>'
        "<th>Number</th></tr></thead><tbody><tr><th>Yes</th><td>5</td></tr><tr><th>No</th>"
        "<td></td></tr><tr><th>Other</th><td>7</td></tr></tbody></table></div><p>after</p>"
    )
    pieces = read_pieces(page, KEYS)
    cells = {piece.text: piece for piece in pieces if piece.part == "cell"}
    assert (cells["5"].row, cells["5"].column, cells["5"].head) == (0, 1, ("Yes", "Number"))
    assert (cells["7"].row, cells["7"].column, cells["7"].head) == (2, 1, ("Other", "Number"))
    assert {piece.owner for piece in cells.values()} == {"tbl-a"}
    assert [piece.part for piece in pieces][:3] == ["text", "caption", "head"]
    assert (pieces[-1].owner, pieces[-1].section) == ("", "Head")


def test_alternative_text_belongs_to_its_figure() -> None:
    page = (
        '<figure id="fig-a"><img src="x" alt="Bars: 5 &amp; 6." /><figcaption>F 7</figcaption>'
        "</figure><p>8</p>"
    )
    assert [(piece.part, piece.owner, piece.text) for piece in read_pieces(page, KEYS)] == [
        ("alt", "fig-a", "Bars: 5 & 6."),
        ("caption", "fig-a", "F 7"),
        ("text", "", "8"),
    ]
