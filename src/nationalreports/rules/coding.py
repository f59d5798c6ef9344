"""Rules of the reading of coders' files, and of how far coders agree."""

from __future__ import annotations

from nationalreports.rules import Rule

RULES = [
    Rule(
        "COD-001",
        "Each file in data/raw/coding/ is a coder's.",
        "A coder's file under a name that begins with a full stop, ~$ or README is passed over, "
        "and the codes in it with it.",
        "info",
        "nothing need be done, unless the file holds codes: then rename it",
        ("accept",),
    ),
    Rule(
        "COD-002",
        "Each coder's file is CSV or XLSX.",
        "None of the file's codes counts: its findings stand as not coded, or rest on the other "
        "coders alone.",
        "error",
        "save the coding as .csv or .xlsx",
    ),
    Rule(
        "COD-003",
        "Each code is of a finding that exists, and its cells are filled in from the codebook.",
        "A code that names no finding or no theme can be counted nowhere, and what its coder saw "
        "is lost; the row is set aside.",
        "error",
        "copy finding_id from the coding sheet, and use the words of config/codebook.yaml; where a "
        "letter is missing, put that right first",
        ("exclude",),
    ),
    Rule(
        "COD-004",
        "Each code's theme is one that the codebook has under the code's question.",
        "Under this question no report has a line for the theme, so areas that told it would not "
        "be counted; the row is set aside.",
        "error",
        "choose another theme or another question, as the codebook explains",
        ("exclude",),
    ),
    Rule(
        "COD-005",
        "Coders of a finding give it the same codes, or the finding is settled.",
        "Only what all of them gave counts until it is settled, so a theme may be told by fewer "
        "areas than the report should say.",
        "warning",
        "decide it together in the settling sheet, or in coding/settled.csv",
        ("accept",),
    ),
    Rule(
        "COD-006",
        "Each row is signed with a coder's name, and “settled” is nobody's.",
        "An unsigned code cannot be compared with another coder's, and a coder called “settled” "
        "would overrule all others; the row is set aside.",
        "error",
        "write the coder's name in letters, digits, hyphens and underscores",
        ("exclude",),
    ),
    Rule(
        "COD-007",
        "No coder's file is a copy of another.",
        "Two names for one file may be a coder's work saved under a colleague's name. The copy is "
        "not read; the first file is.",
        "error",
        "delete one of the two files",
        ("exclude",),
    ),
    Rule(
        "COD-008",
        "A coder's codes of a finding are the same in every file.",
        "One of the files is out of date, and taking the wrong one would bring back what the coder "
        "had corrected; the finding's rows are set aside in both.",
        "error",
        "keep the rows of one of the files",
        ("exclude",),
    ),
    Rule(
        "COD-009",
        "A coded finding has the words that it had when it was coded.",
        "The id does not see punctuation: 1.5 may have become 15, or a comma may have turned the "
        "sense, and the code is of the older text.",
        "warning",
        "read the finding again, then clear text_digest in the row",
        ("accept",),
    ),
    Rule(
        "COD-010",
        "Findings are coded without suggestions having been seen.",
        "Two coders led by one suggestion agree more than they would by themselves, so these codes "
        "count but are left out of the agreement.",
        "info",
        "nothing need be done; weigh how many findings the agreement then rests on",
        ("accept",),
    ),
    Rule(
        "COD-011",
        "Coders agree at least as far as the configuration demands.",
        "Where they do not, which theme a finding gets hangs on who coded it, and another coder "
        "would give the report other figures. It is an error while codes rest on one coder or "
        "differ.",
        "error",
        "settle the findings that the message counts, or sharpen the definitions and code anew",
        ("accept",),
    ),
    Rule(
        "COD-012",
        "How far coders agree is known.",
        "Where no two coders coded the same findings, nobody can say whether the themes are a "
        "matter of evidence or of taste.",
        "warning",
        "let two coders code some of the same findings without suggestions",
        ("accept",),
    ),
    Rule(
        "COD-013",
        "Each coder's name is written in one way.",
        "“Ana” and “ana” would pass for two coders who agree in everything; the rows in the second "
        "spelling are set aside.",
        "error",
        "write the name in one way in all files",
        ("exclude",),
    ),
    Rule(
        "COD-014",
        "Of each finding begun in the settling sheet, every row says yes or no, and one says yes.",
        "A row left blank or misspelt is not kept: a code that people meant to keep would drop out "
        "of the figures, or the finding would lose all its codes.",
        "error",
        "write yes or no in each row of the finding, and yes in one at least",
    ),
    Rule(
        "COD-015",
        "A coder's file holds that coder's rows alone.",
        "A few rows of another's are most often pasted or misnamed, and make one person's work "
        "look like two people's agreement.",
        "warning",
        "see whose the rows are, and keep a file a coder",
        ("accept",),
    ),
]
