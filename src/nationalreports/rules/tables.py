"""Rules of the reading of tables, CSV or XLSX, whatever they hold."""

from __future__ import annotations

from nationalreports.rules import Rule

RULES = [
    Rule(
        "TAB-001",
        "Each table is a CSV or XLSX file that can be opened.",
        "Nothing in the file is counted; where it is the list of visits or of areas, nothing at "
        "all can be.",
        "error",
        "open it in a spreadsheet, and save it again as CSV UTF-8 or as XLSX without a password",
    ),
    Rule(
        "TAB-002",
        "A table is text in the encoding that it is said to be in, without control characters.",
        "Read in the wrong encoding, names and answers come out garbled, so that an answer no "
        "longer equals itself and a quotation prints nonsense; so nothing of the file is read.",
        "error",
        "save the file as CSV UTF-8, or declare the encoding of a survey's tool in config/surveys/",
    ),
    Rule(
        "TAB-003",
        "No table is empty.",
        "An empty file is most often an export that failed: reading it as no rows would report "
        "that nobody answered.",
        "error",
        "export or save the file again; it needs a row of headers at least",
    ),
    Rule(
        "TAB-004",
        "Each quotation mark that opens a cell of a CSV file is closed.",
        "A cell left open swallows the rows below it, and with them whole responses or findings "
        "vanish without a trace; so nothing of the file is read.",
        "error",
        "look at the quotation marks in the row that is named, and double those within a cell",
    ),
    Rule(
        "TAB-005",
        "Each row has as many cells as there are headers.",
        "A comma too many or too few moves every later cell to another question, and a plausible "
        "but wrong answer is counted; so nothing of the file is read.",
        "error",
        "put cells that hold commas into quotation marks, or save the file again from its source",
    ),
    Rule(
        "TAB-006",
        "Each column has a header, in row 1, and no other column has the same.",
        "Of two columns with one header nobody knows which holds the answers, and under none "
        "nobody knows what they answer; so nothing of the file is read.",
        "error",
        "name the column, or delete it; delete what stands above the headers",
    ),
    Rule(
        "TAB-007",
        "Each column that is needed is there.",
        "A missing column would be counted as a question that nobody answered; so nothing of the "
        "file is read.",
        "error",
        "add the column, or write its header as it is expected",
    ),
    Rule(
        "TAB-008",
        "No column is there that is not known.",
        "An unknown column may be a question that would go uncounted, or hold names of people "
        "that should never have been handed in; so nothing of the file is read.",
        "error",
        "rename or delete the column; of a survey, name what is not to be read under drop in its "
        "config/surveys/ file",
    ),
    Rule(
        "TAB-009",
        "A workbook has one visible sheet with content.",
        "Only the first sheet could be read: visits, answers or codes on the others would be "
        "missing from every figure, and nobody would see it. So nothing of the file is read.",
        "error",
        "move the further sheets to files of their own, or delete them",
    ),
    Rule(
        "TAB-010",
        "Cells have no spaces around their text, nor doubled or odd ones within.",
        "Unless made tidy, a code with a space after it is another code. Many of them hint at "
        "cells typed or pasted by hand.",
        "info",
        "nothing need be done: the spaces were made tidy for reading",
        ("accept",),
    ),
    Rule(
        "TAB-011",
        "The cells of a CSV file are parted by commas.",
        "Another mark was taken since only with it the headers fit; a file that was cut at the "
        "wrong mark would show strange cells.",
        "info",
        "nothing need be done; the profile of this source shows whether its cells are whole",
        ("accept",),
    ),
    Rule(
        "TAB-012",
        "A CSV file is UTF-8.",
        "In UTF-16 or Windows-1252, accents, dashes and quotation marks hang on the right guess "
        "of the tool that wrote the file; in UTF-8 they do not.",
        "info",
        "nothing need be done; save as CSV UTF-8 next time",
        ("accept",),
    ),
    Rule(
        "TAB-013",
        "No cell of a workbook holds a formula.",
        "A formula's last result may be of other rows or of another day than what the person who "
        "made the sheet saw; its row is set aside, and a formula among the headers sets the whole "
        "file aside.",
        "error",
        "copy the cells and paste them as values",
    ),
    Rule(
        "TAB-014",
        "No cells of a workbook are merged.",
        "All but the first of merged cells are blank underneath: an area or coder shown for five "
        "rows would count for one. So nothing of the file is read.",
        "error",
        "unmerge the cells, and fill each of them in",
    ),
    Rule(
        "TAB-015",
        "No hidden sheet of a workbook has content.",
        "What nobody sees may be evidence left out, or names of people handed on by mistake; so "
        "nothing of the file is read.",
        "error",
        "show the sheet, then move it to another file or delete it",
    ),
    Rule(
        "TAB-016",
        "A file holds one table: no headers among its rows, and no blank column parts it.",
        "The rows of a second table would be counted under the headers of the first; so nothing "
        "of the file is read.",
        "error",
        "give each table a file of its own, or delete the repeated headers or the blank column",
    ),
    Rule(
        "TAB-017",
        "No row is a row of totals.",
        "Counted as a record, a total would add a person, a finding or an area that does not "
        "exist; it is set aside.",
        "error",
        "delete the row",
        ("exclude",),
    ),
    Rule(
        "TAB-018",
        "A file is of a size that can be read, and unpacks to one.",
        "Reading it would exhaust the machine's memory in the middle of a run, and a file that "
        "swells when unpacked may have been made to do so; nothing of it is read.",
        "error",
        "split the file into several, or delete what stands far off the table",
    ),
    Rule(
        "TAB-019",
        "The last row of a CSV file ends with a line break.",
        "A copy or download that broke off ends so: the last row may be cut, and further rows "
        "may be missing.",
        "warning",
        "compare the last row and the number of rows with the tool or sheet that the file is from",
        ("accept",),
    ),
    Rule(
        "TAB-020",
        "No cell holds an error of the spreadsheet, or a number with more digits than one keeps.",
        "#REF! stands for a value that is lost, and ids that lost digits may have become equal, so "
        "that two people count as one. The row is set aside; among the headers, the whole file is.",
        "error",
        "put the right value in from the source, with columns of ids formatted as text first; "
        "delete the row if the value is lost for good",
    ),
    Rule(
        "TAB-021",
        "No blank row stands between rows with content.",
        "Passed over, a blank row changes no figure; but it may be where records were deleted by "
        "hand.",
        "info",
        "nothing need be done, unless a record should stand there",
        ("accept",),
    ),
    Rule(
        "TAB-022",
        "No cell holds characters that nobody sees.",
        "Unless removed, a zero-width or direction mark makes two equal answers differ, and can "
        "make a text read otherwise than it is written.",
        "info",
        "nothing need be done: the characters were removed for reading",
        ("accept",),
    ),
]
