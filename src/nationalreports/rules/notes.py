"""Rules of the reading of findings that come as tables, such as notes of discussions."""

from __future__ import annotations

from nationalreports.rules import Rule

RULES = [
    Rule(
        "FND-001",
        "Each file in data/raw/findings/ is a table of findings.",
        "Notes under a name that begins with a full stop, ~$ or README are passed over, and no "
        "discussion in them is counted.",
        "info",
        "nothing need be done, unless the file holds findings: then rename it",
        ("accept",),
    ),
    Rule(
        "FND-002",
        "Each finding in a table has a source_id of small letters, digits and hyphens.",
        "Findings are counted by discussion; without an id nobody knows which discussion this was. "
        "The row is set aside.",
        "error",
        "give the id of the discussion or interview that the finding is from",
        ("exclude",),
    ),
    Rule(
        "FND-003",
        "Each finding's source_type is known.",
        "Analysts must know whether a discussion, an interview or a case study stands behind what "
        "they write; the row is set aside.",
        "error",
        "write visit, discussion, interview or case_study",
        ("exclude",),
    ),
    Rule(
        "FND-004",
        "Each finding in a table has a date.",
        "The date decides which report the finding belongs to; the row is set aside and counts in "
        "none.",
        "error",
        "write the day as 2020-11-03",
        ("exclude",),
    ),
    Rule(
        "FND-005",
        "Each finding's area, where it has one, stands in the list of areas.",
        "Evidence would be filed under an area that does not exist, or under the wrong one of "
        "several successors; the row is set aside.",
        "error",
        "give a code that stands in reference/areas.csv, or leave the cell blank",
        ("exclude",),
    ),
    Rule(
        "FND-006",
        "Each finding in a table has a sector of the codebook.",
        "Whoever looks through the evidence of education, health or care would not come upon it; "
        "the row is set aside.",
        "error",
        "write a sector of config/codebook.yaml",
        ("exclude",),
    ),
    Rule(
        "FND-007",
        "Each finding in a table has words.",
        "A row without text has nothing to code or to quote, but would count as a finding; it is "
        "set aside.",
        "error",
        "write the finding's text, or delete the row",
        ("exclude",),
    ),
    Rule(
        "FND-008",
        "No finding of a discussion stands in two rows.",
        "It would be coded and listed as evidence twice, as if it had been said twice; the later "
        "row is set aside.",
        "error",
        "delete one of the two rows",
        ("exclude",),
    ),
    Rule(
        "FND-009",
        "Each finding's area has its present code.",
        "The former code has one successor, whose evidence the finding joined; a slip in the code "
        "would have put it there too.",
        "warning",
        "write the present code in the file",
        ("accept",),
    ),
    Rule(
        "FND-010",
        "A question, theme or voice that a table of findings brings along stands in the codebook.",
        "Such a word shows that the row was filled in by another codebook, or that its cells have "
        "moved; the row is set aside.",
        "error",
        "write one of config/codebook.yaml, or leave the cell blank",
        ("exclude",),
    ),
    Rule(
        "FND-011",
        "No file of findings is a copy of another.",
        "Read twice, each of its findings would be doubled. The copy is not read; the first file "
        "is.",
        "error",
        "delete one of the two files",
        ("exclude",),
    ),
    Rule(
        "FND-012",
        "A table of findings has findings.",
        "A table with headers alone may be a template handed in by mistake for the notes "
        "themselves, and the discussions would be missing.",
        "warning",
        "add the findings, or take the file away",
        ("accept",),
    ),
]
