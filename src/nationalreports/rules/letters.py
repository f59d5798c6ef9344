"""Rules of the reading of letters."""

from __future__ import annotations

from nationalreports.rules import Rule

RULES = [
    Rule(
        "LET-001",
        "Each file in data/raw/letters/ is a letter.",
        "A letter under a name that begins with a full stop, ~$ or README is passed over, and its "
        "area's findings with it.",
        "info",
        "nothing need be done, unless the file is a letter: then name it after its visit",
        ("accept",),
    ),
    Rule(
        "LET-002",
        "Each file in data/raw/letters/ is Markdown, plain text, Word (.docx) or PDF.",
        "A letter in a form that cannot be read gives no findings: its area would look as if it "
        "had told nothing.",
        "error",
        "save the letter as .md, .txt, .docx or .pdf, or move the file elsewhere",
    ),
    Rule(
        "LET-003",
        "Each letter's file is named after a visit.",
        "Which area's letter it is cannot be known, so its findings count for no area.",
        "error",
        "name the file after its visit_id in visits.csv, or add the visit there",
    ),
    Rule(
        "LET-004",
        "No visit has two letters.",
        "One may be a draft of the other: counting both would double an area's findings, and "
        "counting either might be the wrong one. So neither is read.",
        "error",
        "keep the letter that was sent, and take the others away",
    ),
    Rule(
        "LET-005",
        "Each visit has a letter.",
        "The area counts among those visited but tells nothing, so that themes seem rarer than "
        "they are.",
        "error",
        "put the letter into data/raw/letters/, named after the visit",
    ),
    Rule(
        "LET-006",
        "Each letter's file can be opened and holds text.",
        "Damaged or protected, the letter gives none of its findings.",
        "error",
        "open the letter, save it again without a password, or ask for another copy",
    ),
    Rule(
        "LET-007",
        "No page of a letter is a picture.",
        "Findings on a scanned page cannot be read and would be missing, although the letter "
        "seems to be there.",
        "error",
        "ask for the Word file, or have the page's text recognised and checked by a person",
    ),
    Rule(
        "LET-008",
        "A letter has a title that says whose visit it is about.",
        "Without the area's name nothing shows that the findings are this area's; the letter is "
        "set aside.",
        "error",
        "put the letter itself there, or write its title on a line of its own",
    ),
    Rule(
        "LET-009",
        "A letter has its date on a line of its own.",
        "Without a date nobody can tell whether the letter follows this visit or an earlier one; "
        "it is set aside.",
        "error",
        "write the letter's date on a line of its own, such as 8 October 2020",
    ),
    Rule(
        "LET-010",
        "A letter has a list of what inspectors were told.",
        "A letter of which no finding is seen counts as silence on every theme; it is set aside.",
        "error",
        "see that a sentence such as “Inspectors were told that:” stands right above the list",
    ),
    Rule(
        "LET-011",
        "A file holds one letter, of one area and one date.",
        "Findings of two areas in one file would all be counted for one of them. Two titles, dates "
        "or letters set the file aside; an opening sentence that names another area warns.",
        "error",
        "keep one letter a file, and correct the title, date or opening sentence that is wrong",
    ),
    Rule(
        "LET-012",
        "A letter's area is that of its visit.",
        "One area's confidential findings would be counted, and filed as evidence, under another's "
        "name; the letter is set aside.",
        "error",
        "check the file's name and the visit's area_code in visits.csv",
    ),
    Rule(
        "LET-013",
        "A letter is not dated before its visit began.",
        "It is then likely to be the letter of an earlier visit, and would be counted in the wrong "
        "report; it is set aside.",
        "error",
        "check the letter's date, the file's name and the visit's dates in visits.csv",
    ),
    Rule(
        "LET-014",
        "A letter is dated within 60 days of its visit's end.",
        "A later letter may follow another visit to the same area, or tell of what happened since.",
        "warning",
        "check the letter's date and the visit's; accept it if the letter was simply late",
        ("accept",),
    ),
    Rule(
        "LET-015",
        "No two findings of a letter have the same words.",
        "Both get one id, so that a code given to one of them counts for the other too, and "
        "analysts find the passage twice among the evidence.",
        "error",
        "remove one of the two from the letter",
    ),
    Rule(
        "LET-016",
        "Each paragraph and list of a letter belongs to a known part of it.",
        "A finding in a paragraph that was left out is missing from the evidence; a list in the "
        "wrong part mistakes what people told for priorities.",
        "warning",
        "look at the passage in letters.html; if it is a finding, make it a list item of its part",
        ("accept",),
    ),
    Rule(
        "LET-017",
        "A letter has no tracked changes.",
        "The letter was read as if all changes were accepted; if some are not, findings are "
        "counted in words that the inspectors did not send.",
        "error",
        "accept or reject the changes in Word, and save; accept it here if all of them stand",
        ("accept",),
    ),
    Rule(
        "LET-018",
        "No finding had to be joined over a gap.",
        "Where a page break or a blank line cuts a finding in two, the join may have taken in a "
        "sentence that is not part of it.",
        "info",
        "read the finding once in letters.html",
        ("accept",),
    ),
    Rule(
        "LET-019",
        "A letter's date is written with the month as a word, on a line of its own.",
        "04/11/2020 may be April or November, and the wrong one passes or fails the comparison "
        "with the visit for no reason.",
        "warning",
        "check the date as it was read; write it as 4 November 2020",
        ("accept",),
    ),
    Rule(
        "LET-020",
        "A letter has emerging priorities.",
        "If they are there but were taken for what inspectors were told, the inspectors' own view "
        "is reported as the area's.",
        "warning",
        "look at the end of the letter; accept it if the letter has none",
        ("accept",),
    ),
    Rule(
        "LET-021",
        "A letter has no comments.",
        "Comments were left out: they are an editor's words, but one may say that the text beside "
        "it is still to be changed.",
        "info",
        "nothing need be done, unless the comments ask for a change",
        ("accept",),
    ),
    Rule(
        "LET-022",
        "No list item stands after a letter's closing words.",
        "It was left out: if it is a finding, the area's letter tells one theme less than it does.",
        "error",
        "move it above the closing words if it is a finding, else take its list mark away",
        ("exclude",),
    ),
    Rule(
        "LET-023",
        "A letter's title has its area's present name.",
        "A former name usually means the present area, but after a reorganisation a part of it may "
        "be meant.",
        "warning",
        "check that the letter is this visit's",
        ("accept",),
    ),
    Rule(
        "LET-024",
        "A letter has no footnotes or endnotes.",
        "The notes were left out; one of them may limit what a finding says.",
        "info",
        "read the notes; write what belongs to a finding into it",
        ("accept",),
    ),
    Rule(
        "LET-025",
        "No line beside a page number stands there once only.",
        "It was taken for a running head and left out; if it is the end of a sentence, the finding "
        "is cut.",
        "warning",
        "look at the line in the letter; if it is text, join it to its sentence",
        ("accept",),
    ),
    Rule(
        "LET-026",
        "A letter's characters are whole.",
        "Damaged characters change words, the ids made from them, and any quotation; the letter is "
        "set aside.",
        "error",
        "ask for the original, or correct these characters and others like them",
    ),
    Rule(
        "LET-027",
        "Each finding of a letter is a list item or paragraph of its own.",
        "Several findings that look like one are coded as one, and what does not fit its code is "
        "lost; the letter is set aside.",
        "error",
        "write each finding as a list item, or ask for the Word file",
    ),
    Rule(
        "LET-028",
        "All text of a Word letter stands in its body: none in text boxes, none hidden.",
        "What stands in a box or is hidden was not read, and may be findings.",
        "warning",
        "look at the letter in Word, and make plain text of what belongs to it",
        ("accept",),
    ),
    Rule(
        "LET-029",
        "Findings stand in lists.",
        "Where paragraphs were taken for findings, introductions and asides may have become "
        "findings, or several findings one.",
        "warning",
        "check each of the part's findings in letters.html, or make list items of them",
        ("accept",),
    ),
]
