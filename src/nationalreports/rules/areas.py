"""Rules of the reading of visits, of the list of areas, and of official statistics."""

from __future__ import annotations

from nationalreports.rules import Rule

RULES = [
    Rule(
        "VIS-001",
        "Each visit has an id of small letters, digits and hyphens.",
        "The id ties the visit to its letter; without it the visit is set aside, and the areas "
        "visited are one fewer.",
        "error",
        "give the visit an id, and name its letter so",
        ("exclude",),
    ),
    Rule(
        "VIS-002",
        "No two rows of visits.csv have one id.",
        "The letter would be counted for both visits; the later row is set aside.",
        "error",
        "give each visit an id of its own, or delete the row that stands twice",
        ("exclude",),
    ),
    Rule(
        "VIS-003",
        "Each visit's first and last day are days of the calendar.",
        "The first day decides which report counts the visit; without it the visit is set aside, "
        "with all responses of its area.",
        "error",
        "write days as 2020-10-05",
        ("exclude",),
    ),
    Rule(
        "VIS-004",
        "Each visit ends on or after the day on which it starts.",
        "One of the days is wrong, and a wrong first day puts the visit into another report; the "
        "visit is set aside.",
        "error",
        "correct one of the two days",
        ("exclude",),
    ),
    Rule(
        "VIS-005",
        "Each visit has its area's present code.",
        "The former code was taken as its only successor; a slip in it makes another area count "
        "as visited.",
        "warning",
        "write the present code in visits.csv",
        ("accept",),
    ),
    Rule(
        "VIS-006",
        "Each visit's area stands in the list of areas.",
        "The visit is set aside: its letter and all responses from the area are lost, and every "
        "count of areas is too low.",
        "error",
        "give a code that stands in reference/areas.csv; the message lists which may be meant",
    ),
    Rule(
        "VIS-007",
        "Each visit starts in the window of a report.",
        "It counts in no report: its area's letter and responses are read, and then left out of "
        "every figure.",
        "error",
        "correct the first day, or the windows in config/config.yaml; accept it if the visit is "
        "of no report on purpose",
        ("accept",),
    ),
    Rule(
        "VIS-008",
        "Each area in areas.csv has a code and a name, stands there once, and shares no code.",
        "The row is set aside, so that a visit or response of this area is refused, or a former "
        "code leads to the wrong area.",
        "error",
        "correct the cell that is named, or delete the row that is not wanted",
        ("exclude",),
    ),
    Rule(
        "VIS-009",
        "There are visits.",
        "Without any, no letter and no response counts; only a series of discussions alone is so.",
        "warning",
        "add the visits to visits.csv if there were any",
        ("accept",),
    ),
    Rule(
        "REF-001",
        "Each row of official statistics has a year and a known level.",
        "Of an unknown level, an area's figure might be added up with a region's that holds it "
        "already; the row is set aside.",
        "error",
        "write the year as 2020, and the level as it is published",
        ("exclude",),
    ),
    Rule(
        "REF-002",
        "Each row's day of publication is a day, in or after the year it is about.",
        "The day decides which report may cite the row; as it stands it is cleared, and no report "
        "cites the row's year.",
        "error",
        "write the day as 2020-05-07, or the month as 2020-05",
        ("exclude",),
    ),
    Rule(
        "REF-003",
        "Each official figure is a number, or shorthand such as z or x.",
        "The cell is left blank, so that the national total of its year is not cited, or lacks an "
        "area.",
        "error",
        "copy the figure from the file as published, or write z or x as it stands there",
        ("exclude",),
    ),
    Rule(
        "REF-004",
        "A year that a report cites is in the file, and was published by the report's date.",
        "A report would give a figure that nobody could know on its date, and so tell readers that "
        "it was written later than it says.",
        "error",
        "correct `cites` in config/config.yaml, add the rows, or correct their day of publication",
    ),
    Rule(
        "REF-005",
        "A report that uses official statistics has some that were published by its date.",
        "Its section on the national picture would stand empty.",
        "error",
        "add earlier rows, correct the days of publication, or take reference out of the report's "
        "evidence",
    ),
    Rule(
        "REF-006",
        "Each file in data/raw/reference/ is one that is read.",
        "Figures that somebody put there to be cited are not used, most often for a slip in the "
        "file's name.",
        "error",
        "rename the file as the message says, or move it elsewhere",
    ),
    Rule(
        "REF-007",
        "Each year, place and age stands in one row of official statistics.",
        "Added up, the area's plans would count twice in the national total. Of equal rows the "
        "first stays; of rows that differ none does.",
        "error",
        "keep the row that was published, and delete the other",
        ("exclude",),
    ),
    Rule(
        "REF-008",
        "Each local row of official statistics has an area's code.",
        "Without a code nobody can tell whether the area is counted already under another; the row "
        "is set aside, and the national total lacks it.",
        "error",
        "give the area's nine-character code",
        ("exclude",),
    ),
]
